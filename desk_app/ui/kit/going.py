"""Work in a lane on many bytes: how far it is, shown by a bar, and whether somebody stopped it."""

from threading import Event as Flag
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar

from forms.recordings import sized

_BEAT_MS: Final = 100
_STEPS: Final = 1000
"""The bar counts thousandths: a number of bytes may be more than it can hold."""


class Bytes:
    """Counts bytes done in a lane; the main thread looks, and may stop it."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self._stop = Flag()

    def __call__(self, more: int) -> bool:
        """Told by the lane how many more are done; whether to go on."""
        self.done += more
        return not self._stop.is_set()

    def stop(self) -> None:
        """Go on no longer."""
        self._stop.set()

    @property
    def words(self) -> str:
        """How many of how many, for people."""
        return f"{sized(min(self.done, self.total))} / {sized(self.total)}"


class BytesBar(QProgressBar):
    """Shows work on bytes while it is under way."""

    went = Signal(str)
    """How far it is, in words: the bar itself has none."""

    def __init__(self, spoken: str) -> None:
        super().__init__()
        self._bytes = Bytes(0)
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self._show)
        self.setRange(0, _STEPS)
        self.setAccessibleName(spoken)
        self.hide()

    def follow(self, work: Bytes) -> None:
        """Show this work from now on."""
        self._bytes = work
        self._show()
        self.show()
        self._beat.start()

    def end(self) -> None:
        """It is over, one way or another."""
        self._beat.stop()
        self.hide()

    def _show(self) -> None:
        done = self._bytes.done * _STEPS // max(1, self._bytes.total)
        self.setValue(min(done, _STEPS))
        self.went.emit(self._bytes.words)
