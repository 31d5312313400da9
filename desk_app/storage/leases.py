"""Rows of leases: which records are out, so that nobody writes here what a laptop writes too."""

import json
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Row, insert, select, update

from desk_app.domain.carrying import Lease
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from desk_app.storage import tables
from desk_app.storage.damage import sift
from forms import moments
from forms.procedures import SYSTEM

_TABLE: Final = tables.lease
_OUT: Final = (
    "SELECT id, proceeding, counter, person, out_at FROM lease"
    " WHERE ended_at = '' AND proceeding IN (SELECT value FROM json_each(?))"
)
_AWAY: Final = "{number}{told},这里只能看。带回以后再办;等不及的,负责人可以收回并写明原因"


def require_here(
    db: Connection, law: Settling, found: Collection[Proceeding], events: Sequence[Event]
) -> None:
    """RuleError when a person's act of these events is about a record that is out.

    What the program and the county note of it, and prints, which are no acts of its procedure, go on.
    """
    by_people = {(e.proceeding, e.act) for e in events if e.proceeding and e.who.role != SYSTEM}
    if not by_people:
        return
    wanted = json.dumps(sorted({proceeding for proceeding, _ in by_people}))
    if not (away := {row.proceeding: row for row in db.exec_driver_sql(_OUT, (wanted,))}):
        return
    for one in found:
        procedure = law.procedure(one.pack_digest, one.procedure)
        if one.id in away and any(procedure.act(act) for p, act in by_people if p == one.id):
            row = away[one.id]
            told = f"在{row.counter}号窗口的电脑上,{row.out_at[:16].replace('T', ' ')}由{row.person}带出"
            raise RuleError(_AWAY.format(number=one.number, told=told))


def put(db: Connection, leases: Sequence[Lease]) -> None:
    """Note that records are out."""
    rows = [
        {
            "id": uuid4().hex,
            "package": lease.package,
            "proceeding": lease.proceeding,
            "counter": lease.window,
            "person": lease.person,
            "out_at": lease.out_at.isoformat(),
            "back_by": lease.back_by.isoformat(),
            "whose": lease.whose,
            "ended_at": "",
            "reason": "",
        }
        for lease in leases
    ]
    db.execute(insert(_TABLE), rows)


def held(
    db: Connection, proceedings: Collection[str] = (), package: str = "", *, out: bool
) -> tuple[Lease, ...]:
    """The leases of some records or of a package, or all; only those that are not over with ``out``."""
    wanted = select(_TABLE).order_by(_TABLE.c.out_at, _TABLE.c.proceeding)
    wanted = wanted.where(_TABLE.c.ended_at == "") if out else wanted
    wanted = wanted.where(_TABLE.c.package == package) if package else wanted
    wanted = wanted.where(_TABLE.c.proceeding.in_(proceedings)) if proceedings else wanted
    return tuple(map(_lease, sift(db, _TABLE.name, db.execute(wanted).all())))


def end(db: Connection, now: datetime, *, package: str = "", proceeding: str = "", reason: str = "") -> int:
    """End the open leases of a package or of a record; returns how many there were."""
    mine = _TABLE.c.package == package if package else _TABLE.c.proceeding == proceeding
    values = {"ended_at": now.isoformat(), "reason": reason}
    return db.execute(update(_TABLE).where(mine, _TABLE.c.ended_at == "").values(**values)).rowcount


def _lease(row: Row[Any]) -> Lease:
    return Lease(
        row.package,
        row.proceeding,
        row.counter,
        row.person,
        moments.read(row.out_at),
        date.fromisoformat(row.back_by),
        row.whose,
        moments.read(row.ended_at) if row.ended_at else None,
        row.reason,
    )
