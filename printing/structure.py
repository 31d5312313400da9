"""What a paper is made of for who hears it instead of seeing it: title, headings, paragraphs, lists, tables.

Marks on a page belong to tags of one tree (ISO 32000-1, 14.7 and 14.8). A paper need not think of it:
the pieces of ``flow``, ``blocks`` and ``spots`` bring their roles, words that have none are a paragraph,
codes and pictures are figures, and lines, frames and rings are no part of the tree. ``printing.tagging``
writes it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple


class TagRole(StrEnum):
    """What a tag is, in the words of PDF."""

    DOCUMENT = "Document"
    TITLE = "H1"
    """The title of the paper, which has one: a later one becomes a section, and what it heads its parts."""
    SECTION = "H2"
    PART = "H3"
    PARAGRAPH = "P"
    LIST = "L"
    ITEM = "LI"
    LABEL = "Lbl"
    """The number or mark of an item."""
    BODY = "LBody"
    """What an item says."""
    TABLE = "Table"
    ROW = "TR"
    HEAD = "TH"
    CELL = "TD"
    FIGURE = "Figure"
    ARTIFACT = "Artifact"
    """Not read out: what is drawn again, such as the head of a table on its next page."""


@dataclass(slots=True, eq=False)
class Tag:
    """A place in the tree of one paper; its content is whatever ``DrawnPage.put`` was given for it."""

    role: TagRole
    parent: "Tag | None" = None
    """None for what stands at the top of the paper, in the order in which it is drawn."""
    alt: str = ""
    """What a figure shows, in words."""
    box: tuple[float, float, float, float] | None = None
    """Where a figure stands on its page: x, y, width and height in mm."""
    scope: str = ""
    """Of a HEAD: ``Column`` or ``Row``, whose heading it is."""
    across: int = 1
    down: int = 1
    """How many columns and rows a cell takes."""
    children: list["Tag"] = field(default_factory=list)
    """The rows of a table and the cells of a row, empty ones too, in reading order."""

    def add(self, role: TagRole, scope: str = "", across: int = 1, down: int = 1) -> "Tag":
        """A new last child: a row of a table, or a cell of a row."""
        child = Tag(role, self, scope=scope, across=across, down=down)
        self.children.append(child)
        return child


ARTIFACT: Final = Tag(TagRole.ARTIFACT)


class Span(NamedTuple):
    """The marks of a page from ``start`` up to ``end``, which belong to one tag."""

    start: int
    end: int
    tag: Tag


def head_row(table: Tag, width: int) -> list[Tag]:
    """A row of ``width`` headings, each that of its column."""
    row = table.add(TagRole.ROW)
    return [row.add(TagRole.HEAD, "Column") for _ in range(width)]


def body_row(table: Tag, labels: Sequence[bool]) -> list[Tag]:
    """A row of cells; where ``labels`` says so, a cell is the heading of what follows it in the row."""
    row = table.add(TagRole.ROW)
    row.children = [
        Tag(TagRole.HEAD, row, scope="Row") if label else Tag(TagRole.CELL, row) for label in labels
    ]
    return row.children


def labels(shaded: Sequence[bool], head: bool) -> list[bool]:
    """Which columns of a table name what stands beside them: the shaded ones.

    Of a table without ``head`` and shade, whose columns are pairs, it is the first of each pair.
    """
    pairs = not (head or len(shaded) % 2 or any(shaded))
    return [shade or (pairs and number % 2 == 0) for number, shade in enumerate(shaded)]


class Items:
    """The list that numbered lines following one another are put into."""

    def __init__(self) -> None:
        self._list: Tag | None = None
        self._body: Tag | None = None
        self._indent = 0.0

    def item(self, indent: float) -> tuple[Tag, Tag]:
        """The mark and the words of a new item whose text is indented by ``indent`` mm."""
        self._list = self._list or Tag(TagRole.LIST)
        item = Tag(TagRole.ITEM, self._list)
        self._body, self._indent = Tag(TagRole.BODY, item), indent
        return Tag(TagRole.LABEL, item), self._body

    def paragraph(self, indent: float) -> Tag:
        """A paragraph: part of the item above it when it is indented like that, else the end of the list."""
        if self._body and indent and indent >= self._indent:
            return Tag(TagRole.PARAGRAPH, self._body)
        self.end()
        return Tag(TagRole.PARAGRAPH)

    def end(self) -> None:
        """What comes now is no part of the list."""
        self._list = self._body = None
