"""多重残疾 with 精神: two categories assessed, renewed nine years later (办法第十三、十九条)."""

from desk_app.domain.applications import Application
from forms.schema import Outcome
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

PERSON = Person(
    facts={
        "certificate_state": "0",
        "has_impairment": True,
        "cancelled_lately": False,
        "low_income": False,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
        "apply_categories": ("4", "6"),
        "renew_reason": "2",
    }
)
NUMBER = PERSON.id_number + "72"
LIMB, MIND = {"category": "4", "grade": "3"}, {"category": "6", "grade": "2"}
ASSESSED = "多重二级(肢体三级、精神二级)"


def test_two_categories_are_one_number_with_the_heaviest_grade(world: World) -> None:
    first = _assessed_in_two(world)
    world.wait(months=9 * 12 + 6)
    again = _renewed_by_the_guardian(world)
    world.decide(again, "cert_renew", "conclude")
    for paper in ("certificate_page", "retype", "delivery_receipt", "collection_register"):
        says(world.paper(again, paper), NUMBER, "肢体三级、精神二级", "2046年5月23日")
    is_silent(world.paper(again, "certificate_page"), "2036年11月23日")
    says(world.paper(first, "delivery_receipt"), "有效期至2036年11月23日")


def _assessed_in_two(world: World) -> Application:
    made = world.take(PERSON, "cert_new", "care_subsidy")
    says(world.paper(made, "form"), "√肢体□智力√精神", "张样例(监护人李样例)")
    says(
        world.refused(made, "cert_new", "conclude", assessed=[LIMB, MIND], grade="3"),
        "残疾等级写的是3级,证号是2级",
    )
    says(world.refused(made, "cert_new", "conclude", assessed=[LIMB, LIMB]), "同一类只写一行")
    world.decide(made, "cert_new", "conclude", assessed=[LIMB, MIND])
    assert world.states(made) == {"cert_new": "concluded", "care_subsidy": "accepted"}
    says(world.paper(made, "certificate_page"), NUMBER, "多重二级", "肢体三级、精神二级", "李样例")
    says(world.paper(made, "retype"), ASSESSED, NUMBER, "2036年11月23日")
    says(world.paper(made, "delivery_receipt"), "李样例(张样例的监护人)", ASSESSED)
    world.decide(made, "care_subsidy", "conclude", amount="110")
    return made


def _renewed_by_the_guardian(world: World) -> Application:
    """The holder is an adult, and 精神 stands in 多重: the guardian's card is asked for."""
    visit = world.visit(PERSON)
    says(visit.held(), "有效\n肢体三级、精神二级,有效期至2036年11月23日", "每月110元")
    visit.ask()
    assert not {"certificate_state", "categories", "grade", "certificate_until"} & set(visit.asked)
    visit.choose("cert_renew")
    assert visit.outcomes()["cert_renew"] is Outcome.APPLIES
    says(visit.notice(), "监护人身份证\n还缺", "肢体、精神")
    again = visit.accept()
    assert "guardian_id" in [n.material.id for n in visit.case.needs if n.required]
    world.hear()
    receipt = world.paper(again, "receipt")
    says(receipt, "张样例(监护人李样例)", "监护人身份证")
    says(world.paper(again, "retype"), "办结后录入")
    return again
