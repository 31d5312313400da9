"""The key that this process opened already: a person is asked once, however many parts need it."""

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from desk_app.devices.keys import demo as demo_file
from desk_app.devices.keys import slots
from desk_app.devices.keys.main import book_key
from desk_app.domain.book_key import BookKey
from desk_app.domain.key_asking import KeyAsking

_OPENED: Final[dict[Path, BookKey]] = {}


def opened_key(
    folder: Path, demo: Callable[[], bool], ask: Callable[[], KeyAsking | None] = lambda: None
) -> BookKey:
    """The key of a data folder, see ``main.book_key``; ``demo`` and ``ask`` are only called where needed."""
    held = slots.read(folder)
    if held is None and demo():
        return demo_file.demo_key(folder)
    known = _OPENED.get(folder.absolute())
    if known is None or held is None or held.proven(known.secret) is None or known.id != held.book:
        known = book_key(folder, demo=False, ask=ask())
        _OPENED[folder.absolute()] = known
    return known


def forget_opened() -> None:
    """From now on every key is opened anew."""
    _OPENED.clear()


def on_this_computer(url: str) -> bool:
    """Whether there is no county at this address but a trial's: none, or one on this very computer."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")
