"""A grid that shows widgets in reading order, in as many columns as its width has room for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desk_app.ui.kit.layouts import laid_out_once
from desk_app.ui.kit.style import px

Placed = tuple[QWidget, bool]
"""A widget, and whether it takes a whole row."""


class Columns(QWidget):
    """A grid that drops to fewer columns rather than cut words; widgets that stay are not rebuilt."""

    def __init__(self, width: int, most: int, *, across: int = 20, down: int = 12, top: bool = True) -> None:
        """``width`` is the least of a column, in grid pixels; ``top`` keeps low widgets from stretching."""
        super().__init__()
        self._width, self._most = width, most
        self._align = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag(0)
        self._placed: list[Placed] = []
        self._columns = most
        self.setMinimumWidth(px(width))  # of one column; a hint in Python would be asked for many times
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(across))
        self._grid.setVerticalSpacing(px(down))
        for column in range(most):
            self._grid.setColumnStretch(column, 1)

    def show_widgets(self, placed: Sequence[Placed]) -> bool:
        """Show exactly these widgets; returns whether anything was changed."""
        if list(placed) == self._placed:
            return False
        shown = {widget for widget, _ in placed}
        with laid_out_once(self):
            for widget, _ in self._placed:
                self._grid.removeWidget(widget)
                if widget not in shown:
                    widget.hide()
            self._placed = list(placed)
            self._arrange()
            for widget, _ in self._placed:
                widget.show()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the number of columns for the new width."""
        super().resizeEvent(event)
        columns = max(1, min(self._most, event.size().width() // px(self._width)))
        if columns != self._columns:
            self._columns = columns
            for column in range(self._most):
                self._grid.setColumnStretch(column, int(column < columns))
            self._arrange()

    def _arrange(self) -> None:
        line = place = 0
        for widget, wide in self._placed:
            span = self._columns if wide else 1
            if place + span > self._columns:
                line, place = line + 1, 0
            self._grid.addWidget(widget, line, place, 1, span, self._align)
            place += span
