"""The server's loop; imported late, since importing uvicorn and starlette is slow."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import uvicorn

from desk_app.clock import SystemClock
from desk_app.county_server.app import make_app
from desk_app.county_server.book import CountyBook
from desk_app.domain.book_key import BookKey
from desk_app.domain.settling import Settling

# Longer than a desk keeps an idle connection, so no request runs into one that is being closed.
_KEEPALIVE_SECONDS: Final = 75
_FAREWELL_SECONDS: Final = 3


class Server(uvicorn.Server):
    """A uvicorn server that calls back once it serves; ``should_exit`` ends it."""

    def __init__(self, config: uvicorn.Config, on_serving: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_serving = on_serving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call back."""
        await super().startup(sockets)
        self._on_serving()


def run(
    place: str | Path,
    law: Settling,
    key: BookKey | None,
    token: str,
    door: socket.socket,
    on_made: Callable[[uvicorn.Server], None] = lambda _server: None,
    on_serving: Callable[[], None] = lambda: None,
) -> None:
    """Serve a book on a listening socket until told to exit; WorldError when the book can not be opened.

    ``on_made`` gets the server before it runs, ``on_serving`` is called once requests are answered.
    """
    book = CountyBook(place, law, key=key)
    try:
        config = uvicorn.Config(
            make_app(book, token, SystemClock().now),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=_KEEPALIVE_SECONDS,
            timeout_graceful_shutdown=_FAREWELL_SECONDS,
        )
        server = Server(config, on_serving)
        on_made(server)
        server.run(sockets=[door])
    finally:
        book.close()
