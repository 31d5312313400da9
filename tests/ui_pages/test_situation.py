"""Step 1: who is at the counter, and what this window already has of them."""

from PySide6.QtWidgets import QLineEdit

from desk_app.services.counter import intake
from tests.people import id_number, sound_draft
from tests.ui_pages.conftest import SITUATION, Desk


def test_age_sex_and_birth_follow_from_the_number(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    assert desk.page.open_count() == 2
    desk.type("id_number", id_number())
    assert "39 周岁" in desk.texts()
    assert "1987年3月12日" in desk.texts()
    assert desk.page.open_count() == 1


def test_the_cursor_waits_in_the_first_empty_line(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    assert desk.find("name", QLineEdit).hasFocus()
    desk.type("name", "张样例")
    desk.go(SITUATION)
    assert desk.find("id_number", QLineEdit).hasFocus()


def test_earlier_applications_are_shown_at_once(desk: Desk) -> None:
    accepted = intake.accept(desk.parts, sound_draft(desk.parts))
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("id_number", id_number())
    desk.until(lambda: accepted.number in desk.texts())


def test_another_number_wipes_what_was_shown_of_the_first(desk: Desk) -> None:
    accepted = intake.accept(desk.parts, sound_draft(desk.parts))
    desk.take_sound()
    desk.go(SITUATION)
    desk.until(lambda: accepted.number in desk.texts())
    desk.type("id_number", id_number("19600101"))
    desk.until(lambda: accepted.number not in desk.texts() and "没有办理记录" in desk.texts())


def test_a_certificate_answers_the_first_question(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("id_number", id_number())
    desk.type("certificate_number", f"{id_number()}42")
    assert desk.case.facts["holds_certificate"] is True
    assert desk.case.facts["grade"] == "2"


def test_a_wrong_certificate_is_told_and_answers_nothing(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    line = desk.type("certificate_number", "12345")
    desk.leave(line)
    assert line.property("state") == "wrong"
    assert "holds_certificate" not in desk.case.draft.answers


def test_what_the_age_rules_out_is_told_without_a_question(desk: Desk) -> None:
    desk.take_empty()
    desk.go(SITUATION)
    desk.type("id_number", id_number("20200101"))
    desk.until(lambda: "残疾人就业帮扶" in desk.texts())
