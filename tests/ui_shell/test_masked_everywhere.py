"""No room shows a whole number of a person unless asked; after 下一位 nothing of the last one is anywhere."""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAccessible, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

import resources
from desk_app.domain.applications import APPLICATION, Application
from desk_app.domain.lists import Order, Wanted
from desk_app.errors import RuleError
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.counter import capture, intake
from desk_app.services.lists import export
from desk_app.services.todos import todos
from desk_app.ui.acts.preview import Preview
from desk_app.ui.applications.amend import AmendDialog
from desk_app.ui.applications.whole import WholeDialog
from desk_app.ui.finder.dialog import FinderDialog
from desk_app.ui.papers.view import PaperView
from tests.fakes import StillClock, make_parts
from tests.people import nth_number, sound_draft
from tests.ui_shell import hands
from tests.ui_shell.conftest import write
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


CHANGED = "13912345678"
"""The telephone after an amendment; the address below the town is masked too."""
HOUSE = "样例社区12号"


def amended(desk: RealDesk) -> Application:
    """An accepted application; telephone and number stand in a reason and in the name of a scan too."""
    data = resources.path("samples", "01", "portrait.jpg").read_bytes()
    draft = capture.add_page(desk.parts, sound_draft(desk.parts), "household", data, f"{nth_number(0)}.jpg")
    desk.parts.store.drafts.keep(draft)
    application = intake.accept(desk.parts, draft)
    desk.clock.move(3600)
    why = f"原来13809430000听错,身份证{nth_number(0)}没有错"
    amending.carry_out(desk.parts, application.id, [Change("phone", CHANGED, why)])
    return application


def shut(desk: RealDesk) -> None:
    """Close every dialog, and see that it is gone."""
    for dialog in desk.window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.done(0)
    desk.settle()


def test_no_dialog_opened_from_a_list_shows_a_whole_number(desk: RealDesk) -> None:
    application = amended(desk)
    words = [*whole_numbers(0), CHANGED, HOUSE]
    desk.open().open_application(application.id)
    desk.until(lambda: desk.sees("whole-of"))
    found = {"card": hits(words, every_text())}
    desk.click("whole-of")
    whole = desk.find_dialog("whole")
    assert isinstance(whole, WholeDialog)
    for part in range(6):
        whole.show_part(part)
        desk.settle()
        found[f"whole {part}"] = hits(words, every_text())
        painted = (w for w in desk.window.findChildren(QWidget) if isinstance(w, PaperView | Preview))
        assert not any(w.isVisible() for w in painted), part
    shut(desk)
    for pressed, dialog in DIALOGS.items():
        desk.click(pressed)
        desk.find_dialog(dialog)
        desk.settle()
        found[dialog] = hits(words, every_text())
        shut(desk)
    assert {name: said for name, said in found.items() if said} == {}


DIALOGS = {
    "amend-application": "amend",
    "documents-of": "documents",
    "transfer": "transfer-dialog",
    "delivering": "delivering-dialog",
    "list-export": "export",
}
"""What is pressed on card and list, and the dialog that opens."""


def test_what_is_corrected_is_clear_once_it_is_picked_and_found_by_any_number(desk: RealDesk) -> None:
    application = amended(desk)
    desk.open().open_application(application.id)
    desk.click("amend-application")
    dialog = desk.find_dialog("amend")
    assert isinstance(dialog, AmendDialog)
    search = desk.find(QLineEdit, "amend:search")
    write(search, CHANGED)
    assert dialog.list.shown == ("phone",)
    assert hits([CHANGED], [cell for view in dialog.findChildren(QListWidget) for cell in own(view)]) == []
    dialog.pick("phone")
    assert hits([CHANGED], [w.text() for w in dialog.findChildren(QLabel)])


def test_an_export_has_ends_alone_unless_a_purpose_is_given(desk: RealDesk, tmp_path: Path) -> None:
    amended(desk)
    words = [*whole_numbers(0), CHANGED, HOUSE]
    for purpose in ("", "民政比对"):
        path = tmp_path / f"export{len(purpose)}.csv"
        wanted, order = Wanted(APPLICATION), Order("began", descending=True)
        export.write(desk.parts, desk.parts.window.who, wanted, order, path, export.CSV, purpose)
        told = path.read_text(encoding="utf-8-sig")
        assert bool(hits(words, [told])) is bool(purpose)


def test_a_notice_names_nobody_by_a_whole_number(desk: RealDesk) -> None:
    application = amended(desk)
    desk.open()
    desk.window.notices.report(RuleError(f"没有办成:{application.number}"))
    desk.window.notices.tell("good", f"已转给{desk.parts.window.clerk},记下了")
    desk.settle()
    shown = [text for w in desk.window.notice_area.findChildren(QWidget) for text in own(w)]
    assert any("没有办成" in text for text in shown)
    assert hits([*whole_numbers(0), CHANGED], shown) == []


def test_no_picture_of_a_person_stays_in_memory(desk: RealDesk) -> None:
    data = resources.path("samples", "01", "portrait.jpg").read_bytes()
    draft = capture.set_photo(desk.parts, sound_draft(desk.parts), data, "照片.jpg")
    draft = capture.add_page(desk.parts, draft, "household", data, "户口簿.jpg")
    desk.parts.store.drafts.keep(draft)
    desk.open()
    desk.settle()
    before = len(pictures())
    desk.window.counter.resume(draft.id)
    desk.until(lambda: desk.window.case is not None)
    desk.settle()
    for step in range(1, 6):
        desk.click(f"step-{step}")
    desk.until(lambda: len(pictures()) > before)
    desk.click("set-aside")
    desk.settle()
    desk.until(lambda: not desk.window.counter._retired)

    def gone() -> bool:
        gc.collect()
        return len(pictures()) <= before

    desk.until(gone)


def pictures() -> list[QImage | QPixmap]:
    """Every picture larger than an icon that Python still holds."""
    held = (o for o in gc.get_objects() if isinstance(o, QImage | QPixmap))
    return [p for p in held if p.width() > 64 and p.height() > 64]


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
