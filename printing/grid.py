"""Papers of fixed boxes as what they are: a title, paragraphs, and tables where frames stand edge to edge."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from printing.structure import Tag, TagRole

Line = tuple[int, int]
"""Where something begins and ends, in twentieths of a millimetre: what is nearer than that is one line."""


@dataclass(frozen=True, slots=True)
class FixedBox:
    """One box of a paper: page from 1, rectangle in mm, and what it shows."""

    page: int
    at: tuple[float, float, float, float]
    framed: bool
    size: float
    """Type size of its words in points; 0 where it has none."""
    label: bool
    """Whether it has words of the layout alone, which name what stands beside it."""

    @property
    def across(self) -> Line:
        """Its left and right edge."""
        return round(self.at[0] * 20), round((self.at[0] + self.at[2]) * 20)

    @property
    def down(self) -> Line:
        """Its upper and lower edge."""
        return round(self.at[1] * 20), round((self.at[1] + self.at[3]) * 20)


@lru_cache(64)
def tags(boxes: tuple[FixedBox, ...]) -> tuple[Tag, ...]:
    """The tag of each box: the largest words of the first page are the title. A layout is worked out once."""
    found = [Tag(TagRole.PARAGRAPH) for _ in boxes]
    for group in _groups(boxes):
        for number, cell in _cells(boxes, group):
            found[number] = cell
    written = [n for n, p in enumerate(boxes) if p.page == 1 and p.size and not found[n].parent]
    if written:
        found[max(written, key=lambda n: (boxes[n].size, -n))] = Tag(TagRole.TITLE)
    return tuple(found)


def _groups(boxes: Sequence[FixedBox]) -> Iterator[list[int]]:
    """The boxes of each table by their number: frames that touch one another, and no frame alone."""
    left = [n for n, p in enumerate(boxes) if p.framed and min(p.at[2:]) >= 2]
    while left:
        group, at = [left.pop(0)], 0
        while at < len(group):
            near = [n for n in left if _touch(boxes[group[at]], boxes[n])]
            left = [n for n in left if n not in near]
            group += near
            at += 1
        if len(group) > 1:
            yield group


def _touch(one: FixedBox, other: FixedBox) -> bool:
    """Whether two boxes of a page stand edge to edge."""
    if one.page != other.page:
        return False
    beside = _meet(one.across, other.across) and _overlap(one.down, other.down)
    return beside or (_meet(one.down, other.down) and _overlap(one.across, other.across))


def _meet(one: Line, other: Line) -> bool:
    return one[1] == other[0] or other[1] == one[0]


def _overlap(one: Line, other: Line) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _cells(boxes: Sequence[FixedBox], group: Sequence[int]) -> Iterator[tuple[int, Tag]]:
    """The boxes of one table as cells, row by row; where the grid has no box, an empty cell holds the box."""
    columns = sorted({edge for n in group for edge in boxes[n].across})
    rows = sorted({edge for n in group for edge in boxes[n].down})
    starts = {(boxes[n].down[0], boxes[n].across[0]): n for n in group}
    table, taken = Tag(TagRole.TABLE), set[tuple[int, int]]()
    for r, top in enumerate(rows[:-1]):
        row = table.add(TagRole.ROW)
        for c, side in enumerate(columns[:-1]):
            if (r, c) in taken:
                continue
            if (top, side) not in starts:
                row.add(TagRole.CELL)
                continue
            box = boxes[starts[top, side]]
            wide = columns.index(box.across[1]) - c
            high = rows.index(box.down[1]) - r
            taken |= {(r + i, c + j) for i in range(high) for j in range(wide)}
            role, scope = (TagRole.HEAD, "Row") if box.label else (TagRole.CELL, "")
            yield starts[top, side], row.add(role, scope, wide, high)
