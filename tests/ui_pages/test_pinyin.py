"""Long lists are searched by pinyin and initials too: nation, nationality, places of the county."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk_app.domain import spelling
from desk_app.ui.kit.fields.address import AddressEdit
from desk_app.ui.kit.fields.search import SearchEdit, find
from forms.schema import Option
from tests.ui_pages.conftest import Desk

NATIONS = (
    Option("01", "汉族"),
    Option("02", "蒙古族"),
    Option("03", "回族"),
    Option("04", "藏族"),
    Option("10", "朝鲜族"),
    Option("17", "哈萨克族"),
    Option("53", "基诺族"),
)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("han", "01"),
        ("HanZu", "01"),
        ("ｈａｎ", "01"),
        ("mgz", "02"),
        ("hui", "03"),
        ("zang", "04"),
        ("cang", "04"),
        ("chaoxian", "10"),
        ("hskz", "17"),
        ("jinuo", "53"),
    ],
)
def test_letters_find_the_only_option_they_spell(typed: str, code: str) -> None:
    assert find(NATIONS, typed) == code


@pytest.mark.parametrize("typed", ["hz", "zu", "q", "xyz"])
def test_letters_that_spell_several_options_or_none_take_none(typed: str) -> None:
    assert find(NATIONS, typed) is None


def test_a_whole_spelling_is_meant_before_a_longer_one() -> None:
    places = (Option("1", "长征"), Option("2", "长征社区"))
    assert find(places, "changzheng") == "1"


@pytest.mark.parametrize(("text", "letters"), [("Lǚ", "lu"), ("lv", "lu"), ("汉", ""), ("h1", ""), (" ", "")])
def test_only_latin_letters_are_taken_for_pinyin(text: str, letters: str) -> None:
    assert spelling.letters(text) == letters


def offered(edit: SearchEdit) -> list[str]:
    model = edit.completer().completionModel()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "first"), [("hz", ["汉族", "回族"]), ("han", ["汉族"]), ("族", ["汉族"]), ("03", ["回族"])]
)
def test_the_list_shows_what_the_letters_may_mean(desk: Desk, typed: str, first: list[str]) -> None:
    edit = SearchEdit(NATIONS)
    desk.qtbot.addWidget(edit)
    edit.show()
    edit.completer().setCompletionPrefix(typed)
    told = [words.split()[0] for words in offered(edit)]
    assert told[: len(first)] == first


def test_enter_takes_the_first_of_several(desk: Desk) -> None:
    desk.take_sound()
    desk.lead("ethnicity")
    edit = desk.type("ethnicity", "hz")
    desk.qtbot.keyClick(QApplication.activePopupWidget() or edit, Qt.Key.Key_Return)
    desk.until(lambda: desk.case.draft.answers["ethnicity"] == "01")
    assert edit.text() == "汉族"


def test_a_village_is_found_by_its_initials(desk: Desk) -> None:
    regions = desk.parts.regions
    edit = AddressEdit(regions)
    desk.qtbot.addWidget(edit)
    edit.show()
    edit.setFocus()
    village = next(r for r in regions.rows.values() if len(r.code) == 12)
    letters = max(spelling.spelled(village.place), key=len)
    desk.qtbot.keyClicks(edit, letters)
    popups = [w for w in QApplication.topLevelWidgets() if w.accessibleName() == "可选地名" and w.isVisible()]
    assert popups
    model = popups[0].model()  # type: ignore[attr-defined]
    assert any(village.place in str(model.index(n, 0).data()) for n in range(model.rowCount()))
