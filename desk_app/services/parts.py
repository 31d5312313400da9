"""The sockets: what the services need of the outside world, whatever does it.

Every real part and every fake passes the same contract tests.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Protocol

from desk_app.domain.cards import IdCard
from desk_app.domain.duties import WHOSE, BookDuty
from desk_app.domain.events import Who
from desk_app.domain.letters import Delivered, Envelope, Letter, NewsBatch
from desk_app.domain.photo_advice import PhotoAdvice
from desk_app.domain.photo_profiles import PhotoProfile
from desk_app.domain.prints import A4, Job, JobState, Media
from desk_app.domain.retention import KeptDays
from desk_app.domain.settling import Packs, Settling
from desk_app.domain.signing import Signer
from desk_app.domain.told import HistoryAnswer
from desk_app.services.camera_habits import CameraHabits
from desk_app.services.clock_watch import ClockWatch
from desk_app.services.questionnaires import Questionnaires
from desk_app.services.recognition.socket import NoPageReader, PageReader
from desk_app.services.scanning import BarcodeScanner, NoBarcodeScanner, NoScanner, Scanner
from desk_app.services.sockets import Store
from forms.calendar import Calendar
from forms.pack import Hall, Pack
from forms.procedures import Act
from forms.regions import Regions


class TimeSource(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """The moment, in the hall's zone (``forms.moments``)."""
        ...

    def today(self) -> date:
        """The day at the hall."""
        ...


