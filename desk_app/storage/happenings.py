"""What happened to records, as rows beside those of lists, and SQL that counts them."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    distinct,
    func,
    select,
    true,
)

from desk_app.domain import cycles
from desk_app.domain.entries import Entry
from desk_app.domain.happening import COUNTED, STRETCH
from desk_app.domain.lists import Frequency, Happening
from desk_app.storage import list_days, tables
from forms.clock_kinds import Clock

_TABLE, _LISTED = tables.happened, tables.listed
# Written out, for they run in every transaction with such records.
_GONE: Final = "DELETE FROM happened WHERE record IN (SELECT value FROM json_each(?))"
_PUT: Final = (
    "INSERT INTO happened (record, procedure, kind, what, since, until, key) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_HELD: Final = "SELECT record, procedure, kind, what, since, until, key FROM happened WHERE record IN"


def put(db: Connection, entries: Sequence[Entry]) -> None:
    """Write what happened to these records in place of what stood there."""
    if entries:
        db.exec_driver_sql(_GONE, (json.dumps([e.id for e in entries]),))
    if rows := [row for e in entries for row in _rows(e)]:
        db.exec_driver_sql(_PUT, rows)


def apart(db: Connection, entries: Iterable[Entry]) -> frozenset[str]:
    """Ids of those of these records of which something else stands there."""
    told = {e.id: sorted(_rows(e)) for e in entries}
    held: dict[str, list[tuple[Any, ...]]] = {name: [] for name in told}
    asked = f"{_HELD} (SELECT value FROM json_each(?))"
    for row in db.exec_driver_sql(asked, (json.dumps(list(told)),)):
        held[row[0]].append(tuple(row))
    return frozenset(name for name, rows in told.items() if sorted(held[name]) != rows)


def _rows(made: Entry) -> list[tuple[str, ...]]:
    return [(made.id, made.procedure, h.kind, h.what, h.since, h.until, h.key) for h in made.happened]


# ---- conditions ------------------------------------------------------------------------------------


def did(wanted: Happening) -> ColumnElement[bool]:
    """The condition on ``listed`` that something happened to a record."""
    held = _TABLE.c
    found = select(held.record).where(held.procedure == _LISTED.c.procedure, *_meets(wanted))
    return _LISTED.c.id.in_(found.correlate(_LISTED))


def _meets(wanted: Happening) -> list[ColumnElement[bool]]:
    held = _TABLE.c
    found = [held.kind == wanted.kind, held.what.in_(sorted(wanted.what))]
    found += [held.since >= wanted.since.isoformat()] if wanted.since else []
    return found + ([held.since <= wanted.until.isoformat()] if wanted.until else [])


def has_periods(clock: Clock, procedure: str, wanted: Frequency, today: date) -> ColumnElement[bool]:
    """The condition on ``listed`` that a record has a closed period, or one that fell short."""
    each = _each(clock, procedure, (wanted.since, wanted.until), today).subquery()
    short = (each.c.done < clock.times) if wanted.short else true()
    return _LISTED.c.id.in_(select(each.c.record).where(each.c.whole == 1, short))


# ---- counts ----------------------------------------------------------------------------------------


def times(
    procedure: str, wanted: Happening, code: ColumnElement[Any], mark: str, where: ColumnElement[bool]
) -> Select[Any]:
    """SQL for how often something was done, and in how many records, by a code; what has one key counts once.

    ``mark`` stands around each code of a column that may hold several; empty where it holds one.
    """
    held = _TABLE.c
    whence: FromClause = _TABLE.join(_LISTED, _LISTED.c.id == held.record)
    if mark:
        texts = func.replace(func.trim(code, mark), mark, '","')
        each = func.json_each('["' + texts + '"]').table_valued("value").alias("each")
        whence, code = whence.join(each, true()), each.c.value
    meets = (held.procedure == procedure, *_meets(wanted), where)
    told = (func.count(distinct(held.key)), func.count(distinct(held.record)))
    return select(code, *told).select_from(whence).where(*meets).group_by(code)


def reached(
    clock: Clock,
    procedure: str,
    days: tuple[date, date],
    today: date,
    by: str,
    code: ColumnElement[Any],
    where: ColumnElement[bool],
) -> Select[Any]:
    """SQL for the closed periods of a clock, as ``Reached``: by a code, or by the time they ended in."""
    each = _each(clock, procedure, days, today, code, where).subquery()
    short = and_(each.c.whole == 1, each.c.done < clock.times)
    told = (
        func.sum(each.c.whole * cast(each.c.done >= clock.times, Integer)),
        func.sum(each.c.whole),
        func.sum(1 - each.c.whole),
        func.count(distinct(case((short, each.c.record)))),
        func.count(distinct(case((each.c.whole == 1, each.c.record)))),
    )
    timely = list_days.first_of(by, each.c.last)
    group = each.c.code if timely is None else timely
    return select(group, *told).group_by(group)


def _each(
    clock: Clock,
    procedure: str,
    days: tuple[date, date],
    today: date,
    code: ColumnElement[Any] | None = None,
    where: ColumnElement[bool] | None = None,
) -> Select[Any]:
    """SQL for each record and closed period in which a clock ran: in all of it or not, and how often."""
    closed = [
        [first.isoformat(), last.isoformat()] for first, last in cycles.closed(clock.period, *days, today)
    ]
    period = func.json_each(json.dumps(closed)).table_valued("value").alias("period")
    first, last = (func.json_extract(period.c.value, f"$[{place}]") for place in (0, 1))
    ran, done = _TABLE.alias("ran"), _TABLE.alias("done")
    here = (done.c.record == ran.c.record, done.c.kind == COUNTED, done.c.what == clock.id)
    count = select(func.count()).where(*here, done.c.since.between(first, last)).correlate(ran, period)
    whence: FromClause = ran.join(period, and_(ran.c.since <= last, ran.c.until >= first))
    columns: list[ColumnElement[Any]] = [
        ran.c.record,
        last.label("last"),
        func.max(cast(and_(ran.c.since <= first, ran.c.until >= last), Integer)).label("whole"),
        count.scalar_subquery().label("done"),
    ]
    meets = [ran.c.procedure == procedure, ran.c.kind == STRETCH, ran.c.what == clock.id]
    if where is not None:
        whence, meets = whence.join(_LISTED, _LISTED.c.id == ran.c.record), [*meets, where]
    if code is not None:
        columns.append(code.label("code"))
    return select(*columns).select_from(whence).where(*meets).group_by(ran.c.record, period.c.value)
