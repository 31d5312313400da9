"""Recovery keys as typed by people, and what a passphrase must be like."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.domain import passphrases, recovery
from desk_app.errors import RuleError

KEYS = st.binary(min_size=recovery.BYTES, max_size=recovery.BYTES)
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = recovery.written(bytes(range(20)))


@given(KEYS)
def test_what_is_written_is_read(key: bytes) -> None:
    code = recovery.written(key)
    assert [len(group) for group in code.split("-")] == [5] * recovery.GROUPS
    assert recovery.read(code) == key


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " - "),
        CODE.replace("-", "—"),
        f"\n{CODE.replace('-', chr(10))} ",
        "".join(chr(ord(c) + 0xFEE0) for c in CODE),
        CODE.replace("0", "O").replace("1", "l"),
    ],
)
def test_it_is_read_as_people_type_it(typed: str) -> None:
    assert recovery.read(typed) == bytes(range(20))


def test_every_wrong_sign_is_told_at_its_group() -> None:
    for at, sign in itertools.product(range(len(CODE)), SIGNS):
        if CODE[at] in ("-", sign):
            continue
        with pytest.raises(RuleError, match=f"的第{at // 6 + 1}组“[^、]*输错了"):
            recovery.read(CODE[:at] + sign + CODE[at + 1 :])


def test_neighbours_exchanged_are_told() -> None:
    for at in range(len(CODE) - 1):
        pair = CODE[at : at + 2]
        if "-" not in pair and pair[0] != pair[1]:
            with pytest.raises(RuleError, match=f"第{at // 6 + 1}组"):
                recovery.read(CODE[:at] + pair[::-1] + CODE[at + 2 :])


def test_groups_in_another_order_are_told() -> None:
    groups = CODE.split("-")
    groups[0], groups[5] = groups[5], groups[0]
    with pytest.raises(RuleError, match=r"第1组.*第6组"):
        recovery.read("-".join(groups))


@pytest.mark.parametrize("typed", ["", "12345", CODE[:-6], CODE + "-00000", CODE + "1", "中文"])
def test_too_few_and_too_many_are_counted(typed: str) -> None:
    with pytest.raises(RuleError, match=r"8组.*对照纸上|第8组"):
        recovery.read(typed)


@pytest.mark.parametrize(
    "good", ["石榴铁轨二胡", "correct horse", "12345678901234567890", "窗口 3 的 老 茶壶"]
)
def test_good_passphrases(good: str) -> None:
    assert passphrases.fault(good) == ""


@pytest.mark.parametrize(
    ("weak", "why"),
    [
        ("", "太短"),
        ("短口令", "太短"),
        ("abcdefghijk", "太短"),
        ("            a", "太短"),
        ("aaaaaaaaaaaaaa", "重复"),
        ("啊啊啊啊啊啊啊", "重复"),
        ("1985062719870", "数字"),
        ("password123456", "太好猜"),
        ("Admin123456!!", "太好猜"),
    ],
)
def test_weak_passphrases_are_told_why(weak: str, why: str) -> None:
    assert why in passphrases.fault(weak)
