"""The Search socket: people, applications, drafts and records of registers by any of their keys."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Final

from sqlalchemy import Connection, case, func, select

from desk_app.database import spine
from desk_app.domain.applications import APPLICATION, MATTER
from desk_app.domain.finding import DRAFT, PERSON, Match, Matches
from desk_app.domain.keys import Query
from desk_app.storage import finding, tables
from desk_app.storage.damage import sift, sound
from desk_app.storage.desk import BookBase
from desk_app.storage.rows import moment_of

_Parts = Sequence[Sequence[str]]
_Ways = list[list[str]]
_SEVERAL: Final = 4
"""Keys read per wanted record, since one record may have several that match."""
_BOUND: Final = 1_500
"""Keys looked at when several parts have to match: each costs a look at its record."""
_COUNTED: Final = 20_000
"""Keys up to which those of a part are counted, some twenty in a microsecond."""
_COUNT: Final = (
    "(SELECT count(*) FROM (SELECT 1 FROM find_key WHERE kind = ? AND key >= ? AND key < ? LIMIT ?))"
)
_WAY: Final = """
    SELECT ?, subject FROM (
        SELECT findable AS held FROM find_key
        WHERE kind = ? AND key >= ? AND key < ? ORDER BY key, findable LIMIT ?
    ) CROSS JOIN findable ON id = held {also} LIMIT ?"""
"""Records of a kind that have a key with a beginning: the place of the way among all, and their ids.

CROSS JOIN keeps the order of keys, and stops as soon as there are enough (sqlite.org/optoverview.html).
"""


class BookSearch:
    """The Search socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def matches(self, wanted: Query, limit: int) -> Matches:
        """At most ``limit`` records of each kind that a query finds; nothing when it asks for nothing."""
        if not wanted.whole:
            return Matches()
        with self._desk.db.reading() as db:
            found = _subjects(db, wanted, limit + 1)
            if wanted.parts and not any(found):
                found = _subjects(db, wanted, limit + 1, together=True)
            people, taken, drafts, records = (ids[:limit] for ids in found)
            names = ("people", "applications", "drafts", "records")
            return Matches(
                tuple(_people(db, people)),
                tuple(_applications(db, taken)),
                tuple(_drafts(db, drafts)),
                tuple(_records(db, records)),
                frozenset(name for name, ids in zip(names, found, strict=True) if len(ids) > limit),
            )

    def holds_draft(self, draft_id: str) -> bool:
        """Whether there is a draft of this id, be it damaged or not."""
        with self._desk.db.reading() as db:
            mine = select(tables.draft.c.id).where(tables.draft.c.id == draft_id)
            return db.execute(mine).first() is not None


def _subjects(db: Connection, wanted: Query, most: int, *, together: bool = False) -> list[list[str]]:
    """Ids of what a query finds, a list for each kind of ``finding.KINDS``.

    Hits of the several ways to understand the query alternate, so that none hides another. ``together`` looks
    for records that match all parts of the query.
    """
    several = most * _SEVERAL
    if not together:
        whole: list[tuple[int, _Parts]] = [(kind, (wanted.whole,)) for kind in finding.KINDS]
        return [_in_turn(ways)[:most] for ways in _ways(db, whole, several, several)]
    asked = list(_rarest_first(db, wanted.parts))
    enough = most + _SEVERAL
    found = _ways(db, asked, _BOUND, enough)  # as a rule few have several keys that match
    if any(len(_in_turn(ways)) < most and any(len(way) == enough for way in ways) for ways in found):
        found = _ways(db, asked, _BOUND, several)
    return [_in_turn(ways)[:most] for ways in found]


def _ways(db: Connection, asked: Sequence[tuple[int, _Parts]], bound: int, enough: int) -> list[_Ways]:
    """By kind and way to understand its first part, ids of records that match the others too; one statement.

    ``bound`` keys of each way are looked at, until there are ``enough`` records.
    """
    each, values = list[str](), list[object]()
    for kind, (first, *others) in asked:
        also = "".join(f" AND ({_any(begins)})" for begins in others)
        words = [f"\n{begin}" for begins in others for begin in begins]
        for begin in first:
            values += [len(each), kind, *_between(begin), bound, *words, enough]
            each.append(f"SELECT * FROM ({_WAY.format(also=also)})")
    found: list[list[str]] = [[] for _ in each]
    for way, subject in db.exec_driver_sql(" UNION ALL ".join(each), tuple(values)):
        found[way].append(subject)
    left = iter(found)
    return [[next(left) for _ in first] for _, (first, *_) in asked]


