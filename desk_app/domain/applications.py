"""An application on its way: draft, pages, matters, acceptance."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forms.schema import Facts, Finding


@dataclass(frozen=True, slots=True)
class Page:
    """One stored picture of a material; ``id`` is the SHA-256 of its bytes in hex."""

    id: str
    material: str
    name: str
    media: str
    size: int


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
