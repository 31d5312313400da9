"""What crosses with 撤回 and 更正, and papers nobody handed out: every place tells how it stands."""

from typing import Any

from desk_app.domain.applications import Application
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change
from desk_app.services.counter import intake
from desk_app.services.lookup import showing
from desk_app.services.todos.todos import todos
from tests.people import sound_draft
from tests.stories.lives.test_withdrawn import CARE, CERT, GRANTED, LIVING, _decide_alone, _take_back
from tests.stories.lives.visit import Person
from tests.stories.lives.world import World, is_silent, says, words


def test_a_receipt_is_owed_again_when_the_county_did_not_take_the_withdrawal(world: World) -> None:
    application = _owing(world)
    world.wait(days=3)
    assert _asked(world) == ["打印回执 张样例 …0029"]
    world.county.down = True
    _decide_alone(world, application, CERT, "conclude", **GRANTED)
    _take_back(world, application, "withdraw", CERT, text="不办了", paper_kept="yes")
    assert _asked(world) == []
    world.county.down = False
    world.hear()
    assert _asked(world) == ["打印回执 张样例 …0029"]
    assert world.parts.store.check().sound


def test_an_amendment_the_county_refused_is_told_once_with_the_name(world: World) -> None:
    application = _owing(world, 3)
    _decide_alone(world, application, CERT, "close", text="本人不办了")
    amending.carry_out(world.parts, application.id, (Change("phone", "13912345678", "听错"),))
    world.hear()
    todo = next(t for t in todos(world.parts).shown if "更正" in t.title)
    assert todo.title == "告诉 张样例 …0088 更正没有成"
    assert todo.text.count("都已经有结果") == 1
    says(todo.text, "更正不算,申请还是原来的内容;请告诉申请人")


def test_nothing_taken_back_is_typed_into_the_national_platform(world: World) -> None:
    application = _owing(world)
    _take_back(world, application, "withdraw", CARE, text="护理补贴不要了", paper_kept="yes")
    is_silent(world.paper(application, "retype"), "护理补贴")
    _take_back(world, application, "withdraw", CERT, text="不办了", paper_kept="yes")
    papers = world.papers(application)
    assert "retype" not in papers
    assert {"receipt", "form", "file_cover", "archive_label"} <= set(papers)


def test_a_reason_is_shown_under_the_words_it_was_asked_with(world: World) -> None:
    application = _owing(world)
    _take_back(world, application, "withdraw", CARE, text="护理补贴不要了", paper_kept="yes")
    world.decide(application, CERT, "conclude", **GRANTED)
    shown: dict[str, Any] = showing.show(world.parts, world.at_desk(application))
    labels = {m["matter"]: {f["text"]: f["label"] for f in m["facts"]} for m in shown["children"]}
    assert labels[CARE]["护理补贴不要了"] == "撤回原因"
    (freed,) = (label for text, label in labels[LIVING].items() if "已有结果" in text)
    assert freed == "说明"


def _owing(world: World, person: int = 0) -> Application:
    """An application for a certificate and both subsidies, at the county, whose receipt is still to come."""
    draft = sound_draft(world.parts, person=person)
    world.parts.store.drafts.keep(draft)
    application = intake.accept(world.parts, draft, owes_receipt=True)
    world.window.applications.refresh(application.subject)
    world.hear()
    return application


def _asked(world: World) -> list[str]:
    """What 待办 asks for of receipts."""
    return [t.title for t in todos(world.parts).shown if t.paper]


def test_what_was_taken_back_is_told_at_the_counter_and_on_every_paper(world: World) -> None:
    visit = world.visit(Person())
    visit.ask()
    visit.choose(CERT)
    application = visit.accept()
    world.hear()
    _take_back(world, application, "withdraw", text="不办了", paper_kept="yes")
    world.hands.click("rail-counter")
    world.settle()
    told = words(world.window.counter)
    says(told, "已受理1项,其中1项已撤回", "申请的事项都已撤回,不再办理")
    is_silent(told, "前办结", "可以撤回", "写错了")
    receipt = world.paper(application, "receipt")
    says(receipt, "残疾人证新办已撤回", "申请的事项都已撤回,上面的办理期限和补交日期不再计算")
    assert amending.why_not(world.parts, world.at_desk(application)) == amending.GONE


def test_what_was_taken_back_has_no_result_that_an_amendment_would_leave(world: World) -> None:
    application = _owing(world)
    _take_back(world, application, "withdraw", CARE, text="护理补贴不要了", paper_kept="yes")
    found = amending.foresee(
        world.parts, world.at_desk(application), (Change("phone", "13912345678", "听错"),)
    )
    assert found.told == ()
