"""Papers that are data alone: what stands on them is a layout file, what is said are named values.

A file of ``layouts`` with ``[paper]`` describes one: its variables, each with label and invented sample,
and either flowing ``[[block]]`` rows or fixed ``[[box]]`` rows in mm. A county moves or rewords a paper
by laying a file of the same name into its own folder (see ``printing.layout.use``).

Kinds of block: ``title``; ``codes``, a number over its bar code with a QR code at the right; ``section``,
``paragraph``, numbered ``items`` of rows; ``table`` of rows or cells; ``sign``, a line to sign on, or
``sides`` of them, with a box for a ``thumb``; ``seal``; dotted ``lines`` to write on; ``space``; ``foot``.
"""

import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from PIL import Image, UnidentifiedImageError

from forms import conditions
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing import codes, text
from printing import draw as page
from printing.draw import Mark, Page
from printing.errors import LayoutError, UnprintableError
from printing.flow import LEFT, Content, Flow, Table, on_one_page, sign_here
from printing.layout import Answer, Check, Choices, Column, Literal, Token
from printing.plans import Block, Paper, PlanColumn, Spot, Variable, plan
from printing.sheets import DocumentSheet, DocumentValue

_LEADING: Final = 1.5
_HAND: Final = 12.0
"""Ems of the rule printed where a value is left to be written by hand."""
_AGAIN: Final = "。这张纸没有打印,改正后再打印一次。"


def draw(sheet: DocumentSheet) -> bytes:
    """The paper as PDF. UnprintableError before anything is drawn; a text too long goes overleaf, whole."""
    paper = plan(sheet.paper)
    values = _Values(sheet, paper)
    pages = _pages(paper, values)
    footer = _footer(paper, values)
    if paper.boxes and not paper.footer and len(pages) == 1:
        footer = None
    return page.render(pages, typeset(paper.title), sheet.sample, footer, paper.size, sheet.shift)


def pages(sheet: DocumentSheet) -> list[Page]:
    """The marks of the paper, page by page."""
    paper = plan(sheet.paper)
    return _pages(paper, _Values(sheet, paper))


def _pages(paper: Paper, values: "_Values") -> list[Page]:
    return _boxed(paper, values) if paper.boxes else _flowing(paper, values)


def _footer(paper: Paper, values: "_Values") -> str | None:
    """What stands below every page, whole."""
    words = values.line(paper.footer)
    if not text.fit(text.words(words), *page.FOOTER).whole:
        raise UnprintableError(f"每页最下面一行太长,{page.FOOTER[0]:g}毫米宽印不下" + _AGAIN)
    return words


# ---- specimens -----------------------------------------------------------------------------------


def specimen(name: str) -> DocumentSheet:
    """A sheet of the layout's invented samples: what the paper looks like filled."""
    paper = plan(name)
    values = {v.name: _sample(v) for v in paper.variables}
    return DocumentSheet(name, values, paper.sample_facts, sample=True)


def _sample(variable: Variable) -> DocumentValue:
    if variable.kind == "picture":
        # Only specimens need the painter.
        from printing import specimens

        return specimens.of_layout(str(variable.sample)) if variable.sample else b""
    if isinstance(variable.sample, str):
        return typeset(variable.sample)
    return tuple({key: typeset(said) for key, said in row.items()} for row in variable.sample)


# ---- values --------------------------------------------------------------------------------------

