"""Statistics: sums that agree, no percentage of a handful, and a list behind each figure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from desk_app.domain.events import Who
from desk_app.domain.lists import ColumnKind, Course, DueKind, Wanted
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.lists import lists, statistic_kinds, statistics
from desk_app.services.lists.statistic_kinds import Counted, Statistics, StatPeriod
from desk_app.services.parts import Parts
from tests.fakes import CHINA, NOW, StillClock, make_parts
from tests.news import tell
from tests.people import nth_number
from tests.storage.test_lists import accepted, some

QUARTER = StatPeriod(date(2026, 10, 1), date(2026, 11, 23), "本季度")
REGISTER = Path("tests/registers/keys")


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return make_parts(tmp_path)


def every_count(found: Statistics) -> Iterator[tuple[str, Counted]]:
    """Every figure of the statistics with its name."""
    yield from ((f.title, f.behind) for f in found.figures)
    yield from (
        (f"{b.begins} {what}", c) for b in found.bars for what, c in (("done", b.done), ("open", b.open))
    )
    for row in (*found.rows, found.total):
        yield from ((f"{row.word} {column}", cell) for column, cell in row.cells.items())


def agrees(parts: Parts, found: Statistics) -> None:
    """Assert that every figure's list has that many rows, and that the lines add up."""
    for what, counted in every_count(found):
        assert lists.page(parts, counted.wanted, lists.order(parts, "matter"), 500).total == counted.count, (
            what
        )
    for column in found.columns:
        assert sum(r.cells[column.id].count for r in found.rows) == found.total.cells[column.id].count
    first, *others = (found.total.cells[c.id].count for c in found.columns)
    assert sum(others) == first == sum(b.done.count + b.open.count for b in found.bars)
    assert sum(r.timely for r in found.rows) == found.total.timely
    assert sum(r.due for r in found.rows) == found.total.due


@pytest.mark.parametrize("by", ["matters", "department", "township", "counter", "clerk", "grade", "state"])
def test_every_figure_opens_a_list_of_so_many(by: str, parts: Parts) -> None:
    some(parts)
    found = statistics.table(parts, "matter", QUARTER, by)
    assert found.total.cells["all"].count == 24
    agrees(parts, found)


def test_what_can_not_be_added_up_is_not_divided_by(parts: Parts) -> None:
    assert [c.title for c in statistics.divisions(parts, "matter")] == [
        "事项", "部门", "乡镇(街道)", "窗口", "经办人", "残疾等级", "状态",
    ]  # fmt: skip
    assert "matters" not in [c.id for c in statistics.divisions(parts, "application")]
    with pytest.raises(RuleError, match="不能按“matters”统计,可以按:"):
        statistics.table(parts, "application", QUARTER, "matters")
    with pytest.raises(RuleError, match="这种登记"):
        statistics.table(parts, "nothing", QUARTER)


def test_the_figures_are_those_of_the_sketch(parts: Parts) -> None:
    # GIVEN twelve applications of which two are done in time and one is late
    made = [accepted(parts, n, NOW - timedelta(days=40)) for n in range(12)]
    for n, days in ((0, 7), (1, 9), (2, 30)):
        tell(parts, made[n], "cert_new", "conclude", NOW - timedelta(days=40 - days))
    tell(parts, made[3], "cert_new", "correct", NOW - timedelta(days=35), text="缺照片")
    assert isinstance(parts.clock, StillClock)
    parts.clock.moment = NOW
    found = statistics.table(parts, "matter", StatPeriod(date(2026, 10, 1), NOW.date()))
    begun, pace, used, did = found.figures
    # THEN eight more are overdue, one stands still, and each figure says what it is made of
    assert (begun.value, begun.unit, begun.division) == ("36", "项", "12件申请,每件3项")
    assert (pace.value, pace.unit, pace.division) == ("18.2", "%", "按期2项÷该办结11项")
    assert (used.title, used.division) == ("办结用时,中位数", "已办结3项,停表不算;最长22")
    assert (did.value, did.unit, did.division) == ("2.8", "%", "1项÷受理36项")
    row = found.rows[0]
    assert (row.word, row.timely, row.due, row.share) == ("残疾人证新办", 2, 11, "18.2")
    agrees(parts, found)


def test_under_ten_no_percentage_is_told(parts: Parts) -> None:
    application = accepted(parts)
    tell(parts, application, "cert_new", "conclude", NOW)
    found = statistics.table(parts, "matter", QUARTER)
    pace = found.figures[1]
    assert (pace.value, pace.unit, found.total.share) == ("1/1", "", "")
    assert (
        statistic_kinds.percent(9, 9),
        statistic_kinds.percent(10, 10),
        statistic_kinds.percent(1, 11),
    ) == (
        "",
        "100",
        "9.1",
    )


def test_days_in_which_the_clock_stood_are_not_counted(parts: Parts) -> None:
    application = accepted(parts)
    tell(parts, application, "cert_new", "assess", datetime(2026, 11, 24, 9, tzinfo=CHINA))
    tell(parts, application, "cert_new", "resume", datetime(2026, 12, 4, 9, tzinfo=CHINA))
    tell(parts, application, "cert_new", "conclude", datetime(2026, 12, 7, 9, tzinfo=CHINA))
    done = Wanted("matter", courses=frozenset({Course.DONE}))
    assert dict(parts.store.lists.used(done, NOW.date())) == {2: 1}


