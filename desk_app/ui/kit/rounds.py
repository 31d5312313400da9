"""Work in parts: one in each round of the event loop, so that keys and painting come between."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Slot


class Rounds(QObject):
    """Does one piece of work at a time, from one ``yield`` of its iterator to the next in each round."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: Iterator[None] | None = None
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._do_one)

    @property
    def under_way(self) -> bool:
        """Whether parts are left to be done."""
        return self._parts is not None

    def begin(self, parts: Iterator[None], after_ms: int = 0) -> None:
        """Do these parts, the first after so long; what was under way is given up."""
        self._parts = parts
        self._due.start(after_ms)

    def finish(self) -> None:
        """Do all that is left now: somebody needs it."""
        while self._parts is not None:
            self._do_one()

    def stop(self) -> None:
        """Give up what is left."""
        self._parts = None
        self._due.stop()

    @Slot()
    def _do_one(self) -> None:
        parts = self._parts
        if parts is None:
            return
        left = next(parts, True) is None
        if self._parts is parts:  # a part may have begun another work
            self._parts = parts if left else None
            if left:
                self._due.start(0)
            else:
                self._due.stop()
