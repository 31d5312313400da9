"""The line below a list: how many records, in which order, and the keys that work in it."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QWidget

from desk_app.domain.lists import Order
from desk_app.ui.kit import layouts, style, widgets
from desk_app.ui.kit.widgets import Button, label
from forms.typesetting import typeset

LIST_KEYS: Final = (("↑", ""), ("↓", "选"), ("Enter", "打开"), ("F2", "做下一步"))


class ListFoot(QWidget):
    """One line; where it is too narrow the keys are left out (F1 lists them too)."""

    order_wanted = Signal(object)
    """The Order that was chosen from the menu."""

    def __init__(self, keys: Iterable[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "list-foot")
        self._count = label("", "quiet", name=name)
        self._order = Button()
        self._order.setObjectName("list-order")
        style.set_property(self._order, "role", "foot-menu")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._offer)
        self._order.setMenu(self._menu)
        self._order.hide()
        self._orders: Sequence[tuple[str, Order]] = ()
        self._shown = Order()
        self._keys = QWidget()
        told = layouts.row(self._keys, spacing=4)
        for key, words in keys:
            badge = QLabel()
            style.draw(badge, partial(widgets.key_badge, key, "quiet"))
            badge.setAccessibleName(key)
            told.addWidget(badge)
            if words:
                told.addWidget(label(words, "quiet"))
                told.addSpacing(style.px(8))
        line = layouts.row(self, spacing=8)
        line.setContentsMargins(style.px(14), style.px(4), style.px(10), style.px(4))
        line.addWidget(self._count)
        line.addWidget(self._order)
        line.addStretch()
        line.addWidget(self._keys)

    def say(self, count: str) -> None:
        """Show how many records there are, as given words."""
        self._count.setText(count)
        self._fit()

    def show_order(self, orders: Sequence[tuple[str, Order]], shown: Order) -> None:
        """Show the present order, and offer all orders with their words."""
        self._orders, self._shown = orders, shown
        words = next((title for title, order in orders if order == shown), "")
        self._order.setText(words.partition(",")[0])
        self._order.setAccessibleName(f"排列:{words}")
        self._order.setVisible(bool(words))
        self._fit()

    def add_orders(self, menu: QMenu) -> None:
        """Add the orders as a menu of their own, for where this line is not shown."""
        self._fill(menu.addMenu(typeset(f"排列:{self._order.text()}")))

    @Slot()
    def _offer(self) -> None:
        self._menu.clear()
        self._fill(self._menu)

    def _fill(self, menu: QMenu) -> None:
        for title, order in self._orders:
            action = menu.addAction(typeset(title))
            action.setObjectName(f"order:{order.column}:{'down' if order.descending else 'up'}")
            action.setCheckable(True)
            action.setChecked(order == self._shown)
            action.triggered.connect(lambda _on=False, wanted=order: self.order_wanted.emit(wanted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show or hide the keys for the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wanted = sum(w.sizeHint().width() for w in (self._count, self._order, self._keys)) + style.px(48)
        self._keys.setVisible(wanted <= self.width())
