"""Hands for the real window: finds what a clerk sees, types, ticks, clicks, and waits for conditions."""

from collections.abc import Callable
from time import monotonic
from typing import Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from desk_app.errors import BugError

PATIENCE: Final = 20.0
"""Seconds until a condition that does not come true counts as a fault of the window."""
_W = TypeVar("_W", bound=QWidget)


class Hands:
    """Works one window as a person would; a widget that is not to be seen is a BugError naming it."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = PATIENCE) -> None:
        """Let the window live until a condition holds."""
        if not self.comes_true(condition, seconds):
            raise BugError(f"等了{seconds:g}秒,窗口没有做到:{what}")

    def comes_true(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether a condition holds within some seconds; the window lives on meanwhile."""
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
        """Whether a button of this object name is on the screen."""
        return self.seen(name, QAbstractButton) is not None

    def seen(self, name: str, kind: type[_W]) -> _W | None:
        """The widget of this object name if it is on the screen."""
        return next((w for w in self.window.findChildren(kind, name) if w.isVisible()), None)

    def find(self, name: str, kind: type[_W]) -> _W:
        """The visible widget of this object name, waited for."""
        self.wait(lambda: self.seen(name, kind) is not None, f"出现“{name}”")
        widget = self.seen(name, kind)
        assert widget is not None
        return widget

    def click(self, name: str) -> None:
        """Click a button once it can be clicked."""
        button = self.find(name, QAbstractButton)
        self.wait(button.isEnabled, f"“{name}”可以点击")
        # A tick box is only as wide as its box and its words, whatever room it has been given.
        place = QPoint(min(12, button.width() // 2), button.height() // 2)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)

    def tick(self, name: str, wanted: bool = True) -> None:
        """Bring a checkable button to a state by clicking it."""
        if self.find(name, QAbstractButton).isChecked() is not wanted:
            self.click(name)
            self.wait(lambda: self.find(name, QAbstractButton).isChecked() is wanted, f"“{name}”已勾选")

    def write(self, name: str, text: str) -> None:
        """Put the cursor into a line and enter text in place of what is there, as an input method does."""
        line = self.find(name, QLineEdit)
        line.setFocus(Qt.FocusReason.TabFocusReason)
        if line.text():
            QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        entry = QInputMethodEvent()
        entry.setCommitString(text)
        QCoreApplication.sendEvent(line, entry)
        line.clearFocus()
