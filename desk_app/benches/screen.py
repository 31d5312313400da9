"""When something is on the screen: what ``bench window`` measures of ours and of bare widgets alike."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def painted(widget: "QWidget", cause: Callable[[], object]) -> float:
    """Seconds from a cause until a widget has been painted and is on the screen."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject

    class Watch(QObject):
        seen = False

        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            self.seen = self.seen or event.type() == QEvent.Type.Paint
            return False

    watch = Watch()
    widget.installEventFilter(watch)
    began = time.perf_counter()
    cause()
    while not watch.seen and time.perf_counter() - began < 2:
        QCoreApplication.processEvents()
    took = time.perf_counter() - began
    widget.removeEventFilter(watch)
    return took


def wait(seconds: float) -> None:
    """Let the event loop run for so long."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
