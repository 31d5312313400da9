"""Notices that a new day has begun while the window is open: clocks warn and rounds become due."""

from datetime import date
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desk_app.services.parts import TimeSource

_EVERY: Final = 60_000
"""Milliseconds between two looks at the calendar."""


class NewDay(QObject):
    """Emits ``came`` at its first look and at the first look of each later day."""

    came = Signal()
    """The date differs from that of the last look."""

    def __init__(self, clock: TimeSource, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._today: date | None = None
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Compare today's date with that of the last look."""
        today = self._clock.today()
        if today != self._today:
            self._today = today
            self.came.emit()
