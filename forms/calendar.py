"""Working days from our own table of years; a year not published yet is only provisional."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import resources

# 全国年节及纪念日放假办法 (2024): the days off that do not follow the moon.
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


@dataclass(frozen=True, slots=True)
class Year:
    """One published year: weekdays off and weekend days worked (调休)."""

    off: frozenset[date]
    work: frozenset[date]
    source: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Published years by number."""

    years: Mapping[int, Year]

    def works(self, day: date) -> bool:
        """Whether the hall works that day; Monday to Friday but fixed holidays where unpublished."""
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < 5 and (day.month, day.day) not in _FIXED
        return day in year.work or (day.weekday() < 5 and day not in year.off)

    def after(self, start: date, days: int) -> tuple[date, bool]:
        """The day ``days`` working days after ``start``, and whether it is only 预计.

        The day of the event does not count (民法典第二百零一条); limits are working days
        (行政许可法第八十二条).
        """
        day, left, provisional = start, days, False
        while left > 0:
            day += timedelta(days=1)
            provisional |= day.year not in self.years
            left -= self.works(day)
        return day, provisional


def load(directory: Path) -> Calendar:
    """The published years in a directory of ``YEAR.toml`` files."""
    years = {}
    for path in sorted(directory.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        years[int(data["year"])] = Year(frozenset(data["off"]), frozenset(data["work"]), str(data["source"]))
    return Calendar(years)


@cache
def shipped() -> Calendar:
    """The years that ship with the program, read once."""
    return load(resources.path("calendars"))
