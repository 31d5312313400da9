"""How quickly the disk of the data folder keeps what it is given."""

import os
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

SLOW_S: Final = 0.1
"""Seconds of one kept write from which a clerk waits for every acceptance."""
_WRITES: Final = 5
_BLOCK: Final = bytes(4096)


def time_to_keep(folder: Path) -> float:
    """Seconds, the middle of five, until the disk has kept four kilobytes; OSError when it keeps none."""
    probe = folder / ".probe"
    try:
        with probe.open("wb", buffering=0) as file:
            return median(_kept(file.fileno()) for _ in range(_WRITES))
    finally:
        probe.unlink(missing_ok=True)


def _kept(file: int) -> float:
    began = perf_counter()
    os.write(file, _BLOCK)
    os.fsync(file)
    return perf_counter() - began
