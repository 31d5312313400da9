"""The line above a list that finds what one types."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.guard import TAKES_SCANS
from desk_app.ui.kit.style import px
from desk_app.ui.kit.words import plain_tip
from forms.typesetting import typeset

_MOST: Final = 2000
"""Most characters the line takes; no name and no number is longer."""
_SIDES: Final = 76
"""Grid pixels the line needs beside its words: icon, way to clear it, and the space at its ends."""


class SearchLine(QLineEdit):
    """A line with a way to clear it; its hint names as much of what can be typed as there is room for."""

    rows_wanted = Signal()
    """The arrow down was pressed: the keyboard is wanted in the rows below."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = typeset(hint)
        self.setToolTip(plain_tip(f"可以输入{self._hint}"))
        self.setAccessibleDescription(f"可以输入{self._hint}")
        self.setPlaceholderText(self._hint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow down leads to the rows; all other keys are the line's."""
        if event.key() == Qt.Key.Key_Down and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.rows_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the last words of the hint that have no room, rather than cut one."""
        super().resizeEvent(event)
        room = self.width() - px(_SIDES)
        shown = self._hint
        while "、" in shown and self.fontMetrics().horizontalAdvance(shown) > room:
            shown = shown.rpartition("、")[0]
        self.setPlaceholderText(shown if self.fontMetrics().horizontalAdvance(shown) <= room else "查找")


def search_box(hint: str, name: str) -> SearchLine:
    """A search line; ``name`` is read out."""
    box = SearchLine(hint)
    box.setObjectName("search")
    box.setAccessibleName(name)
    box.setMaxLength(_MOST)
    box.setProperty(TAKES_SCANS, True)
    box.setClearButtonEnabled(True)
    box.addAction(QAction(style.icon("find", "quiet", 18), "", box), QLineEdit.ActionPosition.LeadingPosition)
    box.setMinimumWidth(px(96))  # with large print and all buttons beside it there is no more room
    return box
