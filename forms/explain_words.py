"""Words that every part of a procedure is explained with: labels, words of acts, where a rule comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from forms.asked import element
from forms.pack import Pack
from forms.procedures import Procedure

PROPOSED: Final = "建议:来源没有写,由区县定"
"""Told of what is a proposal of the program."""


def with_asks(pack: Pack, row: Procedure) -> Pack:
    """The pack with what a procedure asks in place of its questions, so that its conditions can be read."""
    return replace(pack, elements={a.id: element(a) for a in row.asks})


def founded(source: str, *, proposed: bool, county: str = "") -> Iterator[str]:
    """Where a rule comes from; of a proposal that it is one, and where the county sets its number."""
    if proposed:
        yield f"   {PROPOSED}{f',写进 [values] 的 {county}' if county else ''}"
    if source:
        yield f"   出处:{source}"


def labels_of(row: Procedure) -> dict[str, str]:
    """Labels of everything a procedure asks, by id."""
    return {ask.id: ask.label for ask in row.asks}


def word_of(row: Procedure, code: str) -> str:
    """The word of an act; its code where there is none such."""
    act = row.act(code)
    return act.word if act else code


def words_of(row: Procedure, codes: Iterable[str]) -> str:
    """The words of acts, each once, in quotation marks."""
    return "、".join(dict.fromkeys(f"“{word_of(row, c)}”" for c in codes))
