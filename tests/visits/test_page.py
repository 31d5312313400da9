"""上门 in the real window: today's route, what is due, what is owed again and again, figures to be told."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.lists import DueKind
from desk_app.services import proceedings, rounds
from desk_app.services.lists import lists, unit_tables
from desk_app.services.tables import opened
from desk_app.services.visits import day
from desk_app.ui.papers.dialog import PaperDialog
from tests.dressed import dressed
from tests.fakes import CHINA, StillClock, make_parts
from tests.printing.reading import text_of
from tests.roster.tables import book
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SWITCH = '[visits]\non = ["quxian", "yinchuan"]\nsource = "本区规定"\n'
WISH = {"channel": "4", "cannot_come": True}


class Visits(Desk):
    """The window on an invented week of home visits; today is Thursday 2026-12-24."""

    def did(self, day_: str, record: str, act: str, **given: Any) -> None:
        """Do an act on a day."""
        self.clock.moment = datetime.fromisoformat(f"{day_}T09:00:00+08:00")
        proceedings.act(self.parts, self.parts.window.who, record, act, given)

    def began(self, day_: str, procedure: str, act: str, **given: Any) -> str:
        """Begin a record on a day; returns its id."""
        self.clock.moment = datetime.fromisoformat(f"{day_}T09:00:00+08:00")
        return proceedings.begin(self.parts, self.parts.window.who, procedure, act, given).id

    def agreed(self, name: str, village: str, time: str) -> str:
        """A home visit that is agreed for today."""
        visit = self.began(
            "2026-12-22", "home_visit", "request", name=name, village=village, wish="护理补贴", **WISH
        )
        self.did("2026-12-22", visit, "assign", doer="刘样例")
        self.did("2026-12-22", visit, "agree", visit_on="2026-12-24", visit_time=time)
        return visit

    def going_on(self) -> str:
        """A child whose training has been going on since November, with two visits this month."""
        child = self.began(
            "2026-11-30", "door_service", "ask",
            name="万样例", village="东湾村", service="child_rehab", channel="1",
        )  # fmt: skip
        self.did("2026-11-30", child, "assign", doer="样例康复机构")
        self.did("2026-11-30", child, "agree", visit_on="2026-12-01")
        self.did("2026-12-01", child, "begin_service", plan="每周一次")
        for served in ("2026-12-03", "2026-12-10"):
            self.did(served, child, "serve", served_on=served, served_words="训练")
        return child

    def texts(self, name: str) -> list[str]:
        """What stands on a card, line by line."""
        card = self.find(QWidget, f"visits-card-{name}")
        kinds = (QLabel, QAbstractButton)
        said = [w for w in card.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible() and w.text()]
        return [w.text() for w in said]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Visits]:
    """A desk whose county has all three programmes in force; its window is not open yet."""
    dressed()
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text(SWITCH, encoding="utf-8")
    clock = StillClock(datetime(2026, 12, 24, 9, tzinfo=CHINA))
    made = Visits(qtbot, make_parts(tmp_path / "desk", clock, county), clock)
    yield made
    QApplication.closeAllWindows()
    made.errands.close()
    made.parts.store.close()


@pytest.fixture
def week(desk: Visits) -> Visits:
    """Three homes today in two villages, a late check by a town, a child with 2 of 4, the month's figures."""
    desk.agreed("冯样例", "中和村", "14:00")
    desk.agreed("任样例", "毛河村", "10:40")
    desk.agreed("贺样例", "中和村", "09:30")
    desk.going_on()
    desk.began(
        "2026-12-08", "one_plus_n", "ask",
        name="石样例", village="冯园村", wish="办证", channel="1", asked_by="2",
    )  # fmt: skip
    desk.clock.moment = datetime(2026, 12, 24, 8, 30, tzinfo=CHINA)
    rounds.open_due(desk.parts)
    return desk


def test_the_day_is_told_with_its_route_its_debts_and_its_figures(week: Visits) -> None:
    found = day.read(week.parts)
    assert [(s.village, s.time, s.name) for s in found.route] == [
        ("中和村", "09:30", "贺样例"),
        ("中和村", "14:00", "冯样例"),
        ("毛河村", "10:40", "任样例"),
    ]
    (debt,) = found.debts
    assert (debt.told.done, debt.told.wanted, debt.told.last) == (2, 4, date(2026, 12, 31))
    assert {(c.id, c.count) for c in found.counts} >= {("route", 3), ("debts", 1)}
    overdue = next(c for c in found.counts if c.id == "overdue")
    assert [(each.count, each.wanted.due) for each in overdue.behind] == [(1, frozenset({DueKind.OVERDUE}))]
    months = {r.turn for r in found.reports}
    assert "2026-12" in months
    # Each figure opens a list of as many: those of its own month
    assert len([r for r in found.reports if r.title == "每月摸排"]) > 1
    for report in day.read(week.parts).reports:
        assert sum(lists.counts(week.parts, report.wanted).values()) == report.open
    # The programme of 渠县 alone has no route.
    assert day.read(week.parts, "quxian").route == ()


def test_the_page_leads_to_the_form_and_to_the_record(week: Visits) -> None:
    window = week.open()
    week.click("rail-visits")
    week.until(lambda: "冯样例" in week.texts("route"))
    assert "中和村 · 2户" in week.texts("route")
    assert "2/4" in "".join(week.texts("debts"))
    assert any("超 " in text for text in week.texts("due"))
    # WHEN a debt's act is pressed THEN its form opens
    (deed,) = [
        b
        for b in week.find(QWidget, "visits-card-debts").findChildren(QAbstractButton)
        if b.text() == "记一次上门"
    ]
    deed.click()
    week.find_dialog("act").close()
    # WHEN a name is pressed THEN its record is shown in its register
    visit = next(s for s in day.read(week.parts).route if s.name == "冯样例")
    week.click(f"route-open-{visit.proceeding}")
    week.until(lambda: bool(window.registers.card.shown))
    assert window.registers.card.shown is not None
    assert window.registers.card.shown.record.proceeding.id == visit.proceeding


