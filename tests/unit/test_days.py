"""Working days compared with two independent calendars; years without a table; tables and hours."""

from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from forms import calendar
from forms.calendar import CalendarError, Hours

SHIPPED = calendar.shipped()
GOOD = resources.path("calendars", "2026.toml").read_text(encoding="utf-8")
HOURS = Hours.parse("08:30-12:00", "14:30-18:00")


def test_every_day_of_2026_agrees_with_two_oracles() -> None:
    oracle = holidays.country_holidays("CN", years=2026)
    day = date(2026, 1, 1)
    while day.year == 2026:
        assert SHIPPED.works(day) == chinese_calendar.is_workday(day) == oracle.is_working_day(day), day
        day += timedelta(days=1)


def test_the_day_of_the_event_does_not_count() -> None:
    assert SHIPPED.after(date(2026, 9, 18), 3) == (date(2026, 9, 22), False)  # Sunday 09-20 is worked
    assert SHIPPED.after(date(2026, 9, 18), 13) == (date(2026, 10, 13), False)
    assert SHIPPED.after(date(2026, 11, 23), 13) == (date(2026, 12, 10), False)


def test_a_date_that_reaches_an_unpublished_year_is_provisional() -> None:
    assert SHIPPED.after(date(2026, 12, 14), 13) == (date(2026, 12, 31), False)
    day, provisional = SHIPPED.after(date(2026, 12, 15), 13)
    assert day == date(2027, 1, 4)
    assert provisional


@pytest.mark.parametrize("year", range(2027, 2036))
def test_the_laws_own_days_off_agree_with_an_oracle(year: int) -> None:
    oracle = holidays.country_holidays("CN", years=year)
    assert calendar.statutory(year) == {d for d in oracle if d.year == year}


def test_an_unpublished_year_leaves_out_the_laws_own_days_off() -> None:
    # 2027: 除夕 is Friday 02-05, the weekend of 春节 is made up for on 02-09 and 02-10.
    assert SHIPPED.after(date(2027, 2, 4), 1) == (date(2027, 2, 11), True)
    assert SHIPPED.after(date(2040, 4, 30), 1) == (date(2040, 5, 3), True)  # beyond the table of the moon


def test_the_shipped_table_is_read_as_published_and_the_law_is_not() -> None:
    assert (set(SHIPPED.years), SHIPPED.faults) == ({2026}, ())
    assert calendar.read(GOOD, "x")[0] == 2026


FAULTS = {
    "no such day": (GOOD.replace("2026-06-19", "2026-06-31"), "行:没有这个日期"),
    "a pit": ("year = " + "[" * 100_000, "括号套得太深"),
    "not TOML": ("year = ", "第1行:等号后面的值写得不对"),
    "no year": (GOOD.replace("year = 2026", ""), "缺少year"),
    "another key": (GOOD + "\nholiday = 1", "不认识的项holiday"),
    "year in words": (GOOD.replace("year = 2026", 'year = "2026"'), "year 应为2025至2100"),
    "year true": (GOOD.replace("year = 2026", "year = true"), "year 应为2025至2100"),
    "year long ago": (GOOD.replace("year = 2026", "year = 2019"), "year 应为2025至2100"),
    "no source": (GOOD.replace("国务院办公厅关于2026年部分节假日安排的通知", "  "), "source 应写明依据"),
    "source no text": ("year = 2026\nsource = 3\noff = []\nwork = []", "source 应写明依据"),
    "no list": ("year = 2026\nsource = 'x'\noff = 3\nwork = []", "off 应为日期的列表"),
    "moments": (GOOD.replace("2026-01-04", "2026-01-04T00:00:00"), "work 应为日期的列表"),
    "another year": (GOOD.replace("2026-01-04", "2027-01-03"), "2027-01-03(星期日)不在2026年"),
    "weekend off": (GOOD.replace("2026-01-02", "2026-01-03"), "off 中的2026-01-03(星期六)本来就是周末"),
    "weekday worked": (GOOD.replace("2026-01-04", "2026-01-05"), "work 中的2026-01-05(星期一)不是周末"),
    "twice": (GOOD.replace("2026-01-04", "2026-02-14"), "2026-02-14(星期六)写了不止一次"),
    "off and worked": (GOOD.replace("2026-01-04", "2026-01-02"), "2026-01-02(星期五)写了不止一次"),
    "a statutory day": (GOOD.replace("2026-06-19,", ""), "2026-06-19(星期五)是法定放假的日子"),
    "worked by law off": (
        GOOD.replace("2026-01-04", "2026-10-03"),
        "2026-10-03(星期六)是法定放假的日子,不能",
    ),
    "too few": ("year = 2026\nsource = 'x'\noff = [2026-01-01]\nwork = []", "off 只有1天"),
}


