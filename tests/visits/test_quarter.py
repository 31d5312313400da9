"""A quarter's report held against its ledger: every figure counted anew from the events, by other code.

The recount knows the acts of the two programmes and nothing of statistics, lists or clocks.
"""

import random
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from desk_app.domain.events import Event
from desk_app.domain.lists import Order, Wanted
from desk_app.services import proceedings
from desk_app.services.lists import export, lists, statistics, statistics_paper
from desk_app.services.lists.statistic_kinds import KeyFigure, Statistics, StatPeriod, StatRow
from desk_app.services.parts import Parts
from tests.fakes import CHINA, StillClock, make_parts
from tests.people import nth_number
from tests.printing.reading import squeezed, text_of
from tests.visits.settled import settle_items

SWITCH = '[visits]\non = ["quxian", "yinchuan"]\nsource = "本区规定"\n'
SINCE, UNTIL = date(2026, 10, 1), date(2026, 12, 31)
QUARTER = StatPeriod(SINCE, UNTIL)
TOWNS = ("甲样例乡", "乙样例镇")
SERVICES = ("child_rehab", "legal", "insurance", "licence")
HOMES = ("take_in", "served_once", "assess_pupil", "begin_service", "send_proof", "serve")
BACK = {"return_way": "2"}
STEMS = "甲乙丙丁戊己庚辛壬癸"


class Hall:
    """A hall of both programmes whose days pass one by one, so that records of all kinds mix."""

    def __init__(self, folder: Path) -> None:
        county = folder / "county"
        county.mkdir()
        (county / "own.toml").write_text(SWITCH, encoding="utf-8")
        self.clock = StillClock(datetime(2026, 9, 14, 9, tzinfo=CHINA))
        self.parts: Parts = make_parts(folder / "desk", self.clock, county)
        self.todo: list[tuple[date, int, str, str, dict[str, Any]]] = []

    def later(self, day: date, record: str, act: str, **given: Any) -> None:
        """Have an act done on a day to come."""
        self.todo.append((day, len(self.todo), record, act, given))

    def begin(self, procedure: str, act: str, **given: Any) -> str:
        return proceedings.begin(self.parts, self.parts.window.who, procedure, act, given).id

    def on(self, day: date) -> None:
        self.clock.moment = datetime.fromisoformat(f"{day}T10:00:00+08:00")

    def live(self) -> None:
        """Do what is to be done, day by day."""
        for day, _, record, act, given in sorted(self.todo, key=lambda each: each[:2]):
            self.on(day)
            if act == "return_visit":
                settle_items(self.parts, record)
            proceedings.act(self.parts, self.parts.window.who, record, act, given)
        self.on(date(2027, 1, 11))

    def table(self, procedure: str, by: str = "") -> Statistics:
        return statistics.table(self.parts, procedure, QUARTER, by)


def _name(place: int) -> str:
    return f"样例{STEMS[place // 10]}{STEMS[place % 10]}"


def _request(hall: Hall, chance: random.Random, place: int) -> None:
    """A 1+N request that comes as far as chance will have it."""
    day = SINCE + timedelta(days=place * 4)
    hall.on(day)
    given = {"name": _name(place), "village": f"{TOWNS[place % 2]}样例村", "wish": "办证"}
    record = hall.begin("one_plus_n", "ask", channel="1", asked_by="3", **given)
    if place % 7 == 6:
        hall.later(day, record, "not_for", why_not="不是肢体残疾")
        return
    hall.later(day, record, "verify", person="1", services=("care",))
    visited = day + timedelta(days=chance.randint(1, 9))
    hall.later(visited, record, "visit", visited_on=visited.isoformat(), team="县残联", did=("1",))
    if place % 5 == 4:
        return
    hall.later(visited, record, "complete")
    hall.later(visited, record, "settle", settled="护理补贴")
    back = visited + timedelta(days=20)
    content = {"content": str(chance.randint(1, 3))} if place % 2 else {}
    told = {**BACK, "returned_on": back.isoformat(), **content}
    if place % 4:
        hall.later(back, record, "return_visit", **told)
    else:
        hall.later(back, record, "not_done", **told, lacking_words="钱没有到", policy_done=False)
    if chance.random() < 0.7:
        hall.later(back, record, "check_return", checked_words="属实")


