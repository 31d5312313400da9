"""What is wrong in a clock that counts how often, from a given day, or from a day of the month."""

from collections.abc import Iterator

from forms.clock_kinds import Clock, Cycle
from forms.lines import At
from forms.procedures import Procedure
from forms.remarks import Remark
from forms.schema import Kind
from forms.spelling import choose


def remarks(row: Clock, of: Procedure, at: At) -> Iterator[Remark]:
    """Names that no act or question has, and keys without those they belong to."""
    yield from _names(row, of, at)
    if row.times < 0 or row.times > 31:
        yield Remark((*at, "times"), f"times 是每期几次,应在1至31,现在是{row.times}")
    if row.times and not row.counted:
        yield Remark((*at, "times"), "写了每期几次(times),要写 counted:数哪个动作")
    if not row.times and (row.amount or row.limit or row.last_day):
        spare: dict[str, object] = {"counted": row.counted, "counted_on": row.counted_on}
        spare |= {"enough": row.enough, "period": row.period is not Cycle.MONTH}
        for key in (key for key, written in spare.items() if written):
            yield Remark((*at, key), f"{key} 和 times(每期几次)一起用,请加上 times,或删去")
    if bool(row.else_after) != bool(row.else_on) or not 0 <= row.else_on <= 31:
        said = "没有报的从每月几日起算:else_after(哪些动作以后)和 else_on(1至31日)要一起写"
        yield Remark((*at, "else_on"), said)


def _names(row: Clock, of: Procedure, at: At) -> Iterator[Remark]:
    acts = [a.code for a in of.acts]
    for key, named in (("counted", (row.counted,)), ("else_after", row.else_after)):
        for name in (n for n in named if n and n not in acts):
            yield Remark((*at, key), f"没有动作“{name}”{choose(name, acts)}", f'"{name}"')
    for key, name, those in (
        ("from_day", row.from_day, row.starts),
        ("counted_on", row.counted_on, (row.counted,)),
    ):
        asked = [a.id for act in of.acts if act.code in those for a in act.asks if a.kind is Kind.DATE]
        if name and name not in asked and set(those) <= set(acts):
            yield Remark((*at, key), f"“{name}”不是那个动作问的日期{choose(name, asked)}", f'"{name}"')
