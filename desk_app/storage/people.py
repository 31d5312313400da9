"""The People socket: one row a person, with all their numbers."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

from sqlalchemy import Connection, and_, case, delete, func, insert, select, update

from desk_app.database.spine import PROCEEDING
from desk_app.domain.events import Event
from desk_app.domain.people import Number, Person
from desk_app.errors import RuleError
from desk_app.services.sockets import Deed
from desk_app.storage import keeping_keys, row_macs, tables
from desk_app.storage.damage import hidden, sift
from desk_app.storage.desk import BookBase, write
from forms import moments, numbers
from forms.particulars import ID_NUMBER
from forms.schema import Facts

_PERSON, _NUMBER, _MEMBER = tables.person, tables.person_number, tables.household_member
_ORGANISATION, _APPOINTMENT = tables.organisation, tables.appointment
_BY_NUMBER = (
    "SELECT person.id, person.name, person.id_number, person.phone FROM person_number n"
    " JOIN person ON person.id = n.person WHERE n.id_number = ?"
)

_ALL_NUMBERS = (
    f"SELECT t.id_number, {row_macs.fit(_NUMBER.name)}, (SELECT {row_macs.fit(_PERSON.name)} FROM person t"
    " WHERE t.id = m.person) FROM person_number m JOIN person_number t ON t.person = m.person"
    " WHERE m.id_number = ? ORDER BY t.since DESC"
)


class BookPeople:
    """The People socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def keep(self, person: Person) -> None:
        """Keep a person as known now; their identity number is added to their numbers."""
        with self._desk.db.writing() as db:
            keep(db, person)

    def by_number(self, id_number: str) -> Person | None:
        """The person who has or had this number; None when there is none."""
        with self._desk.db.reading() as db:
            return sound(db, by_number(db, id_number))

    def one(self, person_id: str) -> Person | None:
        """The person of this id."""
        with self._desk.db.reading() as db:
            return sound(db, _one(db, person_id))

    def numbers(self, person_id: str) -> tuple[Number, ...]:
        """Every identity number of a person, the newest first."""
        with self._desk.db.reading() as db:
            return _numbers(db, person_id, sound=True)

    def all_numbers(self, id_number: str) -> tuple[str, ...]:
        """Every identity number of the person who has or had this one, newest first; none when unknown."""
        with self._desk.db.reading() as db:
            rows = db.exec_driver_sql(_ALL_NUMBERS, (id_number,)).all()
            if all(sound for _, *told in rows for sound in told):
                return tuple(str(row[0]) for row in rows)
            person = sound(db, by_number(db, id_number))
            return tuple(n.id_number for n in _numbers(db, person.id, sound=True)) if person else ()

    def erase(self, person_id: str, noted: Callable[[tuple[str, ...]], Event]) -> tuple[str, ...]:
        """Delete what the county told of a person, and their own row where nothing else needs it.

        In the same transaction the event is kept that ``noted`` makes of what was deleted, in words.
        """
        told = tables.told_history
        with self._desk.db.writing() as db:
            held = [n.id_number for n in _numbers(db, person_id)]
            gone = db.execute(delete(told).where(told.c.id_number.in_(held))).rowcount
            words = ("区县告诉的情况",) if gone else ()
            if held:
                let_go(db, person_id)
            if _one(db, person_id) is None:
                words = (*words, "姓名、身份证号、电话")
            write(db, self._desk.law, Deed((noted(words),)))
            return words

    def renumber(self, person_id: str, id_number: str, on: date) -> None:
        """Give a person another number from a day on; the old one stays findable.

        RuleError when the number is another person's.
        """
        with self._desk.db.writing() as db:
            other = by_number(db, id_number)
            if other is not None and other.id != person_id:
                raise RuleError("这个号码已是另一个人的,请核对后再改")
            current = and_(_NUMBER.c.person == person_id, _NUMBER.c.until == "")
            db.execute(update(_NUMBER).where(current).values(until=on.isoformat()))
            db.execute(delete(_NUMBER).where(_NUMBER.c.id_number == id_number))
            row = {"id_number": id_number, "person": person_id, "since": on.isoformat(), "until": ""}
            db.execute(insert(_NUMBER).values(**row))
            db.execute(update(_PERSON).where(_PERSON.c.id == person_id).values(id_number=id_number))
            _renumbered(db, person_id)


def let_go(db: Connection, person_id: str) -> bool:
    """Delete a person with every number of theirs, unless something refers to them; whether they are gone."""
    held = [n.id_number for n in _numbers(db, person_id)]
    if any(_applied(db, number) for number in held) or _recorded(db, person_id):
        return False
    for table in (tables.told_history, tables.person_certificate):
        db.execute(delete(table).where(table.c.id_number.in_(held)))
    db.execute(delete(_NUMBER).where(_NUMBER.c.person == person_id))
    db.execute(delete(_PERSON).where(_PERSON.c.id == person_id))
    keeping_keys.keep_person(db, person_id)
    return True


def sound(db: Connection, person: Person | None) -> Person | None:
    """A person; None for one whose row, or a number of theirs, is damaged."""
    if person is None or hidden(db, _PERSON.name, [person.id]):
        return None
    own = [number.id_number for number in _numbers(db, person.id)]
    return None if hidden(db, _NUMBER.name, own) else person


def _numbers(db: Connection, person_id: str, *, sound: bool = False) -> tuple[Number, ...]:
    """The numbers of a person, only those that may be shown where they have to be sound."""
    wanted = "SELECT id_number, since, until FROM person_number WHERE person = ? ORDER BY since DESC"
    found = db.exec_driver_sql(wanted, (person_id,)).all()
    rows = sift(db, _NUMBER.name, found) if sound else found
    return tuple(Number(r.id_number, moments.day(r.since), moments.day(r.until)) for r in rows)


