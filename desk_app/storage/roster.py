"""The Roster socket: rows of people that a list named, and who is known by an application."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select

from desk_app.database.spine_rows import dump
from desk_app.domain.events import Event
from desk_app.domain.roster import Candidate, RosterRow
from desk_app.services.sockets import Deed
from desk_app.storage import tables
from desk_app.storage.damage import sift
from desk_app.storage.desk import BookBase, write
from forms.facts import of_lists

_TABLE: Final = tables.roster
_NEXT: Final = """
    SELECT id_number FROM roster WHERE id_number > ?1
    UNION SELECT id_number FROM application WHERE id_number > ?1 ORDER BY id_number LIMIT ?2
"""
_AMONG: Final = "SELECT id_number FROM {} WHERE id_number IN (SELECT value FROM json_each(?))"
_PUT: Final = insert(_TABLE).prefix_with("OR REPLACE")
"""A row takes the place of an earlier one, also of a damaged one."""
_PORTION: Final = 5000
"""Rows written by one statement."""


class BookRoster:
    """The Roster socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def bring(self, rows: Sequence[RosterRow], event: Event, *, whole: bool) -> None:
        """Keep rows and write the event that brings them; with ``whole`` the rows of earlier ones go."""
        with self._desk.db.writing() as db:
            write(db, self._desk.law, Deed((event,)))
            for first in range(0, len(rows), _PORTION):
                db.execute(_PUT, [_columns(row) for row in rows[first : first + _PORTION]])
            if whole:
                now = {row.brought for row in rows}
                db.execute(delete(_TABLE).where(_TABLE.c.brought.not_in(now)))

    def candidates(self, after: str, limit: int) -> tuple[Candidate, ...]:
        """Whoever is in the roster or has applied, by number: the next ones after a number."""
        with self._desk.db.reading() as db:
            while numbers := list(db.exec_driver_sql(_NEXT, (after, limit)).scalars()):
                rows, applied = _rows(db, numbers), _applied(db, numbers)
                known = applied | _among(db, "person_number", numbers)
                # A number that stands in damaged rows alone is nobody's.
                found = [n for n in numbers if n in rows or n in applied]
                if found:
                    return tuple(Candidate(n, rows.get(n), n in known) for n in found)
                after = numbers[-1]
        return ()

    def known(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of these numbers that are in the roster or in an application."""
        with self._desk.db.reading() as db:
            return _among(db, "roster", numbers) | _among(db, "application", numbers)

    def one(self, id_number: str) -> RosterRow | None:
        """The row of a number; None where there is none, or it is damaged."""
        with self._desk.db.reading() as db:
            return _rows(db, [id_number]).get(id_number)

    def count(self) -> int:
        """How many rows there are."""
        with self._desk.db.reading() as db:
            return int(db.execute(select(func.count()).select_from(_TABLE)).scalar_one())

    def forget(self, numbers: Collection[str]) -> int:
        """Delete the rows of these numbers; returns how many there were."""
        with self._desk.db.writing() as db:
            return db.execute(delete(_TABLE).where(_TABLE.c.id_number.in_(list(numbers)))).rowcount


def _columns(row: RosterRow) -> dict[str, str]:
    told = {"id_number": row.id_number, "name": row.name, "brought": row.brought}
    return told | {"body": dump(row.values)}


def _rows(db: Connection, numbers: Collection[str]) -> Mapping[str, RosterRow]:
    """The sound rows of these numbers; a damaged one is noticed and left out."""
    wanted = select(_TABLE).where(_TABLE.c.id_number.in_(list(numbers)))
    return {row.id_number: _row(row) for row in sift(db, _TABLE.name, db.execute(wanted).all())}


def _row(row: Row[Any]) -> RosterRow:
    return RosterRow(row.id_number, row.name, of_lists(json.loads(row.body)), row.brought)


def _applied(db: Connection, numbers: Collection[str]) -> frozenset[str]:
    """Those of these numbers under which there is a sound application."""
    table = tables.application
    wanted = select(table.c.id, table.c.id_number).where(table.c.id_number.in_(list(numbers)))
    return frozenset(row.id_number for row in sift(db, table.name, db.execute(wanted).all()))


def _among(db: Connection, table: str, numbers: Collection[str]) -> frozenset[str]:
    return frozenset(db.exec_driver_sql(_AMONG.format(table), (json.dumps(list(numbers)),)).scalars())
