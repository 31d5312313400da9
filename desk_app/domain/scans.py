"""Which scanned texts are our own: the codes and numbers on the papers this program prints."""

import re
from datetime import date
from typing import Final

from desk_app.domain import receipts, seals
from forms import numbers

_OFFICE: Final = 20
"""Digits of an office number: region 6, day 8, counter 5, check digit 1."""
_ID: Final = 18
_OF_A_DAY: Final = re.compile(r"[0-9]{6}-[0-9]{2}-([0-9]{8})-[A-Z][0-9A-Z]{1,6}", re.ASCII | re.IGNORECASE)
"""The number of a paper of a draft, a hand-over sheet or a list of results: region, window, day, which."""
_OF_A_RECORD: Final = re.compile(r"[A-Z]{1,8}-[0-9]{2}-20[0-9]{2}-[0-9]{4,6}", re.ASCII | re.IGNORECASE)
"""The number of a record of a register: its prefix, window, year, counter."""


def is_ours(text: str) -> bool:
    """Whether a text is the sealed code of a paper, or the number of an application, a paper or a record.

    Digits count only when their check digits hold and they name a day, so that no identity number,
    certificate or bank card is taken for one of ours. Hyphens and white space around it do not matter.
    """
    if seals.read(text) is not None:
        return True
    if _OF_A_RECORD.fullmatch(text.strip()):
        return True
    if of_a_day := _OF_A_DAY.fullmatch(text.strip()):
        return _names_a_day(of_a_day[1])
    digits = text.strip().replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        return False
    if len(digits) == _OFFICE:
        # A certificate's number has twenty digits too; it begins with its holder's identity number.
        own = numbers.id_kind(digits[:_ID]) is None
        return own and receipts.check_digit(digits[:-1]) == digits[-1] and _names_a_day(digits[6:14])
    return receipts.sound(digits) and _names_a_day(digits[8:16])


def _names_a_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_number(text: str, number: str) -> bool:
    """Whether a scanned text is this number of a record."""
    return bool(number) and text.strip().upper() == number.upper()
