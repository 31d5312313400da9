"""The news feed: what was done elsewhere, for the window a record came from."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from desk_app.county_server.tables import FEED
from desk_app.database import spine
from desk_app.database.spine import EVENT, TOUCHED
from desk_app.domain.events import Event, Subject
from desk_app.domain.letters import Opening
from desk_app.domain.proceedings import Proceeding

ALL = "*"
"""In place of a window's number: news for every window."""

Piece = tuple[Event, Opening | None]
"""An event, with how its proceeding opens where it begins one."""


@dataclass(frozen=True, slots=True)
class News:
    """Pieces of news in the county's order, and the cursor to ask with next."""

    pieces: tuple[Piece, ...]
    cursor: int

    @property
    def events(self) -> tuple[Event, ...]:
        """The events alone."""
        return tuple(event for event, _ in self.pieces)


def news(db: Connection, after: int, window: str, limit: int) -> News:
    """News after a cursor, oldest first, of one window or of all."""
    fed = select(FEED.c.seq).where(FEED.c.seq > after)
    if window:
        fed = fed.where(FEED.c.counter.in_([window, ALL]))
    places = db.scalars(fed.distinct().order_by(FEED.c.seq).limit(limit)).all()
    events = _touching(db, spine.read(db, EVENT.c.seq.in_(places))) if places else ()
    return News(_opened(db, events), places[-1] if places else after)


def _touching(db: Connection, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events with the further subjects they touch filled in."""
    wanted = select(TOUCHED).where(TOUCHED.c.event.in_([e.id for e in events]))
    found: dict[str, list[Subject]] = {}
    for row in db.execute(wanted.order_by(TOUCHED.c.kind, TOUCHED.c.id)):
        found.setdefault(row.event, []).append(Subject(row.kind, row.id))
    return tuple(replace(e, touches=tuple(found.get(e.id, ()))) for e in events)


def _opened(db: Connection, events: tuple[Event, ...]) -> tuple[Piece, ...]:
    """Each event, with the opening of its proceeding when it is the first one."""
    rows = {p.id: p for p in spine.by_ids(db, sorted({e.proceeding for e in events if e.proceeding}))}
    return tuple(
        (e, _opening(rows[e.proceeding]) if e.proceeding in rows and _first(db, e) else None) for e in events
    )


def _first(db: Connection, event: Event) -> bool:
    earlier = select(EVENT.c.seq).where(EVENT.c.proceeding == event.proceeding, EVENT.c.seq < event.local)
    return db.execute(earlier.limit(1)).first() is None


def _opening(found: Proceeding) -> Opening:
    return Opening(found.procedure, found.subject, found.pack_digest, found.number, found.parent, found.place)
