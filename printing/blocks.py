"""Papers that flow: draws a plan's blocks down the pages."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from forms import conditions
from forms.typesetting import typeset
from printing import draw as page
from printing import text
from printing.code_marks import bars, square
from printing.draw import DrawnPage, Mark
from printing.errors import MisfitError
from printing.fitting import fitted
from printing.flow import LEFT, Content, Flow, Table, must_fit, placed, sign_here
from printing.layout import Literal
from printing.pieces import PageSetting
from printing.plan_shapes import Block, PaperPlan, TableColumn
from printing.signing import SEAL_LEADING, seal_here, seal_words
from printing.values import Values, called, too_long

_LEADING: Final = 1.5
_SMALL: Final = 9.0
"""Least type in points of what stands beside signatures."""
_LEAST: Final = 10.5
"""Least type in points of what is said."""
_TIGHT: Final = 0.75
"""How much of the white in tables stays where a paper is set tightly."""


def flowing(paper: PaperPlan, values: Values) -> list[DrawnPage]:
    """The pages of a plan's blocks: as few as its type and white allow, the last one not nearly empty.

    Empty rows to be written on by hand take no page more.
    """
    found, spare = _fitted(paper, values), max((b.spare_rows for b in paper.blocks), default=0)
    if not spare or len(found) == 1:
        return found
    least = _fitted(_spared(paper, 0), values)
    ways = (_fitted(_spared(paper, rows), values) for rows in range(spare - 1, 0, -1))
    return found if len(found) == len(least) else next((w for w in ways if len(w) == len(least)), least)


def _fitted(paper: PaperPlan, values: Values) -> list[DrawnPage]:
    return fitted(lambda way: _laid_out(paper, values, way), paper.body, paper.floor).pages


def _spared(paper: PaperPlan, most: int) -> PaperPlan:
    """The plan with no more empty rows below a table than these."""
    blocks = (replace(block, spare_rows=min(block.spare_rows, most)) for block in paper.blocks)
    return replace(paper, blocks=tuple(blocks))


def _laid_out(paper: PaperPlan, values: Values, way: PageSetting) -> Flow:
    flow = Flow(way, _LEADING, paper.size)
    for number, block in enumerate(paper.blocks):
        if block.when is None or conditions.clause_truth(block.when, values.sheet.facts):
            with placed(paper.source, ("block", number)):
                _BLOCKS[block.kind](flow, block, values)
    return flow


def _title(flow: Flow, block: Block, values: Values) -> None:
    flow.heading(values.line(block.text) or values.paper.title, block.size or values.paper.heading)
    flow.reprint(values.sheet.copy)
    flow.skip(block.after)


_QR: Final = 24.0


def _codes(flow: Flow, block: Block, values: Values) -> None:
    """A number above its bar code, and at the right edge the QR code by which the county checks the paper."""
    number, check = values.line(block.text), values.said(block.qr)
    wide = flow.right - LEFT - _QR - 4
    named = values.units([Literal(f"{block.label} "), *block.text], heavy=True, hand=False)
    words = text.fit(named, wide, 6, 12, _SMALL)
    label = called(block.text, values) or block.label
    if not words.whole:
        raise too_long(label, values.paper)

    def marks(y: float) -> Iterator[Mark]:
        yield from page.set_lines(words, LEFT, y, wide, 6)
        if number:
            yield bars(number, LEFT - 2.5, y + 8, wide, 11, label)
        if check:
            yield square(check, flow.right - _QR + 2.5, y - 3, _QR, values.label(block.qr))

    if number or check:
        flow.block(23, lambda y: list(marks(y)))


def _section(flow: Flow, block: Block, values: Values) -> None:
    flow.section(values.line(block.text), block.size or flow.size + 1.5)


def _paragraph(flow: Flow, block: Block, values: Values) -> None:
    units = values.units(block.text, block.heavy)
    if block.first_indent:
        units = [*text.words("　　"), *units]
    flow.paragraph(units, block.size or 0.0, block.align, block.after, block.indent, block.leads)


def _items(flow: Flow, block: Block, values: Values) -> None:
    """One numbered line for each row."""
    for number, row in enumerate(values.rows(block.rows), 1):
        flow.item(
            f"{number}.",
            values.units(block.text, row=row, where=values.label(block.rows)),
            indent=0.6 * flow.size,
        )


def _table(flow: Flow, block: Block, values: Values) -> None:
    """A table of a variable's rows, or of the cells written in the layout."""
    if block.rows:
        rows: list[list[Content]] = [
            [_cell(c, {"n": str(n), **row}, values.label(block.rows), values) for c in block.columns]
            for n, row in enumerate(values.rows(block.rows), 1)
        ]
        rows += [[text.words("") for _ in block.columns] for _ in range(block.spare_rows)]
    else:
        rows = [[values.units(cell, hand=False) for cell in cells] for cells in block.cells]
    columns, rows = _said([_headed(c, values) for c in block.columns], rows)
    head = any(c.title for c in columns)
    size, (pad, least, leading) = block.size or flow.size, (block.pad, block.height, 1.35)
    if flow.setting.tight:
        pad, least, leading = pad * _TIGHT, least * _TIGHT, 1.25
    try:
        flow.table(Table(columns, rows, size, head, pad, least, leading, rows_whole=block.rows_whole))
    except MisfitError as error:
        longest = max(columns, key=lambda c: len(c.title) if c.heading else 0)
        if not longest.heading:
            raise
        raise too_long(called(longest.heading, values), values.paper) from error
    flow.skip(2 * block.after)


