"""撤回 over weeks: a mistake of the day, an applicant's change of mind, and what crosses with the county."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from desk_app.county_server.decide import Ruling
from desk_app.domain.applications import Application, MatterState, SendState, matter_id
from desk_app.services.counter import intake
from desk_app.services.lists import statistics
from desk_app.ui.acts.dialog import ActDialog
from desk_app.ui.acts.picture import PictureField
from tests.people import sound_draft
from tests.stories.lives.visit import PORTRAIT, Person
from tests.stories.lives.world import World, is_silent, opened_world, says

CERT, LIVING, CARE = "cert_new", "living_subsidy", "care_subsidy"
GONE = [MatterState.WITHDRAWN] * 3
GRANTED = {"assessed": [{"category": "4", "grade": "2"}]}


def test_a_mistake_with_the_line_down_is_done_again_with_what_was_typed(world: World) -> None:
    world.county.down = True
    first = _accepted(world)
    _take_back(world, first, "retract", text="申请的类别写错了")
    # the clerk goes on with what was typed, under a new number
    world.hands.wait(lambda: world.window.case is not None, "打开重新办的一件")
    case = world.window.case
    assert case is not None
    assert case.draft.id != first.id
    assert {k: case.draft.answers.get(k) for k in ("name", "id_number", "phone", "bank_card")} == {
        k: first.answers[k] for k in ("name", "id_number", "phone", "bank_card")
    }
    assert case.draft.chosen == first.chosen
    assert set(case.draft.seen) == set(first.seen)
    second = _accept_draft(world, case.draft.id)
    assert second.number != first.number
    is_silent(world.todos(), first.number)
    says(world.paper(first, "receipt"), "已申请撤回,以区县收到为准")
    # WHEN the line is back, the letters go in their order
    world.county.down = False
    world.hear()
    assert list(world.states(first).values()) == GONE
    assert list(world.states(second).values()) == ["taken", "held", "held"]
    says(
        world.card(first), "已撤回", "窗口当日撤回,原因:申请的类别写错了", "等的“残疾人证新办”已撤回,一并撤回"
    )
    is_silent(world.card(first), "当日撤回…", "申请人撤回…")
    says(world.paper(first, "receipt"), first.number, "已撤回")
    is_silent(world.paper(first, "receipt"), "已申请撤回")
    says(world.refused(first, CERT, "accept"), "“残疾人证新办”", "现在是“已撤回”,不能“受理”")
    assert [row for row in world.listed() if "已撤回" in row]


def test_one_of_three_in_the_second_week_and_the_others_go_on(world: World) -> None:
    application = _accepted(world)
    world.hear()
    world.wait(days=8)
    world.decide(application, CERT, "assess")
    _take_back(world, application, "withdraw", CARE, text="护理补贴不要了", paper_kept="yes")
    assert list(world.states(application).values()) == ["assessing", "held", "withdrawn"]
    says(world.card(application), "评定/公示中", "随证待审", "重度残疾人护理补贴:申请人撤回,张样例(本人)")
    world.wait(days=7)
    world.decide(application, CERT, "resume")
    world.decide(application, CERT, "conclude", **GRANTED)
    assert list(world.states(application).values()) == ["concluded", "accepted", "withdrawn"]
    says(world.todos(), "领取残疾人证新办的结果")
    is_silent(world.todos(), "重度残疾人护理补贴")
    receipt = world.paper(application, "receipt")
    says(receipt, "重度残疾人护理补贴已撤回")
    world.decide(application, LIVING, "conclude", amount="120")
    _sums_agree(world, done=2, ended=1)
    # it can be asked for again, as if it had never been
    visit = world.visit(Person(id_number=str(application.answers["id_number"])))
    held = visit.held()
    says(held, "重度残疾人护理补贴已撤回")
    is_silent(held, "重度残疾人护理补贴\n在领", "重度残疾人护理补贴\n办理中", "重度残疾人护理补贴:")
    world.leave()


def test_a_certificate_takes_its_subsidies_along_and_is_taken_anew_the_next_day(world: World) -> None:
    application = _accepted(world)
    world.hear()
    world.wait(days=1)
    _take_back(world, application, "withdraw", CERT, page=PORTRAIT, text="先去外地治病")
    event = world.county.book.events(matter_id(application.id, CERT))[-1]
    assert world.county.book.file_size(str(event.payload["page"]))
    assert list(world.states(application).values()) == GONE
    is_silent(world.todos(), "张样例")
    history = world.county.book.history(str(application.answers["id_number"]))
    assert not any(m.open or m.concluded_on or m.told for m in history.matters)
    world.wait(days=1)
    again = _accepted(world)
    world.hear()
    assert list(world.states(again).values()) == ["taken", "held", "held"]
    found = world.found(str(application.answers["id_number"]))
    assert found.count("残疾人证新办\n办理中") == 1
    assert sorted(word for row in world.listed() for word in row if word in ("已撤回", "已送达")) == [
        "已撤回",
        "已送达",
    ]
    _sums_agree(world, done=0, ended=3)


def test_the_result_crossed_with_it_and_the_applicant_is_told(world: World) -> None:
    application = _accepted(world)
    world.hear()
    world.wait(days=5)
    world.county.down = True
    _decide_alone(world, application, CERT, "conclude", **GRANTED)
    _take_back(world, application, "withdraw", CERT, text="不办了", paper_kept="yes")
    assert _here(world, application) == GONE
    world.county.down = False
    world.hear()
    assert list(world.states(application).values()) == ["concluded", "accepted", "accepted"]
    says(world.todos(), "告诉张样例…0029", "残疾人证新办没有撤回", "现在是“已办结”", "以区县的办理为准")
    says(world.card(application), "已办结", "(区县没有收下,不算)")
    is_silent(world.paper(application, "receipt"), "撤回")
    says(world.paper(application, "delivery_receipt"), "张样例")


def test_it_was_first_and_the_department_is_told(world: World) -> None:
    application = _accepted(world)
    world.hear()
    _take_back(world, application, "retract", text="收错了", anew=False)
    assert list(world.states(application).values()) == GONE
    says(world.refused(application, CERT, "conclude", **GRANTED), "现在是“已撤回”,不能“办结”")
    assert world.window.case is None


def test_a_restart_in_between_loses_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    with opened_world(tmp_path) as world:
        application = _accepted(world)
        world.county.down = True
        _take_back(world, application, "retract", text="收错了", anew=False)
        now = world.clock.moment
    with opened_world(tmp_path, now) as world:
        assert _here(world, application) == GONE
        world.hear()
        assert list(world.states(application).values()) == GONE
        assert world.parts.store.check().sound
        letters = world.parts.store.outbox.letters(application.subject)
        assert [letter.state for letter in letters] == [SendState.DELIVERED] * 2


# ---- helpers --------------------------------------------------------------------------------------


def _accepted(world: World) -> Application:
    """An application for a certificate and both subsidies, accepted by the window's service."""
    draft = replace(sound_draft(world.parts), updated_at=world.clock.now())
    world.parts.store.drafts.keep(draft)
    return _accept_draft(world, draft.id)


