"""Telephone numbers: mobile, landline with area code and extension, and abroad."""

import re
from typing import Final

from forms.numbers.spelling import off_by, seen, tidy_number

_MOBILE: Final = r"1[3-9][0-9]{9}"
# 010 and 02x have eight digits, all other areas begin with 03 to 09; 00 and 01x are no areas.
_LANDLINE: Final = r"0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7}"
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
    if re.fullmatch(_MOBILE, number) or re.fullmatch(_LANDLINE, re.sub(r"转[0-9]{1,6}$", "", number)):
        return None
    if number.startswith("+"):
        return _abroad_fault(number)
    if not re.fullmatch(r"[0-9]*", number):
        return "电话号码只能是数字,座机分机写成“转8012”,请核对"
    if number.startswith("1"):
        missing = 11 - len(number)
        return f"手机号应为11位,{off_by(missing)}" if missing else "手机号第二位应为3至9,请核对"
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
