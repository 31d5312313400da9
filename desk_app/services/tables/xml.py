"""Parts of a package, read piece by piece: a document that declares types of its own is refused."""

from collections.abc import Mapping
from typing import IO, Any, Final
from xml.parsers.expat import ParserCreate

from desk_app.errors import RuleError

_BETWEEN: Final = " "


class Part:
    """What is made of a part while it is read; names come without their namespace."""

    __slots__ = ()

    def start(self, name: str, given: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text between."""


def walk(stream: IO[bytes], part: Part) -> None:
    """Read a stream to its end. ExpatError for what is no XML, RuleError for a declared type (bombs)."""
    parser = ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    names: dict[str, str] = {}

    def local(name: str) -> str:
        if name not in names:
            names[name] = name.rpartition(_BETWEEN)[2]
        return names[name]

    def start(name: str, given: dict[str, str]) -> None:
        part.start(local(name), {local(key): value for key, value in given.items()} if given else given)

    def refuse(*_declared: Any) -> None:
        raise RuleError("这个文件里有不该有的定义(DOCTYPE),没有打开;请用表格软件另存为 xlsx 再试")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: part.end(local(name))
    parser.CharacterDataHandler = part.text
    parser.StartDoctypeDeclHandler = refuse
    parser.ParseFile(stream)
