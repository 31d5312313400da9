"""What the guard does to keys and clicks, on plain widgets and with real events of a window."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.guard import PACE_MS, QUICK, TAKES_SCANS
from tests.ui_shell.hands import Scans, click, handle, hold, press, quickly, scan

RECEIPT = "620403-03-20261122-013325"


class Board(QWidget):
    """A page that notes what comes of keys and clicks."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.button, self.other = QPushButton("受理"), QPushButton("下一位")
        self.box = QCheckBox("新办")
        self.line, self.second = QLineEdit(), Edit()
        self.long, self.rows = QPlainTextEdit(), QListWidget()
        self.rows.addItems([f"{n}号" for n in range(9)])
        layout = QVBoxLayout(self)
        for each in (self.button, self.other, self.box, self.line, self.second, self.long, self.rows):
            layout.addWidget(each)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(lambda: self.done.append("button"))
        self.other.clicked.connect(lambda: self.done.append("other"))
        self.box.clicked.connect(lambda: self.done.append("box"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.done.append(f"key {event.text() or event.key()}")


@pytest.fixture
def board(qtbot: QtBot) -> Board:
    made = Board()
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def scans(qapp: QApplication) -> Scans:
    return Scans.of(qapp)


# ---- held keys -----------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_held_enter_presses_a_button_once(board: Board, key: Qt.Key) -> None:
    board.button.setFocus()
    hold(board, key)
    assert board.done == ["button"]


def test_a_held_space_presses_once_when_it_is_let_go(board: Board) -> None:
    board.button.setFocus()
    hold(board, Qt.Key.Key_Space, " ")
    assert board.done == ["button"]


@pytest.mark.parametrize(("key", "text"), [(Qt.Key.Key_2, "2"), (Qt.Key.Key_M, "m")])
def test_a_held_digit_or_letter_is_one_key(board: Board, qtbot: QtBot, key: Qt.Key, text: str) -> None:
    board.button.setFocus()
    hold(board, key, text, times=40)
    qtbot.waitUntil(lambda: bool(board.done))
    qtbot.wait(2 * PACE_MS)
    assert board.done == [f"key {text}"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_Delete])
def test_other_keys_that_act_do_not_repeat(board: Board, key: Qt.Key) -> None:
    board.button.setFocus()
    hold(board, key)
    assert board.done == [f"key {int(key)}"]


def test_enter_does_not_repeat_in_a_text_field_while_letters_and_arrows_do(board: Board) -> None:
    entered: list[bool] = []
    board.line.returnPressed.connect(lambda: entered.append(True))
    board.line.setFocus()
    hold(board, Qt.Key.Key_A, "a", times=4)
    hold(board, Qt.Key.Key_Backspace, times=1)
    hold(board, Qt.Key.Key_Return)
    assert board.line.text() == "aaa"
    assert entered == [True]


def test_arrows_repeat_in_a_list(board: Board) -> None:
    board.rows.setFocus()
    board.rows.setCurrentRow(0)
    hold(board, Qt.Key.Key_Down, times=4)
    assert board.rows.currentRow() == 5


def test_keys_sent_straight_to_the_focused_widget_are_looked_at_too(board: Board) -> None:
    board.button.setFocus()
    for repeat in (False, True, True):
        held = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeat
        )
        QCoreApplication.sendEvent(board.button, held)
    assert board.done == ["button"]


# ---- clicks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", [1, 2, 3])
def test_quick_clicks_on_a_button_are_one(board: Board, times: int) -> None:
    click(board.button, times)
    click(board.box, times)
    assert board.done == ["button", "box"]
    assert board.box.isChecked()


def test_a_double_click_sent_straight_to_a_button_is_one(board: Board) -> None:
    quickly(lambda: QTest.mouseClick(board.button, Qt.MouseButton.LeftButton), 2)
    assert board.done == ["button"]


def test_the_second_press_does_not_reach_the_button_that_stands_there_now(board: Board) -> None:
    board.button.clicked.connect(board.button.hide)
    board.button.clicked.connect(lambda: board.layout().activate())
    place = QPoint(12, 12)
    window = handle(board)
    at = board.button.mapTo(board, place)
    quickly(
        lambda: QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at),
        2,
    )
    assert board.other.geometry().contains(at)
    assert board.done == ["button"]


def test_two_quick_clicks_on_two_places_count_both(board: Board) -> None:
    def both() -> None:
        for each in (board.button, board.other):
            QTest.mouseClick(
                handle(board), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                each.mapTo(board, QPoint(12, 12)),
            )  # fmt: skip

    acts = iter((lambda: click(board.rows.viewport()), both))
    quickly(lambda: next(acts)(), 2)  # noqa: PLW0108
    assert board.done == ["button", "other"]


def test_two_slow_clicks_on_one_button_count_both(board: Board) -> None:
    for _ in range(2):
        click(board.button)
    assert board.done == ["button", "button"]


def test_a_button_that_only_turns_pages_may_be_pressed_quickly(board: Board) -> None:
    board.button.setProperty(QUICK, True)
    click(board.button, 3)
    assert board.done == ["button"] * 3


def test_a_double_click_still_selects_a_word_and_opens_a_row(board: Board) -> None:
    board.line.setText("平川区")
    click(board.line, 2)
    assert board.line.selectedText() == "平川区"
    opened: list[int] = []
    board.rows.activated.connect(lambda index: opened.append(index.row()))
    board.rows.doubleClicked.connect(lambda index: opened.append(index.row()))
    click(board.rows.viewport(), 2)
    assert opened


