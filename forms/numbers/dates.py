"""Dates as people type them."""

import re
from datetime import date
from typing import Final

from forms.numbers.spelling import seen

_DATE: Final = (
    r"([0-9]{4})(?:\s*[年\-/.]\s*|\s+)([0-9]{1,2})(?:\s*[月\-/.]\s*|\s+)([0-9]{1,2})\s*[日号]?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)
_CHINESE: Final = (
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]"
)
_ONES: Final = ("", *"一二三四五六七八九")
_DIGITS: Final = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
_NO_DATES: Final = (
    (r".*(?:农历|阴历|闰|正月|腊月|冬月|月初).*", "是农历,请按证件或户口簿录公历日期"),
    (r".*民国.*", "是民国纪年,请换成公历,如 1965-03-05"),
    (r".*(?:长期|永久|无期限).*", "没有说是哪一天,请照证件上的日期录入;证件上没有日期的不录"),
    (r"[0-9]{4}\s*[年\-/.]?\s*[0-9]{0,2}\s*月?", "不全,请录到日,如 2026-03-05"),
    (r"[0-9]{1,2}[\-/.][0-9]{1,2}[\-/.][0-9]{1,4}", "看不出年份,请把四位年份写在前面,如 2026-03-05"),
)
"""Pattern of a text that is no date, and what is said of it."""


def tidy_date(text: str) -> str:
    """A typed date as it is stored (2026年3月5日, 二〇二六年三月五日, 2026.3.5, 20260305 → 2026-03-05).

    A text that is no date is returned as it was typed, so that the check can quote it.
    """
    plain = _in_digits(seen(text).strip())
    match = re.fullmatch(_DATE, plain)
    if match is None:
        return text
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text


def why_no_date(text: str) -> str:
    """What follows a text that is no date of the calendar, with what to do (不是日期,请…)."""
    told = (said for shape, said in _NO_DATES if re.fullmatch(shape, text.strip()))
    return next(told, "不是日期,请按 2026-03-05 的样子录入")


def _in_digits(text: str) -> str:
    """A date in Chinese numerals with digits; any other text unchanged."""
    match = re.fullmatch(_CHINESE, text)
    if match is None:
        return text
    year = "".join(_DIGITS[c] for c in match[1])
    return f"{year}-{_number(match[2])}-{_number(match[3])}"


def _number(numerals: str) -> int:
    """A number from 1 to 31 in Chinese numerals; 0 for any other text."""
    tens = ("", "十", "二十", "三十")
    spelled = (f"{ten}{one}" for ten in tens for one in _ONES)
    return next((n for n, text in enumerate(spelled) if text == numerals), 0)
