"""Lists: one description of columns for the list on the screen, its filters, counts, charts and exports.

A list holds the records of one procedure: applications, matters, or a register. What is asked of it is a
``Wanted``; what comes back are ``Row``s, or how many there are of each value of a column.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class ColumnKind(StrEnum):
    """What stands in a column, and so how it is shown, sorted, masked and exported."""

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
    """Of a choice: what each code is called, in order."""
    whole: bool = True
    """What tells one record from another is never cut on the screen."""
    shown: bool = True
    """Whether the list on the screen has it; an export has all."""
    divides: bool = False
    """Whether records are filtered and counted by it."""


NUMBER: Final = "number"
LABEL: Final = "label"
TAIL: Final = "tail"
STATE: Final = "state"
DUE: Final = "due"
BEGAN: Final = "began"
SINCE: Final = "since"
COUNTER: Final = "counter"
CLERK: Final = "clerk"
"""Ids of what is known of every record: its number, what it is called, the last four of the ID number of
its person, its state, when it is due, when it began, since when it stands there, which window, and who."""


class DueKind(StrEnum):
    """How near the end of its clock a record is; one of these for every record, the nearest first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    """Its clock has warned."""
    RUNNING = "running"
    STOPPED = "stopped"
    """Its clocks stand still, for a reason that stands in the law."""
    NONE = "none"
    """It has no clock that runs: it is over, or nobody waits."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records of a list, all conditions together; what is empty asks nothing."""

    procedure: str
    query: str = ""
    """Anything a person would type or scan (``domain.keys``)."""
    since: date | None = None
    until: date | None = None
    """First and last day on which it began, both included."""
    states: frozenset[tuple[str, str]] = frozenset()
    """Procedure and code of the state the list shows (a parent shows its children's)."""
    due: frozenset[DueKind] = frozenset()
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of columns that divide: any of these codes."""
    counter: str = ""
    clerk: str = ""
    parents: bool = False
    """Of a procedure whose records have parents: the parents instead of the records themselves."""


@dataclass(frozen=True, slots=True)
class Order:
    """How rows follow one another: by a column, the newest record first where it does not decide."""

    column: str = BEGAN
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list shows it."""

    id: str
    """Of the proceeding."""
    procedure: str
    number: str
    label: str
    id_number: str
    """The person's, whole; nobody shows it unmasked without a purpose. Empty where it is about no person."""
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
    values: Mapping[str, tuple[str, ...]]
    """By column id: codes of choices, and texts and days as they were given."""
