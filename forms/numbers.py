"""Numbers of the field: identity, certificate, telephone and bank card; what each must satisfy.

Every check returns one Chinese sentence that says what to do, or None when the number is sound.
"""

import re
from dataclasses import dataclass
from datetime import date

# GB 11643-1999 / ISO 7064 MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}
_DOTS = str.maketrans(dict.fromkeys("・•．‧∙⋅", "·"))


@dataclass(frozen=True, slots=True)
class Identity:
    """What an 18-character identity number itself says."""

    number: str
    region: str
    birth: date
    sex: str
    """GB/T 2261.1 code: ``1`` 男, ``2`` 女."""


def half_width(text: str) -> str:
    """The text with full-width letters, digits and spaces forgiven (Ａ１ → A1)."""
    return text.translate(_FULL_WIDTH)


def tidy_number(text: str) -> str:
    """A number as it is stored: half width, without spaces and hyphens, letters upper-case."""
    return re.sub(r"[\s\-—–]", "", half_width(text)).upper()


def tidy_name(text: str) -> str:
    """A name as it is stored: look-alike dots become U+00B7 (民委发〔2016〕33号), outer spaces go.

    No compatibility normalisation: NFKC would change characters that differ in law.
    """
    return re.sub(r"\s+", " ", text.translate({0x3000: 0x20}).translate(_DOTS)).strip()


def check_digit(first17: str) -> str:
    """Check character of 17 digits by ISO 7064 MOD 11-2."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def id_fault(number: str, today: date) -> str | None:
    """Fault of a resident, 港澳台 residence or 2023 permanent-residence number, or None."""
    if len(number) != 18:
        missing = 18 - len(number)
        return f"身份证号应为18位,{f'还差{missing}位' if missing > 0 else f'多了{-missing}位'},请核对证件"
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "身份证号前17位应为数字,末位是数字或X,请核对证件"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return f"身份证号中的出生日期{number[6:14]}不存在,请核对第7至14位"
    if born > today:
        return f"身份证号中的出生日期{born:%Y-%m-%d}在今天之后,请核对第7至14位"
    if born.year < 1900:
        return f"身份证号中的出生年份{born.year}过早,请核对第7至10位"
    if check_digit(number[:17]) != number[17]:
        return "身份证号校验位不对,通常是录错了一位,请对照证件逐位核对"
    return None


def read_id(number: str, today: date) -> Identity | None:
    """What a sound number says, or None when it is not sound."""
    if id_fault(number, today) is not None:
        return None
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return Identity(number, number[:6], born, "1" if int(number[16]) % 2 else "2")


def age_on(born: date, today: date) -> int:
    """Full years of life (周岁) on a day; the birthday itself counts as reached."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


_CERTIFICATE = re.compile(r"(\d{17}[\dX])([1-7])([1-4])(B\d{1,2})?")


def certificate_fault(number: str, id_number: str, today: date) -> str | None:
    """Fault of a 残疾人证号 (残疾人证管理办法 第五、二十条): 20 characters, B1… after a loss.

    ``id_number`` is the applicant's own number, or empty when it is not known yet.
    """
    match = _CERTIFICATE.fullmatch(number)
    if match is None:
        return "残疾人证号应为20位:18位身份证号+1位类别(1-7)+1位等级(1-4);补发的再加B1等,请核对证件"
    if fault := id_fault(match[1], today):
        return f"残疾人证号的前18位有误:{fault}"
    if id_number and match[1] != id_number:
        return "残疾人证号的前18位与身份证号不一致,请核对是否为本人证件"
    return None


def read_certificate(number: str) -> tuple[str, str] | None:
    """(category code 1-7, grade code 1-4) of a well-formed 残疾人证号, else None."""
    match = _CERTIFICATE.fullmatch(number)
    return (match[2], match[3]) if match else None


_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")


def phone_fault(number: str) -> str | None:
    """Fault of a mainland mobile or landline number (stored without hyphens), or None."""
    if not number.isdigit():
        return "电话号码只能是数字,请核对"
    if _MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number):
        return None
    if number.startswith("1"):
        missing = 11 - len(number)
        if missing:
            return f"手机号应为11位,{f'还差{missing}位' if missing > 0 else f'多了{-missing}位'}"
        return "手机号第二位应为3至9,请核对"
    return "座机请录区号加号码,如 0943-6690000;手机号应为11位"


def luhn_holds(number: str) -> bool:
    """Whether the Luhn check holds (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def bank_fault(number: str) -> str | None:
    """Fault that blocks: not 16 to 19 digits. A Luhn failure never blocks (passbooks fail it)."""
    if not number.isdigit():
        return "银行卡号只能是数字,请核对"
    if not 16 <= len(number) <= 19:
        return f"银行卡号应为16至19位,现在是{len(number)}位,请对照卡面"
    return None


def name_fault(name: str) -> str | None:
    """Fault of a person's name; any script and 1 to 50 characters are welcome."""
    if len(name) > 50:
        return "姓名最多50个字,请核对证件"
    if any(ord(c) < 0x20 or 0x202A <= ord(c) <= 0x202E for c in name):
        return "姓名中有看不见的控制字符,请删去后重录"
    if re.search(r"[0-9<>{}\[\]|\\/@#$%^&*=+~]", half_width(name)):
        return "姓名中有数字或符号,请与证件一致;少数民族姓名间隔用“·”"
    return None
