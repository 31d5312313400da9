"""Table model for rows of any kind, described by columns; a changed row is redrawn alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon

from desk_app.ui.kit import style
from desk_app.ui.kit.words import plain_tip
from forms.typesetting import typeset

RowT = TypeVar("RowT")
Index = QModelIndex | QPersistentModelIndex
COLUMN: Final = Qt.ItemDataRole.UserRole
"""The ShownColumn of a cell."""
_ROOT: Final = QModelIndex()
_SHOWN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
_MOST_SINGLE: Final = 60
"""When more rows than this come or go, the whole list is drawn anew."""


@dataclass(frozen=True, slots=True)
class CellLook:
    """Shape beside a cell's words, and the colour of both."""

    shape: str
    tint: str
    tone: str = ""
    """Tone of a pill: good, caution, wrong, info or plain; empty when it is no pill."""
    strong: bool = False
    """Whether the words are bold."""


@dataclass(frozen=True, slots=True)
class ShownColumn(Generic[RowT]):
    """One column: its heading, and the words and look of its cells."""

    title: str
    text: Callable[[RowT], str]
    look: Callable[[RowT], CellLook | None] = lambda _row: None
    whole: bool = True
    """Never cut (numbers, names, states). The others are cut, the longest first, where room is short."""
    telling: bool = False
    """Tells rows apart: rather than cut it, the rows are drawn on two lines."""
    strong: bool = False
    line: int = 1
    """On which of two lines it is drawn where there is no room for columns; 0: on none."""
    end: bool = False
    """Whether it is drawn at the right end of that line."""
    id: str = ""
    """The order a click on its heading asks for; empty when rows can not be sorted by it."""
    lead: bool = False
    """Whether it is drawn before both lines, in the middle of their height."""
    prefix: str = ""
    """Words before its text where there is no heading, e.g. ``回执 ``."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn of one cell."""

    column: ShownColumn[Any]
    text: str
    look: CellLook | None
    icon: QIcon | None

    @property
    def strong(self) -> bool:
        """Whether the words are bold."""
        return self.column.strong or (self.look is not None and self.look.strong)


class RowsModel(QAbstractTableModel, Generic[RowT]):
    """Rows in the given order; ``key`` returns what identifies a row."""

    def __init__(
        self, columns: Sequence[ShownColumn[RowT]], key: Callable[[RowT], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns, self._key = tuple(columns), key
        self._rows: list[RowT] = []
        self._icons: dict[tuple[CellLook, float, float], QIcon] = {}
        self.one_cell = False
        """Whether the first cell stands for its whole row, also for screen readers."""
        self._bold = QFont()
        self._bold.setBold(True)

    @property
    def columns(self) -> tuple[ShownColumn[RowT], ...]:
        """The columns from left to right."""
        return self._columns

    @property
    def rows(self) -> tuple[RowT, ...]:
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
        """Words, tooltip, shape, colour and accessible text of a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self._columns[index.column()]
        if role in _SHOWN:
            shown = column.text(row)
            return plain_tip(shown, verbatim=True) if role == Qt.ItemDataRole.ToolTipRole else shown
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = self._columns if self.one_cell else (column,)
            return ",".join(f"{c.title} {text}" for c in said if (text := c.text(row)))
        if role == COLUMN:
            return column
        look = column.look(row)
        if role == Qt.ItemDataRole.FontRole:
            return self._bold if column.strong or (look and look.strong) else None
        if look and role == Qt.ItemDataRole.DecorationRole:
            return self._icon(look)
        if look and role == Qt.ItemDataRole.ForegroundRole:
            return style.colour(look.tint)
        return None

    def drawn(self, place: int, column: int) -> Drawn:
        """What is drawn of a cell, at once: asked for by roles, each would go through Qt and back."""
        row, shown = self._rows[place], self._columns[column]
        look = shown.look(row)
        return Drawn(shown, shown.text(row) or "", look, self._icon(look) if look else None)

    def _icon(self, look: CellLook) -> QIcon | None:
        if not look.shape:
            return None
        key = (look, style.ratio(), style.scale())
        if key not in self._icons:
            self._icons[key] = style.icon(f"tone-{look.shape}", look.tint, 16)
        return self._icons[key]

    def show_rows(self, rows: Sequence[RowT]) -> None:
        """Make these the rows.

        A row that stays at its place is redrawn only when it changed; selection and scroll position are kept.
        """
        wanted, present = {self._key(r) for r in rows}, {self._key(r) for r in self._rows}
        if len(wanted ^ present) > _MOST_SINGLE or not wanted & present:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for place in range(len(self._rows) - 1, -1, -1):
            if self._key(self._rows[place]) not in wanted:
                self._take_out(place)
        for place, row in enumerate(rows):
            self._settle(place, row)

    def _settle(self, place: int, row: RowT) -> None:
        """Bring one row to this place: it is there already, further down, or new."""
        if place < len(self._rows) and self._key(self._rows[place]) == self._key(row):
            self._replace(place, row)
            return
        if (stands := self.row_of(self._key(row))) is not None:
            self.beginMoveRows(QModelIndex(), stands, stands, QModelIndex(), place)
            self._rows.insert(place, self._rows.pop(stands))
            self.endMoveRows()
            self._replace(place, row)
            return
        self.beginInsertRows(QModelIndex(), place, place)
        self._rows.insert(place, row)
        self.endInsertRows()

    def _take_out(self, place: int) -> None:
        self.beginRemoveRows(QModelIndex(), place, place)
        del self._rows[place]
        self.endRemoveRows()

    def add_rows(self, rows: Sequence[RowT]) -> None:
        """Append these rows; one that is listed already stays where it is."""
        present = {self._key(r) for r in self._rows}
        fresh = [r for r in rows if self._key(r) not in present]
        if fresh:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._rows += fresh
            self.endInsertRows()

    def put(self, row: RowT) -> None:
        """Replace and redraw a changed row, if it is listed."""
        if (place := self.row_of(self._key(row))) is not None:
            self._replace(place, row)

    def _replace(self, place: int, row: RowT) -> None:
        if row != self._rows[place]:
            self._rows[place] = row
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self._columns) - 1))

    def row_of(self, key: str) -> int | None:
        """The index of the row with this key, or None."""
        return next((i for i, row in enumerate(self._rows) if self._key(row) == key), None)

    def at(self, place: int) -> RowT | None:
        """The row at an index, or None."""
        return self._rows[place] if 0 <= place < len(self._rows) else None
