"""What one portion of a run writes: records begun, changed and cleared, all in one transaction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from desk_app.domain import acting
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.proceedings import Proceeding
from desk_app.services.parts import Parts
from desk_app.services.roster import law
from desk_app.services.roster.law import LIKELY, MAYBE
from desk_app.services.sockets import Deed
from forms import asked
from forms.procedures import ROSTER_ACTS, SYSTEM, Act, Procedure

BEGUN, CHANGED, CLEARED = "begun", "changed", "cleared"
"""What is counted beside the outcomes; the last is the state of a record with nothing left to find, too."""
_FIND_LIKELY, _FIND_MAYBE, _NOW_LIKELY, _NOW_MAYBE, _CLEAR = ROSTER_ACTS
_FINDS: Final = {LIKELY: _FIND_LIKELY, MAYBE: _FIND_MAYBE}
_CHANGES: Final = {LIKELY: _NOW_LIKELY, MAYBE: _NOW_MAYBE}
_CHANNEL: Final = "rules"


@dataclass(slots=True)
class Portion:
    """Gathers what is found of some people, and writes it."""

    parts: Parts
    procedure: Procedure
    run: str
    counts: Counter[str] = field(default_factory=Counter)
    _events: list[Event] = field(default_factory=list)
    _begins: list[Proceeding] = field(default_factory=list)
    _acts: dict[str, tuple[Procedure, Act]] = field(default_factory=dict)
    """By proceeding, the act that is done to it."""

    def take(self, record: str, held: Proceeding | None, told: Mapping[str, Any]) -> None:
        """Begin, change or clear the record of one person, where what was found asks for it.

        RuleError when what is told of them can not be taken.
        """
        outcome = LIKELY if told[LIKELY] else MAYBE if told[MAYBE] else ""
        if not outcome:
            if held is not None and held.state in law.OPEN:
                self.clear(held, told)
            return
        if held is None:
            self._begin(record, _FINDS[outcome], told)
        elif self._is_news(held, outcome, told):
            self._act(held, _CHANGES[outcome], told)
            self.counts[CHANGED] += 1
        self.counts[outcome] += 1

    def clear(self, held: Proceeding, told: Mapping[str, Any]) -> None:
        """Note that nothing is left to find for a person."""
        self._act(held, _CLEAR, told)
        self.counts[CLEARED] += 1

    def write(self) -> None:
        """Write all of it. RuleError when a record moved on meanwhile: then nothing is written."""
        if self._events:
            self.parts.store.events.record(Deed(tuple(self._events), tuple(self._begins)), self._still)

    def _still(self, now: Mapping[str, Proceeding]) -> None:
        for each in now.values():
            if found := self._acts.get(each.id):
                acting.check_place(*found, each.state, each.facts)

    def _is_news(self, held: Proceeding, outcome: str, told: Mapping[str, Any]) -> bool:
        """Whether what was found is to be told anew.

        Of who was told, has begun or does not want it, only what was not found before is.
        """
        if held.state in (LIKELY, MAYBE):
            now = asked.tidied(law.begins(self.procedure), told).items()
            return held.state != outcome or any(_plain(held.facts.get(k, "")) != _plain(v) for k, v in now)
        likely, maybe = (set(held.facts.get(o) or ()) for o in (LIKELY, MAYBE))
        gained = (set(told[LIKELY]) - likely) | (set(told[MAYBE]) - likely - maybe)
        return held.state == CLEARED or bool(gained)

    def _begin(self, record: str, act: str, told: Mapping[str, Any]) -> None:
        parts, now, about = self.parts, self.parts.clock.now(), Subject(self.procedure.subject, record)
        event = acting.begun(
            parts.law, self.procedure.id, act, told, self._who, now, about, record, channel=_CHANNEL
        )
        self._events.append(replace(event, cause=self.run))
        self._begins.append(Proceeding(record, self.procedure.id, about, "", {}, now, now, parts.pack.digest))
        self.counts[BEGUN] += 1

    def _act(self, held: Proceeding, code: str, told: Mapping[str, Any]) -> None:
        """An act on a record, under the pack it began with: what that one does not ask is left out."""
        parts = self.parts
        procedure = parts.law.procedure(held.pack_digest, held.procedure)
        act = procedure.act(code)
        if act is None:
            return
        asks, now = {ask.id for ask in act.asks}, parts.clock.now()
        given = {k: v for k, v in told.items() if k in asks}
        events = parts.store.events.of(held.id)
        made = acting.made(
            parts.law, held, events, code, given, self._who, now, channel=_CHANNEL, cause=self.run
        )
        self._events.append(made)
        self._acts[held.id] = (procedure, act)

    @property
    def _who(self) -> Who:
        return Who("找人规则", SYSTEM, self.parts.window.hall.name, self.parts.window.number)


def _plain(value: Any) -> Any:
    """A value as it is compared: rows and lists alike, whether they came from the book or not."""
    if isinstance(value, list | tuple):
        return [dict(v) if isinstance(v, Mapping) else v for v in value] or ""
    return value
