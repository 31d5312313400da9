"""The Clerks socket: the people of the window."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, literal_column, select, update

from desk_app.domain.clerks import Clerk, CountedMoment, SignInPause
from desk_app.errors import RuleError
from desk_app.storage import tables
from desk_app.storage.damage import hidden
from desk_app.storage.desk import BookBase
from forms import moments

_TABLE: Final = tables.clerk
_SAME: Final = (
    "id",
    "name",
    "unit",
    "password",
    "totp",
    "code_step",
    "active",
    "demo",
    "must_change",
    "failures",
)


class BookClerks:
    """The Clerks socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def all(self) -> tuple[Clerk, ...]:
        """Everybody, by the time they were added."""
        with self._desk.db.reading() as db:
            found = db.execute(select(_TABLE).order_by(_TABLE.c.made_at, literal_column("rowid"))).all()
            lost = hidden(db, _TABLE.name, [row.id for row in found])
        return tuple(_read(row) for row in found if row.id not in lost)

    def named(self, name: str) -> Clerk | None:
        """The person of this name."""
        with self._desk.db.reading() as db:
            row = db.execute(select(_TABLE).where(_TABLE.c.name == name)).first()
            lost = hidden(db, _TABLE.name, [row.id] if row else [])
        return _read(row) if row and row.id not in lost else None

    def one(self, clerk_id: str) -> Clerk | None:
        """The person of this id."""
        with self._desk.db.reading() as db:
            return _one(db, clerk_id)

    def add(self, clerk: Clerk) -> None:
        """Add a person; RuleError when the name is taken."""
        with self._desk.db.writing() as db:
            if db.execute(select(_TABLE.c.id).where(_TABLE.c.name == clerk.name)).first():
                raise RuleError(f"已经有“{clerk.name}”,同名的两个人请在姓名后加编号,如“{clerk.name}2”")
            db.execute(insert(_TABLE).values(**_row(clerk)))

    def change(self, clerk_id: str, build: Callable[[Clerk], Clerk]) -> Clerk:
        """Write the person as ``build`` makes them of what stands in the book."""
        with self._desk.db.writing() as db:
            found = _one(db, clerk_id)
            if found is None:
                raise RuleError("没有这个人,请重新打开人员列表")
            made = build(found)
            db.execute(update(_TABLE).where(_TABLE.c.id == clerk_id).values(**_row(made)))
        return made

    def latest(self) -> Clerk | None:
        """Who signed in last of all by the clock."""
        seen = [c for c in self.all() if c.signed_in_at]
        return max(seen, key=lambda c: c.signed_in_at or c.made_at, default=None)


def _one(db: Connection, clerk_id: str) -> Clerk | None:
    row = db.execute(select(_TABLE).where(_TABLE.c.id == clerk_id)).first()
    return _read(row) if row and not hidden(db, _TABLE.name, [clerk_id]) else None


def _row(clerk: Clerk) -> dict[str, Any]:
    pause = clerk.pause
    return {
        **{name: getattr(clerk, name) for name in _SAME},
        "roles": json.dumps(clerk.roles),
        "locked_at": pause.since.at.isoformat() if pause else "",
        "locked_s": pause.seconds if pause else 0,
        "boot": pause.since.boot if pause else "",
        "mark": pause.since.mark if pause else 0.0,
        "signed_in_at": clerk.signed_in_at.isoformat() if clerk.signed_in_at else "",
        "changed_at": clerk.changed_at.isoformat(),
        "made_at": clerk.made_at.isoformat(),
    }


def _read(row: Any) -> Clerk:
    since = _moment(row.locked_at)
    return Clerk(
        **{name: getattr(row, name) for name in _SAME},
        roles=tuple(json.loads(row.roles)),
        pause=SignInPause(CountedMoment(since, row.boot, row.mark), row.locked_s) if since else None,
        signed_in_at=_moment(row.signed_in_at),
        changed_at=moments.read(row.changed_at),
        made_at=moments.read(row.made_at),
    )


def _moment(text: str) -> datetime | None:
    return moments.read(text) if text else None
