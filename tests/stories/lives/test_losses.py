"""A certificate that is lost, and lost again (办法第二十条)."""

from collections.abc import Mapping

from desk_app.domain.applications import Application
from forms.schema import Outcome, Value
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

NUMBER = Person().id_number + "42"
SUBSIDIES = ("living_subsidy", "care_subsidy")
FACTS: Mapping[str, Value] = {
    "certificate_state": "2",
    "certificate_lost": True,
    "low_income": True,
    "other_benefits": ("0",),
    "willing_to_work": False,
    "pension_joined": False,
}


def test_each_time_it_is_lost_the_next_number_is_issued(world: World) -> None:
    first = _first_loss(world)
    _is_issued_as_b1(world, first)
    world.wait(months=6, days=1)
    second = _second_loss(world)
    _is_issued_as_b2(world, second)


def test_subsidies_that_are_paid_go_on_while_it_is_issued_again(world: World) -> None:
    subsidies = world.take(Person(certificate=NUMBER, facts={**FACTS, "certificate_state": "1"}), *SUBSIDIES)
    for matter in SUBSIDIES:
        world.decide(subsidies, matter, "conclude", amount="100")
    world.wait(months=1)
    lost = world.take(Person(certificate=NUMBER, facts=FACTS), "cert_lost")
    says(world.found(NUMBER), "2542挂失", "困难残疾人生活补贴在领", "重度残疾人护理补贴在领")
    done = world.decide(lost, "cert_lost", "conclude", expires_on="2030-05-05")
    is_silent(done, "停发")
    assert world.states(subsidies) == dict.fromkeys(SUBSIDIES, "concluded")
    told = world.found(NUMBER + "B1")
    says(told, "42B1有效", "困难残疾人生活补贴在领", "重度残疾人护理补贴在领")
    is_silent(world.todos(), "停发", "终止")


def _first_loss(world: World) -> Application:
    """What is lost is said at the window, which offers 补办 and nothing that needs the paper."""
    visit = world.visit(Person(certificate=NUMBER, facts=FACTS))
    visit.ask()
    assert visit.finding("cert_lost").outcome is Outcome.APPLIES
    for matter in ("cert_renew", "cert_move", "cert_change", "cert_new"):
        assert visit.finding(matter).outcome is Outcome.NOT
        says(visit.said(matter), "请勾选“残疾人证挂失补办”")
    visit.choose("cert_lost")
    visit.fill()
    says(
        visit.paper("loss_statement", lost_on="2026-11-20", lost_where="在班车上丢失"),
        f"证号:{NUMBER}",
        "于2026年11月20日遗失。遗失的地点和经过:在班车上丢失",
        "现声明该残疾人证作废",
    )
    first = visit.accept()
    world.hear()
    return first


def _is_issued_as_b1(world: World, first: Application) -> None:
    until = {"expires_on": "2030-05-05"}
    for wrong in ("", "B2"):
        told = world.refused(first, "cert_lost", "conclude", certificate_number=NUMBER + wrong, **until)
        says(told, f"补办的证号应为{NUMBER}B1,现在是{NUMBER + wrong}")
    is_silent(world.card(first), "结果:")
    world.decide(first, "cert_lost", "conclude", **until)
    says(world.card(first), "42B1", "肢体二级", "有效期至2030年5月5日")
    for paper in ("certificate_page", "delivery_receipt", "retype"):
        says(world.paper(first, paper), NUMBER + "B1", "肢体二级", "2030年5月5日")
    world.tell(first, "cert_lost")
    world.hand_over(first, "cert_lost")
    says(world.card(first), "残疾人证挂失补办的结果已送达")


def _second_loss(world: World) -> Application:
    """Half a year later the book says 有效; the person says it is lost again, and that counts."""
    visit = world.visit(Person(facts=FACTS))
    says(visit.held(), "42B1有效肢体二级,有效期至2030年5月5日区县记录", "已换新证")
    visit.choose("cert_lost")
    assert "certificate_lost" in visit.asked
    assert visit.finding("cert_lost").outcome is Outcome.APPLIES
    visit.fill()
    statement = visit.paper("loss_statement")
    says(statement, f"证号:{NUMBER}B1)于年月日遗失")
    is_silent(statement, f"{NUMBER})", f"{NUMBER}B2")
    second = visit.accept()
    world.hear()
    says(world.paper(second, "notice"), "残疾人证挂失补办●符合")
    says(world.paper(second, "receipt"), "2027年5月24日(星期一)")
    return second


def _is_issued_as_b2(world: World, second: Application) -> None:
    for wrong in ("", "B1", "B3"):
        told = world.refused(second, "cert_lost", "conclude", certificate_number=NUMBER + wrong)
        says(told, f"补办的证号应为{NUMBER}B2")
    world.decide(second, "cert_lost", "conclude")
    for paper in ("certificate_page", "delivery_receipt", "retype"):
        says(world.paper(second, paper), NUMBER + "B2", "肢体二级", "2030年5月5日", "2027年5月24日")
        is_silent(world.paper(second, paper), NUMBER + "B1")
    for number in (NUMBER, NUMBER + "B1", NUMBER + "B2"):
        says(world.found(number), "张样例持有什么", "42B2有效", "42B1已换新证", "2542已换新证")
    says(world.todos(), "通知张样例…0025领取残疾人证挂失补办的结果")
