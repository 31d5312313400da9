"""Makes the rooms nobody opened yet while the window is idle, so that the first to open one need not wait."""

from collections.abc import Iterator
from typing import Final

from desk_app.ui.kit.rounds import Rounds, styled
from desk_app.ui.shell.window import MainWindow

_AFTER_MS: Final = 1500
"""Milliseconds after which the start page is there with what it reads."""


def make_rooms(window: MainWindow) -> None:
    """Make every room of a window that is shown, one after another and each in parts."""
    Rounds(window).begin(_parts(window), _AFTER_MS)


def _parts(window: MainWindow) -> Iterator[None]:
    for room in window.rooms:
        page = window.page(room.name)
        yield
        yield from styled(page)
