"""The only file that picks real or embedded parts and plugs them together."""

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLockFile

from desk_app.clock import SystemClock
from desk_app.county.client import HttpCounty
from desk_app.county.courier import Courier
from desk_app.county.wire import letter_body
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.devices.camera import QtCamera
from desk_app.devices.keys import window_key
from desk_app.devices.pictures import PillowPictures
from desk_app.devices.printer import SystemPrinter
from desk_app.errors import WorldError
from desk_app.services.parts import County, LineState, Parts, Window
from desk_app.settings import Settings
from desk_app.storage.store import Book
from forms import calendar, loader
from forms.schema import Pack

_log = logging.getLogger(__name__)


def pack_of(settings: Settings) -> Pack:
    """The definition pack in force; WorldError with the first faults when it must not be used."""
    folder = settings.forms
    if folder is None:
        return loader.shipped()
    codes = folder / "codes"
    try:
        return loader.load(folder, codes if codes.is_dir() else loader.CODES)
    except loader.PackError as error:
        first = ";".join(map(str, error.faults[:3]))
        raise WorldError(
            f"事项定义不能用,有{len(error.faults)}处错误:{first}。"
            "请改正后再启动,或去掉设置“事项定义文件夹”用随程序的一套"
        ) from error


class Desk:
    """Everything of one running window but the window itself; a context manager that lets go of all.

    Without a county address an embedded county server with its own SQLite file is started by the
    courier's own thread and stopped with the desk.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = _only_one(settings.data)
        self._courier: Courier | None = None
        self._embedded: EmbeddedCounty | None = None
        pack = pack_of(settings)
        self.parts = Parts(
            clock=SystemClock(),
            store=Book(settings.data),
            pack=pack,
            calendar=calendar.shipped(),
            window=Window(pack.hall, settings.window, settings.clerk),
            pictures=PillowPictures(),
            camera=QtCamera(),
            printer=SystemPrinter(),
            write_letter=lambda application: letter_body(application, pack.hall.region_code),
        )

    def start_line(self, on_change: Callable[[str], None], on_line: Callable[[LineState], None]) -> None:
        """Start the courier; both callbacks are called from its thread."""
        self._courier = Courier(self.parts.store, self._connect, self.parts.clock, on_change, on_line)
        self._courier.start()

    def wake_line(self) -> None:
        """There is a new letter; do not wait for the timer."""
        if self._courier is not None:
            self._courier.wake()

    def _connect(self) -> County:
        url, token = self._county()
        return HttpCounty(url, token, window=self.settings.window)

    def _county(self) -> tuple[str, str]:
        settings = self.settings
        if settings.county_url:
            return settings.county_url, settings.county_token or window_key(
                "desk-app", settings.county_url
            ) or ""
        if self._embedded is None:
            self._embedded = EmbeddedCounty(settings.data / "county.db", self.parts.pack)
        return self._embedded.start()

    def close(self) -> None:
        """Stop the courier and the embedded county, let go of the book and the folder."""
        if self._courier is not None:
            self._courier.stop()
        if self._embedded is not None:
            self._embedded.stop()
        self.parts.store.close()
        self._lock.unlock()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _only_one(folder: Path) -> QLockFile:
    """The lock of a data folder; WorldError when another copy of the program holds it."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise WorldError(f"数据文件夹 {folder} 不能创建:{error.strerror}。请检查设置“数据文件夹”") from error
    lock = QLockFile(str(folder / "desk.lock"))
    lock.setStaleLockTime(0)  # a lock is stale when its process is gone, never by age
    if lock.tryLock(0):
        return lock
    if lock.error() is QLockFile.LockError.LockFailedError:
        known, pid, _host, _name = lock.getLockInfo()
        who = f"(进程 {pid})" if known else ""
        raise WorldError(f"另一个窗口程序{who}正在使用这份数据,请用已打开的那个窗口,或先关闭它")
    raise WorldError(f"数据文件夹 {folder} 不能写入,请检查权限或换一个文件夹")
