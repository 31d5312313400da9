"""Lines for what is secret, with the hint that Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import label

_MOST = 128


class SecretLine(QLineEdit):
    """A line whose text is not shown, with no Chinese input in it; it tells when Caps Lock seems to be on."""

    caps = Signal(bool)

    def __init__(self, name: str, spoken: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(_MOST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._caps = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A capital without Shift, or a small letter with it, shows that Caps Lock is on."""
        text, held = event.text(), event.modifiers()
        if held & Qt.KeyboardModifier.AltModifier and not held & Qt.KeyboardModifier.ControlModifier:
            event.ignore()  # a key of the window, which the page keeps from it; it types nothing here
            return
        if event.key() == Qt.Key.Key_CapsLock:
            self._tell(not self._caps)
        elif len(text) == 1 and text.isascii() and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(text.isupper() is not shift)
        super().keyPressEvent(event)

    def _tell(self, on: bool) -> None:
        if on is not self._caps:
            self._caps = on
            self.caps.emit(on)


def named(words: str, line: QLineEdit) -> QWidget:
    """A line below its name, which is its label."""
    holder = QWidget()
    body = column(holder, spacing=4)
    above = label(words)
    above.setBuddy(line)
    body.addWidget(above)
    body.addWidget(line)
    return holder


def plain_line(name: str, spoken: str, most: int) -> QLineEdit:
    """A line whose text is shown."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setMaxLength(most)
    return made
