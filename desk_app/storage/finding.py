"""The keys that records are found by, written in the transaction of what they describe.

``findable`` has a row for each record with all its keys in one text; ``find_key`` has a row for each key,
in the order of keys, so that a beginning of a key is a range. Newer records have lower ids: of the same
key the newest comes first.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    case,
    cast,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)

from desk_app.database import spine
from desk_app.domain import keys
from desk_app.domain.applications import APPLICATION as OPENED
from desk_app.domain.applications import MATTER
from desk_app.domain.keys import Findable, Query
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from desk_app.storage import tables
from forms.schema import Kind

PERSON, APPLICATION, DRAFT, RECORD = 1, 2, 3, 4
"""Kinds of records that are found; as the tables keep them."""
SOURCES: Final = {
    PERSON: tables.person,
    APPLICATION: tables.application,
    DRAFT: tables.draft,
    RECORD: spine.PROCEEDING,
}
"""Where the records of each kind stand."""
BOUND: Final = 20_000
"""Keys looked at for one beginning: a query that fits more records finds some of them."""
_LAST: Final = "\U0010ffff"
"""Comes after every character a key can go on with."""
_ROW, _KEY = tables.findable, tables.find_key
_PARTS_OF_APPLICATION: Final = ("certificate_number", "guardian_name", "guardian_phone")
_TEXTS: Final = 40
"""Texts of one record that it is found by."""


# ---- looking up ----------------------------------------------------------------------------------


def matching(query: str, kinds: Collection[int] = (APPLICATION, RECORD), bound: int = BOUND) -> Select[str]:
    """A select of the ids of records that match a query: proceedings, or drafts and people by ``kinds``.

    A query in which there is nothing to look for matches nothing. ``bound`` is how many keys are looked
    at for each way to understand the query.
    """
    wanted = keys.query(query)
    found = [s for kind in kinds for way in (whole, together) for s in way(wanted, kind, bound)]
    if not found:
        return select(_ROW.c.subject).where(false())
    return select(_ROW.c.subject).where(_ROW.c.id.in_(union_all(*found)))


def whole(wanted: Query, kind: int, bound: int) -> Iterator[Select[int]]:
    """Selects of the ids (``findable.id``) of records of a kind, one for each way to understand a query.

    Each is in the order of keys, which is that of likeness: exactly this, then what begins with it.
    """
    for begin in wanted.whole:
        yield select(_range(kind, begin, bound).subquery().c.findable)


def together(wanted: Query, kind: int, bound: int) -> Iterator[Select[int]]:
    """Selects of the ids of records that match all parts of a query, one for each way to understand it."""
    for first in wanted.parts[:1]:
        for begin in first:
            yield _also(_range(kind, begin, bound), wanted.parts[1:])


def _range(kind: int, begin: str, bound: int) -> Select[int]:
    held = and_(_KEY.c.kind == kind, _KEY.c.key >= begin, _KEY.c.key < begin + _LAST)
    return select(_KEY.c.findable).where(held).order_by(_KEY.c.key, _KEY.c.findable).limit(bound)


def _also(first: Select[int], others: Sequence[Sequence[str]]) -> Select[int]:
    """Those of a select that have a key with one of the beginnings of each of ``others``, too."""
    some = first.subquery()
    wanted = select(some.c.findable).join(_ROW, _ROW.c.id == some.c.findable)
    for begins in others:
        wanted = wanted.where(or_(*(func.instr(_ROW.c.key_text, f"\n{begin}") > 0 for begin in begins)))
    return wanted


# ---- keeping keys ---------------------------------------------------------------------------------


def keep_person(db: Connection, person_id: str) -> None:
    """Keys of a person as the book has them now; none where there is no such person."""
    _keep(db, PERSON, person_id, _people(db, tables.person.c.id == person_id))


def keep_application(db: Connection, application_id: str) -> None:
    """Keys of an application as the book has it now."""
    _keep(db, APPLICATION, application_id, _applications(db, tables.application.c.id == application_id))


def keep_applications_of(db: Connection, id_numbers: Collection[str]) -> None:
    """Keys of all applications under some identity numbers, after a number came to them."""
    table = tables.application
    for found in db.execute(select(table.c.id).where(table.c.id_number.in_(id_numbers))).scalars().all():
        keep_application(db, found)


def keep_draft(db: Connection, draft_id: str) -> None:
    """Keys of a draft as it is kept now; none where it was dropped or accepted."""
    _keep(db, DRAFT, draft_id, _drafts(db, tables.draft.c.id == draft_id))


def keep_records(db: Connection, law: Settling, proceedings: Iterable[str]) -> None:
    """Keys of records of registers, of those proceedings that are such, as they stand now."""
    for proceeding in dict.fromkeys(proceedings):
        mine = spine.PROCEEDING.c.id == proceeding
        if found := dict(_records(db, law, mine)):
            _keep(db, RECORD, proceeding, found.items())


def _keep(db: Connection, kind: int, subject: str, found: Iterable[tuple[str, Findable]]) -> None:
    """Write the keys a record has now in place of those it had."""
    now = next((keys.keys(held) for _, held in found), frozenset())
    mine = and_(_ROW.c.kind == kind, _ROW.c.subject == subject)
    row = db.execute(select(_ROW.c.id, _ROW.c.key_text).where(mine)).first()
    text = as_text(now)
    if row is None:
        if now:
            write(db, kind, [(subject, text)])
        return
    if row.key_text == text:
        return
    before = frozenset(row.key_text.split())
    if gone := before - now:
        held = and_(_KEY.c.kind == kind, _KEY.c.findable == row.id, _KEY.c.key.in_(gone))
        db.execute(delete(_KEY).where(held))
    if fresh := sorted(now - before):
        db.execute(insert(_KEY), [{"kind": kind, "key": key, "findable": row.id} for key in fresh])
    if now:
        db.execute(update(_ROW).where(mine).values(key_text=text))
    else:
        db.execute(delete(_ROW).where(mine))


def as_text(held: Collection[str]) -> str:
    """Keys in one text, each after a line's end."""
    return "".join(f"\n{key}" for key in sorted(held))


