"""Wrong passphrases are counted in the data folder, so that the pause after them outlives a restart."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from forms import files

FILE_NAME: Final = "book.tries"
_FREE: Final = 3
"""Wrong ones without a pause: everybody mistypes."""
_LONGEST: Final = 300.0
_UNREADABLE: Final = 6


def wrong(folder: Path) -> int:
    """How many wrong ones came since the last right one; of a damaged file a few."""
    try:
        return max(0, int((folder / FILE_NAME).read_text("ascii")))
    except FileNotFoundError:
        return 0
    except (OSError, ValueError):
        return _UNREADABLE


def note(folder: Path) -> None:
    """Count one more, before it is tried: a program that is ended meanwhile has tried it."""
    with suppress(OSError):  # on a full disk the pause of this run still grows
        files.write(folder / FILE_NAME, str(wrong(folder) + 1))


def clear(folder: Path) -> None:
    """The right one came."""
    with suppress(OSError):
        (folder / FILE_NAME).unlink(missing_ok=True)


def pause(count: int) -> float:
    """Seconds before the next try after so many wrong ones: 2, 4, 8 … at most 300."""
    return 0.0 if count < _FREE else min(_LONGEST, 2.0 ** min(count - _FREE + 1, 20))
