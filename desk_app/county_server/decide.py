"""Plays the departments: one decision on one matter, and what follows from it for the others.

The decision on a certificate settles facts that subsidies of the same application depend on. These were
held since acceptance; now they are judged again by the same law, and go on or end (附件2 第十三、十四条).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, update

from desk_app.county import shapes
from desk_app.county_server import cases, entering
from desk_app.county_server.cases import CountyCase
from desk_app.county_server.tables import APPLICATION
from desk_app.database import spine
from desk_app.domain import acting
from desk_app.domain.applications import MatterCase, MatterState, matter_id
from desk_app.domain.events import Event, Payload, Who
from desk_app.domain.proceedings import Proceeding, fold
from desk_app.domain.records import facts_of, over
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import numbers, rules
from forms.pack import Pack
from forms.procedures import DEPARTMENT, GRANTED, SYSTEM, Procedure
from forms.schema import Facts, Finding, Outcome, Value

RELEASE, LAPSE = "release", "lapse"
"""Acts by which a held matter goes on or ends by itself."""
_LAST: Final = 2**62
"""A place after every other in the county's order."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a department says on one matter."""

    matter: str
    act: str
    """Code of an act of the matter's procedure."""
    values: Payload = field(default_factory=dict)
    """What the act is given: text, grade, certificate_number, rows."""
    person: str = ""
    """Who decided."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one event did to one matter, in words."""

    title: str
    word: str
    """Word of the matter's state now."""
    text: str

    @property
    def sentence(self) -> str:
        """One line for the one who decided."""
        return f"{self.title}:{self.word}" + (f",{self.text}" if self.text else "")


@dataclass(frozen=True, slots=True)
class _Desk:
    """One application with its pack and procedure, on the day of the decision."""

    law: Settling
    case: CountyCase
    mine: MatterCase
    found: Proceeding
    now: datetime

    @property
    def pack(self) -> Pack:
        """The pack the application came in with."""
        return self.law.pack(self.case.pack_digest)

    @property
    def procedure(self) -> Procedure:
        """The procedure its matters run by."""
        return self.law.procedure(self.found.pack_digest, self.found.procedure)

    @property
    def today(self) -> date:
        """The day of the decision."""
        return self.now.date()


def carry_out(db: Connection, law: Settling, number: str, ruling: Ruling, now: datetime) -> tuple[Done, ...]:
    """Carry out a ruling: events, states, facts and news together. RuleError, and no change, if not allowed.

    ``number`` is a 回执编号 or 办件编号. Each application is judged by the pack it came in with, as long as
    the county keeps it.
    """
    entering.lock(db)
    case = cases.find(db, law, number)
    if case is None:
        raise RuleError(f"没有编号为{number}的办件,请核对回执编号或办件编号")
    desk = _on_desk(db, law, case, ruling, now)
    before = spine.of_proceeding(db, desk.found.id)
    event = _ruled(desk, before, ruling)
    state = _state_after(desk.procedure, before, event)
    facts = _settled(desk, event)
    others = _held(desk, event, state, facts)
    entering.enter(db, law, (event, *others))
    kept = shapes.write_facts(facts)
    db.execute(update(APPLICATION).where(APPLICATION.c.id == case.id).values(facts=kept))
    return tuple(_done(db, law, case, each) for each in (event, *others))


def _on_desk(db: Connection, law: Settling, case: CountyCase, ruling: Ruling, now: datetime) -> _Desk:
    mine = next((m for m in case.matters if m.matter == ruling.matter), None)
    found = entering.one(db, matter_id(case.id, ruling.matter))
    if mine is None or found is None:
        raise RuleError(f"办件{case.office_number}里没有事项“{ruling.matter}”,可选:{'、'.join(case.chosen)}")
    if unknown := sorted(set(case.chosen) - law.pack(case.pack_digest).matters.keys()):
        raise RuleError(f"现在的业务定义里没有事项“{unknown[0]}”,请用收件时的那一套")
    return _Desk(law, case, mine, found, now)


