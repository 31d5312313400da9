"""政策找人 in the real window: a roster is brought, found people are listed, one key begins a case."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from desk_app.services.roster import bringing, matching, needs
from desk_app.services.tables import opened
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.registers.roster import RosterDialog
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.roster.tables import HEADINGS, book, line, number
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


class Finder(Desk):
    """The window at 政策找人, and methods to work it."""

    def enter(self) -> None:
        """Open the window and show the register."""
        self.open()
        self.click("rail-registers")
        self.turn("register:entitled")

    def choose(self, path: Path) -> RosterDialog:
        """Open the import with a chosen file, and wait until it was looked through."""
        self.click("roster-import")
        dialog = self.find_dialog("roster")
        assert isinstance(dialog, RosterDialog)
        dialog.take(path)
        self.settle()
        return dialog

    def press(self, dialog: RosterDialog, name: str) -> None:
        """Press a button of the dialog and wait for its effect."""
        (found,) = dialog.findChildren(QAbstractButton, name)
        assert found.isEnabled()
        found.click()
        self.settle()

    @property
    def table(self) -> ListTable:
        """The list."""
        return self.find(ListTable, "register-entitled")

    def names(self) -> list[str]:
        """The first cell of every row."""
        model = self.table.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def finder(qtbot: QtBot, tmp_path: Path) -> Iterator[Finder]:
    """A desk whose window is not open yet."""
    dressed()
    clock = StillClock()
    made = Finder(qtbot, make_parts(tmp_path / "desk", clock), clock)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def words(dialog: RosterDialog) -> str:
    """What can be read in the dialog."""
    return "\n".join(each.text() for each in dialog.findChildren(QLabel) if each.isVisible())


def test_a_roster_is_brought_and_one_key_begins_a_case(finder: Finder, tmp_path: Path) -> None:
    # GIVEN a roster with one line that has to be mended
    lines = (line(1), line(2, "李样例", 是否低保=""), line(3, "王样例", 身份证号码=number(3)[:-1]))
    path = book(tmp_path / "roster.xlsx", HEADINGS, *lines)
    finder.enter()
    # WHEN it is chosen THEN columns, and what is wrong, are shown, and nothing can be imported yet
    dialog = finder.choose(path)
    (column,) = dialog.findChildren(QComboBox, "column:id_number")
    assert column.currentText() == "身份证号码"
    finder.until(lambda: "第4行:" in words(dialog))
    assert "可以导入2人,要改的1行" in dialog.said.text
    (go,) = dialog.findChildren(QAbstractButton, "roster-go")
    assert not go.isEnabled()
    # WHEN another file is chosen that can not be read THEN nothing of the first one stays, and it comes back
    good = dialog.findChild(QAbstractButton, "roster-good")
    good.click()
    (tmp_path / "torn.csv").write_text('姓名,身份证号\n"张样例,1', encoding="utf-8")
    dialog.take(tmp_path / "torn.csv")
    finder.until(lambda: "引号没有成对" in dialog.said.text)
    assert not dialog.columns.isVisible()
    dialog.take(path)
    finder.until(lambda: "第4行:" in words(dialog))
    assert not good.isChecked()
    (column,) = dialog.findChildren(QComboBox, "column:id_number")
    # WHEN a column is taken off that every line needs THEN that is said, and it comes back
    column.setCurrentIndex(0)
    column.activated.emit(0)
    finder.settle()
    assert "没有找到“身份证号”这一列" in dialog.said.text
    column.setCurrentText("身份证号码")
    column.activated.emit(column.currentIndex())
    finder.settle()
    # WHEN the sound lines are taken THEN the rules go through everybody, and who was found is listed
    finder.press(dialog, "roster-good")
    finder.press(dialog, "roster-go")
    finder.settle()
    assert finder.parts.store.roster.count() == 2
    finder.until(lambda: sorted(finder.names()) == ["张样例", "李样例"])
    assert finder.find(QAbstractButton, "roster-find").text() == "找一遍"
    # WHEN F2 is pressed on a row THEN a case of that person is open at the counter
    finder.table.setCurrentIndex(finder.table.model().index(finder.names().index("张样例"), 0))
    finder.settle()
    finder.window.activateWindow()
    finder.until(finder.window.isActiveWindow)
    finder.qtbot.keyClick(finder.window, Qt.Key.Key_F2)
    finder.until(lambda: finder.window.case is not None and finder.window.counter.isVisible())
    finder.settle()
    case = finder.window.case
    assert case is not None
    assert case.draft.answers["id_number"] == number(1)
    assert {"living_subsidy", "care_subsidy"} <= set(case.draft.chosen)
    (record,) = finder.parts.store.proceedings.listed("entitled", ("begun",))
    assert record.facts["name"] == "张样例"


def test_a_run_is_stopped_between_two_portions(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    from desk_app.services.roster import matching

    finder.enter()
    monkeypatch.setattr(matching, "PORTION", 1)
    run = finder.window.registers._run
    told: list[tuple[str, str]] = []
    run.ended.connect(lambda tone, text: told.append((tone, text)))
    run.begin()
    run.stop()
    finder.settle()
    assert [tone for tone, _ in told] == ["caution"]
    assert not run.running


def test_needs_go_to_departments_and_their_answers_come_back(finder: Finder, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", HEADINGS, *(line(place) for place in (1, 2)))
    parts = finder.parts
    bringing.bring(parts, bringing.preview(parts, bringing.look(parts, path)))
    matching.run(parts)
    finder.enter()
    # WHEN the lists are asked for THEN it is asked what the whole numbers are for, and where they go
    finder.click("needs-send")
    purpose = finder.find_dialog("purpose")
    usual = next(b for b in purpose.findChildren(QAbstractButton) if b.text().startswith("请责任部门"))
    usual.click()
    finder.click("purpose:go")
    out = tmp_path / "out"
    out.mkdir()
    _choose(finder, out)
    finder.until(lambda: bool(list(out.glob("*.xlsx"))))
    finder.settle()
    (sent,) = out.glob("*护理补贴*看来符合*.xlsx")
    # WHEN one comes back answered THEN the answer is on its record; a table that is none of ours is refused
    head, *lines = (list(each.cells) for each in opened.read(sent).lines)
    lines[0][head.index("核对结果") :] = ["已在享受", ""]
    finder.click("needs-take")
    _choose(finder, book(tmp_path / "back.xlsx", head, *lines))
    finder.settle()
    record = lines[0][0]
    finder.until(lambda: any(e.act == needs.REPLY for e in parts.store.events.of(record)))
    finder.click("needs-take")
    _choose(finder, path)
    finder.settle()
    assert len([e for e in parts.store.events.of(record) if e.act == needs.REPLY]) == 1


def _choose(finder: Finder, path: Path) -> None:
    """Choose a file or a folder in the dialog that is open."""
    finder.until(lambda: any(d.isVisible() for d in finder.window.findChildren(QFileDialog)))
    (dialog,) = [d for d in finder.window.findChildren(QFileDialog) if d.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()
