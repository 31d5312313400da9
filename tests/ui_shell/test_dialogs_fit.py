"""Every dialog fits the smallest screen (1366×768 at 200 %), its buttons in sight; Esc and Enter."""

import contextlib
import importlib
import io
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import pytest
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import desk_app.ui
from desk_app.domain.lists import Wanted
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.kit import layouts
from desk_app.ui.kit.dialogs import DeskDialog, feet, keep_on_screen
from desk_app.ui.kit.lists.periods import DaysDialog
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.settings.guide import GuideDialog
from desk_app.ui.shell.notices import IncidentDialog
from desk_app.walkthrough import looking
from tests.patient_bot import WaitedInVain
from tests.ui_shell import news
from tests.ui_shell.conftest import Desk

SMALL: Final = QSize(683, 384)
OWN: Final = {"WholePaper"}
"""Takes the whole window on purpose: the paper for F10."""
SEEN: Final = frozenset(
    {"outside", "squeezed", "overlapping", "words-overlapping", "off", "sideways", "small", "nameless"}
)


def ui_modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(desk_app.ui.__path__, "desk_app.ui."):
        yield found.name


def below(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def test_every_dialog_of_the_window_is_a_desk_dialog() -> None:
    for name in ui_modules():
        importlib.import_module(name)
    ours = {kind for kind in below(QDialog) if kind.__module__.startswith("desk_app.ui")}
    assert len(ours) > 12
    assert {kind.__name__ for kind in ours if not issubclass(kind, DeskDialog)} - OWN == set()


# ---- the base --------------------------------------------------------------------------------------


def long_dialog(parent: QWidget, lines: int = 60) -> DeskDialog:
    dialog = DeskDialog("long", "很长", parent, 560)
    content = QWidget()
    body = layouts.column(content)
    for line in range(lines):
        body.addWidget(label(f"第{line}行,这一行的字很多,窗口窄的时候要折到下一行去才放得下", wrap=True))
    dialog.lay_out(content, feet(button("取消", name="no"), button("好", "primary", name="yes")))
    return dialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(SMALL)
    made.show()
    return made


def test_what_is_long_scrolls_and_the_buttons_stay_in_sight(window: QWidget) -> None:
    dialog = long_dialog(window)
    dialog.open()
    assert dialog.width() < SMALL.width()
    assert dialog.height() < SMALL.height()
    for name in ("yes", "no"):
        found = dialog.findChild(QAbstractButton, name)
        assert isinstance(found, QAbstractButton)
        assert dialog.rect().contains(found.geometry())
    bar = dialog.scroller.verticalScrollBar()
    assert bar.maximum() > 0
    assert dialog.scroller.horizontalScrollBar().maximum() == 0


def test_what_is_short_is_as_high_as_its_words(window: QWidget) -> None:
    dialog = long_dialog(window, lines=2)
    dialog.open()
    assert dialog.scroller.verticalScrollBar().maximum() == 0
    assert dialog.height() < 220


def entering(window: QWidget) -> tuple[DeskDialog, QLineEdit, list[str]]:
    """A dialog with a line and two buttons, of which 好 is pressed by Enter."""
    dialog = DeskDialog("asks", "问", window, 400)
    line, pressed = QLineEdit(), list[str]()
    content = QWidget()
    layouts.column(content).addWidget(line)
    ways = [button(name, name=name) for name in ("no", "yes")]
    for way in ways:
        way.clicked.connect(partial(pressed.append, way.objectName()))
    dialog.lay_out(content, feet(*ways))
    dialog.default = ways[1]
    dialog.open()
    return dialog, line, pressed


@pytest.mark.parametrize(("on", "wanted"), [("line", "yes"), ("no", "no"), ("yes", "yes")])
def test_enter_presses_the_button_that_has_the_keyboard_else_the_usual_one(
    qtbot: QtBot, window: QWidget, on: str, wanted: str
) -> None:
    dialog, line, pressed = entering(window)
    focused = line if on == "line" else dialog.findChild(QAbstractButton, on)
    assert isinstance(focused, QWidget)
    focused.setFocus()
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert pressed == [wanted]


def test_escape_closes(qtbot: QtBot, window: QWidget) -> None:
    dialog, line, pressed = entering(window)
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert pressed == []


def test_the_choice_of_a_file_fits_too_and_speaks_chinese(window: QWidget) -> None:
    dialog = QFileDialog(window)
    keep_on_screen(dialog)
    dialog.open()
    assert dialog.width() < SMALL.width()
    assert dialog.height() < SMALL.height()
    assert "Look" not in dialog.labelText(QFileDialog.DialogLabel.LookIn)
    dialog.close()


# ---- each dialog ------------------------------------------------------------------------------------


@pytest.fixture
def small(desk: Desk) -> Desk:
    """A desk with two applications, one of them told back, in the smallest window."""
    application = desk.accepted("马志强")
    news.deliver(desk.parts, application)
    news.tell(desk.parts, application, "cert_new", "correct", "户口簿首页不清楚,请重新拍照")
    desk.accepted("李秀英")
    desk.open()
    desk.window.resize(SMALL)
    desk.settle()
    return desk


def card(desk: Desk) -> None:
    desk.window.show_room("applications")
    desk.settle()
    table = desk.window.applications.list.table
    table.selectRow(0)
    table.opened.emit(table.currentIndex())
    desk.settle()


def press(name: str) -> Callable[[Desk], None]:
    def go(desk: Desk) -> None:
        card(desk)
        desk.click(name)

    return go


def put_off(desk: Desk) -> None:
    desk.window.show_room("todos")
    desk.settle()
    focused = desk.window.focusWidget()
    assert focused is not None
    desk.qtbot.keyClick(focused, Qt.Key.Key_M)


def crop(desk: Desk) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (600, 800), "#99aabb").save(kept, "JPEG")
    CropDialog(desk.errands, desk.parts.pictures, desk.parts.page_reader, kept.getvalue(), desk.window).open()


