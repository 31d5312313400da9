"""Forms of a register for one unit and one period: its ledger (台账), and what it counts (统计表)."""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeVar

from desk_app.domain.events import Subject
from desk_app.domain.lists import BEGAN, NOTHING, ListColumn, Order, Row, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.lists import export, lists, statistics, statistics_paper
from desk_app.services.lists.statistic_kinds import Statistics, StatPeriod
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms.procedures import Procedure
from forms.report_kinds import UnitReport
from forms.sentences import day_span, plain_date
from forms.spelling import choose
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "report"
"""Kind of subject the prints of ledgers are noted under."""
ALL: Final = "全部单位"
_T = TypeVar("_T")
_PORTION: Final = 500
_SHOWN: Final = 40
"""Characters of a name that nobody knows which are said again."""
_QUARTERS: Final = 4


@dataclass(frozen=True, slots=True)
class ReportUnit:
    """One unit whose records a report is about."""

    title: str
    codes: frozenset[str] = frozenset()
    """Codes of the report's column; empty: every record."""


@dataclass(frozen=True, slots=True)
class ReportTold:
    """A report of one unit and one period."""

    law: Procedure
    report: UnitReport
    unit: ReportUnit
    period: StatPeriod

    @property
    def wanted(self) -> Wanted:
        """The records it is about: those that began in the period."""
        values = {self.report.unit: self.unit.codes} if self.unit.codes else {}
        return Wanted(self.law.id, since=self.period.since, until=self.period.until, values=values)

    @property
    def name(self) -> str:
        """What a file of it is called."""
        return f"{self.report.title}-{self.unit.title}-{self.period.title}"

    @property
    def identity(self) -> str:
        """What its prints are counted under."""
        days = f"{self.period.since:%Y%m%d}-{self.period.until:%Y%m%d}"
        return f"{self.law.id}/{self.report.id}/{self.unit.title}/{days}"


def offered(parts: Parts) -> tuple[tuple[Procedure, UnitReport], ...]:
    """Every report there is, with the register it is of."""
    return tuple((law, report) for law in proceedings.registers(parts) for report in law.reports)


def chosen(parts: Parts, name: str, unit: str = "", period: str = "") -> ReportTold:
    """The report of this id or title, of a unit and a period by their titles; without them all, this quarter.

    RuleError with what there is where one of them is not known.
    """
    every = {key: pair for pair in offered(parts) for key in (pair[1].id, pair[1].title)}
    law, report = _named_so(name, every, "台账或报表")
    by_unit = {each.title: each for each in units(parts, law, report)}
    by_period = {each.title: each for each in periods(report, parts.clock.today())}
    told = (
        _named_so(unit or ALL, by_unit, "单位"),
        _named_so(period or next(iter(by_period)), by_period, "期间"),
    )
    return ReportTold(law, report, *told)


def _named_so(name: str, every: Mapping[str, _T], what: str) -> _T:
    found = every.get(name.strip())
    if found is None:
        raise RuleError(f"没有{what}“{name[:_SHOWN]}”{choose(name, every)}")
    return found


def units(parts: Parts, law: Procedure, report: UnitReport) -> tuple[ReportUnit, ...]:
    """All together, then each unit: whoever answers for services, or whom the records there are name."""
    programme = parts.pack.programmes.get(law.programme)
    column = lists.column(parts, law.id, report.unit)
    codes = next((ask.codes for ask in law.asks if ask.id == report.unit), "")
    found: dict[str, set[str]] = {}
    if programme and codes == programme.table:
        for duty in programme.duties:
            found.setdefault(duty.unit, set()).add(duty.service.id)
    elif column is not None:
        for code in sorted(lists.counts(parts, Wanted(law.id), report.unit)):
            if code != NOTHING:
                found.setdefault(lists.word(parts, column, code), set()).add(code)
    return (ReportUnit(ALL), *(ReportUnit(title, frozenset(of)) for title, of in found.items()))


def periods(report: UnitReport, today: date) -> tuple[StatPeriod, ...]:
    """This quarter and the one before, this month and the one before, this year.

    Quarters and years end with the day of the report's cut-off: what comes later is in the next one.
    """
    quarter, cut = (today.month + 2) // 3, report.cut_off
    now = (today.year, quarter) if today <= _end(today.year, 3 * quarter, cut) else _next(today.year, quarter)
    last = (now[0], now[1] - 1) if now[1] > 1 else (now[0] - 1, _QUARTERS)
    before = today.replace(day=1) - timedelta(days=1)
    year = now[0]
    return (
        *(_between(y, 3 * q - 2, 3 * q, cut, f"{y}年第{q}季度") for y, q in (now, last)),
        *(_between(d.year, d.month, d.month, 0, f"{d.year}年{d.month}月") for d in (today, before)),
        _between(year, 1, 12, cut, f"{year}年"),
    )


