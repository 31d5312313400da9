#!/usr/bin/env bash
# Makes the stick for computers without a network from what build.sh made: bash installer/stick.sh FOLDER --keys FOLDER
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PYTHONPATH=$here exec "${DESK_PYTHON:-python3}" -m installer.packing.stick "$@"
