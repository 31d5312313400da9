"""撤回 through both books: same day by the window, later by the applicant, crossing with the county."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desk_app.county import answers, frame
from desk_app.county_server.decide import Ruling
from desk_app.county_server.faults import DuplicateError
from desk_app.domain.applications import Application, MatterState, SendState, matter_id
from desk_app.domain.letters import Delivered, Letter
from desk_app.domain.proceedings import fold
from desk_app.errors import RuleError
from desk_app.services import law, ledger, proceedings
from desk_app.services.applications import deadlines, following, handover, withdrawing
from desk_app.services.counter import capture, intake
from desk_app.services.counter.inform import earlier
from desk_app.services.lists import statistics
from desk_app.services.lists.statistic_kinds import StatPeriod
from desk_app.services.parts import Parts
from desk_app.services.printing import papers, withdrawal
from desk_app.services.todos import board, todos
from tests.law.world import World, world
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

CERT, LIVING, CARE = "cert_new", "living_subsidy", "care_subsidy"
ALL = (CERT, LIVING, CARE)
WITHDRAW, RETRACT = "withdraw", "retract"
ASKED = {"text": "全家迁到外地", "relation": "1", "person": "张样例"}
KEPT = {**ASKED, "paper_kept": True}
MISTAKE = {"text": "收错了人"}


@pytest.fixture
def both(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made


@pytest.fixture
def application(both: World) -> Application:
    """An application of Monday for a certificate and both subsidies, at the county."""
    return taken(both)


def taken(both: World, parts: Parts | None = None) -> Application:
    draft = sound_draft(parts or both.desk)
    return both.accept(draft.answers, draft.chosen, parts)


def offline(both: World) -> Application:
    """The same, with its letter still at the window."""
    return taken(both, replace(both.desk))


def take_back(
    both: World, application: Application, *matters: str, act: str = WITHDRAW, **more: object
) -> None:
    given = MISTAKE if act == RETRACT else KEPT
    withdrawing.withdraw(both.desk, application.id, matters, act, {**given, **more})


def states(both: World, application: Application) -> list[str]:
    return [m.state for m in both.at_desk(application).matters]


def there(both: World, application: Application) -> list[str]:
    case = both.county.case(application.number)
    assert case is not None
    return [m.state for m in case.matters]


def send(both: World) -> list[str]:
    """Bring every letter to the county, also those it does not take; returns its words of refusal."""
    store, now, refused = both.desk.store, both.clock.now(), []
    while letter := store.outbox.due():
        try:
            told = answers.read_answer(both.receive(letter, both.desk))
        except RuleError as fault:
            refused.append(str(fault))
            store.outbox.refused(letter.id, str(fault), now)
        else:
            order = tuple(told.order.items())
            store.outbox.delivered(letter.id, Delivered(told.number, told.received_at, "", order), now)
    return refused


def hear(both: World) -> None:
    """Bring the county's news to the window."""
    store = both.desk.store
    news = both.county.news(store.inbox.cursor(), both.desk.window.number)
    store.inbox.apply(answers.read_news(answers.write_news(news.pieces, news.cursor)), both.clock.now())
    assert store.inbox.set_aside() == ()


def letters(both: World, application: Application) -> list[Letter]:
    return list(both.desk.store.outbox.letters(application.subject))


def titles(both: World) -> list[str]:
    return [t.title for t in todos.todos(both.desk).shown]


def sound(both: World) -> None:
    """Both books are whole, and every state is the one its events lead to."""
    found = both.county.check()
    assert (found.broken, found.apart) == ((), ())
    assert both.desk.store.check().sound


# ---- by the window, on the same day ---------------------------------------------------------------


