"""The figures of a year: every answer with a code, in all and by category, grade, sex, age and town."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from desk_app.services.parts import Parts
from desk_app.services.survey import shelf
from forms.surveys.kinds import Questionnaire

ALL, CATEGORY, GRADE, SEX, AGE, TOWN = "all", "categories", "grade", "sex", "age", "town"
"""By what is counted; ``ALL`` has one value, an empty text."""
AGES: Final = (("0-6", 0, 6), ("7-15", 7, 15), ("16-59", 16, 59), ("60+", 60, 200))
"""Spans of years of age, with their first and last; a proposal."""


@dataclass(frozen=True, slots=True)
class SurveyTotals:
    """What the complete sheets of a year tell."""

    form: Questionnaire
    people: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Sheets by division and its value: the wholes."""
    answers: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)
    """Sheets by item, code, division and its value."""

    @property
    def sheets(self) -> int:
        """How many sheets there are in all."""
        return self.people[ALL, ""]

    def count(self, item: str, code: str, by: str = ALL, value: str = "") -> int:
        """How many sheets answered an item so, in all or within a division."""
        return self.answers[item, code, by, value]


def of(parts: Parts, year: int | None = None) -> SurveyTotals:
    """The figures of a year; RuleError without a questionnaire for it."""
    form = shelf.of_year(parts, "person", year)
    coded = tuple(item.id for item in form.items if item.codes)
    found = SurveyTotals(form)
    within: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for sheet in parts.store.surveyed.counted(form.head.year):
        places = divisions(sheet.facts, sheet.town)
        given = tuple(_given(sheet.facts, coded))
        found.people.update(places)
        for place in places:  # a counter each: the keys of all of them in one take twice as long to make
            within[place].update(given)
    for (by, value), counted in within.items():
        found.answers.update({(item, code, by, value): n for (item, code), n in counted.items()})
    return found


def divisions(facts: Mapping[str, Any], town: str) -> tuple[tuple[str, str], ...]:
    """Where a sheet is counted; one of several categories in each of them."""
    found = [(ALL, ""), (TOWN, town), (SEX, str(facts.get(SEX, ""))), (GRADE, str(facts.get(GRADE, "")))]
    found += [(CATEGORY, str(code)) for code in facts.get(CATEGORY) or ("",)]
    return (*found, (AGE, _span(str(facts.get(AGE, "")))))


def _span(age: str) -> str:
    if not age.isdigit():
        return ""
    return next((name for name, first, last in AGES if first <= int(age) <= last), "")


def _given(facts: Mapping[str, Any], coded: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for item in coded:
        value = facts.get(item)
        if isinstance(value, str):
            yield item, value
        elif value:
            yield from ((item, str(code)) for code in value)
