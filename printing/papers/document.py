"""Papers that are data alone: what stands on them is a layout file, what is said are named values.

A file of ``layouts`` with ``[paper]`` describes one: its variables, each with label and invented sample,
and either flowing ``[[block]]`` rows or fixed ``[[box]]`` rows in mm. A county moves or rewords a paper
by laying a file of the same name into its own folder (see ``printing.layout.use``).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from forms import conditions
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing import codes, text
from printing import draw as page
from printing.draw import Mark, Page
from printing.flow import BOTTOM, LEFT, RIGHT, Content, Flow, Table, on_one_page, sign_here
from printing.layout import Answer, Check, Choices, Column, LayoutError, Literal, Token
from printing.plans import Block, Paper, Spot, plan
from printing.sheets import DocumentSheet

_LEADING: Final = 1.5
_HAND: Final = 12.0
"""Ems of the rule printed where a value is left to be written by hand."""


def draw(sheet: DocumentSheet) -> bytes:
    """The paper as PDF. UnprintableError before anything is drawn; a text too long goes overleaf, whole."""
    paper = plan(sheet.paper)
    values = _Values(sheet, paper)
    pages = _boxed(paper, values) if paper.boxes else _flowing(paper, values)
    footer = values.line(paper.footer) if paper.footer else ""
    return page.render(pages, typeset(paper.title), sheet.sample, footer, paper.size, sheet.shift)


def specimen(name: str) -> DocumentSheet:
    """A sheet of the layout's invented samples: what the paper looks like filled."""
    paper = plan(name)
    return DocumentSheet(name, {v.name: v.sample for v in paper.variables}, paper.sample_facts, sample=True)


class _Values:
    """What one sheet puts into the templates of its layout."""

    def __init__(self, sheet: DocumentSheet, paper: Paper) -> None:
        self.sheet, self.paper = sheet, paper
        self._labels = {v.name: v.label for v in paper.variables}
        if unknown := sheet.values.keys() - self._labels.keys():
            raise LayoutError(f"{paper.id}.toml 没有变量 {'、'.join(sorted(unknown))}")

    def said(self, name: str) -> str:
        """A value as words; empty when it is left open."""
        value = self.sheet.values.get(name, "")
        if isinstance(value, date):
            return plain_date(value.isoformat())
        return value if isinstance(value, str) else ""

    def rows(self, name: str) -> Sequence[Mapping[str, str]]:
        """A value of several rows."""
        value = self.sheet.values.get(name, ())
        return value if isinstance(value, tuple) else ()

    def picture(self, name: str) -> bytes:
        """A value that is a picture; empty when there is none."""
        value = self.sheet.values.get(name, b"")
        return value if isinstance(value, bytes) else b""

    def line(self, tokens: Sequence[Token], row: Mapping[str, str] | None = None) -> str:
        """A template as plain words, nothing to write by hand in it."""
        return "".join(p.text for u in self.units(tokens, row=row, hand=False) for p in u)

    def units(
        self,
        tokens: Sequence[Token],
        heavy: bool = False,
        row: Mapping[str, str] | None = None,
        hand: bool = True,
    ) -> list[text.Unit]:
        """A template with the values put in; ``row`` is asked before the sheet."""
        return [unit for token in tokens for unit in self._token(token, heavy, row or {}, hand)]

    def _token(self, token: Token, heavy: bool, row: Mapping[str, str], hand: bool) -> list[text.Unit]:
        match token:
            case Literal():
                return text.words(typeset(token.text), heavy=heavy)
            case Check():
                ticked = conditions.clause_truth(token.clause, self.sheet.facts) is True
                return [text.together([(text.box(ticked),), *text.words(typeset(token.words), heavy=heavy)])]
            case Answer():
                return self._answer(token, heavy, row, hand)
            case Choices():
                raise LayoutError(f"{self.paper.id}.toml:{{* {token.element}}} 只能用在申请表")

    def _answer(self, token: Answer, heavy: bool, row: Mapping[str, str], hand: bool) -> list[text.Unit]:
        said = row.get(token.element) if token.element in row else self.said(token.element)
        label = self._labels.get(token.element, token.element)
        ruled = token.blank > 0
        units = text.words(said or typeset(token.otherwise), label, heavy, ruled)
        wanted = token.blank or (0.0 if said or token.otherwise or not hand else _HAND)
        spare = wanted - sum(piece.em for unit in units for piece in unit)
        return [*units, (text.blank(spare),)] if spare > 0 and wanted else units


