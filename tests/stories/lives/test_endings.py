"""A certificate given up for recovery, and a new one more than a year later (办法第二十四条)."""

from collections.abc import Mapping
from dataclasses import replace

from desk_app.domain.applications import Application
from forms.schema import Outcome, Value
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

NUMBER = Person().id_number + "42"
FACTS: Mapping[str, Value] = {
    "certificate_state": "1",
    "has_impairment": True,
    "registered_here": True,
    "low_income": True,
    "other_benefits": ("0",),
    "willing_to_work": True,
    "able_to_work": True,
    "pension_joined": True,
    "cancel_reason": "2",
    "cancel_categories": ("4",),
    "apply_categories": ("4",),
}
HOLDER = Person(certificate=NUMBER, facts=FACTS)
LATER = replace(HOLDER, certificate="")
SUBSIDIES = ("living_subsidy", "care_subsidy")
CARRIED = ("cert_renew", "cert_move", "cert_lost", "cert_cancel", "cert_change", *SUBSIDIES, "pension")
"""What asks for a certificate."""


def test_given_up_it_ends_what_hangs_on_it_and_a_year_later_a_new_one_is_taken(world: World) -> None:
    subsidies = world.take(HOLDER, *SUBSIDIES)
    world.decide(subsidies, "living_subsidy", "conclude", amount="120")
    world.wait(months=1)
    cancelled = _given_up(world)
    _the_subsidies_end(world, subsidies, cancelled)
    world.wait(days=1)
    _the_next_day(world)
    world.wait(months=12, days=-1)
    _on_the_day(world)
    world.wait(days=1)
    _is_new_again(world)


def test_whose_number_was_not_typed_again_is_written_down_from_the_records(world: World) -> None:
    world.take(HOLDER, "employment", employed=True)
    world.wait(days=7)
    visit = world.visit(LATER)
    says(visit.held(), "2542未经核实肢体二级")
    visit.choose("cert_cancel")
    cancelled = visit.accept()
    world.hear()
    world.decide(cancelled, "cert_cancel", "conclude")
    for paper in ("retype", "delivery_receipt"):
        says(world.paper(cancelled, paper), NUMBER)
    says(world.found(NUMBER), "2542注销肢体二级")


def _given_up(world: World) -> Application:
    visit = world.visit(HOLDER)
    visit.choose("cert_cancel")
    says(visit.notice(), "残疾人证换领不能同时办", "注销后一年内不得重新申请")
    cancelled = visit.accept()
    world.hear()
    says(world.paper(cancelled, "form"), "√康复脱残", "√注销")
    says(world.paper(cancelled, "receipt"), "注销后一年内不得重新申请")
    return cancelled


def _the_subsidies_end(world: World, subsidies: Application, cancelled: Application) -> None:
    """What was paid stops and what was open ends, each with a to-do; one paper tells of both."""
    done = world.decide(cancelled, "cert_cancel", "conclude")
    says(done, "困难残疾人生活补贴:补贴已停发", "重度残疾人护理补贴:已终止")
    assert world.states(subsidies) == {"living_subsidy": "stopped", "care_subsidy": "closed"}
    todos = world.todos()
    says(todos, "告知张样例…0025困难残疾人生活补贴停发", "告知张样例…0025重度残疾人护理补贴已终止")
    says(todos, "通知张样例…0025领取残疾人证注销的结果")
    paper = world.paper(subsidies, "termination")
    says(
        paper,
        "困难残疾人生活补贴、重度残疾人护理补贴,因下列原因终止办理,其中已经在发的停止发放",
        "“残疾人证注销”已办结。残疾人证已经注销,不能领取生活补贴",
        "注销满一年后,可以申请“残疾人证新办”",
        "六十日内",
    )
    is_silent(paper, "已享受的困难残疾人生活补贴、重度残疾人护理补贴")
    says(world.paper(subsidies, "receipt"), "1困难残疾人生活补贴补贴已停发", "2重度残疾人护理补贴已终止")
    for matter in SUBSIDIES:
        world.tell(subsidies, matter)
    says(world.paper(cancelled, "delivery_receipt"), "残疾人证注销登记", NUMBER)
    says(world.paper(cancelled, "retype"), NUMBER, "肢体二级")
    assert "certificate_page" not in world.papers(cancelled)
    world.tell(cancelled, "cert_cancel")
    world.hand_over(cancelled, "cert_cancel")
    is_silent(world.todos(), "张样例")


def _the_next_day(world: World) -> None:
    """Nothing that asks for a certificate is taken, 新办 for a year neither; work does not ask for one."""
    visit = world.visit(LATER)
    says(visit.held(), "2542注销肢体二级", "已停发2026年11月起,每月120元,2026年12月23日停发")
    visit.ask()
    assert not {"certificate_state", "grade", "categories", "low_income"} & set(visit.asked)
    shown = visit.notice()
    for matter in (*CARRIED, "cert_new"):
        assert visit.finding(matter).outcome is Outcome.NOT
        is_silent(visit.said(matter), "勾选")
    says(shown, "注销残疾人证后一年内不能重新申请", "残疾人证已经注销,不能领取护理补贴")
    assert visit.finding("employment").outcome is Outcome.APPLIES
    world.leave()


def _on_the_day(world: World) -> None:
    """The day itself is not counted: the year ends with the same day (民法典第二百零一条)."""
    assert world.today.isoformat() == "2027-12-23"
    visit = world.visit(LATER)
    visit.ask()
    assert visit.finding("cert_new").outcome is Outcome.NOT
    world.leave()


def _is_new_again(world: World) -> None:
    visit = world.visit(LATER)
    visit.choose("cert_new", "living_subsidy")
    assert visit.finding("cert_new").outcome is Outcome.APPLIES
    assert visit.finding("pension").waits_for == "cert_new"
    new = visit.accept()
    world.hear()
    done = world.decide(new, "cert_new", "conclude", assessed=[{"category": "4", "grade": "3"}])
    says(done, "困难残疾人生活补贴:部门已受理")
    for paper in ("certificate_page", "delivery_receipt", "retype"):
        says(world.paper(new, paper), NUMBER[:18] + "43", "肢体三级", "2027年12月24日", "2037年12月24日")
        is_silent(world.paper(new, paper), NUMBER)
    says(world.found(NUMBER), "2543有效肢体三级", "2542注销", "已停发", "办理中")
