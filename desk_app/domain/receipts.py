"""The receipt number: unique without a line, readable over the telephone, with check digits.

Digits only, since no digit looks or sounds like another; grouped as people read them out.
"""

from datetime import date
from typing import Final

from desk_app.errors import RuleError

MOST: Final = 9999
"""Receipts of one window on one day."""
_LENGTHS = (21, 22)
"""Digits of a number with one check digit, as made until November 2026, and with two."""


def check_digit(digits: str) -> str:
    """Check digit of a row of digits by ISO 7064 MOD 11,10."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return str((11 - product) % 10)


def check_digits(digits: str) -> str:
    """Two check digits of a row of digits by ISO 7064 MOD 97-10.

    They notice every wrong digit and every swap of two neighbours; a single check digit misses some.
    """
    return f"{98 - int(digits) * 100 % 97:02d}"


def receipt_number(region_code: str, window: str, day: date, counter: int) -> str:
    """``region-window-date-counter+check``, e.g. ``620403-03-20261122-000133``.

    Region and window come first, so windows without a line never clash; ``counter`` is 1 … 9999 a day,
    RuleError for more.
    """
    if counter < 1:
        raise ValueError("counter out of range")
    if counter > MOST:
        raise RuleError(
            f"这个窗口今天的回执编号已经用完(一天最多{MOST}个),今天不能再受理。"
            "录入的内容都在草稿里,请换一个窗口办理,或明天接着受理"
        )
    body = f"{region_code}{int(window):02d}{day:%Y%m%d}{counter:04d}"
    return f"{body[:6]}-{body[6:8]}-{body[8:16]}-{body[16:]}{check_digits(body)}"


def sound(number: str) -> bool:
    """Whether a receipt number's shape and check digits hold, those of older numbers too."""
    digits = number.replace("-", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) in _LENGTHS):
        return False
    return int(digits) % 97 == 1 if len(digits) == _LENGTHS[1] else check_digit(digits[:-1]) == digits[-1]