# ---- papers that flow ----------------------------------------------------------------------------


def _flowing(paper: Paper, values: _Values) -> list[Page]:
    """One page where slightly smaller type makes it one, else as many as it takes."""
    flow = on_one_page(lambda points: _laid_out(paper, values, points), paper.body, paper.floor)
    return (flow or _laid_out(paper, values, paper.body)).pages


def _laid_out(paper: Paper, values: _Values, size: float) -> Flow:
    flow = Flow(size, _LEADING)
    for block in paper.blocks:
        if block.when is None or conditions.clause_truth(block.when, values.sheet.facts):
            _BLOCKS[block.kind](flow, block, values)
    return flow


def _title(flow: Flow, block: Block, values: _Values) -> None:
    words = values.line(block.tokens) or values.paper.title
    flow.heading(words, block.size or values.paper.heading)
    if values.sheet.copy:
        flow.paragraph(f"(第{values.sheet.copy}次补打)", align="center")


def _codes(flow: Flow, block: Block, values: _Values) -> None:
    """A number over its bar code, and at the right edge the QR code that lets the county check the paper."""
    number, check = values.line(block.tokens), values.said(block.qr)

    def marks(y: float) -> Iterator[Mark]:
        yield page.Words(LEFT, y + 5, typeset(f"{block.label} ") + number, 12, heavy=True)
        if number:
            yield codes.code128(number, LEFT - 2.5, y + 8, 11)
        if check:
            yield codes.qr(check, RIGHT - 24 + 2.5, y - 3, 24)

    flow.block(23, lambda y: list(marks(y)))


def _section(flow: Flow, block: Block, values: _Values) -> None:
    flow.section(values.line(block.tokens), block.size or flow.size + 1.5)


def _paragraph(flow: Flow, block: Block, values: _Values) -> None:
    units = values.units(block.tokens, block.heavy)
    if block.first_indent:
        units = [*text.words("　　"), *units]
    flow.paragraph(units, block.size or 0.0, block.align, after=block.after, indent=block.indent)


def _items(flow: Flow, block: Block, values: _Values) -> None:
    """A numbered line for every row."""
    for number, row in enumerate(values.rows(block.rows), 1):
        flow.item(f"{number}.", values.units(block.tokens, row=row))


def _table(flow: Flow, block: Block, values: _Values) -> None:
    """A table of a value's rows, or of the cells that stand in the layout."""
    columns = [Column(c.title, c.width, c.align) for c in block.columns]
    if block.rows:
        rows: list[list[Content]] = [
            [values.units(c.tokens, row={"n": str(n), **row}) for c in block.columns]
            for n, row in enumerate(values.rows(block.rows), 1)
        ]
        rows += [[text.words("") for _ in columns] for _ in range(block.spare_rows)]
    else:
        rows = [[values.units(cell) for cell in cells] for cells in block.cells]
    head = any(c.title for c in columns)
    flow.table(Table(columns, rows, flow.size, head, least=block.height, leading=1.35))


def _sign(flow: Flow, block: Block, values: _Values) -> None:
    """A line to sign on, with its date."""
    label = values.line(block.tokens)
    flow.block(11, lambda y: sign_here(label, values.paper.date_words, y + 8, flow.size))


