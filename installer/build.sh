#!/usr/bin/env bash
# Makes the packaged copy (.deb, .tar.xz) of this commit: bash installer/build.sh [--check] [--out FOLDER]
# Needs root, a Debian 12 with debootstrap, dpkg-dev and binutils, and Debian's mirror and PyPI at hand.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PYTHONPATH=$here exec "${DESK_PYTHON:-python3}" -m installer.packing "$@"
