"""A scanned code: its record is opened from wherever one is, or one sentence says why not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Application
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.finder.dialog import FinderDialog
from desk_app.ui.kit.fields.base import Field
from tests.fakes import StillClock, make_parts
from tests.people import id_number
from tests.ui_shell.conftest import Desk
from tests.ui_shell.hands import scan


class RealDesk(Desk):
    """The window with the real six pages."""

    def _make_pages(self, case: Case) -> list[StepPage]:
        return list(make_pages(case))

    def told(self) -> str:
        return "\n".join(self.shown())


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    made = RealDesk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


def away_from_text(desk: Desk) -> None:
    """Give the keyboard to a button."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QLineEdit):
        desk.find(QPushButton, "find").setFocus()


def is_shown(desk: Desk, application: Application) -> bool:
    card = desk.window.applications
    return card.isVisible() and any(application.number in text for text in desk.shown())


def test_a_receipt_is_opened_from_every_room(real: RealDesk) -> None:
    application = real.accepted()
    window = real.open()
    for room in window.rooms:
        window.show_room(room.name)
        real.settle()
        away_from_text(real)
        scan(window, application.number)
        real.until(lambda: is_shown(real, application))


def test_a_receipt_is_opened_from_every_step_and_nothing_is_lost(real: RealDesk) -> None:
    application = real.accepted()
    draft = real.keep_draft()
    window = real.open()
    for step in range(6):
        window.resume_draft(draft.id)
        real.until(lambda: window.case is not None)
        workspace = window.counter.workspace
        assert workspace is not None
        workspace.go_to(step)
        real.settle()
        before = workspace.case.draft
        window.activateWindow()  # the platform without a screen forgets it
        real.until(lambda: QApplication.focusWidget() is not None)
        scan(window, application.number)
        real.until(lambda: is_shown(real, application))
        assert window.case is workspace.case
        assert (window.case.draft.answers, window.case.draft.chosen, workspace.step) == (
            before.answers,
            before.chosen,
            step,
        )
        assert window.case.application is None
        window.show_room("counter")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_receipt_scanned_into_a_field_leaves_its_answer(real: RealDesk) -> None:
    application = real.accepted()
    draft = real.keep_draft()
    window = real.open()
    window.resume_draft(draft.id)
    real.until(lambda: window.case is not None)
    workspace = window.counter.workspace
    assert workspace is not None
    workspace.go_to(2)
    real.settle()
    fields = [f for f in workspace.page.findChildren(Field) if f.isVisible()]
    lines = [f for f in fields if isinstance(f.focus_target(), QLineEdit)]
    assert len(lines) > 5
    answers = dict(workspace.case.draft.answers)
    for field in lines[:8]:
        window.show_room("counter")
        window.activateWindow()
        real.until(window.isActiveWindow)
        line = field.focus_target()
        assert isinstance(line, QLineEdit)
        line.setFocus()
        before = line.text()
        scan(window, application.number)
        real.until(lambda: is_shown(real, application))
        assert line.text() == before
    assert dict(workspace.case.draft.answers) == answers


def test_what_nothing_has_is_told(real: RealDesk) -> None:
    window = real.open()
    window.show_room("todos")
    away_from_text(real)
    scan(window, "9988776655")
    real.until(lambda: "没有这个回执" in real.told())
    assert "“9988776655”" in real.told()


def test_what_several_have_is_shown_in_the_finder(real: RealDesk) -> None:
    real.keep_draft()
    number = real.accepted().answers["id_number"]
    assert isinstance(number, str)
    window = real.open()
    window.show_room("todos")
    away_from_text(real)
    scan(window, number)
    real.until(lambda: any(d.isVisible() for d in window.findChildren(FinderDialog)))
    (dialog,) = [d for d in window.findChildren(FinderDialog) if d.isVisible()]
    assert dialog.search.text() == number
    real.settle()


def test_an_identity_number_goes_into_step_1_of_an_empty_case(real: RealDesk) -> None:
    window = real.open()
    window.counter.new_case()
    real.settle()
    away_from_text(real)
    scan(window, id_number())
    real.until(lambda: window.case is not None and window.case.given("id_number") == id_number())
    assert window.counter.isVisible()


def test_while_a_dialog_is_open_a_scan_is_refused_in_it(real: RealDesk) -> None:
    application = real.accepted()
    window = real.open()
    real.qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    dialog.activateWindow()
    real.until(dialog.isActiveWindow)
    scan(dialog, application.number)
    real.until(lambda: any(w.isVisible() for w in dialog.findChildren(QWidget, "scan-told")))
    assert any("先关掉这个窗口再扫" in w.text() for w in dialog.findChildren(QLabel))
    assert dialog.isVisible()
    assert not window.findChildren(FinderDialog)
    assert window.counter.isVisible()
    dialog.close()
