"""The county's book: letters, applications, matters, files and the news feed, on SQLAlchemy Core.

Nothing here is bound to SQLite but ``_tune``. Every number comes from the row of a counter that the
transaction keeps locked until it commits, so numbers appear in the order of their transactions. For
the news feed this matters: a desk that has read up to news 7 will never have a news 6 appear later.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    create_engine,
    event,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from desk_app.county import wire
from desk_app.county_server.numbers import office_number
from desk_app.domain.applications import MatterCase, MatterState, Page
from desk_app.domain.letters import News, NewsBatch, NewsKind, Supplement
from desk_app.domain.records import Record
from desk_app.errors import RuleError, WorldError
from forms.schema import Facts

_METADATA: Final = MetaData()

_FILES: Final = Table(
    "files",
    _METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
_APPLICATIONS: Final = Table(
    "applications",
    _METADATA,
    Column("id", String(100), primary_key=True),
    Column("number", String(100), nullable=False, unique=True),
    Column("office_number", String(40), nullable=False, unique=True),
    Column("region", String(100), nullable=False),
    Column("window", String(100), nullable=False),
    Column("body", Text, nullable=False),
    Column("facts", Text, nullable=False),
    Column("received_at", String(40), nullable=False),
)
_LETTERS: Final = Table(
    "letters",
    _METADATA,
    Column("id", String(100), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("application", ForeignKey("applications.id"), nullable=False),
    Column("answer", Text, nullable=False),
)
_SUPPLEMENTS: Final = Table(
    "supplements",
    _METADATA,
    Column("letter", ForeignKey("letters.id"), primary_key=True),
    Column("application", ForeignKey("applications.id"), nullable=False, index=True),
    Column("body", Text, nullable=False),
    Column("received_at", String(40), nullable=False),
)
_MATTERS: Final = Table(
    "matters",
    _METADATA,
    Column("application", ForeignKey("applications.id"), primary_key=True),
    Column("matter", String(100), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("state", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("waits_for", String(100), nullable=False),
)
_NEWS: Final = Table(
    "news",
    _METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(40), nullable=False, unique=True),
    Column("window", String(100), nullable=False, index=True),
    Column("application", ForeignKey("applications.id"), nullable=False),
    Column("matter", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
_REGISTER: Final = Table(
    "register",
    _METADATA,
    Column("application", ForeignKey("applications.id"), primary_key=True),
    Column("id_number", String(100), nullable=False, index=True),
    Column("pack_digest", String(100), nullable=False),
)
"""Whose each application is, and the pack it was judged by."""
_COUNTERS: Final = Table(
    "counters",
    _METADATA,
    Column("name", String(100), primary_key=True),
    Column("value", BigInteger, nullable=False),
)


class DuplicateError(Exception):
    """A letter that contradicts one received before; ``str(error)`` is the sentence for the window."""


@dataclass(frozen=True, slots=True)
class Case:
    """One application as the departments see it now."""

    id: str
    number: str
    office_number: str
    chosen: tuple[str, ...]
    facts: Facts
    matters: tuple[MatterCase, ...]
    pack_digest: str = ""
    """The definition pack it was judged by when it came in."""
    records: tuple[Record, ...] = ()
    """Matters of the same person in applications received before."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How a letter is taken in: its matters, a word to the window, and the pack it was judged by."""

    matters: tuple[MatterCase, ...]
    remark: str
    pack_digest: str


Judge = Callable[[tuple[Record, ...]], Intake]
"""Judges a letter beside the earlier matters of its person; what it raises undoes the receipt."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one decision does to one matter, and the news it makes."""

    matter: str
    state: MatterState
    kind: NewsKind
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """All changes of one decision, and the facts of the application after it."""

    facts: Facts
    changes: tuple[Change, ...]


