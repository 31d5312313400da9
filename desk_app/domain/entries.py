"""What a list keeps of a record, computed from its events when they are written. All pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from desk_app.domain import happening
from desk_app.domain.clocks import running
from desk_app.domain.deadlines import deadline, pauses, steps
from desk_app.domain.events import Event, Payload
from desk_app.domain.happening import NOTHING_WATCHED, Happened, Watched
from desk_app.domain.lists import DEPARTMENT, MATTERS, OFFICE_NUMBER
from desk_app.domain.proceedings import Proceeding, Standing, walk, word_of
from desk_app.domain.settling import Settling, amount, counted_from
from desk_app.errors import RuleError
from forms import asked, listing, phrases
from forms.clock_kinds import Unit
from forms.numbers import read_certificate_number
from forms.pack import Pack
from forms.particulars import CERTIFICATE, GRADE
from forms.procedures import GRANTED, NOT_BEGUN, REFUSED, WITHDRAWN, Procedure
from forms.schema import Facts

STANDS: Final = "S"
NO_DAY: Final = "Z"
"""In place of a last day: the clocks are stopped, or none runs. Both sort after every day."""
FOREVER: Final = "9999-12-31"
"""Last day of a stop that only an event ends."""
SLOTS: Final = 8
"""How many columns of its own a list is divided and sorted by, besides window and clerk."""
OPEN, DONE, ENDED = "", "done", "ended"
"""How a record is over; open ones are not."""


@dataclass(frozen=True, slots=True)
class About:
    """What an application adds to every record about it."""

    name: str = ""
    id_number: str = ""
    phone: str = ""
    number: str = ""
    office_number: str = ""
    township: str = ""
    """Code of the town its registered address lies in."""
    window: str = ""
    clerk: str = ""
    answers: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HowFar:
    """How far a record has come, from its events."""

    outcome: str = OPEN
    due: str = NO_DAY
    """Last day (ISO) of the clock that ends first, or why there is none (``STANDS``, ``NO_DAY``)."""
    warn_on: str = ""
    stopped: str = ""
    """Last day (ISO) on which its clocks are stopped; empty while they run."""
    promise_on: str = ""
    """Last day (ISO) of the list's promised clock, while the record is open and the day is known."""
    late: bool = False
    """Whether it was done after that day."""
    decided_on: str = ""
    used: int | None = None
    did: bool = False
    """Whether the act that the list counts was done."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as lists keep it."""

    id: str
    procedure: str
    parent: str
    number: str
    label: str
    id_number: str
    phone: str
    shown: tuple[str, str]
    """Procedure and code of the state a list shows."""
    began_at: str
    since: str
    counter: str
    clerk: str
    pack_digest: str
    how_far: HowFar
    values: Mapping[str, tuple[str, ...]]
    happened: tuple[Happened, ...] = ()
    """What statistics count besides; a record that is damaged or of an unknown procedure has nothing."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the list of a procedure needs of its records, by the pack in force; the same for all of them."""

    columns: tuple[tuple[str, bool], ...]
    """The columns besides those of every list, each with whether an act asks it."""
    slots: tuple[str, ...]
    """Those of the columns by which records are filtered and counted."""
    several: tuple[str, ...]
    """Columns in which one record may have several codes."""
    person: str
    phone: str
    """Ids of the asks that hold the number and the telephone of the person it is about."""
    promise: str
    counts: str
    knows_results: bool
    """Whether a result tells that it was done; else what is closed is, unless refused or withdrawn."""
    watched: Watched = NOTHING_WATCHED


NO_PLAN: Final = Plan((), (), (), "", "", "", "", knows_results=False)
"""The plan for a procedure that the pack in force does not have."""


def slots(procedure: Procedure) -> tuple[str, ...]:
    """Ids of its own columns that have a column of their own in the rows of its list, in this order.

    What divides the list comes first; the places that are left are for what it can only be sorted by.
    """
    wanted = (*listing.divides(procedure), *listing.shown(procedure), *listing.others(procedure))
    return tuple(dict.fromkeys(c for c in wanted if c not in listing.OF_ALL))[:SLOTS]


def plan(pack: Pack, procedure: Procedure) -> Plan:
    """The plan of a procedure's list."""
    own = {ask.id for ask in listing.asks(procedure)}
    person, phone = listing.person_ask(procedure), listing.phone_ask(procedure)
    wanted = (*listing.shown(procedure), *listing.others(procedure), *listing.divides(procedure))
    columns = dict.fromkeys(c for c in wanted if c not in listing.OF_ALL)
    return Plan(
        columns=tuple((c, c in own) for c in columns),
        slots=slots(procedure),
        several=tuple(sorted(listing.several(pack, procedure))),
        person=person.id if person else "",
        phone=phone.id if phone else "",
        promise=listing.promise(procedure),
        counts=procedure.listing.counts,
        knows_results=any(act.result not in ("", REFUSED, WITHDRAWN) for act in procedure.acts),
        watched=happening.watched(procedure),
    )


