"""Units without a window act by tables: which role, whose records, by a word of a register's data."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forms.procedures import Act, Procedure

WHOLE, TOWN, VILLAGE = "whole", "town", "village"
SHEET_UNITS = (WHOLE, TOWN, VILLAGE)
"""What of an answer names a unit: all of it, the town of an address, or its town and village."""


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """A unit that acts by a table, which goes out and comes back: the steps its role may do."""

    role: str
    by: str
    """Id of the ask that says whose table a record is in."""
    unit: str = WHOLE
    """What of that answer names the unit: one of ``SHEET_UNITS``."""


def acts(law: "Procedure", role: str, state: str) -> "Iterator[Act]":
    """Acts a role may do in a state by a line of a table: those without pictures or rows of their own."""
    for act in law.offers(state, role):
        if not (act.evidence or act.application or act.takes_back or any(ask.rows for ask in act.asks)):
            yield act
