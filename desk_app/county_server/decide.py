"""Plays the departments: one decision on one matter, and what follows from it for the person's others.

A result changes what the person holds. What was held for it goes on or ends; what can not go on without the
certificate ends, and a subsidy that is no longer due is stopped, in whichever application of the person it is
(附件2 第十三、十四条).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from desk_app.county_server import amending, cases, consequences, entering, last_days, typed
from desk_app.county_server.cases import CountyCase
from desk_app.database import spine
from desk_app.domain import acting, holdings, undertaken
from desk_app.domain.applications import MatterCase, matter_id
from desk_app.domain.events import Event, Payload, Who
from desk_app.domain.proceedings import Proceeding, fold
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import asked, results
from forms.pack import Pack
from forms.particulars import ID_NUMBER
from forms.procedures import DEPARTMENT, ENDED, GRANTED, Act, Procedure
from forms.results import Holder
from forms.schema import Effect, Problem


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a department says on one matter."""

    matter: str
    act: str
    """Code of an act of the matter's procedure."""
    values: Payload = field(default_factory=dict)
    """What the act is given: text, rows, and of a conclusion what its result asks."""
    person: str = ""
    """Who decided."""


@dataclass(frozen=True, slots=True)
class Done:
    """What one event did to one matter, in words."""

    title: str
    word: str
    """Word of the matter's state now."""
    text: str
    cautions: tuple[str, ...] = ()
    """What is worth a second look in it."""

    @property
    def sentence(self) -> str:
        """One line for the one who decided."""
        whole = f"{self.title}:{self.word}" + (f",{self.text}" if self.text else "")
        return whole + "".join(f"\n  请核对:{caution}" for caution in self.cautions)


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

    @property
    def id_number(self) -> str:
        """The applicant's identity number."""
        return str(self.case.facts.get(ID_NUMBER, ""))


def carry_out(db: Connection, law: Settling, number: str, ruling: Ruling, now: datetime) -> tuple[Done, ...]:
    """Carry out a ruling: events, states and news together. RuleError, and no change, if not allowed.

    ``number`` is a 回执编号 or 办件编号. Each application is judged by the pack it came in with, as long as
    the county keeps it.
    """
    entering.lock(db)
    case = cases.find(db, number)
    if case is None:
        raise RuleError(f"没有编号为{number}的办件,请核对回执编号或办件编号")
    desk = _on_desk(db, law, case, ruling, now)
    before = spine.of_proceeding(db, desk.found.id)
    values, cautions = _completed(db, desk, ruling, before)
    cautions = (*amending.fresh(db, law, case.id, desk.found.id), *cautions)
    event = _ruled(desk, before, ruling, values)
    entering.enter(db, law, (event,))
    others = consequences.of(db, law, desk.id_number, desk.mine, event)
    return (_done(db, law, event, cautions), *(_done(db, law, each) for each in others))


def _on_desk(db: Connection, law: Settling, case: CountyCase, ruling: Ruling, now: datetime) -> _Desk:
    mine = next((m for m in case.matters if m.matter == ruling.matter), None)
    found = entering.one(db, matter_id(case.id, ruling.matter))
    if mine is None or found is None:
        raise RuleError(f"办件{case.office_number}里没有事项“{ruling.matter}”,可选:{'、'.join(case.chosen)}")
    if unknown := sorted(set(case.chosen) - law.pack(case.pack_digest).matters.keys()):
        raise RuleError(f"现在的业务定义里没有事项“{unknown[0]}”,请用收件时的那一套")
    return _Desk(law, case, mine, found, now)


