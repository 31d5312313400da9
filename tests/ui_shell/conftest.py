"""A real window on a real book, with six plain pages in place of the counter's own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Application, Draft
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.ui.counter.arming import Arming
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.shell.line import CountyLine
from desk_app.ui.shell.notices import Notices
from desk_app.ui.shell.window import MainWindow
from tests import flashes
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft

# Qt's offscreen platform says so of every window with a smallest size.
_HARMLESS = "This plugin does not support propagateSizeHints"
_W = TypeVar("_W", bound=QWidget)
STEPS = (
    ("situation", "读证查人"),
    ("notice", "一次告知"),
    ("fill", "填表"),
    ("capture", "拍照与材料"),
    ("confirm", "核对签字"),
    ("accept", "受理出证"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test of this folder fail for warnings of the platform without a screen."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_HARMLESS))


class PlainPage(StepPage):
    """A page with a line for the name; it counts the case's problems, and the last page accepts."""

    def __init__(self, case: Case, name: str, title: str) -> None:
        super().__init__(case)
        self.setObjectName(name)
        self.title = title
        self.shown: list[str] = []
        self.entered = 0
        self.line = QLineEdit(str(case.draft.answers.get("name", "")))
        self.line.setObjectName(f"{name}:name")
        self.line.setAccessibleName("姓名")
        self.line.textEdited.connect(lambda text: case.answer("name", text))
        column(self).addWidget(self.line)

    def enter(self) -> None:
        self.entered += 1

    def footer_actions(self) -> tuple[Action, ...]:
        printed = Action("print", "打印", "F8", self._print, looks=True)
        return (printed,) if self.objectName() == "notice" else ()

    def next_action(self) -> Action | None:
        return Action("accept", "受理", "Ctrl+Return", self.case.accept) if self.title == "受理出证" else None

    def done(self) -> bool:
        return self.objectName() == "situation" and self.open_count() == 0

    def open_count(self) -> int:
        return sum(p.blocks for p in self.case.problems) if self.objectName() == "fill" else 0

    def show_element(self, element: str) -> None:
        self.shown.append(element)

    def _print(self) -> None:
        self.notice.emit("good", "已打印")


def write(line: QLineEdit, text: str) -> None:
    """Replace the text of a line, as an input method does."""
    line.setFocus()
    line.selectAll()
    entry = QInputMethodEvent()
    entry.setCommitString(text)
    QCoreApplication.sendEvent(line, entry)


class Desk:
    """The window, all it is connected to, and methods to work it."""

    def __init__(self, qtbot: QtBot, parts: Parts, clock: StillClock) -> None:
        self.qtbot, self.parts, self.clock = qtbot, parts, clock
        self.errands, self.line, self.notices = Errands(), CountyLine(), Notices()
        self.pages: list[PlainPage] = []

    def open(self) -> MainWindow:
        """Open the window and wait until it has read what it needs."""
        flashes.begin()
        rows = [("数据文件夹", "desk-data")]
        self.window = MainWindow(
            self.parts, self.errands, self.line, self._make_pages, rows, notices=self.notices
        )
        self.qtbot.addWidget(self.window)
        self.window.show()
        self.window.resize(1366, 768)  # a screen that is not there is smaller than any real one
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        self.window.count_todos()
        self.settle()
        return self.window

    def _make_pages(self, case: Case) -> list[StepPage]:
        self.pages = [PlainPage(case, name, title) for name, title in STEPS]
        return list(self.pages)

    def settle(self) -> None:
        """Wait until no errand is under way and the window has drawn what they brought."""
        window = self.window
        self.qtbot.waitUntil(
            lambda: not (self.errands.busy or window.counter.opening or window.todos.filling)
        )

    def find(self, kind: type[_W], name: str) -> _W:
        """The one visible widget of this name, waited for."""
        self.until(lambda: any(w.isVisible() for w in self.window.findChildren(kind, name)))
        (found,) = [w for w in self.window.findChildren(kind, name) if w.isVisible()]
        return found

    def sees(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def find_dialog(self, name: str) -> QDialog:
        """The open dialog of this name, waited for."""
        self.until(lambda: any(d.isVisible() for d in self.window.findChildren(QDialog, name)))
        (found,) = [d for d in self.window.findChildren(QDialog, name) if d.isVisible()]
        return found

    def click(self, name: str) -> None:
        """Click a visible button, once it has its place, and wait for its effect."""
        button = self.find(QAbstractButton, name)
        self.until(lambda: button.width() > 0)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def turn(self, name: str) -> None:
        """Press the button of this name, or choose it in the menu where there are too many for buttons."""
        entry = self.window.findChild(QAction, name)
        if isinstance(entry, QAction):
            entry.trigger()
            self.settle()
        elif self.sees(name):
            self.click(name)

    def shown(self) -> list[str]:
        """Every text on the screen."""
        return [w.text() for w in self.window.findChildren(QLabel) if w.isVisible() and w.text()]

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(condition)

    def keep_draft(self, **changes: object) -> Draft:
        """Keep a draft of a new person before the window opens."""
        person = len(self.parts.store.applications.search())
        draft = replace(sound_draft(self.parts, person=person), updated_at=self.clock.now(), **changes)
        self.parts.store.drafts.keep(draft)
        return draft

    def accepted(self, name: str = "张样例") -> Application:
        """An application of a new person, accepted before the window opens."""
        draft = sound_draft(self.parts, person=len(self.parts.store.applications.search()))
        draft = replace(draft, answers={**draft.answers, "name": name})
        self.parts.store.drafts.keep(draft)
        self.clock.move(60)
        return intake.accept(self.parts, draft)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pause before an acceptance be short."""
    monkeypatch.setattr(Arming, "pause_ms", 20)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk; its window is not open yet."""
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    made = Desk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


@pytest.fixture(autouse=True)
def _dressed(qapp: object) -> Iterator[None]:
    """Give every test the program's own look, and restore it afterwards."""
    dressed()
    yield
    dressed()
