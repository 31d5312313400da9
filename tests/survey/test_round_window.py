"""A year in its window: the list is drawn, a village tells its sheets, a town sums up and signs twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.services import proceedings
from desk_app.services.survey import asking, people, reporting, rounds
from desk_app.services.survey.reporting import CHAIRMAN
from desk_app.services.todos import todos
from desk_app.ui.kit.widgets import Strip
from desk_app.ui.papers.dialog import PaperDialog
from desk_app.ui.survey.exporting import ExportingDialog
from desk_app.ui.survey.listing import ListingDialog
from desk_app.ui.survey.roll import RollDialog
from tests.fakes import CHINA, StillClock, make_parts
from tests.survey.test_round import line, places, written
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    clock = StillClock(datetime(2026, 9, 10, 9, 0, tzinfo=CHINA))
    made = Desk(qtbot, make_parts(tmp_path / "desk", clock), clock)
    made.open()
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def roll(desk: Desk) -> RollDialog:
    desk.click("rail-registers")
    desk.turn("register:survey_sheet")
    desk.click("survey-roll-open")
    found = desk.find_dialog("survey-roll")
    assert isinstance(found, RollDialog)
    desk.settle()
    return found


def choose(desk: Desk, listed: RollDialog, title: str) -> None:
    """Choose a place, as a click does."""
    titles = [p.title.strip() for p in listed.side.model.rows]
    listed.side.table.selectRow(titles.index(title))
    desk.settle()


def said(desk: Desk) -> str:
    return desk.find(Strip, "roll-strip").text


def draw(desk: Desk, path: Path) -> None:
    """List the people of a file, but for its lines with faults."""
    desk.click("roll-draw")
    dialog = desk.find_dialog("listing")
    assert isinstance(dialog, ListingDialog)
    desk.settle()
    dialog.take(path)
    desk.settle()
    assert any("第4行" in each.text() for each in dialog.findChildren(QLabel))
    desk.find(QAbstractButton, "listing-good").click()  # its middle may lie behind its words
    desk.click("listing-go")


def test_from_the_list_to_two_signatures(desk: Desk, tmp_path: Path) -> None:
    parts, (place, *_) = desk.parts, places(desk.parts, 4)
    torn = line(3, *place)
    torn[2] = "12"
    path = written(tmp_path / "list.csv", [line(1, *place), line(2, *place), torn])
    listed = roll(desk)
    assert desk.find(QLabel, "roll-said").text() == "名单上没有人,先按“列名单…”"
    assert not desk.sees("roll-year")  # there is one year only
    draw(desk, path)
    assert said(desk) == "名单上有2人"
    assert [(p.title.strip(), p.left) for p in listed.side.model.rows] == [
        ("全部", 2), (place[0], 2), (place[1], 2),
    ]  # fmt: skip

    for person in people.people(parts):
        asking.lose(parts, parts.window.who, asking.open_sheet(parts, parts.window.who, person), "4")
    desk.click("roll-report")
    assert "登记率0÷2" not in desk.find(QLabel, "deed-told").text()
    desk.click("deed-go-0")
    assert said(desk).startswith(f"{place[0]}{place[1]}已上报:0张,失访2人")
    choose(desk, listed, place[0])
    desk.click("roll-sign")
    assert "要先由乡镇审核通过" in desk.find(QLabel, "deed-told").text()
    desk.click("deed-close")
    another = replace(parts.window.who, person="王样丙")
    village = rounds.village_id(2026, *place)
    proceedings.act(parts, another, village, "review_town", {})

    desk.click("roll-summary")
    desk.click("deed-go-0")
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(PaperDialog)))
    next(d for d in desk.window.findChildren(PaperDialog) if d.isVisible()).reject()
    desk.click("roll-sign")
    desk.click("deed-go-1")
    assert "理事长身份签了字" in said(desk)
    desk.click("roll-sign")
    assert "主席:还没有签" in desk.find(QLabel, "deed-told").text()
    desk.click("deed-go-0")
    assert "不同的人" in desk.find(Strip, "deed-refused").text
    desk.find_dialog("survey-sign").reject()
    reporting.sign(parts, replace(parts.window.who, person="主席甲"), place[0], CHAIRMAN)

    desk.click("roll-export")
    dialog = desk.find_dialog("survey-export")
    assert isinstance(dialog, ExportingDialog)
    dialog.save(dialog._platform, tmp_path / "out.xlsx")
    desk.settle()
    assert "请写明用途" in desk.find(Strip, "export-refused").text
    dialog.save(partial(dialog._figures, outside=True), tmp_path / "figures.xlsx")
    desk.settle()
    assert (tmp_path / "figures.xlsx").exists()
    assert said(desk).startswith("指标在“figures.xlsx”")
    desk.click("roll-pay")
    assert "共0张,0元" in desk.find(QLabel, "deed-told").text()
    desk.click("deed-close")

    for act in ("return_county", "return_town"):
        proceedings.act(parts, another, village, act, {"return_why": "一张要改"})
    (todo,) = [t for t in todos.todos(parts).shown if t.procedure == rounds.TOWN and "重新打开" in t.title]
    assert todo.act is not None
    assert (todo.act.code, todo.proceeding) == ("reopen", rounds.town_id(2026, place[0]))


def test_where_there_is_little_width_a_key_turns_to_the_places(desk: Desk, tmp_path: Path) -> None:
    first, second, *_ = places(desk.parts, 4)
    people_ = [line(1, *first), line(2, *second)]
    desk.window.resize(683, 384)
    listed = RollDialog(desk.parts, desk.errands, desk.window, lambda _: None)
    listed.open()
    desk.settle()
    desk.click("roll-turn")
    menu = desk.find(QPushButton, "roll-acts").menu()
    assert not desk.sees("roll-draw")
    next(entry for entry in menu.actions() if entry.text() == "列名单…").trigger()
    dialog = desk.find_dialog("listing")
    assert isinstance(dialog, ListingDialog)
    desk.settle()
    dialog.take(written(tmp_path / "list.csv", people_))
    desk.settle()
    desk.click("listing-go")
    choose(desk, listed, second[1])
    QTest.keyClick(listed.side.table, Qt.Key.Key_Return)
    desk.settle()
    assert not desk.sees("roll-places")
    assert [p.village for p in listed.model.rows] == [second[1]]
    desk.click("roll-turn")
    listed.reject()
    assert listed.isVisible()
    assert desk.sees("roll")
