"""A disk that takes nothing, or takes seconds for it: said as long as it is so."""

import logging
import shutil
import threading
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import ExceptionContext, event

from desk_app.database.engine import Database
from desk_app.errors import DeskError, places

_log = logging.getLogger(__name__)
_AGAIN_S: Final = 3.0
_LITTLE: Final = 200 << 20
"""Bytes free under which the clerk is told before anything is refused."""
_REFUSED: Final = (
    ("full", "磁盘已满"),
    ("i/o error", "磁盘写不进去"),
    ("readonly", "数据文件夹现在只能读"),
)
"""What the book's driver says of a disk, and what the clerk is told."""
SLOW_S: Final = 1.0
"""Seconds a write waits from which on it is slow. A commit brought onto the disk takes 4 ms on a solid-state
disk and some 50 ms on a worn one; a clerk who waits a second for every step notices it."""
SLOW_WRITES: Final = 3
"""Writes in a row that have to be slow, or quick again: one alone may meet a backup or a virus scan."""
_PROBE: Final = "UPDATE book SET jump = jump"
"""Changes nothing, and is written all the same."""


class DiskWatch:
    """Hears every error of a database; any thread may ask for its words."""

    def __init__(self, database: Database, folder: Path) -> None:
        """``folder`` is the data folder, whose free space is looked at."""
        self._database, self._folder = database, folder
        self._refused = ""
        self._lately: deque[float] = deque(maxlen=SLOW_WRITES)
        self._slow = 0.0
        """Seconds the slow writes wait; 0 while they are quick."""
        self._wanted, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="disk", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        event.listen(self._database.engine, "handle_error", self._heard)
        self._database.waited = self._timed
        self._thread.start()

    def close(self) -> None:
        """Listen no longer."""
        event.remove(self._database.engine, "handle_error", self._heard)
        self._database.waited = lambda _seconds: None
        self._ended.set()
        self._wanted.set()
        self._thread.join()

    def words(self) -> Iterator[str]:
        """What the window says as long as it is so."""
        if self._refused:
            yield (
                f"{self._refused},现在什么都存不下:请先不要受理,也不要关电脑。"
                "请清理磁盘或检查数据文件夹;程序每隔几秒自己再试,存得下时这条自动消失"
            )
            return
        if (free := self._free()) < _LITTLE:
            yield f"数据所在的磁盘只剩{free >> 20}MB,请尽快清理,满了就不能受理了"
        if self._slow:
            yield (
                f"存盘很慢,最近每次要等{self._slow:.0f}秒:录入都在存,请等它存完,不要关电脑。"
                "请管理员看看是不是杀毒、同步或别的程序占着数据文件夹,或磁盘要坏了;快起来时这条自动消失"
            )

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return _LITTLE

    def _timed(self, seconds: float) -> None:
        """Hear how long a write waited."""
        self._lately.append(seconds)
        lately = tuple(self._lately)
        if len(lately) < SLOW_WRITES:
            return
        if min(lately) >= SLOW_S:
            self._slow = min(lately)
            self._wanted.set()  # written every few seconds from now on, so that it is known when it is quick
        elif max(lately) < SLOW_S:
            self._slow = 0.0

    def _heard(self, context: ExceptionContext) -> None:
        said = str(context.original_exception).lower()
        for word, sentence in _REFUSED:
            if word in said:
                self._refused = sentence
                self._wanted.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.wait()
            self._wanted.clear()
            while (self._refused or self._slow) and not self._ended.wait(_AGAIN_S):
                self._try()

    def _try(self) -> None:
        try:
            with self._database.writing() as db:
                db.exec_driver_sql(_PROBE)
        except DeskError:
            return
        except Exception as error:  # a thread that died would say for ever that the disk is full
            _log.error("disk: %s", places(error))
        self._refused = ""
