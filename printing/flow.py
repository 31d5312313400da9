"""Papers whose length depends on their content: headings, paragraphs and tables down pages, in mm."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from forms.lines import At
from forms.typesetting import typeset
from printing import draw, fonts, text
from printing.draw import DrawnPage, Mark
from printing.errors import MisfitError, UnprintableError
from printing.layout import LayoutText
from printing.plan_shapes import TableColumn
from printing.structure import ARTIFACT, Items, Tag, TagRole, body_row, head_row

LEFT: Final = 15.0
RIGHT: Final = 195.0
TOP: Final = 15.0
BOTTOM: Final = 283.0
_SHADE: Final = 0.94
# A heading keeps this much of what follows it on its page.
_HEADED: Final = 20.0

Content = str | Sequence[text.Unit]
"""What a paragraph or a cell holds: words of ours, or units where an answer stands in them."""
Row = list[list[text.Line]]
"""One row of a table: the lines of each of its cells."""


def units(content: Content, heavy: bool = False) -> Sequence[text.Unit]:
    """Content as units; a plain text gets Chinese punctuation."""
    return text.words(typeset(content), heavy=heavy) if isinstance(content, str) else content


@dataclass(frozen=True)
class Table:
    """A ruled table; ``size`` in points, ``pad`` (white around a text) and ``least`` (lowest row) in mm."""

    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Content]]
    size: float
    head: bool = True
    pad: float = 1.6
    least: float = 0.0
    leading: float = 1.4

    @cached_property
    def top(self) -> Row:
        """The heading row; no cells when the table has none."""
        return self._broken([units(c.title, heavy=True) for c in self.columns]) if self.head else []

    @cached_property
    def body(self) -> list[Row]:
        """The rows below the head."""
        return [self._broken(row) for row in self.rows]

    @property
    def height(self) -> float:
        """Height in mm of the whole table."""
        return sum(map(self.high, (self.top, *self.body)))

    @property
    def _em(self) -> float:
        return self.size * text.MM_PER_PT

    def _broken(self, row: Sequence[Content]) -> Row:
        return [
            text.wrap(units(cell), (column.width - 2 * self.pad) / self._em)[0]
            for column, cell in zip(self.columns, row, strict=True)
        ]

    def high(self, row: Row) -> float:
        """Height in mm of a row with its white."""
        if not row:
            return 0.0
        most = max(map(len, row))
        return max(self.least, ((most - 1) * self.leading + 1.0) * self._em + 2 * self.pad)

    def fitting(self, height: float) -> int:
        """How many lines a row of ``height`` mm holds, at least one."""
        return max(1, int((height - 2 * self.pad - self._em) / (self.leading * self._em) + 1e-6) + 1)

    def marks(self, row: Row, y: float) -> Iterator[list[Mark]]:
        """The marks of each of a row's cells; the heading row is centred and shaded."""
        x, high, head = LEFT, self.high(row), row is self.top
        for column, lines in zip(self.columns, row, strict=False):
            shade = _SHADE if head or column.shade else None
            inner = (x + self.pad, y, column.width - 2 * self.pad, high)
            align = "center" if head else column.align
            fitted = text.Fitted(tuple(lines), self.size)
            words = draw.set_lines(fitted, *inner, align, leading=self.leading)
            yield [draw.Frame(x, y, column.width, high, shade=shade), *words]
            x += column.width


def on_one_page(lay_out: Callable[[float], "Flow"], size: float, floor: float) -> "Flow | None":
    """The paper in the largest type from ``size`` down to ``floor`` points on one page; None if on none."""
    # Text takes room with the square of its size: less than this many pages can still become one.
    hopeful = 2 + (size / floor) ** 2
    while size >= floor - 1e-6:
        flow = lay_out(size)
        if len(flow.pages) == 1:
            return flow
        if len(flow.pages) > hopeful:
            return None
        size -= 0.5
    return None


@contextmanager
def placed(source: LayoutText, at: At) -> Iterator[None]:
    """Adds this row's place to errors: MisfitError becomes LayoutError, UnprintableError gets ``place``."""
    try:
        yield
    except MisfitError as error:
        raise source.fault(str(error), at) from error
    except UnprintableError as error:
        error.place = error.place or at
        raise