def _service(hall: Hall, chance: random.Random, place: int) -> None:
    """A service of 银川: a child with visits now and then, or one thing done at home; persons come twice."""
    day = date(2026, 9, 15) + timedelta(days=place * 5)
    hall.on(day)
    service = SERVICES[place % len(SERVICES)]
    person = {"name": _name(place // 3), "id_number": nth_number(place // 3)}
    where = f"{TOWNS[place % 2]}样例村" if place % 9 else "样例村"
    record = hall.begin("door_service", "ask", service=service, channel="1", village=where, **person)
    if place % 8 == 7:
        hall.later(day, record, "not_for", why_not="能来窗口")
        return
    hall.later(day, record, "assign", doer="样例机构")
    hall.later(day, record, "agree", visit_on=day.isoformat())
    if service != "child_rehab":
        visit = min(day + timedelta(days=chance.randint(0, 7)), date(2027, 1, 6))
        hall.later(visit, record, "served_once", done_words="办好了")
        if place % 3:
            hall.later(visit, record, "ask_content", content=str(chance.randint(1, 3)))
        return
    hall.later(day, record, "begin_service", plan="每周一次")
    pause = day + timedelta(days=40) if place % 3 == 0 else None
    visit = day + timedelta(days=3)
    while visit < date(2027, 1, 9) and (pause is None or visit < pause):
        hall.later(visit, record, "serve", served_on=visit.isoformat(), served_words="训练")
        visit += timedelta(days=chance.randint(5, 10))
    if pause:
        hall.later(pause, record, "pause", pause_reason="住院")
        hall.later(pause + timedelta(days=12), record, "go_on")


def _two_at_once(hall: Hall) -> None:
    """One person who is visited for two things on one day."""
    day = date(2026, 11, 5)
    hall.on(day)
    who = {"name": "样例寅", "id_number": nth_number(90), "village": "甲样例乡样例村", "channel": "1"}
    for service in ("legal", "insurance"):
        record = hall.begin("door_service", "ask", service=service, **who)
        hall.later(day, record, "assign", doer="样例机构")
        hall.later(day, record, "agree", visit_on=day.isoformat())
        hall.later(day, record, "served_once", done_words="办好了")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    made, chance = Hall(tmp_path_factory.mktemp("hall")), random.Random(20261231)
    for place in range(12):
        _service(made, chance, place)
    for place in range(14):
        _request(made, chance, place)
    _two_at_once(made)
    made.live()
    yield made
    made.parts.store.close()


class Ledger:
    """The events of a register, and what they come to by plain counting."""

    def __init__(self, hall: Hall, procedure: str) -> None:
        held = hall.parts.store.proceedings.listed(procedure, limit=None)
        self.events: dict[str, tuple[Event, ...]] = {p.id: hall.parts.store.events.of(p.id) for p in held}
        self.told = {p.id: p.facts for p in held}

    def began(self) -> set[str]:
        return {r for r, events in self.events.items() if SINCE <= events[0].at.date() <= UNTIL}

    def did(self, *acts: str) -> set[str]:
        return {r for r, events in self.events.items() if any(e.act in acts for e in events)}

    def homes(
        self, acts: tuple[str, ...], day: str, since: date = SINCE, until: date = UNTIL
    ) -> set[tuple[str, date]]:
        """Persons and days of visits: whoever is visited for two things on one day is visited once."""
        return {
            (str(self.told[r].get("id_number") or r), when)
            for r, events in self.events.items()
            for e in events
            if e.act in acts
            and since
            <= (when := date.fromisoformat(str(e.payload.get(day) or e.at.date().isoformat())))
            <= until
        }

    def months(self) -> Counter[str]:
        """The whole months in which a child was owed four visits: enough, not enough, broken."""
        found: Counter[str] = Counter()
        for record in (r for r, told in self.told.items() if told["service"] == "child_rehab"):
            on, days = set[date](), Counter[tuple[int, int]]()
            since: date | None = None
            for e in self.events[record]:
                if e.act in ("begin_service", "go_on"):
                    since = e.at.date()
                elif e.act == "pause" and since:
                    on |= {since + timedelta(days=n) for n in range((e.at.date() - since).days + 1)}
                    since = None
                elif e.act == "serve":
                    served = date.fromisoformat(str(e.payload["served_on"]))
                    days[served.year, served.month] += 1
            if since:
                on |= {since + timedelta(days=n) for n in range((UNTIL - since).days + 1)}
            for month in (10, 11, 12):
                last = monthrange(2026, month)[1]
                here = sum(date(2026, month, n) in on for n in range(1, last + 1))
                if here == last:
                    found["enough" if days[2026, month] >= 4 else "short"] += 1
                elif here:
                    found["broken"] += 1
        return found


def _figure(found: Statistics, name: str) -> KeyFigure:
    return next(f for f in found.figures if f.id == name)


def _rows(hall: Hall, wanted: Wanted) -> set[str]:
    portions = hall.parts.store.lists.stream(wanted, Order(), hall.parts.clock.today(), 200)
    return {row.id for portion in portions for row in portion}


def test_what_1_plus_n_reports_is_what_its_events_say(hall: Hall) -> None:
    found, ledger = hall.table("one_plus_n", "town"), Ledger(hall, "one_plus_n")
    began = ledger.began()
    back, visited = ledger.did("return_visit", "not_done") & began, ledger.did("visit") & began
    checked, not_for = ledger.did("check_return") & began, ledger.did("not_for") & began
    said = {r for r in began if ledger.told[r].get("content")}
    content = {r for r in said if ledger.told[r]["content"] in ("1", "2")}
    expected = {
        "returned": (back, visited),
        "checked": (checked, back),
        "content": (content, said),
        "not_served": (not_for, began),
    }
    assert all(part and whole - part for part, whole in expected.values()), "each rate has both sides"
    for name, (part, whole) in expected.items():
        share = found.total.shares[name]
        assert (share.part, share.whole) == (len(part), len(whole)), name
        assert _rows(hall, share.behind.wanted) == part, name
        assert f"{len(part)}条÷" in _figure(found, name).division
        assert sum(row.shares[name].part for row in found.rows) == len(part), name
    homes = ledger.homes(("visit",), "visited_on")
    assert found.total.times["visits"].times == len(homes) == sum(r.times["visits"].times for r in found.rows)
    assert found.total.cells["all"].count == len(began)
    returned = {
        r for r in began if ledger.events[r][-1].act in ("return_visit", "check_return")
    } - ledger.did("not_done")
    assert _rows(hall, found.total.cells["done"].wanted) == returned
    assert _rows(hall, found.total.cells["ended"].wanted) == not_for


@pytest.mark.parametrize("by", ["service", "units", "town", "month", "quarter", "state"])
def test_lines_are_what_the_events_of_their_records_say(hall: Hall, by: str) -> None:
    found, ledger = hall.table("door_service", by), Ledger(hall, "door_service")
    homes, months = ledger.homes(HOMES, "served_on"), ledger.months()
    assert found.total.times["visits"].times == len(homes)
    share = found.total.shares["often-rehab_month"]
    assert (share.part, share.whole) == (months["enough"], months["enough"] + months["short"])
    assert months["enough"], months["short"]
    assert f"不满的{months['broken']}个月不算" in _figure(found, "often-rehab_month").division
    for row in (*found.rows, found.total):
        _opens_what_it_counts(hall, row)
    if by in ("town", "month", "state"):
        assert sum(row.shares["often-rehab_month"].whole for row in found.rows) == share.whole
        assert sum(row.cells["all"].count for row in found.rows) == found.total.cells["all"].count
    if by == "month":
        for row, month in zip(found.rows, (10, 11, 12), strict=True):
            last = date(2026, month, monthrange(2026, month)[1])
            assert row.times["visits"].times == len(
                ledger.homes(HOMES, "served_on", last.replace(day=1), last)
            )
        assert [row.word for row in found.rows] == ["2026年10月", "2026年11月", "2026年12月"]
    if by == "units":
        assert sum(row.cells["all"].count for row in found.rows) > found.total.cells["all"].count
        assert "一条可以有几个责任单位" in found.note


def _opens_what_it_counts(hall: Hall, row: StatRow) -> None:
    """Assert that every number of a line opens as many records as it says."""
    counted = [*row.cells.values(), *(often.behind for often in row.times.values())]
    every = (*counted, *(share.behind for share in row.shares.values()))
    for each in (each for each in every if each.opens):
        assert lists.page(hall.parts, each.wanted, Order(), 500).total == each.count, row.word


def test_one_visit_with_two_services_is_one(hall: Hall) -> None:
    ledger = Ledger(hall, "door_service")
    acts = sum(
        e.act in HOMES for events in ledger.events.values() for e in events if SINCE <= e.at.date() <= UNTIL
    )
    assert len(ledger.homes(HOMES, "served_on")) < acts


def test_paper_and_workbook_say_the_same(hall: Hall, tmp_path: Path) -> None:
    found = hall.table("one_plus_n", "month")
    share = found.total.shares["returned"]
    paper = text_of(statistics_paper.sheet(hall.parts, found, found.title))
    assert squeezed(f"{share.text}{share.percent}%") in squeezed(paper)
    assert squeezed("回访抽查,不低于70%:抽查过/已经回访") in squeezed(paper)
    path = tmp_path / "报表.xlsx"
    export.write_statistics(hall.parts, hall.parts.window.who, found, path)
    with ZipFile(path) as book:
        texts = book.read("xl/worksheets/sheet1.xml").decode()
    assert f">{share.text}<" in texts
    assert "回访覆盖(已经回访/上过门,没有去世、迁走的)" in texts
    assert hall.parts.store.check().sound
