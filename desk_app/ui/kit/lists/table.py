"""Rows of any list by a description of its columns; a changed row redraws itself and no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from desk_app.ui.kit import style
from forms.typesetting import typeset

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
COLUMN: Final = Qt.ItemDataRole.UserRole
"""The Column of a cell."""
_ROOT: Final = QModelIndex()
_SHOWN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True, slots=True)
class CellLook:
    """The shape beside a cell's words and the colour of both."""

    shape: str
    tint: str


@dataclass(frozen=True, slots=True)
class ShownColumn(Generic[Row]):
    """One column: its heading and what stands in its cells."""

    title: str
    text: Callable[[Row], str]
    look: Callable[[Row], CellLook | None] = lambda _row: None
    whole: bool = True
    """Never cut: numbers, names, states. Of the others the longest gives way where room is short."""
    strong: bool = False
    line: int = 1
    """Which of two lines it stands on where the room is too narrow for columns; 0: it is left out."""
    end: bool = False
    """It stands at the right end of that line."""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows in the order they are given; ``key`` tells them apart."""

    def __init__(
        self, columns: Sequence[ShownColumn[Row]], key: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns, self._key = tuple(columns), key
        self._rows: list[Row] = []
        self._icons: dict[CellLook, QIcon] = {}
        self.one_cell = False
        """The first cell stands for its whole row, and is read out so."""
        self._bold = QFont()
        self._bold.setBold(True)

    @property
    def columns(self) -> tuple[ShownColumn[Row], ...]:
        """The columns from left to right."""
        return self._columns

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows from top to bottom."""
        return tuple(self._rows)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return typeset(self._columns[section].title)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, in full as its tooltip; the shape and colour it has; what it is read out as."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role in _SHOWN:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self._columns if self.one_cell else (column,)
            return ",".join(f"{c.title} {text}" for c in said if (text := c.text(row)))
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if column.strong else None
        if role == COLUMN:
            return column
        look = column.look(row)
        if look and role == Qt.ItemDataRole.DecorationRole:
            return self._icon(look)
        if look and role == Qt.ItemDataRole.ForegroundRole:
            return style.colour(look.tint)
        return None

    def _icon(self, look: CellLook) -> QIcon:
        if look not in self._icons:
            self._icons[look] = style.icon(f"tone-{look.shape}", look.tint, 16)
        return self._icons[look]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """List these and no others; where they are the same ones, only what changed is drawn anew."""
        if [self._key(r) for r in rows] == [self._key(r) for r in self._rows]:
            for place, row in enumerate(rows):
                self._replace(place, row)
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def put(self, row: Row, *, add: bool) -> None:
        """Redraw a row; one not listed yet comes on top when ``add`` says so."""
        place = self.row_of(self._key(row))
        if place is not None:
            self._replace(place, row)
        elif add:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, row)
            self.endInsertRows()

    def _replace(self, place: int, row: Row) -> None:
        if row != self._rows[place]:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    def row_of(self, key: str) -> int | None:
        """Where a row stands, or None."""
        return next((i for i, row in enumerate(self._rows) if self._key(row) == key), None)

    def at(self, place: int) -> Row | None:
        """The row at a place, or None."""
        return self._rows[place] if 0 <= place < len(self._rows) else None
