"""Tagged PDF by hand, for which reportlab has no words: marked content on the pages, and the tree of tags.

ISO 32000-1, 14.6 (marked content), 14.7 (structure) and 14.8 (tagged PDF). Nothing here claims a standard of
accessibility: no validator for one was at hand.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFObject
from reportlab.pdfgen.canvas import Canvas

from printing.pen import POINTS
from printing.structure import Tag, TagRole

FOOT: Final = "Footer"
WATERMARK: Final = "Watermark"
"""What stands on every page and is not read out (ISO 32000-1, 14.8.2.2.2)."""


@dataclass(slots=True, eq=False)
class _Node:
    """A tag as it is written: the number of its object, and its content and children in reading order."""

    tag: Tag
    role: TagRole
    number: int
    parent: int
    kids: "list[_Node | _Content]" = field(default_factory=list)


class _Content(NamedTuple):
    """A stretch of marks: its page from 0, and its number on that page."""

    page: int
    number: int


class _Written(PDFObject):  # type: ignore[misc]  # reportlab ships no types
    """An object of the file, written down as it is to stand there."""

    said = ""

    def format(self, _document: object) -> bytes:
        return self.said.encode("ascii")


class TreeWriter:
    """Notes while pages are drawn what belongs to which tag, and writes the tree when all are drawn."""

    def __init__(self, canvas: Canvas, origin: tuple[float, float]) -> None:
        """Writes on this canvas; what is drawn has its top left corner at ``origin``, in points."""
        self._canvas, self._document, self._origin = canvas, canvas._doc, origin
        self._nodes: dict[Tag, _Node] = {}
        self._objects: dict[int, _Written] = {}
        self._tree = self._object()
        self._top = self._made(Tag(TagRole.DOCUMENT), self._tree)
        self._pages: list[list[_Node]] = [[]]
        """The owner of each stretch of each page, by its number."""
        self._now: Tag | None = None
        self._titles = 0

    def turn(self, tag: Tag) -> None:
        """What is drawn from here on belongs to this tag."""
        if tag is self._now:
            return
        self.leave()
        if tag.role is TagRole.ARTIFACT:
            self._canvas.addLiteral("/Artifact BMC")
        else:
            node, owners = self._node(tag), self._pages[-1]
            node.kids.append(_Content(len(self._pages) - 1, len(owners)))
            self._canvas.addLiteral(f"/{node.role} <</MCID {len(owners)}>> BDC")
            owners.append(node)
        self._now = tag

    def aside(self, kind: str) -> None:
        """What is drawn from here on stands on every page: ``FOOT`` or ``WATERMARK``."""
        self.leave()
        self._canvas.addLiteral(f"/Artifact <</Type /Pagination /Subtype /{kind}>> BDC")
        self._now = Tag(TagRole.ARTIFACT)

    def leave(self) -> None:
        """End the stretch that was begun, if one was."""
        if self._now:
            self._canvas.addLiteral("EMC")
            self._now = None

    def page(self) -> None:
        """Close the page that was drawn."""
        self.leave()
        self._canvas.showPage()
        page = self._document.Pages.pages[-1]
        page.StructParents, page.Tabs = len(self._pages) - 1, "/S"
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        self._pages.append([])

    def finish(self) -> None:
        """Write the tree; called after the last page, before the file is saved."""
        pages = [self._document.idToObjectNumberAndVersion[f"Page{n}"][0] for n in range(1, len(self._pages))]
        for node in (self._top, *self._nodes.values()):
            self._objects[node.number].said = _said(node, pages, self._origin)
        owned = " ".join(
            f"{n} [{' '.join(f'{node.number} 0 R' for node in owners)}]"
            for n, owners in enumerate(self._pages[:-1])
        )
        self._objects[self._tree].said = (
            f"<</Type /StructTreeRoot /K {self._top.number} 0 R"
            f" /ParentTree <</Nums [{owned}]>> /ParentTreeNextKey {len(pages)}>>"
        )
        catalog = self._document.Catalog
        catalog.StructTreeRoot = self._objects[self._tree]
        catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        for page in self._document.Pages.pages:  # so that no two papers have one number
            self._document.updateSignature(page.stream)
        for font in self._document.delayedFonts:
            self._document.updateSignature(repr(font.state[self._document].subsets))

    def _object(self) -> int:
        """The number of a new object of the file."""
        written = _Written()
        name = self._document.Reference(written).name
        number = int(self._document.idToObjectNumberAndVersion[name][0])
        self._objects[number] = written
        return number

    def _made(self, tag: Tag, parent: int) -> _Node:
        return _Node(tag, tag.role, self._object(), parent)

    def _node(self, tag: Tag) -> _Node:
        """The node of a tag; made when its content first appears, that of a table with all its cells."""
        if tag in self._nodes:
            return self._nodes[tag]
        above = self._node(tag.parent) if tag.parent else self._top
        if tag in self._nodes:  # a cell, made with its table
            return self._nodes[tag]
        node = self._added(tag, above)
        if tag.role is TagRole.TITLE:
            node.role = TagRole.SECTION if self._titles else tag.role
            self._titles += 1
        elif tag.role is TagRole.SECTION and self._titles > 1:
            node.role = TagRole.PART
        return node

    def _added(self, tag: Tag, above: _Node) -> _Node:
        node = self._nodes[tag] = self._made(tag, above.number)
        above.kids.append(node)
        for child in tag.children:
            self._added(child, node)
        return node


def _said(node: _Node, pages: list[int], origin: tuple[float, float]) -> str:
    """A node as the object of a file; ``pages`` are the numbers of the pages' objects.

    ``origin`` is the top left corner of what is drawn, in points from the lower left corner of the page.
    """
    at = next((kid.page for kid in node.kids if isinstance(kid, _Content)), None)
    parts = [f"/S /{node.role} /P {node.parent} 0 R"]
    if at is not None:
        parts.append(f"/Pg {pages[at]} 0 R")
    kids = list(_kids(node.kids, at, pages))
    if kids:
        parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K [{' '.join(kids)}]")
    if node.tag.alt:
        parts.append(f"/Alt <FEFF{node.tag.alt.encode('utf-16-be').hex().upper()}>")
    if attributes := " ".join((*_attributes(node.tag), *_place(node.tag, origin))):
        parts.append(f"/A <<{attributes}>>")
    return f"<<{' '.join(parts)}>>"


def _kids(kids: Iterable[_Node | _Content], at: int | None, pages: list[int]) -> Iterator[str]:
    for kid in kids:
        if isinstance(kid, _Node):
            yield f"{kid.number} 0 R"
        elif kid.page == at:
            yield str(kid.number)
        else:
            yield f"<</Type /MCR /Pg {pages[kid.page]} 0 R /MCID {kid.number}>>"


def _attributes(tag: Tag) -> Iterator[str]:
    """What a heading or a cell says of its place in the table (ISO 32000-1, 14.8.5.7)."""
    if tag.role in (TagRole.HEAD, TagRole.CELL) and (tag.scope or tag.across > 1 or tag.down > 1):
        yield "/O /Table"
        if tag.scope:
            yield f"/Scope /{tag.scope}"
        if tag.across > 1:
            yield f"/ColSpan {tag.across}"
        if tag.down > 1:
            yield f"/RowSpan {tag.down}"


def _place(tag: Tag, origin: tuple[float, float]) -> Iterator[str]:
    """Where a figure stands on its page (ISO 32000-1, 14.8.5.4.3)."""
    if tag.box:
        (x, y, w, h), (left, top) = tag.box, origin
        corners = (left + x * POINTS, top - (y + h) * POINTS, left + (x + w) * POINTS, top - y * POINTS)
        yield f"/O /Layout /Placement /Block /BBox [{' '.join(f'{c:.2f}' for c in corners)}]"
