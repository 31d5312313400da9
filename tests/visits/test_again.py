"""What is to be done so often a month or week, from which day a limit counts, what is told with what."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.domain import cycles
from desk_app.domain.cycles import CycleCount
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.ui.registers import often, reading
from forms import criteria, loader
from forms.clock_kinds import Clock, Cycle
from forms.schema import Outcome
from tests.fakes import CHINA, StillClock, make_parts
from tests.unit.packs import Folder
from tests.visits.settled import settle_items

SWITCH = '[visits]\non = ["quxian", "yinchuan"]\nsource = "本区规定"\n'
FOUR = Clock("four", "每月四次", ("begin",), times=4, period=Cycle.MONTH)
ONE = Clock("one", "每周一次", ("begin",), times=1, period=Cycle.WEEK)
CHILD = {"name": "王样例", "village": "样例村", "channel": "1"}
ORAL = {"name": "李样例", "village": "样例村", "wish": "办证", "channel": "1", "asked_by": "3"}
DOOR = "visits/yinchuan/door_service.toml"
Desk = tuple[Parts, Callable[..., None]]


def _days(*texts: str) -> list[date]:
    return [date.fromisoformat(f"2026-{text}") for text in texts]


@pytest.mark.parametrize(
    ("clock", "start", "done", "due"),
    [
        # Begun in the middle of November: the first month that counts is December.
        (FOUR, "11-12", (), "12-31"),
        (FOUR, "12-01", (), "12-31"),
        (FOUR, "12-01", ("12-02", "12-09", "12-16"), "12-31"),
        (FOUR, "11-12", ("12-02", "12-09", "12-16", "12-23"), "01-31"),
        # Three in September can not be mended once October has begun: October is asked for.
        (FOUR, "09-01", ("09-02", "09-09", "09-16", "10-08"), "10-31"),
        (ONE, "11-23", (), "11-29"),
        (ONE, "11-25", (), "12-06"),
        (ONE, "11-23", ("11-24", "11-25"), "12-06"),
    ],
)
def test_it_ends_with_the_first_period_that_lacks_one(
    clock: Clock, start: str, done: tuple[str, ...], due: str
) -> None:
    last = cycles.due(clock, _days(start)[0], _days(*done))
    assert f"{last:%m-%d}" == due


def test_periods_begun_in_the_middle_or_still_running_are_shown_and_not_judged() -> None:
    done = _days("11-24", "12-03", "12-05", "12-10", "12-20", "01-02")
    done[-1] = date(2027, 1, 2)
    told = tuple(cycles.counts(FOUR, date(2026, 11, 12), done, date(2027, 1, 5)))
    assert told == (
        CycleCount(date(2026, 11, 1), date(2026, 11, 30), 1, 4, judged=False),
        CycleCount(date(2026, 12, 1), date(2026, 12, 31), 4, 4, judged=True),
        CycleCount(date(2027, 1, 1), date(2027, 1, 31), 1, 4, judged=False),
    )
    assert [t.owed for t in told] == [3, 0, 3]


@pytest.fixture
def clock() -> StillClock:
    """Tuesday 2026-12-01."""
    return StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A hall whose county has both programmes on, and a way to do an act on a day."""
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text(SWITCH, encoding="utf-8")
    parts = make_parts(tmp_path / "desk", clock, county)

    def do(record: str, day: str, act: str, **given: Any) -> None:
        clock.moment = datetime.fromisoformat(f"{day}T10:00:00+08:00")
        proceedings.act(parts, parts.window.who, record, act, given)

    yield parts, do
    parts.store.close()


def _begin(parts: Parts, procedure: str, act: str, given: dict[str, Any]) -> str:
    return proceedings.begin(parts, parts.window.who, procedure, act, given).id


def _due(parts: Parts, record: str) -> dict[str, str]:
    found = proceedings.record(parts, parts.window.who, record)
    assert found is not None
    return {c.clock.id: c.due.isoformat() for c in found.clocks if c.due}


def _agreed(desk: Desk, service: str) -> str:
    """A visit of a service that is agreed for 2026-12-01."""
    parts, do = desk
    record = _begin(parts, "door_service", "ask", {**CHILD, "service": service})
    do(record, "2026-12-01", "assign", doer="样例机构")
    do(record, "2026-12-01", "agree", visit_on="2026-12-01")
    return record


def _taught(desk: Desk) -> str:
    """A pupil who has been taught at home since 2026-12-01, after all that comes before."""
    _, do = desk
    pupil = _agreed(desk, "home_teaching")
    with pytest.raises(RuleError, match="先评估就读能力"):
        do(pupil, "2026-12-01", "begin_service", plan="每周二")
    do(pupil, "2026-12-01", "assess_pupil", assessed_by="样例评估组", ability="不能随班就读")
    scheme = {"teaching_scheme": "每周二上门", "floating": True, "school_by": "居住地", "school": "样例小学"}
    do(pupil, "2026-12-01", "plan_pupil", **scheme)
    assert "教学计划 王样例" in [t.title for t in todos.todos(desk[0]).shown]
    do(pupil, "2026-12-01", "begin_teaching", teaching_plan="识字、自理")
    return pupil


