"""Tables of flowing papers: their cells broken into lines, and the marks of their rows, in mm."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from forms.typesetting import typeset
from printing import draw, text
from printing.draw import Mark
from printing.measures import LEFT
from printing.plan_shapes import TableColumn

_SHADE: Final = 0.94

Content = str | Sequence[text.Unit]
"""What a paragraph or a cell holds: words of ours, or units where an answer stands in them."""
Row = list[list[text.Line]]
"""One row of a table: the lines of each of its cells."""


def units(content: Content, heavy: bool = False) -> Sequence[text.Unit]:
    """Content as units; a plain text gets Chinese punctuation."""
    return text.words(typeset(content), heavy=heavy) if isinstance(content, str) else content


@dataclass(frozen=True)
class Table:
    """A ruled table; ``size`` in points, ``pad`` (white around a text) and ``least`` (lowest row) in mm.

    ``air`` is the least white in mm above and below a text where ``pad`` is less. A ``whole`` table stays on
    one page, where a page can hold it; with ``rows_whole`` each of its rows does.
    """

    columns: Sequence[TableColumn]
    rows: Sequence[Sequence[Content]]
    size: float
    head: bool = True
    pad: float = 1.6
    least: float = 0.0
    leading: float = 1.4
    air: float = 0.0
    whole: bool = False
    rows_whole: bool = False

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

    @property
    def _above(self) -> float:
        """White in mm above and below the words of a row."""
        return max(self.pad, self.air)

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
        return max(self.least, ((most - 1) * self.leading + 1.0) * self._em + 2 * self._above)

    def fitting(self, height: float) -> int:
        """How many lines a row of ``height`` mm holds, at least one."""
        return max(1, int((height - 2 * self._above - self._em) / (self.leading * self._em) + 1e-6) + 1)

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
