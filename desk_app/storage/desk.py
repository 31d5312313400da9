"""What the book's sockets share: the database, the law, counters, and how a deed is written."""

import json
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, insert

from desk_app.database import spine
from desk_app.database.engine import Database
from desk_app.domain.letters import Letter
from desk_app.domain.settling import Settling
from desk_app.domain.standing import DISTANCE
from desk_app.services.sockets import Deed, Guard
from desk_app.storage import identity, keeping_keys, leases, row_macs, tables
from desk_app.storage.damage import BookDamage, hidden, require_sound
from desk_app.storage.kept_pages import BookPages
from desk_app.storage.recordings import BookRecordings

NEWS = "news"
"""Name of the counter that holds the cursor of the county's news."""
# Made once, for they run in every transaction: building them takes longer than they do.
_LETTER: Final = insert(tables.letter)
_COUNT: Final = (
    "INSERT INTO counter (series, value) VALUES (?, ?)"
    " ON CONFLICT (series) DO UPDATE SET value = excluded.value"
)

_HELD: Final = f"SELECT t.value, {row_macs.fit(tables.counter.name)} FROM counter t WHERE t.series = ?"


@dataclass(frozen=True, slots=True)
class BookBase:
    """What the sockets of the book share: the database of this window, the law, pages and recordings."""

    db: Database
    law: Settling
    pages: BookPages
    recordings: BookRecordings
    damage: BookDamage


def write(db: Connection, law: Settling, deed: Deed, guard: Guard | None = None) -> None:
    """Write a deed inside a transaction: proceedings, events, the states they lead to, the letters.

    ``guard`` gets the proceedings concerned and may raise. Letters are written only when all events are
    new. RuleError when a proceeding concerned is damaged or out on a laptop.
    """
    concerned = list(dict.fromkeys(e.proceeding for e in deed.events if e.proceeding))
    new = spine.absent(db, deed.begins)
    require_sound(db, [p for p in concerned if p not in new])
    held = spine.by_ids(db, concerned)
    leases.require_here(db, law, held, deed.events)
    if guard is not None:
        guard({p.id: p for p in held})
    known = counter(db, NEWS)
    fresh = spine.append(db, [replace(e, after=known) for e in deed.events], beginning=new)
    spine.put(db, law, [p for p in deed.begins if p.id in new], fresh)
    for proceeding in dict.fromkeys(e.proceeding for e in fresh if e.proceeding):
        if proceeding not in new:
            spine.settle(db, law, proceeding)
    keeping_keys.keep_records(db, law, [*new, *(e.proceeding for e in fresh if e.proceeding)])
    if deed.letter is not None and len(fresh) == len(deed.events):
        for letter in (deed.letter, *deed.more):
            insert_letter(db, letter)


def insert_letter(db: Connection, letter: Letter) -> None:
    """One more row of the outbox."""
    row = {
        "id": letter.id,
        "subject_kind": letter.subject.kind,
        "subject_id": letter.subject.id,
        "created_at": letter.created_at.isoformat(),
        "state": letter.state,
        "attempts": letter.attempts,
        "answer": letter.answer,
        "files": json.dumps(letter.files),
        "events": json.dumps(letter.events),
        "opens": int(letter.opens),
        "material": letter.material,
        "body": letter.body,
    }
    db.execute(_LETTER, row)


def counter(db: Connection, series: str) -> int:
    """The value of a counter; 0 before its first use, and where its row is damaged.

    What is counted so begins anew: the county's news are read again, each applied once, and keys and rows of
    lists are made again.
    """
    value, sound = _held(db, series)
    return value if sound else 0


def set_counter(db: Connection, series: str, value: int) -> None:
    """Set a counter; a damaged row gives way to a sound one."""
    _set(db, series, value, sound=_held(db, series)[1])


def next_number(db: Connection, series: str) -> int:
    """The next number of a series: from 1, and from 1,001 in a book that was restored a moment ago.

    Where its counter is damaged, 1,001 after the highest number of that day or year in the book.
    """
    begun, sound = _held(db, series)
    if not sound:
        begun = identity.highest(db, series.rpartition("-")[2]) + DISTANCE
    value = (begun or (DISTANCE if identity.jumps(db) else 0)) + 1
    _set(db, series, value, sound=sound)
    return value


def _held(db: Connection, series: str) -> tuple[int, bool]:
    """What stands in a counter's row, 0 without one, and whether it is sound; a damaged one is noticed."""
    row = db.exec_driver_sql(_HELD, (series,)).first()
    if row is None or row[1]:
        return (int(row[0]) if row else 0), True
    hidden(db, tables.counter.name, [series])
    return 0, False


def _set(db: Connection, series: str, value: int, *, sound: bool) -> None:
    if not sound:
        db.exec_driver_sql("DELETE FROM counter WHERE series = ?", (series,))
    db.exec_driver_sql(_COUNT, (series, value))
