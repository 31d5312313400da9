"""What every way of printing promises, and what a queue tells of itself."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Queue:
    """A print queue as the system lists it."""

    name: str
    ready: bool
    """Whether jobs move on; a stopped queue would take a job and keep it unseen."""
    words: str = ""
    """The system's own reason when it is not ready."""


class Way(Protocol):
    """One way to the printers of this computer."""

    def names(self) -> tuple[str, ...]:
        """Printers reached this way, the default first; empty when there is none this way."""
        ...

    def send(self, pdf: bytes, printer: str, title: str) -> str:
        """Hand over an A4 PDF at 100 %; returns what is known in one sentence, else WorldError."""
        ...


def ascii_title(title: str) -> str:
    """A job title every queue keeps as it is: ASCII, at most 60 characters, never empty."""
    kept = "".join(sign for sign in title if sign.isascii() and sign.isprintable())
    return " ".join(kept.split())[:60] or "desk-app"
