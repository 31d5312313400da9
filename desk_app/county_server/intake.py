"""Taking a letter in: its application or supplement, its events, and the answer, together or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, insert, or_, select

from desk_app.county import answers, frame, shapes, strict
from desk_app.county.frame import Parcel, derived_id
from desk_app.county.shapes import LetterBody
from desk_app.county_server import amending, cases, consequences, entering, review
from desk_app.county_server.faults import DuplicateError, NotYet
from desk_app.county_server.numbers import office_number
from desk_app.county_server.tables import APPLICATION, LETTER, SUPPLEMENT
from desk_app.database import spine
from desk_app.database.spine import EVENT
from desk_app.database.spine_rows import digest, dump
from desk_app.domain import acting, mending
from desk_app.domain.amending import AMEND
from desk_app.domain.applications import APPLICATION as PROCEDURE
from desk_app.domain.applications import MATTER, MatterCase, MatterState, matter_id
from desk_app.domain.events import Event, Who
from desk_app.domain.letters import Opening, Supplement
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.retaking import RETAKE
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms.pack import Pack
from forms.particulars import ID_NUMBER
from forms.procedures import DEPARTMENT, SYSTEM

_WITHOUT_PROMISE: Final = (mending.MEND, mending.COMPLETE, RETAKE)
"""Acts that bring pages nobody promised."""
_AHEAD: Final = timedelta(minutes=10)
"""How far a window's clock may be ahead of the county's before the window is warned."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A letter being taken into the book."""

    id: str
    digest: str
    """SHA-256 of its bytes."""
    parcel: Parcel
    now: datetime
    origin: str
    """The number of the window that sent it; empty when unknown."""

    @property
    def received_at(self) -> str:
        """The moment it arrived, as ISO text."""
        return self.now.isoformat(timespec="seconds")


def incoming(letter_id: str, body: bytes, now: datetime, window: str = "") -> Incoming:
    """A letter as a window sent it; WireError when it can not be read.

    Acts that no window is named for (日程) count as done by the window that sent them, so that it is told of
    what follows.
    """
    parcel = frame.read(body)
    origin = window or next((e.who.window for e in parcel.events if e.who.window), "")
    events = tuple(replace(e, who=replace(e.who, window=e.who.window or origin)) for e in parcel.events)
    return Incoming(letter_id, frame.digest(body), replace(parcel, events=events), now, origin)


def first_answer(db: Connection, letter_id: str, told: str) -> str | None:
    """The answer a letter got before, None for a new one; DuplicateError for other bytes under its id."""
    row = db.execute(select(LETTER).where(LETTER.c.id == letter_id)).one_or_none()
    if row is None:
        return None
    if row.digest != told:
        raise DuplicateError("同一封信前后内容不一样,区县已收下第一次的内容;要改的请联系区县")
    # Answers of older books lack what names the letter.
    kept = strict.load(row.answer)
    number = str(kept.get("number") or kept.get("office_number") or "")
    named = {"letter": letter_id, "digest": told, "number": number, "office_number": number}
    return strict.dump({"order": {}, **kept, **named})


def take_in(db: Connection, law: Settling, letter: Incoming) -> str:
    """Take a letter in; returns the answer, the first one when the letter is here already.

    RuleError for what the law does not allow, NotYet for what has to wait, DuplicateError for what
    contradicts an earlier letter: each undoes all of it.
    """
    entering.lock(db)
    entering.bring(db, letter.parcel.subject.id, letter.parcel.events, letter.origin)
    if before := first_answer(db, letter.id, letter.digest):
        return before
    parcel, remark = letter.parcel, ""
    if parcel.application:
        number, remark = _take_application(db, law, letter, parcel.application)
    elif parcel.supplement:
        number = _take_supplement(db, law, letter, parcel.supplement)
    else:
        number = _take_events(db, law, letter, parcel.events)
    answer = answers.write_answer(
        answers.LetterAnswer(
            letter.id, letter.digest, number, letter.received_at, remark, _order(db, parcel.events)
        )
    )
    row = {"subject_kind": parcel.subject.kind, "subject_id": parcel.subject.id, "answer": answer}
    db.execute(insert(LETTER).values(id=letter.id, digest=letter.digest, **row))
    return answer


def _order(db: Connection, events: Iterable[Event]) -> dict[str, int]:
    """Event id → place in the county's order, for the events of a letter."""
    wanted = select(EVENT.c.id, EVENT.c.county).where(EVENT.c.id.in_([e.id for e in events]))
    return {row.id: row.county for row in db.execute(wanted)}


# ---- applications --------------------------------------------------------------------------------