class CountyBook:
    """The book at a database URL. Every method is one transaction; any thread may call."""

    def __init__(self, url: str, *, create: bool = True) -> None:
        """Open the book, making its tables when ``create``; WorldError when that can not be done."""
        address = _address(url)
        if not create and _absent(address):
            raise WorldError(f"没有这个区县数据库:{address.database},请核对路径")
        self._engine = _engine(address)
        with self._writing() as line:
            _METADATA.create_all(line)
            _enter_older(line)

    def file_size(self, digest: str) -> int | None:
        """Size in bytes of a stored file, or None when it is not here."""
        with self._reading() as line:
            return line.scalar(select(_FILES.c.size).where(_FILES.c.sha256 == digest))

    def keep_file(self, digest: str, data: bytes) -> bool:
        """Keep a file whole or not at all; whether it is new here."""
        if self.file_size(digest) is not None:
            return False
        try:
            with self._writing() as line:
                line.execute(insert(_FILES).values(sha256=digest, size=len(data), data=data))
        except IntegrityError:  # the same file came at the same time
            return False
        return True

    def lacking(self, pages: Sequence[Page]) -> tuple[Page, ...]:
        """Pages whose file is not here, or not in the size the letter names."""
        wanted = sorted({p.id for p in pages})
        with self._reading() as line:
            found = line.execute(select(_FILES.c.sha256, _FILES.c.size).where(_FILES.c.sha256.in_(wanted)))
            sizes = {row.sha256: row.size for row in found}
        return tuple(p for p in pages if sizes.get(p.id) != p.size)

    def first_answer(self, letter_id: str, body: bytes) -> str | None:
        """The answer given to this letter before, None for a new one; DuplicateError for another body."""
        with self._reading() as line:
            return _first_answer(line, letter_id, body)

    def receive(self, letter_id: str, body: bytes, judge: Judge, now: datetime) -> str:
        """Take a letter in: letter, application, matters and 办件编号 together, or nothing.

        ``judge`` sees the person's records inside the transaction: of two windows with the same matter
        one is first. Returns the answer to send. A letter that came at the same time on another line
        gets one answer; DuplicateError when its application was received before with other words.
        """
        try:
            return self._receive(letter_id, body, judge, now)
        except IntegrityError:
            return self._receive(letter_id, body, judge, now)

    def _receive(self, letter_id: str, body: bytes, judge: Judge, now: datetime) -> str:
        letter = wire.read_letter(body)
        with self._writing() as line:
            if before := _first_answer(line, letter_id, body) or _same_application(line, letter, body):
                return before
            counter = _next(line, f"office-{letter.region_code}-{now:%Y%m%d}")
            number = office_number(letter.region_code, now.date(), counter)
            received = now.isoformat(timespec="seconds")
            intake = judge(_records(line, _person(letter.answers)))
            answer = wire.write_answer(wire.Answer(number, received, intake.remark))
            _add_application(line, letter, body, number, received)
            _enter(line, letter.id, _person(letter.answers), intake.pack_digest)
            _add_matters(line, letter.id, intake.matters)
            line.execute(
                insert(_LETTERS).values(
                    id=letter_id, digest=_digest(body), application=letter.id, answer=answer
                )
            )
        return answer

    def supplement(self, letter_id: str, body: bytes, now: datetime) -> str:
        """Attach a promised material to its application; returns the answer to send, the same when repeated.

        RuleError when there is no such application, or the material was not promised with it.
        """
        try:
            return self._supplement(letter_id, body, now)
        except IntegrityError:  # the same letter came at the same time
            return self._supplement(letter_id, body, now)

    def _supplement(self, letter_id: str, body: bytes, now: datetime) -> str:
        supplement = wire.read_supplement(body)
        with self._writing() as line:
            if before := _first_answer(line, letter_id, body):
                return before
            number = _promised_to(line, supplement)
            received = now.isoformat(timespec="seconds")
            answer = wire.write_answer(wire.Answer(number, received))
            row = {"id": letter_id, "digest": _digest(body), "application": supplement.application}
            line.execute(insert(_LETTERS).values(**row, answer=answer))
            line.execute(
                insert(_SUPPLEMENTS).values(
                    letter=letter_id,
                    application=supplement.application,
                    body=body.decode(),
                    received_at=received,
                )
            )
        return answer

    def supplements(self, application_id: str) -> tuple[Supplement, ...]:
        """Materials that followed an application, in the order they came."""
        mine = select(_SUPPLEMENTS.c.body).where(_SUPPLEMENTS.c.application == application_id)
        with self._reading() as line:
            found = line.scalars(mine.order_by(_SUPPLEMENTS.c.received_at, _SUPPLEMENTS.c.letter))
            return tuple(wire.read_supplement(body) for body in found)

    def news(self, after: int, window: str = "", limit: int = wire.NEWS_LIMIT) -> NewsBatch:
        """News after a cursor, oldest first, of one window or of all."""
        wanted = select(_NEWS).where(_NEWS.c.seq > after).order_by(_NEWS.c.seq).limit(limit)
        if window:
            wanted = wanted.where(_NEWS.c.window == window)
        with self._reading() as line:
            found = tuple(_news(row) for row in line.execute(wanted))
        return NewsBatch(found, found[-1].seq if found else after)

    def records(self, id_number: str) -> tuple[Record, ...]:
        """Matters of all applications of a person, oldest first."""
        with self._reading() as line:
            return _records(line, id_number)

    def case(self, number: str) -> Case | None:
        """The application of a receipt number or 办件编号."""
        with self._reading() as line:
            row = _find(line, number)
            return _case(line, row) if row else None

    def cases(self) -> tuple[Case, ...]:
        """All applications, oldest first."""
        with self._reading() as line:
            rows = line.execute(select(_APPLICATIONS).order_by(_APPLICATIONS.c.office_number)).all()
            return tuple(_case(line, row) for row in rows)

    def decide(self, number: str, plan: Callable[[Case], Decision], now: datetime) -> Decision:
        """Carry out a department's decision: states, facts and news together, or nothing.

        ``plan`` sees the application as it is inside the transaction; its RuleError undoes all.
        """
        with self._writing() as line:
            row = _find(line, number)
            if row is None:
                raise RuleError(f"没有编号为{number}的办件,请核对回执编号或办件编号")
            decision = plan(_case(line, row))
            facts = wire.write_facts(decision.facts)
            line.execute(update(_APPLICATIONS).where(_APPLICATIONS.c.id == row.id).values(facts=facts))
            for change in decision.changes:
                _change(line, row, change, now)
        return decision

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _told(), self._engine.begin() as line:
            yield line

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _told(), self._engine.connect().execution_options(reading=True) as line:
            yield line


