"""不予批准, 终止, 不予受理 and 补正 from real decisions: who, by which provision, whom to turn to.

行政许可法第三十二条、第三十八条第二款 by analogy; 行政复议法第二十条; 行政诉讼法第四十六条.
"""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.commands import county
from desk_app.domain.applications import Application, Draft, MatterCase, MatterState, matter_id
from desk_app.errors import RuleError
from desk_app.services import proceedings, reading
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, grounds, notices, printouts, prints
from desk_app.services.printing.grounds import Told
from forms import loader
from forms.citing import Citing
from forms.grounds import choices
from forms.library import Versions
from forms.pack import Remedies
from forms.schema import Document
from tests.fakes import make_parts
from tests.law.world import World, world
from tests.papers.cast import adult
from tests.papers.courses import POSTED
from tests.people import sound_draft
from tests.printing.reading import opened, squeezed, text_of

PACK = loader.shipped()
MATTERS = ("cert_new", "living_subsidy", "employment")
FEDERATION, CIVIL_AFFAIRS, LABOUR = (
    "白银市平川区残疾人联合会",
    "白银市平川区民政局",
    "白银市平川区人力资源和社会保障局",
)
RULES = "《残疾人证管理办法》(残联发〔2017〕34号)第三条"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """A window in a county that names neither 复议机关 nor court."""
    made = make_parts(tmp_path)
    yield replace(made, packs=Versions(replace(PACK, remedies=Remedies())))
    made.store.close()


def pages(here: World, application: Application, paper: str) -> list[str]:
    """The words of each page of a paper as it is drawn now."""
    pdf = opened(documents.draw(here.desk, here.at_desk(application), paper, {}))
    return [squeezed(pdf.getAllText(number).text()) for number in range(pdf.pageCount())]


def refused(here: World, *, assessed: bool = False) -> Application:
    """Two departments refuse, one without a provision; the subsidy ends with the certificate."""
    application = here.accept(adult(), MATTERS)
    here.carry()
    if assessed:
        here.decide(application, "cert_new", "assess")
    here.decide(
        application, "cert_new", "refuse", text="评定结果没有达到残疾标准", clause="残疾人证管理办法第三条"
    )
    here.decide(application, "employment", "refuse", text="材料核对不符")
    return application


def test_each_department_gives_a_decision_of_its_own(here: World) -> None:
    application = refused(here)
    first, second = pages(here, application, "not_approved")
    for page in (first, second):
        for words in ("不予批准决定书", "已经受理的", "第三十八条第二款", "第1页共1页", "一式两份"):
            assert words in page, words
        assert "不予受理" not in page
    assert "残疾人证新办申请" in first
    assert "失业登记" not in first
    assert f"决定机关:{FEDERATION},电话:0943-6600001" in first
    assert f"决定机关:{LABOUR},电话:0943-6600003" in second
    assert "残疾人证新办" not in second
    assert FEDERATION not in second.partition("决定机关")[2]


def test_a_reason_names_its_provision_and_never_a_document_whole(here: World) -> None:
    first, second = pages(here, refused(here), "not_approved")
    assert f"评定结果没有达到残疾标准{RULES}" in first
    # AND where the department named none, the conditions are named as such, article by article
    assert "受理条件:" in second
    assert "办事指南" in second
    law = PACK.matters["employment"].basis
    assert squeezed(law) not in second.partition("受理条件:")[0]


def test_what_waited_ends_by_the_department_that_decides_it(here: World) -> None:
    (page,) = pages(here, refused(here), "termination")
    for words in (
        "终止办理通知书",
        "困难残疾人生活补贴",
        f"决定机关:{CIVIL_AFFAIRS}",
        "0943-6600002",
        "代为送达",
    ):
        assert words in page, words


def test_the_remedies_are_the_countys_with_their_days_and_articles(here: World) -> None:
    for page in pages(here, refused(here), "not_approved"):
        for words in (
            "六十日内向白银市平川区人民政府申请行政复议(《中华人民共和国行政复议法》第二十条)",
            "六个月内依法向白银市平川区人民法院提起行政诉讼(《中华人民共和国行政诉讼法》第四十六条)",
        ):
            assert words in page, words
        assert "重新评定" not in page


