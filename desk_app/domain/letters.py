"""Letters from the window to the county, and the county's news back."""

from dataclasses import dataclass
from datetime import datetime

from desk_app.domain.applications import Application, Page, SendState
from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Proceeding


@dataclass(frozen=True, slots=True)
class Letter:
    """One durable row of the outbox: an envelope of events, and the files they name.

    ``id`` is also its idempotency key at the county. Letters of one subject go in the order they were
    written; those of different subjects are independent.
    """

    id: str
    subject: Subject
    body: str
    """The envelope as JSON text, fixed when it is written; see ``county.frame``.

    A set time after the county confirmed it only its digest is left (``shed sha256 bytes``)."""
    files: tuple[str, ...]
    """Page ids that must be at the county before the letter."""
    created_at: datetime
    events: tuple[str, ...] = ()
    """Ids of the events it carries."""
    opens: bool = False
    """Whether it carries the subject itself; later letters of the subject wait until it is delivered."""
    state: str = SendState.WAITING
    attempts: int = 0
    answer: str = ""
    """The county's answer: the number it gave when delivered, the reason when refused or failed."""
    material: str = ""
    """The material of a supplement; empty for other letters."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What the other end needs to begin the proceeding of an event."""

    procedure: str
    subject: Subject
    pack_digest: str
    number: str = ""
    parent: str = ""
    place: int = 0

    def begun_by(self, event: Event) -> Proceeding:
        """The proceeding that an event begins with this opening; its state follows from its events."""
        return Proceeding(
            id=event.proceeding,
            procedure=self.procedure,
            subject=self.subject,
            state="",
            facts={},
            began_at=event.at,
            since=event.at,
            pack_digest=self.pack_digest,
            number=self.number,
            parent=self.parent,
            place=self.place,
        )


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a letter carries: events of one subject in order, and the openings of what they begin."""

    id: str
    subject: Subject
    events: tuple[Event, ...]
    openings: tuple[tuple[str, Opening], ...] = ()
    """Proceeding id and how it opens, for every event that begins one."""
    files: tuple[str, ...] = ()
    application: Application | None = None
    """The whole application, in the letter with the event that accepts it."""
    supplement: "Supplement | None" = None
    """A material that followed, in the letter with the event that takes it in."""


@dataclass(frozen=True, slots=True)
class Supplement:
    """A promised material that came after acceptance: its pages, when and to whom."""

    application: str
    material: str
    pages: tuple[Page, ...]
    taken_at: datetime
    clerk: str


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One item of the county's feed: an event with its place in the order, or why it can not be read."""

    seq: int
    id: str
    event: Event | None
    opening: Opening | None = None
    """How the event's proceeding opens, where it begins one."""
    raw: str = ""
    """The item's text as it came, for one that is set aside."""
    fault: str = ""
    """Why it can not be read; empty when it can."""


@dataclass(frozen=True, slots=True)
class NewsBatch:
    """News after a cursor, in order, and the cursor to ask with next."""

    items: tuple[NewsItem, ...]
    cursor: int


@dataclass(frozen=True, slots=True)
class SetAside:
    """A piece of news that could not be handled; later ones were."""

    id: str
    seq: int
    reason: str
    """One sentence for the clerk."""
    raw: str
    at: datetime
    seen: bool = False
    """Whether a clerk knows of it."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The county's answer to a letter: the number it gave, and its order of the letter's events."""

    number: str
    received_at: str
    remark: str = ""
    order: tuple[tuple[str, int], ...] = ()
    """Event id and the county's sequence number, for each event of the letter."""
