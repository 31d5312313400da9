"""Scanners as a window sees them: where pages can be laid, and what comes of it."""

from dataclasses import dataclass
from typing import Final

RESOLUTIONS: Final = (300, 200)
"""Dots per inch that are offered, the usual one first."""


@dataclass(frozen=True, slots=True)
class FoundScanner:
    """A scanner that can be asked for pages now."""

    id: str
    """What its way calls it."""
    name: str
    """As the clerk is shown it."""


@dataclass(frozen=True, slots=True)
class Tray:
    """Where pages are laid."""

    id: str
    """What the scanner calls it; empty where it has no choice."""
    words: str
    many: bool
    """Whether pages come until there are no more, instead of one."""


def never() -> bool:
    """That nobody calls a search or a scan off."""
    return False


FLATBED: Final = Tray("", "平板", many=False)


@dataclass(frozen=True, slots=True)
class ScannedPages:
    """A file that a scanner gave: a page, or of a watched folder any number."""

    name: str
    data: bytes
