"""Places to sign and to seal: a label with a line, a ring for the seal, words that must fit."""

from collections.abc import Sequence
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
