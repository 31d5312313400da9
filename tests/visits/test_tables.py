"""A village's month and a town's work done by tables: the same events as typed at the window, or none.

Persons and villages are invented, but for 宝积镇吊沟村, which is a place of the county.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from desk_app.domain.events import Subject, Who
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.services import proceedings, rounds
from desk_app.services.lists import unit_new, unit_tables
from desk_app.services.lists.exchange import RECORD
from desk_app.services.tables import opened
from desk_app.services.visits import day
from forms.procedures import SYSTEM
from tests.fakes import CHINA, StillClock, make_parts
from tests.roster.tables import book, refused
from tests.visits.settled import settle_items

VILLAGE = "宝积镇吊沟村"
Cells = dict[str, object]
"""What a unit writes, by heading."""


class Window:
    """A window of a county with a programme, its records and its tables."""

    def __init__(self, folder: Path, programme: str = "quxian") -> None:
        county = folder / "county"
        county.mkdir(parents=True)
        switch = f'[visits]\non = ["{programme}"]\nsource = "本区规定"\n'
        (county / "own.toml").write_text(switch, encoding="utf-8")
        self.clock = StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))
        self.folder, self.parts = folder, make_parts(folder / "desk", self.clock, county)

    def on(self, day: str) -> None:
        """Another day begins."""
        self.clock.moment = datetime.fromisoformat(f"{day}T10:00:00+08:00")

    def ask(self, name: str, village: str = VILLAGE) -> str:
        """Somebody asks for a visit; returns the record's id."""
        given = {"name": name, "village": village, "wish": "办证", "phone": "13900000001"}
        told = {**given, "channel": "1", "asked_by": "3"}
        return proceedings.begin(self.parts, self.parts.window.who, "one_plus_n", "ask", told).id

    def survey(self) -> Proceeding:
        """The month's survey of the village."""
        code = next(r.code for r in self.parts.regions.rows.values() if r.place == "吊沟村")
        given = {"name": "吊沟村", "turn": "2026年12月", "due": "2026-12-10"}
        system = Who("系统", SYSTEM, "", "3")
        about = Subject("village", code)
        return proceedings.begin(self.parts, system, "village_survey", "open", given, about)

    def out(self, unit: str) -> Path:
        """The table of a unit."""
        found = unit_tables.send(self.parts, self.folder / "out", "请村里、乡镇填报")
        return {whose: path for whose, path, _ in found}[unit]

    def state(self, record: str) -> str:
        found = self.parts.store.proceedings.one(record)
        assert found is not None
        return found.state

    def told(self, path: Path) -> Mapping[int, str]:
        """What is wrong in a table, by line."""
        return dict(unit_tables.look(self.parts, path).faults)

    def take(self, path: Path) -> tuple[int, int, int]:
        """Take a table: acts done, rows not filled in, rows known."""
        seen = unit_tables.look(self.parts, path)
        return len(unit_tables.take(self.parts, seen)), seen.waiting, seen.known


def filled(path: Path, answers: Mapping[str, Cells], title: str = "") -> Path:
    """The table with what a unit wrote into the rows of some records."""
    sheet = opened.read(path)
    head, *lines = (list(each.cells) for each in sheet.lines)
    rows: list[list[object]] = []
    for cells in lines:
        row: list[object] = [*cells, *[""] * (len(head) - len(cells))]
        for heading, told in answers.get(cells[0], {}).items():
            row[head.index(heading)] = told
        rows.append(row)
    return renamed(book(path.with_name("back.xlsx"), head, *rows), title or sheet.title)


def renamed(path: Path, title: str) -> Path:
    """The same file with its sheet called so."""
    with ZipFile(path) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    workbook = parts["xl/workbook.xml"].decode().replace('name="名册"', f'name="{title}"')
    with ZipFile(path, "w") as made:
        for name, content in parts.items():
            made.writestr(name, workbook if name == "xl/workbook.xml" else content)
    return path


@pytest.fixture
def window(tmp_path: Path) -> Window:
    return Window(tmp_path)


