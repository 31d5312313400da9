"""The table of applications; a changed one redraws its own row and no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desk_app.domain.applications import Application, status
from desk_app.ui import words
from desk_app.ui.lists.states import state_icon
from forms.typesetting import typeset

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and the text of its cells."""

    title: str
    text: Callable[[Application, date], str]


COLUMNS: Final = (
    Column("受理时间", lambda a, today: words.short_time(a.accepted_at, today)),
    Column("姓名", lambda a, _: a.name),
    Column("证件尾号", lambda a, _: words.tail(a.answers)),
    Column("事项", lambda a, _: "、".join(m.title for m in a.matters)),
    Column("状态", lambda a, _: status(a)),
    Column("回执编号", lambda a, _: a.number),
    Column("办件编号", lambda a, _: a.office_number or "—"),
)
STATE_COLUMN: Final = 4


class ApplicationsModel(QAbstractTableModel):
    """Applications, newest first."""

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: list[Application] = []
        self._icons: dict[str, QIcon] = {}

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many applications are listed."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heading of a column."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text of a cell, in full as its tooltip, and the shape of a state."""
        if not index.isValid():
            return None
        text = COLUMNS[index.column()].text(self._rows[index.row()], self._today())
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return typeset(text) if index.column() == STATE_COLUMN else text
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE_COLUMN:
            return self._icon(text)
        return None

    def _icon(self, state: str) -> QIcon:
        if state not in self._icons:
            self._icons[state] = state_icon(state)
        return self._icons[state]

    def show_rows(self, applications: Sequence[Application]) -> None:
        """List these and no others."""
        self.beginResetModel()
        self._rows = list(applications)
        self.endResetModel()

    def put(self, application: Application, *, add: bool) -> None:
        """Redraw an application's row; one not listed yet comes on top when ``add`` says so."""
        row = self.row_of(application.id)
        if row is not None:
            self._rows[row] = application
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        elif add:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, application)
            self.endInsertRows()

    def row_of(self, application_id: str) -> int | None:
        """The row of an application, or None."""
        return next((i for i, a in enumerate(self._rows) if a.id == application_id), None)

    def at(self, row: int) -> Application | None:
        """The application of a row, or None."""
        return self._rows[row] if 0 <= row < len(self._rows) else None
