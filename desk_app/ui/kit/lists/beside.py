"""A list with the card of the chosen row beside it; in a narrow room only one of them is shown."""

from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.focus import focus_first
from desk_app.ui.kit.widgets import button

_CARD: Final = 396
_NARROW: Final = 860
"""Below this width of the room, in grid pixels, list and card take turns."""


class ListAndCard(QWidget):
    """The list at the left and the card at the right; in a narrow room one of them, with a way back."""

    def __init__(self, listed: QWidget, card: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listed, self._card = listed, card
        self._side = QWidget()
        self._narrow = self._turned = False
        self._stood: QWidget | None = None
        self._back = button("‹ 返回列表", "link", "Escape", name="back-to-list")
        side = layouts.column(self._side)
        # The button is laid out from the right for its key; it stands at the left all the same.
        side.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        side.addWidget(card, 1)
        across = layouts.row(self, spacing=12)
        across.addWidget(listed, 1)
        across.addWidget(self._side)
        self._back.clicked.connect(self.show_list)
        self._arrange()

    @property
    def narrow(self) -> bool:
        """Whether there is room for only one of the two."""
        return self._narrow

    @Slot()
    def show_list(self) -> None:
        """In a narrow room, show the list instead of the card."""
        self._turn(to_card=False)

    @Slot()
    def show_card(self) -> None:
        """In a narrow room, show the card instead of the list: a row was opened."""
        self._turn(to_card=True)

    @Slot(object)
    def follow(self, row: object) -> None:
        """A row became the current one; without any there is no card to show."""
        if row is None:
            self.show_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both side by side when the width allows it."""
        super().resizeEvent(event)
        narrow = self.width() < style.px(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _turn(self, *, to_card: bool) -> None:
        if to_card != self._turned:
            self._turned = to_card
            if to_card:
                self._stood = self.window().focusWidget()
            self._arrange()
            if self._narrow and not (not to_card and self._stand_again()):
                focus_first(self._side if to_card else self._listed)

    def _stand_again(self) -> bool:
        """Focus what had the keyboard in the list before the card was shown; False when it is gone."""
        stood = self._stood
        if stood is None or not isValid(stood) or not self._listed.isAncestorOf(stood):
            return False
        stood.setFocus()
        return True

    def _arrange(self) -> None:
        self._listed.setVisible(not (self._narrow and self._turned))
        self._side.setVisible(not self._narrow or self._turned)
        self._back.setVisible(self._narrow)
        if self._narrow:
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(self.maximumWidth())
        else:
            self._side.setFixedWidth(style.px(_CARD))
