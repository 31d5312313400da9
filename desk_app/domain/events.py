"""The spine: subjects, who acts, and events. Nothing here depends on a kind of record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

Payload = Mapping[str, Any]
"""What an act was given, by field: texts, truth values, numbers, lists of these, and rows of texts."""


class Subject(NamedTuple):
    """What something is about: ``kind`` is application, person, item …; ``id`` is unique within it."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Who:
    """The person acting now; given to every function that acts, never stored at the start."""

    person: str
    role: str = "clerk"
    unit: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One act, append-only; ``id`` makes applying it twice the same as once, at both ends.

    ``county`` is its place in the county's order, once known. Before that, ``after`` is the last of the
    county's events that were known when it was done, and ``local`` its place here.
    """

    id: str
    at: datetime
    who: Who
    subject: Subject
    act: str
    payload: Payload = field(default_factory=dict)
    proceeding: str = ""
    """The proceeding it moves or belongs to; empty when it belongs to none."""
    channel: str = "window"
    """How it arrived: window, line, paper, page, command."""
    cause: str = ""
    """Id of the event that caused it."""
    touches: tuple[Subject, ...] = ()
    """Further subjects it concerns."""
    county: int | None = None
    after: int = 0
    local: int = 0
    void: bool = False
    """Whether the county refused it: it changes no state, and stays readable."""

    @property
    def order(self) -> tuple[int, int, int]:
        """Sort key: events with a place in the county's order, then ours in local order; never the time."""
        return (self.after, 1, self.local) if self.county is None else (self.county, 0, 0)