# ---- scans ---------------------------------------------------------------------------------------


def test_a_burst_outside_text_fields_is_a_scan_and_nothing_else(
    board: Board, qtbot: QtBot, scans: Scans
) -> None:
    board.button.setFocus()
    scan(board, RECEIPT)
    qtbot.waitUntil(lambda: bool(scans.heard))
    assert scans.heard == [RECEIPT]
    assert board.done == []


@pytest.mark.parametrize("end", [Qt.Key.Key_Tab, None])
def test_a_scan_may_end_with_tab_or_with_nothing(
    board: Board, qtbot: QtBot, scans: Scans, end: Qt.Key | None
) -> None:
    board.button.setFocus()
    scan(board, "A1B2C3:X", end)
    qtbot.waitUntil(lambda: bool(scans.heard))
    assert scans.heard == ["A1B2C3:X"]
    assert board.done == []
    assert board.button.hasFocus()


def test_fewer_keys_are_given_on_in_order_their_enter_too(board: Board, qtbot: QtBot, scans: Scans) -> None:
    board.rows.setFocus()
    scan(board, "12345")
    assert board.done[-1].startswith("key")
    board.setFocus()
    board.done.clear()
    board.button.setFocus()
    scan(board, "123")
    assert board.done == ["key 1", "key 2", "key 3", "button"]
    qtbot.wait(120)
    assert scans.heard == []


def test_a_single_key_is_given_on_after_the_pace(board: Board, qtbot: QtBot) -> None:
    board.button.setFocus()
    press(board, "7")
    assert board.done == []
    qtbot.waitUntil(lambda: board.done == ["key 7"])


def test_a_key_before_a_shortcut_comes_before_it(board: Board) -> None:
    shortcut = QShortcut(QKeySequence("F8"), board)
    shortcut.activated.connect(lambda: board.done.append("F8"))
    board.button.setFocus()
    press(board, "1")
    press(board, Qt.Key.Key_F8)
    assert board.done == ["key 1", "F8"]


def test_no_shortcut_takes_a_key_of_a_scan(board: Board, qtbot: QtBot, scans: Scans) -> None:
    shortcut = QShortcut(QKeySequence("3"), board)
    shortcut.activated.connect(lambda: board.done.append("shortcut"))
    board.button.setFocus()
    for character in RECEIPT:
        press(board, character)
    qtbot.waitUntil(lambda: bool(scans.heard))
    assert board.done == []


def test_a_click_while_a_key_waits_comes_after_it(board: Board) -> None:
    board.button.setFocus()
    press(board, "1")
    click(board.other)
    assert board.done == ["key 1", "other"]


def test_our_number_in_a_text_field_leaves_it_as_it_was(board: Board, qtbot: QtBot, scans: Scans) -> None:
    edited: list[str] = []
    board.line.textEdited.connect(edited.append)
    board.line.setText("张样例")
    board.line.setFocus()
    board.line.setSelection(1, 2)
    scan(board, RECEIPT)
    qtbot.waitUntil(lambda: scans.heard == [RECEIPT])
    assert board.line.text() == edited[-1] == "张样例"
    assert board.line.selectedText() == "样例"
    assert board.line.hasFocus()
    assert board.done == []


def test_our_number_in_a_text_of_several_lines(board: Board, qtbot: QtBot, scans: Scans) -> None:
    board.long.setPlainText("先前的话")
    board.long.setFocus()
    scan(board, RECEIPT)
    qtbot.waitUntil(lambda: scans.heard == [RECEIPT])
    assert board.long.toPlainText() == "先前的话"


@pytest.mark.parametrize("text", ["620403199001011234", "6222021234567890123", "2026-03-05", "ABCDEFGH"])
def test_another_burst_stays_in_the_field_and_only_moves_on(
    board: Board, qtbot: QtBot, scans: Scans, text: str
) -> None:
    entered: list[bool] = []
    board.line.returnPressed.connect(lambda: entered.append(True))
    board.line.setFocus()
    scan(board, text)
    qtbot.wait(1)
    assert board.line.text() == text
    assert board.second.hasFocus()
    assert (entered, board.done, scans.heard) == ([], [], [])


def test_a_search_line_takes_its_scans_itself(board: Board, qtbot: QtBot, scans: Scans) -> None:
    entered: list[bool] = []
    board.line.returnPressed.connect(lambda: entered.append(True))
    board.line.setProperty(TAKES_SCANS, True)
    board.line.setFocus()
    scan(board, RECEIPT)
    qtbot.wait(1)
    assert (board.line.text(), entered, scans.heard) == (RECEIPT, [True], [])


def test_input_method_and_paste_are_no_burst(board: Board, qtbot: QtBot, scans: Scans) -> None:
    board.line.setFocus()
    composed = QInputMethodEvent()
    composed.setCommitString(RECEIPT)
    QCoreApplication.sendEvent(board.line, composed)
    press(board, Qt.Key.Key_Return)
    assert board.line.text() == RECEIPT
    board.line.clear()
    QApplication.clipboard().setText(RECEIPT)
    press(board, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press(board, Qt.Key.Key_Return)
    qtbot.wait(1)
    assert board.line.text() == RECEIPT
    assert scans.heard == []


def test_slow_typing_of_our_number_is_typing(board: Board, qtbot: QtBot, scans: Scans) -> None:
    board.line.setFocus()
    for character in RECEIPT:
        press(board, character)
        qtbot.wait(PACE_MS + 3)
    press(board, Qt.Key.Key_Return)
    qtbot.wait(1)
    assert board.line.text() == RECEIPT
    assert scans.heard == []
