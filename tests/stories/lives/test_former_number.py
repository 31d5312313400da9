"""A certificate on an identity number that was corrected: renewed on the present one (办法第五条)."""

from dataclasses import replace

from desk_app.domain.applications import Application
from forms.schema import Outcome
from tests.people import id_number
from tests.stories.lives.visit import Person, Visit
from tests.stories.lives.world import World, says

OLD, PRESENT = id_number("19810312", "004"), id_number("19810312", "002")
PERSON = Person(
    id_number=PRESENT,
    certificate=OLD + "42",
    facts={
        "certificate_state": "1",
        "certificate_until": "2027-03-01",
        "low_income": False,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
        "renew_reason": "3",
        "former_number": "1",
    },
)


def test_a_corrected_number_is_renewed_and_both_find_the_person(world: World) -> None:
    visit = world.visit(PERSON)
    _settles_nothing_before_the_reason(visit)
    made = _confirmed(visit)
    world.hear()
    stranger = id_number("19900101", "004")
    says(
        world.refused(made, "cert_renew", "conclude", certificate_number=stranger + "42"),
        "前18位不是这个人的身份证号",
    )
    world.decide(made, "cert_renew", "conclude")
    for paper in ("certificate_page", "retype", "delivery_receipt", "collection_register"):
        says(world.paper(made, paper), PRESENT + "42", "肢体二级", "2036年11月23日")
    _found_by_both(world)


def _settles_nothing_before_the_reason(visit: Visit) -> None:
    says(visit.held(), "证号与身份证号不同的原因", "身份证号更正过,证上还是老号码", "未经核实")
    blocking = {p.element: p.message for p in visit.case.problems if p.blocks}
    says(blocking["certificate_number"], "前18位与身份证号不一致", "请选证号不同的原因")
    visit.ask()
    assert visit.outcomes()["care_subsidy"] is Outcome.MAY, "another's number tells no grade"


def _confirmed(visit: Visit) -> Application:
    visit.hands.click("step-1")
    visit.give("former_number")
    visit.settle()
    assert "certificate_number" not in {p.element for p in visit.case.problems if p.blocks}
    visit.ask()
    visit.choose("cert_renew")
    assert visit.outcomes()["cert_renew"] is Outcome.APPLIES
    return visit.accept()


def _found_by_both(world: World) -> None:
    """By either identity number and either certificate, at the window, at the county, and at step 1."""
    for number in (OLD, PRESENT, OLD + "42", PRESENT + "42"):
        says(world.found(number), "张样例持有什么", "有效\n肢体二级,有效期至2036年11月23日", "已换新证")
    assert world.county.book.history(OLD).matters == world.county.book.history(PRESENT).matters
    world.wait(months=1)
    for number in (OLD, PRESENT):
        visit = world.visit(replace(PERSON, id_number=number, certificate=""))
        says(visit.held(), "有效\n肢体二级,有效期至2036年11月23日", "已换新证", "区县记录")
        world.leave()