def test_a_mistake_is_taken_back_before_anything_left_and_both_letters_go_in_order(both: World) -> None:
    application = offline(both)
    assert [a.code for a in withdrawing.acts(both.desk, application)] == [WITHDRAW, RETRACT]
    take_back(both, application, CERT, act=RETRACT)
    # the subsidies wait for nothing any more, and nothing of it has to be done
    assert states(both, application) == [MatterState.WITHDRAWN] * 3
    assert [t for t in titles(both) if application.name in t] == []
    assert deadlines.clocks(both.desk, both.at_desk(application))[CERT].ended
    assert following.follows(both.desk, both.at_desk(application)) == ()
    text = squeezed(text_of(papers.receipt(both.desk, both.at_desk(application))))
    assert text.count("已申请撤回,以区县收到为准") == 3
    opening, back = letters(both, application)
    assert (opening.opens, back.opens) == (True, False)
    assert both.desk.store.outbox.due() == opening
    both.carry()
    assert there(both, application) == [MatterState.WITHDRAWN] * 3
    assert states(both, application) == [MatterState.WITHDRAWN] * 3
    text = squeezed(text_of(papers.receipt(both.desk, both.at_desk(application))))
    assert "申请的事项都已撤回,上面的办理期限和补交日期不再计算" in text
    assert text.count("已撤回") == 3 + 1
    assert "已申请撤回" not in text
    sound(both)
    # the number stays used
    assert taken(both).number != application.number


def test_a_receipt_that_was_not_handed_out_is_waited_for_while_something_is_left(both: World) -> None:
    draft = sound_draft(both.desk)
    both.desk.store.drafts.keep(draft)
    application = intake.accept(both.desk, draft, owes_receipt=True)
    take_back(both, application, CARE)
    assert [t for t in titles(both) if "打印回执" in t]
    take_back(both, application, CERT)
    assert not [t for t in titles(both) if "打印回执" in t]


def test_the_same_is_taken_again_at_once_also_before_the_letters_left(both: World) -> None:
    first = offline(both)
    take_back(both, first, CERT, act=RETRACT)
    again = withdrawing.anew(both.desk, both.at_desk(first), ALL)
    assert again.id != first.id
    assert again.chosen == ALL
    assert both.desk.store.drafts.one(again.id) is not None
    second = taken(both)
    assert states(both, second) == ["taken", "held", "held"]
    assert there(both, first) == [MatterState.WITHDRAWN] * 3
    assert there(both, second) == ["taken", "held", "held"]
    (told, other) = sorted(earlier(both.desk, first.answers), key=len, reverse=True)
    assert "已撤回" in told
    assert "已撤回" not in other


def test_a_new_draft_keeps_what_was_typed_but_not_the_signature(both: World) -> None:
    draft = sound_draft(both.desk)
    application = both.accept(draft.answers, draft.chosen)
    take_back(both, application, CERT, act=RETRACT)
    again = withdrawing.anew(both.desk, both.at_desk(application), ALL)
    assert {k: v for k, v in draft.answers.items() if v} == {
        k: again.answers.get(k) for k, v in draft.answers.items() if v
    }
    assert set(again.seen) == set(application.seen) - {capture.SIGNED_FORM}
    assert [p for p in again.pages if p.material == capture.SIGNED_FORM] == []
    assert both.read(again.answers, again.chosen).blocking == () or again.seen


def test_by_the_window_only_on_the_day_and_only_before_anybody_began(
    both: World, application: Application
) -> None:
    both.decide(application, CERT, "accept")
    now = both.at_desk(application)
    (act,) = [a for a in withdrawing.acts(both.desk, now) if a.code == RETRACT]
    assert [m.matter for m in withdrawing.choices(both.desk, now, act)] == [LIVING, CARE]
    with pytest.raises(RuleError, match="部门已受理"):
        take_back(both, application, CERT, act=RETRACT)
    both.wait(0, 1)
    assert [a.code for a in withdrawing.acts(both.desk, now)] == [WITHDRAW]
    with pytest.raises(RuleError) as fault:
        take_back(both, application, LIVING, act=RETRACT)
    assert "只能在受理当天(2026年11月23日)做" in str(fault.value)
    assert "从第二天起由申请人签撤回申请书" in str(fault.value)
    assert states(both, application) == ["accepted", "held", "held"]


