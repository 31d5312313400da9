"""People, their numbers and households, and the organisations beside them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """One person, whatever number they have today."""

    id: str
    name: str
    id_number: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """An identity number and the days it was theirs; ``until`` is None while it is."""

    id_number: str
    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a household, from a day on and until a day."""

    person: str
    relation: str
    """To the head, as the household book says it: 户主, 配偶, 子 …"""
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Household:
    """A household and its members on a day."""

    id: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Appointment:
    """What an organisation is appointed for (评定医院, 定点康复机构 …), from a day on and until a day."""

    kind: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation: 盲人按摩机构, 评定医院, 定点康复机构, 学校, 志愿联络站."""

    id: str
    name: str
    credit_code: str = ""
    """统一社会信用代码 (GB 32100), 18 characters; empty where it is not known."""
    address: str = ""
    contact: str = ""
    appointments: tuple[Appointment, ...] = ()
