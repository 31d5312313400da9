"""The Asides socket: copies of the book that were set aside, before a step or when it was replaced."""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from forms import files

_FOLDERS: Final = ("before", "replaced")
_BESIDE: Final = ("-wal", "-shm")
_SET_ASIDE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})-?\d{6}(-\d+)?(-demo)?(-\d+)?(\.db)?(-wal|-shm)?$")
"""How the name of a copy ends: the moment it was set aside. One that was opened may have files beside it."""


class BookAsides:
    """Whole books, encrypted as they were; they hold people whose time here may be over."""

    def __init__(self, data: Path, waits: Callable[[], bool]) -> None:
        """``waits`` tells whether the book was restored and does not have all of the county's answers yet."""
        self._data, self._waits = data, waits

    def let_go(self, today: date, days: int) -> int:
        """Remove the copies that were set aside at least ``days`` days ago; returns how many.

        None while the book waits for the county's answers: what it lacks may stand in a copy alone. What the
        disk keeps is tried again with the next call.
        """
        if self._waits():
            return 0
        gone = [copy.name for copy, day in self._copies() if (today - day).days >= days and _remove(copy)]
        return sum(not name.endswith(_BESIDE) for name in gone)

    def _copies(self) -> Iterator[tuple[Path, date]]:
        """The copies with the days they were set aside; what has another name is somebody else's."""
        for folder in _FOLDERS:
            for path in sorted((self._data / folder).glob("*")):
                if found := _SET_ASIDE.search(path.name):
                    with suppress(ValueError):
                        yield path, date(*(int(part) for part in found.groups()[:3]))


def _remove(copy: Path) -> bool:
    """Overwrite and remove a file, or a folder with all in it; whether it is gone."""
    try:
        if not copy.is_dir():
            files.wipe(copy)
            return True
        for inside in sorted(copy.rglob("*"), reverse=True):  # a folder after what is in it
            if inside.is_dir():
                inside.rmdir()
            else:
                files.wipe(inside)
        copy.rmdir()
    except OSError:
        return False
    return True
