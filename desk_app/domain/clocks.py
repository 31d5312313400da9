"""The clocks of a proceeding: which run, when each ends, and from which day a to-do warns. All pure."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desk_app.domain.deadlines import Pause, due, pauses, steps
from desk_app.domain.events import Event, Payload
from desk_app.domain.proceedings import walk
from forms import conditions
from forms.calendar import Calendar
from forms.procedures import Clock, Procedure, Unit


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that was started and has not ended."""

    clock: Clock
    started: date
    due: date | None
    """Its last day; None while it is stopped without a known end."""
    warn_on: date | None
    """The first day of its warning."""
    provisional: bool
    """Whether its last day depends on a year whose days off are not published yet."""


def running(
    procedure: Procedure,
    started: date,
    events: Sequence[Event],
    amount: Callable[[Clock], int],
    calendar: Calendar,
) -> tuple[Running, ...]:
    """The clocks that run, in the procedure's order; of one that is over only those that run ``beyond``.

    ``started`` is the day its beginning counts for; ``amount`` gives the length of a clock in its units.
    """
    taken = steps(procedure, started, events)
    clocks = _still(procedure, taken[-1][1]) if taken else ()
    if not clocks:
        return ()
    walked = tuple(walk(procedure, events))
    facts = walked[-1][1].facts
    clocks = tuple(c for c in clocks if not c.when or conditions.truth(c.when, facts) is True)
    acts = tuple((e.act, max(started, e.at.date())) for e, _ in walked)
    acts = ((acts[0][0], started), *acts[1:])
    stops = pauses(procedure, taken)
    found = ((c, _began(c, acts)) for c in clocks)
    return tuple(
        _until(c, day, facts, calendar) if c.last_day else _running(c, day, amount(c), stops, calendar)
        for c, day in found
        if day is not None
    )


def _still(procedure: Procedure, state: str) -> tuple[Clock, ...]:
    """The clocks that can run in a state."""
    is_open = procedure.state(state).open
    return tuple(c for c in procedure.clocks if is_open or c.beyond)


def first_warning(found: Sequence[Running]) -> date | None:
    """The earliest ``warn_on`` of these clocks; None when none warns."""
    days = [r.warn_on for r in found if r.clock.warning and r.warn_on]
    days += [r.due + timedelta(days=1) for r in found if r.clock.overdue and not r.clock.warning and r.due]
    return min(days, default=None)


def _began(clock: Clock, acts: Sequence[tuple[str, date]]) -> date | None:
    """The day a clock was last started; None when it was not, or was ended since."""
    began: date | None = None
    for act, day in acts:
        if act in clock.ends:
            began = None
        elif act in clock.starts and began is None:
            began = day
    return began


def _running(clock: Clock, start: date, amount: int, stops: Sequence[Pause], calendar: Calendar) -> Running:
    if clock.unit is Unit.WORKING:
        last, provisional = due(start, amount, stops if clock.stoppable else (), calendar)
        warn_on = _working_before(last, clock.warn, calendar) if last else None
    else:
        last = _open(_plain(clock.unit, start, amount), calendar)
        warn_on, provisional = last - timedelta(days=clock.warn), False
    return Running(clock, start, last, warn_on, provisional)


def _until(clock: Clock, start: date, facts: Payload, calendar: Calendar) -> Running:
    """A clock that ends on a date given to an act; it has no last day and no warning without that date."""
    last = _given(clock.last_day, facts)
    if last is None:
        return Running(clock, start, None, None, False)
    if clock.unit is Unit.WORKING:
        return Running(clock, start, last, _working_before(last, clock.warn, calendar), False)
    return Running(clock, start, last, last - timedelta(days=clock.warn), False)


def _given(name: str, facts: Payload) -> date | None:
    """The day given as ``name``, or the last of those in a column of rows (``rows.until``)."""
    rows, _, column = name.partition(".")
    told = (
        [r.get(column) for r in facts.get(rows) or () if isinstance(r, Mapping)]
        if column
        else [facts.get(name)]
    )
    return max((day for each in told if (day := _day(each))), default=None)


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _plain(unit: Unit, start: date, amount: int) -> date:
    """The last day of a limit in days, months or years from a day (民法典第二百零一、二百零二条)."""
    if unit is Unit.CALENDAR:
        return start + timedelta(days=amount)
    months = start.month - 1 + (amount if unit is Unit.MONTH else 12 * amount)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _open(day: date, calendar: Calendar) -> date:
    """The day itself, or the next working day when it is a day off (民法典第二百零三条)."""
    return day if calendar.works(day) else calendar.after(day, 1)[0]


@lru_cache(1024)
def _working_before(day: date, count: int, calendar: Calendar) -> date:
    return next(d for n, d in enumerate(_working_back(day, calendar)) if n == count)


def _working_back(day: date, calendar: Calendar) -> Iterator[date]:
    """The day, then the working days before it."""
    yield day
    while True:
        day -= timedelta(days=1)
        if calendar.works(day):
            yield day
