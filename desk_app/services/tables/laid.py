"""The columns of a table laid to what an act asks: proposed from the headings, then read line by line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from desk_app.errors import RuleError
from desk_app.services.tables.cells import ColumnReader
from desk_app.services.tables.sheet import Merged, TableLine, TableSheet, cell_name
from forms import asked
from forms.numbers import half_width
from forms.pack import Pack
from forms.procedures import Act, Ask, Procedure

_LOOKED_AT: Final = 20
"""Lines in which the headings are looked for: a list has a title above them."""
_ASIDE: Final = re.compile(r"\([^)]*\)|[\s*::.。、/]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a sheet answers which ask."""

    head: TableLine
    """The line of the headings."""
    places: Mapping[str, int]
    """By id of the ask, the place of its column from 0; asks without a column are left out."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, an empty one where a column has none."""
        return self.head.cells


@dataclass(frozen=True, slots=True)
class RowRead:
    """One line as it was read."""

    line: TableLine
    values: Mapping[str, Any]
    """By id of the ask, as an act is given it; empty where the line has a fault."""
    faults: tuple[str, ...] = ()
    """Everything to mend in it, in sentences."""
    cells: tuple[str, ...] = ()
    """Which cell each of them is about (C5)."""

    @property
    def told(self) -> str:
        """Everything to mend in it, each with its cell; empty without a fault."""
        return ";".join(" ".join(each) for each in zip(self.cells, self.faults, strict=True))


def columns(act: Act) -> tuple[Ask, ...]:
    """What a table can bring of what an act asks."""
    return tuple(ask for ask in act.asks if ask.headings)


def proposed(sheet: TableSheet, asks: Sequence[Ask]) -> Layout:
    """The layout that follows from the headings; the first column of two that mean the same ask is taken.

    Where no heading is known the first line is taken for them, and nothing is laid.
    """
    meant = _meant(asks)
    head = max(sheet.lines[:_LOOKED_AT], key=lambda line: len(_known(line, meant)))
    return Layout(head, _known(head, meant))


def below(head: TableLine, asks: Sequence[Ask]) -> Layout:
    """The layout of the lines below these headings."""
    return Layout(head, _known(head, _meant(asks)))


def heading(sheet: TableSheet, word: str) -> TableLine | None:
    """The line of the headings, by one of them; None where no line near the top has it."""
    return next((line for line in sheet.lines[:_LOOKED_AT] if word in line.cells), None)


def _meant(asks: Sequence[Ask]) -> dict[str, str]:
    return {plain(word): ask.id for ask in reversed(asks) for word in (*ask.headings, ask.label)}


def _known(line: TableLine, meant: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(line.cells):
        if ask := meant.get(plain(cell)):
            found.setdefault(ask, place)
    return found


def plain(heading: str) -> str:
    """A heading without what is written beside it: 身份证号(必填)* → 身份证号."""
    whole = half_width(heading)
    return _ASIDE.sub("", whole).lower() or _ASIDE.sub("", whole.replace("(", "").replace(")", ""))


def lacking(layout: Layout, asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """The asks that must be answered and have no column."""
    return tuple(ask for ask in asks if ask.required and ask.id not in layout.places)


def read(
    pack: Pack, procedure: Procedure, act: Act, sheet: TableSheet, layout: Layout, today: date
) -> Iterator[RowRead]:
    """Every line below the headings, with its answers as an act is given them, or with its faults.

    What the layout names no column for is not asked.
    """
    asks = tuple(ask for ask in act.asks if ask.id in layout.places)
    only, cells = replace(act, asks=asks), {ask.id: ColumnReader(pack, ask) for ask in asks}
    merged = [m for m in sheet.merged if m.last > layout.head.number]
    for line in sheet.lines:
        if line.number <= layout.head.number:
            continue
        values, faults = _values(line, layout, cells)
        faults += [(m.left, _joined(m)) for m in merged if m.first <= line.number <= m.last]
        if not faults:
            problems = asked.problems(pack, procedure, only, values, today)
            faults = [(layout.places.get(p.element, 0), p.message) for p in problems if p.blocks]
        told = tuple(fault for _, fault in faults)
        named = tuple(cell_name(place, line.number) for place, _ in faults)
        yield RowRead(line, {} if faults else asked.tidied(only, values), told, named)


def _values(
    line: TableLine, layout: Layout, cells: Mapping[str, ColumnReader]
) -> tuple[dict[str, Any], list[tuple[int, str]]]:
    """The answers of a line, and of what can not be taken the place and a sentence."""
    values: dict[str, Any] = {}
    faults: list[tuple[int, str]] = []
    for ask, reader in cells.items():
        try:
            value = reader.answer(line.cell(layout.places[ask]))
        except RuleError as fault:
            faults.append((layout.places[ask], str(fault)))
        else:
            if value is not None:
                values[ask] = value
    return values, faults


def _joined(merged: Merged) -> str:
    return f"{merged.name}是合并的单元格,请取消合并,每行都填上"