def transfer(desk: Desk) -> None:
    desk.window.show_room("applications")
    desk.settle()
    desk.click("transfer")


def export(desk: Desk) -> None:
    desk.window.show_room("applications")
    desk.settle()
    desk.click("list-export")


OPENERS: Final[dict[str, Callable[[Desk], object]]] = {
    "keys": lambda desk: desk.qtbot.keyClick(desk.window, Qt.Key.Key_F1),
    "finder": lambda desk: desk.click("find"),
    "transfer-dialog": transfer,
    "export": export,
    "list-days": lambda desk: DaysDialog((None, None), desk.clock.today(), desk.window).open(),
    "documents": press("documents-of"),
    "receipt": press("receipt-again"),
    "act": press("next-act"),
    "put-off": put_off,
    "guide": lambda desk: GuideDialog("rules", "怎样改一条规则", desk.window).open(),
    "incident": lambda desk: IncidentDialog("AB12CD", desk.window).open(),
    "camera": lambda desk: CameraDialog(desk.parts, desk.errands, "户口簿", desk.window, several=True).open(),
    "crop": crop,
}


def opened(desk: Desk) -> QDialog:
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(QDialog)))
    desk.settle()
    return next(d for d in desk.window.findChildren(QDialog) if d.isVisible())


def told(desk: Desk, top: QWidget) -> list[looking.Flaw]:
    """What is wrong with a window once it has come to rest."""
    found: list[looking.Flaw] = []

    def look() -> bool:
        found[:] = [fault for fault in looking.faults(looking.view(top)) if fault.kind in SEEN]
        return not found

    with contextlib.suppress(WaitedInVain):
        desk.qtbot.waitUntil(look)
    return found


@pytest.mark.parametrize("name", OPENERS)
def test_it_fits_the_smallest_screen_with_nothing_cut(small: Desk, name: str) -> None:
    OPENERS[name](small)
    dialog = opened(small)
    assert dialog.width() <= SMALL.width()
    assert dialog.height() <= SMALL.height()
    assert told(small, dialog) == []
    small.until(lambda: (focused := dialog.focusWidget()) is not None and focused.isVisible())
    dialog.close()


def test_an_empty_list_is_whole_too(desk: Desk) -> None:
    desk.open()
    desk.window.resize(SMALL)
    desk.window.show_room("applications")
    desk.window.applications.show_wanted(Wanted("application", query="没有这个人"))
    desk.settle()
    assert told(desk, desk.window) == []
