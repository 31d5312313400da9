"""Reads of what is kept about people: they change no state, and each is noted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from desk_app.domain.events import Subject, Who


class ReadKind(StrEnum):
    """How something was read."""

    OPENED = "opened"
    SEARCHED = "searched"
    PRINTED = "printed"
    EXPORTED = "exported"
    UNMASKED = "unmasked"


@dataclass(frozen=True, slots=True)
class Read:
    """One read: when, who, how, of what; ``text`` says more (which paper), never a person's data."""

    at: datetime
    who: Who
    how: ReadKind
    subject: Subject
    text: str = ""


class Journal(Protocol):
    """Who read what: opened, searched, unmasked, printed, exported. It changes no state."""

    def note(self, read: Read) -> None:
        """Note one more read."""
        ...

    def of(self, subject: Subject) -> tuple[Read, ...]:
        """Who read a subject, oldest first."""
        ...
