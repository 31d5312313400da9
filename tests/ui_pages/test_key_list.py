"""F1 lists the keys that work where one is, and no others."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desk_app.ui.shell.keys import KeysDialog
from tests.ui_pages import test_sizes
from tests.ui_pages.test_sizes import FULL, Counter

counter = test_sizes.counter
EVERYWHERE = ["Tab", "Ctrl+N", "Ctrl+K", "F11", "Ctrl+L", "Alt+1–7", "F1"]
STEPS = ["Ctrl+1–6", "Ctrl+Z"]


def listed(counter: Counter) -> list[str]:
    """The keys that F1 shows now."""
    window = counter.window
    window.activateWindow()
    counter.qtbot.waitUntil(window.isActiveWindow)
    counter.qtbot.keyClick(window, Qt.Key.Key_F1)
    counter.qtbot.waitUntil(lambda: bool(window.findChildren(KeysDialog)))
    (shown,) = window.findChildren(KeysDialog)
    keys = [w.accessibleName() for w in shown.findChildren(QLabel) if not w.pixmap().isNull()]
    shown.reject()
    counter.qtbot.waitUntil(lambda: not window.findChildren(KeysDialog))
    return keys


@pytest.mark.parametrize(("step", "own"), [
    (0, ["F6", "Ctrl+Return"]),
    (1, ["F7", "F8", "Ctrl+Return", "Ctrl+Left"]),
    (2, ["F2", "F10", "1–9", "Ctrl+Return", "Ctrl+Left"]),
    (3, ["F2", "F3", "F4", "Ctrl+Return", "Ctrl+Left"]),
    (4, ["F8", "Ctrl+Return", "Ctrl+Left"]),
    (5, ["F10", "Ctrl+Left"]),  # nothing can be accepted yet
])  # fmt: skip
def test_each_step_lists_its_keys(counter: Counter, step: int, own: list[str]) -> None:
    counter.be(FULL)
    counter.take(0)
    counter.go(step)
    assert listed(counter) == [*own, *STEPS, *EVERYWHERE]


def test_while_something_is_asked_the_number_keys_are_listed(counter: Counter) -> None:
    counter.be(FULL)
    counter.take(0, answered=False)
    counter.go(1)
    assert "1–9" in listed(counter)


def test_without_a_case_no_key_of_a_step_is_listed(counter: Counter) -> None:
    assert listed(counter) == ["F7", *EVERYWHERE]
    counter.window.show_room("settings")
    assert listed(counter) == EVERYWHERE


def test_the_arrow_down_leads_from_the_search_line_to_the_rows(counter: Counter) -> None:
    counter.take(0)
    counter.window.show_room("applications")
    listing = counter.window.applications.list
    counter.qtbot.waitUntil(lambda: listing.model.rowCount() > 0)
    line = counter.find("search")
    assert isinstance(line, QLineEdit)
    counter.window.activateWindow()
    line.setFocus()
    counter.qtbot.keyClick(line, Qt.Key.Key_Down)
    assert listing.table.hasFocus()
    assert listing.row is not None
