"""The time limits of a procedure: so long after an act, until a day, or so often in every period."""

from dataclasses import dataclass
from enum import StrEnum

from forms.facts import Condition


class Unit(StrEnum):
    """What a clock counts."""

    WORKING = "working"
    """Working days by the hall's table; a state that stops clocks stops this one."""
    CALENDAR = "calendar"
    MONTH = "month"
    YEAR = "year"


class Cycle(StrEnum):
    """The periods in which something has to be done again and again."""

    MONTH = "month"
    """A calendar month."""
    WEEK = "week"
    """Monday to Sunday."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit within a procedure."""

    id: str
    title: str
    starts: tuple[str, ...]
    """Acts whose event starts it; the first of them counts."""
    from_day: str = ""
    """Id of a date its starting act asks, from which it is counted; empty: the day the act was noted."""
    else_after: tuple[str, ...] = ()
    """Acts after which it begins on day ``else_on`` of a month, unless one of ``starts`` came before then."""
    else_on: int = 0
    ends: tuple[str, ...] = ()
    """Acts whose event ends it; without ``beyond`` it also ends with a state that is not open."""
    amount: int = 0
    """How many units; 0 when ``limit``, ``last_day`` or ``times`` sets its end."""
    limit: str = ""
    """A limit of the pack (handover, review, promised, legal) instead of ``amount``."""
    county: str = ""
    """Id of the county's number (``[values]``) that stands in place of ``amount`` where the county has it."""
    amount_of: str = ""
    """Id of a number its acts ask, which stands in place of ``amount`` where it is known (使用年限)."""
    last_day: str = ""
    """Id of a date its acts ask, which is its last day; used instead of a length.

    ``rows.until`` is the last of the days in column ``until`` of the rows ``rows``.
    """
    times: int = 0
    """How often ``counted`` has to be done in each ``period``; it ends with the first that lacks one."""
    period: Cycle = Cycle.MONTH
    counted: str = ""
    """The act that is counted, on the day its ``counted_on`` was given, or the day it was noted."""
    counted_on: str = ""
    enough: Condition = ()
    """Condition on what that act was given for it to count (two short ones are not one)."""
    unit: Unit = Unit.WORKING
    beyond: bool = False
    """Whether it runs in states that are not open too: what is still to come of a result (送达回执)."""
    stoppable: bool = True
    """Whether a state that stops clocks stops it (working days only)."""
    warn: int = 1
    """Days before its end from which a to-do warns: working days, or calendar days for other units."""
    warning: str = ""
    """To-do ``title|text`` from the warning on; ``{due}`` is the last day. Empty: no to-do."""
    overdue: str = ""
    """To-do ``title|text`` once it is over; empty: the warning goes on."""
    when: Condition = ()
    """Condition on the proceeding's facts while it runs; unknown counts as false."""
    act: str = ""
    """Act that answers its to-dos; empty: the next step of the record does."""
    source: str = ""
    proposed: bool = False
    """Whether its length is a proposal of the program (建议), which no source has; the county may set it."""

    @property
    def in_a_month(self) -> int:
        """How often what it counts is owed in a month at most: of weeks five begin in it."""
        return self.times * (5 if self.period is Cycle.WEEK else 1)
