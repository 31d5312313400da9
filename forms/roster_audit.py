"""What is wrong where a procedure asks like another act, begins applications, or lives of a roster."""

from collections.abc import Iterator

from forms.lines import At
from forms.pack import Pack
from forms.particulars import ID_NUMBER, NAME
from forms.procedures import ROSTER_ACTS, SYSTEM, Act, Ask, Procedure
from forms.remarks import Remark, unknown
from forms.schema import Kind
from forms.spelling import choose

_MATTERS = "matters"
"""The code table of matters."""
_COLUMNS = (NAME, ID_NUMBER)
"""What a roster must bring of everybody."""
_FINDINGS = ("likely", "maybe", "findings", "known_from")
"""What the rules tell of everybody."""


def remarks(pack: Pack, row: Procedure) -> Iterator[Remark]:
    """Everything wrong in these keys of a procedure."""
    for act in row.acts:
        yield from _act(act, row)
    if row.roster:
        yield from _roster(pack, row)


def _act(act: Act, of: Procedure) -> Iterator[Remark]:
    at: At = ("act", act.code)
    others = {each.code for each in of.acts if not each.asks_like} - {act.code}
    if act.asks_like and act.asks_like not in others:
        said = f"asks_like 写另一个自己提问的动作的 code,没有“{act.asks_like}”{choose(act.asks_like, others)}"
        yield Remark((*at, "asks_like"), said)
    matters = [ask.id for ask in of.asks if ask.codes == _MATTERS or (ask.kind is Kind.TEXT and not ask.rows)]
    if act.application and act.application not in matters:
        said = (
            f'application 写问到事项(codes = "{_MATTERS}",或写明事项的文字)的那一项,没有“{act.application}”'
        )
        yield Remark((*at, "application"), f"{said}{choose(act.application, matters)}")
    own = [ask.id for ask in act.asks]
    yield from unknown([act.receipt] if act.receipt else [], own, (*at, "receipt"), "要填的")
    yield from unknown([row.id for row in act.at_counter], own, (*at, "at_counter"), "要填的")
    for ask in act.asks:
        if not act.asks_like:
            yield from _spelled(ask, (*at, "asks", ask.id))


def _spelled(ask: Ask, at: At) -> Iterator[Remark]:
    if ask.spelled and ask.kind not in (Kind.FLAG, Kind.CHOICE, Kind.CHOICES):
        yield Remark((*at, "spelled"), "spelled 说的是选项的别的写法,只有单选、多选、是非题可以写")
    for word in ask.spelled:
        if "=" not in word:
            yield Remark((*at, "spelled"), f"“{word}”应写成 写法=代码", word)


def _roster(pack: Pack, row: Procedure) -> Iterator[Remark]:
    at: At = ("procedure", "roster")
    first = next(p.id for p in pack.procedures.values() if p.roster)
    if first != row.id:
        yield Remark(at, f"只能有一种登记由名册来(roster = true),“{first}”已经是了")
    acts = {act.code: act for act in row.acts}
    for code in ROSTER_ACTS:
        if code not in acts or SYSTEM not in acts[code].roles:
            yield Remark(at, f'由名册来的登记要有程序自动做的动作“{code}”(roles = ["system"])')
    asked = {ask.id: ask for ask in row.asks}
    lacking = [c for c in _COLUMNS if c not in asked or not asked[c].headings]
    lacking += [each for each in _FINDINGS if each not in asked]
    if lacking:
        named = "、".join(lacking)
        yield Remark(at, f"由名册来的登记要问到“{named}”;姓名、身份证号要写 headings(表里的列名)")
