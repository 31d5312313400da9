"""What happened to a record, as far as statistics count it: acts by their days, and how often. All pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from desk_app.domain import clocks, cycles
from desk_app.domain.clocks import DoneAct
from desk_app.domain.cycles import CycleCount
from desk_app.domain.events import Event, Payload
from desk_app.domain.proceedings import Standing
from forms import conditions, moments
from forms.clock_kinds import Clock
from forms.procedures import Procedure
from forms.rate_kinds import DONE, ActTally

TALLY: Final = "tally"
"""An act that a tally counts, by the tally's id."""
ACT: Final = "act"
"""An act that a rate asks for, by its code."""
STRETCH: Final = "stretch"
"""Days from which until which something had to be done again and again, by the id of its clock."""
COUNTED: Final = "counted"
"""An act that counts for such a clock, by the clock's id."""
GOES_ON: Final = "9999-12-31"
"""Last day of a stretch that has not ended."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that happened on a day, or over a stretch of days (ISO)."""

    kind: str
    what: str
    since: str
    until: str
    key: str = ""
    """Of a tally: what is counted once has one key, in whichever record it was noted."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What of a procedure's records is kept for its statistics; the same for all of them."""

    tallies: tuple[ActTally, ...] = ()
    acts: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to keep; most procedures have nothing."""
        return bool(self.tallies or self.acts or self.clocks)


NOTHING_WATCHED: Final = Watched()


@dataclass(frozen=True, slots=True)
class OwedStretch:
    """Days over which something was owed again and again, and the act that ended them."""

    since: date
    until: date | None
    """None while it goes on."""
    ended: DoneAct | None = None


def watched(procedure: Procedure) -> Watched:
    """What a procedure's statistics need to know of its records."""
    asked = (
        clause
        for rate in procedure.rates
        for each in (rate.part, rate.whole)
        for line in each
        for clause in line
    )
    acts = {code for clause in asked if clause.element == DONE for code in clause.values}
    return Watched(procedure.tallies, tuple(sorted(acts)), tuple(c for c in procedure.clocks if c.times))


def happened(
    what: Watched, procedure: Procedure, started: date, walked: Sequence[tuple[Event, Standing]], whose: str
) -> Iterator[Happened]:
    """What happened to a record that began on the day ``started``, given its events in the true order.

    ``whose`` tells one person from another.
    """
    acts = clocks.done(started, walked)
    standing = walked[-1][1]
    over = None if procedure.state(standing.state).open else max(started, standing.since.date())
    for tally in what.tallies:
        yield from _tallied(tally, acts, whose, walked)
    for act in sorted({each.act for each in acts} & {*what.acts}):
        yield from (_on(ACT, act, each.day) for each in acts if each.act == act)
    for clock in what.clocks:
        yield from _often(clock, acts, standing.facts, over)


def _tallied(
    tally: ActTally, acts: Sequence[DoneAct], whose: str, walked: Sequence[tuple[Event, Standing]]
) -> Iterator[Happened]:
    for each, (event, _) in zip(acts, walked, strict=True):
        if each.act in tally.counts:
            day = next((d for name in tally.days if (d := moments.day(each.given.get(name)))), each.day)
            yield _on(TALLY, tally.id, day, f"{whose}|{day.isoformat()}" if tally.once_a_day else event.id)


def _often(clock: Clock, acts: Sequence[DoneAct], facts: Payload, over: date | None) -> Iterator[Happened]:
    """The stretches of a clock that counts how often, and the acts that count for it."""
    if not speaks_of(clock, facts):
        return
    found = tuple(stretches(clock, acts, over))
    for each in found:
        until = each.until.isoformat() if each.until else GOES_ON
        yield Happened(STRETCH, clock.id, each.since.isoformat(), until)
    if found:
        yield from (_on(COUNTED, clock.id, day) for day in clocks.counted(clock, acts, found[0].since))


def speaks_of(clock: Clock, facts: Payload) -> bool:
    """Whether a clock runs for a record of these facts at all; unknown counts as false."""
    return not clock.when or conditions.truth(clock.when, facts) is True


def stretches(clock: Clock, acts: Sequence[DoneAct], over: date | None) -> Iterator[OwedStretch]:
    """The stretches over which a clock ran, the oldest first; ``over`` is the day the record was closed."""
    since: date | None = None
    for each in acts:
        if each.act in clock.ends:
            if since is not None:
                yield OwedStretch(since, each.day, each)
            since = None
        elif each.act in clock.starts and since is None:
            since = (moments.day(each.given.get(clock.from_day)) if clock.from_day else None) or each.day
    if since is not None:
        yield OwedStretch(since, over)


def periods(
    clock: Clock, ran: Sequence[OwedStretch], done: Collection[date], today: date
) -> Iterator[CycleCount]:
    """Every period in which the clock ran, the oldest first; it counts when it is over and was whole."""
    first, last = cycles.span(clock.period, ran[0].since) if ran else (today, today)
    while ran and first <= today:
        here = [s for s in ran if s.since <= last and (s.until is None or s.until >= first)]
        whole = any(s.since <= first and (s.until is None or s.until >= last) for s in here)
        if here:
            count = sum(first <= day <= last for day in done)
            yield CycleCount(first, last, count, clock.times, judged=whole and last < today)
        first, last = cycles.span(clock.period, last + timedelta(days=1))


def _on(kind: str, what: str, day: date, key: str = "") -> Happened:
    return Happened(kind, what, day.isoformat(), day.isoformat(), key)
