"""Handing results to applicants."""

from desk_app.domain.applications import Application, matter_id
from desk_app.domain.events import Event, Who
from desk_app.services import proceedings
from desk_app.services.parts import Parts


def hand_over(
    parts: Parts, application: Application, matter: str, who: Who | None = None, receiver: str = ""
) -> Event:
    """Note that the applicant has received a concluded matter's result; RuleError before its conclusion."""
    by = who or parts.window.who
    return proceedings.act(parts, by, matter_id(application.id, matter), "hand_over", {"receiver": receiver})
