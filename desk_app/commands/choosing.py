"""The book of this computer for commands and dialog: state, backups, what an administrator chooses."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from desk_app import settings
from desk_app.clock import SystemClock
from desk_app.commands.opening import is_demo, key_of
from desk_app.database import steps
from desk_app.devices.keys.main import require_sheet
from desk_app.devices.keys.opened import forget_opened
from desk_app.devices.lock import only_one
from desk_app.domain.backups import Backup
from desk_app.domain.book_key import BookKey
from desk_app.domain.events import Who
from desk_app.domain.key_asking import KeyAsking, OpeningWay
from desk_app.domain.settling import Settling
from desk_app.domain.standing import BookTrouble
from desk_app.errors import RuleError, WorldError, because
from desk_app.settings import Settings
from desk_app.storage import backup_files, backups, belongings
from desk_app.storage.book import BOOK, STEPS, Book
from desk_app.storage.care import BookChoices
from desk_app.storage.marks import Marks, stand
from desk_app.ui.shell.book_trouble import BookWay, Chosen
from forms import calendar, files, regions

_LEFT: Final = "备份文件夹 {folder} 里以前的备份删不掉:{why}。请手工删去"
ADMINISTRATOR = Who("管理员", "administrator")


@dataclass(frozen=True, slots=True)
class BookAtHand:
    """The book of one data folder with its key and its mark; nothing is opened yet."""

    chosen: Settings
    key: BookKey
    marks: Marks
    moved: tuple[Path, ...] = ()
    """What came from beside a backup into a folder that was free, by its name."""

    @property
    def folder(self) -> Path:
        """Where its backups go."""
        return self.chosen.backups or self.chosen.data / "backups"

    def backups(self) -> tuple[Backup, ...]:
        """Its backups, newest first."""
        return backups.listed(self.folder)

    def trouble(self) -> BookTrouble | None:
        """Why it can not be gone on with; None when it can."""
        try:
            stand(self.chosen.data, self.key, self.marks)
        except BookTrouble as trouble:
            return trouble
        return None

    def is_newer(self) -> bool:
        """Whether a newer program wrote it, so that this one can not open it to ask who may do what."""
        return steps.is_newer(self.chosen.data / BOOK, STEPS, self.key.of("book"))

    def back_up(self, to: Path | None = None) -> Backup:
        """Make a backup now; WorldError when the book itself is in trouble or the folder takes nothing."""
        if trouble := self.trouble():
            raise trouble
        made = backups.make(self.chosen.data, to or self.folder, self.key, SystemClock().now())
        backups.bring_recordings(self.chosen.data, to or self.folder)
        return made

    def renew_backups(self, since: datetime) -> int:
        """Make a backup in place of those made since a moment, which hold what is gone; returns how many.

        They are overwritten, with the pictures and recordings the book has no more. WorldError when one can
        not be removed.
        """
        held = [b.path for b in self.backups() if b.made_at >= since]
        if not held:
            return 0
        self.back_up()
        gone = backup_files.only_kept(self.chosen.data, self.folder)
        try:
            for path in (*held, *map(backups.note_of, held), *gone):
                files.wipe(path)
        except OSError as error:
            raise WorldError(_LEFT.format(folder=self.folder, why=because(error))) from error
        return len(held)

    def restore(self, source: Path, who: Who = ADMINISTRATOR) -> Path:
        """Put a backup in the book's place, which notes ``who`` did; returns where the replaced one is."""
        lock = only_one(self.chosen.data)
        try:
            return self._choices(who).restore(source)
        finally:
            lock.unlock()

    def go_on(self) -> None:
        """Go on with an older book as it stands; WorldError as ``require_older``."""
        self.require_older()
        lock = only_one(self.chosen.data)
        try:
            self._choices().go_on()
        finally:
            lock.unlock()

    def require_older(self) -> None:
        """WorldError unless the book is an older one that can be gone on with."""
        trouble = self.trouble()
        if trouble is None:
            raise WorldError("账本和这台电脑上次写的一致,不用这样做,请直接打开窗口")
        if not trouble.can_go_on:
            raise trouble

    def require_lost(self) -> None:
        """WorldError where the book is a good one, beside which none is begun."""
        if self.trouble() is None:
            raise WorldError("账本是好的,没有另起。如果真要从头开始,请换一个数据文件夹")

    def begin_anew(self) -> Path:
        """Begin a new book beside what is left of the old one; returns where that stands."""
        self.require_lost()
        lock = only_one(self.chosen.data)
        try:
            return self._choices().begin_anew()
        finally:
            lock.unlock()

    def _choices(self, who: Who = ADMINISTRATOR) -> BookChoices:
        now = SystemClock().now()
        return BookChoices(self.chosen.data, self.key, self.marks, self._open, who, now)

    def _open(self) -> Book:
        chosen = self.chosen
        versions = settings.versions_of(chosen)
        places = regions.in_force(chosen.data / regions.FILE_NAME, versions.current.hall.region_code)
        return Book(chosen.data, Settling(versions, calendar.of_desk(chosen.data)), places, key=self.key)


