"""Checks across the sheets of a year: what two sheets, a list or a day tell against one another. All pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, TypeVar

from forms.schema import Facts
from forms.sentences import plain_date
from forms.surveys.kinds import Questionnaire


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """What the checks look at of one sheet."""

    id: str
    name: str
    id_number: str
    town: str
    village: str
    state: str
    facts: Facts
    """The answers that counted when it was completed."""
    way: str = ""
    asked_on: str = ""
    collector: str = ""
    last: Facts = field(default_factory=dict)
    """The answers that counted last year, by this year's items; empty for who was not there."""
    gone: str = ""
    """What roster or book tell of a person who died, moved or has no certificate any more: 已去世."""


@dataclass(frozen=True, slots=True)
class SheetFinding:
    """Something between sheets that somebody has to look at."""

    check: str
    """Its code: doubles, gone, phone, head, outside, same, speed, totals."""
    mends: bool
    """Whether it has to be mended before a town signs (改正); otherwise it is looked at (核对)."""
    message: str
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """The numbers by which sheets are looked at; every one of them is a proposal the county may change."""

    one_phone: int = 5
    """Sheets with one telephone number from which they are looked at."""
    a_day: int = 30
    """Sheets of one collector on one day above which they are looked at."""


_NAMED: Final = 6
_PHONE, _HOUSE, _HEAD = "phone", "household", "head_name"
"""Items of the form that checks compare."""
_Key = TypeVar("_Key")
_Check = Callable[[Sequence[SeenSheet], Questionnaire, QualityLimits], Iterator[SheetFinding]]


def findings(
    sheets: Iterable[SeenSheet], form: Questionnaire, limits: QualityLimits | None = None
) -> tuple[SheetFinding, ...]:
    """Everything to be looked at among the sheets of a year that are complete, in the order of the checks."""
    done = tuple(sheet for sheet in sheets if sheet.facts)
    return tuple(found for check in CHECKS for found in check(done, form, limits or QualityLimits()))


def _twice(
    sheets: Sequence[SeenSheet], _form: Questionnaire, _limits: QualityLimits
) -> Iterator[SheetFinding]:
    """One person on two sheets: of one name and birth, in one place or in two."""
    for (name, birth), same in _by(sheets, lambda s: (s.name, str(s.facts.get("birth", "")))).items():
        if birth and len(same) > 1:
            places = {f"{s.town}{s.village}" for s in same}
            where = f"在{'、'.join(sorted(places))}" if len(places) > 1 else f"都在{places.pop()}"
            told = f"{name}({plain_date(birth)}出生)有{len(same)}张表,{where},请核对是不是同一个人"
            yield _found("doubles", told, same)


def _gone(
    sheets: Sequence[SeenSheet], _form: Questionnaire, _limits: QualityLimits
) -> Iterator[SheetFinding]:
    for sheet in sheets:
        if sheet.gone:
            told = f"{sheet.name}{sheet.gone},却有填好的表({_day(sheet)}{sheet.collector}采集),请改正"
            yield _found("gone", told, [sheet], mends=True)


def _phone(
    sheets: Sequence[SeenSheet], _form: Questionnaire, limits: QualityLimits
) -> Iterator[SheetFinding]:
    for phone, same in _by(sheets, lambda s: str(s.facts.get(_PHONE, ""))).items():
        if phone and len(same) >= limits.one_phone:
            told = f"{len(same)}张表是同一个电话(尾号{phone[-4:]}):{_names(same)},请核对"
            yield _found("phone", told, same)


def _head(
    sheets: Sequence[SeenSheet], _form: Questionnaire, _limits: QualityLimits
) -> Iterator[SheetFinding]:
    for house, same in _by(sheets, lambda s: str(s.facts.get(_HOUSE, ""))).items():
        heads = sorted({str(s.facts.get(_HEAD, "")) for s in same} - {""})
        if house and len(heads) > 1:
            told = f"户主编号{house}的{len(same)}张表,户主姓名不一样:{'、'.join(heads)},请改正"
            yield _found("head", told, same, mends=True)


def _outside(
    sheets: Sequence[SeenSheet], form: Questionnaire, _limits: QualityLimits
) -> Iterator[SheetFinding]:
    first, last = form.first_day.isoformat(), form.reference_day.isoformat()
    for sheet in sheets:
        if sheet.asked_on and not first <= sheet.asked_on <= last:
            told = f"{sheet.name}的采集日期{_day(sheet)}不在{plain_date(first)}至{plain_date(last)},请改正"
            yield _found("outside", told, [sheet], mends=True)


def _same(sheets: Sequence[SeenSheet], form: Questionnaire, _limits: QualityLimits) -> Iterator[SheetFinding]:
    """Sheets that tell nothing new, collector by collector."""
    asked = [item.id for item in form.items]
    copies = [
        sheet
        for sheet in sheets
        if sheet.last and all(sheet.facts.get(i) == sheet.last.get(i) for i in asked if i in sheet.facts)
    ]
    for collector, same in _by(copies, lambda s: s.collector).items():
        told = f"{collector or '没有写采集员'}的{len(same)}张表和去年的完全一样:{_names(same)},请抽几户核对"
        yield _found("same", told, same)


def _speed(
    sheets: Sequence[SeenSheet], _form: Questionnaire, limits: QualityLimits
) -> Iterator[SheetFinding]:
    for (collector, day), same in _by(sheets, lambda s: (s.collector, s.asked_on)).items():
        if day and len(same) > limits.a_day:
            told = f"{collector}{plain_date(day)}一天采集{len(same)}人,超过{limits.a_day}人,请抽几户核对"
            yield _found("speed", told, same)


CHECKS: Final[tuple[_Check, ...]] = (_twice, _gone, _phone, _head, _outside, _same, _speed)


def revisited(sheets: Iterable[SeenSheet], per_cent: int, seed: str) -> dict[str, tuple[SeenSheet, ...]]:
    """A sample to visit again, by collector: so many per cent of each, at least one, in an order of the seed.

    The same seed draws the same of the same sheets.
    """
    done = [sheet for sheet in sheets if sheet.facts]
    drawn: dict[str, tuple[SeenSheet, ...]] = {}
    for collector, mine in sorted(_by(done, lambda s: s.collector).items()):
        ordered = sorted(mine, key=lambda s: by_seed(seed, s.id))
        drawn[collector] = tuple(ordered[: -(-len(mine) * per_cent // 100)])
    return drawn


def by_seed(seed: str, key: str) -> str:
    """The place of something in the order of a seed."""
    return sha256(f"{seed}|{key}".encode()).hexdigest()


def _by(sheets: Iterable[SeenSheet], key: Callable[[SeenSheet], _Key]) -> Mapping[_Key, list[SeenSheet]]:
    found: dict[_Key, list[SeenSheet]] = defaultdict(list)
    for sheet in sheets:
        found[key(sheet)].append(sheet)
    return found


def _found(check: str, message: str, sheets: Sequence[SeenSheet], *, mends: bool = False) -> SheetFinding:
    return SheetFinding(check, mends, message, tuple(s.id for s in sheets))


def _names(sheets: Sequence[SeenSheet]) -> str:
    return "、".join(s.name for s in sheets[:_NAMED]) + ("等" if len(sheets) > _NAMED else "")


def _day(sheet: SeenSheet) -> str:
    return plain_date(sheet.asked_on) if sheet.asked_on else ""