def _take_application(db: Connection, law: Settling, letter: Incoming, body: LetterBody) -> tuple[str, str]:
    """Take an application in; returns its 办件编号 and a remark for the window."""
    same = or_(APPLICATION.c.id == body.id, APPLICATION.c.number == body.number)
    if row := db.execute(select(APPLICATION).where(same)).first():
        if cases.body_of(row.body) == body:
            return str(row.office_number), ""
        raise DuplicateError(f"回执编号{row.number}已经收过,办件编号{row.office_number},不能用另一份内容再报")
    pack, matters, remark = _judge(db, law, letter, body)
    counter = entering.next_number(db, f"office-{body.region_code}-{letter.now:%Y%m%d}")
    number = office_number(body.region_code, letter.now.date(), counter)
    _add_application(db, letter, body, number, pack)
    _begin_application(db, law, letter, body, matters, pack, number)
    return number, remark


def _judge(
    db: Connection, law: Settling, letter: Incoming, body: LetterBody
) -> tuple[Pack, tuple[MatterCase, ...], str]:
    """The pack, the matters as they start and a remark for an application; RuleError when it is unlawful.

    Earlier matters of the person are read in the transaction, so that only one of two windows can begin a
    matter.
    """
    pack, today = law.pack(body.pack_digest), letter.now.date()
    if pack.matters.keys() >= set(body.chosen):
        cases.link_numbers(db, review.seen(pack, body))
    held = cases.history(db, law, _person(body))
    remark = review.remark(pack, body) + _clock_remark(letter.now, body.accepted_at)
    if problems := review.problems(pack, body, today, held, law.calendar):
        raise RuleError(f"区县没有收下这份申请,请改正后重新受理。{remark}", problems)
    return pack, review.matters(pack, body, today, held), remark


def _clock_remark(now: datetime, accepted_at: datetime) -> str:
    if accepted_at - now <= _AHEAD:
        return ""
    return f"窗口电脑的时间是{accepted_at:%Y-%m-%d %H:%M},比区县的快,请校准窗口电脑的时间"


def _add_application(db: Connection, letter: Incoming, body: LetterBody, number: str, pack: Pack) -> None:
    db.execute(
        insert(APPLICATION).values(
            id=body.id,
            number=body.number,
            office_number=number,
            region=body.region_code,
            counter=body.window,
            body=strict.dump(shapes.application_row(body)),
            facts=shapes.write_facts(review.seen(pack, body)),
            received_at=letter.received_at,
            id_number=_person(body),
            pack_digest=pack.digest,
        )
    )


def _person(body: LetterBody) -> str:
    return str(body.answers.get(ID_NUMBER, ""))


def _begin_application(
    db: Connection,
    law: Settling,
    letter: Incoming,
    body: LetterBody,
    matters: Sequence[MatterCase],
    pack: Pack,
    number: str,
) -> None:
    """The proceedings of an application and its matters, and the events that begin them."""
    brought = letter.parcel.events
    first = next((e for e in brought if e.proceeding == body.id), brought[0])
    accepted = replace(first, who=replace(first.who, window=body.window))
    rows = [_row(body.id, PROCEDURE, accepted, pack, number=body.number)]
    for place, case in enumerate(matters):
        identity = matter_id(body.id, case.matter)
        rows.append(_row(identity, MATTER, accepted, pack, parent=body.id, place=place))
    _check(law, rows[0], (), accepted, letter.now)
    delivered = Event(
        str(uuid4()), letter.now, Who("", SYSTEM), accepted.subject, "deliver", {"office_number": number},
        body.id, channel="line", cause=accepted.id,
    )  # fmt: skip
    begun = [event for case in matters for event in _begun(letter, accepted, case)]
    own = {e.id for e in (delivered, *begun)} - {e.id for e in brought}
    entering.enter(db, law, (accepted, delivered, *begun), rows, letter.origin, own)
    ids = {r.id for r in rows}
    rest = [e for e in brought if e.id != first.id and not (e.proceeding in ids and _starts(law, pack, e))]
    _take_events(db, law, letter, rest)


def _begun(letter: Incoming, accepted: Event, case: MatterCase) -> Iterator[Event]:
    """The events that begin one matter as the county judges it.

    When the window sent the same beginning, its event is kept. When it sent another one, the county's event
    comes first in the order, is news for the window, and the window's event changes no state.
    """
    identity = matter_id(accepted.proceeding, case.matter)
    act = "hold" if case.state == MatterState.HELD else "take"
    brought = next((e for e in letter.parcel.events if e.proceeding == identity), None)
    if brought is None or brought.act != act:
        own = derived_id(identity)
        yield Event(
            id=own if brought is None or brought.id != own else derived_id(identity, act),
            at=accepted.at,
            who=accepted.who,
            subject=accepted.subject,
            act=act,
            payload={
                "matter": case.matter, "title": case.title, "waits_for": case.waits_for, "text": case.note
            },
            proceeding=identity,
            channel="line",
            cause=accepted.id,
        )  # fmt: skip
    if brought is not None:
        yield brought


def _row(identity: str, procedure: str, accepted: Event, pack: Pack, **more: object) -> Proceeding:
    opening = Opening(procedure, accepted.subject, pack.digest, **more)  # type: ignore[arg-type]
    return opening.begun_by(replace(accepted, proceeding=identity))


