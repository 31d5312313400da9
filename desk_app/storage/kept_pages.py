"""The Pages socket: pictures as files, and when each of them is removed again.

Which picture is still used stands in ``page_use``, kept by triggers. A picture nothing uses any more is in
``page_freed`` from the transaction that let go of it until its file is gone: a crash between the two leaves a
row, and the next purge goes on from it. The row is written first: no letter ever misses a file.
"""

import hashlib
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from time import monotonic, time
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update
from sqlcipher3 import dbapi2

from desk_app.clock import SystemClock
from desk_app.database.engine import Database
from desk_app.domain.retention import AWAY, PagesHeld
from desk_app.errors import DeskError, WorldError
from desk_app.storage import tables
from desk_app.storage.pages import PageFiles

_PAGE, _USE, _FREED, _LETTER = tables.page, tables.page_use, tables.page_freed, tables.letter
_YOUNG_S: Final = 3600.0
"""Seconds in which a new file may still get its row: the program may be between the two."""
_AWAITED_S: Final = 86400.0
"""Seconds a picture that was kept, and that no draft has saved yet, is left alone while the program runs."""
_UNFOLDED: Final = (
    "要删的已经删去,但磁盘没有空地方,账本文件还没有整理完。请清理磁盘;关闭后再打开,就会接着整理"
)
_AGAIN: Final = timedelta(days=7)
"""How long a picture stays here that was fetched back."""
_NEEDED = text(
    "page.id NOT IN (SELECT u.page FROM page_use u WHERE u.page = page.id AND u.kind = 'draft')"
    " AND page.id NOT IN (SELECT u.page FROM page_use u JOIN letter l ON l.id = u.holder"
    " WHERE u.page = page.id AND u.kind = 'letter' AND l.state <> 'delivered')"
)
"""A picture that neither a draft nor a letter under way needs."""

_UNDER_WAY = text(
    "SELECT DISTINCT u.page FROM letter l JOIN page_use u ON u.kind = 'letter' AND u.holder = l.id"
    " WHERE l.state = 'waiting' AND u.page > :after ORDER BY u.page LIMIT :most"
)
_WHOSE = text(
    "SELECT DISTINCT l.subject_id FROM page_use u JOIN letter l ON l.id = u.holder"
    " WHERE u.page = :page AND u.kind = 'letter' AND l.state = 'waiting' AND l.subject_kind = 'application'"
)
_LOOK: Final = 4
"""Pages opened in one look: some megabytes."""


