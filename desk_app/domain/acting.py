"""Whether an act may be done, by its procedure; window and county use the same code. All pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from desk_app.domain.events import Event, Payload, Subject, Who
from desk_app.domain.proceedings import Proceeding, Standing, fold, overdrawn, walk
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import asked, characters, conditions
from forms.facts import of_lists
from forms.pack import Pack
from forms.procedures import NOT_BEGUN, ROLE_WORDS, Act, Ask, Procedure
from forms.schema import Kind
from forms.sentences import plain_date


def check(law: Settling, found: Proceeding, events: Sequence[Event], event: Event, today: date) -> None:
    """RuleError unless ``event`` may follow these ``events`` of a proceeding at the county.

    Looked at are the act, its travelling, subject, role, state, signer and answers, as of ``today`` at most.
    """
    procedure, pack = law.procedure(found.pack_digest, found.procedure), law.pack(found.pack_digest)
    act = procedure.act(event.act)
    if act is None:
        raise RuleError(f"“{procedure.title}”没有“{event.act}”这个动作,请升级程序或业务定义")
    if not (procedure.travels and act.travels):
        raise RuleError(f"“{procedure.title}”的“{act.word}”只在窗口登记,不上报区县")
    if event.subject != found.subject:
        raise RuleError(f"这件事说的不是“{procedure.title}”那一件,请联系技术人员")
    _check_role(act, event.who)
    standing = fold(procedure, events)
    _check_state(procedure, act, standing)
    _check_day(act, standing, event.at.date())
    _check_signer(procedure, act, events, event.who)
    before = standing.facts if standing else {}
    _check_answers(pack, procedure, act, event.payload, min(event.at.date(), today), before)
    check_sums(act, event.payload, before)


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
    """The event of an act on an existing record; RuleError with every problem when it is not allowed now.

    ``events`` may be left out where the act does not look back on them (``looks_back``): where they led is
    what the record says.
    """
    procedure, pack = law.procedure(found.pack_digest, found.procedure), law.pack(found.pack_digest)
    act = procedure.act(act_code)
    if act is None or act.start:
        offered = "、".join(a.code for a in procedure.acts if who.role in a.roles and not a.start)
        raise RuleError(f"“{procedure.title}”没有“{act_code}”这个动作,可用:{offered or '无'}")
    _check_role(act, who)
    standing = fold(procedure, events) if events or looks_back(act) else _standing(found)
    _check_state(procedure, act, standing)
    _check_day(act, standing, now.date())
    _check_signer(procedure, act, events, who)
    about = procedure.about(act, standing.state) if standing else {}
    before = standing.facts if standing else {}
    told = _told(pack, procedure, act, {**values, **about}, now.date(), before)
    check_sums(act, told, before)
    return Event(str(uuid4()), now, who, found.subject, act.code, told, found.id, channel, cause)


def begun(
    law: Settling,
    procedure: str,
    act_code: str,
    values: Mapping[str, Any],
    who: Who,
    now: datetime,
    about: Subject,
    proceeding: str,
    *,
    event_id: str = "",
    channel: str = "window",
    pack: str = "",
) -> Event:
    """The event that begins a record under the pack of this digest, or the one in force.

    RuleError with every problem otherwise.
    """
    under = law.pack(pack) if pack else law.packs.current
    kind = law.procedure(under.digest, procedure)
    act = kind.act(act_code)
    if act is None or not act.start:
        raise RuleError(f"“{kind.title}”不能由“{act_code}”开始")
    _check_role(act, who)
    told = _told(under, kind, act, values, now.date(), {})
    return Event(event_id or str(uuid4()), now, who, about, act_code, told, proceeding, channel)


def looks_back(act: Act) -> bool:
    """Whether who did what before decides of an act; else the record's state and facts are enough."""
    return bool(act.unlike or act.every)


def _standing(found: Proceeding) -> Standing | None:
    """Where the events of a record led, as its row has it."""
    if found.state == NOT_BEGUN:
        return None
    return Standing(found.state, found.facts, found.began_at, found.since)


def check_place(procedure: Procedure, act: Act, state: str, facts: Payload) -> None:
    """RuleError unless the act may be done in this state and its condition holds for these facts."""
    word = procedure.state(state).word
    if act.sources and state not in act.sources:
        raise RuleError(f"现在是“{word}”,不能“{act.word}”")
    if not holds(act, facts):
        raise RuleError(act.otherwise or f"还不符合“{act.word}”的条件")


def check_over(law: Settling, act: Act, below: Iterable[Proceeding]) -> None:
    """RuleError, with what is still open, where an act wants all records ``below`` its own over (都到位)."""
    left = list[str]()
    for each in below if act.all_over else ():
        procedure, pack = law.procedure(each.pack_digest, each.procedure), law.pack(each.pack_digest)
        if procedure.state(each.state).open:
            said = asked.worded(pack, procedure, each.facts)
            left += [str(said[ask.id]) for ask in named_by(procedure) if ask.id in said]
    if left:
        raise RuleError(f"{'、'.join(left)}{act.all_over}")


def named_by(procedure: Procedure) -> Iterator[Ask]:
    """What tells which of the items a record below is: the choice its beginning asks."""
    return (ask for first in procedure.acts if first.start for ask in first.asks if ask.kind is Kind.CHOICE)


def check_sums(act: Act, given: Payload, facts: Payload) -> None:
    """RuleError when the act takes more away than there is."""
    if ask := overdrawn(act, given, facts):
        there, wanted = facts.get(ask.id) or "0", given.get(ask.id)
        raise RuleError(f"{ask.label}现在是{there},不够“{act.word}”{wanted}")


