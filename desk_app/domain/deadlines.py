"""One matter's clock: working days used and left, and why it is stopped. All pure.

Limits are working days after the acceptance (附件3, which knows no stop: 累计不超过13个工作日). The days in a
state that stops the clock are not counted (残疾人证管理办法第九条(三), 行政许可法第四十五条 by analogy),
unless the county lets it run on (``forms.stops``). The day of an event does not count (民法典第二百零一条),
whether it starts, stops or resumes the clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice, takewhile

from desk_app.domain.events import Event
from desk_app.domain.proceedings import walk
from forms.calendar import Calendar
from forms.procedures import Procedure
from forms.sentences import short_date

Step = tuple[date, str]
"""The day a matter came to a state, and the state's code."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of the clock, from the day of one event to that of another; ``end`` is None while it lasts."""

    reason: str
    """Why the clock is stopped, in the procedure's words."""
    start: date
    end: date | None = None
    lasts: int = 0
    """Working days after which the stop ends by itself (公示); 0 when only an event ends it."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One matter's clock as of today."""

    promised: int
    """Working days promised."""
    used: int
    due: date | None
    """The promised day; None while a stop has no known end."""
    legal: date | None
    """The legal day; None while a stop has no known end."""
    provisional: bool
    """Whether a day depends on a year that is not published, or on a 公示 that is not over."""
    stands: str = ""
    until: date | None = None
    """The last day of a 公示 that ends by itself."""
    ended: bool = False
    """Whether the matter is decided, so that ``used`` no longer grows."""

    @property
    def left(self) -> int:
        """Working days left of the promise; negative when it is broken."""
        return self.promised - self.used


def steps(procedure: Procedure, started: date, events: Sequence[Event]) -> tuple[Step, ...]:
    """The states a proceeding went through, each with its day; the first is on the day ``started``."""
    found: list[Step] = []
    for event, standing in walk(procedure, events):
        if not found:
            found.append((started, standing.state))
        elif found[-1][1] != standing.state:
            found.append((max(started, event.at.date()), standing.state))
    return tuple(found)


def pauses(procedure: Procedure, taken: Sequence[Step]) -> tuple[Pause, ...]:
    """The stops of a clock, from the states a proceeding went through."""
    ends = [day for day, _ in taken[1:]]
    found = zip(taken, (*ends, None), strict=True) if taken else ()
    stops = ((procedure.state(code), day, end) for (day, code), end in found)
    return tuple(Pause(s.stops, day, end, s.lasts) for s, day, end in stops if s.stops)


def ended(procedure: Procedure, taken: Sequence[Step]) -> date | None:
    """The day a proceeding was decided, or None while it is open."""
    return next((day for day, code in taken if not procedure.state(code).open), None)


def deadline(
    accepted: date,
    limits: tuple[int, int],
    stops: Sequence[Pause],
    calendar: Calendar,
    today: date,
    decided: date | None = None,
) -> Deadline:
    """A matter's clock as of today; ``limits`` are the promised and the legal working days."""
    spans = tuple(_span(p, calendar) for p in stops)
    promised, legal = (_nth(_counted(accepted, spans, calendar), n) for n in limits)
    upto = min(today, decided or today)
    used = sum(1 for _ in takewhile(lambda day: day <= upto, _counted(accepted, spans, calendar)))
    span = next((s for s in spans if s.holds(today)), None) if decided is None else None
    guess = promised is not None and any(s.expected and s.start < promised for s in spans)
    return Deadline(
        promised=limits[0],
        used=used,
        due=promised,
        legal=legal,
        provisional=guess or _unpublished(accepted, promised, calendar),
        stands=span.reason if span else "",
        until=span.end if span and span.expected else None,
        ended=decided is not None,
    )


def due(start: date, amount: int, stops: Sequence[Pause], calendar: Calendar) -> tuple[date | None, bool]:
    """The last of ``amount`` working days after ``start``, and whether it is 预计.

    The day is None while a stop has no known end.
    """
    return _due(start, amount, tuple(stops), calendar)


@lru_cache(1024)  # what is accepted on one day has the same days, and they are asked for again and again
def _due(start: date, amount: int, stops: tuple[Pause, ...], calendar: Calendar) -> tuple[date | None, bool]:
    spans = tuple(_span(p, calendar) for p in stops)
    day = _nth(_counted(start, spans, calendar), amount)
    guess = day is not None and any(s.expected and s.start < day for s in spans)
    return day, guess or _unpublished(start, day, calendar)


@dataclass(frozen=True, slots=True)
class _Span:
    """A pause with its end, as far as that can be known."""

    reason: str
    start: date
    end: date | None
    expected: bool

    def covers(self, day: date) -> bool:
        """Whether a working day of this date is not counted."""
        return self.start < day and (self.end is None or day <= self.end)

    def holds(self, today: date) -> bool:
        """Whether the clock is stopped on a day: from its first event to the day before its last.

        The last day counts as well when the stop ends by itself and no event has ended it.
        """
        if self.end is None or today < self.end:
            return self.start <= today
        return self.expected and today == self.end


def _span(pause: Pause, calendar: Calendar) -> _Span:
    if pause.lasts and pause.end is None:
        return _Span(pause.reason, pause.start, calendar.after(pause.start, pause.lasts)[0], True)
    return _Span(pause.reason, pause.start, pause.end, False)


def _counted(accepted: date, spans: Sequence[_Span], calendar: Calendar) -> Iterator[date]:
    """The working days that count, in order; the series ends at a stop without a known end."""
    day = accepted
    while True:
        day += timedelta(days=1)
        if any(s.end is None and s.covers(day) for s in spans):
            return
        if calendar.works(day) and not any(s.covers(day) for s in spans):
            yield day


def _nth(days: Iterator[date], number: int) -> date | None:
    return next(islice(days, number - 1, None), None)


def _unpublished(accepted: date, due: date | None, calendar: Calendar) -> bool:
    years = range((accepted + timedelta(days=1)).year, due.year + 1) if due else ()
    return any(year not in calendar.years for year in years)


def sentence(deadline: Deadline, today: date) -> str:
    """One line for the clerk, e.g. ``剩4个工作日,11月30日到期``."""
    late = f",超过承诺{-deadline.left}个工作日" if deadline.left < 0 else ""
    if deadline.ended:
        return f"共用{deadline.used}个工作日{late}"
    if deadline.stands:
        until = f",预计{short_date(deadline.until, today.year)}满" if deadline.until else ""
        return f"停表({deadline.stands}),已用{deadline.used}个工作日{late}{until}"
    guess = "预计" if deadline.provisional else ""
    due = f"{guess}{short_date(deadline.due, today.year)}" if deadline.due else ""
    if deadline.left < 0:
        legal = f",法定期限{guess}{short_date(deadline.legal, today.year)}" if deadline.legal else ""
        return f"{late[1:]},应{due}办结{legal}"
    if deadline.left == 0:
        return "今天到期" if deadline.due == today else f"{due}已到期"
    return f"剩{deadline.left}个工作日" + (f",{due}到期" if due else "")
