"""Steps 5 and 6: check, print for signature, accept, receipt."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desk_app.domain.applications import HandedIn
from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.links import MATERIAL
from desk_app.ui.papers.panel import PrintPanel
from tests.ui_pages.conftest import ACCEPT, CAPTURE, CONFIRM, FILL, NOTICE, Desk


def accept_page(desk: Desk) -> AcceptPage:
    page = desk.go(ACCEPT)
    assert isinstance(page, AcceptPage)
    return page


def test_every_answer_stands_to_be_checked(desk: Desk) -> None:
    desk.take_sound()
    desk.go(CONFIRM)
    texts = desk.texts()
    for expected in (
        "张样例",
        "620403 19870312 0029",
        "138 0943 0000",
        "汉族",
        "肢体",
        "自行领取",
        "已收（原件核对后退还）",
    ):
        assert expected in texts


def test_each_change_link_leads_to_its_place(desk: Desk) -> None:
    desk.take_sound()
    for name, step in (("phone", FILL), ("matters", NOTICE), ("material:photo", CAPTURE)):
        desk.go(CONFIRM)
        desk.click(f"change:{name}")
        assert desk.stack.currentIndex() == step


def test_a_problem_stands_beside_its_answer(desk: Desk) -> None:
    desk.take_sound()
    desk.case.answer("phone", "138")
    desk.go(CONFIRM)
    assert "手机号应为11位,还差8位" in desk.texts()
    assert "还有 1 处要处理:" in desk.texts()


def test_the_form_is_printed_for_signature(desk: Desk) -> None:
    desk.take_sound()
    desk.go(CONFIRM)
    (action,) = desk.page.footer_actions()
    assert (action.name, action.key) == ("print-form", "F8")
    action.run()
    dialog = desk.dialog("print-form")
    send = dialog.findChild(QPushButton, "paper-print")
    desk.until(send.isEnabled)
    desk.qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.parts.printer.sent)  # type: ignore[attr-defined]
    panel = dialog.findChild(PrintPanel)
    desk.until(panel.verdict.isVisible)
    assert "已打完" in panel.said


def test_a_dead_printer_is_told_in_its_own_words(desk: Desk) -> None:
    desk.parts.printer.on = False  # type: ignore[attr-defined]
    desk.take_sound()
    accept_page(desk)
    desk.accept()
    panel = desk.page.findChild(PrintPanel)
    desk.until(lambda: "打印机没有开机" in panel.said)
    assert desk.case.application is not None


def test_accepting_numbers_and_prints_the_receipt(desk: Desk) -> None:
    desk.take_sound()
    page = accept_page(desk)
    assert "为 张样例 受理 3 项" in desk.texts()
    with desk.qtbot.waitSignal(desk.case.accepted):
        desk.accept()
    application = desk.case.application
    assert application is not None
    number = desk.find("receipt-number", QLabel)
    assert number.text() == application.number
    assert page.take_keyboard()
    assert number.hasFocus()
    desk.until(lambda: page.receipt.count)
    desk.until(lambda: [t for t, _ in desk.parts.printer.sent] == ["受理回执"])  # type: ignore[attr-defined]
    assert not desk.sees("accept")


def test_while_it_is_under_way_a_second_press_does_nothing(desk: Desk) -> None:
    desk.take_sound()
    page = accept_page(desk)
    desk.accept()
    assert page.under_way
    assert "正在受理…" in desk.texts()
    assert not desk.find("accept", QPushButton).isEnabled()
    page.accept()
    desk.until(lambda: desk.case.application is not None)
    desk.settle()
    assert len(desk.parts.store.applications.search()) == 1


def test_what_is_in_the_way_is_a_list_of_links_and_nothing_is_asked(desk: Desk) -> None:
    desk.take_sound(seen=())
    accept_page(desk)
    desk.settle()
    assert not desk.sees("accept")
    assert "还不能受理,有 4 处要处理:" in desk.texts()
    link = desk.find("problem:material:id_card", QPushButton)
    desk.qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert desk.stack.currentIndex() == CAPTURE
    assert desk.find("file:id_card").hasFocus()


def test_the_keyboard_is_where_the_next_act_is_also_when_that_changes(desk: Desk) -> None:
    # GIVEN an application that four things are in the way of
    desk.take_sound(seen=())
    page = accept_page(desk)
    desk.settle()
    page.take_keyboard()
    first, following, *others = [p.element for p in desk.case.problems if p.blocks]
    assert desk.find(f"problem:{first}").hasFocus()
    # WHEN the one with the keyboard is mended, THEN the next has it
    desk.case.mark_seen(first.removeprefix(MATERIAL), HandedIn.ORIGINAL)
    desk.until(lambda: desk.find(f"problem:{following}").hasFocus())
    # AND when all are, the question has it
    for element in (following, *others):
        desk.case.mark_seen(element.removeprefix(MATERIAL), HandedIn.ORIGINAL)
    desk.until(lambda: desk.sees("accept-question") and desk.find("accept-question").hasFocus())


def test_the_receipt_can_be_saved_where_there_is_no_printer(desk: Desk, tmp_path: Path) -> None:
    desk.take_sound()
    page = accept_page(desk)
    desk.accept()
    desk.until(lambda: page.receipt.count)
    panel = page.findChild(PrintPanel)
    desk.until(panel.verdict.isVisible)
    panel.save_to(tmp_path / "receipt.pdf")
    desk.until(lambda: panel.said == "已存为“receipt.pdf”")
    assert (tmp_path / "receipt.pdf").read_bytes() == page.receipt.pdf
    panel.save_to(tmp_path / "nowhere" / "receipt.pdf")
    desk.until(lambda: "没有存成" in panel.said)


def test_a_printer_that_is_plugged_in_late_is_found(desk: Desk) -> None:
    tray = desk.parts.printer
    names: list[str] = []
    tray.names = lambda: tuple(names)  # type: ignore[method-assign]
    desk.take_sound()
    accept_page(desk)
    desk.accept()
    panel = desk.page.findChild(PrintPanel)
    desk.until(lambda: "没有找到打印机" in panel.said)
    names.append("托盘")
    desk.until(desk.find("print-receipt", QPushButton).isEnabled)
    desk.click("print-receipt")
    desk.until(panel.verdict.isVisible)


def test_after_acceptance_nothing_can_be_changed(desk: Desk) -> None:
    desk.take_sound()
    accept_page(desk)
    with desk.qtbot.waitSignal(desk.case.accepted):
        desk.accept()
    desk.go(FILL)
    desk.type("phone", "1")
    assert desk.case.draft.answers["phone"] == "13809430000"


def test_nothing_changes_while_the_application_is_being_accepted(desk: Desk) -> None:
    case = desk.take_sound()
    case.accept()
    case.answer("phone", "13800000009")
    desk.until(lambda: case.application is not None)
    assert case.draft.answers["phone"] == "13809430000"
    assert case.application is not None
    assert case.application.answers["phone"] == "13809430000"
    assert desk.parts.store.drafts.all() == ()
