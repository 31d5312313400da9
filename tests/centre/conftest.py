"""The real window of a centre with a barcode scanner, on a real book."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk_app.ui.acts.dialog import ActDialog
from tests.centre.desk import Centre
from tests.dressed import dressed
from tests.ui_shell.conftest import Desk
from tests.ui_shell.hands import scan

_HARMLESS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test of this folder fail for warnings of the platform without a screen."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_HARMLESS))


class Scanned(Desk):
    """The window, worked by scans alone."""

    def scan(self, number: str) -> None:
        """Scan a label or the code of a paper and wait for what comes of it."""
        scan(QApplication.activeWindow() or self.window, number)
        self.settle()

    def shows(self, number: str) -> None:
        """Wait until the card shows the record of this number."""
        self.until(lambda: number in self._numbers())
        self.settle()

    def _numbers(self) -> list[str]:
        return [w.text() for w in self.window.findChildren(QLabel, "record-number")]

    def form(self) -> ActDialog | None:
        """The form that is open."""
        return next((d for d in self.window.findChildren(ActDialog) if d.isVisible()), None)

    def asked(self) -> ActDialog:
        """The form that a scan opened, once it accepts a press."""
        self.until(lambda: self.form() is not None)
        form = self.form()
        assert form is not None
        self.until(lambda: form.armed)
        return form

    def answers(self, number: str, ask: str, said: object) -> None:
        """Scan a label into the form that is open, and see the answer it makes."""
        form = self.asked()
        self.scan(number)
        self.until(lambda: form.answers.given(ask) == said)

    def done(self, number: str) -> None:
        """Scan a label until its next act is done: its card, its form, and once more."""
        self.settle()
        if number not in self._numbers():
            self.scan(number)
            self.shows(number)
        self.scan(number)
        self.asked()
        self.scan(number)
        self.until(lambda: (form := self.form()) is None or bool(form.said))
        assert self.form() is None
        self.put_papers_away()

    def put_papers_away(self) -> None:
        """Close the paper an act brought."""
        from desk_app.ui.papers.dialog import PaperDialog

        self.settle()
        for paper in (d for d in self.window.findChildren(PaperDialog) if d.isVisible()):
            paper.close()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.settle()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[tuple[Centre, Scanned]]:
    """The centre's registers, and its window that is not open yet."""
    dressed()
    centre = Centre.at(tmp_path / "desk")
    made = Scanned(qtbot, centre.parts, centre.clock)
    yield centre, made
    made.errands.close()
    centre.parts.store.close()
