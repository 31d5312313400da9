"""One run of a procedure, and the pure fold of its events to its state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from desk_app.domain.events import Event, Payload, Subject
from forms import conditions
from forms.procedures import Act, Ask, Procedure, State


@dataclass(frozen=True, slots=True)
class Proceeding:
    """One run of a procedure for a subject, under the pack it began with."""

    id: str
    procedure: str
    subject: Subject
    state: str
    """Code of the state; ``fold`` of its events gives the same."""
    facts: Payload
    """What its acts were given; of each field the latest answer."""
    began_at: datetime
    since: datetime
    """When it entered its state."""
    pack_digest: str
    number: str = ""
    parent: str = ""
    place: int = 0
    """Its position among the children of its parent, from 0."""


@dataclass(frozen=True, slots=True)
class Standing:
    """State and facts that the events of a proceeding lead to."""

    state: str
    facts: Payload
    began_at: datetime
    since: datetime


def fold(procedure: Procedure, events: Iterable[Event]) -> Standing | None:
    """State and facts after the last event, whatever order the events are given in.

    None when no event begins the proceeding.
    """
    found = None
    for _, found in walk(procedure, events):  # noqa: B007 - the last one is wanted
        pass
    return found


def walk(procedure: Procedure, events: Iterable[Event]) -> Iterator[tuple[Event, Standing]]:
    """Each event that counts, in the true order, with state and facts after it.

    Events with a place in the county's order were checked there and always count. An event of our own
    without such a place counts only if its act may be done in the state reached so far.
    """
    held = sorted((e for e in {e.id: e for e in events}.values() if not e.void), key=lambda e: e.order)
    found: Standing | None = None
    signed: set[str] = set()
    for event in held:
        act = procedure.act(event.act)
        if act is None or not _counts(act, event, found):
            continue
        signed.add(f"{event.act}:{event.who.role}")
        moves = bool(act.target) and all(f"{act.code}:{role}" in signed for role in act.every)
        before = found.facts if found else {}
        facts = {**before, **_answers(act, event.payload, before)}
        if moves:  # also to where it stands already: opened anew, nobody has signed
            signed.clear()
        if found is None:
            found = Standing(act.target, facts, event.at, event.at)
        elif moves and act.target != found.state:
            found = Standing(act.target, _anew(procedure, act.target, facts), found.began_at, event.at)
        else:
            found = Standing(found.state, facts, found.began_at, found.since)
        yield event, found


def _counts(act: Act, event: Event, found: Standing | None) -> bool:
    if found is None or act.start:
        return act.start and found is None
    if event.county is not None:
        return True
    return (not act.sources or found.state in act.sources) and not overdrawn(act, event.payload, found.facts)


def overdrawn(act: Act, given: Payload, facts: Payload) -> Ask | None:
    """The ask of an act that takes more away than earlier acts left; None when there is enough of all."""
    takes = (ask for ask in act.asks if ask.sums < 0 and ask.id in given)
    return next((ask for ask in takes if _number(facts.get(ask.id)) < _number(given[ask.id])), None)


def _anew(procedure: Procedure, state: str, facts: Payload) -> Payload:
    """The facts on entering a state: what answered the to-do of an earlier state does not answer this one."""
    old = conditions.elements(procedure.state(state).todo_until)
    return {k: v for k, v in facts.items() if k not in old} if old else facts


def answered(state: State, facts: Payload) -> bool:
    """Whether the to-do of a state is answered by its act (告知) with these facts of the proceeding."""
    return bool(state.todo_until) and conditions.truth(state.todo_until, facts) is True


def todo_of(state: State, facts: Payload) -> str:
    """The to-do of a proceeding with these facts in a state, ``title|text``; empty when there is none."""
    if state.todo_when and conditions.truth(state.todo_when, facts) is not True:
        return ""
    return state.todo_after if answered(state, facts) else state.todo


def _answers(act: Act, payload: Payload, before: Payload) -> Payload:
    return {ask.id: _answer(ask, payload[ask.id], before) for ask in act.asks if ask.id in payload}


def _answer(ask: Ask, given: Any, before: Payload) -> Any:
    """What a record knows of an ask after it was given something."""
    if ask.gathers:
        return _gathered(before.get(ask.id), given)
    if ask.sums:
        return f"{_number(before.get(ask.id)) + ask.sums * _number(given):f}"
    return given


def _number(value: Any) -> Decimal:
    """A number as it is stored; what is none is 0."""
    try:
        return Decimal(str(value or 0))
    except InvalidOperation:
        return Decimal(0)


def _gathered(held: Any, more: Any) -> Payload:
    """A table of answers with what an act adds to it; a key that it gives no value goes."""
    both = {**(held if isinstance(held, Mapping) else {}), **(more if isinstance(more, Mapping) else {})}
    return {key: value for key, value in both.items() if value is not None}


def word_of(
    parent: Procedure, state: str, child: Procedure, children: Sequence[str]
) -> tuple[Procedure, str]:
    """Procedure and code of the state that a list shows for a parent: ``procedure.state(code)`` has its word.

    It is the child's state of the lowest rank; but the parent's own when that has a rank, when there are no
    children, or none that are ranked, or when the child's state is silent. States that are ``over`` show
    through the parent's own.
    """
    if not child.ranked:
        return parent, state
    over = bool(children) and all(child.state(code).over for code in children)
    if (parent.state(state).rank and not over) or not children:
        return parent, state
    ranked: Mapping[str, int] = {code: child.state(code).rank for code in children}
    code = min(ranked, key=lambda c: ranked[c] or 999)
    return (parent, state) if child.state(code).silent else (child, code)
