"""The lines of a drawn paper, read back from its marks: which words stand on one line of which column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from printing import fonts, text
from printing.marks import DrawnPage, Fill, Frame, Mark, Picture, Ring, Rule, Tick, Turned, Veil, Words
from printing.structure import Tag, TagRole

MARGIN: Final = 15.0
"""White in mm at the left and right of the text of every flowing paper."""
_PAD: Final = 1.2
"""White in mm between a cell's line and its words."""
_BOX: Final = "\ufffc"
"""Stands for a tick box in a line."""


@dataclass(slots=True)
class Line:
    """Words on one baseline; page from 1, ``size`` in points, everything else in mm."""

    page: int
    x: float
    right: float
    y: float
    size: float
    text: str
    column: float = 0.0
    """Width of its column in ems."""

    @property
    def em(self) -> float:
        """Width of a Chinese character in mm."""
        return self.size * text.MM_PER_PT

    @property
    def top(self) -> float:
        """Where its letters begin below the page's upper edge."""
        return self.y - 0.88 * self.em

    @property
    def slack(self) -> float:
        """How many ems of its column it leaves white."""
        return self.column - (self.right - self.x) / self.em


@dataclass(slots=True)
class Passage:
    """What one tag of the paper holds: a paragraph, an item, a cell, or a block of signatures."""

    tag: Tag
    lines: list[Line] = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)

    @property
    def said(self) -> str:
        """All its words."""
        return "".join(line.text for line in self.lines)

    @property
    def label(self) -> bool:
        """Whether it is the heading of a row, a column or a section."""
        return self.tag.role in (TagRole.HEAD, TagRole.TITLE, TagRole.SECTION, TagRole.PART)

    def inside(self, role: TagRole) -> Tag | None:
        """The nearest tag of this role it stands in, or None."""
        tag: Tag | None = self.tag
        while tag and tag.role is not role:
            tag = tag.parent
        return tag


def passages(pages: Sequence[DrawnPage], size: tuple[float, float]) -> list[Passage]:
    """Every passage of a paper in drawing order, its lines from above to below; ``size`` of a page in mm."""
    found: dict[int, Passage] = {}
    for number, page in enumerate(pages, 1):
        for tag, marks in page.parts():
            # A repeated heading is no part of the one before; and untagged marks have tags of their own.
            key = id(tag) if tag.role is not TagRole.ARTIFACT else -len(found) - 1
            passage = found.setdefault(key, Passage(tag))
            passage.marks += [(number, mark) for mark in marks]
            passage.lines += _lines(number, marks)
    for passage in found.values():
        _measure(passage, size)
    return list(found.values())


def _lines(page: int, marks: Sequence[Mark]) -> list[Line]:
    """The words among marks, joined where they share a baseline, from above to below."""
    lines: list[Line] = []
    for piece in _pieces(page, marks):
        same = next((line for line in lines if abs(line.y - piece.y) < 0.4), None)
        if same is None:
            lines.append(piece)
            continue
        apart = piece.x - same.right > 2 * same.em
        same.text += ("\t" if apart else "") + piece.text
        same.right, same.x = max(same.right, piece.right), min(same.x, piece.x)
        same.size = max(same.size, piece.size)
    for mark in marks:
        if isinstance(mark, Rule):
            _written(lines, mark)
    return sorted(lines, key=lambda line: line.y)


def _written(lines: Sequence[Line], rule: Rule) -> None:
    """Count a line to write on, before the words of a line, as its beginning."""
    for line in lines:
        under = 0 < rule.y1 - line.y < 0.3 * line.em
        if under and rule.x2 - rule.x1 > line.em and rule.x1 < line.x - 0.1:
            line.x, line.text = rule.x1, _BOX + line.text


def _pieces(page: int, marks: Sequence[Mark]) -> Iterator[Line]:
    for mark in marks:
        if isinstance(mark, Words) and mark.text:
            wide = fonts.width(mark.text, mark.heavy) * mark.size * text.MM_PER_PT
            yield Line(page, mark.x, mark.x + wide, mark.y, mark.size, mark.text)
        elif isinstance(mark, Tick):
            size = mark.side / 0.9 / text.MM_PER_PT
            yield Line(page, mark.x, mark.x + mark.side, mark.y + 0.82 * mark.side / 0.9, size, _BOX)


def _measure(passage: Passage, size: tuple[float, float]) -> None:
    """Tell each line of a passage how wide its column is."""
    frames = [mark for _, mark in passage.marks if isinstance(mark, Frame) and mark.w > 2 and mark.h > 2]
    left = min((line.x for line in passage.lines), default=0.0)
    for line in passage.lines:
        around = [f.w for f in frames if f.x <= line.x + 0.1 and line.right <= f.x + f.w + 0.1]
        wide = min(around) - 2 * _PAD if around else size[0] - MARGIN - left
        line.column = wide / line.em


Box = tuple[float, float, float, float]
"""Left, upper, right and lower edge in mm."""


def extent(mark: Mark) -> Box:
    """The rectangle a mark covers."""
    match mark:
        case Words():
            em = mark.size * text.MM_PER_PT
            wide = fonts.width(mark.text, mark.heavy) * em
            return mark.x, mark.y - 0.88 * em, mark.x + wide, mark.y + 0.12 * em
        case Rule():
            return min(mark.x1, mark.x2), min(mark.y1, mark.y2), max(mark.x1, mark.x2), max(mark.y1, mark.y2)
        case Ring():
            r = mark.radius
            return mark.x - r, mark.y - r, mark.x + r, mark.y + r
        case Tick():
            return mark.x, mark.y, mark.x + mark.side, mark.y + mark.side
        case Fill():
            return _around([(x, y, x + w, y + h) for x, y, w, h in mark.rects])
        case Turned() | Veil():
            return mark.x, mark.y, mark.x, mark.y
        case Frame() | Picture():
            return mark.x, mark.y, mark.x + mark.w, mark.y + mark.h


def _around(boxes: Sequence[Box]) -> Box:
    if not boxes:
        return 0.0, 0.0, 0.0, 0.0
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
