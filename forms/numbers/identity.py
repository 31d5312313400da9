"""Numbers of identity cards: resident, 港澳台 residence and permanent residence."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Final

from forms import moments
from forms.numbers.spelling import off_by, tidy_number

# GB 11643-1999 / ISO 7064 MOD 11-2.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


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


_LIKE_X: Final = "ⅩΧХ×✕✖╳⨯乂"
"""Roman ten, Greek chi, Cyrillic ha, multiplication signs, 乂: as a check character they can only mean X.

``*`` and ``?`` are none of them: they stand for a digit that was masked or lost as well.
"""
_LIKE_DIGIT: Final = {"O": "0", "О": "0", "Ο": "0", "〇": "0", "I": "1", "L": "1", "|": "1", "Ⅰ": "1"}
"""Latin, Cyrillic and Greek O, the ideographic zero; I, l, a bar, Roman one: told, never replaced unasked."""


def tidy_id(text: str) -> str:
    """An identity number as it is stored; what only looks like X in the 18th place becomes X."""
    return with_x(tidy_number(text))


def with_x(number: str) -> str:
    """The number with a look-alike of X in its 18th place, behind 17 digits, made X."""
    like = re.match(rf"[0-9]{{17}}[{_LIKE_X}]", number)
    return f"{number[:17]}X{number[18:]}" if like else number


def mended_id(number: str, today: date) -> str:
    """The sound number that is meant where letters stand for digits (O for 0, l for 1); else empty."""
    body, last = number[:17], number[17:]
    mended = "".join(_LIKE_DIGIT.get(c, c) for c in body) + _LIKE_DIGIT.get(last, last)
    return "" if mended == number or id_fault(mended, today) else mended


def id_kind(number: str) -> IdKind | None:
    """The kind of card whose numbers have this shape; None when no card's have."""
    return next((kind for shape, kind in _SHAPES if shape.fullmatch(number)), None)


def check_digit(first17: str) -> str:
    """Check character of 17 digits by ISO 7064 MOD 11-2."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


@lru_cache(maxsize=16)  # of one person many rules and checks ask in turn
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
        return _old_fault(number)
    if re.fullmatch(r"[0-9]{8}", number):
        return "身份证号应为18位,还差10位;台湾居民录居住证上的18位号码,不录8位的通行证号"
    if missing := 18 - len(number):
        return f"身份证号应为18位,{off_by(missing)},请核对证件"
    if number.startswith("0"):
        return "身份证号的第1位不会是0,请核对证件"
    return _wrong_character(number)


def _wrong_character(number: str) -> str:
    place = next((n for n, c in enumerate(number[:17], 1) if not re.match(r"[0-9]", c)), 18)
    wrong = number[place - 1]
    if wrong in "*?":
        return f"身份证号第{place}位是“{wrong}”,号码被遮住或没有传全,请对照证件录入这一位"
    if digit := _LIKE_DIGIT.get(wrong):
        return f"身份证号第{place}位是“{wrong}”,不是数字,请对照证件改为“{digit}”"
    return f"身份证号前17位应为数字,末位是数字或X,第{place}位是“{wrong}”,请核对证件"


def _old_fault(number: str) -> str:
    """What is said of 15 digits, as on cards that are void since 2013 (居民身份证法 第二十三条)."""
    if meant := renewed_id(number):
        spaced = f"{meant[:6]} {meant[6:14]} {meant[14:]}"
        return f"身份证号应为18位;15位的老号码已停用,按户口簿或身份证核对是不是“{spaced}”,核对后录入18位号码"
    return "身份证号应为18位,还差3位;15位的老号码已停用,请按户口簿录入18位号码"


def renewed_id(number: str) -> str:
    """The 18 characters that a person's old number of 15 digits became (GB 11643-1999); else empty.

    Only a guess to be checked against the household book: some people got another number then. Orders 996
    to 999 were kept for people born before 1900, to whom no century can be given.
    """
    if not re.fullmatch(r"[1-8][0-9]{14}", number) or number[12:] >= "996":
        return ""
    first = f"{number[:6]}19{number[6:]}"
    try:
        _birth(first)
    except ValueError:
        return ""
    return first + check_digit(first)


def _birth_fault(number: str, today: date) -> str | None:
    try:
        born = _birth(number)
    except ValueError:
        return f"身份证号中的出生日期{number[6:14]}不存在,请核对第7至14位"
    if born > today:
        return moments.before_release(today) or (
            f"身份证号中的出生日期{born:%Y-%m-%d}在今天之后,请核对第7至14位"
        )
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


@lru_cache(maxsize=64)  # of one person all rules ask it
def read_id(number: str, today: date) -> Identity | None:
    """What a sound number states about its holder; None when it is not sound or states nothing reliable."""
    if id_fault(number, today) is not None or id_kind(number) is IdKind.FOREIGN_2017:
        return None
    return Identity(number, number[:6], _birth(number), "1" if int(number[16]) % 2 else "2")


def age_on(born: date, today: date) -> int:
    """Full years of life (周岁) on a day; the birthday itself counts as reached."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