def test_another_assessment_is_offered_only_where_the_decision_rests_on_one(here: World) -> None:
    first, second = pages(here, refused(here, assessed=True), "not_approved")
    assert "十个工作日内,向白银市残疾人联合会申请重新评定(《残疾人证管理办法》第二十五条)" in first
    assert "重新评定" not in second


def test_a_reprint_bears_the_day_of_the_decision(here: World) -> None:
    application = refused(here)
    day = here.today
    here.clock.moment += timedelta(days=9)
    for page in pages(here, application, "not_approved"):
        assert f"{day.year}年{day.month}月{day.day}日" in page
        assert f"{here.today.month}月{here.today.day}日" not in page


def test_what_the_record_shows_is_the_ground_where_the_department_names_none() -> None:
    case = MatterCase("living_subsidy", "困难残疾人生活补贴", MatterState.REFUSED, "家庭条件不符")
    facts = {"low_income": False, "age": 39, "recorded_state": "1"}
    ((row),) = grounds.rows(PACK, [Told(case)], facts, Citing(PACK))
    assert row["reason"] == "家庭条件不符"
    assert "52号" in row["clause"]
    assert "受理条件：" not in row["clause"].partition("52号")[2]
    assert not row["clause"].startswith("受理条件")


# ---- a county that names nobody -----------------------------------------------------------------------


def row(parts: Parts, name: str) -> Document:
    return next(d for d in parts.pack.documents if d.id == name)


def poor(parts: Parts) -> Draft:
    draft = sound_draft(parts)
    return replace(draft, answers={**draft.answers, "low_income": False})


def test_a_county_without_remedies_is_told_before_paper_is_spoiled(parts: Parts) -> None:
    draft = poor(parts)
    asked = {q.name: q for q in documents.questions(parts, draft, "not_accepted")}
    assert asked["reviewer"].required
    assert "county.toml" in asked["reviewer"].why
    assert asked["reviewer"].why == asked["court"].why
    with pytest.raises(RuleError, match="还缺行政复议机关、人民法院"):
        documents.draw(parts, draft, "not_accepted", {})


def test_what_is_typed_once_is_kept_for_the_papers_that_follow(parts: Parts) -> None:
    draft = poor(parts)
    given = {"reviewer": "样例区人民政府", "court": "样例区人民法院"}
    made = printouts.document(parts, draft, row(parts, "not_accepted"), lambda: given)
    made.draw(0, (0.0, 0.0))
    count = prints.count_of(parts, made)
    count.note(count.claim(""), "")
    assert not {q.name for q in documents.questions(parts, draft, "not_accepted")} & given.keys()
    assert "样例区人民政府申请行政复议" in text_of(documents.draw(parts, draft, "not_accepted", {}))
    other = replace(poor(parts), id="another")
    assert given.keys() <= {q.name for q in documents.questions(parts, other, "not_accepted")}


def test_where_the_county_names_them_nothing_is_asked(here: World) -> None:
    application = here.at_desk(refused(here))
    asked = {q.name for q in documents.questions(here.desk, application, "not_approved")}
    assert not asked & {"reviewer", "court", "federation"}


# ---- at the counter -----------------------------------------------------------------------------------


def test_what_is_handed_out_before_acceptance_says_all_this_too(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    text = text_of(documents.draw(parts, poor(parts), "not_accepted", {}))
    for words in (
        "不予受理通知书", "还没有受理", "第三十二条", "52号)二(一)",
        "可以问白银市平川区民政局,电话:0943-6600002",
        "六十日内", "六个月内", "原件和复印件当场退还", "材料已退还", "一式两份",
    ):  # fmt: skip
        assert words in text, words
    assert "重新评定" not in text
    lacking = replace(poor(parts), seen=("photo",))
    told = text_of(documents.draw(parts, lacking, "correction", {}))
    for words in ("没有带", "补交", "照片(看了原件)", "当场退还", "材料已退还", "0943-12345"):
        assert words in told, words
    assert reading.of(parts, lacking).holder == lacking
    parts.store.close()


# ---- the provision is asked for -----------------------------------------------------------------------


class Typed(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "clause"),
    [
        ("1\n", "附件3 受理条件"),
        ("国发〔2015〕52号二(一)\n", "国发〔2015〕52号二(一)"),
        ("\n", ""),
        ("99\n", ""),
        ("", ""),
    ],
)
def test_who_decides_is_asked_by_which_provision(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], typed: str, clause: str
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(typed))
    found = county.ask_ground(choices(PACK, "living_subsidy"))
    assert found == ({"clause": clause} if clause else {})
    told = capsys.readouterr().out
    assert "1 附件3 受理条件" in told
    assert "窗口规则" not in told


