"""What is wrong where an act brings records below its own: their procedure, its beginning, what they know."""

from collections.abc import Iterator

from forms.lines import At
from forms.pack import Pack
from forms.procedures import SYSTEM, UNITS, Act, Procedure
from forms.remarks import Remark
from forms.schema import Kind
from forms.spelling import choose


def remarks(row: Act, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Every fault of the items an act brings; nothing for one that brings none."""
    at: At = ("act", row.code)
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
