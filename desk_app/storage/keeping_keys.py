"""The search keys of records, written in the transaction of what they describe.

They are made from the book's tables: of one record when it is kept, of all when a book is filled or
checked. Plain SQL, since a draft is kept at every keystroke.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection

from desk_app.database import spine
from desk_app.domain import keys
from desk_app.domain.applications import APPLICATION as OPENED
from desk_app.domain.applications import MATTER
from desk_app.domain.keys import Findable
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from desk_app.storage.finding import APPLICATION, DRAFT, PERSON, RECORD
from forms.numbers import read_certificate_number
from forms.particulars import CERTIFICATE, GUARDIAN_NAME, GUARDIAN_PHONE, ID_NUMBER, NAME, PHONE
from forms.schema import Kind

TABLES: Final = {PERSON: "person", APPLICATION: "application", DRAFT: "draft", RECORD: "proceeding"}
"""Kind of record → its table."""
_recent: Final = lru_cache(32)(keys.keys)
"""Cached, since most keystrokes in a draft change nothing that its keys are made of."""
_TEXTS: Final = 40
"""Texts of one record that it is found by."""
_MORE: Final = (CERTIFICATE, GUARDIAN_NAME, GUARDIAN_PHONE)
_AS_ACCEPTED: Final = "accepted.name"
"""The name before it was corrected: it stands on papers the person may hold."""
_POST_NUMBER: Final = "post_number"
"""What acts of a matter are given: the number of the letter its result or decision went out in."""
_TOLD: Final = (NAME, ID_NUMBER, PHONE, *_MORE)


def _answers(names: Sequence[str], *more: str) -> str:
    """SQL for a JSON list of these answers of a body, and of what stands at ``more`` paths of it.

    An empty list when the row is damaged.
    """
    paths = ", ".join(f"'$.{path}'" for path in (*(f"answers.{name}" for name in names), *more))
    return f"CASE WHEN json_valid(body) THEN json_extract(body, {paths}) ELSE '[]' END"


_EVERY: Final = "SELECT group_concat(n.id_number, ' ') FROM person_number n"
_ANY: Final = """SELECT group_concat(c.number, ' ') FROM person_number n
    CROSS JOIN person_certificate c ON c.id_number = n.id_number"""
# Every number that was ever noted: a corrected one, and that of a letter that came back, stand on receipts.
_POSTED: Final = f"""SELECT group_concat(DISTINCT json_extract(p.body, '$.{_POST_NUMBER}')) FROM proceeding m
    CROSS JOIN event e ON e.proceeding = m.id CROSS JOIN payload p ON p.event = e.id
    WHERE m.parent = application.id AND instr(m.facts, '"{_POST_NUMBER}"')
    AND instr(p.body, '"{_POST_NUMBER}"') AND json_valid(p.body)"""
_SAME: Final = "n.person = (SELECT m.person FROM person_number m WHERE m.id_number = application.id_number)"
_FOUND: Final = {
    PERSON: f"""SELECT id, name, phone, id_number, ({_EVERY} WHERE n.person = person.id), (
        {_ANY} WHERE n.person = person.id) FROM person""",
    APPLICATION: f"""SELECT id, name, id_number, phone, number, office_number,
        {_answers(_MORE, _AS_ACCEPTED)}, ({_EVERY} WHERE {_SAME}), ({_ANY} WHERE {_SAME}),
        ({_POSTED}) FROM application""",
    DRAFT: f"SELECT id, {_answers(_TOLD)} FROM draft",
    RECORD: f"SELECT id FROM proceeding WHERE procedure NOT IN ('{OPENED}', '{MATTER}')",
}
_HELD: Final = """SELECT id, subject, key_text FROM findable
    WHERE kind = ? AND subject IN (SELECT value FROM json_each(?))"""
_TELLING: Final = f"""SELECT id FROM proceeding WHERE id IN (SELECT value FROM json_each(?))
    AND (procedure NOT IN ('{OPENED}', '{MATTER}')
    OR instr(facts, '"{_POST_NUMBER}"') OR instr(facts, '"{CERTIFICATE}"'))"""


# ---- keeping --------------------------------------------------------------------------------------


def keep_person(db: Connection, person_id: str) -> None:
    """Write the keys of a person; none when there is no such person."""
    _keep(db, PERSON, person_id, _one(db, PERSON, person_id))


def keep_application(db: Connection, application_id: str) -> None:
    """Write the keys of an application."""
    _keep(db, APPLICATION, application_id, _one(db, APPLICATION, application_id))


def keep_applications_of(db: Connection, id_numbers: Iterable[str]) -> None:
    """Write the keys of all applications under these identity numbers, after a person got a new one."""
    for number in id_numbers:
        mine = db.exec_driver_sql("SELECT id FROM application WHERE id_number = ?", (number,)).scalars().all()
        for application in mine:
            keep_application(db, application)


def keep_certificates(db: Connection, id_number: str, numbers: Iterable[str]) -> None:
    """Keep certificate numbers of a person for good: they and all their applications are found by them."""
    wanted = "INSERT OR IGNORE INTO person_certificate (id_number, number) VALUES (?, ?)"
    sound = [n for n in numbers if read_certificate_number(n)] if id_number else []
    if sum(db.exec_driver_sql(wanted, (id_number, number)).rowcount for number in sound):
        mine = "SELECT person FROM person_number WHERE id_number = ?"
        every = f"SELECT id_number FROM person_number WHERE person IN ({mine})"
        for person in db.exec_driver_sql(mine, (id_number,)).scalars().all():
            keep_person(db, person)
        keep_applications_of(db, {id_number, *db.exec_driver_sql(every, (id_number,)).scalars()})


def keep_draft(db: Connection, draft_id: str) -> None:
    """Write the keys of a draft."""
    _keep(db, DRAFT, draft_id, _one(db, DRAFT, draft_id))


def drop(db: Connection, kind: int, subject: str) -> None:
    """Remove the keys of a record that is gone."""
    _keep(db, kind, subject, frozenset())


def keep_records(db: Connection, law: Settling, proceedings: Collection[str]) -> None:
    """Write the keys of those of these proceedings that are records of registers; of matters their result's.

    The number of a certificate that was issued finds its person, that of a letter its application.
    """
    # Most are matters of which there is nothing to find yet: these are not read.
    some = db.exec_driver_sql(_TELLING, (json.dumps(list(proceedings)),)).scalars().all()
    records: dict[str, frozenset[str]] = {}
    for found in spine.by_ids(db, some):
        if found.procedure not in (OPENED, MATTER):
            records[found.id] = keys.keys(_record(law, found))
            continue
        if found.facts.get(_POST_NUMBER):
            keep_application(db, found.parent)
        if number := found.facts.get(CERTIFICATE):
            whose = "SELECT id_number FROM application WHERE id = ?"
            id_number = db.exec_driver_sql(whose, (found.parent,)).scalar()
            keep_certificates(db, str(id_number or ""), (str(number),))
    _keep_all(db, RECORD, records)


def _one(db: Connection, kind: int, subject: str) -> frozenset[str]:
    rows = db.exec_driver_sql(f"{_FOUND[kind]} WHERE id = ?", (subject,))
    return next((_recent(_READ[kind](row)) for row in rows), frozenset())


def _keep(db: Connection, kind: int, subject: str, now: frozenset[str]) -> None:
    """Replace the keys of a record."""
    _keep_all(db, kind, {subject: now})


def _keep_all(db: Connection, kind: int, wanted: Mapping[str, frozenset[str]]) -> None:
    """Replace the keys of records of one kind, given by their ids."""
    rows = db.exec_driver_sql(_HELD, (kind, json.dumps(list(wanted)))).all()
    held = {subject: (found, before) for found, subject, before in rows}
    fresh = {subject: now for subject, now in wanted.items() if now and subject not in held}
    ids = add_rows(db, kind, [(subject, as_text(now)) for subject, now in fresh.items()])
    _put(db, kind, [(key, found) for found, now in zip(ids, fresh.values(), strict=True) for key in now])
    for subject, (found, before) in held.items():
        if before != as_text(wanted[subject]):
            _renew(db, kind, found, frozenset(before.split()), wanted[subject])


def _renew(db: Connection, kind: int, found: int, had: frozenset[str], now: frozenset[str]) -> None:
    """Write the keys of a record with a row of its own that had others."""
    if gone := [(kind, key, found) for key in sorted(had - now)]:
        db.exec_driver_sql("DELETE FROM find_key WHERE kind = ? AND key = ? AND findable = ?", gone)
    _put(db, kind, [(key, found) for key in now - had])
    if now:
        db.exec_driver_sql("UPDATE findable SET key_text = ? WHERE id = ?", (as_text(now), found))
    else:
        db.exec_driver_sql("DELETE FROM findable WHERE id = ?", (found,))


def _put(db: Connection, kind: int, fresh: Iterable[tuple[str, int]]) -> None:
    """Write keys, each with the row of its record, in their order: neighbours share a page."""
    if rows := [(kind, key, found) for key, found in sorted(fresh)]:
        db.exec_driver_sql("INSERT INTO find_key (kind, key, findable) VALUES (?, ?, ?)", rows)


def as_text(held: Collection[str]) -> str:
    """Keys in one text, each preceded by a line feed."""
    return "".join(f"\n{key}" for key in sorted(held))


def add_rows(db: Connection, kind: int, found: Sequence[tuple[str, str]]) -> Sequence[int]:
    """Add rows to ``findable`` for records without one, given as id and keys as text, the oldest first.

    Returns their numbers.
    """
    if not found:
        return ()
    last = int(db.exec_driver_sql("SELECT COALESCE(min(id), 0) FROM findable").scalar_one())
    ids = range(last - 1, last - 1 - len(found), -1)
    rows = [(number, kind, *each) for number, each in zip(ids, found, strict=True)]
    db.exec_driver_sql("INSERT INTO findable (id, kind, subject, key_text) VALUES (?, ?, ?, ?)", rows)
    return ids


def make_keys(db: Connection) -> None:
    """Write all rows of ``find_key`` anew from the texts of ``findable``, in their order, which is faster."""
    each = """json_each('["' || replace(substr(key_text, 2), char(10), '","') || '"]')"""
    split = f"SELECT kind, value, findable.id FROM findable, {each} WHERE key_text <> '' ORDER BY 1, 2, 3"
    db.exec_driver_sql("DELETE FROM find_key")
    db.exec_driver_sql(f"INSERT INTO find_key (kind, key, findable) {split}")


# ---- what records are found by ----------------------------------------------------------------------


def held(
    db: Connection, law: Settling, kind: int, place: tuple[int, int] | None
) -> Iterator[tuple[str, str]]:
    """Id and keys, as text, of all records of a kind; with ``place`` only of those that have no keys yet.

    ``place`` is a range of row numbers: above the first, up to the second.
    """
    table, wanted = TABLES[kind], _FOUND[kind]
    some: tuple[Any, ...] = ()
    if place is not None:
        none = f"NOT EXISTS (SELECT 1 FROM findable f WHERE f.kind = ? AND f.subject = {table}.id)"
        joined = "AND" if kind == RECORD else "WHERE"
        wanted = f"{wanted} {joined} {table}.rowid > ? AND {table}.rowid <= ? AND {none}"
        some = (*place, kind)
    rows = db.exec_driver_sql(wanted, some)
    if kind != RECORD:
        yield from ((row[0], as_text(keys.keys(_READ[kind](row)))) for row in rows)
        return
    ids = list(rows.scalars())
    for at in range(0, len(ids), 500):
        for found in spine.by_ids(db, ids[at : at + 500]):
            yield found.id, as_text(keys.keys(_record(law, found)))


def _person(row: Any) -> Findable:
    _, name, phone, id_number, every, certificates = row
    numbers = (id_number, *(every or "").split(), *(certificates or "").split())
    return Findable((name,), numbers, (phone,))


def _application(row: Any) -> Findable:
    _, name, id_number, phone, receipt, office, told, every, certificates, posted = row
    certificate, guardian, their_phone, accepted = _texts_of(told, len(_MORE) + 1)
    had = (*(every or "").split(), *(certificates or "").split(), *(posted or "").split(","))
    numbers = (id_number, receipt, office, certificate, *had)
    return Findable((name, guardian, accepted), numbers, (phone, their_phone))


def _draft(row: Any) -> Findable:
    name, id_number, phone, certificate, guardian, their_phone = _texts_of(row[1], len(_TOLD))
    return Findable((name, guardian), (id_number, certificate), (phone, their_phone))


_READ: Final = {PERSON: _person, APPLICATION: _application, DRAFT: _draft}


def _texts_of(told: str, count: int) -> tuple[str, ...]:
    """The ``count`` answers of a JSON list; answers that are no texts are empty."""
    found = json.loads(told) or [None] * count
    return tuple(answer if isinstance(answer, str) else "" for answer in found)


def _record(law: Settling, record: Proceeding) -> Findable:
    """Number and answers of a record, from which its keys are made."""
    try:
        asks = {a.id: a for a in law.procedure(record.pack_digest, record.procedure).asks}
    except RuleError:  # nobody knows its procedure here
        asks = {}
    told: dict[Kind, list[str]] = {}
    for name, value in record.facts.items():
        ask = asks.get(name)
        if ask is None or ask.sought:
            told.setdefault(ask.kind if ask else Kind.TEXT, []).extend(_texts(value))
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
