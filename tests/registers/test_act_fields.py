"""Each kind of question of an act has its field: typed or chosen, checked beside it, kept when refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desk_app.domain.reads import ReadKind
from desk_app.ui.acts.dialog import ActDialog
from tests.dressed import dressed
from tests.fakes import StillClock, id_number, make_parts
from tests.opened import opened_book
from tests.registers.conftest import Keys
from tests.ui_shell.conftest import write

KINDS = """
[procedure]
id = "visits"
title = "走访登记"
subject = "visit"
source = "虚构"
label = "{who}"
demo = true

[[state]]
code = "open"
word = "在办"
tone = "info"
shape = "half"
open = true

[[state]]
code = "done"
word = "办完"
tone = "good"
shape = "good"

[[act]]
code = "begin"
word = "走访"
start = true
to = "open"
roles = ["clerk"]

[[act.asks]]
id = "who"
label = "走访对象"
kind = "name"
required = true

[[act.asks]]
id = "id_number"
label = "身份证号"
kind = "id_number"

[[act.asks]]
id = "phone"
label = "电话"
kind = "phone"

[[act.asks]]
id = "on"
label = "走访日期"
kind = "date"
required = true

[[act.asks]]
id = "people"
label = "在家几人"
kind = "number"
required = true

[[act.asks]]
id = "well"
label = "身体是否良好"
kind = "flag"
required = true

[[act.asks]]
id = "grade"
label = "残疾等级"
kind = "choice"
codes = "grade"

[[act.asks]]
id = "ethnicity"
label = "民族"
kind = "choice"
codes = "ethnicity"

[[act.asks]]
id = "categories"
label = "残疾类别"
kind = "choices"
codes = "category"

[[act.asks]]
id = "wishes"
label = "愿望"
max_length = 300

[[act.asks]]
id = "rows"
label = "逐件物品"
rows = [["thing", "物品"], ["count", "数量"]]