_TO_SIGN: Final = 15.0
"""Least length in mm of a line to sign on."""


def sign_here(label: str, date: str, y: float, size: float, right: float = RIGHT) -> list[Mark]:
    """A label, a line to sign on and a date that ends at ``right``, on a baseline at ``y``, all in mm.

    MisfitError when label and date leave no room to sign.
    """
    label, date = typeset(label), typeset(date)
    em = size * text.MM_PER_PT
    begins = LEFT + fonts.width(label) * em
    dated = right - fonts.width(date) * em
    if dated - 6 - begins < _TO_SIGN:
        raise MisfitError(f"“{label}”太长,后面没有签名的地方,请改短")
    return [
        draw.Words(LEFT, y, label, size),
        draw.Rule(begins, y + 1, dated - 6, y + 1),
        draw.Words(dated, y, date, size),
    ]


def words_here(x: float, y: float, words: str, size: float, wide: float, heavy: bool = False) -> Mark:
    """One line of words, its baseline beginning at (x, y); MisfitError when wider than ``wide`` mm."""
    if fonts.width(words, heavy) * size * text.MM_PER_PT > wide:
        raise MisfitError(f"“{words}”太长,{wide:g}毫米宽印不下,请改短或改小字号")
    return draw.Words(x, y, words, size, heavy=heavy)


def must_fit(units: Sequence[text.Unit], wide: float, high: float, size: float, floor: float) -> text.Fitted:
    """Words of a layout in a box in mm, in type of ``size`` to ``floor`` points; MisfitError if too long."""
    fitted = text.fit(units, wide, high, size, floor)
    if not fitted.whole:
        said = "".join(piece.text for unit in units for piece in unit)
        raise MisfitError(f"“{said[:20]}”太长,{wide:g}毫米宽印不下,请改短")
    return fitted


def seal_here(
    words: text.Fitted,
    x: float,
    y: float,
    radius: float,
    box: tuple[float, float],
    leading: float,
    grey: float = 0.0,
) -> list[Mark]:
    """A dashed ring of ``radius`` mm around (x, y) for the seal, with words in a box around its centre."""
    wide, high = box
    inner = (x - wide / 2, y - high / 2, wide, high)
    return [
        draw.Ring(x, y, radius),
        *draw.set_lines(words, *inner, "center", leading=leading, grey=grey),
    ]


