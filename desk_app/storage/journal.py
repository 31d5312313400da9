"""The Journal socket: who read what, in a chain of its own."""

from typing import Final

from sqlalchemy import Connection, Row, insert, select

from desk_app.database.spine_rows import digest, dump
from desk_app.domain.events import Subject, Who
from desk_app.domain.reads import Read, ReadKind
from desk_app.storage import tables
from desk_app.storage.desk import BookBase
from forms import moments

_TABLE = tables.journal
_CHAINED: Final = (*("at", "person", "role", "unit", "counter", "how", "subject_kind", "subject_id", "text"),)


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
            return tuple(_read(row) for row in db.execute(wanted.order_by(_TABLE.c.seq)))


def broken(db: Connection) -> int:
    """How many rows no longer match the chain: changed, or after a row that was removed."""
    return len(torn(db))


def torn(db: Connection) -> tuple[int, ...]:
    """Places of these rows."""
    found, last = [], ""
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
