"""Scanners of SANE, by its command ``scanimage`` as a child process: one that hangs is ended, no more."""

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic
from typing import IO, Final

from PIL import Image

from desk_app.devices.scanner.models import GONE, LOOK_S, NOT_INSTALLED, PAGE_S, SLOW, STOPPED
from desk_app.devices.scanner.options import ScanOptions
from desk_app.domain.scanning import FoundScanner, ScannedPages, Tray, never
from desk_app.errors import WorldError

_log = logging.getLogger(__name__)
_EMPTY: Final = "out of documents"
_TOLD: Final = {
    "cover is open": "扫描仪的盖子开着,请合上再扫",
    "jammed": "进纸器卡纸了,请打开取出纸,理好放回再扫",
    _EMPTY: "进纸器里没有纸,请把材料放好再扫",
    "busy": "扫描仪正忙,可能别的程序在用,请等一等再扫",
    "denied": "没有权限用这台扫描仪,请管理员把当前用户加进 scanner 组",
    "Out of memory": "扫描仪内存不够,请选低一些的分辨率再扫",
    "device I/O": "扫描仪没有回应,请看电源和线,插好再扫",
    "open of device": GONE,
    "Invalid argument": GONE,
}
"""What stands in a fault that ``scanimage`` tells, and what the clerk is told; the first that fits."""
_TICK_S: Final = 0.1
_ENDS_S: Final = 3.0
"""How long ``scanimage`` may take to end after it told a fault; some drivers never let it end."""