class BookPages:
    """Pictures by the SHA-256 of their bytes; any thread may call."""

    def __init__(self, database: Database, folder: PageFiles) -> None:
        self._db, self._folder = database, folder
        self._lock = threading.RLock()
        self._awaited: dict[str, float] = {}
        self._lost: set[str] = set()
        """Pages that were noticed to be damaged or gone."""
        self._looked = ""
        """The page at which the look at those under way goes on."""
        self.waits = False
        """Whether a letter under way needed one of them when it was looked last."""
        self._from_county: Callable[[str, str], bytes | None] = lambda _page, _subject: None

    def fetch_from(self, county: Callable[[str, str], bytes | None]) -> None:
        """From now on ask the county for pictures removed here, by page and subject (application, record)."""
        self._from_county = county

    def keep(self, data: bytes) -> str:
        """Keep a picture durably; returns its id (SHA-256 hex). The same bytes are kept once."""
        with self._lock:
            page = self._folder.keep(data)
            self._awaited[page] = monotonic()
            self._lost.discard(page)
            if self._purged(page):
                self._note(page, purged_on="")
        return page

    def read(self, page_id: str) -> bytes:
        """Bytes of a page, fetched back from the county when they were purged, damaged or lost here.

        WorldError when they are damaged or missing and the county does not have them, or it can not be asked.
        """
        if not self._purged(page_id):
            try:
                return self._folder.read(page_id)
            except WorldError as fault:
                self._lost.add(page_id)
                return self._healed(page_id, fault)
        with self._lock:
            if self._folder.has(page_id):
                return self._folder.read(page_id)
        data = self._fetched(page_id)
        with self._lock:
            if self._folder.keep(data) != page_id:
                raise WorldError(AWAY)
            self._note(page_id, purged_on="", fetched_on=SystemClock().today().isoformat())
        return data

    def _healed(self, page_id: str, fault: WorldError) -> bytes:
        """A page whose file does not open, as the county has it, kept anew; else its fault is raised."""
        try:
            data = self._fetched(page_id)
        except WorldError:
            raise fault from None
        if hashlib.sha256(data).hexdigest() != page_id:
            raise fault
        with self._lock, suppress(WorldError):  # shown also while the disk takes nothing
            self._folder.keep(data)
            self._lost.discard(page_id)
        return data

    def look(self) -> None:
        """Open some more of the pages that letters under way need; what is damaged is known from then on."""
        with self._db.reading() as db:
            found = db.scalars(_UNDER_WAY, {"after": self._looked, "most": _LOOK}).all()
        self._looked = found[-1] if len(found) == _LOOK else ""
        for page in {*found, *self._lost}:
            (self._lost.discard if self._purged(page) or self._opens(page) else self._lost.add)(page)
        self.waits = bool(self._lost and self.damaged())

    def damaged(self) -> Mapping[str, frozenset[str]]:
        """By each page noticed to be damaged or gone, the applications whose letters under way need it."""
        told: dict[str, set[str]] = {}
        for page in sorted(self._lost):
            with self._db.reading() as db:
                told[page] = set(db.scalars(_WHOSE, {"page": page}))
        return {page: frozenset(whose) for page, whose in told.items() if whose}

    def _fetched(self, page_id: str) -> bytes:
        """A page as the county gives it; WorldError when it does not."""
        mine = select(_LETTER.c.subject_id).join(_USE, _USE.c.holder == _LETTER.c.id)
        sent = mine.where(_USE.c.page == page_id, _USE.c.kind == "letter", _LETTER.c.state == "delivered")
        with self._db.reading() as db:
            subjects = db.scalars(sent.distinct()).all()
        try:
            found = (self._from_county(page_id, subject) for subject in subjects)
            data = next((given for given in found if given is not None), None)
        except DeskError as error:
            raise WorldError(AWAY) from error
        if data is None:
            raise WorldError(AWAY)
        return data

    def used(self, pages: Collection[str]) -> None:
        """Note that a draft with these pages is in the book, so that they need not wait for one any more."""
        with self._lock:
            for page in pages:
                self._awaited.pop(page, None)

    def freed(self, db: Connection) -> bool:
        """Whether there are pictures nothing uses any more, as a transaction sees it."""
        return db.exec_driver_sql("SELECT 1 FROM page_freed LIMIT 1").first() is not None

    def release(self) -> int:
        """Remove the files of pictures nothing uses any more; returns how many."""
        with self._db.reading() as db:
            freed = db.scalars(select(_FREED.c.page)).all()
        return sum(self._release(page) for page in freed)

    def held(self, pages: Collection[str]) -> PagesHeld:
        """How many of these pictures are here, and how many only at the county."""
        with self._db.reading() as db:
            mine = select(_PAGE.c.id).where(_PAGE.c.id.in_(pages), _PAGE.c.purged_on != "")
            away = [page for page in db.scalars(mine) if not self._folder.has(page)]
        return PagesHeld(len(set(pages)) - len(away), len(away))

    def purge(self, today: date, days: int, limit: int) -> int:
        """Remove up to ``limit`` pictures the county confirmed ``days`` days ago; returns how many.

        A picture of a draft, or of a letter that is still under way, stays.
        """
        aged = select(_PAGE.c.id).where(
            _PAGE.c.purged_on == text("''"),
            _PAGE.c.confirmed_on <= (today - timedelta(days=days)).isoformat(),
            _PAGE.c.fetched_on <= (today - min(_AGAIN, timedelta(days=days))).isoformat(),
            _NEEDED,
        )
        with self._lock:
            with self._db.writing() as db:
                found = [p for p in db.scalars(aged.limit(limit)) if p not in self._awaited]
                told = update(_PAGE).where(_PAGE.c.id == bindparam("page"))
                if found:
                    db.execute(told.values(purged_on=today.isoformat()), [{"page": p} for p in found])
            for page in found:
                self._folder.drop(page)
        return len(found)

    def sweep(self) -> int:
        """Remove files that no row knows, left by a crash or a form given up, and those purged; how many."""
        known = self._folder.names({*self._here(), *self._waiting()})
        return sum(self._orphan(name) for name in self._folder.files() if name not in known)

    def broken(self) -> int:
        """How many pictures that should be here are missing or do not open; reads every one."""
        return len(self._broken())

    def heal_from(self, folder: Path) -> int:
        """Take pictures that are missing or do not open from the pictures of a backup; returns how many.

        WorldError when the disk refuses.
        """
        with self._lock:
            return sum(self._folder.heal(page, folder) for page in self._broken())

    def _broken(self) -> list[str]:
        return [page for page in sorted(self._here()) if not self._opens(page)]

    def _here(self) -> set[str]:
        """The pages in use that were not purged."""
        with self._db.reading() as db:
            rows = db.execute(
                select(_USE.c.page, _PAGE.c.purged_on).outerjoin(_PAGE, _PAGE.c.id == _USE.c.page)
            )
            return {row.page for row in rows if not row.purged_on}

    def _opens(self, page_id: str) -> bool:
        try:
            self._folder.read(page_id)
        except WorldError:
            return False
        return True

    def settle(self) -> None:
        """Fold the book's log into it and empty it; readers under way only put that off.

        WorldError when the disk has no room for it: it is done when the book is closed or opened again.
        """
        with closing(self._db.engine.raw_connection()) as raw:
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except dbapi2.OperationalError as error:
                raise WorldError(_UNFOLDED) from error

    def _orphan(self, name: str) -> bool:
        with self._lock:
            if name in self._folder.names(self._waiting()) or time() - self._folder.since(name) < _YOUNG_S:
                return False
            self._folder.remove(name)
            return True

    def _waiting(self) -> set[str]:
        with self._lock:
            now = monotonic()
            return {page for page, since in self._awaited.items() if now - since < _AWAITED_S}

    def _release(self, page: str) -> bool:
        """Remove one picture's file and its row, unless it came to be used again in between."""
        with self._lock:
            if page in self._waiting():
                return False
            with self._db.writing() as db:
                mine = _FREED.c.page == page
                if not db.execute(select(_FREED.c.page).where(mine)).first():
                    return False
                self._folder.drop(page)
                db.execute(delete(_FREED).where(mine))
                db.execute(delete(_PAGE).where(_PAGE.c.id == page))
        return True

    def _purged(self, page_id: str) -> bool:
        wanted = select(_PAGE.c.purged_on).where(_PAGE.c.id == page_id)
        with self._db.reading() as db:
            return bool(db.execute(wanted).scalar())

    def _note(self, page_id: str, **values: str) -> None:
        with self._db.writing() as db:
            db.execute(update(_PAGE).where(_PAGE.c.id == page_id).values(**values))


def give_up(db: Connection, page: str, application: str, on: date) -> None:
    """Look for a damaged page no more, unless others use it: in this application another stands for it."""
    mine = _USE.c.holder == application
    others = (_USE.c.page == page) & _USE.c.kind.in_(("draft", "application")) & ~mine
    if db.execute(select(_USE.c.page).where(others)).first() is None:
        confirmed(db, [page], on)
        db.execute(update(_PAGE).where(_PAGE.c.id == page).values(purged_on=on.isoformat()))


def confirmed(db: Connection, pages: Collection[str], on: date) -> None:
    """Note in a transaction that the county has these pictures since a day; an earlier day stays."""
    rows = [{"id": page, "confirmed_on": on.isoformat()} for page in dict.fromkeys(pages)]
    if rows:
        db.execute(insert(_PAGE).prefix_with("OR IGNORE"), rows)