def _completed(
    db: Connection, desk: _Desk, ruling: Ruling, before: Sequence[Event]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the act is given, of a conclusion with everything that follows; and what is worth a second look.

    RuleError when the matter has ended, or the result is not its kind, or contradicts the record or itself.
    """
    act = desk.procedure.act(ruling.act)
    values = typed.fitted(desk.pack, act, undertaken.given(ruling.act, ruling.values, desk.today))
    if act is None or act.result != GRANTED:
        _no_result(desk, values)
        _check_paid(desk, act)
        last_days.check(desk.mine.title, act, values, desk.today)
        return values, ()
    _check_place(desk, act, before)
    values = typed.tidied(act, values)
    found = asked.problems(desk.pack, desk.procedure, act, values, desk.today)
    _refuse(desk, found)
    holder = _holder(db, desk)
    whole = results.completed(desk.pack, ruling.matter, values, holder, desk.today)
    found = (*found, *results.problems(desk.pack, ruling.matter, whole, holder, desk.today))
    _refuse(desk, found)
    return whole, tuple(dict.fromkeys(p.message for p in found))


def _check_place(desk: _Desk, act: Act, before: Sequence[Event]) -> None:
    """RuleError when the matter can not be granted in its state; what its result says is not looked at."""
    standing = fold(desk.procedure, before)
    try:
        if standing is not None:
            acting.check_place(desk.procedure, act, standing.state, standing.facts)
    except RuleError as fault:
        raise RuleError(f"“{desk.mine.title}”{fault}") from fault


def _refuse(desk: _Desk, found: Sequence[Problem]) -> None:
    if blocking := tuple(p for p in found if p.blocks):
        told = acting.told(RuleError("填得不全或不对", blocking))
        raise RuleError(f"“{desk.mine.title}”的结果{told}", blocking)


def _no_result(desk: _Desk, values: Payload) -> None:
    asks = {a.id: a for kind in desk.pack.results.values() for a in kind.asks}
    wrong = [Problem(k, f"{asks[k].label}只在办结时填写") for k, v in values.items() if k in asks and v]
    if wrong:
        raise RuleError(f"“{desk.mine.title}”{wrong[0].message}", tuple(wrong))


def _check_paid(desk: _Desk, act: Act | None) -> None:
    """RuleError when payment of what is not paid is to be stopped: a certificate, a registration."""
    kind = desk.pack.result_of(desk.mine.matter)
    if act and act.result == ENDED and kind and kind.effect is not Effect.PAYS:
        raise RuleError(f"“{desk.mine.title}”不是按月发的补贴,不能“{act.word}”")


def _holder(db: Connection, desk: _Desk) -> Holder:
    history = cases.history(db, desk.law, desk.id_number)
    held = holdings.held_certificate(desk.pack, history, desk.today)
    applied = desk.case.accepted_on or desk.found.began_at.date()
    numbers = history.numbers or (desk.id_number,)
    if held is None or held.state == holdings.CANCELLED:
        return Holder(numbers, applied)
    return Holder(numbers, applied, held.number, held.categories, held.expires_on, held.assessed)


def _ruled(desk: _Desk, before: Sequence[Event], ruling: Ruling, values: Payload) -> Event:
    """The deciding event; RuleError, with the matter's title, when it can not be."""
    who = Who(ruling.person, DEPARTMENT, desk.pack.matters[ruling.matter].department)
    try:
        return acting.made(desk.law, desk.found, before, ruling.act, values, who, desk.now)
    except RuleError as fault:
        raise RuleError(f"“{desk.mine.title}”{acting.told(fault)}", fault.problems) from fault


def _done(db: Connection, law: Settling, event: Event, cautions: tuple[str, ...] = ()) -> Done:
    found = entering.one(db, event.proceeding)
    assert found is not None
    title = str(found.facts.get("title") or found.facts.get("matter") or found.id)
    word = law.shown(found.pack_digest, found.procedure, found.state).word
    promised = undertaken.standing(found.facts, found.state)
    if promised and event.act in (undertaken.CHECK, undertaken.RECHECK, undertaken.SETTLE):
        return Done(title, word, promised, cautions)
    open_ones = (promised,) if undertaken.pending(found.facts, found.state) else ()
    return Done(title, word, str(event.payload.get("text", "")), (*cautions, *open_ones))
