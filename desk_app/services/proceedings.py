"""Acts on any kind of record by its procedure: checked, carried out in one transaction, and sent on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from desk_app.domain import acting
from desk_app.domain.clocks import Running
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope, Letter, Opening
from desk_app.domain.proceedings import Proceeding, answered
from desk_app.errors import RuleError
from desk_app.services import printable
from desk_app.services.parts import Parts
from desk_app.services.sockets import Deed
from forms.pack import Pack
from forms.particulars import BY_POST
from forms.procedures import Act, Procedure

_POST_NUMBER: Final = "post_number"
"""What an act asks by which something goes out by the post."""
_BY_TOWN: Final = "2"
"""Code of ``sent_by``: brought by the town."""


@dataclass(frozen=True, slots=True)
class Record:
    """A proceeding with its procedure and the acts possible now: what a record card shows."""

    proceeding: Proceeding
    procedure: Procedure
    pack: Pack
    events: tuple[Event, ...]
    clocks: tuple[Running, ...]
    acts: tuple[Act, ...]
    """The acts this role may do now, in the order of the procedure."""


def registers(parts: Parts) -> tuple[Procedure, ...]:
    """Procedures of the pack in force that are registers of their own, in its order; of a roster last."""
    found = (p for p in parts.pack.procedures.values() if p.register)
    return tuple(sorted(found, key=lambda p: p.roster))


def record(parts: Parts, who: Who, proceeding_id: str) -> Record | None:
    """A proceeding as its card shows it; None when there is none. The read is not noted here."""
    found = parts.store.proceedings.one(proceeding_id)
    if found is None:
        return None
    law, pack = _law(parts, found), parts.law.pack(found.pack_digest)
    events = parts.store.events.of(found.id)
    clocks = parts.law.clocks(found.pack_digest, found.procedure, events)
    return Record(found, law, pack, events, clocks, tuple(_offered(parts, who, found, events)))


def on_card(found: Record) -> tuple[Act, ...]:
    """The acts with a button on a card, the next one first: steps, and what answers the state's to-do.

    What takes back what was asked for (撤回) is no step: a register has it last, a matter elsewhere.
    """
    state = found.procedure.state(found.proceeding.state)
    answer = found.procedure.act(state.todo_act)
    backs = tuple(a for a in found.acts if a.takes_back) if found.procedure.register else ()
    steps = (*(act for act in found.acts if act.sources and not act.takes_back), *backs)
    if answer is None or answer not in found.acts:
        return steps
    return (*steps, answer) if answered(state, found.proceeding.facts) else (answer, *steps)


def begin(
    parts: Parts,
    who: Who,
    procedure: str,
    act: str,
    given: Mapping[str, Any],
    subject: Subject | None = None,
    *,
    channel: str = "window",
    identity: str = "",
    at: datetime | None = None,
) -> Proceeding:
    """Begin a record: its first event, its number and its letter, in one transaction.

    ``subject`` is what it is about; without one, a new thing with the record's id. With an ``identity`` and
    the moment ``at``, a second call changes nothing, at either end. RuleError names what is missing or not
    allowed.
    """
    law, pack = parts.law.procedure(parts.pack.digest, procedure), parts.pack
    record_id, now = identity or str(uuid4()), at or parts.clock.now()
    about = subject or Subject(law.subject, record_id)
    once = str(uuid5(NAMESPACE_URL, f"{identity}/{act}")) if identity else ""
    event = acting.begun(
        parts.law, procedure, act, given, who, now, about, record_id, event_id=once, channel=channel
    )
    opening = Opening(procedure, about, pack.digest)
    row = Proceeding(record_id, procedure, about, "", {}, now, now, pack.digest)
    first = law.act(act)
    assert first is not None
    printable.require(first, given)

    def build(counter: int) -> Deed:
        number = f"{law.prefix}-{int(who.window or 0):02d}-{now.year}-{counter:04d}" if law.prefix else ""
        letter = _letter(parts, law, first, event, (record_id, replace(opening, number=number)))
        return Deed((event,), (replace(row, number=number),), letter)

    parts.store.events.begin(f"{procedure}-{who.window}-{now.year}", build)
    begun = parts.store.proceedings.one(record_id)
    assert begun is not None
    return begun


def act(
    parts: Parts,
    who: Who,
    proceeding_id: str,
    act_code: str,
    given: Mapping[str, Any],
    *,
    channel: str = "window",
    cause: str = "",
) -> Event:
    """Do one act to a record; returns its event. RuleError names what is missing or why it is not possible.

    The state is checked once more in the transaction, since what the clerk saw may be outdated.
    """
    found = parts.store.proceedings.one(proceeding_id)
    if found is None:
        raise RuleError("没有这条记录,请刷新后再看")
    law, events = _law(parts, found), parts.store.events.of(found.id)
    event = acting.made(
        parts.law, found, events, act_code, given, who, parts.clock.now(), channel=channel, cause=cause
    )
    wanted = law.act(act_code)
    assert wanted is not None
    printable.require(wanted, given)

    def still(now: Mapping[str, Proceeding]) -> None:
        for proceeding in now.values():
            acting.check_place(law, wanted, proceeding.state, proceeding.facts)

    letter = _letter(parts, law, wanted, event, None, found)
    parts.store.events.record(Deed((event,), letter=letter), still)
    return event


def act_on_all(
    parts: Parts,
    who: Who,
    act_code: str,
    given: Mapping[str, Mapping[str, Any]],
    *,
    channel: str = "window",
) -> tuple[Event, ...]:
    """Do one act to several records in one transaction, all of them or none; returns the events, in order.

    ``given`` is by proceeding id. RuleError names what is missing or why one is not possible.
    """
    wanted = [(proceeding, act_code, values) for proceeding, values in given.items()]
    return act_on_each(parts, who, wanted, channel=channel)


def act_on_each(
    parts: Parts,
    who: Who,
    wanted: Iterable[tuple[str, str, Mapping[str, Any]]],
    *,
    channel: str = "window",
) -> tuple[Event, ...]:
    """The same with an act for each record: its id, the code of the act, what the act is given."""
    return _done(parts, who, wanted, channel, together=False)


def act_together(
    parts: Parts, who: Who, wanted: Iterable[tuple[str, str, Mapping[str, Any]]], *, channel: str = "window"
) -> tuple[Event, ...]:
    """The same in one letter, which the county takes whole or not at all; the first act brings the rest."""
    return _done(parts, who, wanted, channel, together=True)


def _done(
    parts: Parts,
    who: Who,
    wanted: Iterable[tuple[str, str, Mapping[str, Any]]],
    channel: str,
    *,
    together: bool,
) -> tuple[Event, ...]:
    now, made = parts.clock.now(), list[tuple[Procedure, Act, Event, Proceeding]]()
    for proceeding_id, act_code, values in wanted:
        found = parts.store.proceedings.one(proceeding_id)
        if found is None:
            raise RuleError("没有这条记录,请刷新后再看")
        law, earlier = _law(parts, found), parts.store.events.of(found.id)
        cause = made[0][2].id if together and made else ""
        event = acting.made(
            parts.law, found, earlier, act_code, values, who, now, channel=channel, cause=cause
        )
        done = law.act(act_code)
        assert done is not None
        printable.require(done, values)
        made.append((law, done, event, found))
    acts = {found.id: (law, done) for law, done, _, found in made}

    def still(held: Mapping[str, Proceeding]) -> None:
        for proceeding in held.values():
            acting.check_place(*acts[proceeding.id], proceeding.state, proceeding.facts)

    events = tuple(event for _, _, event, _ in made)
    if together:
        told = [_letter(parts, *each[:3], None, each[3], events[1:]) for each in made[:1]]
    else:
        told = [_letter(parts, *each[:3], None, each[3]) for each in made]
    letters = [letter for letter in told if letter]
    if events:
        first, more = (letters[0] if letters else None), tuple(letters[1:])
        parts.store.events.record(Deed(events, letter=first, more=more), still)
    return events


def _law(parts: Parts, proceeding: Proceeding) -> Procedure:
    return parts.law.procedure(proceeding.pack_digest, proceeding.procedure)


def _offered(parts: Parts, who: Who, found: Proceeding, events: tuple[Event, ...]) -> Iterator[Act]:
    law = _law(parts, found)
    for each in law.offers(found.state, who.role):
        if not acting.in_time(each, found.began_at.date(), parts.clock.today()):
            continue
        if acting.holds(each, found.facts) and not acting.signed(law, each, events, who):
            yield each


def _letter(
    parts: Parts,
    law: Procedure,
    done: Act,
    event: Event,
    opening: tuple[str, Opening] | None = None,
    found: Proceeding | None = None,
    more: tuple[Event, ...] = (),
) -> Letter | None:
    """The letter that carries an event and ``more`` that it brings; None when it does not travel."""
    if not (law.travels and done.travels):
        return None
    about = letter_subject(parts, found) if found else Subject(law.id, event.proceeding)
    letter_id = str(uuid4())
    pages = (str(event.payload.get(name) or "") for name in done.evidence)
    files = tuple(dict.fromkeys(page for page in pages if page))
    begun = (opening,) if opening else ()
    events = (event, *more)
    body = parts.write_letter(Envelope(letter_id, about, events, begun, files))
    named = tuple(e.id for e in events)
    return Letter(letter_id, about, body, files, event.at, named, opens=opening is not None)


def letter_subject(parts: Parts, found: Proceeding) -> Subject:
    """The subject that orders a record's letters: the proceeding at the top of its parents."""
    while found.parent and (parent := parts.store.proceedings.one(found.parent)):
        found = parent
    return Subject(found.procedure, found.id)


def prefilled(parts: Parts, act: Act, pack_digest: str, matter: str = "") -> dict[str, str]:
    """What the form of an act may begin with: who hands over, today, and the department of a matter's id.

    Only answers the act asks for; nothing where neither is known.
    """
    today = parts.clock.today().isoformat()
    days = ("told_on", "sent_on", "back_on", "checked_on")
    known = {"given_by": parts.window.clerk, **dict.fromkeys(days, today)}
    known["sent_by"] = BY_POST if any(ask.id == _POST_NUMBER for ask in act.asks) else _BY_TOWN
    if found := parts.law.pack(pack_digest).matters.get(matter):
        known["department"] = found.department
    return {ask.id: known[ask.id] for ask in act.asks if ask.id in known}
