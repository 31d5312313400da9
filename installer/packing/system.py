"""What the folder leaves to the system, and the Debian packages that bring it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from installer import packages
from installer.packing import parts

if TYPE_CHECKING:
    from collections.abc import Iterable

ALL = packages.LIBRARIES | parts.LIBRARIES


def unknown(libraries: Iterable[str]) -> list[str]:
    """Tell the libraries that neither every system has nor a package of the list brings."""
    return sorted(name for name in libraries if name not in ALL and name not in parts.BASE)


def depends(libraries: Iterable[str]) -> list[str]:
    """Give the packages that bring these libraries, each once; those a plugin does without are left out."""
    asked = {*libraries, *packages.LIBRARIES} - {*parts.NICE}
    return sorted({ALL[name] for name in asked if name in ALL})
