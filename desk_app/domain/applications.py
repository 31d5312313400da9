"""An application from draft to acceptance: pages, matters, days, promises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from desk_app.domain.cards import CardSeen
from desk_app.domain.events import Payload, Subject
from desk_app.domain.promises import Promise
from desk_app.domain.recognised import ToConfirm
from desk_app.domain.undertaken import Undertaken
from forms.particulars import NAME
from forms.schema import Facts, Finding

APPLICATION: Final = "application"
MATTER: Final = "matter"
"""Ids of the procedures of an application and of its matters."""


@dataclass(frozen=True, slots=True)
class PhotoCut:
    """Which part of which picture a photo is, and why it was taken although it could be better."""

    id: str
    """Id of the picture as it was handed in, which is kept at this window."""
    left: float
    top: float
    right: float
    bottom: float
    """In fractions of its width and height."""
    advice: tuple[str, ...] = ()
    """What was advised on, in a few words each."""
    reason: str = ""

    @property
    def words(self) -> str:
        """What was advised on and why it was taken all the same; empty where nothing was."""
        if not self.advice:
            return ""
        return f"{'、'.join(self.advice)};仍用这张:{self.reason or '没有写原因'}"


@dataclass(frozen=True, slots=True)
class Page:
    """One stored picture of a material; ``id`` is the SHA-256 of its bytes in hex."""

    id: str
    material: str
    name: str
    media: str
    size: int
    cut: PhotoCut | None = None
    """Of a photo what it was cut from. The county is not told: it gets the photo alone."""


class HandedIn(StrEnum):
    """How the paper of a material was handed in (附件5: 原件或复印件)."""

    ORIGINAL = "original"
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Electronic:
    """A material in electronic form (附件5 材料形式: 纸质或电子) that a clerk looked at.

    It was shown or called up; the thing itself is not kept here.
    """

    material: str
    issuer: str
    """Who issued it, as it says: 公安部, 甘肃省残疾人联合会 …"""
    number: str
    """Its own number, as it says."""
    seen_at: datetime
    seen_by: str
    """The clerk who looked at it."""
    called_up: bool = False
    """Whether the window called it up (电子证照调取); else it was shown on a phone."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An application being taken: every value as typed, valid or not."""

    id: str
    answers: Facts
    chosen: tuple[str, ...]
    pages: tuple[Page, ...]
    step: int
    pack_digest: str
    updated_at: datetime
    seen: tuple[str, ...] = ()
    """Materials whose paper, original or copy, was handed in without a scan."""
    copies: tuple[str, ...] = ()
    """Those of ``seen`` whose copy stays here; of the others the original was checked and given back."""
    promises: tuple[Promise, ...] = ()
    """Materials that follow (容缺), each with its last day."""
    electronic: tuple[Electronic, ...] = ()
    """Materials that were looked at in electronic form."""
    brought: tuple[str, ...] = ()
    """Materials the applicant has with them (已带). Nobody looked at them yet: that is no handing in."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Element → what vouches for its answer (``forms.schema.Origin``, ``domain.sources``)."""
    card: CardSeen | None = None
    """The applicant's card, as it was read last; None once another number was typed."""
    carried: tuple[str, ...] = ()
    """Elements whose answers were taken over from an earlier application and not confirmed since."""
    to_confirm: tuple[ToConfirm, ...] = ()
    """Answers that were read off pictures and not held against them yet (待核对)."""
    informed_at: datetime | None = None
    """When the 一次性告知书 was handed out."""
    undertaken: tuple[Undertaken, ...] = ()
    """Proofs the applicant replaces by a written promise (告知承诺)."""
    place: str = ""
    """Id of the element, or name of the card, that the clerk worked on last; empty for none."""
    clerk: str = ""
    """Who it belongs to: who began it, or took it over since; empty in an older book."""
    begun_from: str = ""
    """Id of the record it was begun from (上门, 政策找人); empty for most."""
    records: Facts = field(default_factory=dict)
    """What the records say of this person (elements of origin ``book``); looked up, never kept."""
    certificates: tuple[str, ...] = ()
    """Every certificate number the records have of this person, the present one last; never kept."""
    known_as: tuple[str, ...] = ()
    """Other names this window's book has under the identity number; looked up, never kept."""
    known_by: tuple[str, ...] = ()
    """Identity numbers of others of the same name and birth in this window's book; looked up, never kept."""

    @property
    def unconfirmed(self) -> tuple[ToConfirm, ...]:
        """Answers read off pictures that stand as they were read and nobody looked at."""
        return tuple(t for t in self.to_confirm if self.answers.get(t.element) == t.value)

    @property
    def kept(self) -> "Draft":
        """The draft as it is on disk, without what is looked up."""
        return replace(self, records={}, certificates=(), known_as=(), known_by=())


