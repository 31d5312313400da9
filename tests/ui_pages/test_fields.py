"""Fields: what is typed is stored at once, wrong or not; its problem is shown once the field was left."""

from time import thread_time

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.fields.choices import ChoiceField, ChoicesField, FlagField
from desk_app.ui.kit.fields.lines import LineField
from desk_app.ui.kit.fields.search import SearchField, find
from forms.schema import Kind
from tests.dressed import keys_are_given_on
from tests.people import id_number
from tests.ui_pages.conftest import CONFIRM, FILL, SITUATION, Desk


def field_of(desk: Desk, element: str) -> Field:
    return next(f for f in desk.page.findChildren(Field) if f.element.id == element and f.isVisible())


def message(desk: Desk, element: str) -> str:
    return field_of(desk, element).focus_target().accessibleDescription()


def test_every_key_is_kept_and_lands_on_the_disk(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("name", "Zhang")
    assert desk.case.draft.answers["name"] == "Zhang"
    assert desk.kept.answers["name"] == "Zhang"


def test_a_number_is_shown_in_groups_and_kept_without(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    line = desk.type("id_number", id_number())
    assert line.text() == "620403 19870312 0029"
    assert desk.case.draft.answers["id_number"] == id_number()


def test_a_digit_put_into_the_middle_keeps_the_cursor_there(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    line = desk.type("id_number", "62043198703120029")
    line.setCursorPosition(4)
    desk.qtbot.keyClicks(line, "0")
    assert line.text() == "620403 19870312 0029"
    assert line.cursorPosition() == 5


def test_an_input_method_types_as_well(desk: Desk) -> None:
    """Chinese comes in whole words and not key by key."""
    desk.take_empty()
    desk.go(SITUATION)
    line = desk.type("name", "买买提・艾力")
    assert desk.case.draft.answers["name"] == "买买提・艾力"
    desk.leave(line)
    assert desk.case.draft.answers["name"] == "买买提·艾力"
    assert line.text() == "买买提·艾力"


def test_a_wrong_number_stays_and_is_told_only_after_leaving(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.type("phone", "1380943000")
    assert line.property("state") == ""
    assert "还差" not in message(desk, "phone")
    desk.leave(line)
    assert line.property("state") == "wrong"
    assert message(desk, "phone") == "手机号应为11位,还差1位"
    assert line.text() == "138 0943 000"
    assert desk.kept.answers["phone"] == "1380943000"


def test_a_told_problem_goes_as_soon_as_it_is_mended(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.type("phone", "1380943000")
    desk.leave(line)
    line.setFocus()
    line.end(False)
    desk.qtbot.keyClicks(line, "1")
    assert line.property("state") == ""
    assert message(desk, "phone") == ""


PASSBOOK = "190001508000123"


def test_a_passbook_is_typed_a_second_time_by_hand(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.type("bank_card", PASSBOOK)
    assert not desk.sees("bank_card_again")  # not while the first is being typed
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert line.property("state") == "caution"
    assert "再录一遍" in message(desk, "bank_card")
    again = desk.find("bank_card_again", QLineEdit)
    assert again.hasFocus()
    assert desk.page.open_count() == 1
    desk.qtbot.keyClicks(again, PASSBOOK[:-1] + "4")
    desk.leave(again)
    assert "从第15位起不同" in message(desk, "bank_card_again")
    desk.type("bank_card_again", PASSBOOK)
    assert desk.page.open_count() == 0
    assert desk.find("bank_card", QLineEdit).property("state") == ""
    assert desk.kept.answers["bank_card_again"] == PASSBOOK


def test_the_account_typed_twice_is_one_line_to_check(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer("bank_card", PASSBOOK)
    desk.case.answer("bank_card_again", PASSBOOK)
    desk.go(CONFIRM)
    assert desk.sees("change:bank_card")
    assert not desk.sees("change:bank_card_again")
    desk.case.answer("bank_card_again", PASSBOOK[:-1])
    assert desk.sees("change:bank_card_again")


def test_nothing_can_be_pasted_into_the_second_entry(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.leave(desk.type("bank_card", PASSBOOK))
    again = desk.find("bank_card_again", QLineEdit)
    QGuiApplication.clipboard().setText(PASSBOOK)
    again.setFocus()
    desk.qtbot.keyClick(again, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert again.text() == ""
    assert "不能粘贴" in message(desk, "bank_card_again")
    assert not again.acceptDrops()
    desk.qtbot.keyClicks(again, "1900")
    assert again.text() == "1900"


def test_a_card_needs_no_second_entry(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("bank_card", QLineEdit)
    card = desk.case.draft.answers["bank_card"]
    line.setFocus()
    line.selectAll()
    for digit in str(card):
        desk.qtbot.keyClicks(line, digit)
        assert not desk.sees("bank_card_again")
    desk.leave(line)
    assert line.property("state") == ""
    assert not desk.sees("bank_card_again")
    assert desk.page.open_count() == 0


def test_a_private_character_is_replaced_by_a_click(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    line = desk.type("name", "王\ue863")
    assert not desk.sees("name:offer")
    desk.leave(line)
    assert message(desk, "name") == "姓名中有造字(U+E863),国标汉字是“䶮”,请改录"
    offer = desk.find("name:offer", QPushButton)
    assert offer.text() == "改为“王䶮”"
    offer.click()
    assert desk.case.draft.answers["name"] == "王䶮"
    assert line.text() == "王䶮"
    assert not desk.sees("name:offer")


def test_what_says_whose_telephone_it_is_is_taken_off_by_a_click(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.leave(desk.type("phone", "13800000001(儿子)"))
    desk.find("phone:offer", QPushButton).click()
    assert desk.case.draft.answers["phone"] == "13800000001"


def test_tabbing_through_a_derived_value_does_not_make_it_given(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("birth", QLineEdit)
    assert line.text() == "1987-03-12"
    line.setFocus()
    desk.leave(line)
    assert "birth" not in desk.case.draft.answers


def test_a_derived_value_can_be_typed_over_from_an_empty_line(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("birth", QLineEdit)
    line.setFocus()
    line.setFocus()
    line.selectAll()
    desk.qtbot.keyClick(line, Qt.Key.Key_Delete)
    assert line.text() == ""
    desk.qtbot.keyClicks(line, "19880312")
    desk.leave(line)
    assert line.text() == "1988-03-12"
    assert desk.case.draft.answers["birth"] == "1988-03-12"
    assert line.property("state") == "wrong"


def test_an_emptied_derived_value_comes_back(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("birth", QLineEdit)
    line.setFocus()
    line.setFocus()
    line.selectAll()
    desk.qtbot.keyClick(line, Qt.Key.Key_Delete)
    desk.leave(line)
    assert line.text() == "1987-03-12"


@pytest.mark.parametrize(
    ("typed", "code", "shown"), [("03", "03", "回族"), ("回族", "03", "回族"), ("蒙", "02", "蒙古族")]
)
def test_a_long_table_is_searched_by_words_or_code(desk: Desk, typed: str, code: str, shown: str) -> None:
    desk.take_empty()
    desk.case.choose("cert_new", True)
    desk.go(FILL)
    line = desk.type("ethnicity", typed)
    desk.leave(line)
    assert desk.case.draft.answers["ethnicity"] == code
    assert line.text() == shown


def test_enter_takes_the_first_of_several_that_fit(desk: Desk) -> None:
    desk.take_empty()
    desk.case.choose("cert_new", True)
    desk.go(FILL)
    line = desk.type("ethnicity", "俄")
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.case.draft.answers["ethnicity"] == "44"
    assert not line.hasFocus()


def test_what_is_not_in_the_table_stays_and_is_marked(desk: Desk) -> None:
    desk.take_empty()
    desk.case.choose("cert_new", True)
    desk.go(FILL)
    line = desk.type("ethnicity", "火星族")
    desk.leave(line)
    assert line.text() == "火星族"
    assert line.property("state") == "wrong"
    assert desk.kept.answers["ethnicity"] == "火星族"


def test_part_of_a_word_is_only_enough_when_it_is_the_only_one() -> None:
    from forms import loader

    options = loader.shipped().codes["ethnicity"].options
    assert find(options, "族") is None
    assert find(options, "") is None
    assert find(options, "维吾尔") == "05"


def test_number_keys_answer_and_arrows_walk(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    first = desk.find("household_kind:0", QPushButton)
    first.setFocus()
    desk.qtbot.keyClick(first, Qt.Key.Key_2)
    desk.until(keys_are_given_on)
    assert desk.case.draft.answers["household_kind"] == "1"
    desk.qtbot.keyClick(desk.find("household_kind:1"), Qt.Key.Key_Left)
    assert first.hasFocus()
    desk.qtbot.keyClick(first, Qt.Key.Key_Return)
    assert desk.case.draft.answers["household_kind"] == "0"


def test_a_number_key_keeps_the_answer_that_is_given(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    first = desk.find("household_kind:0", QPushButton)
    first.setFocus()
    for _ in range(2):
        desk.qtbot.keyClick(first, Qt.Key.Key_2)
        desk.until(keys_are_given_on)
    assert desk.case.draft.answers["household_kind"] == "1"
    assert desk.find("household_kind:1").hasFocus()
    desk.qtbot.keyClick(desk.find("household_kind:1"), Qt.Key.Key_Space)
    assert "household_kind" not in desk.case.draft.answers


def test_pressing_a_chosen_answer_again_takes_it_back(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.click("delivery:2")
    assert "delivery" not in desk.case.draft.answers
    assert not desk.find("delivery:2", QPushButton).isChecked()
    assert message(desk, "delivery") == "请选择结果怎样送达:邮寄或自行领取"


def test_several_answers_are_kept_in_the_order_of_the_form(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    desk.click("apply_categories:6")
    desk.click("apply_categories:1")
    assert desk.case.draft.answers["apply_categories"] == ("1", "4", "6")
    desk.click("apply_categories:4")
    assert desk.case.draft.answers["apply_categories"] == ("1", "6")


def test_none_of_them_and_the_others_put_each_other_out(desk: Desk) -> None:
    case = desk.take_empty()
    element = desk.parts.pack.elements["other_benefits"]
    field = make_field(case, element)
    desk.qtbot.addWidget(field)
    codes = [option.code for option in desk.parts.pack.options(element)]
    buttons = dict(zip(codes, field.inputs(), strict=True))
    for code, kept in (("3", ("3",)), ("1", ("1", "3")), ("0", ("0",)), ("2", ("2",)), ("2", None)):
        desk.qtbot.mouseClick(buttons[code], Qt.MouseButton.LeftButton)
        assert case.draft.answers.get("other_benefits") == kept


def test_tab_enters_a_row_of_answers_once(desk: Desk) -> None:
    desk.take_sound()
    desk.go(FILL)
    stops = [
        b for b in field_of(desk, "apply_categories").inputs() if b.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert [b.objectName() for b in stops] == ["apply_categories:4"]


def test_the_same_address_is_one_press(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer("present_address", "")
    desk.go(FILL)
    desk.click("present_address:copy")
    assert desk.case.draft.answers["present_address"] == desk.case.draft.answers["registered_address"]
    assert not desk.sees("present_address:copy")


def test_each_kind_of_answer_has_its_widget(desk: Desk) -> None:
    case = desk.take_empty()
    wanted = {
        Kind.FLAG: FlagField,
        Kind.CHOICES: ChoicesField,
        Kind.CHOICE: (ChoiceField, SearchField),
    }
    for element in desk.parts.pack.elements.values():
        field = make_field(case, element)
        desk.qtbot.addWidget(field)
        assert isinstance(field, wanted.get(element.kind, LineField)), element.id
        assert all(w.accessibleName() for w in field.inputs()), element.id


@pytest.mark.parametrize("by", ["paste", "input method"])
def test_what_no_line_can_hold_is_told_and_never_slow(desk: Desk, by: str) -> None:
    desk.take_sound()
    desk.go(FILL)
    line = desk.find("registered_address", QLineEdit)
    line.setFocus()
    line.selectAll()
    if by == "paste":
        QApplication.clipboard().setText("村" * 100_000)
        line.paste()
    else:
        entry = QInputMethodEvent()
        entry.setCommitString("村" * 100_000)
        QCoreApplication.sendEvent(line, entry)
    assert 1000 < len(line.text()) == len(str(desk.case.draft.answers["registered_address"])) < 10_000
    assert "超出的没有放进来" in desk.texts()
    began = thread_time()
    for _ in range(5):
        desk.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert thread_time() - began < 0.5
    assert "超出的没有放进来" not in desk.texts()
