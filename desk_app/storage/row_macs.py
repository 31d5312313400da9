"""A keyed checksum for every row that holds truth, kept by triggers: a row changed past the program is known.

The checksum of a row stands in ``row_mac`` under its table and key. It is made by the SQL function
``row_mac``, which only a connection of the program has; without it no statement can write these tables. A row
that no longer fits keeps its old checksum when the program writes it, so that a later act does not hide the
change. An event's checksum covers the digest of its payload, which stays deletable.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Connection, Integer, Table

from desk_app.database.cipher import Functions
from desk_app.database.spine import EVENT, PROCEEDING, TOUCHED
from desk_app.database.spine_rows import digest
from desk_app.domain.book_key import BookKey
from desk_app.domain.damage import DamagedRow
from desk_app.storage import tables

_FUNCTION: Final = "row_mac"
_LENGTH: Final = 16
_UNSEALED: Final = "unsealed"
"""Kind of the rows that a step writes: rows of the table it names, or of all, get a checksum, once."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows have checksums."""

    table: Table
    word: str
    """What a row is, in the words of the window."""
    label: str = ""
    """The column that names a row beside its key; empty where the key says enough."""

    @property
    def name(self) -> str:
        """Name of the table, and kind of its checksums."""
        return self.table.name

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, in the order of the description."""
        return tuple(column.name for column in self.table.columns)

    def key(self, row: str) -> str:
        """The key of a row as SQL; ``row`` is what it is called there.

        The plus takes the column's type off: compared with a typed number, ``row_mac.key`` would have to be
        converted row by row, and its index could not be used (sqlite.org/datatype3.html, 4.2).
        """
        return " || '|' || ".join(f"+{row}.{column.name}" for column in self.table.primary_key)

    def mac(self, row: str) -> str:
        """The checksum of a row as SQL."""
        return f"{_FUNCTION}('{self.name}', {', '.join(f'{row}.{name}' for name in self.columns)})"


KEPT: Final = (
    Kept(tables.application, "办件", "number"),
    Kept(PROCEEDING, "记录", "number"),
    Kept(EVENT, "事件", "act"),
    Kept(tables.letter, "发往区县的信", "id"),
    Kept(tables.draft, "未办完的申请"),
    Kept(tables.person, "人员"),
    Kept(tables.person_number, "身份号码"),
    Kept(tables.told_history, "区县告知的情况"),
    Kept(tables.journal, "查阅记录", "how"),
    Kept(tables.put_off, "待办的推迟"),
    Kept(tables.household_member, "家庭成员"),
    Kept(tables.organisation, "机构"),
    Kept(tables.appointment, "机构的委托"),
    Kept(tables.counter, "编号的计数"),
    Kept(tables.clerk, "窗口人员"),
    Kept(tables.set_aside, "另外存放的消息"),
    Kept(tables.roster, "名册的一行"),
    Kept(tables.surveyed, "动态更新名单的一行"),
    Kept(TOUCHED, "事件涉及的对象"),
    Kept(tables.lease, "外出登记"),
    Kept(tables.carried, "外出包"),
    Kept(tables.carried_event, "带回的事件"),
)
_DERIVED: Final = "made of rows that have checksums, and made again by book check --mend"
WITHOUT: Final[Mapping[str, str]] = {
    "payload": "its digest stands in its event, whose checksum covers it; so it stays deletable",
    "person_certificate": "only finds people; what applications, matters and the county tell is put back by"
    " book check --mend",
    "findable": _DERIVED,
    "find_key": _DERIVED,
    "listed": _DERIVED,
    "happened": _DERIVED,
    "unlisted": "which rows of lists are still to be written; all are when the book is checked",
    "book": "the mark outside the folder tells id, generation and turn",
    "row_mac": "the checksums themselves",
    "audit_head": "signed by the window's own key",
    "page": "when the county confirmed a picture; the picture itself is authenticated",
    "page_use": "which picture is used where, kept by triggers from rows that have checksums",
    "page_freed": "pictures to be removed; one that is used leaves it by a trigger",
    "recording_use": "which recording which event tells of, kept by a trigger from payloads",
    "remembered": "the folder a dialog opens in, nothing is built on it",
}
"""Every other table of the book, and why its rows have none."""
_BY_NAME: Final = {kept.name: kept for kept in KEPT}
_PRIVATE: Final = frozenset({t.name for t in (tables.person_number, tables.told_history, tables.roster)})
"""Tables whose key is a person's number: it is told by its last four characters."""


def functions(key: BookKey) -> Functions:
    """The SQL function of the checksums under a book's key."""
    secret = key.of("rows")

    def row_mac(*values: object) -> bytes:
        return blake2b(_told(values), key=secret, digest_size=_LENGTH).digest()

    return {_FUNCTION: row_mac}


