"""Faults of results: kinds that matters name, what their effect needs, the sentences that tell them."""

from collections.abc import Iterator, Mapping
from typing import Final

from forms import phrases
from forms.pack import Pack
from forms.procedures import Ask
from forms.remarks import Remark
from forms.result_kinds import ResultKind
from forms.schema import Effect, Matter
from forms.spelling import choose

_NEEDED: Final[Mapping[Effect, tuple[str, ...]]] = {
    Effect.ISSUES: ("certificate_number", "assessed", "grade", "issued_on", "expires_on"),
    Effect.PAYS: ("amount", "first_month"),
    Effect.REGISTERS: ("registered_on",),
}
"""Effect → the asks by which the program understands a result."""
_STATES: Final = "recorded_state"
"""The code table of the states of a certificate on record."""


def remarks(pack: Pack) -> Iterator[Remark]:
    """Every fault of the results of a pack; none in a pack of before there were kinds of result."""
    for matter in pack.matters.values():
        for key, said in _matter(pack, matter):
            yield Remark(("matter", matter.id, key), said)
    asks: dict[str, Ask] = {}
    for kind in pack.results.values():
        yield from _kind(kind)
        for ask in kind.asks:
            if asks.setdefault(ask.id, ask) != ask:
                said = f"别的结果里“{ask.id}”写得不一样,同一个代号写成一样,或换一个代号"
                yield Remark(("result", kind.id, "asks", ask.id), said)


def _matter(pack: Pack, matter: Matter) -> Iterator[tuple[str, str]]:
    kind = pack.result_of(matter.id)
    if matter.gives and kind is None:
        yield "gives", f"没有这种结果“{matter.gives}”{choose(matter.gives, pack.results)}"
    issues = kind is not None and kind.effect is Effect.ISSUES
    if issues and matter.number is None:
        yield "gives", "结果是发证的事项要写 number:new(按评定)、same(不变)或 next(加B1、B2)"
    for key, value in (("number", matter.number), ("years", matter.years), ("meanwhile", matter.meanwhile)):
        if value and not issues:
            yield key, f"{key} 只写在结果是发证的事项里,请删去"
    if matter.years < 0:
        yield "years", f"years 是发证后有效几年,从1起;不按年数算的删去,现在是{matter.years}"
    states = [o.code for o in pack.codes[_STATES].options] if _STATES in pack.codes else []
    if matter.meanwhile and matter.meanwhile not in states:
        yield "meanwhile", f"代码表 {_STATES} 里没有“{matter.meanwhile}”{choose(matter.meanwhile, states)}"


def _kind(kind: ResultKind) -> Iterator[Remark]:
    there = [ask.id for ask in kind.asks]
    for name in _NEEDED.get(kind.effect, ()):
        if name not in there:
            yield Remark(("result", kind.id, "effect"), f"“{kind.title}”要问“{name}”,请补上这一项 asks")
    for name in phrases.fields(kind.says):
        if name not in there:
            said = f"“{kind.title}”不问“{name}”{choose(name, there)}"
            yield Remark(("result", kind.id, "says"), said, f"{{{name}}}")
    for ask in kind.asks:
        if ask.most and ask.most < ask.least:
            said = f"最多{ask.most}小于最少{ask.least},填什么都不对,请改 most 或 least"
            yield Remark(("result", kind.id, "asks", ask.id, "most"), said)
    if mark := phrases.stray(kind.says):
        said = f"“{mark}”没有成对:填空写 {{id}},可以省的写 [ … ]"
        yield Remark(("result", kind.id, "says"), said, mark)
