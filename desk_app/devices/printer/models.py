"""The interface of every way of printing, and a print queue."""

from dataclasses import dataclass
from typing import Protocol

from desk_app.domain.prints import A4, Job, JobState, Media


@dataclass(frozen=True, slots=True)
class Queue:
    """A print queue as the system lists it."""

    name: str
    ready: bool
    """Whether jobs are printed; a stopped queue accepts a job and keeps it."""
    words: str = ""
    """The system's reason when the queue is not ready."""


class Way(Protocol):
    """One way to the printers of this computer; its methods are those of ``Printer``."""

    def names(self) -> tuple[str, ...]:
        """Printers reached this way, the default first; empty when there are none."""
        ...

    def preflight(self, printer: str, media: Media) -> str:
        """Sentences on what keeps the printer from printing; empty when nothing does."""
        ...

    def send(
        self, pdf: bytes, printer: str, title: str, media: Media = A4, pages: range | None = None
    ) -> Job:
        """Print a PDF at 100 % on this paper and return the job; WorldError when it is not accepted."""
        ...

    def owns(self, job: Job) -> bool:
        """Whether this way made the job."""
        ...

    def state(self, job: Job) -> JobState:
        """How far a job is."""
        ...

    def cancel(self, job: Job) -> None:
        """Cancel a job; WorldError when that is not possible."""
        ...


def ascii_title(title: str) -> str:
    """A job title that every queue keeps unchanged: ASCII, at most 60 characters, never empty."""
    kept = "".join(sign for sign in title if sign.isascii() and sign.isprintable())
    return " ".join(kept.split())[:60] or "desk-app"


def missing(printer: str) -> str:
    """The sentence for a printer that does not exist."""
    return f"没有找到打印机 {printer},请重新选择打印机,或先另存为PDF"


def quoted(words: str) -> str:
    """The system's words in brackets on one line; empty for none."""
    told = " ".join(words.split())
    return f"({told})" if told else ""
