"""The Journal socket: who read what, in a chain of its own."""

import json
from datetime import date
from typing import Final

from sqlalchemy import Connection, Row, delete, func, insert, select

from desk_app.database.spine_rows import digest, dump
from desk_app.domain.events import Subject, Who
from desk_app.domain.reads import Read, ReadKind
from desk_app.domain.retention import PURGE, ReadsLetGo
from desk_app.storage import tables
from desk_app.storage.damage import damaged_among, sift
from desk_app.storage.desk import BookBase
from forms import moments

_TABLE = tables.journal
_CHAINED: Final = (*("at", "person", "role", "unit", "counter", "how", "subject_kind", "subject_id", "text"),)
_OLD: Final = """
    SELECT count(*), min(substr(at, 1, 10)), max(substr(at, 1, 10)), max(seq)
    FROM journal
    WHERE seq < coalesce((SELECT min(seq) FROM journal WHERE substr(at, 1, 10) >= ?), 9223372036854775807)
        AND seq < (SELECT max(seq) FROM journal)
"""
_TOLD: Final = """
    SELECT body FROM event JOIN payload ON payload.event = event.id
    WHERE act = ? AND json_valid(body) ORDER BY seq
"""


class BookJournal:
    """The Journal socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def note(self, read: Read) -> None:
        """Note one more read."""
        row = {
            "at": read.at.isoformat(),
            "person": read.who.person,
            "role": read.who.role,
            "unit": read.who.unit,
            "counter": read.who.window,
            "how": read.how.value,
            "subject_kind": read.subject.kind,
            "subject_id": read.subject.id,
            "text": read.text,
        }
        with self._desk.db.writing() as db:
            last = db.execute(select(_TABLE.c.chain).order_by(_TABLE.c.seq.desc()).limit(1)).scalar() or ""
            db.execute(insert(_TABLE).values(**row, chain=_link(last, row)))

    def of(self, subject: Subject) -> tuple[Read, ...]:
        """Who read a subject, oldest first."""
        wanted = select(_TABLE).where(
            _TABLE.c.subject_kind == subject.kind, _TABLE.c.subject_id == subject.id
        )
        with self._desk.db.reading() as db:
            found = db.execute(wanted.order_by(_TABLE.c.seq)).all()
            return tuple(map(_read, sift(db, _TABLE.name, found)))

    def old(self, before: date) -> ReadsLetGo | None:
        """The oldest lines, up to the first of this day or later; None without any. The last line stays.

        None also while one of them is damaged: it is needed to find out what happened.
        """
        with self._desk.db.reading() as db:
            row = db.exec_driver_sql(_OLD, (before.isoformat(),)).one()
            lines, first, last, seq = row
            chain = db.execute(select(_TABLE.c.chain).where(_TABLE.c.seq == seq)).scalar()
            if lines and damaged_among(db, _TABLE.name, "t.seq <= ?", seq):
                return None
        return ReadsLetGo(lines, first, last, seq, str(chain)) if lines else None

    def let_go(self, upto: int) -> None:
        """Remove the lines up to a place; the event that tells of them was written before."""
        with self._desk.db.writing() as db:
            db.execute(delete(_TABLE).where(_TABLE.c.seq <= upto))


def let_go(db: Connection) -> ReadsLetGo | None:
    """All lines that were let go, as the events of the purges tell it; None when the first one is here."""
    first = db.execute(select(func.min(_TABLE.c.seq))).scalar()
    if first is None or first == 1:
        return None
    told = [json.loads(body) for (body,) in db.exec_driver_sql(_TOLD, (PURGE,))]
    ended = [each for each in told if each.get("reads_seq") == first - 1]
    if not ended:
        return None
    last = ended[-1]
    began = min(str(each["reads_first"]) for each in told if "reads_first" in each)
    return ReadsLetGo(first - 1, began, str(last["reads_last"]), first - 1, str(last["reads_chain"]))


def broken(db: Connection) -> int:
    """How many rows no longer match the chain: changed, or after a row that was removed."""
    return len(torn(db))


def torn(db: Connection) -> tuple[int, ...]:
    """Places of these rows."""
    gone = let_go(db)
    found, last = [], gone.chain if gone else ""
    for row in db.execute(select(_TABLE).order_by(_TABLE.c.seq)).mappings():
        if _link(last, dict(row)) != row["chain"]:
            found.append(int(row["seq"]))
        last = row["chain"]
    return tuple(found)


def _link(last: str, row: dict[str, str]) -> str:
    return digest(dump([last, *(row[name] for name in _CHAINED)]))


def _read(row: Row[tuple[str, ...]]) -> Read:
    return Read(
        at=moments.read(row.at),
        who=Who(row.person, row.role, row.unit, row.counter),
        how=ReadKind(row.how),
        subject=Subject(row.subject_kind, row.subject_id),
        text=row.text,
    )
