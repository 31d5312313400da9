"""Opens the window when no command is given; the embedded county starts and stops with it."""

import gc
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final

from desk_app.errors import DeskError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desk_app.bootstrap import Desk
    from desk_app.domain.key_asking import KeyAsking
    from desk_app.settings import Settings
    from desk_app.ui.shell.window import MainWindow


_RESTORE: Final = 75
"""What the window's loop ends with when the book of another computer is to come in the place of a demo."""


def run() -> int:
    """Open the counter window until it is closed; a start that fails is shown in a window of its own."""
    # Ctrl+C in the terminal ends the window at once; whatever was typed is on the disk already.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    while True:
        with started(sys.argv, seated=False) as (app, window):
            window.locker.restore_wanted.connect(partial(app.exit, _RESTORE))
            window.showMaximized()
            code = app.exec()
        if code != _RESTORE:
            return code
        from desk_app.commands import restoring

        restoring.over_demo()  # whatever came of it, the next start opens what stands here then


@contextmanager
def started(
    arguments: Sequence[str], *, seated: bool | None = None, dialogs: bool | None = None
) -> Iterator[tuple["QApplication", "MainWindow"]]:
    """The program with its window made and not yet shown; all is stopped at the end of the block.

    With ``seated`` False somebody signs in first; without it only where the hall is no demo. ``dialogs``:
    whether people are asked by dialogs what must be known before; else that is where there is a display.

    No garbage is collected meanwhile; the opened window sees to that (``ui.kit.garbage``).
    """
    gc.disable()
    import_module("desk_app.ui")  # before all else that brings Qt: later imports are quicker then
    from desk_app import bootstrap
    from desk_app.commands import application, logs

    chosen = _chosen(arguments)
    logs.keep(chosen.data)
    app = application.made(list(arguments), chosen.look)
    seen = app.platformName() not in ("offscreen", "minimal") if dialogs is None else dialogs
    try:
        desk = _desk(*_opened(chosen, seen=seen), seated)
    except DeskError as error:
        application.tell(str(error))
        raise
    with desk, bootstrap.opened(desk) as window:
        yield app, window


def _chosen(arguments: Sequence[str]) -> "Settings":
    """The settings to start with, at the very first start from the county's roll-out file.

    A fault of theirs is shown in a window too: whoever starts by an icon sees no terminal.
    """
    from desk_app import rollout, settings
    from desk_app.commands import application

    try:
        if rollout.is_due(os.environ):
            from desk_app.commands.rollout import at_first_start

            at_first_start()
        return settings.load()
    except DeskError as error:
        application.made(list(arguments))
        application.tell(str(error))
        raise


def _opened(chosen: "Settings", *, seen: bool) -> tuple["Settings", "KeyAsking | None"]:
    """The settings to start with, the key of their book opened, and who asks people by dialogs from here on.

    Without a display nobody sees a dialog: the terminal is asked, if there is one.
    """
    if not seen:
        return chosen, None
    from desk_app import settings
    from desk_app.commands import opening
    from desk_app.storage import belongings

    ask, versions = opening.at_window(chosen), settings.versions_of(chosen)
    if not opening.is_demo(chosen, versions) and belongings.is_free(chosen.data):
        from desk_app.commands import restoring

        chosen = restoring.first_start(chosen, ask)
        versions = settings.versions_of(chosen)
    opening.key_of(chosen, versions, ask)
    return chosen, ask


def _desk(chosen: "Settings", ask: "KeyAsking | None", seated: bool | None) -> "Desk":
    """The desk on its book; when that is not the one last written here, an administrator is asked first."""
    from desk_app.bootstrap import Desk
    from desk_app.domain.standing import BookTrouble

    try:
        return Desk(chosen, seated=seated)
    except BookTrouble as trouble:
        from desk_app.commands import restoring

        if not restoring.settled(chosen, trouble, ask):
            raise
    return Desk(chosen, seated=seated)
