"""Names of persons: what is stored, and which characters no name has."""

import re
import unicodedata
from typing import Final

from forms.private_use import standard

_DOTS = str.maketrans(dict.fromkeys("・•．‧∙⋅･\u0387", "·"))
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fffd\U00030000-\U0003fffd"
_STOP: Final = rf"(?<=[{_HAN}])\s*[.。]\s*(?=[{_HAN}])"
_SPACE: Final = rf"(?<=[{_HAN}]) (?=[{_HAN}])"
_IDEOGRAPH: Final = rf"[{_HAN}]"

_LETTERS: Final = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Me"})
_MARKS: Final = " ·.,'’-"
_NEVER_FIRST, _NEVER_LAST = " ·.,-", " ·,-"
# Letters and marks by category that nobody can see: fillers, joiners, variation selectors.
_HIDDEN: Final = r"[\u034f\u115f\u1160\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_UNSEEN = "姓名中有看不见的控制字符({code}),请全部删去后重录"
_NO_LETTER = "姓名中的“{char}”不是文字,请与证件一致;少数民族姓名间隔用“·”"
_CHARACTER_FAULTS: Final = {
    **dict.fromkeys(("Cc", "Cf", "Zl", "Zp", "Zs"), _UNSEEN),
    **dict.fromkeys(("Nd", "No"), "姓名中有数字“{char}”,请与证件一致"),
    "Cs": "姓名中有残缺的字符({code}),请删去后重录",
    "Co": "姓名中有造字({code}),其他系统读不出,请改用国标汉字,生僻字可按笔画或部件输入",
    "Cn": "姓名中有不认识的字符({code}),请删去后重录",
}
_UNIFIED: Final = "姓名中的“{char}”({code})是部首符号,请改录汉字“{meant}”"
_OFFICIAL: Final = "姓名中有造字({code}),国标汉字是“{meant}”,请改录"


def tidy_name(text: str) -> str:
    """A name as it is stored: look-alike dots become U+00B7 (民委发〔2016〕33号), needless spaces go.

    A full stop between two Han characters becomes the dot, a space between them is removed.
    No compatibility normalisation: NFKC would change characters that differ in law.
    """
    dotted = re.sub(_STOP, "·", text.translate(_DOTS))
    return re.sub(_SPACE, "", re.sub(r" ?· ?", "·", re.sub(r"\s+", " ", dotted))).strip()


def name_fault(name: str) -> str | None:
    """Fault of a person's name: 1 to 50 characters (code points) of any script, no matter how rare.

    The dot, spaces, hyphens, apostrophes, full stops and commas join its parts, as cards print them.
    """
    if not name:
        return "请录入姓名,与证件一致"
    if len(name) > 50:
        return f"姓名最多50个字,现在是{len(name)}个,请核对证件"
    faults = (fault for char in name if (fault := _character_fault(char)))
    return next(faults, None) or _order_fault(name)


def mended_name(name: str) -> str:
    """The name with every character replaced whose right form is known; empty when that does not mend it.

    A private character of old data becomes its standard one, a radical symbol the Han character, and what
    nobody can see goes. Given to be offered, never to be taken unasked.
    """
    mended = tidy_name("".join(_meant(char) for char in name))
    return "" if mended == name or name_fault(mended) else mended


def _meant(char: str) -> str:
    if _unseen(char):
        return ""
    if unicodedata.category(char) == "So":
        meant = unicodedata.normalize("NFKC", char)
        return meant if re.fullmatch(_IDEOGRAPH, meant) else char
    return standard(char)


def _unseen(char: str) -> bool:
    return bool(re.match(_HIDDEN, char)) or unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp")


def _character_fault(char: str) -> str | None:
    category = unicodedata.category(char)
    if re.match(_HIDDEN, char):
        return _UNSEEN.format(code=_code(char))
    # Extensions newer than Python's own tables are Han characters all the same.
    if category in _LETTERS or char in _MARKS or re.match(_IDEOGRAPH, char):
        return None
    told = _CHARACTER_FAULTS.get(category, _NO_LETTER)
    meant = _meant(char)
    if meant not in ("", char) and re.fullmatch(_IDEOGRAPH, meant):
        told = _OFFICIAL if category == "Co" else _UNIFIED
    return told.format(char=char, code=_code(char), meant=meant)


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"


def _order_fault(name: str) -> str | None:
    if name[0] in _NEVER_FIRST or unicodedata.category(name[0]).startswith("M"):
        return f"姓名不能以“{name[0]}”开头,请与证件一致"
    if name[-1] in _NEVER_LAST:
        return f"姓名不能以“{name[-1]}”结尾,请与证件一致"
    if "··" in name:
        return "姓名中的“·”连着录了两个,请只留一个"
    if all(char in _MARKS for char in name):
        return "姓名中没有文字,请与证件一致"
    return None
