"""Step 2: questions on number keys, matters with reasons, materials, the paper."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton

from desk_app.ui.pages.interview import questions_left
from forms.schema import UNSURE, Kind
from tests.people import id_number
from tests.ui_pages.conftest import FILL, NOTICE, SITUATION, Desk


def press(desk: Desk, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    desk.qtbot.keyClick(focused, key)


def begin(desk: Desk) -> None:
    desk.take_empty()
    desk.case.answer("id_number", id_number())
    desk.go(NOTICE)


def test_the_whole_interview_goes_with_number_keys(desk: Desk) -> None:
    begin(desk)
    asked = []
    while (question := desk.case.question) is not None:
        asked.append(question.id)
        press(desk, Qt.Key.Key_3 if question.id != "grade" else Qt.Key.Key_5)
    assert asked[0] == "holds_certificate"
    assert all(desk.case.draft.answers[e] == UNSURE for e in asked)
    assert "问完了" in desk.texts()


def test_yes_no_and_not_sure(desk: Desk) -> None:
    begin(desk)
    press(desk, Qt.Key.Key_2)
    assert desk.case.draft.answers["holds_certificate"] is False
    while (question := desk.case.question) and question.kind is not Kind.FLAG:
        press(desk, Qt.Key.Key_1)
    assert question
    press(desk, Qt.Key.Key_1)
    assert desk.case.draft.answers[question.id] is True


def test_a_known_answer_can_be_changed(desk: Desk) -> None:
    begin(desk)
    desk.click("holds_certificate:no")
    desk.click("change:holds_certificate")
    assert desk.find("holds_certificate:no", QPushButton).isChecked()
    desk.click("holds_certificate:yes")
    assert desk.case.draft.answers["holds_certificate"] is True
    assert not desk.sees("holds_certificate:no")


def test_what_follows_from_the_number_is_changed_in_step_1(desk: Desk) -> None:
    begin(desk)
    desk.click("change:age")
    assert desk.stack.currentIndex() == SITUATION


def test_never_more_questions_than_announced(desk: Desk) -> None:
    begin(desk)
    announced = questions_left(desk.parts, desk.case.draft)
    asked = 0
    while desk.case.question is not None:
        press(desk, Qt.Key.Key_1)
        asked += 1
    assert asked <= announced


def test_only_what_can_apply_is_offered_and_the_rest_says_why(desk: Desk) -> None:
    begin(desk)
    assert desk.sees("matter:cert_renew")
    desk.click("holds_certificate:no")
    assert not desk.sees("matter:cert_renew")
    desk.click("matters-fold")
    assert "没有残疾人证,不能换领。" in desk.texts()
    assert not desk.find("matter:cert_renew", QCheckBox).isEnabled()


def test_a_matter_that_excludes_another_says_so(desk: Desk) -> None:
    begin(desk)
    desk.click("holds_certificate:yes")
    desk.find("matter:cert_renew", QCheckBox).click()
    assert desk.case.draft.chosen == ("cert_renew",)
    assert not desk.find("matter:cert_lost", QCheckBox).isEnabled()
    assert "已选“残疾人证换领”" in desk.texts()


def test_a_chosen_matter_that_stopped_applying_can_be_taken_out(desk: Desk) -> None:
    begin(desk)
    desk.find("matter:cert_new", QCheckBox).click()
    desk.case.answer("holds_certificate", True)
    tick = desk.find("matter:cert_new", QCheckBox)
    assert tick.isChecked()
    assert tick.isEnabled()
    assert desk.page.open_count() == 1


def test_what_needs_no_application_has_no_tick(desk: Desk) -> None:
    begin(desk)
    assert not desk.sees("matter:pension")
    assert "免申即享" in desk.texts()


def test_ticking_a_material_notes_it(desk: Desk) -> None:
    begin(desk)
    desk.find("matter:cert_new", QCheckBox).click()
    desk.find("seen:household", QCheckBox).click()
    assert desk.case.draft.seen == ("household",)
    desk.find("seen:household", QCheckBox).click()
    assert desk.case.draft.seen == ()


def test_the_promise_names_the_day_and_the_telephone(desk: Desk) -> None:
    begin(desk)
    assert "12月10日(星期四)前办结" in desk.texts()
    assert desk.parts.window.hall.phone in desk.texts()
    assert "不收取任何费用" in desk.texts()


def test_the_applicant_counts_as_informed_once_the_paper_went_out(desk: Desk) -> None:
    begin(desk)
    (action,) = desk.page.footer_actions()
    assert (action.name, action.key) == ("print-notice", "F8")
    action.run()
    dialog = desk.dialog("print-notice")
    assert desk.case.draft.informed_at is None
    send = dialog.findChild(QPushButton, "paper-print")
    desk.until(send.isEnabled)
    assert send.hasFocus()
    desk.qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.case.draft.informed_at is not None)
    assert [title for title, _ in desk.parts.printer.sent] == ["一次性告知书"]  # type: ignore[attr-defined]


def test_matters_chosen_here_are_the_form_of_step_3(desk: Desk) -> None:
    begin(desk)
    desk.go(FILL)
    desk.click("choose-matters")
    assert desk.stack.currentIndex() == NOTICE
    desk.find("matter:employment", QCheckBox).click()
    desk.go(FILL)
    assert desk.sees("employed:yes")
    assert not desk.sees("bank_card")


def test_an_old_draft_shows_what_was_answered(desk: Desk) -> None:
    desk.take_sound()
    desk.case.draft = replace(desk.case.draft, seen=("photo",))
    desk.go(NOTICE)
    assert desk.find("seen:photo", QCheckBox).isChecked()
    assert desk.find("matter:cert_new", QCheckBox).isChecked()
