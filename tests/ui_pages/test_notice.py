"""Step 2: questions on number keys, matters with reasons, materials, the paper."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QScrollArea

from desk_app.services.counter import intake
from desk_app.services.printing import documents
from desk_app.ui.counter.interview import QuestionCard
from desk_app.ui.kit.widgets import Chip
from desk_app.ui.papers.documents import DocumentsDialog
from forms.schema import UNSURE, Element, Kind
from forms.typesetting import typeset
from tests.dressed import keys_are_given_on
from tests.people import id_number, sound_draft
from tests.ui_pages.conftest import ACCEPT, CONFIRM, FILL, NOTICE, SITUATION, Desk


def press(desk: Desk, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    desk.qtbot.keyClick(focused, key)
    desk.until(keys_are_given_on)


def begin(desk: Desk) -> None:
    desk.take_empty()
    desk.case.answer("id_number", id_number())
    desk.go(NOTICE)


def number_of_not_sure(desk: Desk, question: Element) -> Qt.Key:
    answers = 2 if question.kind is Kind.FLAG else len(desk.parts.pack.options(question))
    return Qt.Key(Qt.Key.Key_1 + answers)


def answer_not_sure(desk: Desk, question: Element) -> None:
    """Answer with the number of 不清楚, and Enter where several may be chosen."""
    press(desk, number_of_not_sure(desk, question))
    if question.kind is Kind.CHOICES:
        press(desk, Qt.Key.Key_Return)


def say_not_sure(desk: Desk) -> None:
    """Answer every question with 不清楚."""
    while (question := desk.case.question) is not None:
        desk.case.answer(question.id, UNSURE)


def go_to_question(desk: Desk, element: str) -> None:
    """Give the first answer to each question before this one."""
    while (question := desk.case.question) is not None and question.id != element:
        press(desk, Qt.Key.Key_1)
    assert question is not None


def ask_for_the_last_day(desk: Desk) -> None:
    """Answer up to the question for a certificate's last day, for a renewal."""
    begin(desk)
    desk.click("certificate_state:1")
    desk.find("matter:cert_renew", QCheckBox).click()
    desk.click("change:certificate_state")
    press(desk, Qt.Key.Key_1)
    press(desk, Qt.Key.Key_2)
    assert desk.case.question is not None
    assert desk.case.question.id == "certificate_until"


def test_the_whole_interview_goes_with_number_keys(desk: Desk) -> None:
    begin(desk)
    asked = []
    while (question := desk.case.question) is not None:
        asked.append(question.id)
        answer_not_sure(desk, question)
    assert asked[0] == "certificate_state"
    assert "other_benefits" in asked
    assert all(desk.case.draft.answers[e] == UNSURE for e in asked)
    assert "问完了" in desk.texts()


def test_yes_no_and_not_sure(desk: Desk) -> None:
    begin(desk)
    press(desk, Qt.Key.Key_6)
    assert desk.case.draft.answers["certificate_state"] == "0"
    while (question := desk.case.question) and question.kind is not Kind.FLAG:
        press(desk, Qt.Key.Key_1)
    assert question
    press(desk, Qt.Key.Key_1)
    assert desk.case.draft.answers[question.id] is True


def test_a_known_answer_can_be_changed(desk: Desk) -> None:
    begin(desk)
    desk.click("certificate_state:0")
    desk.click("change:certificate_state")
    assert desk.find("certificate_state:0", QPushButton).isChecked()
    desk.click("certificate_state:1")
    assert desk.case.draft.answers["certificate_state"] == "1"
    assert not desk.sees("certificate_state:0")


def test_what_follows_from_the_number_is_changed_in_step_1(desk: Desk) -> None:
    begin(desk)
    desk.click("change:age")
    assert desk.stack.currentIndex() == SITUATION


def test_never_more_questions_than_announced(desk: Desk) -> None:
    begin(desk)
    announced = len(desk.case.questions)
    asked = 0
    while desk.case.question is not None:
        several = desk.case.question.kind is Kind.CHOICES
        press(desk, Qt.Key.Key_1)
        if several:  # one question for all benefits: several may be chosen, so Enter ends it
            press(desk, Qt.Key.Key_Return)
        asked += 1
    assert asked <= announced


