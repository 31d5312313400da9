"""Moments as the hall reads them: in the zone of the law in force, whatever the computer's own zone.

The zone is kept once a process, where the law in force is chosen. Every moment that comes from outside (the
computer's clock, the book, a letter) goes through ``local`` or ``read``, so that its date is the hall's day.
"""

import re
from datetime import date, datetime, timedelta, timezone
from typing import Final

BEIJING: Final = "+08:00"
"""北京时间. It has had no summer time since 1991; a fixed difference needs no table of zones."""
RELEASED: Final = date(2026, 11, 1)
"""The day before which this release can not have run: the month its rules are of. Raised by the release."""
_ZONE: Final = re.compile(r"([+-])(0\d|1[0-4]):(00|15|30|45)")
_kept = timezone(timedelta(hours=8))


def parse_zone(text: str) -> timezone | None:
    """A zone from its difference to world time, as ``+08:00``; None for anything else."""
    found = _ZONE.fullmatch(text)
    if not found:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(ahead if found[1] == "+" else -ahead)


def keep_zone(text: str) -> None:
    """Read every moment of this process in this zone from now on; a text that is none leaves it as it is."""
    take_zone(parse_zone(text) or _kept)


def take_zone(zone: timezone) -> None:
    """Read every moment of this process in this zone from now on."""
    global _kept  # noqa: PLW0603 - one hall a process, like the zone of a process itself
    _kept = zone


def zone() -> timezone:
    """The hall's zone."""
    return _kept


def local(moment: datetime) -> datetime:
    """The same moment in the hall's zone; one without a zone is taken for the hall's."""
    return moment.replace(tzinfo=_kept) if moment.tzinfo is None else moment.astimezone(_kept)


def read(text: str) -> datetime:
    """A moment from ISO text, in the hall's zone; ValueError for other text."""
    try:
        return local(datetime.fromisoformat(text))
    except OverflowError as error:
        raise ValueError(text) from error


def day(text: object) -> date | None:
    """The day of an ISO text; None for an empty text and for anything else."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def before_release(today: date) -> str:
    """What is said of a day of birth after ``today`` where that itself can not be right; else empty."""
    if today >= RELEASED:
        return ""
    return f"电脑的日期是{in_words(today)},不会对,请先校准电脑的日期和时间"


def in_words(day: date) -> str:
    """A day as 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def to_the_minute(moment: datetime) -> str:
    """A moment as official papers write it: ``2026年11月26日9时5分``."""
    return f"{in_words(moment)}{moment.hour}时{moment.minute}分"


def wall(moment: datetime) -> str:
    """A moment as people read a clock: ``2026年11月26日 09:05``."""
    here = local(moment)
    return f"{in_words(here)} {here:%H:%M}"
