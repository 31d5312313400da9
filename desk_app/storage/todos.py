"""The TodoRows socket: to-dos put off, records that wait, and what was done today."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.sqlite import insert

from desk_app.database import spine
from desk_app.database.spine import EMPTY, EVENT, PAYLOAD, PROCEEDING
from desk_app.domain.entries import OPEN
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.put_offs import PutOff
from desk_app.storage import tables
from desk_app.storage.damage import hidden, sift
from desk_app.storage.desk import BookBase
from forms import moments
from forms.procedures import CLERK

_TABLE = tables.put_off
_KEPT: Final = timedelta(days=90)
"""How long after its day a row is kept; its to-do is done by then."""
_BACK: Final = 2000
"""How many of the newest events are searched for those of a day; a window writes fewer a day."""


class BookTodos:
    """The TodoRows socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def keep(self, put_off: PutOff) -> None:
        """Keep how a to-do was put off, in place of the time before; those long past are deleted."""
        values = {
            "until": put_off.until.isoformat(),
            "reason": put_off.reason,
            "person": put_off.person,
            "at": put_off.at.isoformat(),
            "times": put_off.times,
        }
        statement: Any = insert(_TABLE).values(id=put_off.key, **values)
        past = (put_off.at.date() - _KEPT).isoformat()
        with self._desk.db.writing() as db:
            db.execute(delete(_TABLE).where(_TABLE.c.until < past))
            db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def put_offs(self, keys: Collection[str]) -> Mapping[str, PutOff]:
        """By key, how these to-dos were put off the last time; without those that never were."""
        wanted = func.json_each(json.dumps(list(keys))).table_valued("value")
        with self._desk.db.reading() as db:
            rows = db.execute(select(_TABLE).where(_TABLE.c.id.in_(select(wanted.c.value)))).all()
            return {row.id: _put_off(row) for row in sift(db, _TABLE.name, rows)}

    def quiet(
        self, procedure: str, states: Collection[str], today: date, limit: int
    ) -> tuple[int, tuple[Proceeding, ...]]:
        """How many records in these states ask nothing today, by their state or a clock, and the oldest."""
        silent = (PROCEEDING.c.todo == 0) & or_(
            PROCEEDING.c.warn_on == EMPTY, PROCEEDING.c.warn_on > today.isoformat()
        )
        sound = PROCEEDING.c.id.not_in(self._desk.damage.gone(PROCEEDING.name))
        here = (PROCEEDING.c.procedure == procedure) & PROCEEDING.c.state.in_(states) & sound
        oldest: list[Proceeding] = []
        with self._desk.db.reading() as db:
            counted = select(func.count()).select_from(PROCEEDING).where(here, silent)
            count = int(db.execute(counted).scalar_one())
            for state in states:  # one at a time, an index has them in order
                mine = (PROCEEDING.c.procedure == procedure) & (PROCEEDING.c.state == state) & silent
                oldest += spine.proceedings(db, mine, (PROCEEDING.c.began_at,), limit)
        return count, tuple(sorted(oldest, key=lambda p: p.began_at)[:limit])

    def due(self, procedures: Collection[str], days: Collection[date]) -> Mapping[date, int]:
        """By day, how many records of these procedures have their first clock ending then."""
        told = [day.isoformat() for day in days]
        row = tables.listed.c
        mine = row.procedure.in_(procedures) & row.due.in_(told) & (row.outcome == OPEN)
        wanted = select(row.due, func.count()).where(mine).group_by(row.due)
        with self._desk.db.reading() as db:
            return {date.fromisoformat(day): int(count) for day, count in db.execute(wanted)}

    def done(self, day: date, counter: str) -> Sequence[tuple[str, str, datetime]]:
        """What clerks of a window did to records on a day: procedure, act, moment; the newest first."""
        newest = select(EVENT).order_by(EVENT.c.seq.desc()).limit(_BACK).subquery()
        mine = (newest.c.role == CLERK) & (newest.c.counter == counter) & (newest.c.void == 0)
        wanted = (
            select(PROCEEDING.c.procedure, newest, PAYLOAD.c.body)
            .join(PROCEEDING, PROCEEDING.c.id == newest.c.proceeding)
            .outerjoin(PAYLOAD, PAYLOAD.c.event == newest.c.id)
            .where(mine, func.substr(newest.c.at, 1, 10) == day.isoformat())
            .order_by(newest.c.seq.desc())
        )
        with self._desk.db.reading() as db:
            found = sift(db, EVENT.name, db.execute(wanted).all())
            lost = hidden(db, PROCEEDING.name, {row.proceeding for row in found})
            kept = (row for row in found if row.proceeding not in lost)
            return [(row.procedure, row.act, moments.read(row.at)) for row in kept]


def _put_off(row: Any) -> PutOff:
    until, at = date.fromisoformat(row.until), moments.read(row.at)
    return PutOff(row.id, until, row.reason, row.person, at, row.times)
