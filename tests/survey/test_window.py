"""The window of a sheet: one question after the other by keys alone, each answer kept at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk_app.services.survey import asking
from desk_app.ui.survey import keeping
from desk_app.ui.survey.items import ItemRow
from forms.surveys import years
from tests.disks import ON_POSIX, full_disk
from tests.dressed import dressed
from tests.fakes import CHINA, StillClock, id_number, make_parts
from tests.survey.forms import SurveyFolder
from tests.survey.sheets import ANSWERS, ASKED_AT, AT_HOME, PERSON, Sheet

KEY = Qt.Key
_QUESTION_S, _KEY_S = 7.0, 0.6
"""Seconds to read a question out and hear its answer; to press a key or write a character."""
_FIVE_MINUTES = 300


@pytest.fixture
def clock() -> StillClock:
    return StillClock(ASKED_AT)


@pytest.fixture
def sheet(qtbot: QtBot, tmp_path: Path, clock: StillClock) -> Iterator[Sheet]:
    dressed()
    made = Sheet(qtbot, make_parts(tmp_path / "desk", clock))
    yield made
    _put_away(made)


def _put_away(made: Sheet) -> None:
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


@pytest.fixture
def after(qtbot: QtBot, tmp_path: Path, clock: StillClock) -> Iterator[Sheet]:
    """A year later, with the sheet of the year before."""
    dressed()
    county = SurveyFolder(tmp_path / "county").directory
    years.begin(2027, 2026, county)
    parts = make_parts(tmp_path / "desk", clock, county)
    who, old = parts.window.who, asking.open_sheet(parts, parts.window.who, PERSON)
    old = asking.tell_how(parts, who, old, AT_HOME)
    asking.close(parts, who, asking.answer(parts, who, old, ANSWERS))
    clock.moment = datetime(2027, 3, 1, 9, 0, tzinfo=CHINA)
    made = Sheet(qtbot, parts)
    yield made
    _put_away(made)


def test_a_whole_sheet_takes_keys_alone_and_less_than_five_minutes(sheet: Sheet) -> None:
    sheet.begin()
    left: list[str] = []
    sheet.dialog.left.connect(lambda subject: left.append(subject.id))
    sheet.tell_how()
    assert sheet.answer_all() == list(ANSWERS)
    record = sheet.dialog.asking.sheet.record.id
    assert QApplication.focusWidget() is sheet.find(QAbstractButton, "sheet-complete")
    sheet.press(KEY.Key_Return)
    sheet.until(lambda: left)
    done = asking.sheet(sheet.parts, record)
    assert done.record.state == "collected"
    assert done.how == AT_HOME
    assert {item: done.answers[item] for item in ANSWERS} == dict(ANSWERS)
    assert sheet.keys <= 40
    spent = _QUESTION_S * (len(ANSWERS) + 2) + _KEY_S * (sheet.keys + sheet.characters)
    assert spent < _FIVE_MINUTES


def test_each_answer_is_in_the_book_before_the_next_and_opened_again_it_goes_on_there(sheet: Sheet) -> None:
    sheet.begin()
    sheet.tell_how()
    sheet.digits("2")
    assert sheet.here == "r4"
    sheet.settle()
    assert sheet.kept.answers == {"r3": "2"}
    sheet.type("张样例")
    sheet.press(KEY.Key_Return)
    sheet.settle()
    again = sheet.kept
    assert (again.answers, again.how) == ({"r3": "2", "r4": "张样例"}, AT_HOME)
    sheet.dialog.done(0)  # as if the program had been killed: nothing more is written
    sheet.open(again)
    assert sheet.here == "phone"


def test_no_held_key_answers_two_questions(sheet: Sheet) -> None:
    sheet.begin()
    sheet.press(KEY.Key_1, held=True)
    assert sheet.here == "answered_by"
    sheet.digits("1")
    sheet.press(KEY.Key_2, held=True)
    assert sheet.here == "r4"
    assert sheet.find(QLineEdit, "r4").text() == ""
    sheet.type("张样例")
    sheet.press(KEY.Key_Return, held=True)
    assert sheet.here == "phone"
    sheet.press(KEY.Key_Up)
    sheet.press(KEY.Key_Up)
    assert sheet.here == "r3"
    assert sheet.kept.answers == {"r3": "2", "r4": "张样例"}


def test_one_key_takes_over_one_answer_of_last_year(after: Sheet) -> None:
    after.begin()
    after.tell_how()
    words = after.texts(after.row("r3"))
    assert "已婚" in words
    after.press(KEY.Key_Equal, held=True)
    assert (after.here, after.kept.answers) == ("r4", {"r3": "2"})
    assert "与去年相同" in after.texts(after.row("r3"))
    after.press(KEY.Key_Equal)
    after.type("13809430001")
    after.press(KEY.Key_Return)
    assert after.kept.answers == {"r3": "2", "r4": "张样例", "phone": "13809430001"}
    assert "与去年不同" in after.texts(after.row("phone"))
    after.press(KEY.Key_Backspace)
    assert after.here == "phone"


def test_a_jump_keeps_what_was_answered_and_says_so(sheet: Sheet) -> None:
    sheet.begin()
    sheet.tell_how()
    sheet.answer_all({item: ANSWERS[item] for item in list(ANSWERS)[:9]})
    assert sheet.here == "r12"
    sheet.press(KEY.Key_Up)
    sheet.press(KEY.Key_Up)
    sheet.press(KEY.Key_Up)
    assert sheet.here == "r9"
    sheet.digits("1")
    assert sheet.here == "r12"
    sheet.dialog.show_section("work")
    said = sheet.texts(sheet.row("r10"))
    assert said == "R10 未就业主要生活来源 不再需要:R9选了“是”。填过的“退休金(养老金)”留着,不算数"
    assert sheet.kept.read.idle == {"r10": "1", "r11": ("1", "3")}
    assert sheet.here == "r9"
    sheet.digits("2")
    assert sheet.kept.read.idle == {}


def test_a_caution_opens_its_reason_in_place_and_keeps_the_sheet_open(sheet: Sheet) -> None:
    sheet.begin()
    sheet.tell_how()
    sheet.dialog.bring_item("r9")
    sheet.digits("1")
    assert sheet.here == "r12"
    sheet.digits("5")
    sheet.press(KEY.Key_Return)
    line = sheet.find(QLineEdit, "reason:work_uninsured")
    assert line.hasFocus()
    assert "已就业,却没有任何职工社会保险,请说明" in sheet.texts(sheet.row("r12"))
    sheet.press(KEY.Key_Return)
    assert sheet.here == "r13"  # it can be left, and stays open
    assert [p.caution for p in sheet.kept.problems if p.caution and p.open] == ["work_uninsured"]
    line.setFocus()
    sheet.type("村里公益性岗位,按日计酬")
    sheet.press(KEY.Key_Return)
    assert sheet.here == "r13"
    assert sheet.kept.explained == {"work_uninsured": "村里公益性岗位,按日计酬"}


def test_a_wrong_answer_is_pointed_out_where_it_stands(sheet: Sheet) -> None:
    sheet.begin()
    sheet.tell_how()
    sheet.digits("2")
    sheet.answer("张样例")
    sheet.answer("1380943")
    assert sheet.here == "phone"
    row = sheet.row("phone")
    assert row.field.told
    sheet.press(KEY.Key_Return)
    assert sheet.here == "r6"
    assert not sheet.dialog.asking.sheet.may_close


@ON_POSIX
def test_what_the_disk_refuses_is_said_and_written_when_there_is_room(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AGAIN_MS", 100)
    sheet.begin()
    sheet.tell_how()
    sheet.settle()
    with full_disk():
        sheet.digits("2")
        strip = sheet.find(type(sheet.dialog._head._unsaved), "sheet-unsaved")
        sheet.until(strip.isVisible)
        assert "有1题还没有存到磁盘" in strip.text
        sheet.press(KEY.Key_Escape)
        sheet.settle()
        assert sheet.dialog.isVisible()
        assert sheet.find(QAbstractButton, "sheet-leave-unsaved").isVisible()
    # No key is touched: the next try comes by itself.
    sheet.until(lambda: not strip.isVisible())
    kept = sheet.kept
    sheet.press(KEY.Key_Escape)
    sheet.until(lambda: not isValid(sheet.dialog))
    assert kept.answers == {"r3": "2"}


def test_a_pile_of_paper_forms_shares_day_and_collector(sheet: Sheet) -> None:
    wanted: list[object] = []
    sheet.begin()
    sheet.dialog.next_wanted.connect(wanted.append)
    sheet.press(KEY.Key_Up)
    sheet.press(KEY.Key_Up)
    sheet.press(KEY.Key_Up)
    assert sheet.here == "from_paper"
    sheet.press(KEY.Key_1)
    assert sheet.here == "asked_on"
    sheet.answer("20260901")
    sheet.answer("王样丙")
    sheet.digits("3")
    sheet.answer("雨天路断")
    sheet.digits("2")
    for words in ("李样丁", "妻子", "本人听不清"):
        sheet.answer(words)
    sheet.press(KEY.Key_N, modifiers=Qt.KeyboardModifier.ControlModifier)
    sheet.until(lambda: wanted)
    how = sheet.kept.how
    assert (how.from_paper, how.asked_on, how.collector, how.way, how.way_why) == (
        True,
        "2026-09-01",
        "王样丙",
        "3",
        "雨天路断",
    )
    assert (how.answered_by, how.proxy, how.relation, how.proxy_why) == ("2", "李样丁", "妻子", "本人听不清")
    other = replace(PERSON, id_number=id_number("19800101"), name="赵样戊", given={})
    sheet.open(asking.open_sheet(sheet.parts, sheet.parts.window.who, other), how)
    assert sheet.here == "way"
    assert sheet.dialog.how.told.asked_on == "2026-09-01"


def test_who_is_not_met_is_noted_with_the_reason_and_can_be_asked_after_all(sheet: Sheet) -> None:
    left: list[object] = []
    sheet.begin()
    sheet.dialog.left.connect(left.append)
    sheet.click("sheet-lose")
    form = sheet.act()
    sheet.press(KEY.Key_3)
    sheet.click("act:go", form)
    sheet.until(lambda: left)
    found = sheet.kept
    assert (found.record.state, found.record.facts["lost_why"]) == ("lost", "3")
    sheet.open(found)
    assert "已登记失访(人户分离)" in sheet.texts()
    assert not any(row.isEnabled() for row in sheet.dialog.findChildren(ItemRow))
    sheet.click("sheet-reopen")
    form = sheet.act()
    sheet.type("回来了")
    sheet.click("act:go", form)
    sheet.until(lambda: sheet.kept.record.state == "asking")
    sheet.dialog.activateWindow()
    sheet.until(lambda: sheet.here == "r3")
    sheet.digits("2")
    assert sheet.kept.answers == {"r3": "2"}


def test_a_village_is_asked_in_the_same_window(sheet: Sheet) -> None:
    village = next(r for r in sheet.parts.regions.rows.values() if len(r.code) == 12)
    sheet.open(asking.open_village(sheet.parts, sheet.parts.window.who, village.code))
    sheet.tell_how()
    form = sheet.dialog.asking.form
    wanted = next(i for i in form.items if i.required and not sheet.dialog.asking.sheet.read.facts.get(i.id))
    assert (form.head.about, sheet.here) == ("village", wanted.id)
    sheet.dialog.reject()
    sheet.settle()
