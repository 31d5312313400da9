"""Addresses: part of a village's name finds its whole address, and nothing must be taken from the list."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from desk_app.ui.kit.fields.address import AddressField
from desk_app.ui.kit.fields.base import Field
from forms import regions
from tests.ui_pages.conftest import FILL, Desk

ADDRESS = "registered_address"
DIAOGOU = "甘肃省白银市平川区宝积镇吊沟村"


def offered() -> list[str]:
    """The rows of the open list; None when it is closed."""
    popup = QApplication.activePopupWidget()
    if not isinstance(popup, QListView):
        return []
    return [str(popup.model().index(row, 0).data()) for row in range(popup.model().rowCount())]


def press(line: QLineEdit, *keys: Qt.Key) -> None:
    """Press keys; an open list gets them first, as in real use."""
    for key in keys:
        QTest.keyClick(QApplication.activePopupWidget() or line, key)


def open_form(desk: Desk) -> None:
    desk.take_empty()
    desk.case.choose("cert_new", True)
    desk.case.answer("delivery", "1")
    desk.go(FILL)


def test_part_of_a_village_is_enough_and_the_door_number_follows(desk: Desk) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, "吊沟")
    assert offered() == [DIAOGOU]
    press(line, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (line.text(), line.hasFocus(), offered()) == (DIAOGOU, True, [])
    assert desk.case.draft.answers[ADDRESS] == DIAOGOU
    QTest.keyClicks(line, "12")
    press(line, Qt.Key.Key_Tab)
    assert desk.kept.answers[ADDRESS] == f"{DIAOGOU}12"
    assert not line.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_with_no_row_marked_the_typed_text_stays_and_the_field_is_left(desk: Desk, key: Qt.Key) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, "宝积")
    assert offered()
    press(line, key)
    assert desk.case.draft.answers[ADDRESS] == "宝积"
    assert (line.hasFocus(), offered()) == (False, [])


def test_tab_takes_a_marked_row_and_goes_on(desk: Desk) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, "吊沟")
    press(line, Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert desk.case.draft.answers[ADDRESS] == DIAOGOU
    assert (line.hasFocus(), offered()) == (False, [])


def test_walking_the_list_changes_nothing_and_escape_closes_it(desk: Desk) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, "宝积")
    press(line, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert line.text() == "宝积"
    press(line, Qt.Key.Key_Escape)
    assert (line.text(), line.hasFocus(), offered()) == ("宝积", True, [])
    assert desk.case.draft.answers[ADDRESS] == "宝积"


def test_typing_goes_on_in_an_open_list_and_a_marked_row_is_let_go(desk: Desk) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, "宝积")
    press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_9)
    assert (line.text(), offered()) == ("宝积9", [])
    press(line, Qt.Key.Key_Backspace)
    assert offered()
    press(line, Qt.Key.Key_Return)
    assert desk.case.draft.answers[ADDRESS] == "宝积"


@pytest.mark.parametrize("text", ["甘肃省兰州市城关区样例路1号", f"{DIAOGOU}一社12号", DIAOGOU])
def test_what_needs_no_help_gets_none(desk: Desk, text: str) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, text)
    assert offered() == []
    press(line, Qt.Key.Key_Return)
    assert desk.case.draft.answers[ADDRESS] == text
    assert not line.hasFocus()


def test_down_walks_from_the_towns_to_their_villages(desk: Desk) -> None:
    open_form(desk)
    line = desk.find(ADDRESS, QLineEdit)
    line.setFocus()
    press(line, Qt.Key.Key_Down)
    assert len(offered()) == 11
    press(line, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert line.text() == "甘肃省白银市平川区长征街道"
    press(line, Qt.Key.Key_Down)
    assert offered()[0] == "甘肃省白银市平川区长征街道黄土岘社区"
    press(line, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert line.text() == "甘肃省白银市平川区长征街道长征社区"


def test_a_click_takes_a_place_too(desk: Desk) -> None:
    open_form(desk)
    line = desk.type(ADDRESS, "吊沟")
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QListView)
    place = popup.visualRect(popup.model().index(0, 0)).center()
    QTest.mouseClick(popup.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert (line.text(), desk.case.draft.answers[ADDRESS]) == (DIAOGOU, DIAOGOU)


def test_the_three_addresses_and_no_other_text_are_helped(desk: Desk) -> None:
    open_form(desk)
    helped = {f.element.id for f in desk.page.findChildren(Field) if isinstance(f, AddressField)}
    assert helped == {"registered_address", "present_address", "delivery_address"}
    assert desk.find(ADDRESS).accessibleName() == "户籍地址"


def test_where_no_places_are_known_it_is_a_plain_line(desk: Desk) -> None:
    desk.parts = replace(desk.parts, regions=regions.NOWHERE)
    open_form(desk)
    line = desk.type(ADDRESS, "吊沟")
    press(line, Qt.Key.Key_Down)
    assert (offered(), line.placeholderText()) == ([], "")
