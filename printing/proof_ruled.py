"""The lint of papers: words and the lines around them, which need white between them."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from printing.marks import DrawnPage, Frame, Rule, Words
from printing.misprints import Misprint, Proofed
from printing.proof_lines import Box, Passage, extent
from printing.structure import TagRole

_SAID: Final = 8
"""How many characters of a fault's words are told."""
_LONG: Final = 5.0
"""A line shorter than this in mm is none of a table."""
_NEAR: Final = 0.3
"""Least white in mm between words and a line above or below them."""
_SPREAD: Final = 2.0
"""Least white in mm between a table and a box for a thumbprint."""
_OPEN: Final = 70.0
"""A page with so many mm of white in one place has room for more white in its tables."""
_WHITE: Final = 1.1
"""Least white in mm above and below the words of a table where there is room."""
_FOOT: Final = 14.0
"""Height in mm of the margin below the text."""


def touched(number: int, page: DrawnPage, _paper: Proofed) -> Iterator[Misprint]:
    """Words that a line of a table or a line to write on runs through, or comes too near to."""
    level, upright = list[Box](), list[Box]()
    for mark in page.marks:
        if isinstance(mark, Frame):
            left, top, right, low = extent(mark)
            level += [(left, top, right, top), (left, low, right, low)] if mark.w > _LONG else []
            upright += [(left, top, left, low), (right, top, right, low)] if mark.h > _LONG else []
        elif isinstance(mark, Rule):
            box = extent(mark)
            level += [box] if box[2] - box[0] > _LONG else []
            upright += [box] if box[3] - box[1] > _LONG else []
    for mark in page.marks:
        if isinstance(mark, Words) and mark.text.strip():
            box = extent(mark)
            if any(_through(line, box) for line in level) or any(_beside(line, box) for line in upright):
                yield Misprint(number, "线压住了字,或者离字太近", mark.text[:_SAID])


def thumbed(number: int, page: DrawnPage, _paper: Proofed) -> Iterator[Misprint]:
    """A box for a thumbprint with a table close above or below it, into which the ink would spread."""
    frames = [
        (extent(mark), mark.dashed) for mark in page.marks if isinstance(mark, Frame) and mark.h > _LONG
    ]
    for box in (each for each, dashed in frames if dashed):
        for other in (each for each, dashed in frames if not dashed):
            white = max(other[1] - box[3], box[1] - other[3])
            if min(box[2], other[2]) - max(box[0], other[0]) > 1 and -_NEAR < white < _SPREAD:
                yield Misprint(number, f"按手印的框离表格只有{white:.1f}毫米")


def _through(line: Box, words: Box) -> bool:
    """Whether a level line is on words or just above them; below, a line to write on stands near."""
    across = min(line[2], words[2]) - max(line[0], words[0])
    return across > 1 and words[1] - _NEAR < line[1] < words[3] - 0.1


def _beside(line: Box, words: Box) -> bool:
    """Whether an upright line goes through words."""
    down = min(line[3], words[3]) - max(line[1], words[1])
    return down > 1 and words[0] + 0.2 < line[0] < words[2] - 0.2


_DAY: Final = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日[前后起止]?")


def parted(passage: Passage) -> Iterator[Misprint]:
    """A cell of a table that holds nothing but a day, and has it on two lines."""
    if passage.tag.role is TagRole.CELL and len(passage.lines) > 1 and _DAY.fullmatch(passage.said):
        yield Misprint(passage.lines[0].page, "这一栏太窄,一个日期拆成了两行", passage.said)


def cramped(read: Sequence[Passage], total: int, paper: Proofed) -> Iterator[Misprint]:
    """Words of a table close to its lines on a last page that has much room left."""
    marks = [extent(m) for p in read if p.tag.role is not TagRole.ARTIFACT for n, m in p.marks if n == total]
    if _gap(marks, paper.size[1] - _FOOT) < _OPEN:
        return
    for passage in read:
        if passage.tag.role in (TagRole.CELL, TagRole.HEAD):
            frames = [m for n, m in passage.marks if n == total and isinstance(m, Frame) and m.h > _LONG]
            lines = [line for line in passage.lines if line.page == total]
            if frames and lines:
                above = lines[0].top - min(frame.y for frame in frames)
                if above < _WHITE:
                    yield Misprint(total, f"表格里的字离线{above:.1f}毫米,页上却有空", passage.said[:_SAID])


def _gap(boxes: Sequence[Box], end: float) -> float:
    """The highest white in mm between what stands on a page, or below it."""
    found, low = 0.0, 0.0
    for _, top, _, under in sorted(boxes, key=lambda box: box[1]):
        found, low = max(found, top - low if low else 0.0), max(low, under)
    return max(found, end - low if low else 0.0)
