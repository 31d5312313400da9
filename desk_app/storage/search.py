"""The Search socket: people, applications, drafts and records of registers by any of their keys."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, case, func, select

from desk_app.database import spine
from desk_app.domain.applications import APPLICATION, MATTER
from desk_app.domain.finding import DRAFT, PERSON, Match, Matches
from desk_app.domain.keys import Query
from desk_app.storage import finding, tables
from desk_app.storage.desk import BookBase

_SEVERAL: Final = 4
"""Keys read for one record wanted: one record may have several that fit."""
_BOUND: Final = 4_000
"""Keys looked at where several things have to fit at once."""


class BookSearch:
    """The Search socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def matches(self, wanted: Query, limit: int) -> Matches:
        """What a query finds, so many of each kind at most."""
        with self._desk.db.reading() as db:
            found = {kind: _ids(db, wanted, kind, limit) for kind in finding.KINDS}
            people, taken, drafts, records = (_subjects(db, ids[:limit]) for ids in found.values())
            names = ("people", "applications", "drafts", "records")
            more = (n for n, ids in zip(names, found.values(), strict=True) if len(ids) > limit)
            return Matches(
                tuple(_people(db, people)),
                tuple(_applications(db, taken)),
                tuple(_drafts(db, drafts)),
                tuple(_records(db, records)),
                frozenset(more),
            )


def _ids(db: Connection, wanted: Query, kind: int, limit: int) -> list[int]:
    """Ids (``findable.id``) of one record more than wanted, if there are; the likest first."""
    found: dict[int, None] = {}
    for some in finding.whole(wanted, kind, (limit + 1) * _SEVERAL):
        found |= dict.fromkeys(db.execute(some).scalars())
    if not found:
        for some in finding.together(wanted, kind, _BOUND):
            found |= dict.fromkeys(db.execute(some.limit(limit + 1)).scalars())
    return list(found)[: limit + 1]


def _subjects(db: Connection, ids: Sequence[int]) -> list[str]:
    table = tables.findable
    rows = db.execute(select(table.c.id, table.c.subject).where(table.c.id.in_(ids)))
    found = {row.id: row.subject for row in rows}
    return [found[i] for i in ids if i in found]


def _people(db: Connection, ids: Sequence[str]) -> Iterator[Match]:
    number, table = tables.person_number, tables.person
    earlier: dict[str, list[str]] = {i: [] for i in ids}
    had = select(number.c.person, number.c.id_number).where(number.c.person.in_(ids), number.c.until != "")
    for person, id_number in db.execute(had.order_by(number.c.until.desc())):
        earlier[person].append(id_number)
    rows = {row.id: row for row in db.execute(select(table).where(table.c.id.in_(ids)))}
    for row in (rows[i] for i in ids if i in rows):
        yield Match(PERSON, row.id, row.name, row.id_number, row.phone, earlier=tuple(earlier[row.id]))


def _applications(db: Connection, ids: Sequence[str]) -> Iterator[Match]:
    table = tables.application
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
            began_at=_moment(row.accepted_at), record=own.get(row.id), matters=tuple(matters[row.id]),
        )  # fmt: skip


def _drafts(db: Connection, ids: Sequence[str]) -> Iterator[Match]:
    table = tables.draft
    body = case((func.json_valid(table.c.body) == 1, table.c.body), else_="{}")
    told = (func.json_extract(body, f"$.answers.{name}") for name in ("name", "id_number", "phone"))
    columns = select(table.c.id, table.c.updated_at, *told).where(table.c.id.in_(ids))
    rows = {row[0]: row for row in db.execute(columns)}
    for draft, at, *answers in (rows[i] for i in ids if i in rows):
        name, id_number, phone = (str(answer or "") for answer in answers)
        yield Match(DRAFT, draft, name, id_number, phone, began_at=_moment(at))


def _records(db: Connection, ids: Sequence[str]) -> Iterable[Match]:
    found = {p.id: p for p in spine.by_ids(db, ids)}
    for record in (found[i] for i in ids if i in found):
        yield Match(
            record.procedure, record.id, number=record.number, began_at=record.began_at, record=record
        )


def _moment(text: str) -> datetime | None:
    """A moment of a row; None in a damaged one."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
