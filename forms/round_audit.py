"""What is wrong in the rounds of a procedure: their act, their set, their days."""

import re
from collections.abc import Iterator
from typing import Final

from forms.lines import At
from forms.pack import Pack
from forms.procedures import GIVEN, SYSTEM, Procedure
from forms.remarks import Remark, unknown
from forms.round_kinds import SETS, Every, Round

_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_OF_ROUNDS: Final[dict[Every, tuple[str, ...]]] = {
    Every.MONTH_DAY: ("on",),
    Every.LAST_WORKING_DAY: ("months", "county"),
    Every.WINDOW: ("since", "until"),
    Every.WEEK: ("times",),
}
"""Kind of round → the keys it uses."""
_MONTHS: Final = tuple(str(n) for n in range(1, 13))


def remarks(row: Round, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Every fault of a round: its act, its set, the keys its kind uses."""
    at: At = ("round", row.id)
    starting = [a.code for a in of.acts if a.start]
    yield from unknown([row.act], starting, (*at, "act"), "开始的动作(start = true)")
    yield from _begun(row, of)
    sets = (*SETS, *(p.id for p in pack.procedures.values() if _listed(p, of)))
    yield from unknown([row.each], sets, (*at, "each"), "范围")
    each = pack.procedures.get(row.each)
    states = [s.code for s in each.states] if each else []
    yield from unknown(row.standing, states, (*at, "standing"), "状态")
    for every, keys in _OF_ROUNDS.items():
        for key in keys:
            written = getattr(row, key) not in (1, (), "")
            if every is not row.every and written:
                yield Remark((*at, key), f"“{row.every}”不看 {key},请删去,或改 every 为 {every}")
    match row.every:
        case Every.MONTH_DAY if not 1 <= row.on <= 31:
            yield Remark((*at, "on"), f"on 是每月几日,应在1至31,现在是{row.on}")
        case Every.LAST_WORKING_DAY:
            wrong = next((m for m in row.months if m not in _MONTHS), "")
            if wrong and row.county in pack.values:
                told = f"[values] 的“{row.county}”写月份,如 6 12,现在有“{wrong}”"
                yield Remark((*at, "county"), told)
            elif wrong:
                yield Remark((*at, "months"), f'月份写 "1" 至 "12",现在是“{wrong}”', f'"{wrong}"')
        case Every.WINDOW:
            for key, day in (("since", row.since), ("until", row.until)):
                if not _MONTH_DAY.fullmatch(day):
                    yield Remark((*at, key), f"{key} 应为 03-05 样子的月和日,现在是“{day}”")
        case Every.WEEK if not 1 <= row.times <= 7:
            yield Remark((*at, "times"), f"times 是每周至少几次,应在1至7,现在是{row.times}")


def _begun(row: Round, of: Procedure) -> Iterator[Remark]:
    """A round's first act must be open to the system role and require only what a round knows (``GIVEN``)."""
    act = of.act(row.act)
    if act is None or not act.start:
        return
    if SYSTEM not in act.roles:
        said = f"定期的记录由程序自动开始,“{act.word}”的 roles 要有 {SYSTEM},或写另一个开始的动作"
        yield Remark(("round", row.id, "act"), said)
    for ask in act.asks:
        if ask.required and ask.id not in GIVEN:
            said = f"定期开始时没有人填“{ask.label}”,“{act.word}”里不能必填;自动知道的有 {'、'.join(GIVEN)}"
            yield Remark(("round", row.id, "act"), said)


def _listed(each: Procedure, of: Procedure) -> bool:
    """Whether a round of ``of`` may go through a procedure: another register, or one switched off with it."""
    return each.id != of.id and (each.register or not of.register)
