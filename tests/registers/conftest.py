"""The real window with an invented register of keys, which is a folder of TOML without Python."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.proceedings import Proceeding
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.papers.dialog import PaperDialog
from printing import layout
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.ui_shell.conftest import Desk, write

KEYS = Path(__file__).parent / "keys"
"""The county's folder: ``procedures`` and ``layouts``."""
_HARMLESS = "This plugin does not support"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test of this folder fail for warnings of the platform without a screen."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_HARMLESS))


class Keys(Desk):
    """The window with the register of keys, and methods to work it as a clerk."""

    def enter(self) -> None:
        """Open the window and show the register."""
        self.open()
        self.click("rail-registers")

    @property
    def table(self) -> ListTable:
        """The list."""
        return self.find(ListTable, "register-keys")

    def cells(self) -> list[list[str]]:
        """The words of every row on the screen."""
        model = self.table.model()
        columns = range(model.columnCount())
        return [[model.index(row, c).data() for c in columns] for row in range(model.rowCount())]

    def form(self, opener: str) -> ActDialog:
        """The form opened by a button, once it accepts a press."""
        self.click(opener)
        self.until(lambda: self.visible(ActDialog) is not None)
        dialog = self.visible(ActDialog)
        assert isinstance(dialog, ActDialog)
        self.until(lambda: dialog.armed)
        return dialog

    def visible(self, kind: type[QDialog]) -> QDialog | None:
        """The open dialog of this kind."""
        return next((d for d in self.window.findChildren(kind) if d.isVisible()), None)

    def fill(self, form: QDialog, **answers: str) -> None:
        """Type into the lines of a form, by the id of their question."""
        for name, text in answers.items():
            write(self.edit(form, name), text)

    def edit(self, form: QDialog, name: str) -> QLineEdit:
        """The line of a form for this question."""
        (found,) = form.findChildren(QLineEdit, name)
        return found

    def press(self, form: QDialog, name: str = "act:go") -> None:
        """Press a button of a form and wait for its effect."""
        (found,) = form.findChildren(QAbstractButton, name)
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
        self.settle()

    def words(self, within: QWidget | None = None) -> str:
        """Every text that can be read on the screen."""
        labels = (within or self.window).findChildren(QLabel)
        return "\n".join(w.text() for w in labels if w.isVisible())

    def paper(self) -> PaperDialog:
        """The dialog with a paper, once the paper is drawn."""
        self.until(lambda: self.visible(PaperDialog) is not None)
        dialog = self.visible(PaperDialog)
        assert isinstance(dialog, PaperDialog)
        self.settle()
        return dialog

    def put_away(self, dialog: QDialog) -> None:
        """Close a dialog and activate the window, as a window system does."""
        dialog.close()
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.settle()

    def lend(self, holder: str = "张样例", key: str = "一楼档案室") -> Proceeding:
        """Lend a key through the window and close its slip."""
        form = self.form("start-take")
        self.fill(form, holder=holder, key=key)
        self.press(form)
        self.put_away(self.paper())
        return self.parts.store.proceedings.listed("keys")[0]

    def confirm(self, name: str = "王复核") -> None:
        """Confirm the record on the card as a second person."""
        form = self.form("act-confirm")
        write(form.findChildren(QLineEdit)[0], name)
        self.press(form)


@pytest.fixture
def keys(qtbot: QtBot, tmp_path: Path) -> Iterator[Keys]:
    """A desk whose pack has the register of keys; its window is not open yet."""
    dressed()
    layout.use(KEYS / layout.FOLDER)
    clock = StillClock()
    parts = make_parts(tmp_path / "desk", clock, KEYS)
    made = Keys(qtbot, parts, clock)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()
    layout.use(None)
