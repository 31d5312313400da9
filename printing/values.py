"""Fills the templates of a layout with the values of one sheet, and checks the values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms import conditions
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing import text
from printing.errors import AGAIN, UnprintableError
from printing.layout import AnswerText, Check, Choices, Literal, Token
from printing.plan_shapes import PaperPlan
from printing.sheets import EMPTY_BOX, TICKED_BOX, DocumentSheet

_HAND: Final = 12.0
"""Length in ems of the line printed where a value is to be written by hand."""

_GIVEN: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str,),
    "long": (str,),
    "date": (date, str),
    "rows": (tuple,),
    "picture": (bytes,),
}


@dataclass(frozen=True, slots=True)
class RowValues:
    """Values of one row of a table, and the label of the table for faults."""

    values: Mapping[str, str]
    where: str


class Values:
    """The values of one sheet, checked against the variables of its plan.

    Raises LayoutError for a value without a variable or of another kind than its variable, UnprintableError
    when a required value is missing.
    """

    def __init__(self, sheet: DocumentSheet, paper: PaperPlan) -> None:
        self.sheet, self.paper = sheet, paper
        self._variables = {v.name: v for v in paper.variables}
        if unknown := sheet.values.keys() - self._variables.keys():
            raise paper.source.fault(
                f"没有变量 {'、'.join(sorted(unknown))},请补上 [[variable]]", ("variable",)
            )
        for name, value in sheet.values.items():
            kind = self._variables[name].kind
            if not isinstance(value, _GIVEN[kind]):
                place = [v.name for v in paper.variables].index(name)
                told = f'变量“{name}”不能是 kind = "{kind}",程序给的不是这一类'
                raise paper.source.fault(told, ("variable", place))
        if lacking := [v.label for v in paper.variables if v.required and not sheet.values.get(v.name)]:
            raise UnprintableError(f"还缺{'、'.join(lacking)},“{paper.title}”没有打印,补上后再打印一次。")

    def label(self, name: str) -> str:
        """The label of a variable, or the name itself when there is no such variable."""
        return self._variables[name].label if name in self._variables else name

    def said(self, name: str) -> str:
        """A value as words; empty when there is none."""
        value = self.sheet.values.get(name, "")
        if isinstance(value, date):
            return plain_date(value.isoformat())
        return value if isinstance(value, str) else ""

    def rows(self, name: str) -> Sequence[Mapping[str, str]]:
        """The rows of a variable of kind ``rows``; empty when there are none."""
        value = self.sheet.values.get(name, ())
        return value if isinstance(value, tuple) else ()

    def picture(self, name: str) -> bytes:
        """The bytes of a picture; empty when there is none."""
        value = self.sheet.values.get(name, b"")
        return value if isinstance(value, bytes) else b""

    def line(self, tokens: Sequence[Token]) -> str:
        """A template filled as one text, without blanks to write in by hand."""
        return "".join(p.text for u in self.units(tokens, hand=False) for p in u)

    def units(
        self,
        tokens: Sequence[Token],
        heavy: bool = False,
        row: Mapping[str, str] | None = None,
        hand: bool = True,
        where: str = "",
    ) -> list[text.Unit]:
        """A template filled with the values of ``row``, else of the sheet; ``where`` is the row's label.

        Unless it is to be completed by ``hand``, a label with nothing behind it is left out (see ``told``).
        """
        if not hand:
            tokens = self.told(tokens, row or {})
        found: list[text.Unit] = []
        for token, alone in zip(tokens, _beside(tokens), strict=True):
            made = self._token(token, heavy, RowValues(row or {}, where), hand, alone)
            # Marks of ours stay on the line of the value they close or open.
            if found and made and found[-1] and made[0] and (_closes(made[0]) or _opens(found[-1])):
                found[-1] += made.pop(0)
            found += made
        return found

    def told(self, tokens: Sequence[Token], row: Mapping[str, str]) -> tuple[Token, ...]:
        """A template without the parts of which only the label is known.

        Parts stand between two or more spaces, or on lines of their own. What the clerk is asked for keeps
        its label, as it is written by hand when it is not answered.
        """
        kept = [part for part in _parts(tokens) if not self._bare(part.tokens, row)]
        return tuple(
            token
            for number, part in enumerate(kept)
            for token in ((Literal(part.gap), *part.tokens) if number else part.tokens)
        )

    def _bare(self, part: Sequence[Token], row: Mapping[str, str]) -> bool:
        """Whether a part has values and none of them is known."""
        asked = {v.name for v in self.paper.variables if v.ask}
        answers = [t for t in part if isinstance(t, AnswerText)]
        if not answers or any(isinstance(t, Check | Choices) for t in part):
            return False
        return not any(
            t.otherwise or t.blank or t.element in asked or row.get(t.element, "") or self.said(t.element)
            for t in answers
        )

    def _token(
        self, token: Token, heavy: bool, row: RowValues, hand: bool, beside: tuple[str, str]
    ) -> list[text.Unit]:
        match token:
            case Literal():
                return text.words(_set(token.text, *beside), heavy=heavy)
            case Check():
                ticked = conditions.clause_truth(token.clause, self.sheet.facts) is True
                return [text.together([(text.box(ticked),), *text.words(typeset(token.words), heavy=heavy)])]
            case AnswerText():
                return self._answer(token, heavy, row, hand)
            case Choices():
                raise self.paper.source.fault(f"{{* {token.element}}} 只能用在申请表")

    def _answer(self, token: AnswerText, heavy: bool, row: RowValues, hand: bool) -> list[text.Unit]:
        inside = token.element in row.values
        said = row.values[token.element] if inside else self.said(token.element)
        label = row.where if inside and row.where else self.label(token.element)
        if inside and _TICK.search(said):
            return list(_ticks(said, label, heavy))
        units = text.words(said or typeset(token.otherwise), label, heavy, token.blank > 0)
        wanted = token.blank or (0.0 if said or token.otherwise or not hand else _HAND)
        spare = wanted - sum(piece.em for unit in units for piece in unit)
        return [*units, (text.blank(spare),)] if spare > 0 and wanted else units


_TICK: Final = re.compile(rf"([{EMPTY_BOX}{TICKED_BOX}])(\S*)")


def _ticks(said: str, label: str, heavy: bool) -> Iterator[text.Unit]:
    """Words of a row with the tick boxes in them."""
    place = 0
    for match in _TICK.finditer(said):
        yield from text.words(said[place : match.start()], label, heavy)
        box = (text.box(match[1] == TICKED_BOX),)
        yield text.together([box, *text.words(match[2], label, heavy)])
        place = match.end()
    yield from text.words(said[place:], label, heavy)


_GAPS: Final = re.compile(r"( {2,}|\n)")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a template, and the white between the piece before and this one."""

    gap: str
    tokens: tuple[Token, ...]


