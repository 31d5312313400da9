"""Files of invented rosters, as people make them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from desk_app.errors import DeskError
from forms.numbers import check_digit

HEADINGS = (
    "姓名",
    "身份证号码",
    "残疾人证号",
    "有效期至",
    "证件状态",
    "是否低保",
    "享受待遇",
    "两项补贴",
    "人员状态",
)


def number(place: int, born: str = "19700312") -> str:
    """A valid invented number; another one for each place."""
    first = f"620403{born}{place:03}"
    return first + check_digit(first)


def line(place: int, name: str = "张样例", **other: str) -> list[str]:
    """A line of somebody with a certificate of 肢体一级, on 低保, who receives nothing."""
    own = number(place)
    told = dict(
        zip(
            HEADINGS, (name, own, f"{own}41", "2031-05-06", "有效", "是", "都没有", "无", "在册"), strict=True
        )
    )
    return list((told | other).values())


def book(path: Path, *lines: Sequence[Any], also: Callable[[Workbook, Any], None] | None = None) -> Path:
    """An xlsx file with one sheet of these lines; numbers are written as numbers. ``also`` adds more."""
    with Workbook(path) as made:
        sheet = made.add_worksheet("名册")
        for row, cells in enumerate(lines):
            for place, cell in enumerate(cells):
                sheet.write(row, place, cell) if not isinstance(cell, str) else sheet.write_string(
                    row, place, cell
                )
        if also:
            also(made, sheet)
    return path


def repacked(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The same file with one of its parts changed."""
    with ZipFile(path) as held:
        parts = {each: held.read(each) for each in held.namelist()}
    parts[name] = change(parts.get(name, b""))
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for each, data in parts.items():
            made.writestr(each, data)
    return path


def refused(work: Callable[[], object]) -> str:
    """The sentence with which something is refused."""
    try:
        work()
    except DeskError as error:
        return str(error)
    raise AssertionError("it was not refused")
