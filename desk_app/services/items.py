"""An act judged with the records below its own (小专班: each item with its unit), some of which it moves.

Those it brings or leads on are written in its transaction. Which act brings which, what follows for those
there are, and whether they have to be over, is data (``brings``, ``moves``, ``all_over`` of ``Act``); an item
shares the subject of the record above it, as a matter shares that of its application.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain import acting
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Opening
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import printable
from desk_app.services.parts import Parts
from forms import conditions
from forms.facts import of_lists
from forms.procedures import SYSTEM, Act, Procedure
from forms.record_kinds import ItemMove


@dataclass(frozen=True, slots=True)
class Item:
    """One record to begin: its first event, and how it opens."""

    event: Event
    opening: Opening
    begins: Proceeding


def brought(parts: Parts, found: Proceeding, act: Act, event: Event) -> Iterator[Item]:
    """The records that an act on ``found`` brings: one for each chosen code that brought none yet.

    RuleError when the act leaves out what one of them has to know.
    """
    chosen = event.payload.get(act.each) if act.brings else ()
    if not isinstance(chosen, list | tuple) or not chosen:
        return
    first = next(a for a in parts.law.procedure(found.pack_digest, act.brings).acts if a.start)
    each = next(ask for ask in act.asks if ask.id == act.each)
    held = parts.store.proceedings.children(found.id)
    there, place = {p.id for p in held}, len(held)
    known = {**found.facts, **event.payload}
    for code in chosen:
        identity = str(uuid5(NAMESPACE_URL, f"{found.id}/{act.brings}/{code}"))
        if identity not in there:
            given = {a.id: code if a.codes == each.codes else known.get(a.id, "") for a in first.asks}
            yield _item(parts, found, act.brings, first.code, given, event, identity, place)
            place += 1


def judged(
    parts: Parts,
    who: Who,
    now: datetime,
    found: Proceeding,
    wanted: tuple[str, Mapping[str, Any]],
    *,
    channel: str = "window",
    cause: str = "",
) -> tuple[Act, Event]:
    """An act on a record, its code and what it is given, as it would be written.

    RuleError with everything that speaks against it.
    """
    law, (code, given) = parts.law.procedure(found.pack_digest, found.procedure), wanted
    act = law.act(code)
    earlier = parts.store.events.of(found.id) if act and acting.looks_back(act) else ()
    event = acting.made(parts.law, found, earlier, code, given, who, now, channel=channel, cause=cause)
    done = law.act(code)
    assert done is not None
    if not parts.window.seat.may(done):
        raise RuleError(f"“{done.word}”由负责人或管理员来做,请他们登录后办")
    printable.require(done, given)
    if done.all_over:
        acting.check_over(parts.law, done, parts.store.proceedings.children(found.id))
    return done, event


@dataclass(frozen=True, slots=True)
class Moved:
    """One act that followed by itself for a record below."""

    law: Procedure
    act: Act
    event: Event
    found: Proceeding


def moved(parts: Parts, found: Proceeding, act: Act, event: Event) -> Iterator[Moved]:
    """What follows for the records below ``found`` from what an act on it was given; each is led on once.

    One that stands in another state, or whose act may not be done there, is passed over. RuleError when the
    act leaves out what the act below has to know.
    """
    given, done = of_lists(event.payload), set[str]()
    wanted = [move for move in act.moves if conditions.truth(move.when, given) is True]
    for each in parts.store.proceedings.children(found.id) if wanted else ():
        law = parts.law.procedure(each.pack_digest, each.procedure)
        for move in wanted:
            follows = law.act(move.act)
            if follows and each.id not in done and _stands(law, follows, move, each):
                done.add(each.id)
                yield Moved(law, follows, _moved(parts, found, each, follows, event), each)


def _stands(law: Procedure, act: Act, move: ItemMove, item: Proceeding) -> bool:
    """Whether an item is one of those named and stands where it is led on from."""
    named = not move.items or any(item.facts.get(ask.id) in move.items for ask in acting.named_by(law))
    return named and all(item.state in states for states in (act.sources, move.sources) if states)


def _moved(parts: Parts, found: Proceeding, item: Proceeding, act: Act, cause: Event) -> Event:
    """The event of an act below: what it asks is known above."""
    known = {**found.facts, **cause.payload}
    given = {ask.id: known[ask.id] for ask in act.asks if ask.id in known}
    who, events = replace(cause.who, role=SYSTEM), parts.store.events.of(item.id)
    return acting.made(
        parts.law, item, events, act.code, given, who, cause.at, channel=cause.channel, cause=cause.id
    )


def _item(
    parts: Parts,
    found: Proceeding,
    procedure: str,
    act: str,
    given: Mapping[str, Any],
    cause: Event,
    identity: str,
    place: int,
) -> Item:
    who = replace(cause.who, role=SYSTEM)
    made = acting.begun(
        parts.law,
        procedure,
        act,
        given,
        who,
        cause.at,
        found.subject,
        identity,
        event_id=str(uuid5(NAMESPACE_URL, f"{identity}/{act}")),
        channel=cause.channel,
        pack=found.pack_digest,
    )
    opening = Opening(procedure, found.subject, found.pack_digest, "", found.id, place)
    event = replace(made, cause=cause.id)
    return Item(event, opening, opening.begun_by(event))


def letter_subject(parts: Parts, found: Proceeding) -> Subject:
    """The subject that orders a record's letters: the proceeding at the top of its parents."""
    while found.parent and (parent := parts.store.proceedings.one(found.parent)):
        found = parent
    return Subject(found.procedure, found.id)