class MatterState(StrEnum):
    """Codes of the procedure ``matter``, whose file has their words, tones and acts.

    A county's procedure may have more states: a matter's state is a text, compared with these.
    """

    TAKEN = "taken"
    TRANSFERRED = "transferred"
    HELD = "held"
    ACCEPTED = "accepted"
    ASSESSING = "assessing"
    CORRECTION = "correction"
    MENDED = "mended"
    REFUSED = "refused"
    DECISION_SENT = "decision_sent"
    NOTIFIED = "notified"
    DECISION_KEPT = "decision_kept"
    CONCLUDED = "concluded"
    SENT = "sent"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"
    KEPT = "kept"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class MatterCase:
    """One matter of an application and its state."""

    matter: str
    title: str
    state: str
    """Code of a state of the procedure ``matter``."""
    note: str = ""
    """The latest text of the department or the window about it."""
    waits_for: str = ""
    facts: Payload = field(default_factory=dict)
    """Everything its acts were given (rows of a 补正, grade, certificate number …)."""


class SendState(StrEnum):
    """Codes of the procedure ``application``, and of a letter: whether the county has it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Dates:
    """Promised days of an application; ``provisional`` days print as 预计."""

    handover: date
    promised: date
    provisional: bool

    @property
    def handover_provisional(self) -> bool:
        """Whether the first of the two days is 预计 too: it is of the year that is not published."""
        return self.provisional and self.handover.year == self.promised.year


@dataclass(frozen=True, slots=True)
class Application:
    """An accepted application; ``id`` is its draft's id, ``number`` the 回执编号."""

    id: str
    number: str
    answers: Facts
    chosen: tuple[str, ...]
    pages: tuple[Page, ...]
    seen: tuple[str, ...]
    findings: tuple[Finding, ...]
    matters: tuple[MatterCase, ...]
    dates: Dates
    accepted_at: datetime
    clerk: str
    window: str
    pack_version: str
    pack_digest: str
    office_number: str = ""
    sent: str = SendState.WAITING
    """Code of a state of the procedure ``application``."""
    copies: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    """The promises made at acceptance, counted from its day; kept also when the material is there."""
    electronic: tuple[Electronic, ...] = ()
    begun_from: str = ""
    """Id of the record it was begun from (上门, 政策找人); kept here, the county is not told."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Element → what vouched for its answer at acceptance (``domain.sources``); kept here too."""

    @property
    def name(self) -> str:
        """The applicant's name."""
        return str(self.answers.get(NAME, ""))

    @property
    def subject(self) -> Subject:
        """The subject of its events, letters and prints."""
        return subject_of(self.id)

    @property
    def gone(self) -> bool:
        """Whether every matter was taken back."""
        return all(m.state == MatterState.WITHDRAWN for m in self.matters)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the ledger as people read it: when, by whom, which act, and its sentence."""

    at: datetime
    who: str
    act: str
    """The word of the act."""
    text: str


def subject_of(application: str) -> Subject:
    """An application as the subject of events."""
    return Subject(APPLICATION, application)


def matter_id(application: str, matter: str) -> str:
    """Id of a matter's proceeding, the same at both ends."""
    return f"{application}/{matter}"


def application_of(proceeding: str) -> str:
    """Id of the application that a proceeding, its own or one of its matters', belongs to."""
    return proceeding.partition("/")[0]


def picture_ids(pages: Iterable[Page]) -> tuple[str, ...]:
    """Ids of all pictures of these pages, with those that photos were cut from."""
    return tuple(p for page in pages for p in (page.id, page.cut.id if page.cut else "") if p)


def pages_of(holder: Draft | Application, material: str) -> int:
    """How many pictures of a material there are."""
    return sum(p.material == material for p in holder.pages)


def paper_of(holder: Draft | Application, material: str) -> HandedIn | None:
    """How the paper of a material was handed in; None when it was not."""
    if material not in holder.seen:
        return None
    return HandedIn.COPY if material in holder.copies else HandedIn.ORIGINAL


def electronic_of(holder: Draft | Application, material: str) -> Electronic | None:
    """The electronic form of a material that was looked at; None when there was none."""
    return next((e for e in holder.electronic if e.material == material), None)


def in_hand(holder: Draft | Application, material: str) -> bool:
    """Whether a material is scanned, its paper was handed in, or its electronic form was looked at."""
    held = material in holder.seen or electronic_of(holder, material) is not None
    return held or pages_of(holder, material) > 0


def only_brought(draft: Draft, material: str) -> bool:
    """Whether a material is with the applicant (已带), and nobody has looked at it yet."""
    return material in draft.brought and not in_hand(draft, material)


def promise_of(holder: Draft | Application, material: str) -> Promise | None:
    """The promise that a material follows; None once it is there."""
    if in_hand(holder, material):
        return None
    return next((p for p in holder.promises if p.material == material), None)


def masked_number(id_number: str) -> str:
    """An identity number fit for papers and lists: only the last four characters stay."""
    return "*" * max(0, len(id_number) - 4) + id_number[-4:]
