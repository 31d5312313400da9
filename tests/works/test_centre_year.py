"""The centre's year: every row of 附表4, counted on the right days, as a sheet with charts and as a paper."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from pytestqt.qtbot import QtBot

from desk_app.services.parts import Parts
from desk_app.services.works import filing, year
from desk_app.ui.kit.widgets import Strip
from desk_app.ui.papers.dialog import PaperDialog
from tests.centre.desk import REQUEST, Centre
from tests.dressed import dressed
from tests.fakes import StillClock
from tests.printing.reading import text_of
from tests.ui_shell.conftest import Desk
from tests.works.conftest import held

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
DAY = 24 * 3600


def line(found: year.CentreYear, register: str) -> year.YearLine:
    return next(each for each in found.lines if each.register == register)


def test_a_year_counts_what_began_was_over_and_stands_open(parts: Parts, clock: StillClock) -> None:
    centre = Centre.on(parts)
    begun = [centre.begin("device_request", "fill", REQUEST) for _ in range(4)]
    centre.do(begun[0], "withdraw")
    held(parts, work="devices")
    clock.move(60 * DAY)  # the year after
    centre.do(begun[1], "withdraw")
    past, this = year.of(parts, 2026), year.of(parts, 2027)
    assert {each.place for each in past.lines} == set(range(1, 12))
    assert line(past, "辅具申请").counts == (4, 0, 1, 2, 0)
    assert line(this, "辅具申请").counts == (0, 0, 1, 2, 0)
    assert (line(past, "辅具申请").filed, line(this, "辅具申请").filed) == (None, None)
    assert sum(each.filed or 0 for each in past.lines) == 1
    assert sum(each.filed or 0 for each in this.lines) == 0
    assert filing.of(parts, 2026).filed == 1
    assert [f.value for f in past.figures if (f.register, f.title) == ("辅具申请", "领取人次(建议)")] == [
        "0人次"
    ]


def test_a_year_is_a_sheet_with_charts(parts: Parts, tmp_path: Path) -> None:
    Centre.on(parts).begin("device_request", "fill", REQUEST)
    path = tmp_path / "year.xlsx"
    year.write(parts, year.of(parts, 2026), path)
    with ZipFile(path) as made:
        assert sum(name.startswith("xl/charts/chart") for name in made.namelist()) == 3
        sheet = made.read("xl/worksheets/sheet1.xml").decode()
    assert "残疾人扶贫工作" in sheet
    assert REQUEST["name"] not in sheet


def test_a_year_is_a_paper(parts: Parts) -> None:
    told = text_of(year.sheet(parts, 2026))
    for words in ("残疾人综合服务中心年度报告", "驻村扶贫", "辅助器具适配工作", "保密工作", "领取人次"):
        assert words in told


def test_the_page_prints_and_writes_it(
    parts: Parts, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dressed()
    desk = Desk(qtbot, parts, StillClock())
    desk.open()
    desk.window.show_room("registers")
    desk.turn("register:*works")
    desk.settle()
    path = tmp_path / "year.xlsx"
    monkeypatch.setattr("desk_app.ui.registers.centre_year.choose_place", lambda *told: told[-1](path))
    desk.click("works-year")
    desk.click("centre-year-write")
    desk.until(path.exists)
    desk.until(desk.find(Strip, "centre-year-said").isVisible)
    desk.click("centre-year-print")
    desk.until(lambda: bool(desk.window.findChildren(PaperDialog)))
    desk.errands.close()
