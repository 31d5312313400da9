"""The county's side of a window without a line: letters that arrived, and departments that act now."""

from desk_app.domain.applications import Application
from desk_app.domain.letters import Delivered
from desk_app.services.parts import Parts
from tests import news


def deliver(parts: Parts, application: Application) -> None:
    """The county has the application's letter, under the number PC-0001."""
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(letter.id, Delivered("PC-0001", ""), parts.clock.now())


def tell(parts: Parts, application: Application, matter: str, act: str, text: str = "") -> None:
    """News of a department's act on one matter came and were applied."""
    news.tell(parts, application, matter, act, parts.clock.now(), text=text)
