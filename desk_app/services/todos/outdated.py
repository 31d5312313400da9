"""What a to-do says of a paper that is void, or is on its way already."""

from collections.abc import Iterable, Mapping
from typing import Final

from desk_app.domain.applications import APPLICATION, MATTER, MatterState
from desk_app.domain.proceedings import Proceeding
from desk_app.services import law, ledger
from desk_app.services.applications import delivering, delivery_acts
from desk_app.services.parts import Parts
from forms import phrases
from forms.schema import Effect

TITLE: Final = "收回作废 {name} 的{title}结果"
"""The to-do of a certificate that another one has replaced while it lay here."""
_GONE_OUT: Final = "通知书已于{sent_on}{sent_by}[,单号{post_number}][,交给{sent_to}]"


def void(parts: Parts, found: Iterable[Proceeding], persons: Mapping[str, str]) -> Mapping[str, str]:
    """Proceeding id → why its certificate is not to be handed out any more, and what to do.

    ``persons`` are identity numbers by application id. Only who has applied more than once is looked at: the
    history of everybody would take too long.
    """
    waiting = [p for p in found if p.state == MatterState.CONCLUDED and _issues(parts, p)]
    several = parts.store.applications.several({persons.get(p.subject.id, "") for p in waiting} - {""})
    told: dict[str, str] = {}
    for each in (p for p in waiting if persons.get(p.subject.id, "") in several):
        held, pack = parts.store.applications.one(each.subject.id), law.of(parts, each.pack_digest)
        if held and (why := delivering.gone(parts, pack, held, [_matter(each)])):
            told[each.id] = why
    return told


def gone_out(parts: Parts, found: Proceeding) -> str:
    """That the notice of an end is on its way, a sentence; empty for everything else."""
    if found.procedure != MATTER or found.state not in delivery_acts.ENDED:
        return ""
    event = delivery_acts.gone_out(parts, found.id, found.pack_digest, found.state)
    return phrases.fill(_GONE_OUT, ledger.values(parts, found, event.payload)) if event else ""


def _issues(parts: Parts, found: Proceeding) -> bool:
    effect = law.of(parts, found.pack_digest).effect_of(_matter(found))
    return found.subject.kind == APPLICATION and effect is Effect.ISSUES


def _matter(found: Proceeding) -> str:
    return found.id.rpartition("/")[2]
