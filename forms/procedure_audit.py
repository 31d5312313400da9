"""What is wrong in the rows of a procedure: names that do not exist, keys that contradict each other."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

import resources
from forms import (
    ask_audit,
    clock_audit,
    conditions,
    item_audit,
    link_audit,
    listing_audit,
    phrases,
    procedure_ways,
    report_audit,
    roster_audit,
    round_audit,
)
from forms.asked import FREE, NUMBERS, element
from forms.clock_kinds import Clock, Unit
from forms.lines import At
from forms.pack import Pack
from forms.procedure_rows import FOLDER
from forms.procedures import CLERK, ROLE_WORDS, STATE, Act, Ask, Procedure, State
from forms.remarks import Remark, unknown
from forms.schema import Condition, Kind
from forms.sources import VISITS
from forms.spelling import choose, meant

Papers = Callable[[str], str]
"""Name of a paper → why it can not be drawn; empty when it can."""

TONES: Final = ("info", "good", "caution", "wrong", "plain")
_LIMITS: Final = ("handover", "review", "promised", "legal")


@cache
def shapes() -> tuple[str, ...]:
    """The pictures a state may have."""
    return tuple(sorted(p.stem.removeprefix("tone-") for p in resources.path("icons").glob("tone-*.svg")))


def remarks(pack: Pack, papers: Papers | None = None) -> Iterator[Remark]:
    """Everything wrong in the procedures of a pack; ``papers`` tells which papers can be drawn.

    Whether states can be reached is looked at only when all names are right.
    """
    for procedure in pack.procedures.values():
        found = list(_rows(procedure, pack)) or list(procedure_ways.remarks(procedure, pack))
        found += [*listing_audit.remarks(pack, procedure), *roster_audit.remarks(pack, procedure)]
        found += report_audit.remarks(pack, procedure)
        if papers:
            found += _papers(procedure, papers)
        home = f"{VISITS}/{procedure.programme}" if procedure.programme else FOLDER
        yield from (replace(r, file=f"{home}/{procedure.id}.toml") for r in found)


def _rows(row: Procedure, pack: Pack) -> Iterator[Remark]:
    yield from _head(row, pack)
    for state in row.states:
        yield from _state(state, row, pack)
    for act in row.acts:
        yield from _act(act, row, pack)
    yield from ask_audit.one_kind(row)
    for clock in row.clocks:
        yield from _clock(clock, row, pack)
        yield from _clauses(clock.when, row, pack, ("clock", clock.id, "when"))
        yield from _of_county(clock, pack)
    for offer in row.papers:
        yield from unknown(offer.sources, [s.code for s in row.states], ("paper", offer.id, "from"), "状态")
    for duty in row.rounds:
        yield from round_audit.remarks(duty, row, pack)
    for criterion in row.criteria:
        yield from _clauses(criterion.when, row, pack, ("criterion", criterion.id, "when"))


def _head(row: Procedure, pack: Pack) -> Iterator[Remark]:
    at: At = ("procedure",)
    if row.fields not in (FREE, NUMBERS):
        yield Remark((*at, "fields"), f"不认识的 fields“{row.fields}”{choose(row.fields, (FREE, NUMBERS))}")
    if row.parent and row.parent not in pack.procedures:
        near = choose(row.parent, [p for p in pack.procedures if p != row.id])
        yield Remark((*at, "parent"), f"没有流程“{row.parent}”{near}")
    yield from _template(row.label, row, (*at, "label"))
    if bool(row.switch) != bool(row.switch_words):
        yield Remark((*at, "switch"), "switch(区县的哪个数值)和 switch_words(要照写的话)要一起写")
    yield from unknown(row.works, pack.works, (*at, "works"), "工作")
    yield from unknown(row.proposed_roles, _roles(row), (*at, "proposed_roles"), "角色")
    first = next(p.id for p in pack.procedures.values() if p.prefix == row.prefix)
    if row.prefix and first != row.id:
        yield Remark((*at, "prefix"), f"编号前缀“{row.prefix}”已用于流程“{first}”,请换一个")


def _state(row: State, of: Procedure, pack: Pack) -> Iterator[Remark]:
    at: At = ("state", row.code)
    if row.tone not in TONES:
        yield Remark((*at, "tone"), f"不认识的颜色“{row.tone}”{choose(row.tone, TONES)}")
    if row.shape not in shapes():
        yield Remark((*at, "shape"), f"不认识的图形“{row.shape}”{choose(row.shape, shapes())}")
    if row.lasts < 0 or (row.lasts and not row.stops):
        yield Remark((*at, "lasts"), "lasts 写停几个工作日,要同时写 stops:为什么停")
    for key, text in (("todo", row.todo), ("todo_after", row.todo_after)):
        yield from _todo(text, of, (*at, key))
    yield from _conditional(row, of, pack, at)
    led_on = row.todo_paper or any(row.code in a.sources for a in of.acts)
    if (row.todo if not row.todo_until else row.todo_after) and not led_on:
        yield Remark((*at, "todo"), "在这个状态有待办,却没有动作能把它办完,请给一个动作的 from 写上它")
    yield from _answered(row, of, pack, at)


def _conditional(row: State, of: Procedure, pack: Pack, at: At) -> Iterator[Remark]:
    """Faults of the condition under which a state has its to-do, and of the paper that settles it."""
    if (row.todo_when or row.todo_paper) and not row.todo:
        yield Remark((*at, "todo_when"), "todo_when、todo_paper 说的是待办,要同时写 todo")
    if row.todo_paper and not row.todo_when:
        said = "打印了就办完的待办(todo_paper),要写 todo_when:什么时候还没有打"
        yield Remark((*at, "todo_paper"), said)
    yield from _clauses(row.todo_when, of, pack, (*at, "todo_when"))


def _answered(row: State, of: Procedure, pack: Pack, at: At) -> Iterator[Remark]:
    """Faults of what ends a to-do within its state: its act, and the condition on what that act is given."""
    if bool(row.todo_act) != bool(row.todo_until):
        said = "todo_act(办哪个动作)和 todo_until(填成什么样算办完)要一起写"
        yield Remark((*at, "todo_act"), said)
    act = of.act(row.todo_act)
    if row.todo_act and act is None:
        yield from unknown([row.todo_act], [a.code for a in of.acts], (*at, "todo_act"), "动作")
    there = {a.id: a for a in act.asks} if act else {}
    for clause in (c for line in row.todo_until for c in line) if act else ():
        ask = there.get(clause.element)
        if ask is None:
            said = f"“{act.word if act else ''}”不问“{clause.element}”{choose(clause.element, there)}"
            yield Remark((*at, "todo_until"), said, clause.element)
        elif ask.filled == STATE:
            yield from unknown(clause.values, [s.code for s in of.states], (*at, "todo_until"), "状态")
        elif ask.codes in pack.codes or not ask.codes:
            codes = [o.code for o in pack.codes[ask.codes].options] if ask.codes else []
            if fault := conditions.fault(clause, element(ask), codes):
                yield Remark((*at, "todo_until"), fault, clause.element)
    yield from _template(row.todo_tried, of, (*at, "todo_tried"))


def _act(row: Act, of: Procedure, pack: Pack) -> Iterator[Remark]:
    at: At = ("act", row.code)
    states, acts = [s.code for s in of.states], [a.code for a in of.acts]
    yield from unknown(row.sources, states, (*at, "from"), "状态")
    yield from unknown([row.target] if row.target else [], states, (*at, "to"), "状态")
    if row.start and row.sources:
        yield Remark((*at, "from"), "开始的动作(start = true)前面没有状态,请删去 from")
    if row.start and not row.target:
        yield Remark((*at, "to"), "开始的动作(start = true)要写 to:开始以后是什么状态")
    if not row.roles:
        yield Remark((*at, "roles"), f"没有写谁可以做,请写 roles,可用:{'、'.join(_roles(of))}")
    yield from unknown(row.roles, _roles(of), (*at, "roles"), "角色")
    yield from unknown(row.every, row.roles, (*at, "every"), "可以做这一步的角色")
    yield from unknown([row.unlike] if row.unlike else [], acts, (*at, "unlike"), "动作")
    yield from unknown([row.part_of] if row.part_of else [], acts, (*at, "part_of"), "动作")
    if row.again and (row.target or row.start):
        yield Remark((*at, "again"), "again 是不改变状态、一次一次登记的,不能同时写 to 或 start")
    if row.paper_proposed and not row.paper:
        yield Remark((*at, "paper_proposed"), "paper_proposed 说的是纸件,要同时写 paper")
    if row.unlike == row.code:
        yield Remark((*at, "unlike"), "要由另一个人做的,写前面那一步的 code,不能写自己")
    yield from unknown(row.evidence, [a.id for a in row.asks], (*at, "evidence"), "要填的")
    yield from _template(row.line, of, (*at, "line"))
    yield from _kept_here(row, of)
    yield from _pictures(row, at)
    yield from _limits(row, at)
    yield from _when(row, of, pack)
    yield from item_audit.remarks(row, of, pack)
    yield from link_audit.remarks(row, of, pack)
    for place, link in enumerate(row.links):
        yield from _clauses(link.when, of, pack, ("act", row.code, "links", place, "when"))
    if CLERK in row.roles and any(ask.mapping for ask in row.asks):
        said = "问一题一答(mapping)的动作由程序办,没有按钮,roles 里请删去 clerk"
        yield Remark((*at, "roles"), said, CLERK)
    for place, move in enumerate(row.moves):
        yield from _clauses(move.when, of, pack, (*at, "moves", place, "when"))
    for ask in row.asks:
        yield from ask_audit.remarks(ask, (*at, "asks", ask.id), of, pack)
        yield from _ordered(ask, (*at, "asks", ask.id), of, pack)


def _kept_here(row: Act, of: Procedure) -> Iterator[Remark]:
    """An act that does not travel must not begin a record or change its state where others travel."""
    others = any(a.travels for a in of.acts if a.code != row.code)
    if of.register and of.travels and not row.travels and others and (row.start or row.target):
        said = "上报的登记里,开始或改变状态的动作不能只留在本窗口(travels = false),区县跟不上"
        yield Remark(("act", row.code, "travels"), said)
    if of.register and row.code in _OURS:
        yield Remark(("act", row.code, "code"), f"{'、'.join(_OURS)} 留给打印记录用,请换一个 code")


def _pictures(row: Act, at: At) -> Iterator[Remark]:
    """A picture's ask can not be named in the ledger's sentence: its value is the picture's id."""
    for ask in row.asks:
        if ask.id in row.evidence and ask.id in phrases.fields(row.line):
            yield Remark((*at, "line"), f"“{ask.label}”是照片,不能写进 line")


