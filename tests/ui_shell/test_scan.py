"""A scanned code: its record is opened from wherever one is, or one sentence says why not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.devices.barcode.main import KeyboardScanner
from desk_app.domain import seals
from desk_app.domain.applications import Application
from desk_app.services import proceedings
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.printing import notices, papers
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.finder.dialog import FinderDialog
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.guard import PACE_MS
from desk_app.ui.signin.page import SignInPage
from tests.fakes import StillClock, make_parts
from tests.people import id_number
from tests.ui_shell.conftest import Desk
from tests.ui_shell.hands import press, scan


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


# ---- papers, drafts and records, on every page ------------------------------------------------------

KEY = "a key of this window"
ASKED = {"name": "张样例", "phone": "13800000000", "village": "中和村", "wish": "办证", "channel": "1"}


@pytest.fixture
def sealing(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """The window with a key for its papers."""
    clock = StillClock()
    parts = replace(make_parts(tmp_path, clock), sign=partial(seals.seal, KEY))
    made = RealDesk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


def from_every_room(desk: RealDesk, text: str, then: Callable[[], bool]) -> None:
    """Scan a code in every room, once on a button and once in its search line, where it has one."""
    window = desk.window
    for room in window.rooms:
        for line in (False, True):
            window.show_room(room.name)
            desk.settle()
            window.notice_area.clear()
            away_from_text(desk)
            search = [w for w in window.findChildren(QLineEdit, "search") if w.isVisible()]
            if line and not search:
                continue
            if line:
                search[0].setFocus()
            scan(window, text)
            desk.until(then)
            assert not (line and search[0].text()), "a code stayed in a line"


def test_a_sealed_paper_is_judged_and_opened_on_every_page(sealing: RealDesk) -> None:
    application = sealing.accepted()
    sealing.open()
    told = f"真实:受理回执 {application.number},申请人张样例;纸上写2026年12月10日前办结,账本现在是“待上传”"
    text = papers.sealed(sealing.parts, application, seals.RECEIPT)
    from_every_room(sealing, text, lambda: is_shown(sealing, application) and told in sealing.told())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace(":20261210:", ":20261130:"), "不符"),
        (lambda text: text.replace("-03-", "-30-"), "校验位不对"),
        (lambda text: text.rpartition(":")[0], "没有校验码"),
        (lambda text: text.replace(":R1:", ":Z9:"), "不是本系统纸件"),
    ],
)
def test_a_paper_that_was_changed_is_told_and_opens_nothing(
    sealing: RealDesk, change: Callable[[str], str], told: str
) -> None:
    application = sealing.accepted()
    window = sealing.open()
    text = change(papers.sealed(sealing.parts, application, seals.RECEIPT))
    from_every_room(sealing, text, lambda: told in sealing.told())
    window.show_room("todos")
    scan(window, text)
    sealing.until(lambda: told in sealing.told())
    assert window.todos.isVisible()


def test_a_paper_of_before_a_correction_names_who_it_is_now(sealing: RealDesk) -> None:
    application = sealing.accepted()
    text = papers.sealed(sealing.parts, application, seals.RECEIPT)
    amending.carry_out(sealing.parts, application.id, [Change("name", "张新", "听错")])
    window = sealing.open()
    scan(window, text)
    sealing.until(lambda: "是更正以前打的,申请人现在是张新" in sealing.told())


def test_the_paper_of_a_draft_leads_to_it_and_of_one_that_is_gone_says_so(real: RealDesk) -> None:
    draft = real.keep_draft()
    window = real.open()
    number = notices.number(real.parts, draft)
    window.show_room("todos")
    scan(window, number)
    real.until(lambda: window.case is not None and window.case.draft.id == draft.id)
    window.counter.put_aside()
    real.settle()
    real.parts.store.drafts.drop(draft.id)
    window.show_room("todos")
    scan(window, number)
    real.until(lambda: "受理前打的纸件" in real.told())


def test_the_number_of_a_record_opens_it_and_leaves_a_line_as_it_was(real: RealDesk) -> None:
    begun = proceedings.begin(real.parts, real.parts.window.who, "home_visit", "request", ASKED)
    window = real.open()
    window.counter.new_case()
    real.settle()
    line = next(w for w in window.findChildren(QLineEdit) if w.isVisible())
    line.setFocus()
    scan(window, begun.number)
    real.until(lambda: window.registers.isVisible() and begun.number in real.told())
    assert line.text() == ""


def test_nothing_is_opened_behind_the_lock_and_that_is_told(real: RealDesk) -> None:
    number = real.accepted().number
    window = real.open()
    page = SignInPage(real.parts, real.errands, window)
    scan(window, number)
    real.until(lambda: "先登录再扫" in real.told())
    page.lift()
    assert window.counter.isVisible()


def test_the_finder_looks_for_a_scan_and_gives_way_to_a_paper(sealing: RealDesk) -> None:
    application = sealing.accepted()
    window = sealing.open()
    for text in (application.number, papers.sealed(sealing.parts, application, seals.RECEIPT)):
        window.show_room("todos")
        sealing.click("find")
        finder = sealing.find_dialog("finder")
        finder.activateWindow()
        sealing.until(finder.isActiveWindow)
        scan(finder, text)
        sealing.until(lambda: is_shown(sealing, application))
    assert "真实:受理回执" in sealing.told()


def test_a_scanner_is_tried_in_the_settings_and_a_slow_one_is_told(real: RealDesk) -> None:
    real.parts = replace(real.parts, barcodes=KeyboardScanner(demo=True))
    window = real.open()
    window.show_room("settings")
    real.click("barcode-try")
    dialog = real.find_dialog("barcode")
    dialog.activateWindow()
    real.until(dialog.isActiveWindow)
    real.click("barcode:演示:改过的回执")
    real.until(lambda: "受理回执 620403-03-20261120" in real.told())
    for key in "1234567":  # slower than any scan, quicker than a hand
        press(dialog, key)
        real.qtbot.wait(PACE_MS + 15)
    press(dialog, Qt.Key.Key_Return)
    real.until(lambda: "发得太慢" in real.told())
    assert dialog.isVisible()
    dialog.close()
    assert window.settings.isVisible()


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
