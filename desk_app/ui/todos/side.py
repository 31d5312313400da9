"""Beside the to-dos: how many come due on each of the next days, and what was done today."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from desk_app.services.todos.board import DoneToday
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.widgets import Card, label
from desk_app.ui.todos import told

_BAR: Final = 15
_FULL: Final = 6
"""The count that fills a bar, unless a day has more."""


class DayBar(QWidget):
    """A bar as long as its count, with the count at its end."""

    def __init__(self, count: int, most: int, *, today: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._most, self._today = count, max(most, _FULL), today
        self.setMinimumSize(style.px(96), style.px(20))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar: today's filled, the others lighter with a border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.width() - style.px(34)
        long = round(room * self._count / self._most)
        high = style.px(_BAR)
        box = QRectF(0.5, (self.height() - high) / 2 + 0.5, max(long - 1, 0), high - 1)
        if self._count:
            painter.setPen(style.colour("accent" if self._today else "info_line"))
            painter.setBrush(style.colour("accent" if self._today else "info_line"))
            painter.drawRoundedRect(box, 2, 2)
        painter.setPen(style.colour("text" if self._count else "quiet"))
        left = long + style.px(7) if self._count else 0
        words = QRectF(left, 0, self.width() - left, self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(self._count) if self._count else "没有")
        painter.end()


class SideCard(Card):
    """往后几天 and 今天已办."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("todos-side")
        head = layouts.row()
        head.addWidget(label("往后几天", "title"), 1)
        head.addWidget(label("到期件数", "quiet"))
        self._days = layouts.column(spacing=6)
        rule = QFrame()
        style.set_property(rule, "role", "rule")
        self._figure = label("", "figure", name="done-today")
        self._said = label("", "quiet", wrap=True)
        done = layouts.row(spacing=10)
        done.addWidget(self._figure)
        done.addWidget(self._said, 1)
        self.body.addLayout(head)
        self.body.addLayout(self._days)
        self.body.addSpacing(style.px(4))
        self.body.addWidget(rule)
        self.body.addWidget(label("今天已办", "title"))
        self.body.addLayout(done)

    def show_days(self, days: Sequence[tuple[date, int]], done: DoneToday, today: date) -> None:
        """Show how many come due on each day, and what was done today."""
        layouts.clear(self._days)
        most = max((count for _, count in days), default=0)
        for day, count in days:
            self._days.addWidget(_day(day, count, most, today))
        self._figure.setText(str(done.count))
        last = f",最后一件 {done.last:%H:%M}" if done.last else ""
        self._said.setText(f"件办到下一步{last}" if done.count else "件,还没有开始")


def _day(day: date, count: int, most: int, today: date) -> QWidget:
    made = QWidget()
    line = layouts.row(made, spacing=8)
    short, word = label(f"{day:%m-%d}"), label(told.weekday(day, today), "quiet")
    short.setFixedWidth(style.px(44))
    word.setFixedWidth(style.px(34))
    line.addWidget(short)
    line.addWidget(word)
    line.addWidget(DayBar(count, most, today=day == today), 1)
    made.setAccessibleName(f"{short.text()} {word.text()},{count}件到期")
    return made
