"""Records beside its own that an act is about too (the wheelchair of a loan), in one transaction and letter.

Which act is about which record is data (``Act.links``): the number of the other one is asked, what it knows
fills asks here, and an act of its own is done to it by the program, which may be about further ones in turn.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from desk_app.domain import acting
from desk_app.domain.events import Event, Payload, Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services.items import Moved
from desk_app.services.parts import Parts
from forms import conditions
from forms.facts import of_lists
from forms.procedures import LINKED, SYSTEM, Act
from forms.record_kinds import Link

STATE = "state"
"""What a link may take beside a fact: the word of the other record's state."""


def completed(
    parts: Parts, act: Act, known: Payload, given: Mapping[str, Any], about: Subject
) -> dict[str, Any]:
    """What an act is given, with what is taken from the records it is about.

    ``known`` is what its own record knew before. RuleError for a number nobody has.
    """
    told = {k: v for k, v in given.items() if k not in {a.id for a in act.asks if a.filled == LINKED}}
    for link in act.links:
        others = _others(parts, link, {**known, **told}, about)
        if link.takes and len(others) == 1:
            told |= {here: _fact(parts, others[0], there) for here, there in link.takes}
    return told


def followed(parts: Parts, found: Proceeding, act: Act, event: Event) -> Iterator[Moved]:
    """What is done to the records an act on ``found`` is about. RuleError where one of it can not be done."""
    known = {**found.facts, **event.payload}
    for link in act.links:
        for other in _others(parts, link, known, found.subject) if link.act else ():
            yield from _done(parts, found, link, other, known, event)


def _done(
    parts: Parts, found: Proceeding, link: Link, other: Proceeding, known: Payload, cause: Event
) -> Iterator[Moved]:
    law = parts.law.procedure(other.pack_digest, other.procedure)
    act = law.act(link.act)
    if act is None:
        raise RuleError(f"“{law.title}”没有“{link.act}”这个动作,请升级业务定义")
    here = {**known, "number": found.number}
    own = {ask.id: here[ask.id] for ask in act.asks if ask.id in here and not ask.filled}
    given = own | {there: here.get(name, "") for there, name in link.gives}
    try:
        event = _event(parts, other, act, given, cause)
    except RuleError as fault:
        raise RuleError(f"{law.title} {other.number}:{acting.told(fault)}") from fault
    yield Moved(law, act, event, other)
    yield from followed(parts, other, act, event)


def _event(parts: Parts, other: Proceeding, act: Act, given: Mapping[str, Any], cause: Event) -> Event:
    told = completed(parts, act, other.facts, given, other.subject)
    # An account has many moves: they are read only where the act asks who did them.
    events = parts.store.events.of(other.id) if acting.looks_back(act) else ()
    who = replace(cause.who, role=SYSTEM)
    return acting.made(
        parts.law, other, events, act.code, told, who, cause.at, channel=cause.channel, cause=cause.id
    )


def _others(parts: Parts, link: Link, known: Payload, about: Subject) -> tuple[Proceeding, ...]:
    """The records a link speaks of, each once; none where its condition does not hold."""
    if conditions.truth(link.when, of_lists(known)) is not True:
        return ()
    if not link.by:
        mine = (p for p in parts.store.proceedings.about(about) if p.procedure == link.register)
        return tuple(mine)[-1:]
    found = (numbered(parts, link.register, number) for number in numbers(link.by, known))
    return tuple({p.id: p for p in found}.values())


def numbers(by: str, known: Payload) -> Iterator[str]:
    """The numbers an ask holds, or a column of its rows (``rows.number``)."""
    name, _, column = by.partition(".")
    held = known.get(name)
    rows = held if isinstance(held, list | tuple) else ()
    told = [row.get(column) for row in rows if isinstance(row, Mapping)] if column else [held]
    yield from (text for each in told if (text := str(each or "").strip().upper()))


def numbered(parts: Parts, register: str, number: str) -> Proceeding:
    """The record of a register with this number; RuleError when nobody has it."""
    found = parts.store.proceedings.listed(register, query=number)
    mine = next((p for p in found if p.number.upper() == number), None)
    if mine is None:
        title = parts.law.procedure(parts.pack.digest, register).title
        raise RuleError(f"“{title}”里没有编号{number},请核对编号,或再扫一次")
    return mine


def _fact(parts: Parts, other: Proceeding, name: str) -> Any:
    if name == STATE:
        return parts.law.shown(other.pack_digest, other.procedure, other.state).word
    return other.number if name == "number" else other.facts.get(name, "")
