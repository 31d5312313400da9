"""Which characters can be printed whatever fonts there are."""

import unicodedata
from typing import Final

BLOCKS: Final = {
    "基本": (0x4E00, 0x9FFF),
    "扩展A": (0x3400, 0x4DBF),
    "扩展B": (0x20000, 0x2A6DF),
    "扩展C": (0x2A700, 0x2B739),
    "扩展D": (0x2B740, 0x2B81D),
    "扩展E": (0x2B820, 0x2CEA1),
    "扩展F": (0x2CEB0, 0x2EBE0),
    "扩展G": (0x30000, 0x3134A),
    "扩展H": (0x31350, 0x323AF),
    "扩展I": (0x2EBF0, 0x2EE5D),
    "扩展J": (0x323B0, 0x33479),
}
"""Assigned ideographs of each block, first and last (Unicode 17): newer than the table in Python 3.11."""

_SELECTORS: Final = ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
_EMOJI: Final = (0x1F000, 0x1FAFF)
# Letters of these change their shape or place beside others, which one by one can not be drawn:
# the Indic, Thai, Lao, Tibetan and Burmese blocks, Jamo, Khmer and Mongolian, and what was added to them.
_JOINED: Final = (
    (0x0900, 0x109F),
    (0x1100, 0x11FF),
    (0x1700, 0x18AF),
    (0x1900, 0x1CFF),
    (0xA800, 0xA8FF),
    (0xA930, 0xABFF),
    (0xD7B0, 0xD7FF),
    (0x10A00, 0x10A5F),
    (0x11000, 0x11FFF),
)


def code(char: str) -> str:
    """The code point as people write it: U+4E00."""
    return f"U+{ord(char):04X}"


def barred(char: str) -> str:
    """Why no font can print a character, as a clause with its code point; empty when a font might."""
    number = ord(char)
    if any(first <= number <= last for first, last in BLOCKS.values()):
        return ""
    return _by_range(char, number) or _by_category(char)


def _by_range(char: str, number: int) -> str:
    if _within(number, _SELECTORS):
        return f"带有异体字选择符({code(char)}),印出来会变成另一个字形,请删去它或改用字形相符的字"
    if _within(number, (_EMOJI,)):
        return f"的“{char}”({code(char)})是表情符号,请删去"
    return ""


def _by_category(char: str) -> str:
    match unicodedata.category(char):
        case "Cc" | "Cf" | "Zl" | "Zp":
            return f"有看不见的控制字符({code(char)}),请删去"
        case "Cs":
            return f"有录入时损坏的半个字({code(char)}),请删去后重新录入这个字"
        case "Co":
            return f"的“{char}”({code(char)})是自造字,换一台电脑就会变样,请改用国家标准中的字"
        case "Cn":
            return f"的{code(char)}不是标准中的字,多半是录入时损坏的,请重新录入"
    if unicodedata.bidirectional(char) in ("R", "AL", "AN"):
        return f"的“{char}”({code(char)})属于从右往左写的文字,这里排不准,请填证件上的汉字"
    if _within(ord(char), _JOINED):
        return f"的“{char}”({code(char)})属于要连写变形的文字,这里排不准,请填证件上的汉字"
    return ""


def _within(number: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= number <= last for first, last in ranges)
