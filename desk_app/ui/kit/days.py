"""A field for a day, with a calendar, and the day that stands in it."""

from datetime import date
from typing import Final

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit

from desk_app.ui.kit import style

_EARLIEST: Final = 1990
"""The first year that can be asked for: no record of a county's computers is older."""


def day_edit(day: date, name: str, title: str, today: date) -> QDateEdit:
    """A field that shows ``day``; ``title`` is read out. Days from 1990 to the end of next year are taken."""
    made = QDateEdit(QDate(day.year, day.month, day.day))
    # A slip of the pen in the year would ask for a chart of thousands of years.
    made.setDateRange(QDate(_EARLIEST, 1, 1), QDate(today.year + 1, 12, 31))
    made.setObjectName(name)
    made.setAccessibleName(title)
    made.lineEdit().setAccessibleName(title)
    made.setDisplayFormat("yyyy-MM-dd")
    made.setCalendarPopup(True)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft)
    made.setMinimumWidth(style.px(140))
    return made


def date_of(edit: QDateEdit) -> date:
    """The day that stands in a field."""
    day = edit.date()
    return date(day.year(), day.month(), day.day())