class Flow:
    """Pages in mm, filled from the top; what does not fit continues on the next page."""

    def __init__(self, size: float, leading: float = 1.4, page: tuple[float, float] = draw.A4) -> None:
        self.pages = [DrawnPage()]
        self.y = TOP
        self.size = size
        self.leading = leading
        self.right = page[0] - (draw.WIDTH - RIGHT)
        self.bottom = page[1] - (draw.HEIGHT - BOTTOM)
        self._items = Items()

    def room(self, height: float) -> None:
        """Begin a new page unless ``height`` mm are left on this one."""
        if self.y + height > self.bottom and self.y > TOP:
            self._turn()

    def _turn(self) -> None:
        self.pages.append(DrawnPage())
        self.y = TOP

    def skip(self, height: float) -> None:
        """Leave ``height`` mm white, except at the top of a page."""
        if self.y > TOP:
            self.y += height

    def block(self, height: float, marks: Callable[[float], Sequence[Mark]]) -> None:
        """Place a block that is never divided; ``marks`` is called with its top edge in mm.

        Its words are a paragraph, its codes and pictures figures. MisfitError when it is higher than a page.
        """
        if height > self.bottom - TOP:
            raise MisfitError(f"这一块高{height:g}毫米,一页只有{self.bottom - TOP:g}毫米,请改小")
        self.room(height)
        self.pages[-1].put(marks(self.y), self._items.paragraph(0))
        self.y += height

    def heading(self, words: str, size: float) -> None:
        """The title of a paper, in bold and centred."""
        self._set(units(words, heavy=True), self._headed(TagRole.TITLE), size, "center", after=1)

    def reprint(self, copy: int) -> None:
        """Print below the title which reprint the paper is; nothing for the first print (0)."""
        if copy:
            self.paragraph(f"(第{copy}次补打)", align="center")

    def section(self, words: str, size: float, keep: float = 0.0) -> None:
        """A heading kept on one page with the next ``keep`` mm, if a page can hold both."""
        high = size * text.MM_PER_PT * self.leading
        self.skip(2.5)
        self.room(high + (max(keep, _HEADED) if high + keep <= self.bottom - TOP else _HEADED))
        self._set(units(words, heavy=True), self._headed(TagRole.SECTION), size, after=0.2)

    def _headed(self, role: TagRole) -> Tag:
        self._items.end()
        return Tag(role)

    def paragraph(
        self,
        content: Content,
        size: float = 0.0,
        align: str = "left",
        after: float = 0.8,
        indent: float = 0.0,
    ) -> None:
        """Running text whose lines may part at a page's end; ``size`` in points, the others in mm.

        Indented like the item above it, it is part of that. MisfitError when the width does not hold one
        letter.
        """
        self._set(content, self._items.paragraph(indent), size, align, after, indent)

    def _set(
        self,
        content: Content,
        tag: Tag,
        size: float = 0.0,
        align: str = "left",
        after: float = 0.8,
        indent: float = 0.0,
    ) -> None:
        points = size or self.size
        em, wide = points * text.MM_PER_PT, self.right - LEFT - indent
        if wide < em:
            raise MisfitError(f"{points:g}磅的字在{wide:g}毫米宽里放不下,请改小字号或缩进")
        for line in text.wrap(units(content), wide / em)[0]:
            fitted = text.Fitted((line,), points)
            self.room(em)
            self.pages[-1].put(draw.set_lines(fitted, LEFT + indent, self.y, wide, em, align), tag)
            self.y += self.leading * em
        self.y += after

    def item(self, mark: str, content: Content, indent: float = 6.0) -> None:
        """A paragraph that begins with a mark such as ``1.``; all its lines are indented by ``indent`` mm."""
        em = self.size * text.MM_PER_PT
        self.room(em)
        fitted = text.Fitted((text.together(units(mark)),), self.size)
        label, body = self._items.item(indent)
        self.pages[-1].put(draw.set_lines(fitted, LEFT, self.y, indent, em), label)
        self._set(content, body, after=0.5, indent=indent)

    def table(self, table: Table) -> None:
        """A table; its heading is repeated on each page, a row is divided only when higher than a page.

        MisfitError when the heading takes more than half a page.
        """
        if table.high(table.top) > (self.bottom - TOP) / 2:
            raise MisfitError("表头太高,请把列名改短或把列改宽")
        first = table.high(table.body[0]) if table.body else 0.0
        self.room(min(table.high(table.top) + first, self.bottom - TOP))
        tagged, labels = self._headed(TagRole.TABLE), [column.shade for column in table.columns]
        self._put(table, table.top, head_row(tagged, len(table.columns)) if table.top else ())
        for row in table.body:
            left, cells = row, body_row(tagged, labels)
            while any(left):
                left = self._row(table, left, cells)

    def _put(self, table: Table, row: Row, cells: Sequence[Tag]) -> None:
        for marks, cell in zip(table.marks(row, self.y), cells, strict=False):
            self.pages[-1].put(marks, cell)
        self.y += table.high(row)

    def _row(self, table: Table, row: Row, cells: Sequence[Tag]) -> Row:
        """Place a row, or of one higher than a page what has room; returns the rest of its lines."""
        page = self.bottom - TOP - table.high(table.top)
        if self.y + table.high(row) > self.bottom and (
            table.high(row) <= page or self.bottom - self.y < _HEADED
        ):
            self._turn()
            self._put(table, table.top, [ARTIFACT] * len(table.columns))
        fits = table.fitting(self.bottom - self.y)
        self._put(table, [cell[:fits] for cell in row], cells)
        return [cell[fits:] for cell in row]
