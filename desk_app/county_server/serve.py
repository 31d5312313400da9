"""Running the county's end: in the foreground for a county, or embedded for one computer alone."""

import logging
import secrets
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Final

from desk_app.domain.book_key import BookKey
from desk_app.domain.settling import Settling
from desk_app.errors import WorldError, places
from forms import calendar
from forms.calendar import Calendar
from forms.library import Versions
from forms.loader import shipped

if TYPE_CHECKING:
    import uvicorn

_LOG = logging.getLogger(__name__)
_BACKLOG: Final = 64
_STOP_SECONDS: Final = 10.0
_MIN_TOKEN: Final = 16


def serve(
    place: str | Path,
    host: str,
    port: int,
    token: str,
    versions: Versions | None = None,
    days: Calendar | None = None,
    *,
    key: BookKey | None = None,
) -> None:
    """Serve a county's book until interrupted or told to end; WorldError when it can not start.

    ``key`` is of a book that is a file; a database server needs none.

    The line is plain HTTP: beyond one computer, a proxy in front has to give it TLS.
    """
    from desk_app.county_server.running import run

    if not token.isascii() or not token.isprintable() or len(token) < _MIN_TOKEN:
        raise WorldError(f"窗口密钥不合要求,请给出至少{_MIN_TOKEN}个字母或数字")
    law = _law(versions or Versions(shipped()), days)
    try:
        with _ending_as_interrupt(), _listen(host, port) as door:
            run(place, law, key, token, door)
    except KeyboardInterrupt:
        _LOG.info("the county's end was stopped")


def _law(versions: Versions, days: Calendar | None) -> Settling:
    return Settling(versions, days or calendar.shipped())


@contextmanager
def _ending_as_interrupt() -> Iterator[None]:
    """SIGTERM ends the server as Ctrl+C does, so that the book is closed properly.

    The server raises a signal again once it has served its last request: by default that would end the
    process at once.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread is sent signals
        return
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


class EmbeddedCounty:
    """A county on this computer only: its book at ``path``, its line on a free loopback port.

    Use it as a context or by ``start`` and ``stop``; any thread may call.
    """

    def __init__(self, path: Path, versions: Versions, days: Calendar | None = None, *, key: BookKey) -> None:
        """``days`` are the working days it counts by; without them those of the shipped tables."""
        self._path = path
        self._key = key
        self._law = _law(versions, days)
        self._lock = threading.Lock()
        self._running: _Running | None = None

    def start(self) -> tuple[str, str]:
        """Serve, unless it does already; returns address and token. WorldError when no port is free.

        Returns in a few milliseconds: the port is open at once and keeps callers waiting while the
        server's own libraries are still being read. A server that broke down is started anew.
        """
        with self._lock:
            if self._running is None or self._running.ended:
                self._running = _Running(self._path, self._law, self._key)
            return self._running.url, self._running.token

    def wait_ready(self, timeout: float) -> bool:
        """Whether requests are being answered, after at most ``timeout`` seconds."""
        with self._lock:
            running = self._running
        return running is not None and running.wait_ready(timeout)

    def stop(self) -> None:
        """Answer what is under way, then end; on return the port and the book are closed."""
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            running.stop()

    def __enter__(self) -> tuple[str, str]:
        """Address and token, like ``start``."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop, whatever happened."""
        self.stop()


class _Running:
    """One run of the embedded server in a thread of its own, from construction to ``stop``."""

    def __init__(self, path: Path, law: Settling, key: BookKey) -> None:
        self._door = _listen("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.token = secrets.token_urlsafe(32)
        self.ended = False
        self._serving = False
        self._stopping = False
        self._changed = threading.Condition()
        self._server: uvicorn.Server | None = None
        self._thread = threading.Thread(target=self._run, args=(path, law, key), name="county", daemon=True)
        self._thread.start()

    def wait_ready(self, timeout: float) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._serving or self.ended, timeout)
            return self._serving and not self.ended

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            if self._server is not None:
                self._server.should_exit = True
        self._thread.join(_STOP_SECONDS)

    def _run(self, path: Path, law: Settling, key: BookKey) -> None:
        """The thread's work; the port closes when it ends, so that callers are refused."""
        with self._door:
            try:
                from desk_app.county_server.running import run

                run(path, law, key, self.token, self._door, self._note_made, self._note_serving)
            except Exception as error:
                _LOG.error("the embedded county ended: %s", places(error))
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _note_made(self, server: "uvicorn.Server") -> None:
        with self._changed:
            self._server = server
            server.should_exit = self._stopping

    def _note_serving(self) -> None:
        with self._changed:
            self._serving = True
            self._changed.notify_all()


def _listen(host: str, port: int) -> socket.socket:
    try:
        door = socket.create_server((host, port), backlog=_BACKLOG)
    except OSError as error:
        raise WorldError(f"区县服务不能使用{host}的端口{port},请换一个端口或关掉占用它的程序") from error
    # Only a socket that says it is TCP has its small answers sent at once (TCP_NODELAY): the event loop
    # leaves others as they are, and each letter then takes 40 ms longer.
    return socket.socket(door.family, door.type, socket.IPPROTO_TCP, fileno=door.detach())
