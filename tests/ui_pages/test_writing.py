"""Typing: groups of digits, cursors, dates in any usual form."""

import pytest

from desk_app.ui.kit.fields.writing import folded, moved_cursor, spaced, value_of, value_while_typing
from forms import loader
from forms.schema import Kind

ELEMENTS = loader.shipped().elements


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (Kind.ID_NUMBER, "620403198703120029", "620403 19870312 0029"),
        (Kind.ID_NUMBER, "62040319870312002X", "620403 19870312 002X"),
        (Kind.CERTIFICATE, "62040319870312002942B1", "620403 19870312 0029 42 B1"),
        (Kind.PHONE, "13809430000", "138 0943 0000"),
        (Kind.PHONE, "09436690000", "0943 6690000"),
        (Kind.PHONE, "01065120000", "010 65120000"),
        (Kind.BANK_CARD, "6217000012345678903", "6217 0000 1234 5678 903"),
        (Kind.PHONE, "138", "138"),
        (Kind.PHONE, "", ""),
        (Kind.PHONE, "0943-6690000", "0943-6690000"),
        (Kind.PHONE, "138094300001234", "138 0943 0000 1234"),
        (Kind.TEXT, "12345678", "12345678"),
    ],
)
def test_numbers_stand_in_the_groups_people_read(kind: Kind, text: str, shown: str) -> None:
    assert spaced(kind, text) == shown
    assert spaced(kind, shown) == shown


@pytest.mark.parametrize(
    ("before", "cursor", "after", "place"),
    [
        ("6204031", 7, "620403 1", 8),
        ("620403", 6, "620403", 6),
        ("62040 1987", 5, "620401 987", 5),
        ("620403 19", 0, "620403 19", 0),
    ],
)
def test_the_cursor_stays_behind_the_same_digit(before: str, cursor: int, after: str, place: int) -> None:
    assert moved_cursor(before, cursor, after) == place


@pytest.mark.parametrize(
    "typed",
    [
        "2026-03-05",
        "20260305",
        "2026年3月5日",
        "2026.3.5",
        "2026/03/05",
        "２０２６－０３－０５".replace("－", "-"),
    ],
)
def test_a_date_is_understood_in_any_usual_form(typed: str) -> None:
    assert value_of(ELEMENTS["birth"], typed) == "2026-03-05"


@pytest.mark.parametrize("typed", ["2026-02-30", "去年三月", "202603", "20261305"])
def test_what_is_no_date_stays_as_it_was_typed(typed: str) -> None:
    assert value_of(ELEMENTS["birth"], typed) == typed


def test_a_long_option_is_folded_behind_a_mark() -> None:
    assert (
        folded("退役人员(军转干部、自主择业干部、退役士官、退役士兵)")
        == "退役人员(军转干部、\n自主择业干部、退役士官、退役士兵)"
    )
    assert folded("高校毕业生") == "高校毕业生"
    assert folded("没" * 30) == "没" * 30


def test_words_are_left_alone_while_they_are_typed() -> None:
    name = ELEMENTS["name"]
    assert value_while_typing(name, "买买提・") == "买买提・"
    assert value_of(name, " 买买提・艾力 ") == "买买提·艾力"
    assert value_while_typing(ELEMENTS["phone"], "１３８-0943") == "1380943"
