"""The TrustedDays socket: the last day on which this computer's clock was believed."""

from datetime import date

from desk_app.domain.retention import JUMP
from desk_app.storage.desk import BookBase, counter, set_counter

_SERIES = "trusted-day"
"""Name of the counter that holds the day, counted from 0001-01-01."""


class BookTrusted:
    """The TrustedDays socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def last(self) -> date | None:
        """The last day on which the clock was believed; None without one, and where its row is damaged."""
        with self._desk.db.reading() as db:
            day = counter(db, _SERIES)
        return date.fromordinal(day) if 0 < day <= date.max.toordinal() else None

    def trust(self, day: date) -> None:
        """Believe the clock on a day; an earlier one than before makes a later jump noticed again."""
        if self.last() != day:
            with self._desk.db.writing() as db:
                set_counter(db, _SERIES, day.toordinal())

    def trusts(self, day: date) -> bool:
        """Whether a day is no jump from the last one; a book without one trusts every day."""
        last = self.last()
        return last is None or day - last <= JUMP
