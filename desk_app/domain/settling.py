"""The law a proceeding goes by: its procedure of the pack it began with, and its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from desk_app.domain.clocks import Running, first_warning, running
from desk_app.domain.events import Event
from desk_app.domain.proceedings import walk
from desk_app.errors import RuleError
from forms.calendar import Calendar
from forms.clock_kinds import Clock
from forms.pack import NEXT_DAY, Hall, Pack
from forms.procedures import Procedure, State


class Packs(Protocol):
    """Every definition pack that was ever in force here; any thread may ask."""

    @property
    def current(self) -> Pack:
        """The pack in force, with which new records begin."""
        ...

    def of(self, digest: str) -> Pack | None:
        """The pack of a digest, or None when it was never kept here."""
        ...


@dataclass(frozen=True, slots=True)
class Settling:
    """Procedures and clocks of all proceedings here; any thread may ask."""

    packs: Packs
    calendar: Calendar

    def pack(self, digest: str) -> Pack:
        """The pack of a digest; the one in force when that pack is not kept here."""
        return self.packs.of(digest) or self.packs.current

    def procedure(self, digest: str, procedure: str) -> Procedure:
        """The procedure a proceeding runs by; RuleError when neither its pack nor today's has it."""
        found = self.pack(digest).procedures.get(procedure) or self.packs.current.procedures.get(procedure)
        if found is None:
            raise RuleError(f"业务定义里没有“{procedure}”这种登记,请把业务定义更新后再看")
        return found

    def shown(self, digest: str, procedure: str, state: str) -> State:
        """A state as it is shown today: by the pack in force, else by the one the proceeding began with.

        RuleError when neither has the procedure.
        """
        today = self.packs.current.procedures.get(procedure)
        own = self.procedure(digest, procedure)
        if today and any(s.code == state for s in today.states):
            found, before = today.state(state), next((s for s in own.states if s.code == state), None)
            # Whether the clock stands is a rule, which stays that of its own pack; its word says so.
            return before if before and bool(before.stops) != bool(found.stops) else found
        return own.state(state)

    def clocks(self, digest: str, procedure: str, events: Sequence[Event]) -> tuple[Running, ...]:
        """The clocks that run for one proceeding, given its events."""
        law, pack = self.procedure(digest, procedure), self.pack(digest)
        first = next((event for event, _ in walk(law, events)), None)
        if first is None or not law.clocks:
            return ()
        started = counted_from(self.calendar, self.packs.current.hall, first.at)
        return running(law, started, events, lambda clock: amount(pack, clock), self.calendar)

    def warning(self, digest: str, procedure: str, events: Sequence[Event]) -> tuple[date | None, bool]:
        """The first day of a clock's warning (None: no warning), and whether a last day is provisional."""
        found = self.clocks(digest, procedure, events)
        return first_warning(found), any(r.provisional for r in found)


def counted_from(calendar: Calendar, hall: Hall, moment: datetime) -> date:
    """The day a moment counts for; after closing, the next working day if the county chose that."""
    return calendar.counts_from(moment, hall.opening, hall.after_hours == NEXT_DAY)


def amount(pack: Pack, clock: Clock) -> int:
    """How many units a clock runs: a limit of the pack, the county's number, or its own amount."""
    if clock.limit:
        return int(getattr(pack.limits, clock.limit))
    said = pack.values.get(clock.county, "")
    return int(said) if said.isdecimal() else clock.amount
