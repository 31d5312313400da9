"""The SendingRows socket: which results are to be sent, are under way, or were given."""

import json
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import case, func, select

from desk_app.database.spine import PROCEEDING, YES
from desk_app.domain.applications import MATTER, Application, MatterState
from desk_app.storage import applications, tables
from desk_app.storage.damage import sound
from desk_app.storage.desk import BookBase

_TABLE = tables.application


class BookSending:
    """The SendingRows socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def standing(
        self, states: Collection[str], limit: int, asking: Collection[str] = ()
    ) -> tuple[int, tuple[Application, ...]]:
        """How many applications have matters in these states, and at most ``limit`` of them, oldest first.

        In states of ``asking`` only matters with a to-do count.
        """
        told = PROCEEDING.c.state.in_(list(asking)) & (PROCEEDING.c.todo == YES)
        here = (PROCEEDING.c.procedure == MATTER) & (PROCEEDING.c.state.in_(list(states)) | told)
        here &= PROCEEDING.c.id.not_in(self._desk.damage.gone(PROCEEDING.name))
        first = func.min(PROCEEDING.c.began_at)
        wanted = (
            select(PROCEEDING.c.parent)
            .where(here)
            .group_by(PROCEEDING.c.parent)
            .order_by(first, PROCEEDING.c.parent)
        )
        counted = select(func.count(func.distinct(PROCEEDING.c.parent))).where(here)
        with self._desk.db.reading() as db:
            ids = list(db.execute(wanted.limit(limit)).scalars())
            return int(db.execute(counted).scalar_one()), applications.some(db, ids)

    def given(self, state: str, since: date, until: date) -> Sequence[tuple[Application, Collection[str]]]:
        """Applications with the matters that came to a state in a period, both days included, in order."""
        day = func.substr(PROCEEDING.c.since, 1, 10)
        here = (PROCEEDING.c.procedure == MATTER) & (PROCEEDING.c.state == state)
        wanted = (
            select(PROCEEDING.c.parent, PROCEEDING.c.id)
            .where(here, day >= since.isoformat(), day <= until.isoformat())
            .order_by(PROCEEDING.c.since, PROCEEDING.c.place)
        )
        found: dict[str, list[str]] = {}
        with self._desk.db.reading() as db:
            for row in db.execute(wanted):
                found.setdefault(row.parent, []).append(row.id.rpartition("/")[2])
            held = {a.id: a for a in applications.some(db, list(found))}
        return [(held[parent], matters) for parent, matters in found.items() if parent in held]

    def perhaps_sent_on(self, day: date) -> tuple[Application, ...]:
        """Applications with results that went out on a day, or came back once; whatever became of them.

        The facts tell the last sending alone: what came back, or was followed by the notice of a stop, may
        have gone out on any day before.
        """
        facts = case((func.json_valid(PROCEEDING.c.facts) == 1, PROCEEDING.c.facts), else_="{}")
        sent = func.json_extract(facts, "$.sent_on")
        again = func.json_extract(facts, "$.back").is_not(None) | (PROCEEDING.c.state == MatterState.STOPPED)
        once = (sent == day.isoformat()) | (sent.is_not(None) & again)
        first = func.min(PROCEEDING.c.began_at)
        wanted = (
            select(PROCEEDING.c.parent)
            .where(PROCEEDING.c.procedure == MATTER, once)
            .group_by(PROCEEDING.c.parent)
            .order_by(first, PROCEEDING.c.parent)
        )
        with self._desk.db.reading() as db:
            return applications.some(db, list(db.execute(wanted).scalars()))

    def answered(self, ids: Collection[str], element: str, value: str) -> frozenset[str]:
        """Those of these applications whose answer to an element of the form is this one."""
        listed = func.json_each(json.dumps(list(ids))).table_valued("value")
        answer = func.json_extract(_TABLE.c.body, f"$.answers.{element}")
        wanted = select(_TABLE.c.id).where(
            _TABLE.c.id.in_(select(listed.c.value)), func.json_valid(_TABLE.c.body) == 1, answer == value
        )
        with self._desk.db.reading() as db:
            return frozenset(sound(db, _TABLE.name, db.execute(wanted).scalars().all()))
