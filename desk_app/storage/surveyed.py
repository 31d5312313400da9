"""The SurveyPeople socket: the people of each year's survey, with how their sheets stand."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, insert, select

from desk_app.database.spine import PROCEEDING
from desk_app.database.spine_rows import dump
from desk_app.domain.events import Event
from desk_app.domain.survey import CountedSheet, PeopleCount, SurveyPerson
from desk_app.errors import RuleError
from desk_app.services.sockets import Deed
from desk_app.storage import row_macs, tables
from desk_app.storage.damage import hidden, sift
from desk_app.storage.desk import BookBase, write
from forms.facts import of_lists

_TABLE: Final = tables.surveyed
_PUT: Final = insert(_TABLE).prefix_with("OR REPLACE")
"""A row takes the place of an earlier one, also of a damaged one."""
_PORTION: Final = 5000
"""Rows written by one statement."""
_STATES: Final = "SELECT id, state FROM proceeding WHERE id IN (SELECT value FROM json_each(?))"
# A row of facts that somebody tore is none: its sheet is counted without way and reason.
_REACHED: Final = f"""
    SELECT town, village, coalesce(p.state, '') AS state,
        coalesce(CASE WHEN json_valid(p.facts) THEN json_extract(p.facts, '$.way') END, '') AS way,
        coalesce(CASE WHEN json_valid(p.facts) THEN json_extract(p.facts, '$.lost_why') END, '') AS lost_why,
        count(*) AS count
    FROM surveyed t LEFT JOIN proceeding p ON p.id = t.sheet
    WHERE t.year = ? AND t.sheet NOT IN (SELECT value FROM json_each(?)) AND {row_macs.fit(_TABLE.name)}
    GROUP BY town, village, state, way, lost_why ORDER BY max(t.region), town, village
"""

_COUNTED: Final = f"""
    SELECT t.sheet, t.town, t.village, json_extract(p.facts, '$.form_digest') AS form,
        json_extract(p.facts, '$.counted') AS counted
    FROM surveyed t JOIN proceeding p ON p.id = t.sheet
    WHERE t.year = ? AND t.sheet > ? AND p.state = 'collected' AND json_valid(p.facts)
        AND {row_macs.fit(_TABLE.name)}
    ORDER BY t.sheet LIMIT ?
"""
_BEGUN: Final = "SELECT 1 FROM surveyed t JOIN proceeding p ON p.id = t.sheet WHERE t.year = ? LIMIT 1"
_READ: Final = 2000
"""Sheets read at once for the tables."""


class BookSurveyed:
    """The SurveyPeople socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def draw(self, year: int, people: Sequence[SurveyPerson], event: Event) -> None:
        """Keep these as the people of a year, in place of those drawn before, with the event."""
        with self._desk.db.writing() as db:
            write(db, self._desk.law, Deed((event,)))
            for first in range(0, len(people), _PORTION):
                rows = [_columns(year, each, event) for each in people[first : first + _PORTION]]
                db.execute(_PUT, rows)
            db.execute(delete(_TABLE).where(_TABLE.c.year == year, _TABLE.c.brought != event.id))

    def add(self, year: int, person: SurveyPerson, event: Event) -> None:
        """Keep one more, in place of an earlier row of the number."""
        with self._desk.db.writing() as db:
            write(db, self._desk.law, Deed((event,)))
            db.execute(_PUT, [_columns(year, person, event)])

    def withdraw(self, year: int, event: Event) -> None:
        """Forget the people of a year, with the event; RuleError where a sheet was begun meanwhile."""
        with self._desk.db.writing() as db:
            if db.exec_driver_sql(_BEGUN, (year,)).first() is not None:
                raise RuleError("刚才有人开始采集了,名单不能撤回;请刷新后再看")
            write(db, self._desk.law, Deed((event,)))
            db.execute(delete(_TABLE).where(_TABLE.c.year == year))

    def people(self, year: int, town: str = "", village: str = "") -> tuple[SurveyPerson, ...]:
        """The people of a year, or those of a town or village, in the order of the road."""
        where = [_TABLE.c.year == year]
        where += [_TABLE.c.town == town] if town else []
        where += [_TABLE.c.village == village] if village else []
        order = (_TABLE.c.region, _TABLE.c.town, _TABLE.c.village, _TABLE.c.place, _TABLE.c.id_number)
        with self._desk.db.reading() as db:
            return _found(db, db.execute(select(_TABLE).where(*where).order_by(*order)).all())

    def some(self, year: int, numbers: Collection[str]) -> tuple[SurveyPerson, ...]:
        """Those of a year with these numbers, in no order."""
        held = select(func.json_each(json.dumps(list(numbers))).table_valued("value").c.value)
        wanted = select(_TABLE).where(_TABLE.c.year == year, _TABLE.c.id_number.in_(held))
        with self._desk.db.reading() as db:
            return _found(db, db.execute(wanted).all())

    def reached(self, year: int) -> tuple[PeopleCount, ...]:
        """How the people of a year stand, counted by village, state, way and reason."""
        gone = json.dumps(sorted(self._desk.damage.gone(PROCEEDING.name)))
        with self._desk.db.reading() as db:
            return tuple(PeopleCount(*row) for row in db.exec_driver_sql(_REACHED, (year, gone)))

    def counted(self, year: int) -> Iterator[CountedSheet]:
        """The complete sheets of a year, read in portions."""
        last = ""
        while True:
            with self._desk.db.reading() as db:
                rows = db.exec_driver_sql(_COUNTED, (year, last, _READ)).all()
                lost = hidden(db, PROCEEDING.name, [row.sheet for row in rows])
            for row in rows:
                if row.sheet not in lost and row.counted:
                    yield CountedSheet(row.town, row.village, row.form, json.loads(row.counted))
            if len(rows) < _READ:
                return
            last = rows[-1].sheet

    def forget(self, numbers: Collection[str]) -> int:
        """Delete the rows of these numbers in every year; returns how many there were."""
        with self._desk.db.writing() as db:
            return db.execute(delete(_TABLE).where(_TABLE.c.id_number.in_(list(numbers)))).rowcount


def _columns(year: int, person: SurveyPerson, event: Event) -> dict[str, Any]:
    names = ("id_number", "name", "town", "village", "region", "place", "whence", "sheet")
    body = {"phone": person.phone, "given": dict(person.given)}
    told = {name: getattr(person, name) for name in names}
    return told | {"year": year, "brought": event.id, "body": dump(body)}


def _found(db: Connection, rows: Sequence[Row[Any]]) -> tuple[SurveyPerson, ...]:
    """The people of sound rows, with the states of their sheets."""
    sound = sift(db, _TABLE.name, rows)
    ids = json.dumps([row.sheet for row in sound])
    states = {str(found): str(state) for found, state in db.exec_driver_sql(_STATES, (ids,))}
    return tuple(_person(row, states) for row in sound)


def _person(row: Row[Any], states: Mapping[str, str]) -> SurveyPerson:
    body = json.loads(row.body)
    return SurveyPerson(
        id_number=row.id_number,
        name=row.name,
        phone=body["phone"],
        town=row.town,
        village=row.village,
        region=row.region,
        place=row.place,
        whence=row.whence,
        given=of_lists(body["given"]),
        sheet=row.sheet,
        state=states.get(row.sheet, ""),
        brought=row.brought,
    )
