"""补正 from the department's notice to the last answer, through both books: rows, telling, clock, letters."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, HandedIn, MatterCase, MatterState, Page, matter_id
from desk_app.domain.mending import AskedRow
from desk_app.errors import RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.applications import deadlines, mending
from desk_app.services.applications.mending import Answer
from desk_app.services.counter import capture
from desk_app.services.printing import documents
from desk_app.services.todos import board, todos
from desk_app.services.todos.todos import Todo, Urgency
from tests.law.world import World, world
from tests.people import sound_draft
from tests.printing.reading import text_of

CERT = "cert_new"
PHOTO = {
    "材料": "照片",
    "问题": "不是白底",
    "怎样改": "重拍白底照片",
    "期限": "2026年11月30日",
    "依据": "附件5 序号3",
}
BOOK = {"材料": "户口簿", "问题": "缺本人页", "怎样改": "补交本人页", "期限": "2026-12-02"}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def application(both: World) -> Application:
    """An application of Monday for a certificate and both subsidies, handed over on the same day."""
    draft = sound_draft(both.desk)
    return both.accept(draft.answers, draft.chosen)


def correct(both: World, application: Application, *rows: object) -> None:
    both.decide(application, CERT, "correct", text="两处要改", rows=rows or (PHOTO, BOOK))


def page(both: World, data: bytes = b"\xff\xd8\xff white") -> Page:
    return Page(both.desk.store.pages.keep(data), "row-1", "照片.jpg", "image/jpeg", len(data))


def tell(both: World, application: Application, reached: str, matter: str = CERT, **more: str) -> None:
    told = {"told_on": both.today.isoformat(), "way": "2", "reached": reached, **more}
    proceedings.act(both.desk, both.desk.window.who, matter_id(application.id, matter), "tell", told)


def of(both: World, word: str) -> list[Todo]:
    return [t for t in todos.todos(both.desk).shown if word in t.title]


def asked(both: World, application: Application) -> tuple[AskedRow, ...]:
    return mending.rows(both.desk, application, CERT)


def case(both: World, application: Application) -> MatterCase:
    return both.at_desk(application).matters[0]


def test_a_correction_without_rows_is_refused_and_nothing_changes(
    both: World, application: Application
) -> None:
    before = both.states(application)
    for rows, words in (
        ((), "请填写逐条说明,每条写明材料、问题、怎样改"),
        (({"材料": "照片"},), "第1行还缺问题、怎样改"),
    ):
        with pytest.raises(RuleError) as fault:
            both.decide(application, CERT, "correct", text="补", rows=rows)
        assert words in " ".join(p.message for p in fault.value.problems)
    with pytest.raises(RuleError) as fault:
        both.decide(application, CERT, "correct", text="补", rows=(PHOTO | {"期限": "下周"},))
    assert "期限“下周”不是日期" in fault.value.problems[0].message
    assert both.states(application) == before


def test_the_notice_has_a_line_for_each_row_and_says_what_the_clock_does(
    both: World, application: Application
) -> None:
    correct(both, application)
    now = both.at_desk(application)
    text = text_of(documents.draw(both.desk, now, "correction", {}))
    for words in (
        "不是白底",
        "申请材料清单》",
        "附件5)序号3)",
        "重拍白底照片",
        "2026年11月30日前",
        "缺本人页",
        "2026年12月2日前",
    ):
        assert words.replace("(", "(").replace(")", ")") in text.replace("\n", "").replace(" ", ""), words
    assert "受理日期仍是2026年11月23日" in text
    assert "办理期限停止计算" in text
    assert "白银市平川区残疾人联合会" in text
    assert "补齐之日为受理日期" not in text


def test_answered_in_two_parts_it_goes_on_with_the_day_of_the_last(
    both: World, application: Application
) -> None:
    # GIVEN two rows asked for on Tuesday
    both.wait(0, 1)
    correct(both, application)
    # WHEN the photo comes on Thursday as a picture, and the household book on Monday as paper
    both.wait(0, 2)
    mending.hand_in(both.desk, application.id, CERT, Answer(1, (page(both),), remark="当场重拍"))
    both.carry()
    assert both.states(application)[CERT] == (MatterState.CORRECTION, MatterState.CORRECTION)
    assert [r.open for r in asked(both, application)] == [False, True]
    both.wait(0, 4)
    mending.hand_in(both.desk, application.id, CERT, Answer(2, paper=HandedIn.COPY))
    both.carry()
    # THEN both books have it mended, the county has the picture, and the clock stood in between
    assert both.states(application)[CERT] == ("mended", "mended")
    (brought,) = both.county.supplements(application.id)
    assert brought.material == "photo"
    assert [p.id for p in brought.pages] == [page(both).id]
    assert [r.came for r in asked(both, application)] == ["扫描1页,当场重拍", "复印件"]
    clock = deadlines.clocks(both.desk, both.at_desk(application))[CERT]
    assert (clock.used, clock.stands) == (1, "")
    both.wait(0, 1)
    assert deadlines.clocks(both.desk, both.at_desk(application))[CERT].used == 2
    # AND the department goes on from there
    both.decide(application, CERT, "accept")
    assert both.states(application)[CERT] == (MatterState.ACCEPTED, MatterState.ACCEPTED)
    told = [e.text for e in ledger.timeline(both.desk, application.subject)]
    assert "残疾人证新办补正第1条:照片,扫描1页,当场重拍" in told
    assert "残疾人证新办补正第2条:户口簿,复印件。已补齐,送部门审核" in told


def test_a_photo_that_was_mended_is_the_one_papers_show(both: World, application: Application) -> None:
    correct(both, application, PHOTO)
    for data in (b"\xff\xd8\xff first", b"\xff\xd8\xff again"):
        mending.hand_in(both.desk, application.id, CERT, Answer(1, (page(both, data),)))
        both.carry()
        assert capture.photo_of(both.desk, both.at_desk(application)) == data
        correct(both, application, PHOTO)


def test_a_row_is_answered_once_and_with_something(both: World, application: Application) -> None:
    correct(both, application)
    with pytest.raises(RuleError, match="第1条还没有交来的东西"):
        mending.hand_in(both.desk, application.id, CERT, Answer(1))
    mending.hand_in(both.desk, application.id, CERT, Answer(1, paper=HandedIn.ORIGINAL))
    for wrong in (Answer(1, paper=HandedIn.COPY), Answer(3, paper=HandedIn.COPY)):
        with pytest.raises(RuleError, match="不在等补正"):
            mending.hand_in(both.desk, application.id, CERT, wrong)


def test_a_second_notice_begins_its_rows_anew(both: World, application: Application) -> None:
    correct(both, application)
    for number in (1, 2):
        mending.hand_in(both.desk, application.id, CERT, Answer(number, paper=HandedIn.ORIGINAL))
    both.carry()
    correct(both, application, PHOTO)
    assert [(r.material, r.open) for r in asked(both, application)] == [("照片", True)]
    assert of(both, "补正")[0].title.startswith("通知")


def test_an_answer_the_county_refuses_opens_its_row_again(both: World, application: Application) -> None:
    # GIVEN an answer at the window while the department has gone on
    correct(both, application)
    mending.hand_in(both.desk, application.id, CERT, Answer(1, paper=HandedIn.ORIGINAL))
    (letter,) = (x for x in both.desk.store.outbox.letters(application.subject) if x.state == "waiting")
    # WHEN the county refuses its letter
    both.desk.store.outbox.refused(letter.id, "已经不在补正", both.clock.now())
    # THEN the row waits again and the clerk is told
    assert [r.open for r in asked(both, application)] == [True, True]
    assert any("区县没有收下一封信" in t.title for t in todos.todos(both.desk).shown)


# ---- telling -------------------------------------------------------------------------------------


def test_a_correction_is_a_todo_until_somebody_was_told(both: World, application: Application) -> None:
    correct(both, application)
    (first,) = of(both, "补正")
    assert first.act is not None
    assert first.act.code == "tell"
    assert first.given["told_on"] == "2026-11-23"
    for times in (1, 2):
        tell(both, application, "0", said="打不通")
        (still,) = of(both, "补正")
        assert still.text.endswith(f"已联系{times}次,没有联系上")
    tell(both, application, "2", person="李样例", said="三天内来补")
    both.carry()
    assert of(both, "补正") == []
    waiting = board.board(both.desk).waiting
    assert any("残疾人证新办" in t.title for t in waiting.shown)
    told = [e.text for e in ledger.timeline(both.desk, application.subject)]
    assert "残疾人证新办:电话,监护人 李样例,三天内来补" in told
    assert "残疾人证新办:电话,没有联系上,打不通" in told
    assert both.states(application)[CERT] == (MatterState.CORRECTION, MatterState.CORRECTION)


def test_what_was_told_before_does_not_answer_what_comes_after(both: World, application: Application) -> None:
    correct(both, application)
    tell(both, application, "1")
    both.decide(application, CERT, "refuse", text="评定未达到残疾标准")
    (todo,) = [t for t in of(both, "不予批准") if t.act]
    assert todo.title.startswith("告知")
    assert "已联系" not in todo.text


def test_a_result_that_was_told_waits_for_its_receiver(both: World, application: Application) -> None:
    both.decide(application, CERT, "refuse", text="评定未达到残疾标准")
    tell(both, application, "4", person="王主任")
    (todo,) = [t for t in of(both, "不予批准") if "决定书" in t.title]
    assert todo.act is not None
    assert todo.act.code == "notify"
    who = both.desk.window.who
    given = {"receiver": "张样例", "relation": "1"}
    proceedings.act(both.desk, who, matter_id(application.id, CERT), "notify", given)
    both.carry()
    assert both.states(application)[CERT] == (MatterState.NOTIFIED, MatterState.NOTIFIED)
    last = ledger.timeline(both.desk, application.subject)[-1].text
    assert last == "残疾人证新办不予批准,已书面告知申请人,领取人张样例(本人)"


def test_a_day_that_has_passed_only_reminds(both: World, application: Application) -> None:
    correct(both, application)
    tell(both, application, "1")
    both.wait(0, 10)
    assert both.today == date(2026, 12, 3)
    (late,) = of(both, "逾期")
    assert (late.urgency, late.due) == (Urgency.OVERDUE, date(2026, 12, 2))
    assert [r.number for r in mending.late(both.desk, asked(both, application))] == [1, 2]
    both.wait(1, 0)
    assert both.states(application)[CERT] == (MatterState.CORRECTION, MatterState.CORRECTION)
    both.decide(application, CERT, "close", text="逾期没有补正", clause="行政许可法第三十二条")
    assert of(both, "逾期") == []
    (ended,) = [t for t in of(both, "残疾人证新办") if "终止" in t.title]
    assert ended.text == "逾期没有补正"


def test_an_end_is_told_and_has_its_paper(both: World, application: Application) -> None:
    # GIVEN subsidies that waited for a certificate which was refused after the assessment
    both.decide(application, CERT, "assess")
    both.decide(application, CERT, "refuse", text="评定未达到残疾标准")
    assert both.states(application)["care_subsidy"] == (MatterState.CLOSED, MatterState.CLOSED)
    # THEN their end is to be told, in writing, with reason, clause, next step and remedies
    assert len(of(both, "已终止")) == 2
    now = both.at_desk(application)
    assert [d.id for d in documents.offered(both.desk, now)].count("termination") == 1
    text = text_of(documents.draw(both.desk, now, "termination", {})).replace("\n", "")
    for words in (
        "重度残疾人护理补贴",
        "原因",
        "办事指南",
        "受理条件",
        "决定机关:白银市平川区民政局",
        "白银市平川区人民政府",
        "白银市平川区人民法院",
    ):
        assert words in text, words
    # AND once told they are no to-dos any more, and stay closed
    for matter in ("living_subsidy", "care_subsidy"):
        tell(both, application, "1", matter)
    assert of(both, "已终止") == []
    assert both.states(application)["care_subsidy"] == (MatterState.CLOSED, MatterState.CLOSED)


@pytest.mark.parametrize("assessed", [True, False])
def test_a_refusal_names_the_city_only_after_an_assessment(
    both: World, application: Application, assessed: bool
) -> None:
    if assessed:
        both.decide(application, CERT, "assess")
    rows = ({"问题": "不属于受理范围", "依据": "残疾人证管理办法第四条"},)
    both.decide(application, CERT, "refuse", text="不符合", rows=rows, elsewhere="户籍地残联")
    now = both.at_desk(application)
    text = text_of(documents.draw(both.desk, now, "not_approved", {})).replace("\n", "")
    assert ("白银市残疾人联合会申请重新评定" in text) is assessed
    for words in ("不属于受理范围", "残疾人证管理办法第四条", "户籍地残联", "六十日", "六个月"):
        assert words in text, words


def test_the_day_of_a_call_can_not_lie_ahead(both: World, application: Application) -> None:
    correct(both, application)
    with pytest.raises(RuleError):
        proceedings.act(
            both.desk,
            both.desk.window.who,
            matter_id(application.id, CERT),
            "tell",
            {"told_on": (both.today + timedelta(1)).isoformat(), "way": "2", "reached": "1"},
        )
