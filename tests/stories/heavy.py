"""A clerk with heavy hands in a window of its own: ``python -m tests.stories.heavy new DATA held|2|3``.

``held``: every key that acts is held down until it has repeated thirty times, and a scanner bursts into every
page and dialog before. A number: every click is made so often, in one place and as quickly as a double click.
"""

import json
import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desk_app.benches import counts
from desk_app.domain.receipts import receipt_number
from desk_app.ui.kit import tab_walk
from desk_app.walkthrough import run, stage
from desk_app.walkthrough.by_keyboard import KeyboardClerk
from desk_app.walkthrough.driver import Hands
from tests.ui_shell.hands import click, scan

_REPEATS: Final = 30


class HeldKeys(KeyboardClerk):
    """Holds every key that acts, and is disturbed by a scanner wherever it comes."""

    _scanned: frozenset[tuple[str, str]] = frozenset()

    def strike(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        """Hold a key where the keyboard is, wherever it goes meanwhile."""
        self._disturb()
        if key is Qt.Key.Key_Tab:  # a held Tab walks on and on, and is meant to
            super().strike(key, held)
            return
        text = chr(key.value) if key.value < 127 and not held.value else ""
        QTest.simulateEvent(self._target, True, key.value, held, text, False, -1)
        for _ in range(_REPEATS):
            for pressed in (False, True):
                QTest.simulateEvent(self._target, pressed, key.value, held, text, True, -1)
        QTest.simulateEvent(self._target, False, key.value, held, text, False, -1)

    @property
    def _target(self) -> QWidget:
        popup = QApplication.activePopupWidget()  # gets the keys first
        return popup or QApplication.focusWidget() or QApplication.activeWindow() or self.scene.window

    def _disturb(self) -> None:
        """A receipt that nobody has is scanned, once on every page and in every dialog."""
        dialog = QApplication.activeModalWidget()
        place = (self._step, type(dialog).__name__)
        if place in self._scanned:
            return
        self._scanned |= {place}
        today = self.scene.parts.clock.today()
        scan(dialog or self.scene.window, receipt_number("620403", "3", today, 9999))
        self._rest()
        if self._step == "6" and self.scene.case.application is None:
            self.await_armed()
        self.log.append(f"{self._step} scanned in {place[1]}")


class QuickHands(Hands):
    """Makes every click several times in one place."""

    def __init__(self, window: QWidget, times: int) -> None:
        super().__init__(window)
        self._times = times

    def click(self, name: str) -> None:
        """Click a button several times as soon as it is enabled."""
        button = self.find(name, QAbstractButton)
        self.wait(button.isEnabled, f"“{name}”可以点击")
        tab_walk.bring_into_view(button)
        QCoreApplication.processEvents()  # what was scrolled has its place
        click(button, self._times, QPoint(min(12, button.width() // 2), button.height() // 2))

    def write(self, name: str, text: str) -> None:
        """Write into a line, and close the list that opened below it, as the first click elsewhere does."""
        super().write(name, text)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()


def click_through(name: str, data: Path, times: int) -> None:
    """Take the case by mouse, and print what is left as JSON."""
    with stage.opened(data, forms=None) as scene:
        scene.window.resize(run.WIDTH, run.HEIGHT)
        out = data.parent / "out"
        out.mkdir()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        file = counts.case_of(name, scene.parts.packs.current)
        walk = run.Walk(app, scene.desk, scene.window, file, out)
        walk.hands = QuickHands(scene.window, times)
        walk.go()
        (application,) = scene.parts.store.applications.search()
        print(json.dumps({"record": counts.record(scene, application)}, ensure_ascii=False), flush=True)
    os._exit(0)


def main() -> None:
    """Do what the arguments name."""
    name, data, way = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    if way == "held":
        counts.run(name, data, HeldKeys)
    else:
        click_through(name, data, int(way))


if __name__ == "__main__":
    main()
