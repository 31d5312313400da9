"""Nothing of one person is left for the next; an accepted case is read only; 继续 goes on where one was."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.ui.papers.printer_choice import PrinterChoice
from tests.fakes import StillClock, make_parts
from tests.patient_bot import WaitedInVain
from tests.people import sound_draft
from tests.ui_shell import hands
from tests.ui_shell.test_accept_meant import RealDesk


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """A desk with real pages; its window is not open yet."""
    parts = make_parts(tmp_path / "book", StillClock())
    made = RealDesk(qtbot, parts, parts.clock)  # type: ignore[arg-type]
    yield made
    made.errands.close()
    parts.store.close()


# ---- read only ------------------------------------------------------------------------------------


def editable(page: QWidget) -> list[str]:
    """What on a page in view still takes input; the choice of a printer is no answer."""
    inputs = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
    found = []
    for widget in page.findChildren(QWidget):
        answer = isinstance(widget, inputs) or (isinstance(widget, QAbstractButton) and widget.isCheckable())
        changing = widget.objectName().startswith(("change:", "remove:", "file:", "camera:", "later:"))
        printing = any(choice.isAncestorOf(widget) for choice in page.findChildren(PrinterChoice))
        if (answer or changing) and widget.isVisible() and widget.isEnabled() and not printing:
            found.append(f"{widget.objectName()} {type(widget).__name__}")
    return found


def test_after_acceptance_every_page_is_read_only(desk: RealDesk) -> None:
    case = desk.begin()
    desk.click("step-3")
    assert editable(desk.window.counter.page("fill")), "before, the form takes answers"
    desk.click("step-6")
    desk.accept()
    before = case.draft
    for step in range(1, 7):
        desk.click(f"step-{step}")
        desk.settle()
        page = desk.window.counter.workspace.page  # type: ignore[union-attr]
        assert editable(page) == [], f"step {step}"
        assert desk.sees("read-only") is (step < 6)
        for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_A):
            hands.press(desk.window, key)
        for button in page.findChildren(QAbstractButton):
            if button.isCheckable():
                button.click()
        desk.settle()
    assert case.draft == before
    assert "正在保存…" not in desk.shown()


def test_after_acceptance_every_step_is_done(desk: RealDesk) -> None:
    desk.begin()
    desk.accept()
    desk.click("step-3")
    names = [desk.find(QPushButton, f"step-{n}").accessibleName() for n in (1, 2, 4, 5, 6)]
    assert all(name.endswith("已完成") for name in names), names


def test_a_step_is_done_when_its_work_is_and_not_when_it_was_seen(desk: RealDesk) -> None:
    draft = replace(sound_draft(desk.parts), seen=(), step=4)
    desk.parts.store.drafts.keep(draft)
    desk.open()
    desk.window.counter.resume(draft.id)
    desk.until(lambda: desk.window.case is not None)
    desk.settle()
    desk.click("step-6")
    # The other steps are looked at behind the one that is shown.
    desk.until(lambda: desk.find(QPushButton, "step-3").accessibleName().endswith("已完成"))
    done = [desk.find(QPushButton, f"step-{n}").accessibleName().endswith("已完成") for n in range(1, 7)]
    assert done == [True, False, True, False, False, False], "questions open, materials missing, not signed"


# ---- nothing left ---------------------------------------------------------------------------------


def told(window: QWidget) -> str:
    """Every word in every label and input of the window, hidden ones too, and the window's title."""
    words = [window.windowTitle()]
    for widget in window.findChildren(QWidget):
        words += [widget.accessibleName(), widget.toolTip(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            words.append(widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            words.append(widget.toPlainText())
    return "\n".join(words)


def test_the_next_person_finds_nothing_of_the_last_in_any_room(desk: RealDesk) -> None:
    desk.begin()
    application = desk.accept()
    for room in ("todos", "applications", "statistics", "settings"):
        desk.window.show_room(room)
        desk.settle()
    desk.window.open_application(application.id)
    desk.settle()
    desk.until(lambda: desk.window.applications.detail.application is not None)
    assert "138" in told(desk.window), "the card shows the person as long as they are here"
    desk.window.show_room("counter")
    QApplication.clipboard().setText(application.number)
    desk.until(lambda: desk.panel.reported)
    hands.press(desk.window, Qt.Key.Key_1)
    desk.until(lambda: desk.asked() == [])
    desk.click("next-person")
    desk.settle()
    desk.until(lambda: not desk.window.counter._retired)
    number = str(application.answers["id_number"])
    words = ("张样例", number, number[-4:], "13809430000", "138 0943", application.number)

    def left() -> list[str]:
        return [line for line in told(desk.window).split("\n") if any(word in line for word in words)]

    with suppress(WaitedInVain):
        desk.until(lambda: left() == [])
    assert left() == []
    assert QApplication.clipboard().text() == ""


# ---- going on -------------------------------------------------------------------------------------


def test_going_on_brings_back_step_place_and_cursor_without_a_selection(desk: RealDesk) -> None:
    case = desk.begin(3)
    line = desk.find(QLineEdit, "phone")
    line.setFocus()
    line.end(False)
    desk.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    desk.until(lambda: case.draft.answers["phone"] == "1380943000")
    desk.find(QLineEdit, "registered_address").setFocus()
    desk.click("set-aside")
    desk.until(lambda: desk.sees(f"resume-{case.draft.id}"))
    desk.click(f"resume-{case.draft.id}")
    desk.until(lambda: desk.window.case is not None)
    assert desk.find(QPushButton, "step-3").isChecked()
    again = desk.find(QLineEdit, "registered_address")
    desk.until(again.hasFocus)
    assert not again.hasSelectedText()
    assert again.cursorPosition() == len(again.text())
    assert "正在保存" not in desk.find(QLabel, "saved").text()


def test_after_a_kill_the_place_of_the_last_answer_is_there(desk: RealDesk) -> None:
    case = desk.begin(3)
    line = desk.find(QLineEdit, "phone")
    line.setFocus()
    line.end(False)
    desk.qtbot.keyClick(line, Qt.Key.Key_Backspace)
    desk.settle()
    kept = desk.parts.store.drafts.one(case.draft.id)
    assert kept is not None
    assert (kept.step, kept.place) == (2, "phone")
