"""Step 1: what is known of a person comes first, and nothing of somebody else is taken over."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget

from desk_app.domain.applications import Draft
from desk_app.domain.people import Person
from desk_app.services.counter import inform, intake, known
from desk_app.ui.counter.undo import Undo, UndoStrip
from forms.particulars import ID_NUMBER, NAME
from tests.people import id_number, nth_number, sound_draft
from tests.ui_pages.conftest import ACCEPT, CONFIRM, FILL, SITUATION, Desk
from tests.ui_shell.hands import press


def unfinished(desk: Desk, **answers: object) -> Draft:
    """Another draft in the book, at step 3."""
    told = {NAME: "张样例", ID_NUMBER: id_number(), **answers}
    draft = replace(inform.new_draft(desk.parts), answers=told, step=2)
    desk.parts.store.drafts.keep(draft)
    return draft


def begin(desk: Desk, number: str = "", name: str = "张样例") -> None:
    desk.take_empty()
    desk.go(SITUATION)
    desk.type(NAME, name)
    if number:
        desk.leave(desk.type(ID_NUMBER, number))


def offered(desk: Desk) -> list[str]:
    shown = desk.page.findChild(QListWidget, "people-offer")
    assert shown is not None
    return [shown.item(i).text() for i in range(shown.count())] if shown.isVisible() else []


# ---- unfinished ----------------------------------------------------------------------------------


def test_an_unfinished_draft_of_this_number_stands_first(desk: Desk) -> None:
    draft = unfinished(desk, phone="13800000001")
    begin(desk, id_number())
    desk.until(lambda: desk.sees(f"go-on:{draft.id}"))
    assert "没有办完:张某某(…0029) 今天09:15填到第3步,已填3项" in desk.texts()


def test_it_is_found_by_the_name_alone_while_there_is_no_number(desk: Desk) -> None:
    draft = unfinished(desk)
    begin(desk)
    desk.until(lambda: desk.sees(f"go-on:{draft.id}"))
    desk.type(ID_NUMBER, nth_number(7))
    desk.until(lambda: not desk.sees(f"go-on:{draft.id}"))


def test_an_empty_new_draft_gives_way_at_once(desk: Desk) -> None:
    draft = unfinished(desk)
    begin(desk, id_number())
    told: list[tuple[str, bool]] = []
    desk.page.draft_wanted.connect(lambda wanted, keep: told.append((wanted, keep)))
    desk.until(lambda: desk.sees(f"go-on:{draft.id}"))
    desk.click(f"go-on:{draft.id}")
    assert told == [(draft.id, False)]


@pytest.mark.parametrize(("answer", "keep"), [("keep", True), ("drop", False)])
def test_a_new_draft_that_says_more_is_asked_about(desk: Desk, answer: str, keep: bool) -> None:
    draft = unfinished(desk)
    begin(desk, id_number())
    desk.case.answer("phone", "13900000002")
    told: list[tuple[str, bool]] = []
    desk.page.draft_wanted.connect(lambda wanted, kept: told.append((wanted, kept)))
    desk.until(lambda: desk.sees(f"go-on:{draft.id}"))
    desk.click(f"go-on:{draft.id}")
    assert told == []
    desk.click(f"go-on-{answer}:{draft.id}")
    assert told == [(draft.id, keep)]


# ---- doubts --------------------------------------------------------------------------------------


def test_another_name_under_this_number_is_told_until_it_is_gone(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(0), "李小样")
    desk.until(lambda: "这个证号以前录的姓名是“张样例”" in desk.texts())
    desk.go(SITUATION)
    desk.type(NAME, "张样例")
    desk.until(lambda: "以前录的姓名" not in desk.texts())


@pytest.mark.parametrize(("step", "told"), [(CONFIRM, "签字前还有 1 处请核对:"), (ACCEPT, "请先核对:")])
def test_the_doubt_stands_on_the_last_steps_until_it_is_gone(desk: Desk, step: int, told: str) -> None:
    unfinished(desk, name="李小样", id_number=nth_number(7))
    desk.take(sound_draft(desk.parts, person=7))
    desk.settle()
    desk.go(step)
    assert told in desk.texts()
    (doubt,) = [p.message for p in desk.case.problems if p.element == NAME]
    assert "李小样" in doubt
    assert "登记" not in doubt, "what is unfinished was registered nowhere"
    desk.case.answer(NAME, "李小样")
    desk.settle()
    desk.go(step)
    assert told not in desk.texts()


def test_another_number_of_the_same_name_and_birth_is_told_masked(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(4))
    desk.until(lambda: "同名、同一天出生的人还登记过证号" in desk.texts())
    assert nth_number(0) not in desk.texts()
    assert nth_number(0)[-4:] in desk.texts()


def test_several_of_the_same_name_and_birth_are_told_in_one_sentence(desk: Desk) -> None:
    for person in range(1, 6):
        intake.accept(desk.parts, sound_draft(desk.parts, person=person))
    begin(desk, nth_number(0))
    desk.until(lambda: "等5个,请核对是不是同一个人" in desk.texts())
    (told,) = [p.message for p in desk.case.problems if "同名" in p.message]
    assert "*" not in told


def test_somebody_of_the_same_name_born_on_another_day_is_nobodys_double(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, id_number("19600101"))
    desk.settle()
    assert not [p for p in desk.case.problems if "同名" in p.message]


def test_a_wrong_number_keeps_the_application_from_being_accepted(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer(ID_NUMBER, nth_number(0)[:-1] + "0")
    desk.go(CONFIRM)
    assert any(p.element == ID_NUMBER and p.blocks for p in desk.case.problems)
    assert "处要处理" in desk.texts()
    desk.go(ACCEPT)
    assert "还不能受理" in desk.texts()


# ---- people offered while a name is typed -----------------------------------------------------------


def met(desk: Desk, name: str = "张样例", number: str = "", phone: str = "13809430000") -> None:
    desk.parts.store.people.keep(Person(number or "p1", name, number or id_number(), phone))


@pytest.mark.parametrize("typed", ["张样", "zhangy", "zyl", "13809430000"])
def test_a_returning_person_is_offered_by_name_pinyin_initials_and_phone(desk: Desk, typed: str) -> None:
    met(desk)
    begin(desk, name=typed)
    desk.until(lambda: offered(desk))
    assert offered(desk) == ["张样例  …0029"]


def test_down_and_enter_take_name_and_number(desk: Desk) -> None:
    met(desk)
    begin(desk, name="zyl")
    desk.until(lambda: offered(desk))
    line = desk.find(NAME, QLineEdit)
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.until(lambda: desk.case.draft.answers.get(ID_NUMBER) == id_number())
    assert desk.case.draft.answers[NAME] == "张样例"
    assert line.text() == "张样例"
    assert desk.find("certificate_number", QLineEdit).hasFocus()


def test_without_a_choice_enter_is_the_fields_own(desk: Desk) -> None:
    met(desk)
    begin(desk, name="zyl")
    desk.until(lambda: offered(desk))
    desk.qtbot.keyClick(desk.find(NAME, QLineEdit), Qt.Key.Key_Return)
    assert desk.find(ID_NUMBER, QLineEdit).hasFocus()
    assert not offered(desk)
    assert ID_NUMBER not in desk.case.draft.answers


def test_escape_closes_the_offer_and_a_single_character_opens_none(desk: Desk) -> None:
    met(desk)
    begin(desk, name="zyl")
    desk.until(lambda: offered(desk))
    desk.qtbot.keyClick(desk.find(NAME, QLineEdit), Qt.Key.Key_Escape)
    assert not offered(desk)
    assert known.offered(desk.parts, "张").people == ()


# ---- taken over ------------------------------------------------------------------------------------


def test_what_was_told_before_is_offered_and_marked_until_it_is_confirmed(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(0))
    desk.until(lambda: desk.sees("take-over"))
    assert "phone" not in desk.case.draft.answers
    desk.click("take-over")
    assert desk.case.draft.answers["phone"] == "13809430000"
    assert "bank_card" not in desk.case.draft.answers
    desk.case.choose("care_subsidy", wanted=True)
    assert desk.case.problem("phone") is not None
    desk.go(FILL)
    assert desk.texts().count("上次登记的,请问申请人有没有变") == len(desk.case.draft.carried)
    desk.go(CONFIRM)
    desk.go(FILL)
    assert desk.case.problem("phone") is not None
    line = desk.find("phone", QLineEdit)
    line.setFocus()
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    assert desk.case.problem("phone") is None
    assert "phone" not in desk.kept.carried


def test_what_was_taken_over_is_taken_back_by_one_key_but_for_what_was_confirmed(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(0))
    strip = UndoStrip(Undo(desk.case), desk.stack, desk.stack)
    desk.until(lambda: desk.sees("take-over"))
    before = desk.case.draft.answers
    desk.click("take-over")
    confirmed = desk.case.draft.carried[0]
    assert f"已照上次的填上 {len(desk.case.draft.carried)} 项" in strip.text
    desk.case.change(lambda d: known.confirmed(d, confirmed), confirmed)
    press(desk.stack, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert set(desk.case.draft.answers) - set(before) == {confirmed}
    assert desk.case.draft.carried == ()
    desk.until(lambda: desk.sees("take-over"))
    desk.click("take-over")
    assert desk.case.draft.answers["phone"] == "13809430000"


def test_nothing_is_offered_of_a_person_of_another_name(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(0), "李小样")
    desk.until(lambda: "已受理" in desk.texts())
    assert not desk.sees("take-over")


def test_what_was_taken_over_goes_with_the_number(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(0))
    desk.until(lambda: desk.sees("take-over"))
    desk.click("take-over")
    desk.case.answer("phone", "13900000002")
    desk.type(ID_NUMBER, nth_number(9))
    assert "present_address" not in desk.case.draft.answers
    assert desk.case.draft.answers["phone"] == "13900000002"
    assert desk.case.draft.carried == ()


def test_what_is_answered_already_is_not_replaced(desk: Desk) -> None:
    intake.accept(desk.parts, sound_draft(desk.parts))
    begin(desk, nth_number(0))
    desk.case.answer("phone", "13900000002")
    desk.until(lambda: desk.sees("take-over"))
    desk.click("take-over")
    assert desk.case.draft.answers["phone"] == "13900000002"
    assert "phone" not in desk.case.draft.carried
    assert QApplication.focusWidget() is not None