def write(db: Connection, kind: int, found: Sequence[tuple[str, str]]) -> None:
    """Rows of records that have none yet: subject and keys as text, the oldest first."""
    last = db.execute(select(func.min(_ROW.c.id))).scalar() or 0
    rows = [
        {"id": last - place, "kind": kind, "subject": subject, "key_text": text}
        for place, (subject, text) in enumerate(found, 1)
    ]
    if not rows:
        return
    db.execute(insert(_ROW), rows)
    held = sorted((key, row["id"]) for row in rows for key in str(row["key_text"]).split())
    if held:
        db.exec_driver_sql(f"INSERT INTO find_key (kind, key, findable) VALUES ({kind}, ?, ?)", held)


# ---- what a record is found by --------------------------------------------------------------------


def held(
    db: Connection, law: Settling, kind: int, where: ColumnElement[bool]
) -> Iterator[tuple[str, Findable]]:
    """What records of a kind are found by, with their ids; ``where`` is a condition on ``SOURCES[kind]``."""
    match kind:
        case 1:
            return _people(db, where)
        case 2:
            return _applications(db, where)
        case 3:
            return _drafts(db, where)
        case _:
            return _records(db, law, where)


def _people(db: Connection, where: ColumnElement[bool]) -> Iterator[tuple[str, Findable]]:
    table, number = tables.person, tables.person_number
    held = (
        select(func.group_concat(number.c.id_number, " "))
        .where(number.c.person == table.c.id)
        .correlate(table)
    )
    wanted = select(table.c.id, table.c.name, table.c.phone, table.c.id_number, held.scalar_subquery())
    for person, name, phone, id_number, every in db.execute(wanted.where(where)):
        yield person, Findable((name,), (id_number, *(every or "").split()), (phone,))


def _applications(db: Connection, where: ColumnElement[bool]) -> Iterator[tuple[str, Findable]]:
    table, number, other = tables.application, tables.person_number, tables.person_number.alias("other")
    same = and_(number.c.id_number == table.c.id_number, other.c.person == number.c.person)
    held = select(func.group_concat(other.c.id_number, " ")).where(same).correlate(table)
    own = (table.c.id, table.c.name, table.c.id_number, table.c.phone, table.c.number, table.c.office_number)
    told = (_answer(table.c.body, name) for name in _PARTS_OF_APPLICATION)
    for row in db.execute(select(*own, *told, held.scalar_subquery()).where(where)):
        found, name, id_number, phone, receipt, office, certificate, guardian, their_phone, every = row
        numbers = (id_number, receipt, office, certificate, *(every or "").split())
        yield found, Findable((name, guardian), numbers, (phone, their_phone))


def _drafts(db: Connection, where: ColumnElement[bool]) -> Iterator[tuple[str, Findable]]:
    table = tables.draft
    told = (_answer(table.c.body, n) for n in ("name", "id_number", "phone", *_PARTS_OF_APPLICATION))
    for row in db.execute(select(table.c.id, *told).where(where)):
        found, name, id_number, phone, certificate, guardian, their_phone = row
        yield found, Findable((name, guardian), (id_number, certificate), (phone, their_phone))


def _answer(body: ColumnElement[str], element: str) -> ColumnElement[str]:
    """An answer as text; empty where there is none, or in a damaged row."""
    found = case((func.json_valid(body) == 1, func.json_extract(body, f"$.answers.{element}")), else_="")
    return func.coalesce(cast(found, String), "")


def _records(db: Connection, law: Settling, where: ColumnElement[bool]) -> Iterator[tuple[str, Findable]]:
    ours = spine.PROCEEDING.c.procedure.not_in((OPENED, MATTER))
    for found in spine.proceedings(db, and_(ours, where)):
        yield found.id, _record(law, found)


def _record(law: Settling, record: Proceeding) -> Findable:
    """Number and answers of a record; what its procedure calls it is made of these."""
    try:
        kinds = {a.id: a.kind for a in law.procedure(record.pack_digest, record.procedure).asks}
    except RuleError:  # nobody knows its procedure here
        kinds = {}
    told: dict[Kind, list[str]] = {}
    for ask, value in record.facts.items():
        told.setdefault(kinds.get(ask, Kind.TEXT), []).extend(_texts(value))
    numbers = (record.number, *told.get(Kind.ID_NUMBER, ()), *told.get(Kind.CERTIFICATE, ()))
    names, texts = told.get(Kind.NAME, ()), told.get(Kind.TEXT, ())
    return Findable(tuple(names), numbers, tuple(told.get(Kind.PHONE, ())), tuple(texts[:_TEXTS]))


def _texts(value: object) -> Iterator[str]:
    """The texts of an answer: itself, or those of its rows."""
    match value:
        case str():
            yield value
        case list() | tuple():
            for item in value:
                yield from _texts(item)
        case dict():
            for item in value.values():
                yield from _texts(item)