def _rarest_first(db: Connection, parts: _Parts) -> Iterator[tuple[int, _Parts]]:
    """By kind, the parts of a query in the order of how many keys they have, as far as that is counted.

    Of the records of the rarest most match the others, so that the fewest have to be looked at.
    """
    each = [(kind, place, begin) for kind in finding.KINDS for place, of in enumerate(parts) for begin in of]
    values = [v for kind, _, begin in each for v in (kind, *_between(begin), _COUNTED)]
    found = db.exec_driver_sql(f"SELECT {', '.join([_COUNT] * len(each))}", tuple(values)).one()
    counts = Counter[tuple[int, int]]()
    for (kind, place, _), count in zip(each, found, strict=True):
        counts[kind, place] += count
    for kind in finding.KINDS:
        order = sorted(range(len(parts)), key=lambda place: min(counts[kind, place], _COUNTED))
        yield kind, [parts[place] for place in order]


def _between(begin: str) -> tuple[str, str]:
    return begin, begin + finding.LAST


def _any(begins: Sequence[str]) -> str:
    return " OR ".join("instr(key_text, ?) > 0" for _ in begins)


def _in_turn(some: Sequence[Sequence[str]]) -> list[str]:
    """The first of each list, then the second of each, and so on, without doubles."""
    return list(dict.fromkeys(s for turn in zip_longest(*some) for s in turn if s is not None))


def _people(db: Connection, ids: Sequence[str]) -> Iterator[Match]:
    number, table = tables.person_number, tables.person
    ids = sound(db, table.name, ids)
    earlier: dict[str, list[str]] = {i: [] for i in ids}
    had = select(number.c.person, number.c.id_number).where(number.c.person.in_(ids), number.c.until != "")
    for row in sift(db, number.name, db.execute(had.order_by(number.c.until.desc())).all()):
        earlier[row.person].append(row.id_number)
    rows = {row.id: row for row in db.execute(select(table).where(table.c.id.in_(ids)))}
    for row in (rows[i] for i in ids if i in rows):
        yield Match(PERSON, row.id, row.name, row.id_number, row.phone, earlier=tuple(earlier[row.id]))


def _applications(db: Connection, ids: Sequence[str]) -> Iterator[Match]:
    table = tables.application
    ids = sound(db, spine.PROCEEDING.name, sound(db, table.name, ids))
    own = {p.id: p for p in spine.by_ids(db, ids)}
    matters: dict[str, list[str]] = {i: [] for i in ids}
    for child in spine.proceedings(db, spine.PROCEEDING.c.parent.in_(ids)) if ids else ():
        if child.procedure == MATTER:
            matters[child.parent].append(child.state)
    columns = (
        table.c.id,
        table.c.name,
        table.c.id_number,
        table.c.phone,
        table.c.number,
        table.c.accepted_at,
    )
    rows = {row.id: row for row in db.execute(select(*columns).where(table.c.id.in_(ids)))}
    for row in (rows[i] for i in ids if i in rows):
        yield Match(
            APPLICATION, row.id, row.name, row.id_number, row.phone, row.number,
            began_at=moment_of(row.accepted_at), record=own.get(row.id), matters=tuple(matters[row.id]),
        )  # fmt: skip


def _drafts(db: Connection, ids: Sequence[str]) -> Iterator[Match]:
    table = tables.draft
    ids = sound(db, table.name, ids)
    body = case((func.json_valid(table.c.body) == 1, table.c.body), else_="{}")
    told = (func.json_extract(body, f"$.answers.{name}") for name in ("name", "id_number", "phone"))
    columns = select(table.c.id, table.c.updated_at, *told).where(table.c.id.in_(ids))
    rows = {row[0]: row for row in db.execute(columns)}
    for draft, at, *answers in (rows[i] for i in ids if i in rows):
        name, id_number, phone = (str(answer or "") for answer in answers)
        yield Match(DRAFT, draft, name, id_number, phone, began_at=moment_of(at))


def _records(db: Connection, ids: Sequence[str]) -> Iterable[Match]:
    """The records; one that is an item of another (小专班) stands as that one, each once."""
    ids = sound(db, spine.PROCEEDING.name, ids)
    above = {p.id: p.parent or p.id for p in spine.by_ids(db, ids)}
    tops = sound(db, spine.PROCEEDING.name, dict.fromkeys(above[i] for i in ids if i in above))
    found = {p.id: p for p in spine.by_ids(db, tops)}
    for record in (found[i] for i in tops if i in found):
        yield Match(
            record.procedure, record.id, number=record.number, began_at=record.began_at, record=record
        )
