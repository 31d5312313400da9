"""What the virtual environment holds, and one set-up of it at a time."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from installer.children import SetUpError, say
from installer.lock import LOCK_NAME, glibc_version, has_reading, machine_name, requirements

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

STAMP_NAME = "desk-stamp.json"
GUARD_NAME = "desk-guard"


def fingerprint(*texts: str) -> str:
    """Give one short hash of all the texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:20]


def wanted(root: Path, venv: Path, mode: str) -> dict[str, str]:
    """Give the fingerprint of every part that the mode needs, from the files as they are now."""
    lock = (root / LOCK_NAME).read_text("utf-8")
    machine, glibc = machine_name(), glibc_version()
    fonts = root / "printing" / "font_files.py"
    parts = {
        "venv": fingerprint(f"{sys.version_info[0]}.{sys.version_info[1]}", str(root), str(venv)),
        "runtime": fingerprint(requirements(lock, "runtime", machine, glibc)),
        "reading": fingerprint(requirements(lock, "reading", machine, glibc)),
        "project": fingerprint((root / "pyproject.toml").read_text("utf-8"), fonts.read_text("utf-8")),
    }
    if not has_reading(machine, glibc) or os.environ.get("DESK_READING") == "no":
        del parts["reading"]
    if mode == "test":
        parts["test"] = fingerprint(requirements(lock, "test", machine, glibc))
    return parts


def read_stamp(venv: Path) -> dict[str, str]:
    """Give the parts that are set up completely; empty when the stamp is missing or damaged."""
    try:
        stamp = json.loads((venv / STAMP_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, stamp: Mapping[str, str]) -> None:
    """Write the stamp, whole or not at all."""
    fresh = venv / (STAMP_NAME + ".new")
    fresh.write_text(json.dumps(stamp), "utf-8")
    fresh.replace(venv / STAMP_NAME)


def outdated(stamp: Mapping[str, str], want: Mapping[str, str]) -> list[str]:
    """List the parts to set up, in order; all of them when the venv itself is outdated."""
    if stamp.get("venv") != want["venv"]:
        return list(want)
    return [part for part, value in want.items() if stamp.get(part) != value]


@contextmanager
def changing(venv: Path, part: str, value: str) -> Iterator[None]:
    """Remove the stamp while a part changes, so that a part broken off halfway is made again."""
    stamp = read_stamp(venv)
    (venv / STAMP_NAME).unlink(missing_ok=True)
    yield
    write_stamp(venv, {**stamp, part: value})


def try_guard(handle: int) -> bool:
    """Take the lock without waiting; the system releases it when the process ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def claim(venv: Path) -> None:
    """Take the directory for our venv; refuse one that holds something else."""
    if venv.is_dir() and any(venv.iterdir()) and not (venv / GUARD_NAME).exists():
        raise SetUpError(f"{venv} 里已有别的内容，请把它移走，或用环境变量 DESK_VENV 指定另一个目录。")
    venv.mkdir(parents=True, exist_ok=True)


@contextmanager
def guarded(venv: Path) -> Iterator[None]:
    """Let one process at a time change the venv; the others wait."""
    import time

    claim(venv)
    handle = os.open(venv / GUARD_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not try_guard(handle):
            say("另一个窗口正在准备运行环境，等它完成……")
            while not try_guard(handle):
                time.sleep(0.2)
        # A child (pip) that outlives a killed parent keeps the guard until it ends.
        os.set_inheritable(handle, sys.platform != "win32")
        yield
    finally:
        os.close(handle)
