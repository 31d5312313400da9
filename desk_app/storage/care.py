"""What watches over the book of a running window: the comparison at start, the mark, the daily backup."""

import logging
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from desk_app.domain.backups import missed
from desk_app.domain.book_key import BookKey
from desk_app.domain.duties import BookDuty
from desk_app.domain.events import Who
from desk_app.domain.signing import Signer
from desk_app.domain.standing import DISTANCE, BookMark, BookStanding
from desk_app.errors import DeskError, WorldError, because, places
from desk_app.storage import backups
from desk_app.storage.book import Book
from desk_app.storage.disk import DiskWatch
from desk_app.storage.duties import SAME_DISK, BookDuties
from desk_app.storage.guard import BookGuard
from desk_app.storage.identity import FILE
from desk_app.storage.marks import MarkKeeper, Marks, stand
from desk_app.storage.pieces import Stopped

_log = logging.getLogger(__name__)
FIRST_S: Final = 60.0
"""Seconds after the start until the first look whether today has its backup."""
AGAIN_S: Final = 600.0
"""Seconds between two looks, and after a backup that failed."""
CLOSE_S: Final = 5.0
"""Seconds the end waits for a backup that is being made."""
CLOSE_BYTES: Final = 100_000_000
"""Size of a book up to which a missing backup is still made at the end: it takes some five seconds."""


def no_signer() -> Signer:
    """The signer of a book whose chains are not signed: there is none."""
    raise WorldError("这里没有签名的密钥")


