"""The local book: what the hall has taken, in one SQLite file that survives kill -9 and a full disk."""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL

from desk_app.database import releases, spine, spine_rows
from desk_app.database.engine import Database, Sentences
from desk_app.database.healing import bring_up
from desk_app.domain.book_key import BookKey
from desk_app.domain.damage import DamagedRow
from desk_app.domain.events import Event
from desk_app.domain.proceedings import Proceeding, fold
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from desk_app.storage import amending, applications, filling, journal, keeping_keys, row_macs
from desk_app.storage.applications import BookApplications
from desk_app.storage.asides import BookAsides
from desk_app.storage.carrying import BookCarrying
from desk_app.storage.clerks import BookClerks
from desk_app.storage.damage import BookDamage
from desk_app.storage.desk import BookBase
from desk_app.storage.drafts import BookDrafts
from desk_app.storage.events import BookEvents
from desk_app.storage.households import BookHouseholds, BookOrganisations
from desk_app.storage.identity import BookIdentity
from desk_app.storage.inbox import BookInbox
from desk_app.storage.intake import BookIntake
from desk_app.storage.journal import BookJournal
from desk_app.storage.kept_pages import BookPages
from desk_app.storage.listing import Lister
from desk_app.storage.lists import BookLists
from desk_app.storage.outbox import BookOutbox
from desk_app.storage.pages import PageFiles
from desk_app.storage.people import BookPeople
from desk_app.storage.proceedings import BookProceedings
from desk_app.storage.recordings import FOLDER, BookRecordings
from desk_app.storage.remembered import BookRemembered
from desk_app.storage.roster import BookRoster
from desk_app.storage.sealed import Algorithm
from desk_app.storage.search import BookSearch
from desk_app.storage.sending import BookSending
from desk_app.storage.surveyed import BookSurveyed
from desk_app.storage.todos import BookTodos
from desk_app.storage.told import BookTold, lost_certificates
from desk_app.storage.trusted import BookTrusted
from forms.procedures import NOT_BEGUN
from forms.regions import NOWHERE, Regions

STEPS: Final = Path(__file__).parent / "steps"
BOOK: Final = "book.db"
"""Name of its file in the data folder."""
_SENTENCES: Final = Sentences(
    full="磁盘已满,这一步没有存下。请清理磁盘后再试,屏幕上的内容都在",
    disk="磁盘写不进去,这一步没有存下。请检查磁盘后再试,屏幕上的内容都在",
    locked="本地数据正被另一个程序占用,请关闭它后再试",
    readonly="本地数据文件不能写入,请检查数据文件夹的权限",
    absent="打不开本地数据文件,请检查数据文件夹是否存在、能否写入",
    damaged="本地数据文件读不出来,可能已损坏。请不要删除它,联系管理员从备份恢复",
    sealed="本地数据用这把密钥打不开:它是别的窗口的数据,或开头已损坏。请不要删除它,联系管理员核对密钥或从备份恢复",
    away="本地数据暂时读不了,请稍后再试",
    bug="程序出了一个错,这一步没有存下;数据文件没有损坏,录入的内容都在。请重试,不行就联系技术人员",
)


