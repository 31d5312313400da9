"""Reads a drawn paper like a strict printer and tells what an office would not let out of the house.

``faults`` looks at marks alone: nothing is read or written, so it can run over every paper there is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from printing import breaking, draw, fonts
from printing.marks import DrawnPage, Frame, Ring, Rule, Words
from printing.misprints import PALEST, THINNEST, Misprint, Proofed
from printing.proof_lines import Box, Line, Passage, extent, passages
from printing.proof_ruled import cramped, parted, thumbed, touched
from printing.structure import TagRole
from printing.ties import FIRM, WORD, ties


def faults(pages: Sequence[DrawnPage], paper: Proofed | None = None) -> tuple[Misprint, ...]:
    """Every fault of a paper's pages, each once, in the order of its pages."""
    paper = paper or Proofed()
    read = passages(pages, paper.size)
    found = [
        *(fault for passage in read for check in _PASSAGES for fault in check(passage)),
        *(
            fault
            for check in _MARKS
            for number, page in enumerate(pages, 1)
            for fault in check(number, page, paper)
        ),
        *_sizes(read, paper),
        *_numbered(pages, paper),
        *(fault for check in _PAGES for fault in check(read, len(pages), paper) if paper.flowing),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: fault.page))


# ---- lines of one passage ------------------------------------------------------------------------

_FULL: Final = 3.0
"""A line that leaves fewer ems white than this was filled, not ended."""
_TAIL: Final = 8
"""How many characters of a fault's line are told."""


def _punctuation(passage: Passage) -> Iterator[Misprint]:
    for above, below in pairwise(passage.lines):
        if below.text[:1] in breaking.NO_START and not below.text.startswith("……"):
            yield Misprint(below.page, "行首有不该在行首的标点", below.text[:_TAIL])
        if above.text[-1:] in breaking.NO_END and not _LINK.search(above.text):
            yield Misprint(above.page, "行末有不该在行末的括号或引号", above.text[-_TAIL:])


_LINK: Final = re.compile("[!-~]/$")
"""An address on the web may be parted behind a stroke."""


def _stubs(passage: Passage) -> Iterator[Misprint]:
    """Last lines of a character, a point or the rest of a word, behind a line that was filled."""
    if passage.label:
        return
    for number, (above, below) in enumerate(pairwise(passage.lines), 1):
        ends = number == len(passage.lines) - 1 or below.slack > _FULL
        if not ends or above.slack > 2 * _FULL or "\t" in below.text:
            continue
        told = f"{above.text[-_TAIL:]}/{below.text}"
        if breaking.letters(below.text) < breaking.least(below.column):
            yield Misprint(below.page, "最后一行只剩一两个字", told)
        elif breaking.letters(below.text) <= 3 and _price(above, below) in (WORD, FIRM):
            yield Misprint(below.page, "最后一行是半个词", told)


def _cut(passage: Passage) -> Iterator[Misprint]:
    """Numbers parted from their unit, days, document numbers and quoted words over two lines."""
    for above, below in pairwise(passage.lines):
        if above.slack < _FULL and _price(above, below) >= FIRM and _fits(above, below):
            yield Misprint(
                above.page,
                "数字、日期、文号或引号里的词拆在两行",
                f"{above.text[-_TAIL:]}/{below.text[:_TAIL]}",
            )


def _fits(above: Line, below: Line) -> bool:
    """Whether the column could hold what was parted on one line."""
    said, first = above.text + below.text, len(above.text)
    tied = ties(said)
    last = first
    while tied.get(first - 1):
        first -= 1
    while tied.get(last + 1):
        last += 1
    return fonts.width(said[first - 1 : last + 1]) <= above.column


def _price(above: Line, below: Line) -> float:
    return ties(above.text + below.text).get(len(above.text), 0.0)


def _narrow(passage: Passage) -> Iterator[Misprint]:
    if passage.tag.role is TagRole.CELL and len(passage.lines) > 2:
        first = passage.lines[0]
        if first.column < 8 and any(line.slack < _FULL for line in passage.lines[:-1]):
            yield Misprint(first.page, f"这一栏不到8个字宽,却有{len(passage.lines)}行", passage.said[:20])


_PASSAGES: Final[tuple[Callable[[Passage], Iterator[Misprint]], ...]] = (
    _punctuation,
    _stubs,
    _cut,
    _narrow,
    parted,
)


# ---- marks of one page ---------------------------------------------------------------------------


def _pale(number: int, page: DrawnPage, _paper: Proofed) -> Iterator[Misprint]:
    for mark in page.marks:
        if isinstance(mark, Words | Rule | Frame | Ring) and mark.grey > PALEST:
            said = mark.text[:20] if isinstance(mark, Words) else ""
            yield Misprint(number, f"字或线的灰度{mark.grey:g},黑白打印机印不清", said)
        elif isinstance(mark, Rule | Frame) and 0 < mark.width < THINNEST:
            yield Misprint(number, f"有{mark.width:g}磅的细线,至少要{THINNEST:g}磅")


