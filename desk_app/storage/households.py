"""The Households and Organisations sockets: who lives together, and who is appointed for what."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from desk_app.domain.people import Appointment, Household, Member, Organisation
from desk_app.storage import tables
from desk_app.storage.damage import sift, sift_where
from desk_app.storage.desk import BookBase

_MEMBER = tables.household_member
_ORGANISATION, _APPOINTMENT = tables.organisation, tables.appointment


class BookHouseholds:
    """The Households socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def of(self, person_id: str, on: date) -> Household | None:
        """The household a person belongs to on a day, with all its members of that day."""
        mine = select(_MEMBER).where(_MEMBER.c.person == person_id, _at(_MEMBER, on))
        with self._desk.db.reading() as db:
            own = _members(db, "t.person = ?", person_id, db.execute(mine).all())
            if not own:
                return None
            household = str(own[0].household)
            wanted = select(_MEMBER).where(_MEMBER.c.household == household, _at(_MEMBER, on))
            found = db.execute(wanted.order_by(_MEMBER.c.since, _MEMBER.c.person)).all()
            return Household(
                household, tuple(map(_member, _members(db, "t.household = ?", household, found)))
            )

    def ever(self, person_id: str) -> tuple[Member, ...]:
        """Every time a person was in a household, oldest first; the others of it are not told."""
        wanted = select(_MEMBER).where(_MEMBER.c.person == person_id).order_by(_MEMBER.c.since)
        with self._desk.db.reading() as db:
            found = _members(db, "t.person = ?", person_id, db.execute(wanted).all())
            return tuple(map(_member, found))

    def join(self, household_id: str, member: Member) -> None:
        """Add a person to a household from a day on; their membership in another one ends that day."""
        with self._desk.db.writing() as db:
            _leave(db, _MEMBER.c.person == member.person, member.since)
            same = and_(_MEMBER.c.household == household_id, _MEMBER.c.person == member.person)
            db.execute(delete(_MEMBER).where(same, _MEMBER.c.since == member.since.isoformat()))
            db.execute(
                insert(_MEMBER).values(
                    household=household_id,
                    person=member.person,
                    relation=member.relation,
                    since=member.since.isoformat(),
                    until=_text(member.until),
                )
            )

    def leave(self, household_id: str, person_id: str, on: date) -> None:
        """End a person's membership in a household: ``on`` is the first day without it."""
        with self._desk.db.writing() as db:
            _leave(db, and_(_MEMBER.c.household == household_id, _MEMBER.c.person == person_id), on)


class BookOrganisations:
    """The Organisations socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def keep(self, organisation: Organisation) -> None:
        """Keep an organisation with all its appointments."""
        mine = _APPOINTMENT.c.organisation == organisation.id
        with self._desk.db.writing() as db:
            db.execute(delete(_APPOINTMENT).where(mine))
            db.execute(delete(_ORGANISATION).where(_ORGANISATION.c.id == organisation.id))
            db.execute(
                insert(_ORGANISATION).values(
                    id=organisation.id,
                    name=organisation.name,
                    credit_code=organisation.credit_code,
                    address=organisation.address,
                    contact=organisation.contact,
                )
            )
            for appointed in {(a.kind, a.since): a for a in organisation.appointments}.values():
                db.execute(
                    insert(_APPOINTMENT).values(
                        organisation=organisation.id,
                        kind=appointed.kind,
                        since=appointed.since.isoformat(),
                        until=_text(appointed.until),
                    )
                )

    def all(self, appointed: str = "", on: date | None = None) -> tuple[Organisation, ...]:
        """Organisations by name; only those appointed for something on a day."""
        wanted = select(_ORGANISATION).order_by(_ORGANISATION.c.name, _ORGANISATION.c.id)
        if appointed:
            chosen = select(_APPOINTMENT.c.organisation).where(_APPOINTMENT.c.kind == appointed)
            chosen = chosen.where(_at(_APPOINTMENT, on)) if on else chosen
            wanted = wanted.where(_ORGANISATION.c.id.in_(chosen))
        with self._desk.db.reading() as db:
            found = sift(db, _ORGANISATION.name, db.execute(wanted).all())
            return tuple(_organisation(db, row) for row in found)


def _leave(db: Connection, who: Any, on: date) -> None:
    open_ = and_(who, _MEMBER.c.until == "")
    db.execute(update(_MEMBER).where(open_).values(until=on.isoformat()))


def _at(table: Any, on: date) -> Any:
    """The rows that hold on a day; their ``until`` is the first day they do not."""
    day = on.isoformat()
    return and_(table.c.since <= day, or_(table.c.until == "", table.c.until > day))


def _members(db: Connection, where: str, given: str, found: Sequence[Row[Any]]) -> list[Row[Any]]:
    """These rows of members without the damaged ones."""
    return sift_where(db, _MEMBER.name, found, where, given)


def _member(row: Row[Any]) -> Member:
    return Member(row.person, row.relation, date.fromisoformat(row.since), _day(row.until))


def _organisation(db: Connection, row: Row[Any]) -> Organisation:
    wanted = select(_APPOINTMENT).where(_APPOINTMENT.c.organisation == row.id)
    rows = db.execute(wanted.order_by(_APPOINTMENT.c.since, _APPOINTMENT.c.kind)).all()
    found = sift_where(db, _APPOINTMENT.name, rows, "t.organisation = ?", str(row.id))
    appointed = (Appointment(r.kind, date.fromisoformat(r.since), _day(r.until)) for r in found)
    return Organisation(**row._mapping, appointments=tuple(appointed))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
