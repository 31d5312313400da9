"""How the columns of a list are shown: words, shapes and places of their cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desk_app.domain import lists as ids
from desk_app.domain.applications import APPLICATION
from desk_app.domain.lists import ColumnKind, ListColumn, Order, Row
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit import words
from desk_app.ui.kit.lists import due
from desk_app.ui.kit.lists.states import state_look
from desk_app.ui.kit.lists.table import CellLook, ShownColumn
from forms import moments
from forms.clock_kinds import Unit
from forms.procedures import State
from forms.typesetting import typeset

DRAFT: Final = "draft"
"""In place of a procedure's id: the row is an application that is still being filled in."""
DRAFT_STATE: Final = State(DRAFT, "草稿", "plain", "pen", open=True)
_TELLING: Final = (ids.LABEL, ids.MATTERS)
"""Columns whose words tell one record from another of the same person or kind."""
_END: Final = (ids.STATE, ids.NUMBER_TAIL, ids.NUMBER)
_SECOND: Final = (ids.NUMBER_TAIL, ids.NUMBER)
_PREFIX: Final[Mapping[str, str]] = {ids.TAIL: "…", ids.NUMBER_TAIL: "回执 "}
_SORTED: Final = (
    *(ids.NUMBER, ids.NUMBER_TAIL, ids.LABEL, ids.STATE, ids.DUE, ids.BEGAN, ids.SINCE, ids.COUNTER),
    *(ids.CLERK, ids.DECIDED, ids.TAIL, ids.USED),
)
_FALLING: Final = (ids.BEGAN, ids.SINCE, ids.DECIDED)
"""Columns whose first order is the newest first."""


@dataclass(frozen=True, slots=True)
class RowWords:
    """Words and shapes of a list's cells."""

    parts: Parts
    working: bool
    """Whether the clocks of this list count working days."""
    of_people: bool
    """Whether its records are named after a person; names of things may be longer."""

    def text(self, column: ListColumn, row: Row) -> str:
        """The words of a cell."""
        if column.kind is ColumnKind.DUE:
            today, calendar = self.parts.clock.today(), self.parts.calendar
            return due.row_words(row, today, calendar, working=self.working)
        if column.kind is ColumnKind.STATE:
            return typeset(state_of(self.parts, row).word)
        said = lists.said(self.parts, column, row)
        if column.kind is ColumnKind.MOMENT:
            return words.short_day(moments.read(said), self.parts.clock.today())
        if row.procedure == DRAFT and column.id in (ids.NUMBER_TAIL, ids.NUMBER):
            return "未受理"
        return said

    def look(self, column: ListColumn, row: Row) -> CellLook | None:
        """Shape and colour of a cell; None for plain words."""
        if column.kind is ColumnKind.DUE:
            return due.row_look(row)
        return state_look(state_of(self.parts, row)) if column.kind is ColumnKind.STATE else None


def state_of(parts: Parts, row: Row) -> State:
    """The state a row shows."""
    return DRAFT_STATE if row.procedure == DRAFT else lists.state(parts, row)


def shown_columns(parts: Parts, procedure: str) -> tuple[ShownColumn[Row], ...]:
    """The columns of a list from left to right."""
    law = lists.procedure_of(parts, procedure)
    clocks = [c for p in (law, *lists.children(parts, law)) for c in p.clocks]
    cells = RowWords(parts, all(c.unit is Unit.WORKING for c in clocks), law.subject == APPLICATION)
    listed = [c for c in lists.columns(parts, procedure) if c.shown]
    return tuple(_shown(cells, column) for column in listed)


def _shown(cells: RowWords, column: ListColumn) -> ShownColumn[Row]:
    first = column.id in (ids.LABEL, ids.TAIL, ids.STATE)
    return ShownColumn(
        column.title,
        lambda row: cells.text(column, row),
        lambda row: cells.look(column, row),
        whole=column.whole and (column.id != ids.LABEL or cells.of_people),
        telling=column.id in _TELLING,
        strong=column.id == ids.LABEL,
        line=0 if column.kind is ColumnKind.MOMENT else 1 if first else 2,
        end=column.id in _END,
        id=column.id if column.id in _SORTED else "",
        lead=column.id == ids.DUE,
        prefix=_PREFIX.get(column.id, ""),
    )


def order_by(column: str, present: Order) -> Order:
    """The order for a click on a heading: reversed when the list is in that column's order already."""
    if column == present.column:
        return Order(column, not present.descending)
    return Order(column, column in _FALLING)


def orders(parts: Parts, procedure: str) -> tuple[tuple[str, Order], ...]:
    """Every order a list can have, with its words: each shown column and the first day, both ways."""
    found: list[tuple[str, Order]] = []
    listed = [c for c in lists.columns(parts, procedure) if c.id in _SORTED]
    for column in (c for c in listed if c.shown or c.id == ids.BEGAN):
        title = column.title.partition("(")[0]
        ups, downs = ("先到期的在前", "后到期的在前") if column.id == ids.DUE else ("从小到大", "从大到小")
        if column.id in _FALLING:
            ups, downs = "旧的在前", "新的在前"
        found += [
            (f"按{title}排,{ups}", Order(column.id, False)),
            (f"按{title}排,{downs}", Order(column.id, True)),
        ]
    return tuple(found)
