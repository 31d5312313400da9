"""What is not as it should be with the book: said as long as it is so."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from desk_app.ui.kit.widgets import Strip
from forms.typesetting import typeset

_LOOK_MS: Final = 2000
"""Pause between two looks at what is to be said; each costs microseconds."""


class BookStrip(Strip):
    """Says what concerns the book itself: restored, without its mark, without a backup."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "caution", parent)
        self.setObjectName("book-strip")
        self._words: Callable[[], Sequence[str]] = tuple
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.hide()

    def follow(self, words: Callable[[], Sequence[str]]) -> None:
        """Show from now on what these words say; they are asked again and again and must be quick."""
        self._words = words
        self.look()
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Show what is to be said now; nothing of it hides the strip."""
        text = typeset("。".join(self._words()))
        if text == self.text:
            return
        self.show_text(text, "caution")
        self.setVisible(bool(text))
        if text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
