"""From words to fields, without any picture: what is doubted, what is no value at all, what lies turned."""

from datetime import date

import pytest

from desk_app.domain.page_words import PageWords, Word
from desk_app.domain.recognised import ReadField
from desk_app.services.recognition import kinds, pieces
from desk_app.services.recognition.recognise import Recogniser
from desk_app.services.recognition.socket import NoPageReader
from forms import loader
from forms.numbers import check_digit

PACK = loader.shipped()
NUMBER = "62040319870312002"
RECOGNISER = Recogniser.of(NoPageReader(), PACK.codes, date(2026, 11, 27))


def word(text: str, left: float, top: float, score: float = 0.999, high: float = 40) -> Word:
    return Word(text, (score,) * len(text), left, top, left + len(text) * high, top + high)


def front(
    name: str = "张样例", number: str = NUMBER + check_digit(NUMBER), birth: str = "1987年3月12日"
) -> PageWords:
    """An identity card, its labels and values in whatever words the reading cut them into."""
    return PageWords(
        (
            word("姓名", 58, 60),
            word(name, 146, 58),
            word("性别女", 58, 145),
            word("民族漢", 256, 146),
            word("出生", 58, 230),
            word(birth, 146, 228),
            word("住址", 58, 310),
            word("甘肃省白银市平川区长征街道", 146, 308),
            word("样例社区12号", 146, 360),
            word("公民身份号码", 58, 548),
            word(number, 300, 546),
        ),
        1011,
        638,
    )


def fields(page: PageWords) -> dict[str, ReadField]:
    return {f.id: f for f in RECOGNISER.upright(page).fields}


def test_labels_and_values_are_told_apart_however_the_words_were_cut() -> None:
    read = fields(front())
    assert {f: v.value for f, v in read.items()} == {
        "name": "张样例",
        "id_number": NUMBER + check_digit(NUMBER),
        "sex": "2",
        "ethnicity": "01",
        "birth": "1987-03-12",
        "registered_address": "甘肃省白银市平川区长征街道样例社区12号",
    }
    assert not any(f.doubt for f in read.values())
    spot = read["name"].spot
    assert 0 < spot.left < 146 / 1011 < spot.right < 0.4


@pytest.mark.parametrize(("name", "named"), [("欧阳頠", "頠"), ("黃样例", "黃")])
def test_a_rare_character_is_doubted_however_sure_the_reading_is(name: str, named: str) -> None:
    assert f"“{named}”少见" in fields(front(name))["name"].doubt


def test_a_faint_character_is_doubted_by_name() -> None:
    page = front()
    faint = Word("张样例", (0.999, 0.8, 0.999), 146, 58, 266, 98)
    read = fields(PageWords((page.words[0], faint, *page.words[2:]), page.width, page.height))
    assert read["name"].doubt.startswith("“样”不清楚")


def test_a_number_whose_check_fails_is_no_value_and_one_that_says_another_birth_is_doubted() -> None:
    wrong = NUMBER + ("1" if check_digit(NUMBER) != "1" else "2")
    assert "id_number" not in fields(front(number=wrong))
    assert "出生日期" in fields(front(birth="1987年3月13日"))["id_number"].doubt


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_words_of_a_turned_picture_tell_the_turn(quarters: int) -> None:
    lying = pieces.turned(front(), quarters)
    assert RECOGNISER.turn(lying) == 4 - quarters
    assert pieces.turned(lying, 4 - quarters) == front()


def test_every_kind_answers_elements_and_materials_of_the_pack() -> None:
    materials = {m.id for m in PACK.materials} | {""}
    for kind in kinds.shipped().kinds:
        assert set(kind.materials) <= materials
        for rule in kind.fields:
            assert set(rule.labels) <= set(kind.labels) | set(kind.signs)
            assert rule.codes in ("", *PACK.codes)
            for material, element in (rule.fills or {}).items():
                assert material in (*kind.materials, "")
                assert element in PACK.elements
