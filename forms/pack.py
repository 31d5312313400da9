"""A definition pack as a whole: its head, the hall, the limits, and every rule by its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timezone

from forms.calendar import Hours
from forms.moments import CHINA
from forms.procedures import Procedure
from forms.schema import Caution, CodeTable, Document, Element, Material, Matter, Option, Section

SAME_DAY, NEXT_DAY = "same-day", "next-day"
"""What a county may write for ``after_hours``."""


@dataclass(frozen=True, slots=True)
class Text:
    """A fixed text of the papers, quoted from or founded on its source."""

    id: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Working days and fee of the one thing, with their source."""

    handover: int
    review: int
    promised: int
    legal: int
    fee: str
    source: str


@dataclass(frozen=True, slots=True)
class Hall:
    """The county's service hall as its papers name it. ``demo`` marks invented particulars."""

    region: str
    region_code: str
    name: str
    address: str
    phone: str
    complaint_phone: str
    seal: str
    source: str
    periods: tuple[str, ...]
    """Hours of a working day, e.g. ``08:30-12:00``."""
    after_hours: str = SAME_DAY
    """The day an application after closing counts for."""
    demo: bool = False

    @property
    def opening(self) -> Hours:
        """When the hall is open on a working day."""
        return Hours.parse(*self.periods)

    @property
    def hours(self) -> str:
        """The hours as papers name them: 法定工作日 上午8:30-12:00,下午14:30-18:00."""
        return f"法定工作日 {self.opening.text()}"


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole definition pack of one version; ``digest`` is the SHA-256 of its files.

    What a county sets (values, extensions, exclusions, copies, sharing, following) is already part of the
    matters and materials it concerns.
    """

    version: str
    title: str
    source: str
    digest: str
    limits: Limits
    hall: Hall
    texts: Mapping[str, str]
    codes: Mapping[str, CodeTable]
    elements: Mapping[str, Element]
    sections: tuple[Section, ...]
    matters: Mapping[str, Matter]
    materials: tuple[Material, ...]
    cautions: tuple[Caution, ...]
    documents: tuple[Document, ...]
    values: Mapping[str, str]
    procedures: Mapping[str, Procedure]
    zone: timezone = CHINA
    """The hall's zone, in which every day begins and ends."""

    def options(self, element: Element) -> tuple[Option, ...]:
        """What a choice element offers, in form order; empty for other kinds."""
        if not element.codes:
            return ()
        table = self.codes[element.codes]
        return tuple(o for o in table.options if o.code not in table.withheld)
