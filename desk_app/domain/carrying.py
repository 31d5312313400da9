"""Records taken out of the hall on a laptop: who has them until when, and what came back beside them."""

from dataclasses import dataclass
from datetime import date, datetime

from desk_app.domain.proceedings import Proceeding


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
