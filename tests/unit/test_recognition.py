"""From words to fields, without any picture: what is doubted, what is no value at all, what lies turned."""

from datetime import date

import pytest

from desk_app.domain.applications import Draft
from desk_app.domain.page_words import PageWords, Word
from desk_app.domain.recognised import PageSpot, ReadField, ReadPage
from desk_app.services.counter import known
from desk_app.services.recognition import filling, kinds, pieces
from desk_app.services.recognition.recognise import Recogniser
from desk_app.services.recognition.socket import NoPageReader
from forms import loader
from forms.numbers import check_digit
from tests.fakes import NOW

PACK = loader.shipped()
NUMBER = "62040319870312002"
OTHER = "62040319850101900" + check_digit("62040319850101900")
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


# ---- filling ------------------------------------------------------------------------------------------


def draft(**answers: str) -> Draft:
    return Draft("d", answers, (), (), 0, PACK.digest, NOW)


def page(kind: str, **told: str) -> ReadPage:
    known_kind = kinds.shipped().kind(kind)
    assert known_kind is not None
    spot = PageSpot(0, 0, 1, 1)
    found = tuple(ReadField(f, value, "", spot) for f, value in told.items())
    return ReadPage(kind, known_kind.title, known_kind.materials, 0, found)


def put(held: Draft, material: str, read: ReadPage) -> Draft:
    return filling.filled(PACK, held, "p", material, read)


def test_a_card_goes_before_the_household_book_and_neither_before_a_person() -> None:
    book = page("household_member", name="张样例", ethnicity="01")
    card = page("id_front", name="张样例", ethnicity="03")
    assert put(put(draft(), "household", book), "id_card", card).answers["ethnicity"] == "03"
    assert put(put(draft(), "id_card", card), "household", book).answers["ethnicity"] == "03"
    assert put(draft(ethnicity="11"), "id_card", card).answers["ethnicity"] == "11"
    confirmed = known.confirmed(put(draft(), "household", book), "ethnicity")
    assert put(confirmed, "id_card", card).answers["ethnicity"] == "01"


def test_what_is_typed_over_waits_no_more_and_what_is_confirmed_stays() -> None:
    read = put(draft(), "id_card", page("id_front", name="张样例", ethnicity="03"))
    assert {t.element for t in read.unconfirmed} == {"name", "ethnicity"}
    typed = known.answered(read, {**read.answers, "name": "张例"}, "name")
    assert {t.element for t in typed.unconfirmed} == {"ethnicity"}
    done = filling.confirmed(read, filling.waiting(read, "id_card"))
    assert (done.answers, done.unconfirmed) == (read.answers, ())


def test_a_picture_of_another_person_gives_nothing_and_a_second_card_is_the_guardians() -> None:
    other = page("id_front", name="李四", id_number=OTHER)
    own = draft(name="张样例", id_number=NUMBER + check_digit(NUMBER))
    assert put(own, "id_card", other).answers == own.answers
    assert "李四" in filling.somebody_else(own, "id_card", other)
    assert filling.belongs_to(PACK, own, "household", other) == "guardian_id"
    assert filling.somebody_else(draft(name="张"), "id_card", other)
    assert not filling.somebody_else(draft(name="李"), "id_card", other)  # it may still be being typed
    assert put(own, "guardian_id", other).answers["guardian_name"] == "李四"
    mine = page("id_front", name="张样例", id_number=NUMBER + check_digit(NUMBER))
    assert "不是监护人" in filling.somebody_else(own, "guardian_id", mine)


def test_a_certificate_fills_its_number_without_a_page_and_nothing_belongs_to_no_material() -> None:
    number = f"{NUMBER}{check_digit(NUMBER)}42"
    read = page("certificate", certificate_number=number)
    assert filling.filled(PACK, draft(), "", "", read).answers == {"certificate_number": number}
    assert filling.belongs_to(PACK, draft(), "id_card", read) == ""
