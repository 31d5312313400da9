"""A grade that changes while a subsidy hangs on it (办法第二十二条; 52号文三)."""

from desk_app.domain.applications import Application
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

FOUR, TWO = Person().id_number + "44", Person().id_number + "42"
UNTIL = "2031-03-12"
OF_PICTURES = {"id_copy", "photo_sheet", "photo_six"}
"""Papers made of pictures alone, which this visit did not take."""
HOLDER = Person(
    certificate=FOUR,
    facts={
        "certificate_state": "1",
        "low_income": False,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
        "apply_categories": ("4",),
    },
)


def assessed(grade: str) -> list[dict[str, str]]:
    return [{"category": "4", "grade": grade}]


def test_a_worse_limb_brings_the_care_subsidy_and_a_better_one_ends_it(world: World) -> None:
    first = world.take(HOLDER, "cert_change", "care_subsidy")
    _waits_with_the_change(world, first)
    _goes_on_with_grade_two(world, first)
    _is_paid_and_handed_over(world, first)
    world.wait(months=1)
    second = _comes_again(world)
    _the_subsidy_stops(world, first, second)


def _waits_with_the_change(world: World, first: Application) -> None:
    assert world.states(first) == {"cert_change": "taken", "care_subsidy": "held"}
    says(world.card(first), "重度残疾人护理补贴", "随证待审(停表)", "等“残疾类别/等级变更”结果")
    says(world.paper(first, "receipt"), "已收件,等“残疾类别/等级变更”结果,期间停止计时")
    says(world.paper(first, "notice"), "评定为一级或二级的可以领取,等本次评定结果")
    assert not {"certificate_page", "delivery_receipt", "termination"} & set(world.papers(first))


def _goes_on_with_grade_two(world: World, first: Application) -> None:
    done = world.decide(first, "cert_change", "conclude", assessed=assessed("2"), expires_on=UNTIL)
    says(done, "残疾类别/等级变更:已办结", "重度残疾人护理补贴:部门已受理")
    assert world.states(first) == {"cert_change": "concluded", "care_subsidy": "accepted"}
    says(world.card(first), "肢体二级", "2026年11月23日发证", "有效期至2031年3月12日")
    says(world.todos(), "通知张样例…0025领取残疾类别/等级变更的结果")
    for paper in ("certificate_page", "delivery_receipt", "retype", "collection_register"):
        says(world.paper(first, paper), TWO, "肢体二级", "2031年3月12日")
    for paper in sorted(set(world.papers(first)) - OF_PICTURES):
        is_silent(world.paper(first, paper), FOUR, "肢体四级")


def _is_paid_and_handed_over(world: World, first: Application) -> None:
    world.decide(first, "care_subsidy", "conclude", amount="110")
    says(world.card(first), "计发2026年11月起、每月110元")
    says(world.paper(first, "delivery_receipt"), TWO, "计发2026年11月起、每月110元")
    for matter in ("cert_change", "care_subsidy"):
        world.tell(first, matter)
        says(world.todos(), "已经告知,领取或邮寄后登记送达")
        world.hand_over(first, matter)
    is_silent(world.todos(), "张样例")
    says(world.card(first), "残疾类别/等级变更的结果已送达,领取人张样例(本人)")
    for number in (FOUR, TWO):
        told = world.found(number)
        says(told, "张样例持有什么", "有效\n肢体二级", "已换新证\n肢体四级", "在领\n2026年11月起,每月110元")


def _comes_again(world: World) -> Application:
    """The person shows a copy of the old card; the window knows the new one, and asks nothing of it."""
    visit = world.visit(HOLDER)
    says(visit.held(), "有效\n肢体二级", "区县记录", "在领\n2026年11月起,每月110元")
    visit.ask()
    says(visit.held(), "录入的****************2544是以前的证号;现在的证号是****************2542,按记录办理")
    assert not {"certificate_state", "grade", "categories"} & set(visit.asked)
    says(visit.said("care_subsidy"), "这项补贴已经在发,不用再申请")
    visit.choose("cert_change")
    second = visit.accept()
    world.hear()
    is_silent(world.paper(second, "form"), FOUR)
    return second


def _the_subsidy_stops(world: World, first: Application, second: Application) -> None:
    done = world.decide(second, "cert_change", "conclude", assessed=assessed("4"))
    says(done, "重度残疾人护理补贴:补贴已停发", "残疾等级不是一级或二级")
    assert world.states(first)["care_subsidy"] == "stopped"
    says(world.card(first), "补贴已停发", "重度残疾人护理补贴停发。“残疾类别/等级变更”已办结")
    says(world.todos(), "告知张样例…0025重度残疾人护理补贴停发", "残疾等级不是一级或二级")
    says(
        world.paper(first, "termination"),
        "终止办理通知书",
        "张样例:你于2026年11月23日申请并已享受的重度残疾人护理补贴,因下列原因停止发放",
        "残疾等级不是一级或二级,不在护理补贴的范围内",
        "国发〔2015〕52号",
        "六十日内向白银市平川区人民政府申请行政复议",
        "2026年12月23日",
    )
    for paper in ("certificate_page", "delivery_receipt", "retype"):
        says(world.paper(second, paper), FOUR, "肢体四级", "2026年12月23日", "2031年3月12日")
        is_silent(world.paper(second, paper), TWO, "肢体二级")
    world.tell(first, "care_subsidy", "停发的原因和复议的办法")
    todos = world.todos()
    is_silent(todos, "停发")
    says(todos, "通知张样例…0025领取残疾类别/等级变更的结果")
    says(world.found(TWO), "有效\n肢体四级", "已停发")