def test_nothing_in_a_period_is_told_as_nothing(parts: Parts) -> None:
    found = statistics.table(parts, "matter", QUARTER)
    assert [f.value for f in found.figures] == ["0", "", "", "0"]
    assert (found.rows, found.total.cells["all"].opens) == ((), False)
    assert all(b.done.count == b.open.count == 0 for b in found.bars)


def test_every_week_of_a_period_has_its_bar(parts: Parts) -> None:
    some(parts)
    bars = statistics.table(parts, "matter", QUARTER).bars
    assert [b.begins for b in bars[:3]] == [date(2026, 10, 1), date(2026, 10, 5), date(2026, 10, 12)]
    assert bars[-1].begins == date(2026, 11, 23)


def test_the_note_says_period_moment_and_what_words_mean(parts: Parts) -> None:
    note = statistics.table(parts, "matter", QUARTER).note
    for said in (
        "2026年10月1日至11月23日受理的,看到2026年11月23日 09:15",
        "停表指等证件结果、",
        "其他结束指不予批准",
        "少于5的",
    ):
        assert said in note


def test_periods_end_today() -> None:
    assert [(p.since, p.until, p.title) for p in statistics.periods(date(2026, 11, 26))] == [
        (date(2026, 11, 1), date(2026, 11, 26), "本月"),
        (date(2026, 10, 1), date(2026, 11, 26), "本季度"),
        (date(2026, 1, 1), date(2026, 11, 26), "今年"),
    ]


# ---- a register that is data alone ---------------------------------------------------------------


@pytest.fixture
def keys(tmp_path: Path) -> Parts:
    """Three keys: one waiting for the second person, one lent and overdue, one returned."""
    parts = make_parts(tmp_path, forms=REGISTER)
    clock, one, other = parts.clock, Who("王敏", window="3"), Who("李强", window="3")
    assert isinstance(clock, StillClock)
    for place, key in enumerate(("=一楼", "车库", "仓库")):
        clock.moment = NOW - timedelta(days=14 - place)
        found = proceedings.begin(parts, one, "keys", "take", {"holder": "张样例", "key": key})
        if place:
            proceedings.act(parts, other, found.id, "confirm", {})
        if place == 2:
            proceedings.act(parts, one, found.id, "give_back", {})
    clock.moment = NOW
    return parts


def test_a_register_has_columns_chips_and_statistics_by_data_alone(keys: Parts) -> None:
    columns = lists.columns(keys, "keys")
    assert [c.title for c in columns if c.shown] == ["编号", "钥匙", "借用人", "状态", "期限(工作日)"]
    assert {c.id: c.kind for c in columns}["due"] is ColumnKind.DUE
    offered = lists.shortcuts(keys, "keys")
    counted = lists.shortcut_counts(keys, Wanted("keys"), offered)
    told = {s.title: counted[s.id] for s in offered}
    assert told["全部"] == 3
    assert (told["超期"], told["待复核"], told["已借出"], told["已归还"]) == (1, 1, 1, 1)
    found = statistics.table(keys, "keys", StatPeriod(date(2026, 11, 1), NOW.date()), "state")
    agrees(keys, found)
    assert [(r.word, r.cells["all"].count) for r in found.rows] == [
        ("待复核", 1),
        ("已借出", 1),
        ("已归还", 1),
    ]
    assert [f.title for f in found.figures] == ["借出", "按期办结率", "办结用时,中位数", "现在超期"]
    assert found.figures[3].behind.wanted.due == {DueKind.OVERDUE}
    assert found.unit == "条"


def test_a_register_is_found_by_its_content(keys: Parts) -> None:
    wanted = Wanted("keys", query="车库")
    (row,) = lists.page(keys, wanted, lists.order(keys, "keys")).rows
    assert (row.label, row.number, row.clerk) == ("车库", "YS-03-2026-0002", "王敏")
    assert lists.page(keys, replace(wanted, query="没有的"), lists.order(keys, "keys")).total == 0


def test_a_register_that_is_called_by_a_number_is_masked(tmp_path: Path) -> None:
    folder = tmp_path / "own" / "procedures"
    folder.mkdir(parents=True)
    text = (REGISTER / "procedures/keys.toml").read_text(encoding="utf-8")
    text = text.replace('label = "{key}"', 'label = "{number_of_holder}"', 1).replace(
        'id = "holder"', 'id = "number_of_holder"', 1
    )
    text = text.replace('kind = "name"', 'kind = "id_number"', 1).replace("{holder}", "{number_of_holder}")
    (folder / "keys.toml").write_text(text, encoding="utf-8")
    parts = make_parts(tmp_path, forms=tmp_path / "own")
    number = nth_number(3)
    proceedings.begin(parts, Who("王敏"), "keys", "take", {"number_of_holder": number, "key": "车库"})
    (row,) = lists.page(parts, Wanted("keys"), lists.order(parts, "keys")).rows
    columns = lists.columns(parts, "keys")
    assert row.id_number == number
    masked = [lists.said(parts, column, row) for column in columns]
    assert not any(number in cell for cell in masked)
    assert f"{'*' * 14}{number[-4:]}" in masked
    assert number in [lists.said(parts, column, row, plain=True) for column in columns]
    parts.store.close()