def test_several_answers_are_chosen_by_number_and_given_with_enter(desk: Desk) -> None:
    begin(desk)
    go_to_question(desk, "other_benefits")
    assert not desk.find("other_benefits:confirm", QPushButton).isEnabled()
    press(desk, Qt.Key.Key_Return)
    press(desk, Qt.Key.Key_3)
    press(desk, Qt.Key.Key_1)
    assert "other_benefits" not in desk.case.draft.answers
    press(desk, Qt.Key.Key_Return)
    assert desk.case.draft.answers["other_benefits"] == ("1", "3")
    # THEN the keyboard is on the next question, and what was said is known and can be changed
    question = desk.case.question
    assert question is not None
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName().startswith(f"{question.id}:")
    assert "特困人员供养、孤儿基本生活保障" in desk.texts()
    desk.click("change:other_benefits")
    assert [c for c in "1230" if desk.find(f"other_benefits:{c}", QPushButton).isChecked()] == ["1", "3"]
    press(desk, Qt.Key.Key_1)
    desk.click("other_benefits:confirm")
    assert desk.case.draft.answers["other_benefits"] == ("3",)


def test_none_of_them_clears_the_others_and_waits_for_its_enter(desk: Desk) -> None:
    begin(desk)
    go_to_question(desk, "other_benefits")
    press(desk, Qt.Key.Key_2)
    press(desk, Qt.Key.Key_7)
    assert "other_benefits" not in desk.case.draft.answers
    assert desk.find("other_benefits:0", QPushButton).isChecked()
    assert not desk.find("other_benefits:2", QPushButton).isChecked()
    press(desk, Qt.Key.Key_Return)
    assert desk.case.draft.answers["other_benefits"] == ("0",)
    assert not desk.sees("other_benefits:confirm")
    desk.click("change:other_benefits")
    press(desk, Qt.Key.Key_2)
    assert not desk.find("other_benefits:0", QPushButton).isChecked()
    press(desk, Qt.Key.Key_Enter)
    assert desk.case.draft.answers["other_benefits"] == ("2",)


def test_a_date_is_typed_and_given_with_enter(desk: Desk) -> None:
    ask_for_the_last_day(desk)
    line = desk.find("certificate_until", QLineEdit)
    assert line.hasFocus()
    desk.qtbot.keyClicks(line, "20261231")
    assert "certificate_until" not in desk.case.draft.answers
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.case.draft.answers["certificate_until"] == "2026-12-31"
    assert not desk.sees("certificate_until:confirm")
    assert "2026年12月31日" in desk.texts()
    assert "办理方式:到期换证" in desk.texts()
    desk.click("change:certificate_until")
    assert desk.find("certificate_until", QLineEdit).text() == "2026-12-31"


def test_what_is_no_date_is_told_and_not_given(desk: Desk) -> None:
    ask_for_the_last_day(desk)
    line = desk.find("certificate_until", QLineEdit)
    desk.qtbot.keyClicks(line, "20261331")
    desk.click("certificate_until:confirm")
    assert "certificate_until" not in desk.case.draft.answers
    assert (line.text(), line.property("state")) == ("20261331", "wrong")
    assert "不是日期" in line.accessibleDescription()
    assert line.hasFocus()


