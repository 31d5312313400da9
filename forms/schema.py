"""Shapes of a definition pack: what a county edits as TOML, as frozen dataclasses."""

from dataclasses import dataclass
from enum import StrEnum

from forms.facts import UNSURE, Branch, Clause, CodeTable, Condition, Facts, Option, Value, Wording
from forms.material_kinds import ELECTRONIC, PAPER, Copies, Exemption, Material

__all__ = [
    "ELECTRONIC",
    "PAPER",
    "UNSURE",
    "Branch",
    "Clause",
    "CodeTable",
    "Condition",
    "Copies",
    "Exemption",
    "Facts",
    "Material",
    "Option",
    "Value",
    "Wording",
]


class Kind(StrEnum):
    """What an answer is; each kind has one widget and one check."""

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
    FILE = "file"
    """A recording (``forms.recordings``), asked by acts alone."""


class Outcome(StrEnum):
    """The law's answer to one person's wish: yes, perhaps or no."""

    APPLIES = "符合"
    MAY = "可能符合"
    NOT = "不符合"


class Origin(StrEnum):
    """Where an answer comes from; each element ranks the origins it trusts, best first."""

    BOOK = "book"
    """Our own records of this person: never asked, never typed."""
    CARD = "card"
    """Read from the chip of a card."""
    SHARED = "shared"
    """Given by another department's data."""
    HOUSEHOLD = "household"
    """Read off a page of the household book."""
    TYPED = "typed"
    """Told by the applicant and typed, or confirmed by the clerk."""
    CERTIFICATE = "certificate"
    """Read off a disability certificate."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a fact follows from others, e.g. ``within cancelled_on 12`` (see ``forms.derive``)."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """One fact, defined once: how it is asked, typed and checked, and its place on the form."""

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
    matters: tuple[str, ...] = ()
    """Matters for which alone it is asked, when the section serves others too; none: for all of them."""
    required: bool = False
    required_for: tuple[str, ...] = ()
    """Matters for which an answer is required, when the section serves others too."""
    required_when: Condition = ()
    why_required: str = ""
    """Why no matter can be decided, or no result delivered, without an answer; told beside the mark."""
    show_when: Condition = ()
    derived: Derivation | None = None
    unit: str = ""
    """Unit of a number as sentences say it: 周岁, 个月, 类."""
    yes: str = ""
    no: str = ""
    """The two sides of a flag as a notice says them: 持有残疾人证, 没有残疾人证."""
    ranks: tuple[Origin, ...] = (Origin.TYPED,)
    """Origins that may give this fact, the most trusted first."""
    alone: str = ""
    """Code of a several-choice element that excludes all others (以上都没有)."""
    max_length: int = 60
    least: int | None = None
    """Least value of a number."""
    most: int | None = None
    """Highest value of a number; of several choices, how many may be chosen."""
    decimals: int = 4
    """Most decimal places of a number."""
    wide: bool = False
    place: bool = False
    """A text that begins with a place of the county."""
    same_as: str = ""
    """Element whose answer is often the same; a button, ``same_words``, copies it."""
    same_words: str = ""
    also_as: str = ""
    """Another such element, with its button ``also_words``: the guardian's beside the person's."""
    also_words: str = ""
    not_before: str = ""
    """Element of a date that this date may not be earlier than."""
    repeats: str = ""
    """Element whose answer is typed here a second time; both must agree, and no paper prints this one."""
    beside: str = ""  # the element whose field is shown below this question of the interview
    printed_as: tuple[str, ...] = ()
    """Other names under which papers show the answer; its id is always one."""
    lasting: bool = False
    """Whether it mostly stays as it was: an earlier answer may be taken over, to be confirmed."""
    wordings: tuple[Wording, ...] = ()
    """Other sentences for a missing answer, under conditions; the first that holds is taken."""


@dataclass(frozen=True, slots=True)
class Section:
    """A block of the unified form, shown when one of its matters is chosen (no matters: always)."""

    id: str
    title: str
    source: str
    matters: tuple[str, ...] = ()
    note: str = ""
    show_when: Condition = ()
    wordings: tuple[Wording, ...] = ()
    """Other notes under conditions; the first that holds is taken."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A local widening of one requirement: another way to meet it, between two days of application."""

    id: str
    matter: str
    requirement: str
    when: Condition
    met: str
    clause: str
    since: str
    until: str = ""
    """Last day, ISO; empty while it is in force."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition of a matter and the sentence for each of its three truth values."""

    id: str
    when: Condition
    unmet: str
    unknown: str
    clause: str
    met: str = ""
    """Empty: a requirement that is met is not mentioned."""
    next_step: str = ""
    leads_to: str = ""
    """Matter that the next step sends the applicant to; it can be taken for the same facts."""
    held: str = ""
    """Sentence when the unknown fact is decided by another matter of the same application."""
    alone: bool = False
    """Not met, it is told alone: no other reason and no other next step is of use beside it."""
    extensions: tuple[Extension, ...] = ()
    """Local ways to meet it besides ``when``; their days of validity are part of their conditions."""


