"""Dates as people type them."""

import re
from datetime import date
from typing import Final

from forms.numbers.spelling import seen

_DATE: Final = (
    r"([0-9]{4})(?:\s*[年\-/.]\s*|\s+)([0-9]{1,2})(?:\s*[月\-/.]\s*|\s+)([0-9]{1,2})\s*[日号]?"
    r"|([0-9]{4})([0-9]{2})([0-9]{2})"
)


def tidy_date(text: str) -> str:
    """A typed date as it is stored (2026年3月5日, 2026.3.5, 20260305 → 2026-03-05).

    A text that is no date is returned as it was typed, so that the check can quote it.
    """
    match = re.fullmatch(_DATE, seen(text).strip())
    if match is None:
        return text
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return text
