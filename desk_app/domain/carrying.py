"""Records taken out of the hall on a laptop: who has them until when, and what came back beside them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from desk_app.domain.proceedings import Proceeding

LET_GO: Final = "let_go_carried"
"""The act of the event that notes on a laptop what it let go of: counts alone."""
PACKAGE: Final = "package"
"""Kind of its subject."""
_DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Lease:
    """One record that is out: until it is carried in or taken back, it is only read here."""

    package: str
    """What was carried out together; the same at both ends."""
    proceeding: str
    window: str
    """Number of the laptop, which is a window of its own."""
    person: str
    """Who carried it out."""
    out_at: datetime
    back_by: date
    whose: str = ""
    """Name and end of the number of whose data it is, for the day the laptop is lost."""
    ended_at: datetime | None = None
    reason: str = ""
    """Why it was taken back (收回); empty when it was carried in."""

    @property
    def told(self) -> str:
        """Where the record is, in words."""
        return f"在{self.window}号窗口的电脑上,{self.out_at:%Y-%m-%d %H:%M}由{self.person}带出"


@dataclass(frozen=True, slots=True)
class Journey:
    """A package on its way: what the clear head of its file tells."""

    package: str
    file: str
    """One writing of it: what is carried in twice is taken once."""
    back: bool
    """Whether it comes back from the laptop."""
    region: str
    window: str
    """Number of the laptop."""
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What a carrying-out is asked for."""

    journey: Journey
    proceedings: tuple[str, ...]
    person: str
    back_by: date
    pack: str
    """Digest of the pack in force: without it the laptop could not read the records."""
    papers: tuple[tuple[str, bytes], ...] = ()
    """Further files by name: blank papers, the table of working days."""


@dataclass(frozen=True, slots=True)
class CarriedIn:
    """What became of a file that was carried in."""

    journey: Journey
    again: bool = False
    """Whether this very file was here before: then nothing is changed."""
    records: tuple[Proceeding, ...] = ()
    events: int = 0
    """How many were new."""
    applications: tuple[str, ...] = ()
    """Numbers of applications taken on the laptop."""
    letters: int = 0
    beside: int = 0
    """Events that stand beside another outcome."""
    doubtful: int = 0
    """Events whose moment lies outside the journey."""
    papers: tuple[tuple[str, bytes], ...] = ()
    code: str = ""
    """At the hall, what tells the laptop that everything in the file is here (``home_code``)."""
    twice: tuple[str, ...] = ()
    """Receipt numbers that another application has here: those of the file were left out."""
    same: tuple[str, ...] = ()
    """Numbers of records that another record has here, since it was begun after a restore: both stay."""


@dataclass(frozen=True, slots=True)
class PackageLetGo:
    """What a laptop let go of, because the hall has it."""

    since: datetime
    """When the package had come in: copies of the book made from then on hold it."""
    records: int = 0
    applications: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """An event that came in and still needs somebody's eye."""

    event: str
    proceeding: str
    package: str
    at: datetime
    """The moment it bears."""
    beside: bool
    doubtful: bool


def home_code(package: str, events: Collection[str]) -> str:
    """Eight digits made of exactly these events: the end that names them has each of them.

    They guard against a mistake, not against somebody who has both books.
    """
    told = "\n".join((package, *sorted(events))).encode()
    return f"{int.from_bytes(sha256(told).digest()) % 10**_DIGITS:0{_DIGITS}}"
