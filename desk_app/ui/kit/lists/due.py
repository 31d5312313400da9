"""How the clock of a record is shown: its last day, or what is left in its own unit, with a shape."""

from datetime import date, timedelta
from typing import Final

from desk_app.domain.clocks import Running
from desk_app.domain.lists import DueKind, Row
from desk_app.ui.kit.lists.table import CellLook
from forms.calendar import Calendar
from forms.clock_kinds import Unit
from forms.sentences import short_date

_OVER: Final = CellLook("wrong", "wrong", strong=True)
_TODAY: Final = CellLook("caution", "caution", strong=True)
_SOON: Final = CellLook("clock", "caution", strong=True)
_QUIET: Final = CellLook("ring", "quiet")
_STANDS: Final = CellLook("pause", "quiet")
_OF_KIND: Final = {
    DueKind.OVERDUE: _OVER,
    DueKind.TODAY: _TODAY,
    DueKind.SOON: _SOON,
    DueKind.RUNNING: _QUIET,
    DueKind.STOPPED: _STANDS,
}
_A_MONTH: Final = 31


def look(clock: Running, today: date) -> CellLook:
    """Shape and colour of a clock: stopped, over, today, soon, or with time left."""
    if clock.due is None:
        return _STANDS
    if today > clock.due:
        return _OVER
    if today == clock.due:
        return _TODAY
    return _SOON if clock.warn_on and today >= clock.warn_on else _QUIET


def row_look(row: Row) -> CellLook | None:
    """Shape and colour of a row's clock; None when it has none."""
    return _OF_KIND.get(row.due)


def row_words(row: Row, today: date, calendar: Calendar, *, working: bool) -> str:
    """The clock of a row for a column: ``超2天`` (calendar days), ``今天``, ``剩3天``, ``停表``.

    Days left are working days where ``working`` is set; a day more than a month away is shown as a date,
    e.g. ``01-13``.
    """
    if row.due is DueKind.NONE:
        return "—"
    if row.due is DueKind.STOPPED or row.due_on is None:
        return "停表" if row.due is DueKind.STOPPED else "没有日期"
    days = (row.due_on - today).days
    if days < 0:
        return f"超{-days}天"
    if not days:
        return "今天"
    if days > _A_MONTH:
        same = row.due_on.year == today.year
        return f"{row.due_on:%m-%d}" if same else f"{row.due_on:%Y-%m-%d}"
    return f"剩{_working_days(calendar, today, row.due_on) if working else days}天"


def sentence(clock: Running, today: date, calendar: Calendar, stands: str = "") -> str:
    """The clock for a card: its last day and what is left; ``stands`` says why it is stopped."""
    if clock.due is None and clock.clock.last_day:
        return "还没有填到哪一天"
    if clock.due is None:
        return f"停表({stands})" if stands else "停表"
    guess = "预计" if clock.provisional else ""
    day = f"{guess}{short_date(clock.due, today.year)}"
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
