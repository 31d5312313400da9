"""Work off the main thread, in lanes of one thread each, so that slow work delays only its own kind.

Results come back on the main thread through this object's own signal, so callbacks may touch widgets.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from importlib import import_module
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from desk_app.errors import BugError, DeskError, places
from desk_app.ui.kit.alive import is_gone
from desk_app.ui.kit.rounds import Rounds

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class Lane(Enum):
    """The threads that work is done in; within one lane in the order it was asked for."""

    DATA = "data"
    """Reads and writes of the book. Only short work: a draft or an acceptance may be waiting behind it."""
    PICTURE = "picture"
    """Decoding, checking and scaling of pictures and pages."""
    SCAN = "scan"
    """Scanners, which take seconds a page and may not answer for minutes."""
    READING = "reading"
    """Words read off pictures: seconds each, and nobody waits for them."""
    FACE = "face"
    """A face looked for in a photo, while somebody looks on: not behind pages that wait to be read."""
    PAPER = "paper"
    """Drawing of papers."""
    PRINT = "print"
    """Questions to printers, and papers handed to them."""
    FILES = "files"
    """Files that take long to write, such as exports."""
    COUNTY = "county"
    """Questions to the county, which may not answer for seconds."""
    PEOPLE = "people"
    """Passwords, whose hash takes a third of a second, one at a time."""


_PATIENT: Final = frozenset({Lane.PAPER, Lane.PRINT})
"""Lanes whose work is begun when the window has done what it does now, and makes no pages in parts.

A paper is drawn by Python alone, which works in one thread at a time: begun together, both would take longer,
and each call of the window into Qt would wait for its turn again.
"""
_LOOK_MS: Final = 5
_PATIENCE_S: Final = 0.5
"""Seconds after which such work is begun all the same."""
_NOTHING_AHEAD: Final[Mapping[Lane, str]] = MappingProxyType({})
_DROPPED: Final = object()
"""The result of what a newer errand of its topic made needless."""


def _tell(callback: Callable[[_T], object], what: _T) -> None:
    if not is_gone(callback):
        callback(what)


class _Errand:
    """What was asked for. A lane borrows it; only the main thread lets go of it and what it holds.

    Were a lane the last to hold a widget, its Python half would be deleted there while the main thread asks
    for it: the program dies.
    """

    __slots__ = ("done", "failed", "work")

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None] | None,
        failed: Callable[[DeskError], None],
    ) -> None:
        self.work, self.done, self.failed = work, done, failed

    def went(self, *, dropped: bool) -> tuple[DeskError | None, Any]:
        """Do the work in a lane; the error it ended with, or None and its result."""
        if dropped:
            return None, _DROPPED
        try:
            return None, self.work()
        except DeskError as error:
            return error, None
        except Exception as error:
            _log.error("errand failed: %s", places(error))
            return BugError("程序出了一个错,您的录入已保存;请重试,不行就重新启动程序"), None

    def let_go(self) -> None:
        """Hold nothing any more; called on the main thread once all is told."""
        self.work = self.failed = _nothing
        self.done = None


_Came = tuple[_Errand, DeskError | None, Any]


def _nothing(*_given: object) -> None: ...


class Errands(QObject):
    """Runs work in a lane and brings its result, or its error, back to the main thread."""

    idle = Signal()
    """The last errand under way has ended."""
    failed = Signal(object)
    """A DeskError of an errand without ``failed`` callback, for the window to show."""
    closing = Signal()
    """The window closes: what takes minutes and can be stopped is to stop."""
    _back = Signal(object)

    def __init__(self, parent: QObject | None = None, ahead: Mapping[Lane, str] = _NOTHING_AHEAD) -> None:
        """``ahead``: by lane a module to import on the main thread before the lane's first work.

        It brings Qt's classes that are used there: PySide makes them when they are first asked for, and not
        safely in another thread.
        """
        super().__init__(parent)
        self._ahead = dict(ahead)
        self._lanes = {lane: ThreadPoolExecutor(1, f"errand-{lane.value}") for lane in Lane}
        self._under_way = 0
        self._closed = False
        self._latest: dict[str, object] = {}
        self._back.connect(self._deliver)
        self._patient: deque[tuple[float, Lane, Callable[[], None]]] = deque()
        self._calm = QTimer(self, interval=_LOOK_MS)
        self._calm.timeout.connect(self._begin_patient)

    @property
    def busy(self) -> bool:
        """Whether an errand is under way or waiting."""
        return self._under_way > 0

    def run(
        self,
        work: Callable[[], _T],
        done: Callable[[_T], None] | None = None,
        failed: Callable[[DeskError], None] | None = None,
        *,
        lane: Lane = Lane.DATA,
        topic: str = "",
    ) -> None:
        """Do ``work`` in a lane, then call ``done`` with its result, or ``failed``, on the main thread.

        Of several errands with the same ``topic`` only the newest is done; older ones still waiting are
        dropped and their callbacks never called. A callback that is a method of a deleted widget is not
        called either; for a function ``while_alive`` says whose it is.
        """
        if self._closed:  # an answer that came home during the close asks for more; nobody waits for it
            _log.info("an errand was asked for after the close")
            return
        if module := self._ahead.pop(lane, ""):
            import_module(module)
        errand = _Errand(work, done, failed or self.failed.emit)
        if topic:
            self._latest[topic] = errand
        self._under_way += 1

        def task() -> None:
            dropped = bool(topic) and self._latest.get(topic) is not errand
            self._send((errand, *errand.went(dropped=dropped)))

        self._take(lane, task)

    def _take(self, lane: Lane, task: Callable[[], None]) -> None:
        if lane in _PATIENT:
            self._patient.append((perf_counter(), lane, task))
            if not self._calm.isActive():  # started anew each time it would never come round
                self._calm.start()
        else:
            self._lanes[lane].submit(task)

    @Slot()
    def _begin_patient(self) -> None:
        """Begin, in the order it was asked for, what has waited for the window, or has waited long enough."""
        while self._patient and (Rounds.calm() or perf_counter() - self._patient[0][0] > _PATIENCE_S):
            self._begin_next()
        if not self._patient:
            self._calm.stop()

    def _begin_next(self) -> None:
        _, lane, task = self._patient.popleft()
        self._lanes[lane].submit(task)

    def _send(self, came: "_Came") -> None:
        try:
            self._back.emit(came)
        except RuntimeError:  # the window is gone already; nobody waits for this answer
            _log.info("an errand ended after the window was closed")

    @Slot(object)
    def _deliver(self, came: "_Came") -> None:
        errand, error, result = came
        self._under_way -= 1
        try:
            if error is not None:
                _tell(errand.failed, error)
            elif errand.done is not None and result is not _DROPPED:
                _tell(errand.done, result)
        finally:
            errand.let_go()
            if not self._under_way:
                self.idle.emit()

    def close(self) -> None:
        """Finish what is under way, end the threads and tell what came home; later errands are ignored.

        Pictures that still wait to be read are not: nobody waits for them.
        """
        self._closed = True
        self.closing.emit()
        self._calm.stop()
        while self._patient:
            self._begin_next()
        for lane, pool in self._lanes.items():
            pool.shutdown(wait=True, cancel_futures=lane is Lane.READING)
        QCoreApplication.sendPostedEvents(self)  # not in a later loop, which may be that of another window
