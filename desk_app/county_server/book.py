"""The county's book: letters, applications, the spine, files and the news feed, on SQLAlchemy Core.

Nothing here depends on SQLite. Every number comes from the row of a counter that the transaction keeps
locked until it commits, so numbers appear in the order of their transactions. For the news feed this
matters: a desk that has read up to news 7 will never have a news 6 appear later.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, insert, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError

from desk_app.county import shapes, strict
from desk_app.county.answers import NEWS_LIMIT
from desk_app.county_server import act, amending, cases, decide, feed, intake, marks, reads, windows
from desk_app.county_server.cases import CountyCase
from desk_app.county_server.decide import Done, Ruling
from desk_app.county_server.faults import SENTENCES
from desk_app.county_server.feed import News
from desk_app.county_server.tables import FILE, SUPPLEMENT
from desk_app.county_server.windows import EnrolledKey
from desk_app.database import spine, steps, takeover
from desk_app.database.engine import Database
from desk_app.database.healing import bring_up
from desk_app.domain import undertaken
from desk_app.domain.applications import Page
from desk_app.domain.book_key import BookKey
from desk_app.domain.enrolment import EnrolmentAnswer, EnrolmentRequest
from desk_app.domain.events import Event, Payload, Who
from desk_app.domain.history import History
from desk_app.domain.letters import Supplement
from desk_app.domain.proceedings import Proceeding, fold
from desk_app.domain.settling import Settling
from desk_app.domain.told import HistoryAnswer
from desk_app.errors import BugError, RuleError, WorldError
from forms import calendar
from forms.library import Versions
from forms.loader import shipped

STEPS: Final = Path(__file__).parent / "steps"
_FIRST: Final = "applications"
"""A table that a book without a version number already has."""
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class CountyBookCheck:
    """What a check of the book found."""

    broken: tuple[str, ...]
    """Ids of events whose row or payload was changed after it was written."""
    apart: tuple[str, ...]
    """Ids of proceedings whose state, or whose answers, are not those their events lead to."""


class CountyBook:
    """The book in a file or at a database URL. Every method is one transaction; any thread may call."""

    def __init__(
        self,
        place: str | Path,
        law: Settling | None = None,
        *,
        key: BookKey | None = None,
        create: bool = True,
    ) -> None:
        """Open the book and bring it up to date; with ``create`` it is made when missing.

        A file is encrypted with ``key``; a database server is its administrator's and needs none. Without a
        ``law`` it goes by the shipped pack. An older book is copied into ``before`` first. WorldError when
        it can not be opened.
        """
        address = _address(place)
        file = _file(address)
        secret = key.of("county") if key else b""
        if not create and file and not file.exists():
            raise WorldError(f"没有这个区县数据库:{file},请核对路径")
        if file:
            takeover.take_over(file, secret)
            steps.copy_before(file, STEPS, secret)
        self.law = law or Settling(Versions(shipped()), calendar.shipped())
        self._db = Database(address, SENTENCES, key=secret, racing=True)
        bring_up(self._db, STEPS, _FIRST, self.law)

    # ---- files -----------------------------------------------------------------------------------

    def file_size(self, digest: str) -> int | None:
        """Size in bytes of a stored file, or None when it is not here."""
        with self._db.reading() as db:
            return db.scalar(select(FILE.c.size).where(FILE.c.sha256 == digest))

    def file_of(self, digest: str, subject: str, window: str) -> bytes | None:
        """A file that a window sent for a subject (application, record); None for any other."""
        with self._db.reading() as db:
            return reads.file_of(db, digest, subject, window)

    def keep_file(self, digest: str, data: bytes) -> bool:
        """Keep a file, whole or not at all; returns whether it is new here."""
        if self.file_size(digest) is not None:
            return False
        try:
            with self._db.writing() as db:
                db.execute(insert(FILE).values(sha256=digest, size=len(data), data=data))
        except IntegrityError:  # the same file came at the same time
            return False
        return True

    def lacking(self, pages: Sequence[Page], files: Iterable[str] = ()) -> tuple[Page, ...]:
        """Pages whose file is missing or of another size than named; of ``files`` only the missing ones."""
        ids = sorted({*(p.id for p in pages), *files})
        with self._db.reading() as db:
            found = db.execute(select(FILE.c.sha256, FILE.c.size).where(FILE.c.sha256.in_(ids)))
            sizes = {row.sha256: row.size for row in found}
        unnamed = set(ids) - {p.id for p in pages} - sizes.keys()
        others = (Page(f, "", f[:8], "", 0) for f in sorted(unnamed))
        return (*(p for p in pages if sizes.get(p.id) != p.size), *others)

    # ---- letters ---------------------------------------------------------------------------------

    def first_answer(self, letter_id: str, digest: str) -> str | None:
        """The answer given to this letter before, None for a new one; DuplicateError for another body."""
        with self._db.reading() as db:
            return intake.first_answer(db, letter_id, digest)

    def receive(self, letter_id: str, body: bytes, now: datetime, window: str = "") -> str:
        """Take a letter in, whole or not at all; returns the answer, always the same for the same letter.

        ``window`` sent it; without one it is taken from the events, which name who acted. WireError for what
        can not be read, RuleError for what the law does not allow, NotYet for what has to wait,
        DuplicateError for what contradicts an earlier letter.
        """
        letter = intake.incoming(letter_id, body, now, window)
        return self._twice(lambda db: intake.take_in(db, self.law, letter))

    def supplements(self, application_id: str) -> tuple[Supplement, ...]:
        """Materials that followed an application, in the order they came."""
        mine = select(SUPPLEMENT.c.body).where(SUPPLEMENT.c.application == application_id)
        with self._db.reading() as db:
            found = db.scalars(mine.order_by(SUPPLEMENT.c.received_at, SUPPLEMENT.c.letter)).all()
        rows = (strict.load(body) for body in found)
        return tuple(shapes.read_supplement({k: v for k, v in row.items() if k != "version"}) for row in rows)

    # ---- what is read ----------------------------------------------------------------------------

    def news(self, after: int, window: str = "", limit: int = NEWS_LIMIT) -> News:
        """News after a cursor, oldest first, of one window or of all."""
        with self._db.reading() as db:
            return feed.news(db, after, window, limit)

    def history(self, id_number: str) -> History:
        """Everything held of a person, under any identity number they had."""
        with self._db.reading() as db:
            return cases.history(db, self.law, id_number)

    def promised(self, id_number: str) -> tuple[str, ...]:
        """What a person promised in place of proofs (告知承诺) and how it stands, by application."""
        with self._db.reading() as db:
            held = cases.applications_of(db, id_number)
        told = ((c, m, undertaken.standing(m.facts, m.state)) for c in held for m in c.matters)
        return tuple(f"{m.title}({c.office_number}) {said}" for c, m, said in told if said)

    def told(self, numbers: Sequence[str], window: str, now: datetime) -> HistoryAnswer:
        """What a window is told of the person with these numbers; that it asked is noted first."""
        with self._db.reading() as db:
            answer = reads.told(db, self.law, numbers)
        self._twice(lambda db: reads.note(db, numbers, window, now, answer))
        return answer

    def reads(self) -> tuple[str, ...]:
        """Which windows asked about whom, oldest first."""
        with self._db.reading() as db:
            return reads.noted(db)

    def mark(self, id_number: str, code: str, reason: str, who: Who, now: datetime) -> str:
        """Note that a person's certificate is frozen, restored, moved away or returned; returns its number.

        RuleError when the person holds none in the state for it.
        """
        return self._twice(lambda db: marks.note(db, self.law, id_number, code, reason, who, now))

    def record(self, id_number: str, certificate: Mapping[str, Any], who: Who, now: datetime) -> bool:
        """Take a certificate over from an older register; returns whether it is new. RuleError if wrong."""
        return self._twice(lambda db: marks.record(db, self.law, id_number, certificate, who, now))

    def case(self, number: str) -> CountyCase | None:
        """The application of a receipt number or 办件编号."""
        with self._db.reading() as db:
            return cases.find(db, number)

    def earlier_names(self, application_id: str) -> tuple[tuple[str, str], ...]:
        """Name and identity number of an application before each of its corrections."""
        with self._db.reading() as db:
            return amending.earlier_names(db, self.law, application_id)

    def cases(self) -> tuple[CountyCase, ...]:
        """All applications, oldest first."""
        with self._db.reading() as db:
            return cases.every(db)

    def one(self, proceeding_id: str) -> Proceeding | None:
        """The proceeding of this id."""
        with self._db.reading() as db:
            return next(iter(spine.by_ids(db, [proceeding_id])), None)

    def events(self, proceeding_id: str) -> tuple[Event, ...]:
        """The events of a proceeding, in the county's order."""
        with self._db.reading() as db:
            return spine.of_proceeding(db, proceeding_id)

    # ---- windows ---------------------------------------------------------------------------------

    def enrol(self, request: EnrolmentRequest, now: datetime) -> tuple[EnrolmentAnswer, bool]:
        """How a window's key stands, and whether it was enrolled just now; RuleError for a moved one."""
        return self._twice(lambda db: windows.enrol(db, request, now))

    def revoke(self, region: str, window: str, reason: str, who: Who, now: datetime) -> EnrolledKey:
        """Revoke the key in force for a window number; RuleError when there is none."""
        return self._twice(lambda db: windows.revoke(db, region, window, reason, who, now))

    def window_keys(self) -> tuple[EnrolledKey, ...]:
        """Every key ever enrolled."""
        with self._db.reading() as db:
            return windows.listed(db)

    # ---- acts of the county ----------------------------------------------------------------------

    def decide(self, number: str, ruling: Ruling, now: datetime) -> tuple[Done, ...]:
        """Carry out a department's decision: states, facts and news together, or nothing."""
        return self._twice(lambda db: decide.carry_out(db, self.law, number, ruling, now))

    def act(self, number: str, code: str, values: Payload, who: Who, now: datetime) -> tuple[Done, ...]:
        """Do one act to a record of any register, by its number or id; RuleError when it can not be done."""
        return self._twice(lambda db: act.carry_out(db, self.law, number, code, values, who, now))

    # ---- the book itself -------------------------------------------------------------------------

    def check(self) -> CountyBookCheck:
        """Compare every event with the chain, and every proceeding's state with its events."""
        with self._db.reading() as db:
            found = spine.proceedings(db, spine.PROCEEDING.c.id != "")
            apart = tuple(p.id for p in found if self._apart(db, p))
            amended = (i for i in amending.apart(db, self.law) if i not in apart)
            return CountyBookCheck(spine.broken(db), (*apart, *amended))

    def close(self) -> None:
        """Close the database; SQLite folds its log into the file."""
        self._db.close()

    def _apart(self, db: Connection, found: Proceeding) -> bool:
        try:
            procedure = self.law.procedure(found.pack_digest, found.procedure)
        except RuleError:
            return False
        standing = fold(procedure, spine.of_proceeding(db, found.id))
        return standing is not None and (standing.state, standing.facts) != (found.state, found.facts)

    def _twice(self, do: Callable[[Connection], _Result]) -> _Result:
        """One transaction, tried a second time when another one wrote the same row first."""
        try:
            with self._db.writing() as db:
                return do(db)
        except IntegrityError:
            try:
                with self._db.writing() as db:
                    return do(db)
            except IntegrityError as error:
                raise BugError(SENTENCES.bug) from error


def _address(place: str | Path) -> URL:
    if isinstance(place, Path):
        return URL.create("sqlite", database=str(place))  # in a URL a name with ? or % would mean another
    try:
        return make_url(place)
    except ArgumentError as error:
        raise WorldError("区县数据库地址写法不对,应如 sqlite:///county.db") from error


def _file(address: URL) -> Path | None:
    """The file of an SQLite book; None for a database server."""
    on_disk = address.get_backend_name() == "sqlite" and bool(address.database)
    return Path(str(address.database)) if on_disk else None
