"""What was read of a table's file: lines of cells, each a text that knows when it was no plain text."""

from dataclasses import dataclass
from typing import Final

MOST_LINES: Final = 200_100
"""Lines of one table that are read: 200,000 people, and what stands above them."""
_HELD: Final = 3000
"""Texts of cells that are held once; behind that many, most are numbers of one person each."""
MOST_CELLS: Final = 200
"""Cells of one line that are read; what stands further right is told and left out."""


class NumberCell(str):
    """A cell the spreadsheet kept as a number: digits after the fifteenth are lost in it."""

    __slots__ = ()


class FormulaCell(str):
    """A cell that the spreadsheet works out."""

    __slots__ = ()


class BrokenCell(str):
    """A cell that holds an error of the spreadsheet (#REF!)."""

    __slots__ = ()


def cell_name(place: int, line: int) -> str:
    """A cell as spreadsheets call it: place 0 of line 5 → A5."""
    letters, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{line}"


class Same:
    """Texts that stand in many cells are held once: towns, villages, states."""

    def __init__(self) -> None:
        self._held: dict[str, str] = {}

    def of(self, text: str) -> str:
        """The same text, the one that is held already where there is one."""
        if len(self._held) < _HELD:
            return self._held.setdefault(text, text)
        return self._held.get(text, text)


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line that is not empty."""

    number: int
    """Its number in the file, from 1, as the spreadsheet shows it."""
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """The cell at a place; empty behind the last one."""
        return self.cells[place] if place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells made one in the spreadsheet: only the first of them has a value."""

    name: str
    """As the spreadsheet calls them: B5:B7."""
    first: int
    last: int
    """Numbers of their first and last line."""
    left: int
    right: int
    """Places of their first and last column, from 0."""


@dataclass(frozen=True, slots=True)
class TableSheet:
    """One sheet of a file."""

    title: str
    lines: tuple[TableLine, ...]
    merged: tuple[Merged, ...] = ()
    sheets: tuple[str, ...] = ()
    """All sheets of the file that can be seen."""
    notes: tuple[str, ...] = ()
    """Sentences on what was read and what was not: hidden sheets, hidden lines, columns far right."""