def _headed(column: TableColumn, values: Values) -> TableColumn:
    return replace(column, title=values.line(column.heading)) if column.heading else column


def _said(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[Content]]
) -> tuple[Sequence[TableColumn], list[list[Content]]]:
    """A table without the optional columns of which no row says anything."""
    silent = {n for n, c in enumerate(columns) if c.optional and not any(row[n] for row in rows)}
    kept = [n for n in range(len(columns)) if n not in silent]
    first, *others = (columns[n] for n in kept)
    wide = first.width + sum(columns[n].width for n in silent)
    return [replace(first, width=wide), *others], [[row[n] for n in kept] for row in rows]


def _cell(column: TableColumn, row: Mapping[str, str], rows: str, values: Values) -> Content:
    return values.units(column.text, row=row, hand=False, where=column.title or rows)


_THUMB: Final = 24.0
"""Side in mm of the box for a thumbprint."""
_CLEAR: Final = 3.5
"""Least white in mm below the box, however closely a paper is set: ink spreads."""
_GAP: Final = 6.0
_BESIDE: Final = 14.0
"""White in mm before the box, and between signatures side by side."""


def _sign(flow: Flow, block: Block, values: Values) -> None:
    """Lines to sign on with their dates, and a box for a thumbprint at the right."""
    labels = block.sides or (values.line(block.text),)
    date_words = typeset(block.date or values.paper.date_words)
    if not block.sides and not block.thumb:
        flow.block(
            12, lambda y: sign_here(labels[0], date_words, y + 8.5, flow.size, flow.right), signed=True
        )
        return
    room = flow.right - LEFT - (_THUMB + _GAP if block.thumb else 0)
    wide = (room - _BESIDE * (len(labels) - 1)) / len(labels)

    def marks(y: float) -> list[Mark]:
        drawn: list[Mark] = []
        for number, label in enumerate(labels):  # each with its date, as it is read
            x = LEFT + number * (wide + _BESIDE)
            drawn += _line_to_sign(label, x, y, wide, flow.size)
            drawn += _below(date_words, x, y + 15, wide, flow.size)
        return [*drawn, *(_thumb(block.thumb, flow.right - _THUMB, y + 2) if block.thumb else ())]

    white = 2 * (flow.white(2) - 2)
    high = max(_THUMB + 5 + white, _THUMB + 2 + _CLEAR) if block.thumb else 23 + white
    flow.block(high, marks, signed=True)


