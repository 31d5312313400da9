"""What is wrong in the programmes of a pack: what neither a source says nor a proposal is marked as."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from forms.clock_kinds import Clock
from forms.lines import At
from forms.pack import Pack
from forms.procedures import Procedure
from forms.programmes import Programme
from forms.remarks import Remark, unknown
from forms.round_kinds import Round
from forms.schema import Kind
from forms.sources import VISITS
from forms.spelling import choose


def remarks(pack: Pack) -> Iterator[Remark]:
    """Every fault, in the file of the programme or of the procedure it stands in."""
    for programme in pack.programmes.values():
        place = f"{VISITS}/{programme.id}/pack.toml"
        yield from (replace(r, file=place) for r in _programme(programme, pack))
    for procedure in (p for p in pack.procedures.values() if p.programme):
        place = f"{VISITS}/{procedure.programme}/{procedure.id}.toml"
        yield from (replace(r, file=place) for r in _founded(procedure))


def _programme(row: Programme, pack: Pack) -> Iterator[Remark]:
    if not any(p.programme == row.id for p in pack.procedures.values()):
        yield Remark(("programme",), "这一套没有流程,请在同一个文件夹里加一个有 [procedure] 的文件")
    yield from _readings(row)
    yield from _board(row, pack)
    yield from _samples(row, pack)
    services = [s.id for s in row.services]
    for measure in row.measures:
        at: At = ("measure", measure.id)
        if measure.least < 1:
            yield Remark((*at, "least"), f"least 至少是1,现在是{measure.least}")
        if measure.service and measure.service not in services:
            said = f"没有服务“{measure.service}”{choose(measure.service, services)}"
            yield Remark((*at, "service"), said)


def _readings(row: Programme) -> Iterator[Remark]:
    """A county chooses one of the readings there are."""
    for reading in row.readings:
        at: At = ("reading", reading.id)
        codes = [c.id for c in reading.choices]
        if bool(reading.setting) != bool(codes):
            yield Remark((*at, "setting"), "区县能选的写法:setting(数值的名字)和 choices(能选哪些)要一起写")
        elif codes and (said := row.chosen[reading.id]) not in codes:
            told = f"[values] 的“{reading.setting}”没有“{said}”这种理解{choose(said, codes)}"
            yield Remark((*at, "setting"), told)


def _board(row: Programme, pack: Pack) -> Iterator[Remark]:
    """The parts of the day's page name procedures, states and dates of the programme."""
    own = {p.id: p for p in pack.procedures.values() if p.programme == row.id}
    for part in row.board:
        at: At = ("board", part.id)
        law = own.get(part.procedure)
        if law is None:
            yield Remark((*at, "procedure"), f"这一套没有流程“{part.procedure}”{choose(part.procedure, own)}")
            continue
        states, dates = [s.code for s in law.states], [a.id for a in law.asks if a.kind is Kind.DATE]
        for key, named, there in (("standing", part.standing, states), ("day", (part.day,), dates)):
            for name in (n for n in named if n and n not in there):
                yield Remark((*at, key), f"“{law.title}”没有“{name}”{choose(name, there)}", f'"{name}"')


SAMPLED: Final = ("turn", "seed", "towns", "people")
"""What the first act of the record of a sample is given."""


def _samples(row: Programme, pack: Pack) -> Iterator[Remark]:
    """A sample names procedures, acts and asks of its programme, and one of its measures."""
    own = {p.id: p for p in pack.procedures.values() if p.programme == row.id}
    for sample in row.samples:
        at: At = ("sample", sample.id)
        yield from unknown([sample.procedure], own, (*at, "procedure"), "流程")
        yield from unknown([sample.record], own, (*at, "record"), "流程")
        for key, measure in (("measure", sample.measure), ("whole", sample.whole or sample.measure)):
            yield from unknown([measure], [m.id for m in row.measures], (*at, key), "要达到的数")
        law, kept = own.get(sample.procedure), own.get(sample.record)
        if law:
            acts, asks = [a.code for a in law.acts], [a.id for a in law.asks]
            yield from unknown([*sample.done, sample.act], acts, (*at, "done"), "动作")
            yield from unknown([sample.done_on, sample.by], asks, (*at, "by"), "问到的")
        first = next((a for a in kept.acts if a.start), None) if kept else None
        if kept and (first is None or {a.id for a in first.asks} < set(SAMPLED)):
            said = f"“{kept.title}”开始的动作要问 {'、'.join(SAMPLED)}"
            yield Remark((*at, "record"), said)


def _founded(row: Procedure) -> Iterator[Remark]:
    """A day that somebody is held to comes from a source, or is marked as a proposal."""
    limits: list[tuple[str, Clock | Round]] = [("clock", clock) for clock in row.clocks]
    limits += [("round", duty) for duty in row.rounds]
    for kind, limit in limits:
        if not limit.source and not limit.proposed:
            said = "没有写出处;来源没有写、是我们建议的,请写 proposed = true"
            yield Remark((kind, limit.id, "source"), said)
