"""What has to be done so often in every month or week: its periods, and how far each has come. All pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from forms.clock_kinds import Clock, Cycle


@dataclass(frozen=True, slots=True)
class CycleCount:
    """How often a thing was done in one period."""

    first: date
    last: date
    done: int
    wanted: int
    judged: bool
    """Whether it counts: a period that was begun in the middle, or is not over yet, is only shown."""

    @property
    def owed(self) -> int:
        """How many times are missing."""
        return max(0, self.wanted - self.done)


def span(period: Cycle, day: date) -> tuple[date, date]:
    """First and last day of the period that a day lies in."""
    if period is Cycle.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def closed(period: Cycle, since: date, until: date, today: date) -> Iterator[tuple[date, date]]:
    """The periods that are over and whose last day is one of these: each belongs to one span of days."""
    first, last = span(period, since)
    while last <= until and last < today:
        yield first, last
        first, last = span(period, last + timedelta(days=1))


def due(clock: Clock, start: date, done: Collection[date]) -> date:
    """The last day of the first period that lacks something.

    The period it began in counts only when it began with it; what was missed before the last thing that was
    done can not be mended and is not asked for again.
    """
    first, last = span(clock.period, start)
    if first < start:
        first, last = span(clock.period, last + timedelta(days=1))
    if done and max(done) > last:
        first, last = span(clock.period, max(done))
    while sum(first <= day <= last for day in done) >= clock.times:
        first, last = span(clock.period, last + timedelta(days=1))
    return last


def counts(clock: Clock, start: date, done: Collection[date], until: date) -> Iterator[CycleCount]:
    """Every period from its start until a day, oldest first."""
    first, last = span(clock.period, start)
    while first <= until:
        count = sum(first <= day <= last for day in done)
        yield CycleCount(first, last, count, clock.times, judged=first >= start and last < until)
        first, last = span(clock.period, last + timedelta(days=1))
