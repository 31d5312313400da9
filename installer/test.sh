#!/usr/bin/env bash
# Runs every check from a fresh clone: bash installer/test.sh [pytest arguments]
set -u
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
start test "$@"
