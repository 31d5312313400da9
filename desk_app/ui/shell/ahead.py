"""Makes ready, while the window is idle, what somebody would wait for when it is first opened."""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Final

from desk_app.ui.kit.garbage import GarbageCollector
from desk_app.ui.kit.rounds import Rounds, styled
from desk_app.ui.shell.window import MainWindow

_AFTER_MS: Final = 1500
"""Milliseconds after which the start page is there with what it reads."""
_LATER: Final = (
    "desk_app.ui.counter.steps",
    "desk_app.ui.counter.workspace",
    "desk_app.ui.finder.dialog",
    "desk_app.ui.acts.dialog",
    "desk_app.ui.acts.withdraw",
    "desk_app.ui.papers.documents",
    "desk_app.ui.applications.amend",
    "desk_app.ui.applications.delivering",
    "desk_app.ui.applications.mend",
    "desk_app.ui.applications.supplement",
    "desk_app.ui.applications.whole",
    "desk_app.ui.applications.transfer",
    "desk_app.ui.kit.lists.export",
    "desk_app.ui.survey.roll",
)
"""Modules the window imports by itself when they are needed, but which would keep it from answering then."""


def warm_up(window: MainWindow) -> None:
    """Import steps, dialogs and the pages of rooms, one in each round of the event loop.

    On the main thread: PySide makes its classes when they are first asked for, and a widget that was made
    while another thread asked ended the program.
    """
    Rounds(window).begin(_imported(room.page for room in window.rooms))


def _imported(pages: Iterable[str]) -> Iterator[None]:
    for module in (*_LATER, *(page.partition(":")[0] for page in pages)):
        import_module(module)
        yield


def make_rooms(window: MainWindow) -> None:
    """Make every room of a window that is shown, one after another and each in parts; they stay for good."""
    Rounds(window).begin(_parts(window), _AFTER_MS)


def _parts(window: MainWindow) -> Iterator[None]:
    for room in window.rooms:
        page = window.page(room.name)
        yield
        yield from styled(page)
    garbage = window.findChild(GarbageCollector)
    if garbage is not None:
        garbage.set_aside()
