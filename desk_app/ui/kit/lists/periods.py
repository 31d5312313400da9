"""The periods a list can be limited to, by the day its records began."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.domain.lists import Wanted
from desk_app.ui.kit import layouts, style, words
from desk_app.ui.kit.days import date_of, day_edit
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.widgets import Button, button, label
from forms.typesetting import typeset

Span = tuple[date | None, date | None]
"""First and last day, both included; None where it has no end."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its name in menus."""

    title: str
    span: Callable[[date], Span]
    """Its first and last day, given today's date."""


ALL: Final = Period("全部时间", lambda _today: (None, None))
PERIODS: Final = (
    Period("近 30 天", lambda today: (today - timedelta(days=29), today)),
    Period("今天", lambda today: (today, today)),
    Period("本月", lambda today: (today.replace(day=1), today)),
    Period("今年", lambda today: (today.replace(month=1, day=1), today)),
    ALL,
)


def title_of(wanted: Wanted, today: date) -> str:
    """The name of the period a list is limited to, else its first and last day."""
    span = (wanted.since, wanted.until)
    named = next((p.title for p in PERIODS if p.span(today) == span), "")
    return named or f"{_day(wanted.since, today)}–{_day(wanted.until, today)}"


def _day(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


class PeriodMenu(Button):
    """A button that shows the present period and a menu of the others."""

    chosen = Signal(object, object)
    """First and last day, each a date or None for an open end."""

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("list-period")
        style.set_property(self, "role", "menu")
        style.set_icon(self, "day", "quiet", 16)
        self._today = today
        self._shown: Span = (None, None)
        menu = QMenu(self)
        self._actions = [self._offer(menu, period) for period in PERIODS]
        menu.addSeparator()
        menu.addAction(typeset("自选日期…")).triggered.connect(self._ask)
        self.setMenu(menu)

    def _offer(self, menu: QMenu, period: Period) -> QAction:
        action = menu.addAction(period.title)
        action.setCheckable(True)
        action.triggered.connect(lambda: self.chosen.emit(*period.span(self._today())))
        return action

    def show_period(self, wanted: Wanted) -> None:
        """Show the period a list is limited to."""
        self._shown = (wanted.since, wanted.until)
        title = title_of(wanted, self._today())
        self.setText(title)
        self.setAccessibleName(f"时间:{title}")
        for action in self._actions:
            action.setChecked(action.text() == title)

    @Slot()
    def _ask(self) -> None:
        dialog = DaysDialog(self._shown, self._today(), self.window())
        dialog.chosen.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class DaysDialog(DeskDialog):
    """Asks for a first and a last day."""

    chosen = Signal(object, object)

    def __init__(self, shown: Span, today: date, parent: QWidget | None = None) -> None:
        super().__init__("list-days", "自选日期", parent, 480)
        content = QWidget()
        body = layouts.column(content, spacing=12)
        body.addWidget(label("自选日期", "headline"))
        self._first = day_edit(shown[0] or today.replace(day=1), "list-days:从哪天", "从哪天", today)
        self._last = day_edit(shown[1] or today, "list-days:到哪天", "到哪天", today)
        line = layouts.FlowLayout(spacing=8)
        for word, edit in (("从", self._first), ("到", self._last)):
            line.addWidget(label(word))
            line.addWidget(edit)
        body.addLayout(line)
        body.addStretch()
        self._fault = label("", "problem", wrap=True, name="list-days-fault")
        self._fault.hide()
        cancel, take = (
            button("取消", name="list-days-cancel"),
            button("看这几天", "primary", name="list-days-take"),
        )
        cancel.clicked.connect(self.reject)
        take.clicked.connect(self._take)
        self.lay_out(content, feet(cancel, take), self._fault)
        self.default = take
        self._first.setFocus()

    @Slot()
    def _take(self) -> None:
        first, last = (date_of(edit) for edit in (self._first, self._last))
        if first > last:
            self._fault.setText(f"第一天({words.day(first)})在最后一天({words.day(last)})之后,请改其中一个")
            self._fault.show()
            self._first.setFocus()
            return
        self.chosen.emit(first, last)
        self.accept()


def held_to(wanted: Wanted, span: Span) -> Wanted:
    """The same question limited to these days."""
    return replace(wanted, since=span[0], until=span[1])
