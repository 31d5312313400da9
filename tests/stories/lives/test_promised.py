"""告知承诺 over weeks: what was promised in place of a proof is checked, and decided upon."""

from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application
from desk_app.services.applications import amending, handover, withdrawing
from desk_app.services.applications.amending import Change
from desk_app.services.lookup import showing
from desk_app.ui.counter.undertaking import UndertakingCard
from forms.schema import Value
from tests.printing.reading import text_of
from tests.stories.lives.visit import PORTRAIT, Person
from tests.stories.lives.world import World, is_silent, says

ROW, LIVING = "living_income", "living_subsidy"
SHEET = f"undertaking:{ROW}"
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
PENDING = "承诺代替家庭经济状况证明:承诺待核查,2026年12月7日前由平川区民政局核查"
DUE = "催平川区民政局核查张样例…0025的承诺"


def promised(world: World) -> Application:
    """A whole visit in which the household's income is promised; the signed sheet is scanned back."""
    visit = world.visit(HOLDER)
    visit.ask()
    visit.choose(LIVING)
    visit.fill()
    visit.bring()
    world.hands.tick(f"promise:{ROW}")
    says(visit.texts(), "还缺1样", "告知承诺书")
    says(visit.paper("undertaking"), "张样例", "困难残疾人生活补贴(证明事项:家庭经济状况证明)", "不公开")
    world.hands.find(f"material:{SHEET}", UndertakingCard).add_file(PORTRAIT)
    world.hands.wait(lambda: any(p.material == SHEET for p in visit.case.draft.pages), "收下承诺书")
    world.hands.click("step-6")
    says(visit.texts(), "家庭经济状况证明由申请人承诺代替,受理后10个工作日内由平川区民政局核查")
    return visit.accept()


def test_a_promise_is_checked_and_true(world: World) -> None:
    application = promised(world)
    world.hear()
    says(world.card(application), PENDING)
    says(world.paper(application, "receipt"), PENDING)
    says(world.paper(application, "undertaking"), "家庭经济状况证明", application.number)
    told = showing.show(world.parts, world.at_desk(application))
    assert "承诺待核查" in told["children"][0]["promise"]
    says(world.county.book.promised(HOLDER.id_number)[0], "困难残疾人生活补贴", "承诺待核查")
    is_silent(world.todos(), DUE)
    sheets = {b.department: text_of(pdf) for b, pdf in handover.sheets(world.parts, world.today)}
    says(sheets["平川区民政局"], PENDING)
    # a department that decides meanwhile is reminded
    says(world.decide(application, LIVING, "accept"), "请核对", "承诺待核查")
    # WHEN the last day comes near THEN a to-do asks for it, and is overdue later
    world.wait(days=11)
    says(world.todos(), DUE, "2026年12月7日前要核查")
    world.wait(days=5)
    says(world.todos(), DUE, "应在2026年12月7日前核查,还没有结果")
    # the window telephones: no result yet, the to-do stays
    today = world.today.isoformat()
    world.act(application, LIVING, "check_fact", checked="0", checked_on=today, checked_text="没人接")
    says(world.todos(), DUE)
    # WHEN the department finds it true THEN nothing waits any more
    said = world.decide(application, LIVING, "check_fact", checked="属实", text="低保在册")
    says(said, "核查属实,低保在册")
    says(world.card(application), "承诺代替家庭经济状况证明:核查属实,低保在册")
    is_silent(world.todos(), DUE)
    says(world.paper(application, "receipt"), "核查属实")
    # a second answer is refused, in words
    says(world.refused(application, LIVING, "check_fact", checked="2", text="x"), "没有待核查的承诺")


def test_an_untrue_promise_after_the_result_waits_for_the_department(world: World) -> None:
    application = promised(world)
    world.hear()
    world.decide(application, LIVING, "conclude", amount="110")
    world.wait(days=17)
    says(world.todos(), DUE)
    world.decide(application, LIVING, "check_fact", checked="不实", text="9月起已退出低保")
    # nothing follows by itself
    assert world.states(application) == {LIVING: "concluded"}
    says(world.todos(), "承诺不实,请平川区民政局处理", "9月起已退出低保", "停发、追回")
    says(world.card(application), "核查不实,9月起已退出低保")
    world.decide(application, LIVING, "stop", text="承诺不实,停发并追回")
    assert world.states(application) == {LIVING: "stopped"}
    is_silent(world.todos(), "承诺不实,请平川区民政局处理")


def test_an_untrue_promise_before_the_result_ends_with_a_refusal(world: World) -> None:
    application = promised(world)
    world.hear()
    world.decide(application, LIVING, "check_fact", checked="2", text="没有低保记录")
    says(world.todos(), "承诺不实,请平川区民政局处理")
    rows = [{"fault": "家庭没有纳入低保", "remedy": "纳入后再申请"}]
    world.decide(application, LIVING, "refuse", text="承诺不实", rows=rows)
    is_silent(world.todos(), "承诺不实,请平川区民政局处理")
    assert world.states(application) == {LIVING: "refused"}