def _parts(tokens: Sequence[Token]) -> list[_Part]:
    """A template in the pieces that two or more spaces or a new line part."""
    found, gap, part = list[_Part](), "", list[Token]()
    for token in tokens:
        first, *more = _GAPS.split(token.text) if isinstance(token, Literal) else ("",)
        part += [Literal(first)] if first else [] if isinstance(token, Literal) else [token]
        for white, words in zip(more[::2], more[1::2], strict=True):
            found.append(_Part(gap, tuple(part)))
            gap, part = white, [Literal(words)] if words else []
    return [*found, _Part(gap, tuple(part))]


_CLOSING: Final = (*typeset("一,;:?!)一")[1:-1], *"。、》〉】〕”’")
_OPENING: Final = (typeset("(一")[0], *"《〈【〔“‘")


def _closes(unit: text.Unit) -> bool:
    return unit[0].text.startswith(_CLOSING)


def _opens(unit: text.Unit) -> bool:
    return unit[-1].text.endswith(_OPENING)


def _beside(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """For each token the neighbours that decide its punctuation's width: a Chinese character or none."""
    for place in range(len(tokens)):
        yield "一" if place else "", "一" if place + 1 < len(tokens) else ""


def _set(words: str, before: str, after: str) -> str:
    """Words typeset with Chinese punctuation, as between these neighbours."""
    whole = typeset(before + words + after)
    return whole[len(before) : len(whole) - len(after)]


def called(tokens: Sequence[Token], values: Values) -> str:
    """The labels of the values in a template, joined by 、."""
    return "、".join(values.label(token.element) for token in tokens if isinstance(token, AnswerText))


def too_long(label: str, paper: PaperPlan) -> UnprintableError:
    """The error for a text that has no room, on a paper without attached pages."""
    return UnprintableError(f"“{label}”太长,“{paper.title}”上印不下,也没有附页可接" + AGAIN)
