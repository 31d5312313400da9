"""The promise of an application as cells: one a working day, filled as they are used."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.domain.deadlines import Deadline
from desk_app.ui.kit import style

_HEIGHT: Final = 16
_GAP: Final = 4
_WIDEST: Final = 18
_MOST: Final = 40
"""With more working days than this a bar is drawn instead of cells."""


class ClockCells(QWidget):
    """Used days are filled, those left are outlined; days beyond the promise are hatched."""

    def __init__(self, clock: Deadline, name: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setObjectName(name)
        self.setAccessibleName(f"期限:{sentence}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def cells(self) -> int:
        """How many there are: the promised days, and those beyond them."""
        return min(_MOST, max(self._clock.promised, self._clock.used))

    def sizeHint(self) -> QSize:
        """One row of cells."""
        return QSize(self.cells * style.px(_WIDEST + _GAP), style.px(_HEIGHT + 2))

    def minimumSizeHint(self) -> QSize:
        """The cells grow narrow before anything else does."""
        return QSize(self.cells * style.px(_GAP + 2), style.px(_HEIGHT + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cells from left to right."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = style.px(_GAP)
        wide = min(style.px(_WIDEST), (self.width() + gap) / max(1, self.cells) - gap)
        for place in range(self.cells):
            box = QRectF(place * (wide + gap) + 0.5, 1.5, wide - 1, style.px(_HEIGHT) - 1)
            self._draw(painter, box, place)
        painter.end()

    def _draw(self, painter: QPainter, box: QRectF, place: int) -> None:
        late = place >= self._clock.promised
        painter.setPen(QPen(style.colour("wrong" if late else "accent"), 1))
        if late:
            painter.setBrush(style.hatch("wrong"))
        else:
            painter.setBrush(style.colour("accent" if place < self._clock.used else "surface"))
        painter.drawRoundedRect(box, 3, 3)
