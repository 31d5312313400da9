"""需求名单: who was found goes, a table for each service, to its department, and comes back row by row."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desk_app.domain.events import Event
from desk_app.domain.lists import Wanted
from desk_app.errors import WorldError, because
from desk_app.services.lists import exchange
from desk_app.services.lists.exchange import Returned
from desk_app.services.parts import Parts
from desk_app.services.roster import law
from desk_app.services.roster.law import LIKELY, MAYBE

REPLY: Final = "reply"
"""The act of a department's answer, and the ask it answers."""
_MATTER: Final = "reply_matter"
_NO_NAME: Final = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True, slots=True)
class ServiceNeed:
    """One service with its department, and how sure the rules are."""

    matter: str
    title: str
    department: str
    outcome: str


def of(parts: Parts) -> Iterator[ServiceNeed]:
    """Every service somebody was found for, once by outcome."""
    procedure, pack = law.of(parts), parts.pack
    words = {state.code: state.word for state in procedure.states}
    for outcome in (LIKELY, MAYBE):
        for matter in pack.matters.values():
            wanted = _wanted(parts, outcome, matter.id)
            if parts.store.lists.count(wanted, parts.clock.today()):
                title = f"{matter.short or matter.title} {words[outcome]}"
                yield ServiceNeed(matter.id, title, matter.department, outcome)


def send(parts: Parts, folder: Path, purpose: str) -> Iterator[tuple[ServiceNeed, Path, int]]:
    """Write a table for each, with whole numbers; tells which, where, and of how many people.

    The purpose is noted with each. WorldError for a folder that can not be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"文件夹 {folder} 用不了:{because(error)}") from error
    day = parts.clock.today()
    for need in of(parts):
        name = _NO_NAME.sub("_", f"需求名单-{need.department}-{need.title}-{day}")
        wanted = _wanted(parts, need.outcome, need.matter)
        path = folder / f"{name}.xlsx"
        yield need, path, exchange.send(parts, wanted, REPLY, path, purpose, {_MATTER: need.matter})


def look(parts: Parts, path: Path) -> Returned:
    """Read a table that a department sent back; RuleError when it is none of ours."""
    return exchange.look(parts, path, law.of(parts).id, REPLY)


def take(parts: Parts, returned: Returned) -> tuple[Event, ...]:
    """Note every answer on its record, all or none; RuleError while a row has a fault."""
    return exchange.take(parts, returned)


def _wanted(parts: Parts, outcome: str, matter: str) -> Wanted:
    procedure = law.of(parts).id
    states = frozenset((procedure, state) for state in law.OPEN)
    return Wanted(procedure, states=states, values={outcome: frozenset({matter})})
