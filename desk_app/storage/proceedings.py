"""The Proceedings socket: the state of every record."""

import json
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, update

from desk_app.database import spine
from desk_app.database.healing import heal
from desk_app.database.spine import EMPTY, PROCEEDING, YES
from desk_app.domain.events import Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.storage import finding
from desk_app.storage.damage import sift
from desk_app.storage.desk import BookBase


class BookProceedings:
    """The Proceedings socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk
        self._kinds: dict[str, bool] = {}

    def has(self, procedure: str) -> bool:
        """Whether there are records of a procedure, as it was when that was first asked."""
        if procedure not in self._kinds:
            with self._desk.db.reading() as db:
                first = select(PROCEEDING.c.id).where(PROCEEDING.c.procedure == procedure).limit(1)
                self._kinds[procedure] = db.execute(first).first() is not None
        return self._kinds[procedure]

    def one(self, proceeding_id: str) -> Proceeding | None:
        """The proceeding of this id."""
        with self._desk.db.reading() as db:
            return next(iter(spine.by_ids(db, [proceeding_id])), None)

    def several(self, ids: Collection[str]) -> tuple[Proceeding, ...]:
        """The proceedings of these ids, in no order; unknown ones are left out."""
        with self._desk.db.reading() as db:
            return tuple(spine.by_ids(db, list(ids)))

    def present(self, ids: Collection[str]) -> frozenset[str]:
        """Those of these ids that there are, damaged or not."""
        named = func.json_each(json.dumps([*ids])).table_valued("value").c.value
        with self._desk.db.reading() as db:
            there = db.execute(select(PROCEEDING.c.id).where(PROCEEDING.c.id.in_(select(named))))
            return frozenset(there.scalars())

    def children(self, parent: str) -> tuple[Proceeding, ...]:
        """The proceedings whose parent this is, in their places."""
        return self._found(PROCEEDING.c.parent == parent, (PROCEEDING.c.place,))

    def listed(
        self, procedure: str, states: Collection[str] = (), query: str = "", limit: int | None = 200
    ) -> tuple[Proceeding, ...]:
        """Proceedings of a procedure, newest first; only those in some states, or that a query finds."""
        where: ColumnElement[bool] = PROCEEDING.c.procedure == procedure
        if states:
            where = and_(where, PROCEEDING.c.state.in_(states))
        if query.strip():
            where = and_(where, PROCEEDING.c.id.in_(finding.matching(query)))
        order = (PROCEEDING.c.began_at.desc(), PROCEEDING.c.number.desc())
        return self._found(where, order, limit)

    def about(self, subject: Subject) -> tuple[Proceeding, ...]:
        """The proceedings of a subject, oldest first."""
        mine = and_(PROCEEDING.c.subject_kind == subject.kind, PROCEEDING.c.subject_id == subject.id)
        return self._found(mine, (PROCEEDING.c.began_at, PROCEEDING.c.place))

    def asking(self, limit: int) -> tuple[Proceeding, ...]:
        """Proceedings in a state with a to-do, oldest first."""
        return self._found(PROCEEDING.c.todo == YES, (PROCEEDING.c.began_at, PROCEEDING.c.id), limit)

    def warned(self, today: date, limit: int, procedures: Collection[str] = ()) -> tuple[Proceeding, ...]:
        """Open proceedings with a clock that has a warning today, oldest first; only of these, if any."""
        where = _warned(today)
        if procedures:
            where = and_(where, PROCEEDING.c.procedure.in_(procedures))
        return self._found(where, (PROCEEDING.c.warn_on, PROCEEDING.c.began_at), limit)

    def on_day(self, procedure: str, states: Collection[str], fact: str, day: date) -> tuple[Proceeding, ...]:
        """Proceedings in these states whose acts gave a fact this day, oldest first."""
        mine = and_(PROCEEDING.c.procedure == procedure, PROCEEDING.c.state.in_(states))
        given = _told(fact) == day.isoformat()
        return self._found(and_(mine, given), (PROCEEDING.c.began_at, PROCEEDING.c.id))

    def awaited(self, procedure: str, fact: str, value: str) -> tuple[Proceeding, ...]:
        """Proceedings with a clock that warns some day, whose acts gave a fact this text, oldest first."""
        mine = and_(PROCEEDING.c.warn_on != EMPTY, PROCEEDING.c.procedure == procedure)
        return self._found(and_(mine, _told(fact) == value), (PROCEEDING.c.began_at, PROCEEDING.c.id))

    def days(self, procedure: str, state: str) -> tuple[date, ...]:
        """The days on which proceedings began that are in a state now."""
        columns = select(PROCEEDING.c.id, func.substr(PROCEEDING.c.began_at, 1, 10).label("day"))
        wanted = columns.where(PROCEEDING.c.procedure == procedure, PROCEEDING.c.state == state)
        with self._desk.db.reading() as db:
            found = sift(db, PROCEEDING.name, db.execute(wanted).all())
        return tuple(map(date.fromisoformat, dict.fromkeys(row.day for row in found)))

    def tally(self, today: date) -> int:
        """The number of to-dos: records in a state with a to-do, plus records with a warning today.

        Records that were noticed as damaged do not count.
        """
        with self._desk.db.reading() as db:
            here = PROCEEDING.c.id.not_in(self._desk.damage.gone(PROCEEDING.name))
            counts = (select(func.count()).where(w, here) for w in (PROCEEDING.c.todo == YES, _warned(today)))
            return sum(int(db.execute(count).scalar_one()) for count in counts)

    def reckon(self, provisional: bool = True) -> int:
        """Compute the clocks of open proceedings anew (only those that depend on an unpublished year)."""
        where = PROCEEDING.c.provisional == YES if provisional else PROCEEDING.c.warn_on != EMPTY
        with self._desk.db.writing() as db:
            changed = db.execute(update(PROCEEDING).where(where).values(settled=0)).rowcount
        return heal(self._desk.db, self._desk.law) and changed

    def _found(
        self, where: ColumnElement[bool], order: tuple[Any, ...], limit: int | None = None
    ) -> tuple[Proceeding, ...]:
        with self._desk.db.reading() as db:
            return spine.proceedings(db, where, order, limit)


def _told(fact: str) -> ColumnElement[Any]:
    """What the acts of a proceeding gave last under this name."""
    facts = case((func.json_valid(PROCEEDING.c.facts) == 1, PROCEEDING.c.facts), else_="{}")
    return func.json_extract(facts, f"$.{fact}")


def _warned(today: date) -> ColumnElement[bool]:
    return and_(PROCEEDING.c.warn_on != EMPTY, PROCEEDING.c.warn_on <= today.isoformat())
