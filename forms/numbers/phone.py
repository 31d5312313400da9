"""Telephone numbers: mobile, landline with area code and extension, and abroad."""

import re
from typing import Final

from forms.numbers.spelling import off_by, seen, tidy_number

_MOBILE: Final = r"1[3-9][0-9]{9}"
# 010 and 02x have eight digits, all other areas begin with 03 to 09; 00 and 01x are no areas.
_AREA: Final = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE: Final = r"0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}"
_NONE: Final = r"无|没有|没有电话|无电话|暂无|不详|不知道|[-—/.]*"
_EXTENSION: Final = r"(?is)(.+?)(转|转?分机|ext\.?|[x#,;*]|[-—–])\s*([0-9]{1,6})\s*"
_ABROAD: Final = r"\+[1-9][0-9]{6,14}"  # ITU-T E.164: at most 15 digits.
_PLACES: Final = {
    "+86": ("大陆", ()),
    "+852": ("香港", (8,)),
    "+853": ("澳门", (8,)),
    "+886": ("台湾", (8, 9)),
}


def tidy_phone(text: str) -> str:
    """A telephone number as it is stored: digits; ``+`` and the code abroad; ``转8012`` for an extension.

    Brackets, dots and hyphens, +86 and 0086, and the 0 once dialled before a mobile number are removed.
    """
    plain = _plain_phone(text)
    match = re.fullmatch(_EXTENSION, seen(text))
    if match is None or (match[2] in "-—–" and re.fullmatch(_LANDLINE, plain)):
        return plain
    line = _plain_phone(match[1])
    return f"{line}转{match[3]}" if re.fullmatch(_LANDLINE, line) else plain


def _plain_phone(text: str) -> str:
    number = re.sub(r"^00", "+", re.sub(r"[().]", "", tidy_number(text)))
    if match := re.fullmatch(r"(?:\+?86)?0?(1[3-9][0-9]{9})", number):
        return match[1]
    if (match := re.fullmatch(r"\+860?([0-9]+)", number)) and re.fullmatch(_LANDLINE, f"0{match[1]}"):
        return f"0{match[1]}"
    return number


def phone_fault(number: str) -> str | None:
    """Fault of a mobile number, a landline with its area code (and 转 extension) or a ``+`` number abroad."""
    if _sound(number):
        return None
    if number.startswith("+"):
        return _abroad_fault(number)
    if not re.fullmatch(r"[0-9]*", number):
        return _words_fault(number)
    if told := _service_fault(number):
        return told
    if number.startswith("1"):
        missing = 11 - len(number)
        return f"手机号应为11位,{off_by(missing)}" if missing else "手机号第二位应为3至9,请核对"
    return _landline_fault(number)


def shown_phone(number: str) -> str:
    """A stored number as papers print it: 0943-6690000, +852 51234567; others as they are stored."""
    if match := re.fullmatch(rf"({_AREA})([2-9][0-9]{{6,7}})((?:转[0-9]{{1,6}})?)", number):
        return f"{match[1]}-{match[2]}{match[3]}"
    code = next((c for c in _PLACES if number.startswith(c)), "")
    return f"{code} {number.removeprefix(code)}" if code else number


def mended_phone(number: str) -> str:
    """The one sound number in a text that says whose it is (``13800000001儿子``); else empty."""
    match = re.fullmatch(r"([0-9+转]+)[^0-9+]+", number)
    return match[1] if match and _sound(match[1]) else ""


def _sound(number: str) -> bool:
    line = re.sub(r"转[0-9]{1,6}$", "", number)
    return bool(re.fullmatch(_MOBILE, number) or re.fullmatch(_LANDLINE, line)) or (
        number.startswith("+") and _abroad_fault(number) is None
    )


def _words_fault(text: str) -> str:
    """What is said of a text with more in it than one number."""
    if re.fullmatch(_NONE, text):
        return "没有电话的,请录监护人、亲属或村(社区)能转告的电话"
    found = [part for part in re.split(r"[/、,,;;|和或]|\\", text) if _sound(part)]
    if len(found) > 1:
        return f"这里只录一个号码,请留最打得通的一个:{'或'.join(found)}"
    if number := mended_phone(text):
        return f"这里只录号码,“{text.removeprefix(number)}”请删去;是谁的电话,写在姓名或关系那一项"
    return "电话号码只能是数字,座机分机写成“转8012”,请核对"


def _service_fault(number: str) -> str:
    """What is said of numbers that reach no person: 400 and 800 lines, emergency calls, hotlines."""
    if re.fullmatch(r"[48]00[0-9]{7}", number):
        return f"{number[:3]}开头的是服务热线,联系不到本人,请录手机号,或区号加座机号码"
    if re.fullmatch(r"1[0-2][0-9]{3}|11[0-9]|12[0-2]|9[0-9]{4,5}", number):
        return f"{number}是服务热线,联系不到本人,请录手机号,或区号加座机号码"
    return ""


def _landline_fault(number: str) -> str:
    area = re.match(_AREA, number)
    if area and (local := number.removeprefix(area[0])):
        wanted = "8" if len(area[0]) == 3 else "7或8"
        if local[0] in "01":
            return f"座机号码不会以{local[0]}开头,请核对区号{area[0]}后面的号码"
        return f"区号{area[0]}后面应为{wanted}位,现在是{len(local)}位,请核对"
    place = next((c for c in _PLACES if number.startswith(c[1:]) and _sound(f"+{number}")), "")
    if place:
        return f"{_PLACES[place][0]}号码前要加“+”,写成 {place} {number.removeprefix(place[1:])}"
    return "座机请录区号加号码,如 0943-6690000;手机号应为11位;港澳台和国外号码前加“+”和地区代码"


def _abroad_fault(number: str) -> str | None:
    code = next((c for c in _PLACES if number.startswith(c)), "")
    place, lengths = _PLACES.get(code, ("", ()))
    if code == "+86":
        return "+86 后面应为11位手机号,或区号加座机号码,请核对"
    if not re.fullmatch(_ABROAD, number):
        return "“+”后面应为国家(地区)代码和号码,共7至15位数字,请核对"
    if lengths and len(number) - len(code) not in lengths:
        wanted = "或".join(str(n) for n in lengths)
        return f"{place}号码在 {code} 后应为{wanted}位(不录开头的0),请核对"
    return None
