"""Lists: one description of columns for the list on the screen, its filters, counts, charts and exports.

A list holds the records of one procedure: applications, matters, or a register. What is asked of it is a
``Wanted``; what comes back are ``Row``s, or how many there are of each value of a column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class ColumnKind(StrEnum):
    """What a column holds: decides how it is shown, sorted, masked and exported."""

    TEXT = "text"
    NUMBER = "number"
    """A number of a record or thing, whole; no person's."""
    PERSONAL = "personal"
    """A person's number: shown and exported as its last four digits unless unmasked for a purpose."""
    DAY = "day"
    MOMENT = "moment"
    STATE = "state"
    DUE = "due"
    """When the clock that ends first is over."""
    CHOICE = "choice"
    """One or several codes with words of the law: they can be filtered and counted by."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One thing known of every record of a list."""

    id: str
    """Field of ``Row.values``, or one of the ids every list has (``NUMBER`` … ``CLERK``)."""
    title: str
    kind: ColumnKind = ColumnKind.TEXT
    words: Mapping[str, str] = field(default_factory=dict)
    """Of a choice, and of the state (``procedure.code``): what each code is called, in order."""
    whole: bool = True
    """Whether it tells records apart, so that it is never cut on the screen."""
    shown: bool = True
    """Whether the list on the screen shows it; an export has all columns."""
    divides: bool = False
    """Whether records are filtered and counted by it."""


NUMBER: Final = "number"
NUMBER_TAIL: Final = "number_tail"
LABEL: Final = "label"
TAIL: Final = "tail"
PHONE: Final = "phone"
STATE: Final = "state"
DUE: Final = "due"
BEGAN: Final = "began"
SINCE: Final = "since"
COUNTER: Final = "counter"
CLERK: Final = "clerk"
DECIDED: Final = "decided"
USED: Final = "used"
"""Ids of what is known of every record: its number and the end of it, what it is called, the ID number of
its person (shown as its last four), the telephone, its state, when it is due, when it began, since when it
stands there, which window and who took it in, the day it was over, and the working days it used."""
MATTERS: Final = "matters"
DEPARTMENT: Final = "department"
TOWNSHIP: Final = "township"
OFFICE_NUMBER: Final = "office_number"
"""Ids of what is known of an application and its matters besides."""
DID: Final = "did"
"""Id for the condition that the act which a list counts (``[list] counts``) was done at least once."""
WEEK: Final = "week"
MONTH: Final = "month"
QUARTER: Final = "quarter"
YEAR: Final = "year"
"""What records can be counted by besides columns: the first day of the week, month … they began in."""
NOTHING: Final = ""
"""Code under which records without a value of a column are counted."""


class DueKind(StrEnum):
    """How near a record is to the end of its clock, the nearest first; every record has exactly one."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    """Its clock has warned."""
    RUNNING = "running"
    STOPPED = "stopped"
    """Its clocks are stopped, for a reason in the law."""
    NONE = "none"
    """No clock of it runs: it is over, or has none."""


class Course(StrEnum):
    """How far a record has come; every record has exactly one, so that the numbers add up."""

    RUNNING = "running"
    STOPPED = "stopped"
    """Open, and its clocks are stopped."""
    DONE = "done"
    """Over with the result that was asked for, or over where its procedure knows no results."""
    ENDED = "ended"
    """Over in another way: refused, withdrawn, closed, or never taken in by the county."""


class Pace(StrEnum):
    """Whether a record kept to the clock its list promises by (``[list] promise``)."""

    TIMELY = "timely"
    """Done within it, or it had none."""
    LATE = "late"
    """Done after it."""
    MISSED = "missed"
    """Open, and the clock is over."""
    OTHER = ""
    """Not due yet, or over without being done."""


@dataclass(frozen=True, slots=True)
class Happening:
    """A condition: that one of these things happened to the record, on one of these days if there are any."""

    kind: str
    """One of the kinds of ``domain.happening``."""
    what: frozenset[str]
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Frequency:
    """A condition: that a clock which counts how often has a closed period that ended on these days."""

    clock: str
    since: date
    until: date
    short: bool
    """Whether a period is wanted in which it was not done often enough; else any."""


@dataclass(frozen=True, slots=True)
class TimesDone:
    """How often something was done, and in how many records."""

    count: int
    records: int


@dataclass(frozen=True, slots=True)
class Reached:
    """Closed periods of a clock that counts how often, of all records that are wanted."""

    reached: int
    """In so many it was done often enough."""
    judged: int
    """So many count: whole, and over."""
    broken: int
    """So many were begun, paused or ended within: told, not judged."""
    short: int
    """So many records have one that counts in which it was not done often enough."""
    records: int
    """So many records have one that counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Conditions for the records of a list, all of which must be true; an empty one asks nothing."""

    procedure: str
    query: str = ""
    """Anything a person would type or scan (``domain.keys``)."""
    since: date | None = None
    until: date | None = None
    """First and last day on which it began, both included."""
    over_since: date | None = None
    over_until: date | None = None
    """First and last day on which it was over, both included."""
    states: frozenset[tuple[str, str]] = frozenset()
    """Procedure and code of the shown state (a parent shows its children's)."""
    due: frozenset[DueKind] = frozenset()
    courses: frozenset[Course] = frozenset()
    paces: frozenset[Pace] = frozenset()
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Column → codes, of which a record has one; ``NOTHING`` is for those without a value."""
    counter: str = ""
    clerk: str = ""
    happened: tuple[Happening, ...] = ()
    frequency: Frequency | None = None
    parents: bool = False
    """Whether the parents of the records are wanted instead of the records."""


@dataclass(frozen=True, slots=True)
class Order:
    """The order of rows: by a column, then the newest record first."""

    column: str = BEGAN
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list shows it."""

    id: str
    """Id of the proceeding."""
    procedure: str
    number: str
    label: str
    id_number: str
    """The person's number, unmasked: show it only for a purpose. Empty when it is about no person."""
    phone: str
    state: tuple[str, str]
    """Procedure and code of the state that is shown."""
    due_on: date | None
    due: DueKind
    began_at: datetime
    since: datetime
    counter: str
    clerk: str
    pack_digest: str
    decided_on: date | None
    """The day it was closed; None while it is open."""
    used: int | None
    """Working days from its beginning to that day, without stops; None while it is open."""
    values: Mapping[str, tuple[str, ...]]
    """By column id: codes of choices, and texts and days as they were given."""


@dataclass(frozen=True, slots=True)
class RowsPage:
    """Some rows of a list, in order."""

    rows: tuple[Row, ...]
    total: int
    """How many records the whole list has."""
    more: bool
    """Whether there are rows after these."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records have this code, course and pace."""

    code: str
    course: Course
    pace: Pace
    count: int


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A filter offered above a list, with a count."""

    id: str
    title: str
    states: frozenset[tuple[str, str]] = frozenset()
    due: frozenset[DueKind] = frozenset()
    began_today: bool = False
    main: bool = True
    """Whether it is always in sight; the others are under 更多."""
    tone: str = ""
    shape: str = ""
    """Tone and picture of the state or the due kind it asks for; empty where it asks for several things."""

    def on(self, wanted: Wanted, today: date) -> Wanted:
        """The list narrowed to this filter, which replaces states and due kinds (and days for today's)."""
        since, until = (today, today) if self.began_today else (wanted.since, wanted.until)
        return replace(wanted, states=self.states, due=self.due, since=since, until=until)
