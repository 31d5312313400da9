"""The year of the list's window: another one is chosen there, and everything is done in it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from desk_app.services.survey import people
from desk_app.ui.survey.dialog import SheetDialog
from desk_app.ui.survey.roll import RollDialog
from forms.surveys import years
from tests.fakes import CHINA, StillClock, make_parts
from tests.survey.forms import SurveyFolder
from tests.survey.test_round import drawn, line, places
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A book with two years' questionnaires, in the days of the second."""
    county = SurveyFolder(tmp_path / "county").directory
    years.begin(2027, 2026, county)
    clock = StillClock(datetime(2026, 9, 10, 9, 0, tzinfo=CHINA))
    made = Desk(qtbot, make_parts(tmp_path / "desk", clock, county), clock)
    made.open()
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


def test_another_year_is_chosen_and_asked(desk: Desk, tmp_path: Path) -> None:
    place = places(desk.parts, 2)[0]
    drawn(desk.parts, tmp_path / "list.csv", [line(1, *place), line(2, *place)])
    assert isinstance(desk.clock, StillClock)
    desk.clock.moment = datetime(2027, 3, 1, 9, 0, tzinfo=CHINA)
    listed = RollDialog(desk.parts, desk.errands, desk.window, lambda _: None)
    listed.open()
    desk.settle()
    year = desk.find(QComboBox, "roll-year")
    assert [year.itemText(n) for n in range(year.count())] == ["2027年度", "2026年度"]
    assert (year.currentText(), listed.windowTitle()) == ("2027年度", "2027年度动态更新名单")
    assert not listed.model.rows

    desk.click("roll-draw")
    desk.settle()
    desk.click("listing-go")
    assert {p.whence for p in people.people(desk.parts, 2027)} == {"last"}
    year.setCurrentIndex(1)
    desk.settle()
    assert listed.windowTitle() == "2026年度动态更新名单"
    assert len(listed.model.rows) == 2
    desk.click("roll-ask")
    desk.until(lambda: bool(listed.findChildren(SheetDialog)))
    (sheet,) = listed.findChildren(SheetDialog)
    assert sheet.asking.form.head.year == 2026
    sheet.reject()
    desk.settle()
    assert [p.state for p in people.people(desk.parts, 2026)] == ["asking", ""]
    assert {p.state for p in people.people(desk.parts, 2027)} == {""}