def test_a_letter_of_the_same_day_that_comes_days_later_still_counts(both: World) -> None:
    application = offline(both)
    take_back(both, application, CERT, act=RETRACT)
    both.wait(0, 5)
    both.carry()
    assert there(both, application) == [MatterState.WITHDRAWN] * 3


# ---- by the applicant -----------------------------------------------------------------------------


def test_one_of_three_in_the_second_week_while_the_clock_stands(
    both: World, application: Application
) -> None:
    both.wait(0, 7)
    both.decide(application, CERT, "assess")
    take_back(both, application, CARE)
    both.carry()
    assert both.states(application) == {
        CERT: ("assessing", "assessing"),
        LIVING: ("held", "held"),
        CARE: ("withdrawn", "withdrawn"),
    }
    both.decide(application, CERT, "resume")
    both.decide(application, CERT, "conclude", assessed=[{"category": "4", "grade": "2"}])
    assert states(both, application) == ["concluded", "accepted", "withdrawn"]
    assert not [t for t in titles(both) if "护理补贴" in t]
    sound(both)


def test_a_certificate_takes_along_what_waits_for_it(both: World, application: Application) -> None:
    both.wait(0, 2)
    assert [m.matter for m in withdrawing.whole(application, (CERT,))] == list(ALL)
    take_back(both, application, CERT)
    (letter,) = letters(both, application)[1:]
    assert len(letter.events) == 3
    both.carry()
    assert there(both, application) == [MatterState.WITHDRAWN] * 3
    notes = [m.note for m in both.at_desk(application).matters]
    assert notes == ["全家迁到外地", *["等的“残疾人证新办”已撤回,一并撤回"] * 2]
    lines = [e.text for e in ledger.timeline(both.desk, application.subject)]
    assert "残疾人证新办:申请人撤回,张样例(本人),原因:全家迁到外地" in lines
    assert board.board(both.desk).waiting.total == 0


def test_what_waits_for_it_in_another_application_ends_with_a_todo(both: World) -> None:
    draft = sound_draft(both.desk)
    first = both.accept(draft.answers, (CERT,))
    second = both.accept(draft.answers, (LIVING,))
    if states(both, second) != ["held"]:
        pytest.skip("a subsidy asked for later does not wait")
    take_back(both, first, CERT)
    both.carry()
    assert states(both, second) == ["closed"]


