"""The list page on a book of some hundred applications: filters, counts, orders, portions, export."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import APPLICATION, Application
from desk_app.domain.events import Subject
from desk_app.domain.lists import DueKind, Order, Row, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import WorldError
from desk_app.services.counter import intake
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit import style
from desk_app.ui.kit.lists.chips import FilterChip
from desk_app.ui.kit.lists.page import ListPage
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.people import sound_draft
from tests.ui_shell import news
from tests.ui_shell.conftest import Desk, write

COUNT = 240
NAMES = ("马志强", "赵桂兰", "孙建国", "周小燕", "欧阳慧", "李秀英")
CHOSEN = (("cert_new", "living_subsidy", "care_subsidy"), ("cert_new",), ("cert_new", "living_subsidy"))


def take(parts: Parts, clock: StillClock, place: int) -> Application:
    """An accepted application of a new person, its letter still waiting."""
    draft = sound_draft(parts, person=place)
    answers = {**draft.answers, "name": NAMES[place % len(NAMES)]}
    draft = replace(draft, answers=answers, chosen=CHOSEN[place % 3])
    parts.store.drafts.keep(draft)
    clock.move(60)
    return intake.accept(parts, draft)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with applications of forty days in several states; every test gets a copy."""
    folder, clock = tmp_path_factory.mktemp("book"), StillClock()
    parts = make_parts(folder, clock)
    clock.move(-40 * 24 * 3600)
    for place in range(COUNT):
        application = take(parts, clock, place)
        if place % 10 == 0:
            news.deliver(parts, application)
            news.tell(parts, application, "cert_new", "correct")
        clock.move(40 * 24 * 3600 // COUNT - 60)
    parts.store.close()
    return folder


@pytest.fixture
def full(qtbot: QtBot, tmp_path: Path, book: Path) -> Iterator[Desk]:
    """A desk with a copy of that book; its window is not open yet."""
    shutil.copytree(book, tmp_path / "desk")
    clock = StillClock()
    made = Desk(qtbot, make_parts(tmp_path / "desk", clock), clock)
    yield made
    made.errands.close()
    made.parts.store.close()


def page(desk: Desk) -> ListPage:
    desk.window.show_room("applications")
    desk.settle()
    return desk.window.applications.list


def listed(desk: Desk) -> tuple[Row, ...]:
    return desk.window.applications.list.model.rows


def chip(desk: Desk, name: str) -> FilterChip:
    return desk.find(FilterChip, f"filter:{name}")


def counted(desk: Desk, name: str) -> int:
    desk.until(lambda: chip(desk, name).count is not None)
    count = chip(desk, name).count
    assert count is not None
    return count


def choose(desk: Desk, menu: QMenu, name: str) -> None:
    """Open a menu, wait for its counts, and choose an action."""
    menu.aboutToShow.emit()
    desk.settle()
    (action,) = [a for a in menu.actions() if a.objectName() == name]
    action.trigger()
    desk.settle()


def test_each_ready_filter_lists_as_many_as_it_says(full: Desk) -> None:
    full.open()
    shown = page(full)
    chips = shown.controls.filters.chips
    assert {"all", "overdue", "matter.correction"} <= {c.ready.id for c in chips}
    for each in chips:  # one that found no room stands in the menu and does the same
        full.until(lambda c=each: c.count is not None)
        each.click()
        full.settle()
        assert (each.ready.id, shown.total) == (each.ready.id, each.count)
        assert each.isChecked()
    assert counted(full, "all") == COUNT


def test_filters_that_are_chosen_from_the_menu_stand_beside_the_others_and_go_again(full: Desk) -> None:
    full.open()
    shown = page(full)
    full.click("filter:overdue")
    late = shown.total
    assert 0 < late < COUNT
    menu = shown.controls.filters.menu
    menu.aboutToShow.emit()
    (matters,) = [a.menu() for a in menu.actions() if a.objectName() == "menu-column:matters"]
    choose(full, matters, "menu-code:matters:care_subsidy")
    assert {DueKind.OVERDUE} == {row.due for row in listed(full)}
    assert all("care_subsidy" in row.values["matters"] for row in listed(full))
    assert 0 < shown.total < late
    full.click("filter-off:matters")
    full.until(lambda: shown.total == late)


def test_a_filter_nothing_meets_says_which_and_leads_out(full: Desk) -> None:
    full.open()
    shown = page(full)
    full.click("filter:overdue")
    write(full.find(QLineEdit, "search"), "没有这个人")
    full.until(lambda: full.sees("applications-empty"))
    said = full.find(QLabel, "applications-empty").text()
    assert said == "没有同时符合这些条件的办件:超期、“没有这个人”。"
    full.click("applications-empty-way")
    full.until(lambda: shown.total == COUNT)
    assert full.find(QLineEdit, "search").text() == ""


def test_a_period_holds_the_list_to_its_days(full: Desk) -> None:
    full.open()
    shown = page(full)
    menu = full.find(QAbstractButton, "list-period").menu()  # type: ignore[attr-defined]
    (week,) = [a for a in menu.actions() if a.text() == "近 30 天"]
    week.trigger()
    full.settle()
    first = full.clock.today() - timedelta(days=29)
    assert {row.began_at.date() >= first for row in listed(full)} == {True}
    assert 0 < shown.total < COUNT
    assert full.find(QAbstractButton, "list-period").text() == "近 30 天"


def test_a_heading_puts_rows_in_order_and_again_the_other_way(full: Desk) -> None:
    full.open()
    shown = page(full)
    place = [c.id for c in shown.model.columns].index("began")
    header = shown.table.horizontalHeader()
    for falling in (True, False):
        spot = QPoint(header.sectionViewportPosition(place) + 10, 12)
        QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        full.settle()
        days = [row.began_at for row in listed(full)]
        assert days == sorted(days, reverse=falling)
        assert header.isSortIndicatorShown()
        assert header.sortIndicatorSection() == place
    # The keyboard reaches the same orders below the list.
    choose(full, full.find(QAbstractButton, "list-order").menu(), "order:label:up")  # type: ignore[attr-defined]
    names = [row.label for row in listed(full)]
    by_pinyin = ["李秀英", "马志强", "欧阳慧", "孙建国", "赵桂兰", "周小燕"]
    assert names == sorted(names, key=by_pinyin.index)


def test_rows_are_read_in_portions_to_the_very_last_one(full: Desk) -> None:
    full.open()
    shown = page(full)
    assert shown.model.rowCount() == lists.FIRST < COUNT
    assert full.find(QLabel, "applications-count").text() == f"{COUNT} 件"
    shown.table.setFocus()
    full.qtbot.keyClick(shown.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    full.until(lambda: shown.model.rowCount() == COUNT)
    wanted = lists.page(full.parts, Wanted(APPLICATION), Order("due", False), COUNT).rows
    assert [row.id for row in listed(full)] == [row.id for row in wanted]


def test_a_change_keeps_the_place_and_the_row_the_clerk_stands_on(full: Desk) -> None:
    # GIVEN the clerk stands far below
    full.open()
    shown = page(full)
    shown.table.scrollToBottom()
    full.until(lambda: shown.model.rowCount() == COUNT)
    shown.table.selectRow(210)
    full.settle()
    stands, place = shown.row, shown.table.verticalScrollBar().value()
    assert stands is not None
    # WHEN another application is accepted
    fresh = take(full.parts, full.clock, COUNT)
    full.line.changed.emit(fresh.subject)
    # THEN it is listed and counted, and neither the row nor the scroll position moved from the clerk
    full.until(lambda: shown.total == COUNT + 1)
    full.until(lambda: counted(full, "all") == COUNT + 1)
    assert shown.row is not None
    assert shown.row.id == stands.id
    assert shown.model.rowCount() >= COUNT
    assert abs(shown.table.verticalScrollBar().value() - place) <= shown.table.rowHeight(0)


def test_a_record_too_far_down_is_brought_by_its_number(full: Desk) -> None:
    window = full.open()
    wanted = lists.page(full.parts, Wanted(APPLICATION), Order("due", False), COUNT).rows[-1]
    window.open_application(wanted.id)
    full.until(lambda: window.applications.detail.application is not None)
    full.settle()
    assert window.applications.detail.application.id == wanted.id  # type: ignore[union-attr]
    assert window.applications.list.row is not None
    assert window.applications.list.row.id == wanted.id


def test_the_list_behind_a_figure_is_opened_with_its_filters(full: Desk) -> None:
    window = full.open()
    asked = Wanted(APPLICATION, due=frozenset({DueKind.OVERDUE}))
    window.todos.list_wanted.emit(asked)
    full.settle()
    shown = window.applications.list
    assert shown.total == lists.counts(full.parts, asked)[""]
    assert chip(full, "overdue").isChecked()


def test_an_unfinished_application_stands_below_and_goes_on_at_the_counter(desk: Desk) -> None:
    desk.accepted("王样本")
    draft = desk.keep_draft()
    desk.open()
    shown = page(desk)
    assert [row.id for row in listed(desk)][-1] == draft.id
    state = [c.id for c in shown.model.columns].index("state")
    assert shown.model.index(1, state).data() == "草稿"
    assert counted(desk, "all") == 2
    shown.table.selectRow(1)
    desk.qtbot.keyClick(shown.table, Qt.Key.Key_Return)
    desk.until(lambda: desk.window.case is not None)
    assert desk.window.case.draft.id == draft.id  # type: ignore[union-attr]
    # It is found like everything else, and not where a state is asked for.
    desk.click("rail-applications")
    desk.until(lambda: len(listed(desk)) == 2)
    desk.click("filter:overdue")
    desk.until(lambda: len(listed(desk)) == 0)


def test_old_rows_stay_when_reading_fails_and_it_can_be_tried_again(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.open()
    shown = page(full)
    rows = listed(full)

    def broken(*_: object) -> None:
        raise WorldError("磁盘读不出来")

    with monkeypatch.context() as patch:
        patch.setattr(lists, "page", broken)
        full.click("filter:overdue")
        full.until(lambda: full.sees("list-fault"))
    assert listed(full) == rows
    full.click("list-again")
    full.until(lambda: not full.sees("list-fault"))
    assert {row.due for row in listed(full)} == {DueKind.OVERDUE}
    assert shown.loaded


def test_enter_in_the_search_opens_the_only_one_found(full: Desk) -> None:
    full.open()
    shown = page(full)
    wanted = listed(full)[3]
    search = full.find(QLineEdit, "search")
    search.setFocus()
    search.setText(wanted.number)
    full.qtbot.keyClick(search, Qt.Key.Key_Return)
    full.until(lambda: shown.row is not None and shown.row.id == wanted.id)
    assert shown.table.hasFocus()


def test_ten_thousand_characters_are_searched_for_and_nothing_breaks(desk: Desk) -> None:
    desk.accepted()
    desk.open()
    page(desk)
    desk.find(QLineEdit, "search").setText("王" * 10_000)
    desk.until(lambda: desk.sees("applications-empty"))
    assert "没有找到" in desk.find(QLabel, "applications-empty").text()


def export(desk: Desk, path: Path, kind: str, purpose: str = "") -> QWidget:
    desk.click("list-export")
    dialog = desk.find_dialog("export")
    dialog.findChild(QAbstractButton, f"export:{kind}").click()
    dialog.findChild(QLineEdit, "export-path").setText(str(path))
    if purpose:
        dialog.findChild(QCheckBox, "export-whole").setChecked(True)
        dialog.findChild(QLineEdit, "export-purpose").setText(purpose)
    desk.qtbot.mouseClick(dialog.findChild(QAbstractButton, "export-go"), Qt.MouseButton.LeftButton)
    return dialog


def told(dialog: QWidget) -> str:
    return dialog.findChild(QWidget, "export-said").accessibleName()


def test_what_is_listed_is_exported_masked(full: Desk, tmp_path: Path) -> None:
    full.open()
    shown = page(full)
    full.click("filter:overdue")
    path = tmp_path / "超期.csv"
    dialog = export(full, path, "csv")
    full.until(lambda: "已导出" in told(dialog))
    assert told(dialog) == f"已导出{shown.total}件到“超期.csv”,号码只有后四位。"
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert [row[head.index("姓名")] for row in rows] == [row.label for row in listed(full)]
    assert {len(row[head.index("尾号")]) for row in rows} == {4}
    (read,) = full.parts.store.journal.of(Subject("list", APPLICATION))
    assert read.how is ReadKind.EXPORTED


def test_whole_numbers_want_a_purpose_which_is_noted(full: Desk, tmp_path: Path) -> None:
    full.open()
    page(full)
    path = tmp_path / "全部.xlsx"
    full.click("list-export")
    dialog = full.find_dialog("export")
    dialog.findChild(QLineEdit, "export-path").setText(str(path))
    dialog.findChild(QCheckBox, "export-whole").setChecked(True)
    dialog.findChild(QAbstractButton, "export-go").click()
    assert "要写明做什么用" in told(dialog)
    assert not path.exists()
    dialog.findChild(QLineEdit, "export-purpose").setText("民政比对")
    dialog.findChild(QAbstractButton, "export-go").click()
    full.until(lambda: "已导出" in told(dialog))
    with ZipFile(path) as book:
        words = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    assert listed(full)[0].id_number in words
    (read,) = full.parts.store.journal.of(Subject("list", APPLICATION))
    assert read.how is ReadKind.UNMASKED
    assert "民政比对" in read.text


def test_a_folder_that_is_not_there_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.accepted()
    desk.open()
    page(desk)
    dialog = export(desk, tmp_path / "没有" / "a.csv", "csv")
    assert "没有这个文件夹" in told(dialog)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "还没有写存成哪个文件"),
        ("/", "文件名不能用"),
        ("/tmp/" + "长" * 200 + "/a", "文件名不能用"),
        ("~nobody-of-this-name/a.xlsx", "文件名不能用"),
        ("/tmp/a\0b.xlsx", "文件名不能用"),
    ],
)
def test_a_path_that_can_not_be_written_is_told_whatever_is_typed(
    desk: Desk, typed: str, sentence: str
) -> None:
    desk.accepted()
    desk.open()
    page(desk)
    desk.click("list-export")
    dialog = desk.find_dialog("export")
    line = dialog.findChild(QLineEdit, "export-path")
    line.setText(typed)
    dialog.findChild(QAbstractButton, "export:csv").click()
    dialog.findChild(QAbstractButton, "export-go").click()
    assert sentence in told(dialog)
    assert dialog.focusWidget() is line


