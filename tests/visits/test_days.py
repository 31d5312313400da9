"""Home visits day by day: walked from the request to the end, each last day reckoned by hand."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain.events import Subject
from desk_app.services import proceedings, rounds
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from tests.fakes import CHINA, StillClock, make_parts

Made = Callable[..., Parts]
ASKED = {"name": "张样例", "village": "样例村", "wish": "残疾人证新办", "channel": "2", "cannot_come": True}
ORAL = {"name": "李样例", "village": "样例村", "wish": "办证", "channel": "1", "asked_by": "3"}


@pytest.fixture
def clock() -> StillClock:
    """Monday 2026-11-23."""
    return StillClock(datetime(2026, 11, 23, 9, tzinfo=CHINA))


@pytest.fixture
def made(tmp_path: Path, clock: StillClock) -> Iterator[Made]:
    """Makes the parts of a hall whose county writes these rows."""
    opened: list[Parts] = []

    def make(rows: str = "") -> Parts:
        county = tmp_path / "county"
        county.mkdir()
        (county / "own.toml").write_text(rows, encoding="utf-8")
        opened.append(make_parts(tmp_path / "desk", clock, county))
        return opened[-1]

    yield make
    for parts in opened:
        parts.store.close()


def _due(parts: Parts, record: str) -> dict[str, str]:
    """The last day of each clock that runs."""
    found = proceedings.record(parts, parts.window.who, record)
    assert found is not None
    return {c.clock.id: c.due.isoformat() for c in found.clocks if c.due}


def _do(parts: Parts, clock: StillClock, record: str, day: str, act: str, **given: Any) -> None:
    clock.moment = datetime.fromisoformat(f"{day}T10:00:00+08:00")
    proceedings.act(parts, parts.window.who, record, act, given)


def _titles(parts: Parts) -> list[str]:
    return [t.title for t in todos.todos(parts).shown]


def test_a_visit_is_walked_from_the_request_to_the_file(made: Made, clock: StillClock) -> None:
    parts = made()
    visit = proceedings.begin(parts, parts.window.who, "home_visit", "request", ASKED).id
    assert _due(parts, visit) == {"contact": "2026-11-24", "visit": "2026-11-30"}
    assert _titles(parts) == ["联系 张样例"]
    _do(parts, clock, visit, "2026-11-24", "assign", doer="刘样例")
    _do(parts, clock, visit, "2026-11-24", "agree", visit_on="2026-11-26", visit_time="上午")
    assert _due(parts, visit) == {"visit": "2026-11-30", "appointed": "2026-11-26"}
    assert _titles(parts) == []
    clock.moment = datetime(2026, 11, 26, 8, tzinfo=CHINA)
    assert _titles(parts) == ["今天上门 张样例"]
    _do(parts, clock, visit, "2026-11-26", "leave")
    _do(parts, clock, visit, "2026-11-26", "take_in", visited_on="2026-11-26", taken="身份证、照片")
    assert _due(parts, visit) == {}
    _do(parts, clock, visit, "2026-12-16", "deliver", way="1", received_by="女儿")
    # 2027-01-16 is a Saturday: the first working day after it (民法典第二百零三条).
    assert _due(parts, visit) == {"return": "2027-01-18"}
    seen = {"return_way": "2", "returned_on": "2026-12-30", "content": "1"}
    _do(parts, clock, visit, "2026-12-30", "return_visit", **seen)
    _do(parts, clock, visit, "2026-12-30", "file")
    found = parts.store.proceedings.one(visit)
    assert found is not None
    assert found.state == "filed"


def test_a_county_sets_its_own_days_of_what_is_proposed(made: Made, clock: StillClock) -> None:
    parts = made('[values]\nvisit_contact_days = "2"\nvisit_days = "8"\n')
    visit = proceedings.begin(parts, parts.window.who, "home_visit", "request", ASKED).id
    assert _due(parts, visit) == {"contact": "2026-11-25", "visit": "2026-12-03"}


def test_the_days_of_one_plus_n_follow_one_another(made: Made, clock: StillClock) -> None:
    parts = made('[visits]\non = ["quxian"]\nsource = "本区规定"\n')
    clock.moment = datetime(2026, 12, 10, 10, tzinfo=CHINA)
    case = proceedings.begin(parts, parts.window.who, "one_plus_n", "ask", ORAL).id
    assert _due(parts, case) == {"verify": "2026-12-17"}
    found = {"person": "1", "services": ("certificate", "care")}
    _do(parts, clock, case, "2026-12-17", "verify", **found)
    assert _due(parts, case) == {"visit": "2026-12-24"}
    seen = {"visited_on": "2026-12-24", "team": "县残联、县卫健局", "did": ("1", "3")}
    _do(parts, clock, case, "2026-12-24", "visit", **seen)
    # One month after the visit, whatever becomes of the certificate: 2027-01-24 is a Sunday.
    assert _due(parts, case) == {"return": "2027-01-25"}
    _do(parts, clock, case, "2026-12-25", "publish", published="残疾人证,样例村公示栏,五个工作日")
    assert _due(parts, case) == {"return": "2027-01-25"}


def test_every_village_owes_its_survey_by_the_tenth(made: Made, clock: StillClock) -> None:
    parts = made('[visits]\non = ["quxian"]\nsource = "本区规定"\n')
    clock.moment = datetime(2026, 12, 11, 10, tzinfo=CHINA)
    village = Subject("village", "620403001001")
    given = {"name": "样例村", "turn": "2026-12", "due": "2026-12-10"}
    who = parts.window.who
    survey = proceedings.begin(
        parts, replace(who, role="system"), "village_survey", "open", given, village
    ).id
    assert "还没有报摸排 样例村" in _titles(parts)
    proceedings.act(parts, who, survey, "nobody", {})
    assert _titles(parts) == []


def test_each_department_owes_its_figures_of_the_month_and_the_quarter(made: Made, clock: StillClock) -> None:
    parts = made('[visits]\non = ["yinchuan"]\nsource = "本区规定"\n')
    clock.moment = datetime(2026, 12, 1, 9, tzinfo=CHINA)
    assert rounds.open_due(parts)
    assert rounds.open_due(parts) == 0
    found = parts.store.proceedings.listed("door_report")
    assert len(found) == 9
    owed = {(str(p.facts["turn"]), p.state, str(p.facts["due"])) for p in found}
    assert owed == {
        ("2026-11", "monthly_due", "2026-11-30"),
        ("2026-12", "monthly_due", "2026-12-31"),
        ("2026-12", "quarterly_due", "2026-12-31"),
    }