def _address(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        raise WorldError("区县数据库地址写法不对,应如 sqlite:///county.db") from error


def _engine(address: URL) -> Engine:
    try:
        # A statement's parameters are people's data: they stay out of every log and traceback.
        engine = create_engine(address, hide_parameters=True)
    except (ArgumentError, ImportError) as error:
        name = address.get_backend_name()
        raise WorldError(f"这里没有装“{name}”数据库的驱动,请安装后再试或改用 sqlite") from error
    if address.get_backend_name() == "sqlite":
        _tune(engine)
    return engine


@contextmanager
def _told() -> Iterator[None]:
    """The database's faults as one sentence; a broken rule of uniqueness is the caller's business."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise WorldError("区县数据库读写不了,请核对数据库地址、权限和磁盘空间") from error


def _absent(address: URL) -> bool:
    on_disk = address.get_backend_name() == "sqlite" and bool(address.database)
    return on_disk and not Path(str(address.database)).exists()


def _tune(engine: Engine) -> None:
    """SQLite as a county needs it: what was answered survives a power cut, writers wait in turn."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(line: Connection) -> None:
        # A transaction that reads first and writes later can not wait for another writer: it fails.
        reading = line.get_execution_options().get("reading")
        line.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _digest(body: bytes) -> str:
    return sha256(body).hexdigest()


def _next(line: Connection, counter: str) -> int:
    """The next number of a counter; its row stays locked until the transaction ends."""
    row = _COUNTERS.c.name == counter
    if not line.execute(update(_COUNTERS).where(row).values(value=_COUNTERS.c.value + 1)).rowcount:
        line.execute(insert(_COUNTERS).values(name=counter, value=1))
    return int(line.execute(select(_COUNTERS.c.value).where(row)).scalar_one())


def _first_answer(line: Connection, letter_id: str, body: bytes) -> str | None:
    row = line.execute(select(_LETTERS).where(_LETTERS.c.id == letter_id)).one_or_none()
    if row is not None and row.digest != _digest(body):
        raise DuplicateError("同一封信前后内容不一样,区县已收下第一次的内容;要改的请联系区县")
    return str(row.answer) if row is not None else None


def _same_application(line: Connection, letter: wire.LetterBody, body: bytes) -> str | None:
    """The answer this application got with an earlier letter of the same words."""
    same = or_(_APPLICATIONS.c.id == letter.id, _APPLICATIONS.c.number == letter.number)
    row = line.execute(select(_APPLICATIONS).where(same)).first()
    if row is None:
        return None
    earlier = select(_LETTERS.c.answer, _LETTERS.c.digest).where(_LETTERS.c.application == row.id)
    for answer, digest in line.execute(earlier):
        if digest == _digest(body):
            return str(answer)
    raise DuplicateError(f"回执编号{row.number}已经收过,办件编号{row.office_number},不能用另一份内容再报")


def _promised_to(line: Connection, supplement: Supplement) -> str:
    """The 办件编号 of the application a material was promised to."""
    row = line.execute(select(_APPLICATIONS).where(_APPLICATIONS.c.id == supplement.application)).first()
    if row is None:
        raise RuleError("区县没有这件申请,不能补交材料,请联系区县")
    if supplement.material not in {p.material for p in wire.read_letter(row.body).promises}:
        raise RuleError("这种材料受理时没有承诺补交,请联系区县")
    return str(row.office_number)


def _add_application(
    line: Connection, letter: wire.LetterBody, body: bytes, number: str, received: str
) -> None:
    line.execute(
        insert(_APPLICATIONS).values(
            id=letter.id,
            number=letter.number,
            office_number=number,
            region=letter.region_code,
            window=letter.window,
            body=body.decode(),
            facts=wire.write_facts(letter.answers),
            received_at=received,
        )
    )


def _add_matters(line: Connection, application: str, matters: Sequence[MatterCase]) -> None:
    rows = [
        {
            "application": application,
            "matter": m.matter,
            "place": place,
            "title": m.title,
            "state": m.state.value,
            "note": m.note,
            "waits_for": m.waits_for,
        }
        for place, m in enumerate(matters)
    ]
    line.execute(insert(_MATTERS), rows)


def _person(facts: Facts) -> str:
    return str(facts.get("id_number", ""))


def _enter(line: Connection, application: str, id_number: str, pack_digest: str) -> None:
    line.execute(
        insert(_REGISTER).values(application=application, id_number=id_number, pack_digest=pack_digest)
    )


def _enter_older(line: Connection) -> None:
    """Applications of books that had no register yet: judged, as far as is known, by the window's pack."""
    missing = select(_APPLICATIONS.c.id, _APPLICATIONS.c.facts, _APPLICATIONS.c.body).where(
        _APPLICATIONS.c.id.not_in(select(_REGISTER.c.application))
    )
    for row in line.execute(missing).all():
        digest = str(json.loads(row.body)["pack_digest"])
        _enter(line, row.id, _person(wire.read_facts(row.facts)), digest)


def _records(line: Connection, id_number: str, before: str = "") -> tuple[Record, ...]:
    """Matters of a person, oldest first, in applications of an earlier 办件编号 than ``before``."""
    concluded = (_NEWS.c.application == _MATTERS.c.application) & (_NEWS.c.matter == _MATTERS.c.matter)
    concluded &= _NEWS.c.kind == NewsKind.CONCLUDED.value
    wanted = (
        select(_MATTERS.c.matter, _MATTERS.c.state, _NEWS.c.at)
        .join(_REGISTER, _REGISTER.c.application == _MATTERS.c.application)
        .join(_APPLICATIONS, _APPLICATIONS.c.id == _MATTERS.c.application)
        .outerjoin(_NEWS, concluded)
        .where(_REGISTER.c.id_number == id_number, _REGISTER.c.id_number != "")
        .order_by(_APPLICATIONS.c.office_number, _MATTERS.c.place)
    )
    if before:
        wanted = wanted.where(_APPLICATIONS.c.office_number < before)
    return tuple(Record(r.matter, MatterState(r.state), _day(r.at)) for r in line.execute(wanted))


def _day(at: str | None) -> date | None:
    return datetime.fromisoformat(at).date() if at else None


def _find(line: Connection, number: str) -> Row[Any] | None:
    named = or_(_APPLICATIONS.c.number == number, _APPLICATIONS.c.office_number == number)
    return line.execute(select(_APPLICATIONS).where(named)).one_or_none()


def _case(line: Connection, row: Row[Any]) -> Case:
    rows = line.execute(select(_MATTERS).where(_MATTERS.c.application == row.id).order_by(_MATTERS.c.place))
    matters = tuple(MatterCase(m.matter, m.title, MatterState(m.state), m.note, m.waits_for) for m in rows)
    chosen = tuple(m.matter for m in matters)
    facts = wire.read_facts(row.facts)
    judged_by = select(_REGISTER.c.pack_digest).where(_REGISTER.c.application == row.id)
    return Case(
        row.id,
        row.number,
        row.office_number,
        chosen,
        facts,
        matters,
        line.execute(judged_by).scalar_one(),
        _records(line, _person(facts), row.office_number),
    )


def _change(line: Connection, application: Row[Any], change: Change, now: datetime) -> None:
    mine = (_MATTERS.c.application == application.id) & (_MATTERS.c.matter == change.matter)
    line.execute(update(_MATTERS).where(mine).values(state=change.state.value, note=change.text))
    line.execute(
        insert(_NEWS).values(
            seq=_next(line, "news"),
            id=uuid4().hex,
            window=application.window,
            application=application.id,
            matter=change.matter,
            kind=change.kind.value,
            text=change.text,
            at=now.isoformat(timespec="seconds"),
        )
    )


def _news(row: Row[Any]) -> News:
    at = datetime.fromisoformat(row.at)
    return News(row.id, row.seq, row.application, row.matter, NewsKind(row.kind), row.text, at)
