"""A to-do that a clerk put off to another day; no state of the record changes."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class PutOff:
    """The last time a to-do was put off."""

    key: str
    """Key of the to-do (``services.todos``)."""
    until: date
    """The day from which it is to be done again."""
    reason: str
    """The clerk's reason, one line."""
    person: str
    at: datetime
    times: int = 1
    """How often it was put off so far."""
