"""The TrustedDays socket: the last day on which this computer's clock was believed."""

from datetime import date
from typing import Final

from desk_app.domain.retention import JUMP
from desk_app.storage.desk import BookBase, counter, set_counter

TRUSTED: Final = "trusted-day"
"""Name of the counter that holds the day, counted from 0001-01-01."""


class BookTrusted:
    """The TrustedDays socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def last(self) -> date | None:
        """The last day on which the clock was believed; None without one, and where its row is damaged."""
        with self._desk.db.reading() as db:
            return day_of(counter(db, TRUSTED))

    def trust(self, day: date) -> None:
        """Believe the clock on a day; an earlier one than before makes a later jump noticed again."""
        if self.last() != day:
            with self._desk.db.writing() as db:
                set_counter(db, TRUSTED, day.toordinal())


def day_of(counted: int) -> date | None:
    """The day of a counter's value; None where it is none."""
    return date.fromordinal(counted) if 0 < counted <= date.max.toordinal() else None


def is_believed(last: date | None, day: date) -> bool:
    """Whether a day is no jump from the last one that was believed; without one every day is."""
    return last is None or day - last <= JUMP
