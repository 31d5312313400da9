"""A year's people and how far it is: drawn from a list and last year, counted as the events tell."""

import csv
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desk_app.domain.events import Event, Subject
from desk_app.domain.survey import SURVEY, WITHDRAW, SurveyPerson
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.survey import asking, coverage, listed, people, reporting, rounds, walking
from desk_app.services.survey.people import CANCELLED, DIED, MOVED, TWICE, UNLISTED
from forms.surveys import years
from tests.fakes import CHINA, StillClock, id_number, make_parts
from tests.survey.forms import SurveyFolder
from tests.survey.test_asking import complete

HEADINGS = (
    "序号",
    "姓名",
    "身份证号码",
    "残疾人证号",
    "乡镇(街道)",
    "村(社区)",
    "联系电话",
    "人员状态",
    "证件状态",
)


NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥春夏秋冬"


def number(place: int) -> str:
    return id_number("19660312", f"{place:03}")


def line(place: int, town: str, village: str, *, life: str = "在册", state: str = "有效") -> list[str]:
    own = number(place)
    return [
        str(place),
        f"张{NAMES[place % 26]}",
        own,
        f"{own}42",
        town,
        village,
        f"138094{place:05}",
        life,
        state,
    ]


def written(path: Path, lines: Sequence[Sequence[str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *lines])
    return path


@pytest.fixture
def clock() -> StillClock:
    return StillClock(datetime(2026, 9, 10, 9, 0, tzinfo=CHINA))


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Parts:
    county = SurveyFolder(tmp_path / "county").directory
    years.begin(2027, 2026, county)
    return make_parts(tmp_path / "desk", clock, county)


def places(parts: Parts, count: int) -> list[tuple[str, str]]:
    """Some villages of two towns, in the order of the regions."""
    towns = [r for r in parts.regions.rows.values() if len(r.code) == 9][:2]
    return [(t.place, v.place) for t in towns for v in parts.regions.children(t)[: count // 2]]


def drawn(parts: Parts, path: Path, lines: Sequence[Sequence[str]]) -> people.Drawing:
    seen = listed.preview(parts, listed.look(parts, written(path, lines)))
    assert not seen.faults, seen.faults
    found = people.draw(parts, listed=seen.lines)
    people.keep(parts, parts.window.who, found)
    return found


def test_who_is_asked_this_year_and_next(parts: Parts, clock: StillClock, tmp_path: Path) -> None:
    (a, b, c, d) = places(parts, 4)
    rows = [line(n, *(a, b, c, d)[n % 4]) for n in range(1, 13)]
    rows += [line(13, *a, life="去世"), line(14, *b, life="迁出"), line(15, *c, state="注销")]
    found = drawn(parts, tmp_path / "list.csv", rows)
    assert Counter(one.why for one in found.left_out) == {DIED: 1, MOVED: 1, CANCELLED: 1}
    assert found.sentence.startswith("2026年度12人:上年在册0人,新办证0人,名册上12人")
    assert not found.notes
    (town,) = {p.town for p in people.people(parts, town=a[0])}
    assert town == a[0]
    assert len(parts.store.proceedings.listed(rounds.VILLAGE)) == 4
    assert len(parts.store.proceedings.listed(rounds.TOWN)) == 2
    drawn(parts, tmp_path / "list.csv", rows)
    assert len(parts.store.proceedings.listed(rounds.VILLAGE)) == 4, "drawn again, nothing is there twice"

    who = parts.window.who
    for place, why in ((1, "1"), (2, "2"), (3, "3"), (4, "5")):
        asked = asking.open_sheet(parts, who, people.person(parts, number(place)))
        asking.lose(parts, who, asked, why)
    clock.moment = datetime(2026, 11, 2, 9, 0, tzinfo=CHINA)
    twin = line(22, *a)
    twin[1] = rows[11][1]
    new = [line(12, *a), line(20, *b), line(21, "水泉镇", "改了名的村"), twin]
    later = drawn(parts, tmp_path / "next.csv", new)
    assert later.year == 2027
    assert Counter(one.why for one in later.left_out) == {DIED: 1, MOVED: 1, TWICE: 1}
    assert later.counts["last"] == 9
    assert [p.place for p in people.people(parts, town=a[0], village=a[1]) if p.id_number == number(12)] == [
        1
    ]
    assert [note.partition(":")[0] for note in later.notes] == [
        "上年在册、这次名册上没有的8人,照旧列入,请核对",
        "区划里没有的1个村(社区),改了名的请先改区划",
        "疑似重复(同村同名,证号不同)1处,请核对",
    ]


def test_a_list_with_doubles_and_numbers_kept_as_numbers_is_told_line_by_line(
    parts: Parts, tmp_path: Path
) -> None:
    (a, b) = places(parts, 2)
    torn = line(3, *a)
    torn[2] = "6.2040319660312E+17"
    nobody = line(4, *a)
    nobody[2] = ""
    path = written(tmp_path / "list.csv", [line(1, *a), line(1, *b), line(2, *b), line(2, *b), torn, nobody])
    seen = listed.preview(parts, listed.look(parts, path))
    assert [row.line.number for row in seen.faults] == [2, 3, 6, 7]
    assert "内容不一样,请核对后只留一行" in seen.faults[0].told
    assert seen.faults[3].faults == ("请填写身份证号",)
    assert len(seen.lines) == 1
    assert any("第5行与前面的重复" in note for note in seen.notes)
    with pytest.raises(RuleError, match="请先导入名册"):
        people.keep(parts, parts.window.who, people.draw(parts))


def test_towns_send_their_lists_one_after_another(parts: Parts, tmp_path: Path) -> None:
    (a, b, c, d) = places(parts, 4)
    drawn(parts, tmp_path / "one.csv", [line(n, *(a, b)[n % 2]) for n in range(1, 7)])
    complete(parts, people.person(parts, number(1)))
    other = drawn(parts, tmp_path / "other.csv", [line(n, *(c, d)[n % 2]) for n in range(7, 10)])
    assert not other.left_out
    assert [note.partition(":")[0] for note in other.notes] == [
        "以前列入、这次名册上没有的6人,照旧列入,请核对"
    ]
    assert coverage.of(parts).whole.listed == 9
    assert coverage.of(parts).whole.collected == 1
    mended = drawn(parts, tmp_path / "mended.csv", [line(11, *b), line(2, *a)])
    assert {(one.id_number, one.why) for one in mended.left_out} == {
        (number(place), UNLISTED) for place in (3, 4, 5, 6)
    }
    assert {p.id_number for p in people.people(parts)} == {number(n) for n in (1, 2, 7, 8, 9, 11)}
    people.keep(parts, parts.window.who, people.draw(parts))
    assert len(people.people(parts)) == 6


def test_the_road_orders_the_villages(parts: Parts, tmp_path: Path) -> None:
    (a, b, c, _) = places(parts, 4)
    drawn(parts, tmp_path / "list.csv", [line(n, *(a, b, c)[n % 3]) for n in range(1, 7)])
    who = parts.window.who
    year = proceedings.begin(parts, who, rounds.ROUND, "begin", {"year": 2026})
    road = [{"town": town, "village": village} for town, village in (c, b, a)]
    proceedings.act(parts, who, year.id, "order_road", {"road": road})
    assert [(p.town, p.village) for p in people.people(parts)] == [c, c, b, b, a, a]
    assert [(line.town, line.village) for line in coverage.of(parts).villages] == [c, b, a]


def test_coverage_is_what_the_events_tell(parts: Parts, tmp_path: Path) -> None:
    where = places(parts, 4)
    drawn(parts, tmp_path / "list.csv", [line(n, *where[n % 4]) for n in range(1, 25)])
    who = parts.window.who
    for person in people.people(parts)[:14]:
        complete(parts, person)
    for person in people.people(parts)[14:17]:
        asking.lose(parts, who, asking.open_sheet(parts, who, person), "4")
    asking.open_sheet(parts, who, people.people(parts)[17])
    found = coverage.of(parts)
    assert (found.whole.collected, found.whole.lost, found.whole.asking, found.whole.untouched) == (
        14,
        3,
        1,
        6,
    )
    assert found.whole.registered.words == "70.8%"
    assert found.at_home(found.whole).words == "58.3%"
    assert found.short(found.whole)
    assert "失访的也算在内" in found.ground
    told = Counter(events_of(parts, person) for person in people.people(parts))
    assert told == {"close": 14, "lose": 3, "open": 1, "": 6}
    for one in found.villages:
        mine = people.people(parts, town=one.town, village=one.village)
        assert one.listed == len(mine)
        assert one.collected == sum(events_of(parts, person) == "close" for person in mine)


def events_of(parts: Parts, person: SurveyPerson) -> str:
    """The last act on the sheet of a person that changed its state."""
    events = parts.store.events.of(person.sheet)
    return next((e.act for e in reversed(events) if e.act in ("open", "close", "lose", "reopen")), "")


def test_last_years_staff(parts: Parts, clock: StillClock) -> None:
    who = parts.window.who

    def appoint(year: int, name: str, phone: str, **more: object) -> None:
        given = {"year": year, "name": name, "phone": phone, **more}
        proceedings.begin(parts, who, coverage.COLLECTOR, "appoint", given)

    for place in range(10):
        appoint(2026, f"李{NAMES[place]}", f"1380943000{place}")
    assert coverage.staff(parts, 2026).words == "0%"
    appoint(2027, f"李{NAMES[1]}", "13809430001")
    appoint(2027, "王样乙", "13809430001")
    appoint(2027, "王样丙", "13809430099", before=True)
    share = coverage.staff(parts, 2027)
    assert (share.part, share.whole) == (2, 3)
    assert any("原则上不少于30%" in said for said in coverage.cautions(parts, coverage.of(parts, 2026)))
    assert not list(coverage.cautions(parts, coverage.of(parts, 2027)))


def test_a_setting_of_the_county_that_is_none_is_told(tmp_path: Path, clock: StillClock) -> None:
    county = tmp_path / "county"
    county.mkdir()
    (county / "own.toml").write_text(
        '[values]\nsurvey_home_ways = "1 2"\nsurvey_lost_counts = "no"\n', "utf-8"
    )
    parts = make_parts(tmp_path / "desk", clock, county)
    assert "入户、见面的÷名单人数(失访的不算)" in coverage.of(parts).ground
    (county / "own.toml").write_text('[values]\nsurvey_home_ways = "8"\n', "utf-8")
    parts.store.close()
    with pytest.raises(RuleError, match="survey_home_ways"):
        coverage.of(make_parts(tmp_path / "desk", clock, county))


def test_very_many_people_are_not_counted_again_at_every_look(
    parts: Parts, clock: StillClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = places(parts, 2)[0]
    drawn(parts, tmp_path / "list.csv", [line(1, *place), line(2, *place)])
    person = people.people(parts)[0]
    assert coverage.recent(parts, 2026).whole.lost == 0
    asking.lose(parts, parts.window.who, asking.open_sheet(parts, parts.window.who, person), "4")
    assert coverage.recent(parts, 2026).whole.lost == 1  # few are counted anew each time
    monkeypatch.setattr(coverage, "_MANY", 1)
    assert coverage.recent(parts, 2026).whole.lost == 1
    other = people.people(parts)[1]
    asking.lose(parts, parts.window.who, asking.open_sheet(parts, parts.window.who, other), "4")
    assert coverage.recent(parts, 2026).whole.lost == 1
    assert coverage.recent(parts, 2027).year == 2027
    clock.moment += timedelta(minutes=11)
    assert coverage.recent(parts, 2026).whole.lost == 2
    assert coverage.of(parts, 2026).whole.lost == 2


def test_who_moved_to_another_village_is_counted_once_in_the_new_one(parts: Parts, tmp_path: Path) -> None:
    first, second = places(parts, 4)[:2]
    drawn(parts, tmp_path / "list.csv", [line(1, *first), line(2, *first), line(3, *second)])
    begun = asking.open_sheet(parts, parts.window.who, people.people(parts)[0])
    found = drawn(parts, tmp_path / "again.csv", [line(1, *second), line(2, *first), line(3, *second)])
    assert found.notes[0].startswith("开始采集以后换了村的1人,各算一次,算在新的村:张乙(")
    counted = {(v.village, v.listed) for v in coverage.of(parts).villages}
    assert counted == {(first[1], 1), (second[1], 2)}
    sheet = asking.sheet(parts, begun.record.id)
    assert (sheet.record.facts["village"], sheet.record.facts["in_town"]) == (second[1], second[0])
    assert f"名单上从{''.join(first)}改到了{''.join(second)},算在{''.join(second)}" in sheet.notes
    assert walking.after(parts, sheet) is not None
    again = drawn(parts, tmp_path / "again.csv", [line(1, *second), line(2, *first), line(3, *second)])
    assert not again.moved


def test_who_moved_out_of_a_village_that_has_told_its_sheets_is_told(parts: Parts, tmp_path: Path) -> None:
    first, second = places(parts, 4)[:2]
    drawn(parts, tmp_path / "list.csv", [line(1, *first), line(2, *second)])
    person = next(p for p in people.people(parts) if p.village == first[1])
    asking.lose(parts, parts.window.who, asking.open_sheet(parts, parts.window.who, person), "4")
    reporting.report(parts, parts.window.who, *first)
    found = drawn(parts, tmp_path / "again.csv", [line(1, *second), line(2, *second)])
    assert f"{first[1]}已经上报,人数变了,请退回重新上报" in found.notes[0]
    moved = asking.sheet(parts, person.sheet)
    assert moved.shut.startswith("已登记失访")  # the village it is in now has told nothing yet


def test_a_wrong_list_is_taken_back_before_anybody_is_asked(parts: Parts, tmp_path: Path) -> None:
    first, second = places(parts, 4)[:2]
    who = parts.window.who
    with pytest.raises(RuleError, match="2026年度没有名单可以撤回"):
        people.withdraw(parts, who, "列错了")
    drawn(parts, tmp_path / "wrong.csv", [line(1, *first), line(2, *second)])
    with pytest.raises(RuleError, match="撤回名单要写原因"):
        people.withdraw(parts, who, " ")
    assert people.withdraw(parts, who, "是去年的名册") == 2
    assert not people.people(parts)
    assert states(parts, first, second) == ["withdrawn", "withdrawn", "withdrawn"]
    drawn(parts, tmp_path / "right.csv", [line(1, *first), line(3, *first)])
    assert states(parts, first, second) == ["asking", "withdrawn", "open"]
    (village,) = parts.store.proceedings.several([rounds.village_id(2026, *first)])
    assert village.facts["listed"] == "2"
    asking.open_sheet(parts, who, people.people(parts)[0])
    with pytest.raises(RuleError, match=r"已经开始采集1人\(张乙\),名单不能撤回"):
        people.withdraw(parts, who, "又错了")
    assert len(people.people(parts)) == 2
    assert len(parts.store.events.about(Subject(SURVEY, "2026"))) == 3


def states(parts: Parts, first: tuple[str, str], second: tuple[str, str]) -> list[str]:
    """The states of the records of two villages and of their town."""
    ids = [rounds.village_id(2026, *place) for place in (first, second)] + [rounds.town_id(2026, first[0])]
    held = {p.id: p.state for p in parts.store.proceedings.several(ids)}
    return [held[identity] for identity in ids]


def test_headings_alone_are_no_list(parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"list\.csv 只有一行表头,下面没有内容"):
        drawn(parts, written(tmp_path / "list.csv", []), [])


def test_nobody_was_given_up_before_the_year_began(parts: Parts, tmp_path: Path) -> None:
    place = places(parts, 2)[0]
    drawn(parts, tmp_path / "list.csv", [line(1, *place)])
    sheet = asking.open_sheet(parts, parts.window.who, people.people(parts)[0])
    with pytest.raises(RuleError, match="2026年度从2025年10月1日开始采集") as refused:
        asking.lose(parts, parts.window.who, sheet, "1", known_on="2025-09-30")
    assert [p.element for p in refused.value.problems] == ["lost_on"]
    lost = asking.lose(parts, parts.window.who, sheet, "1", known_on="2025-10-01")
    assert lost.record.state == "lost"


def test_a_list_stays_whose_first_sheet_another_window_begins_meanwhile(parts: Parts, tmp_path: Path) -> None:
    first, second = places(parts, 4)[:2]
    drawn(parts, tmp_path / "list.csv", [line(1, *first), line(2, *second)])
    back = Event("back", parts.clock.now(), parts.window.who, Subject(SURVEY, "2026"), WITHDRAW, {})
    asking.open_sheet(parts, parts.window.who, people.people(parts)[0])
    with pytest.raises(RuleError, match="刚才有人开始采集了,名单不能撤回"):
        parts.store.surveyed.withdraw(2026, back)
    assert len(people.people(parts)) == 2
    assert len(parts.store.events.about(Subject(SURVEY, "2026"))) == 1


def test_villages_that_a_full_disk_left_behind_end_at_the_next_press(parts: Parts, tmp_path: Path) -> None:
    first, second = places(parts, 4)[:2]
    drawn(parts, tmp_path / "list.csv", [line(1, *first), line(2, *second)])
    back = Event("back", parts.clock.now(), parts.window.who, Subject(SURVEY, "2026"), WITHDRAW, {})
    parts.store.surveyed.withdraw(2026, back)  # and then nothing more was written
    assert states(parts, first, second) == ["asking", "asking", "open"]
    with pytest.raises(RuleError, match="没有名单可以撤回"):
        people.withdraw(parts, parts.window.who, "列错了")
    assert states(parts, first, second) == ["withdrawn", "withdrawn", "withdrawn"]
