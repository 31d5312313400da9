"""Identity, certificate, telephone and card numbers, names: what is sound and what is said of the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms import numbers
from tests.people import id_number

TODAY = date(2026, 11, 23)


def test_a_sound_number_says_birth_sex_and_age() -> None:
    read = numbers.read_id(id_number("19870312", "002"), TODAY)
    assert read is not None
    assert (read.birth, read.sex, read.region) == (date(1987, 3, 12), "2", "620403")
    assert numbers.age_on(read.birth, TODAY) == 39


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("11010519491231002", "还差1位"),
        ("110105194912310021", "校验位"),
        (id_number("19870230"), "19870230不存在"),
        (id_number("20301201"), "在今天之后"),
        (id_number("18000101"), "过早"),
        ("1101051949123100AX", "前17位应为数字"),
    ],
)
def test_a_wrong_number_gets_one_sentence(number: str, said: str) -> None:
    fault = numbers.id_fault(number, TODAY)
    assert fault is not None
    assert said in fault


def test_numbers_of_hong_kong_taiwan_and_foreign_permanent_residents_are_sound() -> None:
    # The standard's own example (GB 11643-1999), a 港澳台居民居住证 and a 2023 permanent residence card.
    assert numbers.id_fault("11010519491231002X", TODAY) is None
    assert numbers.id_fault(id_number("19850101", "001", "810000"), TODAY) is None
    assert numbers.id_fault(id_number("19850101", "001", "911001"), TODAY) is None


@given(st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(born: date, order: int, place: int, shift: int) -> None:
    number = id_number(f"{born:%Y%m%d}", f"{order:03d}")
    assert numbers.id_fault(number, TODAY) is None
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert numbers.id_fault(wrong, TODAY) is not None


@given(st.dates(date(1900, 1, 1), TODAY))
def test_age_counts_full_years(born: date) -> None:
    age = numbers.age_on(born, TODAY)
    assert born.year + age <= TODAY.year
    assert (TODAY.year - born.year - age) in (0, 1)


def test_what_people_type_is_forgiven() -> None:
    assert numbers.tidy_number("６２０４０３ 1987-0312 002x") == "62040319870312002X"
    assert numbers.tidy_name(" 阿依古丽•买买提 ") == "阿依古丽·买买提"
    assert numbers.tidy_name("𬱟") == "𬱟"


def test_certificate_numbers() -> None:
    own = id_number()
    assert numbers.certificate_fault(f"{own}42", own, TODAY) is None
    assert numbers.certificate_fault(f"{own}42B1", own, TODAY) is None
    assert "不一致" in (numbers.certificate_fault(f"{id_number(order='004')}42", own, TODAY) or "")
    assert "20位" in (numbers.certificate_fault(f"{own}82", own, TODAY) or "")
    assert numbers.read_certificate(f"{own}11") == ("1", "1")


@pytest.mark.parametrize(
    ("number", "sound"),
    [
        ("13809430000", True),
        ("09436690000", True),
        ("1380943210", False),
        ("12809430000", False),
        ("abc", False),
    ],
)
def test_telephones(number: str, sound: bool) -> None:
    assert (numbers.phone_fault(number) is None) is sound


def test_a_failed_luhn_check_never_blocks() -> None:
    assert numbers.bank_fault("6217000000000000") is None
    assert numbers.luhn_holds("4111111111111111")
    assert not numbers.luhn_holds("4111111111111112")
    assert numbers.bank_fault("12345") is not None


@pytest.mark.parametrize("name", ["王", "阿依古丽·买买提", "𬱟", "John Smith", "玛" * 50])
def test_any_real_name_is_welcome(name: str) -> None:
    assert numbers.name_fault(name) is None


@pytest.mark.parametrize("name", ["张3", "李<b>", "王\x07", "\u202e王", "玛" * 51])
def test_what_is_no_name_gets_a_sentence(name: str) -> None:
    assert numbers.name_fault(name)
