"""The one language of conditions: any row of all clauses, answered true, false or unknown."""

from collections.abc import Callable, Iterable
from typing import Final

from forms.schema import UNSURE, Clause, Condition, Element, Facts, Kind, Value

Truth = bool | None
"""Kleene's three values; None is unknown and never counts as true or false."""


def _number(text: Value) -> float:
    return float(str(text))


def _codes(value: Value) -> frozenset[str]:
    return frozenset(value) if isinstance(value, tuple) else frozenset({str(value)})


def _flag(text: str) -> bool:
    return text == "yes"


# operator → (how many values, kinds it fits, comparison)
_Compare = Callable[[Value, tuple[str, ...]], bool]
OPERATORS: Final[dict[str, tuple[range, frozenset[Kind], _Compare]]] = {
    "=": (range(1, 2), frozenset({Kind.FLAG, Kind.CHOICE}), lambda v, w: _same(v, w[0])),
    "!=": (range(1, 2), frozenset({Kind.FLAG, Kind.CHOICE}), lambda v, w: not _same(v, w[0])),
    "in": (range(1, 99), frozenset({Kind.CHOICE}), lambda v, w: str(v) in w),
    "not-in": (range(1, 99), frozenset({Kind.CHOICE}), lambda v, w: str(v) not in w),
    "any-of": (range(1, 99), frozenset({Kind.CHOICES}), lambda v, w: bool(_codes(v) & set(w))),
    "none-of": (range(1, 99), frozenset({Kind.CHOICES}), lambda v, w: not _codes(v) & set(w)),
    ">=": (range(1, 2), frozenset({Kind.NUMBER}), lambda v, w: _number(v) >= float(w[0])),
    "<=": (range(1, 2), frozenset({Kind.NUMBER}), lambda v, w: _number(v) <= float(w[0])),
    "between": (
        range(2, 3),
        frozenset({Kind.NUMBER}),
        lambda v, w: float(w[0]) <= _number(v) <= float(w[1]),
    ),
}


def _same(value: Value, wanted: str) -> bool:
    return value == _flag(wanted) if isinstance(value, bool) else str(value) == wanted


def parse(text: str) -> Clause:
    """The clause a text like ``grade in 1 2`` stands for; ValueError in Chinese otherwise."""
    parts = text.split()
    if len(parts) < 3:
        raise ValueError(f"条件“{text}”应写成“要素 运算符 值”,如“age between 16 59”")
    element, operator, *values = parts
    if operator not in OPERATORS:
        raise ValueError(f"条件“{text}”的运算符“{operator}”不认识,可用:{'、'.join(OPERATORS)}")
    if len(values) not in OPERATORS[operator][0]:
        raise ValueError(f"条件“{text}”的值个数不对")
    return Clause(element, operator, tuple(values))


def fault(clause: Clause, element: Element, codes: Iterable[str]) -> str | None:
    """Why a clause can not be asked of this element, or None."""
    if element.kind not in OPERATORS[clause.operator][1]:
        return f"运算符“{clause.operator}”不能用于“{element.label}”({element.kind})"
    if element.kind is Kind.FLAG and clause.values[0] not in ("yes", "no"):
        return f"“{element.label}”只能与 yes 或 no 比较"
    if element.kind in (Kind.CHOICE, Kind.CHOICES):
        known = set(codes)
        if unknown := [v for v in clause.values if v not in known]:
            return f"“{element.label}”没有代码 {'、'.join(unknown)}"
    if element.kind is Kind.NUMBER:
        try:
            [float(v) for v in clause.values]
        except ValueError:
            return f"“{element.label}”只能与数字比较"
    return None


def known(facts: Facts, element: str) -> bool:
    """Whether a fact is answered with something other than 不清楚."""
    return facts.get(element) not in (None, "", (), UNSURE)


def clause_truth(clause: Clause, facts: Facts) -> Truth:
    """Truth of one clause; unknown when its element is not answered."""
    if not known(facts, clause.element):
        return None
    return OPERATORS[clause.operator][2](facts[clause.element], clause.values)


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene AND: false wins, then unknown."""
    seen = list(truths)
    return False if False in seen else None if None in seen else True


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene OR: true wins, then unknown."""
    seen = list(truths)
    return True if True in seen else None if None in seen else False


def truth(condition: Condition, facts: Facts) -> Truth:
    """Truth of a condition; the empty condition holds."""
    if not condition:
        return True
    return any_of(all_of(clause_truth(c, facts) for c in row) for row in condition)


def open_facts(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """Unanswered elements of the rows that can still come true, in reading order."""
    rows = [row for row in condition if all_of(clause_truth(c, facts) for c in row) is None]
    names = (c.element for row in rows for c in row if not known(facts, c.element))
    return tuple(dict.fromkeys(names))


def elements(condition: Condition) -> tuple[str, ...]:
    """Every element a condition looks at."""
    return tuple(dict.fromkeys(c.element for row in condition for c in row))
