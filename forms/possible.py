"""Whether a condition can be true at all, and whether it can be false.

Numbers are whole here, as every number of a pack is: 周岁, 个月, 类.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import ceil, floor, inf
from typing import Final

from forms.conditions import ANSWERED, BLANK
from forms.schema import Clause, Condition, Element, Kind
from forms.vocabulary import Vocabulary

Gates = Callable[[str], Iterable[Condition]]
"""Element id → conditions under which its field is shown; a hidden element is never answered."""


def clash(pack: Vocabulary, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses on one element that no answer can meet together; empty when there are none."""
    for name, group in groupby(sorted(clauses, key=lambda c: c.element), lambda c: c.element):
        asked = tuple(dict.fromkeys(group))
        compared = tuple(c for c in asked if c.values)
        if len(asked) > 1 and any(c.operator == BLANK for c in asked):
            return asked
        if compared and not _MEETS[pack.elements[name].kind](pack, pack.elements[name], compared):
            return compared
    return ()


def possible(pack: Vocabulary, conditions: Sequence[Condition], gates: Gates = lambda _: ()) -> bool:
    """Whether some answers make all conditions true, and the gates of the elements they look at as well."""
    return _search(pack, [c for c in conditions if c], (), gates, frozenset())


def _search(
    pack: Vocabulary,
    open_: Sequence[Condition],
    taken: tuple[Clause, ...],
    gates: Gates,
    passed: frozenset[str],
) -> bool:
    if not open_:
        return True
    first, *rest = open_
    for row in first:
        now = (*taken, *row)
        if clash(pack, now):
            continue
        fresh = {c.element for c in row} - passed
        behind = [gate for name in sorted(fresh) for gate in gates(name) if gate]
        if _search(pack, [*rest, *behind], now, gates, passed | fresh):
            return True
    return False


def always(pack: Vocabulary, condition: Condition) -> bool:
    """Whether every answer makes the condition true: no answers make some clause of each row false."""
    return not _escapes(pack, condition, ())


def _escapes(pack: Vocabulary, rows: Condition, taken: tuple[Clause, ...]) -> bool:
    if clash(pack, taken):
        return False
    if not rows:
        return bool(taken)
    first, *rest = rows
    ways = (other for clause in first for other in opposites(clause, pack.elements[clause.element].kind))
    return any(_escapes(pack, tuple(rest), (*taken, way)) for way in ways)


def opposites(clause: Clause, kind: Kind) -> tuple[Clause, ...]:
    """The clauses of which at least one is true exactly when this one is false."""
    match kind, clause.operator:
        case _, ("answered" | "blank"):
            return (Clause(clause.element, _OPPOSITE[clause.operator], ()),)
        case Kind.FLAG, _:
            return (_with(clause, "=", "no" if clause.values[0] == "yes" else "yes"),)
        case _, "all-of":
            return tuple(_with(clause, "none-of", value) for value in clause.values)
        case ((Kind.NUMBER | Kind.DATE), _):
            return tuple(_beyond(clause, kind))
    return (Clause(clause.element, _OPPOSITE[clause.operator], clause.values),)


_OPPOSITE: Final[Mapping[str, str]] = {
    "=": "!=",
    "!=": "=",
    "in": "not-in",
    "not-in": "in",
    "any-of": "none-of",
    "none-of": "any-of",
    ANSWERED: BLANK,
    BLANK: ANSWERED,
}


def _with(clause: Clause, operator: str, value: str) -> Clause:
    return Clause(clause.element, operator, (value,))


def _beyond(clause: Clause, kind: Kind) -> Iterable[Clause]:
    """Clauses for the values below and above the limits of a clause."""
    if clause.operator != "<=":
        yield _with(clause, "<=", _beside(clause.values[0], kind, -1))
    if clause.operator != ">=":
        yield _with(clause, ">=", _beside(clause.values[-1], kind, 1))


def _beside(value: str, kind: Kind, step: int) -> str:
    if kind is Kind.DATE:
        return (date.fromisoformat(value) + timedelta(step)).isoformat()
    number = float(value)
    return str(ceil(number) - 1 if step < 0 else floor(number) + 1)


def _flag(_pack: Vocabulary, _element: Element, clauses: Sequence[Clause]) -> bool:
    return len({c.values[0] for c in clauses}) == 1


def _choice(pack: Vocabulary, element: Element, clauses: Sequence[Clause]) -> bool:
    left = {o.code for o in pack.options(element)}
    for clause in clauses:
        left = left & set(clause.values) if clause.operator in ("=", "in") else left - set(clause.values)
    return bool(left)


def _choices(pack: Vocabulary, element: Element, clauses: Sequence[Clause]) -> bool:
    """Whether some selection meets all clauses; the element's ``alone`` code is chosen without others."""
    codes = {o.code for o in pack.options(element)}
    barred = {v for c in clauses if c.operator == "none-of" for v in c.values}
    wanted = {v for c in clauses if c.operator == "all-of" for v in c.values}
    several = [set(c.values) for c in clauses if c.operator == "any-of"]
    alone = {element.alone} & codes
    selections = (codes - barred - alone, alone - barred)
    return any(s and wanted <= s and all(s & group for group in several) for s in selections)


def _number(_pack: Vocabulary, _element: Element, clauses: Sequence[Clause]) -> bool:
    low = max((float(c.values[0]) for c in clauses if c.operator != "<="), default=-inf)
    high = min((float(c.values[-1]) for c in clauses if c.operator != ">="), default=inf)
    return low <= high and (low == -inf or high == inf or ceil(low) <= floor(high))


def _date(_pack: Vocabulary, _element: Element, clauses: Sequence[Clause]) -> bool:
    low = max((c.values[0] for c in clauses if c.operator != "<="), default="")
    high = min((c.values[-1] for c in clauses if c.operator != ">="), default="9999-12-31")
    return low <= high


_Meets = Callable[[Vocabulary, Element, Sequence[Clause]], bool]
_MEETS: Final[Mapping[Kind, _Meets]] = {
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
}
