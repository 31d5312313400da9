"""Shapes of a definition pack: what a county edits as TOML, as frozen dataclasses."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | bool | tuple[str, ...]
"""One answer: text and codes as str, yes/no as bool, several codes as a tuple. Dates are ISO texts."""

Facts = Mapping[str, Value]
"""Element id → answer. A missing key, an empty text and UNSURE all mean unknown, never false."""

UNSURE = "?"
"""The answer 不清楚: asked, still unknown. It is not asked again and never counts as true or false."""


class Kind(StrEnum):
    """What an answer is; one widget and one check belong to each kind."""

    TEXT = "text"
    NAME = "name"
    ID_NUMBER = "id_number"
    CERTIFICATE = "certificate"
    PHONE = "phone"
    BANK_CARD = "bank_card"
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"


class Outcome(StrEnum):
    """Three-valued answer of the law to one person's wish."""

    APPLIES = "符合"
    MAY = "可能符合"
    NOT = "不符合"


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a code table: the standard's code and its Chinese label."""

    code: str
    label: str
    write_in: str = ""
    """Element that takes the free text of 其他 (请填写), if any."""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A closed list of options with the standard or source document it was read from."""

    id: str
    title: str
    source: str
    options: tuple[Option, ...]

    def label(self, code: str) -> str:
        """Label of a code; the code itself when the table lacks it (old data stay readable)."""
        return next((o.label for o in self.options if o.code == code), code)


@dataclass(frozen=True, slots=True)
class Clause:
    """One comparison ``element operator value``, e.g. ``age between 16 59``."""

    element: str
    operator: str
    values: tuple[str, ...]


Condition = tuple[tuple[Clause, ...], ...]
"""Two layers: any of these rows, each row all of its clauses. The empty condition always holds."""


@dataclass(frozen=True, slots=True)
class Element:
    """One fact, defined once: how it is asked, typed, checked and where it stands on the form."""

    id: str
    label: str
    kind: Kind
    source: str
    codes: str = ""
    section: str = ""
    ask: str = ""
    why: str = ""
    help: str = ""
    missing: str = ""
    required: bool = False
    required_for: tuple[str, ...] = ()
    """Matters that need the answer, where the section serves others too."""
    required_when: Condition = ()
    show_when: Condition = ()
    derived: str = ""
    max_length: int = 60
    minimum: str = ""
    maximum: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the unified form, shown when one of its matters is chosen (no matters: always)."""

    id: str
    title: str
    source: str
    matters: tuple[str, ...] = ()
    note: str = ""
    show_when: Condition = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a matter and the sentence for each of its three truth values."""

    when: Condition
    met: str
    unmet: str
    unknown: str
    clause: str
    next_step: str = ""
    held: str = ""
    """Said when the unknown fact is settled by another matter of the same application."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter (事项) of the one thing: who decides it, on which law, for whom, with what result."""

    id: str
    title: str
    department: str
    basis: str
    result: str
    process: str
    source: str
    form_box: str = ""
    collected: bool = True
    """False for 免申办理: matched and told, never taken as an application."""
    settles: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    takes: tuple[str, ...] = ()
    """Stages outside the promised days (评定, 公示) whose clock stops."""


@dataclass(frozen=True, slots=True)
class Material:
    """One row of the 附件5 matrix; nothing beyond the matrix may be demanded (指引第十七条)."""

    id: str
    title: str
    form: str
    copies: int
    source: str
    matters: tuple[str, ...]
    when: Condition = ()
    exempt_when: Condition = ()
    exempt_text: str = ""
    note: str = ""
    where: str = ""
    capture: str = "page"
    """How step 4 takes it: ``photo`` (cropped to 2-inch), ``card`` (two sides) or ``page`` (any number)."""


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
    hours: str
    seal: str
    source: str
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole definition pack of one version; ``digest`` is the SHA-256 of its files."""

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

    def options(self, element: Element) -> tuple[Option, ...]:
        """Options of a choice element in form order; empty for other kinds."""
        return self.codes[element.codes].options if element.codes else ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What applies to one matter: outcome, reasons, clauses and the applicant's next step."""

    matter: str
    outcome: Outcome
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]
    next_step: str
    waits_for: str = ""
    """Matter of the same application whose outcome decides this one; it is taken now and held."""
    open_facts: tuple[str, ...] = ()
    """Facts that, once known, can still change the outcome."""


@dataclass(frozen=True, slots=True)
class Need:
    """One material as this application needs it."""

    material: Material
    required: bool
    reason: str
    matters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before acceptance: a sentence that says what to do, bound to one element."""

    element: str
    message: str
    blocks: bool = True