[[act]]
code = "finish"
word = "完成"
from = ["open"]
to = "done"
roles = ["clerk"]
"""


@pytest.fixture
def visits(qtbot: QtBot, tmp_path: Path) -> Iterator[Keys]:
    """A window whose pack has a register with every kind of question."""
    dressed()
    folder = tmp_path / "forms" / "procedures"
    folder.mkdir(parents=True)
    (folder / "visits.toml").write_text(KINDS, encoding="utf-8")
    clock = StillClock()
    made = Keys(qtbot, make_parts(tmp_path / "desk", clock, tmp_path / "forms"), clock)
    made.enter()
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def begun(visits: Keys, form: ActDialog) -> None:
    """Wait until the form was accepted: it is gone, and no errand is under way."""
    visits.until(lambda: not isValid(form))
    visits.settle()


def type_into(form: ActDialog, name: str, text: str) -> None:
    (line,) = form.findChildren(QLineEdit, name)
    write(line, text)


def choose(form: ActDialog, name: str) -> None:
    (answer,) = form.findChildren(QPushButton, name)
    answer.click()


def row_of(form: ActDialog, number: int, **cells: str) -> None:
    for column, text in cells.items():
        type_into(form, f"rows:{number}:{column}", text)


def fill(form: ActDialog) -> None:
    """Answer everything the act asks, as a clerk would."""
    for name, text in {
        "who": " 张样例 ",
        "id_number": id_number(),
        "phone": "138 0943 0000",
        "on": "2026年11月20日",
        "people": "３",
        "ethnicity": "回族",
    }.items():
        type_into(form, name, text)
    for answer in ("well:yes", "grade:2", "categories:4", "categories:1"):
        choose(form, answer)
    (wishes,) = form.findChildren(QPlainTextEdit, "wishes")
    wishes.setPlainText("想学\n按摩")
    row_of(form, 1, thing="轮椅", count="1辆")
    (more,) = form.findChildren(QPushButton, "rows:more")
    more.click()
    row_of(form, 2, thing="助行器")


def test_everything_that_is_given_is_kept_in_its_kind(visits: Keys) -> None:
    form = visits.form("start-begin")
    fill(form)
    visits.press(form)
    begun(visits, form)
    (record,) = visits.parts.store.proceedings.listed("visits")
    assert record.facts == {
        "who": "张样例",
        "id_number": id_number(),
        "phone": "13809430000",
        "on": "2026-11-20",
        "people": "3",
        "well": True,
        "grade": "2",
        "ethnicity": "03",
        "categories": ["1", "4"],
        "wishes": "想学 按摩",
        "rows": [{"thing": "轮椅", "count": "1辆"}, {"thing": "助行器"}],
    }
    # AND the card says it in words
    visits.until(lambda: "2026年11月20日" in visits.words())
    told = visits.words()
    assert id_number() not in told
    for text in ("**************0029", "二级", "回族", "想学 按摩", "轮椅,1辆\n助行器", "是"):
        assert text in told


def says_what_for(visits: Keys) -> None:
    """Choose a usual purpose for whole numbers."""
    visits.click("purpose:text:核对材料")
    visits.click("purpose:go")


def test_a_number_is_masked_until_somebody_asks_and_that_is_noted(visits: Keys) -> None:
    form = visits.form("start-begin")
    fill(form)
    visits.press(form)
    begun(visits, form)
    visits.click("record-unmask")
    says_what_for(visits)
    visits.until(lambda: id_number() in visits.words())
    assert not visits.sees("record-unmask")
    (record,) = visits.parts.store.proceedings.listed("visits")
    reads = [(read.how, read.text) for read in visits.parts.store.journal.of(record.subject)]
    assert reads == [(ReadKind.OPENED, ""), (ReadKind.UNMASKED, "用途:核对材料")]


@pytest.mark.warns
def test_numbers_stay_masked_while_that_can_not_be_noted(visits: Keys, tmp_path: Path) -> None:
    form = visits.form("start-begin")
    fill(form)
    visits.press(form)
    begun(visits, form)
    told: list[object] = []
    visits.errands.failed.connect(told.append)
    refuse = (
        "CREATE TRIGGER refuse BEFORE INSERT ON journal WHEN new.how = 'unmasked'"
        " BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with opened_book(tmp_path / "desk" / "book.db") as book:
        book.execute(refuse)
    visits.click("record-unmask")
    says_what_for(visits)
    assert len(told) == 1
    assert id_number() not in visits.words()
    assert visits.sees("record-unmask")
    with opened_book(tmp_path / "desk" / "book.db") as book:
        book.execute("DROP TRIGGER refuse")
    visits.click("record-unmask")
    says_what_for(visits)
    visits.until(lambda: id_number() in visits.words())


def test_what_is_wrong_is_told_beside_its_field_and_stays_as_it_was_typed(visits: Keys) -> None:
    form = visits.form("start-begin")
    fill(form)
    type_into(form, "people", "三个")
    type_into(form, "on", "昨天")
    type_into(form, "id_number", "620403198703120028")
    visits.press(form)
    assert form.isVisible()
    told = visits.words(form)
    assert "在家几人“三个”不是数字" in told
    assert "走访日期“昨天”不是日期" in told
    assert visits.edit(form, "people").text() == "三个"
    assert visits.edit(form, "on").text() == "昨天"
    assert visits.edit(form, "id_number").hasFocus()
    assert "轮椅" in [cell.text() for cell in form.findChildren(QLineEdit)]


def test_a_row_is_taken_out_and_the_others_stay(visits: Keys) -> None:
    form = visits.form("start-begin")
    fill(form)
    (remove,) = form.findChildren(QPushButton, "rows:1:remove")
    remove.click()
    visits.settle()
    visits.press(form)
    begun(visits, form)
    (record,) = visits.parts.store.proceedings.listed("visits")
    assert record.facts["rows"] == [{"thing": "助行器"}]


def test_a_choice_is_kept_by_enter_and_taken_back_by_pressing_it_again(visits: Keys) -> None:
    form = visits.form("start-begin")
    (yes,) = form.findChildren(QPushButton, "well:yes")
    yes.setFocus()
    QTest.keyClick(yes, Qt.Key.Key_Return)
    assert yes.isChecked()
    yes.setFocus()
    QTest.keyClick(yes, Qt.Key.Key_Return)
    assert yes.isChecked()
    assert not yes.hasFocus()
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert not yes.isChecked()


def test_the_keyboard_walks_every_field_in_order_and_each_has_a_name(visits: Keys) -> None:
    visits.form("start-begin")
    walked = []
    while (focused := QApplication.focusWidget()).objectName() != "act:go":
        walked.append(focused.objectName())
        assert QAccessible.queryAccessibleInterface(focused).text(QAccessible.Text.Name), focused
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        assert len(walked) < 30
    assert walked == [
        *("who", "id_number", "phone", "on", "people", "well:yes", "grade:1", "ethnicity"),
        *("categories:1", "wishes", "rows:1:thing", "rows:1:count", "rows:1:remove", "rows:more"),
        "act:cancel",
    ]


def test_giving_up_keeps_nothing(visits: Keys) -> None:
    form = visits.form("start-begin")
    fill(form)
    visits.press(form, "act:cancel")
    visits.press(form, "act:give-up")
    assert visits.parts.store.proceedings.listed("visits") == ()
    again = visits.form("start-begin")
    assert visits.edit(again, "who").text() == ""


def test_an_act_without_questions_is_asked_once(visits: Keys) -> None:
    form = visits.form("start-begin")
    fill(form)
    visits.press(form)
    begun(visits, form)
    finish = visits.form("act-finish")
    assert "走访登记 张样例" in visits.words(finish)
    assert QApplication.focusWidget().objectName() == "act:go"
    visits.press(finish)
    visits.until(lambda: not visits.sees("act-finish"))
    (record,) = visits.parts.store.proceedings.listed("visits")
    assert record.state == "done"