def statistics_of(parts: Parts, told: ReportTold) -> Statistics:
    """What a report counts, with where its period ends in the note."""
    found = statistics.table(parts, told.law.id, told.period, told.report.by, told.wanted.values)
    until = plain_date(told.period.until.isoformat())
    cut = f"统计到{until},以后的并入下一期(截止日和各列是建议)。" if told.report.cut_off else ""
    return replace(found, note=f"{found.note}{cut}")


def printout(parts: Parts, told: ReportTold) -> Printout:
    """The report as a paper. WorldError when it is drawn and a letter can not be printed."""
    if told.report.by:
        return statistics_paper.printout(parts, statistics_of(parts, told), _named(told))
    return Printout(
        told.report.title,
        lambda copy, _shift: _ledger_sheet(parts, told, copy),
        Subject(PAPER, told.identity),
        media=documents.media(told.report.id),
    )


def draw(parts: Parts, told: ReportTold) -> bytes:
    """The report as PDF, like a first print; no copy number is used up. The read is noted."""
    pdf = printout(parts, told).draw(0, (0.0, 0.0))
    about = Subject(export.LIST, told.law.id)
    ledger.note_read(parts, parts.window.who, ReadKind.PRINTED, about, f"用命令取{told.name}")
    return pdf


def write(parts: Parts, told: ReportTold, path: Path) -> None:
    """Write the report into an xlsx file, what counts with its chart; noted. WorldError as with a list."""
    if told.report.by:
        export.write_statistics(parts, parts.window.who, statistics_of(parts, told), path)
        return
    columns, rows = _columns(parts, told), tuple(_rows(parts, told))

    def note() -> None:
        text = f"导出{told.report.title},{told.unit.title},xlsx,{len(rows)}条"
        subject = Subject(export.LIST, told.law.id)
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, subject, text)

    lines = ([str(n), *(_said(parts, c, row) for c in columns)] for n, row in enumerate(rows, 1))
    export.write_lines(path, "台账", ["序号", *(c.title for c in columns)], lines, note)


def _named(told: ReportTold) -> str:
    """What a counting form is called on paper, where 统计表 comes behind it."""
    title = told.report.title.removesuffix("统计表")
    return title if told.unit.title == ALL else f"{title}({told.unit.title})"


def _ledger_sheet(parts: Parts, told: ReportTold, copy: int) -> bytes:
    # The sheet brings the drawing library; the page is opened without it.
    from printing.papers import document

    now, columns = parts.clock.now(), _columns(parts, told)
    rows = tuple({c.id: _written(parts, c, row) for c in columns} for row in _rows(parts, told))
    days = day_span(told.period.since, told.period.until)
    values: dict[str, DocumentValue] = {
        "unit": told.unit.title,
        "period": typeset(f"{told.period.title}({days})"),
        "hall": parts.window.hall.name,
        "clerk": parts.window.clerk,
        "today": now.date(),
        "count": str(len(rows)),
        "rows": rows,
    }
    return drawn(document.draw, DocumentSheet(told.report.id, values, copy=copy, made=now))


def _columns(parts: Parts, told: ReportTold) -> Sequence[ListColumn]:
    known = {c.id: c for c in lists.columns(parts, told.law.id)}
    return [known[name] for name in told.report.columns]


def _rows(parts: Parts, told: ReportTold) -> Iterator[Row]:
    """The records, the oldest first."""
    for portion in parts.store.lists.stream(told.wanted, Order(BEGAN, False), parts.clock.today(), _PORTION):
        yield from portion


def _said(parts: Parts, column: ListColumn, row: Row) -> str:
    """A cell; of a moment its day, of numbers of persons what may be seen."""
    if column.id == BEGAN:
        return row.began_at.date().isoformat()
    return lists.said(parts, column, row)


def _written(parts: Parts, column: ListColumn, row: Row) -> str:
    """A cell as papers write it."""
    said = _said(parts, column, row)
    return plain_date(said) if column.id == BEGAN else typeset(said)


def _between(year: int, first: int, last: int, cut: int, title: str) -> StatPeriod:
    before = (year, first - 1) if first > 1 else (year - 1, 12)
    return StatPeriod(_end(*before, cut) + timedelta(days=1), _end(year, last, cut), title)


def _end(year: int, month: int, cut: int) -> date:
    return date(year, month, cut or monthrange(year, month)[1])


def _next(year: int, quarter: int) -> tuple[int, int]:
    return (year, quarter + 1) if quarter < _QUARTERS else (year + 1, 1)
