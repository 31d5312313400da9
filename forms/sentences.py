"""Conditions as Chinese sentences, for notices and for proof-reading."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from forms.calendar import weekday
from forms.conditions import ANSWERED, BELOW, BLANK
from forms.moments import in_words
from forms.schema import Clause, Condition, Element, Finding, Kind
from forms.vocabulary import Vocabulary


def sentence(pack: Vocabulary, condition: Condition) -> str:
    """A condition in words without a full stop; 任何情况 for the empty one.

    Rows are joined by ``;或者``, the clauses of a row by ``,并且``.
    """
    if not condition:
        return "任何情况"
    return ";或者".join(",并且".join(clause_sentence(pack, c) for c in row) for row in condition)


def clause_sentence(pack: Vocabulary, clause: Clause) -> str:
    """One comparison in words, e.g. ``残疾等级为一级或二级``."""
    element = pack.elements[clause.element]
    if not clause.values:
        return f"{_PRESENCE[clause.operator]}“{element.label}”"
    if clause.operator == BELOW:
        return f"{element.label}少于{pack.elements[clause.values[0]].label}"
    if element.kind is Kind.FLAG:
        return element.yes if clause.values[0] == "yes" else element.no
    said = [_said(pack, element, v) for v in clause.values]
    return _PHRASES[element.kind, clause.operator](element.label, [*said[:-1], said[-1] + element.unit])


def clauses(finding: Finding) -> str:
    """The clauses a finding rests on, each once; empty when it names none."""
    return ";".join(dict.fromkeys(each for joined in finding.clauses for each in joined.split(";")))


def _said(pack: Vocabulary, element: Element, value: str) -> str:
    if element.kind in (Kind.CHOICE, Kind.CHOICES):
        return pack.codes[element.codes].label(value)
    return plain_date(value) if element.kind is Kind.DATE else value


def plain_date(day: str | date) -> str:
    """A day, or the ISO text of one, as 2026年3月5日; any other text as it stands."""
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return str(day)
    return in_words(day)


EXPECTED: Final = "预计"
"""Before a day that depends on a year whose days off are not published yet."""


def expected_date(day: date, *, provisional: bool) -> str:
    """A day with its year, 预计 when it depends on a year that is not published yet."""
    return f"{EXPECTED if provisional else ''}{plain_date(day)}"


def month_day(day: date) -> str:
    """A day of this year as people say it: ``12月1日``."""
    return f"{day.month}月{day.day}日"


def short_date(day: date, year: int) -> str:
    """A day without its year when that is ``year``: ``12月1日``, ``2027年1月4日``."""
    return month_day(day) if day.year == year else plain_date(day)


def day_span(since: date, until: date, year: int = 0) -> str:
    """From one day to another, both included: ``12月1日至12月6日`` in ``year``, else with their years.

    A year stands with the first day, and with the last where it is another.
    """
    first = short_date(since, year if until.year == year else 0)
    return first if since == until else f"{first}至{short_date(until, since.year)}"


def spoken_day(day: date, *, provisional: bool = False, year: int = 0) -> str:
    """The same with its weekday, ``12月10日(星期四)``; 预计 when its calendar is not published yet.

    With ``year``, the year that is spoken in, a day of another year has its year.
    """
    said = short_date(day, year or day.year)
    return f"{EXPECTED if provisional else ''}{said}(星期{weekday(day)})"


def day_and_weekday(day: date) -> str:
    """A day as official papers write it: ``2026年11月23日(星期一)``, its brackets to be typeset."""
    return f"{plain_date(day)}(星期{weekday(day)})"


def _or(said: Sequence[str]) -> str:
    return "或".join(["、".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0]


def _all(said: Sequence[str]) -> str:
    return "、".join(said)


_PRESENCE: Final = {ANSWERED: "填了", BLANK: "没有填"}
_Phrase = Callable[[str, Sequence[str]], str]
_PHRASES: Final[dict[tuple[Kind, str], _Phrase]] = {
    (Kind.CHOICE, "="): lambda e, s: f"{e}为{s[0]}",
    (Kind.CHOICE, "!="): lambda e, s: f"{e}不是{s[0]}",
    (Kind.CHOICE, "in"): lambda e, s: f"{e}为{_or(s)}",
    (Kind.CHOICE, "not-in"): lambda e, s: f"{e}不是{_or(s)}",
    (Kind.CHOICES, "any-of"): lambda e, s: f"{e}含{_or(s)}",
    (Kind.CHOICES, "all-of"): lambda e, s: f"{e}同时含{_all(s)}",
    (Kind.CHOICES, "none-of"): lambda e, s: f"{e}不含{_all(s)}",
    (Kind.NUMBER, ">="): lambda e, s: f"{e}不少于{s[0]}",
    (Kind.NUMBER, "<="): lambda e, s: f"{e}不超过{s[0]}",
    (Kind.NUMBER, "between"): lambda e, s: f"{e}在{s[0]}至{s[1]}之间",
    (Kind.DATE, ">="): lambda e, s: f"{e}在{s[0]}及以后",
    (Kind.DATE, "<="): lambda e, s: f"{e}在{s[0]}及以前",
    (Kind.DATE, "between"): lambda e, s: f"{e}在{s[0]}至{s[1]}之间",
}
