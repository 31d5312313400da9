"""Tagged papers as a reader for the blind takes them: the tree of tags, and what on the pages belongs to it.

Read from the objects and operators of the file (pypdf), not from our own marks.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

_SHOWS = (b"Tj", b"TJ", b"'", b'"')
_PAINTS = (b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"Do", b"sh", b"EI")


@dataclass
class Stretch:
    """What a page draws between two operators of marked content; ``number`` is None for an artifact."""

    page: int
    name: str
    number: int | None
    text: str = ""
    paints: int = 0
    properties: Any = None


@dataclass
class Node:
    """An element of the tree: its role, its own dictionary, its children and content in reading order."""

    role: str
    raw: DictionaryObject
    reference: IndirectObject | None
    kids: "list[Node | tuple[int, int]]" = field(default_factory=list)

    def walk(self) -> "Iterator[Node]":
        """This element and all below it in reading order."""
        yield self
        for kid in self.nodes:
            yield from kid.walk()

    @property
    def nodes(self) -> "list[Node]":
        """Its child elements."""
        return [kid for kid in self.kids if isinstance(kid, Node)]

    def attribute(self, name: str, otherwise: Any = None) -> Any:
        """One of its attributes."""
        return self.raw.get("/A", DictionaryObject()).get(name, otherwise)


class TaggedPaper:
    """One paper, read."""

    def __init__(self, pdf: bytes) -> None:
        self.reader = PdfReader(io.BytesIO(pdf), strict=True)
        self.stretches = [s for page in range(len(self.reader.pages)) for s in self._stretches(page)]
        self._pages = {p.indirect_reference.idnum: n for n, p in enumerate(self.reader.pages)}  # type: ignore[union-attr]
        self.root: DictionaryObject = self.reader.root_object["/StructTreeRoot"].get_object()  # type: ignore[assignment]
        (top,) = list(_listed(self.root.raw_get("/K")))
        self.top = self._node(top)

    def all(self, *roles: str) -> list[Node]:
        """Every element of these roles in reading order."""
        return [node for node in self.top.walk() if node.role in roles]

    def text(self, node: Node) -> str:
        """What an element and all below it say."""
        said = {(s.page, s.number): s.text for s in self.stretches if s.number is not None}
        return "".join(self.text(k) if isinstance(k, Node) else said[k] for k in node.kids)

    @property
    def unread(self) -> str:
        """The words that are drawn and not read out."""
        return "".join(s.text for s in self.stretches if s.number is None)

    def _node(self, reference: Any) -> Node:
        raw = reference.get_object()
        node = Node(str(raw["/S"])[1:], raw, reference if isinstance(reference, IndirectObject) else None)
        for kid in _listed(raw.raw_get("/K") if "/K" in raw else ArrayObject()):
            found = kid.get_object() if isinstance(kid, IndirectObject) else kid
            if isinstance(found, int):
                node.kids.append((self._pages[raw.raw_get("/Pg").idnum], int(found)))
            elif found.get("/Type") == "/MCR":
                node.kids.append((self._pages[found.raw_get("/Pg").idnum], int(found["/MCID"])))
            else:
                node.kids.append(self._node(kid))
        return node

    def _stretches(self, number: int) -> Iterator[Stretch]:
        page = self.reader.pages[number]
        maps = {name: _letters(font) for name, font in page["/Resources"]["/Font"].items()}  # type: ignore[index]
        now, outside, font = None, Stretch(number, "", None), ""
        contents = page.get_contents()
        assert isinstance(contents, ContentStream)
        for operands, operator in contents.operations:
            if operator in (b"BDC", b"BMC"):
                assert now is None, "marked content within marked content"
                told = operands[1] if len(operands) > 1 else DictionaryObject()
                mcid = told.get("/MCID")
                now = Stretch(number, operands[0][1:], None if mcid is None else int(mcid), properties=told)
            elif operator == b"EMC":
                assert now is not None, "marked content ends twice"
                yield now
                now = None
            elif operator == b"Tf":
                font = str(operands[0])
            elif operator in _SHOWS:
                (now or outside).text += "".join(maps[font][byte] for byte in _bytes(operands[0]))
            elif operator in _PAINTS:
                (now or outside).paints += 1
        assert now is None, "marked content is not ended"
        assert outside == Stretch(number, "", None), "drawn outside of all tags"


def _listed(value: Any) -> Iterator[Any]:
    if isinstance(value, ArrayObject):
        yield from list.__iter__(value)
    else:
        yield value


def _bytes(operand: Any) -> bytes:
    return operand.original_bytes if hasattr(operand, "original_bytes") else bytes(operand)


def _letters(font: Any) -> dict[int, str]:
    """The letter of each code of a font, by its ToUnicode map."""
    mapped = font.get_object()["/ToUnicode"].get_object().get_data().decode("ascii")
    return {
        int(code, 16): bytes.fromhex(target).decode("utf-16-be")
        for code, target in re.findall(r"<([0-9A-F]+)> <([0-9A-F]{4,})>", mapped)
    }
