"""Bad connections for tests: a peer that misbehaves as told, and a proxy that loses replies."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from types import TracebackType
from typing import Self

from desk_app.domain.events import Subject
from desk_app.services.parts import LineState
from tests.patience import PATIENCE_S

"""Longest wait of any test for anything."""

Act = Callable[[socket.socket, bytes], None]


def say(reply: bytes) -> Act:
    """An act for ``Peer``: answer every request with these bytes."""
    return lambda line, _request: line.sendall(reply)


def answer(status: int, body: bytes, *, headers: bytes = b"") -> bytes:
    """The bytes of a well-formed HTTP answer."""
    head = b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
    return head % (status, len(body), headers) + body


class Peer:
    """A server on loopback that reads each request whole, calls ``act`` with it, and hangs up."""

    def __init__(self, act: Act, tls: ssl.SSLContext | None = None) -> None:
        self._act = act
        self._tls = tls
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.asked = threading.Event()
        self.over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def hang(self, _line: socket.socket, _request: bytes) -> None:
        """Answer nothing until the test is over."""
        self.over.wait(PATIENCE_S)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join(PATIENCE_S)

    def _run(self) -> None:
        while not self.over.is_set():
            try:
                line, _ = self._door.accept()
            except OSError:
                return
            with line, suppress(OSError):
                line.settimeout(PATIENCE_S)
                self._serve(self._tls.wrap_socket(line, server_side=True) if self._tls else line)

    def _serve(self, line: socket.socket) -> None:
        with line:
            if request := read_request(line):
                self.asked.set()
                self._act(line, request)


class SilentPeer(Peer):
    """A server that takes the request and never answers."""

    def __init__(self) -> None:
        super().__init__(self.hang)


def read_request(line: socket.socket) -> bytes:
    """Read one HTTP request with its body; empty when the caller closed the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = line.recv(65536)
        if not piece:
            return b""
        data += piece
    head = data.split(b"\r\n\r\n", 1)[0].lower()
    lengths = [int(h.split(b":")[1]) for h in head.split(b"\r\n") if h.startswith(b"content-length:")]
    missing = len(head) + 4 + (lengths[0] if lengths else 0) - len(data)
    while missing > 0:
        piece = line.recv(65536)
        if not piece:
            return b""
        data += piece
        missing -= len(piece)
    return data


class Lossy:
    """An act for ``Peer``: carry each request to the county, and lose the replies ``lose`` picks."""

    def __init__(self, url: str, lose: Callable[[bytes], bool]) -> None:
        self.url = url
        self.lost = 0
        self._lose = lose

    def __call__(self, line: socket.socket, request: bytes) -> None:
        """Carry one request; the county has acted on it even when its reply is lost."""
        port = int(self.url.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as county:
            county.sendall(request.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
            reply = b"".join(iter(lambda: county.recv(65536), b""))
        if self._lose(request):
            self.lost += 1
        else:
            line.sendall(reply)


class Watch:
    """Records what the courier reports; ``until`` waits for a condition on it."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.lines: list[LineState] = []
        self.subjects: list[Subject] = []

    def on_line(self, state: LineState) -> None:
        with self._changed:
            self.lines.append(state)
            self._changed.notify_all()

    def on_change(self, subject: Subject) -> None:
        with self._changed:
            self.subjects.append(subject)
            self._changed.notify_all()

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until a condition holds; checked whenever the courier reports something."""
        end = monotonic() + PATIENCE_S
        with self._changed:
            while not holds():
                left = end - monotonic()
                assert left > 0, f"never came true; the line told {self.lines[-3:]}"
                self._changed.wait(min(left, 0.05))

    def until_line(self, holds: Callable[[LineState], bool]) -> LineState:
        """Wait until the condition holds for the last reported state of the line; returns that state."""
        self.until(lambda: bool(self.lines) and holds(self.lines[-1]))
        return self.lines[-1]


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of this computer on which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound, never listening: connections are refused
        yield held.getsockname()[1]
