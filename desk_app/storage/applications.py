"""Accepted applications: what was typed and found in a row, where they stand in the spine."""

import json
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, delete, func, insert, or_, select, update

from desk_app.database import spine
from desk_app.database.spine import EMPTY
from desk_app.domain.applications import MATTER, Application, Dates, MatterCase, SendState
from desk_app.domain.letters import Supplement
from desk_app.domain.proceedings import Proceeding
from desk_app.services.sockets import Acceptance, Deed
from desk_app.storage import people, rows, tables
from desk_app.storage.desk import Desk, next_number, write
from desk_app.storage.drafts import DAMAGED

_LOG = logging.getLogger(__name__)
_TABLE = tables.application


class BookApplications:
    """The Applications socket."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def accept(self, draft_id: str, series: str, build: Callable[[int], Acceptance]) -> Application:
        """Counter, application, deed and the draft's end: all or nothing."""
        with self._desk.db.writing() as db:
            if found := _one(db, draft_id):
                return found
            acceptance = build(next_number(db, series))
            _insert(db, acceptance.application)
            people.keep(db, people.of_answers(db, acceptance.application.answers))
            write(db, self._desk.law, acceptance.deed)
            db.execute(delete(tables.draft).where(tables.draft.c.id == draft_id))
            return acceptance.application

    def one(self, application_id: str) -> Application | None:
        """The application of this id."""
        with self._desk.db.reading() as db:
            return _one(db, application_id)

    def search(self, query: str = "", limit: int = 200) -> tuple[Application, ...]:
        """Applications, newest first, in whose name or numbers ``query`` occurs."""
        wanted = _newest().limit(limit)
        if words := query.strip():
            names = ("name", "id_number", "phone", "number", "office_number")
            held = (_TABLE.c[name].contains(words, autoescape=True) for name in names)
            wanted = wanted.where(or_(*held))
        return self._all(wanted)

    def of_person(self, id_number: str) -> tuple[Application, ...]:
        """All applications under this number, newest first."""
        return self._all(_newest().where(_TABLE.c.id_number == id_number, _TABLE.c.id_number != ""))

    def accepted_on(self, day: date) -> tuple[Application, ...]:
        """What was accepted on a day, in order."""
        return self._all(_oldest().where(_TABLE.c.accepted_on == day.isoformat()))

    def awaiting_materials(self) -> tuple[Application, ...]:
        """Applications with a promised material that has not come, oldest first."""
        return self._all(_oldest().where(_TABLE.c.follows_by != EMPTY))

    def names(self, ids: Collection[str]) -> Mapping[str, str]:
        """The applicants' names by application id."""
        wanted = func.json_each(json.dumps(list(ids))).table_valued("value")
        with self._desk.db.reading() as db:
            found = db.execute(
                select(_TABLE.c.id, _TABLE.c.name).where(_TABLE.c.id.in_(select(wanted.c.value)))
            )
            return {row.id: row.name for row in found}

    def provisional(self) -> tuple[Application, ...]:
        """Applications whose promised days are only 预计, oldest first."""
        return self._all(_oldest().where(_TABLE.c.provisional))

    def redate(self, application_id: str, dates: Dates, deed: Deed) -> None:
        """New promised days and their event; the same days, or an unknown id, change nothing."""
        mine = _TABLE.c.id == application_id
        with self._desk.db.writing() as db:
            row = db.execute(select(_TABLE).where(mine)).mappings().first()
            if row is None or rows.read_dates(dict(row)) == dates:
                return
            db.execute(update(_TABLE).where(mine).values(**rows.date_columns(dates)))
            write(db, self._desk.law, deed)

    def supplement(self, supplement: Supplement, deed: Deed) -> None:
        """Pages of a material that followed, with their event and letter."""
        with self._desk.db.writing() as db:
            change_body(db, supplement.application, lambda body: rows.with_pages(body, supplement.pages))
            write(db, self._desk.law, deed)

    def unreadable(self) -> int:
        """How many rows can not be read; looked at one by one, for ``book check``."""
        with self._desk.db.reading() as db:
            total = int(db.execute(select(func.count()).select_from(_TABLE)).scalar_one())
        return total - len(self._all(_newest()))

    def _all(self, wanted: Select[Any]) -> tuple[Application, ...]:
        with self._desk.db.reading() as db:
            return _read(db, db.execute(wanted).mappings().all())


def change_body(db: Connection, application_id: str, change: Callable[[str], str]) -> None:
    """Write an application's body anew, and by when its promised materials should come."""
    mine = _TABLE.c.id == application_id
    body = change(db.execute(select(_TABLE.c.body).where(mine)).scalar_one())
    db.execute(update(_TABLE).where(mine).values(body=body, follows_by=rows.follows_by(body)))


def _newest() -> Select[Any]:
    return select(_TABLE).order_by(_TABLE.c.accepted_at.desc(), _TABLE.c.number.desc())


def _oldest() -> Select[Any]:
    return select(_TABLE).order_by(_TABLE.c.accepted_at, _TABLE.c.number)


def _one(db: Connection, application_id: str) -> Application | None:
    found = db.execute(select(_TABLE).where(_TABLE.c.id == application_id)).mappings().all()
    return next(iter(_read(db, found)), None)


def _read(db: Connection, found: Sequence[RowMapping]) -> tuple[Application, ...]:
    ids = [row["id"] for row in found]
    sent = {p.id: p.state for p in _chunks(db, spine.PROCEEDING.c.id, ids)}
    matters: dict[str, list[MatterCase]] = {i: [] for i in ids}
    for child in _chunks(db, spine.PROCEEDING.c.parent, ids):
        if child.procedure == MATTER:
            matters[child.parent].append(rows.read_matter(child))
    made = (_read_one(row, sent.get(row["id"], SendState.WAITING), matters[row["id"]]) for row in found)
    return tuple(application for application in made if application)


def _chunks(db: Connection, column: Any, ids: Sequence[str]) -> list[Proceeding]:
    """Proceedings by many ids; a statement takes only so many."""
    size = 500
    parts = (ids[at : at + size] for at in range(0, len(ids), size))
    return [p for part in parts for p in spine.proceedings(db, column.in_(part))]


def _read_one(row: RowMapping, sent: str, matters: Sequence[MatterCase]) -> Application | None:
    try:
        return rows.read_application(dict(row), sent, tuple(matters))
    except DAMAGED as error:
        _LOG.info("an application can not be read: %s", type(error).__name__)
        return None


def _insert(db: Connection, application: Application) -> None:
    answers = application.answers
    db.execute(
        insert(_TABLE).values(
            id=application.id,
            number=application.number,
            name=application.name,
            id_number=str(answers.get("id_number", "")),
            phone=str(answers.get("phone", "")),
            accepted_at=application.accepted_at.isoformat(),
            accepted_on=application.accepted_at.date().isoformat(),
            office_number=application.office_number,
            body=rows.application_body(application),
            follows_by=rows.follows_by(application),
            **rows.date_columns(application.dates),
        )
    )
