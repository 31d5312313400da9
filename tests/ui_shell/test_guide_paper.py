"""办事指南 and the blank form by one key, from the start page and before anybody is known; nobody's paper."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton

from desk_app.ui.kit.layouts import VerticalScroll
from desk_app.ui.papers.guide import GuideSheetsDialog
from tests.printing.reading import opened, text_of
from tests.ui_shell.conftest import Desk

F7, F1 = Qt.Key.Key_F7, Qt.Key.Key_F1


def opened_by_key(desk: Desk) -> GuideSheetsDialog:
    """The choice, opened by its key on the start page, with everything drawn."""
    desk.open()
    desk.qtbot.keyClick(desk.window, F7)
    dialog = desk.find_dialog("print-guide")
    assert isinstance(dialog, GuideSheetsDialog)
    assert dialog.panel is not None
    desk.until(lambda: bool(dialog.view.pdf))
    return dialog


def tick(dialog: GuideSheetsDialog, name: str) -> QCheckBox:
    found = dialog.findChild(QCheckBox, f"print-guide:{name}")
    assert isinstance(found, QCheckBox)
    return found


def test_one_key_and_enter_print_all_guides_with_the_blank_form(desk: Desk) -> None:
    # GIVEN the choice with everything ticked
    dialog = opened_by_key(desk)
    boxes = dialog.findChildren(QCheckBox)
    assert len(boxes) == len(desk.parts.pack.matters) + 1
    assert all(box.isChecked() for box in boxes)
    # WHEN Enter presses what has the keyboard
    send = dialog.findChild(QPushButton, "paper-print")
    desk.until(lambda: send.isEnabled() and send.hasFocus())
    desk.qtbot.keyClick(send, Qt.Key.Key_Return)
    # THEN one job has all of it
    desk.until(lambda: bool(desk.parts.printer.sent))  # type: ignore[attr-defined]
    ((title, pdf),) = desk.parts.printer.sent  # type: ignore[attr-defined]
    assert title == "办事指南和空白申请表"
    assert opened(pdf).pageCount() == len(desk.parts.pack.matters) + 2


def test_only_what_is_ticked_is_drawn(desk: Desk) -> None:
    dialog = opened_by_key(desk)
    none = dialog.findChild(QPushButton, "print-guide:none")
    desk.qtbot.mouseClick(none, Qt.MouseButton.LeftButton)
    # nothing ticked: nothing can be printed, and it is said
    desk.until(lambda: any(w.isVisible() for w in dialog.findChildren(QLabel) if "没有勾选" in w.text()))
    assert dialog.panel is not None
    assert dialog.panel.pdf == b""
    tick(dialog, "cert_cancel").click()
    desk.until(lambda: dialog.panel is not None and bool(dialog.panel.pdf))
    assert opened(dialog.panel.pdf).pageCount() == 1
    assert "残疾人证注销" in text_of(dialog.panel.pdf)


def test_the_same_guide_is_printed_again_without_a_question_and_no_ledger_has_it(desk: Desk) -> None:
    dialog = opened_by_key(desk)
    printer = desk.parts.printer
    for times in (1, 2):
        send = dialog.findChild(QPushButton, "paper-print")
        desk.until(lambda send=send: send.isVisible() and send.isEnabled())
        desk.qtbot.mouseClick(send, Qt.MouseButton.LeftButton)
        desk.until(lambda times=times: len(printer.sent) == times)  # type: ignore[attr-defined]
        clear = dialog.findChild(QPushButton, "paper-print:yes")
        desk.until(clear.isVisible)
        desk.qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
        desk.until(lambda: dialog.panel is not None and "已打印完" in dialog.panel.said)
    assert dialog.panel is not None
    assert "台账" not in dialog.panel.said
    assert printer.sent[0][1] == printer.sent[1][1]  # type: ignore[attr-defined]
    assert desk.parts.store.drafts.all() == ()


def test_the_list_of_keys_has_it_before_a_case(desk: Desk) -> None:
    desk.open()
    desk.qtbot.keyClick(desk.window, F1)
    dialog = desk.find_dialog("keys")
    texts = [w.text() for w in dialog.findChildren(QLabel)]
    assert "办事指南和空白申请表" in texts


def test_in_a_low_window_the_ticks_scroll_and_the_paper_is_seen(desk: Desk) -> None:
    dialog = opened_by_key(desk)
    dialog.resize(640, 340)
    ticks = dialog.findChild(VerticalScroll)
    assert isinstance(ticks, VerticalScroll)
    desk.until(lambda: ticks.height() <= dialog.height() // 3)
    last = tick(dialog, "form")
    last.setFocus()
    desk.until(lambda: ticks.rect().contains(last.mapTo(ticks, last.rect().center())))
    # AND what is wrong is in sight
    none = dialog.findChild(QPushButton, "print-guide:none")
    none.click()
    desk.until(lambda: any("没有勾选" in w.text() and w.isVisible() for w in dialog.findChildren(QLabel)))
    said = next(w for w in dialog.findChildren(QLabel) if "没有勾选" in w.text())
    desk.until(lambda: ticks.rect().contains(said.mapTo(ticks, said.rect().center())))
