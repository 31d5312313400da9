"""Fonts of the papers: every character is checked before it is drawn.

The bundled fonts are asked first, then the fonts of this computer, one by one in a fixed order, so the
same name looks the same on every paper. ``python -m printing.fonts`` makes the font files where they are
missing.
"""

import logging
import mmap
import sys
import threading
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFNameBytes, TTFont

from forms import characters, private_use
from printing import font_files, system_fonts

_LOG = logging.getLogger(__name__)
_LOCK: Final = threading.RLock()


def to_unicode(name: str, codes: list[int]) -> str:
    """A ToUnicode CMap for one subset: UTF-16BE targets, at most 100 to a block (ISO 32000-1, 9.10.3)."""
    rows = [f"<{place:02X}> <{_utf16(code)}>" for place, code in enumerate(codes)]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    mapped = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo\n<< /Registry ({name})\n/Ordering ({name})\n/Supplement 0\n>> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(codes) - 1:02X}>\nendcodespacerange\n"
        f"{mapped}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()


class _Mapped:
    """A font file that is mapped, not read: of its ten megabytes a paper needs a few hundred outlines."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)

    def read(self) -> mmap.mmap:
        """The whole file as a memory map, which can be sliced like bytes."""
        with Path(self.name).open("rb") as file:
            _MAPPED.append(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return _MAPPED[-1]


_MAPPED: Final[list[mmap.mmap]] = []


def let_go() -> None:
    """Release the 20 MB of font files read for a paper; the next paper reads them again in 5 ms."""
    if sys.platform == "linux":
        for file in _MAPPED:
            file.madvise(mmap.MADV_DONTNEED)


class Face(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A font whose text can be searched and copied beyond U+FFFF, where reportlab's own map is wrong."""

    def __init__(self, name: str, path: Path, index: int = 0, mapped: bool = False) -> None:
        """The font of a file, or number ``index`` of a collection; ``mapped`` leaves it on the disk."""
        file = _Mapped(path) if mapped else str(path)
        super().__init__(name, file, subfontIndex=index, shapable=False)
        # Only the shaping of joined letters asks which characters a glyph stands for: a list for each.
        self.face.glyphToChar = {}

    def addObjects(self, doc: Any) -> None:
        """Write the subsets into the document, then put the right ToUnicode map into each."""
        state = self.state[doc]
        super().addObjects(doc)
        written = doc.idToObject["BasicFonts"].dict
        for number, codes in enumerate(state.subsets):
            font = written[f"{state.internalName}+{number}"]
            doc.idToObject[font.ToUnicode.name].content = to_unicode(font.BaseFont, codes)

    def has(self, char: str) -> bool:
        """Whether the face can draw this character; a glyph without outline counts for white space only."""
        glyph = self.face.charToGlyph.get(ord(char), 0)
        places = self.face.glyphPos
        return bool(glyph) and (char.isspace() or places[glyph + 1] > places[glyph])

    def em(self, char: str) -> float:
        """Advance width of the character in ems."""
        return float(self.face.getCharWidth(ord(char))) / 1000


def _main(heavy: bool) -> Face:
    """The bundled face of one weight, read and registered once in a process."""
    with _LOCK:
        return _bundled(heavy)


@cache
def _bundled(heavy: bool) -> Face:
    style, path = ("Bold", font_files.bold()) if heavy else ("Regular", font_files.regular())
    return _registered(f"{font_files.NAME}-{style}", path, mapped=True)


def _hangul() -> Face:
    """The bundled face of the Korean syllables, which has one weight."""
    with _LOCK:
        return _korean()


@cache
def _korean() -> Face:
    return _registered(f"{font_files.HANGUL_NAME}-Regular", font_files.hangul(), mapped=True)


_registered_as: dict[bytes, str] = {}


def _registered(name: str, path: Path, index: int = 0, mapped: bool = False) -> Face:
    with _LOCK:
        face = Face(name, path, index, mapped)
        # reportlab takes fonts of one PostScript name for one font, whatever file they come from.
        if _registered_as.setdefault(bytes(face.face.name), name) != name:
            face.face.name = TTFNameBytes(b"%s-%08x" % (face.face.name, crc32(name.encode())))
        pdfmetrics.registerFont(face)
        return face


@cache
def _opened(file: system_fonts.FontFile) -> Face | None:
    """A font of this computer, read when it is first needed; None when the file is broken."""
    try:
        return _registered(f"{file.path}#{file.index}", file.path, file.index)
    except Exception as error:  # a broken font fails in as many ways as it has tables
        _LOG.warning("font %s can not be used: %s", file.path, error)
        return None


@cache
def _face(char: str, heavy: bool) -> Face | None:
    """The face that draws a standard character: the bundled one, else the first of this computer's.

    Fonts of this computer have one weight: a rare character in a bold line is drawn in regular weight.
    """
    if characters.barred(char):
        return None
    if _main(heavy).has(char):
        return _main(heavy)
    if font_files.HANGUL[0] <= ord(char) <= font_files.HANGUL[1]:
        return _hangul()
    with _LOCK:
        for file in system_fonts.files():
            if file.covers(ord(char)) and (face := _opened(file)) and face.has(char):
                return face
    return None


@cache
def _em(char: str, heavy: bool) -> float:
    face = _face(char, heavy)
    return face.em(char) if face else 1.0


def missing(text: str) -> str:
    """The characters of a text that no font here can draw, each once; line feeds do not count.

    A font installed since the last call is found, without starting the program anew.
    """
    if not _KNOWN.issuperset(text):
        return _missing(text)
    return ""


_KNOWN: Final[set[str]] = set()
"""Characters that were found in a font already."""


def _missing(text: str) -> str:
    lacking = _lacking(text)
    _KNOWN.update(set(text) - set(lacking))
    if any(not characters.barred(char) for char in lacking) and system_fonts.renewed():
        for cached in (_face, _em):
            cached.cache_clear()
        lacking = _lacking(text)
    return lacking


def _lacking(text: str) -> str:
    seen = dict.fromkeys(text)
    return "".join(c for c in seen if c != "\n" and not _drawn_by(c, False))


def _drawn_by(char: str, heavy: bool) -> Face | None:
    return _face(private_use.standard(char), heavy)


def width(text: str, heavy: bool = False) -> float:
    """Advance width of a text in ems."""
    if len(text) == 1:
        return _em(private_use.standard(text), heavy)
    return sum(_em(private_use.standard(char), heavy) for char in text)


def first(heavy: bool = False) -> str:
    """Registered name of the bundled face."""
    return str(_main(heavy).fontName)


def runs(text: str, heavy: bool = False) -> Iterator[tuple[str, str]]:
    """The text as it is drawn, divided where the face changes: (registered font name, part of the text).

    Private characters of old data are replaced by their standard ones.
    """
    drawn = "".join(map(private_use.standard, text))
    for name, stretch in groupby(drawn, lambda char: _name_of(char, heavy)):
        yield name, "".join(stretch)


def _name_of(char: str, heavy: bool) -> str:
    face = _face(char, heavy)
    return str(face.fontName) if face else first(heavy)


def coverage() -> dict[str, tuple[int, int]]:
    """For each block of ideographs: how many can be printed on this computer, and how many it has."""
    main, files = _main(False), system_fonts.files()
    return {
        block: (
            sum(main.has(chr(c)) or any(f.covers(c) for f in files) for c in range(start, end + 1)),
            end - start + 1,
        )
        for block, (start, end) in characters.BLOCKS.items()
    }


if __name__ == "__main__":
    font_files.main()
