"""The yearly report of the centre: every work with what its registers did in a year, and their figures.

One sheet with charts and one printed summary: how many began, were over, stand open. Nobody is named in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from desk_app.domain.events import Subject
from desk_app.domain.lists import Course, DueKind, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger, proceedings
from desk_app.services.lists import export, statistics
from desk_app.services.lists.statistic_kinds import StatPeriod
from desk_app.services.lists.workbook import Cell, SheetChart
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from desk_app.services.works.table import ARCHIVE, OF_WORK
from forms import archives
from forms.procedures import Procedure
from forms.works import Work
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "centre_year"
"""Name of its layout, and kind of subject its prints and exports are noted under."""
TITLE: Final = "残疾人综合服务中心年度报告"
_HEADS: Final = (
    *("序号", "工作内容", "登记", "本年开始", "本年办完", "其他结束", "没办完", "其中超期", "归档", "说明"),
)
_NO_REGISTER: Final = "没有登记"
_IN_LINES: Final = frozenset({"begun", "overdue"})
"""Figures that the lines tell already."""
_OPEN: Final = frozenset({Course.RUNNING, Course.STOPPED})
_CHART_LINES: Final = 20
"""Lines a chart takes in the sheet."""


@dataclass(frozen=True, slots=True)
class YearLine:
    """A register of a work in a year; ``counts`` are begun, done, ended otherwise, open, overdue."""

    place: int
    work: str
    register: str
    counts: tuple[int, int, int, int, int] | None
    """None where the work has no register here."""
    filed: int | None
    """Pieces of the year in the archive; None where another line of the work tells them."""


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A figure of a register in words: what it is, how much, what it is made of."""

    register: str
    title: str
    value: str
    made_of: str


@dataclass(frozen=True, slots=True)
class CentreYear:
    """The report of one year."""

    year: int
    lines: tuple[YearLine, ...]
    figures: tuple[YearFigure, ...]


def of(parts: Parts, year: int) -> CentreYear:
    """The report of a year. Reads the book; called in a lane."""
    filed = _filed(parts, year)
    lines = tuple(line for work in parts.pack.works.values() for line in _lines(parts, work, year, filed))
    laws = [law for law in proceedings.registers(parts) if law.works or law.id == ARCHIVE]
    return CentreYear(year, lines, tuple(f for law in laws for f in _figures(parts, law, year)))


def write(parts: Parts, found: CentreYear, path: Path) -> None:
    """Write the report into an xlsx file with its charts; noted. WorldError when it can not be written."""

    def note() -> None:
        about, said = Subject(PAPER, str(found.year)), f"导出{found.year}年{TITLE},xlsx"
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, about, said)

    cells = tuple(_cells(found))
    export.write_lines(path, f"{found.year}年", _HEADS, cells, note, charts=_charts(found, len(cells)))


def printout(parts: Parts, year: int) -> Printout:
    """The summary as a paper; the prints of a year are counted together."""
    return Printout(
        f"{year}年{TITLE}",
        lambda copy, _shift: sheet(parts, year, copy),
        Subject(PAPER, str(year)),
        media=documents.media(PAPER),
    )


def sheet(parts: Parts, year: int, copy: int = 0) -> bytes:
    """The summary as PDF; ``copy`` is the reprint's number. WorldError when a letter can not be printed."""
    # The sheet brings the drawing library; the page is opened without it.
    from printing.papers import document

    found, now = of(parts, year), parts.clock.now()
    values: dict[str, DocumentValue] = {
        "hall": parts.window.hall.name,
        "year": str(year),
        "today": now.date(),
        "rows": tuple(_row(line) for line in found.lines),
        "figures": tuple(_told(figure) for figure in found.figures),
    }
    return drawn(document.draw, DocumentSheet(PAPER, values, copy=copy, made=now))


# ---- counting ------------------------------------------------------------------------------------


def _lines(parts: Parts, work: Work, year: int, filed: Mapping[str, int]) -> Iterator[YearLine]:
    laws = [law for law in proceedings.registers(parts) if work.id in law.works]
    mine: int | None = filed.get(work.id, 0)
    for law in laws:
        yield YearLine(work.place, work.title, law.title, _counts(parts, law, year), mine)
        mine = None
    if not laws:
        yield YearLine(work.place, work.title, "", None, mine)


def _counts(parts: Parts, law: Procedure, year: int) -> tuple[int, int, int, int, int]:
    first, last, name = date(year, 1, 1), date(year, 12, 31), law.id
    asked = (
        Wanted(name, since=first, until=last),
        Wanted(name, courses=frozenset({Course.DONE}), over_since=first, over_until=last),
        Wanted(name, courses=frozenset({Course.ENDED}), over_since=first, over_until=last),
        Wanted(name, courses=_OPEN, until=last),
        Wanted(name, courses=_OPEN, until=last, due=frozenset({DueKind.OVERDUE})),
    )
    begun, done, ended, still, late = (parts.store.lists.count(w, parts.clock.today()) for w in asked)
    return begun, done, ended, still, late


def _filed(parts: Parts, year: int) -> Mapping[str, int]:
    """Pieces of a year in the archive, by work."""
    if ARCHIVE not in parts.pack.procedures:
        return {}
    wanted = Wanted(ARCHIVE, values={archives.YEAR: frozenset({str(year)})})
    return parts.store.lists.counts(wanted, OF_WORK, parts.clock.today())


def _figures(parts: Parts, law: Procedure, year: int) -> Iterator[YearFigure]:
    period = StatPeriod(date(year, 1, 1), date(year, 12, 31), f"{year}年")
    for figure in statistics.table(parts, law.id, period).figures:
        if figure.value and figure.id not in _IN_LINES:
            yield YearFigure(law.title, figure.title, f"{figure.value}{figure.unit}", figure.division)


# ---- what is written -----------------------------------------------------------------------------


def _cells(found: CentreYear) -> Iterator[tuple[Cell, ...]]:
    for line in found.lines:
        counts: tuple[Cell, ...] = line.counts or (None,) * 5
        said = "" if line.counts else _NO_REGISTER
        yield (line.place, line.work, line.register, *counts, line.filed, said)
    yield ()
    yield ("", "", "登记", "数字", "多少", "怎样算")
    for figure in found.figures:
        yield ("", "", figure.register, figure.title, figure.value, figure.made_of)


def _charts(found: CentreYear, lines: int) -> tuple[SheetChart, ...]:
    """Bars of what began and was over, of what is open and overdue, and of what was filed."""
    parts = (("本年开始和办完", (3, 4)), ("没办完和超期", (6, 7)), ("归档", (8,)))
    many = len(found.lines)
    return tuple(
        SheetChart(
            f"{found.year}年各登记{title}",
            0,
            many,
            columns,
            lines + 2 + n * _CHART_LINES,
            named=1 if n == 2 else 2,
        )
        for n, (title, columns) in enumerate(parts)
    )


def _row(line: YearLine) -> dict[str, str]:
    first, names = line.filed is not None, ("begun", "done", "ended", "open", "late")
    counts = {name: str(count) for name, count in zip(names, line.counts, strict=True)} if line.counts else {}
    return {
        "place": str(line.place) if first else "",
        "work": line.work if first else "",
        "register": line.register or _NO_REGISTER,
        **{name: counts.get(name, "—") for name in names},
        "filed": str(line.filed) if first else "",
    }


def _told(figure: YearFigure) -> dict[str, str]:
    return {
        "register": figure.register, "title": figure.title, "value": figure.value, "made_of": figure.made_of
    }  # fmt: skip
