"""A window that stays open overnight notices the new day: clocks warn and rounds come due."""

from datetime import date
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.services.parts import TimeSource

_EVERY: Final = 60_000
"""Milliseconds between two looks at the calendar."""


class NewDay(QObject):
    """Says when a day begins, the first one included."""

    came = Signal()
    """It is another day than at the last look."""

    def __init__(self, clock: TimeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._today: date | None = None
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Look at the calendar now."""
        today = self._clock.today()
        if today != self._today:
            self._today = today
            self.came.emit()
