"""The rules go through everybody: who looks entitled to something and does not receive it (政策找人).

What is found is offered to a clerk as a record; nothing is decided by it. It runs in portions, each a
transaction of its own: an interruption leaves whole records, and the next run finds the same ones.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from desk_app.domain.events import Event, Subject
from desk_app.domain.roster import MATCH, ROSTER, Candidate
from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from desk_app.services.roster import facts, findings, law
from desk_app.services.roster.law import LIKELY, MAYBE
from desk_app.services.roster.portion import BEGUN, CHANGED, CLEARED, Portion
from desk_app.services.sockets import Deed
from desk_app.services.tables import laid
from forms.particulars import ID_NUMBER
from forms.schema import Kind

PORTION: Final = 400
"""People in one portion: some tenths of a second."""
_TRIES: Final = 3
"""Times a portion is begun anew when a clerk acted on one of its records meanwhile."""
_UNSOUND: Final = "unsound"


@dataclass(slots=True)
class Matched:
    """How far the rules have come, and what they found."""

    run: str
    """Id of the event of this run: the cause of all it writes."""
    last: str = ""
    """The number of the last person they were asked about."""
    over: bool = False
    looked: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """People by outcome (``LIKELY``, ``MAYBE``), and records begun, changed and cleared."""

    @property
    def sentence(self) -> str:
        """What was found, in one sentence."""
        of = self.counts
        wrong = f";{of[_UNSOUND]}人的记录有不合规定的内容,没有看" if of[_UNSOUND] else ""
        return (
            f"看了{self.looked}人:看来符合{of[LIKELY]}人,可能符合{of[MAYBE]}人;"
            f"新找到{of[BEGUN]}人,有变化{of[CHANGED]}人,不再符合{of[CLEARED]}人{wrong}"
        )


def begin(parts: Parts) -> Matched:
    """Begin a run; who began it is in the chain. RuleError without a procedure for it."""
    law.of(parts)
    told = {"rows": parts.store.roster.count()}
    about, who = Subject(ROSTER, ROSTER), parts.window.who
    event = Event(str(uuid4()), parts.clock.now(), who, about, MATCH, told)
    parts.store.events.record(Deed((event,)))
    return Matched(event.id)


def go_on(parts: Parts, found: Matched, limit: int = PORTION) -> Matched:
    """Ask the rules about the next people, and write what was found; the same object, further on."""
    candidates = parts.store.roster.candidates(found.last, limit)
    for tries in range(_TRIES):
        try:
            found.counts += _portion(parts, found.run, candidates)
            break
        except RuleError:
            if tries == _TRIES - 1:
                raise
    found.looked += len(candidates)
    found.last = candidates[-1].id_number if candidates else found.last
    if not candidates:
        found.counts += _left(parts, found.run)
        found.over = True
    return found


def run(
    parts: Parts,
    tell: Callable[[Matched], None] = lambda _found: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Matched:
    """The whole of it; ``tell`` hears of every portion, ``stopped`` ends it between two."""
    found = begin(parts)
    while not found.over and not stopped():
        tell(go_on(parts, found))
    return found


def _portion(parts: Parts, run: str, candidates: Sequence[Candidate]) -> Counter[str]:
    procedure = law.of(parts)
    columns = frozenset(ask.id for ask in law.columns(parts))
    ids = {c.id_number: law.record_id(procedure, c.id_number) for c in candidates}
    held = {p.id: p for p in parts.store.proceedings.several(list(ids.values()))}
    made = Portion(parts, procedure, run)
    for candidate in candidates:
        known, record = facts.of(parts, candidate, columns), ids[candidate.id_number]
        try:
            made.take(record, held.get(record), findings.told(parts.pack, known))
        except RuleError:  # of what stands in an older application: one person holds up nobody
            made.counts[_UNSOUND] += 1
    made.write()
    return made.counts


def _left(parts: Parts, run: str) -> Counter[str]:
    """Clear the open records of who is neither on the roster nor in an application any more."""
    procedure = law.of(parts)
    held = parts.store.proceedings.listed(procedure.id, law.OPEN, limit=None)
    here = parts.store.roster.known([str(p.facts.get(ID_NUMBER, "")) for p in held])
    left = [p for p in held if p.facts.get(ID_NUMBER) not in here]
    keep = {a.id for a in laid.columns(law.begins(procedure)) if a.kind is not Kind.CHOICES}
    counts: Counter[str] = Counter()
    for first in range(0, len(left), PORTION):
        made = Portion(parts, procedure, run)
        for each in left[first : first + PORTION]:
            made.clear(each, {k: v for k, v in each.facts.items() if k in keep})
        made.write()
        counts += made.counts
    return counts
