"""What the county sends to a window without connection: receipts of letters, and departments' acts."""

from desk_app.domain.applications import Application
from desk_app.domain.letters import Delivered
from desk_app.services.parts import Parts
from tests import news


def deliver(parts: Parts, application: Application) -> None:
    """Note that the county received the application's letter, under the number PC-0001."""
    (letter,) = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(letter.id, Delivered("PC-0001", ""), parts.clock.now())


def tell(parts: Parts, application: Application, matter: str, act: str, text: str = "") -> None:
    """Let news of a department's act on one matter arrive and be applied."""
    news.tell(parts, application, matter, act, parts.clock.now(), text=text)
