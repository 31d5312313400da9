"""Opens a table's file by what it is, whatever it is called."""

from pathlib import Path
from typing import Final

from desk_app.errors import RuleError, WorldError, because
from desk_app.services.tables import delimited, xlsx
from desk_app.services.tables.sheet import TableSheet

_ZIP: Final = b"PK\x03\x04"
_OLD: Final = bytes.fromhex("d0cf11e0a1b11ae1")
"""Beginning of the container of xls files, and of xlsx files under a password."""


def read(path: Path, sheet: str = "") -> TableSheet:
    """The lines of an xlsx or CSV file; ``sheet`` names a sheet of an xlsx file.

    RuleError or WorldError with one sentence when it is neither, or is nothing to read.
    """
    try:
        with path.open("rb") as file:
            first = file.read(len(_OLD))
    except OSError as error:
        raise WorldError(f"读不到文件 {path}:{because(error)}") from error
    if first == _OLD:
        raise RuleError(f"{path.name} 是旧的 xls 格式,或加了密码:请用表格软件打开,另存为不加密码的 xlsx 再试")
    found = xlsx.read(path, sheet) if first.startswith(_ZIP) else delimited.read(path)
    if not found.lines:
        raise RuleError(f"{path.name} 是空的,没有一行内容")
    return found
