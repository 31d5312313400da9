"""A sheet is opened from the list of a year, from its record, from the counter; the next person follows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit
from pytestqt.qtbot import QtBot

from desk_app.domain.survey import SurveyPerson
from desk_app.services.survey import asking, people, walking
from desk_app.services.survey.sheets import LOST
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.survey.dialog import SheetDialog
from desk_app.ui.survey.roll import RollDialog
from tests.fakes import StillClock, id_number, make_parts
from tests.survey.sheets import ANSWERS, ASKED_AT, AT_HOME, PERSON
from tests.ui_shell.conftest import Desk, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
NEIGHBOUR = SurveyPerson(id_number("19700101"), "李样甲", town="宝积镇", village="吊沟村", place=2)
FAR = SurveyPerson(id_number("19710101"), "王样乙", town="宝积镇", village="中川村", place=1)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    clock = StillClock(ASKED_AT)
    parts = make_parts(tmp_path / "desk", clock)
    for person in (PERSON, NEIGHBOUR, FAR):
        people.add(parts, parts.window.who, person)
    made = Desk(qtbot, parts, clock)
    made.open()
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()


def shown(desk: Desk, kind: type[QDialog]) -> QDialog:
    """The open dialog of a kind, waited for."""
    desk.until(lambda: any(d.isVisible() for d in desk.window.findChildren(kind)))
    desk.settle()
    return next(d for d in desk.window.findChildren(kind) if d.isVisible())


def roll(desk: Desk) -> RollDialog:
    desk.click("rail-registers")
    desk.turn("register:survey_sheet")
    desk.click("survey-roll-open")
    found = shown(desk, RollDialog)
    assert isinstance(found, RollDialog)
    desk.until(lambda: bool(found.model.rows))
    return found


def sheet(desk: Desk) -> SheetDialog:
    found = shown(desk, SheetDialog)
    assert isinstance(found, SheetDialog)
    return found


def test_from_the_list_one_sheet_after_the_other(desk: Desk) -> None:
    parts, who = desk.parts, desk.parts.window.who
    told = asking.tell_how(parts, who, asking.open_sheet(parts, who, PERSON), AT_HOME)
    asking.answer(parts, who, told, ANSWERS)
    listed = roll(desk)
    assert [(p.title.strip(), p.line.listed, p.left) for p in listed.side.model.rows] == [
        ("全部", 3, 3),
        ("宝积镇", 3, 3),
        ("中川村", 1, 1),
        ("吊沟村", 2, 2),
    ]
    write(desk.find(QLineEdit, "roll-search"), "样例")
    desk.until(lambda: [p.name for p in listed.model.rows] in (["张样例"], []))
    listed.side.table.selectRow(0)
    desk.until(lambda: [p.name for p in listed.model.rows] == ["张样例"])
    QTest.keyClick(desk.find(QLineEdit, "roll-search"), Qt.Key.Key_Return)
    asked = sheet(desk)
    assert asked.asking.sheet.record.facts["name"] == "张样例"
    desk.click("sheet-complete")
    following = sheet(desk)
    assert following is not asked
    assert following.asking.sheet.record.facts["name"] == "李样甲"
    after = walking.after(parts, following.asking.sheet)
    assert after is not None
    assert after.name == "王样乙"  # the village is asked through; the next one of the town follows
    desk.until(lambda: listed.side.model.rows[0].line.collected == 1)


def test_from_its_record_and_a_photo_needs_consent(desk: Desk) -> None:
    made = asking.open_sheet(desk.parts, desk.parts.window.who, PERSON)
    desk.window.show_room("registers")
    desk.window.registers.show_record(made.record)
    desk.click("open-sheet")
    asked = sheet(desk)
    desk.click("sheet-picture")
    form = shown(desk, ActDialog)
    assert isinstance(form, ActDialog)
    assert [f.element.id for f in form.fields] == ["consent", "picture_of", "picture_said", "picture"]
    form.reject()
    lost = asking.lose(desk.parts, desk.parts.window.who, asked.asking.sheet, "4", known_on="2026-09-01")
    assert (lost.record.state, lost.record.facts["lost_on"]) == (LOST, "2026-09-01")
