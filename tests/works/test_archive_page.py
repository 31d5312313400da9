"""The archive in the real window: a year end step by step, and the volume of a household on its card."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.services import proceedings
from desk_app.ui.kit.lists.view import ListTable
from tests.dressed import dressed
from tests.fakes import StillClock, make_parts
from tests.people import id_number
from tests.ui_shell.conftest import Desk
from tests.works.conftest import TABLE, done

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
WISH = {"wish": "代办残疾人证", "channel": "2", "village": "样例乡样例村"}
MOTHER = id_number("19650307")
VOLUME = {
    "folder": "0012",
    "head": "王样例",
    "head_number": MOTHER,
    "since": "2020-01-01",
    "village": WISH["village"],
}


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    dressed()
    county = tmp_path / "county"
    county.mkdir()
    (county / "retention.toml").write_text(TABLE, encoding="utf-8")
    return Desk(qtbot, make_parts(tmp_path / "desk", forms=county), StillClock())


def test_a_year_is_filed_step_by_step(desk: Desk) -> None:
    parts, who = desk.parts, desk.parts.window.who
    given = [{"name": name, "id_number": MOTHER, **WISH} for name in ("张样例", "王样例", "李样例")]
    began = [proceedings.begin(parts, who, "home_visit", "request", each).id for each in given]
    proceedings.act_on_each(parts, who, [(each, "withdraw", {}) for each in began[1:]])
    home = proceedings.begin(
        parts,
        who,
        "archive_household",
        "open_volume",
        {
            "folder": "0012",
            "head": "王样例",
            "head_number": MOTHER,
            "since": "2020-01-01",
            "village": WISH["village"],
        },
    )
    desk.open()
    desk.window.show_room("registers")
    desk.turn("register:archive_item")
    desk.click("archive-filing")
    desk.settle()
    told = desk.find(QLabel, "filing-told")
    desk.until(lambda: "办完了还没有立件的2件" in told.text())
    left = desk.find(ListTable, "filing-left").model()
    assert [left.index(0, column).data() for column in range(4)][2:] == [
        "上门代办",
        "还在办:待派单,2026年11月24日到期",
    ]
    desk.click("filing-take")
    desk.until(lambda: "没有归的3件" in told.text())
    pieces = parts.store.proceedings.listed("archive_item")
    for each in pieces:
        sorted_ = {"retention": "visits", "archive_year": "2026", "pages": "3", "complete": True}
        done(parts, each.id, "sort", **sorted_)
    desk.click("filing-close")
    desk.click("archive-filing")
    number = desk.find(QPushButton, "filing-number")
    desk.until(lambda: number.text() == "编号归档2件")
    desk.click("filing-number")
    desk.until(lambda: "已经编号的2件" in desk.find(QLabel, "filing-told").text())
    desk.click("filing-close")
    desk.window.registers.show_record(home)
    desk.settle()
    assert any("王样例 2020年1月1日起" in text for text in desk.shown())
    assert sum(f"item-{p.id}" in _names(desk) for p in pieces) == 2
    desk.errands.close()
    parts.store.close()


def _names(desk: Desk) -> set[str]:
    found = desk.window.findChildren(QPushButton)
    return {button.objectName() for button in found if button.isVisible()}
