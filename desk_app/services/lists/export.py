"""Lists and statistics as files for a spreadsheet: whole or not at all, masked unless a purpose is noted."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final, Protocol

from desk_app.domain.events import Subject, Who
from desk_app.domain.lists import (
    DUE,
    NUMBER,
    NUMBER_TAIL,
    TAIL,
    USED,
    ColumnKind,
    ListColumn,
    Order,
    Row,
    Wanted,
)
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError, WorldError
from desk_app.services import ledger
from desk_app.services.lists import lists, workbook
from desk_app.services.lists.statistic_kinds import FEW, Statistics, StatRow
from desk_app.services.lists.workbook import Cell, SheetChart, ToFill
from desk_app.services.parts import Parts
from forms import files, listing

XLSX, CSV = "xlsx", "csv"
LIST: Final = "list"
"""Kind of subject under which exports are noted in the audit journal; its id is the procedure."""
MOST: Final = 1_048_575
"""Rows, without the head, that a sheet can hold."""
_PORTION: Final = 500
"""Rows read at once."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A CSV cell with one of these at its start is taken for a formula (OWASP, CSV injection)."""
_WIDTHS: Final[Mapping[ColumnKind, int]] = {
    ColumnKind.MOMENT: 17,
    ColumnKind.DAY: 12,
    ColumnKind.DUE: 13,
    ColumnKind.NUMBER: 28,
    ColumnKind.PERSONAL: 21,
}
_FULL: Final = "导出的文件存不下来:磁盘已满或不能写入“{folder}”。请清理磁盘或换一个文件夹;原来的文件没有动"


class Sheet(Protocol):
    """A file that is written one line of cells at a time."""

    def line(self, cells: Sequence[Cell], *, head: bool = False) -> None:
        """Write one more line."""
        ...


def write(
    parts: Parts,
    who: Who,
    wanted: Wanted,
    order: Order,
    path: Path,
    kind: str = XLSX,
    unmask_purpose: str = "",
    stopped: Callable[[], bool] = lambda: False,
) -> int | None:
    """Write a list with all its columns into a file; returns the number of rows, or None when stopped.

    Numbers of persons and telephones are masked unless ``unmask_purpose`` says what they are needed for,
    which is noted with the number of rows. ``stopped`` is asked between portions. WorldError when the file
    can not be written; then, and when it is stopped, a file that stood there before is as it was.
    """
    plain = bool(unmask_purpose.strip())
    columns = _columns(parts, wanted.procedure)
    heads = [_title(column, plain=plain) for column in columns]
    count, title = 0, lists.title(parts, wanted.procedure)
    try:
        with _file(path) as file:
            with _sheet(file, kind, [_width(c) for c in columns], title) as sheet:
                sheet.line(heads, head=True)
                for portion in _portions(parts, wanted, order):
                    if stopped():
                        raise _Stopped
                    for row in portion:
                        sheet.line([_cell(parts, column, row, plain=plain) for column in columns])
                    count += len(portion)
                    _not_too_many(count, kind)
            _note(parts, who, wanted.procedure, kind, count, unmask_purpose.strip())
    except _Stopped:
        return None
    return count


def write_statistics(
    parts: Parts, who: Who, found: Statistics, path: Path, kind: str = XLSX, *, outside: bool = False
) -> None:
    """Write a table of statistics with its figures and its note into a file.

    With ``outside``, for another unit, counts from 1 to 4 are written ``<5`` and shares made of them are left
    out; a single such count in a line can still be found by subtraction. WorldError as with a list.
    """
    more = len(found.times) + 2 * len(found.shares)
    widths = [28, *(12 for _ in found.columns), 12, 10, *(14 for _ in range(more))]
    with _file(path) as file:
        lines = tuple(_statistics_lines(found, outside=outside))
        with _sheet(file, kind, widths, "统计", () if outside else _charts(found, len(lines))) as sheet:
            for cells, head in lines:
                sheet.line(cells, head=head)
        text = f"导出统计,{kind},给{'外单位' if outside else '本单位'}"
        ledger.note_read(parts, who, ReadKind.EXPORTED, Subject(LIST, found.procedure), text)


def write_lines(
    path: Path,
    title: str,
    heads: Sequence[str],
    lines: Iterable[Sequence[Cell]],
    note: Callable[[], None],
    fill: ToFill | None = None,
    charts: Sequence[SheetChart] = (),
) -> None:
    """Write lines into an xlsx file; ``note`` is called before it is in place. WorldError as with a list.

    ``fill`` tells which cells somebody else fills in; the others are then protected. A path that ends in
    ``.csv`` gets a CSV file, without charts.
    """
    with _file(path) as file:
        widths = [18 for _ in heads]
        made = (
            _sheet(file, CSV, widths, title)
            if path.suffix.casefold() == ".csv"
            else workbook.sheet(file, widths, title, fill, charts)
        )
        with made as sheet:
            sheet.line(heads, head=True)
            for cells in lines:
                sheet.line(cells)
        note()


# ---- what is written -----------------------------------------------------------------------------


def _columns(parts: Parts, procedure: str) -> tuple[ListColumn, ...]:
    """All columns of a list; without the column of a number's end when the whole number is there."""
    found = lists.columns(parts, procedure)
    whole = any(c.id == NUMBER for c in found)
    return tuple(c for c in found if not (whole and c.id == NUMBER_TAIL))