def test_where_nobody_sits_the_choices_are_told_and_nothing_waits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert county.ask_ground(choices(PACK, "cert_new")) == {}
    assert "残疾人证管理办法第三条" in capsys.readouterr().err


# ---- 送达回证 of what says no ------------------------------------------------------------------------


def test_a_refusal_that_is_served_has_its_receipt(here: World) -> None:
    application = refused(here)
    (said,) = pages(here, application, "not_approved_receipt")
    assert said.startswith("送达回证")
    for department, title in ((FEDERATION, "残疾人证新办"), (LABOUR, PACK.matters["employment"].title)):
        assert f"不予批准决定书{application.number}{department}:{title}" in said
    assert "残疾人生活补贴" not in said, "it ended and has a notice of its own"
    (ended,) = pages(here, application, "termination_receipt")
    assert f"终止办理通知书{application.number}{CIVIL_AFFAIRS}:困难残疾人生活补贴" in ended
    assert "delivery_receipt" not in {d.id for d in documents.offered(here.desk, here.at_desk(application))}


def test_its_receipt_says_who_took_a_refusal_and_when(here: World) -> None:
    application = refused(here)
    given = {"receiver": "李样兄", "relation": "3"}
    for matter in ("cert_new", "employment"):
        place = matter_id(application.id, matter)
        proceedings.act(here.desk, here.desk.window.who, place, "notify", given)
    (said,) = pages(here, application, "not_approved_receipt")
    assert "代收人李样兄" in said
    assert "收到时间2026年11月23日" in said


def test_a_notice_that_was_posted_says_so_on_its_receipt(here: World) -> None:
    application = refused(here)
    sent = {"post_number": POSTED, "sent_by": "1", "sent_on": here.today.isoformat(), "sent_to": "张样例"}
    place = matter_id(application.id, "living_subsidy")
    assert f"单号:{POSTED}" not in pages(here, application, "termination_receipt")[0]
    proceedings.act(here.desk, here.desk.window.who, place, "post_notice", sent)
    assert f"单号:{POSTED}" in pages(here, application, "termination_receipt")[0]


def test_what_is_not_accepted_at_the_counter_is_served_by_hand(parts: Parts) -> None:
    draft = poor(parts)
    assert {"not_accepted", "not_accepted_receipt"} <= {d.id for d in documents.offered(parts, draft)}
    said = squeezed(text_of(documents.draw(parts, draft, "not_accepted_receipt", {})))
    number = notices.number(parts, draft)
    assert said.startswith(f"送达回证编号{number}"), "nothing was accepted: it has no 回执编号"
    assert f"不予受理通知书{number}" in said
    assert "困难残疾人生活补贴" in said


@pytest.mark.parametrize("letter", ["🙂", "\ue123", "\u200b", "\U000e0100", "م"])
def test_a_department_writes_nothing_that_would_keep_its_paper_from_being_printed(
    here: World, letter: str
) -> None:
    application = here.accept(adult(), MATTERS)
    clause = "残疾人证管理办法第三条"
    row = {"fault": f"没有达到{letter}", "result": "不予批准", "clause": clause}
    for given in ({"text": f"评定未达标准{letter}", "clause": clause}, {"text": "见各条", "rows": (row,)}):
        with pytest.raises(RuleError, match="里有印不出来的字"):
            here.decide(application, "cert_new", "refuse", **given)
    here.decide(application, "cert_new", "refuse", text="评定结果\n没有达到标准,见后", clause=clause)
    assert "评定结果没有达到标准" in pages(here, application, "not_approved")[0]
