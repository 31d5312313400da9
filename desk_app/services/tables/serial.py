"""Days of a spreadsheet: a number whose cell is formatted as a date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from desk_app.services.tables.xml import Part

_BUILT_IN: Final = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
"""Formats of dates every file may use (ECMA-376 18.8.30; 27 to 36 and 50 to 58 in Chinese files)."""
_QUOTED: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_FIRST_1900, _FIRST_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LEAP: Final = 60
"""Serial number of 29 February 1900, a day there was not; those before it are a day later."""
_LAST: Final = 2_958_465
"""Serial number of 31 December 9999."""


@dataclass(slots=True)
class Serials(Part):
    """The formats of a file's cells, read from its styles; says which numbers are days."""

    by_1904: bool = False
    _custom: dict[str, bool] = field(default_factory=dict)
    _styles: list[bool] = field(default_factory=list)
    """By style of a cell, whether it shows a day."""
    _of_cells: bool = False

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "numFmt":
            self._custom[given["numFmtId"]] = _is_day(given.get("formatCode", ""))
        elif name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            number = given.get("numFmtId", "0")
            self._styles.append(self._custom.get(number, int(number) in _BUILT_IN))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._of_cells = False

    def day(self, held: str, style: int) -> str:
        """The day (ISO) that a number of a cell of this style is; empty for a cell that shows none."""
        if not (style < len(self._styles) and self._styles[style]):
            return ""
        try:
            number = int(float(held))
        except ValueError:
            return ""
        if not 0 < number <= _LAST or (number == _LEAP and not self.by_1904):
            return ""
        if self.by_1904:
            return (_FIRST_1904 + timedelta(number)).isoformat()
        return (_FIRST_1900 + timedelta(number + (number < _LEAP))).isoformat()


def _is_day(code: str) -> bool:
    """Whether a format shows a year or a day; hours and minutes alone are none."""
    plain = _QUOTED.sub("", code).lower()
    return "y" in plain or "d" in plain or ("e" in plain and "m" in plain)
