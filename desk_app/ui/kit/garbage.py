"""Collection of garbage on the main thread alone, and never of what the start made.

Python collects in whatever thread happens to make an object. A cycle that holds a Qt object would then be
deleted by an errand's thread, and a timer or widget deleted there leaves the main thread's event loop with
what is no more: the program dies in a later round of the loop.

The oldest generation takes longest, the more so the longer it was not collected. So it is collected often,
and while nobody presses a key or moves the mouse; when somebody always does, as seldom as Python would.
What lives on is set aside when it has become much, so that no collection has to look through all of it, and
is looked through while nobody is there. Either way a collection has a round of the event loop to itself, not
one in which a page was turned.
"""

import gc
from collections.abc import Iterator
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Slot

from desk_app.ui.kit import uptime
from desk_app.ui.kit.guard import InputGuard
from desk_app.ui.kit.rounds import Rounds

_SETTLED_MS: Final = 1000
"""Milliseconds after which nearly all exists that stays for good; it is set aside."""
_EVERY_MS: Final = 300
"""Milliseconds between two looks at how much was made."""
_STILL_S: Final = 0.4
"""Seconds without a key or the mouse after which nobody is in the middle of something."""
_REST_S: Final = 10.0
"""Seconds at least between two collections of the oldest generation while nobody acts: who acts through a
screen reader uses neither keys nor the mouse."""
_MANY: Final = 20_000
"""So many objects that live on, beside those set aside, take some 25 ms to look through."""
_AWAY_S: Final = 60.0
"""Seconds without a key or the mouse after which nobody is there."""
_SEEN_S: Final = 600.0
"""Seconds at least between two looks through what is set aside."""
_OLDEST: Final = 2
_APART_MS: Final = 15
"""Milliseconds from a look to the collection: not in the round that the look was in."""


class GarbageCollector(QObject):
    """Looks regularly whether Python would collect by now, and collects; ends with ``stop``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._oldest_at = 0.0
        self._all_at = monotonic()
        self._by_itself = Rounds(self)
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
        if _still(_STILL_S) and monotonic() - self._oldest_at >= _REST_S:
            full[_OLDEST] = 1
        due = [each for each in (_OLDEST, 1, 0) if gc.get_count()[each] >= full[each]]
        if self._by_itself.under_way:
            return
        if _still(_AWAY_S) and monotonic() - self._all_at >= _SEEN_S:
            self._by_itself.begin(self._looked_through())
        elif due:
            self._by_itself.begin(self._collected(due[0]), _APART_MS)

    def _collected(self, generation: int) -> Iterator[None]:
        """Collect one generation and all younger ones: one part, that can not be divided."""
        gc.collect(generation)
        if generation == _OLDEST:
            self._oldest_at = monotonic()
            if len(gc.get_objects(_OLDEST)) > _MANY:
                gc.freeze()
        yield

    def _looked_through(self) -> Iterator[None]:
        """Collect what is set aside as well, and set aside again what lives on."""
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        self._all_at = monotonic()
        yield

    def set_aside(self) -> None:
        """Set aside what there is now, as it is; a collection before it would take a tenth of a second."""
        gc.freeze()

    def stop(self) -> None:
        """There is no window any more: let Python collect everything by itself again."""
        self._timer.stop()
        self._by_itself.stop()
        gc.unfreeze()
        gc.enable()


def _still(seconds: float) -> bool:
    """Whether nobody used a key or the mouse for so long."""
    app = QCoreApplication.instance()
    guard = app.findChild(InputGuard) if app else None
    return guard is None or uptime.seconds() - guard.touched >= seconds
