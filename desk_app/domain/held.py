"""What is held on a person, and the acts by which it is corrected or deleted (个人信息保护法 44–47)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk_app.domain.people import Person

CORRECTED: Final = "correct_person"
ERASED: Final = "erase_person"
"""Acts of the events that note a correction or deletion; they name what was changed, never a value."""


@dataclass(frozen=True, slots=True)
class HeldItem:
    """One thing that is held: what, since when, why and how long."""

    what: str
    since: datetime | None
    why: str
    until: str


@dataclass(frozen=True, slots=True)
class GivenLine:
    """One giving: to whom, when, what, and how that stands."""

    whom: str
    at: datetime
    what: str
    how: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One reading, or one correction or deletion: who, when, how, and of what."""

    who: str
    at: datetime
    how: str
    what: str


@dataclass(frozen=True, slots=True)
class HeldOnPerson:
    """Everything this window holds on a person."""

    person: Person
    numbers: tuple[str, ...]
    """Every identity number they had, the present one first."""
    held: tuple[HeldItem, ...]
    given: tuple[GivenLine, ...]
    reads: tuple[ReadLine, ...]
    changed: tuple[ReadLine, ...]


@dataclass(frozen=True, slots=True)
class Erasure:
    """What came of asking for deletion."""

    gone: tuple[str, ...]
    """What was deleted, in words."""
    kept: tuple[str, ...]
    """What has to be kept, each with the ground."""
