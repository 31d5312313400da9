"""The Damage socket: damaged rows are noticed when they are read, and by a check that goes on in portions."""

from collections.abc import Callable, Collection, Iterator, Sequence
from threading import Lock
from typing import Final, TypeVar

from sqlalchemy import Connection

from desk_app.database.engine import Database
from desk_app.domain.damage import DamagedRow
from desk_app.errors import TornPage
from desk_app.storage import row_macs

_PORTION: Final = 500
"""Rows checked in one go, so that nothing waits for it."""
_OPTION: Final = "damage"
"""Execution option under which the connections of a book hold its BookDamage."""
_T = TypeVar("_T")


class BookDamage:
    """The Damage socket; any thread may call."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.engine.update_execution_options(**{_OPTION: self})
        self._lock = Lock()
        self._known: dict[tuple[str, str], DamagedRow] = {}
        self._torn = False
        self._place = (0, 0)
        """Table and row at which the check in portions goes on."""

    def known(self) -> tuple[DamagedRow, ...]:
        """The damaged rows noticed since the book was opened, in the order they were noticed."""
        with self._lock:
            return tuple(self._known.values())

    def torn(self) -> bool:
        """Whether a page of the file could not be read since the book was opened."""
        return self._torn

    def look(self) -> bool:
        """Check some more rows; returns whether there are more to check in this round."""
        table, after = self._place
        kept = row_macs.KEPT[table]
        try:
            with self._database.reading() as db:
                found, after = row_macs.some(db, kept.name, after, _PORTION)
                gone = () if after else row_macs.missing(db, kept.name)
        except TornPage:
            self._torn, found, gone, after = True, (), (), 0
        self.note((*found, *gone))
        self._place = (table, after) if after else ((table + 1) % len(row_macs.KEPT), 0)
        return self._place != (0, 0)

    def piecewise(
        self, last: Callable[[Connection], int], read: Callable[[Connection, int, int], Sequence[_T]]
    ) -> Iterator[_T]:
        """What can still be read of a table of which a page is torn.

        ``read`` gives what is wanted of the rows from one place to another, both included; a stretch that
        can not be read is halved until a single row is left out.
        """
        self._torn = True
        try:
            with self._database.reading() as db:
                end = last(db)
        except TornPage:
            return
        stretches = [(0, end)]
        while stretches:
            first, until = stretches.pop()
            try:
                with self._database.reading() as db:
                    found = read(db, first, until)
            except TornPage:
                if first < until:
                    middle = (first + until) // 2
                    stretches += [(middle + 1, until), (first, middle)]
                continue
            yield from found

    def note(self, rows: Collection[DamagedRow]) -> None:
        """Notice these damaged rows."""
        if rows:
            with self._lock:
                self._known.update({(row.kind, row.key): row for row in rows})


def hidden(db: Connection, kind: str, keys: Collection[str | int]) -> frozenset[str]:
    """Keys of those of these rows of a table that are damaged and must not be shown; they are noticed."""
    found = row_macs.damaged(db, kind, keys)
    damage = db.get_execution_options().get(_OPTION)
    if found and isinstance(damage, BookDamage):
        damage.note(found)
    return frozenset(row.key for row in found)


def sound(db: Connection, kind: str, keys: Collection[str]) -> list[str]:
    """The keys of those of these rows that may be shown, in the same order; the others are noticed."""
    lost = hidden(db, kind, keys)
    return [key for key in keys if key not in lost]
