"""The 更正确认单: what was, what is and why, drawn to be signed, and again from what was signed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from desk_app.domain.amending import AmendedAnswer, Amendment
from desk_app.domain.applications import Application
from desk_app.services import law
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Foreseen
from desk_app.services.parts import Parts
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms import moments
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Facts
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

TITLE = "更正确认单"
LAYOUT = "amendment"
_NONE: Final = "没有"
"""Stands where nothing else changes with a correction: an empty cell could be filled in later."""


def to_sign(parts: Parts, application: Application, found: Foreseen) -> Printout:
    """The sheet for corrections that are not made yet; it counts as the paper they will have."""
    place = len(amending.made(parts, application)) + 1
    values = _values(parts, application, found.before, found.amended, parts.clock.now())
    values["clerk"], values["effects"] = parts.window.clerk, typeset("".join(found.told)) or _NONE
    return _printout(application, place, values, parts.clock.today())


def signed(parts: Parts, application: Application, place: int) -> Printout:
    """The sheet of a correction that was made, ``place`` from 1, as it was signed."""
    every = amending.made(parts, application)
    made: Amendment = every[place - 1]
    facts = amending.answers_before(parts, application, place)
    values = _values(parts, application, facts, made.amended, made.event.at)
    values["clerk"], values["effects"] = made.event.who.person, typeset(_effects(made)) or _NONE
    return _printout(application, place, values, made.event.at)


def _effects(made: Amendment) -> str:
    return str(made.event.payload.get("effects", ""))


def title_of(place: int) -> str:
    """Name of the sheet of one correction, counted from 1; each is a paper of its own."""
    return TITLE if place == 1 else f"{TITLE}({place})"


def _printout(application: Application, place: int, values: dict[str, DocumentValue], made: date) -> Printout:
    # The paper brings the drawing library; the window opens without it.
    from printing.papers import document

    return Printout(
        title_of(place),
        lambda copy, _shift: drawn(document.draw, DocumentSheet(LAYOUT, values, copy=copy, made=made)),
        application.subject,
    )


def _values(
    parts: Parts, application: Application, facts: Facts, made: Sequence[AmendedAnswer], at: datetime
) -> dict[str, DocumentValue]:
    pack = law.of(parts, application.pack_digest)
    rows = tuple(
        {
            "label": pack.elements[c.element].label,
            "was": typeset(amending.words(pack, c.element, c.was)),
            "now": typeset(amending.words(pack, c.element, c.now)),
            "why": typeset(c.why),
        }
        for c in made
    )
    return {
        "number": application.number,
        "check": application.number,
        "applicant": str(facts.get(NAME, "")),
        "applicant_id": str(facts.get(ID_NUMBER, "")),
        "matters": typeset("、".join(m.title for m in application.matters)),
        "accepted_on": application.accepted_at.date(),
        "moment": moments.to_the_minute(at),
        "hall": parts.window.hall.name,
        "rows": rows,
    }
