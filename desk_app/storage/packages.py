"""Rows of packages: which of them a laptop works on until it lets go of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select, update

from desk_app.database.spine import EVENT
from desk_app.storage import leases, tables
from desk_app.storage.damage import sift
from forms import moments

_TABLE: Final = tables.carried
_HERE, _LET_GO = 0, 2
"""``back`` of a package that is on this laptop, and of one whose records are not there any more."""


@dataclass(frozen=True, slots=True)
class HeldPackage:
    """A package that came to this laptop."""

    package: str
    file: str
    window: str
    out_at: datetime
    """When it went out, by the hall's clock."""
    at: datetime
    """When it came in, by this computer's."""
    after: int
    """The last event of this book when it had come in."""


def working(db: Connection) -> tuple[HeldPackage, ...]:
    """The packages that are on this laptop, as they came, whatever its clock said; none at the hall."""
    wanted = select(_TABLE).where(_TABLE.c.back == _HERE).order_by(_TABLE.c.since, _TABLE.c.at)
    rows = sift(db, _TABLE.name, db.execute(wanted).all())
    return tuple(
        HeldPackage(r.package, r.file, r.counter, moments.read(r.out_at), moments.read(r.at), r.since)
        for r in rows
    )


def new_since(db: Connection) -> tuple[str, ...]:
    """The records that came to this laptop, and all that was begun or done here since the first of them."""
    held = working(db)
    if not held:
        return ()
    wanted = select(EVENT.c.proceeding).where(EVENT.c.seq > held[0].after, EVENT.c.proceeding != "")
    lent = (leases.held(db, package=each.package, out=False) for each in held)
    return tuple(
        sorted(set(db.execute(wanted.distinct()).scalars()) | {x.proceeding for y in lent for x in y})
    )


def since(held: Sequence[HeldPackage]) -> datetime:
    """The moment from which copies of this book may hold the packages, were the clock of the laptop wrong."""
    return min(moment for each in held for moment in (each.out_at, each.at))


def let_go(db: Connection) -> None:
    """Note that none of the packages is on this laptop any more."""
    db.execute(update(_TABLE).where(_TABLE.c.back == _HERE).values(back=_LET_GO))


def last_gone(db: Connection) -> str:
    """The package that came last of those this laptop let go of; empty where there is none."""
    wanted = select(_TABLE.c.package).where(_TABLE.c.back == _LET_GO)
    return db.execute(wanted.order_by(_TABLE.c.since.desc(), _TABLE.c.at.desc()).limit(1)).scalar() or ""
