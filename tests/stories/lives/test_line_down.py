"""The county can not be reached: the window judges by its own book, and the county has the last word."""

from typing import Any

from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application, SendState
from desk_app.domain.events import Who
from forms.procedures import DEPARTMENT
from forms.schema import Outcome
from tests.stories.lives.visit import Person, Visit
from tests.stories.lives.world import World, is_silent, says

HOLDER = Person(
    certificate=Person().id_number + "42",
    facts={
        "certificate_state": "1",
        "low_income": True,
        "other_benefits": ("0",),
        "willing_to_work": False,
        "pension_joined": False,
    },
)
MOVED = "记录里残疾人证已经随户口迁出,由迁入地办理"


def test_a_decision_made_meanwhile_is_known_later_and_nothing_is_lost(world: World) -> None:
    care = world.take(HOLDER, "care_subsidy")
    world.county.down = True
    _decide(world, care, "care_subsidy", "conclude", amount="110")
    visit = _judged_alone(world, "重度残疾人护理补贴\n办理中")
    says(visit.said("care_subsidy"), "同一事项已经受理,正在办理")
    living = _taken(world, visit)
    is_silent(world.card(care), "已办结", "每月110元")
    world.county.down = False
    world.hear()
    assert _state(world, living) == SendState.DELIVERED
    assert world.states(care) == {"care_subsidy": "concluded"}
    assert world.states(living) == {"living_subsidy": "taken"}
    says(world.card(care), "已办结", "计发2026年11月起、每月110元")
    says(world.card(living), "已送达", "已送达区县,办件编号")
    says(world.todos(), "通知张样例…0025领取重度残疾人护理补贴的结果")
    says(world.paper(care, "delivery_receipt"), "计发2026年11月起、每月110元")


def test_what_the_county_knows_better_is_refused_with_its_sentence(world: World) -> None:
    care = world.take(HOLDER, "care_subsidy")
    world.decide(care, "care_subsidy", "conclude", amount="110")
    world.county.down = True
    _mark(world, "move_away", "户口迁到靖远县")
    visit = _judged_alone(world, "重度残疾人护理补贴\n在领")
    living = _taken(world, visit)
    world.county.down = False
    world.hear()
    _refused(world, living)
    says(world.card(care), "补贴已停发", "“残疾人证”已迁出")
    says(world.paper(care, "termination"), "申请并已享受的重度残疾人护理补贴", MOVED)
    _taken_when_it_came_back(world, care)


def _decide(world: World, application: Application, matter: str, act: str, **values: Any) -> None:
    """A department decides; no window hears of it."""
    world.county.book.decide(application.number, Ruling(matter, act, values, "演示审核人"), world.clock.now())


def _mark(world: World, act: str, reason: str) -> None:
    who = Who("演示审核人", DEPARTMENT, "平川区残联")
    world.county.book.mark(HOLDER.id_number, act, reason, who, world.clock.now())


def _judged_alone(world: World, held: str) -> Visit:
    """A visit with the line down: step 1 says by what it judges."""
    visit = world.visit(HOLDER)
    says(visit.held(), held, "区县没有回答,按09:15区县的答复和本窗口的记录")
    visit.ask()
    assert visit.outcomes()["living_subsidy"] is Outcome.APPLIES
    return visit


def _taken(world: World, visit: Visit) -> Application:
    """Accepted without a line: number, receipt and days are there, the letter waits."""
    visit.choose("living_subsidy")
    made = visit.accept()
    assert _state(world, made) == SendState.WAITING
    says(world.paper(made, "receipt"), made.number, "困难残疾人生活补贴", "2026年12月10日(星期四)前")
    says(world.card(made), "待上传", "区县收到后给出")
    return made


def _state(world: World, application: Application) -> SendState:
    (letter,) = world.parts.store.outbox.letters(application.subject)
    return letter.state


def _refused(world: World, living: Application) -> None:
    """The clerk reads the county's reason; what was typed and handed in is all there."""
    assert _state(world, living) == SendState.REFUSED
    assert world.county.book.case(living.number) is None
    says(world.card(living), "被退回", "“困难残疾人生活补贴”目前不符合", MOVED)
    says(world.todos(), "改正张样例…0025被退回的申请")
    kept = world.at_desk(living)
    assert kept.answers == living.answers
    assert kept.copies == living.copies
    says(world.paper(living, "receipt"), living.number, "困难残疾人生活补贴区县没有收下", "银行卡(一卡通)")
    says(world.found(living.number), "张样例")


def _taken_when_it_came_back(world: World, care: Application) -> None:
    visit = world.visit(HOLDER)
    says(visit.held(), "迁出\n肢体二级,原因:户口迁到靖远县", "区县记录")
    visit.ask()
    says(visit.said("living_subsidy"), MOVED, "残疾人证迁移")
    says(world.paper(care, "termination"), "户口迁回本区的,可以申请“残疾人证迁移”")
    world.leave()
    _mark(world, "return", "户口迁回")
    again = world.take(HOLDER, "living_subsidy")
    assert world.states(again) == {"living_subsidy": "taken"}
