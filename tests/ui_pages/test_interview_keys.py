"""Step 2 and the form by heavy hands: one answer at a time; the keyboard goes where the next act is."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton

from forms.schema import UNSURE
from tests.dressed import keys_are_given_on
from tests.people import id_number
from tests.ui_pages.conftest import FILL, NOTICE, SITUATION, Desk
from tests.ui_shell.hands import hold, press


def begin(desk: Desk) -> None:
    desk.take_empty()
    desk.case.answer("id_number", id_number())
    desk.go(NOTICE)


def test_a_held_digit_answers_one_question(desk: Desk) -> None:
    begin(desk)
    before = len(desk.case.draft.answers)
    hold(desk.stack, Qt.Key.Key_2, "2", times=30)
    desk.until(keys_are_given_on)
    assert len(desk.case.draft.answers) == before + 1


def test_digits_after_the_last_question_do_nothing(desk: Desk) -> None:
    begin(desk)
    while (question := desk.case.question) is not None:
        desk.case.answer(question.id, UNSURE)
    before = desk.case.draft.answers
    for digit in "123456789":
        press(desk.stack, digit)
        desk.until(keys_are_given_on)
    assert desk.case.draft.answers == before


def test_after_each_answer_the_next_question_has_the_keyboard(desk: Desk) -> None:
    begin(desk)
    box = next(b for b in desk.page.findChildren(QCheckBox) if b.isVisible() and b.isEnabled())
    box.setFocus()
    press(desk.stack, "1")
    desk.until(keys_are_given_on)
    question, focused = desk.case.question, QApplication.focusWidget()
    assert question is not None
    assert focused is not None
    assert focused.objectName().startswith(question.id)


def test_after_the_last_question_a_matter_has_the_keyboard(desk: Desk) -> None:
    begin(desk)
    while len(desk.case.questions) > 1:
        question = desk.case.question
        assert question is not None
        desk.case.answer(question.id, UNSURE)
    desk.page.enter()
    asked = desk.case.question
    assert asked is not None
    desk.click(f"{asked.id}:unsure")
    if desk.sees(f"{asked.id}:confirm"):
        desk.click(f"{asked.id}:confirm")
    desk.until(lambda: desk.case.question is None)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QCheckBox)
    assert focused.objectName().startswith("matter:")
    assert not focused.isChecked()


def test_enter_never_erases_and_space_toggles(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    given = desk.case.draft.answers["household_kind"]
    chosen = desk.find(f"household_kind:{given}", QPushButton)
    chosen.setFocus()
    press(desk.stack, Qt.Key.Key_Return)
    assert desk.case.draft.answers["household_kind"] == given
    assert QApplication.focusWidget() is not chosen
    chosen.setFocus()
    press(desk.stack, Qt.Key.Key_Space)
    assert "household_kind" not in desk.case.draft.answers


def test_enter_passes_links_over_and_tab_stops_there(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer("delivery", "1")
    desk.go(FILL)
    desk.until(lambda: desk.sees("delivery_name"))
    desk.case.answer("delivery_name", "")
    line = desk.find("delivery_name", QLineEdit)
    line.setFocus()
    press(desk.stack, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    assert focused is not line
    line.setFocus()
    press(desk.stack, Qt.Key.Key_Tab)
    link = QApplication.focusWidget()
    assert link is desk.find("delivery_name:copy")
    # THEN what is typed there goes into the field of the link, which stands below it
    before = focused.text()
    press(desk.stack, "7")
    desk.until(keys_are_given_on)
    assert line.hasFocus()
    assert line.text() == "7"
    assert focused.text() == before


def test_no_stale_red_once_the_value_is_there(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    line = desk.find("name", QLineEdit)
    line.setFocus()
    press(desk.stack, Qt.Key.Key_Return)
    assert line.property("state") == "wrong"
    desk.case.answer("name", "张样例")
    assert not line.property("state")
    wrong = [w.text() for w in desk.page.findChildren(QLabel) if w.property("role") == "problem"]
    assert not [text for text in wrong if "姓名" in text]


def test_a_click_elsewhere_leaves_an_untouched_empty_field_unmarked(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("phone", QLineEdit)
    desk.case.answer("phone", "")
    line.setFocus()
    button = desk.find("delivery:2", QPushButton)
    button.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not line.property("state")


def test_half_an_input_method_composition_while_the_page_turns(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("registered_address", QLineEdit)
    before = line.text()
    line.setFocus()
    line.end(False)
    QCoreApplication.sendEvent(line, QInputMethodEvent("zhong", []))
    desk.go(NOTICE)
    desk.go(FILL)
    assert desk.case.draft.answers["registered_address"] == before
    assert desk.find("registered_address", QLineEdit).text() == before


def test_a_hundred_thousand_pasted_and_control_characters(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    clipboard = QApplication.clipboard()
    for name in ("phone", "registered_address"):
        line = desk.find(name, QLineEdit)
        for text in ("9" * 100_000, "甲\u0007乙\u0000丙\u200b丁\u202e"):
            line.setFocus()
            line.selectAll()
            clipboard.setText(text)
            press(desk.stack, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
            press(desk.stack, Qt.Key.Key_Tab)
            assert name in desk.case.draft.answers
            problem = desk.case.problem(name)
            told = line.accessibleDescription()
            assert problem is None or problem.message in told or told
    clipboard.clear()
    desk.settle()
