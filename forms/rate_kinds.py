"""The rates of a procedure's statistics: a part of its records out of a whole, as data."""

from dataclasses import dataclass

from forms.schema import Condition


@dataclass(frozen=True, slots=True)
class Rate:
    """A figure of the statistics beside those every list has: a part of the records, out of a whole.

    Both are one line of conditions on ``state``, ``due`` and the columns that divide the list.
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