class Sane:
    """A ``ScanWay`` to all scanners that SANE knows; ``environment`` changes what it looks at."""

    def __init__(
        self,
        environment: Mapping[str, str] | None = None,
        patience: float = PAGE_S,
        more: tuple[str, ...] = (),
    ) -> None:
        """``more`` are further arguments for each scan, of a device that has options of its own."""
        self._environment = {**os.environ, **(environment or {}), "LC_ALL": "C.UTF-8"}
        self._patience, self.more = patience, more

    def missing(self) -> str:
        """See ``ScanWay.missing``."""
        return "" if sys.platform != "win32" and shutil.which("scanimage") else NOT_INSTALLED

    def found(self, stopped: Callable[[], bool] = never) -> tuple[FoundScanner, ...]:
        """See ``ScanWay.found``; scanners that can not be looked for are none."""
        if self.missing():
            return ()
        try:
            told = self._ask("--formatted-device-list=%d|%v %m%n", stopped=stopped)
        except WorldError:
            return ()
        rows = (line.partition("|") for line in told.splitlines() if "|" in line)
        return tuple(FoundScanner(place, name.strip()) for place, _, name in rows)

    def trays(self, scanner: FoundScanner, stopped: Callable[[], bool] = never) -> tuple[Tray, ...]:
        """See ``ScanWay.trays``."""
        return self._options(scanner, stopped).trays()

    def scan(
        self,
        scanner: FoundScanner,
        tray: Tray,
        dpi: int,
        on_pages: Callable[[ScannedPages], None],
        stopped: Callable[[], bool],
    ) -> str:
        """See ``ScanWay.scan``."""
        asked = self._options(scanner, stopped).asked(tray, dpi)
        count, real = 0, 0
        with TemporaryDirectory(prefix="desk-scan-") as folder:  # for its owner alone, and gone at once
            batch = [f"--batch={folder}/%d.tif", "--batch-print", "--format=tiff"]
            once = [] if tray.many else ["--batch-count=1"]
            with self._running("-d", scanner.id, *batch, *once, *asked, *self.more) as run:
                for path in run.pages(self._patience, stopped):
                    real = real or _resolution(path)
                    count += 1
                    on_pages(ScannedPages(f"扫描{count}.tif", path.read_bytes()))
                    path.unlink()
            told = "" if stopped() else run.fault(done=count > 0 and tray.many)
        if told:
            raise WorldError(told if not count else f"已收{count}页,然后停了:{told}")
        rounded = real and abs(real - dpi) > dpi // 100
        return f"扫描仪没有{dpi} dpi,是按{real} dpi扫的" if rounded else ""

    def _options(self, scanner: FoundScanner, stopped: Callable[[], bool]) -> ScanOptions:
        return ScanOptions.read(self._ask("-d", scanner.id, "-A", stopped=stopped))

    def _ask(self, *arguments: str, stopped: Callable[[], bool]) -> str:
        """What ``scanimage`` says; WorldError when it takes too long, or nobody waits for it any more."""
        if missing := self.missing():
            raise WorldError(missing)
        with self._begun(*arguments) as process:
            told, said = _heard(process, stopped)
        if process.returncode:
            raise WorldError(fault_told(said.decode("utf-8", "replace")))
        return told.decode("utf-8", "replace")

    def _begun(self, *arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            ["scanimage", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self._environment,
        )

    @contextmanager
    def _running(self, *arguments: str) -> Iterator["_Run"]:
        with self._begun(*arguments) as process:
            run = _Run(process)
            try:
                yield run
            finally:
                run.end()


class _Run:
    """One scan under way: what its process prints is read by threads, so that no pipe holds anybody up."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        assert process.stderr is not None
        self._process = process
        self._lines: Queue[str] = Queue()
        self._said: list[str] = []
        self._threads = (
            Thread(target=_read, args=(process.stdout, self._lines.put), daemon=True),
            Thread(target=_read, args=(process.stderr, self._said.append), daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def pages(self, patience: float, stopped: Callable[[], bool]) -> Iterator[Path]:
        """The files of whole pages as they come, until the process ends or told a fault.

        WorldError when none comes for so long.
        """
        until = monotonic() + patience
        while not stopped():
            try:
                line = self._lines.get(timeout=_TICK_S)
            except Empty:
                if not self._threads[0].is_alive() and self._lines.empty():
                    return
                faulty = bool(self._faults())
                if faulty:
                    until = min(until, monotonic() + _ENDS_S)
                if monotonic() > until:
                    if faulty:
                        return
                    raise WorldError(SLOW) from None
                continue
            if line.endswith(".tif") and Path(line).is_file():
                yield Path(line)
                until = monotonic() + patience

    def fault(self, *, done: bool) -> str:
        """What went wrong, in a sentence; empty when nothing did, or ``done`` and the feeder is empty."""
        faults = self._faults()
        if not faults or (done and all(_EMPTY in line for line in faults)):
            return ""
        return fault_told("\n".join(faults))

    def _faults(self) -> list[str]:
        """The faults it told so far; that it was ended is none."""
        told = [line for line in self._said if line.startswith("scanimage:")]
        return [line for line in told if "received signal" not in line]

    def end(self) -> None:
        """End the process if it still runs, and have read all it said."""
        if any(thread.is_alive() for thread in self._threads[:1]):
            self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(1)


def _heard(process: subprocess.Popen[bytes], stopped: Callable[[], bool]) -> tuple[bytes, bytes]:
    """All that a process says; it is ended, with WorldError, when it takes too long or is stopped."""
    until = monotonic() + LOOK_S
    while True:
        try:
            return process.communicate(timeout=_TICK_S)
        except subprocess.TimeoutExpired:
            called_off = stopped()
            if called_off or monotonic() > until:
                process.kill()
                process.communicate()
                raise WorldError(STOPPED if called_off else SLOW) from None


def fault_told(said: str) -> str:
    """The sentence for what ``scanimage`` said of a fault."""
    known = next((told for words, told in _TOLD.items() if words in said), "")
    if not known:
        _log.warning("scanimage: %s", " ".join(said.split())[:200])
    return known or "扫描没有成功,请看扫描仪的屏幕,重新开机再扫"


def _read(pipe: IO[bytes], take: Callable[[str], None]) -> None:
    for line in pipe:
        take(line.decode("utf-8", "replace").rstrip())


def _resolution(path: Path) -> int:
    """The dots per inch a scanned page says of itself; 0 where it says nothing."""
    with Image.open(path, formats=("TIFF",)) as image:
        return round(float(image.info.get("dpi", (0, 0))[0]))
