"""Numbers of bank cards and passbook accounts."""

import re


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
