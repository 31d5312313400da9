"""The table view of a list: columns as wide as needed; with less room without days, then two lines a row."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.lists.cells import ROW, TWO_LINES, Cells, TwoLines, width_of
from desk_app.ui.kit.lists.table import RowsModel, ShownColumn
from forms.typesetting import typeset

_PADDING: Final = 20
"""Space left and right of a cell's words, together."""
_HEADING: Final = 28
"""Space left and right of a heading's words, together."""
_ARROW: Final = 12
"""Width of the sort arrow in a heading."""
_AHEAD: Final = 40
"""More rows are asked for when so many or fewer are left below."""
_LEAST: Final = 96
"""Least width of a column that may be cut."""
_TELLING: Final = 0.45
"""Most of the room that a column which tells rows apart is given before it is cut."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def shared(natural: Sequence[int], whole: Sequence[bool], room: int, least: int) -> list[int]:
    """Column widths for a room: ``whole`` columns keep theirs, of the others the widest shrink first.

    Room that is left over goes to the widest column that may be cut, or else to the last one.
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


def _wanted(width: int, column: ShownColumn[Any], room: int, least: int) -> int:
    """What a column must have of its width to stand beside the others: all, where it tells rows apart."""
    if column.whole:
        return width
    return min(width, round(room * _TELLING)) if column.telling else min(width, least)


class ListTable(QTableView):
    """A table of rows. Enter opens the current one; it never scrolls sideways."""

    opened = Signal(QModelIndex)
    """A row was opened with Enter or a click."""
    entered_row = Signal(QModelIndex)
    """A row was asked for with Enter or a double click."""
    order_wanted = Signal(int)
    """The heading of this column was clicked."""
    more_wanted = Signal()
    """The last rows are near; emitted again at every step until more rows are added."""

    def __init__(self, model: RowsModel[Any], name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._rows = model
        self._natural: list[int] = []
        self._two_lines = False
        self._ordered = -1
        self._columns, self._lines = Cells(model, self), TwoLines(model, self)
        self._dress()
        self.setModel(model)
        self.clicked.connect(self.opened)
        self.doubleClicked.connect(self.entered_row)
        model.modelReset.connect(self._measure_all)
        model.rowsInserted.connect(self._measure_added)
        model.dataChanged.connect(self._measure_changed)
        self.verticalScrollBar().valueChanged.connect(self.look_ahead)
        self.verticalScrollBar().rangeChanged.connect(self.look_ahead)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(style.px(40))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.sectionClicked.connect(self.order_wanted)

    @property
    def two_lines(self) -> bool:
        """Whether each row is drawn on two lines because the columns have no room."""
        return self._two_lines

    def show_order(self, column: int, *, descending: bool) -> None:
        """Mark the heading the rows are sorted by with an arrow; no heading for a column below 0."""
        header = self.horizontalHeader()
        self._ordered = column
        header.setSortIndicatorShown(column >= 0)
        falling = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(column, falling)
        self._share()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row; a held key opens it once."""
        if event.key() in _ENTER and self.currentIndex().isValid():
            if not event.isAutoRepeat():
                self.opened.emit(self.currentIndex())
                self.entered_row.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new width among the columns."""
        super().resizeEvent(event)
        self._share()

    @Slot()
    def look_ahead(self) -> None:
        """Ask for more rows when the last ones are near."""
        count = self._rows.rowCount()
        last = self.rowAt(self.viewport().height() - 1)
        if count and (last < 0 or last >= count - _AHEAD):
            self.more_wanted.emit()

    # ---- widths -------------------------------------------------------------------------------

    @Slot()
    def _measure_all(self) -> None:
        self._natural = []
        self._measure(0, self._rows.rowCount() - 1)

    @Slot(QModelIndex, int, int)
    def _measure_added(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._measure(first, last)

    @Slot(QModelIndex, QModelIndex)
    def _measure_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._measure(first.row(), last.row())

    def _measure(self, first: int, last: int) -> None:
        """Note how wide each column would have to be for these rows and those before."""
        self.ensurePolished()  # the look has its own type for lists
        plain, bold = self.fontMetrics(), QFont(self.font())
        bold.setBold(True)
        heavy = QFontMetrics(bold)
        widths = self._natural or [0] * self._rows.columnCount()
        rows = [row for n in range(first, last + 1) if (row := self._rows.at(n)) is not None]
        for place, column in enumerate(self._rows.columns):
            for row in rows:
                look = column.look(row)
                metrics = heavy if column.strong or (look and look.strong) else plain
                wanted = width_of(metrics, column.text(row), look) + style.px(_PADDING)
                widths[place] = max(widths[place], wanted)
        self._natural = widths
        self._share()

    def _share(self) -> None:
        if not self._natural or len(self._natural) != self._rows.columnCount():
            return
        room, least = self.viewport().width(), style.px(_LEAST)
        columns = self._rows.columns
        natural = [max(pair) for pair in zip(self._natural, self._headings(), strict=True)]
        wanted = [_wanted(w, c, room, least) for w, c in zip(natural, columns, strict=True)]
        every = range(len(columns))
        told = [n for n in every if columns[n].line]
        shown = next((s for s in (every, told) if sum(wanted[n] for n in s) <= room), None)
        self._arrange(shown)
        if shown is None:
            self.setColumnWidth(0, room)
            return
        kept = [columns[n].whole for n in shown]
        widths = shared([natural[n] for n in shown], kept, room, least)
        for place, width in zip(shown, widths, strict=True):
            self.setColumnWidth(place, width)

    def _headings(self) -> list[int]:
        """How wide each heading is, with the sort arrow where it is shown."""
        metrics, side = self.horizontalHeader().fontMetrics(), style.px(_HEADING)
        widths = [metrics.horizontalAdvance(typeset(c.title)) + side for c in self._rows.columns]
        return [w + (style.px(_ARROW) if n == self._ordered else 0) for n, w in enumerate(widths)]

    def _arrange(self, shown: Sequence[int] | None) -> None:
        """Show these columns; None for all of them on two lines a row."""
        two_lines = self._two_lines = self._rows.one_cell = shown is None
        self.horizontalHeader().setHidden(two_lines)
        delegate = self._lines if two_lines else self._columns
        if self.itemDelegate() is not delegate:
            self.setItemDelegate(delegate)
        self.verticalHeader().setDefaultSectionSize(style.px(TWO_LINES if two_lines else ROW))
        for place in range(1, self._rows.columnCount()):
            self.setColumnHidden(place, place not in (shown or ()))
