"""What a key or click changed is taken back by Ctrl+Z or the strip, and nothing after acceptance."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton

from desk_app.domain.applications import Electronic
from desk_app.services.counter import capture
from desk_app.ui.counter.undo import Undo, UndoStrip
from forms.schema import Kind
from tests.dressed import keys_are_given_on
from tests.ui_pages.conftest import CAPTURE, FILL, NOTICE, Desk
from tests.ui_shell.hands import press

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def strip(desk: Desk) -> UndoStrip:
    """A case that can be accepted is open; its undo as the counter has it."""
    return UndoStrip(Undo(desk.take_sound()), desk.stack, desk.stack)


def take_back(desk: Desk) -> None:
    press(desk.stack, Qt.Key.Key_Z, _CTRL)


def test_a_cleared_choice_comes_back_by_key(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    desk.find("delivery:2", QPushButton).setFocus()
    press(desk.stack, Qt.Key.Key_Space)
    assert "delivery" not in desk.case.draft.answers
    assert strip.isVisible()
    assert "已清除" in strip.text
    take_back(desk)
    assert desk.case.draft.answers["delivery"] == "2"
    assert desk.find("delivery:2", QPushButton).isChecked()
    assert "已恢复" in strip.text


def test_an_answer_changed_by_a_digit_comes_back_by_the_link(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    before = desk.case.draft.answers["household_kind"]
    desk.find(f"household_kind:{before}", QPushButton).setFocus()
    press(desk.stack, "2" if before == "0" else "1")
    desk.until(keys_are_given_on)
    assert desk.case.draft.answers["household_kind"] != before
    link = strip.findChild(QPushButton, "undo")
    assert link is not None
    desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert desk.case.draft.answers["household_kind"] == before


def test_after_the_link_the_keyboard_is_where_it_was(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    choice = desk.find("delivery:2", QPushButton)
    choice.setFocus()
    press(desk.stack, Qt.Key.Key_Space)
    link = strip.findChild(QPushButton, "undo")
    assert link is not None
    link.setFocus()
    desk.until(link.hasFocus)
    press(desk.stack, Qt.Key.Key_Space)
    assert desk.case.draft.answers["delivery"] == "2"
    assert choice.hasFocus()


def test_an_unticked_matter_comes_back_with_what_was_given_for_it(desk: Desk, strip: UndoStrip) -> None:
    desk.go(NOTICE)
    chosen, answers = desk.case.draft.chosen, desk.case.draft.answers
    box = desk.find(f"matter:{chosen[0]}", QCheckBox)
    box.setFocus()
    press(desk.stack, Qt.Key.Key_Space)
    assert chosen[0] not in desk.case.draft.chosen
    assert f"已取消“{desk.case.pack.matters[chosen[0]].title}”" in strip.text
    take_back(desk)
    assert (desk.case.draft.chosen, desk.case.draft.answers) == (chosen, answers)


def test_a_field_that_was_cleared_comes_back_whole(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    before = str(desk.case.draft.answers["phone"])
    line = desk.find("phone", QLineEdit)
    line.setFocus()
    for _ in range(len(line.text())):
        press(desk.stack, Qt.Key.Key_Backspace)
    assert "phone" not in desk.case.draft.answers
    desk.find("delivery:2", QPushButton).setFocus()
    take_back(desk)
    assert desk.case.draft.answers["phone"] == before


def test_a_text_fields_own_undo_comes_first(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    desk.find("delivery:2", QPushButton).setFocus()
    press(desk.stack, Qt.Key.Key_Space)
    line = desk.find("registered_address", QLineEdit)
    line.setFocus()
    line.end(False)
    text = line.text()
    press(desk.stack, "x")
    assert line.isUndoAvailable()
    take_back(desk)
    assert line.text() == text
    assert "delivery" not in desk.case.draft.answers


def test_steps_are_taken_back_one_by_one_and_no_further(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    case = desk.case
    before = case.draft.answers
    case.answer("delivery", "1")
    case.answer("household_kind", "1" if before["household_kind"] == "0" else "0")
    case.answer("delivery", "2")
    for _ in range(5):
        take_back(desk)
    assert case.draft.answers == before


def test_typing_offers_nothing(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    desk.type("phone", "13800001111")
    assert not strip.isVisible()


def test_nothing_is_taken_back_after_acceptance(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    desk.case.answer("delivery", "1")
    desk.case.answer("delivery", "2")
    accepted = desk.case.draft.answers
    desk.case.accept()
    desk.until(lambda: desk.case.application is not None)
    take_back(desk)
    assert desk.case.draft.answers == accepted
    assert not strip.isVisible()


def test_the_strip_moves_nothing_and_stays_within_the_page(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    desk.settle()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    places = {w: w.geometry() for w in desk.page.findChildren(QLabel)}
    desk.find("delivery:2", QPushButton).setFocus()
    desk.case.answer("household_kind", "")
    assert strip.isVisible()
    assert desk.stack.rect().contains(strip.geometry())
    moved = [w.text() for w, place in places.items() if w.isVisible() and w.geometry() != place]
    assert len(moved) <= 1, moved  # its own message below the field
    assert QApplication.focusWidget() is desk.find("delivery:2", QPushButton)


def test_how_a_material_was_handed_in_comes_back_with_what_was_typed_for_it(
    desk: Desk, strip: UndoStrip
) -> None:
    desk.go(CAPTURE)
    looked_at = Electronic("household", "公安部", "H-77", desk.case.parts.clock.now(), "演示经办员")
    desk.case.change(lambda draft: capture.look_at(draft, looked_at))
    assert desk.case.draft.electronic == (looked_at,)
    take_back(desk)
    assert desk.case.draft.electronic == ()
    assert "household" in desk.case.draft.seen
    desk.case.change(lambda draft: capture.look_at(draft, looked_at))
    desk.click("not-electronic:household")
    assert desk.case.draft.electronic == ()
    assert "“户口簿”怎么交的已改" in strip.text
    take_back(desk)
    assert desk.case.draft.electronic == (looked_at,)
    assert "已恢复" in strip.text


def strokes(desk: Desk, keys: str) -> None:
    for key in keys:
        press(desk.stack, key)


def test_a_number_in_groups_goes_back_by_stretches_also_after_it_was_left(
    desk: Desk, strip: UndoStrip
) -> None:
    desk.go(FILL)
    line = desk.find("phone", QLineEdit)
    before = line.text()
    assert " " in before
    line.setFocus()
    line.selectAll()
    strokes(desk, "13912345678")
    line.setCursorPosition(13)
    press(desk.stack, Qt.Key.Key_Backspace)
    assert line.text() == "139 1234 567"
    press(desk.stack, Qt.Key.Key_Tab)
    assert not line.hasFocus()
    line.setFocus()
    take_back(desk)
    assert (line.text(), desk.case.draft.answers["phone"]) == ("139 1234 5678", "13912345678")
    take_back(desk)
    assert line.text().replace(" ", "") in ("", "1")
    take_back(desk)
    assert (line.text(), desk.case.draft.answers["phone"]) == (before, before.replace(" ", ""))
    press(desk.stack, Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    press(desk.stack, Qt.Key.Key_Z, _CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert desk.case.draft.answers["phone"] == "13912345678"


def test_a_date_as_it_is_kept_can_still_be_taken_back(desk: Desk, strip: UndoStrip) -> None:
    desk.go(FILL)
    name = next(e.id for e in desk.case.fields if e.kind is Kind.DATE and desk.sees(e.id))
    line = desk.find(name, QLineEdit)
    before = line.text()
    line.setFocus()
    line.selectAll()
    strokes(desk, "20250305")
    press(desk.stack, Qt.Key.Key_Tab)
    assert line.text() == "2025-03-05"
    line.setFocus()
    take_back(desk)
    take_back(desk)
    assert line.text() == before


def test_another_answer_shown_here_is_not_typed_over_by_what_was_typed_before(
    desk: Desk, strip: UndoStrip
) -> None:
    desk.go(FILL)
    line = desk.find("phone", QLineEdit)
    line.setFocus()
    line.selectAll()
    strokes(desk, "13912345678")
    press(desk.stack, Qt.Key.Key_Tab)
    desk.case.answer("phone", "13700000000")
    line.setFocus()
    take_back(desk)
    assert desk.case.draft.answers["phone"] == "13700000000"
