"""Widgets that are shown before they have their place: each is a window for a moment, and takes the keys."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget


class _Watch(QObject):
    """Takes down what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look only; what is asked first is quick, for every event of a test comes by."""
        if isinstance(watched, QWidget) and watched.isWindow() and _strays(watched, event):
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def _strays(window: QWidget, event: QEvent) -> bool:
    meant = isinstance(window, QDialog | QMainWindow)
    return not meant and event.type() == QEvent.Type.Show and window.windowType() is Qt.WindowType.Window


_UNDER_WAY: Final[list[_Watch]] = []


def begin() -> None:
    """Watch from now on, before a main window is made."""
    app = QApplication.instance()
    if not _UNDER_WAY and app is not None:
        _UNDER_WAY.append(_Watch())
        app.installEventFilter(_UNDER_WAY[0])


def end() -> list[str]:
    """Class and name of every widget that became a window since ``begin``; the watch is over."""
    app = QApplication.instance()
    seen: list[str] = []
    while _UNDER_WAY and app is not None:
        watch = _UNDER_WAY.pop()
        app.removeEventFilter(watch)
        seen += watch.seen
    return seen
