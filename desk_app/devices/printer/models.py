"""What every way of printing promises, and what a queue tells of itself."""

from dataclasses import dataclass
from typing import Protocol

from desk_app.domain.prints import A4, Job, JobState, Media


@dataclass(frozen=True, slots=True)
class Queue:
    """A print queue as the system lists it."""

    name: str
    ready: bool
    """Whether jobs move on; a stopped queue takes a job and keeps it."""
    words: str = ""
    """The system's own reason when it is not ready."""


class Way(Protocol):
    """One way to the printers of this computer. Its methods mean what those of ``Printer`` mean."""

    def names(self) -> tuple[str, ...]:
        """Printers reached this way, the default first; empty when there is none this way."""
        ...

    def preflight(self, printer: str, media: Media) -> str:
        """What stands in the way of a print, in sentences; empty when nothing does."""
        ...

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """Hand over a PDF at 100 % on this paper; WorldError when it is not taken."""
        ...

    def owns(self, job: Job) -> bool:
        """Whether this way gave the job."""
        ...

    def state(self, job: Job) -> JobState:
        """How far a job is."""
        ...

    def cancel(self, job: Job) -> None:
        """Take a job back; WorldError when it can not be."""
        ...


def ascii_title(title: str) -> str:
    """A job title every queue keeps as it is: ASCII, at most 60 characters, never empty."""
    kept = "".join(sign for sign in title if sign.isascii() and sign.isprintable())
    return " ".join(kept.split())[:60] or "desk-app"


def missing(printer: str) -> str:
    """The sentence for a printer that is not there."""
    return f"没有找到打印机 {printer},请重新选择打印机,或先另存为PDF"


def quoted(words: str) -> str:
    """The system's own words in brackets, on one line."""
    told = " ".join(words.split())
    return f"({told})" if told else ""
