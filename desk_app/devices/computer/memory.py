"""How much memory the computer has, so that what takes much of it can hold back."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SMALL: Final = 4_600_000_000
"""Bytes up to which a computer counts as small: sold with 4 GB, part of which its graphics takes."""
TIGHT: Final = 600_000_000
"""Free bytes below which the system begins to put programs onto the disk."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of memory in all, and those that programs can still have; 0 where the system does not tell."""

    total: int = 0
    free: int = 0

    @property
    def small(self) -> bool:
        """Whether what takes much memory should end as soon as nobody needs it."""
        return 0 < self.total <= SMALL

    @property
    def tight(self) -> bool:
        """Whether there is so little left that the window would stand still now and then."""
        return self.total > 0 and self.free < TIGHT


def found() -> Memory:
    """The memory of this computer."""
    if sys.platform == "win32":
        return _of_windows()
    try:
        return of_table(Path("/proc/meminfo").read_text("ascii"))
    except (OSError, ValueError):
        return Memory(_of_posix())


def of_table(text: str) -> Memory:
    """What Linux tells (``MemTotal:  4028440 kB`` and so on); ValueError for a table of another shape."""
    told = {
        name: int(rest.split()[0]) * 1024 for name, _, rest in (s.partition(":") for s in text.splitlines())
    }
    return Memory(told.get("MemTotal", 0), told.get("MemAvailable", 0))


def _of_posix() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0


def _of_windows() -> Memory:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            *(("length", ctypes.c_ulong), ("load", ctypes.c_ulong)),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    told = Status(length=ctypes.sizeof(Status))
    windll = getattr(ctypes, "windll", None)
    if windll is None or not windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(told)):
        return Memory()
    return Memory(int(told.total), int(told.free))
