"""What lists and statistics need of the book."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Protocol

from desk_app.domain.lists import Order, Reached, Row, RowsPage, Tally, TimesDone, Wanted


class Lists(Protocol):
    """Records as lists show them, and how many there are. ``today`` decides what is due.

    BugError for an order or a column that can not be counted by; a filter that fits nothing gives nothing.
    """

    def page(self, wanted: Wanted, order: Order, today: date, limit: int, after: int = 0) -> RowsPage:
        """At most ``limit`` rows after the first ``after`` ones."""
        ...

    def one(self, proceeding_id: str, today: date) -> Row | None:
        """The row of one record."""
        ...

    def several(self, ids: Collection[str], today: date) -> tuple[Row, ...]:
        """The rows of these records, in no order."""
        ...

    def ids(self, wanted: Wanted, today: date) -> tuple[str, ...]:
        """The ids of all records, in no order."""
        ...

    def stream(self, wanted: Wanted, order: Order, today: date, portion: int) -> Iterator[tuple[Row, ...]]:
        """All rows, in portions, as they were when the first ones were read."""
        ...

    def count(self, wanted: Wanted, today: date) -> int:
        """How many there are."""
        ...

    def held(self, wanted: Wanted, today: date) -> tuple[int, int, int]:
        """How many parents have records in a list, and the least and the most that one has."""
        ...

    def counts(self, wanted: Wanted, by: str, today: date) -> Mapping[str, int]:
        """Code → how many records; ``by`` is a column, state (``procedure.code``), due kind, week, month."""
        ...

    def tallies(self, wanted: Wanted, by: str, today: date) -> tuple[Tally, ...]:
        """How many there are of each code of a column, by course and pace."""
        ...

    def used(self, wanted: Wanted, today: date) -> Mapping[int, int]:
        """Working days used → how many records of those that are over used so many."""
        ...

    def times(self, wanted: Wanted, tally: str, by: str, today: date) -> Mapping[str, TimesDone]:
        """Code → how often what a tally counts was done on the days of ``wanted``; ``by`` may be empty."""
        ...

    def reached(self, wanted: Wanted, clock: str, by: str, today: date) -> Mapping[str, Reached]:
        """Code → the periods of a clock that counts how often, which ended on the days of ``wanted``."""
        ...

    def catch_up(self) -> int:
        """Write some missing rows of an older book, or of a list divided otherwise; how many are left."""
        ...
