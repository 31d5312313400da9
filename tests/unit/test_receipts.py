"""The receipt number."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain.receipts import receipt_number, sound


@given(st.integers(1, 99), st.integers(1, 9999), st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(window: int, counter: int, place: int, shift: int) -> None:
    number = receipt_number("620403", str(window), date(2026, 11, 23), counter)
    assert sound(number)
    digits = number.replace("-", "")
    wrong = digits[:place] + str((int(digits[place]) + shift) % 10) + digits[place + 1 :]
    assert not sound(wrong)


def test_its_shape() -> None:
    number = receipt_number("620403", "3", date(2026, 11, 23), 1)
    assert number.startswith("620403-03-20261123-0001")
    assert len(number) == 24
