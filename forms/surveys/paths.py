"""Every way through a questionnaire: which items are asked together, with answers that lead there.

A way is found by deciding each condition and each jump once, either way, as long as what was decided before
leaves an answer for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

from forms.conditions import clause_truth
from forms.possible import clash, opposites
from forms.schema import Clause, Condition, Element, Facts, Kind, Value
from forms.surveys.kinds import Questionnaire, SurveyItem, SurveySkip

_Decided = tuple[bool, tuple[Clause, ...]]


@dataclass(frozen=True, slots=True)
class SurveyPath:
    """One way through a form."""

    asked: tuple[str, ...]
    """Ids of the items that are asked, in the order of the form."""
    clauses: tuple[Clause, ...]
    """What was decided: whoever meets all of these goes this way."""

    def facts(self, form: Questionnaire) -> dict[str, Value]:
        """Facts of somebody who goes this way, with an answer to each item that has codes or a number."""
        names = dict.fromkeys((*(c.element for c in self.clauses), *self.asked))
        found = {name: answer(form, form.elements[name], self.clauses) for name in names}
        return {name: value for name, value in found.items() if value is not None}


def paths(form: Questionnaire) -> Iterator[SurveyPath]:
    """The ways through a form, each once, that on which most is asked among the first."""
    seen: set[tuple[str, ...]] = set()
    for path in _Walk(form).on(0, frozenset(), (), ()):
        if path.asked not in seen:
            seen.add(path.asked)
            yield path


class _Walk:
    """The walk through one form; each step takes what is passed over, decided and asked so far."""

    def __init__(self, form: Questionnaire) -> None:
        self._form = form
        self._shows = {s.id: s.show_when for s in form.sections}
        self._seen: set[tuple[int, frozenset[str], frozenset[Clause], tuple[str, ...]]] = set()

    def on(
        self, place: int, passed: frozenset[str], taken: tuple[Clause, ...], asked: tuple[str, ...]
    ) -> Iterator[SurveyPath]:
        """Every way on from an item; ``passed`` are items that are never asked."""
        if place == len(self._form.items):
            yield SurveyPath(asked, taken)
            return
        mark = (place, passed, frozenset(taken), asked)
        if mark in self._seen:
            return
        self._seen.add(mark)
        item = self._form.items[place]
        if item.id in passed:
            yield from self.on(place + 1, passed, taken, asked)
            return
        for shown, now in self._shown(item, passed, taken):
            if not shown:
                yield from self.on(place + 1, passed | {item.id}, now, asked)
                continue
            for skip, after in self._jumps(item, passed, now):
                left = {i.id for i in self._form.passed(skip)} if skip else set[str]()
                yield from self.on(place + 1, passed | left, after, (*asked, item.id))

    def _shown(
        self, item: SurveyItem, passed: frozenset[str], taken: tuple[Clause, ...]
    ) -> Iterator[_Decided]:
        """Whether the item is asked, both ways, with what that decides."""
        wanted = (self._shows.get(item.section, ()), item.show_when)
        for first, one in self._decided(wanted[0], passed, taken):
            if not first:
                yield False, one
                continue
            yield from self._decided(wanted[1], passed, one)

    def _jumps(
        self, item: SurveyItem, passed: frozenset[str], taken: tuple[Clause, ...]
    ) -> Iterator[tuple[SurveySkip | None, tuple[Clause, ...]]]:
        """No jump first, then each jump of the item with those before it not taken."""
        open_ = [taken]
        jumped: list[tuple[SurveySkip | None, tuple[Clause, ...]]] = []
        for skip in (s for s in self._form.skips if s.at == item.id):
            decided = [d for now in open_ for d in self._decided(skip.when, passed, now)]
            jumped += [(skip, now) for holds, now in decided if holds]
            open_ = [now for holds, now in decided if not holds]
        yield from ((None, now) for now in open_)
        yield from jumped

    def _decided(
        self, condition: Condition, passed: frozenset[str], taken: tuple[Clause, ...]
    ) -> Iterator[_Decided]:
        """A condition true, then false, wherever the clauses taken so far leave an answer for that."""
        if not condition:
            yield True, taken
            return
        rows = [row for row in (_left(row, passed) for row in condition) if row is not None]
        for row in rows:
            yield from self._kept(True, (*taken, *row))
        ways = (
            [way for c in row for way in opposites(c, self._form.elements[c.element].kind)] for row in rows
        )
        for others in product(*ways):
            yield from self._kept(False, (*taken, *others))

    def _kept(self, holds: bool, clauses: Sequence[Clause]) -> Iterator[_Decided]:
        now = tuple(dict.fromkeys(clauses))
        if not clash(self._form, now):
            yield holds, now


def _left(row: Sequence[Clause], passed: frozenset[str]) -> tuple[Clause, ...] | None:
    """A row without what items decide that are never asked; None where they make it false."""
    gone = [c for c in row if c.element in passed]
    if any(c.operator != "blank" for c in gone):
        return None
    return tuple(c for c in row if c.element not in passed)


# ---- answers that meet clauses ---------------------------------------------------------------------------

_DAY: Final = date(1980, 1, 1)


def answer(form: Questionnaire, element: Element, clauses: Sequence[Clause]) -> Value | None:
    """An answer to an element that meets all the clauses on it; None where there is none to give."""
    mine = [c for c in clauses if c.element == element.id]
    if any(c.operator == "blank" for c in mine):
        return None
    compared = [c for c in mine if c.values]
    return next((v for v in _candidates(form, element, compared) if _meets(element.id, v, compared)), None)


def _meets(name: str, value: Value, clauses: Sequence[Clause]) -> bool:
    facts: Facts = {name: value}
    return all(clause_truth(clause, facts) for clause in clauses)


def _candidates(form: Questionnaire, element: Element, clauses: Sequence[Clause]) -> Iterator[Value]:
    codes = [option.code for option in form.options(element)]
    match element.kind:
        case Kind.FLAG:
            yield from (True, False)
        case Kind.CHOICE:
            yield from codes
        case Kind.CHOICES:
            yield from ((code,) for code in codes)
            wanted = {v for c in clauses if c.operator != "none-of" for v in c.values}
            barred = {v for c in clauses if c.operator == "none-of" for v in c.values}
            yield tuple(code for code in codes if code in wanted - barred)
        case Kind.NUMBER:
            limits = [int(float(v)) for c in clauses for v in c.values]
            yield from map(
                str, (element.least or 0, *(n for limit in limits for n in (limit, limit + 1, limit - 1)))
            )
        case Kind.DATE:
            days = [date.fromisoformat(v) for c in clauses for v in c.values]
            yield from (
                d.isoformat() for day in (_DAY, *days) for d in (day, day + timedelta(1), day - timedelta(1))
            )
