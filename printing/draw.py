"""Marks on a page in mm from its top left corner, and the PDF made of them.

Papers first place marks, which are plain data, then ``render`` draws them all: the page count is known,
a box can be tested, and nothing is half drawn when a character is refused.
"""

import io
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing import fonts, pictures, text
from printing.structure import ARTIFACT, Element, Role, Span

WIDTH: Final = 210.0
HEIGHT: Final = 297.0
"""A4 portrait in mm (GB/T 148)."""
A4: Final = (WIDTH, HEIGHT)
HAIRLINE: Final = 0.5
"""Lines of tables in points."""
_PT: Final = 72 / 25.4
# A reportlab face keeps its place in its file while it writes a subset: one paper at a time.
_LOCK: Final = threading.Lock()
# Streams as they are: a quarter smaller and twice as fast to write as ASCII 85.
rl_config.useA85 = 0


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text, its baseline starting at (x, y); ``size`` in points, ``grey`` 0 black … 1 white."""

    x: float
    y: float
    text: str
    size: float
    heavy: bool = False
    grey: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; ``width`` in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = HAIRLINE
    grey: float = 0.0
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, outlined when ``width`` (points) is above 0, filled when ``shade`` (grey) is given."""

    x: float
    y: float
    w: float
    h: float
    width: float = HAIRLINE
    shade: float | None = None
    grey: float = 0.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """A dashed circle around (x, y): the place of a round seal."""

    x: float
    y: float
    radius: float
    grey: float = 0.55


@dataclass(frozen=True, slots=True)
class Turned:
    """Words centred on (x, y), turned ``angle`` degrees counter-clockwise; ``alpha`` 1 is opaque."""

    x: float
    y: float
    text: str
    size: float
    angle: float
    heavy: bool = False
    grey: float = 0.0
    alpha: float = 1.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A tick box of ``side`` mm with its top left corner at (x, y)."""

    x: float
    y: float
    side: float
    ticked: bool


@dataclass(frozen=True, slots=True)
class Fill:
    """Black rectangles (x, y, width, height) of one code, drawn as one path: no seams between them.

    ``alt`` says what it is for who can not see it; without it, it is not told.
    """

    rects: tuple[tuple[float, ...], ...]
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG in a rectangle, its proportions kept and centred; ``exact`` fills the rectangle.

    ``alt`` says what it shows for who can not see it; without it, it is not told.
    """

    data: bytes
    x: float
    y: float
    w: float
    h: float
    exact: bool = False
    alt: str = ""


Mark = Words | Rule | Frame | Ring | Turned | Tick | Fill | Picture


@dataclass(slots=True)
class DrawnPage:
    """The marks of one A4 page in drawing order, and which of them belong to which element of the paper."""

    marks: list[Mark] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def put(self, marks: Iterable[Mark], element: Element) -> None:
        """Add marks that belong to an element; lines, frames and rings among them are never told."""
        start = len(self.marks)
        self.marks += marks
        self.spans.append(Span(start, len(self.marks), element))

    def parts(self) -> Iterator[tuple[Element, Sequence[Mark]]]:
        """All marks in drawing order with their element; those that have none are a paragraph."""
        place = 0
        for span in self.spans:
            if span.start > place:
                yield Element(Role.PARAGRAPH), self.marks[place : span.start]
            yield span.element, self.marks[span.start : span.end]
            place = span.end
        if place < len(self.marks):
            yield Element(Role.PARAGRAPH), self.marks[place:]