def test_a_village_and_its_town_do_a_month_by_tables(window: Window) -> None:
    # GIVEN the survey of the month and two people of a village
    survey, first, second = window.survey(), window.ask("样例甲"), window.ask("样例乙")
    window.ask("样例丙", "王家山镇样例村")
    # WHEN the village fills its table in: its survey, and one of two reports
    window.on("2026-12-08")
    path = window.out(f"{VILLAGE} 村(社区)残联")
    rows = {line.cell(0): line for line in opened.read(path).lines}
    assert {key for key in rows if not unit_new.is_key(key)} == {RECORD, survey.id, first, second}
    (read,) = [r for r in window.parts.store.journal.of(Subject("list", "one_plus_n")) if VILLAGE in r.text]
    assert (read.how, "请村里、乡镇填报" in read.text) == (ReadKind.UNMASKED, True)
    step = unit_tables.STEP
    back = filled(
        path,
        {
            survey.id: {step: "报摸排情况", "发现几人": 2, "基本状况和需求": "两位行动不便"},
            first: {step: "村里上报", "村里报上来的日期": "2026-12-08"},
        },
    )
    assert window.take(back) == (2, 1, 0)
    # THEN both stand as if typed at the window, and the clock of the town runs from that day
    assert window.state(survey.id) == "told"
    (event,) = (e for e in window.parts.store.events.of(survey.id) if e.act == "report")
    assert (event.payload["people"], event.channel) == ("2", "table")
    found = proceedings.record(window.parts, window.parts.window.who, first)
    assert found is not None
    assert [str(clock.due) for clock in found.clocks if clock.due] == ["2026-12-15"]
    # AND the same file brought once more changes nothing; another day for the same report is told
    assert window.take(back) == (0, 1, 2)
    other = filled(path, {first: {step: "村里上报", "村里报上来的日期": "2026-12-07"}})
    assert "“村里上报”已经登记过,不用再报" in "".join(window.told(other).values())
    # WHEN the town verifies one, and says that the other is not served
    window.on("2026-12-14")
    path = window.out("宝积镇 乡镇(街道)残联")
    answers: dict[str, Cells] = {
        first: {step: "核实上报", "服务对象": "疑似一级重度肢体残疾", "要哪些服务": "残疾人证、护理补贴"},
        second: {step: "不属对象", "为什么不属": "能自己来窗口"},
    }
    options = window.parts.pack.codes["quxian_person"].options
    services = {o.code: o.label for o in window.parts.pack.codes["quxian_services"].options}
    answers[first] |= {"服务对象": options[0].label, "要哪些服务": "、".join(list(services.values())[:2])}
    assert window.take(filled(path, answers))[0] == 2
    assert (window.state(first), window.state(second)) == ("reported", "not_served")
    assert len(window.parts.store.proceedings.children(first)) == 2
    # WHEN the visit was made and settled THEN the return visit of a month later comes by table too
    window.on("2026-12-21")
    did = {"visited_on": "2026-12-21", "team": "县残联", "did": ("1",)}
    who = window.parts.window.who
    for act, given in (("visit", did), ("complete", {}), ("settle", {"settled": "护理补贴"})):
        proceedings.act(window.parts, who, first, act, given)
    window.on("2027-01-21")
    path = window.out("宝积镇 乡镇(街道)残联")
    (row,) = (line for line in opened.read(path).lines if line.cell(0) == first)
    assert "2027-01-21" in row.cells
    way = window.parts.pack.codes["quxian_return_way"].options[0].label
    said: Cells = {step: "回访\uff0c都到位", "怎样回访的": way, "回访日期": "2027-01-21"}
    back = filled(path, {first: said})
    assert "还没有落实,不能说都到位" in next(iter(window.told(back).values()))
    settle_items(window.parts, first)
    assert window.take(back)[0] == 1
    assert window.state(first) == "returned"
    # AND a row that is no longer due says so
    late = filled(path, {first: {**said, "回访日期": "2027-01-20"}})
    assert "现在是“已回访”,不能“回访,都到位”" in next(iter(window.told(late).values()))