def test_an_exported_file_has_the_ending_of_its_kind_and_replaces_none_unasked(
    desk: Desk, tmp_path: Path
) -> None:
    desk.accepted()
    desk.open()
    page(desk)
    # GIVEN a file of this name
    (tmp_path / "名单 1.5版.csv").write_text("旧的")
    dialog = export(desk, tmp_path / "名单 1.5版", "csv")
    assert "已经有了" in told(dialog)
    assert (tmp_path / "名单 1.5版.csv").read_text() == "旧的"
    # WHEN the clerk presses again
    dialog.findChild(QAbstractButton, "export-go").click()
    desk.until(lambda: "已导出" in told(dialog))
    # THEN it is replaced, and nothing else was written
    assert "张样例" in (tmp_path / "名单 1.5版.csv").read_text(encoding="utf-8-sig")
    assert [f.name for f in tmp_path.glob("名单*")] == ["名单 1.5版.csv"]


def test_an_export_is_offered_where_a_folder_is(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # a home without a folder of documents
    desk.accepted()
    desk.open()
    page(desk)
    desk.click("list-export")
    line = desk.find_dialog("export").findChild(QLineEdit, "export-path")
    assert Path(line.text()).parent.is_dir()


@pytest.mark.parametrize("size", [(1366, 768), (683, 384)])
def test_every_control_of_the_list_has_a_name(desk: Desk, size: tuple[int, int]) -> None:
    desk.accepted()
    window = desk.open()
    window.setMinimumSize(400, 300)
    window.resize(*size)
    page(desk)
    desk.settle()
    nameless = [
        w
        for w in window.findChildren(QWidget)
        if w.isVisible()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(w).text(QAccessible.Text.Name)
    ]
    assert nameless == []


def test_nothing_flashes_up_as_a_window_of_its_own(full: Desk) -> None:
    window = full.open()  # from here on conftest looks
    shown = page(full)
    window.open_application(listed(full)[0].id)
    full.settle()
    full.click("filter:overdue")
    shown.controls.hold_to_query("没有这个人")
    full.settle()
    shown.controls.show_all()
    full.settle()


def test_with_large_print_no_button_lies_over_the_search_line(desk: Desk) -> None:
    style.apply(dressed(), style.Looks.LARGE.value)
    desk.accepted()
    desk.open()
    page(desk)
    search = desk.find(QLineEdit, "search")
    beside = desk.find(QAbstractButton, "list-period")
    desk.until(lambda: search.geometry().right() < beside.geometry().left())


def test_the_end_reached_while_the_list_is_read_again_is_not_the_last_row(full: Desk) -> None:
    full.open()
    shown = page(full)
    before = len(listed(full))
    assert before < COUNT
    # WHEN the clerk is at the end before the rows that are read again have come
    shown.reload()
    shown.table.scrollToBottom()
    # THEN more rows come by themselves
    full.until(lambda: len(listed(full)) > before)
