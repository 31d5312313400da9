"""The rounds of a procedure: duties that recur by the calendar, for every member of a set."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

SETS = ("hall", "organisation", "town", "village", "department")
"""Sets whose members a round can go through, besides the open records of another register."""


class Every(StrEnum):
    """When a round comes due."""

    MONTH_DAY = "month-day"
    """On day ``on`` of each month (the last one where the month is shorter)."""
    LAST_WORKING_DAY = "last-working-day"
    """On the last working day of each of ``months`` (all when none is named)."""
    WINDOW = "window"
    """Once a year from ``since`` to ``until``, both MM-DD."""
    WEEK = "week"
    """At least ``times`` in each calendar week, Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class Round:
    """A duty that opens proceedings by the calendar for every member of a set."""

    id: str
    title: str
    act: str
    """The act that begins the proceeding."""
    each: str
    """The set it goes through: one of ``SETS``, or a register, whose open records are its members."""
    every: Every
    standing: tuple[str, ...] = ()
    """States of the records it goes through, where it goes through a register; empty: all that are open."""
    on: int = 1
    months: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    times: int = 1
    county: str = ""
    """Id of the county's value (``[values]``) that names the months, as ``6 12``, in place of ``months``."""
    source: str = ""
    proposed: bool = False

    def set_by(self, values: Mapping[str, str]) -> "Round":
        """The round in the months the county set; as it is where it set none."""
        said = tuple(values.get(self.county, "").split()) if self.county else ()
        return replace(self, months=said) if said else self