def test_what_is_wrong_is_told_with_its_cell_and_nothing_is_taken(window: Window, tmp_path: Path) -> None:
    first, second, third, fourth = (window.ask(f"样例{name}") for name in "甲乙丙丁")
    path = window.out(f"{VILLAGE} 村(社区)残联")
    step, day = unit_tables.STEP, "村里报上来的日期"
    good: Cells = {step: "村里上报", day: "2026-12-01"}
    wrong: dict[str, Cells] = {
        first: good,
        second: {step: "报上去了", day: "2026-12-01"},
        third: {step: "村里上报", day: 12},
        fourth: {day: "2026-12-01"},
    }
    back = filled(path, wrong)
    told = window.told(back)
    step_cell, day_cell = (cell_of(back, heading) for heading in (step, day))
    assert told == {
        3: f"{step_cell}3 {step}“报上去了”看不懂,可以写:村里上报",
        4: f"{day_cell}4 {day}是数字12,不是日期:请把这一列设为日期,或写成 2026-03-05 的样子",
        5: f"{step_cell}5 填了内容,没有写{step};可以写:村里上报",
    }
    assert "一行也没有收" in refused(lambda: window.take(back))
    assert [e.act for e in window.parts.store.events.of(first)] == ["ask"]
    # WHEN a cell is a formula, two are joined, a key was changed, a row stands twice
    head, *lines = (list(each.cells) for each in opened.read(filled(path, dict.fromkeys(wrong, good))).lines)
    lines[3][0] = "620403-改过"
    lines.append(list(lines[0]))
    place = head.index(day)

    def spoilt(_book: Any, sheet: Any) -> None:
        sheet.write_formula(1, place, "=TODAY()")
        sheet.merge_range(2, place, 3, place, "2026-12-01")

    odd = book(
        tmp_path / "odd.xlsx",
        head,
        *lines,
        also=spoilt,
    )
    told = window.told(odd)
    assert "是公式" in told[2]
    assert told[3].startswith(f"{day_cell}3 {day_cell}3:{day_cell}4是合并的单元格")
    assert "没有这条记录" in told[5]
    # WHEN only some columns were sorted
    mixed = filled(path, {first: good, second: good})
    head, *lines = (list(each.cells) for each in opened.read(mixed).lines)
    lines[0][0], lines[1][0] = lines[1][0], lines[0][0]
    told = window.told(book(tmp_path / "sorted.xlsx", head, *lines))
    assert [line for line, said in told.items() if "只给几列排了序" in said] == [2, 3]
    # WHEN a cell that the step does not ask is filled in
    town = window.out("宝积镇 乡镇(街道)残联")
    told = window.told(
        filled(town, {first: {step: "不属对象", "为什么不属": "不是", "入户看到的情况": "好"}})
    )
    assert told[2].endswith("“不属对象”不问“入户看到的情况”,请清空这一格")


def cell_of(path: Path, heading: str) -> str:
    """The letter of a column."""
    return chr(ord("A") + opened.read(path).lines[0].cells.index(heading))


def test_a_table_of_another_county_window_or_kind_is_refused_whole(window: Window, tmp_path: Path) -> None:
    first = window.ask("样例甲")
    path = window.out(f"{VILLAGE} 村(社区)残联")
    given: dict[str, Cells] = {first: {unit_tables.STEP: "村里上报", "村里报上来的日期": "2026-12-01"}}
    for title, told in (
        ("511725 3号窗口", "是区划代码 511725 的区县发出的"),
        (f"{window.parts.window.hall.region_code} 9号窗口", "是9号窗口发出的"),
    ):
        back = filled(path, given, title)
        assert told in refused(partial(window.take, back))
    foreign = book(tmp_path / "a.xlsx", ["姓名", "说明"], ["样例甲", "好"])
    assert "不是从这里发出去的表" in refused(lambda: window.take(foreign))
    # A sheet that was called otherwise, with records of another window
    other = Window(tmp_path / "other")
    elsewhere = filled(path, given, "表1")
    assert "没有一条是这个窗口的" in refused(lambda: other.take(elsewhere))
    # AND the key and what the window wrote are protected, what is filled in is not
    with ZipFile(path) as held:
        sheet = held.read("xl/worksheets/sheet1.xml").decode()
    assert "<sheetProtection" in sheet
    assert "<dataValidation" in sheet


PERSON: Cells = {
    unit_tables.STEP: "口头申请",
    "姓名": "新样例",
    "乡镇、村(社区)": VILLAGE,
    "申请人的话": "办证",
    "怎样提出的": "调查摸排",
    "谁提出的": "村(社区)残联摸排发现",
}