def _limits(row: Act, at: At) -> Iterator[Remark]:
    """What stands for a picture must be a flag of its own; a day needs a beginning."""
    flags = [ask.id for ask in row.asks if ask.kind is Kind.FLAG]
    if row.instead and row.instead not in flags:
        yield Remark((*at, "instead"), f"这一步没有问是非题(flag)“{row.instead}”,请加上或改正")
    elif row.instead and not row.evidence:
        yield Remark((*at, "instead"), "instead 是代替照片的,要同时写 evidence")
    if row.same_day and row.start:
        yield Remark((*at, "same_day"), "开始的动作(start = true)没有“当天”,请删去 same_day")
    if row.late and not row.same_day:
        yield Remark((*at, "late"), "late 说过了当天怎么办,要同时写 same_day = true")


def _roles(of: Procedure) -> tuple[str, ...]:
    return (*ROLE_WORDS, *of.roles)


def _when(row: Act, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Faults of clauses of an act's conditions, and of a condition that nothing is said of."""
    yield from _clauses(row.when, of, pack, ("act", row.code, "when"))
    at: At = ("act", row.code, "answers_when")
    yield from _clauses(row.answers_when, of, pack, at)
    yield from unknown(conditions.elements(row.answers_when), [a.id for a in row.asks], at, "这一步问的")
    if bool(row.answers_when) != bool(row.answers_words):
        yield Remark(at, "answers_when(填的要怎样)和 answers_words(不是这样时说什么)要一起写")


def _clauses(condition: Condition, of: Procedure, pack: Pack, at: At) -> Iterator[Remark]:
    """Faults of a condition's clauses: each must be about something the procedure's acts ask."""
    asks = {ask.id: ask for ask in of.asks}
    for clause in (c for line in condition for c in line):
        ask = asks.get(clause.element)
        if ask is None:
            said: str | None = f"条件用到的“{clause.element}”没有一个动作问{meant(clause.element, asks)}"
        elif ask.kind in ask_audit.CODED and ask.codes not in pack.codes:
            continue  # told at the ask
        else:
            table = pack.codes.get(ask.codes)
            if clause.operator == conditions.BELOW:
                numbers = [a.id for a in of.asks if a.kind is Kind.NUMBER]
                yield from unknown(clause.values[:1], numbers, at, "问到的数")
            said = conditions.fault(clause, element(ask), [o.code for o in table.options] if table else [])
        if said:
            yield Remark(at, said, f"{clause.element} {clause.operator}")


def _ordered(row: Ask, at: At, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Faults of what an answer must not lack, or lie before."""
    yield from _clauses(row.needed_when, of, pack, (*at, "needed_when"))
    if row.required and row.needed_when:
        yield Remark((*at, "needed_when"), "已经必填(required),请删去 needed_when")
    if row.same_as:
        kinds = {a.id: a.kind for a in of.asks}
        yield from unknown([row.same_as], [i for i in kinds if i != row.id], (*at, "same_as"), "别的一项")
        if row.kind is not Kind.NUMBER or kinds.get(row.same_as, Kind.NUMBER) is not Kind.NUMBER:
            yield Remark((*at, "same_as"), "same_as 只用于两个数(kind 为 number)之间")
    if bool(row.same_as) != bool(row.same_words):
        yield Remark((*at, "same_as"), "same_as(等于哪一项)和 same_words(不等时说什么)要一起写")
    if row.not_before:
        others = [a.id for a in of.asks if a.kind is Kind.DATE and a.id != row.id]
        yield from unknown([row.not_before], others, (*at, "not_before"), "别的日期")
    for key, named in (("not_before", row.not_before), ("near", row.near)):
        if named and row.kind is not Kind.DATE:
            yield Remark((*at, key), f"只有日期(date)能写 {key}")


def _clock(row: Clock, of: Procedure, pack: Pack) -> Iterator[Remark]:
    at: At = ("clock", row.id)
    acts = [a.code for a in of.acts]
    if not row.starts:
        yield Remark((*at, "starts"), "没有写从哪个动作起算,请写 starts")
    yield from unknown(row.starts, acts, (*at, "starts"), "动作")
    yield from unknown(row.ends, acts, (*at, "ends"), "动作")
    yield from unknown([row.act] if row.act else [], acts, (*at, "act"), "动作")
    yield from _length(row, at)
    yield from _last_day(row, of, at)
    yield from clock_audit.remarks(row, of, at)
    yield from _clauses(row.enough, of, pack, (*at, "enough"))
    if row.stoppable and row.unit is not Unit.WORKING:
        yield Remark((*at, "stoppable"), "只有按工作日计的期限会停,请写 stoppable = false")
    if not 0 <= row.warn <= _LONGEST[Unit.CALENDAR]:
        most = _LONGEST[Unit.CALENDAR]
        yield Remark((*at, "warn"), f"warn 是提前几天提醒,从0起,最多{most},现在是{row.warn}")
    yield from _todo(row.warning, of, (*at, "warning"))
    yield from _todo(row.overdue, of, (*at, "overdue"))


def _length(row: Clock, at: At) -> Iterator[Remark]:
    if sum(map(bool, (row.amount, row.limit, row.last_day, row.times))) != 1:
        said = "期限写 amount(多少)、limit(定义里的时限)、last_day(问到的日期)或 times(每期几次),只写一个"
        yield Remark((*at, "amount"), said)
    elif row.amount < 0:
        yield Remark((*at, "amount"), f"amount 至少是1,现在是{row.amount}")
    elif row.amount > _LONGEST[row.unit]:
        yield Remark((*at, "amount"), f"amount 最多是{_LONGEST[row.unit]},现在是{row.amount}")
    elif row.amount_of and not row.amount:
        yield Remark((*at, "amount_of"), "amount_of 是记录自己的数,要同时写 amount:记录没有写时用它")
    elif row.limit and row.limit not in _LIMITS:
        yield Remark((*at, "limit"), f"没有时限“{row.limit}”{choose(row.limit, _LIMITS)}")
    elif row.limit and row.unit is not Unit.WORKING:
        yield Remark((*at, "unit"), "定义里的时限都按工作日计,请删去 unit,或改写 amount")


def _of_county(row: Clock, pack: Pack) -> Iterator[Remark]:
    """The county's number of a clock is a whole number from 1; a county that has none goes by ``amount``."""
    said = pack.values.get(row.county, "") if row.county else ""
    if row.county and not row.amount:
        yield Remark(("clock", row.id, "county"), "county 是区县自己的数,要同时写 amount:区县没有写时用它")
    if said and not (said.isdecimal() and 0 < int(said) <= _LONGEST[row.unit]):
        told = f"[values] 的“{row.county}”要写1到{_LONGEST[row.unit]}的整数,现在是“{said}”"
        yield Remark(("clock", row.id, "county"), told)


def _last_day(row: Clock, of: Procedure, at: At) -> Iterator[Remark]:
    """A clock with ``last_day`` needs an act that asks that date."""
    dates = [a.id for a in of.asks if a.kind is Kind.DATE]
    dates += [f"{a.id}.{column}" for act in of.acts for a in act.asks for column in a.dates]
    if row.amount_of:
        numbers = [a.id for a in of.asks if a.kind is Kind.NUMBER]
        yield from unknown([row.amount_of], numbers, (*at, "amount_of"), "问到的数")
    if row.last_day:
        yield from unknown([row.last_day], dates, (*at, "last_day"), "问到的日期")


_OURS: Final = ("print", "reprint")
_LONGEST: Final = {Unit.WORKING: 2600, Unit.CALENDAR: 3660, Unit.MONTH: 600, Unit.YEAR: 100}
"""Longest clock in each unit; more is taken for a typing error."""


def _todo(text: str, of: Procedure, at: At) -> Iterator[Remark]:
    if text and not all(part.strip() for part in phrases.split(text)):
        yield Remark(at, "待办应写成“标题|正文”")
    yield from _template(text, of, at)


def _template(text: str, of: Procedure, at: At) -> Iterator[Remark]:
    """Faults of a template: fields no act asks, brackets without a partner."""
    there = tuple(dict.fromkeys((*phrases.ALWAYS, *(a.id for a in of.asks))))
    for name in phrases.fields(text):
        if name not in there:
            yield Remark(at, f"没有一个动作问“{name}”{choose(name, there)}", f"{{{name}}}")
    if mark := phrases.stray(text):
        yield Remark(at, f"“{mark}”没有成对:填空写 {{id}},可以省的写 [ … ]", mark)


def _papers(row: Procedure, papers: Papers) -> Iterator[Remark]:
    for act in row.acts:
        if act.paper and (why := papers(act.paper)):
            yield Remark(("act", act.code, "paper"), f"纸件“{act.paper}”打印不出来:{why}")
    for report in row.reports:
        if report.columns and (why := papers(report.id)):
            yield Remark(("report", report.id, "id"), f"纸件“{report.id}”打印不出来:{why}")
    for offer in row.papers:
        if why := papers(offer.id):
            yield Remark(("paper", offer.id, "id"), f"纸件“{offer.id}”打印不出来:{why}")
