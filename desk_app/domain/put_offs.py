"""A to-do that a clerk left for another day: it changes no state of the record."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PutOff:
    """The last time a to-do was put off."""

    key: str
    """Of the to-do (``services.todos``)."""
    until: date
    """The day from which it is to be done again."""
    reason: str
    """In the clerk's words, one line."""
    person: str
    at: datetime
    times: int = 1
    """How often it was put off by now."""
