"""A programme of home visits in Chinese sentences: its services, numbers and readings, for proof-reading."""

from collections.abc import Iterator
from typing import Final

from forms.explain_procedure import PROPOSED
from forms.pack import Pack
from forms.programmes import Interpretation, Measure, Programme, Service

_ORDER: Final = "一二三四"


def lines(pack: Pack, row: Programme) -> Iterator[str]:
    """Everything a programme says beside its procedures, line by line, with half-width punctuation."""
    yield f"{row.title} ({row.id})"
    yield f"地方:{row.place}"
    yield f"启用:{_switched(row)}"
    parts = (
        ("流程", [f"{p.title} ({p.id})" for p in pack.procedures.values() if p.programme == row.id]),
        ("服务", [line for s in row.services for line in _service(s)]),
        ("要达到的数", [line for m in row.measures for line in _measure(row, m)]),
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


def _measure(programme: Programme, row: Measure) -> Iterator[str]:
    share = f"{row.of}的" if row.of else ""
    yield f"{row.title}:{row.per}不少于{share}{row.least}{row.unit}"
    service = next((s.title for s in programme.services if s.id == row.service), "")
    if service:
        yield f"   服务:{service}"
    yield f"   {PROPOSED}:{row.words}" if row.proposed else f"   原文:“{row.words}”"
    yield f"   出处:{row.source}"


def _reading(programme: Programme, row: Interpretation) -> Iterator[str]:
    yield f"“{row.words}”:{row.read_as}"
    for choice in row.choices:
        here = "(这里这样理解)" if programme.chosen[row.id] == choice.id else ""
        yield f'   {row.setting} = "{choice.id}":{choice.label}{here}'
    yield f"   出处:{row.source}"
