"""Which characters can be printed whatever fonts there are."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
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

_WHITE: Final = dict.fromkeys(map(ord, "\t\r\n"))
"""What papers set as white space."""
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


_PLAIN: Final = re.compile("[ -~\u4e00-\u9fff,。、;:?!()“”《》·…—\uff01-\uff5e]*")
"""What nearly every text consists of, and every font has."""
_MARKS: Final = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")
"""A letter and the marks that were typed behind it."""


def code(char: str) -> str:
    """The code point as people write it: U+4E00."""
    return f"U+{ord(char):04X}"


def composed(text: str) -> str:
    """The text with each letter and its marks as one character where there is one (Unicode NFC).

    Nothing else changes: ideographs for compatibility stay what they are.
    """
    if text.isascii():
        return text
    return _MARKS.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


def barred(char: str) -> str:
    """Why no font can print a character, as a clause with its code point; empty when a font might."""
    return said(reason(char), [char])


def set_as(text: str) -> str:
    """The text as papers set it: letters with their marks composed, without breaks of lines."""
    return composed(text.translate(_WHITE))


def barred_in(text: str) -> str:
    """Why no font can print some characters of a text, as clauses, each once; empty when a font might."""
    if _PLAIN.fullmatch(text):
        return ""
    return ";".join(told for char in dict.fromkeys(set_as(text)) if (told := barred(char)))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why characters can not be printed: a clause with their names in place of ``{}``."""

    clause: str
    seen: bool = True
    """Whether they can be seen, and are named by themselves beside their code points."""


def said(reason: Reason | None, chars: Sequence[str]) -> str:
    """A reason as a clause about these characters, each named once."""
    if reason is None:
        return ""
    names = (f"“{char}”({code(char)})" if reason.seen else code(char) for char in dict.fromkeys(chars))
    return reason.clause.format("、".join(names))


@lru_cache(maxsize=8192)  # more characters than a county writes
def reason(char: str) -> Reason | None:
    """Why no font can print a character; None when a font might."""
    number = ord(char)
    if any(first <= number <= last for first, last in BLOCKS.values()):
        return None
    if _within(number, _SELECTORS):
        return _SELECTOR
    if _within(number, (_EMOJI,)):
        return _SMILE
    return _by_category(char)


_SELECTOR: Final = Reason(
    "带有异体字选择符({}),印出来会变成另一个字形,请删去它或改用字形相符的字", seen=False
)
_SMILE: Final = Reason("的{}是表情符号,请删去")
_HIDDEN: Final = Reason("有看不见的控制字符({}),请删去", seen=False)
_HALF: Final = Reason("有录入时损坏的半个字({}),请删去后重新录入这个字", seen=False)
_PRIVATE: Final = Reason("的{}是自造字,换一台电脑就会变样,请改用国家标准中的字")
_NONE: Final = Reason("的{}不是标准中的字,多半是录入时损坏的,请重新录入", seen=False)
_LEFTWARD: Final = Reason("的{}属于从右往左写的文字,这里排不准,请填证件上的汉字或拉丁字母")
_JOINING: Final = Reason("的{}属于要连写变形的文字,这里排不准,请填证件上的汉字或拉丁字母")
_MARK: Final = Reason("有和前面的字母合不成一个字的附加符号({}),请删去它,或改录带符号的整个字母", seen=False)


def _by_category(char: str) -> Reason | None:
    kind = unicodedata.category(char)
    if known := {
        "Cc": _HIDDEN,
        "Cf": _HIDDEN,
        "Zl": _HIDDEN,
        "Zp": _HIDDEN,
        "Cs": _HALF,
        "Co": _PRIVATE,
        "Cn": _NONE,
    }.get(kind):
        return known
    if unicodedata.bidirectional(char) in ("R", "AL", "AN"):
        return _LEFTWARD
    if _within(ord(char), _JOINED):
        return _JOINING
    return _MARK if kind in ("Mn", "Me") else None


def _within(number: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= number <= last for first, last in ranges)
