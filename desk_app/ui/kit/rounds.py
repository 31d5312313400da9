"""Work in parts: one in each round of the event loop, so that keys and painting come between."""

from collections.abc import Iterator
from time import perf_counter
from typing import ClassVar, Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

_APART_MS: Final = 5
"""Milliseconds between the parts of two works under way at once, so that they do not share a round."""
_FULL_S: Final = 0.012
"""Seconds after which a part that was due at once has shared its round with something long already."""
_CALM_S: Final = 0.03
"""Seconds after the last part of any work after which the window is taken to be done with it."""


class Rounds(QObject):
    """Does one piece of work at a time, from one ``yield`` of its iterator to the next in each round."""

    _ended: ClassVar[float] = 0.0
    """When a part of any work ended last, by ``perf_counter``."""
    _last: ClassVar["Rounds | None"] = None
    """Whose part that was."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._parts: Iterator[None] | None = None
        self._since = 0.0
        """When the next part was asked for; 0.0 once it has given way to others."""
        self._due = QTimer(self, singleShot=True, interval=0)
        self._due.timeout.connect(self._turn)

    @property
    def under_way(self) -> bool:
        """Whether parts are left to be done."""
        return self._parts is not None

    @classmethod
    def calm(cls) -> bool:
        """Whether no work was done in parts just now."""
        return perf_counter() - Rounds._ended > _CALM_S

    def begin(self, parts: Iterator[None], after_ms: int = 0) -> None:
        """Do these parts, the first after so long; what was under way is given up."""
        self._parts = parts
        self._wait(after_ms)

    def finish(self) -> None:
        """Do all that is left now: somebody needs it."""
        while self._parts is not None:
            self._do_one()

    def stop(self) -> None:
        """Give up what is left."""
        self._parts = None
        self._due.stop()

    @Slot()
    def _turn(self) -> None:
        """Do the next part, unless another work did one in this very round, or the round is long already.

        To a long round, of a key or of painting, it gives way once; then it is done, however busy the window.
        """
        now = perf_counter()
        if Rounds._last is not self and now - Rounds._ended < _APART_MS / 1000:
            self._due.start(_APART_MS)
        elif self._since and now - self._since > _FULL_S:
            self._since = 0.0
            self._due.start(0)
        else:
            self._do_one()

    def _wait(self, ms: int = 0) -> None:
        self._since = perf_counter() + ms / 1000
        self._due.start(ms)

    def _do_one(self) -> None:
        parts = self._parts
        if parts is None:
            return
        left = next(parts, True) is None
        Rounds._last, Rounds._ended = self, perf_counter()
        if self._parts is parts:  # a part may have begun another work
            self._parts = parts if left else None
            if left:
                self._wait()
            else:
                self._due.stop()


def styled(widget: QWidget) -> Iterator[None]:
    """Style what stands in its place and is not shown yet: a column that scrolls in each part, then the rest.

    Qt would style and measure all of it in one go when it is shown, or put into a layout.
    """
    for each in (*widget.findChildren(QScrollArea), widget):  # the outer first: it styles those within
        if isValid(each) and not each.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
            each.ensurePolished()
            yield
