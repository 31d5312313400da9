"""To-dos of a round that many owe alike are told as one: a hundred villages would hide everything else."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desk_app.services.parts import Parts
from forms import phrases

if TYPE_CHECKING:
    from desk_app.services.todos.todos import Todo

_ALIKE: Final = 5
"""So many stand each for itself."""
_NAMED: Final = 3


def joined(parts: Parts, found: "Sequence[Todo]") -> "Iterator[Todo]":
    """The to-dos of clocks, those of one round and one last day as one where they are many.

    It leads to the first of them; when that is done it leads to the next.
    """
    groups: dict[tuple[str, str], list[Todo]] = {}
    for todo in found:
        groups.setdefault(_kind(parts, todo), []).append(todo)
    for todo in found:
        kind = _kind(parts, todo)
        same = groups[kind]
        if not kind[0] or len(same) <= _ALIKE:
            yield todo
        elif todo is same[0]:
            yield _all_of(parts, kind, same)


def _kind(parts: Parts, todo: "Todo") -> tuple[str, str]:
    """Procedure, clock and last day of what a round asks; empty for every other to-do."""
    law = parts.pack.procedures.get(todo.procedure)
    return (law.id, todo.key.removeprefix(todo.proceeding)) if law and law.rounds else ("", "")


def _all_of(parts: Parts, kind: tuple[str, str], same: "Sequence[Todo]") -> "Todo":
    first, law = same[0], parts.pack.procedures[kind[0]]
    some = [todo.proceeding for todo in same[:_NAMED]]
    facts = {p.id: p.facts for p in parts.store.proceedings.several(some)}
    named = "、".join(phrases.fill(law.label, dict(facts[each])) for each in some if each in facts)
    told = f"{first.text}。还差{named}等,先办第一个"
    return replace(
        first, title=f"{law.title}:还差{len(same)}个", text=told, key=f"{kind[0]}{kind[1]}|together"
    )
