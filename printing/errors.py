"""Papers that can not be printed as they stand: refused before a sheet is spoiled."""

import unicodedata
from collections.abc import Iterable


class UnprintableError(ValueError):
    """A paper that would come out wrong; ``str(error)`` is one Chinese sentence that says what to do."""


def unprintable(chars: Iterable[str], where: str = "") -> UnprintableError:
    """The error for characters no font can draw, each named with its code point; ``where`` is the field."""
    place = f"“{where}”一栏" if where else "要打印的内容"
    told = ";".join(_fault(char) for char in dict.fromkeys(chars))
    return UnprintableError(f"{place}{told}。这张纸没有打印,改正后再打印一次。")


def _fault(char: str) -> str:
    code = f"U+{ord(char):04X}"
    match unicodedata.category(char):
        case "Cc" | "Cf" | "Cs" | "Zl" | "Zp":
            return f"有看不见的控制字符({code}),请删去"
        case "Co":
            return f"的“{char}”({code})是自造字,换一台电脑就会变样,请改用国家标准中的字"
        case "So" | "Sk" if ord(char) >= 0x1F000:
            return f"的“{char}”({code})是表情符号,请删去"
    return f"的“{char}”({code})在打印字体中没有字形,请装上含有这个字的字体"
