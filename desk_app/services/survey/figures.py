"""The figures of a year as a table: each answer in all, by division, and beside last year's."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.domain.survey import SURVEY
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.lists import export
from desk_app.services.lists.statistic_kinds import FEW, percent
from desk_app.services.lists.workbook import Cell, SheetChart
from desk_app.services.parts import Parts
from desk_app.services.survey import hiding, totals
from desk_app.services.survey.hiding import WHOLE
from desk_app.services.survey.totals import AGE, AGES, CATEGORY, GRADE, SEX, TOWN, SurveyTotals
from forms.surveys.kinds import SurveyItem

_FIRST: Final = ("题号", "指标", "回答", "人数", "占完成的表", "上年", "增减")
_NAMED: Final = 2
"""The column of the answers, which names the bars."""
_CHART: Final = 20
"""Lines of the sheet a chart takes."""


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of the table: one value of one division."""

    by: str
    value: str
    heading: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One answer to one item, or the complete sheets themselves."""

    item: SurveyItem | None
    answer: str
    count: int
    parts: tuple[int, ...]
    """As many as there are columns."""
    before: int | None
    """The same last year; None where last year had no such answer."""


@dataclass(frozen=True, slots=True)
class SurveyFigures:
    """The table of a year."""

    totals: SurveyTotals
    columns: tuple[FigureColumn, ...]
    lines: tuple[FigureLine, ...]
    note: str


def of(parts: Parts, year: int | None = None) -> SurveyFigures:
    """The figures of a year beside those of the year before; RuleError without a questionnaire for it."""
    found = totals.of(parts, year)
    try:
        before = totals.of(parts, found.form.head.year - 1)
    except RuleError:  # no questionnaire of that year
        before = None
    before = before if before and before.sheets else None
    columns = tuple(_columns(found))
    return SurveyFigures(found, columns, tuple(_lines(found, before, columns)), _note(found, before))


def _columns(found: SurveyTotals) -> Iterator[FigureColumn]:
    form = found.form
    for by in (CATEGORY, GRADE, SEX):
        for option in form.options(form.elements[by]) if by in form.elements else ():
            yield FigureColumn(by, option.code, option.label)
    yield from (FigureColumn(AGE, name, f"{name}岁") for name, _, _ in AGES)
    towns = sorted({value for by, value in found.people if by == TOWN})
    yield from (FigureColumn(TOWN, town, town or "没有写乡镇") for town in towns)


def _lines(
    found: SurveyTotals, before: SurveyTotals | None, columns: Sequence[FigureColumn]
) -> Iterator[FigureLine]:
    whole = tuple(found.people[c.by, c.value] for c in columns)
    yield FigureLine(None, "完成的表", found.sheets, whole, before.sheets if before else None)
    for item in found.form.items:
        for option in found.form.options(item):
            split = tuple(found.count(item.id, option.code, c.by, c.value) for c in columns)
            count = found.count(item.id, option.code)
            yield FigureLine(item, option.label, count, split, _last(before, item, option.label))


def _last(before: SurveyTotals | None, item: SurveyItem, answer: str) -> int | None:
    """How many gave the same answer last year: by its words, as codes may have changed."""
    old = before.form.elements.get(item.was or item.id) if before else None
    if before is None or old is None:
        return None
    code = next((o.code for o in before.form.options(old) if o.label == answer), None)
    return None if code is None else before.count(old.id, code)


def _note(found: SurveyTotals, before: SurveyTotals | None) -> str:
    head = found.form.head
    day = f"{found.form.title},截至{found.form.reference_day:%Y年%m月%d日},完成的表{found.sheets}张。"
    last = f"上年是{before.form.title}。" if before else "没有上年的表可比。"
    open_ = f"{head.unread}。" if head.unread else ""
    return f"{day}{last}多重残疾的在各类里各算一次,各类相加多于合计;可以多选的,各回答相加多于合计。{open_}"


# ---- as a file -----------------------------------------------------------------------------------


def write(parts: Parts, found: SurveyFigures, path: Path, *, outside: bool = False) -> None:
    """Write the table into an xlsx or CSV file, with bars of what the questionnaire marks; noted.

    With ``outside``, for another unit, counts from 1 to 4 are written ``<5`` and what they could be found
    from by subtraction is left out, and there are no bars. WorldError when it can not be written.
    """
    hidden = hiding.hidden(found) if outside else frozenset[tuple[int, int]]()
    rows = [_row(found, place, hidden, outside=outside) for place in range(len(found.lines))]
    year = found.totals.form.head.year

    def note() -> None:
        text = f"导出{year}年度动态更新指标,给{'外单位' if outside else '本单位'}"
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, Subject(SURVEY, str(year)), text)

    said = f"{found.note}少于{FEW}的不写数,能推算出来的也不写。" if outside else found.note
    heads = (*_FIRST, *(c.heading for c in found.columns))
    charts = () if outside else tuple(_charts(found))
    export.write_lines(path, "指标", heads, [*rows, [], [said]], note, charts=charts)


def _row(
    found: SurveyFigures, place: int, hidden: Collection[tuple[int, int]], *, outside: bool
) -> list[Cell]:
    line = found.lines[place]
    untold = (place, WHOLE) in hidden
    few = outside and line.before is not None and 0 < line.before < FEW
    share = f"{told}%" if (told := percent(line.count, found.totals.sheets)) and not untold else ""
    before: Cell = "" if line.before is None else f"<{FEW}" if few else line.before
    more: Cell = "" if line.before is None or untold or few else line.count - line.before
    split = (_cell(n, hidden=(place, at) in hidden) for at, n in enumerate(line.parts))
    name = (line.item.number, line.item.label) if line.item else ("", "")
    return [*name, line.answer, _cell(line.count, hidden=untold), share, before, more, *split]


def _cell(count: int, *, hidden: bool) -> Cell:
    if not hidden:
        return count
    return f"<{FEW}" if count < FEW else "不写"


def _charts(found: SurveyFigures) -> Iterator[SheetChart]:
    """Bars of what the questionnaire marks, by sex, below the table."""
    sexes = tuple(place for place, c in enumerate(found.columns, len(_FIRST)) if c.by == SEX)
    at = len(found.lines) + 4
    for item in (i for i in found.totals.form.items if i.chart and i.codes):
        mine = [place for place, line in enumerate(found.lines, 1) if line.item is item]
        yield SheetChart(item.label, 0, len(mine), sexes, at, first=mine[0], named=_NAMED)
        at += _CHART