def test_a_wrong_finding_is_corrected_and_another_is_settled(world: World) -> None:
    application = promised(world)
    world.hear()
    says(world.refused(application, LIVING, "recheck_fact", checked="1", text="x"), "还没有核查过")
    says(world.refused(application, LIVING, "settle_untrue", text="x"), "没有查出不实")
    world.decide(application, LIVING, "check_fact", checked="2", text="查错了人")
    world.decide(application, LIVING, "recheck_fact", checked="1", text="本人在册")
    is_silent(world.todos(), "承诺不实,请平川区民政局处理")
    world.decide(application, LIVING, "recheck_fact", checked="2", text="12月退出")
    says(world.todos(), "承诺不实,请平川区民政局处理")
    world.decide(application, LIVING, "settle_untrue", text="从12月起重新核定")
    is_silent(world.todos(), "承诺不实,请平川区民政局处理")
    says(world.card(application), "部门处理:从12月起重新核定")


def test_a_week_without_a_line_loses_nothing(world: World) -> None:
    world.county.down = True
    application = promised(world)
    says(world.card(application), PENDING)
    world.clock.moment = world.clock.moment.replace(day=30)
    world.county.down = False
    world.hear()
    says(world.county.book.promised(HOLDER.id_number)[0], "2026年12月7日前")
    world.decide(application, LIVING, "check_fact", checked="1", text="在册")
    says(world.card(application), "核查属实")


def test_what_is_withdrawn_is_not_checked(world: World) -> None:
    application = promised(world)
    world.hear()
    answers = {"text": "不办了", "relation": "1", "person": "张样例"}
    world.card(application)
    withdrawing.withdraw(world.parts, application.id, [LIVING], "withdraw", {**answers, "paper_kept": True})
    world.hear()
    world.wait(days=17)
    is_silent(world.todos(), DUE)
    says(world.card(application), "没有核查,事项已经结束")
    is_silent(world.paper(application, "receipt"), "承诺待核查")
    assert "undertaking" not in world.papers(application)
    says(world.refused(application, LIVING, "check_fact", checked="1", text="x"), "已撤回")


# ---- a promised answer is corrected -----------------------------------------------------------------


def corrected(world: World, application: Application, element: str, now: Value, why: str) -> str:
    """Correct one answer as the dialog does; returns what it told before."""
    found = world.at_desk(application)
    changes = [Change(element, now, why)]
    told = "".join(amending.foresee(world.parts, found, changes).told)
    amending.carry_out(world.parts, application.id, changes)
    return told


def test_a_promised_answer_that_is_corrected_takes_the_promise_with_it(world: World) -> None:
    application = promised(world)
    world.hear()
    told = corrected(world, application, "low_income", False, "低保上月已经停了")
    says(told, "“困难残疾人生活补贴”的告知承诺随更正撤回,不再核查。")
    world.hear()
    # window and county say the same, and nobody is reminded of a check
    gone = "承诺代替家庭经济状况证明:已撤回,不再核查"
    says(world.card(application), gone, "随更正撤回:“是否低保户”更正了")
    says(world.county.book.promised(HOLDER.id_number)[0], gone)
    says(world.paper(application, "receipt"), gone)
    says(world.paper(application, "amendment_1"), "告知承诺随更正撤回")
    assert "undertaking" not in world.papers(application)
    world.wait(days=17)
    is_silent(world.todos(), DUE)
    says(world.refused(application, LIVING, "check_fact", checked="1", text="x"), "没有待核查的承诺")
    # the department is told of the correction, and decides by what is so
    says(world.decide(application, LIVING, "accept"), "更正过")
    assert world.states(application) == {LIVING: "accepted"}


def test_a_corrected_name_leaves_the_promise_to_be_checked_by_the_new_one(world: World) -> None:
    application = promised(world)
    world.hear()
    told = corrected(world, application, "name", "张样丽", "与证件不符")
    says(told, "的告知承诺继续有效,平川区民政局按更正后的姓名核查。")
    world.hear()
    says(world.card(application), PENDING)
    says(world.county.book.promised(HOLDER.id_number)[0], "承诺待核查")
    world.wait(days=17)
    says(world.todos(), "催平川区民政局核查张样丽…0025的承诺")


def test_with_the_line_down_both_go_in_one_letter_or_neither(world: World) -> None:
    application = promised(world)
    world.hear()
    world.county.down = True
    corrected(world, application, "low_income", False, "低保上月已经停了")
    says(world.card(application), "已撤回,不再核查")
    # WHEN the department found it untrue meanwhile THEN neither counts, and the clerk is told
    ruling = Ruling(LIVING, "check_fact", {"checked": "2", "checked_text": "不在册"}, "演示审核人")
    world.county.book.decide(application.number, ruling, world.clock.now())
    world.county.down = False
    world.hear()
    assert world.at_desk(application).answers["low_income"] is True
    says(world.todos(), "更正没有成", "承诺在这期间已经查出不实", "承诺不实,请平川区民政局处理")
    # AND corrected once more, the finding stays to be dealt with
    told = corrected(world, application, "low_income", False, "低保上月已经停了")
    says(told, "的承诺已经查出不实,更正不改变核查结果,仍由平川区民政局处理。")
    world.hear()
    says(world.todos(), "承诺不实,请平川区民政局处理")
    case = world.county.book.case(application.number)
    assert case is not None
    assert case.facts["low_income"] is False
