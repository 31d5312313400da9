"""Enters events into the county's book: numbered, chained, settled, and as news for the window concerned."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection, insert, select, update

from desk_app.county_server.feed import ALL
from desk_app.county_server.tables import BROUGHT, COUNTER, FEED
from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms.procedures import Procedure

ORDER: Final = "news"
"""The counter of the county's order of events; named so since its first book."""


def next_number(db: Connection, name: str, count: int = 1) -> int:
    """The first of ``count`` consecutive numbers of a counter, whose row stays locked until the commit."""
    row = COUNTER.c.name == name
    if not db.execute(update(COUNTER).where(row).values(value=COUNTER.c.value + count)).rowcount:
        db.execute(insert(COUNTER).values(name=name, value=count))
    return int(db.execute(select(COUNTER.c.value).where(row)).scalar_one()) - count + 1


def lock(db: Connection) -> None:
    """Take the lock under which events are entered, until the commit. SQLite has one writer anyway."""
    db.execute(select(COUNTER.c.value).where(COUNTER.c.name == ORDER).with_for_update())


def enter(
    db: Connection,
    law: Settling,
    events: Sequence[Event],
    begins: Sequence[Proceeding] = (),
    origin: str = "",
    own: Collection[str] = (),
) -> None:
    """Append events, begin proceedings, write the states they lead to, and news for the windows.

    ``origin`` is the window that sent them; events in ``own``, and all without an origin, are the county's.
    A window gets as news what was done elsewhere to the proceedings it began or brought (``bring``); of a
    procedure that is shared every window does, the one that did it too.
    """
    fresh = spine.append(db, events, _numbers(db, len(events)))
    new = spine.begin(db, law, begins, fresh)
    concerned = dict.fromkeys(e.proceeding for e in fresh if e.proceeding)
    for proceeding in concerned:
        if proceeding not in new:
            spine.settle(db, law, proceeding)
    held = {p.id: p for p in (*begins, *spine.by_ids(db, [i for i in concerned if i not in new]))}
    homes = {p.id: {ALL} if _shared(law, p) else _homes(db, p, held) for p in held.values()}
    rows = [
        {"counter": home, "seq": e.county}
        for e in fresh
        if e.proceeding in homes and _travels(law, held[e.proceeding], e)
        for home in sorted(homes[e.proceeding])
        if home not in ("", "" if e.id in own else origin)
    ]
    if rows:
        db.execute(insert(FEED), rows)


def one(db: Connection, proceeding_id: str) -> Proceeding | None:
    """The proceeding of this id."""
    return next(iter(spine.by_ids(db, [proceeding_id])), None)


def _numbers(db: Connection, count: int) -> Callable[[], int]:
    """A function that gives ``count`` next places in the county's order, one a call.

    The counter is advanced at the first call.
    """
    places: Iterator[int] = iter(())
    begun = False

    def give() -> int:
        nonlocal places, begun
        if not begun:
            first, begun = next_number(db, ORDER, count), True
            places = iter(range(first, first + count))
        return next(places)

    return give


def bring(db: Connection, record: str, events: Sequence[Event], window: str) -> None:
    """Note that a window brought events of another one (带回), so that it gets the news of their record."""
    if not window or all(e.who.window in ("", window) for e in events):
        return
    row = {"proceeding": record, "counter": window}
    if db.execute(select(BROUGHT).filter_by(**row)).first() is None:
        db.execute(insert(BROUGHT).values(**row))


def _homes(db: Connection, found: Proceeding, held: Mapping[str, Proceeding]) -> set[str]:
    """The windows that began a proceeding, or its topmost parent, or brought it."""
    while found.parent and (parent := held.get(found.parent) or one(db, found.parent)):
        found = parent
    begun = select(EVENT.c.counter).where(EVENT.c.proceeding == found.id, EVENT.c.counter != "")
    first = db.execute(begun.order_by(EVENT.c.seq).limit(1)).scalar()
    brought = db.scalars(select(BROUGHT.c.counter).where(BROUGHT.c.proceeding == found.id))
    return {str(first or ""), *brought}


def _shared(law: Settling, found: Proceeding) -> bool:
    procedure = _law(law, found)
    return procedure is not None and procedure.shared


def _travels(law: Settling, found: Proceeding, event: Event) -> bool:
    procedure = _law(law, found)
    act = procedure.act(event.act) if procedure else None
    return procedure is not None and procedure.travels and act is not None and act.travels


def _law(law: Settling, found: Proceeding) -> Procedure | None:
    """The procedure of a proceeding; None when no pack here has it."""
    with suppress(RuleError):
        return law.procedure(found.pack_digest, found.procedure)
    return None