def _inside(number: int, page: DrawnPage, paper: Proofed) -> Iterator[Misprint]:
    wide, high = paper.size
    for mark in page.marks:
        left, top, right, low = extent(mark)
        near = min(left, top, wide - right, high - low)
        if near < paper.edge - 0.05:
            said = mark.text[:20] if isinstance(mark, Words) else ""
            yield Misprint(number, f"离纸边只有{near:.1f}毫米,打印机可能印不到", said)


def _overlaps(number: int, page: DrawnPage, _paper: Proofed) -> Iterator[Misprint]:
    """Words upon words, and words that the ring of a seal cuts."""
    placed = sorted(
        ((extent(mark), mark.text) for mark in page.marks if isinstance(mark, Words) and mark.text.strip()),
        key=lambda pair: pair[0][1],
    )
    for place, (box, said) in enumerate(placed):
        for other, under in placed[place + 1 :]:
            if other[1] > box[3]:
                break
            if _cross(box, other):
                yield Misprint(number, "两处文字叠在一起", f"{said[:_TAIL]} / {under[:_TAIL]}")
    for ring in page.marks:
        if isinstance(ring, Ring):
            yield from (
                Misprint(number, "盖章圈压住了字", said) for box, said in placed if _through(ring, box)
            )


def _cross(one: Box, other: Box) -> bool:
    """Whether two boxes share more than a hair, a fifth of the lower one's height."""
    high = min(one[3] - one[1], other[3] - other[1]) / 5
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.3 and down > high


def _through(ring: Ring, box: Box) -> bool:
    """Whether the line of a ring goes through a box: part of it inside, part of it outside."""
    left, top, right, low = box[0] - ring.x, box[1] + 0.5 - ring.y, box[2] - ring.x, box[3] - 0.2 - ring.y
    near = max(left, 0.0, -right) ** 2 + max(top, 0.0, -low) ** 2
    far = max(abs(left), abs(right)) ** 2 + max(abs(top), abs(low)) ** 2
    return near < ring.radius**2 < far


_MARKS: Final[tuple[Callable[[int, DrawnPage, Proofed], Iterator[Misprint]], ...]] = (
    _pale,
    _inside,
    _overlaps,
    touched,
    thumbed,
)


# ---- the whole paper -----------------------------------------------------------------------------


def _sizes(read: Sequence[Passage], paper: Proofed) -> Iterator[Misprint]:
    """Type below the least of any paper; running text below that of running text."""
    counted: dict[float, int] = {}
    for passage in read:
        for page, mark in passage.marks:
            if isinstance(mark, Words) and mark.text.strip():
                counted[mark.size] = counted.get(mark.size, 0) + len(mark.text)
                if mark.size < paper.least - 0.01:
                    yield Misprint(page, f"字只有{mark.size:g}磅,至少要{paper.least:g}磅", mark.text[:20])
    usual = max(counted, key=lambda size: counted[size], default=paper.body)
    if paper.flowing and usual < paper.body - 0.01:
        yield Misprint(1, f"正文是{usual:g}磅,至少要{paper.body:g}磅")


def _numbered(pages: Sequence[DrawnPage], paper: Proofed) -> Iterator[Misprint]:
    """Pages of several without their number, or without that of the paper."""
    if len(pages) < 2:
        return
    below = paper.footer if paper.footer is not None and min(paper.size) >= draw.WIDTH else None
    for number, page in enumerate(pages, 1):
        said = "".join(mark.text for mark in page.marks if isinstance(mark, Words))
        if below is None and not re.search(rf"第\s*{number}\s*页", said):
            yield Misprint(number, "不止一页的纸没有页码")
        if paper.number and paper.number not in said + (below or ""):
            yield Misprint(number, "不止一页的纸没有在每一页印编号", paper.number)


_SIGNS: Final = re.compile("签名|签收|签字|签章|盖章")
_TO_SIGN: Final = 15.0
"""A line at least this long in mm is there to be signed on."""
_BESIDE: Final = re.compile("代书人.*见证人|一式[两二]份|年\\s+月\\s+日|^电话")
"""Lines that belong to signatures and say nothing of the paper's own."""


def _signs(passage: Passage) -> bool:
    """Whether a passage is a place for signatures or a seal."""
    marks = [mark for _, mark in passage.marks]
    lines = any(isinstance(m, Rule) and abs(m.x2 - m.x1) >= _TO_SIGN for m in marks)
    boxed = any(isinstance(m, Frame) and m.dashed for m in marks)
    return any(isinstance(m, Ring) for m in marks) or boxed or (lines and bool(_SIGNS.search(passage.said)))


