"""遮住: nothing of a person is seen and nothing is done while the windows are covered."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMessageBox, QPushButton

from desk_app.ui.kit import cover
from desk_app.ui.kit.guard import InputGuard
from desk_app.ui.papers.whole import WholePaper
from tests.ui_shell import hands
from tests.ui_shell.conftest import Desk


def _f11(desk: Desk) -> None:
    """Press F11 where the keyboard is."""
    desk.qtbot.keyClick(QApplication.focusWidget() or desk.window, Qt.Key.Key_F11)


def _colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


def test_f11_covers_the_window_and_gives_everything_back(desk: Desk) -> None:
    draft = desk.keep_draft()
    desk.open()
    desk.click(f"resume-{draft.id}")
    desk.until(lambda: desk.window.case is not None)
    desk.settle()
    line = desk.pages[draft.step].line
    line.setFocus()
    desk.until(line.hasFocus)
    line.setCursorPosition(1)
    before, seen = line.text(), desk.window.grab().toImage()
    _f11(desk)
    assert cover.covered()
    hidden = desk.window.grab().toImage()
    assert len(_colours(hidden)) < len(_colours(seen))
    curtain = desk.window.findChild(cover.Curtain)
    assert curtain is not None
    assert curtain.geometry() == desk.window.rect()
    curtain.hide()
    for key in (Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_F12):
        desk.qtbot.keyClick(curtain, key)
    curtain.show()
    curtain.setFocus()
    desk.until(curtain.hasFocus)
    desk.qtbot.keyClick(curtain, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClick(curtain, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert desk.window.case is not None
    assert desk.window.case.draft.id == draft.id
    _f11(desk)
    assert not cover.covered()
    desk.until(line.hasFocus)
    assert (line.text(), line.cursorPosition()) == (before, 1)
    assert desk.window.grab().toImage().size() == seen.size()


def test_a_late_answer_can_not_take_the_keyboard(desk: Desk) -> None:
    desk.open()
    desk.window.counter.new_case()
    desk.settle()
    _f11(desk)
    desk.pages[0].line.setFocus()
    curtain = desk.window.findChild(cover.Curtain)
    assert curtain is not None
    desk.until(curtain.hasFocus)
    desk.qtbot.mouseClick(desk.find(QPushButton, "uncover"), Qt.MouseButton.LeftButton)
    desk.until(desk.pages[0].line.hasFocus)


def test_it_grows_with_the_window(desk: Desk) -> None:
    desk.open()
    _f11(desk)
    desk.window.resize(1500, 900)
    curtain = desk.window.findChild(cover.Curtain)
    assert curtain is not None
    desk.until(lambda: curtain.size() == desk.window.size())
    _f11(desk)


def test_a_dialog_is_covered_too(desk: Desk) -> None:
    desk.accepted("张样例")
    desk.open()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(QDialog)))
    (finder,) = [d for d in desk.window.findChildren(QDialog) if d.isVisible()]
    line = next(e for e in finder.findChildren(QLineEdit) if e.isVisible())
    desk.until(line.hasFocus)
    desk.qtbot.keyClick(line, Qt.Key.Key_F11)
    assert {c.parentWidget() for c in cover._curtains()} == {desk.window, finder}
    desk.qtbot.keyClick(finder.findChild(cover.Curtain), Qt.Key.Key_Escape)
    assert finder.isVisible()
    desk.qtbot.keyClick(finder.findChild(cover.Curtain), Qt.Key.Key_F11)
    assert not cover.covered()
    assert finder.isVisible()


def _paper(desk: Desk) -> QDialog:
    return WholePaper(desk.errands, "申请表", "whole", desk.window, "回去")


def _files(desk: Desk) -> QDialog:
    return QFileDialog(desk.window, "选图片", str(Path(__file__).parent))


def _message(desk: Desk) -> QDialog:
    return QMessageBox(QMessageBox.Icon.Question, "还没有存下", "张样例的录入还没有存", parent=desk.window)


@pytest.mark.parametrize("made", [_paper, _files, _message])
def test_every_kind_of_dialog_is_covered(desk: Desk, made: Callable[[Desk], QDialog]) -> None:
    desk.open()
    dialog = made(desk)
    dialog.open()
    desk.until(dialog.isActiveWindow)
    QTest.keyClick(hands.handle(dialog), Qt.Key.Key_F11)
    assert {c.parentWidget() for c in cover._curtains()} == {desk.window, dialog}
    QTest.keyClick(hands.handle(dialog), Qt.Key.Key_F11)
    assert not cover.covered()
    assert dialog.isVisible()
    dialog.done(0)


def test_a_scan_opens_nothing_behind_the_curtain(desk: Desk) -> None:
    number = desk.accepted("张样例").number
    desk.open()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    guard = InputGuard.of(app)
    _f11(desk)
    with desk.qtbot.waitSignal(guard.scanned) as scan:
        desk.qtbot.keyClicks(desk.window.findChild(cover.Curtain), number)
        desk.qtbot.keyClick(desk.window.findChild(cover.Curtain), Qt.Key.Key_Return)
    assert scan.args == [number]
    desk.settle()
    _f11(desk)
    assert desk.find(QPushButton, "new-case").isVisible()


def test_no_key_of_the_window_opens_anything_behind_the_curtain(desk: Desk) -> None:
    desk.keep_draft()
    desk.open()
    desk.window.counter.new_case()
    desk.settle()
    case, step = desk.window.case, desk.window.counter.workspace.step  # type: ignore[union-attr]
    desk.click("step-2")
    _f11(desk)
    window = hands.handle(desk.window)
    for key in (Qt.Key.Key_K, Qt.Key.Key_Left, Qt.Key.Key_Return, Qt.Key.Key_N, Qt.Key.Key_F, Qt.Key.Key_Z):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_F10, Qt.Key.Key_F12):
        QTest.keyClick(window, key)
    desk.settle()
    assert not any(d.isVisible() for d in desk.window.findChildren(QDialog))
    _f11(desk)
    assert not cover.covered()
    assert desk.window.case is case
    assert desk.window.counter.workspace.step == step + 1  # type: ignore[union-attr]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_open_menu_is_closed_and_covered(desk: Desk) -> None:
    desk.accepted("张样例")
    desk.open()
    desk.click("rail-applications")
    button = desk.find(QPushButton, "list-more")
    menu = button.menu()
    menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    desk.until(menu.isVisible)
    QTest.keyClick(hands.handle(desk.window), Qt.Key.Key_F11)
    assert not menu.isVisible()
    assert cover.covered()
    QTest.keyClick(hands.handle(desk.window), Qt.Key.Key_F11)
    assert not cover.covered()
