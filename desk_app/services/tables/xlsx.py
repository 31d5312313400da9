"""xlsx files, read strictly with the standard library: no formula is believed, nothing unpacked blindly.

ECMA-376 part 1: 18.2 (workbook), 18.3 (sheets), 18.4 (shared strings), 18.8 (styles).
"""

import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, LargeZipFile, ZipFile

from desk_app.errors import RuleError, WorldError, because
from desk_app.services.tables import delimited
from desk_app.services.tables.serial import Serials
from desk_app.services.tables.sheet import (
    MOST_CELLS,
    MOST_LINES,
    BrokenCell,
    FormulaCell,
    Merged,
    NumberCell,
    TableLine,
    TableSheet,
)
from desk_app.services.tables.xml import Part, walk

_MOST_PARTS: Final = 5_000
_MOST_BYTES: Final = 250_000_000
"""Bytes of one part and of all parts together, unpacked, as the archive tells them; it gives no more."""
_BOMB: Final = 300
"""Times that a large part may be longer than it is packed; sheets of lists are ten to thirty times."""
_LARGE: Final = 20_000_000
_TEXT: Final = re.compile(r'"([^"]*)"')
"""A formula that is a text alone (="620403…"), so that the spreadsheet leaves its digits alone."""
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def read(path: Path, sheet: str = "") -> TableSheet:
    """One sheet of a file, by its name or the first that can be seen and has lines.

    RuleError or WorldError with one sentence when the file can not be read or is nothing to read.
    """
    try:
        with ZipFile(path) as archive:
            return _Book(archive, path.name).sheet(sheet)
    except OSError as error:
        raise WorldError(f"读不到文件 {path}:{because(error)}") from error
    except (
        BadZipFile,
        LargeZipFile,
        ExpatError,
        LookupError,
        ValueError,
        StopIteration,
        NotImplementedError,
        zlib.error,
    ) as error:
        told = f"{path.name} 读不懂,可能已损坏:请用表格软件打开,另存为 xlsx 再试"
        raise WorldError(told) from error
    except RuntimeError as error:  # zipfile: "password required"
        raise WorldError(f"{path.name} 加了密码,请取消密码后另存再试") from error


@dataclass(slots=True)
class _Book:
    """The workbook of an archive."""

    archive: ZipFile
    name: str

    def __post_init__(self) -> None:
        held = self.archive.infolist()
        whole = sum(one.file_size for one in held)
        bombs = (o.file_size > _LARGE and o.file_size > _BOMB * max(o.compress_size, 1) for o in held)
        if len(held) > _MOST_PARTS or whole > _MOST_BYTES or any(bombs):
            raise RuleError(f"{self.name} 展开以后有{whole // 1_000_000}MB,不像名册,没有打开")

    def sheet(self, wanted: str) -> TableSheet:
        """The sheet of this name; without one the first that has lines."""
        home = next(iter(self._related("").values("officeDocument")))
        related, found = self._related(home), _Tabs()
        self._walk(home, found)
        parts = related.by_id("worksheet")
        tabs = {title: parts[link] for title, link, seen in found.tabs if seen and link in parts}
        if wanted and wanted not in tabs:
            raise RuleError(f"{self.name} 没有工作表“{wanted}”,可选:{'、'.join(tabs)}")
        if not tabs:
            raise RuleError(f"{self.name} 的工作表都隐藏了,请取消隐藏再导入")
        shared, serials = _Shared(), Serials(found.by_1904)
        for kind, part in (("sharedStrings", shared), ("styles", serials)):
            for place in related.values(kind):
                self._walk(place, part)
        for title in [wanted] if wanted else tabs:
            rows = _Rows(self.name, shared.texts, serials)
            self._walk(tabs[title], rows)
            if rows.lines:
                break
        notes = (*_unread(title, tabs, [t for t, _, seen in found.tabs if not seen]), *rows.notes())
        return TableSheet(title, tuple(rows.lines), tuple(rows.merged), tuple(tabs), notes)

    def _walk(self, place: str, part: Part) -> None:
        with self.archive.open(place) as opened:
            walk(opened, part)

    def _related(self, place: str) -> "_Related":
        """The parts that a part names; those of the whole archive for an empty name."""
        folder, name = posixpath.split(place)
        found = _Related(folder)
        self._walk(posixpath.join(folder, "_rels", f"{name}.rels"), found)
        return found


def _unread(title: str, tabs: Iterable[str], hidden: Sequence[str]) -> Iterator[str]:
    """Sentences on the sheets of a file that are not read."""
    if others := [tab for tab in tabs if tab != title]:
        yield f"读的是工作表“{title}”,没有读“{'”“'.join(others)}”"
    if hidden:
        yield f"隐藏的工作表“{'”“'.join(hidden)}”没有读"


@dataclass(slots=True)
class _Related(Part):
    """Relations of a part: kind, id and target (ECMA-376 part 2, 9.3)."""

    folder: str
    found: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "Relationship" and given.get("TargetMode") != "External":
            # A target begins where its part lies, or with a slash at the root of the archive.
            place = posixpath.normpath(posixpath.join("/", self.folder, given["Target"])).lstrip("/")
            self.found.append((given["Type"].rpartition("/")[2], given["Id"], place))

    def by_id(self, kind: str) -> dict[str, str]:
        """Parts of a kind by the id of their relation."""
        return {i: place for of, i, place in self.found if of == kind}

    def values(self, kind: str) -> list[str]:
        """Parts of a kind."""
        return list(self.by_id(kind).values())


