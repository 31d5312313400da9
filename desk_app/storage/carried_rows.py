"""The rows that belong to some records, gathered for a parcel and put into another book."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Final

from sqlalchemy import Connection, insert, or_, select

from desk_app.database import spine, spine_rows
from desk_app.database.spine import EVENT, PAYLOAD, PROCEEDING, TOUCHED
from desk_app.domain.applications import SendState
from desk_app.domain.events import Event, Subject
from desk_app.domain.people import Person
from desk_app.domain.proceedings import Proceeding
from desk_app.storage import keeping_keys, people, tables
from desk_app.storage.damage import require_sound, sift

_LETTER, _APPLICATION, _USE = tables.letter, tables.application, tables.page_use
_SENT: Final = ("seq", "seen", "delivered_on")
"""Columns of a letter that are each book's own."""
_NUMBER_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything of some records, as it goes into a parcel."""

    proceedings: tuple[Proceeding, ...]
    events: tuple[Event, ...]
    letters: tuple[dict[str, Any], ...] = ()
    """Those that were not sent yet."""
    applications: tuple[dict[str, Any], ...] = ()
    persons: tuple[Person, ...] = ()

    def text(self) -> str:
        """As JSON."""
        told = {
            "proceedings": [spine_rows.proceeding_row(p) for p in self.proceedings],
            "events": [_event_row(e) for e in self.events],
            "letters": self.letters,
            "applications": self.applications,
            "persons": [[p.id, p.name, p.id_number, p.phone] for p in self.persons],
        }
        return spine_rows.dump(told)


def _row(told: dict[str, Any]) -> Any:
    """A row that came as JSON, read as one of the database is."""
    return SimpleNamespace(**told)


def read(text: str) -> Rows:
    """The rows of a parcel; ValueError, KeyError or TypeError where they are not as they were written."""
    told = json.loads(text)
    letters, applications = ((*told[name],) for name in ("letters", "applications"))
    _check(letters, {c.name for c in _LETTER.columns} - set(_SENT))
    _check(applications, {c.name for c in _APPLICATION.columns})
    return Rows(
        tuple(spine_rows.read_proceeding(_row(row)) for row in told["proceedings"]),
        tuple(_event(row) for row in told["events"]),
        letters,
        applications,
        tuple(Person(*map(str, row)) for row in told["persons"]),
    )


def _check(rows: Sequence[dict[str, Any]], names: set[str]) -> None:
    if any(row.keys() != names for row in rows):
        raise ValueError("a row has other columns")


def _event_row(event: Event) -> dict[str, Any]:
    row = spine_rows.event_row(event) | {"seq": event.local, "body": spine_rows.dump(event.payload)}
    return row | {"touches": [list(t) for t in event.touches]}


def _event(row: dict[str, Any]) -> Event:
    found = spine_rows.read_event(_row(row))
    return replace(found, touches=tuple(Subject(str(kind), str(one)) for kind, one in row["touches"]))


# ---- gathering -----------------------------------------------------------------------------------


def family(db: Connection, ids: Collection[str]) -> tuple[Proceeding, ...]:
    """These proceedings with their parents and children, parents first."""
    found = {p.id: p for p in spine.by_ids(db, list(ids))}
    while parents := [p.parent for p in found.values() if p.parent and p.parent not in found]:
        found = {p.id: p for p in spine.by_ids(db, parents)} | found
    asked: set[str] = set()
    while fresh := [i for i in found if i not in asked]:
        asked |= set(fresh)
        children = spine.proceedings(db, PROCEEDING.c.parent.in_(fresh))
        found |= {p.id: p for p in children if p.id not in found}
    return tuple(found.values())


def gather(db: Connection, found: Sequence[Proceeding]) -> Rows:
    """What belongs to proceedings; RuleError when one of them is damaged."""
    ids, subjects = [p.id for p in found], {p.subject for p in found}
    require_sound(db, ids)
    applications = _rows(db, _APPLICATION, _APPLICATION.c.id.in_(ids))
    numbers = {str(row["id_number"]) for row in applications}
    numbers |= {v for p in found for v in p.facts.values() if isinstance(v, str) and len(v) == _NUMBER_LENGTH}
    return Rows(
        tuple(found), _events(db, ids, subjects), _letters(db, found), applications, _persons(db, numbers)
    )


def pages_of(db: Connection, rows: Rows) -> tuple[str, ...]:
    """The pictures that these rows use."""
    holders = [e.id for e in rows.events] + [str(r["id"]) for r in (*rows.letters, *rows.applications)]
    wanted = select(_USE.c.page).where(_USE.c.holder.in_(holders)).distinct()
    return tuple(db.execute(wanted.order_by(_USE.c.page)).scalars())


def _events(db: Connection, ids: Collection[str], subjects: Collection[Subject]) -> tuple[Event, ...]:
    about = [(EVENT.c.subject_kind == s.kind) & (EVENT.c.subject_id == s.id) for s in subjects]
    found = spine.read(db, or_(EVENT.c.proceeding.in_(ids), *about))
    touched = db.execute(select(TOUCHED).where(TOUCHED.c.event.in_([e.id for e in found]))).all()
    sound = sift(db, TOUCHED.name, touched)
    return tuple(
        replace(e, touches=tuple(Subject(r.kind, r.id) for r in sound if r.event == e.id)) for e in found
    )


def _letters(db: Connection, found: Sequence[Proceeding]) -> tuple[dict[str, Any], ...]:
    about = [(_LETTER.c.subject_kind == p.procedure) & (_LETTER.c.subject_id == p.id) for p in found]
    rows = _rows(db, _LETTER, or_(*about) & (_LETTER.c.state == SendState.WAITING))
    return tuple({name: value for name, value in row.items() if name not in _SENT} for row in rows)


def _rows(db: Connection, table: Any, where: Any) -> tuple[dict[str, Any], ...]:
    found = sift(db, table.name, db.execute(select(table).where(where)).all())
    return tuple(dict(row._mapping) for row in found)


def _persons(db: Connection, numbers: Collection[str]) -> tuple[Person, ...]:
    found = (people.sound(db, people.by_number(db, number)) for number in sorted(numbers))
    return tuple({p.id: p for p in found if p}.values())


# ---- putting in ----------------------------------------------------------------------------------


def apart(db: Connection, rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    """Rows without the applications whose receipt number another one has here, and these numbers.

    A laptop's book that was copied gives the same numbers twice: which of two receipts is right, only the
    papers tell.
    """
    both = (_APPLICATION.c.number.in_([r["number"] for r in rows.applications])) & (
        _APPLICATION.c.id.not_in([r["id"] for r in rows.applications])
    )
    taken = set(db.execute(select(_APPLICATION.c.number).where(both)).scalars())
    left = {str(r["id"]) for r in rows.applications if r["number"] in taken}
    if not left:
        return rows, ()
    while more := {p.id for p in rows.proceedings if p.parent in left} - left:
        left |= more
    kept = replace(
        rows,
        proceedings=tuple(p for p in rows.proceedings if p.id not in left),
        events=tuple(e for e in rows.events if not left & {e.proceeding, e.subject.id}),
        letters=tuple(x for x in rows.letters if x["subject_id"] not in left),
        applications=tuple(r for r in rows.applications if r["id"] not in left),
    )
    return kept, tuple(sorted(taken))


def same_numbers(db: Connection, rows: Rows) -> tuple[str, ...]:
    """Numbers of these records that other records have here: a restored hall counted from where it was."""
    numbers = [p.number for p in rows.proceedings if p.number]
    other = PROCEEDING.c.id.not_in([p.id for p in rows.proceedings])
    wanted = select(PROCEEDING.c.number).where(PROCEEDING.c.number.in_(numbers), other).distinct()
    return tuple(sorted(db.execute(wanted).scalars()))


def put_people(db: Connection, rows: Rows) -> None:
    """Keep people this book does not know yet; whom it knows, it knows better."""
    for person in rows.persons:
        if people.by_number(db, person.id_number) is None:
            people.keep(db, person)


def put_applications(db: Connection, rows: Rows) -> tuple[str, ...]:
    """Insert applications that are new here; returns their numbers."""
    fresh = []
    for row in rows.applications:
        mine = _APPLICATION.c.id == row["id"]
        if db.execute(select(_APPLICATION.c.id).where(mine)).first() is None:
            db.execute(insert(_APPLICATION).values(**row))
            keeping_keys.keep_application(db, row["id"])
            fresh.append(str(row["number"]))
    return tuple(fresh)


def put_letters(db: Connection, letters: Sequence[dict[str, Any]]) -> int:
    """Put letters into the outbox that are not in it; the county takes each once, whoever brings it."""
    count = 0
    for row in letters:
        if db.execute(select(_LETTER.c.id).where(_LETTER.c.id == row["id"])).first() is None:
            db.execute(insert(_LETTER).values(**row))
            count += 1
    return count


def put_payloads(db: Connection, events: Sequence[Event]) -> Iterator[str]:
    """Put back what was let go of events that are here, as their digests tell it; gives their proceedings."""
    bare = select(EVENT.c.id, EVENT.c.digest).outerjoin(PAYLOAD, PAYLOAD.c.event == EVENT.c.id)
    wanted = bare.where(EVENT.c.id.in_([e.id for e in events]), PAYLOAD.c.event.is_(None))
    digests = {row.id: row.digest for row in db.execute(wanted)}
    for event in (e for e in events if e.id in digests):
        body = spine_rows.dump(event.payload)
        if spine_rows.digest(body) == digests[event.id]:
            db.execute(insert(PAYLOAD).values(event=event.id, body=body))
            yield event.proceeding


def take_orders(db: Connection, events: Sequence[Event]) -> Iterator[str]:
    """Note places in the county's order that the other book knew; gives the proceedings to settle."""
    known = {e.id: e for e in spine.read(db, EVENT.c.id.in_([e.id for e in events if e.county]))}
    for event in events:
        if event.county and event.id in known and known[event.id].county is None:
            yield spine.place(db, event.id, event.county)
