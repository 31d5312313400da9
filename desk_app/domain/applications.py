"""An application on its way: draft, pages, matters, acceptance."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from desk_app.domain.promises import Promise
from forms.schema import Facts, Finding


@dataclass(frozen=True, slots=True)
class Page:
    """One stored picture of a material; ``id`` is the SHA-256 of its bytes in hex."""

    id: str
    material: str
    name: str
    media: str
    size: int


class Paper(StrEnum):
    """How the paper of a material was handed in (附件5: 原件或复印件)."""

    ORIGINAL = "original"
    COPY = "copy"


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
    """Materials whose original or copy the clerk holds in hand, without a scan."""
    copies: tuple[str, ...] = ()
    """Materials of ``seen`` whose copy stays with us; of the others the original was checked."""
    promises: tuple[Promise, ...] = ()
    """Materials that follow (容缺), each with its day."""
    informed_at: datetime | None = None
    """When the 一次性告知书 was handed out."""
    records: Facts = field(default_factory=dict)
    """What our own book says of this person (elements of origin ``book``); looked up, never kept."""


class MatterState(StrEnum):
    """Where one matter stands; the words are those the clerk sees."""

    TAKEN = "已收件"
    HELD = "随证待审(停表)"
    ACCEPTED = "部门已受理"
    ASSESSING = "评定/公示中(停表)"
    CORRECTION = "待补正"
    REFUSED = "不予受理"
    CONCLUDED = "已办结"
    CLOSED = "已终止"
    HANDED_OVER = "已送达本人"


OPEN_STATES = frozenset(
    {
        MatterState.TAKEN,
        MatterState.HELD,
        MatterState.ACCEPTED,
        MatterState.ASSESSING,
        MatterState.CORRECTION,
    }
)


@dataclass(frozen=True, slots=True)
class MatterCase:
    """One matter of an application and where it stands."""

    matter: str
    title: str
    state: MatterState
    note: str = ""
    waits_for: str = ""


class SendState(StrEnum):
    """Where the letter of an application stands; 待上传 is never called 已送达."""

    WAITING = "待上传"
    DELIVERED = "已送达"
    REFUSED = "被退回"


@dataclass(frozen=True, slots=True)
class Dates:
    """Promised days of an application; ``provisional`` days print as 预计."""

    handover: date
    promised: date
    provisional: bool


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
    sent: SendState = SendState.WAITING
    copies: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    """What was promised at acceptance, counted from its day; kept also when the material has come."""

    @property
    def name(self) -> str:
        """The applicant's name."""
        return str(self.answers.get("name", ""))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: what happened, when, by whom, to which application."""

    at: datetime
    who: str
    act: str
    application: str
    text: str


class Act(StrEnum):
    """Acts of the ledger and the timeline."""

    ACCEPT = "受理"
    DELIVER = "送达区县"
    REFUSED = "区县退回"
    NEWS = "部门反馈"
    HAND_OVER = "送达本人"
    DATES = "期限重算"
    PRINT = "打印"
    REPRINT = "补打"
    SUPPLEMENT = "补交材料"


def pages_of(holder: Draft | Application, material: str) -> int:
    """How many pictures of a material there are."""
    return sum(p.material == material for p in holder.pages)


def paper_of(holder: Draft | Application, material: str) -> Paper | None:
    """How the paper of a material was handed in; None when it was not."""
    if material not in holder.seen:
        return None
    return Paper.COPY if material in holder.copies else Paper.ORIGINAL


def in_hand(holder: Draft | Application, material: str) -> bool:
    """Whether a material is scanned, or its paper was handed in."""
    return material in holder.seen or pages_of(holder, material) > 0


def promise_of(holder: Draft | Application, material: str) -> Promise | None:
    """The promise that a material follows; None once it is there."""
    if in_hand(holder, material):
        return None
    return next((p for p in holder.promises if p.material == material), None)


def status(application: Application) -> str:
    """The one word of an application's state in lists (counter.md: 待上传 → … → 已送达本人)."""
    if application.sent is not SendState.DELIVERED:
        return application.sent.value
    states = {m.state for m in application.matters}
    for state in (MatterState.CORRECTION, MatterState.ASSESSING, MatterState.ACCEPTED, MatterState.TAKEN):
        if state in states:
            return SendState.DELIVERED.value if state is MatterState.TAKEN else state.value
    for state in (MatterState.HELD, MatterState.CONCLUDED, MatterState.HANDED_OVER, MatterState.REFUSED):
        if state in states:
            return state.value
    return MatterState.CLOSED.value


def masked_number(id_number: str) -> str:
    """An identity number fit for papers and lists: only the last four characters stay."""
    return "*" * max(0, len(id_number) - 4) + id_number[-4:]
