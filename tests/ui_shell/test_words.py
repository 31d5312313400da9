"""Words about people show no more than a neighbour may read."""

from datetime import date, datetime

import pytest

from desk_app.domain.names import masked_name
from desk_app.ui.kit import style, words
from forms.typesetting import typeset
from tests.fakes import CHINA


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张样例", "张某某"),
        ("欧阳示范", "欧阳某某"),
        ("欧阳", "欧某某"),
        ("阿依古丽·买买提", "阿某某"),
        (" ", ""),
    ],
)
def test_only_the_surname_is_shown(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_a_number_is_told_by_its_end_and_only_when_it_is_whole() -> None:
    assert "0029" in words.who({"name": "张样例", "id_number": "620403198703120029"})
    assert "6204" not in words.who({"id_number": "620403198703120029"})
    assert words.who({"id_number": "6204"}) == ""
    assert words.who({}) == ""


@pytest.mark.parametrize(
    ("plain", "marks"),
    [
        ("下一步:填表", ":"),
        ("已填17项,09:51", ","),
        ("共3,请选", ","),
        ("随证待审(停表)", "()"),
        ("李某某(…0029)", "()"),
        ("2026.11(dee3) a, b:c", ""),
        ("确定放弃?不!", "?!"),
        ("12月1日(星期二)前,3(个)", "(),()"),
    ],
)
def test_marks_beside_chinese_are_chinese(plain: str, marks: str) -> None:
    shown = typeset(plain)
    assert "".join(chr(ord(c) - 0xFEE0) for c in shown if "\uff00" < c < "\uff60") == marks
    assert len(shown) == len(plain)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 9, 5, tzinfo=CHINA)


def test_times_say_the_day_only_when_it_is_another() -> None:
    today = date(2026, 11, 23)
    assert words.day_time(at(2026, 11, 23), today) == "09:05"
    assert words.day_time(at(2026, 11, 20), today) == "11月20日 09:05"
    assert words.day_time(at(2025, 12, 31), today) == "2025年12月31日 09:05"
    assert words.short_time(at(2026, 11, 20), today) == "11-20 09:05"


@pytest.mark.parametrize("look", list(style.Looks))
def test_every_look_fills_the_sheet(look: style.Looks) -> None:
    text = style.sheet(look.value)
    assert "$" not in text
    assert "url(" in text


@pytest.mark.parametrize("look", list(style.Looks))
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text", "ground"),
        ("quiet", "ground"),
        ("accent", "surface"),
        ("surface", "accent"),
        ("good", "good_ground"),
        ("caution", "caution_ground"),
        ("wrong", "wrong_ground"),
        ("accent_dark", "tint"),
        ("rail_text", "rail"),
        ("surface", "badge"),
        ("faint", "ground"),
    ],
)
def test_words_stand_out_from_their_ground(look: style.Looks, ink: str, ground: str) -> None:
    light, dark = sorted((_light(look.value.colours[n]) for n in (ink, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def _light(colour: str) -> float:
    """Relative luminance of a colour by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
