"""A programme of home visits in Chinese sentences: its services, numbers and readings, for proof-reading."""

from collections.abc import Iterator
from typing import Final

from forms.explain_words import PROPOSED
from forms.pack import Pack
from forms.programmes import Duty, Interpretation, Measure, Named, Programme, Sample, Service

_ORDER: Final = "一二三四五六七"


def lines(pack: Pack, row: Programme) -> Iterator[str]:
    """Everything a programme says beside its procedures, line by line, with half-width punctuation."""
    yield f"{row.title} ({row.id})"
    yield f"地方:{row.place}"
    yield f"启用:{_switched(row)}"
    parts = (
        ("流程", [f"{p.title} ({p.id})" for p in pack.procedures.values() if p.programme == row.id]),
        ("服务", [line for s in row.services for line in _service(s)]),
        ("责任人", [line for d in row.duties for line in _duty(d)] if row.switched_on else []),
        ("要达到的数", [line for m in row.measures for line in _measure(row, m)]),
        ("抽查", [line for s in row.samples for line in _sample(pack, s)]),
        ("有歧义、没有写全的怎样理解", [line for r in row.readings for line in _reading(row, r)]),
    )
    said = [(title, block) for title, block in parts if block]
    for number, (title, block) in enumerate(said):
        yield ""
        yield f"{_ORDER[number]}、{title}"
        yield from (f"  {line}" for line in block)
    yield ""
    yield f"出处:{row.source};{pack.source},版本 {pack.version}"


def _switched(row: Programme) -> str:
    usual = "区县不写也启用" if row.on else "区县写进 [visits] 的 on 才启用"
    return f"{'已启用' if row.switched_on else '没有启用'}({usual})"


def _service(row: Service) -> Iterator[str]:
    yield row.title
    told = (
        ("责任单位", "、".join(row.responsible)),
        ("配合单位", "、".join(row.supporting)),
        ("落实单位", row.carried_out_by),
        ("范围", row.circle),
        ("要做的", row.duty),
        ("经费", row.money),
        ("谁来做", "、".join(row.doers)),
        ("完成时限", row.term),
        ("出处", row.source),
    )
    yield from (f"   {label}:{words}" for label, words in told if words)


def _duty(duty: Duty) -> Iterator[str]:
    yield f"{duty.service.title}:{duty.unit},{said_of(duty.named)}"


def said_of(named: Named | None) -> str:
    """Who answers for a service in a unit, with telephone and deputy, in words."""
    if named is None:
        return "没有写责任人"
    deputy = f";副手{named.deputy}{f' {named.deputy_phone}' if named.deputy_phone else ''}"
    marked = "(演示)" if named.demo else ""
    return f"{named.person}{f' {named.phone}' if named.phone else ''}{deputy if named.deputy else ''}{marked}"


def _measure(programme: Programme, row: Measure) -> Iterator[str]:
    share = f"{row.of}的" if row.of else ""
    yield f"{row.title}:{row.per}不少于{share}{row.least}{row.unit}"
    service = next((s.title for s in programme.services if s.id == row.service), "")
    if service:
        yield f"   服务:{service}"
    yield f"   {PROPOSED}:{row.words}" if row.proposed else f"   原文:“{row.words}”"
    yield f"   出处:{row.source}"


def _sample(pack: Pack, row: Sample) -> Iterator[str]:
    law = pack.procedures[row.procedure]
    acts = "、".join(f"“{act.word}”" for code in row.done if (act := law.act(code)))
    check = law.act(row.act)
    yield f"{row.title}:每季度从{law.title}做过{acts}的里随机抽,分乡镇,不足一件的算一件"
    yield f"   抽到的做“{check.word if check else row.act}”;随机数记在“{pack.procedures[row.record].title}”里"
    if row.proposed:
        yield f"   {PROPOSED}"
    yield f"   出处:{row.source}"


def _reading(programme: Programme, row: Interpretation) -> Iterator[str]:
    yield f"“{row.words}”:{row.read_as}"
    for choice in row.choices:
        here = "(这里这样理解)" if programme.chosen[row.id] == choice.id else ""
        yield f'   {row.setting} = "{choice.id}":{choice.label}{here}'
    yield f"   出处:{row.source}"
