"""Child processes of tests: one that does not end tells where each of its threads was."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

CHILD_S: Final = 150
"""Seconds a child may take: more than the window's own patience of 60 s and a tidy end."""
_LAST_WORDS_S: Final = 30


def ran(
    command: Sequence[str | os.PathLike[str]],
    *,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    check: bool = False,
    seconds: float = CHILD_S,
) -> "subprocess.CompletedProcess[str]":
    """Run a Python program until it ends; returns its code and what it printed.

    AssertionError with the place of every thread when it does not end in time, and with what it told when
    ``check`` is on and it failed.
    """
    environment = {**(os.environ if env is None else env), "PYTHONFAULTHANDLER": "1"}
    child = subprocess.Popen(
        command, env=environment, cwd=cwd,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    out, errors = ended(child, seconds)
    assert not check or child.returncode == 0, errors
    return subprocess.CompletedProcess(child.args, child.returncode, out, errors)


def ended(child: "subprocess.Popen[str]", seconds: float = CHILD_S) -> tuple[str, str]:
    """Wait for a child's end; returns what it printed. AssertionError as in ``ran``."""
    try:
        out, errors = child.communicate(timeout=seconds)
        return out, errors or ""
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGABRT if sys.platform != "win32" else signal.SIGTERM)
    try:
        out, errors = child.communicate(timeout=_LAST_WORDS_S)
    except subprocess.TimeoutExpired:
        child.kill()
        out, errors = child.communicate()
    raise AssertionError(f"still at work after {seconds:g} s: {child.args!r}\n{out}\n{errors}")