def _accept_draft(world: World, draft_id: str) -> Application:
    draft = world.parts.store.drafts.one(draft_id)
    assert draft is not None
    world.clock.move(60)
    application = intake.accept(world.parts, draft)
    world.window.applications.refresh(application.subject)
    world.settle()
    return application


def _take_back(
    world: World,
    application: Application,
    act: str,
    *matters: str,
    anew: bool = True,
    page: Path | None = None,
    **answers: Any,
) -> None:
    """Take matters back through the card of 办件 and its form; all that are ticked when none is named.

    ``page`` is the signed paper as a picture.
    """
    world.card(application)
    world.hands.click(f"{act}-application")
    form = world.dialog("act")
    assert isinstance(form, ActDialog)
    world.hands.wait(lambda: form.armed, "表单可以按了")
    for matter in matters:
        world.hands.tick(f"withdraw:{matter}")
    if world.hands.sees("withdraw:anew"):
        world.hands.tick("withdraw:anew", wanted=anew)
    for element, value in answers.items():
        world._give(element, value)
    if page is not None:
        (picture,) = (f for f in form.fields if isinstance(f, PictureField))
        picture.add_file(page)
        world.hands.wait(lambda: picture.problem is None, "收下签好的纸")
    world.hands.click("act:go")
    world.hands.wait(lambda: not world.open_dialogs("act"), "撤回")
    if world.county.down:
        world.settle()
    else:
        world.hear()


def _decide_alone(world: World, application: Application, matter: str, act: str, **values: Any) -> None:
    """A department decides; no window hears of it."""
    world.county.book.decide(application.number, Ruling(matter, act, values, "演示审核人"), world.clock.now())


def _here(world: World, application: Application) -> list[str]:
    return [m.state for m in world.at_desk(application).matters]


def _sums_agree(world: World, *, done: int, ended: int) -> None:
    """Every column of the statistics adds up, whatever it is counted by."""
    period = statistics.periods(world.today)[2]
    for by in ("matters", "state"):
        table = statistics.table(world.parts, "matter", period, by)
        for column in table.columns:
            rows = [row.cells[column.id].count for row in table.rows]
            assert sum(rows) == table.total.cells[column.id].count
        assert table.total.cells["done"].count == done
        assert table.total.cells["ended"].count == ended
        first, *courses = (table.total.cells[c.id].count for c in table.columns)
        assert first == sum(courses)