def _ruled(desk: _Desk, before: Sequence[Event], ruling: Ruling) -> Event:
    """The deciding event; RuleError, with the matter's title, when it can not be."""
    who = Who(ruling.person, DEPARTMENT, desk.pack.matters[ruling.matter].department)
    values = dict(ruling.values)
    if card := str(values.get("certificate_number", "")):
        values["certificate_number"] = numbers.tidy_number(card)
    try:
        return acting.made(desk.law, desk.found, before, ruling.act, values, who, desk.now)
    except RuleError as fault:
        raise RuleError(f"“{desk.mine.title}”{acting.told(fault)}", fault.problems) from fault


def _state_after(procedure: Procedure, before: Sequence[Event], event: Event) -> str:
    standing = fold(procedure, (*before, replace(event, county=_LAST)))
    return standing.state if standing else ""


def _settled(desk: _Desk, event: Event) -> Facts:
    """The application's facts after the ruling; what a concluded matter settles replaces earlier facts."""
    given = _given(desk, event.payload)
    settles = desk.pack.matters[desk.mine.matter].settles
    act = desk.procedure.act(event.act)
    if act is None or act.result != GRANTED or not settles:
        if given:
            raise RuleError("残疾等级和残疾人证号只在残疾人证事项办结时填写")
        return desk.case.facts
    if "holds_certificate" in settles:
        given["holds_certificate"] = True
    kept = {k: v for k, v in desk.case.facts.items() if k not in settles}
    return rules.complete(desk.pack, kept | given, desk.today)


def _given(desk: _Desk, payload: Payload) -> dict[str, Value]:
    """The facts that came with the ruling; RuleError when they contradict the person or each other."""
    given: dict[str, Value] = {}
    card, grade = str(payload.get("certificate_number", "")), str(payload.get("grade", ""))
    if card:
        own = str(desk.case.facts.get("id_number", ""))
        if fault := numbers.certificate_fault(card, own, desk.today):
            raise RuleError(fault)
        given["certificate_number"] = card
    if grade:
        given["grade"] = grade
    return given


def _held(desk: _Desk, event: Event, state: str, facts: Facts) -> list[Event]:
    """The events that a decided matter causes for the matters held for it."""
    if desk.procedure.state(state).open or not desk.pack.matters[desk.mine.matter].settles:
        return []
    matters = desk.case.matters
    undecided = [
        m.matter for m in matters if desk.procedure.state(m.state).open and m.matter != desk.mine.matter
    ]
    recorded = facts_of(desk.pack, desk.case.records)
    known = rules.complete(desk.pack, over(desk.pack, facts, recorded), desk.today)
    findings = {f.matter: f for f in rules.judge(desk.pack, known, undecided)}
    return [
        _freed(desk, m, findings[m.matter], event, state)
        for m in matters
        if m.state == MatterState.HELD and not findings[m.matter].waits_for
    ]


def _freed(desk: _Desk, held: MatterCase, finding: Finding, event: Event, state: str) -> Event:
    """The event by which a held matter goes on or ends; after a refusal it goes on only if 符合."""
    act = desk.procedure.act(event.act)
    granted = act is not None and act.result == GRANTED
    goes_on: Collection[Outcome] = (Outcome.APPLIES, Outcome.MAY) if granted else (Outcome.APPLIES,)
    reasons, title = "".join(finding.reasons), desk.mine.title
    if finding.outcome in goes_on:
        return _by_law(desk, held, RELEASE, f"“{title}”已有结果,自动恢复审核。{reasons}", event)
    why = reasons if granted else f"“{title}”{desk.procedure.state(state).word}。{reasons}"
    return _by_law(desk, held, LAPSE, f"{why}本次申请终止。", event)


def _by_law(desk: _Desk, held: MatterCase, act: str, text: str, cause: Event) -> Event:
    return Event(
        id=str(uuid4()),
        at=desk.now,
        who=Who("", SYSTEM),
        subject=cause.subject,
        act=act,
        payload={"text": text},
        proceeding=matter_id(desk.case.id, held.matter),
        channel=cause.channel,
        cause=cause.id,
    )


def _done(db: Connection, law: Settling, case: CountyCase, event: Event) -> Done:
    titles: Mapping[str, str] = {matter_id(case.id, m.matter): m.title for m in case.matters}
    found = entering.one(db, event.proceeding)
    state = found.state if found else ""
    word = law.shown(case.pack_digest, "matter", state).word
    return Done(titles[event.proceeding], word, str(event.payload.get("text", "")))
