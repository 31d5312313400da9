"""A queue at the counter: what is left and taken up again, and hands that are quicker than the window."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from tests.fakes import StillClock, make_parts
from tests.printing.reading import text_of
from tests.ui_shell import hands
from tests.ui_shell.test_accept_meant import RealDesk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """A desk with real pages; its window is not open yet."""
    clock = StillClock()
    parts = make_parts(tmp_path / "book", clock)
    made = RealDesk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


@pytest.mark.parametrize("element", ["name", "id_number", "certificate_number"])
def test_to_go_on_is_to_be_where_one_was_on_step_1_too(desk: RealDesk, element: str) -> None:
    case = desk.begin(1)
    desk.find(QLineEdit, element).setFocus()
    desk.click("set-aside")
    desk.settle()
    desk.click(f"resume-{case.draft.id}")
    desk.until(lambda: desk.window.case is not None)
    desk.settle()
    line = desk.find(QLineEdit, element)
    assert line.hasFocus()
    assert not line.hasSelectedText()
    assert line.cursorPosition() == len(line.text())


def test_after_an_amendment_the_receipt_that_is_shown_and_printed_is_the_new_one(desk: RealDesk) -> None:
    desk.tray.on = False
    application = desk.begin() and desk.accept()
    desk.until(lambda: "打印机没有开机" in desk.panel.said)
    amending.carry_out(desk.parts, application.id, (Change("name", "张样丽", "看错"),))
    desk.window.counter.refresh(application.subject)
    desk.until(lambda: "张样丽" in text_of(desk.panel.pdf))
    assert desk.page.receipt.pdf == desk.panel.pdf
    desk.tray.on = True
    desk.click("print-receipt")
    desk.until(lambda: bool(desk.tray.sent))
    (_title, printed) = desk.tray.sent[0]
    assert "张样丽" in text_of(printed)
    assert "更正于" in text_of(printed)


def test_no_other_draft_opens_while_one_is_accepted_or_its_receipt_waits(desk: RealDesk) -> None:
    desk.tray.on = False
    case = desk.begin()
    other = desk.keep_draft()
    desk.arm()
    gate = threading.Event()
    desk.errands.run(gate.wait)
    hands.press(desk.window, Qt.Key.Key_F12)
    desk.window.resume_draft(other.id)
    gate.set()
    desk.until(lambda: case.application is not None)
    desk.settle()
    assert desk.window.case is case
    assert desk.sees("receipt-box")
    desk.window.show_room("todos")
    desk.window.resume_draft(other.id)
    desk.settle()
    assert desk.window.case is case
    assert any("回执还没有打" in text for text in desk.shown())
    desk.click("receipt-later")
    desk.window.resume_draft(other.id)
    desk.until(lambda: desk.window.case is not None and desk.window.case.draft.id == other.id)
    desk.settle()
    assert len(desk.asked()) == 1


def test_a_draft_that_is_gone_hides_no_open_case(desk: RealDesk) -> None:
    case = desk.begin(3)
    desk.window.resume_draft("gone")
    desk.settle()
    assert desk.window.case is case
    assert desk.sees("step-3")
