"""Opens a table's file by what it is, whatever it is called."""

from pathlib import Path
from typing import Final

from desk_app.errors import RuleError, WorldError, because
from desk_app.services.tables import delimited, xlsx
from desk_app.services.tables.sheet import TableSheet

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""Beginning of the container of xls files, and of xlsx files under a password."""
_OLDER: Final = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")
"""Beginnings of xls files that have no container: older than Excel 5.0, as some programs still write."""
_OTHERS: Final = (
    (b"%pdf", "PDF"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89png", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"<html", "网页(有的系统导出的“xls”其实是网页)"),
    (b"<!doctype", "网页(有的系统导出的“xls”其实是网页)"),
    (b"<table", "网页(有的系统导出的“xls”其实是网页)"),
    (b"rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)
"""Beginnings of files that are no table, in small letters, and what they are."""


def read(path: Path, sheet: str = "") -> TableSheet:
    """The lines of an xlsx or CSV file; ``sheet`` names a sheet of an xlsx file.

    RuleError or WorldError with one sentence when it is neither, or is nothing to read.
    """
    try:
        with path.open("rb") as file:
            first = file.read(16)
    except OSError as error:
        raise WorldError(f"读不到文件 {path}:{because(error)}") from error
    if first.startswith((_OLD, *_OLDER)):
        raise RuleError(f"{path.name} 是旧的 xls 格式,或加了密码:请用表格软件打开,另存为不加密码的 xlsx 再试")
    begun = first.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if other := next((what for words, what in _OTHERS if begun.startswith(words)), ""):
        raise RuleError(f"{path.name} 是{other},不是表格:请用表格软件打开或导出,另存为 xlsx 或 CSV 再试")
    found = xlsx.read(path, sheet) if first.startswith(_ZIP) else delimited.read(path)
    if not found.lines:
        raise RuleError(f"{path.name} 是空的,没有一行内容")
    return found
