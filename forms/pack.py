"""A definition pack as a whole: its head, the hall, the limits, and every rule by its id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms.archives import Fonds, Retention
from forms.calendar import Hours
from forms.county_rows import Undertaking
from forms.data_kinds import DataKind
from forms.moments import BEIJING
from forms.procedures import Procedure
from forms.programmes import Programme
from forms.provisions import Law, Provision
from forms.result_kinds import ResultKind
from forms.role_kinds import Kin, Role
from forms.schema import Caution, CodeTable, Document, Effect, Element, Material, Matter, Option, Section
from forms.works import Work

SAME_DAY, NEXT_DAY = "same-day", "next-day"
"""What a county may write for ``after_hours``."""


@dataclass(frozen=True, slots=True)
class Text:
    """A fixed text of the papers, quoted from or founded on its source."""

    id: str
    words: str
    source: str
    after: str = ""
    """Id of the text that its words follow; empty: it stands alone."""
    stop: str = ""
    """The stop it speaks of (``stops`` of a state): it is left out where that does not count."""


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
class Remedies:
    """Whom an applicant can turn to against a decision, as papers name them; empty in packs of before."""

    reviewer: str = ""
    """行政复议机关."""
    court: str = ""
    federation: str = ""
    """The city's federation, which assesses again (残疾人证管理办法第二十五条)."""
    review_within: str = "六十日"
    """How long 行政复议 may be asked for (行政复议法第二十条)."""
    suit_within: str = "六个月"
    """How long a suit may be brought (行政诉讼法第四十六条)."""
    elsewhere: str = ""
    """Where to ask or apply when nothing else is known."""
    source: str = ""
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Department:
    """A department that decides matters, as papers name it and as an applicant reaches it (附件2 第十条)."""

    id: str
    name: str
    """Its name in ``department`` and ``joint`` of matters: 平川区残联."""
    full: str = ""
    """Its whole name, as its seal has it: 白银市平川区残疾人联合会; empty: the same."""
    phone: str = ""
    officer: str = ""
    """Who deals with the matters there (办理人员); empty: papers name the telephone alone."""
    address: str = ""
    number: int = 0
    """Its number on hand-over sheets, from 1 to 99, which stays; 0: made from its name."""
    source: str = ""
    demo: bool = False

    @property
    def whole(self) -> str:
        """Its whole name as papers give it."""
        return self.full or self.name


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
    consult_web: str = ""
    """Web address for advice (附件3 咨询方式); empty: papers name none."""
    complaint_address: str = ""
    """Where complaints are taken in person (附件3 监督投诉方式)."""
    complaint_web: str = ""
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
    results: Mapping[str, ResultKind]
    remedies: Remedies = Remedies()
    departments: Mapping[str, Department] = field(default_factory=dict)
    """The departments the county describes, by their name in matters; empty in packs of before."""
    roles: tuple[Role, ...] = ()
    kin: tuple[Kin, ...] = ()
    laws: Mapping[str, Law] = field(default_factory=dict)
    """The documents that clauses name, by id; a pack kept from before has those of the program."""
    clauses: tuple[Provision, ...] = ()
    privacy: tuple[DataKind, ...] = ()
    """The kinds of personal data that matters ask for; none in packs of before."""
    undertakings: tuple[Undertaking, ...] = ()
    """The proofs that a 告知承诺 replaces, as the county says; none in packs of before."""
    zone: str = BEIJING
    """The hall's zone, in which every day begins and ends, as its difference to world time."""
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    """The programmes of home visits, in force or not; none in packs of before."""
    works: Mapping[str, Work] = field(default_factory=dict)
    """The work table (附表4) by id, in its order; none in packs of before."""
    fonds: Fonds = field(default_factory=Fonds)
    """What the numbers of the archive begin with; an empty one until the county writes it."""
    retention: Mapping[str, Retention] = field(default_factory=dict)
    """The county's table of retention periods by id; empty until the county writes it."""

    def department(self, name: str) -> Department:
        """A department by its name in matters; one that is not described has no more than its name."""
        return self.departments.get(name) or Department(name, name)

    def responsible(self, matter: str) -> tuple[str, ...]:
        """The departments of a matter, who decides first, then who is responsible beside it (附件1)."""
        found = self.matters.get(matter)
        return (found.department, *found.joint) if found else ()

    def result_of(self, matter: str) -> ResultKind | None:
        """The kind of result a matter gives; None for an unknown matter, or one that names none."""
        found = self.matters.get(matter)
        return self.results.get(found.gives) if found else None

    def effect_of(self, matter: str) -> Effect:
        """What the result of a matter changes in the record of the person."""
        kind = self.result_of(matter)
        return kind.effect if kind else Effect.NOTHING

    def stops(self, reason: str) -> bool:
        """Whether a stop of the clock counts here, by the ``stops`` of a state (``forms.stops``)."""
        return any(s.stops == reason for p in self.procedures.values() for s in p.states)

    def options(self, element: Element) -> tuple[Option, ...]:
        """What a choice element offers, in form order; empty for other kinds."""
        return self.codes[element.codes].offered if element.codes else ()
