"""受理 is asked for once, by a key of its own; the next person comes when the receipt is settled."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Application
from desk_app.domain.letters import Delivered
from desk_app.domain.prints import JobState, Stage
from desk_app.errors import WorldError
from desk_app.services.counter.materials import year_of
from desk_app.services.parts import LineState
from desk_app.services.printing import printouts, prints
from desk_app.services.todos.todos import todos
from desk_app.ui.counter.accept import AcceptPage
from desk_app.ui.counter.arming import Arming
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.kit.widgets import Strip
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.todos.row import TodoRow
from tests.fakes import PaperTray, StillClock, make_parts
from tests.patient_bot import WaitedInVain
from tests.ui_shell import hands
from tests.ui_shell.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


class RealDesk(Desk):
    """The window with the six real pages and a draft that can be accepted, at step 6."""

    def _make_pages(self, case: Case) -> Sequence[StepPage]:  # type: ignore[override]
        return make_pages(case)

    def begin(self, step: int = 6) -> Case:
        """Open the draft at a step (1 … 6)."""
        draft = self.keep_draft()
        self.open()
        self.window.counter.resume(draft.id)
        self.until(lambda: self.window.case is not None)
        self.settle()
        self.click(f"step-{step}")
        case = self.window.case
        assert case is not None
        return case

    @property
    def page(self) -> AcceptPage:
        """Step 6."""
        page = self.window.counter.page("accept")
        assert isinstance(page, AcceptPage)
        return page

    @property
    def button(self) -> QPushButton:
        """受理."""
        return self.find(QPushButton, "accept")

    @property
    def panel(self) -> PrintPanel:
        """The printing of the receipt."""
        panel = self.page.findChild(PrintPanel)
        assert panel is not None
        return panel

    def arm(self) -> None:
        """Wait until a press counts."""
        self.until(self.button.isEnabled)

    def accept(self) -> Application:
        """Accept by F12, and wait for the print to end."""
        self.arm()
        hands.press(self.window, Qt.Key.Key_F12)
        case = self.window.case
        assert case is not None
        self.until(lambda: case.application is not None)
        self.settle()
        assert case.application is not None
        return case.application

    def asked(self) -> list[str]:
        """What 待办 asks for of receipts."""
        return [t.title for t in todos(self.parts).shown if t.paper]

    def noticed(self) -> list[str]:
        """The sentences above the rooms."""
        return [strip.text for strip in self.window.notice_area.findChildren(Strip) if strip.isVisible()]

    @property
    def tray(self) -> PaperTray:
        """The printer."""
        printer = self.parts.printer
        assert isinstance(printer, PaperTray)
        return printer


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    """A desk with real pages; its window is not open yet."""
    clock = StillClock()
    parts = make_parts(tmp_path / "book", clock)
    made = RealDesk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


# ---- the press ------------------------------------------------------------------------------------


def test_it_is_asked_in_words_and_the_place_of_the_next_step_is_empty(desk: RealDesk) -> None:
    desk.begin()
    words = desk.find(QLabel, "accept-words").text()
    assert words.startswith("给张样例受理 3 项,送到区里,打印受理回执。")
    assert "今天县区开始办理前可以撤回" in words
    assert not desk.sees("next")
    assert desk.find(QLabel, "next-empty").text() == "受理请按 F12"
    assert dict(desk.window.counter.keys())["F12"] == "受理"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_1])
def test_no_other_key_accepts(desk: RealDesk, key: Qt.Key) -> None:
    case = desk.begin()
    desk.arm()
    desk.button.setFocus()
    hands.press(desk.window, key)
    hands.press(desk.window, key, CTRL)
    desk.settle()
    assert not desk.page.under_way
    assert case.application is None


def test_a_press_before_it_is_armed_does_nothing(desk: RealDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Arming, "pause_ms", 60_000)
    case = desk.begin()
    assert desk.find(QFrame, "accept-armed").accessibleName() == "先松开"
    assert not desk.button.isEnabled()
    hands.press(desk.window, Qt.Key.Key_F12)
    hands.click(desk.button)
    desk.settle()
    assert not desk.page.under_way
    assert case.application is None


def test_a_key_that_is_down_keeps_it_from_being_armed(
    desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Arming, "pause_ms", 250)
    desk.begin()
    hands.hold(desk.window, Qt.Key.Key_PageDown, times=1)
    window = hands.handle(desk.window)
    QTest.keyPress(window, Qt.Key.Key_PageDown)
    with pytest.raises(WaitedInVain):
        desk.qtbot.waitUntil(desk.button.isEnabled, timeout=800)
    QTest.keyRelease(window, Qt.Key.Key_PageDown)
    desk.arm()
    assert desk.find(QFrame, "accept-armed").accessibleName() == "可以按了"


def test_the_key_of_the_next_step_pressed_on_and_on_does_not_accept(desk: RealDesk) -> None:
    case = desk.begin(3)
    for _ in range(6):
        hands.press(desk.window, Qt.Key.Key_Return, CTRL)
        desk.settle()
    assert desk.find(QPushButton, "step-6").isChecked()
    desk.arm()
    hands.press(desk.window, Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert not desk.page.under_way
    assert case.application is None


def test_a_double_click_accepts_once_and_calls_nobody(desk: RealDesk) -> None:
    case = desk.begin()
    desk.arm()
    hands.click(desk.button, times=3)
    desk.until(lambda: case.application is not None)
    desk.settle()
    assert len(desk.parts.store.applications.search()) == 1
    assert desk.window.case is case
    assert desk.sees("receipt-box")


def test_the_press_of_a_screen_reader_is_a_click_and_waits_as_one(
    desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.begin()
    desk.arm()
    access = QAccessible.queryAccessibleInterface(desk.button)
    assert access is not None
    actions = access.actionInterface()
    assert actions is not None
    actions.doAction("Press")
    desk.until(lambda: case.application is not None)


def test_while_it_is_accepted_clicks_and_keys_do_nothing(desk: RealDesk) -> None:
    case = desk.begin()
    desk.arm()
    gate = threading.Event()
    desk.errands.run(gate.wait)
    hands.press(desk.window, Qt.Key.Key_F12)
    assert "正在受理…" in desk.shown()
    for key, held in ((Qt.Key.Key_Escape, 0), (Qt.Key.Key_N, 1), (Qt.Key.Key_1, 1), (Qt.Key.Key_F12, 0)):
        hands.press(desk.window, key, CTRL if held else Qt.KeyboardModifier.NoModifier)
    for name in ("accept", "accept-back", "step-1", "set-aside", "discard", "previous"):
        hands.click(desk.find(QPushButton, name))
    assert desk.noticed() == ["正在受理,请稍候"]
    gate.set()
    desk.until(lambda: case.application is not None)
    desk.until(lambda: desk.noticed() == [])
    assert desk.window.case is case
    assert desk.find(QPushButton, "step-6").isChecked()
    assert len(desk.parts.store.applications.search()) == 1


def test_escape_leads_back_to_the_check(desk: RealDesk) -> None:
    desk.begin()
    hands.press(desk.window, Qt.Key.Key_Escape)
    assert desk.find(QPushButton, "step-5").isChecked()


# ---- a failure ------------------------------------------------------------------------------------


def test_a_failed_acceptance_says_why_and_is_repeated_without_a_second_number(
    desk: RealDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = desk.begin()
    desk.arm()
    real = type(desk.parts.store.intake).accept

    def full(*_: object) -> Application:
        raise WorldError("磁盘满了,请腾出空间")

    monkeypatch.setattr(type(desk.parts.store.intake), "accept", full)
    hands.press(desk.window, Qt.Key.Key_F12)
    desk.until(lambda: desk.sees("accept-fault"))
    assert any("没有受理成:磁盘满了,请腾出空间。没有用掉回执编号" in text for text in desk.shown())
    assert case.application is None
    case.answer("phone", "13809430001")
    assert case.draft.answers["phone"] == "13809430001", "the draft can be changed again"
    monkeypatch.setattr(type(desk.parts.store.intake), "accept", real)
    application = desk.accept()
    assert not desk.sees("accept-fault")
    assert application.number.split("-")[3].startswith("0001")
    assert year_of(application) == 2026


def test_the_failure_of_something_else_is_not_the_acceptances(desk: RealDesk) -> None:
    case = desk.begin()
    desk.arm()
    gate = threading.Event()
    desk.errands.run(gate.wait)
    hands.press(desk.window, Qt.Key.Key_F12)
    case.failed.emit(WorldError("一张图片打不开"))
    assert desk.page.under_way
    assert not desk.sees("accept-fault")
    gate.set()
    desk.until(lambda: case.application is not None)


# ---- the receipt and the next person ----------------------------------------------------------------


def test_the_queues_word_frees_the_next_person_and_is_noted(desk: RealDesk) -> None:
    application = desk.begin() and desk.accept()
    desk.until(lambda: desk.panel.reported)
    assert desk.asked() == ["打印回执 张样例 …0029"], "nobody has said yet that it is here"
    assert desk.find(QPushButton, "next-person").isEnabled()
    hands.press(desk.window, Qt.Key.Key_N, CTRL)
    desk.settle()
    assert desk.window.case is not None
    assert desk.window.case.application is None
    assert prints.copies(desk.parts, application.subject, printouts.RECEIPT) == 1
    assert desk.asked() == []


@pytest.mark.parametrize("way", ["printed", "saved", "later"])
def test_where_the_queue_does_not_know_the_clerk_says(desk: RealDesk, way: str, tmp_path: Path) -> None:
    desk.tray.stage = JobState(Stage.UNKNOWN, 0, "打印队列没有回话,请看打印机")
    case = desk.begin()
    desk.accept()
    desk.until(lambda: "回执打出来了吗?" in desk.shown())
    assert not desk.find(QPushButton, "next-person").isEnabled()
    hands.press(desk.window, Qt.Key.Key_N, CTRL)
    desk.settle()
    assert desk.window.case is case, "told why, not done"
    assert any("请先回答" in text for text in desk.shown())
    match way:
        case "printed":
            hands.press(desk.window, Qt.Key.Key_1)
        case "saved":
            desk.panel.save_to(tmp_path / "receipt.pdf")
        case _:
            hands.press(desk.window, Qt.Key.Key_4)
    desk.until(desk.find(QPushButton, "next-person").isEnabled)
    desk.settle()
    assert desk.asked() == (["打印回执 张样例 …0029"] if way == "later" else [])
    desk.click("next-person")
    assert desk.window.case is not case


def test_without_a_printer_the_to_do_prints_later(desk: RealDesk) -> None:
    desk.tray.on = False
    desk.begin()
    application = desk.accept()
    desk.until(lambda: "打印机没有开机" in desk.panel.said)
    assert "回执还没有打" in desk.shown()
    hands.press(desk.window, Qt.Key.Key_N, CTRL)
    assert any("再叫下一位" in sentence for sentence in desk.noticed())
    hands.press(desk.window, Qt.Key.Key_4)
    desk.until(desk.find(QPushButton, "next-person").isEnabled)
    desk.until(lambda: not any("再叫下一位" in sentence for sentence in desk.noticed()))
    hands.press(desk.window, Qt.Key.Key_N, CTRL)
    desk.settle()
    desk.tray.on = True
    desk.window.show_room("todos")
    desk.settle()
    row = next(r for r in desk.window.todos.findChildren(TodoRow) if r.todo.paper)
    desk.qtbot.mouseClick(row.deed, Qt.MouseButton.LeftButton)
    desk.settle()
    dialog = desk.find_dialog("paper")
    panel = dialog.findChild(PrintPanel)
    desk.until(desk.find(QPushButton, "paper-print").isEnabled)
    desk.click("paper-print")
    desk.until(panel.verdict.isVisible)
    desk.click("paper-print:yes")
    desk.until(lambda: desk.asked() == [])
    assert prints.copies(desk.parts, application.subject, printouts.RECEIPT) == 1


def test_a_window_that_dies_before_the_print_leaves_the_to_do(desk: RealDesk, tmp_path: Path) -> None:
    desk.tray.on = False
    desk.begin()
    desk.accept()
    # The book is all that is left of a window that was killed.
    again = make_parts(tmp_path / "book")
    assert [t.title for t in todos(again).shown if t.paper] == ["打印回执 张样例 …0029"]
    again.store.close()


def test_the_state_of_delivery_follows_the_line(desk: RealDesk) -> None:
    desk.begin()
    desk.line.state_changed.emit(LineState(False, 1, "区县连不上"))
    application = desk.accept()

    def said() -> str:
        return desk.find(QFrame, "accepted-delivery").accessibleName()

    assert said() == "离线,1 件待送"
    desk.line.state_changed.emit(LineState(True, 1, ""))
    assert said() == "正在送区里"
    (letter,) = desk.parts.store.outbox.letters(application.subject)
    desk.clock.move(60)
    now = desk.clock.now()
    desk.parts.store.outbox.delivered(letter.id, Delivered("PC-1", now.isoformat()), now)
    desk.line.changed.emit(application.subject)
    desk.until(lambda: said() == "区里已收到 09:16")


def test_links_to_mend_are_shown_where_they_lead_somewhere(desk: RealDesk) -> None:
    case = desk.begin()
    desk.window.counter.workspace.offer_mending(correct=False, withdraw=False)  # type: ignore[union-attr]
    desk.accept()
    assert not desk.sees("correct-accepted")
    wanted: list[object] = []
    desk.window.counter.workspace.withdraw_wanted.connect(wanted.append)  # type: ignore[union-attr]
    desk.window.counter.workspace.offer_mending(correct=True, withdraw=True)  # type: ignore[union-attr]
    assert desk.find(QLabel, "withdraw-limit").text() == "今天县区开始办理前可以撤回。"
    desk.find(QPushButton, "withdraw-accepted").click()
    assert wanted == [case.application]
    for box in QApplication.topLevelWidgets():
        if box is not desk.window:
            box.close()


@pytest.mark.parametrize("way", ["another draft", "the window is closed"])
def test_the_queues_word_counts_however_the_case_is_left(desk: RealDesk, way: str) -> None:
    application = desk.begin() and desk.accept()
    desk.until(lambda: desk.panel.reported)
    if way == "another draft":
        other = desk.keep_draft()
        desk.window.resume_draft(other.id)
        desk.until(lambda: desk.window.case is not None and desk.window.case.draft.id == other.id)
    else:
        desk.window.close()
    desk.settle()
    assert desk.asked() == []
    assert prints.copies(desk.parts, application.subject, printouts.RECEIPT) == 1