def test_one_programme_is_shown_alone_and_a_figure_opens_its_list(week: Visits) -> None:
    window = week.open()
    week.click("rail-visits")
    week.click("programme:quxian")
    week.until(lambda: week.texts("route") == ["今天的路线", "今天没有约。"])
    week.click("programme:all")
    week.until(lambda: "冯样例" in week.texts("route"))
    week.click("visits-overdue")
    week.until(lambda: window.page("registers").isVisible())


def test_a_figure_of_several_registers_lets_choose_whose_list(week: Visits) -> None:
    week.began("2026-12-08", "home_visit", "request", name="白样例", village="中和村", wish="办证", **WISH)
    week.clock.moment = datetime(2026, 12, 24, 9, tzinfo=CHINA)
    window = week.open()
    week.click("rail-visits")
    week.until(
        lambda: week.sees("visits-overdue") and week.find(QAbstractButton, "visits-overdue").isEnabled()
    )
    week.click("visits-overdue")
    (menu,) = week.find(QAbstractButton, "visits-overdue").findChildren(QMenu, "visits-behind")
    home, _county = menu.actions()
    assert home.text() == "上门代办 1件"
    home.trigger()
    week.until(lambda: window.page("registers").isVisible())
    menu.close()


def test_at_twice_the_size_the_cards_stand_below_each_other(week: Visits) -> None:
    window = week.open()
    window.setMinimumSize(400, 300)
    week.click("rail-visits")
    window.resize(683, 700)
    route, due = (week.find(QWidget, f"visits-card-{name}") for name in ("route", "due"))
    week.until(lambda: due.geometry().bottom() < route.geometry().top())


def test_tables_go_to_villages_and_come_back_by_two_keys(week: Visits, tmp_path: Path) -> None:
    week.open()
    week.click("rail-visits")
    # WHEN the tables are asked for THEN what for is asked, and each unit has its file
    week.click("visits-list-out")
    purpose = week.find_dialog("purpose")
    next(b for b in purpose.findChildren(QAbstractButton) if b.text().startswith("请乡镇")).click()
    week.click("purpose:go")
    out = tmp_path / "out"
    out.mkdir()
    _choose(week, out)
    week.until(lambda: any(out.glob("*镇冯园村-村*.xlsx")))
    week.settle()
    (path,) = out.glob("*镇冯园村-村*.xlsx")
    # WHEN the village's comes back filled in THEN its report is an event of the record
    head, *lines = (list(each.cells) for each in opened.read(path).lines)
    line = next(cells for cells in lines if "石样例" in cells[head.index("这一条是")])
    line += [""] * (len(head) - len(line))
    line[head.index(unit_tables.STEP)] = "村里上报"
    line[head.index("村里报上来的日期")] = "2026-12-09"
    week.click("visits-list-in")
    _choose(week, book(tmp_path / "back.xlsx", head, line))
    week.settle()
    week.until(lambda: any(e.act == "report" for e in week.parts.store.events.of(line[0])))


def test_a_ledger_of_a_unit_and_a_quarter_is_written_from_the_page(week: Visits, tmp_path: Path) -> None:
    week.open()
    week.click("rail-visits")
    week.click("visits-reports")
    dialog = week.find_dialog("reports")
    next(b for b in dialog.findChildren(QAbstractButton) if b.objectName() == "report:door_ledger").click()
    week.until(lambda: "共1条" in "".join(label.text() for label in dialog.findChildren(QLabel)))
    week.click("reports-write")
    _choose(week, tmp_path / "台账.xlsx")
    week.until((tmp_path / "台账.xlsx").exists)
    head, line = (line.cells for line in opened.read(tmp_path / "台账.xlsx").lines)
    assert line[head.index("姓名")] == "万样例"
    dialog.close()


def _choose(week: Visits, path: Path) -> None:
    """Choose a file or a folder in the dialog that is open."""
    week.until(lambda: any(d.isVisible() for d in week.window.findChildren(QFileDialog)))
    (dialog,) = [d for d in week.window.findChildren(QFileDialog) if d.isVisible()]
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_the_plan_of_a_day_is_chosen_where_several_have_one(week: Visits) -> None:
    visit = week.agreed("石样例", "中和村", "9:00")
    week.did("2026-12-22", visit, "postpone", why_later="改日")
    week.did("2026-12-22", visit, "agree", visit_on="2026-12-25")
    week.clock.moment = datetime(2026, 12, 24, 9, tzinfo=CHINA)
    window = week.open()
    week.click("rail-visits")
    week.click("visits-plan")
    plan = week.find(QAbstractButton, "visits-plan")
    week.until(lambda: bool(plan.findChildren(QMenu, "visits-plans")))
    (menu,) = plan.findChildren(QMenu, "visits-plans")
    assert [action.text() for action in menu.actions()] == ["12月24日 星期四 3户", "12月25日 星期五 1户"]
    menu.actions()[1].trigger()
    week.until(lambda: any(d.view.pdf for d in window.findChildren(PaperDialog)))
    (paper,) = window.findChildren(PaperDialog)
    assert "2026年12月25日" in text_of(paper.view.pdf)
    paper.close()
    menu.close()
