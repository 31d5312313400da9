"""One matter's clock: working days used and left, and why it stands still. All pure.

Limits are working days after the acceptance (附件3); 评定, 公示, 补正 and the wait for a certificate are
not counted (行政许可法第四十五条, 附件2第十三条). The day of an event does not count
(民法典第二百零一条), whether it starts, stops or resumes the clock.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import Final

from desk_app.domain.applications import OPEN_STATES, MatterCase, MatterState
from forms.calendar import Calendar

PUBLICATION_DAYS: Final = 5
"""Working days of a 公示 (附件2)."""


class Reason(StrEnum):
    """Why a clock stands; the words are those the clerk sees."""

    ASSESSMENT = "残疾评定和公示"
    """The county's news do not tell the two apart."""
    PUBLICATION = "公示"
    CORRECTION = "补正"
    CERTIFICATE = "等证件结果"


_STOPS: Final = {
    MatterState.ASSESSING: Reason.ASSESSMENT,
    MatterState.CORRECTION: Reason.CORRECTION,
    MatterState.HELD: Reason.CERTIFICATE,
}


@dataclass(frozen=True, slots=True)
class StateChange:
    """One matter of an application came to a state."""

    matter: str
    state: MatterState
    at: datetime


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of the clock from the day of one event to that of another, or still open."""

    reason: Reason
    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Where one matter's clock stands today."""

    promised: int
    """Working days promised."""
    used: int
    due: date | None
    """The promised day; None while nobody can know when the clock goes on."""
    legal: date | None
    """The legal day; None as above."""
    provisional: bool
    """Days hang on a year that is not published, or on a 公示 that is not over."""
    stands: Reason | None = None
    until: date | None = None
    """The last day of a 公示 that ends by itself."""
    ended: bool = False
    """The matter is decided; ``used`` grows no more."""

    @property
    def left(self) -> int:
        """Working days left of the promise; below 0 it is broken."""
        return self.promised - self.used


def pauses(case: MatterCase, accepted: date, changes: Sequence[StateChange]) -> tuple[Pause, ...]:
    """The stops of a matter, from what it started as and its changes of state in order."""
    steps = _steps(case, accepted, changes)
    ends = [day for day, _ in steps[1:]]
    return tuple(
        Pause(_STOPS[state], day, end)
        for (day, state), end in zip(steps, (*ends, None), strict=True)
        if state in _STOPS
    )


def ended(case: MatterCase, accepted: date, changes: Sequence[StateChange]) -> date | None:
    """The day a matter was decided, or None while it is open."""
    return next((d for d, state in _steps(case, accepted, changes) if state not in OPEN_STATES), None)


def _steps(
    case: MatterCase, accepted: date, changes: Sequence[StateChange]
) -> tuple[tuple[date, MatterState], ...]:
    first = MatterState.HELD if case.waits_for else MatterState.TAKEN
    own = ((c.at.date(), c.state) for c in changes if c.matter == case.matter)
    return ((accepted, first), *own)


def deadline(
    accepted: date,
    limits: tuple[int, int],
    stops: Sequence[Pause],
    calendar: Calendar,
    today: date,
    decided: date | None = None,
) -> Deadline:
    """A matter's clock today; ``limits`` are the promised and the legal working days."""
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
        stands=span.reason if span else None,
        until=span.end if span and span.expected else None,
        ended=decided is not None,
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """A pause with its end as far as it can be known."""

    reason: Reason
    start: date
    end: date | None
    expected: bool

    def covers(self, day: date) -> bool:
        """Whether a working day of this date is not counted."""
        return self.start < day and (self.end is None or day <= self.end)

    def holds(self, today: date) -> bool:
        """Whether the clock stands today: from the event on, till the event that ends it."""
        if self.end is None or today < self.end:
            return self.start <= today
        return self.expected and today == self.end


def _span(pause: Pause, calendar: Calendar) -> _Span:
    if pause.reason is Reason.PUBLICATION and pause.end is None:
        return _Span(pause.reason, pause.start, calendar.after(pause.start, PUBLICATION_DAYS)[0], True)
    return _Span(pause.reason, pause.start, pause.end, False)


def _counted(accepted: date, spans: Sequence[_Span], calendar: Calendar) -> Iterator[date]:
    """The working days that count, in order; they end where the clock stands for nobody knows how long."""
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
        until = f",预计{_day(deadline.until, today)}满" if deadline.until else ""
        return f"停表({deadline.stands}),已用{deadline.used}个工作日{late}{until}"
    guess = "预计" if deadline.provisional else ""
    due = f"{guess}{_day(deadline.due, today)}" if deadline.due else ""
    if deadline.left < 0:
        legal = f",法定期限{guess}{_day(deadline.legal, today)}" if deadline.legal else ""
        return f"{late[1:]},应{due}办结{legal}"
    if deadline.left == 0:
        return "今天到期" if deadline.due == today else f"{due}已到期"
    return f"剩{deadline.left}个工作日" + (f",{due}到期" if due else "")


def _day(day: date, today: date) -> str:
    year = f"{day.year}年" if day.year != today.year else ""
    return f"{year}{day.month}月{day.day}日"
