"""People, days and counts in words, with no more of a person than a neighbour may read."""

from datetime import date, datetime
from html import escape
from textwrap import wrap
from typing import Final

from desk_app.domain.names import masked_name
from forms.calendar import weekday as character
from forms.particulars import ID_NUMBER, NAME
from forms.schema import Facts
from forms.sentences import month_day, short_date
from forms.typesetting import typeset

_WORD: Final = 12
"""Characters between two places where a long word may be broken."""


def tail(answers: Facts) -> str:
    """The last four characters of the identity number, or an empty text."""
    number = str(answers.get(ID_NUMBER, ""))
    return number[-4:] if len(number) == 18 else ""


def who(answers: Facts) -> str:
    """A person as the window may show them, e.g. ``李某某(…0029)``; empty without name and number."""
    name, last = masked_name(str(answers.get(NAME, ""))), tail(answers)
    return f"{name}(…{last})" if name and last else name or (f"(…{last})" if last else "")


def plain_tip(text: str, *, verbatim: bool = False) -> str:
    """A text for ``setToolTip``, which takes what looks like markup for markup: shown as it was written.

    Its punctuation is Chinese, but of what a person or another program wrote (``verbatim``) as it was.
    """
    shown = text if verbatim else typeset(text)
    return f"<qt>{escape(shown)}</qt>" if "<" in shown else shown


def breakable(text: str) -> str:
    """A text that a label can break also where it is one long word, as names of files are."""
    return " ".join("\u200b".join(wrap(word, _WORD)) for word in text.split(" "))


def day(moment: date) -> str:
    """A date as ``11月23日``."""
    return month_day(moment)


def day_time(moment: datetime, today: date) -> str:
    """A moment of today as its time alone, else with the day; with the year only of another year."""
    time = f"{moment:%H:%M}"
    if moment.date() == today:
        return time
    return f"{short_date(moment, today.year)} {time}"


def short_time(moment: datetime, today: date) -> str:
    """A moment for columns: ``今天 09:15``, ``11-20 09:15``, or of other years the day alone."""
    if moment.date() == today:
        return f"今天 {moment:%H:%M}"
    return f"{moment:%m-%d %H:%M}" if moment.year == today.year else f"{moment:%Y-%m-%d}"


def short_day(moment: datetime, today: date) -> str:
    """A moment for columns: ``今天 09:15``, ``11-20``, or ``2025-11-20`` of other years."""
    if moment.date() == today:
        return f"今天 {moment:%H:%M}"
    return f"{moment:%m-%d}" if moment.year == today.year else f"{moment:%Y-%m-%d}"


def weekday(moment: date) -> str:
    """A date as ``11月23日 星期一``."""
    return f"{day(moment)} 星期{character(moment)}"
