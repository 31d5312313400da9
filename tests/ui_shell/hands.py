"""Keys and clicks as real hands give them: to the window, with the time between them."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desk_app.devices.barcode import demo
from desk_app.ui.kit.guard import InputGuard

_TEXTS = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t", Qt.Key.Key_Space: " ", Qt.Key.Key_Backspace: "\b"}
_NONE = Qt.KeyboardModifier.NoModifier


def handle(widget: QWidget) -> QWindow:
    """The window of the screen a widget stands in."""
    window = widget.window().windowHandle()
    assert window is not None
    return window


def press(widget: QWidget, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    """Press and release one key; it goes to whatever has the keyboard in this window."""
    text = key if isinstance(key, str) else _TEXTS.get(key, "")
    code = Qt.Key(ord(key.upper())) if isinstance(key, str) else key
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        sent = QKeyEvent(kind, code, modifiers, text)
        # Not by QTest: other threads run Python meanwhile, and PySide takes their errors for ours.
        sent.setTimestamp(int(monotonic() * 1000))
        QCoreApplication.sendEvent(handle(widget), sent)


def hold(widget: QWidget, key: Qt.Key, text: str = "", times: int = 8) -> None:
    """Hold a key down until it has repeated so often."""
    window = handle(widget)
    for repeat in range(times + 1):
        sent = QKeyEvent(QEvent.Type.KeyPress, key, _NONE, text, repeat > 0)
        QCoreApplication.sendEvent(window, sent)
    QCoreApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyRelease, key, _NONE, text))


def scan(widget: QWidget, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Send a text at once, as a scanner does, with its closing key; stamped as the system stamps keys."""
    demo.send(handle(widget), text, end)


def click(widget: QWidget, times: int = 1, at: QPoint | None = None) -> None:
    """Click so often in one place, as quickly as a double click is."""
    window = handle(widget)
    place = widget.mapTo(widget.window(), at or QPoint(min(12, widget.width() // 2), widget.height() // 2))
    quickly(lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton, _NONE, place), times)


def quickly(act: Callable[[], None], times: int) -> None:
    """Do something several times within the time of one double click."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    usual = app.doubleClickInterval()
    act()
    app.setDoubleClickInterval(60_000)  # Qt puts half a second between the clicks of a test
    try:
        for _ in range(times - 1):
            act()
    finally:
        app.setDoubleClickInterval(usual)


@dataclass(frozen=True)
class Scans:
    """What was scanned so far."""

    heard: list[str]

    @classmethod
    def of(cls, app: QApplication) -> "Scans":
        made = cls([])
        InputGuard.of(app).scanned.connect(made.heard.append)
        return made
