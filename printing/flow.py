"""Papers whose length follows their content: headings, paragraphs and tables down A4 pages, in mm."""

from collections.abc import Callable, Sequence
from typing import Final

from printing import draw, text
from printing.draw import Mark, Page
from printing.layout import Column

LEFT: Final = 15.0
RIGHT: Final = 195.0
TOP: Final = 15.0
BOTTOM: Final = 283.0
_LEADING: Final = 1.45
_SHADE: Final = 0.94

Cell = list[text.Unit]
Content = str | Sequence[text.Unit]


class Flow:
    """Pages filled from the top; what does not fit goes on overleaf, never away."""

    def __init__(self, size: float, leading: float = _LEADING) -> None:
        self.pages = [Page()]
        self.y = TOP
        self._size = size
        self._leading = leading

    def room(self, height: float) -> None:
        """Begin a new page unless ``height`` mm are left on this one."""
        if self.y + height > BOTTOM and self.y > TOP:
            self.pages.append(Page())
            self.y = TOP

    def skip(self, height: float) -> None:
        """Leave white, but none at the head of a page."""
        if self.y > TOP:
            self.y += height

    def add(self, marks: Sequence[Mark]) -> None:
        """Put marks on the current page."""
        self.pages[-1].marks += marks

    def block(self, height: float, marks: Callable[[float], Sequence[Mark]]) -> None:
        """A block that is never divided: ``marks`` are asked for with its top edge."""
        self.room(height)
        self.add(marks(self.y))
        self.y += height

    def heading(self, words: str, size: float) -> None:
        """The title of a paper, in bold and centred."""
        self.paragraph(words, size=size, heavy=True, align="center", after=3)

    def section(self, words: str, size: float) -> None:
        """A heading that is never left alone at the foot of a page."""
        self.skip(3.5)
        self.room(28)
        self.paragraph(words, size=size, heavy=True, after=1.2)

    def paragraph(
        self,
        content: Content,
        size: float = 0.0,
        heavy: bool = False,
        align: str = "left",
        after: float = 1.0,
        indent: float = 0.0,
        grey: float = 0.0,
    ) -> None:
        """Running text; lines of one paragraph may part at a page's end. ``indent`` in mm."""
        points = size or self._size
        em = points * text.MM_PER_PT
        units = text.words(content, heavy=heavy) if isinstance(content, str) else content
        lines, _ = text.wrap(units, (RIGHT - LEFT - indent) / em)
        for line in lines:
            self.room(em)
            fitted = text.Fitted((line,), points)
            wide = RIGHT - LEFT - indent
            self.add(draw.set_lines(fitted, LEFT + indent, self.y, wide, em, align, grey=grey))
            self.y += self._leading * em
        self.y += after - (self._leading - 1.0) * em

    def hanging(self, mark: Content, words: Content, indent: float) -> None:
        """A line begun by a mark; its text and the lines after it stand ``indent`` mm further in."""
        self.room(self._size * text.MM_PER_PT)
        em = self._size * text.MM_PER_PT
        units = text.words(mark) if isinstance(mark, str) else mark
        fitted = text.Fitted((text.together(units),), self._size)
        self.add(draw.set_lines(fitted, LEFT, self.y, indent, em))
        self.paragraph(words, indent=indent)

    def table(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Content]],
        size: float = 0.0,
        head: bool = True,
        pad: float = 1.6,
        least: float = 0.0,
    ) -> None:
        """A ruled table; its head is repeated overleaf, a row parts only when it is taller than a page.

        ``pad`` is the white between line and text, ``least`` the height of the lowest row, both in mm.
        """
        grid = _Grid(columns, size or self._size, pad, least, self._leading)
        titles = [text.words(c.title, heavy=True) for c in columns]
        top = grid.height(grid.lines(titles)) if head else 0.0
        bodies = [grid.lines(row) for row in rows]
        if bodies:
            self.room(min(top + grid.height(bodies[0]), BOTTOM - TOP))
        self._head(grid, titles, head)
        for body in bodies:
            left: list[list[text.Line]] | None = body
            while left is not None:
                left = self._row(grid, left, titles, head, top)

    def _head(self, grid: "_Grid", titles: Sequence[Content], head: bool) -> None:
        if head:
            lines = grid.lines(titles)
            self.add(grid.marks(lines, self.y, head=True))
            self.y += grid.height(lines)

    def _row(
        self, grid: "_Grid", body: "list[list[text.Line]]", titles: Sequence[Content], head: bool, top: float
    ) -> "list[list[text.Line]] | None":
        """Place one row, or as much of it as a whole page takes; what is left, if anything."""
        high = grid.height(body)
        if self.y + high > BOTTOM and (high <= BOTTOM - TOP - top or BOTTOM - self.y < 40):
            self.pages.append(Page())
            self.y = TOP
            self._head(grid, titles, head)
        fits = grid.fitting(BOTTOM - self.y)
        now = [cell[:fits] for cell in body]
        later = [cell[fits:] for cell in body]
        self.add(grid.marks(now, self.y))
        self.y += grid.height(now)
        return later if any(later) else None


class _Grid:
    """Columns and type of one table."""

    def __init__(
        self, columns: Sequence[Column], size: float, pad: float, least: float, leading: float
    ) -> None:
        self._columns = columns
        self._size = size
        self._pad = pad
        self._least = least
        self._leading = leading
        self._em = size * text.MM_PER_PT

    def lines(self, row: Sequence[Content]) -> list[list[text.Line]]:
        """Each cell broken into lines of its column."""
        broken = []
        for column, cell in zip(self._columns, row, strict=True):
            units = text.words(cell) if isinstance(cell, str) else cell
            broken.append(text.wrap(units, (column.width - 2 * self._pad) / self._em)[0])
        return broken

    def height(self, row: Sequence[Sequence[text.Line]]) -> float:
        """Height in mm of a row with its white."""
        most = max(len(cell) for cell in row)
        return max(self._least, ((most - 1) * self._leading + 1.0) * self._em + 2 * self._pad)

    def fitting(self, height: float) -> int:
        """How many lines a row of a height in mm holds, at least one."""
        return max(1, int((height - 2 * self._pad - self._em) / (self._leading * self._em)) + 1)

    def marks(self, row: Sequence[Sequence[text.Line]], y: float, head: bool = False) -> list[Mark]:
        """The cells of a row with their lines; a head row is centred and shaded."""
        x, high = LEFT, self.height(row)
        marks: list[Mark] = []
        for column, lines in zip(self._columns, row, strict=True):
            marks.append(draw.Frame(x, y, column.width, high, shade=_SHADE if head else None))
            inner = (x + self._pad, y, column.width - 2 * self._pad, high)
            align = "center" if head else column.align
            fitted = text.Fitted(tuple(lines), self._size)
            marks += draw.set_lines(fitted, *inner, align, leading=self._leading)
            x += column.width
        return marks