# ---- one record ----------------------------------------------------------------------------------


def entry(law: Settling, planned: Plan, found: Proceeding, events: Sequence[Event], about: About) -> Entry:
    """A record's row without its children; of an unknown procedure it has number, state and person only."""
    try:
        procedure = law.procedure(found.pack_digest, found.procedure)
    except RuleError:
        return _bare(found, about)
    pack = law.pack(found.pack_digest)
    walked = tuple(walk(procedure, events))
    first = walked[0][0].who if walked else None
    made = Entry(
        id=found.id,
        procedure=found.procedure,
        parent=found.parent,
        number=found.number or about.number,
        label=about.name or _label(pack, procedure, found),
        id_number=about.id_number or _fact(found, planned.person),
        phone=about.phone or _fact(found, planned.phone),
        shown=(found.procedure, found.state),
        began_at=found.began_at.isoformat(),
        since=found.since.isoformat(),
        counter=(first.window if first else "") or about.window,
        clerk=(first.person if first else "") or about.clerk,
        pack_digest=found.pack_digest,
        how_far=_how_far(law, planned, found, procedure, walked),
        values=_values(law, planned, found, about),
    )
    if not walked or not planned.watched.anything:
        return made
    started = counted_from(law.calendar, law.packs.current.hall, walked[0][0].at)
    # People are told apart by their number, else by name and telephone.
    whose = made.id_number or (f"{made.label}|{made.phone}" if made.phone else made.id)
    told = happening.happened(planned.watched, procedure, started, walked, whose)
    return replace(made, happened=tuple(told))


def _bare(found: Proceeding, about: About) -> Entry:
    return Entry(
        id=found.id,
        procedure=found.procedure,
        parent=found.parent,
        number=found.number or about.number,
        label=about.name or found.number,
        id_number=about.id_number,
        phone=about.phone,
        shown=(found.procedure, found.state),
        began_at=found.began_at.isoformat(),
        since=found.since.isoformat(),
        counter=about.window,
        clerk=about.clerk,
        pack_digest=found.pack_digest,
        how_far=HowFar(),
        values={},
    )


def _label(pack: Pack, procedure: Procedure, found: Proceeding) -> str:
    named = phrases.fields(procedure.label)
    said = asked.worded(pack, procedure, {n: found.facts[n] for n in named if n in found.facts})
    return phrases.fill(procedure.label, {"number": found.number, "title": procedure.title} | said)


def _fact(found: Proceeding, ask: str) -> str:
    return _text(found.facts.get(ask, "")) if ask else ""


# ---- how far it is -------------------------------------------------------------------------------


Walked = Sequence[tuple[Event, Standing]]
"""The events that count, each with the standing it led to."""


def _how_far(law: Settling, planned: Plan, found: Proceeding, procedure: Procedure, walked: Walked) -> HowFar:
    if not walked or found.state == NOT_BEGUN:
        return HowFar(outcome=ENDED)
    events = [event for event, _ in walked]
    did = any(e.act == planned.counts for e in events)
    state = procedure.state(walked[-1][1].state)
    if not state.open:
        return replace(_over(law, planned, found, procedure, walked), did=did)
    clocks = law.clocks(found.pack_digest, found.procedure, events)
    days = [c for c in clocks if c.due]
    first = min((c.due.isoformat() for c in days if c.due), default="")
    promised = next((c.due for c in clocks if c.clock.id == planned.promise), None)
    stops = bool(state.stops) and any(c.clock.stoppable for c in clocks)
    return HowFar(
        due=first or (STANDS if stops else NO_DAY),
        warn_on=min((c.warn_on.isoformat() for c in days if c.warn_on), default=""),
        stopped=_stands_until(law, walked[-1][1], state.lasts) if stops else "",
        promise_on=promised.isoformat() if promised else "",
        did=did,
    )


def _stands_until(law: Settling, standing: Standing, lasts: int) -> str:
    if not lasts:
        return FOREVER
    return law.calendar.after(standing.since.date(), lasts)[0].isoformat()


def _over(law: Settling, planned: Plan, found: Proceeding, procedure: Procedure, walked: Walked) -> HowFar:
    """How far a record has come that is closed."""
    started = counted_from(law.calendar, law.packs.current.hall, walked[0][0].at)
    taken = steps(procedure, started, [event for event, _ in walked])
    decided = next(day for day, code in taken if not procedure.state(code).open)
    stops = pauses(procedure, taken)
    spent = deadline(started, (1, 1), stops, law.calendar, decided, decided).used
    since = () if planned.knows_results else _closing(procedure, walked)
    results = [act.result for e, _ in since or walked if (act := procedure.act(e.act)) and act.result]
    done = results[-1] == GRANTED if results else not planned.knows_results
    late = done and _late(law, planned, found, procedure, walked, started)
    return HowFar(DONE if done else ENDED, late=late, decided_on=decided.isoformat(), used=spent)