def _line_to_sign(label: str, x: float, y: float, wide: float, size: float) -> list[Mark]:
    fitted = must_fit(text.words(typeset(label)), wide * 0.75, 8, size, min(_SMALL, size))
    begins = x + sum(piece.em for piece in fitted.lines[0]) * fitted.size * text.MM_PER_PT
    return [
        *page.set_lines(fitted, x, y + 4, wide, 8),
        page.Rule(begins, y + 11, x + wide, y + 11),
    ]


def _below(words: str, x: float, y: float, wide: float, size: float) -> list[Mark]:
    """Words below a line to sign on: what follows a tab at the right, what comes before it at the left."""
    left, _, right = words.rpartition("\t")
    return [
        *page.set_lines(must_fit(text.words(left), wide, 6, size, min(_SMALL, size)), x, y, wide, 6),
        *page.set_lines(
            must_fit(text.words(right), wide, 6, size, min(_SMALL, size)), x, y, wide, 6, "right"
        ),
    ]


def _thumb(words: str, x: float, y: float) -> list[Mark]:
    """A dashed box for a thumbprint, with its words."""
    caption = must_fit(text.words(typeset(words)), _THUMB - 2, 5, _SMALL, _SMALL)
    return [
        page.Frame(x, y, _THUMB, _THUMB, dashed=True),
        *page.set_lines(caption, x + 1, y + _THUMB - 6, _THUMB - 2, 5, "center"),
    ]


_SEAL: Final = 100.0
"""Width in mm of what stands beside the seal."""
# 42 mm is the seal of a county's department by 国发〔1999〕25号; 未核对: its text was not read here.
_RING: Final = 21.0
"""Radius in mm of the ring the seal is set on."""
_SEALED_ON: Final = "    年    月    日"
_INSIDE: Final = (33.0, 27.0)
"""Width and height in mm of the words inside the ring, where its line cuts none."""


def _seal(flow: Flow, block: Block, values: Values) -> None:
    """The place of the seal at the right: a dashed ring with office and day in it, or left of it if long."""
    day = values.said(block.day) or _SEALED_ON
    office = values.units(block.text)
    said = [*office, text.BREAK, *text.words(day)]
    em = flow.size * text.MM_PER_PT
    beside, _ = text.wrap(said, _SEAL / em)
    high = max(block.height, 2 * _RING) + 2
    # Office and day are set as large as the day has room on one line.
    inside = _inside(office, day, flow.size)
    high = high if inside.whole else max(high, 1.5 * em * len(beside) + 2)
    x = flow.right - _RING - 2

    def marks(y: float) -> list[Mark]:
        middle = y + high / 2
        if inside.whole:
            return seal_here(inside, x, middle, _RING, _INSIDE, SEAL_LEADING)
        words = text.Fitted(tuple(beside), flow.size)
        box = (x - _RING - 4 - _SEAL, middle - high / 2, _SEAL, high)
        return [page.Ring(x, middle, _RING), *page.set_lines(words, *box, "right", leading=1.5)]

    flow.block(high, marks, signed=True)


def _inside(office: Sequence[text.Unit], day: str, size: float) -> text.Fitted:
    """Office and day for the inside of the ring; a line to write the office on stays as it is."""
    pieces = [piece for unit in office for piece in unit]
    least = min(_LEAST, size)
    if any(piece.under for piece in pieces):
        return text.fit([*office, text.BREAK, *text.words(day)], *_INSIDE, size, least, SEAL_LEADING)
    return seal_words(f"{''.join(piece.text for piece in pieces)}\n{day}", *_INSIDE, size, least)


def _lines(flow: Flow, block: Block, _values: Values) -> None:
    """Dotted lines to write on by hand; the block's ``height`` is their number (2 if 0)."""
    for _ in range(int(block.height) or 2):
        flow.block(9, lambda y: [page.Rule(LEFT, y + 8, flow.right, y + 8, width=0.7, dotted=True)])
    flow.skip(block.after)


def _space(flow: Flow, block: Block, _values: Values) -> None:
    flow.skip(block.height)


def _foot(flow: Flow, block: Block, _values: Values) -> None:
    """Move down so that what follows is in the lowest ``height`` mm of the page."""
    flow.foot(block.height)


_BLOCKS: Final[Mapping[str, Callable[[Flow, Block, Values], None]]] = {
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
