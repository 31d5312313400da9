"""What an act begins in another register for the person its record is about (筛查 asks for a visit), once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from desk_app.errors import RuleError
from desk_app.services.parts import Parts
from forms import phrases
from forms.procedures import CLERK


@dataclass(frozen=True, slots=True)
class Beginning:
    """A record to begin: its procedure, the act that begins it, what that is given, its id."""

    procedure: str
    act: str
    given: Mapping[str, Any]
    identity: str = ""
    """Empty: a new one."""


def of(parts: Parts, proceeding_id: str, code: str, given: Mapping[str, Any]) -> Beginning | None:
    """What an act on a record begins elsewhere; None where it begins nothing.

    RuleError when that register is not in use here.
    """
    found = parts.store.proceedings.one(proceeding_id)
    act = parts.law.procedure(found.pack_digest, found.procedure).act(code) if found else None
    if found is None or act is None or not act.feeds:
        return None
    law = parts.pack.procedures.get(act.feeds)
    first = (
        next((a for a in law.acts if a.start and a.at_counter and CLERK in a.roles), None) if law else None
    )
    if law is None or first is None or law.resting:
        raise RuleError(f"“{law.title if law else act.feeds}”没有启用,不能“{act.word}”")
    known = {**found.facts, **{name: str(value) for name, value in given.items()}}
    rows = {row.id: phrases.fill(row.label, known) for row in first.at_counter}
    identity = str(uuid5(NAMESPACE_URL, f"{found.id}/{act.code}/{law.id}"))
    return Beginning(law.id, first.code, {name: text for name, text in rows.items() if text}, identity)
