"""Subsidies asked for a week after the certificate: they go the way it goes (附件2 第十三、十四条)."""

from desk_app.domain.applications import Application
from forms.schema import Outcome
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

NEWCOMER = Person(
    facts={
        "certificate_state": "0",
        "has_impairment": True,
        "cancelled_lately": False,
        "low_income": True,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
        "apply_categories": ("4",),
    }
)
SUBSIDIES = ("living_subsidy", "care_subsidy")
TWO = NEWCOMER.id_number + "42"


def test_subsidies_join_the_certificate_of_an_earlier_visit(world: World) -> None:
    certificate, subsidies = _two_visits(world)
    world.wait(months=1)
    done = world.decide(certificate, "cert_new", "conclude", assessed=[{"category": "4", "grade": "2"}])
    says(done, "困难残疾人生活补贴:部门已受理", "重度残疾人护理补贴:部门已受理", "已有结果,自动恢复审核")
    assert set(world.states(subsidies).values()) == {"accepted"}
    for matter, amount in (("living_subsidy", "120"), ("care_subsidy", "110")):
        says(
            world.refused(subsidies, matter, "conclude", amount=amount, first_month="2026-11"),
            "计发月份2026-11早于申请的2026-12",
        )
        world.decide(subsidies, matter, "conclude", amount=amount)
    _paid_from_december(world, subsidies)
    _handed_over(world, certificate, subsidies)


def test_subsidies_end_with_the_certificate_that_is_refused(world: World) -> None:
    certificate, subsidies = _two_visits(world)
    done = world.decide(certificate, "cert_new", "refuse", text="评定结果没有达到残疾标准")
    says(done, "困难残疾人生活补贴:已终止", "重度残疾人护理补贴:已终止")
    assert set(world.states(subsidies).values()) == {"closed"}
    paper = world.paper(subsidies, "termination")
    says(paper, "终止办理通知书", "张样例:", "你于2026年12月1日提出", "“残疾人证新办”不予批准")
    says(
        paper,
        "困难残疾人生活补贴",
        "重度残疾人护理补贴",
        "申请行政复议",
        "银行卡(一卡通)的复印件随本次申请存档",
    )
    is_silent(paper, "还要确认", "已纳入低保")
    says(world.paper(certificate, "not_approved"), "残疾人证新办", "评定结果没有达到残疾标准")
    todos = world.todos()
    says(todos, "告知张样例…0025困难残疾人生活补贴已终止", "告知张样例…0025重度残疾人护理补贴已终止")
    says(todos, "告知张样例…0025残疾人证新办不予批准")
    for matter in SUBSIDIES:
        world.tell(subsidies, matter, "证件没有办成,补贴终止")
    is_silent(world.todos(), "补贴已终止")
    says(world.card(subsidies), "电话,本人,证件没有办成,补贴终止")


def _two_visits(world: World) -> tuple[Application, Application]:
    """The certificate on 23 November, both subsidies on 1 December, which wait for it."""
    certificate = world.take(NEWCOMER, "cert_new")
    world.decide(certificate, "cert_new", "assess")
    world.wait(days=8)
    visit = world.visit(NEWCOMER)
    says(visit.held(), "残疾人证新办\n办理中\n2026年11月23日受理")
    visit.ask()
    assert "certificate_state" not in visit.asked
    for matter in SUBSIDIES:
        assert (visit.finding(matter).outcome, visit.finding(matter).waits_for) == (Outcome.MAY, "cert_new")
    says(visit.notice(), "等残疾人证办下来后审核", "同一事项已经受理,正在办理")
    visit.choose(*SUBSIDIES)
    subsidies = visit.accept()
    world.hear()
    assert world.states(subsidies) == dict.fromkeys(SUBSIDIES, "held")
    says(world.paper(subsidies, "receipt"), "已收件,等“残疾人证新办”结果,期间停止计时")
    says(world.card(subsidies), "随证待审(停表)", "停表(等证件结果),已用0个工作日")
    return certificate, subsidies


def _paid_from_december(world: World, subsidies: Application) -> None:
    """The month is that of the second visit, whenever the certificate came."""
    for paid in ("计发2026年12月起、每月120元", "计发2026年12月起、每月110元"):
        says(world.card(subsidies), paid)
        says(world.paper(subsidies, "collection_register"), paid)
    receipt = world.paper(subsidies, "delivery_receipt")
    says(receipt, "困难残疾人生活补贴:计发2026年12月起、每月120元")
    says(receipt, "重度残疾人护理补贴:计发2026年12月起、每月110元")


def _handed_over(world: World, certificate: Application, subsidies: Application) -> None:
    for application, matters in ((certificate, ("cert_new",)), (subsidies, SUBSIDIES)):
        for matter in matters:
            world.tell(application, matter)
            world.hand_over(application, matter)
    is_silent(world.todos(), "张样例")
    found = world.found(TWO)
    says(found, "有效\n肢体二级", "在领\n2026年12月起,每月120元", "在领\n2026年12月起,每月110元")
