"""Collection of garbage on the main thread alone, and never of what the start made.

Python collects in whatever thread happens to make an object. A cycle that holds a Qt object would then be
deleted by an errand's thread, and a timer or widget deleted there leaves the main thread's event loop with
what is no more: the program dies in a later round of the loop.

The oldest generation takes longest, the more so the longer it was not collected. So it is collected often,
and while nobody presses a key or moves the mouse; when somebody always does, as seldom as Python would.
"""

import gc
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from desk_app.ui.kit import uptime
from desk_app.ui.kit.guard import InputGuard

_SETTLED_MS: Final = 1000
"""Milliseconds after which nearly all exists that stays for good; it is never looked at again."""
_EVERY_MS: Final = 300
"""Milliseconds between two looks at how much was made."""
_STILL_S: Final = 0.4
"""Seconds without a key or the mouse after which nobody is in the middle of something."""
_REST_S: Final = 10.0
"""Seconds at least between two collections of the oldest generation while nobody acts: who acts through a
screen reader uses neither keys nor the mouse."""
_OLDEST: Final = 2


class GarbageCollector(QObject):
    """Looks regularly whether Python would collect by now, and collects; ends with ``stop``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._oldest_at = 0.0
        self._timer = QTimer(self, interval=_SETTLED_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation that is full by Python's own thresholds; at first set all aside.

        While nobody acts the oldest one is full when the next younger was collected once, now and then.
        """
        if self._timer.interval() == _SETTLED_MS:
            self._timer.setInterval(_EVERY_MS)
            self.set_aside()
            return
        full = [most + 1 for most in gc.get_threshold()]
        if _still() and monotonic() - self._oldest_at >= _REST_S:
            full[_OLDEST] = 1
        for generation in (_OLDEST, 1, 0):
            if gc.get_count()[generation] >= full[generation]:
                gc.collect(generation)
                if generation == _OLDEST:
                    self._oldest_at = monotonic()
                return

    def set_aside(self) -> None:
        """Never look again at what there is now; a collection before it would take a tenth of a second."""
        gc.freeze()

    def stop(self) -> None:
        """There is no window any more: let Python collect everything by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def _still() -> bool:
    """Whether nobody used a key or the mouse for a moment."""
    app = QCoreApplication.instance()
    guard = app.findChild(InputGuard) if app else None
    return guard is None or uptime.seconds() - guard.touched >= _STILL_S
