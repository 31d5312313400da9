"""The local book: what the hall has taken, in one SQLite file that survives kill -9 and a full disk."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, create_engine, event, func, insert, or_, select, update
from sqlalchemy import delete as sql_delete
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DatabaseError

from desk_app.domain.applications import (
    Act,
    Application,
    Dates,
    Draft,
    Entry,
    MatterCase,
    MatterState,
    SendState,
)
from desk_app.domain.deadlines import StateChange
from desk_app.domain.letters import Delivered, Letter, News, Supplement
from desk_app.errors import WorldError
from desk_app.services.parts import Acceptance
from desk_app.storage import migrations, rows, tables
from desk_app.storage.pages import PageFolder

_PRAGMAS = (
    "journal_mode=WAL",
    # FULL costs about 3 ms an acceptance; a printed receipt must never be lost.
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
)


class Book:
    """The Store socket on SQLite in a folder of its own; usable from any thread."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._pages = PageFolder(folder / "pages")
        self._engine = create_engine(
            f"sqlite:///{folder / 'book.db'}", connect_args={"check_same_thread": False}
        )
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        with self._write() as db:
            migrations.bring_up(db)

    def close(self) -> None:
        """Let go of the file; the log is folded into it."""
        self._engine.dispose()

    # ---- drafts ---------------------------------------------------------------------------

    def keep_draft(self, draft: Draft) -> None:
        """Keep the draft as it is now; an accepted one is never brought back."""
        values = {"updated_at": draft.updated_at.isoformat(), "body": rows.draft_body(draft)}
        statement = sqlite_insert(tables.draft).values(id=draft.id, **values)
        with self._write() as db:
            if not _accepted(db, draft.id):
                db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))

    def draft(self, draft_id: str) -> Draft | None:
        """The draft of this id."""
        return next((d for d in self.drafts() if d.id == draft_id), None)

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, newest first."""
        with self._read() as db:
            found = db.execute(select(tables.draft).order_by(tables.draft.c.updated_at.desc()))
            return tuple(rows.read_draft(r.id, r.updated_at, r.body) for r in found)

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft; unknown ids are no error."""
        with self._write() as db:
            db.execute(sql_delete(tables.draft).where(tables.draft.c.id == draft_id))

    # ---- acceptance -----------------------------------------------------------------------

    def accept(self, draft_id: str, series: str, build: Callable[[int], Acceptance]) -> Application:
        """Counter, application, matters, letter, ledger line and the draft's end: all or nothing."""
        with self._write() as db:
            if _accepted(db, draft_id):
                return _application(db, draft_id)
            acceptance = build(_next(db, series))
            _insert_application(db, acceptance.application)
            _insert_letter(db, acceptance.letter)
            _insert_entry(db, acceptance.entry)
            db.execute(sql_delete(tables.draft).where(tables.draft.c.id == draft_id))
            return acceptance.application

    def supplement(self, supplement: Supplement, letter: Letter, entry: Entry) -> None:
        """Pages of a material that followed, their letter and their ledger line: all or none."""
        table = tables.application
        mine = table.c.id == supplement.application
        with self._write() as db:
            body = db.execute(select(table.c.body).where(mine)).scalar_one()
            db.execute(update(table).where(mine).values(body=rows.with_pages(body, supplement.pages)))
            _insert_letter(db, letter)
            _insert_entry(db, entry)

    def application(self, application_id: str) -> Application | None:
        """The application of this id."""
        with self._read() as db:
            return _application(db, application_id) if _accepted(db, application_id) else None

    def applications(self, query: str = "", limit: int = 200) -> tuple[Application, ...]:
        """Applications, newest first, in whose name or numbers ``query`` occurs."""
        table = tables.application
        wanted = select(table).order_by(table.c.accepted_at.desc(), table.c.number.desc()).limit(limit)
        if query.strip():
            columns = (table.c.name, table.c.id_number, table.c.phone, table.c.number, table.c.office_number)
            wanted = wanted.where(or_(*(c.contains(query.strip(), autoescape=True) for c in columns)))
        with self._read() as db:
            return _read_all(db, wanted)

    def timeline(self, application_id: str) -> tuple[Entry, ...]:
        """Ledger lines of one application, oldest first."""
        table = tables.ledger
        wanted = select(table).where(table.c.application == application_id).order_by(table.c.seq)
        with self._read() as db:
            return tuple(
                Entry(datetime.fromisoformat(r.at), r.who, r.act, r.application, r.text)
                for r in db.execute(wanted)
            )

    def note(self, entry: Entry) -> None:
        """One more ledger line of an accepted application."""
        with self._write() as db:
            if _accepted(db, entry.application):
                _insert_entry(db, entry)

    def hand_over(self, application_id: str, matter: str, entry: Entry) -> None:
        """The result of a concluded matter is in the applicant's hands."""
        with self._write() as db:
            _set_matter(db, application_id, matter, MatterState.HANDED_OVER, None, entry.at)
            _insert_entry(db, entry)

    # ---- days -----------------------------------------------------------------------------

    def changes(self, application_id: str) -> tuple[StateChange, ...]:
        """Every change of state of an application's matters, in the order they became known."""
        table = tables.state_change
        wanted = select(table).where(table.c.application == application_id).order_by(table.c.seq)
        with self._read() as db:
            return tuple(
                StateChange(r.matter, MatterState(r.state), datetime.fromisoformat(r.at))
                for r in db.execute(wanted)
            )

    def provisional(self) -> tuple[Application, ...]:
        """Applications whose promised days are only 预计, oldest first."""
        table = tables.application
        wanted = select(table).where(table.c.provisional).order_by(table.c.accepted_at, table.c.number)
        with self._read() as db:
            return _read_all(db, wanted)

    def set_dates(self, application_id: str, dates: Dates, entry: Entry) -> None:
        """New promised days and their ledger line; the same days, or an unknown id, change nothing."""
        table = tables.application
        with self._write() as db:
            row = db.execute(select(table).where(table.c.id == application_id)).mappings().first()
            if row is None or rows.read_dates(dict(row)) == dates:
                return
            values = rows.date_columns(dates)
            db.execute(update(table).where(table.c.id == application_id).values(**values))
            _insert_entry(db, entry)

    # ---- pages ----------------------------------------------------------------------------

    def keep_page(self, data: bytes) -> str:
        """Keep a picture durably; its SHA-256 in hex."""
        return self._pages.keep(data)

    def page(self, page_id: str) -> bytes:
        """Bytes of a page; WorldError when missing or damaged."""
        return self._pages.read(page_id)

    # ---- letters --------------------------------------------------------------------------

    def letters(self, application_id: str = "") -> tuple[Letter, ...]:
        """Letters of one application, or all, oldest first."""
        table = tables.letter
        wanted = select(table).order_by(table.c.created_at, table.c.id)
        if application_id:
            wanted = wanted.where(table.c.application == application_id)
        with self._read() as db:
            return tuple(_letter(r) for r in db.execute(wanted).mappings())

    def waiting(self) -> int:
        """How many letters wait for the line, without those whose application was refused."""
        letter, application = tables.letter, tables.application
        hopeless = (letter.c.material != "") & (application.c.sent == SendState.REFUSED.value)
        joined = letter.join(application, letter.c.application == application.c.id)
        wanted = select(func.count()).select_from(joined)
        wanted = wanted.where(letter.c.state == SendState.WAITING.value, ~hopeless)
        with self._read() as db:
            return int(db.execute(wanted).scalar_one())

    def due_letter(self, now: datetime) -> Letter | None:
        """The oldest waiting letter whose next try has come; a supplement goes after its application."""
        table, application = tables.letter, tables.application
        delivered = select(application.c.id).where(application.c.sent == SendState.DELIVERED.value)
        wanted = (
            select(table)
            .where(table.c.state == SendState.WAITING.value, table.c.next_try <= _moment(now))
            .where(or_(table.c.material == "", table.c.application.in_(delivered)))
            .order_by(table.c.created_at, table.c.id)
            .limit(1)
        )
        with self._read() as db:
            row = db.execute(wanted).mappings().first()
            return _letter(row) if row else None

    def note_delivered(self, letter_id: str, answer: Delivered, now: datetime) -> None:
        """The county has the letter: number, state and ledger line together; twice is once."""
        self._end_letter(letter_id, SendState.DELIVERED, answer.office_number, now)

    def note_refused(self, letter_id: str, words: str, now: datetime) -> None:
        """The county refused the letter in these words."""
        self._end_letter(letter_id, SendState.REFUSED, words, now)

    def note_failed(self, letter_id: str, reason: str, next_try: datetime) -> None:
        """A try failed; the letter waits until ``next_try``."""
        table = tables.letter
        values = {"attempts": table.c.attempts + 1, "next_try": _moment(next_try), "answer": reason}
        with self._write() as db:
            db.execute(update(table).where(table.c.id == letter_id).values(**values))

    def _end_letter(self, letter_id: str, state: SendState, answer: str, now: datetime) -> None:
        act = Act.DELIVER if state is SendState.DELIVERED else Act.REFUSED
        table = tables.letter
        with self._write() as db:
            row = db.execute(select(table).where(table.c.id == letter_id)).mappings().one()
            if row["state"] == state.value:
                return
            values = {"state": state.value, "answer": answer, "attempts": row["attempts"] + 1}
            db.execute(update(table).where(table.c.id == letter_id).values(**values))
            ended = _end_supplement if row["material"] else _end_application
            text = ended(db, row, state, answer)
            _insert_entry(db, Entry(now, "区县平台", act, row["application"], text))

    # ---- news -----------------------------------------------------------------------------

    def cursor(self) -> int:
        """Where reading the county's news goes on."""
        with self._read() as db:
            return _counter(db, "news")

    def apply_news(self, changes: tuple[tuple[News, MatterState], ...], cursor: int) -> frozenset[str]:
        """Matter states from news, once each, and the cursor, in one transaction."""
        changed = set()
        with self._write() as db:
            for item, state in changes:
                fresh = db.execute(
                    sqlite_insert(tables.news).values(id=item.id, seq=item.seq).on_conflict_do_nothing()
                )
                if fresh.rowcount and _set_matter(
                    db, item.application, item.matter, state, item.text, item.at
                ):
                    changed.add(item.application)
                    _insert_entry(db, _news_entry(db, item, state))
            _set_counter(db, "news", max(cursor, _counter(db, "news")))
        return frozenset(changed)

    # ---- transactions ---------------------------------------------------------------------

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        with _told(), self._engine.begin() as db:
            yield db

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with _told(), self._engine.connect().execution_options(reads=True) as db:
            yield db


