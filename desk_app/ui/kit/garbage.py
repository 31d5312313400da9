"""Collection of garbage on the main thread alone, and never of what the start made.

Python collects in whatever thread happens to make an object. A cycle that holds a Qt object would then be
deleted by an errand's thread, and a timer or widget deleted there leaves the main thread's event loop with
what is no more: the program dies in a later round of the loop.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_SETTLED_MS: Final = 1000
"""Milliseconds after which nearly all exists that stays for good; it is never looked at again."""
_EVERY_MS: Final = 300
"""Milliseconds between two looks at how much was made."""


class GarbageCollector(QObject):
    """Looks regularly whether Python would collect by now, and collects; ends with ``stop``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_SETTLED_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Collect the oldest generation that is full by Python's own thresholds; at first set all aside."""
        if self._timer.interval() == _SETTLED_MS:
            self._timer.setInterval(_EVERY_MS)
            gc.freeze()  # without a look at all of it, which would take a tenth of a second
            return
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """There is no window any more: let Python collect everything by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