def _starts(law: Settling, pack: Pack, event: Event) -> bool:
    act = law.procedure(pack.digest, MATTER).act(event.act)
    return act is not None and act.start


# ---- supplements ---------------------------------------------------------------------------------


def _take_supplement(db: Connection, law: Settling, letter: Incoming, supplement: Supplement) -> str:
    """Attach a promised material, or one that was mended, to its application; returns its 办件编号."""
    mine = APPLICATION.c.id == supplement.application
    row = db.execute(select(APPLICATION).where(mine)).first()
    if row is None:
        raise RuleError("区县没有这件申请,不能补交材料,请联系区县")
    body = cases.body_of(row.body)
    promised = supplement.material in {p.material for p in body.promises}
    if not promised and not all(e.act in _WITHOUT_PROMISE for e in letter.parcel.events):
        raise RuleError("这种材料受理时没有承诺补交,请联系区县")
    if not {p.id for p in supplement.pages} <= {p.id for p in body.pages}:  # else the letter brought them
        db.execute(
            insert(SUPPLEMENT).values(
                letter=letter.id,
                application=supplement.application,
                body=strict.dump(shapes.supplement_row(supplement)),
                received_at=letter.received_at,
            )
        )
    _take_events(db, law, letter, letter.parcel.events)
    return str(row.office_number)


# ---- events of any record ------------------------------------------------------------------------


def _take_events(db: Connection, law: Settling, letter: Incoming, events: Sequence[Event]) -> str:
    """Take events in, in their order; returns the number of the record that the first of them moves."""
    for event in events:
        _take_event(db, law, letter, event)
    first = entering.one(db, events[0].proceeding) if events else None
    return first.number if first else ""


def _take_event(db: Connection, law: Settling, letter: Incoming, event: Event) -> None:
    known = spine.read(db, EVENT.c.id == event.id)
    if known:
        _same(known[0], event)
        return
    if event.who.role == DEPARTMENT:
        raise RuleError("部门的决定只能在区县一端作出,窗口不能上报")
    begins: list[Proceeding] = []
    if event.proceeding:
        found = entering.one(db, event.proceeding)
        before = spine.of_proceeding(db, event.proceeding) if found else ()
        if found is None:
            found = _begins(db, law, letter, event)
            begins.append(found)
        _check(law, found, before, event, letter.now)
    amends = event.act == AMEND and event.subject.kind == PROCEDURE
    if amends:
        amending.refuse(db, law, event, letter.now.date())
    entering.enter(db, law, (event,), begins, letter.origin)
    if amends:
        amending.settle(db, law, event.proceeding)
    consequences.of_withdrawal(db, law, event)


def _same(known: Event, event: Event) -> None:
    """DuplicateError when another event came under this id before."""
    one, other = (
        (e.proceeding, e.subject, e.act, e.at, e.who.person, e.who.role, digest(dump(e.payload)))
        for e in (known, event)
    )
    if one != other:
        raise DuplicateError("同一个编号的事前后内容不一样,区县已收下第一次的内容;要改的请联系区县")


def _begins(db: Connection, law: Settling, letter: Incoming, event: Event) -> Proceeding:
    """The proceeding an event opens, under the pack it began with; RuleError when it may not."""
    opening = letter.parcel.openings.get(event.proceeding)
    if opening is None and event.id != letter.parcel.events[0].id:
        raise NotYet("区县还没有这件事牵涉的另一条记录,信件先等着,那条记录到了自动收下")
    if opening is None:
        raise RuleError("区县没有这件事所属的记录,信里也没有它的开头,请联系技术人员核对")
    if opening.procedure in (PROCEDURE, MATTER):
        raise RuleError("申请和事项只能随受理的信件开始,请联系技术人员核对")
    _procedure(law, opening)
    if opening.parent and entering.one(db, opening.parent) is None:
        raise RuleError("区县没有这件事的上一级记录,请联系技术人员核对")
    return opening.begun_by(event)


def _procedure(law: Settling, opening: Opening) -> None:
    try:
        law.procedure(opening.pack_digest, opening.procedure)
    except RuleError:
        raise NotYet(
            f"区县的业务定义里还没有“{opening.procedure}”这种登记,信件先等着,区县更新业务定义后自动收下"
        ) from None


def _check(law: Settling, found: Proceeding, events: Sequence[Event], event: Event, now: datetime) -> None:
    """RuleError when an event is not allowed; NotYet when only the county's older pack forbids it."""
    try:
        acting.check(law, found, events, event, now.date())
    except RuleError as fault:
        if law.packs.of(found.pack_digest) is not None:
            raise
        raise NotYet(
            f"区县没有窗口这一版业务定义,按区县现在的一版收不下:{fault}。信件先等着,区县更新业务定义后自动收下"
        ) from fault