def test_a_date_may_stay_unknown_by_keyboard_alone(desk: Desk) -> None:
    ask_for_the_last_day(desk)
    press(desk, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is desk.find("certificate_until:unsure")
    press(desk, Qt.Key.Key_Return)
    assert desk.case.draft.answers["certificate_until"] == UNSURE


def test_digits_begin_the_date_wherever_the_keyboard_is(desk: Desk) -> None:
    ask_for_the_last_day(desk)
    desk.find("matter:cert_renew", QCheckBox).setFocus()
    press(desk, Qt.Key.Key_2)
    line = desk.find("certificate_until", QLineEdit)
    assert line.hasFocus()
    assert line.text() == "2"


def test_when_all_is_asked_the_next_step_is_said(desk: Desk) -> None:
    desk.take_sound(chosen=())
    desk.go(NOTICE)
    say_not_sure(desk)
    assert "勾选要办的事项" in desk.texts()
    desk.find("matter:cert_new", QCheckBox).click()
    say_not_sure(desk)
    assert "勾选要办的事项" not in desk.texts()
    assert "就可以往下办" in desk.texts()
    desk.case.answer("has_impairment", False)
    say_not_sure(desk)
    assert "“残疾人证新办”目前不符合" in desk.texts()
    assert "取消勾选" in desk.texts()


def test_each_question_is_seen_from_its_top(desk: Desk) -> None:
    desk.stack.resize(1282, 400)
    begin(desk)
    card = next(c for c in desk.page.findChildren(QuestionCard))
    scroll = next(s for s in desk.page.findChildren(QScrollArea) if s.isAncestorOf(card))
    while (question := desk.case.question) is not None:
        answer_not_sure(desk, question)
        assert scroll.verticalScrollBar().value() == 0


def test_only_what_can_apply_is_offered_and_the_rest_says_why(desk: Desk) -> None:
    begin(desk)
    assert desk.sees("matter:cert_renew")
    desk.click("certificate_state:0")
    assert not desk.sees("matter:cert_renew")
    desk.click("matters-fold")
    assert "没有残疾人证,不能换领。" in desk.texts()
    assert not desk.find("matter:cert_renew", QCheckBox).isEnabled()


def test_a_matter_that_is_still_open_is_shown_with_its_reason(desk: Desk) -> None:
    # GIVEN someone whose three matters were taken before
    intake.accept(desk.parts, sound_draft(desk.parts))
    # WHEN the same person comes again
    begin(desk)
    desk.until(lambda: bool(desk.case.open_matters))
    # THEN they stand there, not folded away, with the reason and without a tick
    for matter in ("cert_new", "living_subsidy", "care_subsidy"):
        tick = desk.find(f"matter:{matter}", QCheckBox)
        assert not tick.isEnabled()
        assert "同一事项已经受理" in tick.accessibleDescription()
    assert desk.texts().count("正在办理\n") == 3
    assert desk.find("matter:employment", QCheckBox).isEnabled()


def test_what_is_not_the_case_is_not_told(desk: Desk) -> None:
    desk.take_sound()
    desk.go(NOTICE)
    desk.until(lambda: "open_matters" in desk.case.facts)
    told = desk.texts()
    assert "家庭已纳入低保" in told
    for noise in ("同一事项", "特困人员", "工伤保险", "注销过残疾人证。"):
        assert noise not in told


def test_a_chosen_matter_says_which_way_it_is_taken(desk: Desk) -> None:
    desk.take_sound()
    desk.case.choose("employment", True)
    desk.case.answer("employed", False)
    desk.go(NOTICE)
    assert "办理方式:失业登记、求职意向" in desk.texts()
    desk.go(CONFIRM)
    assert typeset("残疾人就业帮扶(失业登记、求职意向)") in desk.texts()


def test_a_matter_that_excludes_another_says_so(desk: Desk) -> None:
    begin(desk)
    desk.click("certificate_state:1")
    desk.find("matter:cert_renew", QCheckBox).click()
    assert desk.case.draft.chosen == ("cert_renew",)
    assert not desk.find("matter:cert_cancel", QCheckBox).isEnabled()
    assert "已选“残疾人证换领”" in desk.texts()


def test_a_chosen_matter_that_stopped_applying_can_be_taken_out(desk: Desk) -> None:
    begin(desk)
    desk.find("matter:cert_new", QCheckBox).click()
    desk.case.answer("certificate_state", "1")
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
    assert (desk.case.draft.brought, desk.case.draft.seen) == (("household",), ())
    desk.find("seen:household", QCheckBox).click()
    assert desk.case.draft.brought == ()


def test_the_promise_names_the_day_and_the_telephone(desk: Desk) -> None:
    begin(desk)
    assert "12月10日(星期四)前办结" in desk.texts()
    assert desk.parts.window.hall.phone in desk.texts()
    assert "不收取任何费用" in desk.texts()


def test_the_applicant_counts_as_informed_once_the_paper_went_out(desk: Desk) -> None:
    begin(desk)
    (action,) = [a for a in desk.page.footer_actions() if a.key == "F8"]
    assert action.name == "print-notice"
    action.run()
    dialog = desk.dialog("print-notice")
    assert desk.case.draft.informed_at is None
    send = dialog.findChild(QPushButton, "paper-print")
    desk.until(send.isEnabled)
    assert send.hasFocus()
    desk.qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    clear = dialog.findChild(QPushButton, "paper-print:yes")
    desk.until(clear.isVisible)
    assert desk.case.draft.informed_at is None
    desk.qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
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


def test_who_insists_on_what_is_not_met_gets_a_written_answer(desk: Desk) -> None:
    # GIVEN a child, for whom employment help is 不符合
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("name", "张样例")
    desk.type("id_number", id_number("20200101"))
    desk.go(NOTICE)
    assert not desk.sees("written:employment")
    desk.click("matters-fold")
    # WHEN the applicant insists
    desk.click("written:employment")
    # THEN the refusal in writing is offered, and nothing can be accepted
    assert desk.case.draft.chosen == ("employment",)
    assert not desk.sees("written:employment")
    offered = [d.id for d in documents.offered(desk.parts, desk.case.draft)]
    assert "not_accepted" in offered
    assert any(p.blocks and "不符合" in p.message for p in desk.case.problems)
    # AND it is one press away
    desk.click("refusal:employment")
    dialog = desk.dialog("documents")
    assert isinstance(dialog, DocumentsDialog)
    desk.until(lambda: dialog.desk is not None)
    assert dialog.papers.currentItem().text() == "不予受理通知书"
    dialog.close()
    # AND the last step does not call it taken
    page = desk.go(ACCEPT)
    desk.until(lambda: any(chip.isVisible() for chip in page.findChildren(Chip)))
    assert [chip.text for chip in page.findChildren(Chip) if chip.isVisible()] == ["目前不符合"]
