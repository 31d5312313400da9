"""The hall's own home visits in the real window: whom they serve, and what of their days is a proposal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desk_app.services import proceedings
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A desk under the shipped pack; its window is not open yet."""
    dressed()
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    made = Desk(qtbot, parts, clock)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    parts.store.close()


def test_the_card_tells_whom_it_serves_and_what_is_a_proposal(desk: Desk) -> None:
    asked = {"name": "张样例", "village": "样例村", "wish": "护理补贴", "channel": "4"}
    visit = proceedings.begin(desk.parts, desk.parts.window.who, "home_visit", "request", asked)
    window = desk.open()
    desk.click("rail-registers")
    window.registers.show_record(visit)
    desk.until(lambda: desk.sees("criterion-cannot_come"))
    told = desk.find(QLabel, "criterion-cannot_come").text()
    assert told == "本人来不了窗口(建议):可能符合。还不知道能不能来,联系时问一句。"
    assert desk.find(QLabel, "clock-visit").text().startswith("上门(建议):11月30日到期")
