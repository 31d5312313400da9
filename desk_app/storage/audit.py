"""The chains of events and of reads: signed heads, their verification, and what they tell as lines."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection

from desk_app.database import spine
from desk_app.database.engine import Database
from desk_app.database.spine_rows import dump
from desk_app.domain.retention import ReadsLetGo
from desk_app.domain.signing import Signer, verified
from desk_app.storage import journal
from desk_app.storage.damage import hidden

_HEAD: Final = ("n", "at", "event_seq", "event_chain", "read_seq", "read_chain", "public")
_LAST: Final = {
    "event": "SELECT seq, chain FROM event ORDER BY seq DESC LIMIT 1",
    "journal": "SELECT seq, chain FROM journal ORDER BY seq DESC LIMIT 1",
}
_LINES: Final = """
    SELECT 'event' AS line, seq, at, person, role, unit, counter, act AS kind, subject_kind, subject_id,
        channel AS text, chain FROM event
    UNION ALL SELECT 'read', seq, at, person, role, unit, counter, how, subject_kind, subject_id,
        text, chain FROM journal
"""
_TABLES: Final = {"event": "event", "read": "journal"}
"""The table of each kind of line."""
_PORTION: Final = 500
"""Lines checked in one go."""
EVERY: Final = 500
"""Lines after which the heads are signed again within a day."""


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """Which lines are wanted; what is empty or None does not narrow."""

    day: date | None = None
    person: str = ""
    kind: str = ""
    """Code of an act or of a read."""


class BookAudit:
    """The signed chains of one book; any thread may call."""

    def __init__(self, database: Database, book: str) -> None:
        self._db, self._book = database, book

    def sign(self, signer: Signer, now: datetime, *, least: int = 1) -> bool:
        """Sign both heads when ``least`` lines came since the last time, or it was another day."""
        with self._db.writing() as db:
            last = db.exec_driver_sql("SELECT * FROM audit_head ORDER BY n DESC LIMIT 1").mappings().first()
            event, read = _last(db, "event"), _last(db, "journal")
            fresh = event[0] + read[0] - (last["event_seq"] + last["read_seq"] if last else 0)
            new_day = last is None or str(last["at"])[:10] != now.isoformat()[:10]
            if fresh < (1 if new_day else least):
                return False
            row: dict[str, Any] = dict(
                zip(
                    _HEAD,
                    ((last["n"] if last else 0) + 1, now.isoformat(), *event, *read, signer.public.hex()),
                    strict=True,
                )
            )
            row["signature"] = signer.sign(self._signed(row)).hex()
            names = ", ".join(row)
            db.exec_driver_sql(
                f"INSERT INTO audit_head ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values())
            )
        return True

    def verify(self, public: bytes, mark: tuple[int, str] = (0, "")) -> tuple[str, ...]:
        """Everything that is wrong, one sentence each; empty when both chains are whole.

        ``public`` is the window's key. ``mark`` is place and chain of the last event noted outside the book.
        """
        with self._db.reading() as db:
            found = [
                f"事件 {event} 写下以后被改动过,或它前面的事件被删去、换过位置" for event in spine.broken(db)
            ]
            found += [f"查阅记录第{seq}行被改动过,或它前面的行被删去、换过位置" for seq in journal.torn(db)]
            found += self._heads(db, public)
            if mark[0] and _chain(db, "event", mark[0]) != mark[1]:
                found.append(f"事件链到不了标记记下的第{mark[0]}个事件:末尾的事件不见了,或整条链被重写过")
        return tuple(found)

    def let_go(self) -> ReadsLetGo | None:
        """All lines of the journal of reads that were let go after their time; None when there are none."""
        with self._db.reading() as db:
            return journal.let_go(db)

    def lines(self, wanted: AuditWanted | None = None) -> Iterator[dict[str, Any]]:
        """Lines of both chains by their moment: who did or read what, and when; no payloads.

        A line that does not fit its checksum is marked ``damaged``: what it tells may not be believed.
        """
        wanted = wanted or AuditWanted()
        day = wanted.day.isoformat() if wanted.day else ""
        with self._db.reading() as db:
            rows = db.exec_driver_sql(
                f"SELECT * FROM ({_LINES}) WHERE (? = '' OR substr(at, 1, 10) = ?)"
                " AND (? = '' OR person = ?) AND (? = '' OR kind = ?) ORDER BY at, line, seq",
                tuple(value for one in (day, wanted.person, wanted.kind) for value in (one, one)),
            )
            for some in rows.mappings().partitions(_PORTION):
                lost = {
                    (line, key)
                    for line, table in _TABLES.items()
                    for key in hidden(db, table, [row["seq"] for row in some if row["line"] == line])
                }
                for row in some:
                    damaged = (row["line"], str(row["seq"])) in lost
                    yield dict(row) | ({"damaged": True} if damaged else {})

    def _heads(self, db: Connection, public: bytes) -> Iterator[str]:
        rows = db.exec_driver_sql("SELECT * FROM audit_head ORDER BY n").mappings().all()
        gone = journal.let_go(db)
        for place, row in enumerate(rows, 1):
            if row["n"] != place:
                yield f"第{place}次签名不见了"
                return
            signature = _bytes(row["signature"])
            if row["public"] != public.hex() or not verified(public, self._signed(row), signature):
                yield f"第{place}次签名({row['at']})不是本窗口的密钥签的,或被改动过"
                continue
            for table, word in (("event", "事件"), ("journal", "查阅记录")):
                name = "event" if table == "event" else "read"
                seq, chain = row[f"{name}_seq"], row[f"{name}_chain"]
                held = _chain(db, table, seq)
                if table == "journal" and gone is not None and seq <= gone.seq:
                    held = gone.chain if seq == gone.seq else chain
                if seq and held != chain:
                    yield f"{word}与第{place}次签名({row['at']})不符:第{seq}行被改动、删去或重写过"

    def _signed(self, row: Any) -> bytes:
        return dump(["desk-app audit 1", self._book, *(row[name] for name in _HEAD)]).encode()


def export(
    lines: Iterator[dict[str, Any]],
    signer: Signer,
    book: str,
    now: datetime,
    write: Callable[[bytes], object],
) -> bytes:
    """Give lines as JSON, one a line after a heading, to ``write``; returns the signature of it all."""
    heading = {"format": "desk-app audit 1", "book": book, "made_at": now.isoformat()}
    told = [dump({**heading, "public": signer.public.hex()}), *(dump(line) for line in lines)]
    content = ("\n".join(told) + "\n").encode()
    write(content)
    return signer.sign(content)


def heading_of(content: bytes) -> dict[str, Any]:
    """The heading of an exported file; ValueError when it is none."""
    found = json.loads(content.partition(b"\n")[0])
    if not isinstance(found, dict) or found.get("format") != "desk-app audit 1":
        raise ValueError("no export of the audit")
    return found


def _last(db: Connection, table: str) -> tuple[int, str]:
    row = db.exec_driver_sql(_LAST[table]).first()
    return (int(row[0]), str(row[1])) if row else (0, "")


def _chain(db: Connection, table: str, seq: int) -> str | None:
    row = db.exec_driver_sql(f"SELECT chain FROM {table} WHERE seq = ?", (seq,)).first()
    return str(row[0]) if row else None


def _bytes(text: object) -> bytes:
    try:
        return bytes.fromhex(str(text))
    except ValueError:
        return b""
