"""Works the real window: finds visible widgets, types, ticks, clicks, and waits for conditions."""

from collections.abc import Callable
from time import monotonic
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from desk_app.errors import BugError

PATIENCE: Final = 60.0
"""Seconds until a condition that does not come true counts as a fault of the window."""
_W = TypeVar("_W", bound=QWidget)


class Hands:
    """Works one window as a person would; BugError names a widget that does not become visible."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Run the event loop until a condition holds; BugError with ``what`` after ``seconds``."""
        if not self.comes_true(condition, seconds):
            raise BugError(f"等了{seconds:g}秒,窗口没有做到:{what}")

    def comes_true(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Run the event loop until a condition holds; False when it does not within ``seconds``."""
        end = monotonic() + seconds
        loop, beat = QEventLoop(), QTimer()
        beat.timeout.connect(loop.quit)
        beat.start(10)
        while not condition():
            if monotonic() > end:
                return False
            loop.exec()
        QCoreApplication.processEvents()
        return True

    def sees(self, name: str) -> bool:
        """Whether a button of this object name is visible."""
        return self.seen(name, QAbstractButton) is not None

    def seen(self, name: str, kind: type[_W]) -> _W | None:
        """The visible widget of this object name; None when there is none."""
        return next((w for w in self.window.findChildren(kind, name) if w.isVisible()), None)

    def find(self, name: str, kind: type[_W]) -> _W:
        """The visible widget of this object name, waited for; BugError when it does not come."""
        self.wait(lambda: self.seen(name, kind) is not None, f"出现“{name}”")
        widget = self.seen(name, kind)
        assert widget is not None
        return widget

    def click(self, name: str) -> None:
        """Click a button as soon as it is enabled."""
        button = self.find(name, QAbstractButton)
        self.wait(button.isEnabled, f"“{name}”可以点击")
        # A tick box is only as wide as its box and its words, whatever room it has been given.
        place = QPoint(min(12, button.width() // 2), button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    def tick(self, name: str, wanted: bool = True) -> None:
        """Click a checkable button unless it is in the wanted state already."""
        if self.find(name, QAbstractButton).isChecked() is not wanted:
            self.click(name)
            self.wait(lambda: self.find(name, QAbstractButton).isChecked() is wanted, f"“{name}”已勾选")

    def write(self, name: str, text: str) -> None:
        """Replace the text of a line as an input method does, and leave the line."""
        line = self.find(name, QLineEdit)
        line.setFocus(Qt.FocusReason.TabFocusReason)
        if line.text():
            QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        QCoreApplication.sendEvent(line, entry)
        line.clearFocus()
