"""The pieces a page is filled with, and what must stay together with what."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from printing.structure import TagRole
from printing.tables import Table

SIGNED = 2
"""Least lines of text on the page of a signature, and below a heading; a row of a table counts as much."""

MORE = 8
"""Lines that come along with a signature where its page would be nearly empty without them."""


@dataclass(frozen=True, slots=True)
class PageSetting:
    """How a paper is set: its type in points, and how closely."""

    size: float
    tight: bool = False
    """With less white between lines and pieces."""
    along: int = SIGNED
    """Least lines of text on the page of a signature."""
    air: float = 0.0
    """Least white in mm above and below the words of a table's rows, where their own is less."""


class PageKind(Enum):
    """What a piece on a page is, for what must stay with it."""

    HEAD = "head"
    """A heading, the head of a table, or a sentence that leads to what comes next: stays with that."""
    FIRST = "first"
    """The first line of a paragraph of several."""
    LINE = "line"
    ROW = "row"
    NOTE = "note"
    """A line in smaller type."""
    SIGN = "sign"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class PagePiece:
    """A piece placed on the current page: where its marks and spans begin, and its upper edge in mm."""

    kind: PageKind
    marks: int
    spans: int
    top: float
    table: Table | None = None
    """Of a row, and of a head that is repeated: its table."""


def said(pieces: Sequence[PagePiece]) -> float:
    """How many lines of text pieces have; a row counts for two, a line in smaller type for half a line."""
    worth = {PageKind.ROW: SIGNED, PageKind.LINE: 1, PageKind.FIRST: 1, PageKind.NOTE: 0.5}
    return sum(worth.get(piece.kind, 0) for piece in pieces)


def kind_of(role: TagRole, *, leads: bool, small: bool, number: int, lines: int) -> PageKind:
    """What line ``number`` of so many is; ``leads``: they stay with what comes next."""
    if leads or role in (TagRole.TITLE, TagRole.SECTION, TagRole.PART):
        return PageKind.HEAD
    if small:
        return PageKind.NOTE
    return PageKind.FIRST if number == 0 and lines > 1 else PageKind.LINE


def with_heads(pieces: Sequence[PagePiece], count: int) -> int:
    """The last ``count`` pieces, and those above them that may not end a page.

    These are headings, the one line of a paragraph, and a heading with a single line below it.
    """
    left = list(pieces[: len(pieces) - count])
    if count and left and left[-1].kind is PageKind.FIRST:
        left.pop()
    lone = len(left)
    while lone and left[lone - 1].kind in (PageKind.LINE, PageKind.FIRST, PageKind.NOTE):
        lone -= 1
    if lone and left[lone - 1].kind is PageKind.HEAD and said(left[lone:]) < SIGNED:
        del left[lone:]
    while left and (left[-1].kind is PageKind.HEAD or _bound(left[-1], pieces[len(left) :])):
        left.pop()
    return len(pieces) - len(left)


def _bound(last: PagePiece, rest: Sequence[PagePiece]) -> bool:
    """Whether a row may not be parted from what follows: another one of a table that is never divided."""
    return last.table is not None and last.table.whole and bool(rest) and rest[0].table is last.table


def repeats(head: PagePiece, row: PagePiece) -> bool:
    """Whether a piece is the head of the table a row belongs to, put on the next page again."""
    return head.kind is PageKind.HEAD and head.table is not None and head.table is row.table
