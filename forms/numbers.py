"""Numbers of the field: identity, certificate, telephone, bank card; names and dates.

``tidy_…`` gives what is stored, whatever the spelling. ``…_fault`` gives one Chinese sentence that says
what to do, or None when the answer is sound.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

# GB 11643-1999 / ISO 7064 MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
# Patterns are texts: ``re`` compiles each when it is first asked for and keeps it, and the start need not.
_GAPS: Final = r"[\s\-\u2010-\u2015\u2212]"


class IdKind(StrEnum):
    """The kind of card an identity number is on."""

    RESIDENT = "居民身份证"
    HONG_KONG_MACAO = "港澳居民居住证"
    TAIWAN = "台湾居民居住证"
    FOREIGN_2023 = "外国人永久居留身份证(2023版)"
    FOREIGN_2017 = "外国人永久居留身份证(2017版)"


@dataclass(frozen=True, slots=True)
class Identity:
    """What an 18-character identity number itself says."""

    number: str
    region: str
    birth: date
    sex: str
    """GB/T 2261.1 code: ``1`` 男, ``2`` 女."""


def half_width(text: str) -> str:
    """The text with full-width letters, digits and spaces made half-width (Ａ１ → A1)."""
    return text.translate(_FULL_WIDTH)


def tidy_number(text: str) -> str:
    """A number as it is stored: half width, no spaces, hyphens or pasted marks, letters upper-case."""
    return re.sub(_GAPS, "", _seen(text)).upper()


def _seen(text: str) -> str:
    """Half-width text without the invisible marks that copying from another program adds."""
    return "".join(c for c in half_width(text) if unicodedata.category(c) != "Cf")


# ---- identity ---------------------------------------------------------------------------------

_SHAPES: Final = (
    # 港澳台居民居住证申领发放办法(国办发〔2018〕81号)第三条.
    (re.compile(r"8[12]0000[0-9]{11}[0-9X]"), IdKind.HONG_KONG_MACAO),
    (re.compile(r"830000[0-9]{11}[0-9X]"), IdKind.TAIWAN),
    # GA 2102-2023: 9, province 2, country 3 (GB/T 2659 number), birth 8, order 3, check.
    (re.compile(r"9[0-9]{16}[0-9X]"), IdKind.FOREIGN_2023),
    # Card of 2017: country 3 letters, place 4, birth YYMMDD, order, check.
    (re.compile(r"[A-Z]{3}[0-9]{12}"), IdKind.FOREIGN_2017),
    # GB 11643-1999. The region is the one at issue: an unknown or abolished one is no fault.
    (re.compile(r"[1-8][0-9]{16}[0-9X]"), IdKind.RESIDENT),
)


def id_kind(number: str) -> IdKind | None:
    """The kind of card whose numbers have this shape; None when no card's have."""
    return next((kind for shape, kind in _SHAPES if shape.fullmatch(number)), None)


def check_digit(first17: str) -> str:
    """Check character of 17 digits by ISO 7064 MOD 11-2."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def id_fault(number: str, today: date) -> str | None:
    """Fault of a resident, 港澳台 residence or permanent-residence number (IdKind), or None."""
    kind = id_kind(number)
    if kind is None:
        return _unknown_shape(number)
    if kind is IdKind.FOREIGN_2017:
        return _short_birth_fault(number, today)
    if fault := _birth_fault(number, today):
        return fault
    if check_digit(number[:17]) != number[17]:
        return "身份证号校验位不对,通常是录错一位或相邻两位录反,请对照证件逐位核对"
    return None


def _unknown_shape(number: str) -> str:
    if re.match(r"[A-Z]", number):
        return (
            "这里录居民身份证、港澳台居民居住证或外国人永久居留身份证的号码"
            "(旧版为3个字母加12位数字),不录通行证和护照号"
        )
    if re.fullmatch(r"[0-9]{15}", number):
        return "身份证号应为18位,还差3位;15位的老号码已停用,请按户口簿录入18位号码"
    if missing := 18 - len(number):
        return f"身份证号应为18位,{_off_by(missing)},请核对证件"
    if number.startswith("0"):
        return "身份证号的第1位不会是0,请核对证件"
    return "身份证号前17位应为数字,末位是数字或X,请核对证件"


def _off_by(missing: int) -> str:
    return f"还差{missing}位" if missing > 0 else f"多了{-missing}位"


def _birth_fault(number: str, today: date) -> str | None:
    try:
        born = _birth(number)
    except ValueError:
        return f"身份证号中的出生日期{number[6:14]}不存在,请核对第7至14位"
    if born > today:
        return f"身份证号中的出生日期{born:%Y-%m-%d}在今天之后,请核对第7至14位"
    if born.year < 1900:
        return f"身份证号中的出生年份{born.year}过早,请核对第7至10位"
    return None


def _birth(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def _short_birth_fault(number: str, today: date) -> str | None:
    """Fault of the YYMMDD of a 2017 card (century unknown, check rule not published), or None."""
    for century in ("19", "20"):
        try:
            born = date.fromisoformat(f"{century}{number[7:9]}-{number[9:11]}-{number[11:13]}")
        except ValueError:
            continue
        if born <= today:
            return None
    return f"永久居留身份证号码中的出生日期{number[7:13]}不存在,请核对第8至13位"


def read_id(number: str, today: date) -> Identity | None:
    """What a sound number states about its holder; None when it is not sound or states nothing reliable."""
    if id_fault(number, today) is not None or id_kind(number) is IdKind.FOREIGN_2017:
        return None
    return Identity(number, number[:6], _birth(number), "1" if int(number[16]) % 2 else "2")


def age_on(born: date, today: date) -> int:
    """Full years of life (周岁) on a day; the birthday itself counts as reached."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


