"""The one language of conditions: any row of all clauses, answered true, false or unknown.

It decides eligibility, what is shown and required, materials, exclusions and contradictions alike.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Final

from forms.facts import NOT_ASKED
from forms.schema import UNSURE, Clause, Condition, Element, Facts, Kind, Value
from forms.spelling import choose, meant

Truth = bool | None
"""Kleene's three values; None is unknown and never counts as true or false."""

_Compare = Callable[[Value, tuple[str, ...]], bool]
_ONE, _TWO, _SOME = range(1, 2), range(2, 3), range(1, 99)


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator on one group of kinds: how many values it takes and what it compares."""

    values: range
    compare: _Compare


def _flag(value: Value, wanted: tuple[str, ...]) -> bool:
    return value is (wanted[0] == "yes")


def _held(value: Value) -> frozenset[str]:
    return frozenset(value if isinstance(value, tuple) else ())


def _number(value: Value) -> float:
    number = float(str(value))
    if not isfinite(number):
        raise ValueError(value)
    return number


def _day(value: Value) -> date:
    """A day written with hyphens; the standard library also reads 20260305, which may be a number."""
    day = date.fromisoformat(str(value))
    if len(str(value)) != 10 or not 1900 <= day.year <= 2100:
        raise ValueError(value)
    return day


FLAGS: Final = ("yes", "no")
"""The two values of a flag; no code of a table may have these names."""

_FLAG: Final = {"=": Operator(_ONE, _flag)}
_CHOICE: Final = {
    "=": Operator(_ONE, lambda v, w: v == w[0]),
    "!=": Operator(_ONE, lambda v, w: v != w[0]),
    "in": Operator(_SOME, lambda v, w: v in w),
    "not-in": Operator(_SOME, lambda v, w: v not in w),
}
_CHOICES: Final = {
    "any-of": Operator(_SOME, lambda v, w: bool(_held(v) & set(w))),
    "all-of": Operator(_SOME, lambda v, w: _held(v) >= set(w)),
    "none-of": Operator(_SOME, lambda v, w: not _held(v) & set(w)),
}
_NUMBER: Final = {
    ">=": Operator(_ONE, lambda v, w: _number(v) >= float(w[0])),
    "<=": Operator(_ONE, lambda v, w: _number(v) <= float(w[0])),
    "between": Operator(_TWO, lambda v, w: float(w[0]) <= _number(v) <= float(w[1])),
}
_DATE: Final = {
    ">=": Operator(_ONE, lambda v, w: _day(v) >= _day(w[0])),
    "<=": Operator(_ONE, lambda v, w: _day(v) <= _day(w[0])),
    "between": Operator(_TWO, lambda v, w: _day(w[0]) <= _day(v) <= _day(w[1])),
}

OPERATORS: Final[Mapping[Kind, Mapping[str, Operator]]] = {
    Kind.FLAG: _FLAG,
    Kind.CHOICE: _CHOICE,
    Kind.CHOICES: _CHOICES,
    Kind.NUMBER: _NUMBER,
    Kind.DATE: _DATE,
}
"""The operators each kind understands; free text and numbers of cards are never compared."""

ANSWERED: Final = "answered"
BLANK: Final = "blank"
PRESENCE: Final = (ANSWERED, BLANK)
"""Operators without a value, for every kind: whether there is an answer. They are never unknown."""
BELOW: Final = "below"
"""Operator of two numbers of one record: ``stock below least`` is true where the first is less."""
WORDS: Final = (*dict.fromkeys(word for group in OPERATORS.values() for word in group), BELOW, *PRESENCE)
"""Every operator of the language, once."""


def parse(text: str) -> Clause:
    """The clause a text like ``grade in 1 2`` stands for; ValueError in Chinese otherwise."""
    parts = text.split()
    if len(parts) < 3 and parts[1:] not in ([ANSWERED], [BLANK]):
        raise ValueError(f"条件“{text}”应写成“要素 运算符 值”,如“age between 16 59”")
    element, operator, *values = parts
    if operator not in WORDS:
        raise ValueError(f"条件“{text}”的运算符“{operator}”不认识{choose(operator, WORDS)}")
    return Clause(element, operator, tuple(values))


def fault(clause: Clause, element: Element, codes: Collection[str]) -> str | None:
    """Why a clause does not fit this element, with what to write instead; None when it fits."""
    if clause.operator in PRESENCE:
        return f"“{element.label} {clause.operator}”后面不写值" if clause.values else None
    if clause.operator == BELOW:
        fits = element.kind is Kind.NUMBER and len(clause.values) == 1
        return None if fits else f"“{element.label} {BELOW}”比的是两个数,后面写另一个数的 id"
    group = OPERATORS.get(element.kind)
    if group is None:
        return f"“{element.label}”是{element.kind},不能写进条件;只有是非、选项、数字和日期可以"
    operator = group.get(clause.operator)
    if operator is None:
        usable = choose(clause.operator, group)
        return f"运算符“{clause.operator}”不能用于“{element.label}”({element.kind}){usable}"
    if len(clause.values) not in operator.values:
        return (
            f"“{element.label} {clause.operator}”要{operator.values.start}个值,现在是{len(clause.values)}个"
        )
    return _value_fault(clause, element, codes)


def _value_fault(clause: Clause, element: Element, codes: Collection[str]) -> str | None:
    match element.kind:
        case Kind.FLAG if clause.values[0] not in FLAGS:
            return f"“{element.label}”只能与 yes 或 no 比较"
        case Kind.CHOICE | Kind.CHOICES if unknown := [v for v in clause.values if v not in codes]:
            near = meant(unknown[0], codes)
            return f"“{element.label}”没有代码 {'、'.join(unknown)}{near or f',可用:{_some(codes)}'}"
        case Kind.NUMBER | Kind.DATE:
            return _order_fault(clause, element)
    return None


def _some(codes: Collection[str]) -> str:
    """The first codes of a table, and 等 when there are more."""
    first = list(codes)[:20]
    return "、".join(first) + ("等" if len(codes) > len(first) else "")


def _order_fault(clause: Clause, element: Element) -> str | None:
    """Fault of the limits of a number or a date: unreadable, or the wrong way round."""
    read: Callable[[Value], float | date] = _number if element.kind is Kind.NUMBER else _day
    try:
        limits = [read(v) for v in clause.values]
    except ValueError:
        wanted = "数字" if element.kind is Kind.NUMBER else "2026-03-05 样子的日期"
        return f"“{element.label}”只能与{wanted}比较,现在是 {' '.join(clause.values)}"
    if limits != sorted(limits):
        return f"“{element.label}”的范围前大后小,请写成 {' '.join(reversed(clause.values))}"
    return None


_UNKNOWN: Final = (None, "", (), UNSURE)


def known(facts: Facts, element: str) -> bool:
    """Whether a fact is answered with something other than 不清楚."""
    return facts.get(element) not in _UNKNOWN


def clause_truth(clause: Clause, facts: Facts) -> Truth:
    """Truth of one clause; unknown when its element has no answer, or one of another kind."""
    value = facts.get(clause.element)
    if not clause.values:
        return (value not in (*_UNKNOWN, NOT_ASKED)) is (clause.operator == ANSWERED)
    if value is None or value in _UNKNOWN:
        return None
    if value == NOT_ASKED:
        return False
    try:
        if clause.operator == BELOW:
            other = facts.get(clause.values[0])
            return _number(value) < _number(other) if known(facts, clause.values[0]) and other else None
        return _operator(clause, value).compare(value, clause.values)
    except (KeyError, ValueError):
        return None


def _operator(clause: Clause, value: Value) -> Operator:
    """The operator for this clause and this value; KeyError when the value's kind has no such operator."""
    flag = isinstance(value, bool)
    if flag is not (clause.values[0] in FLAGS):
        raise KeyError(clause.operator)
    if flag:
        return _FLAG[clause.operator]
    if isinstance(value, tuple):
        return _CHOICES[clause.operator]
    if clause.operator in _CHOICE:
        return _CHOICE[clause.operator]
    return (_DATE if clause.values[0].count("-") == 2 else _NUMBER)[clause.operator]


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene AND: false wins, then unknown."""
    whole: Truth = True
    for each in truths:
        if each is False:
            return False
        whole = whole if each else None
    return whole


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene OR: true wins, then unknown."""
    whole: Truth = False
    for each in truths:
        if each:
            return True
        whole = None if each is None else whole
    return whole


def truth(condition: Condition, facts: Facts) -> Truth:
    """Truth of a condition; the empty condition holds."""
    if not condition:
        return True
    if len(condition) == 1:  # most are
        return _row_truth(condition[0], facts)
    return any_of(_row_truth(row, facts) for row in condition)


def _row_truth(row: tuple[Clause, ...], facts: Facts) -> Truth:
    if len(row) == 1:
        return clause_truth(row[0], facts)
    return all_of(clause_truth(c, facts) for c in row)


def open_facts(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """Unanswered elements that can still decide an undecided condition, in reading order."""
    if truth(condition, facts) is not None:
        return ()
    rows = [row for row in condition if _row_truth(row, facts) is None]
    names = (c.element for row in rows for c in row if not known(facts, c.element))
    return tuple(dict.fromkeys(names))


def elements(condition: Condition) -> tuple[str, ...]:
    """Every element a condition looks at."""
    return tuple(dict.fromkeys(c.element for row in condition for c in row))
