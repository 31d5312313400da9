"""Breaking and setting Chinese text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.typesetting import typeset
from printing import text


def lines_of(words: str, limit: float) -> list[str]:
    lines, _ = text.wrap(text.words(words), limit)
    return ["".join(piece.text for piece in line) for line in lines]


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("正确无误,并承诺", "正确无误\uff0c并承诺"),
        ("残疾人证(新办)", "残疾人证\uff08新办\uff09"),
        ("受理人(签名):", "受理人\uff08签名\uff09\uff1a"),
        ("银行(ABC)", "银行\uff08ABC\uff09"),
        ("8:30-12:00,下午", "8:30-12:00\uff0c下午"),
        ("1,000 (one)", "1,000 (one)"),
        ("0943-12345", "0943-12345"),
        ("办理“一件事”", "办理“一件事”"),
        ("“按规定做好“跨省通办”“省内通办””", "“按规定做好‘跨省通办’‘省内通办’”"),
        ("“甲“乙“丙”””和“丁”", "“甲‘乙“丙”’”和“丁”"),
        ("“没有写完的,”又“来", "“没有写完的\uff0c”又“来"),
        ("”“", "”“"),
        ("", ""),
    ],
)
def test_punctuation_beside_chinese_becomes_chinese(typed: str, set_: str) -> None:
    assert typeset(typed) == set_


@given(st.text("残疾人,。、()“”《》ABC123 \n", max_size=80), st.integers(4, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(words: str, limit: int) -> None:
    lines, _ = text.wrap(text.words(words), limit)

    kept = "".join(piece.text for line in lines for piece in line)
    assert kept.replace(" ", "") == words.replace("\n", "").replace(" ", "")
    assert all(sum(piece.em for piece in line if piece.text.strip()) <= limit + 1e-3 for line in lines)


def test_points_never_begin_a_line_and_brackets_never_end_one() -> None:
    for limit in range(5, 20):
        for line in lines_of("甲乙丙\uff0c丁戊\uff08己庚\uff09辛。壬癸、子丑“寅卯”\uff1b辰巳午未" * 3, limit):
            assert line[0] not in "\uff0c\uff09。、”\uff1b"
            assert line[-1] not in "\uff08“"


def test_numbers_are_not_broken_while_a_line_can_hold_them() -> None:
    assert any("09436690000" in line for line in lines_of("座机09436690000转分机", 8))


def test_blank_lines_and_breaks_are_kept() -> None:
    assert lines_of("甲\n\n乙", 9) == ["甲", "", "乙"]


def test_a_paragraph_does_not_end_with_one_forgotten_character() -> None:
    assert [len(line) for line in lines_of("字" * 21, 10)] == [9, 10, 2]


def test_type_shrinks_before_a_number_is_broken() -> None:
    fitted = text.fit(text.words("620403198703120029"), 30, 10, 11, 7)

    assert len(fitted.lines) == 1
    assert fitted.size < 11
    assert fitted.whole


def test_what_does_not_fit_says_where_it_is() -> None:
    fitted = text.fit(text.words("长" * 300), 40, 10, 11, 7)

    assert not fitted.whole
    assert "全文见附页" in "".join(piece.text for line in fitted.lines for piece in line)


def test_a_stroke_stays_between_its_words() -> None:
    for limit in range(4, 14):
        for line in lines_of("残疾人证换领、残疾类别/等级变更申请" * 2, limit):
            assert line[0] != "/"
            assert line[-1] != "/"


def test_a_date_to_be_written_by_hand_stays_on_one_line_with_its_white() -> None:
    date = "      年    月    日"
    for limit in range(14, 24):
        assert any(date in line for line in lines_of(f"本人持有的残疾人证于{date}遗失。", limit))


@pytest.mark.parametrize(
    ("wide", "said"), [(20.0, "……见附页"), (24.0, "……(见附页)"), (60.0, "……(全文见附页)")]
)
def test_what_goes_on_overleaf_says_so_on_one_line_of_its_box(wide: float, said: str) -> None:
    fitted = text.fit(text.words("很长的籍贯" * 20), wide, 16, 11, 9)
    last = "".join(piece.text for piece in fitted.lines[-1])
    assert not fitted.whole
    assert last == typeset(said)
