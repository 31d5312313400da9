"""Results on their way to people: posted, brought by town or village, collected (附件2 第二十条).

The results of one application that go together are a parcel. What is sent waits for its receipt; what comes
back undelivered waits to be collected again.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desk_app.domain.applications import Application, MatterCase, MatterState, matter_id
from desk_app.domain.clocks import Running
from desk_app.domain.events import Subject, Who
from desk_app.errors import RuleError
from desk_app.services import law, proceedings
from desk_app.services.parts import Parts
from desk_app.services.printing import granted
from forms import roles
from forms.pack import Pack
from forms.typesetting import typeset

MOST: Final = 500
"""How many parcels of one kind are read at once; the others are only counted."""
OTHERS: Final = "其他"
"""Stands for the town of an address that lies in none that is known."""
_BY_POST: Final = "1"
"""Code of ``delivery`` and of ``sent_by`` for the post."""
_NUMBER: Final = re.compile(r"[0-9A-Z]{6,30}")
_GAPS: Final = re.compile(r"[\s\-‐-―－_.·]+")
_NO_ADDRESS: Final = "没有收件地址,不能列入交寄清单。请问清地址后在“办件”里用“邮寄”登记,或交乡镇(街道)送达"


class DeliveryKind(StrEnum):
    """Where parcels stand."""

    POST = "post"
    """To be posted."""
    COLLECT = "collect"
    """To be collected, or brought by a town or village."""
    SENT = "sent"
    """Sent, the receipt is not back."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The results of one application that go one way together."""

    application: str
    """Its id."""
    number: str
    """Its 办件编号, else its 回执编号."""
    name: str
    """The applicant's name."""
    recipient: str
    phone: str
    address: str
    town: str
    """Name of the town the address lies in; ``OTHERS`` for none."""
    matters: tuple[str, ...]
    content: str
    """The papers in it, in words."""
    problem: str = ""
    """Why it can not go in any way, a sentence; empty when it can."""
    by_post: bool = False
    """Whether the applicant asked for the post; of what is sent, whether it was posted."""
    sent_on: date | None = None
    post_number: str = ""
    sent_to: str = ""
    """The town or village it was given to, or the recipient on the letter."""
    carrier: str = ""
    """Who took it along."""
    list_number: str = ""
    back: str = ""
    """Why it came back the last time; empty when it never did."""
    due: date | None = None
    """The day until which the receipt should be here."""

    @property
    def key(self) -> str:
        """Identifies it among all parcels."""
        return f"{self.application}|{','.join(self.matters)}"

    @property
    def not_posted(self) -> str:
        """Why it can not be posted, a sentence; empty when it can."""
        return self.problem or ("" if self.address else _NO_ADDRESS)

    @property
    def subject(self) -> Subject:
        """The application it belongs to."""
        return Subject("application", self.application)

    def late(self, today: date) -> bool:
        """Whether the receipt should be here already."""
        return self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Deliveries of one kind, the oldest first, and how many applications have some in all."""

    kind: DeliveryKind
    shown: tuple[Delivery, ...]
    total: int


# ---- what is there -------------------------------------------------------------------------------


def standing(parts: Parts) -> Mapping[DeliveryKind, Deliveries]:
    """What is to be posted, to be collected, and under way, now."""
    total, found = parts.store.sending.standing(MatterState.CONCLUDED, MOST)
    ready = [p for a in found for p in _ready(parts, a)]
    sent_total, under_way = parts.store.sending.standing(MatterState.SENT, MOST)
    sent = [p for a in under_way for p in _sent(parts, a)]
    post, collect = (tuple(p for p in ready if p.by_post is by) for by in (True, False))
    over = total - len(found)  # of those beyond the bound it is not known how they go
    return {
        DeliveryKind.POST: Deliveries(DeliveryKind.POST, post, len(post)),
        DeliveryKind.COLLECT: Deliveries(DeliveryKind.COLLECT, collect, len(collect) + over),
        DeliveryKind.SENT: Deliveries(DeliveryKind.SENT, tuple(sent), sent_total),
    }


def by_post(parts: Parts, applications: Collection[str]) -> frozenset[str]:
    """Those of these applications whose applicants asked for the post."""
    return parts.store.sending.answered(applications, "delivery", _BY_POST)


def by_town(parcels: Iterable[Delivery]) -> Mapping[str, tuple[Delivery, ...]]:
    """Deliveries by town, in the order of the names, those of no known town last."""
    found: dict[str, list[Delivery]] = {}
    for parcel in parcels:
        found.setdefault(parcel.town, []).append(parcel)
    return {town: tuple(found[town]) for town in sorted(found, key=lambda t: (t == OTHERS, t))}


def of_day(parts: Parts, day: date) -> Mapping[str, tuple[Delivery, ...]]:
    """What went out on a day, by the number of its list, in the order of the numbers."""
    found: dict[str, list[Delivery]] = {}
    for application in parts.store.sending.sent_on(day):
        mine = (m for m in application.matters if _day(m.facts.get("sent_on")) == day)
        for parcel in _grouped(parts, application, mine):
            found.setdefault(parcel.list_number, []).append(parcel)
    return {number: tuple(found[number]) for number in sorted(found)}


def _ready(parts: Parts, application: Application) -> Iterator[Delivery]:
    cases = tuple(m for m in application.matters if m.state == MatterState.CONCLUDED)
    if cases:
        post = application.answers.get("delivery") == _BY_POST
        yield _parcel(parts, application, cases, post=post, ready=True)


def _sent(parts: Parts, application: Application) -> Iterator[Delivery]:
    yield from _grouped(parts, application, (m for m in application.matters if m.state == MatterState.SENT))


def _grouped(parts: Parts, application: Application, cases: Iterable[MatterCase]) -> Iterator[Delivery]:
    """What was sent of an application: one parcel for each list and number."""
    found: dict[tuple[str, ...], list[MatterCase]] = {}
    for case in cases:
        names = ("list", "sent_by", "sent_on", "post_number")
        found.setdefault(tuple(str(case.facts.get(n, "")) for n in names), []).append(case)
    for group in found.values():
        post = str(group[0].facts.get("sent_by", "")) == _BY_POST
        yield _parcel(parts, application, tuple(group), post=post, ready=False)


def _parcel(
    parts: Parts, application: Application, cases: tuple[MatterCase, ...], *, post: bool, ready: bool
) -> Delivery:
    pack, facts = law.of(parts, application.pack_digest), cases[0].facts
    recipient, phone, address = _recipient(pack, application, post=post)
    town = parts.regions.town(address) or parts.regions.town(_said(application, "registered_address"))
    return Delivery(
        application=application.id,
        number=application.office_number or application.number,
        name=application.name,
        recipient=recipient,
        phone=phone,
        address=address,
        town=parts.regions.name(town) if town else OTHERS,
        matters=tuple(m.matter for m in cases),
        content=_content(pack, cases),
        problem=granted.replaced(parts, pack, application, [m.matter for m in cases]) if ready else "",
        by_post=post,
        sent_on=None if ready else _day(facts.get("sent_on")),
        post_number=str(facts.get("post_number", "")) if post and not ready else "",
        sent_to="" if ready else str(facts.get("sent_to", "")),
        carrier="" if ready or post else str(facts.get("carrier", "")),
        list_number="" if ready else str(facts.get("list", "")),
        back=str(facts.get("back", "")) if ready else "",
        due=None if ready else _due(parts, application, cases[0]),
    )


def _recipient(pack: Pack, application: Application, *, post: bool) -> tuple[str, str, str]:
    """Name, telephone and address of who gets it: as asked for the post, else of who collects results."""
    if post:
        name = _said(application, "delivery_name") or application.name
        phone = _said(application, "delivery_phone") or _said(application, "phone")
        return name, phone, _said(application, "delivery_address")
    taker = roles.party(pack, roles.RECIPIENT, application.answers)
    name, phone = (taker.name, taker.phone) if taker else (application.name, "")
    address = _said(application, "present_address") or _said(application, "registered_address")
    return name, phone or _said(application, "phone"), address


def _content(pack: Pack, cases: Sequence[MatterCase]) -> str:
    """The papers of these matters, each once, with how many there are of one kind."""
    papers = [pack.matters[m.matter].result if m.matter in pack.matters else m.title for m in cases]
    told = (f"{p}{papers.count(p)}份" if papers.count(p) > 1 else p for p in dict.fromkeys(papers))
    return typeset("、".join(told))


def _due(parts: Parts, application: Application, case: MatterCase) -> date | None:
    """The last day for the receipt, by the clock that runs once something was sent."""
    events = parts.store.events.of(matter_id(application.id, case.matter))
    clocks: Sequence[Running] = parts.law.clocks(application.pack_digest, "matter", events)
    return next((c.due for c in clocks if c.clock.beyond), None)


def _said(application: Application, element: str) -> str:
    return str(application.answers.get(element) or "").strip()


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


# ---- postal numbers ------------------------------------------------------------------------------


def plain_number(text: str) -> str:
    """A postal number as it is kept: half-width capitals and digits without gaps; RuleError for no number."""
    plain = _GAPS.sub("", unicodedata.normalize("NFKC", text)).upper()
    if not plain:
        raise RuleError("请扫描或录入邮寄单号")
    if not _NUMBER.fullmatch(plain):
        raise RuleError(f"“{text.strip()[:30]}”不是邮寄单号:单号只有数字和字母,6到30位,请看着面单再录")
    return plain


def known_numbers(under_way: Iterable[Delivery]) -> Mapping[str, str]:
    """By postal number, the recipient of a parcel that is under way with it."""
    return {p.post_number: p.recipient for p in under_way if p.post_number}


# ---- what is done --------------------------------------------------------------------------------


def post(parts: Parts, who: Who, numbers: Sequence[tuple[Delivery, str]], day: date) -> str:
    """Note that parcels were posted, each under its number; returns the number of their list.

    All are noted, or none. RuleError when a number is wrong, or a parcel can not go or went already.
    """
    _can_go([(p, p.not_posted) for p, _ in numbers])
    listed = next_list(parts, day, posted=True)
    told = {"sent_on": day.isoformat(), "sent_by": _BY_POST, "list": listed}
    given = [(p, {**told, "post_number": plain_number(n), "sent_to": p.recipient}) for p, n in numbers]
    _act(parts, who, "post", given)
    return listed


def send_out(
    parts: Parts,
    who: Who,
    parcels: Sequence[Delivery],
    place: str,
    carrier: str,
    day: date,
    *,
    village: bool = False,
) -> str:
    """Note that somebody took parcels to a town or village; returns the number of their list.

    RuleError when place or carrier is missing, or a parcel can not go or went already; then none is noted.
    """
    _can_go([(p, p.problem) for p in parcels])
    listed = next_list(parts, day, posted=False)
    told = {"sent_to": place, "carrier": carrier, "sent_on": day.isoformat(), "list": listed}
    _act(parts, who, "send_out", [(p, {**told, "sent_by": "3" if village else "2"}) for p in parcels])
    return listed


def received(parts: Parts, who: Who, parcel: Delivery, receiver: str, relation: str, day: date) -> None:
    """Note the receipt that came back: who signed, their relation by code, and on which day."""
    if parcel.sent_on and day < parcel.sent_on:
        raise RuleError(f"签收日期不能早于送出日期{parcel.sent_on:%Y-%m-%d},请看着回执再录")
    told = {"receiver": receiver, "relation": relation, "received_on": day.isoformat()}
    if not receiver.strip():
        raise RuleError("请填写签收人姓名")
    _act(parts, who, "hand_over", [(parcel, told)])


def returned(parts: Parts, who: Who, parcel: Delivery, why: str, day: date) -> None:
    """Note that a parcel came back undelivered: its results wait to be collected again."""
    _act(parts, who, "come_back", [(parcel, {"back": why, "back_on": day.isoformat()})])


def renumber(parts: Parts, who: Who, parcel: Delivery, number: str, why: str) -> None:
    """Correct the postal number of what was posted; the first one stays in the ledger."""
    _act(parts, who, "repost", [(parcel, {"post_number": plain_number(number), "repost_why": why})])


def next_list(parts: Parts, day: date, *, posted: bool) -> str:
    """The number of the next list of a day: 区划-窗口-日期-Y1 for the post, -S1 for towns and villages."""
    letter = "Y" if posted else "S"
    base = f"{parts.window.hall.region_code}-{int(parts.window.number):02d}-{day:%Y%m%d}-{letter}"
    used = [n.removeprefix(base) for n in of_day(parts, day) if n.startswith(base)]
    return f"{base}{max((int(n) for n in used if n.isdecimal()), default=0) + 1}"


def _can_go(parcels: Sequence[tuple[Delivery, str]]) -> None:
    """RuleError when there is none, or one has a reason not to go."""
    if not parcels:
        raise RuleError("还没有选要送出的件:请先录单号,或勾选办件")
    for parcel, problem in parcels:
        if problem:
            raise RuleError(f"{parcel.name}:{problem}")


def _act(parts: Parts, who: Who, act: str, given: Sequence[tuple[Delivery, Mapping[str, str]]]) -> None:
    told = {matter_id(p.application, m): values for p, values in given for m in p.matters}
    proceedings.act_on_all(parts, who, act, told)
