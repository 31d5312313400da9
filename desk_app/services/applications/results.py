"""What came of the matters of an application, and handing it to the applicant."""

from collections.abc import Mapping

from desk_app.domain.applications import Application, masked_number, matter_id
from desk_app.domain.events import Event, Who
from desk_app.services import law, proceedings
from desk_app.services.parts import Parts
from forms import result_words


def said(parts: Parts, application: Application, *, plain: bool = False) -> Mapping[str, str]:
    """The results of an application in words, by matter; numbers of certificates masked unless ``plain``.

    Matters of which no result is known are left out.
    """
    pack = law.of(parts, application.pack_digest)
    hide = str if plain else masked_number
    told = {m.matter: result_words.worded(pack, m.matter, m.facts, hide) for m in application.matters}
    return {matter: words for matter, words in told.items() if words}


def hand_over(
    parts: Parts, application: Application, matter: str, who: Who | None = None, receiver: str = ""
) -> Event:
    """Note that the applicant has received a concluded matter's result; RuleError before its conclusion."""
    by = who or parts.window.who
    return proceedings.act(parts, by, matter_id(application.id, matter), "hand_over", {"receiver": receiver})
