"""The receipt number."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.receipts import receipt_number, sound
from desk_app.errors import RuleError

NUMBERS = st.builds(
    lambda window, day, counter: receipt_number("620403", str(window), day, counter),
    st.integers(1, 99),
    st.dates(date(2024, 1, 1), date(2199, 12, 31)),
    st.integers(1, 9999),
)


@given(NUMBERS)
def test_every_wrong_digit_is_noticed(number: str) -> None:
    digits = number.replace("-", "")
    assert sound(number)
    assert sound(digits)
    for place, digit in enumerate(digits):
        for wrong in set("0123456789") - {digit}:
            assert not sound(digits[:place] + wrong + digits[place + 1 :])


@given(NUMBERS)
def test_every_swap_of_neighbours_is_noticed(number: str) -> None:
    digits = number.replace("-", "")
    for place, (one, other) in enumerate(pairwise(digits)):
        if one != other:
            assert not sound(digits[:place] + other + one + digits[place + 2 :])


@given(NUMBERS, st.integers(0, 21))
def test_a_digit_said_twice_is_noticed(number: str, place: int) -> None:
    digits = number.replace("-", "")
    assert not sound(digits[:place] + digits[place] + digits[place:])


@pytest.mark.parametrize("old", ["620403-03-20261123-00017", "620403032026112300017"])
def test_numbers_of_earlier_receipts_stay_sound(old: str) -> None:
    assert sound(old)
    assert not sound(f"{old[:-1]}{(int(old[-1]) + 1) % 10}")


@pytest.mark.parametrize("text", ["", "-", "620403", "六二〇四〇三", "٦" * 21, "x" * 22, "0" * 21, "0" * 22])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not sound(text)


def test_its_shape() -> None:
    number = receipt_number("620403", "3", date(2026, 11, 23), 1)
    assert number.startswith("620403-03-20261123-0001")
    assert number.replace("-", "").isdigit()
    assert len(number) == 25


def test_a_window_has_9999_numbers_a_day() -> None:
    assert "9999" in receipt_number("620403", "3", date(2026, 11, 23), 9999)
    with pytest.raises(RuleError, match="今天的回执编号已经用完"):
        receipt_number("620403", "3", date(2026, 11, 23), 10_000)
    with pytest.raises(ValueError, match="counter"):
        receipt_number("620403", "3", date(2026, 11, 23), 0)