def element_of(mark: Mark, element: Element) -> Element:
    """Where a mark of an element belongs: lines to none, a code or a picture to a figure of its own."""
    match mark:
        case Rule() | Frame() | Ring():
            return ARTIFACT
        case Fill() | Picture():
            if element.role is Role.ARTIFACT or not mark.alt:
                return ARTIFACT
            inside = element.parent if element.role is Role.PARAGRAPH else element
            return Element(Role.FIGURE, inside, alt=mark.alt)
        case _:
            return element


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
) -> bytes:
    """The pages as a PDF of ``size`` mm: fonts embedded, the same bytes for the same marks.

    ``footer`` is printed at the lower left of pages as wide as A4, with the page number at the right; None
    prints neither. ``sample`` prints 样张 across every page. ``shift`` moves everything right and down by mm,
    against the offset of one printer.
    """
    out = io.BytesIO()
    with _LOCK:
        canvas = _canvas(out, size, title, "样张" if sample else title)
        pen = _Pen(canvas, size[1])
        for number, page in enumerate(pages, 1):
            canvas.translate(shift[0] * _PT, -shift[1] * _PT)
            if sample:
                pen.watermark("样张", *size)
            foot = () if footer is None or min(size) < WIDTH else _foot(footer, number, len(pages), size)
            for mark in (*page.marks, *foot):
                pen.draw(mark)
            canvas.showPage()
        canvas.save()
    return out.getvalue()


def _canvas(out: io.BytesIO, size: tuple[float, float], title: str, subject: str) -> Canvas:
    """An empty PDF with its metadata, set to be printed at 100 %."""
    canvas = Canvas(
        out,
        pagesize=(size[0] * _PT, size[1] * _PT),
        pageCompression=1,
        invariant=1,
        initialFontName=fonts.first(),
        lang="zh-CN",
    )
    canvas.setTitle(title)
    canvas.setAuthor("")
    canvas.setSubject(subject)
    canvas.setCreator("残疾人服务一件事窗口工作站")
    # Boxes are in mm: a driver must not shrink the page to its margins.
    canvas.setViewerPreference("PrintScaling", "None")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    return canvas


FOOTER: Final = (145.0, 8.0, 8.0, 5.0)
"""Width and height in mm of the words below a page, their size and least size in points."""


def _foot(footer: str, number: int, total: int, page: tuple[float, float]) -> list[Mark]:
    """Marks in the lowest 13 mm of a page: the footer's words and the page number."""
    (wide, high, size, floor), grey, top = FOOTER, 0.35, page[1] - 13
    words = text.fit(text.words(footer), wide, high, size, floor)
    place = text.fit(text.words(f"第{number}页 共{total}页"), 30, high, size, floor)
    return [
        *set_lines(words, 15, top, wide, high, grey=grey),
        *set_lines(place, page[0] - 45, top, 30, high, "right", grey=grey),
    ]


