"""Spelling that means nothing: full width, spaces, hyphens, invisible marks."""

import re
import unicodedata
from typing import Final

_FULL_WIDTH: Final = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# Patterns are texts: ``re`` compiles each when it is first asked for and keeps it, and the start need not.
_GAPS: Final = r"[\s\-\u2010-\u2015\u2212]"


def half_width(text: str) -> str:
    """The text with full-width letters, digits and spaces made half-width (Ａ１ → A1)."""
    return text.translate(_FULL_WIDTH)


def tidy_number(text: str) -> str:
    """A number as it is stored: half width, no spaces, hyphens or pasted marks, letters upper-case."""
    return re.sub(_GAPS, "", seen(text)).upper()


def seen(text: str) -> str:
    """Half-width text without the invisible marks that copying from another program adds."""
    told = half_width(text)
    return told if told.isascii() else "".join(c for c in told if unicodedata.category(c) != "Cf")


def off_by(missing: int) -> str:
    """How many places a number lacks, or for a negative count has too many: 还差1位, 多了1位."""
    return f"还差{missing}位" if missing > 0 else f"多了{-missing}位"
