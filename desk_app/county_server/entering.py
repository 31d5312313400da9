"""Events enter the county's book: numbered, chained, settled, and news for the window they concern."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, insert, select, update

from desk_app.county_server.tables import COUNTER, FEED
from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError

ORDER: Final = "news"
"""The counter of the county's order of events; named so since its first book."""


def next_number(db: Connection, name: str) -> int:
    """The next number of a counter; its row stays locked until the transaction ends."""
    row = COUNTER.c.name == name
    if not db.execute(update(COUNTER).where(row).values(value=COUNTER.c.value + 1)).rowcount:
        db.execute(insert(COUNTER).values(name=name, value=1))
    return int(db.execute(select(COUNTER.c.value).where(row)).scalar_one())


def lock(db: Connection) -> None:
    """Nobody else enters events until this transaction ends: what it reads now stays true.

    SQLite has one writer anyway.
    """
    db.execute(select(COUNTER.c.value).where(COUNTER.c.name == ORDER).with_for_update())


def enter(db: Connection, law: Settling, events: Sequence[Event], origin: str = "") -> tuple[Event, ...]:
    """Append events, write the states they lead to, tell the windows; those that were new.

    ``origin`` is the window that brought them, empty for what is done at the county: a window is told
    what was done elsewhere about the proceedings it began.
    """
    fresh = spine.append(db, events, lambda: next_number(db, ORDER))
    for proceeding in dict.fromkeys(e.proceeding for e in fresh if e.proceeding):
        spine.settle(db, law, proceeding)
    rows = [{"counter": home, "seq": e.county} for e in fresh if (home := _told(db, law, e, origin))]
    if rows:
        db.execute(insert(FEED), rows)
    return fresh


def one(db: Connection, proceeding_id: str) -> Proceeding | None:
    """The proceeding of this id."""
    return next(iter(spine.by_ids(db, [proceeding_id])), None)


def _told(db: Connection, law: Settling, event: Event, origin: str) -> str:
    """The window that is told of an event; empty where none is."""
    found = one(db, event.proceeding)
    if found is None or not _travels(law, found, event):
        return ""
    home = _home(db, found)
    return home if home != origin else ""


def _home(db: Connection, found: Proceeding) -> str:
    """The window that began a proceeding, or the one that holds it."""
    while found.parent and (parent := one(db, found.parent)):
        found = parent
    begun = select(EVENT.c.counter).where(EVENT.c.proceeding == found.id, EVENT.c.counter != "")
    return str(db.execute(begun.order_by(EVENT.c.seq).limit(1)).scalar() or "")


def _travels(law: Settling, found: Proceeding, event: Event) -> bool:
    try:
        procedure = law.procedure(found.pack_digest, found.procedure)
    except RuleError:
        return False
    act = procedure.act(event.act)
    return procedure.travels and act is not None and act.travels
