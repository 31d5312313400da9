"""A programme of home visits as data: what it says beside its procedures, and where a county switches it.

A programme is a folder of ``definitions/visits``: ``pack.toml`` with ``[programme]`` and the rows below, its
procedures, and whatever tables of the pack it needs. All are read and checked; one that is not in force is
no register, opens no rounds and asks nothing of anybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from forms.procedures import RowField


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a programme, as its source names it; a code of the table ``<programme>_services``."""

    id: str
    title: str
    source: str
    responsible: tuple[str, ...] = ()
    """责任单位, as the source has them."""
    supporting: tuple[str, ...] = ()
    """配合单位."""
    carried_out_by: str = ""
    """落实单位."""
    circle: str = ""
    """For whom, where that is narrower than the programme; empty: everybody it serves."""
    duty: str = ""
    """What has to be done, in the source's words."""
    money: str = ""
    """The money that pays for it; empty where the source names none."""
    doers: tuple[str, ...] = ()
    """Who does it, where the source names kinds of doers: bought, volunteers, a department."""
    term: str = ""
    """完成时限."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A number to be reached that no clock of a record holds: so many a month, such a share."""

    id: str
    title: str
    words: str
    """The source's own words; of a proposal, what is proposed."""
    source: str
    least: int
    unit: str
    per: str = ""
    """The period it is counted in; empty: none."""
    of: str = ""
    """What a share is a share of."""
    service: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Interpretation:
    """How the program reads words that allow more than one reading, or that lack something."""

    id: str
    words: str
    read_as: str
    source: str
    setting: str = ""
    """Name of the county's value (``[values]``) that takes one of ``choices``; empty: only one reading."""
    choices: tuple[RowField, ...] = ()
    """The readings a county may choose from, each a code with its words; the first where it says nothing."""


class BoardPlace(StrEnum):
    """The parts of the day's page that a programme fills; what is due comes from its clocks."""

    ROUTE = "route"
    """Homes that are visited on a day."""
    RETURN = "return"
    """Homes to return to."""
    REPORTS = "reports"
    """Figures that are owed."""


@dataclass(frozen=True, slots=True)
class BoardPart:
    """Which records of a programme stand in a part of the day's page."""

    id: BoardPlace
    procedure: str
    standing: tuple[str, ...]
    """The states in which a record stands there."""
    day: str = ""
    """Id of the date that has to be today; empty: every day."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A county's ``[visits]``: which programmes are in force besides, or not although they are by default."""

    source: str
    on: tuple[str, ...] = ()
    off: tuple[str, ...] = ()
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of home visits; ``id`` is the name of its folder."""

    id: str
    title: str
    """Its whole official title."""
    short: str
    """What it is called where there is little room."""
    place: str
    """Where it is in force by its own words."""
    source: str
    on: bool = False
    """Whether it is in force where a county says nothing."""
    switched_on: bool = False
    """Whether it is in force here."""
    services: tuple[Service, ...] = ()
    measures: tuple[Measure, ...] = ()
    readings: tuple[Interpretation, ...] = ()
    board: tuple[BoardPart, ...] = ()

    chosen: Mapping[str, str] = field(default_factory=dict)
    """How the county reads what allows more than one reading: by id of the reading the code of its choice."""

    @property
    def table(self) -> str:
        """Id of the code table of its services."""
        return f"{self.id}_services"


Programmes = Mapping[str, Programme]
