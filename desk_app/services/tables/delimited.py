"""CSV files as spreadsheets write them: their encoding and their separator are found out."""

import csv
import re
from io import StringIO
from pathlib import Path
from typing import Final

from desk_app.errors import RuleError, WorldError, because
from desk_app.services.tables.sheet import MOST_CELLS, MOST_LINES, Same, TableLine, TableSheet

_TEXT: Final = re.compile(r'^="([^"]*)"$')
"""A cell that a program wrote so that a spreadsheet leaves its digits alone: ="620403…"."""
MOST_BYTES: Final = 64_000_000
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS: Final = (",", "\t", ";")
_LOOKED_AT: Final = 4096
"""Characters in which the separator is looked for: a title above the headings has none."""


def text(path: Path) -> str:
    """The text of a file in UTF-8, GBK or UTF-16; WorldError when it can not be read or is none of them."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RuleError(f"{path.name} 有{path.stat().st_size // 1_000_000}MB,不像名册,没有读")
        data = path.read_bytes()
    except OSError as error:
        raise WorldError(f"读不到文件 {path}:{because(error)}") from error
    encodings = ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WorldError(f"{path.name} 不是 UTF-8 也不是 GBK 编码,请另存为 CSV UTF-8")


def read(path: Path) -> TableSheet:
    """The lines of a CSV file; WorldError or RuleError with a sentence when it is no table."""
    whole = text(path)
    if "\0" in whole:
        raise WorldError(f"{path.name} 不是文字表格,请用表格软件打开,另存为 xlsx 或 CSV")
    separator = max(_SEPARATORS, key=whole[:_LOOKED_AT].count)
    # A line ends where a spreadsheet ends it, and a quote that nothing closes would swallow lines.
    reader = csv.reader(StringIO(whole, newline=""), delimiter=separator, strict=True)
    lines, number, far = list[TableLine](), 0, False
    same = Same()
    try:
        for number, row in enumerate(reader, 1):
            far = far or any(cell.strip() for cell in row[MOST_CELLS:])
            cells = tuple(same.of(_TEXT.sub(r"\1", cell.strip())) for cell in row[:MOST_CELLS])
            if any(cells):
                lines.append(TableLine(number, cells))
            if len(lines) > MOST_LINES:
                raise too_long(path.name)
    except csv.Error as error:  # it says so in English
        told = f"{path.name} 第{number + 1}行起读不懂:有一格的引号没有成对,或者太长。请改好再来,一行也没有录"
        raise WorldError(told) from error
    notes = (far_right(),) if far else ()
    return TableSheet(path.stem, tuple(lines), notes=notes)


def too_long(name: str) -> RuleError:
    """The refusal of a table with too many lines."""
    return RuleError(
        f"{name} 超过{MOST_LINES:,}行,一次最多读{MOST_LINES:,}行。请按乡镇(街道)分开再导入,一行也没有录"
    )


def far_right() -> str:
    """The sentence on columns that were not read."""
    return f"第{MOST_CELLS}列右边还有内容,没有读"