def test_four_a_month_are_asked_for_while_it_can_be_mended(desk: Desk, clock: StillClock) -> None:
    parts, do = desk
    child = _agreed(desk, "child_rehab")
    do(child, "2026-12-01", "begin_service", plan="每周三上午")
    for day in ("2026-12-02", "2026-12-09", "2026-12-16"):
        do(child, day, "serve", served_on=day, served_words="训练")
    assert _due(parts, child) == {"rehab_month": "2026-12-31"}
    assert [t.title for t in todos.todos(parts).shown] == []
    clock.moment = datetime(2026, 12, 21, 9, tzinfo=CHINA)
    assert [t.title for t in todos.todos(parts).shown] == ["送康复 王样例"]
    # WHEN what was done on the 23rd is noted on the 28th THEN the month is whole
    do(child, "2026-12-28", "serve", served_on="2026-12-23", served_words="训练")
    assert _due(parts, child) == {"rehab_month": "2027-01-31"}
    # A pause owes nothing; after it the first whole month counts.
    do(child, "2027-01-11", "pause", pause_reason="住院")
    assert _due(parts, child) == {}
    do(child, "2027-01-25", "go_on")
    assert _due(parts, child) == {"rehab_month": "2027-02-28"}


def test_a_school_holiday_owes_nothing_and_the_first_whole_month_after_it_counts(
    desk: Desk, clock: StillClock
) -> None:
    parts, do = desk
    child = _agreed(desk, "child_rehab")
    do(child, "2026-12-01", "begin_service", plan="每周三上午")
    for day in ("2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23", "2027-01-06", "2027-01-13"):
        do(child, day, "serve", served_on=day, served_words="训练")
    assert _due(parts, child) == {"rehab_month": "2027-01-31"}
    do(child, "2027-01-18", "pause", pause_reason="寒暑假")
    for day in (28, 29):  # the last working days of January would ask for it
        clock.moment = datetime(2027, 1, day, 9, tzinfo=CHINA)
        assert (_due(parts, child), todos.todos(parts).shown) == ({}, ())
    do(child, "2027-03-01", "go_on")
    assert _due(parts, child) == {"rehab_month": "2027-03-31"}
    for day in ("2027-03-03", "2027-03-10", "2027-03-17", "2027-03-24"):
        do(child, day, "serve", served_on=day, served_words="训练")
    assert _due(parts, child) == {"rehab_month": "2027-04-30"}
    clock.moment = datetime(2027, 4, 1, 9, tzinfo=CHINA)
    record = proceedings.record(parts, parts.window.who, child)
    assert record is not None
    assert often.told(record, clock.today()) == (
        "2027年4月:0次,要4次,还没有过完",
        "2027年3月:4次,要4次,够",
        "2027年1月18日暂停服务:寒暑假",
        "2027年1月:2次,要4次,这一期不满,不算",
        "2026年12月:4次,要4次,够",
    )


def test_past_periods_are_told_with_what_interrupted_them(desk: Desk, clock: StillClock) -> None:
    parts, do = desk
    child = _agreed(desk, "child_rehab")
    do(child, "2026-12-01", "begin_service", plan="每周三上午")
    for day in ("2026-12-02", "2026-12-09", "2026-12-16", "2026-12-23", "2027-01-06"):
        do(child, day, "serve", served_on=day, served_words="训练")
    do(child, "2027-01-11", "pause", pause_reason="住院")
    do(child, "2027-01-25", "go_on")
    do(child, "2027-02-03", "serve", served_on="2027-02-03", served_words="训练")
    clock.moment = datetime(2027, 3, 2, 9, tzinfo=CHINA)
    record = proceedings.record(parts, parts.window.who, child)
    assert record is not None
    assert often.told(record, clock.today()) == (
        "2027年3月:0次,要4次,还没有过完",
        "2027年2月:1次,要4次,不够",
        "2027年1月11日暂停服务:住院",
        "2027年1月:1次,要4次,这一期不满,不算",
        "2026年12月:4次,要4次,够",
    )
    shown = reading.shown(parts, child)
    assert shown is not None
    assert shown.often[0].startswith("2027年3月")


