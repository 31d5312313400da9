"""Numbers of bank cards and passbook accounts."""

import re
from typing import Final

_SHORTEST, _LONGEST = 14, 22
CARD_LENGTHS: Final = range(16, 20)
"""Digits of a bank card's number; a passbook's may have others."""


def luhn_holds(number: str) -> bool:
    """Whether the Luhn check holds (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def bank_fault(number: str) -> str | None:
    """Fault that blocks: not 14 to 22 digits. Passbooks (一卡通、存折) have other lengths than cards."""
    if not re.fullmatch(r"[0-9]*", number):
        return "银行卡号和存折账号只能是数字,请核对"
    if not _SHORTEST <= len(number) <= _LONGEST:
        return f"银行卡号应为16至19位,存折账号14至22位,现在是{len(number)}位,请对照卡面或存折"
    return None


def bank_caution(number: str) -> str | None:
    """What is unusual about an account without ``bank_fault``, to be confirmed by a second entry; or None."""
    if len(number) not in CARD_LENGTHS:
        return f"不是常见的卡号位数(卡号16至19位,现在是{len(number)}位);是存折账号的,请再录一遍核对"
    if not luhn_holds(number):
        return "不是常见的卡号(校验位不符);存折账号和旧账户可以这样,请对照卡面或存折再录一遍核对"
    return None


def repeat_fault(number: str, first: str) -> str | None:
    """Fault of a second entry that is not the first, with the place from which they differ; or None."""
    if number == first:
        return None
    if len(number) != len(first):
        return f"两遍录的不一样:第一遍{len(first)}位,这一遍{len(number)}位,请对照卡面或存折逐位核对"
    place = next(n for n, (one, other) in enumerate(zip(number, first, strict=True), 1) if one != other)
    return f"两遍录的不一样:从第{place}位起不同,请对照卡面或存折逐位核对"
