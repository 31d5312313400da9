"""Letters from the window to the county, and the county's news back."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desk_app.domain.applications import Page, SendState


@dataclass(frozen=True, slots=True)
class Letter:
    """One durable row of the outbox; ``id`` is also its idempotency key at the county."""

    id: str
    application: str
    body: str
    """The letter as JSON text, fixed at acceptance; see ``county.wire``."""
    files: tuple[str, ...]
    """Page ids that must be at the county before the letter."""
    created_at: datetime
    state: SendState = SendState.WAITING
    attempts: int = 0
    next_try: datetime | None = None
    answer: str = ""
    """The county's own words: the 办件编号 when delivered, the reason when refused or failed."""
    material: str = ""
    """The material a supplement brings; empty for the letter of the application itself."""


@dataclass(frozen=True, slots=True)
class Supplement:
    """A promised material that came after acceptance: its pages, when and to whom."""

    application: str
    material: str
    pages: tuple[Page, ...]
    taken_at: datetime
    clerk: str


class NewsKind(StrEnum):
    """What a department can say about one matter."""

    ACCEPTED = "accepted"
    ASSESSING = "assessing"
    RESUMED = "resumed"
    CORRECTION = "correction"
    REFUSED = "refused"
    CONCLUDED = "concluded"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class News:
    """One answer of a department. ``seq`` orders the feed, ``id`` makes applying it idempotent."""

    id: str
    seq: int
    application: str
    matter: str
    kind: NewsKind
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NewsBatch:
    """News after a cursor, in order, and the cursor to ask with next."""

    news: tuple[News, ...]
    cursor: int


@dataclass(frozen=True, slots=True)
class Delivered:
    """The county's answer to a letter: its official 办件编号."""

    office_number: str
    received_at: str
