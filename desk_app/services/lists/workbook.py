"""An xlsx workbook of one sheet, written straight into its file: no row rests anywhere else meanwhile.

XlsxWriter makes everything but the rows, in memory. With rows it would keep pieces beside the file, in clear,
and a program that was killed would leave them there.
"""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO, TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart

Cell = str | int | date | None
_SHEET: Final = "xl/worksheets/sheet1.xml"
_ROWS: Final = re.compile(r"<sheetData>(.*)</sheetData>", re.DOTALL)
_STYLE: Final = re.compile(r' s="(\d+)"')
_LONGEST: Final = 32_767
"""Characters a cell can hold."""
_UNTOLD: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML can not hold, and a carriage return, which it would change."""
_LIKE_UNTOLD: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheets would read as such a character."""
_OFFERED: Final = 255
"""Characters that the offered words of a column can have together."""
_FILLED: Final = 9_999
"""Last line for which words are offered."""
_FIRST: Final = datetime(1899, 12, 30)  # noqa: DTZ001
"""The day 0 of spreadsheets, whose moments have no zone."""


@dataclass(frozen=True, slots=True)
class ToFill:
    """A sheet that somebody else fills in; all else of it is protected against slips, not against will."""

    first: int
    """Place of the first column whose empty cells are filled in."""
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """By place of a column, the words that are offered for it."""


@dataclass(slots=True)
class OfficeSheet:
    """Lines of an xlsx sheet; texts are written as texts, whatever they begin with."""

    _stream: IO[bytes]
    _styles: tuple[str, ...]
    """Style numbers of a head, a day, a moment and a cell to fill in."""
    _fill: ToFill | None = None
    _next: int = 1

    def line(self, cells: Sequence[Cell], *, head: bool = False) -> None:
        """Write one more line."""
        told = "".join(self._cell(cell, place, head=head) for place, cell in enumerate(cells))
        self._stream.write(f'<row r="{self._next}">{told}</row>'.encode())
        self._next += 1

    def _cell(self, cell: Cell, place: int, *, head: bool) -> str:
        bold, day, moment, filled = self._styles
        open_ = self._fill is not None and place >= self._fill.first and cell in (None, "")
        style = f' s="{bold}"' if head else f' s="{filled}"' if open_ else ""
        if cell is None or cell == "":
            return f"<c{style}/>"
        if isinstance(cell, datetime):
            return f'<c s="{moment}"><v>{_days(cell):.10f}</v></c>'
        if isinstance(cell, date):
            return f'<c s="{day}"><v>{(cell - _FIRST.date()).days}</v></c>'
        if isinstance(cell, int):
            return f"<c{style}><v>{cell}</v></c>"
        text = escape(_LIKE_UNTOLD.sub("_x005F_", _UNTOLD.sub("", cell[:_LONGEST])))
        return f'<c{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


@dataclass(frozen=True, slots=True)
class SheetChart:
    """Bars beside one another of lines of the sheet: a bar a line, a part a column; places from 0."""

    title: str
    head: int
    """The line with the headings of the columns; the lines of the bars follow it, or begin at ``first``."""
    lines: int
    columns: tuple[int, ...]
    at: int
    """The line it stands at."""
    first: int = 0
    """The first line of the bars where others stand between; 0: the one behind the headings."""
    named: int = 0
    """The column with the names of the bars."""


@contextmanager
def sheet(
    file: IO[bytes],
    widths: Sequence[int],
    title: str,
    fill: ToFill | None = None,
    charts: Sequence[SheetChart] = (),
) -> Iterator[OfficeSheet]:
    """The lines of a workbook that is written into ``file``, with its first line kept in sight."""
    bare = _shell(widths, title, fill, charts)
    with ZipFile(file, "w", ZIP_DEFLATED) as made, ZipFile(io.BytesIO(bare)) as shell:
        for name in shell.namelist():
            if name != _SHEET:
                made.writestr(shell.getinfo(name), shell.read(name))
        before, told, after = _ROWS.split(shell.read(_SHEET).decode())
        with made.open(_SHEET, "w", force_zip64=True) as stream:
            stream.write(f"{before}<sheetData>".encode())
            yield OfficeSheet(stream, tuple(_STYLE.findall(told)), fill)
            stream.write(f"</sheetData>{after}".encode())


def _shell(widths: Sequence[int], title: str, fill: ToFill | None, charts: Sequence[SheetChart]) -> bytes:
    """A workbook with one line, which tells the styles of the cells there are."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        found = book.add_worksheet(title[:31])
        found.freeze_panes(1, 0)
        for place, width in enumerate(widths):
            found.set_column(place, place, width)
        styles = (
            {"bold": True, "bottom": 1},
            {"num_format": "yyyy-mm-dd"},
            {"num_format": "yyyy-mm-dd hh:mm"},
            {"num_format": "@", "locked": False, "bg_color": "#FFF8E1", "border": 4},
        )
        for place, style in enumerate(styles):
            found.write_blank(0, place, None, book.add_format(style))
        if fill is not None:
            _protect(found, fill)
        for chart in charts:
            found.insert_chart(chart.at, 0, _bars(book, found.get_name(), chart))
    return made.getvalue()


def _protect(sheet: Any, fill: ToFill) -> None:
    """Lock what is not to be filled in, without a password, and offer the words of the choices."""
    sheet.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
    for place, words in fill.choices.items():
        if len(",".join(words)) <= _OFFERED and not any("," in word for word in words):
            told = {"validate": "list", "source": list(words), "error_type": "information"}
            sheet.data_validation(1, place, _FILLED, place, told)


def _bars(book: "Workbook", sheet_name: str, wanted: SheetChart) -> "Chart":
    """The chart; a spreadsheet reads its numbers from the lines when it opens the file."""
    made = book.add_chart({"type": "bar", "subtype": "stacked"})
    first = wanted.first or wanted.head + 1
    last = first + wanted.lines - 1
    for column in wanted.columns:
        made.add_series(
            {
                "name": [sheet_name, wanted.head, column],
                "categories": [sheet_name, first, wanted.named, last, wanted.named],
                "values": [sheet_name, first, column, last, column],
            }
        )
    made.set_title({"name": wanted.title})
    made.set_y_axis({"reverse": True})
    return made


def _days(moment: datetime) -> float:
    return (moment.replace(tzinfo=None) - _FIRST).total_seconds() / 86_400