class BookCare:
    """Compares the book with its mark, then keeps mark and backups as long as the window runs."""

    def __init__(
        self,
        data: Path,
        folder: Path | None,
        key: BookKey,
        marks: Marks,
        now: Callable[[], datetime],
        signer: Callable[[], Signer] = no_signer,
    ) -> None:
        """``folder`` is where backups go; None for a folder that is thrown away: no daily ones.

        ``signer`` gives the key that signs the audit."""
        self.standing = BookStanding(new=False, mark=None)
        self._data, self._folder, self._now = data, folder, now
        self.key = key
        self.signer = signer
        self._guard: BookGuard | None = None
        self.marks = marks
        self._book: Book | None = None
        self._keeper: MarkKeeper | None = None
        self._disk: DiskWatch | None = None
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None
        self._fault = ""
        self._duties = BookDuties(data, folder, now)
        self._lock = threading.Lock()

    def stand(self) -> None:
        """Compare the book with its mark, with nothing written; BookTrouble when it is not the one."""
        self.standing = stand(self._data, self.key, self.marks)

    def follow(self, book: Book) -> None:
        """From now on write the mark of this book."""
        self._book = book
        self._keeper = MarkKeeper(book.database, book.identity, self.marks, self.standing.mark)
        self._keeper.start()
        self._disk = DiskWatch(book.database, self._data)
        self._disk.start()
        if self.signer is not no_signer:
            self._guard = BookGuard(book, self.signer, self._now)
            self._guard.start()

    def begin_backups(self, first: float = FIRST_S) -> None:
        """From now on see that every day has its backup."""
        if self._folder is not None and self._thread is None:
            self._thread = threading.Thread(target=self._run, args=[first], name="backup", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End, and write the last mark; today's backup is still made when that is quick.

        One that is being made is given up: the next start makes it anew.
        """
        self._ended.set()
        if self._thread is not None:
            self._thread.join(CLOSE_S)
            if not self._thread.is_alive() and self._small():
                self._daily(lambda: False)
        if self._disk is not None:
            self._disk.close()
        if self._guard is not None:
            self._guard.close()
        if self._keeper is not None:
            self._keeper.close()

    def words(self) -> tuple[str, ...]:
        """What the window says as long as it is so: restored, no mark, no backup. Never raises; quick."""
        return tuple(self._words())

    def _words(self) -> Iterator[str]:
        if self._disk is not None:
            yield from self._disk.words()
        if self._book is not None and self._book.identity.jumps:
            yield (
                f"这是恢复的账本:编号已经跳过{DISTANCE}个,等区县的反馈全部收到后照常编号。"
                "恢复以前办过的件如果这里没有,请按纸质回执向区县核对"
            )
        if self._keeper is not None and self._keeper.fault:
            yield self._keeper.fault
        if self._fault:
            yield self._fault
        if self._guard is not None:
            yield from self._guard.words()

    def notes(self) -> tuple[str, ...]:
        """What the clerk is told once at the start."""
        return tuple(filter(None, (self.standing.note, self._same_disk())))

    def duties(self) -> tuple[BookDuty, ...]:
        """What an administrator has to mend. Takes milliseconds; any thread may call."""
        return self._duties.all(self._book.damage if self._book else None, self._fault)

    def _same_disk(self) -> str:
        return SAME_DISK if self._duties.on_same_disk() else ""

    def _run(self, first: float) -> None:
        pause = first
        while not self._ended.wait(pause):
            self._daily(self._ended.is_set)
            pause = AGAIN_S

    def _small(self) -> bool:
        """Whether the book is copied and looked through in a few seconds."""
        try:
            return (self._data / FILE).stat().st_size <= CLOSE_BYTES
        except OSError:
            return False

    def _daily(self, ends: Callable[[], bool]) -> None:
        """Make today's backup if there is none; what is in the way is told and tried again later."""
        folder, now = self._folder, self._now()
        if folder is None or self._book is None:
            return
        with self._lock:
            try:
                backups.require_own(self._data, folder, self.key)
                found = backups.listed(folder)
                if not any(b.verified and b.made_at.date() == now.date() for b in found):
                    if not self._book.identity.mark().seq:
                        return  # a book nobody has written in
                    backups.make(self._data, folder, self.key, now, ends)
                backups.bring_recordings(self._data, folder, self._ended.is_set)  # the end waits for none
                self._fault = ""
            except Stopped:
                _log.info("backup given up: the program ends")
            except DeskError as error:
                self._fault = _failed(str(error), missed(backups.listed(folder), now))
            except Exception as error:  # a thread that died would leave no backups in silence
                _log.error("backup: %s", places(error))
                self._fault = "今天的备份没有做成,程序会自动再试;一直这样请联系技术人员"


def _failed(sentence: str, since: str) -> str:
    return f"{sentence}。{since}" if since else sentence


class BookChoices:
    """What an administrator may choose when the book is not the one that was last written here.

    After each choice the book is opened, the choice noted in it as an event, and the mark written anew.
    """

    def __init__(
        self, data: Path, key: BookKey, marks: Marks, book: Callable[[], Book], who: Who, now: datetime
    ) -> None:
        """``book`` opens the book in ``data``; ``who`` chooses."""
        self._data, self._key, self._marks = data, key, marks
        self._book, self._who, self._now = book, who, now

    def restore(self, source: Path) -> Path:
        """Put a backup in the book's place, verified first; returns where the replaced book stands now."""
        known, present = self._marks.read(), self._marks.present

        def ready(found: backups.Verified) -> None:
            # Without a mark, as on another computer, a program ended before the choice is noted would leave
            # a book that passes for today's and gives its numbers twice.
            if known is None:
                self._marks.write(BookMark(self._key.id, 1, found.events + 1, ""))

        try:
            aside = backups.put_back(source, self._data, self._key, self._now, ready)
        except WorldError:
            if not present:
                self._marks.forget()
            raise
        self._note(f"从备份 {source.name} 恢复", source.parent)
        return aside

    def go_on(self) -> None:
        """Go on with the book as it stands."""
        self._note("接着用这份旧的账本")

    def begin_anew(self) -> Path:
        """Begin a new book; returns where the old one stands, whatever is left of it."""
        try:
            aside = backups.set_aside(self._data, self._now)
        except OSError as error:
            raise WorldError(f"原来的账本移不开:{because(error)}。没有另起,请检查数据文件夹") from error
        self._note("另起一本账本")
        return aside

    def _note(self, source: str, backup: Path | None = None) -> None:
        """Note a choice in the book it leads to; files that are damaged come from those of a backup."""
        book = self._book()
        try:
            if backup is not None:
                book.heal_from(backup)
            book.identity.restore(self._marks.read(), self._who, self._now, source)
            mark = book.identity.mark()
            self._marks.write(mark)
            self._marks.write_vault(mark)
        finally:
            book.close()
