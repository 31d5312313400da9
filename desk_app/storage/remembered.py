"""What the program remembers of where a person works; in the book, since names may stand in it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from desk_app.storage.desk import BookBase

PICTURES: Final = "pictures"
"""The folder that pictures were chosen from last."""
CAMERAS: Final = "cameras"
"""Which camera is used, and how each is turned."""


class BookRemembered:
    """Texts by name; each method is one transaction."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def folder(self, first: str) -> tuple[str, Callable[[str], None]]:
        """The folder that pictures were chosen from last, ``first`` before any; and what keeps another."""
        return self.one(PICTURES) or first, partial(self.keep, PICTURES)

    def cameras(self) -> tuple[str, Callable[[str], None]]:
        """What was kept of the cameras, and what keeps something else."""
        return self.one(CAMERAS), partial(self.keep, CAMERAS)

    def one(self, name: str) -> str:
        """What is remembered under a name; empty for nothing."""
        with self._desk.db.reading() as db:
            held = db.exec_driver_sql("SELECT value FROM remembered WHERE name = ?", (name,)).scalar()
        return str(held or "")

    def keep(self, name: str, value: str) -> None:
        """Remember a text in the place of an earlier one; WorldError when the disk refuses it."""
        if self.one(name) == value:
            return
        with self._desk.db.writing() as db:
            db.exec_driver_sql("INSERT OR REPLACE INTO remembered (name, value) VALUES (?, ?)", (name, value))
