"""The county's side of a window without a line: letters that arrived, and departments that act."""

from uuid import uuid4

from desk_app.domain.applications import Application, matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Delivered, NewsBatch, NewsItem
from desk_app.services.parts import Parts

DEPARTMENT = Who("平川区残联", "department")


def deliver(parts: Parts, application: Application) -> None:
    """The county has the application's letter, under the number PC-0001."""
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(letter.id, Delivered("PC-0001", ""), parts.clock.now())


def tell(parts: Parts, application: Application, matter: str, act: str, text: str = "") -> None:
    """News of a department's act on one matter came and were applied."""
    seq = parts.store.inbox.cursor() + 1
    event = Event(
        str(uuid4()),
        parts.clock.now(),
        DEPARTMENT,
        application.subject,
        act,
        {"text": text},
        matter_id(application.id, matter),
        channel="line",
    )
    parts.store.inbox.apply(NewsBatch((NewsItem(seq, event.id, event),), seq), parts.clock.now())