def _prepare(connection: Any, _record: object) -> None:
    # SQLAlchemy begins transactions itself (see _begin); the driver must not do it a second time.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(db: Connection) -> None:
    # A deferred transaction that turns into a writer meets "locked" under load; an immediate one waits.
    reads = db.get_execution_options().get("reads", False)
    db.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@contextmanager
def _told() -> Iterator[None]:
    """SQLite's faults as one sentence that says what to do."""
    try:
        yield
    except DatabaseError as error:
        text = str(error.orig).lower()
        raise WorldError(next((s for word, s in _SENTENCES if word in text), _UNREADABLE)) from error


_SENTENCES = (
    ("full", "磁盘已满,这一步没有存下。请清理磁盘后再试,屏幕上的内容都在"),
    ("i/o error", "磁盘写不进去,这一步没有存下。请检查磁盘后再试,屏幕上的内容都在"),
    ("locked", "本地数据正被另一个程序占用,请关闭它后再试"),
    ("readonly", "本地数据文件不能写入,请检查数据文件夹的权限"),
    ("unable to open", "打不开本地数据文件,请检查数据文件夹是否存在、能否写入"),
)
_UNREADABLE = "本地数据文件读不出来,可能已损坏。请不要删除它,联系管理员从备份恢复"


def _accepted(db: Connection, application_id: str) -> bool:
    table = tables.application
    return db.execute(select(table.c.id).where(table.c.id == application_id)).first() is not None


