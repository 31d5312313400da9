"""Working days from our own table of years, and the hours of the hall.

A year not published yet is computed from the law's own days off and is only provisional (预计).
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import count, pairwise
from pathlib import Path
from typing import Any, Final

import resources
from forms import toml_text
from forms.toml_text import TomlFault, why

FOLDER: Final = "calendars"
"""Where a county keeps the years it imported, inside its data folder."""
_KEYS: Final = ("year", "source", "off", "work")
_EXTRA: Final = "extra"
"""A key a table may have: days off beyond those of the law (国务院另行放假), each also in ``off``."""
_FIRST: Final = 2025
"""The first year of the law as it stands (国务院令第795号)."""
_STATUTORY: Final = 13
"""Days off for everybody in a year (全国年节及纪念日放假办法第二条)."""
_FEWEST: Final = _STATUTORY - 1
"""Fewest weekdays off in a year: 中秋 may fall on a day of 国庆."""
_NOON: Final = time(12)


class CalendarError(Exception):
    """A table of a year, or hours, that can not be used; ``faults`` gives the reasons, a sentence each."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(";".join(self.faults))


@dataclass(frozen=True, slots=True)
class Hours:
    """When the hall is open on a working day, as periods in order."""

    periods: tuple[tuple[time, time], ...]

    @classmethod
    def parse(cls, *texts: str) -> "Hours":
        """Hours from texts like ``08:30-12:00``; CalendarError for anything else, overlaps and disorder."""
        if not texts:
            raise CalendarError(["办公时间没有写,应如 08:30-12:00"])
        periods = tuple(_period(t) for t in texts)
        edges = [edge for period in periods for edge in period]
        if any(later <= earlier for earlier, later in pairwise(edges)):
            raise CalendarError([f"办公时间{'、'.join(texts)}应从早到晚,不重叠"])
        return cls(periods)

    def closed_after(self, moment: datetime) -> bool:
        """Whether the last opening period of the day has ended at this time."""
        return moment.time() >= self.periods[-1][1]

    def text(self) -> str:
        """As people write it: ``上午8:30-12:00,下午14:30-18:00``."""
        return ",".join(_half(*p) + "-".join(f"{t.hour}:{t.minute:02}" for t in p) for p in self.periods)


@dataclass(frozen=True, slots=True)
class Year:
    """One published year: weekdays off and weekend days worked (调休)."""

    off: frozenset[date]
    work: frozenset[date]
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """Published years by number; two are never equal, so that what was counted with one can be remembered."""

    years: Mapping[int, Year]
    faults: tuple[str, ...] = ()
    """One sentence for each file that was left out because it can not be used."""

    def text(self) -> str:
        """The published years as people say them: ``2026、2027年``."""
        return "、".join(map(str, sorted(self.years))) + "年"

    def works(self, day: date) -> bool:
        """Whether the hall works that day; an unpublished year goes by the law's own days off."""
        year = self.years.get(day.year)
        if year is None:
            return day.weekday() < 5 and day not in statutory(day.year)
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

    def counts_from(self, moment: datetime, hours: Hours, outside_next_day: bool) -> date:
        """The day an event counts for; after closing, the next working day with ``outside_next_day``.

        Without it, always the event's own day. 民法典第二百零三条: business hours end the last day.
        """
        day = moment.date()
        if not outside_next_day or (self.works(day) and not hours.closed_after(moment)):
            return day
        return self.after(day, 1)[0]


def read(text: str, name: str) -> tuple[int, Year]:
    """One year's table from the text of a file; CalendarError with every fault, ``name`` before each."""
    try:
        data = toml_text.parsed(text)
    except TomlFault as error:
        raise CalendarError([f"{name} {why(error)},请改正"]) from error
    faults = tuple(_shape_faults(data))
    if not faults:
        days = data["year"], data["off"], data["work"]
        extra = data.get(_EXTRA, [])
        faults = tuple(_day_faults(*days)) or tuple(_sum_faults(*days, extra))
    if faults:
        raise CalendarError(f"{name}:{f}" for f in faults)
    return data["year"], Year(frozenset(data["off"]), frozenset(data["work"]), data["source"].strip())


def read_file(path: Path) -> tuple[int, Year]:
    """One year's table from a file; CalendarError also when the file can not be read."""
    return read(file_text(path), path.name)


def file_text(path: Path) -> str:
    """The text of a table's file; CalendarError when there is none."""
    try:
        return toml_text.read_text(path)
    except FileNotFoundError as error:
        raise CalendarError([f"{path} 读不出来:没有这个文件,请核对文件位置"]) from error
    except (OSError, TomlFault) as error:
        raise CalendarError([f"{path} 读不出来:{why(error)}"]) from error


def load(*directories: Path) -> Calendar:
    """The published years in folders of ``YEAR.toml`` files; a later folder's year replaces an earlier one's.

    A file that can not be used is left out and named in ``faults``.
    """
    years: dict[int, Year] = {}
    faults: list[str] = []
    for path in (p for d in directories for p in sorted(d.glob("[0-9][0-9][0-9][0-9].toml"))):
        try:
            year, table = read_file(path)
        except CalendarError as error:
            faults.append(f"工作日表 {path} 不能用,已略过:{error}")
            continue
        if path.stem == str(year):
            years[year] = table
        else:
            faults.append(f"工作日表 {path} 不能用,已略过:里面是{year}年,文件名应为 {year}.toml")
    return Calendar(years, tuple(faults))


