"""Rounds: the periods of the calendar in which a duty recurs, each with its last day. All pure."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forms.calendar import Calendar
from forms.round_kinds import Every, Round


@dataclass(frozen=True, slots=True)
class Turn:
    """One period: it opens on a day and should be done by another."""

    key: str
    """Its name, e.g. ``2026-11``, ``2026``, ``2026-W48-2``; each member has one record for it."""
    opens: date
    due: date


def turns(round_: Round, calendar: Calendar, since: date, today: date) -> Iterator[Turn]:
    """The turns that have opened by today and were due on ``since`` or later, oldest first."""
    match round_.every:
        case Every.WINDOW:
            found = _windows(round_, since, today)
        case Every.WEEK:
            found = _weeks(round_, since, today)
        case _:
            found = _months(round_, calendar, since, today)
    return (turn for turn in found if turn.opens <= today and turn.due >= since)


def _months(round_: Round, calendar: Calendar, since: date, today: date) -> Iterator[Turn]:
    """A turn a month, from its first day; only in ``months`` when some are named."""
    first = since.replace(day=1)
    while first <= today:
        last = monthrange(first.year, first.month)[1]
        if not round_.months or str(first.month) in round_.months:
            due = first.replace(day=min(round_.on, last))
            if round_.every is Every.LAST_WORKING_DAY:
                due = next(d for d in _back(first.replace(day=last)) if calendar.works(d))
            yield Turn(f"{first:%Y-%m}", first, due)
        first += timedelta(days=last)


def _windows(round_: Round, since: date, today: date) -> Iterator[Turn]:
    """A turn a year, from the day ``since`` to the day ``until``."""
    for year in range(since.year, today.year + 1):
        opens, due = (_day(year, text) for text in (round_.since, round_.until))
        yield Turn(str(year), opens, due)


def _weeks(round_: Round, since: date, today: date) -> Iterator[Turn]:
    """``times`` turns a week, Monday to Sunday."""
    monday = since - timedelta(days=since.weekday())
    while monday <= today:
        year, week, _ = monday.isocalendar()
        for nth in range(1, round_.times + 1):
            yield Turn(f"{year}-W{week:02d}-{nth}", monday, monday + timedelta(days=6))
        monday += timedelta(days=7)


def _day(year: int, text: str) -> date:
    """The day MM-DD of a year; 02-29 is the 28th in other years."""
    month, day = (int(part) for part in text.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


def _back(day: date) -> Iterator[date]:
    while True:
        yield day
        day -= timedelta(days=1)
