"""Papers whose length depends on their content: headings, paragraphs and tables down pages, in mm.

What belongs together stays on one page: a heading with what it heads, the head of a table with a row, and
signatures with two lines of what is signed. Where the page ends between them, what was placed already is
carried along to the next one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from typing import Final

from forms.lines import At
from printing import draw, text
from printing.draw import DrawnPage, Mark
from printing.errors import MisfitError, UnprintableError
from printing.layout import LayoutText
from printing.marks import moved
from printing.measures import BOTTOM, LEFT, RIGHT, TOP
from printing.pieces import SIGNED, PageKind, PagePiece, PageSetting, kind_of, repeats, said, with_heads
from printing.signing import must_fit, seal_here, sign_here, words_here
from printing.structure import ARTIFACT, Items, Span, Tag, TagRole, body_row, head_row, labels
from printing.tables import Content, Row, Table, units

__all__ = (
    "BOTTOM",
    "LEFT",
    "RIGHT",
    "TOP",
    "Content",
    "Flow",
    "Row",
    "Table",
    "must_fit",
    "placed",
    "seal_here",
    "sign_here",
    "units",
    "words_here",
)

_LEAST: Final = 1.25
_CLOSER: Final = 0.2
"""Least distance of lines in ems, and how much closer they stand where a paper is set tightly."""
_THIRD: Final = 1 / 3
_QUARTER: Final = 1 / 4
"""A row higher than a third of a page may be divided, and any row before a quarter stays white."""


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


class Flow:
    """Pages in mm, filled from the top; what does not fit continues on the next page.

    ``setting``: its type in points, or how closely it is set as well.
    """

    def __init__(
        self, setting: PageSetting | float, leading: float = 1.4, page: tuple[float, float] = draw.A4
    ) -> None:
        self.setting = setting if isinstance(setting, PageSetting) else PageSetting(setting)
        self.pages = [DrawnPage()]
        self.y = TOP
        self.size = self.setting.size
        self.tabled = False
        """Whether a table was placed."""
        self.leading = max(_LEAST, leading - _CLOSER) if self.setting.tight else leading
        self.right = page[0] - (draw.WIDTH - RIGHT)
        self.bottom = page[1] - (draw.HEIGHT - BOTTOM)
        self._items = Items()
        self._pieces: list[PagePiece] = []
        self._before: tuple[list[PagePiece], float] = ([], TOP)
        """What stays on the page before, and where it ends."""
        self._sunk = 0.0
        """White in mm above what was moved to the foot of the current page."""

    @property
    def _page(self) -> float:
        """Height of a whole page in mm."""
        return self.bottom - TOP

    @property
    def filled(self) -> float:
        """What part of the last page is filled; what stands at its foot counts as if right below the rest."""
        return (self.y - TOP - self._sunk) / self._page

    def white(self, height: float) -> float:
        """White of so many mm, half of it where the paper is set tightly."""
        return height / 2 if self.setting.tight else height

    # ---- pages -----------------------------------------------------------------------------------

    def room(self, height: float, signed: bool = False) -> None:
        """Begin a new page unless ``height`` mm are left on this one.

        Headings above go along; with ``signed`` so do signatures and two lines of text or a row.
        """
        if self.y + height > self.bottom and self.y > TOP:
            self._turn(self._along(height, signed))
        elif signed and len(self.pages) > 1 and said(self._pieces) < self.setting.along:
            self._fetch(height)

    def _fetch(self, height: float) -> None:
        """Bring lines of the page before to a page that has too few for the signature of ``height`` mm."""
        here, pieces, end = self.pages[-1], self._pieces, self.y
        self._pieces, self.y = self._before
        count = with_heads(self._pieces, self._signed(self.setting.along - said(pieces)))
        if 0 < count < len(self._pieces) and self._high(count) + end + height <= self.bottom:
            self.pages.pop()
            self._turn(count)
            if pieces and repeats(pieces[0], self._pieces[-1]):
                pieces = pieces[1:]  # its table begins above now, with its head
            down = self.y - (pieces[0].top if pieces else TOP)
            if pieces:
                self._carry(here, pieces)
            self.y = end + down
        else:
            self._pieces, self.y = pieces, end

    def foot(self, height: float) -> None:
        """Move down so that the signatures which follow are in the lowest ``height`` mm of the page."""
        self.room(height, signed=True)
        below = max(self.y, self.bottom - height)
        self._sunk, self.y = below - self.y, below

    def _along(self, height: float, signed: bool = False) -> int:
        """How many of the last pieces go to the next page with a piece of ``height`` mm."""
        count = self._signed(self.setting.along) if signed else 0
        for least in (count, 0):
            count = with_heads(self._pieces, least)
            if count < len(self._pieces) and self._high(count) + height <= self._page:
                return count
        return 0

    def _signed(self, lines: float) -> int:
        """How many pieces hold so many lines of text or a row, counted from the last."""
        counts = range(1, len(self._pieces) + 1)
        return next((count for count in counts if said(self._pieces[-count:]) >= lines), 0)

    def _high(self, count: int) -> float:
        """Height in mm of the last ``count`` pieces."""
        return self.y - self._pieces[-count].top if count else 0.0

    def _turn(self, along: int = 0) -> None:
        """Begin a new page with the last ``along`` pieces of this one, below the head of their table."""
        stays = len(self._pieces) - along
        pieces, below = self._pieces[stays:], self.y
        self._before = self._pieces[:stays], pieces[0].top if pieces else below
        left, self._pieces, self._sunk = self.pages[-1], [], 0.0
        self.pages.append(DrawnPage())
        self.y = TOP
        if not pieces:
            return
        if pieces[0].kind is PageKind.ROW and pieces[0].table:
            self._put_head(pieces[0].table)
        self._carry(left, pieces)
        self.y += below - pieces[0].top

    def _carry(self, left: DrawnPage, pieces: Sequence[PagePiece]) -> None:
        """Move these last pieces of a page to the new one, the first to where it is filled to."""
        page, first = self.pages[-1], pieces[0]
        down, marks, spans = self.y - first.top, len(page.marks) - first.marks, len(page.spans) - first.spans
        page.marks += [moved(mark, down) for mark in left.marks[first.marks :]]
        page.spans += [Span(s.start + marks, s.end + marks, s.tag) for s in left.spans[first.spans :]]
        del left.marks[first.marks :], left.spans[first.spans :]
        self._pieces += [
            replace(p, marks=p.marks + marks, spans=p.spans + spans, top=p.top + down) for p in pieces
        ]

    def _begin(self, kind: PageKind, table: Table | None = None) -> None:
        """What is put on the page from here on is a new piece."""
        page = self.pages[-1]
        self._pieces.append(PagePiece(kind, len(page.marks), len(page.spans), self.y, table))

    # ---- what is placed --------------------------------------------------------------------------

    def whole(self, lay_out: Callable[[], None]) -> None:
        """Place what ``lay_out`` places on one page if a page can hold it; it may be called twice."""
        page, top, items, count = self.pages[-1], self.y, copy(self._items), len(self.pages)
        marks, spans, pieces = [*page.marks], [*page.spans], [*self._pieces]
        lay_out()
        if len(self.pages) == count or top <= TOP:
            return
        page.marks, page.spans = marks, spans
        del self.pages[count:]
        self.y, self._pieces, self._items = top, pieces, items
        self._turn(self._along(0))
        lay_out()

    def skip(self, height: float) -> None:
        """Leave ``height`` mm white, except at the top of a page."""
        if self.y > TOP:
            self.y += self.white(height)

    def block(self, height: float, marks: Callable[[float], Sequence[Mark]], signed: bool = False) -> None:
        """Place a block that is never divided; ``marks`` is called with its top edge in mm.

        Its words are a paragraph, its codes and pictures figures. ``signed`` is a place for a signature or a
        seal. MisfitError when it is higher than a page.
        """
        if height > self._page:
            raise MisfitError(f"这一块高{height:g}毫米,一页只有{self._page:g}毫米,请改小")
        self.room(height, signed)
        self._begin(PageKind.SIGN if signed else PageKind.BLOCK)
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
        """A heading kept on one page with what comes next, and with its first ``keep`` mm.

        No more than a quarter of a page is kept, so that no page turns early.
        """
        self.skip(2.5)
        self.room(size * text.MM_PER_PT * self.leading + min(keep, _QUARTER * self._page))
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
        leads: bool = False,
    ) -> None:
        """Running text whose lines may part at a page's end; ``size`` in points, the others in mm.

        No line of it stands alone on a page; ``leads``: it stays with what comes next. Indented like the item
        above it, it is part of that. MisfitError when the width does not hold one letter.
        """
        self._set(content, self._items.paragraph(indent), size, align, after, indent, leads=leads)

    def _set(
        self,
        content: Content,
        tag: Tag,
        size: float = 0.0,
        align: str = "left",
        after: float = 0.8,
        indent: float = 0.0,
        mark: tuple[text.Fitted, Tag] | None = None,
        leads: bool = False,
    ) -> None:
        """Lines down the pages; ``mark`` stands at the left of the first one."""
        points = size or self.size
        em, wide = points * text.MM_PER_PT, self.right - LEFT - indent
        if wide < em:
            raise MisfitError(f"{points:g}磅的字在{wide:g}毫米宽里放不下,请改小字号或缩进")
        lines = text.wrap(units(content), wide / em)[0]
        turns = self._turns(len(lines), em)
        for number, line in enumerate(lines):
            if number in turns:
                self._turn(self._along(em) if number == 0 else 0)
            small, several = points < self.size, len(lines)
            self._begin(kind_of(tag.role, leads=leads, small=small, number=number, lines=several))
            if mark and number == 0:
                self.pages[-1].put(draw.set_lines(mark[0], LEFT, self.y, indent, em), mark[1])
            fitted = text.Fitted((line,), points)
            self.pages[-1].put(draw.set_lines(fitted, LEFT + indent, self.y, wide, em, align), tag)
            self.y += self.leading * em
        self.y += self.white(after)

    def _turns(self, lines: int, em: float) -> set[int]:
        """Before which of so many lines of ``em`` mm a page turns; neither end of them stands alone."""
        step, turns, at, y = self.leading * em, set[int](), 0, self.y
        while at < lines:
            fits = max(0, int((self.bottom - y - em) / step + 1e-6) + 1) if y + em <= self.bottom else 0
            if fits >= lines - at:
                break
            if lines - at - fits == 1:
                fits -= 1
            if fits < 2:
                fits = 0 if y > TOP else max(1, fits)
            at, y = at + fits, TOP
            turns.add(at)
        return turns

    def item(self, mark: str, content: Content, indent: float = 6.0) -> None:
        """A paragraph that begins with a mark such as ``1.``; all its lines are indented by ``indent`` mm."""
        fitted = text.Fitted((text.together(units(mark)),), self.size)
        label, body = self._items.item(indent)
        self._set(content, body, after=0.5, indent=indent, mark=(fitted, label))

    # ---- tables ----------------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """A table; its heading is repeated on each page. A row is divided only when it is very high.

        MisfitError when the heading takes more than half a page.
        """
        self.tabled = True
        if table.whole and table.height <= self._page:
            self.room(table.height)
        table = replace(table, air=self.setting.air) if self.setting.air else table
        if table.high(table.top) > self._page / 2:
            raise MisfitError("表头太高,请把列名改短或把列改宽")
        tagged, named = self._headed(TagRole.TABLE), labels([c.shade for c in table.columns], table.head)
        if table.top:
            self.room(table.high(table.top))
            self._begin(PageKind.HEAD)
            self._put(table, table.top, head_row(tagged, len(table.columns)))
        for row in table.body:
            left, cells = row, body_row(tagged, named)
            while any(left):
                left = self._row(table, left, cells)

    def _put(self, table: Table, row: Row, cells: Sequence[Tag]) -> None:
        for marks, cell in zip(table.marks(row, self.y), cells, strict=False):
            self.pages[-1].put(marks, cell)
        self.y += table.high(row)

    def _put_head(self, table: Table) -> None:
        """The heading of a table again."""
        if table.top:
            self._begin(PageKind.HEAD, table)
            self._put(table, table.top, [ARTIFACT] * len(table.columns))

    def _row(self, table: Table, row: Row, cells: Sequence[Tag]) -> Row:
        """Place a row, or of a very high one what has room; returns the rest of its lines."""
        fits = self._fitting(table, row)
        if not fits:
            along = self._along(table.high(row))
            self._turn(along)
            if not along:
                self._put_head(table)
            fits = self._fitting(table, row) or table.fitting(self.bottom - self.y)
        self._begin(PageKind.ROW, table)
        self._put(table, [cell[:fits] for cell in row], cells)
        return [cell[fits:] for cell in row]

    def _fitting(self, table: Table, row: Row) -> int:
        """How many lines of a row have their place on this page; 0 when it belongs on the next."""
        left, high, lines = self.bottom - self.y, table.high(row), max(map(len, row))
        if high <= left + 1e-6:
            return lines
        if high <= _THIRD * self._page and left <= _QUARTER * self._page:
            return 0
        if table.rows_whole and high <= self._page - table.high(table.top):
            return 0
        fits = min(table.fitting(left), lines - SIGNED)
        enough = fits >= SIGNED and table.high([cell[:fits] for cell in row]) <= left + 1e-6
        return fits if enough else 0
