"""The button of what can not be taken back: it shares no key with what comes before or after it."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import Button, bind, show_key

MEANT_KEY: Final = "F12"
_KEYS: Final = (Qt.Key.Key_Space, Qt.Key.Key_Select, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MeantButton(Button):
    """A button that no Enter and no Space presses: a click, F12, or a screen reader's press does."""

    def __init__(self, text: str, *, name: str) -> None:
        super().__init__(text)
        self.setObjectName(name)
        set_property(self, "role", "primary")
        show_key(self, MEANT_KEY)
        bind(self, MEANT_KEY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that press other buttons, and do nothing."""
        if event.key() in _KEYS:
            event.accept()
        else:
            super().keyPressEvent(event)
