"""Promises of every page: each control has a name, nothing is cut, nothing blocks."""

from threading import Event
from time import perf_counter

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLabel, QPushButton, QWidget

from desk_app.ui.counter.fill import FillPage
from desk_app.ui.kit import style
from desk_app.ui.kit.errands import Lane
from tests.ui_pages.conftest import ACCEPT, CAPTURE, CONFIRM, FILL, NOTICE, SITUATION, Desk, Pictures

STEPS = (SITUATION, NOTICE, FILL, CAPTURE, CONFIRM, ACCEPT)


def focusable(page: QWidget) -> list[QWidget]:
    return [
        w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()
    ]


@pytest.mark.parametrize("step", STEPS)
def test_every_control_has_a_name_for_those_who_can_not_see_it(desk: Desk, step: int) -> None:
    desk.take_sound()
    desk.case.choose("employment", True)
    desk.go(step)
    desk.settle()
    for widget in focusable(desk.page):
        if isinstance(widget, QAbstractScrollArea) and not widget.accessibleName():
            assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name), widget.objectName() or type(widget).__name__


def cut(page: QWidget) -> list[str]:
    """Texts of labels and buttons that have less room than they need."""
    found = []
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QPushButton) or not widget.text():
            continue
        need = widget.minimumSizeHint()
        tall = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else need.height()
        if widget.width() < need.width() or widget.height() < tall:
            found.append(f"{widget.text()}: {widget.size()} of {need}")
    return found


def nothing_is_cut(page: QWidget, step: int) -> None:
    """Wait until nothing is cut, since a page just opened is still being laid out."""
    assert cut(page) == [], f"step {step}"


@pytest.mark.parametrize("look", list(style.Looks))
def test_no_words_are_cut_in_any_look(desk: Desk, look: style.Looks) -> None:
    style.apply(QApplication.instance(), look.value)  # type: ignore[arg-type]
    desk.take_sound(seen=("id_card", "photo"), copies=("id_card",))
    desk.case.promise("household")
    desk.case.choose("employment", True)
    for step in STEPS:
        desk.go(step)
        desk.settle()
        desk.qtbot.waitUntil(lambda n=step: nothing_is_cut(desk.page, n + 1))  # type: ignore[misc]
        for area in desk.page.findChildren(QAbstractScrollArea):
            content = area.widget() if hasattr(area, "widget") else None
            if content is not None and area.isVisible():
                assert content.width() <= area.viewport().width() + 1, f"step {step + 1}"


class Heart:
    """A timer of a few milliseconds; a long pause between two beats means a blocked window."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = perf_counter()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now = perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def test_a_key_is_on_the_screen_at_once_with_the_live_paper_running(desk: Desk) -> None:
    desk.take_sound()
    page = desk.go(FILL)
    assert isinstance(page, FillPage)
    desk.settle()
    taken = []
    line = desk.type("native_place", "")
    for key in "baiyin pingchuan":
        begin = perf_counter()
        desk.qtbot.keyClicks(line, key)
        QApplication.processEvents()
        taken.append(perf_counter() - begin)
    # A tenth of a second is what a person takes for at once; `desk-app bench` measures closer.
    assert sorted(taken)[len(taken) // 2] < 0.1
    desk.settle()


def test_slow_work_never_holds_up_the_window(desk: Desk, pictures: Pictures) -> None:
    """The disk is slow while a picture comes in."""
    desk.take_sound(seen=())
    page = desk.go(CAPTURE)
    desk.settle()
    disk = Event()
    QTimer.singleShot(400, disk.set)
    heart = Heart()
    desk.errands.run(disk.wait, lane=Lane.DATA)
    desk.errands.run(disk.wait, lane=Lane.PAPER)
    page.add_file("household", pictures.page)  # type: ignore[attr-defined]
    desk.until(lambda: desk.case.draft.pages)
    desk.settle()
    assert heart.longest < 0.3
