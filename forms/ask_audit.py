"""What is wrong in one thing an act asks: its kind, codes and rows, what fills it, what it adds up to."""

from collections.abc import Iterator
from typing import Any, Final

from forms.asked import FREE_TEXT, NUMBERS
from forms.lines import At
from forms.pack import Pack
from forms.procedures import FILLED, YES, Ask, Procedure
from forms.remarks import Remark, unknown
from forms.schema import Kind
from forms.spelling import meant

CODED: Final = (Kind.CHOICE, Kind.CHOICES)


def remarks(row: Ask, at: At, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Every fault of one ask: its codes, rows, what fills it, how long it may be."""
    if (row.kind in CODED) != bool(row.codes):
        yield Remark((*at, "codes"), "单选(choice)、多选(choices)要写 codes,其他类型不写")
    elif row.codes and row.codes not in pack.codes:
        yield Remark((*at, "codes"), f"没有代码表“{row.codes}”{meant(row.codes, pack.codes)}")
    if row.rows and row.kind is not Kind.TEXT:
        yield Remark((*at, "kind"), "一行一行填的(rows)每格都是文字,kind 不写或写 text")
    if row.gathers and not row.mapping:
        yield Remark((*at, "gathers"), "一题一答累起来的(gathers)要同时写 mapping = true")
    if row.mapping and (row.kind is not Kind.TEXT or row.rows or row.column):
        yield Remark((*at, "mapping"), "一题一答的(mapping)不写 kind、rows,也不能列在清单里")
    if row.kind is Kind.FILE and row.column:
        yield Remark((*at, "column"), "录像、录音(file)不能列在清单里,请删去 column")
    yield from _filled(row, at)
    yield from _counted(row, at)
    for key, named in (("needs", row.needs), ("dates", row.dates)):
        yield from unknown(named, [c.id for c in row.rows], (*at, key), "列")
    if len({c.id for c in row.rows}) < len(row.rows):
        yield Remark((*at, "rows"), "rows 的列代号写了两次,请换一个")
    if row.max_length < 1:
        yield Remark((*at, "max_length"), f"max_length 至少是1,现在是{row.max_length}")
    if of.fields == NUMBERS and row.kind in FREE_TEXT:
        yield Remark((*at, "kind"), f"保密的流程({NUMBERS})不能填文字,请改为数字、日期或选项,或删去")


def _filled(row: Ask, at: At) -> Iterator[Remark]:
    """Faults of what fills an ask."""
    if row.filled:
        yield from unknown([row.filled], FILLED, (*at, "filled"), "可以自动填的")
    if row.filled == YES and row.kind is not Kind.FLAG:
        yield Remark((*at, "filled"), '自动填“是”(yes)的要是是非题(kind = "flag")')


def _counted(row: Ask, at: At) -> Iterator[Remark]:
    """Faults of a number that adds up, and of the least age."""
    if row.sums and (row.sums not in (1, -1) or row.kind is not Kind.NUMBER):
        yield Remark((*at, "sums"), 'sums 写 1(加)或 -1(减),要是数字(kind = "number")')
    if row.youngest and row.kind is not Kind.ID_NUMBER:
        yield Remark((*at, "youngest"), "只有身份证号(id_number)能写 youngest")


def one_kind(of: Procedure) -> Iterator[Remark]:
    """Faults of asks that share an id but not their kind, codes and rows, or stand twice in one act."""
    kinds: dict[str, tuple[Any, ...]] = {}
    for act in of.acts:
        seen: set[str] = set()
        for place, ask in enumerate(act.asks):
            at: At = ("act", act.code, "asks", place, "id")
            shape = (ask.kind, ask.codes, ask.rows, ask.mapping)
            if ask.id in seen:
                yield Remark(at, f"“{act.word}”问了两次“{ask.id}”,请删去一个")
            elif kinds.setdefault(ask.id, shape) != shape:
                yield Remark(at, f"“{ask.id}”在别的动作里是另一种({kinds[ask.id][0]}),请统一,或换个 id")
            seen.add(ask.id)
