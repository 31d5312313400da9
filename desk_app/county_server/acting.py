"""Whether an act may be done: the county checks by the same procedure the window offers from. All pure."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import uuid4

from desk_app.domain.events import Event, Payload, Who
from desk_app.domain.proceedings import Proceeding, fold
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import asked, conditions
from forms.pack import Pack
from forms.procedures import CLERK, COUNTY, DEPARTMENT, SYSTEM, Act, Procedure
from forms.schema import Value

_ROLES: Final = {CLERK: "窗口经办人", DEPARTMENT: "部门", COUNTY: "区县", SYSTEM: "程序自动"}


def check(law: Settling, found: Proceeding, events: Sequence[Event], event: Event, today: date) -> None:
    """RuleError in one sentence unless ``event`` may be the next of these ``events`` of a proceeding."""
    procedure, pack = law.procedure(found.pack_digest, found.procedure), law.pack(found.pack_digest)
    act = procedure.act(event.act)
    if act is None:
        raise RuleError(f"“{procedure.title}”没有“{event.act}”这个动作,请升级程序或业务定义")
    if not (procedure.travels and act.travels):
        raise RuleError(f"“{procedure.title}”的“{act.word}”只在窗口登记,不上报区县")
    if event.subject != found.subject:
        raise RuleError(f"这件事说的不是“{procedure.title}”那一件,请联系技术人员")
    _check_role(act, event.who)
    _check_state(procedure, act, events)
    _check_signer(act, events, event.who)
    _check_answers(pack, procedure, act, event.payload, min(event.at.date(), today))


def made(
    law: Settling,
    found: Proceeding,
    events: Sequence[Event],
    act_code: str,
    values: Mapping[str, Any],
    who: Who,
    now: datetime,
    *,
    channel: str = "command",
    cause: str = "",
) -> Event:
    """The event of an act done at the county; RuleError when it can not be done now."""
    procedure = law.procedure(found.pack_digest, found.procedure)
    act = procedure.act(act_code)
    if act is None or act.start:
        offered = "、".join(a.code for a in procedure.acts if who.role in a.roles and not a.start)
        raise RuleError(f"没有“{act_code}”这个动作,可用:{offered or '无'}")
    _check_role(act, who)
    _check_state(procedure, act, events)
    given = {k: v for k, v in values.items() if v not in ("", (), None)}
    pack = law.pack(found.pack_digest)
    _check_signer(act, events, who)
    _check_answers(pack, procedure, act, given, now.date())
    return Event(
        id=str(uuid4()),
        at=now,
        who=who,
        subject=found.subject,
        act=act.code,
        payload=asked.tidied(act, given),
        proceeding=found.id,
        channel=channel,
        cause=cause,
    )


def told(fault: RuleError) -> str:
    """A fault with everything to mend in one sentence."""
    problems = ";".join(p.message for p in fault.problems)
    return f"{fault}:{problems}" if problems else str(fault)


def _check_role(act: Act, who: Who) -> None:
    if who.role not in act.roles:
        able = "、".join(_ROLES.get(role, role) for role in act.roles)
        raise RuleError(f"“{act.word}”要由{able}来做,不能由{_ROLES.get(who.role, who.role)}来做")


def _check_state(procedure: Procedure, act: Act, events: Sequence[Event]) -> None:
    """RuleError unless the act leads on from where the events stand."""
    standing = fold(procedure, events)
    if standing is None:
        if not act.start:
            raise RuleError(f"区县还没有这件“{procedure.title}”的开头,请联系技术人员核对")
        return
    word = procedure.state(standing.state).word
    if act.start:
        raise RuleError(f"这件“{procedure.title}”已经开始了,现在是“{word}”")
    if act.sources and standing.state not in act.sources:
        raise RuleError(f"现在是“{word}”,不能“{act.word}”")
    if act.when and conditions.truth(act.when, _facts(standing.facts)) is not True:
        raise RuleError(f"还不符合“{act.word}”的条件")


def _check_signer(act: Act, events: Sequence[Event], who: Who) -> None:
    """Four eyes: whoever did the earlier act can not do this one."""
    if not act.unlike:
        return
    if not who.person.strip():
        raise RuleError(f"“{act.word}”要由第二个人来做,请写明姓名")
    done = [e for e in events if e.act == act.unlike]
    if done and done[-1].who.person.strip() == who.person.strip():
        raise RuleError(f"“{act.word}”不能由同一个人({who.person})来做,请换一个人")


def _check_answers(pack: Pack, procedure: Procedure, act: Act, payload: Payload, day: date) -> None:
    """RuleError with everything to mend in what an act was given."""
    problems = tuple(p for p in asked.problems(pack, procedure, act, payload, day) if p.blocks)
    if problems:
        raise RuleError(f"“{act.word}”填得不全或不对", problems)
    if lacking := [name for name in act.evidence if not payload.get(name)]:
        labels = {a.id: a.label for a in act.asks}
        raise RuleError(f"“{act.word}”要有{'、'.join(labels.get(n, n) for n in lacking)}")


def _facts(facts: Payload) -> Mapping[str, Value]:
    """Facts as the condition language compares them: lists as tuples."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in facts.items()}
