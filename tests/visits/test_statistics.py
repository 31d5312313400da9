"""Statistics of home visits: each figure is what the quarter's ledger says, and opens just these records."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from desk_app.domain.lists import Order
from desk_app.services import proceedings
from desk_app.services.lists import export, statistics
from desk_app.services.lists.statistic_kinds import KeyFigure, Statistics, StatPeriod
from desk_app.services.parts import Parts
from tests.fakes import CHINA, StillClock, make_parts
from tests.unit.packs import Folder
from tests.visits.settled import settle_items

SWITCH = '[visits]\non = ["quxian", "yinchuan"]\nsource = "本区规定"\n'
QUARTER = StatPeriod(date(2026, 10, 1), date(2026, 12, 31))
ASKED = {"village": "样例乡样例村", "wish": "办证", "channel": "1", "asked_by": "3"}

VISITED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("verify", {"person": "1", "services": ("care",)}),
    ("visit", {"visited_on": "2026-10-12", "team": "县残联陈样例", "did": ("1", "3")}),
)
SERVED = (*VISITED, ("complete", {}), ("settle", {"settled": "护理补贴"}))
EIGHT = "赵钱孙李周吴郑王"
BACK = {"return_way": "1", "returned_on": "2026-10-12"}
RETURNED = (*SERVED, ("return_visit", BACK))
LACKING = (*SERVED, ("not_done", {**BACK, "policy_done": False, "lacking_words": "钱没有到"}))


class Quarter:
    """The last quarter of 2026 in a county with both programmes."""

    def __init__(self, folder: Path) -> None:
        county = folder / "county"
        county.mkdir()
        (county / "own.toml").write_text(SWITCH, encoding="utf-8")
        self.clock = StillClock(datetime(2026, 10, 12, 9, tzinfo=CHINA))
        self.parts: Parts = make_parts(folder / "desk", self.clock, county)

    def on(self, day: str) -> None:
        self.clock.moment = datetime.fromisoformat(f"{day}T09:00:00+08:00")

    def asks(self, name: str, *acts: tuple[str, dict[str, Any]]) -> None:
        """A 1+N request, and what was done to it since."""
        who = self.parts.window.who
        found = proceedings.begin(self.parts, who, "one_plus_n", "ask", {"name": name, **ASKED})
        for act, told in acts:
            if act == "return_visit":
                settle_items(self.parts, found.id)
            self.act(found.id, act, **told)

    def act(self, record: str, act: str, **given: Any) -> None:
        proceedings.act(self.parts, self.parts.window.who, record, act, given)

    def told(self, procedure: str, by: str = "") -> Statistics:
        return statistics.table(self.parts, procedure, QUARTER, by)

    def figure(self, procedure: str, name: str) -> KeyFigure:
        return next(f for f in self.told(procedure).figures if f.id == name)

    def names(self, figure: KeyFigure) -> set[str]:
        """Names on the list behind a figure."""
        rows = self.parts.store.lists.stream(figure.behind.wanted, Order(), self.parts.clock.today(), 200)
        return {row.label for portion in rows for row in portion}


@pytest.fixture
def quarter(tmp_path: Path) -> Iterator[Quarter]:
    made = Quarter(tmp_path)
    yield made
    made.parts.store.close()


def test_a_quarters_report_is_what_its_ledger_says(quarter: Quarter, tmp_path: Path) -> None:
    for one in EIGHT:
        quarter.asks(f"{one}样例", *RETURNED)
    quarter.asks("没到位一", *LACKING)
    quarter.asks("没到位二", *LACKING)
    quarter.asks("待回访", *SERVED)
    quarter.asks("待完善", *VISITED)
    quarter.asks("去世一", *SERVED, ("gone", {"gone_how": "1"}))
    quarter.asks("不属一", ("not_for", {"why_not": "不是肢体残疾"}))
    quarter.asks("待核实")
    # WHEN the report of the quarter is made THEN its lines add up to the ledger
    report = quarter.told("one_plus_n", "channel")
    ledger = quarter.parts.store.proceedings.listed("one_plus_n", limit=None)
    assert report.total.cells["all"].count == len(ledger) == 15
    assert sum(row.cells["all"].count for row in report.rows) == 15
    by_town = {row.word: row.cells["all"].count for row in quarter.told("one_plus_n", "town").rows}
    assert by_town == {"样例乡": 15}
    # THEN each rate names what it is divided by, and the ledger counted by hand says the same
    back = quarter.figure("one_plus_n", "returned")
    assert (back.value, back.unit, back.division) == ("83.3", "%", "已经回访10条÷上过门,没有去世、迁走的12条")
    assert sum(bool(p.facts.get("return_way")) for p in ledger) == back.behind.count == 10
    in_place = quarter.figure("one_plus_n", "in_place")
    assert (in_place.value, in_place.division) == ("80", "都到位8条÷已经回访10条")
    assert quarter.names(in_place) == {f"{one}样例" for one in EIGHT}
    other = quarter.figure("one_plus_n", "not_served")
    assert (other.value, other.division) == ("6.7", "不属对象1条÷口头申请15条")
    assert quarter.names(other) == {"不属一"}
    # THEN the table of the report has a chart of its lines
    export.write_statistics(quarter.parts, quarter.parts.window.who, report, tmp_path / "报表.xlsx")
    with ZipFile(tmp_path / "报表.xlsx") as written:
        chart = written.read("xl/charts/chart1.xml").decode()
        cells = written.read("xl/worksheets/sheet1.xml").decode()
    head = len(report.figures) + 2  # lines of a sheet are counted from 1
    assert f"统计!$A${head + 1}<" in chart.replace("'", "")
    assert f'<row r="{head}">' in cells
    assert "<drawing " in cells
    # THEN another quarter has nothing, and divides by nothing
    later = statistics.table(quarter.parts, "one_plus_n", StatPeriod(date(2027, 1, 1), date(2027, 3, 31)))
    assert [f.value for f in later.figures if f.id == "returned"] == [""]


def test_how_often_is_told_of_those_it_is_owed_to(quarter: Quarter) -> None:
    for name, visits in (("够一", 4), ("欠一", 1)):
        quarter.on("2026-10-12")
        given = {"name": name, "village": "东湾村", "service": "child_rehab", "channel": "1"}
        who = quarter.parts.window.who
        child = proceedings.begin(quarter.parts, who, "door_service", "ask", given).id
        quarter.act(child, "assign", doer="样例康复机构")
        quarter.act(child, "agree", visit_on="2026-10-12")
        quarter.act(child, "begin_service", plan="每周一次")
        for day in range(visits):
            quarter.on(f"2026-11-{day + 3:02d}")
            quarter.act(child, "serve", served_on=f"2026-11-{day + 3:02d}", served_words="训练")
    quarter.on("2026-12-02")
    owed = quarter.figure("door_service", "often-rehab_month")
    # fewer than ten: no per cent; October was begun in the middle, December is not over
    assert (owed.value, owed.division) == (
        "1/2",
        "够的1个月÷满的2个月,不够的1条;不满的2个月不算",
    )
    assert quarter.names(owed) == {"欠一"}
    assert quarter.figure("door_service", "often-teaching_week").value == ""
    # the homes that were called at: once to begin with, then for each training
    visits = quarter.figure("door_service", "times-visits")
    assert (visits.value, visits.unit, visits.behind.count) == ("7", "人次", 2)
    by_town = {row.word: row.cells["all"].count for row in quarter.told("door_service", "town").rows}
    assert by_town == {"没有写乡镇": 2}
    by_service = {r.code: r.cells["all"].count for r in quarter.told("door_service", "service").rows}
    assert by_service == {"child_rehab": 2}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('part = [["content in 1 2"]]', 'part = [["contnt in 1"]]', "没有可以筛选的列“contnt”"),
        ('[["act in check_return"]]', '[["act in check_retur"]]', "没有动作“check_retur”"),
        ('counts = ["visit"]', 'counts = ["visits"]', "没有动作“visits”"),
        ('days = ["visited_on"]', 'days = ["visit_on"]', "没有这些动作问的日期“visit_on”"),
        ('part = [["state = returned"]]', 'part = [["state = asked2"]]', "没有状态“asked2”"),
        ('part = [["content in 1 2"]]', 'part = [["content != 1"]]', "条件只能写"),
        (
            'part_words = "都到位"\nwhole = [["act in return_visit not_done"]]',
            'part_words = "都到位"\nwhole = [["state = asked"]]',
            "part 的状态都不在 whole 里",
        ),
    ],
)
def test_a_rate_that_has_no_list_behind_it_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change("visits/quxian/one_plus_n.toml", old, new)
    assert [f for f in folder.faults() if said in f.message]
