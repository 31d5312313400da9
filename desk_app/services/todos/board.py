"""Everything the page of to-dos shows, read once: to-dos, records that wait, days ahead, what was done."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk_app.domain.applications import Draft
from desk_app.domain.proceedings import Proceeding
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Todo, Todos, Urgency
from forms.procedures import Procedure

_WAITING: Final = 20
"""How many waiting records are read of each procedure; the others are only counted."""
_AHEAD: Final = 5
"""Working days after today that are looked ahead."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open records that ask nothing of the clerk now: their clock is stopped, or others have to act."""

    shown: tuple[Todo, ...]
    """The oldest of each procedure."""
    total: int


@dataclass(frozen=True, slots=True)
class DoneToday:
    """How many acts this window did to records today, and the moment of the last."""

    count: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class TodoBoard:
    """Everything the page of to-dos shows."""

    todos: Todos
    waiting: Waiting
    drafts: tuple[Draft, ...]
    ahead: tuple[tuple[date, int], ...]
    """How many records are due today and on each working day to come, in order."""
    done: DoneToday


def board(parts: Parts) -> TodoBoard:
    """The page of to-dos as it is now."""
    found = todos.todos(parts)
    return TodoBoard(found, _waiting(parts), _drafts(parts), _ahead(parts, found), _done(parts))


def _drafts(parts: Parts) -> tuple[Draft, ...]:
    """Applications begun and not accepted; forms without answers and pages are left out."""
    return tuple(d for d in parts.store.drafts.all() if d.answers or d.pages)


def _waiting(parts: Parts) -> Waiting:
    laws, today, total = parts.pack.procedures, parts.clock.today(), 0
    found: list[Proceeding] = []
    holders = {law.parent for law in laws.values() if law.ranked}
    for law in laws.values():
        if law.id not in holders and (states := tuple(_others(law, parts.window.who.role))):
            count, rows = parts.store.todos.quiet(law.id, states, today, _WAITING)
            total += count
            found += rows
    known = todos.known_of(parts, tuple(found))
    return Waiting(tuple(_waits(parts, known, p) for p in found), total)


def _others(law: Procedure, role: str) -> Iterator[str]:
    """Codes of open states that stop clocks, or where this role has no act to go on with.

    A state with a to-do is among them where an act answers it (告知) and others have to go on.
    """
    for state in law.states:
        steps = (a for a in law.offers(state.code, role) if not a.takes_back)
        mine = any(a.target and a.sources for a in steps)
        silent = not state.todo or (bool(state.todo_until) and not state.todo_after)
        if state.open and silent and (state.stops or not mine):
            yield state.code


def _waits(parts: Parts, known: todos.Known, found: Proceeding) -> Todo:
    law = parts.law.procedure(found.pack_digest, found.procedure)
    who = known.names.get(found.subject.id, "")
    title, _ = known.filled(law.label, found) if law.label else (found.number or law.title, "")
    word = parts.law.shown(found.pack_digest, found.procedure, found.state).word
    return Todo(
        found.subject,
        f"{who} 的{title}" if who else title,
        word,
        found.since,
        found.id,
        key=f"{found.id}|waiting",
        urgency=Urgency.WAITING,
        procedure=todos.begin_of(found.procedure, parts.pack.procedures),
    )


def _ahead(parts: Parts, found: Todos) -> tuple[tuple[date, int], ...]:
    """By day, how many records have a clock that ends then, and promised materials due then."""
    days = [parts.clock.today()]
    for _ in range(_AHEAD):
        days.append(parts.calendar.after(days[-1], 1)[0])
    laws = parts.pack.procedures
    holders = {law.parent for law in laws.values() if law.ranked}
    counted = parts.store.todos.due([law for law in laws if law not in holders], days)
    follow = Counter(t.due for t in found.shown if t.material)
    return tuple((day, counted.get(day, 0) + follow[day]) for day in days)


def _done(parts: Parts) -> DoneToday:
    """How many acts led a record on today or answered a to-do; beginnings and prints do not count."""
    laws = parts.pack.procedures
    told = parts.store.todos.done(parts.clock.today(), parts.window.number)
    moments = [at for procedure, act, at in told if _leads_on(laws.get(procedure), act)]
    return DoneToday(len(moments), moments[0] if moments else None)


def _leads_on(law: Procedure | None, code: str) -> bool:
    act = law.act(code) if law else None
    if law is None or act is None or act.start:
        return False
    return bool(act.target) or any(state.todo_act == code for state in law.states)
