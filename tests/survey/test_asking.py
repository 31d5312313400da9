"""A sheet at a window: kept answer by answer, closed only when nothing is open, and next year beside it."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.events import Event, Subject
from desk_app.domain.roster import IMPORT, ROSTER, RosterRow
from desk_app.domain.survey import SurveyPerson
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.parts import Parts
from desk_app.services.survey import asking
from desk_app.services.survey.sheets import AskedSheet, HowAsked
from forms.schema import Value
from forms.surveys import years
from forms.surveys.completing import CautionGrade
from tests.fakes import CHINA, StillClock, id_number, make_parts
from tests.survey.forms import SurveyFolder

NUMBER = id_number("19660312")
PERSON = SurveyPerson(
    NUMBER,
    "张样例",
    "13809430000",
    "宝积镇",
    "吊沟村",
    given={"certificate_number": f"{NUMBER}42"},
)
AT_HOME = HowAsked(way="1", asked_on="2026-09-10", collector="李样乙", answered_by="1")
BASE: Mapping[str, Value] = {
    "r3": "2",
    "r4": "张样例",
    "phone": "13809430000",
    "r6": "2",
    "r7": "1",
    "r8": "3",
}
REST: Mapping[str, Value] = {
    **{"r12": ("5",), "r13": "1", "r14": "1", "r15": ("6",), "r16": "1", "r17": ("4",), "r18": ("4",)},
    **{"r19": "2", "r20": "1", "r21": ("6",), "r22": ("6",), "r23": "2", "r25": ("8",), "r26": "1"},
    **{"head_name": "张样例", "declarant": "张样例"},
}


@pytest.fixture
def clock() -> StillClock:
    return StillClock(datetime(2026, 9, 10, 9, 0, tzinfo=CHINA))


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Parts:
    return make_parts(tmp_path / "desk", clock)


def told(parts: Parts, sheet: AskedSheet, values: Mapping[str, Value | None]) -> AskedSheet:
    """Each answer by itself, as the window keeps them."""
    for item, value in values.items():
        sheet = asking.answer(parts, parts.window.who, sheet, {item: value})
    return sheet


def asked(sheet: AskedSheet) -> Mapping[str, Value]:
    """Those of the usual answers that this sheet asks."""
    standing = {item.id for item in sheet.read.asked}
    return {item: value for item, value in {**BASE, **REST}.items() if item in standing}


def complete(parts: Parts, person: SurveyPerson = PERSON, **more: Value) -> AskedSheet:
    who, sheet = parts.window.who, asking.open_sheet(parts, parts.window.who, person)
    sheet = asking.tell_how(parts, who, sheet, AT_HOME)
    sheet = told(parts, sheet, {"r9": "2", "r10": "1", "r11": ("6",)})
    return asking.close(parts, who, told(parts, sheet, {**asked(sheet), **more}))


def test_a_sheet_is_kept_answer_by_answer_and_closed_when_nothing_is_open(parts: Parts) -> None:
    who = parts.window.who
    sheet = asking.open_sheet(parts, who, PERSON)
    assert sheet.record.number.startswith("DT-03-2026-")
    assert (sheet.read.facts["age"], sheet.read.facts["categories"]) == ("60", ("4",))
    assert not sheet.notes
    sheet = told(parts, sheet, {"r3": "2", "r9": "2", "r10": "1", "r11": ("6",)})
    # The other way round: what hung on the first answer is kept and counts for nothing.
    sheet = told(parts, sheet, {"r9": "1", "r12": ("5",), "r13": "1"})
    assert sheet.read.idle == {"r10": "1", "r11": ("6",)}
    assert sheet == asking.sheet(parts, sheet.record.id)
    assert sheet.answered({"r9": "2"}).read.idle == {}

    with pytest.raises(RuleError, match=r"还有.*处要改正或说明") as refused:
        asking.close(parts, who, sheet)
    assert {"r4", "r12"} <= {problem.element for problem in refused.value.problems}
    sheet = told(parts, sheet, asked(sheet))
    left = [problem for problem in sheet.problems if problem.open]
    assert [(p.item, p.grade, p.caution) for p in left] == [("r12", CautionGrade.EXPLAIN, "work_uninsured")]
    assert sheet.explained_by("work_uninsured", "村里按日计酬").explained
    sheet = asking.explain(parts, who, sheet, "work_uninsured", " 村里按日计酬 ")
    with pytest.raises(RuleError, match="请先填采集方式"):
        asking.close(parts, who, sheet)
    done = asking.close(parts, who, asking.tell_how(parts, who, sheet, AT_HOME))
    assert done.record.state == "collected"
    assert done.record.facts["explained"] == {"work_uninsured": "村里按日计酬"}
    assert {"r10", "last_r9"}.isdisjoint(done.record.facts["counted"])
    assert done.record.facts["counted"]["r12"] == ["5"]
    with pytest.raises(RuleError, match="不能“记下回答”"):
        asking.answer(parts, who, done, {"r3": "1"})


def test_what_stays_here_and_what_travels(parts: Parts) -> None:
    sheet = complete(parts)
    sent = {body.split('"act":"', 1)[1].split('"', 1)[0] for body in bodies(parts, sheet)}
    assert sent == {"open", "tell_how", "close"}
    lines = ledger.timeline(parts, sheet.record.subject)
    assert [line.text.partition(",")[0] for line in lines] == [
        "开始填2026年度的表",
        "2026年9月10日入户",
        "完成这张表",
    ]


def bodies(parts: Parts, sheet: AskedSheet) -> list[str]:
    about = Subject("survey_sheet", sheet.record.id)
    return [letter.body.replace('": "', '":"') for letter in parts.store.outbox.letters(about)]


def test_every_way_but_a_visit_has_its_reason_and_so_has_a_proxy(parts: Parts) -> None:
    who, sheet = parts.window.who, asking.open_sheet(parts, parts.window.who, PERSON)
    bare = HowAsked(way="3", asked_on="2026-09-10", collector="李样乙", answered_by="2", instead_of="王样丙")
    with pytest.raises(RuleError) as refused:
        asking.tell_how(parts, who, sheet, bare)
    lacking = {problem.element for problem in refused.value.problems}
    assert lacking == {"way_why", "instead_why", "proxy", "relation", "proxy_why"}
    with pytest.raises(RuleError, match="今天以后"):
        raise_all(
            lambda: asking.tell_how(parts, who, sheet, HowAsked("1", "", "2026-09-11", "李", "", "", "1"))
        )
    sheet = asking.tell_how(parts, who, sheet, AT_HOME)
    assert sheet.how == AT_HOME
    paper = HowAsked("1", "", "2026-09-08", "李样乙", answered_by="1", from_paper=True)
    sheet = told(parts, asking.tell_how(parts, who, sheet, paper), {"r3": "2"})
    assert parts.store.events.of(sheet.record.id)[-1].channel == "paper"


def raise_all(deed: object) -> None:
    """A RuleError with the sentences of its problems."""
    try:
        deed()  # type: ignore[operator]
    except RuleError as fault:
        raise RuleError(";".join(p.message for p in fault.problems)) from fault


def test_nobody_is_asked_twice_and_a_sheet_given_up_can_be_opened_again(parts: Parts) -> None:
    who = parts.window.who
    sheet = asking.open_sheet(parts, who, PERSON)
    assert asking.open_sheet(parts, who, PERSON).record.id == sheet.record.id
    lost = asking.lose(parts, who, sheet, "3", "邻居说在外打工")
    assert lost.shut == "已登记失访(人户分离);要填,请重新打开,写明原因"
    with pytest.raises(RuleError):
        asking.reopen(parts, who, lost, " ")
    assert asking.reopen(parts, who, lost, "回来了").shut == ""


def test_last_year_stands_beside_and_is_taken_over_one_by_one(tmp_path: Path, clock: StillClock) -> None:
    county = SurveyFolder(tmp_path / "county").directory
    years.begin(2027, 2026, county)
    new = county / "surveys" / "person-2027" / "codes.toml"
    new.write_text(new.read_text(encoding="utf-8").replace('["1", "未婚"]', '["1", "没有结过婚"]'), "utf-8")
    parts = make_parts(tmp_path / "desk", clock, county)
    who = parts.window.who
    complete(parts, r3="1")
    clock.moment = datetime(2027, 3, 1, 9, 0, tzinfo=CHINA)
    sheet = asking.open_sheet(parts, who, PERSON)
    assert (sheet.form.id, sheet.last["r9"].words, sheet.last["r3"].words) == ("person-2027", "否", "未婚")
    sheet = asking.take_over(parts, who, sheet, "r9")
    assert sheet.answers == {"r9": "2"}
    with pytest.raises(RuleError, match="只能看,不能照抄"):
        asking.take_over(parts, who, sheet, "r3")
    with pytest.raises(RuleError, match="去年没有回答"):
        asking.take_over(parts, who, sheet, "r27")
    assert (
        asking.open_sheet(parts, who, PERSON, 2026)
        .notes[0]
        .startswith("这是“持证残疾人基本状况调查表(2026年度)”")
    )


def test_a_village_has_a_sheet_of_its_own(parts: Parts) -> None:
    village = next(r for r in parts.regions.rows.values() if len(r.code) == 12)
    sheet = asking.open_village(parts, parts.window.who, village.code)
    assert (sheet.form.id, sheet.read.facts["village"]) == ("village-2026", village.place)
    assert not sheet.last
    with pytest.raises(RuleError, match=r"没有.*这个村"):
        asking.open_village(parts, parts.window.who, "620403999999")


def test_what_is_told_when_a_sheet_is_opened(parts: Parts, clock: StillClock) -> None:
    event = Event("e1", clock.now(), parts.window.who, Subject(ROSTER, ROSTER), IMPORT, {})
    parts.store.roster.bring([RosterRow(NUMBER, "张样例", {"life": "2"}, "e1")], event, whole=True)
    clock.moment = datetime(2026, 11, 28, 9, 0, tzinfo=CHINA)
    notes = asking.open_sheet(parts, parts.window.who, PERSON).notes
    assert len(notes) == 2
    assert "不在2026年度的采集期(2025年10月1日至2026年9月30日)里" in notes[0]
    assert notes[1] == "名册上写着这个人已去世,请核实;属实的按失访登记"


def test_a_sheet_of_a_form_that_is_not_here_is_refused_in_a_sentence(
    tmp_path: Path, clock: StillClock
) -> None:
    folder = SurveyFolder(tmp_path / "county")
    parts = make_parts(tmp_path / "desk", clock, folder.directory)
    sheet = asking.open_sheet(parts, parts.window.who, PERSON)
    parts.store.close()
    folder.change("codes.toml", '["1", "未婚"]', '["1", "没有结过婚"]')
    again = make_parts(tmp_path / "desk", clock, folder.directory)
    found = asking.sheet(again, sheet.record.id)
    assert (found.form.digest, found.notes[0][:5]) == (sheet.form.digest, "这张表是照")
    again.store.close()
    for path in (tmp_path / "desk" / "surveys").rglob("*.toml"):
        path.unlink()
    without = make_parts(tmp_path / "desk", clock, folder.directory)
    with pytest.raises(RuleError, match="本机没有那一版,打不开;表还在,没有丢"):
        asking.sheet(without, sheet.record.id)
