"""Chinese fonts of the papers: made once, found fast, every character checked before it is drawn.

``python -m printing.fonts`` makes the font files where they are missing.
"""

import os
import sys
import tempfile
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

_NAME: Final = "NotoSansSC"
_SOURCE: Final = "fonts/ofl/notosanssc"
_WEIGHTS: Final = {"Regular": 400, "Bold": 700}
# Never drawn, whatever a font may hold for them: controls, private use, halves of pairs, unassigned.
_REFUSED: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_LOCK: Final = threading.RLock()


# ---- the files ----------------------------------------------------------------------------------


def regular() -> Path:
    """Path of the static TrueType font of weight 400; made when missing (some 15 seconds, once)."""
    return _found("Regular") or _make("Regular")


def bold() -> Path:
    """Path of the static TrueType font of weight 700; made when missing (some 15 seconds, once)."""
    return _found("Bold") or _make("Bold")


def _homes() -> Iterator[Path]:
    """Where the fonts may live, the environment's own place first."""
    yield Path(sys.prefix, "share", "desk-app", "fonts")
    # Read-only environments keep them with the user; the import is spared when they are found above.
    from platformdirs import user_data_path

    yield user_data_path("desk-app", appauthor=False) / "fonts"


def _found(style: str) -> Path | None:
    paths = (home / f"{_NAME}-{style}.ttf" for home in _homes())
    return next((path for path in paths if path.is_file()), None)


def _writable_home() -> Path:
    for home in _homes():
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home):
                return home
        except OSError:
            continue
    raise OSError("中文字体没有地方存放,请检查磁盘空间和目录权限")


def _make(style: str) -> Path:
    """Freeze the packaged variable font at one weight; readers never see a half-written file."""
    # Slow to import and needed once in an environment's life.
    from fontTools.ttLib import TTFont as Variable
    from fontTools.varLib.instancer import instantiateVariableFont

    home = _writable_home()
    source = files("justmytype_intl_cjk") / _SOURCE
    with (source / f"{_NAME}[wght].ttf").open("rb") as variable:
        static = instantiateVariableFont(
            # Without the time of making, every desk has the same font and so the same papers.
            Variable(variable, recalcTimestamp=False),
            {"wght": _WEIGHTS[style]},
            updateFontNames=True,
        )
    handle, name = tempfile.mkstemp(dir=home, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as whole:
            static.save(whole)
        part.chmod(0o644)
        # The licence travels with the font (SIL Open Font License 1.1, condition 2).
        (home / "OFL.txt").write_bytes((source / "OFL.txt").read_bytes())
        return part.replace(home / f"{_NAME}-{style}.ttf")
    finally:
        part.unlink(missing_ok=True)


# ---- the faces ----------------------------------------------------------------------------------


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


class Face(TTFont):  # type: ignore[misc]  # reportlab ships no types
    """A font whose text can be searched and copied beyond U+FFFF, where reportlab's own map is wrong."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name, str(path), shapable=False)

    def addObjects(self, doc: Any) -> None:
        """Write the subsets into the document, then put the right ToUnicode map into each."""
        state = self.state[doc]
        super().addObjects(doc)
        written = doc.idToObject["BasicFonts"].dict
        for number, codes in enumerate(state.subsets):
            font = written[f"{state.internalName}+{number}"]
            doc.idToObject[font.ToUnicode.name].content = to_unicode(font.BaseFont, codes)

    def has(self, char: str) -> bool:
        """Whether the face holds a glyph for the character."""
        return ord(char) in self.face.charToGlyph

    def em(self, char: str) -> float:
        """Advance width of the character in ems."""
        return float(self.face.getCharWidth(ord(char))) / 1000


@dataclass(frozen=True, slots=True)
class Family:
    """Two weights of one design; ``bold`` may be the regular file again where there is no other."""

    name: str
    regular: Path
    bold: Path


_chain: list[Family] = []


def chain() -> tuple[Family, ...]:
    """The families that are asked for a glyph, in this order."""
    with _LOCK:
        if not _chain:
            _chain.append(Family(_NAME, regular(), bold()))
        return tuple(_chain)


def append(family: Family) -> None:
    """Add a family that is asked when all before it lack a glyph."""
    with _LOCK:
        chain()
        _chain.append(family)
        for cached in (_faces, _face, _em):
            cached.cache_clear()


@cache
def _faces(heavy: bool) -> tuple[Face, ...]:
    """Parsed and registered faces of one weight; each file is parsed once in a process."""
    with _LOCK:
        return tuple(_registered(family, heavy) for family in chain())


def _registered(family: Family, heavy: bool) -> Face:
    name = f"{family.name}-{'Bold' if heavy else 'Regular'}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(Face(name, family.bold if heavy else family.regular))
    face: Face = pdfmetrics.getFont(name)
    return face


@cache
def _face(char: str, heavy: bool) -> Face | None:
    """The first face of the chain that holds the character."""
    if char != "\n" and unicodedata.category(char) in _REFUSED:
        return None
    return next((face for face in _faces(heavy) if face.has(char)), None)


@cache
def _em(char: str, heavy: bool) -> float:
    face = _face(char, heavy)
    return face.em(char) if face else 1.0


def missing(text: str) -> str:
    """The characters of a text that no font can draw, each once; line feeds are layout, not characters."""
    return "".join(c for c in dict.fromkeys(text) if c != "\n" and not (_face(c, False) and _face(c, True)))


def width(text: str, heavy: bool = False) -> float:
    """Advance width of a text in ems."""
    return sum(_em(char, heavy) for char in text)


def first(heavy: bool = False) -> str:
    """Registered name of the main face."""
    return str(_faces(heavy)[0].fontName)


def runs(text: str, heavy: bool = False) -> Iterator[tuple[str, str]]:
    """The text cut where the face changes: (registered font name, stretch of text)."""
    name, start = "", 0
    for place, char in enumerate(text):
        face = _face(char, heavy)
        found = str(face.fontName) if face else first(heavy)
        if found != name:
            if place:
                yield name, text[start:place]
            name, start = found, place
    if text:
        yield name, text[start:]


def main() -> None:
    """Make the fonts where they are missing and say so."""
    for style, word in (("Regular", "常规"), ("Bold", "粗体")):
        if path := _found(style):
            print(f"中文字体({word})已就绪:{path}")
        else:
            print(f"正在生成中文字体({word}),约15秒……", flush=True)
            print(f"中文字体({word})已生成:{_make(style)}", flush=True)


if __name__ == "__main__":
    main()
