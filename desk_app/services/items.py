"""Records that an act brings below its own (小专班: each item with its department), in the same transaction.

Which act brings which is data (``Act.brings``); an item shares the subject of the record above it, as a
matter shares that of its application.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain import acting
from desk_app.domain.events import Event
from desk_app.domain.letters import Opening
from desk_app.domain.proceedings import Proceeding
from desk_app.services.parts import Parts
from forms.procedures import SYSTEM, Act


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