_GIVEN: Final[Mapping[str, tuple[type, ...]]] = {
    "text": (str,),
    "long": (str,),
    "date": (date, str),
    "rows": (tuple,),
    "picture": (bytes,),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """Values of one row of a table, and how people call the place they stand at."""

    values: Mapping[str, str]
    where: str


class _Values:
    """What one sheet puts into the templates of its layout."""

    def __init__(self, sheet: DocumentSheet, paper: Paper) -> None:
        self.sheet, self.paper = sheet, paper
        self._variables = {v.name: v for v in paper.variables}
        if unknown := sheet.values.keys() - self._variables.keys():
            raise LayoutError(f"{paper.id}.toml 没有变量 {'、'.join(sorted(unknown))}")
        for name, value in sheet.values.items():
            kind = self._variables[name].kind
            if not isinstance(value, _GIVEN[kind]):
                raise LayoutError(f"{paper.id}.toml 的变量“{name}”要的是 {kind}")
        if lacking := [v.label for v in paper.variables if v.required and not sheet.values.get(v.name)]:
            raise UnprintableError(f"还缺{'、'.join(lacking)},“{paper.title}”没有打印,补上后再打印一次。")

    def label(self, name: str) -> str:
        """How people call a variable."""
        return self._variables[name].label if name in self._variables else name

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

    def line(self, tokens: Sequence[Token]) -> str:
        """A template as plain words, nothing to write by hand in it."""
        return "".join(p.text for u in self.units(tokens, hand=False) for p in u)

    def units(
        self,
        tokens: Sequence[Token],
        heavy: bool = False,
        row: Mapping[str, str] | None = None,
        hand: bool = True,
        where: str = "",
    ) -> list[text.Unit]:
        """A template with the values put in; ``row`` is asked before the sheet, ``where`` names its place."""
        found: list[text.Unit] = []
        for token, alone in zip(tokens, _beside(tokens), strict=True):
            made = self._token(token, heavy, _Row(row or {}, where), hand, alone)
            # Marks of ours stay on the line of the value they close or open.
            if found and made and found[-1] and made[0] and (_closes(made[0]) or _opens(found[-1])):
                found[-1] += made.pop(0)
            found += made
        return found

    def _token(
        self, token: Token, heavy: bool, row: _Row, hand: bool, beside: tuple[str, str]
    ) -> list[text.Unit]:
        match token:
            case Literal():
                return text.words(_set(token.text, *beside), heavy=heavy)
            case Check():
                ticked = conditions.clause_truth(token.clause, self.sheet.facts) is True
                return [text.together([(text.box(ticked),), *text.words(typeset(token.words), heavy=heavy)])]
            case Answer():
                return self._answer(token, heavy, row, hand)
            case Choices():
                raise LayoutError(f"{self.paper.id}.toml:{{* {token.element}}} 只能用在申请表")

    def _answer(self, token: Answer, heavy: bool, row: _Row, hand: bool) -> list[text.Unit]:
        inside = token.element in row.values
        said = row.values[token.element] if inside else self.said(token.element)
        label = row.where if inside and row.where else self.label(token.element)
        units = text.words(said or typeset(token.otherwise), label, heavy, token.blank > 0)
        wanted = token.blank or (0.0 if said or token.otherwise or not hand else _HAND)
        spare = wanted - sum(piece.em for unit in units for piece in unit)
        return [*units, (text.blank(spare),)] if spare > 0 and wanted else units


_CLOSING: Final = (*typeset("一,;:?!)一")[1:-1], *"。、》〉】〕”’")
_OPENING: Final = (typeset("(一")[0], *"《〈【〔“‘")


def _closes(unit: text.Unit) -> bool:
    return unit[0].text.startswith(_CLOSING)


def _opens(unit: text.Unit) -> bool:
    return unit[-1].text.endswith(_OPENING)


def _beside(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """For every token what its marks are set beside: a Chinese character wherever a value follows."""
    for place in range(len(tokens)):
        yield "一" if place else "", "一" if place + 1 < len(tokens) else ""


def _set(words: str, before: str, after: str) -> str:
    """Words of ours with Chinese marks, those beside a value too."""
    whole = typeset(before + words + after)
    return whole[len(before) : len(whole) - len(after)]


# ---- papers that flow ----------------------------------------------------------------------------


def _flowing(paper: Paper, values: _Values) -> list[Page]:
    """One page where slightly smaller type makes it one, else as many as it takes."""
    flow = on_one_page(lambda points: _laid_out(paper, values, points), paper.body, paper.floor)
    return (flow or _laid_out(paper, values, paper.body)).pages


def _laid_out(paper: Paper, values: _Values, size: float) -> Flow:
    flow = Flow(size, _LEADING, paper.size)
    for block in paper.blocks:
        if block.when is None or conditions.clause_truth(block.when, values.sheet.facts):
            _BLOCKS[block.kind](flow, block, values)
    return flow


def _title(flow: Flow, block: Block, values: _Values) -> None:
    flow.heading(values.line(block.tokens) or values.paper.title, block.size or values.paper.heading)
    if values.sheet.copy:
        flow.paragraph(f"(第{values.sheet.copy}次补打)", align="center")
    flow.skip(block.after)


_QR: Final = 24.0


def _codes(flow: Flow, block: Block, values: _Values) -> None:
    """A number over its bar code, and at the right edge the QR code that lets the county check the paper."""
    number, check = values.line(block.tokens), values.said(block.qr)
    wide = flow.right - LEFT - _QR - 4
    words = text.fit(values.units([Literal(f"{block.label} "), *block.tokens], heavy=True), wide, 6, 12, 7)
    label = _called(block.tokens, values) or block.label
    if not words.whole:
        raise _too_long(label, values.paper)

    def marks(y: float) -> Iterator[Mark]:
        yield from page.set_lines(words, LEFT, y, wide, 6)
        if number:
            yield _bars(number, LEFT - 2.5, y + 8, wide, 11, label)
        if check:
            yield _square(check, flow.right - _QR + 2.5, y - 3, _QR, values.label(block.qr))

    if number or check:
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
        flow.item(
            f"{number}.",
            values.units(block.tokens, row=row, where=values.label(block.rows)),
            indent=0.6 * flow.size,
        )


def _table(flow: Flow, block: Block, values: _Values) -> None:
    """A table of a value's rows, or of the cells that stand in the layout."""
    columns = [Column(c.title, c.width, c.align, c.shade) for c in block.columns]
    if block.rows:
        rows: list[list[Content]] = [
            [_cell(c, {"n": str(n), **row}, values.label(block.rows), values) for c in block.columns]
            for n, row in enumerate(values.rows(block.rows), 1)
        ]
        rows += [[text.words("") for _ in columns] for _ in range(block.spare_rows)]
    else:
        rows = [[values.units(cell, hand=False) for cell in cells] for cells in block.cells]
    head = any(c.title for c in columns)
    flow.table(Table(columns, rows, block.size or flow.size, head, least=block.height, leading=1.35))
    flow.skip(2 * block.after)


def _cell(column: PlanColumn, row: Mapping[str, str], rows: str, values: _Values) -> Content:
    return values.units(column.tokens, row=row, hand=False, where=column.title or rows)


_THUMB: Final = 24.0
"""Side in mm of the box for a thumbprint."""
_GAP: Final = 6.0
_BESIDE: Final = 14.0
"""White in mm before the box, and between signatures side by side."""


def _sign(flow: Flow, block: Block, values: _Values) -> None:
    """Lines to sign on with their dates, and a box for a thumbprint at the right."""
    labels = block.sides or (values.line(block.tokens),)
    date_words = typeset(block.date or values.paper.date_words)
    if not block.sides and not block.thumb:
        flow.block(12, lambda y: sign_here(labels[0], date_words, y + 8.5, flow.size, flow.right))
        return
    room = flow.right - LEFT - (_THUMB + _GAP if block.thumb else 0)
    wide = (room - _BESIDE * (len(labels) - 1)) / len(labels)

    def marks(y: float) -> list[Mark]:
        places = [LEFT + n * (wide + _BESIDE) for n in range(len(labels))]
        signs = [
            m for x, w in zip(places, labels, strict=True) for m in _line_to_sign(w, x, y, wide, flow.size)
        ]
        dates = [m for x in places for m in _below(date_words, x, y + 15, wide, flow.size)]
        return [*signs, *dates, *(_thumb(block.thumb, flow.right - _THUMB, y + 2) if block.thumb else ())]

    flow.block(_THUMB + 5 if block.thumb else 23, marks)


def _line_to_sign(label: str, x: float, y: float, wide: float, size: float) -> list[Mark]:
    fitted = text.fit(text.words(typeset(label)), wide * 0.75, 8, size, 7)
    begins = x + sum(piece.em for piece in fitted.lines[0]) * fitted.size * text.MM_PER_PT
    return [
        *page.set_lines(fitted, x, y + 4, wide, 8),
        page.Rule(begins, y + 11, x + wide, y + 11),
    ]


def _below(words: str, x: float, y: float, wide: float, size: float) -> list[Mark]:
    """What stands below a line to sign on: at the right, what comes before a tab at the left."""
    left, _, right = words.rpartition("\t")
    return [
        *page.set_lines(text.fit(text.words(left), wide, 6, size, 7), x, y, wide, 6),
        *page.set_lines(text.fit(text.words(right), wide, 6, size, 7), x, y, wide, 6, "right"),
    ]


def _thumb(words: str, x: float, y: float) -> list[Mark]:
    """A dashed box that says in grey what belongs into it."""
    caption = text.fit(text.words(typeset(words)), _THUMB - 2, 5, 8, 6)
    return [
        page.Frame(x, y, _THUMB, _THUMB, grey=0.45, dashed=True),
        *page.set_lines(caption, x + 1, y + _THUMB - 6, _THUMB - 2, 5, "center", grey=0.45),
    ]


_SEAL: Final = 100.0
"""Width in mm of what stands beside the seal."""


def _seal(flow: Flow, block: Block, values: _Values) -> None:
    """Where the seal goes: the office, its day, and a dashed ring to set it on, at the right."""
    em = flow.size * text.MM_PER_PT
    said = [
        values.units(block.tokens),
        text.words(values.said(block.day) or typeset(values.paper.date_words)),
    ]
    lines = [line for units in said for line in text.wrap(units, _SEAL / em)[0]]
    wide = max(52.0, *(sum(piece.em for piece in line) * em for line in lines))
    high = max(block.height or 42.0, len(lines) * 1.8 * em)
    fitted = text.Fitted(tuple(lines), flow.size)

    def marks(y: float) -> list[Mark]:
        left = flow.right - wide - 4
        placed = page.set_lines(fitted, left, y, wide, high, "center", leading=1.8)
        return [page.Ring(left + wide / 2, y + high / 2, 19), *placed]

    flow.block(high + 2, marks)


def _lines(flow: Flow, block: Block, _values: _Values) -> None:
    """Dotted lines to write on by hand, ``height`` of them."""
    for _ in range(int(block.height) or 2):
        flow.block(9, lambda y: [page.Rule(LEFT, y + 8, flow.right, y + 8, width=0.7, grey=0.3, dotted=True)])
    flow.skip(block.after)


def _space(flow: Flow, block: Block, _values: _Values) -> None:
    flow.skip(block.height)


def _foot(flow: Flow, block: Block, _values: _Values) -> None:
    """What follows stands at the foot of the page, ``height`` mm of it."""
    flow.room(block.height)
    flow.y = max(flow.y, flow.bottom - block.height)


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


# ---- codes ---------------------------------------------------------------------------------------


def _bars(value: str, x: float, y: float, wide: float, high: float, label: str) -> Mark:
    """A bar code no wider than there is room; UnprintableError for what can not be one."""
    if not value.isascii() or not value.isprintable():
        raise UnprintableError(f"“{label}”里有条形码印不了的字,只能用数字、字母和横线" + _AGAIN)
    if codes.code128_width(value) > wide:
        raise UnprintableError(f"“{label}”太长,条形码{wide:g}毫米宽印不下" + _AGAIN)
    return codes.code128(value, x, y, high)


def _square(value: str, x: float, y: float, side: float, label: str) -> Mark:
    try:
        return codes.qr(value, x, y, side)
    except ValueError as error:
        raise UnprintableError(f"“{label}”太长,二维码{side:g}毫米见方印不下" + _AGAIN) from error


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
            pages[spot.page - 1].marks += _spot(spot, values, long)
    if long and not paper.attaches:
        raise _too_long(long[0].label, paper)
    return pages + _attached(paper, long)


def _too_long(label: str, paper: Paper) -> UnprintableError:
    return UnprintableError(f"“{label}”太长,“{paper.title}”上印不下,也没有附页可接" + _AGAIN)


def _spot(spot: Spot, values: _Values, long: list[_Long]) -> Iterator[Mark]:
    """The marks of one box; a text that does not fit is noted in ``long``."""
    if spot.frame:
        yield page.Frame(spot.x, spot.y, spot.w, spot.h, spot.line, grey=spot.grey, dashed=spot.dashed)
    if spot.seal:
        yield page.Ring(spot.x + spot.w / 2, spot.y + spot.h / 2, min(spot.w, spot.h) / 2)
    if spot.crop:
        yield from _corners(spot)
    if spot.picture:
        yield from _picture(spot, values)
    elif spot.code:
        yield from _code(spot, values)
    elif spot.angle:
        yield from _turned(spot, values)
    elif spot.tokens:
        yield from _words(spot, values, long)


def _words(spot: Spot, values: _Values, long: list[_Long]) -> Iterator[Mark]:
    units = values.units(spot.tokens, spot.heavy, hand=False)
    inner = (spot.x + spot.pad, spot.y, spot.w - 2 * spot.pad, spot.h)
    fitted = text.fit(units, inner[2], inner[3], spot.size, spot.floor, spot.leading)
    if not fitted.whole:
        long.append(_Long(_name(spot, values), units))
    yield from page.set_lines(fitted, *inner, spot.align, spot.valign, spot.leading, spot.grey)


def _name(spot: Spot, values: _Values) -> str:
    """How a box is called."""
    return spot.label or _called(spot.tokens, values) or values.paper.title


def _called(tokens: Sequence[Token], values: _Values) -> str:
    """How people call the values of a template."""
    return "、".join(values.label(token.element) for token in tokens if isinstance(token, Answer))


def _turned(spot: Spot, values: _Values) -> Iterator[Mark]:
    """Lines of text turned about the middle of their box, never outside it."""
    units = values.units(spot.tokens, spot.heavy, hand=False)
    turn = math.radians(spot.angle)
    across, up = abs(math.cos(turn)), abs(math.sin(turn))
    high = min(spot.h * across, spot.w * across) / 2
    wide = min((spot.w - high * up) / across, (spot.h - high * across) / up)
    fitted = text.fit(units, wide, high, spot.size, spot.floor, spot.leading)
    if not fitted.whole:
        raise _too_long(_name(spot, values), values.paper)
    em, middle = fitted.size * text.MM_PER_PT, (len(fitted.lines) - 1) / 2
    for number, line in enumerate(fitted.lines):
        down = (number - middle) * spot.leading * em
        x = spot.x + spot.w / 2 + down * math.sin(turn)
        y = spot.y + spot.h / 2 + down * math.cos(turn)
        words = "".join(piece.text for piece in line)
        yield page.Turned(x, y, words, fitted.size, spot.angle, spot.heavy, spot.grey, spot.alpha)


# A card may be scanned this much off its shape before it is no longer the card.
_SHAPE: Final = 0.03


def _picture(spot: Spot, values: _Values) -> Iterator[Mark]:
    data = values.picture(spot.picture)
    if not data:
        return
    if spot.exact and abs(_shape(data) * spot.h / spot.w - 1) > _SHAPE:
        told = f"“{values.label(spot.picture)}”的宽高不是{spot.w:g}×{spot.h:g}毫米的比例"
        raise UnprintableError(f"{told},请沿边框重新裁剪" + _AGAIN)
    yield page.Picture(data, spot.x, spot.y, spot.w, spot.h, spot.exact)


def _shape(data: bytes) -> float:
    """Width of a picture in parts of its height."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            return image.width / image.height
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise UnprintableError("照片文件打不开,这张纸没有打印,请重新拍照后再打印。") from error


def _code(spot: Spot, values: _Values) -> Iterator[Mark]:
    if not (value := values.said(spot.code)):
        return
    label = values.label(spot.code)
    if spot.square:
        yield _square(value, spot.x, spot.y, spot.w, label)
    else:
        left = spot.x + max(0.0, (spot.w - codes.code128_width(value)) / 2 if value.isascii() else 0.0)
        yield _bars(value, left, spot.y, spot.w, spot.h, label)


_CROP: Final = (1.0, 3.0)
"""Where a crop mark begins and how long it is, in mm from its corner."""


def _corners(spot: Spot) -> Iterator[Mark]:
    """Two short lines outside every corner."""
    near, far = _CROP[0], sum(_CROP)
    for x, outward in ((spot.x, -1), (spot.x + spot.w, 1)):
        for y, downward in ((spot.y, -1), (spot.y + spot.h, 1)):
            yield page.Rule(x + outward * near, y, x + outward * far, y, 0.4)
            yield page.Rule(x, y + downward * near, x, y + downward * far, 0.4)


def _attached(paper: Paper, long: Sequence[_Long]) -> list[Page]:
    """An attached page with the whole of every text too long for its box."""
    if not long:
        return []
    flow = Flow(10.5, page=paper.size)
    flow.heading(f"{paper.title} 附页", size=16)
    columns = [Column("栏目", 40, "center"), Column("全文", flow.right - LEFT - 40)]
    flow.table(Table(columns, [[text.words(each.label), each.units] for each in long], flow.size))
    return flow.pages