class _Pen:
    """Draws marks on a reportlab canvas, whose origin is the bottom left corner, in points."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def draw(self, mark: Mark) -> None:
        """Draw one mark."""
        match mark:
            case Words():
                self._words(mark)
            case Rule():
                self._rule(mark)
            case Frame():
                self._frame(mark)
            case Ring():
                self._ring(mark)
            case Turned():
                self._turned(mark)
            case Tick():
                self._tick(mark)
            case Fill():
                self._fill(mark)
            case Picture():
                self._picture(mark)

    def watermark(self, word: str, wide: float, high: float) -> None:
        """Draw the word in large light letters across the page; called before all marks."""
        canvas = self._canvas
        size = min(96.0, wide * 0.46)
        canvas.saveState()
        canvas.setFillGray(0.9)
        canvas.setFont(fonts.first(heavy=True), size)
        for part in (0.2, 0.5, 0.8) if high > wide else (0.5,):
            canvas.saveState()
            canvas.translate(wide / 2 * _PT, self._up(high * part))
            canvas.rotate(30)
            canvas.drawCentredString(0, -size * 0.375, word)
            canvas.restoreState()
        canvas.restoreState()

    def _up(self, y: float) -> float:
        """The distance from the bottom edge in points, for ``y`` mm from the top."""
        return (self._height - y) * _PT

    def _stroke(self, width: float, grey: float) -> None:
        self._canvas.setLineWidth(width)
        self._canvas.setStrokeGray(grey)

    def _words(self, mark: Words) -> None:
        self._canvas.setFillGray(mark.grey)
        x = mark.x
        for name, stretch in fonts.runs(mark.text, mark.heavy):
            self._canvas.setFont(name, mark.size)
            self._canvas.drawString(x * _PT, self._up(mark.y), stretch)
            x += fonts.width(stretch, mark.heavy) * mark.size * text.MM_PER_PT

    def _turned(self, mark: Turned) -> None:
        canvas = self._canvas
        wide = fonts.width(mark.text, mark.heavy) * mark.size
        canvas.saveState()
        canvas.translate(mark.x * _PT, self._up(mark.y))
        canvas.rotate(mark.angle)
        canvas.setFillGray(mark.grey, alpha=mark.alpha)
        x = -wide / 2
        for name, stretch in fonts.runs(mark.text, mark.heavy):
            canvas.setFont(name, mark.size)
            canvas.drawString(x, -0.38 * mark.size, stretch)
            x += fonts.width(stretch, mark.heavy) * mark.size
        canvas.restoreState()

    def _rule(self, mark: Rule) -> None:
        self._stroke(mark.width, mark.grey)
        if mark.dotted:
            self._canvas.setDash(0.8, 1.6)
        self._canvas.line(mark.x1 * _PT, self._up(mark.y1), mark.x2 * _PT, self._up(mark.y2))
        if mark.dotted:
            self._canvas.setDash()

    def _frame(self, mark: Frame) -> None:
        self._stroke(mark.width, mark.grey)
        if mark.dashed:
            self._canvas.setDash(2.5, 2)
        if mark.shade is not None:
            self._canvas.setFillGray(mark.shade)
        self._canvas.rect(
            mark.x * _PT,
            self._up(mark.y + mark.h),
            mark.w * _PT,
            mark.h * _PT,
            stroke=int(mark.width > 0),
            fill=int(mark.shade is not None),
        )
        if mark.dashed:
            self._canvas.setDash()

    def _ring(self, mark: Ring) -> None:
        self._canvas.saveState()
        self._stroke(0.8, mark.grey)
        self._canvas.setDash(3, 2)
        self._canvas.circle(mark.x * _PT, self._up(mark.y), mark.radius * _PT)
        self._canvas.restoreState()

    def _tick(self, mark: Tick) -> None:
        """Draw the box as lines (no font here has ☑), with an invisible letter for text extraction."""
        canvas, side = self._canvas, mark.side * _PT
        left, bottom = mark.x * _PT, self._up(mark.y + mark.side)
        self._stroke(0.7, 0)
        canvas.rect(left, bottom, side, side)
        if mark.ticked:
            path = canvas.beginPath()
            path.moveTo(left + 0.18 * side, bottom + 0.50 * side)
            path.lineTo(left + 0.42 * side, bottom + 0.20 * side)
            path.lineTo(left + 0.86 * side, bottom + 0.84 * side)
            self._stroke(1.4, 0)
            canvas.drawPath(path)
        unseen = canvas.beginText(left, bottom + 0.1 * side)
        unseen.setFont(fonts.first(), side)
        unseen.setTextRenderMode(3)
        unseen.textOut("√" if mark.ticked else "□")
        unseen.setTextRenderMode(0)
        canvas.drawText(unseen)

    def _fill(self, mark: Fill) -> None:
        path = self._canvas.beginPath()
        for x, y, w, h in mark.rects:
            path.rect(x * _PT, self._up(y + h), w * _PT, h * _PT)
        self._canvas.setFillGray(0)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _picture(self, mark: Picture) -> None:
        wide, high = pictures.size(mark.data)
        scale = min(mark.w / wide, mark.h / high)
        w, h = (mark.w, mark.h) if mark.exact else (wide * scale, high * scale)
        x, y = mark.x + (mark.w - w) / 2, mark.y + (mark.h - h) / 2
        with pictures.told():
            image = ImageReader(io.BytesIO(mark.data))
            self._canvas.drawImage(image, x * _PT, self._up(y + h), w * _PT, h * _PT)
