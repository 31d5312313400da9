"""How a county files: its fonds and its table of retention periods, and the numbers that follow from them.

The structure of a number is that of DA/T 22-2015: 全宗号-档案门类代码·年度-保管期限-机构(问题)代码-件号.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

CLASS, NUMBER, UNTIL = "archive_class", "archive_number", "keep_until"
"""What an ask may be ``filled`` with: the number without its last part, all of it, the last day kept."""
TABLE: Final = "retention"
"""Code table of the rows; the choice of one of them is the ask whose ``codes`` are these."""
YEAR: Final = "archive_year"
"""Id of the ask for the year a piece belongs to (年度)."""
_FONDS: Final = re.compile(r"[A-Z0-9]{4}")
_CATEGORY: Final = re.compile(r"[A-Z]{2}")
_ORGAN: Final = re.compile(r"[A-Z0-9]{2,3}")


class Term(StrEnum):
    """How long something is kept (保管期限)."""

    FOREVER = "Y"
    THIRTY = "D30"
    TEN = "D10"

    @property
    def words(self) -> str:
        """As papers name it."""
        return "永久" if self is Term.FOREVER else f"{self.value[1:]}年"

    def last_day(self, year: int) -> date | None:
        """The last day of keeping what belongs to a year; None: for ever."""
        return None if self is Term.FOREVER else date(year + int(self.value[1:]), 12, 31)


@dataclass(frozen=True, slots=True)
class Fonds:
    """A county's ``[archive]``: what all its numbers begin with, and who approved its table."""

    number: str = ""
    """全宗号, four letters or digits; empty: nothing can be numbered yet."""
    name: str = ""
    """全宗名称."""
    category: str = "WS"
    """档案门类代码, two letters."""
    approved: str = ""
    """By which document the archive authority agreed to the table (8号令第十二条)."""
    window: str = ""
    """The number of the window that files: two, each with its own book, would give a number twice."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """One row of the table: what is kept, how long, under which 机构(问题)."""

    id: str
    title: str
    term: Term
    source: str
    organ: str = ""
    """机构(问题)代码, two or three letters or digits; empty where the unit does not divide by them."""
    covers: tuple[str, ...] = ()
    """Procedures whose concluded records are filed under it; empty: chosen by hand alone."""


def faults(fonds: Fonds, rows: Collection[Retention]) -> Iterator[tuple[str, str]]:
    """Key and sentence of each part of the numbers that is not as DA/T 22-2015 has it."""
    if fonds.number and not _FONDS.fullmatch(fonds.number):
        yield "number", f"全宗号应是4位数字或大写字母,如 X043,现在是“{fonds.number}”"
    if not _CATEGORY.fullmatch(fonds.category):
        yield "category", f"档案门类代码应是2位大写字母,如 WS,现在是“{fonds.category}”"
    if rows and not fonds.approved:
        yield "approved", "有保管期限表,要写 approved:同级档案主管部门用哪个文件审查同意的"
    if rows and not fonds.number:
        yield "number", "有保管期限表,要写 number:全宗号"
    if rows and not fonds.window:
        yield "window", "有保管期限表,要写 window:由几号窗口编档号,几个窗口各编会重号"


def organ_fault(row: Retention) -> str:
    """A sentence when its 机构(问题)代码 is none."""
    if not row.organ or _ORGAN.fullmatch(row.organ):
        return ""
    return f"机构(问题)代码应是2至3位数字或大写字母,如 BGS,现在是“{row.organ}”"


def filled(fonds: Fonds, rows: Mapping[str, Retention], chosen: str, year: str) -> Mapping[str, str]:
    """Class and last day of a piece by its row and year; empty texts where one of them is not known."""
    row = rows.get(chosen)
    if row is None or not re.fullmatch(r"(?:19|20)\d\d", year) or not fonds.number:
        return {CLASS: "", UNTIL: ""}
    last = row.term.last_day(int(year))
    parts = (fonds.number, f"{fonds.category}·{year}", row.term.value, row.organ)
    return {CLASS: "-".join(p for p in parts if p), UNTIL: last.isoformat() if last else ""}


def number(archive_class: str, place: int) -> str:
    """The whole number (档号) of the piece in this place of its class."""
    return f"{archive_class}-{place:04d}"


def row_of(rows: Mapping[str, Retention], procedure: str) -> Retention | None:
    """The row that concluded records of a procedure are filed under; None where the table has none."""
    return next((row for row in rows.values() if procedure in row.covers), None)


def chosen(asks: Collection[Any], facts: Mapping[str, Any]) -> tuple[str, str]:
    """Row and year as a record knows them."""
    row = next((a.id for a in asks if a.codes == TABLE), TABLE)
    return str(facts.get(row) or ""), str(facts.get(YEAR) or "")
