"""Reads of what is kept about people: they change no state, and each is noted."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from desk_app.domain.events import Subject, Who
from desk_app.domain.retention import ReadsLetGo


class ReadKind(StrEnum):
    """How something was read."""

    OPENED = "opened"
    SEARCHED = "searched"
    PRINTED = "printed"
    EXPORTED = "exported"
    UNMASKED = "unmasked"
    SIGNED_IN = "signed-in"
    """The subject of this and those below is the person of the window, never an applicant."""
    REFUSED = "refused"
    """A wrong password or code."""
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    SIGNED_OUT = "signed-out"
    SHIFT = "shift"
    """Another person took the seat."""
    SECOND = "second"
    """Somebody proved by their own password to be the second person of an act; who sits there stays."""
    PEOPLE = "people"
    """A person of the window was added, stopped, or given another password."""
    TAKEN_OVER = "taken-over"
    """A draft of one person was gone on with by another; its subject is the draft."""
    CHANGED = "changed"
    """A command changed the book, its keys or the county's records here; its subject is the command."""
    HANDED_OVER = "handed-over"
    """A supervisor gave a draft to another person; its subject is the draft."""


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

    def old(self, before: date) -> ReadsLetGo | None:
        """The oldest lines, up to the first of this day or later; None without any. The last line stays."""
        ...

    def let_go(self, upto: int) -> None:
        """Remove the lines up to a place; the event that tells of them was written before."""
        ...