def test_two_lessons_of_one_hour_are_not_one_of_two(desk: Desk) -> None:
    parts, do = desk
    pupil = _taught(desk)
    assert _due(parts, pupil) == {"teaching_week": "2026-12-13"}
    for day, hours in (("2026-12-08", "1"), ("2026-12-09", "1")):
        do(pupil, day, "serve", served_on=day, hours=hours, served_words="识字")
    assert _due(parts, pupil) == {"teaching_week": "2026-12-13"}
    with pytest.raises(RuleError):
        do(pupil, "2026-12-10", "serve", served_on="2026-12-10", served_words="识字")
    do(pupil, "2026-12-10", "serve", served_on="2026-12-10", hours="2", served_words="识字")
    assert _due(parts, pupil) == {"teaching_week": "2026-12-20"}


def test_a_silent_village_stops_nothing(desk: Desk, clock: StillClock) -> None:
    parts, do = desk
    silent, told = (_begin(parts, "one_plus_n", "ask", ORAL) for _ in range(2))
    do(told, "2026-12-03", "report", reported_on="2026-12-02")
    assert _due(parts, told) == {"verify": "2026-12-09"}
    assert _due(parts, silent) == {"verify": "2026-12-17"}
    # WHEN the village reports after the 10th THEN the town's days have begun with the 10th all the same
    do(silent, "2026-12-15", "report", reported_on="2026-12-15")
    assert _due(parts, silent) == {"verify": "2026-12-17"}
    clock.moment = datetime(2026, 12, 11, 9, tzinfo=CHINA)
    late = _begin(parts, "one_plus_n", "ask", ORAL)
    assert _due(parts, late) == {"verify": "2027-01-15"}


def test_a_return_visit_counts_from_the_visit_and_can_not_lie_before_it(desk: Desk) -> None:
    parts, do = desk
    case = _begin(parts, "one_plus_n", "ask", ORAL)
    do(case, "2026-12-15", "verify", person="1", services=("certificate",))
    visited = {"visited_on": "2026-12-18", "team": "县残联", "did": ("1",)}
    do(case, "2026-12-22", "visit", **visited)  # the paper came four days later
    assert _due(parts, case) == {"return": "2027-01-18"}
    do(case, "2026-12-25", "complete")
    do(case, "2026-12-28", "settle", settled="护理补贴")
    with pytest.raises(RuleError) as refused:
        do(case, "2027-01-04", "return_visit", return_way="2", returned_on="2026-12-17")
    assert [p.message for p in refused.value.problems] == [
        "回访日期2026年12月17日在上门日期2026年12月18日以前,请核对"
    ]
    settle_items(parts, case)
    do(case, "2027-01-04", "return_visit", return_way="2", returned_on="2027-01-04")


def test_other_hardship_is_told_with_its_reason(desk: Desk) -> None:
    parts, _ = desk
    asked = {**CHILD, "service": "legal", "special_case": True}
    with pytest.raises(RuleError) as refused:
        _begin(parts, "door_service", "ask", asked)
    assert [p.element for p in refused.value.problems] == ["special_reason"]
    _begin(parts, "door_service", "ask", {**asked, "special_case": False})
    _begin(parts, "door_service", "ask", {**asked, "special_reason": "独居,山上无车"})


@pytest.mark.parametrize(("rows", "outcome"), [("", Outcome.APPLIES), ("both", Outcome.NOT)])
def test_the_county_says_how_an_ambiguous_text_is_read(tmp_path: Path, rows: str, outcome: Outcome) -> None:
    said = f'[values]\nvisit_severe_or_blind = "{rows}"\n' if rows else ""
    (tmp_path / "own.toml").write_text(said, encoding="utf-8")
    others = dict.fromkeys(("several_disabled", "old_carer", "schizophrenia", "special_case"), False)
    facts = {"hard_to_move": True, "no_carer": True, "severe_limb": False, "blind": True, **others}
    (told,) = criteria.told(loader.load(tmp_path).procedures["door_service"], facts)
    assert told.outcome is outcome


@pytest.mark.parametrize(
    ("old", "new", "holding", "said"),
    [
        ("times = 4", "times = 0", 'id = "rehab_month"', "只写一个"),
        ("times = 4", "times = 40", "times = 40", "应在1至31"),
        ('counted = "serve"', 'counted = "served"', '"served"', "没有动作“served”"),
        ('counted_on = "served_on"', 'counted_on = "wish"', 'counted_on = "wish"', "不是那个动作问的日期"),
        ('enough = [["hours >= 2"]]', 'enough = [["hour >= 2"]]', "hour >= 2", "没有一个动作问"),
        ("amount = 5", "amount = 5\nelse_on = 10", "else_on", "要一起写"),
        ('[["special_case = yes"]]', '[["special = yes"]]', "special = yes", "没有一个动作问"),
        ('id = "served_on"\n', 'id = "served_on"\nnot_before = "begun_on"\n', '"begun_on"', "没有别的日期"),
    ],
)  # fmt: skip
def test_a_mistake_in_these_words_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, holding: str, said: str
) -> None:
    folder = Folder(tmp_path / "pack")
    folder.change(DOOR, old, new)
    folder.tells(DOOR, holding, said)
