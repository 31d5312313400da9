"""Tab in the program's windows goes as things stand, whatever order they were made in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import VerticalScroll
from desk_app.ui.kit.widgets import button
from tests.ui_shell.conftest import Desk


def named(*names: str) -> list[QPushButton]:
    return [button(name, name=name) for name in names]


def column(*widgets: QWidget) -> QWidget:
    made = QWidget()
    inner = QVBoxLayout(made)
    for widget in widgets:
        inner.addWidget(widget)
    inner.addStretch()
    return made


def opened(qtbot: QtBot, content: QWidget, *buttons: QPushButton) -> DeskDialog:
    dialog = DeskDialog("dialog", "样例", None, 500, 400)
    qtbot.addWidget(dialog)
    dialog.lay_out(content, feet(*buttons), scrolls=False)
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def walked(qtbot: QtBot, dialog: DeskDialog, first: QWidget, count: int, key: Qt.Key) -> list[str]:
    first.setFocus()
    names = []
    for _ in range(count):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        qtbot.keyClick(focused, key)
    return names


def test_columns_one_after_another_then_the_foot(qtbot: QtBot) -> None:
    # GIVEN a foot that was made first, and a right column before the left
    foot, right, left = named("x", "y"), named("c", "d"), named("a", "b")
    content = QWidget()
    across = QHBoxLayout(content)
    across.addWidget(column(*left))
    across.addWidget(column(*right))
    dialog = opened(qtbot, content, *foot)
    # THEN Tab goes as they stand, and Shift+Tab back
    forth = walked(qtbot, dialog, left[0], 6, Qt.Key.Key_Tab)
    assert forth == ["a", "b", "c", "d", "x", "y"]
    assert walked(qtbot, dialog, foot[1], 6, Qt.Key.Key_Backtab) == forth[::-1]


def test_what_comes_later_is_walked_where_it_stands(qtbot: QtBot) -> None:
    first, last = named("first", "last")
    content = column(first, last)
    dialog = opened(qtbot, content)
    (late,) = named("late")
    content.layout().insertWidget(1, late)  # type: ignore[attr-defined]
    late.show()
    qtbot.waitUntil(lambda: late.y() > first.y())
    assert walked(qtbot, dialog, first, 3, Qt.Key.Key_Tab) == ["first", "late", "last"]


def test_what_was_scrolled_away_comes_into_view(qtbot: QtBot) -> None:
    buttons = named(*(f"b{n}" for n in range(30)))
    scroll = VerticalScroll(column(*buttons))
    dialog = opened(qtbot, scroll)
    buttons[0].setFocus()
    qtbot.keyClick(buttons[0], Qt.Key.Key_Backtab)  # round to the last one
    assert buttons[-1].hasFocus()
    assert not buttons[-1].visibleRegion().isEmpty()
    dialog.close()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_without_any_stop_tab_stays(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = opened(qtbot, column(QLabel("没有按钮")))
    qtbot.keyClick(dialog, key)
    assert dialog.focusWidget() is None


def test_in_the_window_the_page_comes_before_its_footer(desk: Desk) -> None:
    desk.open()
    desk.click("new-case")
    line = QApplication.focusWidget()
    assert line is not None
    assert line.objectName() == "situation:name"
    desk.qtbot.keyClick(line, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() in ("previous", "next")
