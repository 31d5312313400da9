"""Where hands enter: the windows, and the widget that has the keyboard."""

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class HandsWatch(QObject):
    """Base of what filters the events of hands; drawing a page costs it nothing."""

    @Slot()
    def watch_windows(self, *_: object) -> None:
        """Filter the events of every window there is now."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # a second time is the first

    @Slot(QWidget, QWidget)
    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Filter the events of what has the keyboard now, and not of what had it."""
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)
