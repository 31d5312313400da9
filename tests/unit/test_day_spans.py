"""From one day to another in words: a year is left out only where nobody can take it for another."""

from datetime import date

import pytest

from forms.sentences import day_span

DECEMBER, SIXTH, NOVEMBER = date(2026, 12, 1), date(2026, 12, 6), date(2027, 11, 30)


@pytest.mark.parametrize(
    ("since", "until", "year", "words"),
    [
        (DECEMBER, SIXTH, 2026, "12月1日至12月6日"),
        (DECEMBER, SIXTH, 2027, "2026年12月1日至12月6日"),
        (DECEMBER, SIXTH, 0, "2026年12月1日至12月6日"),
        (DECEMBER, NOVEMBER, 2026, "2026年12月1日至2027年11月30日"),
        (DECEMBER, NOVEMBER, 2027, "2026年12月1日至2027年11月30日"),
        (DECEMBER, DECEMBER, 2026, "12月1日"),
        (DECEMBER, DECEMBER, 2027, "2026年12月1日"),
    ],
)
def test_a_span_of_days(since: date, until: date, year: int, words: str) -> None:
    assert day_span(since, until, year) == words
