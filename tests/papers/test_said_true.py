"""What a paper says is true for this person and this day: those who are easily told something wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from desk_app.services import reading
from desk_app.services.counter import intake
from desk_app.services.printing import documents, guide, papers
from forms.schema import Facts, Value
from printing.papers import series
from printing.sheets import DocumentSheet
from tests.law.world import World, world
from tests.papers import courses
from tests.papers.cast import LATER, SCAN, SHOWN, Visit, adult, holder, own
from tests.people import id_number
from tests.printing.reading import opened, squeezed, text_of

pytestmark = pytest.mark.usefixtures("qapp")
SUBSIDIES = ("living_subsidy", "care_subsidy")


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("said")) as made:
        yield made


def notice(here: World, told: Facts, *chosen: str, large: bool = False) -> str:
    return text_of(drawn(here, told, *chosen, large=large))


def drawn(here: World, told: Facts, *chosen: str, large: bool = False) -> bytes:
    return papers.notice(here.desk, reading.of(here.desk, here.draft(told, chosen)), large)


def child() -> dict[str, Value]:
    return adult("李小样", id_number=id_number("20170605", "003"), apply_categories=("3", "5"))


def stranger() -> dict[str, Value]:
    """Somebody who was asked nothing yet."""
    return {"name": "张样例", "id_number": id_number("19870312", "902"), "phone": "13809430000"}


@pytest.mark.parametrize("told", [adult("郝样未"), stranger()], ids=["answered", "asked nothing"])
def test_a_notice_of_everything_takes_two_pages(here: World, told: Facts) -> None:
    assert opened(drawn(here, told)).pageCount() == 2


def test_what_is_not_ticked_is_not_taken_now(here: World) -> None:
    said = notice(here, adult(), "cert_new", "living_subsidy")
    assert said.count("现在一并收件,等证件结果出来自动继续审核") == 1
    assert said.count("可以勾选,一并收件,等证件结果出来自动继续审核") == 1


def test_what_is_unknown_is_not_promised(here: World) -> None:
    said = notice(here, stranger())
    assert "以上情况核实后,符合的可以办理" in said
    # AND a subsidy that may have to wait for a certificate has no day that stands alone
    line = said.partition("困难残疾人生活补贴、重度残疾人护理补贴:今天受理的")[2]
    assert line.startswith(",2026年12月10日前办结;要等残疾人证结果的,等的时间另计。")


def test_days_of_assessment_are_told_where_there_is_one(here: World) -> None:
    expired = holder("41", certificate_state="3", certificate_until="2026-01-01", renew_reason="2")
    assert "残疾评定和公示" not in notice(here, expired)
    assert "残疾评定和公示" in notice(here, adult())


def test_a_waived_material_is_neither_to_be_brought_nor_obtained(here: World) -> None:
    said = notice(here, child(), "cert_new", large=True)
    bring = said.partition("要带的材料:")[2].partition("。")[0]
    assert "身份证" not in bring.replace("监护人身份证", "")
    assert "户口簿" in bring
    assert "临时身份证" not in said
    assert "临时身份证" in notice(here, adult(), "cert_new", large=True)


def test_what_was_handed_in_is_not_to_be_brought(here: World) -> None:
    told = adult()
    draft = courses.draft(here, Visit("all", told, ("cert_new",), own(told), {"photo": SCAN}))
    said = text_of(papers.notice(here.desk, reading.of(here.desk, draft), large=True))
    assert "要带的材料" not in said
    assert "材料都齐了,不用再带" in said


def test_what_perhaps_is_needed_is_told_as_such(here: World) -> None:
    told = {k: v for k, v in adult().items() if k != "registered_here"}
    said = notice(here, told, "cert_new", large=True)
    assert "居住证(看情况)" in said.partition("要带的材料:")[2].partition("。")[0]


def test_the_bereaved_read_of_no_gains(here: World) -> None:
    dead = holder(
        "22", "赵样翁", cancel_reason="1", cancel_categories=("2",), guardian_name="赵样子",
        guardian_relation="2", guardian_phone="13800000007",
    )  # fmt: skip
    pdf = drawn(here, dead, "cert_cancel")
    assert opened(pdf).pageCount() == 1
    assert "跑动" not in text_of(pdf)
    assert text_of(pdf).count("电子") == text_of(pdf).count("书面告知或电子送达")
    assert "跑动" in notice(here, adult(), "cert_new")


def test_nobody_who_gives_the_certificate_back_is_promised_what_hangs_on_it(here: World) -> None:
    recovered = holder("42", cancel_reason="2", cancel_categories=("4",))
    assert "代缴" not in notice(here, recovered, "cert_cancel")
    assert "代缴" in notice(here, holder("42"), *SUBSIDIES)


def test_articles_of_a_document_stand_together(here: World) -> None:
    said = notice(here, holder("41", other_benefits=("4",)), *SUBSIDIES)
    assert "(国发〔2015〕52号)二(一)、二(四)" in said


def test_the_paper_of_what_follows_promises_no_day_over_a_stopped_clock(here: World) -> None:
    told = adult()
    brings = {"photo": SCAN, "household": LATER}
    visit = Visit("follows", told, ("cert_new", "living_subsidy"), own(told), brings)
    draft = courses.draft(here, visit)
    here.desk.store.drafts.keep(draft)
    application = intake.accept(here.desk, draft)
    said = text_of(documents.draw(here.desk, application, "following_notice", {}))
    receipt = text_of(papers.receipt(here.desk, application))
    assert "前办结,残疾评定和公示的时间另计" in said
    assert "等“残疾人证新办”的结果,期间停止计时" in said
    assert "预计" in said
    assert squeezed("承诺办结时限:13个工作日。") in said
    assert "预计" in receipt


def test_a_way_of_delivery_is_told_once(here: World) -> None:
    told = holder("41", certificate_until="2026-12-31", renew_reason="2")
    application = here.accept(told, ("cert_renew", *SUBSIDIES))
    said = text_of(papers.receipt(here.desk, application))
    assert said.count("邮寄,或由本人领取") == 1
    assert "领新证时交回原证" in said


@pytest.mark.parametrize(("employed", "result"), [(True, "就业登记"), (False, "失业登记,求职意向推荐")])
def test_a_result_is_called_what_it_is_for_this_person(here: World, employed: bool, result: str) -> None:
    application = here.accept(adult(employed=employed), ("employment",))
    here.decide(application, "employment", "conclude")
    taken = here.at_desk(application)
    for said in (
        text_of(papers.receipt(here.desk, taken)),
        text_of(papers.notice(here.desk, taken)),
        text_of(documents.draw(here.desk, taken, "delivery_receipt", {})),
    ):
        assert squeezed(result) in said
        assert "就业登记或失业登记" not in said.replace("人社局办理就业登记或失业登记", "")


def test_a_guide_tells_who_has_no_certificate_yet_how(here: World) -> None:
    said = text_of(guide.draw_one(here.desk, "living_subsidy"))
    assert "还没有的,可以和“残疾人证新办”一并申请" in said
    assert "一并申请" not in text_of(guide.draw_one(here.desk, "cert_renew"))


def test_nobody_is_told_to_apply_for_what_needs_no_application(here: World) -> None:
    said = text_of(guide.draw_one(here.desk, "pension"))
    assert "不用申请" in said
    assert "可以申请。" not in said
    assert "可以申请。" in text_of(guide.draw_one(here.desk, "employment"))


def test_labels_of_one_print_bear_the_moment_of_the_first() -> None:
    sheet = DocumentSheet("address_label", {"number": "620403-20261123-000184", "recipient": "张样例"})
    first = replace(sheet, made=date(2026, 11, 23))
    assert b"D:20261123" in series.draw([first, sheet])
    assert b"D:2026" not in series.draw([sheet, sheet])


def test_nobody_is_told_to_bring_papers_for_what_is_refused(here: World) -> None:
    old = adult("老样人", id_number=id_number("19510312", "914"))
    refused = here.draft(old, ("employment",))
    offered = {d.id for d in documents.offered(here.desk, refused) if d.counter}
    assert offered == {"not_accepted", "not_accepted_receipt"}
    # AND of several matters the 补正通知书 is about the others alone
    poor = holder("44", low_income=True)
    both = here.draft(poor, ("living_subsidy", "cert_new"))
    said = text_of(documents.draw(here.desk, both, "correction", {}))
    assert "申请困难残疾人生活补贴,经当场核对" in said
    assert "残疾人证新办" not in said
    assert "照片" not in said
    assert "残疾人证新办" in text_of(documents.draw(here.desk, both, "not_accepted", {}))


def test_a_notice_asks_nothing_for_what_is_refused(here: World) -> None:
    old = adult("老样人", id_number=id_number("19510312", "934"))
    said = notice(here, old, "employment")
    assert "勾选的事项现在不能受理,不用准备材料" in said
    assert "结果怎样给您" not in said
    both = notice(here, holder("44", low_income=True), "living_subsidy", "cert_new")
    assert "照片" not in both.partition("二、需要的材料")[2].partition("三、怎么办")[0].replace(
        "照片除外", ""
    )
    assert "银行卡" in both


def test_nobody_past_the_age_of_paying_is_told_that_it_comes_by_itself(here: World) -> None:
    old = adult("老样人", id_number=id_number("19510312", "954"))
    assert "自动比对" not in notice(here, old)
    assert "领取养老金、补缴的事" in notice(here, old)
    assert "自动比对" in notice(here, adult(low_income=False, has_impairment=False))


def test_what_the_assessment_may_cost_is_not_hidden_behind_what_is_free(here: World) -> None:
    application = here.accept(adult(), ("cert_new",))
    told = (
        notice(here, adult(), "cert_new"),
        text_of(papers.receipt(here.desk, application)),
        text_of(guide.draw_one(here.desk, "cert_new")),
    )
    for said in told:
        assert "评定机构的费用原则上自理,困难的可减免" in said
    for matter in ("cert_cancel", "living_subsidy"):
        assert "评定机构的费用" not in text_of(guide.draw_one(here.desk, matter))


def test_a_guide_tells_of_each_way_whose_it_is(here: World) -> None:
    said = text_of(guide.draw_one(here.desk, "cert_cancel"))
    assert "死亡注销:持证人已去世,由亲属申请、签名" in said
    assert "康复脱残、其他注销:注销后一年内不得重新申请" in said
    assert "代缴" not in said
    pension = text_of(guide.draw_one(here.desk, "pension"))
    assert "不能同时办" not in pension
    assert "电子版在线送达" not in pension


def test_our_days_are_told_of_our_matters_alone_where_another_county_decides_the_others(here: World) -> None:
    elsewhere = "甘肃省白银市靖远县样例镇样例村"
    told = adult("孙外县", registered_here=False, registered_address=elsewhere)
    visit = Visit("away", told, ("cert_new", *SUBSIDIES, "employment"), own(told), {"photo": SCAN})
    draft = courses.draft(here, visit)
    said = text_of(papers.notice(here.desk, draft))
    assert "残疾人就业帮扶:窗口收件受理后3个工作日内转交各部门" in said
    assert "评定和公示(5个工作日)" not in said, "theirs is no clock of ours"
    here.desk.store.drafts.keep(draft)
    receipt = text_of(papers.receipt(here.desk, courses.accepted(here, draft)))
    assert "残疾人就业帮扶:3个工作日内转交部门" in receipt


def test_an_electronic_form_fills_no_narrow_column(here: World) -> None:
    told = adult("何样电")
    visit = Visit("shown", told, ("cert_new",), own(told), {"id_card": SHOWN, "photo": SCAN})
    said = text_of(papers.notice(here.desk, courses.draft(here, visit)))
    assert "身份证原件或复印件1份电子,已核验核验:样例(电子)签发单位,编号D-2026-7" in said


def test_whoever_is_refused_everything_is_told_whom_to_ask(here: World) -> None:
    told = holder("44", "冯不符", low_income=False, certificate_until="2031-05-10")
    said = notice(here, told, "cert_new", *SUBSIDIES)
    assert "残疾人证问平川区残联" in said
    assert "生活补贴、护理补贴问平川区民政局" in said


def test_one_paper_addresses_its_reader_in_one_way(here: World) -> None:
    told = adult("张样称")
    brings = {"photo": SCAN, "bank_card_copy": LATER}
    visit = Visit("addressed", told, ("cert_new", *SUBSIDIES), own(told), brings)
    application = courses.accepted(here, courses.draft(here, visit))
    said = text_of(documents.draw(here.desk, application, "following_notice", {}))
    assert "你于" in said
    assert "您" not in said
