"""The sockets: what the services need of the world, and nothing about how it is done.

Every real part and every fake is held to the same contract tests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from desk_app.domain.applications import Application, Dates, Draft, Entry, MatterState
from desk_app.domain.deadlines import StateChange
from desk_app.domain.letters import Delivered, Letter, News, NewsBatch, Supplement
from desk_app.domain.prints import A4, Job, JobState, Media
from forms.calendar import Calendar
from forms.pack import Hall, Pack
from forms.regions import Regions


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The moment, with time zone."""
        ...

    def today(self) -> date:
        """The day at the hall."""
        ...


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Everything one acceptance writes in one transaction."""

    application: Application
    letter: Letter
    entry: Entry


@dataclass(frozen=True, slots=True)
class Todo:
    """Something a clerk has to do for an application, in plain words."""

    application: str
    title: str
    text: str
    since: datetime


class Store(Protocol):
    """The local book. Every method is one transaction; a full disk raises WorldError and changes nothing.

    Methods may be called from any thread.
    """

    def keep_draft(self, draft: Draft) -> None:
        """Keep the draft as it is now, over its earlier state."""
        ...

    def draft(self, draft_id: str) -> Draft | None:
        """The draft of this id."""
        ...

    def drafts(self) -> tuple[Draft, ...]:
        """All drafts, newest first."""
        ...

    def drop_draft(self, draft_id: str) -> None:
        """Forget a draft the clerk gave up; unknown ids are no error."""
        ...

    def accept(self, draft_id: str, series: str, build: Callable[[int], Acceptance]) -> Application:
        """Accept a draft: next counter of ``series``, application, letter, ledger line, draft gone — or none.

        ``build`` gets the counter (1, 2, …). Accepting a draft again returns its application unchanged.
        """
        ...

    def application(self, application_id: str) -> Application | None:
        """The application of this id."""
        ...

    def applications(self, query: str = "", limit: int = 200) -> tuple[Application, ...]:
        """Applications, newest first, whose name, ID number, phone or any number contains ``query``."""
        ...

    def supplement(self, supplement: Supplement, letter: Letter, entry: Entry) -> None:
        """Pages of a material that followed, their letter and their ledger line: all or none."""
        ...

    def timeline(self, application_id: str) -> tuple[Entry, ...]:
        """Ledger lines of one application, oldest first."""
        ...

    def note(self, entry: Entry) -> None:
        """One more line in the ledger of an accepted application; an unknown id changes nothing."""
        ...

    def keep_page(self, data: bytes) -> str:
        """Keep a picture durably; returns its id (SHA-256 hex). The same bytes are kept once."""
        ...

    def page(self, page_id: str) -> bytes:
        """Bytes of a page; WorldError when they are missing or damaged."""
        ...

    def letters(self, application_id: str = "") -> tuple[Letter, ...]:
        """Letters of one application, or all, oldest first."""
        ...

    def waiting(self) -> int:
        """How many letters still wait for the line, without those whose application was refused."""
        ...

    def due_letter(self, now: datetime) -> Letter | None:
        """The oldest waiting letter whose next try has come; one stuck letter never blocks others.

        A supplement is due once its application is delivered.
        """
        ...

    def note_delivered(self, letter_id: str, answer: Delivered, now: datetime) -> None:
        """The county has the letter: 办件编号, state and ledger line together. Twice is once."""
        ...

    def note_failed(self, letter_id: str, reason: str, next_try: datetime) -> None:
        """A try failed; the letter waits until ``next_try``."""
        ...

    def note_refused(self, letter_id: str, words: str, now: datetime) -> None:
        """The county refused the letter in these words; it stays until a clerk corrects it.

        The pages of a refused supplement are taken off again, so that the material is missed anew.
        """
        ...

    def cursor(self) -> int:
        """Where reading the county's news goes on; 0 at first."""
        ...

    def apply_news(self, changes: tuple[tuple[News, MatterState], ...], cursor: int) -> frozenset[str]:
        """Set matter states from news and move the cursor; returns changed application ids.

        News already applied, or of unknown applications, change nothing.
        """
        ...

    def hand_over(self, application_id: str, matter: str, entry: Entry) -> None:
        """The result of a concluded matter is in the applicant's hands."""
        ...

    def changes(self, application_id: str) -> tuple[StateChange, ...]:
        """Every change of state of an application's matters, in the order they became known."""
        ...

    def provisional(self) -> tuple[Application, ...]:
        """Applications whose promised days are only 预计, oldest first."""
        ...

    def set_dates(self, application_id: str, dates: Dates, entry: Entry) -> None:
        """New promised days and their ledger line; the same days, or an unknown id, change nothing."""
        ...

    def close(self) -> None:
        """Let go of the book's files."""
        ...


