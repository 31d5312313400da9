"""What is wrong where an act brings or leads on records below its own: procedure, acts, what they know."""

from collections.abc import Iterator

from forms.lines import At
from forms.pack import Pack
from forms.procedures import SYSTEM, UNITS, Act, Procedure
from forms.record_kinds import ItemMove
from forms.remarks import Remark, unknown
from forms.schema import Kind
from forms.spelling import choose


def remarks(row: Act, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Every fault of the items an act brings; nothing for one that brings none."""
    at: At = ("act", row.code)
    for place, move in enumerate(row.moves):
        yield from _move(move, of, pack, (*at, "moves", place))
    fed = [p.id for p in pack.procedures.values() if any(a.start and a.at_counter for a in p.acts)]
    if row.feeds and row.feeds not in fed:
        said = f"feeds 写一种登记,它开始的动作在受理台可以办(at_counter),没有“{row.feeds}”"
        yield Remark((*at, "feeds"), f"{said}{choose(row.feeds, fed)}")
    if bool(row.brings) != bool(row.each):
        yield Remark((*at, "brings"), "brings(哪个流程)和 each(填问到的哪个多选题,选一个开一件)要一起写")
    if not row.brings or not row.each:
        return
    if row.start:
        yield Remark((*at, "brings"), "开始的动作(start = true)不能带下一级的记录,请写在后面的动作里")
    yield from _items(row, of, pack)


def _items(row: Act, of: Procedure, pack: Pack) -> Iterator[Remark]:
    at: At = ("act", row.code)
    each = next((a for a in row.asks if a.id == row.each), None)
    if each is None or each.kind is not Kind.CHOICES:
        many = [a.id for a in row.asks if a.kind is Kind.CHOICES]
        yield Remark((*at, "each"), f"这一步没有问多选题“{row.each}”{choose(row.each, many)}")
        return
    below = pack.procedures.get(row.brings)
    if below is None or below.parent != of.id:
        mine = [p.id for p in pack.procedures.values() if p.parent == of.id]
        said = f"没有上级(parent)是“{of.id}”的流程“{row.brings}”{choose(row.brings, mine)}"
        yield Remark((*at, "brings"), said)
        return
    first = next((a for a in below.acts if a.start), None)
    if first is None or SYSTEM not in first.roles:
        yield Remark((*at, "brings"), f"“{below.title}”要有一个由程序(system)开始的动作")
        return
    known = {a.id for a in of.asks}
    for ask in first.asks:
        if ask.required and not ask.filled and ask.codes != each.codes and ask.id not in known:
            said = f"“{below.title}”开始时必填“{ask.label}”,上一级没有问,开不了"
            yield Remark((*at, "brings"), said)
    lacking = any(a.filled == UNITS for a in first.asks) and not pack.codes[each.codes].units
    if lacking:
        yield Remark((*at, "each"), f"代码表“{each.codes}”没有写责任单位(units)")


def _move(move: ItemMove, of: Procedure, pack: Pack, at: At) -> Iterator[Remark]:
    """Faults of what follows for records below: an act of theirs that the program may do, codes they have."""
    below = [p for p in pack.procedures.values() if p.parent == of.id]
    acts = {act.code: (law, act) for law in below for act in law.acts if not act.start}
    if move.act not in acts:
        yield Remark((*at, "act"), f"下一级没有动作“{move.act}”{choose(move.act, acts)}", f'"{move.act}"')
        return
    law, act = acts[move.act]
    if SYSTEM not in act.roles:
        yield Remark((*at, "act"), f"“{act.word}”由程序自动做,它的 roles 要有 {SYSTEM}", f'"{move.act}"')
    tables = [a.codes for first in law.acts if first.start for a in first.asks if a.kind is Kind.CHOICE]
    codes = [o.code for table in tables if table in pack.codes for o in pack.codes[table].options]
    yield from unknown(move.items, codes, (*at, "items"), "代码")
    yield from unknown(move.sources, act.sources or [s.code for s in law.states], (*at, "from"), "状态")
    known = {a.id for a in of.asks}
    for ask in (a for a in act.asks if a.required and a.id not in known):
        yield Remark((*at, "act"), f"“{act.word}”必填“{ask.label}”,上一级没有问,办不了", f'"{move.act}"')
