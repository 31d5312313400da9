"""The clocks of a proceeding: which run, when each ends, and from which day a to-do warns. All pure."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from desk_app.domain import cycles
from desk_app.domain.deadlines import Pause, due, pauses, steps
from desk_app.domain.events import Event, Payload
from desk_app.domain.proceedings import Standing, walk
from forms import conditions, moments
from forms.calendar import Calendar
from forms.clock_kinds import Clock, Unit
from forms.procedures import Procedure


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

    def asks(self, today: date) -> str:
        """The template of its to-do today; empty before its warning, or when it has none."""
        if self.warn_on is None or self.due is None or today < self.warn_on:
            return ""
        return self.clock.overdue or self.clock.warning if today > self.due else self.clock.warning


def running(
    procedure: Procedure,
    started: date,
    events: Sequence[Event],
    amount: Callable[[Clock], int],
    calendar: Calendar,
) -> tuple[Running, ...]:
    """The clocks that run, in the procedure's order; of a record that is over only those ``beyond``.

    ``started`` is the day its beginning counts for; ``amount`` gives the length of a clock in its units.
    """
    taken = steps(procedure, started, events)
    clocks = _still(procedure, taken[-1][1]) if taken else ()
    if not clocks:
        return ()
    walked = tuple(walk(procedure, events))
    facts = walked[-1][1].facts
    clocks = tuple(c for c in clocks if not c.when or conditions.truth(c.when, facts) is True)
    acts = done(started, walked)
    stops = pauses(procedure, taken)
    found = ((c, began(c, acts)) for c in clocks)
    return tuple(
        _until(c, day, facts, calendar)
        if c.last_day
        else _again(c, day, acts)
        if c.times
        else _running(c, day, _told(c, facts) or amount(c), stops, calendar)
        for c, day in found
        if day is not None
    )


@dataclass(frozen=True, slots=True)
class DoneAct:
    """One act that was done: its code, the day it counts for, what it was given."""

    act: str
    day: date
    given: Payload


def done(started: date, walked: Sequence[tuple[Event, Standing]]) -> tuple[DoneAct, ...]:
    """The acts of a proceeding whose beginning counts for the day ``started``, in the true order."""
    rest = (DoneAct(e.act, max(started, e.at.date()), e.payload) for e, _ in walked[1:])
    first = walked[0][0]
    return (DoneAct(first.act, started, first.payload), *rest)


def counted(clock: Clock, acts: Sequence[DoneAct], since: date) -> tuple[date, ...]:
    """The days from ``since`` on on which what a clock counts was done, and done enough."""
    mine = (d for d in acts if d.act == clock.counted and enough(clock, d.given))
    days = ((_given(clock.counted_on, d.given) if clock.counted_on else None) or d.day for d in mine)
    return tuple(sorted(day for day in days if day >= since))


def enough(clock: Clock, given: Payload) -> bool:
    """Whether what an act was given makes it count; unknown counts as false."""
    return not clock.enough or conditions.truth(clock.enough, given) is True


def _still(procedure: Procedure, state: str) -> tuple[Clock, ...]:
    """The clocks that can run in a state."""
    is_open = procedure.state(state).open
    return tuple(c for c in procedure.clocks if is_open or c.beyond)


def first_warning(found: Sequence[Running]) -> date | None:
    """The earliest ``warn_on`` of these clocks; None when none warns."""
    days = [r.warn_on for r in found if r.clock.warning and r.warn_on]
    days += [r.due + timedelta(days=1) for r in found if r.clock.overdue and not r.clock.warning and r.due]
    return min(days, default=None)


def began(clock: Clock, acts: Sequence[DoneAct]) -> date | None:
    """The day a clock was last started; None when it was not, or was ended since."""
    told: date | None = None
    silent: date | None = None
    for each in acts:
        if each.act in clock.ends:
            told = silent = None
        elif each.act in clock.starts and told is None:
            told = (_given(clock.from_day, each.given) if clock.from_day else None) or each.day
        elif each.act in clock.else_after and silent is None:
            silent = _next(clock.else_on, each.day)
    return min((day for day in (told, silent) if day), default=None)


def _next(on: int, day: date) -> date:
    """The first day ``on`` of a month that is not before a day; the last one where the month is shorter."""
    first = day.replace(day=1)
    for _ in range(2):
        last = monthrange(first.year, first.month)[1]
        if (found := first.replace(day=min(on, last))) >= day:
            return found
        first += timedelta(days=last)
    return first.replace(day=on)


def _again(clock: Clock, start: date, acts: Sequence[DoneAct]) -> Running:
    """A clock of something to be done again and again: it ends with the first period that lacks one."""
    last = cycles.due(clock, start, counted(clock, acts, start))
    return Running(clock, start, last, last - timedelta(days=clock.warn), False)


def _running(clock: Clock, start: date, amount: int, stops: Sequence[Pause], calendar: Calendar) -> Running:
    if clock.unit is Unit.WORKING:
        last, provisional = due(start, amount, stops if clock.stoppable else (), calendar)
        warn_on = _working_before(last, clock.warn, calendar) if last else None
    else:
        last = _open(_plain(clock.unit, start, amount), calendar)
        warn_on, provisional = last - timedelta(days=clock.warn), False
    return Running(clock, start, last, warn_on, provisional)


def _told(clock: Clock, facts: Payload) -> int:
    """The length that a record itself tells of a clock; 0 where it tells none."""
    said = str(facts.get(clock.amount_of) or "")
    return int(said) if said.isdecimal() else 0


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
    return max((day for each in told if (day := moments.day(each))), default=None)


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