@dataclass(slots=True)
class _Tabs(Part):
    tabs: list[tuple[str, str, bool]] = field(default_factory=list)
    """Title, id of its relation, and whether it can be seen."""
    by_1904: bool = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.by_1904 = given.get("date1904") in ("1", "true")
        elif name == "sheet":
            seen = given.get("state", "visible") == "visible"
            self.tabs.append((given["name"], given["id"], seen))


@dataclass(slots=True)
class _Shared(Part):
    """Texts that cells name by their place; the reading of a name (rPh) is none of it."""

    texts: list[str] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _reads: bool = False
    _spoken: bool = False

    def start(self, name: str, _given: Mapping[str, str]) -> None:
        if name == "rPh":
            self._spoken = True
        self._reads = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        self._reads = False
        if name == "rPh":
            self._spoken = False
        elif name == "si":
            self.texts.append("".join(self._pieces))
            self._pieces.clear()

    def text(self, text: str) -> None:
        if self._reads:
            self._pieces.append(text)


@dataclass(slots=True)
class _Rows(Part):
    """The lines of a sheet."""

    name: str
    shared: list[str]
    serials: Serials
    lines: list[TableLine] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    _row: int = 0
    _place: int = -1
    _cells: dict[int, str] = field(default_factory=dict)
    _kind: str = ""
    _style: int = 0
    _formula: bool = False
    _worked: list[str] = field(default_factory=list)
    """The pieces of the formula of a cell."""
    _tells: bool = False
    _spoken: bool = False
    _reads: bool = False
    _pieces: list[str] = field(default_factory=list)
    _hidden: bool = False
    _hidden_lines: int = 0
    _far: bool = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        match name:
            case "c":
                self._begin_cell(given)
            case "v" | "t":
                self._reads = not self._spoken
            case "f":
                self._formula = self._tells = True
            case "rPh":
                self._spoken = True
            case "row":
                self._row = _after(self._row, given.get("r"))
                self._place, self._hidden = -1, given.get("hidden") in ("1", "true")
            case "mergeCell":
                self.merged.append(_range(given["ref"]))

    def end(self, name: str) -> None:
        match name:
            case "v" | "t":
                self._reads = False
            case "f":
                self._tells = False
            case "rPh":
                self._spoken = False
            case "c":
                self._end_cell()
            case "row":
                self._end_row()

    def text(self, text: str) -> None:
        if self._reads:
            self._pieces.append(text)
        elif self._tells:
            self._worked.append(text)

    def notes(self) -> Iterator[str]:
        """Sentences on what is hidden or was not read."""
        if self._hidden_lines:
            yield f"有{self._hidden_lines}行被筛选或隐藏了,也读了"
        if self._far:
            yield delimited.far_right()

    def _begin_cell(self, given: Mapping[str, str]) -> None:
        self._place = _column(given["r"]) if "r" in given else self._place + 1
        self._kind, self._style = given.get("t", "n"), int(given.get("s", 0))
        self._formula = False
        self._pieces.clear()
        self._worked.clear()

    def _end_cell(self) -> None:
        held = "".join(self._pieces).strip()
        if not held and not self._formula:
            return
        if self._place >= MOST_CELLS:
            self._far = True
            return
        self._cells[self._place] = self._said(held)

    def _said(self, held: str) -> str:
        """A cell as text; one that is worked out, broken or a number says so by its class."""
        if self._formula:
            alone = _TEXT.fullmatch("".join(self._worked).strip())
            return alone[1].strip() if alone else FormulaCell(held)
        match self._kind:
            case "s":
                return self.shared[_natural(held)].strip()
            case "str" | "inlineStr" | "d":
                return held
            case "b":
                return "是" if held == "1" else "否"
            case "e":
                return BrokenCell(held)
        return self.serials.day(held, self._style) or NumberCell(held)

    def _end_row(self) -> None:
        if self._cells:
            last = max(self._cells)
            cells = tuple(self._cells.get(place, "") for place in range(last + 1))
            if any(cells):
                self.lines.append(TableLine(self._row, cells))
                self._hidden_lines += self._hidden
            self._cells.clear()
        if len(self.lines) > MOST_LINES:
            raise delimited.too_long(self.name)


def _natural(text: str) -> int:
    """A number that counts; ValueError for one below nought, which a list would count from its end."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _after(row: int, named: str | None) -> int:
    """The number of the next line; ValueError where it goes back: what is there would be passed over."""
    following = row + 1 if named is None else _natural(named)
    if following <= row:
        raise ValueError(named)
    return following


def _column(name: str) -> int:
    """The place of a cell's column, from 0: A5 → 0, AB7 → 27."""
    found = _CELL.fullmatch(name)
    if found is None:
        raise ValueError(name)
    place = 0
    for letter in found[1]:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _range(name: str) -> Merged:
    first, _, last = name.partition(":")
    last = last or first
    rows = [int(found[2]) for end in (first, last) if (found := _CELL.fullmatch(end))]
    return Merged(name, rows[0], rows[-1], _column(first), _column(last))
