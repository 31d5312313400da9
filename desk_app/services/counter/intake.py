"""Step 6, acceptance: checked again, dated, numbered and queued to the county in one transaction."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from desk_app.domain.applications import (
    APPLICATION,
    MATTER,
    Application,
    Dates,
    Draft,
    MatterCase,
    MatterState,
    SendState,
    matter_id,
    promise_of,
)
from desk_app.domain.events import Event, Payload, Who
from desk_app.domain.letters import Envelope, Letter
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.promises import Promise
from desk_app.domain.receipts import receipt_number
from desk_app.domain.undertaken import PROMISE
from desk_app.errors import RuleError
from desk_app.services import clock_check, days, reading
from desk_app.services.counter import capture, from_record, inform, promised_facts, sources
from desk_app.services.parts import Parts
from desk_app.services.reading import Reading
from desk_app.services.sockets import Acceptance, Deed
from forms.pack import Pack


def _promises(parts: Parts, read: Reading, now: datetime) -> tuple[Promise, ...]:
    """The promises still needed, their last days counted from the day of acceptance."""
    draft = read.holder
    needed = {n.material.id: n.material for n in read.needs if n.required}
    kept = (p.material for p in draft.promises if promise_of(draft, p.material) and p.material in needed)
    return tuple(capture.promised(parts, read.pack, needed[m], now) for m in kept)


def accept(
    parts: Parts, draft: Draft | Reading, who: Who | None = None, *, owes_receipt: bool = False
) -> Application:
    """Accept a draft for good; RuleError with every blocking problem when something is missing.

    A reading of it is taken as it is, as long as day, pack and what is known of the person are the same.

    DoubtfulClock (a RuleError) while the computer's clock can not be right and nobody has confirmed it.
    ``who`` is the clerk at this window unless another one is named. With ``owes_receipt`` 待办 asks for the
    receipt until it was printed or saved; without it nobody waits for paper. A draft that is accepted already
    is returned as it was accepted. The county's answer is not waited for, so
    the receipt can be printed with the line down.
    """
    moment = parts.store.intake.moment()
    read = _read_today(parts, draft)
    clock_check.require(parts)
    _refuse_blocked(read)
    now = parts.clock.now()
    window, by = parts.window, who or parts.window.who
    if not by.role:
        raise RuleError("还没有人登录,请先登录再受理")
    series = f"{window.hall.region_code}-{window.number}-{now:%Y%m%d}"

    def build(counter: int) -> Acceptance:
        still = read if parts.store.intake.moment() == moment else _read_again(parts, read)
        return _acceptance(parts, still, by, now, counter, owes_receipt)

    accepted = parts.store.intake.accept(read.holder.id, series, build)
    from_record.tell(parts, accepted)
    return accepted


def _read_today(parts: Parts, held: Draft | Reading) -> Reading:
    """The draft read with what is known of its person by now; the same reading when that is the same."""
    draft = held.holder if isinstance(held, Reading) else held
    assert isinstance(draft, Draft)
    read = reading.of(parts, inform.recalled(parts, draft))
    if isinstance(held, Reading) and held.pack is read.pack:
        return held if (held.holder, held.today) == (read.holder, read.today) else read
    return read


def _read_again(parts: Parts, read: Reading) -> Reading:
    """The draft read with what was written meanwhile; somebody may have been quicker with the same person."""
    again = _read_today(parts, read)
    if again is not read:
        _refuse_blocked(again)
    return again


def _refuse_blocked(read: Reading) -> None:
    if blocking := read.blocking:
        raise RuleError(f"还不能受理,有{len(blocking)}处要处理:{blocking[0].message}", blocking)


def _acceptance(
    parts: Parts, read: Reading, who: Who, now: datetime, counter: int, owes_receipt: bool
) -> Acceptance:
    draft = read.holder
    assert isinstance(draft, Draft)
    pack, hall = read.pack, parts.window.hall
    # A picture of what no chosen matter asks for any more is shown on no step and goes nowhere.
    wanted = {n.material.id for n in read.needs} | {capture.SIGNED_FORM} | promised_facts.sheets(read)
    application = Application(
        id=draft.id,
        number=receipt_number(hall.region_code, parts.window.number, now.date(), counter),
        answers=read.facts,
        chosen=draft.chosen,
        pages=tuple(p for p in draft.pages if p.material in wanted),
        seen=tuple(m for m in draft.seen if m in wanted),
        copies=tuple(m for m in draft.copies if m in wanted),
        promises=_promises(parts, read, now),
        electronic=tuple(e for e in draft.electronic if e.material in wanted),
        findings=read.findings,
        matters=tuple(_case(read, m) for m in draft.chosen),
        dates=dates(parts, pack, now),
        accepted_at=now,
        clerk=who.person,
        window=parts.window.number,
        pack_version=pack.version,
        pack_digest=pack.digest,
        begun_from=draft.begun_from,
        sources=sources.kept(draft, read.facts),
    )
    return Acceptance(application, _deed(parts, read, application, who, owes_receipt))


def _deed(parts: Parts, read: Reading, application: Application, who: Who, owes_receipt: bool) -> Deed:
    """The acceptance as events, one for the application and one a matter, with the letter that carries them.

    When the county judges a matter's beginning differently, its event comes first in the order and counts.
    """
    titles = "、".join(m.title for m in application.matters)
    told = {"number": application.number, "titles": titles}
    accepted = _event(application, who, "accept", told, application.id)
    begun = tuple(_begun(application, who, m, accepted.id) for m in application.matters)
    causes = {e.proceeding: e.id for e in begun}
    promised = tuple(
        _event(application, who, PROMISE, given, place, causes[place])
        for matter, given in promised_facts.told(parts, read, application.accepted_at)
        if (place := matter_id(application.id, matter)) in causes
    )
    files = tuple(dict.fromkeys(p.id for p in application.pages))
    letter_id, events = str(uuid4()), (accepted, *begun, *promised)
    body = parts.write_letter(
        Envelope(letter_id, application.subject, events, files=files, application=application)
    )
    ids, at = tuple(e.id for e in events), application.accepted_at
    letter = Letter(letter_id, application.subject, body, files, at, ids, opens=True)
    sure = clock_check.confirmation(parts, application, who)
    if owes_receipt:
        sure += (_event(application, who, "owe_receipt", {"receipt_due": True}, application.id, accepted.id),)
    return Deed((*events, *sure), tuple(_proceedings(application)), letter)


def _begun(application: Application, who: Who, case: MatterCase, cause: str) -> Event:
    act = "hold" if case.state == MatterState.HELD else "take"
    return _event(application, who, act, case.facts, matter_id(application.id, case.matter), cause)


def _event(
    application: Application, who: Who, act: str, told: Payload, proceeding: str, cause: str = ""
) -> Event:
    return Event(
        str(uuid4()), application.accepted_at, who, application.subject, act, told, proceeding, cause=cause
    )


def _proceedings(application: Application) -> Iterator[Proceeding]:
    def begins(identity: str, procedure: str, state: str, **more: Any) -> Proceeding:
        at, digest = application.accepted_at, application.pack_digest
        return Proceeding(identity, procedure, application.subject, state, {}, at, at, digest, **more)

    yield begins(application.id, APPLICATION, SendState.WAITING, number=application.number)
    for place, case in enumerate(application.matters):
        identity = matter_id(application.id, case.matter)
        yield begins(identity, MATTER, case.state, parent=application.id, place=place)


def _case(read: Reading, matter: str) -> MatterCase:
    pack, waits = read.pack, read.finding(matter).waits_for
    state = MatterState.HELD if waits else MatterState.TAKEN
    note = f"等“{pack.matters[waits].title}”结果" if waits else ""
    title = pack.matters[matter].title
    facts = {"matter": matter, "title": title, "waits_for": waits, "text": note}
    return MatterCase(matter, title, state, note, waits, facts)


def dates(parts: Parts, pack: Pack, accepted: datetime) -> Dates:
    """Hand-over and promised days after acceptance (附件2 第十六、十九条; 承诺13个工作日).

    After closing, the days count from the next working day if the county chose that.
    """
    limits, calendar = pack.limits, parts.calendar
    start = days.counted_from(parts, accepted)
    handover, early = calendar.after(start, limits.handover)
    promised, late = calendar.after(start, limits.promised)
    return Dates(handover, promised, early or late)