# ---- certificate ------------------------------------------------------------------------------

_CERTIFICATE: Final = r"([0-9]{17}[0-9X])([1-7])([1-4])(?:B[1-9][0-9]?)?"
_CERTIFICATE_PARTS: Final = (
    (slice(18), r"[0-9]{17}[0-9X]", "前18位是身份证号,只有数字,末位可以是X"),
    (slice(18, 19), r"[1-7]", "第19位是残疾类别,只能是1至7"),
    (slice(19, 20), r"[1-4]", "第20位是残疾等级,只能是1至4"),
)


def certificate_fault(number: str, id_number: str, today: date) -> str | None:
    """Fault of a 残疾人证号 (残疾人证管理办法 第五、二十条): 20 characters, B1… after a loss.

    ``id_number`` is the applicant's own number, or empty when it is not known yet.
    """
    match = re.fullmatch(_CERTIFICATE, number)
    if match is None:
        return f"残疾人证号应为20位,{_certificate_part(number)},请核对证件"
    if fault := id_fault(match[1], today):
        return f"残疾人证号的前18位有误:{fault}"
    if id_number and match[1] != id_number:
        return "残疾人证号的前18位与身份证号不一致,请核对是否为本人证件"
    return None


def _certificate_part(number: str) -> str:
    if len(number) < 20:
        return _off_by(20 - len(number))
    wrong = (told for part, shape, told in _CERTIFICATE_PARTS if not re.fullmatch(shape, number[part]))
    return next(wrong, "补发过的后面再加B1、B2,没有补发过的不加")


def read_certificate(number: str) -> tuple[str, str] | None:
    """(category code 1-7, grade code 1-4) of a well-formed 残疾人证号, else None."""
    match = re.fullmatch(_CERTIFICATE, number)
    return (match[2], match[3]) if match else None


# ---- telephone --------------------------------------------------------------------------------

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
    match = re.fullmatch(_EXTENSION, _seen(text))
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
        return f"手机号应为11位,{_off_by(missing)}" if missing else "手机号第二位应为3至9,请核对"
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


# ---- bank card --------------------------------------------------------------------------------


def luhn_holds(number: str) -> bool:
    """Whether the Luhn check holds (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def bank_fault(number: str) -> str | None:
    """Fault that blocks: not 16 to 19 digits. A Luhn failure never blocks (passbooks fail it)."""
    if not re.fullmatch(r"[0-9]*", number):
        return "银行卡号只能是数字,请核对"
    if not 16 <= len(number) <= 19:
        return f"银行卡号应为16至19位,现在是{len(number)}位,请对照卡面"
    return None


# ---- name -------------------------------------------------------------------------------------

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


def _character_fault(char: str) -> str | None:
    category = unicodedata.category(char)
    if re.match(_HIDDEN, char):
        return _UNSEEN.format(code=_code(char))
    # Extensions newer than Python's own tables are Han characters all the same.
    if category in _LETTERS or char in _MARKS or re.match(_IDEOGRAPH, char):
        return None
    meant = unicodedata.normalize("NFKC", char)
    if category == "So" and re.fullmatch(_IDEOGRAPH, meant):
        return f"姓名中的“{char}”({_code(char)})是部首符号,请改录汉字“{meant}”"
    return _CHARACTER_FAULTS.get(category, _NO_LETTER).format(char=char, code=_code(char))


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


# ---- dates ------------------------------------------------------------------------------------

_DATE: Final = (
    r"([0-9]{4})(?:\s*[年\-/.]\s*|\s+)([0-9]{1,2})(?:\s*[月\-/.]\s*|\s+)([0-9]{1,2})\s*[日号]?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)


def tidy_date(text: str) -> str:
    """A typed date as it is stored (2026年3月5日, 2026.3.5, 20260305 → 2026-03-05).

    A text that is no date is returned as it was typed, so that the check can quote it.
    """
    match = re.fullmatch(_DATE, _seen(text).strip())
    if match is None:
        return text
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text
