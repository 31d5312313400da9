"""No room shows a whole number of a person unless asked; after 下一位 nothing of the last one is anywhere."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.services.todos import todos
from desk_app.ui.finder.dialog import FinderDialog
from tests.fakes import StillClock, make_parts
from tests.people import nth_number, sound_draft
from tests.ui_shell import hands
from tests.ui_shell.test_accept_meant import RealDesk

_LEFT = "left by another test"
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[RealDesk]:
    parts = make_parts(tmp_path / "book", StillClock())
    made = RealDesk(qtbot, parts, parts.clock)  # type: ignore[arg-type]
    yield made
    made.errands.close()
    parts.store.close()


def cells(model: QAbstractItemModel, above: QModelIndex | None = None) -> Iterator[str]:
    """Every text a model gives for any role."""
    above = above or QModelIndex()
    for row in range(min(model.rowCount(above), 200)):
        flat = isinstance(model, QAbstractListModel)
        for column in range(1 if flat else model.columnCount(above)):
            index = model.index(row, column, above)
            yield from (str(said) for role in ROLES if isinstance(said := index.data(role), str))
            if column == 0 and not flat and model.rowCount(index):
                yield from cells(model, index)


@pytest.fixture(autouse=True)
def _alone(qapp: QApplication) -> None:
    """Mark the widgets that other tests left: here every later widget of the program is looked at.

    They are marked and not deleted, since other tests and Python may still hold them.
    """
    for widget in qapp.allWidgets():
        widget.setProperty(_LEFT, True)


def own(widget: QWidget) -> Iterator[str]:
    """Every text of one widget: shown, told by a tip, or read out."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis())
    yield from (widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from cells(widget.model())
    if spoken := QAccessible.queryAccessibleInterface(widget):
        kinds = (
            QAccessible.Text.Name,
            QAccessible.Text.Description,
            QAccessible.Text.Value,
            QAccessible.Text.Help,
        )
        yield from (spoken.text(kind) for kind in kinds)


def every_text() -> list[str]:
    """Every text of every widget of this test, hidden ones too."""
    shown = [widget for widget in QApplication.allWidgets() if not widget.property(_LEFT)]
    return list(chain.from_iterable(own(widget) for widget in shown))


def hits(words: list[str], texts: list[str]) -> list[str]:
    """The texts that hold one of the words, spaces and hyphens aside."""
    bare = [(text, text.replace(" ", "").replace("-", "")) for text in texts]
    return sorted({text for text, plain in bare if any(word in plain for word in words)})


def whole_numbers(*persons: int) -> list[str]:
    answers = {"phone": "13809430000", "card": "6217000000000000004"}
    return [*(nth_number(person) for person in persons), *answers.values()]


def prepared(desk: RealDesk) -> str:
    """An accepted application and another person's draft; returns the application's id."""
    application = desk.accepted("张样例")
    other = sound_draft(desk.parts, person=1)
    desk.parts.store.drafts.keep(replace(other, answers={**other.answers, "name": "李样例"}))
    return application.id


def test_no_room_shows_a_whole_number(desk: RealDesk) -> None:
    application = prepared(desk)
    words = whole_numbers(0, 1)
    desk.open()
    found: dict[str, list[str]] = {}
    for room in (shown.name for shown in desk.window.rooms):
        desk.window.show_room(room)
        desk.settle()
        found[room] = hits(words, every_text())
    desk.window.open_application(application)
    desk.settle()
    desk.until(lambda: desk.window.applications.detail.application is not None)
    texts = every_text()
    found["card"] = hits(words, texts)
    assert any("0029" in text for text in texts), "the card is there, and tells people apart by their ends"
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.find_dialog("finder")
    assert isinstance(dialog, FinderDialog)
    dialog.search.setText("样例")
    desk.until(lambda: dialog.query == "样例" and dialog.model.rowCount() > 2)
    desk.settle()
    found["finder"] = hits(words, every_text())
    assert {name: said for name, said in found.items() if said} == {}


def test_the_search_itself_can_fail(desk: RealDesk) -> None:
    desk.open()
    label = QLabel("电话 138 0943 0000")
    label.setToolTip(nth_number(0))
    assert len(hits(whole_numbers(0), every_text())) >= 2


def test_to_dos_are_masked(desk: RealDesk) -> None:
    prepared(desk)
    words = whole_numbers(0, 1)
    desk.clock.move(80 * 86400)
    told = todos.todos(desk.parts).shown
    assert told
    assert hits(words, [f"{t.title} {t.text}" for t in told]) == []


def test_title_and_bars_name_an_open_case_by_its_end(desk: RealDesk) -> None:
    desk.begin(3)
    desk.window.show_room("applications")
    desk.settle()
    counter = desk.window.counter
    around = [w for w in desk.window.findChildren(QWidget) if not (w is counter or counter.isAncestorOf(w))]
    texts = [text for widget in (desk.window, *around) for text in own(widget)]
    assert hits(whole_numbers(0), texts) == []


def test_after_the_next_person_nothing_of_the_last_is_anywhere(
    desk: RealDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (temporary := tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    case = desk.begin()
    application = desk.accept()
    desk.until(lambda: desk.panel.reported)
    hands.press(desk.window, Qt.Key.Key_1)
    desk.until(lambda: desk.asked() == [])
    QApplication.clipboard().setText(str(application.answers["id_number"]))
    desk.click("next-person")
    desk.settle()
    desk.until(lambda: not desk.window.counter._retired)
    words = [*whole_numbers(0), "张样例", application.number.replace("-", "")]
    desk.until(lambda: hits(words, every_text()) == [])
    assert QApplication.clipboard().text() == ""
    clips = QApplication.clipboard().mimeData()
    assert clips is None or not clips.hasImage()
    assert case.draft.id not in str(left_objects(desk.window))
    raw = {path: path.read_bytes() for path in temporary.rglob("*") if path.is_file()}
    coded = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le", "gb18030")]
    assert [path for path, held in raw.items() if any(word in held for word in coded)] == []


def left_objects(window: QObject) -> list[str]:
    """Names and dynamic properties of every object of the window."""
    found = []
    for thing in window.findChildren(QObject):
        found.append(thing.objectName())
        for name in thing.dynamicPropertyNames():
            with suppress(RuntimeError):  # a value of Qt's own that Python can not read
                found.append(str(thing.property(name.data().decode())))
    return found