def test_nothing_follows_from_it_and_every_window_takes_it_again(
    both: World, application: Application
) -> None:
    both.ask(both.elsewhere, application.answers)
    before = both.read(application.answers, ALL, both.elsewhere)
    assert before.blocking
    take_back(both, application, CERT)
    both.carry()
    both.ask(both.elsewhere, application.answers)
    history = both.county.history(str(application.answers["id_number"]))
    assert [(m.open, m.concluded_on, dict(m.told)) for m in history.matters] == [(False, None, {})] * 3
    draft = sound_draft(both.desk)
    other = both.accept(draft.answers, draft.chosen, both.elsewhere)
    assert [m.state for m in other.matters] == ["taken", "held", "held"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"text": ""}, "请填写撤回原因"),
        ({"relation": ""}, "请选择提出人是"),
        ({"person": ""}, "请填写提出人姓名"),
        ({"relation": "9"}, "不认识的选项"),
        ({"person": "李样例"}, "姓名应是张样例"),
        ({"person": "李样例", "relation": "5", "text": ""}, "请填写撤回原因"),
        ({"why": "x"}, "不问“why”"),
        ({"text": "长" * 201}, "最多200个字"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_written(
    both: World, application: Application, change: dict[str, object], words: str
) -> None:
    with pytest.raises(RuleError) as fault:
        take_back(both, application, CERT, **change)
    assert words in "".join(p.message for p in fault.value.problems)
    assert states(both, application) == ["taken", "held", "held"]
    assert len(letters(both, application)) == 1


def test_without_the_signed_paper_it_is_not_taken_unless_the_paper_is_here(
    both: World, application: Application
) -> None:
    for given in ({}, {"paper_kept": False}, {"page": ""}):
        with pytest.raises(RuleError, match="要有签好的撤回申请书,或勾“扫描不了,纸件已收”"):
            withdrawing.withdraw(both.desk, application.id, (CERT,), WITHDRAW, {**ASKED, **given})
    page = both.desk.store.pages.keep(b"\xff\xd8\xff signed")
    withdrawing.withdraw(both.desk, application.id, (CERT,), WITHDRAW, {**ASKED, "page": page})
    assert letters(both, application)[1].files == (page,)


def test_after_the_result_or_twice_it_is_told(both: World, application: Application) -> None:
    with pytest.raises(RuleError, match="请勾选要撤回的事项"):
        take_back(both, application)
    take_back(both, application, LIVING)
    with pytest.raises(RuleError, match="“困难残疾人生活补贴”不能撤回:现在是“已撤回”"):
        take_back(both, application, LIVING)
    both.carry()
    both.decide(application, CERT, "conclude", assessed=[{"category": "4", "grade": "2"}])
    with pytest.raises(RuleError, match="“残疾人证新办”不能撤回:现在是“已办结”"):
        take_back(both, application, CERT)
    assert CERT not in [
        m.matter
        for act in withdrawing.acts(both.desk, both.at_desk(application))
        for m in withdrawing.choices(both.desk, both.at_desk(application), act)
    ]


def test_a_department_can_do_nothing_to_it(both: World, application: Application) -> None:
    take_back(both, application, CERT)
    both.carry()
    for act in ("accept", "assess", "conclude", "close", "refuse", "correct"):
        with pytest.raises(RuleError, match=r"“残疾人证新办”.*现在是“已撤回”,不能"):
            both.decide(application, CERT, act, text="审查")
    assert there(both, application) == [MatterState.WITHDRAWN] * 3


# ---- crossing on the line -------------------------------------------------------------------------


def conclude(both: World, application: Application) -> None:
    """Let the department grant the certificate; the news stays at the county."""
    ruling = Ruling(CERT, "conclude", {"assessed": [{"category": "4", "grade": "2"}]}, "演示审核人")
    both.county.decide(application.number, ruling, both.clock.now())


def crossed(both: World, application: Application, *order: Callable[[], object]) -> None:
    both.wait(0, 3)
    conclude(both, application)
    take_back(both, application, CERT)
    assert states(both, application) == [MatterState.WITHDRAWN] * 3
    for step in order:
        step()
    assert states(both, application) == there(both, application) == ["concluded", "accepted", "accepted"]


@pytest.mark.parametrize("news_first", [True, False])
def test_the_result_was_first_and_the_withdrawal_has_no_effect(
    both: World, application: Application, *, news_first: bool
) -> None:
    steps = (
        [lambda: hear(both), lambda: send(both)] if news_first else [lambda: send(both), lambda: hear(both)]
    )
    crossed(both, application, *steps)
    (todo,) = [t for t in todos.todos(both.desk).shown if "没有撤回" in t.title]
    assert todo.title.startswith(f"告诉 {application.name}")
    assert "残疾人证新办" in todo.title
    assert "现在是“已办结”" in todo.text
    text = squeezed(text_of(papers.receipt(both.desk, both.at_desk(application))))
    assert "撤回" not in text
    assert [
        e.text
        for e in ledger.timeline(both.desk, application.subject)
        if "撤回" in e.text and "不算" in e.text
    ]
    todos.put_away(both.desk, todo)
    assert not [t for t in titles(both) if "没有撤回" in t]
    sound(both)


def test_the_department_began_first_and_the_applicant_can_still_take_it_back(
    both: World, application: Application
) -> None:
    ruling = Ruling(CERT, "accept", {}, "演示审核人")
    both.county.decide(application.number, ruling, both.clock.now())
    take_back(both, application, CERT, act=RETRACT)
    (refusal,) = send(both)
    hear(both)
    assert "现在是“部门已受理”,不能“当日撤回”" in refusal
    assert states(both, application) == there(both, application) == ["accepted", "held", "held"]
    (todo,) = [t for t in todos.todos(both.desk).shown if "没有撤回" in t.title]
    assert "申请人仍可以撤回" in todo.text
    take_back(both, application, CERT)
    assert send(both) == []
    assert there(both, application) == [MatterState.WITHDRAWN] * 3


def test_of_three_only_the_concluded_one_stays(both: World) -> None:
    draft = sound_draft(both.desk)
    application = both.accept({**draft.answers, "willing_to_work": True}, (CERT, "employment"))
    conclude(both, application)
    take_back(both, application, CERT, "employment")
    assert len(send(both)) == 1
    hear(both)
    assert states(both, application) == there(both, application) == ["concluded", "withdrawn"]


def test_the_withdrawal_was_first_and_the_county_can_not_conclude(
    both: World, application: Application
) -> None:
    take_back(both, application, CERT)
    assert send(both) == []
    with pytest.raises(RuleError, match="现在是“已撤回”,不能“办结”"):
        conclude(both, application)
    hear(both)
    assert states(both, application) == there(both, application) == [MatterState.WITHDRAWN] * 3


def test_every_order_of_the_events_folds_to_the_same(both: World, application: Application) -> None:
    both.decide(application, CERT, "accept")
    take_back(both, application, CERT)
    both.carry()
    procedure = both.desk.law.procedure(application.pack_digest, "matter")
    identity = matter_id(application.id, CERT)
    here, at_county = both.desk.store.events.of(identity), both.county.events(identity)
    for events in (here, here[::-1], at_county, at_county[::-1]):
        standing = fold(procedure, events)
        assert standing is not None
        assert standing.state == MatterState.WITHDRAWN


def test_a_letter_that_comes_again_gets_its_first_answer(both: World, application: Application) -> None:
    take_back(both, application, CERT)
    letter = letters(both, application)[1]
    first = both.receive(letter, both.desk)
    assert both.receive(letter, both.desk) == first
    changed = letter.body.replace("全家迁到外地", "另有原因")
    with pytest.raises(DuplicateError):
        both.county.receive(letter.id, changed.encode(), both.clock.now(), "3")
    both.carry()
    assert letters(both, application)[1].state == SendState.DELIVERED
    assert there(both, application) == [MatterState.WITHDRAWN] * 3
    assert len([e for e in both.county.events(matter_id(application.id, CERT)) if e.act == WITHDRAW]) == 1


def test_a_damaged_letter_changes_nothing_at_the_county(both: World, application: Application) -> None:
    take_back(both, application, CERT)
    letter = letters(both, application)[1]
    for body in (letter.body[:-20], letter.body.replace('"withdraw"', '"vanish"', 1), "{}", ""):
        with pytest.raises((RuleError, frame.WireError)):
            both.county.receive(letter.id, body.encode(), both.clock.now(), "3")
    forged = letter.body.replace('"role":"clerk"', '"role":"department"')
    assert forged != letter.body
    with pytest.raises(RuleError):
        both.county.receive(letter.id, forged.encode(), both.clock.now(), "3")
    assert there(both, application) == ["taken", "held", "held"]
    both.carry()
    assert there(both, application) == [MatterState.WITHDRAWN] * 3


# ---- lists, sheets, papers, statistics ------------------------------------------------------------


def test_a_promised_material_is_waited_for_while_a_matter_that_is_left_needs_it(both: World) -> None:
    draft = sound_draft(both.desk)
    draft = replace(draft, seen=tuple(m for m in draft.seen if m not in ("bank_card_copy", "household")))
    for material in ("bank_card_copy", "household"):
        draft = capture.promise(both.desk, draft, material)
    both.desk.store.drafts.keep(draft)
    application = intake.accept(both.desk, draft)
    both.carry()

    def waited() -> list[str]:
        return sorted(f.material for f in following.follows(both.desk, both.at_desk(application)))

    assert waited() == ["bank_card_copy", "household"]
    take_back(both, application, LIVING)
    assert waited() == ["bank_card_copy", "household"]
    take_back(both, application, CARE)
    assert waited() == ["household"]
    both.wait(0, 7)
    assert [t.title for t in todos.todos(both.desk).shown if "银行卡" in t.title] == []
    take_back(both, application, CERT)
    assert waited() == []
    assert titles(both) == []


def test_what_the_county_sent_back_can_not_be_taken_back(both: World) -> None:
    application = offline(both)
    store = both.desk.store
    store.outbox.refused(letters(both, application)[0].id, "区县没有收下", both.clock.now())
    now = both.at_desk(application)
    assert withdrawing.acts(both.desk, now) == ()
    with pytest.raises(RuleError, match="没有开始,或者没有被收下"):
        take_back(both, application, CERT)


def test_taken_back_and_then_sent_back_it_is_sent_back(both: World) -> None:
    application = offline(both)
    take_back(both, application, CERT, act=RETRACT)
    store = both.desk.store
    store.outbox.refused(letters(both, application)[0].id, "区县没有收下", both.clock.now())
    assert states(both, application) == [""] * 3
    assert store.outbox.due() is None
    assert store.outbox.waiting() == 0
    assert law.standing(both.desk, both.at_desk(application)).word == "被退回"


def test_sheets_leave_it_out_unless_it_was_handed_over(both: World, application: Application) -> None:
    day, department = both.today, both.desk.pack.matters[CERT].department
    count = handover.transfer(both.desk, both.desk.window.who, day, department, "王样收")
    assert count
    take_back(both, application, CERT)
    (batch,) = handover.batches(both.desk, day)[department]
    text = squeezed(text_of(handover.sheet(both.desk, batch)))
    assert "残疾人证新办(已撤回)" in text
    other = both.accept(sound_draft(both.desk, person=3).answers, (CERT,))
    take_back(both, other, CERT, act=RETRACT)
    (batch,) = handover.batches(both.desk, day)[department]
    assert [row.application.id for row in batch.rows] == [application.id]


def test_the_sums_of_the_statistics_still_agree(both: World, application: Application) -> None:
    take_back(both, application, CERT)
    both.carry()
    period = StatPeriod(both.today, both.today, "今天")
    for by in ("matters", "state"):
        table = statistics.table(both.desk, "matter", period, by)
        whole = {c: cell.count for c, cell in table.total.cells.items()}
        first = table.columns[0].id
        assert whole[first] == 3
        assert sum(n for c, n in whole.items() if c != first) == 3
        for column in table.columns:
            assert sum(row.cells[column.id].count for row in table.rows) == whole[column.id]
    assert "已撤回" in table.note
    assert [row.word for row in table.rows] == ["已撤回"]
    assert table.rows[0].cells["ended"].count == 3


def test_the_paper_says_what_why_and_who(both: World, application: Application) -> None:
    paper = withdrawal.paper(both.desk, application, (CERT,), ASKED)
    text = squeezed(text_of(paper.draw(0, (0.0, 0.0))))
    for words in (
        "撤回申请书",
        "残疾人证新办、困难残疾人生活补贴、重度残疾人护理补贴",
        "全家迁到外地",
        application.number,
    ):
        assert squeezed(words) in text
    assert "本人" in text


def test_an_act_of_another_can_not_be_done_by_the_record_alone(both: World, application: Application) -> None:
    found = proceedings.record(both.desk, both.desk.window.who, matter_id(application.id, CERT))
    assert found is not None
    assert [a.code for a in proceedings.on_card(found)] == ["transfer"]