def of_answers(db: Connection, answers: Facts) -> Person:
    """The person a form is about, with the answers typed now; an existing person keeps their id."""
    told = {name: str(answers.get(name, "")) for name in ("name", "id_number", "phone")}
    known = by_number(db, told["id_number"])
    return Person(known.id if known else uuid4().hex, **told)


def keep(db: Connection, person: Person) -> None:
    """Keep a person; nothing is kept without a number, since they could not be found again."""
    if not person.id_number:
        return
    told = "UPDATE person SET name = ?, phone = ? WHERE id = ?"
    if not db.exec_driver_sql(told, (person.name, person.phone, person.id)).rowcount:
        values = {"name": person.name, "phone": person.phone}
        db.execute(insert(_PERSON).values(id=person.id, id_number=person.id_number, **values))
    if by_number(db, person.id_number) is None:
        row = {"id_number": person.id_number, "person": person.id, "since": "", "until": ""}
        db.execute(insert(_NUMBER).values(**row))
        _renumbered(db, person.id)
        return
    keeping_keys.keep_person(db, person.id)


def _renumbered(db: Connection, person_id: str) -> None:
    """Renew the keys of a person with a new number, and of their applications."""
    keeping_keys.keep_person(db, person_id)
    keeping_keys.keep_applications_of(db, [n.id_number for n in _numbers(db, person_id)])


def had(db: Connection, person: Person, id_number: str, on: date) -> None:
    """Keep that a person had another number until a day. Who has it now under the same name is merged in.

    Somebody else's number stays theirs: two people are never made one.
    """
    other = by_number(db, id_number)
    if other is None:
        row = {"id_number": id_number, "person": person.id, "since": "", "until": on.isoformat()}
        db.execute(insert(_NUMBER).values(**row))
    elif other.id == person.id or other.name != person.name:
        return
    else:
        _merge(db, person.id, other.id, on)
    _renumbered(db, person.id)


def _merge(db: Connection, person_id: str, other: str, on: date) -> None:
    """Make another row of the same person part of this one: their numbers and households."""
    theirs = _NUMBER.c.person == other
    ended = case((_NUMBER.c.until == "", on.isoformat()), else_=_NUMBER.c.until)
    db.execute(update(_NUMBER).where(theirs).values(person=person_id, until=ended))
    mine = select(_MEMBER.c.household).where(_MEMBER.c.person == person_id)
    moved = and_(_MEMBER.c.person == other, _MEMBER.c.household.not_in(mine))
    db.execute(update(_MEMBER).where(moved).values(person=person_id))
    db.execute(delete(_MEMBER).where(_MEMBER.c.person == other))
    if not _belongs(db, other):  # what records of registers are about keeps its row
        db.execute(delete(_PERSON).where(_PERSON.c.id == other))
    keeping_keys.keep_person(db, other)


def met(db: Connection, answers: Facts, on: date) -> None:
    """Keep the person at the window as soon as name and a valid number are typed.

    A person who has applied before is not changed.
    """
    person = of_answers(db, answers)
    if person.name and not numbers.id_fault(person.id_number, on) and not _applied(db, person.id_number):
        keep(db, person)


def forget_met(db: Connection, answers: Facts) -> None:
    """Delete a person who left without applying, unless something else refers to them."""
    person = by_number(db, str(answers.get(ID_NUMBER, "")))
    if person is None or _applied(db, person.id_number) or _belongs(db, person.id) or _drafted(db, person):
        return
    db.execute(delete(_NUMBER).where(_NUMBER.c.person == person.id))
    db.execute(delete(_PERSON).where(_PERSON.c.id == person.id))
    keeping_keys.keep_person(db, person.id)


def _recorded(db: Connection, person_id: str) -> bool:
    """Whether a record of a register, or a household, is about this person."""
    about = (PROCEEDING.c.subject_kind == "person") & (PROCEEDING.c.subject_id == person_id)
    member = select(_MEMBER.c.household).where(_MEMBER.c.person == person_id)
    return any(db.execute(w.limit(1)).first() for w in (select(PROCEEDING.c.id).where(about), member))


def _drafted(db: Connection, person: Person) -> bool:
    """Whether a draft is about this person."""
    body = tables.draft.c.body
    # SQLite raises at a body that is no JSON: a damaged draft is nobody's and hinders no other.
    number = case((func.json_valid(body) == 1, func.json_extract(body, "$.answers.id_number")))
    return db.execute(select(tables.draft.c.id).where(number == person.id_number)).first() is not None


def _applied(db: Connection, id_number: str) -> bool:
    table = tables.application
    return db.execute(select(table.c.id).where(table.c.id_number == id_number).limit(1)).first() is not None


def _belongs(db: Connection, person_id: str) -> bool:
    """Whether a household, a second number or a record refers to this person."""
    spine_row = select(PROCEEDING.c.id).where(
        PROCEEDING.c.subject_kind == "person", PROCEEDING.c.subject_id == person_id
    )
    member = select(_MEMBER.c.household).where(_MEMBER.c.person == person_id)
    numbers_held = db.execute(select(_NUMBER.c.id_number).where(_NUMBER.c.person == person_id)).all()
    held = (db.execute(wanted.limit(1)).first() for wanted in (spine_row, member))
    return len(numbers_held) > 1 or any(held)


def by_number(db: Connection, id_number: str) -> Person | None:
    """The person who has or had this number; None when there is none."""
    row = db.exec_driver_sql(_BY_NUMBER, (id_number,)).mappings().first()
    return Person(**row) if row else None


def _one(db: Connection, person_id: str) -> Person | None:
    row = db.execute(select(_PERSON).where(_PERSON.c.id == person_id)).mappings().first()
    return Person(**row) if row else None
