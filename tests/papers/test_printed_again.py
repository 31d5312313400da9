"""Papers printed again later: a receipt never contradicts itself, a signed paper keeps its own day."""

from dataclasses import replace
from pathlib import Path

from desk_app.domain import undertaken
from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.services import proceedings, reading
from desk_app.services.applications import delivering, following
from desk_app.services.applications.delivering import DeliveryKind
from desk_app.services.printing import deliveries, guide, offers
from printing import proof
from printing.misprints import Proofed
from tests.law.world import World, world
from tests.papers import cast, courses
from tests.papers.cast import LATER, SCANNED, SUBSIDIES, Visit, adult, holder, own
from tests.papers.matrix import read, recorded
from tests.people import id_number
from tests.printing.reading import squeezed, text_of

VILLAGE = "平川区样例镇样例村村民委员会"
BODY = {
    "guardian_kind": "2",
    "guardian_name": VILLAGE,
    "guardian_handler": "马样主任",
    "guardian_phone": "09436600077",
}

_ENDS = (("不予批准,理由和以后", "不予批准决定书"), ("已终止,原因和以后", "终止办理通知书"))
"""What a receipt says of what ended, and the paper that tells the rest."""


def taken(here: World, visit: Visit, promise: str = "") -> Application:
    """The visit accepted; ``promise`` is the row of a 告知承诺 that is kept on paper."""
    draft = courses.draft(here, visit)
    if promise:
        draft = undertaken.kept(undertaken.toggled(draft, promise, on=True), promise, on=True)
        found = reading.of(here.desk, draft)
        draft = undertaken.stamped(found.pack, found.facts, draft)
    here.desk.store.drafts.keep(draft)
    return courses.accepted(here, draft)


def pdf(here: World, application: Application, paper: str) -> bytes:
    now = here.at_desk(application)
    return offers.draw(here.desk, now, offers.chosen(here.desk, now, paper), {})


def text(here: World, application: Application, paper: str) -> str:
    return squeezed("".join(read(pdf(here, application, paper))))


def whole_visit() -> Visit:
    told = adult("张样例")
    return Visit("again", told, ("cert_new", *SUBSIDIES, "employment"), own(told), SCANNED)


# ---- 受理回执 ----------------------------------------------------------------------------------------


def test_a_receipt_tells_no_day_and_no_wait_of_what_has_ended(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, whole_visit())
        before = text(here, application, "receipt")
        assert "残疾人证新办:2026年12月10日(星期四)前办结" in before
        assert "等“残疾人证新办”的结果" in before
        courses.carry_out(here, application, "refuse:cert_new")
        told = text(here, application, "receipt")
        # the certificate is refused and both subsidies ended with it: only the fourth goes on
        refused, ended = (f"{end}怎样办见{paper}" for end, paper in _ENDS)
        assert f"1残疾人证新办{refused}2困难残疾人生活补贴{ended}3重度残疾人护理补贴{ended}" in told
        assert "残疾人证新办:2026" not in told
        assert "等“残疾人证新办”的结果" not in told
        assert "2026年12月10日(星期四)前办结。" in told
        # nor what only those who get the subsidy have to know
        assert "需要长期照护" in before
        assert "需要长期照护" not in told


def test_a_receipt_of_what_waited_and_goes_on_says_so(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, whole_visit())
        courses.carry_out(here, application, "conclude:cert_new:肢体2")
        told = text(here, application, "receipt")
        assert "1残疾人证新办已办结;结果:《中华人民共和国残疾人证》" in told
        assert "等“残疾人证新办”" not in told
        goes_on = "困难残疾人生活补贴、重度残疾人护理补贴:“残疾人证新办”的结果已出,已经接着办理"
        assert goes_on in told
        courses.carry_out(here, application, "conclude:living_subsidy")
        told = text(here, application, "receipt")
        assert "重度残疾人护理补贴:“残疾人证新办”的结果已出" in told
        assert goes_on not in told
        # what was told at acceptance stays on the papers of acceptance
        assert "等“残疾人证新办”的结果" in text(here, application, "notice")


