"""What is wrong where an act is about records beside its own: register, number, act, what is taken."""

from collections.abc import Iterator

from forms.lines import At
from forms.pack import Pack
from forms.procedures import LINKED, SYSTEM, Act, Procedure
from forms.record_kinds import Link
from forms.remarks import Remark, unknown
from forms.spelling import choose

_ALWAYS = ("state", "number")
"""What every record tells beside what its acts ask."""


def remarks(row: Act, of: Procedure, pack: Pack) -> Iterator[Remark]:
    """Every fault of the links of an act, and asks filled from a link that there is not."""
    for place, link in enumerate(row.links):
        yield from _link(link, row, of, pack, ("act", row.code, "links", place))
    taken = {here for link in row.links for here, _ in link.takes}
    for ask in (a for a in row.asks if a.filled == LINKED and a.id not in taken):
        said = f"“{ask.label}”从别的登记带来(linked),要在 [[act.links]] 的 takes 里写它"
        yield Remark(("act", row.code, "asks", ask.id, "filled"), said)


def _link(link: Link, row: Act, of: Procedure, pack: Pack, at: At) -> Iterator[Remark]:
    other = pack.procedures.get(link.register)
    if other is None:
        there = [p.id for p in pack.procedures.values() if p.register]
        yield Remark((*at, "register"), f"没有登记“{link.register}”{choose(link.register, there)}")
        return
    name, _, column = link.by.partition(".")
    known = {a.id: a for a in of.asks}
    if link.by and name not in known:
        yield Remark((*at, "by"), f"没有一个动作问“{name}”{choose(name, known)}")
    elif column:
        yield from unknown([column], [c.id for c in known[name].rows], (*at, "by"), "列")
    theirs = (*_ALWAYS, *(a.id for a in other.asks))
    yield from unknown([h for h, _ in link.takes], [a.id for a in row.asks], (*at, "takes"), "这一步问的")
    yield from unknown([t for _, t in link.takes], theirs, (*at, "takes"), f"“{other.title}”问的")
    yield from _act(link, other, [*known, "number"], at)


def _act(link: Link, other: Procedure, known: list[str], at: At) -> Iterator[Remark]:
    if not link.act:
        return
    act = other.act(link.act)
    if act is None or act.start:
        there = [a.code for a in other.acts if not a.start]
        yield Remark((*at, "act"), f"“{other.title}”没有动作“{link.act}”{choose(link.act, there)}")
        return
    if SYSTEM not in act.roles:
        yield Remark((*at, "act"), f"“{act.word}”由程序自动做,它的 roles 要有 {SYSTEM}")
    asks = [a.id for a in act.asks]
    yield from unknown([there for there, _ in link.gives], asks, (*at, "gives"), f"“{act.word}”问的")
    yield from unknown([here for _, here in link.gives], known, (*at, "gives"), "这里问的")
    given = {*known, *(there for there, _ in link.gives)}
    for ask in (a for a in act.asks if a.required and not a.filled and a.id not in given):
        yield Remark((*at, "act"), f"“{act.word}”必填“{ask.label}”,这里没有问,办不了")