@cache
def shipped() -> Calendar:
    """The years that ship with the program, read once."""
    return load(resources.path("calendars"))


def of_desk(data: Path) -> Calendar:
    """The shipped years and those a county imported into its data folder, which win."""
    return load(resources.path("calendars"), data / FOLDER)


@cache
def statutory(year: int) -> frozenset[date]:
    """The days off that the law itself fixes for a year, and the weekdays worked for those on a weekend.

    全国年节及纪念日放假办法第二、六条. Years outside the built-in lunar table have the solar days only.
    """
    days = set(_festivals(year))
    for day in sorted(d for d in days if d.weekday() >= 5):
        later = (day + timedelta(days=n) for n in count(1))
        days.add(next(d for d in later if d.weekday() < 5 and d not in days))
    return frozenset(days)


def _festivals(year: int) -> Iterator[date]:
    law = _law()
    yield from (date.fromisoformat(f"{year}-{day}") for day in law["fixed"])
    if moon := law["years"].get(str(year)):
        yield from (moon["new_year_eve"] + timedelta(days=n) for n in range(4))
        yield from (moon["qingming"], moon["dragon_boat"], moon["mid_autumn"])


@cache
def _law() -> Mapping[str, Any]:
    return tomllib.loads(resources.path("calendars", "statutory.toml").read_text(encoding="utf-8"))


def _shape_faults(data: Mapping[str, Any]) -> Iterator[str]:
    """Faults of a table's keys and of the kinds of their values."""
    if missing := [k for k in _KEYS if k not in data]:
        yield f"缺少{'、'.join(missing)}"
    if unknown := sorted(data.keys() - {*_KEYS, _EXTRA}):
        yield f"有不认识的项{'、'.join(unknown)},只应有{'、'.join(_KEYS)}"
    year, source = data.get("year", _FIRST), data.get("source", "-")
    if type(year) is not int or not _FIRST <= year <= 2100:
        yield f"year 应为{_FIRST}至2100的年份,现在是“{year}”"
    if not isinstance(source, str) or not source.strip():
        yield "source 应写明依据,如“国务院办公厅关于2027年部分节假日安排的通知”"
    for key in ("off", "work", _EXTRA):
        days = data.get(key, [])
        if not isinstance(days, list) or any(type(d) is not date for d in days):
            yield f"{key} 应为日期的列表,如 [2027-01-01, 2027-02-08]"


def _day_faults(year: int, off: list[date], work: list[date]) -> Iterator[str]:
    """Faults of single days: double, of another year, on a wrong weekday, or against a legal holiday."""
    for day in sorted({d for d in (*off, *work) if (*off, *work).count(d) > 1}):
        yield f"{_named(day)}写了不止一次"
    for day in sorted({d for d in (*off, *work) if d.year != year}):
        yield f"{_named(day)}不在{year}年"
    for day in sorted({d for d in off if d.weekday() >= 5}):
        yield f"off 中的{_named(day)}本来就是周末,只写放假的星期一至星期五"
    for day in sorted({d for d in work if d.weekday() < 5}):
        yield f"work 中的{_named(day)}不是周末,只写调休上班的星期六、星期日"
    for day in sorted(d for d in set(_festivals(year)) if d.weekday() < 5 and d not in off):
        yield f"{_named(day)}是法定放假的日子,off 中没有"
    for day in sorted(set(_festivals(year)).intersection(work)):
        yield f"{_named(day)}是法定放假的日子,不能写在 work 中"
    if len(off) < _FEWEST:
        yield f"off 只有{len(off)}天,一年至少有{_FEWEST}个工作日放假,请对照通知补全"


def _sum_faults(year: int, off: list[date], work: list[date], extra: list[date]) -> Iterator[str]:
    """The fault of a year that does not add up: weekdays off without make-up days are the law's days off.

    Days off on a weekend are made up for (第六条), so the sum holds whichever weekdays they fall on.
    Where two festivals coincide, a notice may count the day once or twice.
    """
    for day in sorted(set(extra) - set(off)):
        yield f"extra 中的{_named(day)}没有写在 off 中"
    lunar = str(year) in _law()["years"]
    least = len(set(_festivals(year))) if lunar else _FEWEST
    net = len(off) - len(work) - len(set(extra))
    if least <= net <= _STATUTORY:
        return
    told = f"放假的工作日{len(off)}天减去调休上班{len(work)}天是{len(off) - len(work)}天"
    law = f"{told},而全年法定放假是{_STATUTORY}天"
    if net > _STATUTORY:
        missing = net - _STATUTORY
        yield f"{law}:work 少写了{missing}个调休上班日,请对照通知补上(国务院另行放假的日子再写进 extra)"
    else:
        yield f"{law}:off 少写了{least - net}天,或 work 多写了{least - net}天,请对照通知核对"


def weekday(day: date) -> str:
    """The character of a weekday, to follow 周 or 星期: 一 … 日."""
    return "一二三四五六日"[day.weekday()]


def _named(day: date) -> str:
    return f"{day}(星期{weekday(day)})"


def _period(text: str) -> tuple[time, time]:
    parts = re.fullmatch(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)", text)
    if not parts:
        raise CalendarError([f"办公时间“{text}”写法不对,应如 08:30-12:00"])
    hour, minute, to_hour, to_minute = map(int, parts.groups())
    return time(hour, minute), time(to_hour, to_minute)


def _half(start: time, end: time) -> str:
    if start >= _NOON:
        return "下午"
    return "上午" if end <= time(13) else ""