def test_nobody_waits_for_what_only_ended_matters_needed(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = holder("42", certificate_until="2031-05-10")
        brings = {**SCANNED, "bank_card_copy": LATER}
        visit = Visit("follows", told, ("living_subsidy", "care_subsidy"), own(told), brings)
        application = taken(here, visit)
        before = text(here, application, "receipt")
        assert "容缺后补" in before
        courses.carry_out(here, application, "refuse:living_subsidy")
        assert text(here, application, "receipt").count("容缺") == before.count("容缺"), (
            "one matter still waits"
        )
        assert following.follows(here.desk, here.at_desk(application))
        courses.carry_out(here, application, "close:care_subsidy")
        now = here.at_desk(application)
        said = text(here, application, "receipt")
        assert "容缺" not in said
        assert "不用补交—事项已结束,不再计算补交日期" in said
        assert not following.follows(here.desk, now)
        assert "following_notice" not in {offer.id for offer in offers.of(here.desk, now)}


def test_a_receipt_of_what_went_on_asks_for_what_follows_of_it_alone(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        brings = {**SCANNED, "bank_card_copy": LATER}
        application = taken(here, replace(whole_visit(), brings=brings))
        courses.carry_out(here, application, "conclude:employment")
        courses.carry_out(here, application, "refuse:cert_new")  # both subsidies end with it
        said = text(here, application, "receipt")
        assert "容缺" not in said
        assert f"{here.desk.pack.matters['employment'].title}已办结" in said
        assert not following.follows(here.desk, here.at_desk(application))


# ---- 告知承诺书 --------------------------------------------------------------------------------------


def test_a_promise_printed_again_bears_its_own_day_and_is_the_same_file(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = holder("44", certificate_until="2031-05-10")
        visit = Visit("promises", told, ("living_subsidy",), own(told))
        application = taken(here, visit, "living_income")
        first = pdf(here, application, "undertaking")
        courses.carry_out(here, application, "accept")
        courses.carry_out(here, application, "transfer")
        assert pdf(here, application, "undertaking") == first
        assert "平川区政务服务中心2026年11月23日" in text(here, application, "undertaking")


# ---- 送达回证, 领取登记表 ------------------------------------------------------------------------------


def delivered(here: World, receiver: str) -> Application:
    """A ward of a village committee whose certificate somebody of the village takes."""
    told = adult("五保样", **BODY, apply_categories=("6",))
    application = taken(here, Visit("ward", told, ("cert_new",), own(told), SCANNED))
    courses.carry_out(here, application, "conclude:cert_new:精神2")
    given = {"receiver": receiver, "relation": "4"}
    who = here.desk.window.who
    proceedings.act(here.desk, who, matter_id(application.id, "cert_new"), "hand_over", given)
    assert here.at_desk(application).matters[0].state == MatterState.HANDED_OVER
    return application


def test_brackets_of_who_took_a_result_are_chinese_and_stand_once(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = delivered(here, "李样支书")
        for paper in ("delivery_receipt", "collection_register"):
            raw = "".join(read(pdf(here, application, paper)))
            assert "村(" not in raw
            assert "村（社区）" in raw.replace("\r", "").replace("\n", "")
            assert "（村（" not in raw.replace("\r", "").replace("\n", "")
        assert "代收人李样支书与受送达人关系村(社区)" in text(here, application, "delivery_receipt")


def test_a_thumbprint_has_room_below_three_and_four_results(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, whole_visit())
        for matter in whole_visit().chosen:
            courses.carry_out(here, application, f"conclude:{matter}{':肢体2' * (matter == 'cert_new')}")
            now = here.at_desk(application)
            offer = offers.chosen(here.desk, now, "delivery_receipt")
            _, pages, footer = recorded(offers.printout(here.desk, now, offer, {}))
            assert [str(fault) for fault in proof.faults(pages, Proofed(footer=footer))] == []


def test_who_acts_for_the_committee_is_no_substitute(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = text(here, delivered(here, "马样主任"), "delivery_receipt")
        assert "受送达人" in told
        assert "代收人马样主任" not in told
        raw = "".join(read(pdf(here, here.taken[-1], "delivery_receipt")))
        assert "村(社区)" not in raw


def test_the_place_of_a_delivery_is_where_it_was_sent(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, whole_visit())
        courses.carry_out(here, application, "conclude:cert_new:肢体2")
        assert "送达地点送达文书名称" in text(here, application, "delivery_receipt")
        sent = {"post_number": "1100000000001", "sent_by": "1", "sent_on": here.today.isoformat()}
        sent |= {"sent_to": "张样例", "sent_address": "平川区样例路1号(东门)"}
        who = here.desk.window.who
        proceedings.act(here.desk, who, matter_id(application.id, "cert_new"), "post", sent)
        said = text(here, application, "delivery_receipt")
        assert "送达地点平川区样例路1号(东门)送达文书名称" in said
        assert "单号:1100000000001" in said


def three_of_one() -> Visit:
    told = cast.holder("42", "罗三项", certificate_until="2026-12-31", renew_reason="2")
    return Visit("three", told, ("cert_renew", "cert_move", "cert_change"), own(told), SCANNED)


def test_three_matters_of_one_certificate_hand_one_over(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, three_of_one())
        for step in ("conclude:cert_renew", "conclude:cert_move", "conclude:cert_change:肢体3"):
            courses.carry_out(here, application, step)
        number, title = f"{application.answers['id_number']}43", "《中华人民共和国残疾人证》"
        gave = "残疾人证换领、残疾人证迁移、残疾类别/等级变更:肢体三级"
        for paper in ("delivery_receipt", "collection_register"):
            said = text(here, application, paper)
            assert said.count(title) == 1
            assert number in said
            assert gave in said
        # THEN it goes as one parcel of one certificate, and nothing of it is void
        (parcel,) = delivering.standing(here.desk)[DeliveryKind.COLLECT].shown
        assert (len(parcel.matters), parcel.content, parcel.problem) == (3, title, "")
        courses.carry_out(here, application, "hand_over:本人")
        register = deliveries.draw_register(here.desk, here.today, here.today)
        assert squeezed(text_of(register)).count(title) == 1


def test_a_certificate_that_was_handed_over_before_another_one_is_a_row_of_its_own(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, three_of_one())
        for step in ("conclude:cert_renew", "hand_over:本人", "conclude:cert_change:肢体3"):
            courses.carry_out(here, application, step)
        said = text(here, application, "delivery_receipt")
        for grade in ("42", "43"):
            assert f"{application.answers['id_number']}{grade}" in said


# ---- 更正确认单, 附页 --------------------------------------------------------------------------------


def test_a_correction_that_changes_nothing_else_says_so(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        application = taken(here, whole_visit())
        courses.carry_out(here, application, "amend:phone=13909430001")
        assert "随之改变的没有" in text(here, application, "amendment_1")


def test_every_row_of_an_attached_page_has_its_name(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = adult(guardian_name=cast.LONG, guardian_phone="13800000008", apply_categories=("5",))
        visit = replace(whole_visit(), told=told)
        said = text(here, taken(here, visit), "form")
        assert f"签名人{squeezed(cast.LONG)}(张样例的监护人)" in said


def test_a_native_place_as_long_as_it_may_be_stands_in_its_box(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        long = "甘肃省白银市平川区长征街道样例社区祖籍山西省洪洞县大槐树下"
        visit = replace(whole_visit(), told=adult(native_place=long))
        application = taken(here, visit)
        most = reading.of(here.desk, application).pack.elements["native_place"].max_length
        assert len(long) >= most - 1
        pages = read(pdf(here, application, "form"))
        assert squeezed(long) in squeezed(pages[0])
        assert "附页" not in "".join(pages)


# ---- 一次性告知书 --------------------------------------------------------------------------------------


def test_the_version_at_the_foot_of_a_notice_stays_on_one_line(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = adult("五保样", **BODY, apply_categories=("6",))
        application = taken(here, Visit("ward", told, ("cert_new", *SUBSIDIES), own(told), SCANNED))
        lines = [line for page in read(pdf(here, application, "notice")) for line in page.splitlines()]
        foot = [line for line in lines if "政策" in line and "政策依据" not in line]
        assert foot
        assert all(f"政策版本 {reading.of(here.desk, application).pack.version}" in line for line in foot)


# ---- sentences that fit who reads them --------------------------------------------------------------


def test_a_committee_that_reports_a_death_is_told_no_relative_signs(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = holder("22", cancel_reason="1", cancel_categories=("2",))
        relative = {"guardian_name": "孙样女", "guardian_relation": "3", "guardian_phone": "13800000077"}
        for signs, said in ((BODY, "由来办的单位申请,经办人签名"), (relative, "由亲属申请、签名")):
            facts = {**told, **signs, "id_number": cast.woman()}
            facts["certificate_number"] = f"{facts['id_number']}22"
            application = taken(here, Visit("dead", facts, ("cert_cancel",), own(facts)))
            for paper in ("notice", "receipt"):
                assert f"持证人已去世,{said}。" in text(here, application, paper)
                assert ("由亲属" in text(here, application, paper)) is (signs is relative)


def test_a_receipt_names_the_subsidy_that_may_be_chosen_against_another(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        visit = replace(whole_visit(), told=adult(other_benefits=("4",)))
        said = text(here, taken(here, visit), "receipt")
        for title in ("困难残疾人生活补贴", "重度残疾人护理补贴"):
            assert f"可以与{title}择高领取一种" in said
        assert "本项补贴" not in said


def test_an_authorization_demands_no_material_that_annex_5_does_not_have(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        told = adult("婴样儿", id_number=id_number("20261101"), guardian_name="马样妈", guardian_relation="5")
        application = taken(here, Visit("baby", told, ("cert_new",), own(told)))
        assert "身份证免提交" in text(here, application, "receipt")
        said = text(here, application, "authorization")
        assert "复印件各一份" not in said
        assert "核对后当场退还,不另外要复印件" in said


def test_a_guide_of_what_nobody_applies_for_tells_the_others_whom_to_ask(tmp_path: Path) -> None:
    with world(tmp_path) as here:
        said = text_of(guide.draw_one(here.desk, "pension"))
        assert "低保对象、特困人员、返贫致贫人口、计划生育两证户" in said
        assert "可以问乡镇(街道)便民服务中心或人社局" in said
        assert "记录里" not in said
        assert "{" not in said
