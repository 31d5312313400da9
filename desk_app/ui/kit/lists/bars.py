"""A placeholder while a list's first rows are read: grey bars as high as the rows."""

from typing import Final

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.lists.cells import ROW

_WIDTHS: Final = (0.10, 0.14, 0.30, 0.12)
"""Widths of the bars of one row, as shares of the whole width."""
_GAP: Final = 0.05


class Bars(QFrame):
    """Grey bars in place of rows, so that nothing moves when the rows come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("list-loading")
        self.setAccessibleName("正在读取列表")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as many rows as there is room for."""
        super().paintEvent(event)
        painter = QPainter(self)
        high, bar = style.px(ROW), style.px(10)
        for top in range(high, self.height() - high + 1, high):  # the heading's height is left free
            left = self.width() * _GAP / 2
            for part in _WIDTHS:
                width = self.width() * part
                painter.fillRect(
                    round(left), top + (high - bar) // 2, round(width), bar, style.colour("row_line")
                )
                left += width + self.width() * _GAP
        painter.end()
