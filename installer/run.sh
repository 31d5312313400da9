#!/usr/bin/env bash
# Starts the program from a fresh clone: bash installer/run.sh [desk-app arguments]
set -u
. "$(dirname "${BASH_SOURCE[0]}")/start.sh"
start run "$@"
