"""What a procedure's statistics tell besides those of every list, as data: rates, acts that are counted."""

from dataclasses import dataclass
from typing import Final

from forms.schema import Condition


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure of the statistics beside those every list has: a part of the records, out of a whole.

    Both are one line of conditions on ``state``, ``due``, ``act`` (codes of acts, one of which was done at
    least once) and the columns that divide the list.
    """

    id: str
    title: str
    part: Condition
    part_words: str
    whole_words: str
    source: str
    whole: Condition = ()
    """Empty: every record that began in the period."""
    proposed: bool = False


DONE: Final = "act"
"""What a rate asks by to name acts instead of the codes of a column."""


@dataclass(frozen=True, slots=True)
class ActTally:
    """A figure that counts acts, not records (上门人次), in the period in which they were done."""

    id: str
    title: str
    counts: tuple[str, ...]
    """Codes of the acts."""
    source: str
    days: tuple[str, ...] = ()
    """Ids of dates that the acts ask: the first that is given is the day, else the day it was noted."""
    unit: str = "次"
    once_a_day: bool = False
    """Whether what was done for one person on one day counts once, in however many records."""
    proposed: bool = False
