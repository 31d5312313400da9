"""The table of applications; a changed one redraws its own row and no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from desk_app.domain.applications import Application
from desk_app.ui import words
from desk_app.ui.lists.states import state_icon, state_word
from forms.procedures import State

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Listed:
    """One application and where it stands."""

    application: Application
    state: State


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and the text of its cells."""

    title: str
    text: Callable[[Listed, date], str]


COLUMNS: Final = (
    Column("受理时间", lambda a, today: words.short_time(a.application.accepted_at, today)),
    Column("姓名", lambda a, _: a.application.name),
    Column("证件尾号", lambda a, _: words.tail(a.application.answers)),
    Column("事项", lambda a, _: "、".join(m.title for m in a.application.matters)),
    Column("状态", lambda a, _: state_word(a.state)),
    Column("回执编号", lambda a, _: a.application.number),
    Column("办件编号", lambda a, _: a.application.office_number or "—"),
)
STATE_COLUMN: Final = 4


class ApplicationsModel(QAbstractTableModel):
    """Applications, newest first."""

    def __init__(self, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._rows: list[Listed] = []
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
        listed = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return COLUMNS[index.column()].text(listed, self._today())
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE_COLUMN:
            return self._icon(listed.state)
        return None

    def _icon(self, state: State) -> QIcon:
        look = f"{state.shape} {state.tone}"
        if look not in self._icons:
            self._icons[look] = state_icon(state)
        return self._icons[look]

    def show_rows(self, applications: Sequence[Listed]) -> None:
        """List these and no others."""
        self.beginResetModel()
        self._rows = list(applications)
        self.endResetModel()

    def put(self, listed: Listed, *, add: bool) -> None:
        """Redraw an application's row; one not listed yet comes on top when ``add`` says so."""
        row = self.row_of(listed.application.id)
        if row is not None:
            self._rows[row] = listed
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        elif add:
            self.beginInsertRows(QModelIndex(), 0, 0)
            self._rows.insert(0, listed)
            self.endInsertRows()

    def row_of(self, application_id: str) -> int | None:
        """The row of an application, or None."""
        return next((i for i, a in enumerate(self._rows) if a.application.id == application_id), None)

    def at(self, row: int) -> Application | None:
        """The application of a row, or None."""
        return self._rows[row].application if 0 <= row < len(self._rows) else None