def holds(act: Act, facts: Payload) -> bool:
    """Whether the condition of an act is true for these facts; unknown facts count as false."""
    return not act.when or conditions.truth(act.when, of_lists(facts)) is True


def in_time(act: Act, began: date, day: date) -> bool:
    """Whether an act may be done on this day to a proceeding that began on that one."""
    return not act.same_day or began == day


def told(fault: RuleError) -> str:
    """The sentence of a RuleError, followed by those of its problems."""
    problems = ";".join(p.message for p in fault.problems)
    return f"{fault}:{problems}" if problems else str(fault)


def _check_role(act: Act, who: Who) -> None:
    if who.role not in act.roles:
        able = "、".join(ROLE_WORDS.get(role, role) for role in act.roles)
        raise RuleError(f"“{act.word}”要由{able}来做,不能由{ROLE_WORDS.get(who.role, who.role)}来做")


def _check_state(procedure: Procedure, act: Act, standing: Standing | None) -> None:
    """RuleError unless the act is possible where the events led; None: nowhere, it did not begin."""
    if standing is None:
        if not act.start:
            raise RuleError(f"这件“{procedure.title}”没有开始,或者没有被收下,不能再办")
        return
    if act.start:
        word = procedure.state(standing.state).word
        raise RuleError(f"这件“{procedure.title}”已经开始了,现在是“{word}”")
    check_place(procedure, act, standing.state, standing.facts)


def _check_day(act: Act, standing: Standing | None, day: date) -> None:
    """RuleError when the one day on which the act may be done is over; it says what is done instead."""
    if standing is not None and not in_time(act, standing.began_at.date(), day):
        began = plain_date(standing.began_at.date().isoformat())
        instead = f"。{act.late}" if act.late else ""
        raise RuleError(f"“{act.word}”只能在受理当天({began})做{instead}")


def _check_signer(procedure: Procedure, act: Act, events: Sequence[Event], who: Who) -> None:
    """Four eyes: whoever did the earlier act can not do this one, and no role signs twice."""
    if signed(procedure, act, events, who):
        raise RuleError(f"“{act.word}”您这一方已经办过,等另一方来办")
    if act.every and _plain(who.person) in _signers(procedure, act, events):
        raise RuleError(f"“{act.word}”要由不同的人来做,{who.person}已经办过另一方的,请换一个人")
    if not act.unlike:
        return
    if not who.person.strip():
        raise RuleError(f"“{act.word}”要由第二个人来做,请写明姓名")
    if same := same_person(procedure, act, first_person(act, events), who.person):
        raise RuleError(same)


def first_person(act: Act, events: Sequence[Event]) -> str:
    """Who did the act that ``act`` must be done by another person than; empty when nobody did."""
    done = [e for e in events if act.unlike and e.act == act.unlike and not e.void]
    return done[-1].who.person if done else ""


def same_person(procedure: Procedure, act: Act, first: str, second: str) -> str:
    """A sentence when the second of four eyes is the first one; empty when they are two people."""
    if not first or _plain(first) != _plain(second):
        return ""
    before = procedure.act(act.unlike)
    earlier = before.word if before else act.unlike
    return f"“{earlier}”和“{act.word}”不能是同一个人({second}),请换一个人来做"


def signed(procedure: Procedure, act: Act, events: Sequence[Event], who: Who) -> bool:
    """Whether this role has signed the act already since the record entered its state (double sign-off)."""
    return bool(act.every) and who.role in signatures(procedure, act, events)


def signatures(procedure: Procedure, act: Act, events: Sequence[Event]) -> dict[str, str]:
    """By role, who has done an act since the record entered its state, or an act led there anew (double
    sign-off)."""
    found: dict[str, str] = {}
    state = ""
    for event, standing in walk(procedure, events):
        done = procedure.act(event.act)
        if standing.state != state or (done and done.target == state):
            state, found = standing.state, {}
        elif event.act == act.code:
            found[event.who.role] = event.who.person
    return found


def _signers(procedure: Procedure, act: Act, events: Sequence[Event]) -> set[str]:
    """Who has signed the act since the record entered its state; one person in two roles is one."""
    persons = signatures(procedure, act, events).values()
    return {_plain(person) for person in persons if person.strip()}


def _plain(name: str) -> str:
    """A name without spaces."""
    return "".join(name.split())


def _told(
    pack: Pack, procedure: Procedure, act: Act, values: Mapping[str, Any], today: date, before: Payload
) -> dict[str, Any]:
    """What an act was given, as it is stored; RuleError with every problem in it."""
    given = {k: v for k, v in values.items() if v not in ("", (), [], None)}
    given |= asked.filled(pack, act, given, today)
    stored = _check_answers(pack, procedure, act, given, today, before)
    for ask, text in asked.typed(act, stored):
        if barred := characters.barred_in(text):
            raise RuleError(f"“{act.word}”里有印不出来的字:“{ask.label}”一栏{barred}")
    return stored


def _check_answers(
    pack: Pack, procedure: Procedure, act: Act, payload: Payload, day: date, before: Payload
) -> dict[str, Any]:
    """What an act was given, as it is stored; RuleError with everything to mend in it.

    ``before`` is what the record knew.
    """
    stored, found = asked.checked(pack, procedure, act, payload, day, before)
    problems = tuple(p for p in found if p.blocks)
    if problems:
        raise RuleError(f"“{act.word}”填得不全或不对", problems)
    if lacking := act.lacks(payload):
        instead = next((f",或勾“{a.label}”" for a in act.asks if a.id == act.instead), "")
        raise RuleError(f"“{act.word}”要有{'、'.join(a.label for a in lacking)}{instead}")
    return stored