@pytest.mark.parametrize(("text", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_wrong_table_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(CalendarError) as told:
        calendar.read(text, "2026.toml")
    assert any(sentence in fault and fault.startswith("2026.toml") for fault in told.value.faults)


Y2025 = """year = 2025
source = "国务院办公厅关于2025年部分节假日安排的通知(国办发明电〔2024〕12号)"
off = [
  2025-01-01, 2025-01-28, 2025-01-29, 2025-01-30, 2025-01-31, 2025-02-03, 2025-02-04, 2025-04-04,
  2025-05-01, 2025-05-02, 2025-05-05, 2025-06-02,
  2025-10-01, 2025-10-02, 2025-10-03, 2025-10-06, 2025-10-07, 2025-10-08,
]
work = [2025-01-26, 2025-02-08, 2025-04-27, 2025-09-28, 2025-10-11]
"""
Y2027 = """year = 2027
source = "试验用,非真实通知"
off = [
  2027-01-01, 2027-02-04, 2027-02-05, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11, 2027-04-05,
  2027-05-03, 2027-05-04, 2027-05-05, 2027-06-09, 2027-09-15,
  2027-10-01, 2027-10-04, 2027-10-05, 2027-10-06, 2027-10-07,
]
work = []
"""


def test_published_years_add_up() -> None:
    assert calendar.read(Y2025, "2025.toml")[0] == 2025
    assert calendar.read(GOOD, "2026.toml")[0] == 2026


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (Y2027, "放假的工作日18天减去调休上班0天是18天,而全年法定放假是13天:work 少写了5个调休上班日"),
        (GOOD.replace(", 2026-10-10", ""), "是14天,而全年法定放假是13天:work 少写了1个调休上班日"),
        (GOOD.replace("2026-01-02,", ""), "是12天,而全年法定放假是13天:off 少写了1天,或 work 多写了1天"),
        (GOOD.replace("work = [", "work = [2026-11-07, "), "work 多写了1天"),
    ],
    ids=["no make-up day", "one make-up day missing", "a day off missing", "a make-up day too many"],
)
def test_a_year_that_does_not_add_up_is_refused(text: str, told: str) -> None:
    with pytest.raises(CalendarError) as refused:
        calendar.read(text, "x.toml")
    assert len(refused.value.faults) == 1
    assert told in refused.value.faults[0]


@pytest.mark.parametrize("year", range(2026, 2036))
def test_the_law_s_own_days_off_of_every_year_add_up(year: int) -> None:
    # Statutory days on a weekend are made up for; in 2028 and 2031 中秋 is a day of 国庆.
    off = sorted(d for d in calendar.statutory(year) if d.weekday() < 5)
    listed = ", ".join(map(str, off))
    text = f"year = {year}\nsource = 'x'\noff = [{listed}]\nwork = []"
    assert calendar.read(text, "x")[0] == year
    assert len(off) == (12 if year in (2028, 2031) else 13)