class County(Protocol):
    """The line to the county. LineError, SignInNeeded or CountyRefusal when it does not go well."""

    def has_file(self, page_id: str) -> bool:
        """Whether the county has this page completely."""
        ...

    def send_file(self, page_id: str, data: bytes) -> None:
        """Bring a page; the same page twice is stored once."""
        ...

    def file(self, page_id: str, subject: str) -> bytes | None:
        """A page this window sent for a subject; None when the county does not give it."""
        ...

    def send_letter(self, letter: Letter) -> Delivered:
        """Bring a letter; a repeated letter gets the first answer."""
        ...

    def news(self, cursor: int) -> NewsBatch:
        """News for this window after the cursor."""
        ...

    def history(self, numbers: Sequence[str], today: date) -> HistoryAnswer | None:
        """What the county holds of the person with these identity numbers; None when it can not be asked."""
        ...

    def close(self) -> None:
        """End the connection; a call under way fails with LineError."""
        ...


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a picture in fractions of its width and height, 0.0 … 1.0."""

    left: float
    top: float
    right: float
    bottom: float


class Pictures(Protocol):
    """Reading, cropping and judging pictures; WorldError says what to do about an unusable picture."""

    def pages(self, data: bytes) -> int:
        """How many pages a file has: a PDF or TIFF its own, any other picture one.

        Little of it is read. WorldError for a file that can not be taken whole: too many pages, a password,
        a moving picture, what is no picture.
        """
        ...

    def size(self, data: bytes) -> tuple[int, int]:
        """Width and height in pixels as seen upright; refuses non-images, torn files and picture bombs."""
        ...

    @property
    def profile(self) -> PhotoProfile:
        """What the county wants a photo to be."""
        ...

    def photo(self, data: bytes, box: Crop | None) -> bytes:
        """A photo of the profile as JPEG, of the box or the best centre crop."""
        ...

    def page(self, data: bytes, number: int | None = None) -> bytes:
        """A page of a file as upright JPEG, longest side at most 3508 px (A4 at 300 dpi).

        ``number`` counts from 0; without it WorldError when the file has several pages.
        """
        ...

    def turned(self, data: bytes, quarters: int) -> bytes:
        """A kept page turned by quarters to the right, as JPEG in the quality it has, with no loss to see."""
        ...

    def advice(self, data: bytes, box: Crop | None = None) -> tuple[PhotoAdvice, ...]:
        """What could be better in the photo that ``photo`` makes; advice only, the clerk decides."""
        ...

    def close(self) -> None:
        """Let go of what is held for the next file; it can go on being used."""
        ...


class Camera(Protocol):
    """A camera at the window."""

    def names(self) -> tuple[str, ...]:
        """Cameras present; empty when there is none."""
        ...

    def state(self) -> str:
        """How the cameras are, and the next act where there is none, in one sentence."""
        ...

    def start(self, name: str, on_frame: Callable[[object], None], on_fault: Callable[[str], None]) -> None:
        """Give live frames (QImage) to ``on_frame`` until ``stop``; ``on_fault`` gets a sentence a fault."""
        ...

    def turn(self, quarters: int) -> None:
        """Turn what comes of the open camera from now on by so many quarters to the right."""
        ...

    def capture(self, on_image: Callable[[bytes], None]) -> None:
        """Take one picture; ``on_image`` gets its JPEG bytes."""
        ...

    def stop(self) -> None:
        """Release the camera; it can be started again."""
        ...


@dataclass(frozen=True, slots=True)
class ReaderState:
    """How the card reader is, in a few words, and what to do next; nothing to do when it is ready."""

    words: str
    next: str = ""
    ready: bool = False

    @property
    def sentence(self) -> str:
        """Both in one sentence."""
        return f"{self.words};{self.next}" if self.next else self.words


@dataclass(frozen=True, slots=True)
class ReaderHooks:
    """Callbacks of a card reader; called in the thread that listens, never after ``stop``."""

    on_card: Callable[[IdCard], None]
    on_trouble: Callable[[str], None]
    """A card was laid and not read: why and what to do, in one sentence."""
    on_state: Callable[[ReaderState], None]


class CardReader(Protocol):
    """A reader of identity cards at the window. It is looked for as long as somebody listens."""

    @property
    def state(self) -> ReaderState:
        """How it is now."""
        ...

    @property
    def samples(self) -> tuple[str, ...]:
        """Names of the invented cards a demo reader can be shown; none for a real one."""
        ...

    def listen(self, hooks: ReaderHooks) -> None:
        """Tell of every card and every change; who listened before is told nothing more."""
        ...

    def lay(self, sample: str) -> None:
        """Lay one of ``samples`` on the reader; nothing happens for another name."""
        ...

    def stop(self) -> None:
        """Let go of the reader; it can be listened to again."""
        ...


class NoReader:
    """A window without a card reader."""

    samples: tuple[str, ...] = ()

    def __init__(self, state: ReaderState = ReaderState("没有用读卡器", "照证件录入")) -> None:
        self.state = state

    def listen(self, hooks: ReaderHooks) -> None:
        """See ``CardReader.listen``."""
        hooks.on_state(self.state)

    def lay(self, sample: str) -> None:
        """See ``CardReader.lay``."""

    def stop(self) -> None:
        """See ``CardReader.stop``."""


class Printer(Protocol):
    """Printers of this computer."""

    def names(self) -> tuple[str, ...]:
        """Printers present, the default first; empty when there is none."""
        ...

    def preflight(self, printer: str, media: Media) -> str:
        """Why this paper can not be printed there now, in sentences; empty when nothing is in the way."""
        ...

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """Give a PDF, or some of its pages counted from 1, to a queue: on this paper, at 100 %.

        An empty ``printer`` is the default one. WorldError when the queue does not take it, UnclearPrint when
        it is unclear whether it did.
        """
        ...

    def state(self, job: Job) -> JobState:
        """How far a job is; UNKNOWN when that can not be found out. Never raises."""
        ...

    def cancel(self, job: Job) -> None:
        """Take back what is not printed yet; WorldError when that fails."""
        ...

    def offset(self, printer: str) -> tuple[float, float]:
        """By how many mm an overlay is moved right and down on this printer, as calibrated."""
        ...


NOBODY: Final = Who("", "")
"""Who sits at a window where nobody is signed in: no act allows this role."""


class Seat:
    """Who sits at a window now; any thread may ask. It changes at sign-in, change of shift and sign-out."""

    def __init__(self, who: Who = NOBODY, roles: Collection[str] = ()) -> None:
        """``who`` given here sits without a password: of a demo, a walkthrough, a test."""
        self.who = who
        self.given = who != NOBODY
        """Whether nobody had to sign in for this seat."""
        self.roles = frozenset(roles)
        """Roles of who signed in (``domain.clerks.ROLES``); ``who.role`` is what they act as here."""

    def take(self, who: Who, roles: Collection[str]) -> None:
        """Let a person who signed in sit here."""
        self.roles, self.given, self.who = frozenset(roles), False, who

    def give(self, who: Who, roles: Collection[str]) -> None:
        """Let a person sit here without a password: of a demo, a walkthrough, a bench."""
        self.roles, self.given, self.who = frozenset(roles), True, who

    def refresh(self, who: Who, roles: Collection[str]) -> None:
        """Let other roles count for this person, if they still sit here."""
        if self.who == who:
            self.roles = frozenset(roles)

    def leave(self) -> None:
        """Nobody sits here any more."""
        self.who, self.roles, self.given = NOBODY, frozenset(), False

    def has(self, *roles: str) -> bool:
        """Whether who sits here has one of these roles."""
        return not self.roles.isdisjoint(roles)

    def may(self, act: Act) -> bool:
        """Whether who sits here may do an act, where supervisors keep it to themselves."""
        return not act.leading or self.has(*WHOSE)


@dataclass(frozen=True, slots=True)
class Window:
    """This window of the hall, and who sits at it."""

    hall: Hall
    number: str
    seat: Seat
    demo: bool = False
    """Whether the hall's demo people may sign in: an invented hall without a county."""
    idle_minutes: int = 0
    """Minutes without a key or a hand on the mouse after which the window locks; 0: never."""
    usual: str = ""
    """Name of who usually sits here: offered first at the sign-in."""

    @property
    def who(self) -> Who:
        """Who acts now; ``NOBODY`` while nobody is signed in. Ask at each act, never keep the answer."""
        return self.seat.who

    @property
    def clerk(self) -> str:
        """The name of who sits here now; empty while nobody is signed in."""
        return self.seat.who.person


