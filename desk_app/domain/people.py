"""People, their numbers and households, and organisations."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from desk_app.domain.records import CORRECTED
from forms.numbers import read_certificate_number
from forms.particulars import CERTIFICATE, FORMER_NUMBER, ID_NUMBER
from forms.schema import Facts


@dataclass(frozen=True, slots=True)
class Person:
    """One person with their present number."""

    id: str
    name: str
    id_number: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """An identity number and the days it was a person's; ``until`` is None while it is."""

    id_number: str
    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a household from a day on; ``until`` is the first day they are not, None while they are."""

    person: str
    relation: str
    """Relation to the head, as the household book names it: 户主, 配偶, 子 …"""
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """A household and its members as of one day."""

    id: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    """What an organisation is appointed for (评定医院 …) from a day on; ``until`` is the first day not."""

    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: 盲人按摩机构, 评定医院, 定点康复机构, 学校, 志愿联络站."""

    id: str
    name: str
    credit_code: str = ""
    """统一社会信用代码 (GB 32100), 18 characters; empty when unknown."""
    address: str = ""
    contact: str = ""
    appointments: tuple[Appointment, ...] = ()


class Households(Protocol):
    """Who lives together, from a day on and until a day."""

    def of(self, person_id: str, on: date) -> Household | None:
        """The household a person belongs to on a day, with all its members of that day."""
        ...

    def ever(self, person_id: str) -> tuple[Member, ...]:
        """Every time a person was in a household, oldest first; the others of it are not told."""
        ...

    def join(self, household_id: str, member: Member) -> None:
        """Add a person to a household from a day on; their membership in another one ends."""
        ...

    def leave(self, household_id: str, person_id: str, on: date) -> None:
        """End a person's membership in a household: ``on`` is the first day without it."""
        ...


class Organisations(Protocol):
    """Organisations and what they are appointed for."""

    def keep(self, organisation: Organisation) -> None:
        """Keep an organisation with all its appointments."""
        ...

    def all(self, appointed: str = "", on: date | None = None) -> tuple[Organisation, ...]:
        """Organisations by name; only those appointed for something on a day."""
        ...


def former_numbers(answers: Facts) -> tuple[str, ...]:
    """The earlier identity number on which a certificate stands, once a clerk said that it was corrected.

    The digits of a misprinted certificate are no number of this person; they may be somebody else's.
    """
    read = read_certificate_number(str(answers.get(CERTIFICATE, "")))
    if read is None or answers.get(FORMER_NUMBER) != CORRECTED or read.id_number == answers.get(ID_NUMBER):
        return ()
    return (read.id_number,)