def _closing(procedure: Procedure, walked: "Walked") -> "Walked":
    """The events since the record was last open: what ended it before it was opened again tells nothing."""
    is_open = [procedure.state(standing.state).open for _, standing in walked]
    last = max((place for place, still in enumerate(is_open) if still), default=-1)
    return walked[last + 1 :]


def _late(
    law: Settling, planned: Plan, found: Proceeding, procedure: Procedure, walked: Walked, started: date
) -> bool:
    """Whether the promised clock had ended before the event that ended it."""
    clock = next((c for c in procedure.clocks if c.id == planned.promise), None)
    if clock is None:
        return False
    length = amount(law.pack(found.pack_digest), clock)
    days = (walked[-1][0].at.date() - started).days
    if clock.unit is Unit.WORKING and not clock.last_day and days <= length:
        return False  # so many days hold no more working days
    alone, events = replace(procedure, clocks=(clock,)), [event for event, _ in walked]
    for place in range(len(events) - 1, 0, -1):
        ran = running(alone, started, events[:place], lambda _: length, law.calendar)
        if ran:
            due = ran[0].due
            return due is not None and max(started, events[place].at.date()) > due
    return False


# ---- with its children ---------------------------------------------------------------------------


def with_children(
    law: Settling, found: Proceeding, own: Entry, children: Sequence[tuple[Proceeding, Entry]]
) -> Entry:
    """A parent's row, completed from its children: the state shown, the first clock, the outcome.

    Where they are items that stand in a list of their own, the row is the parent's own.
    """
    if not children:
        return own
    try:
        parent = law.procedure(found.pack_digest, found.procedure)
        child = law.procedure(children[0][0].pack_digest, children[0][0].procedure)
    except RuleError:
        return own
    if not child.ranked:
        return own
    of, code = word_of(parent, found.state, child, [c.state for c, _ in children])
    since = [c.since.isoformat() for c, _ in children if (c.procedure, c.state) == (of.id, code)]
    told = [entry for _, entry in children]
    held = {column: _joined(told, column) for column in (MATTERS, DEPARTMENT)}
    values = {c: held.get(c, codes) for c, codes in own.values.items()}
    by_own = bool(parent.state(found.state).rank) or not parent.state(found.state).open
    return replace(
        own,
        shown=(of.id, code),
        since=max(since, default=own.since),
        how_far=_together(own.how_far, [e.how_far for e in told], by_own=by_own),
        values=values,
    )


def _together(own: HowFar, held: Sequence[HowFar], *, by_own: bool) -> HowFar:
    """How far a parent has come, from its children; with ``by_own`` its own state says whether it is over."""
    still = [c for c in held if c.outcome == OPEN]
    outcome = own.outcome if by_own else OPEN
    if not by_own and not still:
        outcome = DONE if any(c.outcome == DONE for c in held) else ENDED
    if outcome != OPEN:
        used = max((c.used for c in held if c.used is not None), default=own.used)
        last = max((c.decided_on for c in held), default="") or own.decided_on
        return HowFar(outcome, late=any(c.late for c in held), decided_on=last, used=used)
    all_of_them = [*still, own]
    stands = bool(still) and all(c.stopped for c in still)
    return HowFar(
        due=min(c.due for c in all_of_them),
        warn_on=min((c.warn_on for c in all_of_them if c.warn_on), default=""),
        stopped=min(c.stopped for c in still) if stands else "",
        promise_on=min((c.promise_on for c in all_of_them if c.promise_on), default=""),
        did=any(c.did for c in held),
    )


def _joined(entries: Sequence[Entry], column: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for e in entries for code in e.values.get(column, ())))


# ---- what stands in its columns ------------------------------------------------------------------


def _values(law: Settling, planned: Plan, found: Proceeding, about: About) -> Mapping[str, tuple[str, ...]]:
    """Codes and texts by column, for the columns that today's list has."""
    held: dict[str, tuple[str, ...]] = {}
    for column, asked_for in planned.columns:
        if column in listing.OF_APPLICATIONS and found.subject.kind == listing.APPLICATION:
            held[column] = _of_application(law.packs.current, found, about, column)
        else:
            held[column] = _texts((found.facts if asked_for else about.answers).get(column))
            if column == GRADE and asked_for and not held[column]:
                held[column] = _texts(_graded(found.facts))
    return held


def _graded(facts: Payload) -> str:
    """The grade that a granted number tells; older results do not always say it beside the number."""
    read = read_certificate_number(str(facts.get(CERTIFICATE, "")))
    return read.grade if read else ""


def _of_application(pack: Pack, found: Proceeding, about: About, column: str) -> tuple[str, ...]:
    matter = str(found.facts.get("matter", "")) or (found.id.rpartition("/")[2] if found.parent else "")
    match column:
        case "matters":
            return _texts(matter)
        case "department":
            known = pack.matters.get(matter)
            return _texts(known.department if known else "")
        case "township":
            return _texts(about.township)
    return _texts(about.office_number) if column == OFFICE_NUMBER else ()


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        return tuple(_text(item) for item in value if _text(item))
    text = _text(value)
    return (text,) if text else ()


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)