def _seal(flow: Flow, block: Block, values: _Values) -> None:
    """Where the seal goes: the office, its day, and a dashed ring to set it on, at the right."""
    office, day = values.line(block.tokens), values.said(block.label)

    def marks(y: float) -> list[Mark]:
        em = flow.size * text.MM_PER_PT
        lines = [text.fit(text.words(w), 90, 8, flow.size, 6) for w in (office, day) if w]
        placed = [
            m
            for i, f in enumerate(lines)
            for m in page.set_lines(f, RIGHT - 92, y + 12 + i * 2 * em, 90, em, "right")
        ]
        return [*placed, page.Ring(RIGHT - 30, y + 18, 19)]

    flow.block(38, marks)


def _lines(flow: Flow, block: Block, _values: _Values) -> None:
    """Ruled lines to write on by hand."""
    count = int(block.height) or 2

    def marks(y: float) -> list[Mark]:
        return [page.Rule(LEFT, y + 9 * (n + 1) - 1, RIGHT, y + 9 * (n + 1) - 1) for n in range(count)]

    flow.block(9 * count, marks)


def _space(flow: Flow, block: Block, _values: _Values) -> None:
    flow.skip(block.height)


def _foot(flow: Flow, block: Block, _values: _Values) -> None:
    """What follows stands at the foot of the page, ``height`` mm of it."""
    flow.room(block.height)
    flow.y = max(flow.y, BOTTOM - block.height)


_BLOCKS: Final[Mapping[str, Callable[[Flow, Block, _Values], None]]] = {
    "title": _title,
    "codes": _codes,
    "section": _section,
    "paragraph": _paragraph,
    "items": _items,
    "table": _table,
    "sign": _sign,
    "seal": _seal,
    "lines": _lines,
    "space": _space,
    "foot": _foot,
}


# ---- papers of fixed boxes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Long:
    """A text that found no room in its box."""

    label: str
    units: Sequence[text.Unit]


def _boxed(paper: Paper, values: _Values) -> list[Page]:
    pages = [Page() for _ in range(max(s.page for s in paper.boxes))]
    long: list[_Long] = []
    for spot in paper.boxes:
        if spot.when is None or conditions.clause_truth(spot.when, values.sheet.facts):
            pages[spot.page - 1].marks += _spot(spot, paper, values, long)
    return pages + _attached(paper, long)


def _spot(spot: Spot, paper: Paper, values: _Values, long: list[_Long]) -> Iterator[Mark]:
    """The marks of one box; a text that does not fit is noted in ``long``."""
    if spot.frame:
        yield page.Frame(spot.x, spot.y, spot.w, spot.h, spot.line)
    if spot.picture:
        if data := values.picture(spot.picture):
            yield page.Picture(data, spot.x, spot.y, spot.w, spot.h)
        return
    if spot.code:
        if value := values.said(spot.code):
            yield (
                codes.qr(value, spot.x, spot.y, spot.w)
                if spot.square
                else codes.code128(value, spot.x, spot.y, spot.h)
            )
        return
    units = values.units(spot.tokens, spot.heavy, hand=False)
    if not units:
        return
    inner = (spot.x + spot.pad, spot.y, spot.w - 2 * spot.pad, spot.h)
    fitted = text.fit(units, inner[2], inner[3], spot.size, spot.floor, spot.leading)
    yield from page.set_lines(fitted, *inner, spot.align, spot.valign, spot.leading, spot.grey)
    if not fitted.whole:
        long.append(_Long(spot.label or paper.title, units))


def _attached(paper: Paper, long: Sequence[_Long]) -> list[Page]:
    """An attached page with the whole of every text too long for its box."""
    if not long:
        return []
    flow = Flow(size=10.5)
    flow.heading(f"{paper.title} 附页", size=16)
    columns = [Column("栏目", 40, "center"), Column("全文", 140)]
    flow.table(Table(columns, [[each.label, each.units] for each in long], flow.size))
    return flow.pages