def test_a_village_brings_people_nobody_knew_all_of_them_or_none(window: Window) -> None:
    # GIVEN a table of the month's survey with lines for new people
    survey = window.survey()
    path = window.out(f"{VILLAGE} 村(社区)残联")
    first, second, *others = (c.cell(0) for c in opened.read(path).lines if unit_new.is_key(c.cell(0)))
    assert len(others) == unit_new.LINES - 2
    told: Cells = {unit_tables.STEP: "报摸排情况", "发现几人": 1}
    # WHEN one of two lacks what has to be known THEN its cell is told and neither begins
    step, place = (cell_of(path, heading) for heading in (unit_tables.STEP, "乡镇、村(社区)"))
    back = filled(
        path, {survey.id: told, first: PERSON, second: {**PERSON, "姓名": "另样例", "乡镇、村(社区)": ""}}
    )
    (fault,) = window.told(back).values()
    assert fault.startswith(f"{place}4 ")
    refused(lambda: window.take(back))
    assert window.parts.store.proceedings.listed("one_plus_n") == ()
    # WHEN all is well THEN the person has a record with a number, in one transaction with the survey's report
    back = filled(path, {survey.id: told, first: PERSON})
    assert window.take(back) == (2, 0, 0)
    (found,) = window.parts.store.proceedings.listed("one_plus_n")
    assert (found.facts["name"], found.state, found.number[:3]) == ("新样例", "asked", "YN-")
    assert (window.state(survey.id), window.parts.store.events.of(found.id)[0].channel) == ("told", "table")
    # AND the same table once more begins nothing; another answer on that line is told
    assert window.take(back) == (0, 0, 2)
    other = window.told(filled(path, {first: {**PERSON, "申请人的话": "补贴"}}))
    assert other == {3: f"{step}3 这一行新增过,内容不一样;要改的请在窗口办"}
    # WHEN the person is named again, twice in a table, by another step, or the key was typed
    again = window.told(filled(path, {second: PERSON}))
    assert "同名的人还有没办完的" in again[4]
    twice = {**PERSON, "姓名": "另样例"}
    assert "和第4行是同一个人" in window.told(filled(path, {second: twice, others[0]: twice}))[5]
    wrong = window.told(filled(path, {second: {**PERSON, unit_tables.STEP: "核实上报"}}))
    assert wrong == {4: f"{step}4 新增的一行,{unit_tables.STEP}请写“口头申请”"}
    head, *lines = (list(each.cells) for each in opened.read(filled(path, {second: PERSON})).lines)
    lines[2][0] = f"{unit_new.NEW} 张三"
    assert "记录号改过" in window.told(book(path.with_name("typed.xlsx"), head, *lines))[4]


def test_what_calls_at_homes_found_goes_to_the_department_of_the_service_and_back(tmp_path: Path) -> None:
    # GIVEN the quarter's calls, due at every town on the last working day
    window = Window(tmp_path, "yinchuan")
    rounds.open_due(window.parts)
    calls = window.parts.store.proceedings.listed("home_call", limit=None)
    towns = {str(p.facts["name"]): p for p in calls if p.facts["turn"] == "2026-12"}
    assert "宝积镇" in towns
    assert {str(p.facts["due"]) for p in towns.values()} == {"2026-12-31"}
    (owed,) = (r for r in day.read(window.parts).reports if r.title == "入户访视")
    assert (owed.turn, owed.open) == ("2026-12", len(towns))
    # WHEN a town tells of its calls and of whom it found by its table
    path = window.out("宝积镇 乡镇(街道)")
    key = next(
        c.cell(0) for c in opened.read(path).lines if c.cell(0).startswith(f"{unit_new.NEW} door_service")
    )
    service = next(s for s in window.parts.pack.programmes["yinchuan"].services if s.id == "adult_rehab")
    person: Cells = {
        unit_tables.STEP: "登记",
        "姓名": "新样例",
        "乡镇、村(社区)": VILLAGE,
        "哪一项服务": service.title,
        "怎样知道的": "入户访视、需求调查",
    }
    done: Cells = {unit_tables.STEP: "报访视情况", "访视了几户": 12, "有需求几人(一个一个另外登记)": 1}
    assert window.take(filled(path, {towns["宝积镇"].id: done, key: person})) == (2, 0, 0)
    # THEN the person stands in the list of that service's department, and its answer is an act of the record
    (found,) = window.parts.store.proceedings.listed("door_service")
    path = window.out(f"县级各相关部门 {service.title} 落实单位")
    assert found.id in {line.cell(0) for line in opened.read(path).lines}
    answer: Cells = {unit_tables.STEP: "派单", "哪个部门、谁去": "样例卫生院"}
    assert window.take(filled(path, {found.id: answer}))[0] == 1
    assert window.state(found.id) == "assigned"


