"""What is to be done about the book itself, by its administrator: damage, backups, a clock that jumped."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from desk_app.domain.clerks import ADMINISTRATOR, SUPERVISOR

BOOK_DUTY: Final = "book-duty"
"""Kind of the subject of such a to-do."""
PROGRAMME: Final = "programme"
"""Kind of the subject of a to-do about what a whole programme of home visits lacks."""
WORK_TABLE: Final = "work-table"
"""Kind of the subject of a to-do about the work table."""
SHOWN_IN: Final = {BOOK_DUTY: "settings", PROGRAMME: "visits", WORK_TABLE: "registers"}
"""Room of the window that shows what such a to-do is about, by its kind."""
CLOCK_DUTY: Final = "clock"
"""Id of the to-do that is done by confirming the computer's date."""
WHOSE: Final = (SUPERVISOR, ADMINISTRATOR)
"""Roles that see these to-dos."""


@dataclass(frozen=True, slots=True)
class BookDuty:
    """One thing that is to be done; it is there as long as it is so, and nobody can put it away."""

    id: str
    """What it is; the same as long as it is so."""
    title: str
    text: str
    """What it means and what to do."""
    since: datetime
    kind: str = BOOK_DUTY
    """Kind of its subject."""
