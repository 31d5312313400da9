"""Real font files made for a test: small, with a black square for every character."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection


def make(
    path: Path, chars: str, *, rights: int = 0, weight: int = 400, blank: str = "", outlines: str = "glyf"
) -> Path:
    """Write a font of these characters; ``blank`` ones have a glyph without outline."""
    path.parent.mkdir(parents=True, exist_ok=True)
    built(path.stem, chars, rights, weight, blank, outlines).save(path)
    return path


def make_collection(path: Path, parts: Sequence[str]) -> Path:
    """Write a collection with one face for each text."""
    collection = TTCollection()
    collection.fonts = [built(f"{path.stem}{n}", chars).font for n, chars in enumerate(parts)]
    collection.save(path)
    return path


def built(
    name: str, chars: str, rights: int = 0, weight: int = 400, blank: str = "", outlines: str = "glyf"
) -> FontBuilder:
    """The font in fontTools, not yet saved."""
    order = [".notdef", *(f"u{ord(char):X}" for char in dict.fromkeys(chars))]
    font = FontBuilder(1000, isTTF=outlines == "glyf")
    font.setupGlyphOrder(order)
    font.setupCharacterMap({int(glyph[1:], 16): glyph for glyph in order[1:]})
    empty = {f"u{ord(char):X}" for char in blank}
    drawn = {glyph: _square(outlines, glyph not in empty) for glyph in order}
    if outlines == "glyf":
        font.setupGlyf(drawn)
    else:
        font.setupCFF(name, {}, drawn, {})
    font.setupHorizontalMetrics(dict.fromkeys(order, (1000, 100)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    font.setupOS2(fsType=rights, usWeightClass=weight)
    font.setupPost(keepGlyphNames=False)
    return font


def _square(outlines: str, shown: bool) -> Any:
    pen = TTGlyphPen(None) if outlines == "glyf" else T2CharStringPen(1000, None)
    if shown:
        pen.moveTo((100, 0))
        for corner in ((100, 800), (900, 800), (900, 0)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph() if outlines == "glyf" else pen.getCharString()
