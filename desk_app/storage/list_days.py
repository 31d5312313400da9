"""SQL for what the rows of lists say of a record on a day: how near its end is, and whether it is in time."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, cast, func

from desk_app.domain.entries import DONE, ENDED, NO_DAY, OPEN, STANDS
from desk_app.domain.lists import Course, DueKind, Pace
from desk_app.storage import tables

_TABLE = tables.listed


def due(today: date) -> ColumnElement[str]:
    """SQL for the due kind of a record on a day."""
    day, table = today.isoformat(), _TABLE.c
    return case(
        (table.outcome != OPEN, DueKind.NONE.value),
        (table.due < day, DueKind.OVERDUE.value),
        (table.due == day, DueKind.TODAY.value),
        (table.stopped >= day, DueKind.STOPPED.value),
        (table.due == STANDS, DueKind.STOPPED.value),
        (table.due == NO_DAY, DueKind.NONE.value),
        (and_(table.warn_on != "", table.warn_on <= day), DueKind.SOON.value),
        else_=DueKind.RUNNING.value,
    )


def days_of(kinds: Collection[DueKind], today: date) -> Iterator[ColumnElement[bool]]:
    """The last days records of these kinds can have, as far as an index of days can tell."""
    if not {*kinds} - {DueKind.OVERDUE, DueKind.TODAY}:
        yield _TABLE.c.due <= today.isoformat()
    if not {*kinds} - {DueKind.TODAY, DueKind.SOON, DueKind.RUNNING}:
        yield _TABLE.c.due >= today.isoformat()


def course(today: date) -> ColumnElement[str]:
    """SQL for the course of a record on a day."""
    table = _TABLE.c
    return case(
        (table.outcome == DONE, Course.DONE.value),
        (table.outcome == ENDED, Course.ENDED.value),
        (table.stopped >= today.isoformat(), Course.STOPPED.value),
        else_=Course.RUNNING.value,
    )


def pace(today: date) -> ColumnElement[str]:
    """SQL for the pace of a record on a day: whether it kept its promise."""
    table = _TABLE.c
    missed = and_(table.promise_on != "", table.promise_on < today.isoformat())
    return case(
        (and_(table.outcome == DONE, table.late == 1), Pace.LATE.value),
        (table.outcome == DONE, Pace.TIMELY.value),
        (and_(table.outcome == OPEN, missed), Pace.MISSED.value),
        else_=Pace.OTHER.value,
    )


def first_of(by: str, day: ColumnElement[Any]) -> ColumnElement[Any] | None:
    """SQL for the first day of the week, month, quarter or year that a day lies in; None for other words."""
    match by:
        case "week":
            return func.date(day, "weekday 0", "-6 days")
        case "month":
            return func.substr(day, 1, 7) + "-01"
        case "quarter":
            months = (cast(func.substr(day, 6, 2), Integer) - 1) // 3 * 3 + 1
            return func.printf("%s%02d-01", func.substr(day, 1, 5), months)
        case "year":
            return func.substr(day, 1, 5) + "01-01"
    return None
