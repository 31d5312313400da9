"""Marks on a page in mm from its top left corner, which are plain data, and the pages that hold them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from printing.structure import ARTIFACT, Span, Tag, TagRole

HAIRLINE: Final = 0.5
"""Lines of tables in points."""


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
    grey: float = 0.0


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
class Veil:
    """A turned stripe that lightens the picture below it, round (x, y), for words that let it be seen."""

    x: float
    y: float
    w: float
    h: float
    angle: float


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


Mark = Words | Rule | Frame | Ring | Turned | Veil | Tick | Fill | Picture


def moved(mark: Mark, down: float) -> Mark:
    """The mark ``down`` mm lower."""
    match mark:
        case Rule():
            return replace(mark, y1=mark.y1 + down, y2=mark.y2 + down)
        case Fill():
            return replace(mark, rects=tuple((x, y + down, w, h) for x, y, w, h in mark.rects))
        case _:
            return replace(mark, y=mark.y + down)


@dataclass(slots=True)
class DrawnPage:
    """The marks of one A4 page in drawing order, and the tag each of them belongs to."""

    marks: list[Mark] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def put(self, marks: Iterable[Mark], tag: Tag) -> None:
        """Add marks that belong to a tag; lines, frames and rings among them are never told."""
        start = len(self.marks)
        self.marks += marks
        self.spans.append(Span(start, len(self.marks), tag))

    def parts(self) -> Iterator[tuple[Tag, Sequence[Mark]]]:
        """All marks in drawing order with their tag; those that have none are a paragraph."""
        place = 0
        for span in self.spans:
            if span.start > place:
                yield Tag(TagRole.PARAGRAPH), self.marks[place : span.start]
            yield span.tag, self.marks[span.start : span.end]
            place = span.end
        if place < len(self.marks):
            yield Tag(TagRole.PARAGRAPH), self.marks[place:]


def tag_of(mark: Mark, tag: Tag) -> Tag:
    """Where a mark of a tag belongs: lines to none, a code or a picture to a figure of its own."""
    match mark:
        case Rule() | Frame() | Ring() | Veil():
            return ARTIFACT
        case Fill(alt=alt) | Picture(alt=alt):
            if tag.role is TagRole.ARTIFACT or not alt:
                return ARTIFACT
            above = tag.parent if tag.role is TagRole.PARAGRAPH else tag
            return Tag(TagRole.FIGURE, above, alt, _bounds(mark))
        case _:
            return tag


def _bounds(mark: Fill | Picture) -> tuple[float, float, float, float]:
    if isinstance(mark, Picture):
        return mark.x, mark.y, mark.w, mark.h
    left, top = min(r[0] for r in mark.rects), min(r[1] for r in mark.rects)
    return (
        left,
        top,
        max(x + w for x, _, w, _ in mark.rects) - left,
        max(y + h for _, y, _, h in mark.rects) - top,
    )