def _application(db: Connection, application_id: str) -> Application:
    table = tables.application
    row = db.execute(select(table).where(table.c.id == application_id)).mappings().one()
    return rows.read_application(dict(row), _matters(db, [application_id])[application_id])


def _read_all(db: Connection, wanted: Select[Any]) -> tuple[Application, ...]:
    found = db.execute(wanted).mappings().all()
    matters = _matters(db, [r["id"] for r in found])
    return tuple(rows.read_application(dict(r), matters[r["id"]]) for r in found)


def _matters(db: Connection, ids: list[str]) -> dict[str, tuple[MatterCase, ...]]:
    table = tables.matter
    found: dict[str, list[MatterCase]] = {i: [] for i in ids}
    for r in db.execute(select(table).where(table.c.application.in_(ids)).order_by(table.c.place)):
        case = MatterCase(r.matter, r.title, MatterState(r.state), r.note, r.waits_for)
        found[r.application].append(case)
    return {i: tuple(cases) for i, cases in found.items()}


def _insert_application(db: Connection, application: Application) -> None:
    answers = application.answers
    db.execute(
        insert(tables.application).values(
            id=application.id,
            number=application.number,
            name=application.name,
            id_number=str(answers.get("id_number", "")),
            phone=str(answers.get("phone", "")),
            accepted_at=application.accepted_at.isoformat(),
            office_number=application.office_number,
            sent=application.sent.value,
            body=rows.application_body(application),
            **rows.date_columns(application.dates),
        )
    )
    for place, case in enumerate(application.matters):
        db.execute(
            insert(tables.matter).values(
                application=application.id,
                matter=case.matter,
                place=place,
                title=case.title,
                state=case.state.value,
                note=case.note,
                waits_for=case.waits_for,
            )
        )