def test_a_day_the_state_council_gave_beyond_the_law_is_named() -> None:
    more = GOOD.replace("2026-06-19,", "2026-06-19, 2026-09-03,")
    with pytest.raises(CalendarError, match="再写进 extra"):
        calendar.read(more, "x")
    assert date(2026, 9, 3) in calendar.read(more + "extra = [2026-09-03]\n", "x")[1].off
    with pytest.raises(CalendarError, match="extra 中的2026-09-04"):
        calendar.read(more + "extra = [2026-09-04]\n", "x")


@given(
    st.text() | st.dictionaries(st.sampled_from(["year", "off", "work", "source"]), st.integers()).map(str)
)
def test_whatever_the_text_only_a_told_fault_comes(text: str) -> None:
    with pytest.raises(CalendarError):
        calendar.read(text, "x")


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(CalendarError, match="没有这个文件"):
        calendar.read_file(tmp_path / "2027.toml")
    with pytest.raises(CalendarError, match="读不出来"):
        calendar.read_file(tmp_path)
    (tmp_path / "2027.toml").write_bytes("放假".encode("gbk"))
    with pytest.raises(CalendarError, match="UTF-8"):
        calendar.read_file(tmp_path / "2027.toml")


def test_a_countys_year_wins_and_a_broken_file_is_left_out(tmp_path: Path) -> None:
    folder = tmp_path / calendar.FOLDER
    assert calendar.of_desk(tmp_path).years == SHIPPED.years
    folder.mkdir()
    mine = GOOD.replace("2026-01-04", "2026-01-10").replace("国务院办公厅关于", "本县")
    (folder / "2026.toml").write_text("\ufeff" + mine, encoding="utf-8")
    (folder / "notes.toml").write_text("anything", encoding="utf-8")
    (folder / "2027.toml").write_text("torn = ", encoding="utf-8")
    (folder / "2028.toml").write_text(GOOD, encoding="utf-8")
    found = calendar.of_desk(tmp_path)
    assert found.works(date(2026, 1, 10))
    assert not found.works(date(2026, 1, 4))
    assert set(found.years) == {2026}
    assert ["已略过" in f for f in found.faults] == [True, True]
    assert "2026年,文件名应为 2026.toml" in found.faults[1]


def test_hours_are_said_as_people_say_them() -> None:
    assert HOURS.text() == "上午8:30-12:00,下午14:30-18:00"
    assert Hours.parse("09:00-17:00").text() == "9:00-17:00"


@pytest.mark.parametrize(
    "wrong", ["8:30-12:00", "08:30–12:00", "24:00-25:00", "12:00-08:30", "08:30-08:30", ""]
)
def test_wrong_hours_are_told(wrong: str) -> None:
    with pytest.raises(CalendarError, match="办公时间"):
        Hours.parse(wrong)


def test_hours_overlap_no_other_and_stand_in_order() -> None:
    for texts in (("08:30-12:00", "11:00-18:00"), ("14:30-18:00", "08:30-12:00"), ()):
        with pytest.raises(CalendarError, match="办公时间"):
            Hours.parse(*texts)


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        ("2026-11-23T07:50", date(2026, 11, 23)),  # before opening
        ("2026-11-23T13:00", date(2026, 11, 23)),  # at noon
        ("2026-11-20T18:00", date(2026, 11, 23)),  # a Friday after closing
        ("2026-11-21T10:00", date(2026, 11, 23)),  # a Saturday
        ("2026-09-20T10:00", date(2026, 9, 20)),  # a Sunday that is worked
        ("2026-09-30T19:00", date(2026, 10, 8)),  # before 国庆
    ],
)
def test_an_event_after_closing_counts_for_the_next_working_day_where_chosen(
    moment: str, counts: date
) -> None:
    at = datetime.fromisoformat(moment)
    assert SHIPPED.counts_from(at, HOURS, outside_next_day=True) == counts
    assert SHIPPED.counts_from(at, HOURS, outside_next_day=False) == at.date()
