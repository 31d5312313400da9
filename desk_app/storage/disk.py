"""A disk that takes nothing: said from the first refused write on, until it takes something again."""

import logging
import shutil
import threading
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
_PROBE: Final = "UPDATE book SET jump = jump"
"""Changes nothing, and is written all the same."""


class DiskWatch:
    """Hears every error of a database; any thread may ask for its words."""

    def __init__(self, database: Database, folder: Path) -> None:
        """``folder`` is the data folder, whose free space is looked at."""
        self._database, self._folder = database, folder
        self._refused = ""
        self._wanted, self._ended = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="disk", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        event.listen(self._database.engine, "handle_error", self._heard)
        self._thread.start()

    def close(self) -> None:
        """Listen no longer."""
        event.remove(self._database.engine, "handle_error", self._heard)
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
        elif (free := self._free()) < _LITTLE:
            yield f"数据所在的磁盘只剩{free >> 20}MB,请尽快清理,满了就不能受理了"

    def _free(self) -> int:
        try:
            return shutil.disk_usage(self._folder).free
        except OSError:
            return _LITTLE

    def _heard(self, context: ExceptionContext) -> None:
        said = str(context.original_exception).lower()
        for word, sentence in _REFUSED:
            if word in said:
                self._refused = sentence
                self._wanted.set()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._wanted.wait()
            while self._refused and not self._ended.wait(_AGAIN_S):
                self._try()
            self._wanted.clear()

    def _try(self) -> None:
        try:
            with self._database.writing() as db:
                db.exec_driver_sql(_PROBE)
        except DeskError:
            return
        except Exception as error:  # a thread that died would say for ever that the disk is full
            _log.error("disk: %s", places(error))
        self._refused = ""
