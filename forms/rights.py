"""What no pack may lack: a way to take back or correct an application, to send its results, to end a visit.

A pack that was kept by an earlier release, or a county's own procedure of before, has no such acts. It gets
the shipped ones, with their states, clocks, codes and paper; what it says itself stays. Window and county
read a pack by this code, so both know the same acts. Where such a pack calls 不予受理 what a department
refuses after acceptance, it gets the shipped words and the paper of that decision, 不予批准决定书. A kept
procedure of home visits gets the acts by which whoever died or moved away is visited no more (去世、迁走).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from forms import procedure_rows
from forms.procedures import Act, Procedure, State
from forms.rows import Reader, read
from forms.schema import CodeTable, Document, Moment, Seal
from forms.sources import CODES, DEFINITIONS, PROCEDURES, VISITS

MATTER: Final = "matter"
"""The procedure whose proceedings are what was asked for."""
APPLICATION: Final = "application"
AMEND: Final = "amend"
"""The procedure and its act by which wrong answers are corrected (更正)."""
RETAKE: Final = "retake"
"""Its act by which a page that was damaged is taken again (重拍)."""
POST: Final = "post"
SENT: Final = "sent"
"""The act by which a result goes out, and the state it leads to."""
_SENDING: Final = (POST, "send_out", "repost", "come_back")
"""The acts of results that go out."""
KEEP: Final = "keep_result"
"""The act by which a result that can not be delivered any more leaves the lists."""
_ENDING: Final = (
    *(KEEP, "deliver_again", "keep_decision", "decision_again"),
    *("post_decision", "carry_decision", "decision_back", "post_notice", "carry_notice"),
)
"""The acts by which deliveries end for good, and those of decisions that go out."""
_ENDED: Final = ("kept", "decision_sent", "decision_kept")
"""The states they lead to."""
_PROMISED: Final = (
    *("redate_check", "withdraw_promise", "promise_fact"),
    *("check_fact", "recheck_fact", "settle_untrue"),
)
"""The acts of what was promised in place of a proof (告知承诺)."""
_FOUND: Final = "fact_check"
"""Their table of what was found; before a promise could be taken back it lacked that code."""
_LEFT: Final = ("gone", "drop")
"""The acts by which a visit ends because somebody died or moved away, and its open items with it."""
_SENT_TOO: Final = ("hand_over", "stop")
"""Acts that are possible once a result went out, as they were before."""
_NOT_ACCEPTED: Final = "不予受理"
"""What packs of before call a refusal after acceptance."""
_CLAUSE: Final = "clause"
"""What a refusal asks since: by which provision."""
_REFUSED: Final = ("refused", "notified", "refuse", "notify")
"""Codes of the states and acts that they call so."""


def procedures(own: Mapping[str, Procedure]) -> dict[str, Procedure]:
    """The procedures of a pack; its matters get 撤回 and 邮寄, 送达, its applications 更正 and 重拍."""
    found = dict(own)
    mine = found.get(MATTER)
    if mine is not None and (any(map(_old_words, mine.states)) or any(map(_old_words, mine.acts))):
        mine = found[MATTER] = _renamed(mine, _shipped(MATTER))
    if mine is not None and not any(act.takes_back for act in mine.acts):
        found[MATTER] = _with_acts(mine, _shipped(MATTER))
    if mine is not None and mine.act(POST) is None:
        found[MATTER] = _with_sending(found[MATTER], _shipped(MATTER))
    if mine is not None and mine.act(KEEP) is None:
        found[MATTER] = _with_endings(found[MATTER], _shipped(MATTER))
    if mine is not None and any(mine.act(code) is None for code in _PROMISED):
        found[MATTER] = _with_promises(found[MATTER], _shipped(MATTER))
    taken = found.get(APPLICATION)
    if taken is not None and any(taken.act(code) is None for code in (AMEND, RETAKE)):
        found[APPLICATION] = _with_corrections(taken)
    return _with_leaving(found)


def _with_leaving(own: Mapping[str, Procedure]) -> dict[str, Procedure]:
    """The procedures with the shipped acts of 去世、迁走, in those of their namesakes that lack them."""
    ways, shipped = dict(own), _shipped_visits()
    for name in own.keys() & shipped.keys():
        ways[name] = _ending(own[name], shipped[name])
    for mine in ways.values():  # items are led on only where they have the act for it
        below = {act.code for p in ways.values() if p.parent == mine.id for act in p.acts}
        if ways[mine.id] is not own[mine.id]:
            acts = (replace(a, moves=tuple(m for m in a.moves if m.act in below)) for a in mine.acts)
            ways[mine.id] = replace(mine, acts=tuple(acts))
    return ways


def _ending(mine: Procedure, shipped: Procedure) -> Procedure:
    """A procedure with the shipped acts of 去世、迁走 it lacks, from its own states, and their state."""
    states = {state.code for state in mine.states}
    lacking = [act for act in shipped.acts if act.code in _LEFT and mine.act(act.code) is None]
    acts = [replace(act, sources=tuple(s for s in act.sources if s in states)) for act in lacking]
    acts = [act for act in acts if act.sources]
    wanted = {act.target for act in acts} - states
    more = [state for state in shipped.states if state.code in wanted]
    return replace(mine, states=(*mine.states, *more), acts=(*mine.acts, *acts)) if acts else mine


def _old_words(row: State | Act) -> bool:
    return row.code in _REFUSED and _NOT_ACCEPTED in row.word


def _renamed(mine: Procedure, shipped: Procedure) -> Procedure:
    """A procedure of matters whose refusals after acceptance have the shipped words."""
    states = {state.code: state for state in shipped.states}
    acts = {act.code: act for act in shipped.acts}
    return replace(
        mine,
        states=tuple(_worded_state(s, states[s.code]) if _old_words(s) else s for s in mine.states),
        acts=tuple(_worded_act(a, acts[a.code]) if _old_words(a) else a for a in mine.acts),
    )


def _worded_state(mine: State, shipped: State) -> State:
    todo = shipped.todo if mine.todo else ""
    after = shipped.todo_after if mine.todo_after else ""
    return replace(mine, word=shipped.word, told=shipped.told, todo=todo, todo_after=after)


def _worded_act(mine: Act, shipped: Act) -> Act:
    line = shipped.line if _NOT_ACCEPTED in mine.line else mine.line
    asked = {ask.id for ask in mine.asks}
    more = [ask for ask in shipped.asks if ask.id == _CLAUSE and ask.id not in asked]
    return replace(mine, word=shipped.word, line=line, source=shipped.source, asks=(*mine.asks, *more))


def _with_corrections(taken: Procedure) -> Procedure:
    """A procedure of applications with the shipped 更正 and 重拍, as far as it has the states for them."""
    states, wanted = {state.code for state in taken.states}, {AMEND, RETAKE} - {a.code for a in taken.acts}
    acts = [act for act in _shipped(APPLICATION).acts if act.code in wanted and states >= set(act.sources)]
    return replace(taken, acts=(*taken.acts, *acts))


def _with_sending(mine: Procedure, shipped: Procedure) -> Procedure:
    """A procedure of matters with the shipped acts of posting and bringing, where a result is handed over."""
    if mine.act("hand_over") is None or "concluded" not in {s.code for s in mine.states}:
        return mine
    acts = [_from_sent(act, shipped) if act.code in _SENT_TOO else act for act in mine.acts]
    more = [state for state in shipped.states if state.code == SENT and state not in mine.states]
    known = {SENT, *(state.code for state in mine.states)}
    lent = [
        replace(act, sources=tuple(s for s in act.sources if s in known))
        for act in shipped.acts
        if act.code in _SENDING
    ]
    own = {*_SENDING, *(act.code for act in acts)}
    clocks = [
        replace(
            clock,
            starts=tuple(a for a in clock.starts if a in own),
            ends=tuple(a for a in clock.ends if a in own),
        )
        for clock in shipped.clocks
        if POST in clock.starts
    ]
    return replace(mine, states=(*mine.states, *more), acts=(*acts, *lent), clocks=(*mine.clocks, *clocks))


def _with_endings(mine: Procedure, shipped: Procedure) -> Procedure:
    """A procedure of matters with the shipped acts of 不再送达 and of decisions that go out."""
    if {"concluded", SENT, "refused", "notified"} - {s.code for s in mine.states}:
        return mine
    more = [state for state in shipped.states if state.code in _ENDED]
    known = {*_ENDED, *(s.code for s in mine.states)}
    lent = [
        replace(act, sources=tuple(s for s in act.sources if s in known))
        for act in shipped.acts
        if act.code in _ENDING and known & set(act.sources)
    ]
    clocks = {clock.id: clock for clock in shipped.clocks if POST in clock.starts}
    return replace(
        mine,
        states=(*mine.states, *more),
        acts=(*(_reaching(act, shipped) for act in mine.acts), *lent),
        clocks=tuple(clocks.get(clock.id, clock) if POST in clock.starts else clock for clock in mine.clocks),
    )


def _reaching(act: Act, shipped: Procedure) -> Act:
    """An act that may be done in the states of ended deliveries too, where the shipped one may."""
    like, asked = shipped.act(act.code), {ask.id for ask in act.asks}
    if like is None or not act.sources:
        return act
    new = set(like.sources) if act.code == "repost" else set(_ENDED) & set(like.sources)
    more = tuple(s for s in like.sources if s in new and s not in act.sources)
    asks = tuple(ask for ask in like.asks if ask.id not in asked) if more else ()
    return replace(act, sources=(*act.sources, *more), asks=(*act.asks, *asks))


def _with_promises(mine: Procedure, shipped: Procedure) -> Procedure:
    """A procedure of matters with the shipped acts and clocks of 告知承诺, in the states it has of theirs."""
    states, own = {s.code for s in mine.states}, {a.code for a in mine.acts}
    if not {"taken", "concluded"} <= states:
        return mine
    acts = [a for a in shipped.acts if a.code in _PROMISED and a.code not in own]
    lent = [replace(a, sources=tuple(s for s in a.sources if s in states)) for a in acts]
    clocks = [
        replace(c, ends=tuple(e for e in c.ends if e in own or e in _PROMISED))
        for c in shipped.clocks
        if set(c.starts) & set(_PROMISED) and c.id not in {clock.id for clock in mine.clocks}
    ]
    return replace(mine, acts=(*lent, *mine.acts), clocks=(*mine.clocks, *clocks))


def _from_sent(act: Act, shipped: Procedure) -> Act:
    """An act that may be done once a result went out too, with what the shipped one asks besides."""
    like, asked = shipped.act(act.code), {ask.id for ask in act.asks}
    more = [ask for ask in like.asks if ask.id not in asked] if like else []
    return replace(act, sources=(*act.sources, SENT), asks=(*act.asks, *more))


def codes(own: Mapping[str, CodeTable], ways: Mapping[str, Procedure]) -> dict[str, CodeTable]:
    """The code tables of a pack, with those that only the lent acts name."""
    mine = ways.get(MATTER)
    lent = {*_SENDING, *_ENDING, *_PROMISED}
    acts = [act for act in mine.acts if act.takes_back or act.code in lent] if mine else []
    acts += [act for way in ways.values() for act in way.acts if act.code in _LEFT]
    lacking = {ask.codes for act in acts for ask in act.asks if ask.codes} - own.keys()
    more = {name: table for name, table in _shipped_codes().items() if name in lacking}
    if mine and mine.act("withdraw_promise") and (checked := own.get(_FOUND)):
        more[_FOUND] = _filled(checked, _shipped_codes()[_FOUND])
    return {**own, **more}


def _filled(mine: CodeTable, shipped: CodeTable) -> CodeTable:
    """A table with the shipped codes it lacks at its end; its own words stay."""
    known = {option.code for option in mine.options}
    return replace(mine, options=(*mine.options, *(o for o in shipped.options if o.code not in known)))


def documents(own: Sequence[Document]) -> tuple[Document, ...]:
    """The papers of a pack, with the one that is signed to take an application back.

    不予受理通知书 is handed out before acceptance alone; a refusal after it has a paper of its own.
    """
    there = any(document.moment is Moment.OPEN for document in own)
    mine = [replace(d, moment=Moment.COUNTER) if d.sealed is Seal.NOT_ACCEPTED else d for d in own]
    decided = () if any(d.moment is Moment.REFUSED for d in mine) else _shipped_papers(Moment.REFUSED)
    return (*mine, *decided, *(() if there else _shipped_papers(Moment.OPEN)))


def _with_acts(mine: Procedure, shipped: Procedure) -> Procedure:
    """A procedure with the shipped acts from those of their states it has, and the state they lead to."""
    states = {state.code for state in mine.states}
    acts = [
        replace(act, sources=tuple(s for s in act.sources if s in states))
        for act in shipped.acts
        if act.takes_back and states & set(act.sources)
    ]
    wanted = {act.target for act in acts} - states
    more = [state for state in shipped.states if state.code in wanted]
    return replace(mine, states=(*mine.states, *more), acts=(*mine.acts, *acts))


@cache
def _shipped(name: str) -> Procedure:
    place = f"{PROCEDURES}/{name}.toml"
    return procedure_rows.read([read(DEFINITIONS / place, [], place)], {})[name]


@cache
def _shipped_visits() -> Mapping[str, Procedure]:
    files = [read(path, [], f"{VISITS}/{path.name}") for path in sorted((DEFINITIONS / VISITS).glob("*/*"))]
    return procedure_rows.read([file for file in files if "procedure" in file.data], {})


@cache
def _shipped_codes() -> Mapping[str, CodeTable]:
    places = (*sorted(CODES.glob("*.toml")), *sorted((DEFINITIONS / VISITS).glob("*/pack.toml")))
    files = [read(path, []) for path in places]
    return {t.id: t for file in files for t in Reader(file, {}).rows(CodeTable, "table")}


@cache
def _shipped_papers(moment: Moment) -> tuple[Document, ...]:
    rows = Reader(read(DEFINITIONS / "documents.toml", []), {}).rows(Document, "document")
    return tuple(row for row in rows if row.moment is moment)
