"""Marks on a page in mm from its top left corner, and the PDF made of them.

Papers first place marks, which are plain data, then ``render`` draws them all: the page count is known,
a box can be tested, and nothing is half drawn when a character is refused.
"""

import io
import threading
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Final

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from printing import fonts, text
from printing.marks import (
    HAIRLINE,
    DrawnPage,
    Fill,
    Frame,
    Mark,
    Picture,
    Ring,
    Rule,
    Tick,
    Turned,
    Veil,
    Words,
    tag_of,
)
from printing.pen import POINTS, Pen
from printing.properties import FileInfo
from printing.tagging import FOOT, WATERMARK, TreeWriter

__all__ = (
    "A4",
    "FOOTER",
    "HAIRLINE",
    "HEIGHT",
    "WIDTH",
    "DrawnPage",
    "Fill",
    "Frame",
    "Mark",
    "Picture",
    "Ring",
    "Rule",
    "Tick",
    "Turned",
    "Veil",
    "Words",
    "footing",
    "render",
    "set_lines",
)

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
"""A4 portrait in mm (GB/T 148)."""
A4: Final = (WIDTH, HEIGHT)
# A reportlab face keeps its place in its file while it writes a subset: one paper at a time.
_LOCK: Final = threading.Lock()
# Streams as they are: a quarter smaller and twice as fast to write as ASCII 85.
rl_config.useA85 = 0


def set_lines(
    fitted: text.Fitted,
    x: float,
    y: float,
    w: float,
    h: float,
    align: str = "left",
    valign: str = "middle",
    leading: float = 1.3,
    grey: float = 0.0,
) -> list[Mark]:
    """Marks of fitted lines in a rectangle in mm, aligned left/center/right and top/middle."""
    em = fitted.size * text.MM_PER_PT
    block = ((len(fitted.lines) - 1) * leading + 1.0) * em
    top = y if valign == "top" else y + (h - block) / 2
    marks: list[Mark] = []
    for number, line in enumerate(fitted.lines):
        spare = w - sum(piece.em for piece in line) * em
        left = x + {"left": 0.0, "center": spare / 2, "right": spare}[align]
        marks += _line_marks(line, left, top + number * leading * em, fitted.size, grey)
    return marks


# Where Han glyphs stand on the baseline in ems of Noto Sans SC: their square is 0.88 above, 0.12 below.
_ASCENT: Final = 0.88
_UNDERLINE: Final = 1.06
_BOX: Final = 0.9


def _line_marks(line: text.Line, x: float, top: float, size: float, grey: float) -> list[Mark]:
    em = size * text.MM_PER_PT
    marks: list[Mark] = []
    for piece in line:
        wide = piece.em * em
        if piece.kind in (text.PieceKind.EMPTY, text.PieceKind.TICKED):
            side = _BOX * em
            marks.append(Tick(x + 0.1 * em, top + 0.06 * em, side, piece.kind is text.PieceKind.TICKED))
        elif piece.text:
            marks.append(Words(x, top + _ASCENT * em, piece.text, size * piece.scale, piece.heavy, grey))
        if piece.under:
            marks.append(Rule(x, top + _UNDERLINE * em, x + wide, top + _UNDERLINE * em))
        x += wide
    return marks


def render(
    pages: Sequence[DrawnPage],
    title: str,
    sample: bool = False,
    footer: str | None = "",
    size: tuple[float, float] = A4,
    shift: tuple[float, float] = (0.0, 0.0),
    made: date | None = None,
    foot: float = 0.0,
) -> bytes:
    """The pages as a tagged PDF of ``size`` mm: fonts embedded, the same bytes for the same marks.

    ``footer`` is printed at the lower left of pages as wide as A4, with the page number at the right; None
    prints neither. ``sample`` prints 样张 across every page. ``shift`` moves everything right and down by mm,
    against the offset of one printer. ``foot`` is the type size of that line in points. ``made`` is the
    moment or the day of what the paper tells; without it the file tells none.
    """
    out, (right, down) = io.BytesIO(), (shift[0] * POINTS, shift[1] * POINTS)
    with _LOCK:
        canvas = _canvas(out, size, title, "样张" if sample else title, made)
        pen, tree = Pen(canvas, size[1]), TreeWriter(canvas, (right, size[1] * POINTS - down))
        for number, page in enumerate(pages, 1):
            canvas.translate(right, -down)
            if sample:
                tree.aside(WATERMARK)
                pen.watermark("样张", *size)
            for tag, marks in page.parts():
                for mark in marks:
                    tree.turn(tag_of(mark, tag))
                    pen.draw(mark)
            if footer is not None and min(size) >= WIDTH:
                tree.aside(FOOT)
                for mark in footing(footer, number, len(pages), size, foot or FOOTER[2]):
                    pen.draw(mark)
            tree.page()
        tree.finish()
        canvas.save()
    return out.getvalue()


def _canvas(
    out: io.BytesIO, size: tuple[float, float], title: str, subject: str, made: date | None
) -> Canvas:
    """An empty PDF with its metadata, set to be printed at 100 %."""
    canvas = Canvas(
        out,
        pagesize=(size[0] * POINTS, size[1] * POINTS),
        pageCompression=1,
        pdfVersion=(1, 7),
        invariant=1,
        initialFontName=fonts.first(),
        lang="zh-CN",
    )
    canvas._doc.info = FileInfo(title, subject, made)
    # Boxes are in mm: a driver must not shrink the page to its margins.
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


FOOTER: Final = (145.0, 8.0, 9.0, 9.0)
"""Width and height in mm of the words below A4, their size and least size in points."""


def fits_below(words: str, page: tuple[float, float]) -> bool:
    """Whether words have room below a page of this size in mm."""
    wide, high, size, floor = FOOTER
    return text.fit(text.words(words), wide + page[0] - WIDTH, high, size, floor).whole


def footing(footer: str, number: int, total: int, page: tuple[float, float], size: float) -> list[Mark]:
    """Marks in the lowest 13 mm of a page: the footer's words and the page number, in ``size`` points."""
    (wide, high, _, floor), top = FOOTER, page[1] - 13
    said = text.words(f"第{number}页 共{total}页")
    place = sum(piece.em for unit in said for piece in unit) * size * text.MM_PER_PT + 1
    wide = page[0] - 35 - place if size > floor else wide + page[0] - WIDTH
    return [
        *set_lines(_within(footer, wide, high, size, floor), 15, top, wide, high),
        *set_lines(text.fit(said, place, high, size, floor), page[0] - 15 - place, top, place, high),
    ]


def _within(said: str, wide: float, high: float, size: float, floor: float) -> text.Fitted:
    """Words of a footer in a box of mm; of what is too long the end gives way to a mark that says so."""
    whole = text.fit(text.words(said), wide, high, size, floor)
    if whole.whole:
        return whole

    def cut(end: int) -> text.Fitted:
        return text.fit(text.words(f"{said[:end]}……"), wide, high, floor, floor)

    longest = bisect_left(range(1, len(said)), True, key=lambda end: not cut(end).whole)
    return cut(longest) if longest else whole
