"""Plain data of each paper. What is on a paper is decided by services, where it stands by layouts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forms.pack import Hall, Pack
from forms.schema import Facts

DocumentValue = str | date | bytes | tuple[Mapping[str, str], ...]
"""What a variable of a paper holds: words, a day, a picture (JPEG or PNG), or rows of words."""


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """Any paper that is a layout file alone: its values by variable; what is missing is left to write in."""

    paper: str
    values: Mapping[str, DocumentValue]
    facts: Facts = field(default_factory=dict)
    """What its tick boxes and conditions look at."""
    sample: bool = False
    copy: int = 0
    """0 the first print, else which reprint it is; a reprint says so."""
    shift: tuple[float, float] = (0.0, 0.0)
    """Right and down in mm: how far off this printer lays an overlay."""


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter on the notice: outcome word, reasons, clause and next step as sentences."""

    title: str
    outcome: str
    reasons: str
    clause: str
    next_step: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material on notice or receipt."""

    title: str
    form: str
    copies: int
    note: str
    state: str
    """What the clerk saw: 已收、未带、免提交 …"""
    where: str = ""


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """一次性告知书 (附件2 第十、十四条)."""

    pack: Pack
    hall: Hall
    window: str
    clerk: str
    applicant: str
    matters: tuple[MatterLine, ...]
    materials: tuple[MaterialLine, ...]
    process: tuple[str, ...]
    promised: date | None
    provisional: bool
    given_on: date
    sample: bool = False
    large: bool = False
    """In large print: 18 points, one thing below the other."""
    copy: int = 0
    """0 the first print, else which reprint it is; a reprint says so."""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """The unified application form 附件4: answers, ticked matters and the 2-inch photo (JPEG) if any."""

    pack: Pack
    facts: Facts
    chosen: tuple[str, ...]
    photo: bytes | None
    registered_on: date | None
    number: str = ""
    sample: bool = False
    copy: int = 0
    """0 the first print, else which reprint it is; a reprint says so."""


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """受理回执 with Code128 of the number and QR of ``sealed``; the applicant is masked."""

    hall: Hall
    window: str
    clerk: str
    number: str
    applicant: str
    id_number: str
    """Already masked."""
    matters: tuple[tuple[str, str], ...]
    """(title, what happens next), e.g. a held subsidy says what it waits for."""
    materials: tuple[MaterialLine, ...]
    accepted_at: datetime
    handover: date
    promised: date
    provisional: bool
    limits: str
    notes: tuple[str, ...]
    title: str
    sample: bool = False
    sealed: str = ""
    """What the QR code says (``domain.seals``); the number alone when empty."""
    copy: int = 0
    """0 the first print, else which reprint it is; a reprint says so."""
