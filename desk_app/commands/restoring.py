"""The start of a computer without data, or with data that is not right: what people choose, and doing it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Final

from desk_app import settings
from desk_app.clock import SystemClock
from desk_app.commands import opening
from desk_app.commands.choosing import at_hand, done, moving_in
from desk_app.devices.keys.opening import aside
from desk_app.domain.backups import Backup
from desk_app.domain.key_asking import KeyAsking
from desk_app.domain.standing import BookTrouble
from desk_app.errors import DeskError, WorldError
from desk_app.settings import Settings
from desk_app.storage import backups, belongings
from desk_app.ui.kit.errands import Errands
from desk_app.ui.shell.book_trouble import BookTroubleDialog, BookWay
from desk_app.ui.start.restoring import FirstStartDialog, FirstWay, RestoreDialog

_LONGEST_S: Final = 3600.0
"""Seconds the copying of a backup may take: a large book on a slow stick."""
_NOTHING: Final = "没有新建也没有恢复,什么也没有改动。准备好以后再启动"


def first_start(chosen: Settings, ask: KeyAsking) -> Settings:
    """The settings to start with, after asking how a data folder without book and key is to begin.

    Those of the restored book where a backup was taken back. WorldError when somebody leaves: nothing has
    changed.
    """
    if not belongings.is_free(chosen.data):
        return chosen
    while True:
        dialog = FirstStartDialog(chosen.data)
        dialog.exec()
        match dialog.way:
            case FirstWay.NEW:
                return chosen
            case FirstWay.QUIT:
                raise WorldError(_NOTHING)
            case FirstWay.RESTORE:
                if restored(ask):
                    return settings.load()


def over_demo() -> bool:
    """Let a person take a backup back where a demo stands, which is set aside; False when they leave it."""
    chosen = settings.load()
    if not opening.is_demo(chosen, settings.versions_of(chosen)):
        raise WorldError("这里的数据不是演示,没有改动;账本不对时程序启动会自己说")
    return restored(opening.at_window(chosen), partial(_without_demo, chosen.data))


@contextmanager
def _without_demo(data: Path) -> Iterator[None]:
    """The demo is set aside within the block, and comes back where that fails."""
    aside_in = belongings.set_demo_aside(data, SystemClock().now())
    try:
        yield
    except DeskError:
        belongings.put_demo_back(aside_in, data)
        raise


def restored(ask: KeyAsking, within: Callable[[], AbstractContextManager[None]] = nullcontext) -> bool:
    """Let a person choose a backup and take it back, until it worked; False when they leave.

    A backup that does not open or is not whole changes nothing, and why is told where another is chosen.
    ``within`` makes room for it, and undoes that when it fails.
    """
    folder, fault = "", ""
    while True:
        backup, folder = _chosen(folder, fault)
        if backup is None:
            return False
        try:
            with within(), moving_in(backup.path, ask) as book:
                aside(ask, "正在核对并恢复备份", partial(book.restore, backup.path), _LONGEST_S).result()
        except DeskError as error:
            fault = str(error)
            continue
        return True


def _chosen(folder: str, fault: str) -> tuple[Backup | None, str]:
    """The backup a person chose, and the folder they looked into."""
    errands = Errands()
    try:
        dialog = RestoreDialog(found_in, errands, folder, fault)
        dialog.exec()
        return dialog.chosen, dialog.folder
    finally:
        errands.close()


def found_in(folder: Path) -> tuple[Backup, ...]:
    """The backups in a folder, or where there are none in the folders within it, newest first."""
    if found := backups.listed(folder):
        return found
    try:
        within = [each for each in folder.iterdir() if each.is_dir()]
    except OSError:
        return ()
    every = (backup for each in within for backup in backups.listed(each))
    return tuple(sorted(every, key=lambda b: b.made_at, reverse=True))


def settled(chosen: Settings, trouble: BookTrouble, ask: KeyAsking | None) -> bool:
    """Ask an administrator in a dialog until the book can be gone on with; False when they quit.

    Without ``ask``, as without a display, nobody is asked.
    """
    if ask is None:
        return False
    book, fault = at_hand(chosen), ""
    while True:
        dialog = BookTroubleDialog(trouble, book.backups(), fault)
        dialog.exec()
        try:
            if dialog.chosen.way is BookWay.ELSEWHERE:
                restored(ask)
            elif not done(book, dialog.chosen, ask):
                return False
        except WorldError as error:
            fault = str(error)
            continue
        found = book.trouble()
        if found is None:
            return True
        trouble, fault = found, ""