class LastFolder:
    """The folder that pictures were chosen from last; nothing of what was chosen. Any thread may call."""

    def __init__(self, path: str = "", keep: Callable[[str], None] = lambda _path: None) -> None:
        """``keep`` keeps a path for the next start."""
        self.path = path
        self._keep = keep

    def note(self, path: str) -> None:
        """Remember a folder; WorldError when it can not be kept for the next start."""
        if path != self.path:
            self.path = path
            self._keep(path)


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts as bootstrap has put them together; every service is given them."""

    clock: TimeSource
    store: Store
    packs: Packs
    calendar: Calendar
    regions: Regions
    """Places of the hall's county; empty where none are known."""
    window: Window
    pictures: Pictures
    camera: Camera
    printer: Printer
    write_letter: Callable[[Envelope], str]
    """An envelope for the county as text (``county.frame``)."""
    ask_county: Callable[[Sequence[str]], HistoryAnswer | None] = lambda _numbers: None
    """What the county holds of whoever has these numbers; None without a county, WorldError why not."""
    sign: Callable[[str], str] = lambda _message: ""
    """The seal of a message under this window's key (``domain.seals``); empty where there is no key."""
    watch: ClockWatch = field(default_factory=ClockWatch)
    """What is known of the computer's clock beside itself."""
    folder: LastFolder = field(default_factory=LastFolder)
    cameras: CameraHabits = field(default_factory=CameraHabits)
    """Which camera is used, and how its picture is turned."""
    reader: CardReader = field(default_factory=NoReader)
    scanner: Scanner = field(default_factory=NoScanner)
    barcodes: BarcodeScanner = field(default_factory=NoBarcodeScanner)
    page_reader: PageReader = field(default_factory=NoPageReader)
    """What reads the words on pictures."""
    signer: Callable[[], Signer] | None = None
    keeping: KeptDays = field(default_factory=KeptDays)
    """How long things are kept at this window."""
    surveys: Questionnaires = field(default_factory=Questionnaires)
    duties: Callable[[], Sequence[BookDuty]] = tuple
    """What an administrator has to mend of the book and its backups."""

    @property
    def law(self) -> Settling:
        """Procedures and clocks of everything that runs here."""
        return Settling(self.packs, self.calendar)

    @property
    def pack(self) -> Pack:
        """The definition pack in force; an application may go by an earlier one (``services.law``)."""
        return self.packs.current


@dataclass(frozen=True, slots=True)
class LineState:
    """The line to the county as the clerk sees it."""

    online: bool
    waiting: int
    """Letters that still wait to be sent."""
    text: str
    """One sentence for the tooltip: what is wrong and what happens next; empty when all is well."""