def test_what_is_done_again_and_again_has_a_line_for_each_time_of_a_month(tmp_path: Path) -> None:
    window = Window(tmp_path, "yinchuan")
    given = {"name": "新样例", "village": VILLAGE, "channel": "1", "service": "child_rehab"}
    who = window.parts.window.who
    child = proceedings.begin(window.parts, who, "door_service", "ask", given).id
    for act, told in (("assign", {"doer": "样例机构"}), ("agree", {"visit_on": "2026-12-01"})):
        proceedings.act(window.parts, who, child, act, told)
    proceedings.act(window.parts, who, child, "begin_service", {"plan": "每周一次"})
    window.on("2026-12-20")
    path = tmp_path / "back.xlsx"

    def back(*days: str) -> Path:
        head, *lines = (list(c.cells) for c in opened.read(window.out("宝积镇 乡镇(街道)")).lines)
        mine = [[*line, *[""] * (len(head) - len(line))] for line in lines if line[0] == child]
        assert len(mine) == 4
        for line, day_ in zip(mine, days, strict=False):
            served = {unit_tables.STEP: "记一次上门", "上门日期": day_, "做了什么": "训练"}
            for heading, text in served.items():
                line[head.index(heading)] = text
        return book(path, head, *mine)

    assert window.take(back("2026-12-02", "2026-12-09")) == (2, 0, 0)
    # WHEN the next table tells of those once more THEN only what is new counts
    assert window.take(back("2026-12-02", "2026-12-09", "2026-12-16")) == (1, 0, 2)
    # AND one visit that is told twice is asked about
    assert "请只留一行" in "".join(window.told(back("2026-12-19", "2026-12-19")).values())


@pytest.mark.parametrize(
    ("months", "turns"), [("", {"2026-12"}), ("11 12", {"2026-11", "2026-12"}), ("6", set())]
)
def test_the_county_says_in_which_months_homes_are_called_at(
    tmp_path: Path, months: str, turns: set[str]
) -> None:
    (tmp_path / "county").mkdir()
    rows = f'[values]\nhome_call_months = "{months}"\n' if months else ""
    switch = '[visits]\non = ["yinchuan"]\nsource = "本区规定"\n'
    (tmp_path / "county" / "own.toml").write_text(rows + switch, encoding="utf-8")
    clock = StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))
    parts = make_parts(tmp_path / "desk", clock, tmp_path / "county")
    rounds.open_due(parts)
    assert {p.facts["turn"] for p in parts.store.proceedings.listed("home_call", limit=None)} == turns
    parts.store.close()


def test_the_items_of_a_unit_go_to_it_and_come_back(window: Window) -> None:
    asked = window.ask("样例甲")
    given = {"person": "1", "services": ("care", "device")}
    proceedings.act(window.parts, window.parts.window.who, asked, "verify", given)
    (care, _) = window.parts.store.proceedings.children(asked)
    path = window.out("县民政局 责任单位")
    done: Cells = {unit_tables.STEP: "落实到位", "落实了什么": "护理补贴每月110元"}
    assert window.take(filled(path, {care.id: done}))[0] == 1
    assert window.state(care.id) == "done"


def test_a_town_agrees_on_a_visit_of_the_hall_and_brings_whoever_can_not_come(tmp_path: Path) -> None:
    window = Window(tmp_path, "home")
    parts, who = window.parts, window.parts.window.who
    asked = {
        "name": "样例甲",
        "village": VILLAGE,
        "wish": "残疾人证新办",
        "channel": "3",
        "cannot_come": True,
    }
    visit = proceedings.begin(parts, who, "home_visit", "request", asked)
    proceedings.act(parts, who, visit.id, "assign", {"doer": "宝积镇便民服务中心"})
    path = window.out("宝积镇 乡镇(街道)")
    key = next(c.cell(0) for c in opened.read(path).lines if unit_new.is_key(c.cell(0)))
    agreed: Cells = {unit_tables.STEP: "约定", "上门日期": "2026-12-03", "上午还是下午,几点": "上午"}
    person: Cells = {
        unit_tables.STEP: "登记",
        "姓名": "新样例",
        "乡镇、村(社区)": VILLAGE,
        "要办什么": "护理补贴",
        "怎样提出的": "村(社区)摸排",
    }
    assert window.take(filled(path, {visit.id: agreed, key: person})) == (2, 0, 0)
    assert window.state(visit.id) == "agreed"
    names = {str(p.facts["name"]) for p in parts.store.proceedings.listed("home_visit", ("requested",))}
    assert names == {"新样例"}