def _told(values: Sequence[object]) -> bytes:
    """Values with their kinds and lengths, so that no two rows are told alike."""
    told: list[bytes] = []
    for value in values:  # one loop without calls: it runs for every row that is read
        if isinstance(value, str):
            # A text torn by hand may hold half a character.
            kind, body = b"s", value.encode("utf-8", "surrogatepass")
        elif isinstance(value, bytes):
            kind, body = b"b", value
        else:
            kind, body = b"n", repr(value).encode()
        told += (kind, len(body).to_bytes(4, "big"), body)
    return b"".join(told)


# ---- the triggers ------------------------------------------------------------------------------------


def prepare(db: Connection) -> None:
    """Make the triggers that are missing or of an older description; nothing is read when all are there.

    Rows of such a table keep the checksums they have; those without one get one when the book comes from a
    release without them.
    """
    held = db.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name GLOB 'mac_*'"
    )
    here: dict[str, str] = {str(name): str(text) for name, text in held}
    wanted = {name: text for kept in KEPT for name, text in _triggers(kept).items()}
    fresh = set(db.exec_driver_sql("SELECT key FROM row_mac WHERE kind = ?", (_UNSEALED,)).scalars())
    if here == wanted and not fresh:
        return
    for kept in KEPT:
        mine = _triggers(kept)
        if fresh & {"", kept.name}:
            _seal_all(db, kept)
        elif any(name not in here for name in mine):
            _seal_anew(db, kept)
    for name, text in here.items():
        if wanted.get(name) != text:
            db.exec_driver_sql(f'DROP TRIGGER "{name}"')
    for name, text in wanted.items():
        if here.get(name) != text:
            db.exec_driver_sql(text)
    db.exec_driver_sql("DELETE FROM row_mac WHERE kind = ?", (_UNSEALED,))
    for kept in KEPT:
        _note_columns(db, kept)


@cache
def _triggers(kept: Kept) -> Mapping[str, str]:
    """The triggers of a table by name; the names carry a digest of its columns."""
    name, columns = kept.name, ", ".join(kept.columns)
    mark = blake2b(columns.encode(), digest_size=4).hexdigest()
    old, new = kept.key("OLD"), kept.key("NEW")
    put = f"INSERT INTO row_mac (kind, key, mac) VALUES ('{name}', {new}, {kept.mac('NEW')});"
    gone = f"DELETE FROM row_mac WHERE kind = '{name}' AND key = {old} AND row_mac('') IS NOT NULL;"
    moved = (
        f"UPDATE row_mac SET key = {new}, mac = {kept.mac('NEW')}"
        f" WHERE kind = '{name}' AND key = {old} AND mac = {kept.mac('OLD')};"
    )
    before = f"DELETE FROM row_mac WHERE kind = '{name}' AND key = {new};"
    made = {
        f"mac_{name}_put_{mark}": f"AFTER INSERT ON {name} BEGIN {before} {put} END",
        f"mac_{name}_moved_{mark}": f"AFTER UPDATE ON {name} BEGIN {moved} END",
        f"mac_{name}_gone_{mark}": f"AFTER DELETE ON {name} BEGIN {gone} END",
    }
    return {trigger: f"CREATE TRIGGER {trigger} {text}" for trigger, text in made.items()}


def _seal_all(db: Connection, kept: Kept) -> None:
    db.exec_driver_sql("DELETE FROM row_mac WHERE kind = ?", (kept.name,))
    db.exec_driver_sql(
        f"INSERT INTO row_mac SELECT '{kept.name}', {kept.key('t')}, {kept.mac('t')} FROM {kept.name} t"
    )


def _seal_anew(db: Connection, kept: Kept) -> None:
    """Give rows the checksums of the present description that fit the one they were made by."""
    row = db.exec_driver_sql("SELECT mac FROM row_mac WHERE kind = 'columns' AND key = ?", (kept.name,))
    before = json.loads(str(row.scalar() or "[]"))
    if not before or tuple(before) == kept.columns:
        return
    columns = ", ".join(f"t.{name}" for name in before)
    db.exec_driver_sql(
        f"UPDATE row_mac AS m SET mac ="
        f" (SELECT {kept.mac('t')} FROM {kept.name} t WHERE {kept.key('t')} = m.key)"
        f" WHERE kind = '{kept.name}' AND mac = (SELECT row_mac('{kept.name}', {columns})"
        f" FROM {kept.name} t WHERE {kept.key('t')} = m.key)"
    )


def _note_columns(db: Connection, kept: Kept) -> None:
    db.exec_driver_sql(
        "INSERT OR REPLACE INTO row_mac VALUES ('columns', ?, ?)", (kept.name, json.dumps(kept.columns))
    )


# ---- reading -----------------------------------------------------------------------------------------


def damaged(db: Connection, kind: str, keys: Collection[str | int]) -> tuple[DamagedRow, ...]:
    """Those of these rows of a table that do not fit their checksum; keys of one column only."""
    kept = _BY_NAME[kind]
    if not keys:
        return ()
    (key,) = kept.table.primary_key
    return _unfit(db, kept, f"t.{key.name} IN (SELECT value FROM json_each(?))", (json.dumps(list(keys)),))


def damaged_where(db: Connection, kind: str, where: str, *given: str | int) -> tuple[DamagedRow, ...]:
    """Those of the rows ``t`` of a table that meet a condition in SQL and do not fit their checksum."""
    return _unfit(db, _BY_NAME[kind], where, given)


