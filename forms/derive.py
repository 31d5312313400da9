"""Facts that follow from other facts: age from the number, grade from the certificate, months to a day.

A definition names a derivation with its arguments, e.g. ``within cancelled_on 12``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms import moments
from forms.conditions import known
from forms.numbers import (
    CertificateNumber,
    IdKind,
    age_on,
    bank_caution,
    bank_fault,
    id_kind,
    on_another_number,
    read_certificate_number,
    read_id,
)
from forms.particulars import (
    BIRTH,
    CERTIFICATE,
    CERTIFICATE_STATE,
    CERTIFICATE_UNTIL,
    FORMER_NUMBER,
    ID_NUMBER,
    NAME,
    PHONE,
    RECORDED_STATE,
)
from forms.schema import UNSURE, Derivation, Facts, Kind, Value

# 类别码 7 多重 says only that there are several (残疾人证管理办法 第十三条).
_MULTIPLE = "7"
VALID, LOST, EXPIRED, DAMAGED, CANCELLED, NEVER = "1", "2", "3", "4", "5", "0"
"""States of a certificate as an applicant tells them (code table ``certificate_state``)."""
MOVED, FROZEN, UNRECORDED = "6", "7", "0"
"""Further states that only records have (code table ``recorded_state``)."""
_STATES = (VALID, LOST, EXPIRED, CANCELLED)
RESIDENT, RESIDENCE, PERMANENT = "1", "2", "3"
"""Kinds of identity card (code table ``id_kind``): 居民身份证, 港澳台居民居住证, 外国人永久居留身份证."""
_CARDS: Final[Mapping[IdKind, str]] = {
    IdKind.HONG_KONG_MACAO: RESIDENCE,
    IdKind.TAIWAN: RESIDENCE,
    IdKind.FOREIGN_2017: PERMANENT,
    IdKind.FOREIGN_2023: PERMANENT,
}

_Work = Callable[[Facts, tuple[str, ...], date], Value | None]


@dataclass(frozen=True, slots=True)
class Deriver:
    """How one derivation works: kind of its result, elements it always reads, and kinds of its arguments.

    The first argument, where there is one, is the element it reads; the second is a number of months, a code,
    or another element.
    """

    gives: Kind
    reads: tuple[str, ...]
    takes: tuple[Kind, ...]
    """Kinds the element named as first argument may be of; empty where there is no argument."""
    arguments: int
    work: _Work
    pair: bool = False
    """Whether the second argument is an element too, of the same kind as the first."""


def _birth_date(facts: Facts, today: date) -> date | None:
    identity = read_id(str(facts.get(ID_NUMBER, "")), today)
    return identity.birth if identity else moments.day(facts.get(BIRTH))


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one; negative when it is earlier."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if last.day < first.day else months


def _age(facts: Facts, _arguments: tuple[str, ...], today: date) -> Value | None:
    born = _birth_date(facts, today)
    return str(age_on(born, today)) if born and born <= today else None


def _birth(facts: Facts, _arguments: tuple[str, ...], today: date) -> Value | None:
    born = _birth_date(facts, today)
    return born.isoformat() if born else None


def _sex(facts: Facts, _arguments: tuple[str, ...], today: date) -> Value | None:
    identity = read_id(str(facts.get(ID_NUMBER, "")), today)
    return identity.sex if identity else None


def _certificate(facts: Facts) -> CertificateNumber | None:
    """The certificate shown, when it is the person's own; one on another's number needs a reason."""
    number, own = str(facts.get(CERTIFICATE, "")), str(facts.get(ID_NUMBER, ""))
    if on_another_number(number, [own]) and not known(facts, FORMER_NUMBER):
        return None
    return read_certificate_number(number)


def _shows(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    return _certificate(facts) is not None


def _state(facts: Facts, _arguments: tuple[str, ...], today: date) -> Value | None:
    """As recorded; else by the last day of the certificate that is shown."""
    recorded = str(facts.get(RECORDED_STATE, ""))
    if recorded in _STATES:
        return recorded
    until = moments.day(facts.get(CERTIFICATE_UNTIL))
    if until is None or _certificate(facts) is None:
        return None
    return EXPIRED if until < today else VALID


def _lost(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether the certificate was lost: as told; that a record calls it valid decides nothing."""
    state, recorded = facts.get(CERTIFICATE_STATE), facts.get(RECORDED_STATE)
    if LOST in (state, recorded):
        return True
    if state in (None, "", UNSURE) or state == recorded:
        return None
    return False


