"""The six real pages of a case on a real book, in a plain window as large as they are at 1366×768."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Draft
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.ui.counter.arming import Arming
from desk_app.ui.counter.base import StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.links import step_of
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.kit.errands import Errands
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft

# Qt's offscreen platform says so of every window with a smallest size, and QtMultimedia without drivers.
_HARMLESS = ("This plugin does not support", "Couldn't (load|resolve)", "No RHI backend", "PulseAudio")
SITUATION, NOTICE, FILL, CAPTURE, CONFIRM, ACCEPT = range(6)
_W = TypeVar("_W", bound=QWidget)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test of this folder fail for warnings of the platform without a screen."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(*_HARMLESS))


class Desk:
    """One case, its pages, all they are connected to, and methods to work them."""

    def __init__(self, qtbot: QtBot, parts: Parts) -> None:
        self.qtbot, self.parts = qtbot, parts
        self.errands = Errands()
        self.stack = QStackedWidget()
        self.stack.resize(1282, 560)
        qtbot.addWidget(self.stack)
        self.told: list[tuple[str, str]] = []

    def take(self, draft: Draft) -> Case:
        """Open a draft and make its pages, as the counter does."""
        self.case = Case(self.parts, self.errands, draft)
        self.case.look_up()
        self.pages = make_pages(self.case)
        for page in self.pages:
            self.stack.addWidget(page)
            page.step_wanted.connect(self.go)
            page.element_wanted.connect(self.lead)
            page.notice.connect(lambda level, text: self.told.append((level, text)))
        self.stack.show()
        self.stack.activateWindow()
        self.qtbot.waitUntil(self.stack.isActiveWindow)
        return self.case

    def take_empty(self) -> Case:
        """Open a new application."""
        return self.take(inform.new_draft(self.parts))

    def take_sound(self, **changes: object) -> Case:
        """Open a draft that can be accepted, with these changes."""
        return self.take(replace(sound_draft(self.parts), **changes))

    def go(self, step: int) -> StepPage:
        """Walk to a step."""
        if self.stack.currentIndex() != step or not self.page.isVisible():
            self.page.leave()
            self.stack.setCurrentIndex(step)
        self.page.enter()
        self.until(lambda: not self.page.behind.under_way)
        return self.page

    def lead(self, element: str) -> None:
        """Do what the counter does for a 更改 link."""
        page = self.go(step_of(self.case, element))
        page.show_element(element)  # type: ignore[attr-defined]

    @property
    def page(self) -> StepPage:
        """The page in view."""
        return self.pages[self.stack.currentIndex()]

    def find(self, name: str, kind: type[_W] = QWidget) -> _W:  # type: ignore[assignment]
        """The visible widget of this name on the page in view."""
        (found,) = [w for w in self.page.findChildren(kind, name) if w.isVisible()]
        return found

    def sees(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(w.isVisible() for w in self.page.findChildren(QWidget, name))

    def texts(self) -> str:
        """Every text on the page that is shown."""
        widgets = self.page.findChildren(QWidget)
        return "\n".join(
            w.text() for w in widgets if isinstance(w, QLabel | QPushButton) and w.isVisible() and w.text()
        )

    def type(self, name: str, text: str) -> QLineEdit:
        """Type into a line from its start: Latin by keys, Chinese by an input method."""
        line = self.find(name, QLineEdit)
        line.setFocus()
        line.selectAll()
        if text.isascii():
            self.qtbot.keyClicks(line, text)
        else:
            entry = QInputMethodEvent()
            entry.setCommitString(text)
            QCoreApplication.sendEvent(line, entry)
        return line

    def leave(self, line: QWidget) -> None:
        """Leave a field with Tab; an open list gets the key first, as in real use."""
        self.qtbot.keyClick(QApplication.activePopupWidget() or line, Qt.Key.Key_Tab)

    def click(self, name: str) -> None:
        """Click a button."""
        self.qtbot.mouseClick(self.find(name, QPushButton), Qt.MouseButton.LeftButton)

    def accept(self) -> None:
        """Press 受理 as soon as it counts."""
        self.until(lambda: self.sees("accept") and self.find("accept", QPushButton).isEnabled())
        self.click("accept")

    def dialog(self, name: str) -> QDialog:
        """The open dialog of this name, waited for."""
        self.until(lambda: any(d.isVisible() for d in self._dialogs(name)))
        return next(d for d in self._dialogs(name) if d.isVisible())

    def _dialogs(self, name: str) -> list[QDialog]:
        return self.stack.findChildren(QDialog, name)

    def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition."""
        self.qtbot.waitUntil(lambda: bool(condition()))

    def settle(self) -> None:
        """Wait until no errand is under way."""
        self.until(lambda: not self.errands.busy)

    @property
    def kept(self) -> Draft:
        """The draft as stored on disk."""
        self.settle()
        draft = self.parts.store.drafts.one(self.case.draft.id)
        assert draft is not None
        return draft


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pause before an acceptance be short; test_accept_meant tests the pause itself."""
    monkeypatch.setattr(Arming, "pause_ms", 20)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk without a case."""
    dressed()
    parts = make_parts(tmp_path / "book", StillClock())
    made = Desk(qtbot, parts)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()


@dataclass(frozen=True)
class Pictures:
    """Picture files as a clerk has them on a USB stick."""

    portrait: Path
    page: Path
    torn: Path


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Pictures:
    """An invented portrait, a page with lines, and a file that is no picture."""
    folder = tmp_path_factory.mktemp("stick")
    portrait = Image.new("RGB", (900, 1200), "white")
    draw = ImageDraw.Draw(portrait)
    draw.ellipse((300, 250, 600, 650), fill=(220, 180, 150))
    draw.rectangle((200, 700, 700, 1200), fill=(40, 60, 110))
    portrait.save(folder / "portrait.jpg")
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for y in range(100, 1700, 60):
        draw.line((100, y, 1140, y), fill=(60, 60, 60), width=3)
    page.save(folder / "page.jpg")
    (folder / "torn.jpg").write_bytes(b"no picture at all")
    return Pictures(folder / "portrait.jpg", folder / "page.jpg", folder / "torn.jpg")
