"""What statistics consist of: figures, bars and lines, each number with the list behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from desk_app.domain.lists import ListColumn, Wanted

LEAST: Final = 10
"""Least number a percentage is made of: with fewer, one more record would change it too much."""
FEW: Final = 5
"""Counts below this could identify a person: for other units they are written as fewer than this."""
ALL: Final = "all"
"""Id of the column of all that began."""


@dataclass(frozen=True, slots=True)
class StatPeriod:
    """The days, both included, in which the counted records began."""

    since: date
    until: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number and the conditions of the list that it counts."""

    count: int
    wanted: Wanted

    @property
    def opens(self) -> bool:
        """Whether the number opens a list: it is not 0."""
        return self.count > 0


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One large figure, with the words that explain it."""

    id: str
    title: str
    value: str
    """In digits; empty when it can not be given (nothing to divide by, or too few records)."""
    unit: str
    division: str
    """What is divided by what, in words."""
    behind: Counted


@dataclass(frozen=True, slots=True)
class Bar:
    """One week: the records that began in it, done and not done."""

    begins: date
    done: Counted
    open: Counted
    """All that are not done: still open, or ended in another way."""


@dataclass(frozen=True, slots=True)
class StatColumn:
    """One column of numbers of the table."""

    id: str
    title: str
    made_of: str = ""
    """Of a share: what is divided by what."""
    kind: str = "count"
    """count of records, times of acts, or share."""


@dataclass(frozen=True, slots=True)
class Often:
    """How often something was done, and the records it was done in."""

    times: int
    behind: Counted


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole in one line of the table, and what the number opens."""

    part: int
    whole: int
    behind: Counted
    broken: int = 0
    """Periods beside the whole that do not count: they were begun, paused or ended within."""

    @property
    def text(self) -> str:
        """Both numbers; a dash where there is nothing to divide by."""
        return f"{self.part}/{self.whole}" if self.whole else "—"

    @property
    def percent(self) -> str:
        """Per cent; empty for fewer than ``LEAST``."""
        return percent(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class StatRow:
    """One line of the table; ``cells`` by column id."""

    code: str
    word: str
    cells: Mapping[str, Counted]
    timely: int
    due: int
    times: Mapping[str, Often]
    """How often each of the counted acts was done."""
    shares: Mapping[str, Share]

    @property
    def share(self) -> str:
        """Per cent done in time of those that should be done; empty for fewer than ``LEAST``."""
        return percent(self.timely, self.due)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything the page of statistics shows."""

    procedure: str
    title: str
    period: StatPeriod
    by: ListColumn
    taken_at: datetime
    """The moment of counting."""
    unit: str
    """What one record is counted in: 项, 条."""
    figures: tuple[KeyFigure, ...]
    bars: tuple[Bar, ...]
    columns: tuple[StatColumn, ...]
    rows: tuple[StatRow, ...]
    total: StatRow
    times: tuple[StatColumn, ...]
    """Acts that are counted, each on its own day, whenever its record began."""
    shares: tuple[StatColumn, ...]
    with_pace: bool
    """Whether the last column is shown: the records have a promise to keep."""
    note: str


def percent(part: int, whole: int) -> str:
    """A share in per cent, with one decimal unless it is whole; empty when ``whole`` is below ``LEAST``."""
    return f"{100 * part / whole:.1f}".removesuffix(".0") if whole >= LEAST else ""
