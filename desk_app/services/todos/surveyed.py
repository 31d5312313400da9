"""To-dos of the yearly survey: signatures that no longer cover their sheets, what is below what is wanted."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.survey import coverage, reporting, rounds, shelf

if TYPE_CHECKING:
    from desk_app.services.todos.todos import Todo

_REOPEN: Final = "reopen"


def todos(parts: Parts, make: "Callable[..., Todo]") -> "Iterator[Todo]":
    """To-dos of the year that is asked now, each made by ``make``; none where it has no questionnaire.

    What the county as a whole lacks is told on the record of the year, once somebody began it.
    """
    try:
        form = shelf.of_year(parts, "person")
        year = rounds.of_year(parts, form.head.year)
    except RuleError:
        return
    yield from _torn(parts, form.head.year, make)
    if year is None or year.state != rounds.RUNNING:
        return
    yield from _cautions(year, "staff", coverage.staff_caution(parts, form.head.year), make)
    if form.reference_day < parts.clock.today() <= form.upload_day:  # counting is work, and mended only now
        found = coverage.recent(parts, form.head.year)
        if found.whole.listed and found.short(found.whole):
            said = f"入户率{found.at_home(found.whole).words},低于{found.goal}%。{found.ground}"
            yield from _cautions(year, "home", (said,), make)


def _torn(parts: Parts, year: int, make: "Callable[..., Todo]") -> "Iterator[Todo]":
    for town in reporting.torn(parts, year):
        found = town.record
        yield make(
            found.subject,
            f"重新打开 {found.facts.get('town', '')}的动态更新报送",
            town.sentence,
            found.since,
            found.id,
            key=f"{found.id}|torn|{'、'.join(town.villages)}",
            procedure=found.procedure,
            act=parts.law.procedure(found.pack_digest, found.procedure).act(_REOPEN),
        )


def _cautions(
    year: Proceeding, kind: str, sentences: Iterator[str] | tuple[str, ...], make: "Callable[..., Todo]"
) -> "Iterator[Todo]":
    title = {"staff": "动态更新的采集员,上年度的偏少", "home": "动态更新的入户率偏低"}[kind]
    for sentence in sentences:
        yield make(
            year.subject,
            title,
            sentence,
            year.since,
            year.id,
            key=f"{year.id}|{kind}",
            procedure=year.procedure,
        )
