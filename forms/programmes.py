"""A programme of home visits as data: what it says beside its procedures, and where a county switches it.

A programme is a folder of ``definitions/visits``: ``pack.toml`` with ``[programme]`` and the rows below, its
procedures, and whatever tables of the pack it needs. All are read and checked; one that is not in force is
no register, opens no rounds and asks nothing of anybody.
"""

from collections.abc import Iterator, Mapping
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
class Named:
    """A county's ``[[duty]]``: who answers for services of a programme in one unit (责任人)."""

    id: str
    of: str
    """Id of the programme."""
    unit: str
    """The unit as the programme names it, or the county's own where that names only 县级各相关部门."""
    person: str
    source: str
    only: tuple[str, ...] = ()
    """Ids of the services; empty: every one of the unit."""
    phone: str = ""
    deputy: str = ""
    deputy_phone: str = ""
    demo: bool = False

    def covers(self, service: str) -> bool:
        """Whether it speaks of a service."""
        return not self.only or service in self.only


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the 责任清单: a service, a unit that does it, the person there; None: nobody is named."""

    service: Service
    unit: str
    named: Named | None


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
class Sample:
    """Records drawn at random, quarter by quarter and place by place, to be checked (抽查)."""

    id: str
    title: str
    procedure: str
    """The procedure of the records it draws from."""
    done: tuple[str, ...]
    """Its acts that make a record one of those: done is done, whatever came of it."""
    done_on: str
    """Id of the date of these acts that decides the quarter."""
    by: str
    """Id of the ask that tells the place; of an address the town counts."""
    measure: str
    """The programme's measure whose ``least`` is the share in per cent, of each place."""
    record: str
    """The procedure that keeps what was drawn: its first act is given ``turn seed towns people``, and
    ``county`` where it asks that."""
    act: str
    """The act that is then done to each that was drawn."""
    source: str
    whole: str = ""
    """The measure that holds for all places together; empty: that of each place."""
    proposed: bool = False


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
    samples: tuple[Sample, ...] = ()
    named: tuple[Named, ...] = ()
    """Who answers for what, by the county."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    """How the county reads what allows more than one reading: by id of the reading the code of its choice."""

    @property
    def table(self) -> str:
        """Id of the code table of its services."""
        return f"{self.id}_services"

    @property
    def unit_table(self) -> str:
        """Id of the code table of the units that are responsible for its services."""
        return f"{self.id}_units"

    @property
    def money_table(self) -> str:
        """Id of the code table of the money that pays for its services."""
        return f"{self.id}_money"

    @property
    def duties(self) -> tuple[Duty, ...]:
        """The 责任清单, service by service; a line for each unit that has to name somebody."""
        return tuple(duty for service in self.services for duty in self._duties(service))

    def _duties(self, service: Service) -> Iterator[Duty]:
        mine = [row for row in self.named if row.covers(service.id)]
        if service.carried_out_by:  # the source leaves it to the county which of its units that is
            yield from (Duty(service, row.unit, row) for row in mine)
            if not mine:
                yield Duty(service, service.carried_out_by, None)
            return
        for unit in service.responsible:
            yield Duty(service, unit, next((row for row in mine if row.unit == unit), None))


Programmes = Mapping[str, Programme]