def _title(column: ListColumn, *, plain: bool) -> str:
    """The heading of a column: the tail of a number is called the number when it is shown whole."""
    if column.id == TAIL and plain:
        return column.title.removesuffix("尾号") or "证件号码"
    return listing.OF_ALL[DUE] if column.id == DUE else column.title


def _portions(parts: Parts, wanted: Wanted, order: Order) -> Iterator[tuple[Row, ...]]:
    return parts.store.lists.stream(wanted, order, parts.clock.today(), _PORTION)


def _cell(parts: Parts, column: ListColumn, row: Row, *, plain: bool) -> Cell:
    match column.id:
        case "due":
            return row.due_on
        case "began":
            return row.began_at
        case "since":
            return row.since
        case "decided":
            return row.decided_on
        case "used":
            return row.used
    return lists.said(parts, column, row, plain=plain)


def _width(column: ListColumn) -> int:
    return 14 if column.id == USED else _WIDTHS.get(column.kind, 18)


def _not_too_many(count: int, kind: str) -> None:
    if kind == XLSX and count > MOST:
        raise RuleError(f"一张表最多{MOST}行,这份名单更长,请缩小范围,或改为导出 CSV")


def _note(parts: Parts, who: Who, procedure: str, kind: str, count: int, purpose: str) -> None:
    """Note the export in the audit journal; called before the file is in place, so no export goes unnoted."""
    how = ReadKind.UNMASKED if purpose else ReadKind.EXPORTED
    text = f"导出{kind},{count}条" + (f",不遮盖号码,用途:{purpose}" if purpose else "")
    ledger.note_read(parts, who, how, Subject(LIST, procedure), text)


def _statistics_lines(found: Statistics, *, outside: bool) -> Iterator[tuple[list[Cell], bool]]:
    for figure in found.figures:
        few = outside and 0 < figure.behind.count < FEW
        value = f"<{FEW}" if few else f"{figure.value}{figure.unit}"
        yield [figure.title, value, "" if outside else figure.division], False
    yield [], False
    pace = ["按期/该办结", "按期率(%)"] if found.with_pace else []
    shares = [t for c in found.shares for t in (f"{c.title}({c.made_of})", f"{c.title}(%)")]
    times = (c.title for c in found.times)
    yield [found.by.title, *(c.title for c in found.columns), *pace, *times, *shares], True
    for row in (*found.rows, found.total):
        yield _statistics_row(found, row, outside=outside), False
    yield [], False
    yield [found.note], False


def _charts(found: Statistics, lines: int) -> tuple[SheetChart, ...]:
    """The parts of each line of the table as bars; none without lines."""
    if not found.rows:
        return ()
    parts = tuple(range(2, len(found.columns) + 1))  # behind the word and the number that began
    title = f"{found.title} {found.period.since}至{found.period.until}"
    return (SheetChart(title, len(found.figures) + 1, len(found.rows), parts, lines + 1),)


def _statistics_row(found: Statistics, row: StatRow, *, outside: bool) -> list[Cell]:
    cells = [_few(row.cells[c.id].count, outside=outside) for c in found.columns]
    if found.with_pace:
        hidden = outside and (0 < row.timely < FEW or 0 < row.due < FEW or 0 < row.due - row.timely < FEW)
        cells += ["" if hidden else f"{row.timely}/{row.due}", "" if hidden else row.share]
    for column in found.times:
        cells.append(_few(row.times[column.id].times, outside=outside))
    for column in found.shares:
        share = row.shares[column.id]
        hidden = outside and any(0 < n < FEW for n in (share.part, share.whole, share.whole - share.part))
        cells += ["", ""] if hidden else [share.text, share.percent]
    return [row.word, *cells]


def _few(count: int, *, outside: bool) -> Cell:
    return f"<{FEW}" if outside and 0 < count < FEW else count


# ---- how it is written ---------------------------------------------------------------------------


class _Stopped(Exception):
    """The caller asked to stop writing the file."""


@contextmanager
def _file(path: Path) -> Iterator[IO[bytes]]:
    """A file that replaces the old one when it is completely written."""
    try:
        files.sweep(path.parent)
        with files.writing(path) as file:
            yield file
    except OSError as error:
        raise WorldError(_FULL.format(folder=path.parent)) from error


@contextmanager
def _sheet(
    file: IO[bytes], kind: str, widths: Sequence[int], title: str, charts: Sequence[SheetChart] = ()
) -> Iterator[Sheet]:
    if kind == CSV:
        # A byte order mark tells Excel the encoding.
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        yield CommaSheet(csv.writer(text, lineterminator="\r\n"))
        text.flush()
        text.detach()
        return
    with workbook.sheet(file, widths, title, charts=charts) as sheet:
        yield sheet


@dataclass(frozen=True, slots=True)
class CommaSheet:
    """Lines of a CSV file; a text that a spreadsheet would take for a formula starts with an apostrophe."""

    writer: Any

    def line(self, cells: Sequence[Cell], *, head: bool = False) -> None:  # noqa: ARG002
        """Write one more line."""
        self.writer.writerow([self._text(cell) for cell in cells])

    @staticmethod
    def _text(cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, datetime):
            return f"{cell:%Y-%m-%d %H:%M}"
        text = cell.isoformat() if isinstance(cell, date) else str(cell)
        return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
