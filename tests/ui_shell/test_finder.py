"""查找: anything by whatever is at hand, from any room; only the newest answer is shown."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.services import proceedings
from desk_app.services.lookup import finding
from desk_app.services.lookup.finding import Found
from desk_app.services.parts import Parts
from desk_app.ui.finder.dialog import FinderDialog
from tests.opened import opened_book
from tests.registers.conftest import Keys, keys  # noqa: F401 - the fixture
from tests.ui_shell.conftest import Desk


def finder(desk: Desk) -> FinderDialog:
    """Open the search by its key."""
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.find_dialog("finder")
    assert isinstance(dialog, FinderDialog)
    return dialog


def found(dialog: FinderDialog) -> list[str]:
    """Headings and hits that are shown."""
    model = dialog.model
    return [model.index(row).data() for row in range(model.rowCount())]


def look(desk: Desk, dialog: FinderDialog, query: str, wanted: list[str]) -> None:
    dialog.search.setText(query)
    desk.until(lambda: dialog.query == query and found(dialog) == wanted)


def test_a_person_and_their_application_are_found_by_pinyin_and_by_tail(desk: Desk) -> None:
    application = desk.accepted("欧阳慧")
    desk.accepted("王样本")
    desk.open()
    dialog = finder(desk)
    tail = str(application.answers["id_number"])[-4:]
    for query in ("ouyang", "oyh", "欧阳", tail, application.number, f"欧阳慧 {tail}"):
        look(
            desk,
            dialog,
            query,
            [*(["人", "欧阳慧"] if query != application.number else []), "办件", "欧阳慧"],
        )
        dialog.search.clear()
        desk.until(lambda: found(dialog) == [])


def test_enter_opens_what_is_chosen_and_arrows_choose(desk: Desk) -> None:
    application = desk.accepted("欧阳慧")
    window = desk.open()
    dialog = finder(desk)
    look(desk, dialog, "欧阳", ["人", "欧阳慧", "办件", "欧阳慧"])
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Down)  # over the heading to the application
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: window.applications.detail.application is not None)
    assert window.applications.detail.application.id == application.id  # type: ignore[union-attr]
    assert not desk.sees("finder")


def test_a_person_opens_the_list_of_their_records(desk: Desk) -> None:
    mine = desk.accepted("欧阳慧")
    desk.accepted("王样本")
    window = desk.open()
    dialog = finder(desk)
    look(desk, dialog, "欧阳", ["人", "欧阳慧", "办件", "欧阳慧"])
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: [r.id for r in window.applications.list.model.rows] == [mine.id])
    assert window.applications.list.controls.search.text() == f"欧阳慧 {mine.answers['id_number'][-4:]}"  # type: ignore[index]


def test_a_scanned_code_opens_the_only_hit_at_once(desk: Desk) -> None:
    application = desk.accepted("欧阳慧")
    desk.accepted("王样本")
    window = desk.open()
    dialog = finder(desk)
    desk.qtbot.keyClicks(dialog.search, application.number)
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: window.applications.detail.application is not None)
    assert window.applications.detail.application.id == application.id  # type: ignore[union-attr]


def test_what_is_still_being_filled_in_goes_on_at_the_counter(desk: Desk) -> None:
    draft = desk.keep_draft()
    window = desk.open()
    dialog = finder(desk)
    look(desk, dialog, "张样例", ["人", "张样例", "没写完的", "张样例"])
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: window.case is not None)
    assert window.case.draft.id == draft.id  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("table", "heading", "told"),
    [("draft", "没写完的", "没写完的申请"), ("application", "办件", "book check")],
)
def test_what_is_damaged_says_so_and_opens_nothing(
    table: str, heading: str, told: str, desk: Desk, tmp_path: Path
) -> None:
    if table == "draft":
        desk.keep_draft()
    else:
        desk.accepted("张样例")
    window = desk.open()
    said: list[tuple[str, str]] = []
    desk.notices.arrived.connect(lambda m: said.append((m.tone, m.sentence)))
    dialog = finder(desk)
    look(desk, dialog, "张样例", ["人", "张样例", heading, "张样例"])
    with opened_book(next(tmp_path.rglob("book.db"))) as db:
        db.execute(f"UPDATE {table} SET body = '{{'")
    db.close()
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Down)
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(lambda: bool(said))
    desk.settle()
    ((tone, sentence),) = said
    assert tone == "wrong"
    assert "读不出来" in sentence
    assert told in sentence
    assert window.case is None


def test_a_record_opens_its_register(keys: Keys) -> None:  # noqa: F811
    who = keys.parts.window.who
    proceedings.begin(keys.parts, who, "keys", "take", {"holder": "张样例", "key": "车库"})
    keys.open()
    dialog = finder(keys)
    look(keys, dialog, "车库", ["钥匙登记", "车库"])
    keys.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    keys.until(lambda: keys.sees("record-name"))
    assert keys.find(QLabel, "record-name").text() == "车库"


def test_what_was_not_found_says_what_was_looked_for_and_each_search_is_noted_once(desk: Desk) -> None:
    desk.open()
    dialog = finder(desk)
    said = dialog.findChild(QLabel, "finder-said")
    dialog.search.setText("没有这个人")
    desk.until(lambda: "没有这个人" in said.text())
    dialog.search.setText("没有这个人 ")  # the same once more
    desk.settle()
    reads = desk.parts.store.journal.of(Subject("register", "*"))
    assert [(r.how, r.text) for r in reads] == [(ReadKind.SEARCHED, "")]
    dialog.search.setText("王" * 10_000)
    desk.until(lambda: "太长" in said.text())
    dialog.search.clear()
    desk.until(lambda: "可以输入" in said.text())


def test_an_answer_that_comes_late_does_not_stand_over_a_newer_question(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.accepted("欧阳慧")
    desk.accepted("王样本")
    desk.open()
    dialog = finder(desk)
    asked, go_on, real = threading.Event(), threading.Event(), finding.find

    def slow(parts: Parts, query: str, limit: int) -> Found:
        if query == "欧":
            asked.set()
            go_on.wait(10)
        return real(parts, query, limit)

    monkeypatch.setattr(finding, "find", slow)
    seen: list[list[str]] = []
    dialog.model.modelReset.connect(lambda: seen.append(found(dialog)))
    dialog.search.setText("欧")
    desk.until(asked.is_set)
    dialog.search.setText("王样")
    go_on.set()
    desk.until(lambda: found(dialog) == ["人", "王样本", "办件", "王样本"])
    assert ["人", "欧阳慧", "办件", "欧阳慧"] not in seen


def test_enter_opens_nothing_that_was_typed_after_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    application = desk.accepted("欧阳慧")
    window = desk.open()
    dialog = finder(desk)
    asked, go_on, real = threading.Event(), threading.Event(), finding.find

    def slow(parts: Parts, query: str, limit: int) -> Found:
        if query == "nobody":
            asked.set()
            go_on.wait(10)
        return real(parts, query, limit)

    monkeypatch.setattr(finding, "find", slow)
    desk.qtbot.keyClicks(dialog.search, "nobody")
    desk.qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    desk.until(asked.is_set)
    dialog.search.setText(application.number[:-2])  # the only hit, but still being typed
    go_on.set()
    desk.until(lambda: found(dialog) == ["办件", "欧阳慧"])
    desk.settle()
    assert dialog.isVisible()
    assert window.applications.detail.application is None


def test_a_field_does_not_swallow_the_key_and_everything_has_a_name(desk: Desk) -> None:
    desk.accepted("欧阳慧")
    desk.open()
    desk.click("rail-applications")
    search = desk.find(QLineEdit, "search")
    search.setText("欧阳")
    search.setCursorPosition(0)
    desk.qtbot.keyClick(search, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    dialog = desk.find_dialog("finder")
    assert search.text() == "欧阳"
    seen = [w for w in dialog.findChildren(QWidget) if w.isVisible()]
    reachable = [w for w in seen if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reachable
    for widget in reachable:
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
