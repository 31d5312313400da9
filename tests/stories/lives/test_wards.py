"""Wards: a child of nine with the father, an adult with the village committee (民法典第二十七至三十二条)."""

from desk_app.domain.applications import Application
from forms.schema import Value
from tests.people import id_number
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says

ASKED: dict[str, Value] = {
    "certificate_state": "0",
    "has_impairment": True,
    "cancelled_lately": False,
    "low_income": True,
    "other_benefits": ("0",),
    "willing_to_work": False,
    "pension_joined": False,
    "apply_categories": ("5",),
}
CHILD = Person(
    "张小样",
    id_number("20170405", "003"),
    facts={
        **ASKED,
        "guardian_name": "张大样",
        "guardian_relation": "5",
        "guardian_phone": "13809430005",
        "phone": "13809430005",
    },
)
VILLAGE = "水泉镇样例村民委员会"
ADULT = Person(
    "孙样例",
    facts={
        **ASKED,
        "guardian_kind": "2",
        "guardian_name": VILLAGE,
        "guardian_handler": "周样办",
        "guardian_phone": "13809430009",
    },
)
WANTED = ("cert_new", "living_subsidy", "care_subsidy")


def test_a_child_of_nine_applies_through_the_father(world: World) -> None:
    visit = world.visit(CHILD)
    visit.ask()
    assert not {"willing_to_work", "pension_joined"} & set(visit.asked)
    visit.choose(*WANTED)
    visit.fill()
    visit.hands.write("guardian_name", CHILD.name)
    visit.settle()
    assert (
        "姓名、电话都与申请人相同"
        in {p.element: p.message for p in visit.case.problems if p.blocks}["guardian_name"]
    )
    visit.hands.write("guardian_name", "张大样")
    made = visit.accept()
    world.hear()
    receipt = world.paper(made, "receipt")
    says(
        receipt,
        "申请人张小样(监护人张大样)",
        "身份证免提交—免提交;未满16周岁可以没有身份证",
        "监护人身份证复印件1份已收(复印件)",
    )
    says(world.paper(made, "form"), "张大样与申请人关系父母联系电话13809430005", "张小样(监护人张大样)")
    is_silent(world.paper(made, "form"), "婚否√是")
    _granted(world, made, CHILD.id_number + "52", "张大样(张小样的监护人)")
    says(world.paper(made, "certificate_page"), "张大样13809430005")
    world.tell(made, "cert_new", reached="2")
    says(world.card(made), "残疾人证新办:电话,监护人", "联系\n张大样(张小样的监护人)")


def test_a_village_committee_stands_in_for_an_adult_without_relatives(world: World) -> None:
    visit = world.visit(ADULT)
    visit.ask()
    visit.choose(*WANTED)
    made = visit.accept()
    assert "guardian_id" not in [n.material.id for n in visit.case.needs if n.required]
    world.hear()
    named = f"孙样例(监护人{VILLAGE},经办人周样办)"
    says(world.paper(made, "receipt"), f"申请人{named}", "监护人是单位的没有身份证", "看过即还,不作要求")
    says(
        world.paper(made, "form"), f"{VILLAGE}(经办人周样办)", "与申请人关系村(居)民委员会", f"申请人{named}"
    )
    says(world.paper(made, "notice"), f"申请人{named}")
    _granted(world, made, ADULT.id_number + "52", f"{VILLAGE}(孙样例的监护人,经办人周样办)")
    says(world.paper(made, "certificate_page"), f"{VILLAGE}13809430009")
    world.tell(made, "cert_new", reached="4")
    says(world.card(made), "残疾人证新办:电话,村(社区)", f"联系\n{VILLAGE}", "联系电话\n138****0009")


def _granted(world: World, made: Application, number: str, recipient: str) -> None:
    """Assessed as 智力二级: certificate and both subsidies go to the guardian."""
    world.decide(made, "cert_new", "conclude", assessed=[{"category": "5", "grade": "2"}])
    assert world.states(made) == {
        "cert_new": "concluded",
        "living_subsidy": "accepted",
        "care_subsidy": "accepted",
    }
    world.decide(made, "living_subsidy", "conclude", amount="120")
    world.decide(made, "care_subsidy", "conclude", amount="110")
    for paper in ("delivery_receipt", "collection_register"):
        says(world.paper(made, paper), number, "智力二级", "每月120元", "每月110元")
    says(world.paper(made, "delivery_receipt"), recipient)
    taker = recipient.partition("(")[0]
    says(world.paper(made, "collection_register"), taker, f"(持证人{made.name}){number}智力二级")
    says(world.paper(made, "retype"), number, "智力二级")
    says(world.found(number), "有效\n智力二级")
