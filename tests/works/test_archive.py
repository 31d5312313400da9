"""一户一档: numbers after the county's table, pages counted out and back, two signatures, a year's end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from desk_app.domain.acting import told
from desk_app.domain.clerks import SUPERVISOR
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Todo
from desk_app.services.works import filing
from forms.procedures import CLERK
from tests.fakes import StillClock, make_parts
from tests.unit.packs import Folder
from tests.works.conftest import LOAN, TABLE, done, held, now, piece

DAY = 24 * 3600
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地"


def refused(parts: Parts, piece_id: str, act: str, **given: object) -> str:
    with pytest.raises(RuleError) as fault:
        done(parts, piece_id, act, **given)
    return told(fault.value)


def _todos(parts: Parts) -> tuple[Todo, ...]:
    return todos.todos(parts).shown


def test_a_number_has_the_structure_of_the_standard_and_counts_in_its_class(parts: Parts) -> None:
    made = [
        held(parts),
        held(parts),
        held(parts, archive_year="2025"),
        held(parts, retention="papers"),
        held(parts, retention="rules"),
    ]
    found = [now(parts, each).facts for each in made]
    assert [f["archive_number"] for f in found] == [
        "X043-WS·2026-D30-BGS-0001",
        "X043-WS·2026-D30-BGS-0002",
        "X043-WS·2025-D30-BGS-0001",
        "X043-WS·2026-D10-0001",
        "X043-WS·2026-Y-FJ-0001",
    ]
    assert [f["keep_until"] for f in found] == ["2056-12-31", "2056-12-31", "2055-12-31", "2036-12-31", ""]


def test_nothing_is_numbered_before_there_is_a_table(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    made = piece(parts, retention="none")
    done(parts, made, "sort", retention="none", archive_year="2026", pages="3", complete=True)
    assert "还没有写保管期限表" in refused(parts, made, "file")
    assert now(parts, made).state == "sorted"
    assert filing.of(parts, 2026).fault == filing.NO_TABLE
    parts.store.close()


def test_no_number_is_given_twice_however_many_file_at_once(parts: Parts) -> None:
    waiting = [piece(parts) for _ in range(8)]
    for each in waiting:
        done(parts, each, "sort", retention="visits", archive_year="2026", pages="3", complete=True)
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda each: done(parts, each, "file"), waiting))
    given = sorted(str(now(parts, each).facts["archive_number"]) for each in waiting)
    assert given == [f"X043-WS·2026-D30-BGS-{n:04d}" for n in range(1, 9)]
    assert "现在是“已归档,待上架”" in refused(parts, waiting[0], "file")


def test_a_table_that_changes_later_leaves_the_numbers_as_they_are(tmp_path: Path, clock: StillClock) -> None:
    county = tmp_path / "county"
    county.mkdir()
    (county / "retention.toml").write_text(TABLE, encoding="utf-8")
    parts = make_parts(tmp_path / "desk", clock, county)
    made = held(parts)
    parts.store.close()
    (county / "retention.toml").write_text(TABLE.replace("D30", "D10"), encoding="utf-8")
    again = make_parts(tmp_path / "desk", clock, county)
    kept = now(again, made).facts
    assert (kept["archive_number"], kept["keep_until"]) == ("X043-WS·2026-D30-BGS-0001", "2056-12-31")
    assert now(again, held(again)).facts["archive_number"] == "X043-WS·2026-D10-BGS-0001"
    done(again, made, "lend", **LOAN)
    again.store.close()


@pytest.mark.parametrize(
    ("old", "new", "holding", "said"),
    [
        ('number = "X043"', 'number = "X43"', 'number = "X43"', "全宗号应是4位"),
        ('organ = "BGS"', 'organ = "bgs"', 'organ = "bgs"', "机构(问题)代码"),
        ('term = "D10"', 'term = "D20"', 'term = "D20"', "不认识的保管期限“D20”"),
        ('approved = "样例档发〔2026〕3号"\n', "", "[archive]", "审查同意"),
        ('window = "3"\n', "", "[archive]", "要写 window"),
        ('covers = ["home_visit"]', 'covers = ["home_vist"]', "home_vist", "没有流程“home_vist”"),
    ],
)
def test_a_fault_of_the_table_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, holding: str, said: str
) -> None:
    folder = Folder(tmp_path / "own")
    (folder.path / "retention.toml").write_text(TABLE.replace(old, new), encoding="utf-8")
    folder.tells("retention.toml", holding, said)


def test_pages_are_counted_out_and_back_and_what_is_late_is_told(parts: Parts, clock: StillClock) -> None:
    made = held(parts)
    assert "还没有" not in refused(parts, made, "give_back", pages_back="12")
    assert "归档时是12页" in refused(parts, made, "lend", **LOAN | {"pages_out": "11"})
    done(parts, made, "lend", **LOAN)
    assert "不能“借出”" in refused(parts, made, "lend", **LOAN)
    clock.move(20 * DAY)
    assert not [t for t in _todos(parts) if "张样例申请材料" in t.title and "超期" in t.title]
    clock.move(5 * DAY)
    assert [t.title for t in _todos(parts) if "档案超期未还" in t.title] == ["档案超期未还:张样例申请材料"]
    assert "借出时点清的是12页" in refused(parts, made, "give_back", pages_back="11")
    done(parts, made, "give_back_short", pages_back="11", missing="身份证复印件")
    assert now(parts, made).state == "short"
    done(parts, made, "settle_short", found="夹在借阅人的卷里", pages="12")
    done(parts, made, "lend", **LOAN)
    done(parts, made, "give_back", pages_back="12")
    assert now(parts, made).state == "held"


def test_a_volume_of_a_mental_disability_is_lent_by_a_supervisor_alone(parts: Parts) -> None:
    made = held(parts, restricted=True)
    assert "负责人" in refused(parts, made, "lend", **LOAN)
    assert "负责人或管理员" in refused(parts, made, "lend_restricted", **LOAN)
    seen = proceedings.record(parts, parts.window.who, made)
    assert seen is not None
    assert [a.code for a in seen.acts] == ["look_up", "keep_on"]
    parts.window.seat.give(parts.window.who, (CLERK, SUPERVISOR))
    done(parts, made, "lend_restricted", **LOAN)
    assert now(parts, made).state == "lent"


def test_a_look_up_needs_its_purpose(parts: Parts) -> None:
    made = held(parts)
    assert "请填写用途" in refused(parts, made, "look_up", reader="王样例", basis="介绍信")
    done(parts, made, "look_up", reader="王样例", purpose="办低保", basis="本人身份证")
    assert "办低保" in [e.payload.get("purpose") for e in parts.store.events.of(made)]


def test_destroying_takes_two_people_and_an_appraisal(parts: Parts, clock: StillClock) -> None:
    made = held(parts, retention="papers", archive_year="2015")
    assert [t.title for t in _todos(parts) if "保管期限" in t.title] == ["保管期限已满:张样例申请材料"]
    done(parts, made, "keep_on", keep_until="2026-12-01", appraised_by="鉴定小组", why="还要查考")
    assert now(parts, made).state == "held"
    parts.window.seat.give(parts.window.who, (CLERK, SUPERVISOR))
    done(parts, made, "condemn", appraised_by="鉴定小组", why="没有查考价值")
    gone = {"witness": "赵样例", "way": "碎纸,本中心"}
    assert "不能是同一个人" in refused(parts, made, "destroy", **gone)
    other = Who("李样例", CLERK, parts.window.hall.name, parts.window.number)
    proceedings.act(parts, other, made, "destroy", gone)
    assert now(parts, made).state == "destroyed"


def test_a_year_end_files_what_is_over_and_tells_what_is_open(parts: Parts, clock: StillClock) -> None:
    who, wish = parts.window.who, {"wish": "代办残疾人证", "channel": "2", "village": "样例乡样例村"}
    began = [
        proceedings.begin(parts, who, "home_visit", "request", {"name": f"样例{n}", **wish}).id for n in NAMES
    ]
    proceedings.act_on_each(parts, who, [(each, "withdraw", {}) for each in began[4:]])
    clock.move((date(2026, 12, 10) - clock.now().date()).days * DAY)
    found = filing.of(parts, 2026)
    assert (len(found.ready), len(found.left), found.filed) == (20, 4, 0)
    assert {left.why for left in found.left} == {"还在办:待派单,2026年11月24日已到期"}
    assert filing.take_in(parts, found.ready) == 20
    found = filing.of(parts, 2026)
    assert (len(found.ready), len(found.left)) == (0, 24)
    waiting = parts.store.proceedings.listed("archive_item", ("waiting",), limit=None)
    given = {"retention": "visits", "archive_year": "2026", "pages": "3", "complete": True}
    proceedings.act_on_each(parts, who, [(p.id, "sort", given) for p in waiting])
    assert filing.number(parts, 2026) == 20
    found = filing.of(parts, 2026)
    assert (found.filed, found.sorted, found.unfiled) == (20, 0, 4)
    with pytest.raises(RuleError):
        filing.number(parts, 2026)
    assert filing.of(parts, 2025).ready == ()
