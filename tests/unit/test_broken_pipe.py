"""Whoever reads a command's output may stop early, as ``head`` does."""

import subprocess
import sys


def test_who_stops_reading_early_sees_no_traceback() -> None:
    command = [sys.executable, "-m", "desk_app", "forms", "explain"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as told:
        assert told.stdout
        assert told.stderr
        assert told.stdout.readline()
        told.stdout.close()
        assert told.stderr.read() == b""
    assert told.returncode == 0
