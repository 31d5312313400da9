"""Places to sign and to seal: a label with a line, a ring for the seal, words that must fit."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from forms.typesetting import typeset
from printing import draw, fonts, text
from printing.draw import Mark
from printing.errors import MisfitError
from printing.measures import LEFT, RIGHT

_TO_SIGN: Final = 15.0
"""Least length in mm of a line to sign on."""


def sign_here(label: str, date: str, y: float, size: float, right: float = RIGHT) -> list[Mark]:
    """A label, a line to sign on and a date that ends at ``right``, on a baseline at ``y``, all in mm.

    MisfitError when label and date leave no room to sign.
    """
    label, date = typeset(label), typeset(date)
    em = size * text.MM_PER_PT
    begins = LEFT + fonts.width(label) * em
    dated = right - fonts.width(date) * em
    if dated - 6 - begins < _TO_SIGN:
        raise MisfitError(f"“{label}”太长,后面没有签名的地方,请改短")
    return [
        draw.Words(LEFT, y, label, size),
        draw.Rule(begins, y + 1, dated - 6, y + 1),
        draw.Words(dated, y, date, size),
    ]


def words_here(x: float, y: float, words: str, size: float, wide: float, heavy: bool = False) -> Mark:
    """One line of words, its baseline beginning at (x, y); MisfitError when wider than ``wide`` mm."""
    if fonts.width(words, heavy) * size * text.MM_PER_PT > wide:
        raise MisfitError(f"“{words}”太长,{wide:g}毫米宽印不下,请改短或改小字号")
    return draw.Words(x, y, words, size, heavy=heavy)


def must_fit(units: Sequence[text.Unit], wide: float, high: float, size: float, floor: float) -> text.Fitted:
    """Words of a layout in a box in mm, in type of ``size`` to ``floor`` points; MisfitError if too long."""
    fitted = text.fit(units, wide, high, size, floor)
    if not fitted.whole:
        said = "".join(piece.text for unit in units for piece in unit)
        raise MisfitError(f"“{said[:20]}”太长,{wide:g}毫米宽印不下,请改短")
    return fitted


SEAL_LEADING: Final = 1.5
"""Distance of the lines inside a seal's ring in ems."""
_SEAMS: Final = re.compile("(?<=[省市县区旗州盟])(?<!社区)|(?<!受理)(?<!业务)(?=(?:受理|业务)?专用章)")
"""Where the name of an office or of its seal is broken: behind a region, before what the seal is for."""

_ENDS: Final = re.compile("\n|(?<=：)")
"""Where a line in a seal's ring ends: at the end of a line, and behind a label."""


def seal_words(said: str, wide: float, high: float, size: float, floor: float) -> text.Fitted:
    """Lines for the inside of a seal's ring, ``wide`` and ``high`` in mm, in ``size`` to ``floor`` points.

    Each line of ``said`` is broken behind a label and behind the names of regions; where that takes too
    many lines, wherever it has to be.
    """
    plain = text.fit(text.words(said), wide, high, size, floor, SEAL_LEADING)
    limit = wide / (plain.size * text.MM_PER_PT)
    lines = [line for each in _ENDS.split(said) if each for line in _named(each, limit)]
    em = plain.size * text.MM_PER_PT
    if ((len(lines) - 1) * SEAL_LEADING + 1) * em > high:
        return plain
    return text.Fitted(tuple(lines), plain.size, plain.whole)


def _named(said: str, limit: float) -> Iterator[text.Line]:
    """A name in lines no wider than ``limit`` ems, as many of its parts on each as have room."""
    line = ""
    for part in (found for found in _SEAMS.split(said) if found):
        if line and fonts.width(line + part) > limit:
            yield from _narrow(line, limit)
            line = ""
        line += part
    yield from _narrow(line, limit)


def _narrow(said: str, limit: float) -> Sequence[text.Line]:
    """Words in the narrowest lines that are no more than fit ``limit`` ems, and cut nothing."""
    units = text.words(said)
    found, _ = text.wrap(units, limit)
    for wide in range(int(limit), 2, -1):
        lines, cut = text.wrap(units, wide)
        if cut or len(lines) > len(found):
            break
        found = lines
    return found


def seal_here(
    words: text.Fitted,
    x: float,
    y: float,
    radius: float,
    box: tuple[float, float],
    leading: float,
    grey: float = 0.0,
) -> list[Mark]:
    """A dashed ring of ``radius`` mm around (x, y) for the seal, with words in a box around its centre."""
    wide, high = box
    inner = (x - wide / 2, y - high / 2, wide, high)
    return [
        draw.Ring(x, y, radius),
        *draw.set_lines(words, *inner, "center", leading=leading, grey=grey),
    ]
