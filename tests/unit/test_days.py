"""Working days against two independent calendars, and what an unpublished year does."""

from datetime import date, timedelta

import chinese_calendar
import holidays

from forms import calendar

SHIPPED = calendar.shipped()


def test_every_day_of_2026_agrees_with_two_oracles() -> None:
    oracle = holidays.country_holidays("CN", years=2026)
    day = date(2026, 1, 1)
    while day.year == 2026:
        assert SHIPPED.works(day) == chinese_calendar.is_workday(day) == oracle.is_working_day(day), day
        day += timedelta(days=1)


def test_the_day_of_the_event_does_not_count() -> None:
    assert SHIPPED.after(date(2026, 9, 18), 3) == (date(2026, 9, 22), False)  # Sunday 09-20 is worked
    assert SHIPPED.after(date(2026, 9, 18), 13) == (date(2026, 10, 13), False)
    assert SHIPPED.after(date(2026, 11, 23), 13) == (date(2026, 12, 10), False)


def test_a_date_that_reaches_an_unpublished_year_is_provisional() -> None:
    assert SHIPPED.after(date(2026, 12, 14), 13) == (date(2026, 12, 31), False)
    day, provisional = SHIPPED.after(date(2026, 12, 15), 13)
    assert day == date(2027, 1, 4)
    assert provisional