def at_hand(chosen: Settings | None = None) -> BookAtHand:
    """The book of this computer's data folder; WorldError when its key can not be had."""
    from desk_app.bootstrap import care_of

    mine = chosen or settings.load()
    settings.versions_of(mine)  # moments are told in the hall's zone
    care = care_of(mine)
    return BookAtHand(mine, care.key, care.marks)


def moved_in(source: Path, ask: KeyAsking | None = None) -> BookAtHand:
    """The book of this computer's data folder, to put the backup ``source`` in its place.

    A data folder without book and key takes over what lies beside the backup first: then the printed recovery
    key, or the passphrase, of that book opens it; ``ask`` asks for it, else the terminal. WorldError when its
    key can not be had: then nothing has moved in.
    """
    data = settings.load().data
    moved = belongings.move_in(source.absolute().parent, data)
    try:
        return replace(_opened(source, ask), moved=moved)
    except BaseException:  # also who presses Ctrl+C where the key is asked for
        belongings.take_back(data, moved)
        raise


@contextmanager
def moving_in(source: Path, ask: KeyAsking | None = None) -> Iterator[BookAtHand]:
    """``moved_in`` for a block that may put the backup in the book's place.

    Where it is left without a book, by an answer or a fault, what moved in goes again.
    """
    book = moved_in(source, ask)
    try:
        yield book
    finally:
        if not (book.chosen.data / belongings.BOOK).exists():
            belongings.take_back(book.chosen.data, book.moved)
            forget_opened()  # the key of a book that is not here


def _opened(source: Path, ask: KeyAsking | None) -> BookAtHand:
    chosen = settings.load()  # those that moved in
    theirs, own = (belongings.book_of(f) for f in (source.absolute().parent, chosen.data))
    if theirs and own and theirs != own:
        raise WorldError(
            f"这份备份是另一本账本的,不是数据文件夹 {chosen.data} 里的那一本。没有改动任何文件;"
            "要用它,请把设置“数据文件夹”(DESK_DATA)改成一个新的文件夹再恢复"
        )
    key_of(chosen, ask=ask)
    return at_hand(chosen)


def prove(book: BookAtHand, ask: KeyAsking | None) -> None:
    """Let only whoever has the printed recovery key go on without what a book has lost.

    Its own people can not be asked: it is gone, torn, or as old as somebody wants. ``ask`` asks for the key,
    until it is right; WorldError when nobody is there, or somebody leaves. A demo has no such key.
    """
    if is_demo(book.chosen, settings.versions_of(book.chosen)):
        return None
    told = "这样做会看不到以前办的件。请管理员输入恢复密钥(最后打印的一张)"
    while True:
        given = ask.open_with(told, (OpeningWay.RECOVERY,), 0.0) if ask else None
        if given is None:
            raise WorldError("这一步要管理员输入恢复密钥(最后打印的一张),没有输入,没有改动")
        try:
            return require_sheet(book.chosen.data, given.text)
        except RuleError as fault:
            told = str(fault)


def done(book: BookAtHand, chosen: Chosen, ask: KeyAsking | None = None) -> bool:
    """Do what was chosen in the dialog; False for leaving. WorldError when it does not work.

    ``ask`` asks for the recovery key where the choice leaves something behind.
    """
    if chosen.way in (BookWay.GO_ON, BookWay.BEGIN_ANEW):
        prove(book, ask)
    match chosen.way:
        case BookWay.RESTORE if chosen.backup is not None:
            book.restore(chosen.backup.path)
        case BookWay.GO_ON:
            book.go_on()
        case BookWay.BEGIN_ANEW:
            book.begin_anew()
        case _:
            return False
    return True
