"""The data of each paper: services decide what is on it, layouts decide where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from forms.pack import Hall, Pack
from forms.schema import Facts

EMPTY_BOX, TICKED_BOX = "□", "√"
"""Letters in the words of a row that are printed as tick boxes, with what follows up to a space."""

DocumentValue = str | date | bytes | tuple[Mapping[str, str], ...]
"""What a variable of a paper holds: words, a day, a picture (JPEG or PNG), or rows of words."""


@dataclass(frozen=True, slots=True)
class DocumentSheet:
    """A paper that is data alone: its values by variable; a missing one is written in by hand."""

    paper: str
    values: Mapping[str, DocumentValue]
    facts: Facts = field(default_factory=dict)
    """The facts its tick boxes and conditions depend on."""
    sample: bool = False
    copy: int = 0
    """0 for the first print, else the number of the reprint, which is printed."""
    shift: tuple[float, float] = (0.0, 0.0)
    """Mm to move everything right and down: the printer's offset for overlays."""
    made: date | None = None
    """The moment or the day of what it tells; a day that it bears itself ranks above."""


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter on the notice: outcome word, reasons, clause and next step as sentences."""

    title: str
    outcome: str
    reasons: str
    clause: str
    next_step: str
    chosen: bool


PERHAPS: Final = "看情况"
"""The state of a material of which it is not known yet whether it is needed."""


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material on the notice or receipt."""

    title: str
    form: str
    copies: int
    note: str
    state: str
    """What the clerk noted: 已收、未带、免提交 …"""
    where: str = ""
    amount: str = ""
    """On a receipt, how much was handed in, in words; ``form`` is then the form in which it came."""
    in_hand: bool = False
    """On a notice, whether it was handed in or need not be: it is not to be brought any more."""


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
    promises: tuple[str, ...]
    """By when the matters are done, a sentence for each group of them; printed in bold."""
    contacts: tuple[tuple[str, str], ...]
    """Where to go and whom to call: label and words of each line."""
    standing: tuple[str, ...]
    """What is told whatever is asked for: fee, ways, rights."""
    given_on: date
    sample: bool = False
    large: bool = False
    """Large print: 18 points, without tables."""
    bring: tuple[str, ...] = ()
    """Sentences above the materials."""
    copy: int = 0
    """0 for the first print, else the number of the reprint, which is printed."""
    made: datetime | None = None
    """The moment of telling; without it the day it was given stands for it."""


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
    """0 for the first print, else the number of the reprint, which is printed."""
    made: datetime | None = None
    """The moment of its acceptance; without it the day of registration stands for it."""


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """受理回执 with the number as Code 128 and ``sealed`` as QR code; the applicant is masked."""

    hall: Hall
    window: str
    clerk: str
    number: str
    applicant: str
    id_number: str
    """Already masked."""
    matters: tuple[tuple[str, str], ...]
    """(title, what happens next); for a held subsidy what it waits for."""
    materials: tuple[MaterialLine, ...]
    accepted_at: datetime
    handover: date
    promised: date
    provisional: bool
    limits: str
    notes: tuple[str, ...]
    title: str
    promises: tuple[str, ...] = ()
    """By when the matters are done, a sentence for each group; without any the last day stands alone."""
    sample: bool = False
    sealed: str = ""
    """The text of the QR code (``domain.seals``); empty: the number alone."""
    person: str = ""
    """The person concerned, where somebody else applies in their own name; then ``id_number`` is theirs."""
    applicant_phone: str = ""
    """Printed only beside ``person``."""
    counts_from: date | None = None
    """The day its limits count from, when it was accepted outside the hall's hours."""
    copy: int = 0
    """0 for the first print, else the number of the reprint, which is printed."""
