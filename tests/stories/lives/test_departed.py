"""A holder dies while one subsidy is paid and another is open; the daughter comes (办法第二十四条)."""

from dataclasses import replace

from desk_app.domain.applications import Application
from forms.schema import Outcome
from tests.people import id_number
from tests.stories.lives.visit import Person, Visit
from tests.stories.lives.world import World, is_silent, says

NUMBER = id_number("19680214", "003")
HOLDER = Person(
    "王样本",
    NUMBER,
    NUMBER + "11",
    {
        "certificate_state": "1",
        "low_income": True,
        "other_benefits": ("0",),
        "willing_to_work": True,
        "able_to_work": True,
        "pension_joined": True,
    },
)
DAUGHTER = "赵样子(王样本的女儿)"
REPORTED = replace(
    HOLDER,
    certificate="",
    facts={
        **HOLDER.facts,
        "cancel_categories": ("1",),
        "cancel_reason": "1",
        "guardian_name": "赵样子",
        "guardian_relation": "3",
        "guardian_phone": "13809430007",
    },
)


def test_the_daughter_reports_the_death_and_is_addressed(world: World) -> None:
    paid, open_ = _two_subsidies(world)
    world.wait(days=9)
    cancelled = _reported(world)
    done = world.decide(cancelled, "cert_cancel", "conclude")
    says(done, "残疾人证注销:已办结", "重度残疾人护理补贴:补贴已停发", "困难残疾人生活补贴:已终止")
    assert world.states(paid) == {"care_subsidy": "stopped"}
    assert world.states(open_) == {"living_subsidy": "closed"}
    _told_in_writing(world, paid, open_, cancelled)
    _told_by_telephone(world, paid, open_, cancelled)
    _nothing_for_the_dead(world)


def test_a_guardianship_ends_with_the_ward(world: World) -> None:
    """The dead had 精神残疾: the mother signed as guardian, the daughter needs no guardian and is none."""
    ill = {
        **HOLDER.facts,
        "guardian_name": "钱样例",
        "guardian_relation": "5",
        "guardian_phone": "13809430006",
    }
    paid = world.take(replace(HOLDER, certificate=NUMBER + "62", facts=ill), "care_subsidy")
    says(world.paper(paid, "receipt"), "申请人王样本(监护人钱样例)")
    world.decide(paid, "care_subsidy", "conclude", amount="110")
    visit = world.visit(replace(REPORTED, facts={**REPORTED.facts, "cancel_categories": ("6",)}))
    visit.ask()
    visit.choose("cert_cancel")
    cancelled = visit.accept()
    assert [n.material.id for n in visit.case.needs if n.required] == []
    world.hear()
    says(world.paper(cancelled, "receipt"), f"申请人{DAUGHTER}")
    world.decide(cancelled, "cert_cancel", "conclude")
    for paper in (world.paper(paid, "termination"), world.paper(cancelled, "delivery_receipt")):
        says(paper, DAUGHTER)
        is_silent(paper, "钱样例", "监护人钱", "王样本的监护人")


def _two_subsidies(world: World) -> tuple[Application, Application]:
    """Care is paid from November on; living is asked for on 23 December and still open."""
    paid = world.take(HOLDER, "care_subsidy")
    world.decide(paid, "care_subsidy", "conclude", amount="110")
    world.tell(paid, "care_subsidy")
    world.hand_over(paid, "care_subsidy")
    world.wait(months=1)
    return paid, world.take(HOLDER, "living_subsidy")


def _reported(world: World) -> Application:
    visit = world.visit(replace(REPORTED, certificate=HOLDER.certificate))
    says(visit.held(), "重度残疾人护理补贴\n在领", "困难残疾人生活补贴\n办理中")
    visit.ask()
    visit.choose("cert_cancel")
    _offers_nothing(visit)
    says(visit.notice(), "持证人已去世,由亲属申请、签名", "正在发的两项补贴停发")
    made = visit.accept()
    world.hear()
    for paper in ("receipt", "form", "notice"):
        says(world.paper(made, paper), f"申请人{DAUGHTER}")
        is_silent(world.paper(made, paper), "一年内不得重新申请", "想找活干")
    says(world.paper(made, "receipt"), "本次没有收取材料", "持证人王样本")
    return made


def _offers_nothing(visit: Visit) -> None:
    """Everything but the cancellation is 不符合, and says nothing else of use to nobody."""
    others = [f for f in visit.case.findings if f.matter != "cert_cancel"]
    assert {f.outcome for f in others} == {Outcome.NOT}
    for finding in others:
        assert visit.said(finding.matter).startswith("持证人已经去世。登记有误的,请持户口簿到残联更正")
    is_silent(visit.notice(), "想找活干", "满一年后", "养老保险服务")


def _told_in_writing(world: World, paid: Application, open_: Application, cancelled: Application) -> None:
    """Every paper goes to the daughter; none says 你 of what the father applied for, or invites him again."""
    stopped, ended = world.paper(paid, "termination"), world.paper(open_, "termination")
    says(stopped, f"{DAUGHTER}:王样本于2026年11月23日申请并已享受的重度残疾人护理补贴", "持证人已经去世")
    says(ended, f"{DAUGHTER}:王样本于2026年12月23日提出、已经受理的困难残疾人生活补贴申请")
    for paper in (stopped, ended):
        says(paper, "王样本已去世,不用再申请", "申请行政复议")
        is_silent(paper, "再来本窗口申请", "满一年后", "重新申请不收取")
    says(world.paper(cancelled, "delivery_receipt"), DAUGHTER, "残疾人证注销登记")
    register = world.paper(cancelled, "collection_register")
    says(register, "残疾人证注销登记(持证人王样本)", f"{NUMBER}11注销于2027年1月1日赵样子")
    is_silent(register, f"{NUMBER}11王样本", "居民身份证")


def _told_by_telephone(world: World, *applications: Application) -> None:
    todos = world.todos()
    says(
        todos,
        f"告知{DAUGHTER}重度残疾人护理补贴停发",
        f"告知{DAUGHTER}困难残疾人生活补贴已终止",
        f"通知{DAUGHTER}领取残疾人证注销的结果",
    )
    for application in applications:
        world.tell(application, application.chosen[0], reached="3")
        says(world.card(application), "电话,亲属", f"联系\n{DAUGHTER}\n联系电话\n138****0007")
    world.hand_over(applications[-1], "cert_cancel")
    is_silent(world.todos(), "王样本")


def _nothing_for_the_dead(world: World) -> None:
    """A month later, by mistake or on purpose: the record takes nothing more."""
    world.wait(months=1)
    visit = world.visit(replace(HOLDER, certificate=""))
    says(visit.held(), "注销\n视力一级", "已停发")
    visit.ask()
    assert visit.asked == []
    assert {f.outcome for f in visit.case.findings} == {Outcome.NOT}
    _offers_nothing(visit)
    world.leave()
    says(world.found(NUMBER), "王样本持有什么", "注销", "已停发")
