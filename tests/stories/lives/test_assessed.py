"""A first certificate asked for with both subsidies: assessed as three, or not as a disability at all."""

from collections.abc import Mapping

from desk_app.domain.applications import Application
from forms.schema import Outcome, Value
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

FACTS: Mapping[str, Value] = {
    "certificate_state": "0",
    "has_impairment": True,
    "registered_here": True,
    "low_income": True,
    "other_benefits": ("0",),
    "willing_to_work": False,
    "pension_joined": True,
    "cancelled_lately": False,
    "apply_categories": ("4",),
}
PERSON = Person(facts=FACTS)
NUMBER = PERSON.id_number + "43"
SUBSIDIES = ("living_subsidy", "care_subsidy")


def test_assessed_as_three_one_subsidy_goes_on_and_the_other_ends(world: World) -> None:
    asked = _is_being_assessed(world)
    _is_assessed_as_three(world, asked)
    _the_end_is_told(world, asked)
    _the_other_is_paid(world, asked)
    _the_next_visit_knows_it(world)


def test_refused_after_assessment_both_subsidies_end(world: World) -> None:
    asked = _is_being_assessed(world)
    _is_refused(world, asked)
    _is_handed_the_reasons(world, asked)
    world.wait(days=1)
    _asks_again(world)


def _is_being_assessed(world: World) -> Application:
    """Two weeks of 评定 and 公示 are not counted, neither for what waits for them."""
    asked = world.take(PERSON, "cert_new", *SUBSIDIES)
    for act in ("accept", "assess"):
        world.decide(asked, "cert_new", act)
    world.wait(days=14)
    says(
        world.card(asked),
        "评定/公示中(停表)",
        "停表(残疾评定和公示),已用0个工作日",
        "停表(等证件结果),已用0个工作日",
    )
    says(world.paper(asked, "receipt"), "3重度残疾人护理补贴已收件,等“残疾人证新办”结果,期间停止计时")
    return asked


# ---- assessed as three ---------------------------------------------------------------------------


def _is_assessed_as_three(world: World, asked: Application) -> None:
    for category, grade in (("4", "9"), ("9", "3")):
        wrong = [{"category": category, "grade": grade}]
        says(world.refused(asked, "cert_new", "conclude", assessed=wrong), "评定的类别填1至6", "等级填1至4")
    done = world.decide(asked, "cert_new", "conclude", assessed=[{"category": "4", "grade": "3"}])
    says(done, "困难残疾人生活补贴:部门已受理", "重度残疾人护理补贴:已终止", "残疾等级不是一级或二级")
    says(world.card(asked), "肢体三级、2026年12月7日发证、有效期至2036年12月7日", "剩13个工作日")
    for paper in ("certificate_page", "delivery_receipt", "retype", "collection_register"):
        says(world.paper(asked, paper), NUMBER, "肢体三级", "2026年12月7日", "2036年12月7日")
    is_silent(world.paper(asked, "delivery_receipt"), "重度残疾人护理补贴")
    says(
        world.paper(asked, "receipt"),
        "2困难残疾人生活补贴平川区民政局(0943-6600002)办理",
        "3重度残疾人护理补贴已终止",
    )


def _the_end_is_told(world: World, asked: Application) -> None:
    """It stays a to-do until somebody was reached; the paper says why, by which clause, and what then."""
    says(world.todos(), "告知张样例…0025重度残疾人护理补贴已终止", "残疾等级不是一级或二级")
    says(
        world.paper(asked, "termination"),
        "你于2026年11月23日提出、已经受理的重度残疾人护理补贴申请,因下列原因终止办理",
        "残疾等级不是一级或二级,不在护理补贴的范围内",
        "《国务院关于全面建立困难残疾人生活补贴和重度残疾人护理补贴制度的意见》(国发〔2015〕52号)二(一)",
        "残疾情况加重的,可以申请“残疾类别/等级变更”",
        "户口簿、身份证、银行卡(一卡通)的复印件,照片的扫描件随本次申请存档",
        "六十日内向白银市平川区人民政府申请行政复议",
    )
    is_silent(world.paper(asked, "termination"), "困难残疾人生活补贴、", "停止发放")
    world.tell(asked, "care_subsidy", reached="0")
    todos = world.todos()
    says(todos, "告知张样例…0025重度残疾人护理补贴已终止", "本次申请终止。已联系1次,没有联系上")
    world.tell(asked, "care_subsidy", "为什么终止、以后怎样办")
    is_silent(world.todos(), "重度残疾人护理补贴")
    says(world.card(asked), "重度残疾人护理补贴:电话,本人,为什么终止、以后怎样办")


