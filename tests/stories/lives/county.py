"""The county over HTTP on loopback, its clock the story's; departments decide in its book."""

import secrets
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from desk_app.county_server.app import make_app
from desk_app.county_server.book import CountyBook
from desk_app.county_server.running import Server
from desk_app.domain.settling import Settling
from tests.opened import key_beside
from tests.patience import PATIENCE_S


class _Dated:
    """Answers bear the story's time in their ``Date``, as those of a county whose clock is right do.

    While it is ``down``, every answer is that of a gateway with nothing behind it.
    """

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self._app, self._now, self.down = app, now, False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._now().astimezone(UTC), usegmt=True).encode()
                message["headers"] = [*message.get("headers", ()), (b"date", date)]
            await send(message)

        answered = Response(status_code=503) if self.down else self._app
        await answered(scope, receive, dated)


class ServedCounty:
    """A county's book and the server in front of it, from construction to ``close``."""

    def __init__(self, file: Path, law: Settling, now: Callable[[], datetime]) -> None:
        self.book = CountyBook(file, law, key=key_beside(file))
        self.token = secrets.token_urlsafe(32)
        door = socket.create_server(("127.0.0.1", 0))
        # Only a socket that says it is TCP has its small answers sent at once, as desk_app's own has.
        self._door = socket.socket(door.family, door.type, socket.IPPROTO_TCP, fileno=door.detach())
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        serving = threading.Event()
        self._front = _Dated(make_app(self.book, self.token, now), now)
        config = uvicorn.Config(
            self._front,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=3,
        )
        self._server = Server(config, serving.set)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._door]}, name="county", daemon=True
        )
        self._thread.start()
        assert serving.wait(PATIENCE_S)

    @property
    def down(self) -> bool:
        """Whether no window reaches it."""
        return self._front.down

    @down.setter
    def down(self, wanted: bool) -> None:
        self._front.down = wanted

    def close(self) -> None:
        """Stop serving and close the book."""
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        self._door.close()
        self.book.close()