def fit(kind: str) -> str:
    """Whether a row ``t`` of a table fits its checksum, as SQL."""
    kept = _BY_NAME[kind]
    return (
        f"{kept.mac('t')} IS (SELECT mac FROM row_mac WHERE kind = '{kept.name}' AND key = {kept.key('t')})"
    )


def key_columns(kind: str) -> tuple[str, ...]:
    """The columns of a table's key; the texts of several are joined by ``|``."""
    return tuple(column.name for column in _BY_NAME[kind].table.primary_key)


def every(db: Connection, portion: int = 2000) -> Iterator[DamagedRow]:
    """All damaged rows of the book, and the keys of rows that are missing; ``portion`` rows at a time."""
    for kept in KEPT:
        for found, _ in _portions(db, kept, portion):
            yield from found
        yield from missing(db, kept.name)


def some(db: Connection, kind: str, after: int, portion: int) -> tuple[tuple[DamagedRow, ...], int]:
    """The damaged ones of the next ``portion`` rows of a table, and the place to go on at; 0 at its end."""
    kept = _BY_NAME[kind]
    last = db.exec_driver_sql(
        f"SELECT max(n) FROM (SELECT rowid AS n FROM {kept.name} WHERE rowid > ? ORDER BY rowid LIMIT ?)",
        (after, portion),
    ).scalar()
    if last is None:
        return (), 0
    found = _unfit(db, kept, "t.rowid > ? AND t.rowid <= ?", (after, int(last)))
    if kept.table is EVENT:
        named = {row.key for row in found}
        found += tuple(r for r in _changed_payloads(db, after, int(last)) if r.key not in named)
    return found, int(last)


def changed_payload(row: Any) -> DamagedRow | None:
    """The event of a row when its payload (``body``) is not the one its digest was made of."""
    if row.body is None or digest(row.body) == row.digest:
        return None
    return _row(_BY_NAME[EVENT.name], str(row.seq), str(row.act))


def _changed_payloads(db: Connection, after: int, last: int) -> Iterator[DamagedRow]:
    rows = db.exec_driver_sql(
        "SELECT e.seq, e.act, e.digest, p.body FROM event e JOIN payload p ON p.event = e.id"
        " WHERE e.seq > ? AND e.seq <= ?",
        (after, last),
    )
    yield from filter(None, map(changed_payload, rows))


def _portions(db: Connection, kept: Kept, portion: int) -> Iterator[tuple[tuple[DamagedRow, ...], int]]:
    after = -1
    while True:
        found, after = some(db, kept.name, after, portion)
        if not after:
            return
        yield found, after


def missing(db: Connection, kind: str) -> tuple[DamagedRow, ...]:
    """Rows of a table whose checksum alone is left."""
    kept = _BY_NAME[kind]
    gone = db.exec_driver_sql(
        f"SELECT key FROM row_mac WHERE kind = ? AND key NOT IN (SELECT {kept.key('t')} FROM {kept.name} t)",
        (kept.name,),
    )
    return tuple(_row(kept, str(key), missing=True) for (key,) in gone)


def fits(db: Connection, row: DamagedRow) -> bool:
    """Whether a row that was damaged is as it was written again, or as the program wrote it since."""
    kept = _BY_NAME[row.kind]
    mine, given = _place(kept, row.key)
    if _unfit(db, kept, mine, (given,)):
        return False
    here = db.exec_driver_sql(f"SELECT rowid FROM {kept.name} t WHERE {mine}", (given,)).scalar()
    wanted = "SELECT 1 FROM row_mac WHERE kind = ? AND key = ?"
    sealed = db.exec_driver_sql(wanted, (kept.name, given)).first()
    if kept.table is EVENT and here is not None and any(_changed_payloads(db, here - 1, here)):
        return False
    return (here is None) == (sealed is None)


def _place(kept: Kept, key: str) -> tuple[str, str | int]:
    """The condition on a row ``t`` by its key, and what it is given."""
    first, *others = kept.table.primary_key
    if others:
        return f"{kept.key('t')} = ?", key
    return f"t.{first.name} = ?", int(key) if isinstance(first.type, Integer) else key


def _unfit(db: Connection, kept: Kept, where: str, given: Sequence[str | int]) -> tuple[DamagedRow, ...]:
    label = f"t.{kept.label}" if kept.label else "''"
    rows = db.exec_driver_sql(
        f"SELECT {kept.key('t')}, {label} FROM {kept.name} t WHERE {where} AND {kept.mac('t')} IS NOT"
        f" (SELECT mac FROM row_mac WHERE kind = '{kept.name}' AND key = {kept.key('t')})",
        tuple(given),
    )
    return tuple(_row(kept, str(key), str(label or "")) for key, label in rows)


def _row(kept: Kept, key: str, label: str = "", *, missing: bool = False) -> DamagedRow:
    return DamagedRow(kept.name, kept.word, key, label, missing=missing, private=kept.name in _PRIVATE)
