"""A bar chart: each bar is part filled, part hatched, shows its figures and opens what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QSizePolicy, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.words import plain_tip

_WIDEST: Final = 44
_SHARE: Final = 0.62
"""Share of a bar's room that the bar itself takes."""
_LINES: Final = 4
"""Most lines across, without the ground line."""
OURS: Final = frozenset(
    {
        *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Enter),
    }
)
"""Keys that move between figures and open what one counts."""


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: ``done`` is drawn filled at the bottom, ``left`` hatched above it."""

    label: str
    done: int
    left: int
    said: str
    """Its text for screen readers and its tooltip."""
    target: object = None
    """What ``BarChart.chosen`` emits for this bar; None: the bar can not be pressed."""

    @property
    def whole(self) -> int:
        """``done`` and ``left`` together."""
        return self.done + self.left


def scale(highest: int) -> tuple[int, int]:
    """The upper end of a scale that begins at 0, and its step; both are whole numbers."""
    step = 1
    while step * _LINES < highest:
        step = _next(step)
    return max(step * -(-highest // step), step), step


def _next(step: int) -> int:
    """The step after this one in 1, 2, 5, 10, 20, 50 …"""
    return step * 5 // 2 if str(step).startswith("2") else step * 2


class BarButton(QAbstractButton):
    """One bar with its figures, as high as the chart."""

    def __init__(self, bar: ChartBar, parent: "BarChart") -> None:
        super().__init__(parent)
        self.bar = bar
        self.setObjectName(f"bar-{bar.label}")
        self.setAccessibleName(bar.said)
        self.setToolTip(plain_tip(bar.said))
        self.setEnabled(bar.target is not None and bar.whole > 0)
        self.ground, self.unit = 0.0, 0.0
        if self.isEnabled():
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave arrows and Enter to the chart; a button would move the focus with them."""
        if event.key() in OURS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar; filled and hatched differ by shape, not only by colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = _font(0.86)
        wide = min(self.width() * _SHARE, style.px(_WIDEST))
        done, whole = self.bar.done * self.unit, self.bar.whole * self.unit
        left, wide = round((self.width() - wide) / 2), round(wide)
        box = QRectF(left, self.ground - round(whole), wide, round(whole))
        filled = QRectF(left, self.ground - round(done), wide, round(done))
        self._draw_parts(painter, box, filled)
        painter.setFont(_font(0.9, bold=True))
        painter.setPen(style.colour("text" if self.bar.whole else "quiet"))
        self._write(painter, str(self.bar.whole), self.ground - whole - style.px(20), style.px(18))
        painter.setFont(small)
        if self.bar.done and done >= style.px(17):
            painter.setPen(style.colour("surface"))
            self._write(painter, str(self.bar.done), self.ground - done + style.px(1), style.px(16))
        painter.end()

    def _draw_parts(self, painter: QPainter, box: QRectF, filled: QRectF) -> None:
        if not self.bar.whole:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(box, style.colour("surface"))
        painter.fillRect(box, style.hatch("accent"))
        painter.fillRect(filled, style.colour("accent"))
        painter.setPen(QPen(style.colour("accent"), max(1.0, style.scale())))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _write(self, painter: QPainter, text: str, top: float, high: float) -> None:
        """Draw a figure in the middle of the bar; a figure wider than the bar is left to the tooltip."""
        if QFontMetrics(painter.font()).horizontalAdvance(text) <= self.width():
            painter.drawText(QRectF(0, top, self.width(), high), Qt.AlignmentFlag.AlignCenter, text)


