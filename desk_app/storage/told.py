"""What the county told of people, and every certificate number they ever had."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from sqlalchemy import Connection, case, delete, func, select
from sqlalchemy.dialects.sqlite import insert

from desk_app.domain.told import HistoryAnswer, certificate_numbers
from desk_app.storage import keeping_keys, rows, tables
from desk_app.storage.damage import hidden, sift
from desk_app.storage.desk import BookBase
from forms.numbers import read_certificate_number
from forms.particulars import ID_NUMBER
from forms.schema import Facts

_LOG = logging.getLogger(__name__)
_TOLD, _CERTIFICATE = tables.told_history, tables.person_certificate
_NAMED: Final = {
    "application": "SELECT id, id_number, json_extract(body, '$.answers.certificate_number') AS number"
    " FROM application WHERE json_valid(body)",
    "proceeding": "SELECT p.id, a.id_number, json_extract(p.facts, '$.certificate_number') AS number"
    " FROM proceeding p JOIN application a ON a.id = p.parent WHERE json_valid(p.facts)",
}
"""Where certificate numbers stand, by table."""
_DAMAGED: Final = (ValueError, KeyError, TypeError, ExceptionGroup)


class BookTold:
    """The ToldHistories socket."""

    def __init__(self, desk: BookBase) -> None:
        self._desk = desk

    def keep(self, id_number: str, answer: HistoryAnswer) -> None:
        """Keep the county's answer about the person with this number, in place of an earlier one."""
        asked = answer.asked_at.isoformat() if answer.asked_at else ""
        values = {"asked_at": asked, "body": rows.answer_body(answer)}
        statement: Any = insert(_TOLD).values(id_number=id_number, **values)
        with self._desk.db.writing() as db:
            db.execute(statement.on_conflict_do_update(index_elements=["id_number"], set_=values))
            keeping_keys.keep_certificates(db, id_number, certificate_numbers(answer.history))

    def of(self, id_number: str) -> HistoryAnswer | None:
        """The newest answer about the person with this number; None when there is none, or it is damaged."""
        with self._desk.db.reading() as db:
            wanted = "SELECT body FROM told_history WHERE id_number = ?"
            body = db.exec_driver_sql(wanted, (id_number,)).scalar()
            if body and hidden(db, _TOLD.name, [id_number]):
                return None
        try:
            return rows.read_answer(body) if body else None
        except _DAMAGED as error:  # it is asked for again
            _LOG.info("a told history can not be read: %s", type(error).__name__)
            return None


def forget(db: Connection, answers: Facts) -> None:
    """Delete what was told of a person who left without applying and is in no other draft."""
    number = str(answers.get(ID_NUMBER, ""))
    table, body = tables.application, tables.draft.c.body
    typed = case((func.json_valid(body) == 1, func.json_extract(body, "$.answers.id_number")))
    for kept in (
        select(table.c.id).where(table.c.id_number == number),
        select(tables.person_number.c.person).where(tables.person_number.c.id_number == number),
        select(tables.draft.c.id).where(typed == number),
    ):
        if db.execute(kept.limit(1)).first():
            return
    for held in (_TOLD, _CERTIFICATE):
        db.execute(delete(held).where(held.c.id_number == number))


def lost_certificates(db: Connection) -> tuple[tuple[str, str], ...]:
    """Certificate numbers, each with a person's number, that sound rows name and nobody is found by."""
    known = set(db.execute(select(_CERTIFICATE.c.number)).scalars())
    found = dict.fromkeys(
        (str(person), str(number))
        for person, number in _named(db)
        if person and number and number not in known and read_certificate_number(str(number))
    )
    return tuple(found)


def _named(db: Connection) -> Iterator[tuple[str, str]]:
    for kind, wanted in _NAMED.items():
        for row in sift(db, kind, db.exec_driver_sql(wanted).all()):
            yield row.id_number, row.number
    for row in sift(db, _TOLD.name, db.execute(select(_TOLD)).all()):
        with suppress(*_DAMAGED):
            for number in certificate_numbers(rows.read_answer(row.body).history):
                yield row.id_number, number