def _holds(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    """By the state; while that is not known, a certificate that is shown is held."""
    state = facts.get(CERTIFICATE_STATE)
    if state in (None, "", UNSURE):
        return True if _certificate(facts) else None
    return state not in (NEVER, CANCELLED)


def _categories(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    read = _certificate(facts)
    return None if read is None or read.category == _MULTIPLE else (read.category,)


def _grade(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    read = _certificate(facts)
    return read.grade if read else None


def _past(facts: Facts, arguments: tuple[str, ...], today: date) -> Value | None:
    """Whether a last day is over; the day itself is not."""
    day = moments.day(facts.get(arguments[0]))
    return day < today if day else None


def _coded(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether a choice is of this code; False while it is not answered."""
    return facts.get(arguments[0]) == arguments[1]


def _other_than(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether a choice is answered with another code than this; False while it is not answered."""
    return facts.get(arguments[0], "") not in ("", UNSURE, arguments[1])


def _id_kind(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    """The kind of card: that of a resident unless the number has the shape of another card's."""
    kind = id_kind(str(facts.get(ID_NUMBER, "")))
    return _CARDS.get(kind, RESIDENT) if kind else RESIDENT


def _same(element: str) -> _Work:
    """Whether another element has the same answer as this one; None while one of them is open."""

    def work(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
        if not (known(facts, element) and known(facts, arguments[0])):
            return None
        return facts[element] == facts[arguments[0]]

    return work


def _today(_facts: Facts, _arguments: tuple[str, ...], today: date) -> Value | None:
    return today.isoformat()


def _months_until(facts: Facts, arguments: tuple[str, ...], today: date) -> Value | None:
    """Months until a day, begun months counted whole; 0 or less when the day is past."""
    day = moments.day(facts.get(arguments[0]))
    return str(-months_between(day, today)) if day else None


def _within(facts: Facts, arguments: tuple[str, ...], today: date) -> Value | None:
    day = moments.day(facts.get(arguments[0]))
    # The day the months end on still counts as within them (民法典第二百零一、二百零二条).
    return -months_between(today, day) <= int(arguments[1]) if day else None


def _count(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    held = facts.get(arguments[0])
    return str(len(held)) if isinstance(held, tuple) and held else None


def _unusual_account(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether an account is no usual card number, so that it is typed twice; unknown while it has a fault."""
    number = facts.get(arguments[0])
    if not isinstance(number, str) or number in ("", UNSURE) or bank_fault(number):
        return None
    return bank_caution(number) is not None


def _pair(facts: Facts, arguments: tuple[str, ...]) -> tuple[Value, Value] | None:
    """The answers to two elements; None while one of them is open."""
    one, other = arguments
    return (facts[one], facts[other]) if known(facts, one) and known(facts, other) else None


def _codes(value: Value) -> frozenset[str]:
    return frozenset(value if isinstance(value, tuple) else (str(value),))


def _differs(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether two answers are not the same, in whatever order several were chosen."""
    both = _pair(facts, arguments)
    return _codes(both[0]) != _codes(both[1]) if both else None


def _order(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether the first of two answers is less (-1), the same (0) or more (1); a choice by its code."""
    both = _pair(facts, arguments)
    places = [_place(value) for value in both or ()]
    if not places or None in places:
        return None
    one, other = (place or 0 for place in places)
    return str((one > other) - (one < other))


def _place(value: Value) -> float | None:
    """A number, or a day as a number; None for anything else."""
    if day := moments.day(value):
        return day.toordinal()
    try:
        return float(str(value))
    except ValueError:
        return None


def _shared(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    """Whether something was chosen at both of two elements."""
    both = _pair(facts, arguments)
    return bool(_codes(both[0]) & _codes(both[1])) if both else None


_ANY: Final = tuple(kind for kind in Kind if kind is not Kind.FILE)
_ORDERED: Final = (Kind.NUMBER, Kind.DATE, Kind.CHOICE)
_DAYS: Final = (Kind.DATE,)

DERIVERS: Final[Mapping[str, Deriver]] = {
    "age": Deriver(Kind.NUMBER, (ID_NUMBER, BIRTH), (), 0, _age),
    "birth": Deriver(Kind.DATE, (ID_NUMBER,), (), 0, _birth),
    "sex": Deriver(Kind.CHOICE, (ID_NUMBER,), (), 0, _sex),
    "categories": Deriver(Kind.CHOICES, (CERTIFICATE,), (), 0, _categories),
    "grade": Deriver(Kind.CHOICE, (CERTIFICATE,), (), 0, _grade),
    "shows-certificate": Deriver(Kind.FLAG, (CERTIFICATE, FORMER_NUMBER), (), 0, _shows),
    "certificate-state": Deriver(
        Kind.CHOICE, (CERTIFICATE, RECORDED_STATE, CERTIFICATE_UNTIL), (), 0, _state
    ),
    "holds-certificate": Deriver(Kind.FLAG, (CERTIFICATE_STATE, CERTIFICATE), (), 0, _holds),
    "lost-certificate": Deriver(Kind.FLAG, (CERTIFICATE_STATE,), (), 0, _lost),
    "past": Deriver(Kind.FLAG, (), _DAYS, 1, _past),
    "coded": Deriver(Kind.FLAG, (), (Kind.CHOICE,), 2, _coded),
    "other-than": Deriver(Kind.FLAG, (), (Kind.CHOICE,), 2, _other_than),
    "id-kind": Deriver(Kind.CHOICE, (ID_NUMBER,), (), 0, _id_kind),
    "same-name": Deriver(Kind.FLAG, (NAME,), (Kind.NAME,), 1, _same(NAME)),
    "same-phone": Deriver(Kind.FLAG, (PHONE,), (Kind.PHONE,), 1, _same(PHONE)),
    "today": Deriver(Kind.DATE, (), (), 0, _today),
    "months-until": Deriver(Kind.NUMBER, (), _DAYS, 1, _months_until),
    "within": Deriver(Kind.FLAG, (), _DAYS, 2, _within),
    "unusual-account": Deriver(Kind.FLAG, (), (Kind.BANK_CARD,), 1, _unusual_account),
    "count": Deriver(Kind.NUMBER, (), (Kind.CHOICES,), 1, _count),
    "differs": Deriver(Kind.FLAG, (), _ANY, 2, _differs, pair=True),
    "order": Deriver(Kind.NUMBER, (), _ORDERED, 2, _order, pair=True),
    "shared": Deriver(Kind.FLAG, (), (Kind.CHOICES,), 2, _shared, pair=True),
}


def derived(derivation: Derivation, facts: Facts, today: date) -> Value | None:
    """What follows from the facts on a day, or None."""
    return DERIVERS[derivation.name].work(facts, derivation.arguments, today)


def inputs(derivation: Derivation) -> tuple[str, ...]:
    """The elements a derivation reads."""
    deriver = DERIVERS[derivation.name]
    return deriver.reads + derivation.arguments[: 2 if deriver.pair else 1]
