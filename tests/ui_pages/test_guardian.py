"""Step 3: guardian, relative or organisation in the block 监护人或联系人, and what its note says."""

from PySide6.QtWidgets import QLabel

from desk_app.ui.counter.fill import FillPage
from tests.people import id_number
from tests.ui_pages.conftest import FILL, NOTICE, Desk

HELD = {
    "certificate_number": f"{id_number()}42",
    "certificate_state": "1",
    "categories": ("4",),
    "cancel_categories": ("4",),
}


def show_guardian(desk: Desk) -> None:
    page = desk.go(FILL)
    assert isinstance(page, FillPage)
    page.show_element("guardian_name")


def note(desk: Desk) -> str:
    return desk.find("note:guardian", QLabel).text()


def test_the_note_says_who_is_meant_when_the_holder_died(desk: Desk) -> None:
    desk.take_sound(chosen=("cert_cancel",))
    for element, value in HELD.items():
        desk.case.answer(element, value)
    show_guardian(desk)
    assert "其他申请人可填一位联系人" in note(desk)
    desk.case.answer("cancel_reason", "1")
    assert note(desk) == "持证人已去世,填来办的亲属,由亲属申请、签名"
    desk.case.answer("cancel_reason", "3")
    assert "其他申请人可填一位联系人" in note(desk)


def test_an_organisation_has_a_handler_and_no_relation(desk: Desk) -> None:
    desk.take_sound(chosen=("cert_new",))
    desk.case.answer("apply_categories", ("6",))
    show_guardian(desk)
    assert not desk.sees("guardian_handler")
    assert desk.case.problem("guardian_relation")
    desk.case.answer("guardian_kind", "2")
    assert desk.sees("guardian_handler")
    assert desk.case.problem("guardian_relation") is None
    desk.case.answer("guardian_kind", "1")
    assert not desk.sees("guardian_handler")


def test_the_reason_of_cancelling_is_asked_in_the_interview(desk: Desk) -> None:
    answers = {k: v for k, v in HELD.items() if k != "cancel_categories"}
    desk.take_sound(chosen=("cert_cancel",))
    for element, value in answers.items():
        desk.case.answer(element, value)
    desk.go(NOTICE)
    desk.until(lambda: "为什么注销" in desk.texts())
