"""Facts that follow from other facts: age from the number, grade from the certificate, months to a day.

A definition names a derivation with its arguments, e.g. ``within cancelled_on 12``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms.numbers import age_on, read_certificate, read_id
from forms.particulars import BIRTH, CERTIFICATE, ID_NUMBER
from forms.schema import Derivation, Facts, Kind, Value

# 类别码 7 多重 says only that there are several (残疾人证管理办法 第十三条).
_MULTIPLE = "7"

_Work = Callable[[Facts, tuple[str, ...], date], Value | None]


@dataclass(frozen=True, slots=True)
class Deriver:
    """How one derivation works: kind of its result, elements it always reads, and kinds of its arguments.

    The first argument, where there is one, is the element it reads; the second is a number of months.
    """

    gives: Kind
    reads: tuple[str, ...]
    takes: Kind | None
    """Kind of the element named as first argument; None where there is no argument."""
    arguments: int
    work: _Work


def _birth_date(facts: Facts, today: date) -> date | None:
    identity = read_id(str(facts.get(ID_NUMBER, "")), today)
    return identity.birth if identity else _day(facts, BIRTH)


def _day(facts: Facts, element: str) -> date | None:
    try:
        return date.fromisoformat(str(facts.get(element, "")))
    except ValueError:
        return None


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


def _holds(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    return True if read_certificate(str(facts.get(CERTIFICATE, ""))) else None


def _categories(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    read = read_certificate(str(facts.get(CERTIFICATE, "")))
    return None if read is None or read[0] == _MULTIPLE else (read[0],)


def _grade(facts: Facts, _arguments: tuple[str, ...], _today: date) -> Value | None:
    read = read_certificate(str(facts.get(CERTIFICATE, "")))
    return read[1] if read else None


def _today(_facts: Facts, _arguments: tuple[str, ...], today: date) -> Value | None:
    return today.isoformat()


def _months_until(facts: Facts, arguments: tuple[str, ...], today: date) -> Value | None:
    """Months until a day, begun months counted whole; 0 or less when the day is past."""
    day = _day(facts, arguments[0])
    return str(-months_between(day, today)) if day else None


def _within(facts: Facts, arguments: tuple[str, ...], today: date) -> Value | None:
    day = _day(facts, arguments[0])
    # The day the months end on still counts as within them (民法典第二百零一、二百零二条).
    return -months_between(today, day) <= int(arguments[1]) if day else None


def _count(facts: Facts, arguments: tuple[str, ...], _today: date) -> Value | None:
    held = facts.get(arguments[0])
    return str(len(held)) if isinstance(held, tuple) and held else None


DERIVERS: Final[Mapping[str, Deriver]] = {
    "age": Deriver(Kind.NUMBER, (ID_NUMBER, BIRTH), None, 0, _age),
    "birth": Deriver(Kind.DATE, (ID_NUMBER,), None, 0, _birth),
    "sex": Deriver(Kind.CHOICE, (ID_NUMBER,), None, 0, _sex),
    "categories": Deriver(Kind.CHOICES, (CERTIFICATE,), None, 0, _categories),
    "grade": Deriver(Kind.CHOICE, (CERTIFICATE,), None, 0, _grade),
    "holds-certificate": Deriver(Kind.FLAG, (CERTIFICATE,), None, 0, _holds),
    "today": Deriver(Kind.DATE, (), None, 0, _today),
    "months-until": Deriver(Kind.NUMBER, (), Kind.DATE, 1, _months_until),
    "within": Deriver(Kind.FLAG, (), Kind.DATE, 2, _within),
    "count": Deriver(Kind.NUMBER, (), Kind.CHOICES, 1, _count),
}


def derived(derivation: Derivation, facts: Facts, today: date) -> Value | None:
    """What follows from the facts on a day, or None."""
    return DERIVERS[derivation.name].work(facts, derivation.arguments, today)


def inputs(derivation: Derivation) -> tuple[str, ...]:
    """The elements a derivation reads."""
    return DERIVERS[derivation.name].reads + derivation.arguments[:1]
