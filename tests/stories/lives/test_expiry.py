"""A certificate that ran out three years ago (办法第十九条)."""

from collections.abc import Mapping
from dataclasses import replace

from desk_app.domain.applications import Application
from forms.schema import Outcome, Value
from tests.stories.lives.visit import Person, Visit
from tests.stories.lives.world import World, is_silent, says

NUMBER = Person().id_number + "42"
FACTS: Mapping[str, Value] = {
    "certificate_state": "3",
    "low_income": True,
    "registered_here": True,
    "other_benefits": ("0",),
    "willing_to_work": True,
    "able_to_work": True,
    "pension_joined": True,
    "renew_reason": "2",
}
HOLDER = Person(certificate=NUMBER, facts=FACTS)
SUBSIDIES = ("living_subsidy", "care_subsidy")


def test_renewed_it_carries_the_subsidies_that_were_asked_for_with_it(world: World) -> None:
    visit = world.visit(HOLDER)
    _is_told_what_an_expired_one_is_good_for(visit)
    renewed = _renews_and_asks_for_both(world, visit)
    _is_renewed(world, renewed)
    _is_paid(world, renewed)
    world.wait(months=1)
    _a_month_later(world)


def _is_told_what_an_expired_one_is_good_for(visit: Visit) -> None:
    """What is proved by a valid certificate has to wait; what belongs to the holder has not."""
    visit.ask()
    for matter in ("cert_renew", "cert_move", "cert_change", "cert_cancel", "employment"):
        assert visit.finding(matter).outcome is Outcome.APPLIES, matter
    for matter in ("cert_new", "cert_lost", *SUBSIDIES, "pension"):
        assert visit.finding(matter).outcome is Outcome.NOT, matter
        says(visit.said(matter), "残疾人证换领")
    says(
        visit.notice(),
        "残疾人证过了有效期,换领以后才能领取护理补贴",
        "勾选“残疾人证换领”,补贴可以一并申请",
        "残疾人证没有遗失,不用挂失补办",
    )


def _renews_and_asks_for_both(world: World, visit: Visit) -> Application:
    visit.choose("cert_renew", *SUBSIDIES)
    for matter in SUBSIDIES:
        assert visit.finding(matter).waits_for == "cert_renew"
    shown = visit.notice()
    says(shown, "现在一并收件,等证件结果出来自动继续审核")
    is_silent(shown, "附件3受理条件;附件3受理条件")
    renewed = visit.accept()
    world.hear()
    assert world.states(renewed) == {"cert_renew": "taken", **dict.fromkeys(SUBSIDIES, "held")}
    says(world.paper(renewed, "form"), "√换领", "√到期换证", "√困难残疾人生活补贴", "√重度残疾人护理补贴")
    says(world.paper(renewed, "receipt"), "2困难残疾人生活补贴已收件,等“残疾人证换领”结果")
    says(world.todos(), "停表、部门在办")
    return renewed


def _is_renewed(world: World, renewed: Application) -> None:
    """The number stays and ten years begin; what does not fit is refused and changes nothing."""
    refused = {
        "有效期至2025-01-01不晚于发证日期": {"expires_on": "2025-01-01"},
        f"应为{NUMBER},现在是{NUMBER}B1": {"certificate_number": NUMBER + "B1"},
        f"现在是{NUMBER[:18]}41": {"certificate_number": NUMBER[:18] + "41"},
    }
    for sentence, wrong in refused.items():
        says(world.refused(renewed, "cert_renew", "conclude", **wrong), sentence)
    done = world.decide(renewed, "cert_renew", "conclude")
    says(done, "困难残疾人生活补贴:部门已受理", "重度残疾人护理补贴:部门已受理")
    says(world.card(renewed), "肢体二级、2026年11月23日发证、有效期至2036年11月23日")
    for paper in ("certificate_page", "delivery_receipt", "retype"):
        says(world.paper(renewed, paper), NUMBER, "肢体二级", "2026年11月23日", "2036年11月23日")
    says(world.paper(renewed, "receipt"), "平川区民政局(0943-6600002)办理")


def _is_paid(world: World, renewed: Application) -> None:
    """Both are granted by papers of one title, so each row says which one it is."""
    for matter in SUBSIDIES:
        world.decide(renewed, matter, "conclude", amount="110")
    says(
        world.paper(renewed, "delivery_receipt"),
        "困难残疾人生活补贴:计发2026年11月起、每月110元",
        "重度残疾人护理补贴:计发2026年11月起、每月110元",
    )
    for matter in ("cert_renew", *SUBSIDIES):
        world.tell(renewed, matter)
        world.hand_over(renewed, matter)
    is_silent(world.todos(), "张样例")


def _a_month_later(world: World) -> None:
    visit = world.visit(replace(HOLDER, certificate=""))
    says(
        visit.held(),
        "有效肢体二级,有效期至2036年11月23日区县记录",
        "困难残疾人生活补贴在领",
        "重度残疾人护理补贴在领",
    )
    visit.ask()
    assert "certificate_state" not in visit.asked
    for matter in SUBSIDIES:
        says(visit.said(matter), "这项补贴已经在发,不用再申请")
    assert visit.finding("pension").outcome is Outcome.APPLIES
    world.leave()