def _end_application(db: Connection, letter: RowMapping, state: SendState, answer: str) -> str:
    """Note what became of an application's letter; the words for the ledger."""
    delivered, table = state is SendState.DELIVERED, tables.application
    values = {"sent": state.value, "office_number": answer if delivered else ""}
    db.execute(update(table).where(table.c.id == letter["application"]).values(**values))
    return f"已送达区县,办件编号 {answer}" if delivered else f"区县退回:{answer}"


def _end_supplement(db: Connection, letter: RowMapping, state: SendState, answer: str) -> str:
    """Take the pages of a refused supplement off again; the words for the ledger."""
    if state is SendState.DELIVERED:
        return "补交的材料已送达区县"
    table = tables.application
    mine = table.c.id == letter["application"]
    body = db.execute(select(table.c.body).where(mine)).scalar_one()
    left = rows.without_pages(body, letter["material"], json.loads(letter["files"]))
    db.execute(update(table).where(mine).values(body=left))
    return f"区县退回补交的材料:{answer}"


def _set_matter(
    db: Connection, application: str, name: str, state: MatterState, note: str | None, at: datetime
) -> bool:
    """Bring a known matter to a state and keep the change; whether there is such a matter."""
    table = tables.matter
    values = {"state": state.value} | ({} if note is None else {"note": note})
    wanted = update(table).where(table.c.application == application, table.c.matter == name)
    if not db.execute(wanted.values(**values)).rowcount:
        return False
    change = {"application": application, "matter": name, "state": state.value, "at": at.isoformat()}
    db.execute(insert(tables.state_change).values(**change))
    return True


def _news_entry(db: Connection, item: News, state: MatterState) -> Entry:
    table = tables.matter
    wanted = select(table.c.title).where(
        table.c.application == item.application, table.c.matter == item.matter
    )
    title = db.execute(wanted).scalar_one()
    return Entry(item.at, "区县平台", Act.NEWS, item.application, f"{title}:{state.value}。{item.text}")


def _insert_entry(db: Connection, entry: Entry) -> None:
    db.execute(
        insert(tables.ledger).values(
            at=entry.at.isoformat(),
            who=entry.who,
            act=str(entry.act),
            application=entry.application,
            text=entry.text,
        )
    )


def _insert_letter(db: Connection, letter: Letter) -> None:
    db.execute(
        insert(tables.letter).values(
            id=letter.id,
            application=letter.application,
            created_at=_moment(letter.created_at),
            state=letter.state.value,
            next_try="",
            files=json.dumps(letter.files),
            body=letter.body,
            material=letter.material,
        )
    )


def _letter(row: RowMapping) -> Letter:
    return Letter(
        id=row["id"],
        application=row["application"],
        body=row["body"],
        files=tuple(json.loads(row["files"])),
        created_at=datetime.fromisoformat(row["created_at"]),
        state=SendState(row["state"]),
        attempts=row["attempts"],
        next_try=datetime.fromisoformat(row["next_try"]) if row["next_try"] else None,
        answer=row["answer"],
        material=row["material"],
    )


def _moment(at: datetime) -> str:
    """A moment as text that sorts: UTC with fixed width."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _counter(db: Connection, series: str) -> int:
    wanted = select(tables.counter.c.value).where(tables.counter.c.series == series)
    return int(db.execute(wanted).scalar() or 0)


def _set_counter(db: Connection, series: str, value: int) -> None:
    statement = sqlite_insert(tables.counter).values(series=series, value=value)
    db.execute(statement.on_conflict_do_update(index_elements=["series"], set_={"value": value}))


def _next(db: Connection, series: str) -> int:
    value = _counter(db, series) + 1
    _set_counter(db, series, value)
    return value
