"""How a list looks: columns as wide as they need, two lines a row where the room is narrow."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk_app.ui.kit import style
from desk_app.ui.kit.lists.table import COLUMN, Index, RowsModel

_ROW: Final = 42
_TWO_LINES: Final = 58
_PADDING: Final = 34
"""Left and right of the words of a cell, together."""
_ICON: Final = 26
_LEAST: Final = 96
"""What a column that may be cut keeps at least."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def shared(natural: Sequence[int], whole: Sequence[bool], room: int, least: int) -> list[int]:
    """Widths within a room: whole columns keep theirs, of the others the widest give way first.

    What is left over goes to the widest that may be cut, or to the last one.
    """
    widths = list(natural)
    loose = [i for i, kept in enumerate(whole) if not kept]
    while (over := sum(widths) - room) > 0:
        given = [i for i in loose if widths[i] > least]
        if not given:
            break
        top = max(widths[i] for i in given)
        tallest = [i for i in given if widths[i] == top]
        below = max((widths[i] for i in given if widths[i] < top), default=least)
        step = min(max(1, -(-over // len(tallest))), top - max(below, least))
        for i in tallest:
            widths[i] -= step
    if (left := room - sum(widths)) > 0 and widths:
        widths[max(loose, key=lambda i: widths[i]) if loose else -1] += left
    return widths


class TwoLines(QStyledItemDelegate):
    """A whole row as two lines: what it is called and where it stands, and the rest below."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines high; as wide as the room."""
        return QSize(style.px(200), style.px(_TWO_LINES))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the ground as every cell's, then the words of all columns."""
        view: Any = option  # the stubs know no fields of an option
        ground: Any = QStyleOptionViewItem(option)
        self.initStyleOption(ground, index)
        ground.text, ground.icon = "", QIcon()
        view.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, ground, painter, view.widget)
        inside = view.rect.adjusted(style.px(12), style.px(6), -style.px(12), -style.px(6))
        half = inside.height() // 2
        model = index.model()
        cells = [model.index(index.row(), place) for place in range(model.columnCount())]
        for line, top in ((1, inside.top()), (2, inside.top() + half)):
            _draw_line(painter, view.font, cells, line, QRect(inside.left(), top, inside.width(), half))


def _draw_line(painter: QPainter, font: QFont, cells: Sequence[QModelIndex], line: int, place: QRect) -> None:
    """What stands at the end has its room first; the rest of the line is cut where it must."""
    wanted = [c for c in cells if c.data(COLUMN).line == line and c.data()]
    left, right = place.left(), place.right()
    for cell in reversed([c for c in wanted if c.data(COLUMN).end]):
        width = min(_width(font, cell), right - left)
        _draw_cell(painter, font, cell, QRect(right - width, place.top(), width, place.height()))
        right -= width + style.px(12)
    for cell in (c for c in wanted if not c.data(COLUMN).end):
        width = min(_width(font, cell), right - left)
        if width > 0:
            _draw_cell(painter, font, cell, QRect(left, place.top(), width, place.height()))
        left += width + style.px(12)


def _font(font: QFont, cell: QModelIndex) -> QFont:
    made = QFont(font)
    made.setBold(bool(cell.data(COLUMN).strong))
    return made


def _width(font: QFont, cell: QModelIndex) -> int:
    icon = style.px(22) if cell.data(Qt.ItemDataRole.DecorationRole) else 0
    return icon + QFontMetrics(_font(font, cell)).horizontalAdvance(str(cell.data())) + 1


def _draw_cell(painter: QPainter, font: QFont, cell: QModelIndex, place: QRect) -> None:
    painter.save()
    left = place.left()
    if icon := cell.data(Qt.ItemDataRole.DecorationRole):
        side = style.px(16)
        icon.paint(painter, QRect(left, place.center().y() - side // 2, side, side))
        left += style.px(22)
    column = cell.data(COLUMN)
    quiet = "text" if column.line == 1 else "quiet"
    painter.setPen(cell.data(Qt.ItemDataRole.ForegroundRole) or style.colour(quiet))
    painter.setFont(made := _font(font, cell))
    room = QRect(left, place.top(), place.right() - left + 1, place.height())
    words = QFontMetrics(made).elidedText(str(cell.data()), Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    painter.restore()


class ListTable(QTableView):
    """A list of rows. Enter opens the chosen one; nothing scrolls sideways."""

    opened = Signal(QModelIndex)
    """A row was asked for with Enter or a click."""

    def __init__(self, model: RowsModel[Any], name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rows = model
        self._natural: list[int] = []
        self._two_lines = False
        self._columns, self._lines = self.itemDelegate(), TwoLines(self)
        self._dress()
        self.setModel(model)
        self.clicked.connect(self.opened)
        for changed in (model.modelReset, model.rowsInserted, model.dataChanged):
            changed.connect(self._measure)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(style.px(16), style.px(16)))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(style.px(40))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    @property
    def two_lines(self) -> bool:
        """Whether each row stands on two lines, for the columns found no room."""
        return self._two_lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row; a held key opens it once."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            if not event.isAutoRepeat():
                self.opened.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room out."""
        super().resizeEvent(event)
        self._share()

    @Slot()
    def _measure(self) -> None:
        """How wide each column would like to be for what stands in it."""
        self.ensurePolished()  # the look has its own type for lists
        plain = self.fontMetrics()
        bold = QFont(self.font())
        bold.setBold(True)
        heavy, heading = QFontMetrics(bold), self.horizontalHeader().fontMetrics()
        self._natural = []
        for column in self._rows.columns:
            metrics = heavy if column.strong else plain
            words = [heading.horizontalAdvance(column.title)]
            words += [
                metrics.horizontalAdvance(column.text(row)) + (style.px(_ICON) if column.look(row) else 0)
                for row in self._rows.rows
            ]
            self._natural.append(max(words) + style.px(_PADDING))
        self._share()

    def _share(self) -> None:
        if not self._natural or len(self._natural) != self._rows.columnCount():
            return
        room, least = self.viewport().width(), style.px(_LEAST)
        whole = [c.whole for c in self._rows.columns]
        wanted = (w if kept else min(w, least) for w, kept in zip(self._natural, whole, strict=True))
        self._arrange(two_lines=sum(wanted) > room)
        if self._two_lines:
            self.setColumnWidth(0, room)
            return
        for place, width in enumerate(shared(self._natural, whole, room, least)):
            self.setColumnWidth(place, width)

    def _arrange(self, *, two_lines: bool) -> None:
        self._two_lines = self._rows.one_cell = two_lines
        self.horizontalHeader().setHidden(two_lines)
        self.setItemDelegate(self._lines if two_lines else self._columns)
        self.verticalHeader().setDefaultSectionSize(style.px(_TWO_LINES if two_lines else _ROW))
        for place in range(1, self._rows.columnCount()):
            self.setColumnHidden(place, two_lines)