def _the_other_is_paid(world: World, asked: Application) -> None:
    """It is paid from the month in which it was asked for, not that of the certificate."""
    world.decide(asked, "living_subsidy", "conclude", amount="110")
    says(world.paper(asked, "delivery_receipt"), NUMBER, "计发2026年11月起、每月110元")


def _the_next_visit_knows_it(world: World) -> None:
    visit = world.visit(PERSON)
    says(visit.held(), "2543有效肢体三级", "困难残疾人生活补贴在领2026年11月起,每月110元")
    visit.ask()
    assert not {"certificate_state", "has_impairment", "grade"} & set(visit.asked)
    says(visit.said("care_subsidy"), "残疾等级不是一级或二级", "可以申请“残疾类别/等级变更”")
    says(visit.said("living_subsidy"), "这项补贴已经在发")
    assert visit.finding("cert_new").outcome is Outcome.NOT
    assert visit.finding("cert_change").outcome is Outcome.APPLIES
    world.leave()


# ---- refused -------------------------------------------------------------------------------------


def _is_refused(world: World, asked: Application) -> None:
    done = world.decide(asked, "cert_new", "refuse", text="经评定,不符合残疾标准")
    says(done, "困难残疾人生活补贴:已终止", "重度残疾人护理补贴:已终止")
    assert world.states(asked) == {"cert_new": "refused", **dict.fromkeys(SUBSIDIES, "closed")}
    says(
        world.paper(asked, "not_approved"),
        "1残疾人证新办经评定,不符合残疾标准",
        "《残疾人证管理办法》(残联发〔2017〕34号)",
        "十个工作日内,向白银市残疾人联合会申请重新评定(《残疾人证管理办法》第二十五条)",
        "六十日内向白银市平川区人民政府申请行政复议",
        "在六个月内依法向白银市平川区人民法院提起行政诉讼",
        "2026年12月7日",
    )
    says(
        world.paper(asked, "termination"),
        "已经受理的困难残疾人生活补贴、重度残疾人护理补贴申请,因下列原因终止办理",
        "领取护理补贴要先有残疾人证",
        "以后“残疾人证新办”办成的,可以再来申请",
    )
    says(world.paper(asked, "retype"), "残疾人证号没有发证")
    says(world.paper(asked, "receipt"), "1残疾人证新办不予批准", "2困难残疾人生活补贴已终止")
    assert not {"certificate_page", "delivery_receipt"} & set(world.papers(asked))


def _is_handed_the_reasons(world: World, asked: Application) -> None:
    """Told by telephone it still has to be handed over in writing (行政许可法第三十二条第二款)."""
    todos = world.todos()
    says(todos, "告知张样例…0025残疾人证新办不予批准", "告知张样例…0025困难残疾人生活补贴已终止")
    for matter in ("cert_new", *SUBSIDIES):
        world.tell(asked, matter)
    says(world.todos(), "把残疾人证新办不予批准决定书交给张样例…0025", "全部1")
    world.act(asked, "cert_new", "notify")
    says(world.todos(), "全部0")
    says(world.card(asked), "残疾人证新办不予批准,已书面告知申请人,领取人张样例(本人)")


def _asks_again(world: World) -> None:
    """Nothing bars a new application: the year of 办法第二十四条 is for who gave a certificate up."""
    visit = world.visit(PERSON)
    says(visit.held(), "没有记录")
    visit.ask()
    assert "cancelled_lately" not in visit.asked
    for matter in (*SUBSIDIES, "cert_renew", "cert_move", "cert_lost", "cert_cancel", "cert_change"):
        assert visit.finding(matter).outcome is Outcome.NOT
    visit.choose("cert_new", *SUBSIDIES)
    assert visit.finding("cert_new").outcome is Outcome.APPLIES
    again = visit.accept()
    world.hear()
    assert world.states(again) == {"cert_new": "taken", **dict.fromkeys(SUBSIDIES, "held")}