class Effect(StrEnum):
    """What a result changes in the record of the person."""

    ISSUES = "issues"
    """A certificate is issued; the one before it is no longer valid."""
    CANCELS = "cancels"
    """The certificate is cancelled."""
    PAYS = "pays"
    """A subsidy is paid every month until it is stopped."""
    REGISTERS = "registers"
    """The person is registered."""
    NOTHING = "nothing"


class NumberRule(StrEnum):
    """The number that an issued certificate bears."""

    NEW = "new"
    """The identity number, category and grade as assessed (残疾人证管理办法第五条)."""
    SAME = "same"
    """That of the certificate held."""
    NEXT = "next"
    """That of the certificate lost, with the next B (残疾人证管理办法第二十条)."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter (事项) of the one thing: who decides it, on which law, for whom, with what result."""

    id: str
    title: str
    department: str
    basis: str
    result: str
    process: str
    delivery: str
    source: str
    joint: tuple[str, ...] = ()
    """Departments responsible beside the one that decides (附件1 责任部门)."""
    form_box: str = ""
    """Label of its box among the certificate matters of the form; empty for other matters."""
    short: str = ""
    """What lists call it, where its title is long; empty: its box on the form, or its title."""
    collected: bool = True
    """False for 免申办理: matched and told, never taken as an application."""
    offered: bool = True
    """Whether it is told unasked, so that its questions are asked; False where people come for it (注销)."""
    offers_when: Condition = ()
    """While it is chosen, other matters are told unasked only where this holds (注销: not to the dead)."""
    settles: tuple[str, ...] = ()
    """Facts its result decides: unknown until then for every matter that looks at them."""
    mends: tuple[str, ...] = ()
    """Facts its result makes good: what fails by them waits for it; what they meet does not."""
    excludes: tuple[str, ...] = ()
    prevails: bool = False
    """Whether it is taken although a matter it excludes is open (注销: its result ends that matter)."""
    gives: str = ""
    """Kind of its result (``results.toml``)."""
    number: NumberRule | None = None
    """The number of the certificate it issues; None where its result is no certificate."""
    years: int = 0
    """Years for which that certificate is valid; 0: the last day is asked."""
    meanwhile: str = ""
    """State of the certificate held (code of ``recorded_state``) while it is open: 挂失."""
    requirements: tuple[Requirement, ...] = ()
    branches: tuple[Branch, ...] = ()
    dates: str = ""
    """Element of origin ``book`` that holds the day this matter was last granted to a person."""
    shows: str = ""
    """Element of origin ``book`` that holds the day of a grant which is paid still, as proof of what its
    requirements ask; without a proof where a county widened one of them."""
    takes: tuple[str, ...] = ()
    """Stages not counted in the promised days (评定, 公示), during which the clock stops."""

    @property
    def certificate(self) -> bool:
        """Whether it is about the certificate itself, so that its result bears the certificate's number."""
        return bool(self.form_box)


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning about answers that rarely go together; shown at ``element`` while ``when`` is true."""

    id: str
    element: str
    when: Condition
    message: str
    source: str
    blocks: bool = False
    needs_reason: bool = False
    """Of a questionnaire: whether a written reason lets it stand (说明)."""


class Moment(StrEnum):
    """The stage of an application from which a document can be printed."""

    DRAFT = "draft"
    COUNTER = "counter"
    """Never one of an application: the paper is only handed out for what is not accepted."""
    ACCEPTED = "accepted"
    CORRECTION = "correction"
    """A matter waits for something to be mended."""
    REFUSED = "refused"
    """Its department did not grant a matter."""
    CONCLUDED = "concluded"
    """A matter has a result to be handed over."""
    CLOSED = "closed"
    """A matter ended without a result."""
    OPEN = "open"
    """Something is still to come for a matter, so that it can be taken back; no state names it."""


class Seal(StrEnum):
    """Kinds of sealed paper: a letter for the kind and the version of what is sealed."""

    RECEIPT = "R1"
    CORRECTION = "C1"
    NOT_ACCEPTED = "N1"
    NOT_APPROVED = "P1"
    FOLLOWING = "F1"
    DELIVERY = "D1"
    TERMINATION = "T1"


class AtCounter(StrEnum):
    """When a paper about a matter the county has is also offered for a draft, which is not accepted."""

    NOT_MET = "not-met"
    """A chosen matter is 不符合."""
    LACKING = "lacking"
    """A material that has to be there is missing."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper offered at a moment for some matters (none named: for all), when its condition holds.

    ``id`` is the name of its layout unless ``layout`` names one that it shares with another paper.
    """

    id: str
    title: str
    moment: Moment
    source: str
    matters: tuple[str, ...] = ()
    when: Condition = ()
    sealed: Seal | None = None
    """Kind of its seal, by which the county can tell it is genuine; None for a paper without one."""
    promised: bool = False
    """Offered only where a material was promised (容缺); its rows are the promises."""
    counter: AtCounter | None = None
    """When it is handed out at the counter as well, before acceptance; its print is noted."""
    by_hand: tuple[str, ...] = ()
    """Variables of its layout left open for handwriting, even when the answer is known."""
    each_department: bool = False
    """Whether each department that decides one of its matters gives a paper of its own."""
    in_force: bool = False
    """Printed only while the certificate it shows is the present one of its holder."""
    afterwards: bool = False
    """A paper of a draft that can be printed after acceptance as well; it says what was told then."""

    layout: str = ""

    @property
    def drawn_by(self) -> str:
        """Name of its layout."""
        return self.layout or self.id


@dataclass(frozen=True, slots=True)
class Finding:
    """The law's answer on one matter: outcome, reasons, clauses and the applicant's next step."""

    matter: str
    outcome: Outcome
    reasons: tuple[str, ...]
    clauses: tuple[str, ...]
    next_step: str
    waits_for: str = ""
    """Matter of the same application whose outcome decides this one; it is taken now and held."""
    open_facts: tuple[str, ...] = ()  # facts that, once known, can still change the outcome
    branches: tuple[str, ...] = ()  # the ways the matter is taken that hold by now (失业登记)
    rests_on: tuple[str, ...] = ()
    """The clauses of each reason, reason by reason; ``clauses`` are those of all, each once."""
    leads_to: str = ""
    """Matter that the next step sends the applicant to; empty where it names none."""


@dataclass(frozen=True, slots=True)
class Need:
    """One material as this application needs it."""

    material: Material
    required: bool
    reason: str
    matters: tuple[str, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend before acceptance: a sentence that says what to do, bound to one element."""

    element: str
    message: str
    blocks: bool = True
    at_once: bool = False
    """Whether its field shows it before it was left: what was filled in for the clerk has to be looked at."""