@dataclass(frozen=True, slots=True)
class BookCheck:
    """What a check of the book found."""

    events: int
    broken: tuple[str, ...]
    """Ids of events whose row or payload was changed after it was written."""
    apart: tuple[str, ...]
    """Ids of proceedings whose state, or whose answers, are not those their events lead to."""
    unreadable: int
    reads_broken: int
    unfindable: int
    """How many records have other keys than they should be found by."""
    unlisted: int
    """How many records have a missing or wrong row in a list."""
    damaged: tuple[DamagedRow, ...] = ()
    """Rows changed, removed or put there past the program."""
    pages: int = 0
    """How many pages of the file are torn; what stands on them was not compared."""
    pictures: int = 0
    """How many pictures are missing or do not open; the book itself may be sound all the same."""
    recordings: tuple[str, ...] = ()
    """Name and size of recordings that are missing or do not open, likewise."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        told = (self.unreadable, self.reads_broken, self.unfindable, self.unlisted)
        return not (self.broken or self.apart or self.damaged or self.pages or any(told))


class Book:
    """The Store socket on SQLite in a folder of its own; usable from any thread."""

    def __init__(
        self,
        folder: Path,
        law: Settling,
        places: Regions = NOWHERE,
        *,
        key: BookKey,
        cipher: str = "aes",
        release: str = "",
    ) -> None:
        """Open the book in a folder with its key; create it or bring it up to date when needed.

        An older one, or one that another ``release`` had, is copied into ``before`` first. ``places`` are
        the towns by which lists are divided, ``cipher`` (``aes`` or ``sm``) is for new pictures. What an
        older release kept in clear is encrypted first. WorldError when that can not be done.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / BOOK
        secret = key.of("book")
        releases.make_way(path, STEPS, secret, release)
        self._lister = lister = Lister(law, places)
        address = URL.create("sqlite", database=str(path))
        self._db = Database(
            address, _SENTENCES, key=secret, complete=lister.complete, functions=row_macs.functions(key)
        )
        with ExitStack() as undo:  # a book that is refused is not kept open
            undo.callback(self._db.close)
            algorithm = Algorithm[cipher.upper()]
            pages = PageFiles(folder / "pages", key, algorithm)
            pages.take_over()
            self.pages = BookPages(self._db, pages)
            self.recordings = BookRecordings(self._db, folder / FOLDER, key, algorithm)
            shared = (law, self.pages, self.recordings, BookDamage(self._db))
            self._desk = desk = BookBase(self._db, *shared)
            self.damage = desk.damage
            self._bring_up(law)
            self.identity = BookIdentity(self._db, key)
            self.asides = BookAsides(folder, lambda: self.identity.jumps)
            self._plug_in(desk, lister)
            undo.pop_all()

    def _bring_up(self, law: Settling) -> None:
        """Steps, checksums, rows of lists and keys to find by, as far as they are missing."""
        bring_up(self._db, STEPS, "application", law)
        with self._db.writing() as db:
            row_macs.prepare(db)
        self.damage.begin()
        self._lister.open(self._db)
        filling.fill(self._db, law)

    def _plug_in(self, desk: BookBase, lister: Lister) -> None:
        self.drafts = BookDrafts(desk)
        self.applications = BookApplications(desk)
        self.intake = BookIntake(desk)
        self.events = BookEvents(desk)
        self.proceedings = BookProceedings(desk)
        self.outbox = BookOutbox(desk)
        self.inbox = BookInbox(desk)
        self.people = BookPeople(desk)
        self.told = BookTold(desk)
        self.households = BookHouseholds(desk)
        self.search = BookSearch(desk)
        self.organisations = BookOrganisations(desk)
        self.lists = BookLists(desk, lister)
        self.journal = BookJournal(desk)
        self.todos = BookTodos(desk)
        self.sending = BookSending(desk)
        self.clerks = BookClerks(desk)
        self.days = BookTrusted(desk)
        self.remembered = BookRemembered(desk)
        self.roster = BookRoster(desk)
        self.surveyed = BookSurveyed(desk)
        self.carrying = BookCarrying(desk)

    @property
    def database(self) -> Database:
        """The database of this book, for who follows its transactions."""
        return self._db

    def check(self) -> BookCheck:
        """Compare events with their chain, states, keys and rows of lists with the events; open all files.

        Of a book with torn pages only those are counted.
        """
        with self._db.reading() as db:
            pages = len(db.exec_driver_sql("PRAGMA cipher_integrity_check").all())
        if pages:
            return BookCheck(0, (), (), 0, 0, 0, 0, pages=pages)
        with self._db.reading() as db:
            apart, count = [], 0
            for found, events in spine.each(db):
                count += len(events)
                if found is not None and self._apart(found, events):
                    apart.append(found.id)
            apart += [i for i in amending.apart(db, self._desk.law) if i not in apart]
            broken, reads = spine.broken(db), journal.broken(db)
            lost = applications.unreadable(db)
            unfindable = len(filling.apart(db, self._desk.law)) + len(lost_certificates(db))
            unlisted = self._lister.apart(db)
            damaged = tuple(row_macs.every(db))
        return BookCheck(
            *(count, broken, tuple(apart), lost, reads, unfindable, unlisted, damaged),
            pictures=self._desk.pages.broken(),
            recordings=tuple(one.words for one in self._desk.recordings.broken()),
        )

    def heal_from(self, backup: Path) -> tuple[int, int]:
        """Take pictures and recordings that are missing or do not open from a backup's folder; how many.

        WorldError when the disk refuses.
        """
        return self.pages.heal_from(backup / "pages"), self.recordings.heal_from(backup / FOLDER)

    def mend(self, proceedings: Collection[str]) -> None:
        """Write the states of these proceedings anew from their events, and all keys and rows of lists."""
        with self._db.writing() as db:
            for proceeding in proceedings:
                spine.settle(db, self._desk.law, proceeding)
            amending.follow(db, self._desk.law, proceedings)
            for id_number, certificate in lost_certificates(db):
                keeping_keys.keep_certificates(db, id_number, (certificate,))
        filling.mend(self._db, self._desk.law)
        self._lister.again(self._db)

    def _apart(self, proceeding: Proceeding, events: Sequence[Event]) -> bool:
        try:
            law = self._desk.law.procedure(proceeding.pack_digest, proceeding.procedure)
        except RuleError:
            return False
        standing = fold(law, events)
        state, facts = (standing.state, standing.facts) if standing else (NOT_BEGUN, proceeding.facts)
        return (state, spine_rows.dump(facts)) != (proceeding.state, spine_rows.dump(proceeding.facts))

    def close(self) -> None:
        """Close the file; SQLite folds its log into it."""
        self._db.close()
