"""Results on their way to people: posted, brought by town or village, collected (附件2 第二十条).

The results of one application that go together are a parcel. What is sent waits for its receipt; what comes
back undelivered waits to be collected again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from desk_app.domain.applications import Application, MatterCase, matter_id
from desk_app.domain.clocks import Running
from desk_app.domain.events import Event, Subject, Who
from desk_app.errors import RuleError
from desk_app.services import law
from desk_app.services.applications import delivery_acts, delivery_words, postal_numbers
from desk_app.services.applications.delivery_acts import Ways
from desk_app.services.parts import Parts
from desk_app.services.printing import granted
from forms import moments
from forms.pack import Pack
from forms.particulars import BY_POST, DELIVERY, REGISTERED_ADDRESS
from forms.schema import Effect

MOST: Final = 500
"""How many parcels of one kind are read at once; the others are only counted."""
OTHERS: Final = "其他"
"""Stands for the town of an address that lies in none that is known."""
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
    receipt: str
    """Its 回执编号."""
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
    states: tuple[str, ...] = ()
    """The states its matters are in, in their order."""
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
    def codes(self) -> tuple[str, ...]:
        """Every number that its papers bear: of the application, the post and the list."""
        return tuple(n for n in (self.number, self.receipt, self.post_number, self.list_number) if n)

    @property
    def not_posted(self) -> str:
        """Why it can not be posted, a sentence; empty when it can."""
        return self.problem or ("" if self.address else _NO_ADDRESS)

    @property
    def kept(self) -> "Delivery":
        """The part of it that may be kept for good: results and decisions. Of an end somebody is told."""
        both = [(m, s) for m, s in zip(self.matters, self.states, strict=True) if s in delivery_acts.KEEP]
        return replace(self, matters=tuple(m for m, _ in both), states=tuple(s for _, s in both))

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
    total, found = parts.store.sending.standing(delivery_acts.READY, MOST, delivery_acts.ENDED)
    ready = [p for a in found for p in _ready(parts, a)]
    sent_total, under_way = parts.store.sending.standing(delivery_acts.UNDER_WAY, MOST)
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
    return parts.store.sending.answered(applications, DELIVERY, BY_POST)


def by_town(parcels: Iterable[Delivery]) -> Mapping[str, tuple[Delivery, ...]]:
    """Deliveries by town, in the order of the names, those of no known town last."""
    found: dict[str, list[Delivery]] = {}
    for parcel in parcels:
        found.setdefault(parcel.town, []).append(parcel)
    return {town: tuple(found[town]) for town in sorted(found, key=lambda t: (t == OTHERS, t))}


def of_day(parts: Parts, day: date) -> Mapping[str, tuple[Delivery, ...]]:
    """What went out on a day, by the number of its list, in the order of the numbers.

    A list tells what was on it, whatever went out again since; a corrected postal number stands on it.
    """
    found: dict[str, list[Delivery]] = {}
    for application in parts.store.sending.perhaps_sent_on(day):
        sent = [s for m in application.matters for s in _sendings(parts, application, m)]
        for parcel in _grouped(
            parts, application, (s for s in sent if moments.day(s.case.facts["sent_on"]) == day)
        ):
            found.setdefault(parcel.list_number, []).append(parcel)
    return {number: tuple(found[number]) for number in sorted(found, key=_in_order)}


def _in_order(number: str) -> tuple[str, int]:
    """Orders lists by what they are of, then by their count: -Y2 before -Y10."""
    base = number.rstrip("0123456789")
    return base, int(number[len(base) :] or 0)


@dataclass(frozen=True, slots=True)
class _Sending:
    """One way out of a result, as it stood then."""

    case: MatterCase
    """The matter with the facts of this sending."""
    events: tuple[Event, ...]
    """The events of the matter up to the next sending, if there was one."""


def _sendings(parts: Parts, application: Application, case: MatterCase) -> Iterator[_Sending]:
    """Every time a result went out, in order."""
    if not case.facts.get("sent_on"):
        return
    events = [e for e in parts.store.events.of(matter_id(application.id, case.matter)) if not e.void]
    places = [place for place, event in enumerate(events) if event.act in delivery_acts.SENDS]
    for place, following in zip(places, (*places[1:], len(events)), strict=True):
        told = dict(events[place].payload)
        for later in (e for e in events[place:following] if e.act == "repost"):
            told["post_number"] = later.payload.get("post_number", "")
        if told.get("sent_on"):
            sent = delivery_acts.as_sent(case, events[place].act)
            yield _Sending(replace(sent, facts=told), tuple(events[:following]))


def known_numbers(under_way: Iterable[Delivery]) -> Mapping[str, str]:
    """By postal number, the recipient of a parcel that is under way with it."""
    return {p.post_number: p.recipient for p in under_way if p.post_number}


def _ready(parts: Parts, application: Application) -> Iterator[Delivery]:
    """What waits of an application: one parcel, and beside it each certificate that must not go any more."""
    cases = [m for m in application.matters if delivery_acts.waits(parts, application, m)]
    pack, post = law.of(parts, application.pack_digest), application.answers.get(DELIVERY) == BY_POST
    void = {m.matter: why for m in cases if (why := gone(parts, pack, application, [m.matter]))}
    sound = tuple(m for m in cases if m.matter not in void)
    if sound:
        yield _parcel(parts, application, sound, post=post, ready=True)
    for case in (m for m in cases if m.matter in void):
        made = _parcel(parts, application, (case,), post=post, ready=True)
        yield replace(made, problem=void[case.matter])


def _sent(parts: Parts, application: Application) -> Iterator[Delivery]:
    mine = (m for m in application.matters if m.state in delivery_acts.UNDER_WAY)
    sent = (_Sending(m, parts.store.events.of(matter_id(application.id, m.matter))) for m in mine)
    yield from _grouped(parts, application, sent)


def _grouped(parts: Parts, application: Application, sent: Iterable[_Sending]) -> Iterator[Delivery]:
    """What was sent of an application: one parcel for each list and number."""
    found: dict[tuple[str, ...], list[_Sending]] = {}
    for each in sent:
        names = ("list", "sent_by", "sent_on", "post_number")
        found.setdefault(tuple(str(each.case.facts.get(n, "")) for n in names), []).append(each)
    for group in found.values():
        first, cases = group[0], tuple(each.case for each in group)
        post = str(first.case.facts.get("sent_by", "")) == BY_POST
        made = _parcel(parts, application, cases, post=post, ready=False)
        due = _due(parts, application, first.events)
        yield replace(made, due=due, recipient=made.sent_to if post and made.sent_to else made.recipient)


def _parcel(
    parts: Parts, application: Application, cases: tuple[MatterCase, ...], *, post: bool, ready: bool
) -> Delivery:
    pack, facts = law.of(parts, application.pack_digest), cases[0].facts
    recipient, phone, address = delivery_words.recipient(pack, application, post=post)
    address = address if ready else str(facts.get("sent_address", "")) or address
    home = delivery_words.said(application, REGISTERED_ADDRESS)
    town = parts.regions.town(address) or parts.regions.town(home)
    return Delivery(
        application=application.id,
        number=application.office_number or application.number,
        receipt=application.number,
        name=application.name,
        recipient=recipient,
        phone=phone,
        address=address,
        town=parts.regions.name(town) if town else OTHERS,
        matters=tuple(m.matter for m in cases),
        content=delivery_words.content(pack, application, cases),
        states=tuple(m.state for m in cases),
        by_post=post,
        sent_on=None if ready else moments.day(facts.get("sent_on")),
        post_number=str(facts.get("post_number", "")) if post and not ready else "",
        sent_to="" if ready else str(facts.get("sent_to", "")),
        carrier="" if ready or post else str(facts.get("carrier", "")),
        list_number="" if ready else str(facts.get("list", "")),
        back=str(facts.get("back", "")) if ready else "",
    )


def gone(parts: Parts, pack: Pack, application: Application, matters: Sequence[str]) -> str:
    """Why a result is not to be sent any more, a sentence; empty when it is."""
    kinds = (pack.result_of(m) for m in matters)
    if not any(kind and kind.effect is Effect.ISSUES for kind in kinds):
        return ""
    told, _, printing = granted.replaced(parts, pack, application, matters).rpartition(",")
    return f"{told},这一本不要送出,请收回作废,登记“不再送达”" if printing else ""


def _due(parts: Parts, application: Application, events: Sequence[Event]) -> date | None:
    """The last day for the receipt, by the clock that runs once something was sent."""
    clocks: Sequence[Running] = parts.law.clocks(application.pack_digest, "matter", events)
    return next((c.due for c in clocks if c.clock.beyond), None)


# ---- what is done --------------------------------------------------------------------------------


def post(parts: Parts, who: Who, numbers: Sequence[tuple[Delivery, str]], day: date) -> str:
    """Note that parcels were posted, each under its number; returns the number of their list.

    All are noted, or none. RuleError when a number is wrong, or a parcel can not go or went already.
    """
    _can_go([(p, p.not_posted or _since(parts, p)) for p, _ in numbers])
    listed = next_list(parts, day, posted=True)
    told = {"sent_on": day.isoformat(), "sent_by": BY_POST, "list": listed}
    given = [
        (p, {**told, **_address(p), "post_number": postal_numbers.plain(n), "sent_to": p.recipient})
        for p, n in numbers
    ]
    _act(parts, who, delivery_acts.POST, given)
    return listed


def _address(parcel: Delivery) -> dict[str, str]:
    """The address a parcel goes to, so that its list says the same after the applicant moved."""
    return {"sent_address": parcel.address} if parcel.address else {}


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
    _can_go([(p, p.problem or _since(parts, p)) for p in parcels])
    listed = next_list(parts, day, posted=False)
    by = "3" if village else "2"
    told = {"sent_to": place, "carrier": carrier, "sent_on": day.isoformat(), "list": listed}
    _act(parts, who, delivery_acts.SEND_OUT, [(p, {**told, **_address(p), "sent_by": by}) for p in parcels])
    return listed


def received(parts: Parts, who: Who, parcel: Delivery, receiver: str, relation: str, day: date) -> None:
    """Note the receipt that came back: who signed, their relation by code, and on which day."""
    if parcel.sent_on and day < parcel.sent_on:
        raise RuleError(f"签收日期不能早于送出日期{parcel.sent_on:%Y-%m-%d},请看着回执再录")
    told = {"receiver": receiver, "relation": relation, "received_on": day.isoformat()}
    if not receiver.strip():
        raise RuleError("请填写签收人姓名")
    _act(parts, who, delivery_acts.RECEIVED, [(parcel, told)])


def returned(parts: Parts, who: Who, parcel: Delivery, why: str, day: date) -> None:
    """Note that a parcel came back undelivered: its results wait to be collected again."""
    if parcel.sent_on and day < parcel.sent_on:
        raise RuleError(f"退回日期不能早于送出日期{parcel.sent_on:%Y-%m-%d},请看着信封再录")
    _act(parts, who, delivery_acts.RETURNED, [(parcel, {"back": why, "back_on": day.isoformat()})])


def renumber(parts: Parts, who: Who, parcel: Delivery, number: str, why: str) -> None:
    """Correct the postal number of what was posted; the first one stays in the ledger."""
    told = {"post_number": postal_numbers.plain(number), "repost_why": why}
    _act(parts, who, delivery_acts.RENUMBER, [(parcel, told)])


def keep(parts: Parts, who: Who, parcel: Delivery, why: str, how: str) -> None:
    """Note that a parcel is never delivered: why, by the code of ``kept_why``, and what was done with it.

    It leaves every list and its to-dos are over; 恢复送达 on the card takes that back.
    """
    if not why:
        raise RuleError("请选不再送达的原因")
    if not parcel.kept.matters:
        raise RuleError("终止办理通知书不用登记不再送达:告知亲属或代收人以后,用“告知”登记")
    if not how.strip():
        raise RuleError("请写明怎样处理的,例如“收回作废,装入案卷”")
    _act(parts, who, delivery_acts.KEEP, [(parcel.kept, {"kept_why": why, "kept_how": how.strip()})])


def next_list(parts: Parts, day: date, *, posted: bool) -> str:
    """The number of the next list of a day: 区划-窗口-日期-Y1 for the post, -S1 for towns and villages."""
    letter = "Y" if posted else "S"
    base = f"{parts.window.hall.region_code}-{int(parts.window.number):02d}-{day:%Y%m%d}-{letter}"
    used = [n.removeprefix(base) for n in of_day(parts, day) if n.startswith(base)]
    return f"{base}{max((int(n) for n in used if n.isdecimal()), default=0) + 1}"


def _since(parts: Parts, parcel: Delivery) -> str:
    """Why it can not go any more since it was read, a sentence; empty when it still can."""
    found = parts.store.applications.one(parcel.application)
    return gone(parts, law.of(parts, found.pack_digest), found, parcel.matters) if found else ""


def _can_go(parcels: Sequence[tuple[Delivery, str]]) -> None:
    """RuleError when there is none, or one has a reason not to go."""
    if not parcels:
        raise RuleError("还没有选要送出的件:请先录单号,或勾选办件")
    for parcel, problem in parcels:
        if problem:
            raise RuleError(f"{parcel.name}:{problem}")


def _act(parts: Parts, who: Who, ways: Ways, given: Sequence[tuple[Delivery, Mapping[str, str]]]) -> None:
    told = ((p.application, dict(zip(p.matters, p.states, strict=True)), values) for p, values in given)
    delivery_acts.carry_out(parts, who, ways, told)
