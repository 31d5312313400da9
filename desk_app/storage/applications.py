"""Accepted applications: answers and findings in a row of their own, states in the proceedings."""

import json
import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, Row, RowMapping, Select, bindparam, func, select

from desk_app.database.spine import EMPTY, PROCEEDING
from desk_app.database.spine_rows import read_proceeding
from desk_app.domain.applications import MATTER, Application, MatterCase, SendState
from desk_app.storage import amending, finding, rows, tables
from desk_app.storage.damage import hidden, sift
from desk_app.storage.desk import BookBase
from desk_app.storage.drafts import DAMAGED
from forms.schema import Facts

_LOG = logging.getLogger(__name__)
_TABLE = tables.application


class BookApplications:
    """The Applications socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def one(self, application_id: str) -> Application | None:
        """The application of this id."""
        with self._desk.db.reading() as db:
            return one(db, application_id)

    def search(self, query: str = "", limit: int = 200) -> tuple[Application, ...]:
        """Applications that a query finds (``domain.keys``), newest first; all for an empty query."""
        wanted = _newest().limit(limit)
        if query.strip():
            wanted = wanted.where(_TABLE.c.id.in_(finding.matching(query, (finding.APPLICATION,))))
        return self._all(wanted)

    def of_person(self, id_number: str) -> tuple[Application, ...]:
        """All applications under this number, newest first."""
        with self._desk.db.reading() as db:
            return _read(db, db.execute(_OF_NUMBER, {"number": id_number}).mappings().all())

    def accepted_on(self, day: date) -> tuple[Application, ...]:
        """What was accepted on a day, in order."""
        return self._all(_oldest().where(_TABLE.c.accepted_on == day.isoformat()))

    def awaiting_materials(self, limit: int) -> tuple[Application, ...]:
        """Applications with a promised material that is missing, oldest first."""
        return self._all(_oldest().where(_TABLE.c.follows_by != EMPTY).limit(limit))

    def as_accepted(self, application_id: str) -> Facts:
        """The answers as they were accepted, whatever was corrected since; empty for an unknown id."""
        with self._desk.db.reading() as db:
            return amending.as_accepted(db, application_id)

    def applicants(self, ids: Collection[str]) -> Mapping[str, tuple[str, str]]:
        """Name and ID number of the applicants, by application id; unknown and damaged ones are left out."""
        wanted = func.json_each(json.dumps(list(ids))).table_valued("value")
        with self._desk.db.reading() as db:
            columns = select(_TABLE.c.id, _TABLE.c.name, _TABLE.c.id_number)
            found = db.execute(columns.where(_TABLE.c.id.in_(select(wanted.c.value)))).all()
            return {row.id: (row.name, row.id_number) for row in sift(db, _TABLE.name, found)}

    def several(self, numbers: Collection[str]) -> frozenset[str]:
        """Those of these ID numbers under which there is more than one application."""
        wanted = func.json_each(json.dumps(list(numbers))).table_valued("value")
        number = _TABLE.c.id_number
        found = select(number).where(number.in_(select(wanted.c.value)))
        with self._desk.db.reading() as db:
            return frozenset(db.execute(found.group_by(number).having(func.count() > 1)).scalars())

    def provisional(self) -> tuple[Application, ...]:
        """Applications whose promised days are only 预计, oldest first."""
        return self._all(_oldest().where(_TABLE.c.provisional))

    def _all(self, wanted: Select[Any]) -> tuple[Application, ...]:
        with self._desk.db.reading() as db:
            return _read(db, db.execute(wanted).mappings().all())


def _newest() -> Select[Any]:
    return select(_TABLE).order_by(_TABLE.c.accepted_at.desc(), _TABLE.c.number.desc())


def _oldest() -> Select[Any]:
    return select(_TABLE).order_by(_TABLE.c.accepted_at, _TABLE.c.number)


_OF_NUMBER: Final = _newest().where(_TABLE.c.id_number == bindparam("number"), _TABLE.c.id_number != "")
"""Made once, for it runs at many keystrokes."""


def one(db: Connection, application_id: str) -> Application | None:
    found = db.execute(select(_TABLE).where(_TABLE.c.id == application_id)).mappings().all()
    return next(iter(_read(db, found)), None)


def some(db: Connection, ids: Sequence[str]) -> tuple[Application, ...]:
    """The applications of these ids, in this order; what is unknown or damaged is left out."""
    size = 500
    cut = (ids[at : at + size] for at in range(0, len(ids), size))
    found = [
        row for part in cut for row in db.execute(select(_TABLE).where(_TABLE.c.id.in_(part))).mappings()
    ]
    held = {a.id: a for a in _read(db, found)}
    return tuple(held[i] for i in ids if i in held)


def _read(db: Connection, found: Sequence[RowMapping]) -> tuple[Application, ...]:
    ids = [row["id"] for row in found]
    own, children = (_chunks(db, column, ids) for column in (PROCEEDING.c.id, PROCEEDING.c.parent))
    sent = {row.id: row.state for row in own}
    torn = hidden(db, PROCEEDING.name, [*sent, *(child.id for child in children)])
    lost = hidden(db, _TABLE.name, ids) | torn | {child.parent for child in children if child.id in torn}
    matters: dict[str, list[MatterCase]] = {i: [] for i in ids}
    for child in (read_proceeding(child) for child in children if child.parent not in lost):
        if child.procedure == MATTER:
            matters[child.parent].append(rows.read_matter(child))
    made = (
        _read_one(row, sent.get(row["id"], SendState.WAITING), matters[row["id"]])
        for row in found
        if row["id"] not in lost
    )
    return tuple(application for application in made if application)


def _chunks(db: Connection, column: Any, ids: Sequence[str]) -> list[Row[Any]]:
    """Rows of proceedings by many ids, in several statements: one takes only a limited number."""
    size = 500
    parts = (ids[at : at + size] for at in range(0, len(ids), size))
    wanted = select(PROCEEDING).order_by(PROCEEDING.c.place)
    return [row for part in parts for row in db.execute(wanted.where(column.in_(part)))]


def _read_one(row: RowMapping, sent: str, matters: Sequence[MatterCase]) -> Application | None:
    try:
        return rows.read_application(dict(row), sent, tuple(matters))
    except DAMAGED as error:
        _LOG.info("an application can not be read: %s", type(error).__name__)
        return None


def unreadable(db: Connection) -> int:
    """How many rows of applications can not be read; all are tried."""
    found = db.execute(select(_TABLE)).mappings().all()
    return len(found) - len(_read(db, found))
