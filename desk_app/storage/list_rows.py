"""Rows of lists as they are read: in order, without those that are damaged."""

import json
import logging
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from desk_app.database.spine import PROCEEDING
from desk_app.domain.entries import NO_DAY, STANDS
from desk_app.domain.lists import DueKind, Row
from desk_app.storage import list_days, tables
from desk_app.storage.damage import hidden
from forms import moments

_LOG = logging.getLogger(__name__)
_TABLE = tables.listed
_DUE_KIND: Final = "due_kind"


def rows(
    db: Connection,
    where: ColumnElement[bool],
    by: Sequence[ColumnElement[Any]],
    today: date,
    limit: int,
    after: int,
) -> tuple[Row, ...]:
    wanted = select(_TABLE.c.seq).where(where).order_by(*by).limit(limit).offset(after)
    return read(db, db.execute(wanted).scalars().all(), today)


def among(ids: Sequence[int]) -> ColumnElement[bool]:
    return _TABLE.c.seq.in_(select(func.json_each(json.dumps(list(ids))).table_valued("value").c.value))


def read(db: Connection, ids: Sequence[int], today: date) -> tuple[Row, ...]:
    """The rows of these row numbers, in this order, without those that are damaged."""
    wanted = _whole(today).where(among(ids))
    found = {row["seq"]: row for row in db.execute(wanted).mappings()}
    kept = {row[name] for row in found.values() for name in ("id", "parent")} - {""}
    lost = hidden(db, PROCEEDING.name, kept) | hidden(db, tables.application.name, kept)
    made = (_row(found[i]) for i in ids if i in found and lost.isdisjoint(_whose(found[i])))
    return tuple(row for row in made if row)


def _whose(row: RowMapping) -> tuple[str, str]:
    """A record and its parent, whose name and answers stand in its row."""
    return row["id"], row["parent"]


def _whole(today: date) -> Select[Any]:
    return select(_TABLE, list_days.due(today).label(_DUE_KIND))


def _row(held: RowMapping) -> Row | None:
    """A row as it is kept; None when it is damaged, which ``book check`` reports and mends."""
    try:
        return _sound(held)
    except (ValueError, TypeError, AttributeError) as error:
        _LOG.info("a row of a list can not be read: %s", type(error).__name__)
        return None


def _sound(held: RowMapping) -> Row:
    due = held["due"]
    return Row(
        id=held["id"],
        procedure=held["procedure"],
        number=held["number"],
        label=held["label"],
        id_number=held["id_number"],
        phone=held["phone"],
        state=(held["shown_of"], held["shown"]),
        due_on=None if due in (STANDS, NO_DAY) else date.fromisoformat(due),
        due=DueKind(held[_DUE_KIND]),
        began_at=moments.read(held["began_at"]),
        since=moments.read(held["since"]),
        counter=held["counter"],
        clerk=held["clerk"],
        pack_digest=held["pack_digest"],
        decided_on=date.fromisoformat(held["decided_on"]) if held["decided_on"] else None,
        used=held["used"],
        values={column: tuple(codes) for column, codes in json.loads(held["told"]).items()},
    )
