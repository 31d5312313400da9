"""What is wrong in the ``[list]`` and the ``[[sheet]]`` of a procedure: names there are not."""

from collections.abc import Iterable, Iterator
from typing import Final

from forms import listing, unit_sheets
from forms.lines import At
from forms.pack import Pack
from forms.procedures import ROLE_WORDS, TOWN, Listing, Procedure
from forms.rate_kinds import DONE, ActTally, Rate
from forms.remarks import Remark, unknown
from forms.schema import Condition, Kind
from forms.unit_sheets import DUTY, SHEET_UNITS

_AT: Final = "list"
_MOST: Final = 8
"""How many columns of its own, besides window and clerk, a list can be divided by."""
_PEOPLE: Final = ("counter", "clerk")
_CODED: Final = (Kind.CHOICE, Kind.CHOICES, Kind.FLAG)


def remarks(pack: Pack, row: Procedure) -> Iterator[Remark]:
    """Everything wrong in a procedure's ``[list]``."""
    told, known = row.listing, tuple(listing.known(pack, row))
    for key in ("columns", "others", "divides"):
        names: tuple[str, ...] = getattr(told, key)
        yield from unknown(names, known, (_AT, key), "列")
        yield from _twice(names, (_AT, key))
    if told.order:
        yield from unknown([told.order], known, (_AT, "order"), "列")
    elif told.descending:
        yield Remark((_AT, "descending"), "descending 要和 order 一起写:按哪一列排")
    yield from _divides(pack, row)
    for rate in row.rates:
        yield from _rate(rate, row, pack)
    for tally in row.tallies:
        yield from _tally(tally, row)
    yield from unknown(
        [told.promise] if told.promise else [], [c.id for c in row.clocks], (_AT, "promise"), "期限"
    )
    yield from unknown(
        [told.counts] if told.counts else [], [a.code for a in row.acts], (_AT, "counts"), "动作"
    )
    family = (row, *(p for p in pack.procedures.values() if p.parent == row.id))
    states = [s.code for p in family for s in p.states]
    yield from unknown([s.id for s in told.shortcuts], states, (_AT, "shortcuts"), "状态")
    yield from _sheets(row, pack)


def _sheets(row: Procedure, pack: Pack) -> Iterator[Remark]:
    for sheet in row.sheets:
        at: At = ("sheet", sheet.role)
        yield from unknown([sheet.role], [*ROLE_WORDS, *row.roles], (*at, "role"), "角色")
        yield from unknown([sheet.by], [ask.id for ask in row.asks], (*at, "by"), "要填的")
        yield from unknown([sheet.unit], SHEET_UNITS, (*at, "unit"), "单位")
        steps = (act for state in row.states for act in unit_sheets.acts(row, sheet.role, state.code))
        if not any((*steps, *unit_sheets.starts(row, sheet.role))):
            yield Remark((*at, "role"), f"“{sheet.role}”没有可以填表办的动作,请给动作的 roles 写上它")
        codes = next((ask.codes for ask in row.asks if ask.id == sheet.by), "")
        if sheet.unit == DUTY and codes not in {p.table for p in pack.programmes.values()}:
            told = f"unit = duty 的,by 要写选服务的那一项(代码表“某一套_services”),现在是“{sheet.by}”"
            yield Remark((*at, "unit"), told)


def _rate(rate: Rate, row: Procedure, pack: Pack) -> Iterator[Remark]:
    """Faults of a rate: only what a list can be asked for makes one, so that every figure opens its list."""
    states = [s.code for s in row.states]
    part, whole = (_states(c) for c in (rate.part, rate.whole))
    if part and whole and not part & whole:
        yield Remark(("rate", rate.id, "part"), "part 的状态都不在 whole 里")
    there = ("state", "due", DONE, *(c for c in listing.divides(row) if c not in _PEOPLE))
    for key, condition in (("part", rate.part), ("whole", rate.whole)):
        at = ("rate", rate.id, key)
        if len(condition) > 1 or (key == "part" and not condition):
            yield Remark(at, "写一行条件,其中的都要成立")
        for clause in (c for line in condition for c in line):
            yield from unknown([clause.element], there, at, "可以筛选的列")
            if clause.operator not in listing.RATED:
                yield Remark(at, "条件只能写 =、in、any-of", clause.element)
            if clause.element == "state":
                yield from unknown(clause.values, states, at, "状态")
            elif clause.element == DONE:
                yield from unknown(clause.values, [a.code for a in row.acts], at, "动作")
            codes = next((a.codes for a in row.asks if a.id == clause.element), "")
            if codes in pack.codes:
                yield from unknown(clause.values, [o.code for o in pack.codes[codes].options], at, "代码")


def _tally(tally: ActTally, row: Procedure) -> Iterator[Remark]:
    """Faults of acts that are counted: acts there are not, days that none of them asks."""
    at: At = ("tally", tally.id)
    yield from unknown(tally.counts, [a.code for a in row.acts], (*at, "counts"), "动作")
    acts = [a for a in row.acts if a.code in tally.counts]
    dates = [ask.id for act in acts for ask in act.asks if ask.kind is Kind.DATE]
    yield from unknown(tally.days, dates, (*at, "days"), "这些动作问的日期")
    if not tally.counts:
        yield Remark((*at, "counts"), "写 counts:数哪些动作")


def _states(condition: Condition) -> set[str]:
    return {v for line in condition for clause in line if clause.element == "state" for v in clause.values}


def _divides(pack: Pack, row: Procedure) -> Iterator[Remark]:
    """Faults of ``divides``: only columns of codes may divide a list, and only a limited number of them."""
    told: Listing = row.listing
    kinds = {a.id: a.kind for a in listing.asks(row) if a.filled != TOWN}
    for name in told.divides:
        if name in listing.OF_ALL and name not in _PEOPLE:
            said = f"不能按“{listing.OF_ALL[name]}”分组,可用:{'、'.join(_PEOPLE)}、选择题"
            yield Remark((_AT, "divides"), said, f'"{name}"')
            continue
        if row.subject == listing.APPLICATION and name in listing.OF_APPLICATIONS:
            continue
        element = listing.element(pack, row, name)
        kind = element.kind if element else kinds.get(name)
        if kind is not None and kind not in _CODED:
            yield Remark((_AT, "divides"), f"“{name}”是填写的,不能分组;选择题和是非题才能", f'"{name}"')
    if sum(name not in _PEOPLE for name in told.divides) > _MOST:
        yield Remark((_AT, "divides"), f"分组的列除窗口、经办人外最多{_MOST}个,请删去一些")


def _twice(names: Iterable[str], at: At) -> Iterator[Remark]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield Remark(at, f"“{name}”写了两次,请删去一处", f'"{name}"')
        seen.add(name)