def _alone(read: Sequence[Passage], total: int, _paper: Proofed) -> Iterator[Misprint]:
    """Signatures on a page that has no line of what is signed."""
    for page in range(2, total + 1):
        here = [passage for passage in read if any(number == page for number, _ in passage.marks)]
        signed = [passage for passage in here if _signs(passage)]
        said = [
            line
            for passage in here
            if not _signs(passage) and passage.tag.role is not TagRole.ARTIFACT
            for line in passage.lines
            if line.page == page and not _BESIDE.search(line.text)
        ]
        rows = any(passage.tag.role is TagRole.CELL for passage in here)
        if signed and not said and not rows:
            yield Misprint(page, "这一页只有签名或盖章的地方,没有正文", signed[0].said[:20])


def _heads(read: Sequence[Passage], total: int, _paper: Proofed) -> Iterator[Misprint]:
    """Headings at the foot of a page without two lines or a row of what they head."""
    for page in range(1, total):
        here = [p for p in read if p.lines and any(line.page == page for line in p.lines)]
        heads = [n for n, p in enumerate(here) if p.tag.role in (TagRole.SECTION, TagRole.PART)]
        below = here[heads[-1] + 1 :] if heads else []
        lines = [line for p in below for line in p.lines if line.page == page]
        rows = any(p.tag.role in (TagRole.CELL, TagRole.HEAD) for p in below)
        if heads and not rows and len(lines) < _BELOW:
            yield Misprint(page, "标题在页末,下面不到两行正文", here[heads[-1]].said[:20])
        if here and here[-1].tag.role is TagRole.HEAD and here[-1].tag.scope == "Column":
            yield Misprint(page, "表头在页末,下面没有一行", here[-1].said[:20])


_BELOW: Final = 2
"""Least lines of text below a heading at the foot of a page."""
_THIN: Final = 0.25
_WHITE: Final = 15.0
"""Least part of a last page that is filled; so many mm of white between two pieces count."""


def _thin(read: Sequence[Passage], total: int, paper: Proofed) -> Iterator[Misprint]:
    """A last page that holds next to nothing."""
    if total < 2:
        return
    marks = [mark for p in read if p.tag.role is not TagRole.ARTIFACT for n, mark in p.marks if n == total]
    filled, low = 0.0, 0.0
    for top, end in sorted((extent(mark)[1], extent(mark)[3]) for mark in marks):
        above = max(0.0, top - low) if low else 0.0
        filled += max(0.0, end - max(top, low)) + min(above, _WHITE)
        low = max(low, end)
    if filled < _THIN * (paper.size[1] - 2 * _FOOT):
        yield Misprint(total, f"最后一页只有{filled:.0f}毫米高的内容")


_WASTE: Final = 0.25
"""Part of a page that may stay white at its foot."""
_FOOT: Final = 14.0
"""Height in mm of the margin below the text."""


def _empty(read: Sequence[Passage], total: int, paper: Proofed) -> Iterator[Misprint]:
    """Pages that turn early, although what comes next had room on them."""
    high = paper.size[1]
    for page in range(1, total):
        ends = max((extent(m)[3] for p in read for n, m in p.marks if n == page), default=0.0)
        white = high - _FOOT - ends
        first = _first_height(read, page + 1)
        if white > _WASTE * high and first < white - 3:
            yield Misprint(page, f"页末空着{white:.0f}毫米,后面的内容本来放得下")


def _first_height(read: Sequence[Passage], page: int) -> float:
    """Height in mm of what can not be parted at the top of a page.

    That is a line, or with a heading or with signatures all that must stay with them.
    """
    tops: list[tuple[float, float, Passage]] = []
    for passage in read:
        boxes = [extent(mark) for number, mark in passage.marks if number == page]
        if boxes:
            tops.append((min(b[1] for b in boxes), max(b[3] for b in boxes), passage))
    if not tops:
        return 0.0
    top, last = tops[0][0], 0
    signed = [number for number, (_, _, passage) in enumerate(tops) if _signs(passage)]
    if signed and sum(len(passage.lines) for _, _, passage in tops[: signed[0]]) <= _KEPT:
        last = signed[-1]
    item = tops[0][2].inside(TagRole.ITEM)
    parts = [
        number for number, (_, _, passage) in enumerate(tops) if item and passage.inside(TagRole.ITEM) is item
    ]
    if len(parts) > _PARTS:
        last = max(last, parts[-1])
    while last + 1 < len(tops) and (tops[last][2].label or tops[last][2].tag.role is TagRole.ARTIFACT):
        last += 1
    return max(low for _, low, _ in tops[: last + 1]) - top


_PARTS: Final = 2
"""An item of more passages than its mark and its words is kept whole."""
_KEPT: Final = 16
"""Signatures below no more lines than this, at the top of a page, brought them along."""

_PAGES: Final[tuple[Callable[[Sequence[Passage], int, Proofed], Iterator[Misprint]], ...]] = (
    _alone,
    _heads,
    _empty,
    _thin,
    cramped,
)
