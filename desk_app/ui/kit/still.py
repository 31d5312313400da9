"""Nothing moves under the mouse: what may shift a page waits until no mouse button is down."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

_AGAIN_MS: Final = 30


def once_released(owner: QObject, run: Callable[[], None]) -> None:
    """Do something now, or when the mouse button that is down is let go; never once ``owner`` is deleted.

    A press takes the keyboard from another field, whose message then appears; if that shifted the page at
    once, the button pressed would slip from under the mouse and the click be lost.
    """
    if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
        run()
    else:
        QTimer.singleShot(_AGAIN_MS, owner, lambda: once_released(owner, run))
