"""News of the county for tests, received through the inbox."""

from datetime import datetime
from typing import Any

from desk_app.domain.applications import Application, matter_id, subject_of
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import NewsBatch, NewsItem
from desk_app.services.parts import Parts
from tests.fakes import NOW

DEPARTMENT = Who("平川区残联", "department")


def item(seq: int, application: str, matter: str, act: str, at: datetime = NOW, **payload: Any) -> NewsItem:
    """News of a department's act on a matter, number ``seq`` of the feed."""
    event = Event(
        f"news-{seq}", at, DEPARTMENT, subject_of(application), act, payload,
        matter_id(application, matter), "line", county=seq,
    )  # fmt: skip
    return NewsItem(seq, event.id, event, raw="{}")


def tell(
    parts: Parts, application: Application, matter: str, act: str, at: datetime = NOW, **payload: Any
) -> frozenset[Subject]:
    """Let the next news arrive: a department acted on a matter of an application."""
    seq = parts.store.inbox.cursor() + 1
    found = item(seq, application.id, matter, act, at, **payload)
    return parts.store.inbox.apply(NewsBatch((found,), seq), at)
