"""Whom a to-do names where the person died: nobody can tell the dead what came of their matters."""

from collections.abc import Iterable, Mapping
from typing import Final

from desk_app.domain.applications import APPLICATION, MatterState
from desk_app.domain.proceedings import Proceeding
from desk_app.services import law
from desk_app.services.parts import Parts
from desk_app.services.printing import parties
from forms.schema import Effect

_ENDED: Final = (MatterState.CLOSED, MatterState.STOPPED)


def relatives(parts: Parts, found: Iterable[Proceeding]) -> Mapping[str, str]:
    """Application id → how papers name the relative of its person, of those who are known to have died.

    Only matters that end as a death lets them end are looked at, few of all that stand in 待办.
    """
    told: dict[str, str] = {}
    for application in {p.subject.id for p in found if _may_be(parts, p)}:
        held = parts.store.applications.one(application)
        if held and (name := parties.relative_of_the_dead(parts, held)):
            told[application] = name
    return told


def _may_be(parts: Parts, found: Proceeding) -> bool:
    """Whether a matter ended, or is a cancellation that was granted."""
    if found.subject.kind != APPLICATION or found.state != MatterState.CONCLUDED:
        return found.subject.kind == APPLICATION and found.state in _ENDED
    pack = law.of(parts, found.pack_digest)
    return pack.effect_of(found.id.rpartition("/")[2]) is Effect.CANCELS
