"""Units without a window act by tables: which role, whose records, by a word of a register's data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms import recordings

if TYPE_CHECKING:
    from forms.procedures import Act, Procedure

WHOLE, TOWN, VILLAGE, DUTY = "whole", "town", "village", "duty"
SHEET_UNITS = (WHOLE, TOWN, VILLAGE, DUTY)
"""What of an answer names a unit: all of it, the town of an address, its town and village, or whoever answers
for that service by the 责任清单."""


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """A unit that acts by a table, which goes out and comes back: the steps its role may do."""

    role: str
    by: str
    """Id of the ask that says whose table a record is in."""
    unit: str = WHOLE
    """What of that answer names the unit: one of ``SHEET_UNITS``."""


def acts(law: "Procedure", role: str, state: str) -> "Iterator[Act]":
    """Acts a role may do in a state by a line of a table: those without pictures, recordings or rows."""
    yield from filter(_fits_a_line, law.offers(state, role))


def starts(law: "Procedure", role: str) -> "Iterator[Act]":
    """Acts by which a role may begin a record by a line of a table."""
    yield from (act for act in law.acts if act.start and role in act.roles and _fits_a_line(act))


def _fits_a_line(act: "Act") -> bool:
    own = act.evidence or recordings.asked(act) or any(ask.rows for ask in act.asks)
    return not (own or act.application or act.takes_back)
