"""What a paper has to say by its layout and the truth: every place that prints a variable, filled with it.

The layout is read as data; nothing of the program fills it here. A text is compared without white space
and with half-width punctuation.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from forms import conditions
from forms.schema import Facts
from printing.layout import AnswerText, Check, Literal, Token
from printing.plan_shapes import PaperPlan
from tests.printing.reading import squeezed

OPEN: Final = "\0"
"""Stands for words that the law's data makes, whose own tests hold them: any may stand there."""
_SURE: Final = 10
"""Characters from which a text can only stand on a paper because its own block was printed."""
Truth = str | tuple[Mapping[str, str], ...] | bytes
"""The truth of a variable: words, rows of words, or a picture; empty where nobody knows."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a paper and what has to stand there; ``absent`` where it must not be said at all."""

    where: str
    said: str
    absent: bool = False

    def fault(self, text: str) -> str:
        """What is wrong in the squeezed text of a paper; empty when it is right."""
        if self.absent == (self.said in text):
            return f"{self.where}: {'said' if self.absent else 'lacks'} “{self.said}”"
        return ""


def places(plan: PaperPlan, truth: Mapping[str, Truth], facts: Facts) -> Iterator[Place]:
    """Every place of a paper that is data alone; what another block says is not missed from one left out."""
    found = tuple(_every(plan, truth, facts))
    shown = [place.said for place in found if not place.absent]
    return (p for p in found if not (p.absent and any(p.said in said for said in shown)))


def _every(plan: PaperPlan, truth: Mapping[str, Truth], facts: Facts) -> Iterator[Place]:
    for number, block in enumerate(plan.blocks):
        shown = conditions.clause_truth(block.when, facts) if block.when else True
        where = f"block {number} ({block.kind})"
        for said in _texts(block.text, truth):
            if shown is True or len(said) > _SURE:  # of a short word nobody knows where it came from
                yield Place(where, said, absent=shown is not True)
        if shown is not True:
            continue
        for row in block.cells:
            yield from (Place(where, said) for said in _texts([t for cell in row for t in cell], truth))
        if block.rows:
            yield from _rows(where, [c.text for c in block.columns], truth.get(block.rows))
    for number, spot in enumerate(plan.boxes):
        shown = conditions.clause_truth(spot.when, facts) if spot.when else True
        if shown is True and spot.text:
            yield from (
                Place(f"box {number}", said) for said in _texts(_with_values(spot.text, truth), truth)
            )


def _rows(where: str, columns: Sequence[Sequence[Token]], rows: Truth | None) -> Iterator[Place]:
    for number, row in enumerate(rows if isinstance(rows, tuple) else (), 1):
        told = {"clause": OPEN, **row, "n": str(number)}
        yield from (
            Place(f"{where} row {number}", said) for said in _texts([t for c in columns for t in c], told)
        )


_PARTED: Final = re.compile(r".*(?: {2,}|\n)|^", re.DOTALL)


def _with_values(tokens: Sequence[Token], truth: Mapping[str, Truth]) -> list[Token]:
    """A text without the labels of values that nobody knows: the words from the last white to the value."""
    kept = list[Token]()
    for number, token in enumerate(tokens):
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        if isinstance(token, Literal) and isinstance(after, AnswerText):
            open_ = not (truth.get(after.element) or after.otherwise or after.blank)
            parted = _PARTED.match(token.text)
            kept.append(Literal(parted[0]) if open_ and parted else token)
        else:
            kept.append(token)
    return kept


def _texts(tokens: Sequence[Token], truth: Mapping[str, Truth]) -> Iterator[str]:
    """The words between two tick boxes, filled; those without any are left out."""
    said = ""
    for token in tokens:
        match token:
            case Literal(text):
                said += text
            case AnswerText(element, otherwise):
                found = truth.get(element, "")
                said += (found if isinstance(found, str) else "") or otherwise
            case Check(_, words):
                yield from _one(said)
                said = words
    yield from _one(said)


def _one(said: str) -> Iterator[str]:
    yield from (short for part in said.split(OPEN) if (short := squeezed(part)))


def used(plan: PaperPlan) -> frozenset[str]:
    """The facts that the conditions and tick boxes of a paper look at."""
    rows = [b.when for b in (*plan.blocks, *plan.boxes) if b.when]
    ticks = [t.clause for tokens in _all(plan) for t in tokens if isinstance(t, Check)]
    return frozenset(clause.element for clause in (*rows, *ticks))


def _all(plan: PaperPlan) -> Iterator[Sequence[Token]]:
    yield from (b.tokens for b in plan.blocks)
    yield from (s.text for s in plan.boxes)
