"""How a clock of a record is told: when it is over, how much is left in its own unit, in word and shape."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from desk_app.domain.clocks import Running
from desk_app.ui.kit import words
from desk_app.ui.kit.lists.table import CellLook
from forms.calendar import Calendar
from forms.procedures import Unit

_OVER: Final = CellLook("wrong", "wrong")
_TODAY: Final = CellLook("caution", "caution")
_SOON: Final = CellLook("clock", "caution")
_QUIET: Final = CellLook("ring", "quiet")
_STANDS: Final = CellLook("pause", "quiet")


def first(clocks: Iterable[Running]) -> Running | None:
    """The clock that ends first; of those that stand only when none runs."""
    return min(clocks, key=lambda c: c.due or date.max, default=None)


def look(clock: Running, today: date) -> CellLook:
    """The shape and colour of a clock: over, today, soon, or with time left."""
    if clock.due is None:
        return _STANDS
    if today > clock.due:
        return _OVER
    if today == clock.due:
        return _TODAY
    return _SOON if clock.warn_on and today >= clock.warn_on else _QUIET


def short(clock: Running, today: date) -> str:
    """For a column: ``超2天``, ``今天``, or the day, e.g. ``11-27``."""
    if clock.due is None:
        return "没有日期" if clock.clock.last_day else "停表"
    if today >= clock.due:
        return f"超{(today - clock.due).days}天" if today > clock.due else "今天"
    return f"{clock.due:%m-%d}" if clock.due.year == today.year else f"{clock.due:%Y-%m-%d}"


def sentence(clock: Running, today: date, calendar: Calendar, stands: str = "") -> str:
    """For a card: the day, and what is left in the clock's own unit; ``stands`` is why it does."""
    if clock.due is None and clock.clock.last_day:
        return "还没有填到哪一天"
    if clock.due is None:
        return f"停表({stands})" if stands else "停表"
    guess = "预计" if clock.provisional else ""
    day = f"{guess}{_day(clock.due, today)}"
    if today > clock.due:
        return f"应在{day}前,已超{(today - clock.due).days}天"
    if today == clock.due:
        return "今天到期"
    if clock.clock.unit is Unit.WORKING:
        return f"{day}到期,剩{_working_days(calendar, today, clock.due)}个工作日"
    return f"{day}到期,剩{(clock.due - today).days}天"


def _working_days(calendar: Calendar, today: date, due: date) -> int:
    days = (today + timedelta(days=n) for n in range(1, (due - today).days + 1))
    return sum(calendar.works(day) for day in days)


def _day(day: date, today: date) -> str:
    return words.day(day) if day.year == today.year else f"{day.year}年{words.day(day)}"
