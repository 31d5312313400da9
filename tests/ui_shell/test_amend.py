"""更正 in the real window: answers picked from a list, consequences told, nothing without a signature."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QListWidget

import resources
from desk_app.domain.applications import Application, subject_of
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.printing import papers
from desk_app.ui.acts.picture import PictureField
from desk_app.ui.applications.amend import AmendDialog
from tests.people import id_number
from tests.printing.reading import text_of
from tests.ui_shell.conftest import Desk, write


@pytest.fixture
def application(desk: Desk) -> Application:
    """An accepted application; its card is open."""
    found = desk.accepted()
    desk.open().open_application(found.id)
    desk.until(lambda: desk.sees("amend-application"))
    return found


def opened(desk: Desk) -> AmendDialog:
    desk.click("amend-application")
    desk.until(lambda: bool([d for d in desk.window.findChildren(AmendDialog) if d.isVisible()]))
    found = desk.find_dialog("amend")
    assert isinstance(found, AmendDialog)
    return found


def press(desk: Desk, dialog: AmendDialog, name: str) -> None:
    (found,) = dialog.findChildren(QAbstractButton, name)
    desk.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    desk.settle()


def line(dialog: AmendDialog, name: str) -> QLineEdit:
    (found,) = [w for w in dialog.findChildren(QLineEdit, name) if w.isVisible()]
    return found


def told(dialog: AmendDialog) -> list[str]:
    """Every text of the dialog that can be read."""
    return [w.text() for w in dialog.findChildren(QLabel) if w.isVisible() and w.text()]


def settled(desk: Desk, dialog: AmendDialog) -> None:
    desk.until(lambda: dialog.answers.settled and not desk.errands.busy)


def corrected(desk: Desk, dialog: AmendDialog, element: str, value: str, why: str) -> None:
    """Pick an answer, type what is right and why."""
    dialog.pick(element)
    write(line(dialog, element), value)
    write(line(dialog, f"amend:{element}:why"), why)
    settled(desk, dialog)


def now(desk: Desk, application: Application) -> Application:
    found = desk.parts.store.applications.one(application.id)
    assert found is not None
    return found


def test_a_phone_is_found_corrected_and_signed_on_paper(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    # GIVEN the list narrowed to the phone, picked by Enter
    search = line(dialog, "amend:search")
    write(search, "联系电话")
    assert dialog.list.shown[0] == "phone"
    desk.qtbot.keyClick(search, Qt.Key.Key_Return)
    settled(desk, dialog)
    assert any(t.startswith("联系电话原来是") and "13809430000" in t for t in told(dialog))
    # WHEN value and reason are typed, and the paper was signed
    write(line(dialog, "phone"), "13912345678")
    press(desk, dialog, "amend:phone:听错或录错")
    press(desk, dialog, "act:go")
    settled(desk, dialog)
    # THEN nothing happens before a signature
    assert any("请先打印更正确认单" in t for t in told(dialog))
    assert now(desk, application).answers["phone"] == "13809430000"
    (kept,) = dialog.findChildren(QCheckBox, "amend:kept")
    kept.click()
    with desk.qtbot.waitSignal(desk.window.letter_written):
        press(desk, dialog, "act:go")
        desk.settle()
    assert now(desk, application).answers["phone"] == "13912345678"
    desk.until(lambda: any("听错或录错" in t for t in desk.shown()))


def test_a_new_value_is_not_red_for_the_old_one_while_the_reason_is_typed(
    desk: Desk, application: Application
) -> None:
    dialog = opened(desk)
    dialog.pick("phone")
    settled(desk, dialog)
    same = "联系电话和原来一样,请改成正确的,或去掉这一项"
    desk.qtbot.keyClick(line(dialog, "phone"), Qt.Key.Key_Return)
    desk.until(lambda: same in told(dialog))
    write(line(dialog, "phone"), "13912345678")
    desk.qtbot.keyClick(line(dialog, "phone"), Qt.Key.Key_Return)
    assert not dialog.answers.settled
    assert same not in told(dialog)


def test_the_signed_sheet_is_scanned_and_goes_with_the_letter(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "phone", "13912345678", "听错一位")
    (page,) = dialog.findChildren(PictureField)
    page.add_file(resources.path("samples", "01", "portrait.jpg"))
    desk.until(lambda: bool(dialog.answers.page))
    press(desk, dialog, "act:go")
    desk.until(lambda: now(desk, application).answers["phone"] == "13912345678")
    (*_, letter) = desk.parts.store.outbox.letters(application.subject)
    (made,) = amending.made(desk.parts, now(desk, application))
    assert letter.files == (made.event.payload["page"],)


def test_another_age_is_told_before_and_what_it_asks_is_one_press_away(
    desk: Desk, application: Application
) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "id_number", id_number("20100312", "004"), "录错出生年")
    desk.until(lambda: "年龄由39周岁变为16周岁。" in told(dialog))
    assert "还要补监护人身份证。" in told(dialog)
    assert desk.sees("amend:more:guardian_name")
    (kept,) = dialog.findChildren(QCheckBox, "amend:kept")
    kept.click()
    press(desk, dialog, "act:go")
    assert now(desk, application).answers["age"] == "39"
    press(desk, dialog, "amend:more:guardian_name")
    settled(desk, dialog)
    assert [c.element.id for c in dialog.cards] == ["id_number", "guardian_name"]
    assert not desk.sees("amend:more:guardian_name")


def test_another_person_is_refused_with_the_next_act(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "id_number", id_number("19870312", "104"), "录错")
    corrected(desk, dialog, "name", "王样例", "录错")
    assert any("请撤回这一件,给这个人重新办理" in t for t in told(dialog))


def test_a_sheet_that_is_no_longer_true_is_printed_again(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "phone", "13912345678", "听错一位")
    press(desk, dialog, "amend:paper")
    desk.until(lambda: desk.sees("paper"))
    desk.find_dialog("paper").close()
    desk.settle()
    write(line(dialog, "phone"), "13912345679")
    (kept,) = dialog.findChildren(QCheckBox, "amend:kept")
    kept.click()
    press(desk, dialog, "act:go")
    settled(desk, dialog)
    assert any("确认单打印以后内容又改过" in t for t in told(dialog))
    assert now(desk, application).answers["phone"] == "13809430000"


@pytest.mark.parametrize("why", ["", "   "])
def test_without_a_reason_nothing_is_corrected(desk: Desk, application: Application, why: str) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "phone", "13912345678", why)
    press(desk, dialog, "act:go")
    assert "请写明为什么更正" in told(dialog)


def test_a_hundred_thousand_characters_are_told_and_kept_out(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "registered_address", "村" * 100_000, "长" * 100_000)
    (kept,) = dialog.findChildren(QCheckBox, "amend:kept")
    kept.click()
    press(desk, dialog, "act:go")
    settled(desk, dialog)
    assert any("最多" in t and "请简写" in t for t in told(dialog))
    assert now(desk, application).answers == application.answers


def test_giving_up_asks_once_and_changes_nothing(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "phone", "13912345678", "听错一位")
    press(desk, dialog, "act:cancel")
    assert dialog.isVisible()
    press(desk, dialog, "act:give-up")
    desk.until(lambda: not [d for d in desk.window.findChildren(AmendDialog) if d.isVisible()])
    assert now(desk, application).answers == application.answers


def test_an_answer_taken_out_again_is_no_correction(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    corrected(desk, dialog, "phone", "13912345678", "听错一位")
    press(desk, dialog, "amend:phone:drop")
    settled(desk, dialog)
    assert dialog.cards == []
    assert dialog.answers.changes == ()
    press(desk, dialog, "act:go")
    assert any("还没有选要更正的内容" in t for t in told(dialog))


def test_the_list_has_no_answers_that_only_follow(desk: Desk, application: Application) -> None:
    dialog = opened(desk)
    shown = dialog.list.shown
    assert shown[:2] == ("name", "id_number")
    assert {"phone", "registered_address", "bank_card", "low_income"} <= set(shown)
    assert not {"sex", "birth", "age", "bank_card_again", "open_matters"} & set(shown)
    (lines,) = dialog.findChildren(QListWidget, "amend:answers")
    assert lines.horizontalScrollBar().maximum() == 0


def test_the_receipt_says_what_was_corrected(desk: Desk, application: Application) -> None:
    amending.carry_out(desk.parts, application.id, [Change("phone", "13912345678", "听错一位")])
    text = text_of(papers.receipt(desk.parts, now(desk, application)))
    assert "更正于2026年11月23日:联系电话。" in text.replace(":", ":")


def test_the_locked_pages_of_the_counter_show_what_was_amended(desk: Desk) -> None:
    draft = desk.keep_draft()
    window = desk.open()
    window.resume_draft(draft.id)
    desk.until(lambda: window.case is not None)
    case = window.case
    assert case is not None
    case.accept()
    desk.until(lambda: case.application is not None)
    amending.carry_out(desk.parts, draft.id, [Change("phone", "13912345678", "听错一位")])
    window.counter.refresh(subject_of(draft.id))
    desk.until(lambda: case.facts["phone"] == "13912345678")
