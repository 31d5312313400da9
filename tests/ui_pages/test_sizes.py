"""The six steps at every size: nothing cut, overlapping or out of reach, nothing lost when sizes change."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

import resources
from desk_app.domain.applications import Draft
from desk_app.services.counter import inform
from desk_app.services.parts import Parts
from desk_app.ui.counter.steps import make_pages
from desk_app.ui.kit import style
from desk_app.ui.kit.dropdown import DropDown
from desk_app.ui.kit.errands import Errands
from desk_app.ui.papers.whole import WholePaper
from desk_app.ui.shell.line import CountyLine
from desk_app.ui.shell.notices import Notices
from desk_app.ui.shell.window import MainWindow
from desk_app.walkthrough import case_file, looking
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts

NARROW, LOW, SMALL, FULL = (683, 384), (911, 512), (1093, 614), (1366, 768)
SIZES = (SMALL, LOW, (781, 439), NARROW, (960, 540))
KINDS = ("elided", "outside", "squeezed", "overlapping", "words-overlapping", "off", "sideways", "small")
STEPS = range(6)


class Counter:
    """The real window with the real six pages of one case."""

    def __init__(self, qtbot: QtBot, parts: Parts) -> None:
        self.qtbot, self.parts, self.errands = qtbot, parts, Errands()
        self.window = MainWindow(
            parts, self.errands, CountyLine(), make_pages, (("数据文件夹", "desk-data"),), notices=Notices()
        )
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def take(self, sample: int, *, answered: bool = True) -> None:
        """Open a sample case; without ``answered`` only the person is known, and one number is wrong."""
        path = sorted(resources.path("samples").glob("*.toml"))[sample]
        case = case_file.read(path, self.parts.pack)
        answers = {**case.person, **case.situation, **case.answers} if answered else {**case.person}
        draft = replace(inform.new_draft(self.parts), answers=answers, chosen=case.matters)
        if not answered:
            draft = replace(draft, answers={**answers, "phone": "138"})
        self.open(draft)

    def open(self, draft: Draft) -> None:
        """Go on with a draft."""
        self.parts.store.drafts.keep(draft)
        self.window.counter.resume(draft.id)
        self.qtbot.waitUntil(lambda: self.window.case is not None and self.window.case.draft.id == draft.id)
        self.settle()

    def settle(self) -> None:
        """Wait until no errand is under way, and let what was moved find its place."""
        self.qtbot.waitUntil(lambda: not self.errands.busy)
        QCoreApplication.processEvents()

    def be(self, size: tuple[int, int]) -> None:
        """Give the window another size."""
        self.window.resize(*size)
        self.qtbot.waitUntil(lambda: self.window.size().toTuple() == size)
        self.settle()

    def go(self, step: int) -> None:
        """Show a step, 0 … 5."""
        assert self.window.counter.workspace is not None
        self.window.counter.workspace.go_to(step)
        behind = self.window.counter.workspace.page.behind
        self.qtbot.waitUntil(lambda: not behind.under_way)
        self.settle()

    def faults(self) -> list[str]:
        """What is wrong with how the window stands there."""
        return [
            f"{f.kind} {f.where}: {f.text}"
            for f in looking.faults(looking.view(self.window))
            if f.kind in KINDS
        ]

    def find(self, name: str) -> QWidget:
        """The visible widget of this name."""
        (found,) = [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]
        return found

    def sees(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(w.isVisible() for w in self.window.findChildren(QWidget, name))

    def in_view(self, widget: QWidget) -> bool:
        """Whether a widget is seen whole."""
        return widget.visibleRegion().boundingRect().size() == widget.size()


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path) -> Iterator[Counter]:
    """The window, without a case."""
    dressed()
    parts = make_parts(tmp_path, StillClock())
    made = Counter(qtbot, parts)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()
    dressed()


def dress(look: style.Looks) -> None:
    style.apply(QApplication.instance(), look.value)  # type: ignore[arg-type]


def stands_well(counter: Counter, about: str) -> None:
    """Wait until nothing is wrong, since a page just opened is still being laid out."""

    def sound() -> None:
        assert counter.faults() == [], about

    counter.qtbot.waitUntil(sound)


@pytest.mark.parametrize("size", SIZES)
def test_every_step_stands_well_at_every_size(counter: Counter, size: tuple[int, int]) -> None:
    counter.be(size)
    counter.take(0)
    for step in STEPS:
        counter.go(step)
        stands_well(counter, f"{size}, step {step + 1}")


@pytest.mark.parametrize("size", [LOW, NARROW])
def test_what_is_open_and_wrong_has_room_too(counter: Counter, size: tuple[int, int]) -> None:
    counter.be(size)
    counter.take(1, answered=False)
    for step in STEPS:
        counter.go(step)
        stands_well(counter, f"{size}, step {step + 1}")


@pytest.mark.parametrize(("look", "size"), [
    (style.Looks.LARGE, FULL),
    (style.Looks.LARGE, LOW),
    (style.Looks.CONTRAST, SMALL),
    (style.Looks.CONTRAST, NARROW),
])  # fmt: skip
def test_every_step_stands_well_in_every_look(
    counter: Counter, look: style.Looks, size: tuple[int, int]
) -> None:
    """The look is changed while the case is open."""
    counter.take(3)
    for step in STEPS:
        counter.go(step)
    dress(look)
    counter.be(size)
    for step in STEPS:
        counter.go(step)
        stands_well(counter, f"{look.name} {size}, step {step + 1}")


def lines(within: QWidget) -> list[QLineEdit]:
    return [w for w in within.findChildren(QLineEdit) if w.isVisible() and w.isEnabled()]


@pytest.mark.parametrize("size", [NARROW, LOW])
def test_tab_brings_every_field_into_view_with_its_label(counter: Counter, size: tuple[int, int]) -> None:
    counter.take(1, answered=False)
    counter.be(size)
    counter.go(2)
    page = counter.window.counter.page("fill")
    for line in lines(page):
        line.setFocus(Qt.FocusReason.TabFocusReason)
        field = line
        while not field.property("together"):
            parent = field.parentWidget()
            assert parent is not None
            field = parent
        counter.qtbot.waitUntil(lambda f=field: counter.in_view(f))  # type: ignore[misc]


@pytest.mark.parametrize("step", [0, 1, 4])
def test_tab_brings_every_control_of_a_page_into_view(counter: Counter, step: int) -> None:
    counter.take(1, answered=False)
    counter.be(NARROW)
    counter.go(step)
    assert counter.window.counter.workspace is not None
    page = counter.window.counter.workspace.page
    stops = [
        w
        for w in page.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) > 2
    for stop in stops:
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        counter.qtbot.waitUntil(lambda s=stop: counter.in_view(s))  # type: ignore[misc]


def test_half_a_word_of_an_input_method_outlives_every_size_and_look(counter: Counter) -> None:
    dress(style.Looks.NORMAL)  # it ends with this look, and is measured in it before and after
    counter.take(0)
    counter.be(FULL)
    counter.go(2)
    line = counter.find("registered_address")
    assert isinstance(line, QLineEdit)
    line.setFocus()
    line.setCursorPosition(4)
    before, bare = line.text(), line.cursorRect().x()
    QCoreApplication.sendEvent(line, QInputMethodEvent("jie", []))
    half = line.cursorRect().x()
    assert half > bare
    for size in (NARROW, FULL, LOW, NARROW, SMALL):
        counter.be(size)
        assert line.hasFocus()
    for look in (style.Looks.LARGE, style.Looks.CONTRAST, style.Looks.NORMAL):
        dress(look)
        counter.settle()
        assert line.hasFocus()
    counter.be(FULL)
    assert line.cursorRect().x() == half
    done = QInputMethodEvent("", [])
    done.setCommitString("街")
    QCoreApplication.sendEvent(line, done)
    assert line.text() == f"{before[:4]}街{before[4:]}"
    case = counter.window.case
    assert case is not None
    assert case.draft.answers["registered_address"] == line.text()


def test_in_a_narrow_window_the_steps_are_a_menu(counter: Counter) -> None:
    counter.take(0)
    counter.be(NARROW)
    assert not counter.sees("step-3")
    menu = counter.find("steps-menu")
    assert isinstance(menu, DropDown)
    names = [a.objectName() for a in menu.menu_shown.actions() if a.isVisible() and a.text()]
    assert names == [f"menu-step-{n}" for n in range(1, 7)] + ["menu-set-aside", "menu-discard"]
    act(menu.menu_shown, "menu-step-3")
    assert counter.sees("sections-menu")
    assert menu.accessibleName().startswith("第3步")
    counter.qtbot.keyClick(menu, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    counter.qtbot.waitUntil(lambda: menu.accessibleName().startswith("第2步"))
    counter.be(FULL)
    assert counter.sees("step-3")
    assert not counter.sees("steps-menu")


def act(menu: QMenu, name: str) -> None:
    next(a for a in menu.actions() if a.objectName() == name).trigger()


def test_giving_up_asks_in_a_narrow_window_too(counter: Counter) -> None:
    counter.take(0)
    counter.be(NARROW)
    menu = counter.find("steps-menu")
    assert isinstance(menu, DropDown)
    act(menu.menu_shown, "menu-discard")
    assert counter.sees("confirm-discard")
    stands_well(counter, "asking")
    counter.qtbot.mouseClick(counter.find("keep-discard"), Qt.MouseButton.LeftButton)
    assert not counter.sees("confirm-discard")
    assert counter.window.case is not None


def test_the_menu_of_sections_says_what_is_open_and_leads_there(counter: Counter) -> None:
    counter.take(0, answered=False)
    counter.be(NARROW)
    counter.go(2)
    menu = counter.find("sections-menu")
    assert isinstance(menu, DropDown)
    assert "还有" in menu.accessibleName()
    last = menu.menu_shown.actions()[-1]
    last.trigger()
    title = last.text().split("\uff08")[0]
    counter.qtbot.waitUntil(lambda: title in menu.accessibleName())
    focused = QApplication.focusWidget()
    assert focused is not None
    counter.qtbot.waitUntil(lambda: counter.in_view(focused))


def test_the_paper_covers_a_narrow_window_and_esc_leads_back(counter: Counter) -> None:
    counter.take(0)
    counter.be(NARROW)
    counter.go(2)
    line = counter.find("phone")
    line.setFocus()
    assert not counter.sees("paper-zoom")
    counter.qtbot.keyClick(line, Qt.Key.Key_F10)
    counter.qtbot.waitUntil(lambda: bool(counter.window.findChildren(WholePaper)))
    (whole,) = counter.window.findChildren(WholePaper)
    counter.qtbot.waitUntil(lambda: whole.view.count == 2)
    assert whole.size() == counter.window.size()
    counter.qtbot.keyClick(whole, Qt.Key.Key_PageDown)
    assert whole.view.page == 1
    sheet = whole.view.findChild(QScrollArea)
    assert sheet is not None
    content = sheet.widget()
    assert content is not None
    wide = content.width()
    counter.qtbot.keyClick(whole, Qt.Key.Key_Plus)
    counter.qtbot.waitUntil(lambda: content.width() > wide)
    counter.qtbot.keyClick(whole, Qt.Key.Key_Minus)
    counter.qtbot.keyClick(whole, Qt.Key.Key_Minus)
    counter.qtbot.waitUntil(lambda: content.height() <= sheet.height())
    counter.qtbot.keyClick(whole, Qt.Key.Key_Escape)
    counter.qtbot.waitUntil(lambda: not counter.window.findChildren(WholePaper))
    counter.window.activateWindow()  # where there is no window system nobody else does
    counter.qtbot.waitUntil(line.hasFocus)


def test_what_is_known_and_chosen_is_reached_from_the_bar_in_a_narrow_window(counter: Counter) -> None:
    counter.take(0, answered=False)
    counter.be(NARROW)
    counter.go(1)
    counter.qtbot.mouseClick(counter.find("show-needs"), Qt.MouseButton.LeftButton)
    title = next(w for w in counter.window.findChildren(QLabel) if w.text() == "要带的材料")
    counter.qtbot.waitUntil(lambda: counter.in_view(title))
    counter.be(FULL)
    assert not counter.sees("show-needs")


def test_the_foot_keeps_its_buttons_whole_and_in_place(counter: Counter) -> None:
    """Saving says so without moving a button; where room is short it says less."""
    counter.take(0)
    for size in (FULL, *SIZES):
        counter.be(size)
        counter.go(2)
        way_on = counter.find("next")
        assert isinstance(way_on, QPushButton)
        place = way_on.mapTo(counter.window, QPoint())
        counter.qtbot.keyClick(counter.find("phone"), Qt.Key.Key_1)
        counter.settle()
        assert way_on.mapTo(counter.window, QPoint()) == place
        assert way_on.accessibleName().endswith("拍照与材料")