class BarChart(QWidget):
    """Bars from left to right on one scale. ← → move between them, Enter emits ``chosen``."""

    chosen = Signal(object)
    """The target of the bar that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[BarButton] = []
        self._top = self._step = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(style.px(200))

    def sizeHint(self) -> QSize:
        """High enough to tell figures apart; the chart grows into all room there is."""
        return QSize(style.px(460), style.px(240))

    @property
    def bars(self) -> tuple[ChartBar, ...]:
        """The bars from left to right."""
        return tuple(b.bar for b in self._buttons)

    def show_bars(self, bars: Sequence[ChartBar]) -> None:
        """Show exactly these bars; a focused bar keeps the focus if its label is still there."""
        if tuple(bars) == self.bars:
            return
        kept = next((b.bar.label for b in self._buttons if b.hasFocus()), None)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [BarButton(bar, self) for bar in bars]
        self._top, self._step = scale(max((bar.whole for bar in bars), default=0))
        for button in self._buttons:
            button.clicked.connect(self._choose)
            button.show()
        self._place()
        self._rove(next((b for b in self._buttons if b.bar.label == kept), None), take=kept is not None)
        self.update()

    @Slot()
    def _choose(self) -> None:
        button = self.sender()
        if isinstance(button, BarButton):
            self._rove(button, take=False)
            self.chosen.emit(button.bar.target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → focus the next bar that counts something, Home and End the first and last; Enter opens."""
        live = [b for b in self._buttons if b.isEnabled()]
        at = next((i for i, b in enumerate(live) if b.hasFocus()), None)
        if at is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            live[at].click()
        elif (wanted := _step_to(event.key(), at, len(live) - 1)) is not None:
            self._rove(live[wanted], take=True)
        else:
            super().keyPressEvent(event)

    def _rove(self, to: BarButton | None, *, take: bool) -> None:
        """Make this bar the only one Tab reaches (arrows move on from there), and focus it if ``take``."""
        live = [b for b in self._buttons if b.isEnabled()]
        to = to if to in live else (live[0] if live else None)
        for button in self._buttons:
            reached = Qt.FocusPolicy.StrongFocus if button is to else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(reached if button.isEnabled() else Qt.FocusPolicy.NoFocus)
        if to is not None and take:
            to.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- placing and drawing ------------------------------------------------------------------

    @property
    def _axis(self) -> int:
        return QFontMetrics(_font(0.86)).horizontalAdvance(str(self._top)) + style.px(10)

    @property
    def _high(self) -> tuple[int, int]:
        """The y of the scale's upper end and of the ground line, in pixels."""
        return style.px(24), self.height() - style.px(26)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the width among the bars."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        if not self._buttons:
            return
        top, ground = self._high
        room = (self.width() - self._axis) / len(self._buttons)
        for place, button in enumerate(self._buttons):
            left = self._axis + round(place * room)
            button.setGeometry(left, 0, self._axis + round((place + 1) * room) - left, self.height())
            button.ground, button.unit = float(ground), (ground - top) / self._top
            button.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the scale: lines across with their figures, the ground line stronger."""
        painter = QPainter(self)
        painter.setFont(_font(0.86))
        top, ground = self._high
        for figure in range(0, self._top + 1, self._step):
            y = round(ground - figure * (ground - top) / self._top)
            painter.setPen(QPen(style.colour("handle" if figure == 0 else "line"), style.px(1)))
            painter.drawLine(self._axis, y, self.width(), y)
            painter.setPen(style.colour("quiet"))
            room = QRectF(0, y - style.px(9), self._axis - style.px(6), style.px(18))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(figure))
        for button in self._labelled():
            room = QRectF(button.geometry()).adjusted(-style.px(40), ground + style.px(4), style.px(40), 0)
            room.setHeight(style.px(18))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, button.bar.label)
        painter.end()

    def _labelled(self) -> Sequence[BarButton]:
        """The bars that carry a label: every n-th, so that labels do not overlap."""
        if not self._buttons:
            return ()
        metrics = QFontMetrics(_font(0.86))
        widest = max(metrics.horizontalAdvance(b.bar.label) for b in self._buttons) + style.px(8)
        return self._buttons[:: max(1, -(-widest // max(1, self._buttons[0].width())))]


def _step_to(key: int, at: int, last: int) -> int | None:
    steps = {
        Qt.Key.Key_Left: max(at - 1, 0),
        Qt.Key.Key_Right: min(at + 1, last),
        Qt.Key.Key_Home: 0,
        Qt.Key.Key_End: last,
    }
    return steps.get(Qt.Key(key))


def _font(size: float, *, bold: bool = False) -> QFont:
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * size)
    font.setBold(bold)
    return font