class County(Protocol):
    """The line to the county. LineError, SignInNeeded or CountyRefusal when it does not go well."""

    def has_file(self, page_id: str) -> bool:
        """Whether the county has this page whole."""
        ...

    def send_file(self, page_id: str, data: bytes) -> None:
        """Bring a page; the same page twice is stored once."""
        ...

    def send_letter(self, letter: Letter) -> Delivered:
        """Bring a letter; a repeated letter gets the first answer."""
        ...

    def news(self, cursor: int) -> NewsBatch:
        """News for this window after the cursor."""
        ...

    def close(self) -> None:
        """End the connection; a call under way fails with LineError."""
        ...


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a picture in fractions of its width and height, 0.0 … 1.0."""

    left: float
    top: float
    right: float
    bottom: float


class Pictures(Protocol):
    """Reading, cropping and judging pictures; WorldError with what to do for anything unusable."""

    def size(self, data: bytes) -> tuple[int, int]:
        """Width and height in pixels as seen upright; refuses non-images, torn files and picture bombs."""
        ...

    def photo(self, data: bytes, box: Box | None) -> bytes:
        """A 2-inch photo, JPEG 413×579 px at 300 dpi (35×49 mm), of the box or the best centre crop."""
        ...

    def page(self, data: bytes) -> bytes:
        """A material's page as upright JPEG, longest side at most 3508 px (A4 at 300 dpi)."""
        ...

    def advice(self, data: bytes) -> tuple[str, ...]:
        """What could be better in a photo, in plain sentences; advice only, the clerk decides."""
        ...


class Packs(Protocol):
    """Every definition pack that was ever in force here; any thread may ask."""

    @property
    def current(self) -> Pack:
        """The pack in force: what begins now begins with it."""
        ...

    def of(self, digest: str) -> Pack | None:
        """The pack of a digest, or None when it was never kept here."""
        ...


class Camera(Protocol):
    """A camera at the window."""

    def names(self) -> tuple[str, ...]:
        """Cameras present; empty when there is none."""
        ...

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        """Show live frames (QImage) until ``stop``; a fault is told in one sentence."""
        ...

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        """Take one picture; its JPEG bytes are given back."""
        ...

    def stop(self) -> None:
        """Let go of the camera; it can be started again."""
        ...


class Printer(Protocol):
    """Printers of this computer."""

    def names(self) -> tuple[str, ...]:
        """Printers present, the default first; empty when there is none."""
        ...

    def preflight(self, printer: str, media: Media) -> str:
        """What stands in the way of a print on this paper, in sentences; empty when nothing does."""
        ...

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """Hand a PDF, or some of its pages counted from 1, to a queue: this paper, 100 %.

        An empty ``printer`` is the default one. WorldError when it is not taken.
        """
        ...

    def state(self, job: Job) -> JobState:
        """How far a job is; never raises, for what can not be known is UNKNOWN."""
        ...

    def cancel(self, job: Job) -> None:
        """Take back what is not printed yet; WorldError when the job can not be taken back."""
        ...

    def offset(self, printer: str) -> tuple[float, float]:
        """Mm to move an overlay right and down on this printer, as it was calibrated."""
        ...


@dataclass(frozen=True, slots=True)
class Window:
    """This window of the hall and the clerk who sits at it."""

    hall: Hall
    number: str
    clerk: str


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts plugged together by bootstrap; what every service is given."""

    clock: Clock
    store: Store
    packs: Packs
    calendar: Calendar
    regions: Regions
    """Places of the hall's county; empty where none are known."""
    window: Window
    pictures: Pictures
    camera: Camera
    printer: Printer
    write_letter: Callable[[Application], str]
    """The letter that carries an application to the county, as text (``county.wire``)."""
    write_supplement: Callable[[Supplement], str]
    """The letter that carries a material after its application, as text (``county.wire``)."""
    sign: Callable[[str], str] = lambda _message: ""
    """The seal of a message under this window's key (``domain.seals``); empty where there is no key."""

    @property
    def pack(self) -> Pack:
        """The definition pack in force; an application may go by an older one (``services.law``)."""
        return self.packs.current


@dataclass(frozen=True, slots=True)
class LineState:
    """The line to the county as the clerk sees it."""

    online: bool
    waiting: int
    """Letters that still wait to be sent."""
    text: str
    """One sentence for the tooltip: what is wrong and what happens next; empty when all is well."""
