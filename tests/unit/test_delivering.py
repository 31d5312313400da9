"""Results on their way: what is to be sent, sending, receipts that come back, and the papers of it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.__main__ import main
from desk_app.domain.applications import Application, MatterState, matter_id
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import OTHERS, Delivery, DeliveryKind
from desk_app.services.counter import intake
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.services.todos import todos
from desk_app.storage.book import Book
from tests.fakes import StillClock, make_parts
from tests.opened import opened_book
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of

DEPARTMENT = Who("区残联", "department")
POST = {
    "delivery": "1",
    "delivery_name": "张收件",
    "delivery_phone": "13800000001",
    "delivery_address": "甘肃省白银市平川区兴平路街道样例社区12号楼",
}
COLLECT = {"delivery": "2"}
_DAY = 24 * 3600
DATE = date(2026, 11, 23)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    made = make_parts(tmp_path, clock)
    yield made
    made.store.close()


def concluded(parts: Parts, person: int = 0, answers: dict[str, str] | None = None) -> Application:
    """An application whose certificate was granted; its subsidies are with their department."""
    draft = sound_draft(parts, person=person)
    draft = replace(draft, answers={**draft.answers, **(POST if answers is None else answers)})
    application = intake.accept(parts, draft)
    conclude(parts, application)
    return application


def conclude(parts: Parts, application: Application) -> None:
    given = {
        "certificate_number": f"{application.answers['id_number']}43",
        "issued_on": parts.clock.today().isoformat(),
    }
    proceedings.act(parts, DEPARTMENT, matter_id(application.id, "cert_new"), "conclude", given)


def subsidy(parts: Parts, application: Application) -> str:
    """Grant the care subsidy that waited for the certificate; returns the id of its proceeding."""
    care = matter_id(application.id, "care_subsidy")
    proceedings.act(parts, Who("程序", "system"), care, "release", {})
    proceedings.act(parts, DEPARTMENT, care, "conclude", {"amount": "110"})
    return care


def of(parts: Parts, kind: DeliveryKind) -> tuple[Delivery, ...]:
    return delivering.standing(parts)[kind].shown


def state(parts: Parts, application: Application) -> str:
    found = parts.store.proceedings.one(matter_id(application.id, "cert_new"))
    assert found is not None
    return found.state


def lines(parts: Parts, application: Application) -> list[str]:
    return [entry.text for entry in ledger.timeline(parts, application.subject)]


def test_it_starts_when_a_result_is_there(parts: Parts) -> None:
    posted, collected = concluded(parts), concluded(parts, 1, COLLECT)
    intake.accept(parts, sound_draft(parts, person=2))
    (post,), (collect,) = of(parts, DeliveryKind.POST), of(parts, DeliveryKind.COLLECT)
    assert (post.application, post.recipient, post.phone) == (posted.id, "张收件", "13800000001")
    assert post.town == "兴平路街道"
    assert post.content == "《中华人民共和国残疾人证》"
    assert collect.application == collected.id
    assert of(parts, DeliveryKind.SENT) == ()


def posted(parts: Parts, number: str = "1100000000001") -> Delivery:
    """The first parcel for the post, posted today."""
    delivering.post(parts, parts.window.who, [(of(parts, DeliveryKind.POST)[0], number)], parts.clock.today())
    return of(parts, DeliveryKind.SENT)[-1]


def titles(parts: Parts) -> list[str]:
    return [todo.title for todo in todos.todos(parts).shown]


def test_what_was_posted_waits_for_its_receipt(parts: Parts, clock: StillClock) -> None:
    application, today = concluded(parts), clock.today()
    # WHEN it is posted, its number typed in full width and with gaps
    sent = posted(parts, "１１０ 000-0000 001")
    # THEN it is under way, with a list and a day for the receipt
    assert state(parts, application) == MatterState.SENT
    assert (sent.post_number, sent.sent_on) == ("1100000000001", today)
    assert sent.list_number == "620403-03-20261123-Y1"
    assert sent.due == parts.calendar.after(today, 10)[0]
    told = "残疾人证新办的结果已邮寄,单号1100000000001,寄出日期2026年11月23日,寄给张收件"
    assert told in "".join(lines(parts, application))
    # AND the county hears of it
    assert [letter.subject for letter in parts.store.outbox.letters()][-1] == application.subject
    # WHEN the receipt comes back
    clock.move(2 * _DAY)
    with pytest.raises(RuleError, match="请填写签收人姓名"):
        delivering.received(parts, parts.window.who, sent, " ", "1", clock.today())
    with pytest.raises(RuleError, match="不能早于送出日期"):
        delivering.received(parts, parts.window.who, sent, "张收件", "1", today - timedelta(days=1))
    delivering.received(parts, parts.window.who, sent, "张收件", "1", clock.today())
    assert state(parts, application) == MatterState.HANDED_OVER
    assert "领取人张收件(本人),签收日期2026年11月25日" in "".join(lines(parts, application))
    assert of(parts, DeliveryKind.SENT) == ()


def test_a_returned_letter_waits_again(parts: Parts, clock: StillClock) -> None:
    application = concluded(parts)
    sent = posted(parts)
    clock.move(_DAY)
    delivering.returned(parts, parts.window.who, sent, "查无此人", clock.today())
    assert state(parts, application) == MatterState.CONCLUDED
    (again,) = of(parts, DeliveryKind.POST)
    assert (again.back, again.post_number, again.sent_on) == ("查无此人", "", None)
    (todo,) = (t for t in todos.todos(parts).shown if t.proceeding.endswith("cert_new"))
    assert "送出过,退回:查无此人" in todo.text
    # AND it can be sent once more, with somebody of the town
    delivering.send_out(parts, parts.window.who, [again], "兴平路街道", "赵送达", clock.today())
    (sent,) = of(parts, DeliveryKind.SENT)
    assert (sent.by_post, sent.post_number, sent.carrier) == (False, "", "赵送达")
    assert sent.list_number == "620403-03-20261124-S1"


def test_a_wrong_number_is_corrected_and_the_first_stays_in_the_ledger(parts: Parts) -> None:
    application = concluded(parts)
    sent = posted(parts)
    with pytest.raises(RuleError, match="填得不全"):
        delivering.renumber(parts, parts.window.who, sent, "1100000000009", "")
    delivering.renumber(parts, parts.window.who, sent, "1100000000009", "录错了一位")
    assert of(parts, DeliveryKind.SENT)[0].post_number == "1100000000009"
    said = "\n".join(lines(parts, application))
    assert "单号1100000000001" in said
    assert "更正为1100000000009,原因:录错了一位" in said


@pytest.mark.parametrize("number", ["", "  ", "12345", "单号一二三", "1" * 31, "1100/0000"])
def test_what_is_no_postal_number_is_refused_whole(parts: Parts, number: str) -> None:
    first, second = concluded(parts), concluded(parts, 1)
    one, two = of(parts, DeliveryKind.POST)
    with pytest.raises(RuleError, match="单号"):
        delivering.post(parts, parts.window.who, [(one, "1100000000001"), (two, number)], parts.clock.today())
    assert [state(parts, a) for a in (first, second)] == [MatterState.CONCLUDED] * 2


def test_what_went_meanwhile_stops_the_whole_batch(parts: Parts) -> None:
    first, second = concluded(parts), concluded(parts, 1)
    one, two = of(parts, DeliveryKind.POST)
    proceedings.act(parts, parts.window.who, matter_id(second.id, "cert_new"), "hand_over", {})
    with pytest.raises(RuleError, match="已送达本人"):
        delivering.post(
            parts, parts.window.who, [(one, "1100000001"), (two, "1100000002")], parts.clock.today()
        )
    assert state(parts, first) == MatterState.CONCLUDED


def test_without_an_address_it_can_be_brought_and_not_posted(parts: Parts) -> None:
    application = concluded(parts, answers={**POST})
    (parcel,) = of(parts, DeliveryKind.POST)
    bare = replace(parcel, address="", town=OTHERS)
    with pytest.raises(RuleError, match=r"张样例.*没有收件地址"):
        delivering.post(parts, parts.window.who, [(bare, "1100000001")], parts.clock.today())
    assert "没有收件地址" in squeezed(text_of(deliveries.draw_labels(parts, [bare])))
    delivering.send_out(parts, parts.window.who, [bare], "其他", "赵送达", parts.clock.today())
    assert state(parts, application) == MatterState.SENT


def test_a_certificate_that_is_gone_meanwhile_goes_nowhere(parts: Parts, clock: StillClock) -> None:
    replaced(parts, clock)
    (old,) = of(parts, DeliveryKind.POST)
    assert "已经换发或补办" in old.problem
    with pytest.raises(RuleError, match="已经换发或补办"):
        delivering.send_out(parts, parts.window.who, [old], "兴平路街道", "赵送达", clock.today())


def replaced(parts: Parts, clock: StillClock, answers: dict[str, str] | None = None) -> Application:
    """A certificate that waits to be delivered, while a newer one was issued for it."""
    first = concluded(parts, 0, answers)
    clock.move(_DAY)
    draft = sound_draft(parts)
    told = {**draft.answers, **COLLECT, "certificate_state": "2", "lost_on": "2026-11-24"}
    again = intake.accept(parts, replace(draft, answers=told, chosen=("cert_lost",)))
    given = {
        "certificate_number": f"{again.answers['id_number']}43B1",
        "issued_on": clock.today().isoformat(),
    }
    proceedings.act(parts, DEPARTMENT, matter_id(again.id, "cert_lost"), "conclude", given)
    return first


def test_what_can_never_be_delivered_leaves_lists_and_to_dos_with_a_reason(
    parts: Parts, clock: StillClock
) -> None:
    # GIVEN a certificate that was replaced while it waited, and the result of a subsidy with it
    first, who = replaced(parts, clock), parts.window.who
    subsidy(parts, first)
    void, letter = sorted(of(parts, DeliveryKind.POST), key=lambda d: not d.problem)
    assert "已经换发或补办" in void.problem
    assert "登记“不再送达”" in void.problem
    assert (void.matters, letter.matters, letter.problem) == (("cert_new",), ("care_subsidy",), "")
    # WHEN the reason lacks THEN it says so and nothing is written
    for why, how, told in (("", "收回作废", "请选"), ("1", " ", "怎样处理的")):
        with pytest.raises(RuleError, match=told):
            delivering.keep(parts, who, void, why, how)
    assert state(parts, first) == MatterState.CONCLUDED
    # WHEN it is noted THEN it is on no list, has no to-do, and the ledger and the county have the reason
    delivering.keep(parts, who, void, "1", "收回作废,装入案卷")
    assert state(parts, first) == MatterState.KEPT
    assert [d.matters for d in of(parts, DeliveryKind.POST)] == [("care_subsidy",)]
    asked = [t for t in todos.todos(parts).shown if t.proceeding == matter_id(first.id, "cert_new")]
    assert not asked
    said = "残疾人证新办的结果不再送达,原因:这份证件已经换发、补办或注销,收回作废,装入案卷"
    assert said in "".join(lines(parts, first))
    assert [letter.subject for letter in parts.store.outbox.letters()][-1] == first.subject
    # AND the new certificate, the person's records and the other result are as before
    (new,) = of(parts, DeliveryKind.COLLECT)
    assert new.matters == ("cert_lost",)
    # AND it can be taken back, with a reason
    proceedings.act(
        parts, who, matter_id(first.id, "cert_new"), "deliver_again", {"again_why": "登记错了一件"}
    )
    assert len(of(parts, DeliveryKind.POST)) == 2
    with pytest.raises(RuleError, match="现在是“已办结”"):
        proceedings.act(parts, who, matter_id(first.id, "cert_new"), "deliver_again", {"again_why": "x"})


def test_what_is_under_way_and_never_arrives_is_not_asked_for_any_more(
    parts: Parts, clock: StillClock
) -> None:
    application = concluded(parts)
    sent = posted(parts)
    while clock.today() <= (sent.due or clock.today()):
        clock.move(_DAY)
    assert any("送达回执" in title for title in titles(parts))
    delivering.keep(parts, parts.window.who, sent, "2", "信件未退回,向邮局查询无果")
    assert not any("送达回执" in title for title in titles(parts))
    assert of(parts, DeliveryKind.SENT) == ()
    assert state(parts, application) == MatterState.KEPT
    # the list of the day it was posted says what it said
    assert sent.list_number in delivering.of_day(parts, sent.sent_on or clock.today())


def test_a_subsidy_whose_letter_is_kept_can_be_stopped_all_the_same(parts: Parts) -> None:
    application = concluded(parts)
    care = subsidy(parts, application)
    (parcel,) = of(parts, DeliveryKind.POST)
    assert parcel.matters == ("cert_new", "care_subsidy")
    delivering.keep(parts, parts.window.who, parcel, "4", "装入案卷")
    proceedings.act(parts, DEPARTMENT, care, "stop", {"text": "不再符合条件"})
    found = parts.store.proceedings.one(care)
    assert found is not None
    assert found.state == MatterState.STOPPED


# ---- decisions ------------------------------------------------------------------------------------


def refused(parts: Parts, person: int = 0, answers: dict[str, str] | None = None) -> Application:
    draft = sound_draft(parts, person=person)
    draft = replace(draft, answers={**draft.answers, **(POST if answers is None else answers)})
    application = intake.accept(parts, draft)
    proceedings.act(
        parts, DEPARTMENT, matter_id(application.id, "cert_new"), "refuse", {"text": "评定未达标准"}
    )
    return application


def test_a_refusal_goes_by_post_and_its_receipt_ends_it(parts: Parts, clock: StillClock) -> None:
    application, who = refused(parts), parts.window.who
    (todo,) = (t for t in todos.todos(parts).shown if t.proceeding.endswith("cert_new"))
    assert "邮寄 张样例" in todo.title
    assert "不予批准决定书" in todo.title
    assert todo.act
    assert (todo.act.code, todo.given["sent_by"]) == ("post_decision", "1")
    # WHEN it is posted with what else goes to the same person
    subsidy(parts, application)
    (parcel,) = of(parts, DeliveryKind.POST)
    assert parcel.content.startswith("不予批准决定书、")
    sent = posted(parts, "1100000000007")
    assert state(parts, application) == MatterState.DECISION_SENT
    assert sent.matters == ("cert_new", "care_subsidy")
    # THEN both stand on one list, and the decision by its name
    paper = squeezed(text_of(deliveries.draw_list(parts, sent.list_number, [sent])))
    assert "不予批准决定书、" in paper
    assert "1100000000007" in paper
    said = "残疾人证新办不予批准决定书已邮寄,单号1100000000007"
    assert said in "".join(lines(parts, application))
    # WHEN it comes back THEN it waits again, and goes with somebody of the town
    clock.move(_DAY)
    delivering.returned(parts, who, sent, "查无此人", clock.today())
    assert state(parts, application) == MatterState.REFUSED
    (again,) = of(parts, DeliveryKind.POST)
    delivering.send_out(parts, who, [again], "兴平路街道", "赵送达", clock.today())
    (under_way,) = of(parts, DeliveryKind.SENT)
    # WHEN the receipt is signed THEN the refusal was told in writing
    delivering.received(parts, who, under_way, "张收件", "3", clock.today())
    assert state(parts, application) == MatterState.NOTIFIED
    assert "已书面告知申请人,领取人张收件(亲属),签收日期2026年11月24日" in "".join(lines(parts, application))
    assert not any(t.proceeding.endswith("cert_new") for t in todos.todos(parts).shown)


def test_a_refusal_of_somebody_who_collects_waits_at_the_window(parts: Parts) -> None:
    refused(parts, answers=COLLECT)
    (parcel,) = of(parts, DeliveryKind.COLLECT)
    assert (parcel.content, parcel.by_post) == ("不予批准决定书", False)
    assert of(parts, DeliveryKind.POST) == ()


def test_a_refusal_nobody_is_left_for_stays_a_refusal(parts: Parts) -> None:
    application, who = refused(parts), parts.window.who
    sent = posted(parts)
    delivering.keep(parts, who, sent, "2", "邮局退回后装入案卷")
    assert state(parts, application) == MatterState.DECISION_KEPT
    assert not any(t.proceeding.endswith("cert_new") for t in todos.todos(parts).shown)
    proceedings.act(
        parts, who, matter_id(application.id, "cert_new"), "decision_again", {"again_why": "找到了"}
    )
    assert state(parts, application) == MatterState.REFUSED


def test_what_was_handed_over_meanwhile_is_not_noted_twice(parts: Parts) -> None:
    application = refused(parts)
    (parcel,) = of(parts, DeliveryKind.POST)
    proceedings.act(parts, parts.window.who, matter_id(application.id, "cert_new"), "notify", {})
    with pytest.raises(RuleError, match="不予批准,已告知"):
        delivering.post(parts, parts.window.who, [(parcel, "1100000001")], parts.clock.today())


def test_the_to_do_says_how_it_goes_and_when_the_receipt_is_late(parts: Parts, clock: StillClock) -> None:
    concluded(parts)
    concluded(parts, 1, COLLECT)
    found = (t for t in todos.todos(parts).shown if t.act)
    first, second = sorted(found, key=lambda t: "邮寄" not in t.title)
    assert "邮寄 张样例" in first.title
    assert first.act
    assert first.act.code == "post"
    assert first.given == {"sent_on": "2026-11-23", "sent_by": "1"}
    assert second.act
    assert second.act.code == "tell"
    # WHEN it was posted, nothing is to be done until the receipt should be here
    sent = posted(parts)
    assert not any("送达回执" in title for title in titles(parts))
    while clock.today() <= (sent.due or clock.today()):
        clock.move(_DAY)
    (late,) = (t for t in todos.todos(parts).shown if "送达回执" in t.title)
    assert late.act
    assert late.act.code == "hand_over"
    assert "2026年11月23日送出(邮寄)" in late.text
    assert of(parts, DeliveryKind.SENT)[0].late(clock.today())
    # AND the receipt ends it
    delivering.received(parts, parts.window.who, sent, "张收件", "1", clock.today())
    assert not any("送达回执" in title for title in titles(parts))


def test_lists_have_their_numbers_and_say_the_same_later(parts: Parts, clock: StillClock) -> None:
    for person in range(3):
        concluded(parts, person, {**POST, "delivery_address": f"甘肃省白银市平川区样例路{person}号"})
    concluded(parts, 3, COLLECT)
    today, who = clock.today(), parts.window.who
    one, two, three = of(parts, DeliveryKind.POST)
    delivering.post(parts, who, [(one, "1100000001"), (two, "1100000002")], today)
    delivering.post(parts, who, [(three, "1100000003")], today)
    delivering.send_out(parts, who, of(parts, DeliveryKind.COLLECT), "兴平路街道", "赵送达", today)
    found = delivering.of_day(parts, today)
    base = "620403-03-20261123"
    assert {n: len(p) for n, p in found.items()} == {f"{base}-S1": 1, f"{base}-Y1": 2, f"{base}-Y2": 1}
    before = {n: text_of(deliveries.draw_list(parts, n, p)) for n, p in found.items()}
    posting, bringing = squeezed(before[f"{base}-Y1"]), squeezed(before[f"{base}-S1"])
    assert "13800000001" in posting
    assert "1100000001" in posting
    assert "1100000003" not in posting
    assert "****" in bringing
    assert "赵送达" in bringing
    # WHEN a receipt is back and a week has passed, THEN the list still says the same
    delivering.received(parts, who, of(parts, DeliveryKind.SENT)[0], "张收件", "1", today)
    clock.move(7 * _DAY)
    again = delivering.of_day(parts, today)
    after = squeezed(text_of(deliveries.draw_list(parts, f"{base}-Y1", again[f"{base}-Y1"])))
    assert after == posting
    assert delivering.next_list(parts, today, posted=True) == f"{base}-Y3"


def test_the_register_has_what_was_collected_and_nothing_that_was_sent(
    parts: Parts, clock: StillClock
) -> None:
    collected, sent = concluded(parts, 0, COLLECT), concluded(parts, 1)
    day = clock.today()
    given = {"receiver": "张样例", "relation": "1"}
    proceedings.act(parts, parts.window.who, matter_id(collected.id, "cert_new"), "hand_over", given)
    delivering.received(parts, parts.window.who, posted(parts), "张收件", "1", day)
    text = squeezed(text_of(deliveries.draw_register(parts, day, day)))
    assert collected.number in text
    assert sent.number not in text
    assert "2026年11月23日" in text
    other = day + timedelta(days=1)
    assert collected.number not in squeezed(text_of(deliveries.draw_register(parts, other, other)))
    for since, until in ((other, day), (day, day + timedelta(days=100))):
        with pytest.raises(RuleError, match="登记期间"):
            deliveries.draw_register(parts, since, until)


def test_towns_come_by_name_and_the_unknown_last(parts: Parts) -> None:
    for person, place in enumerate(
        ("外省某地1号", "甘肃省白银市平川区王家山镇样例村", "甘肃省白银市平川区宝积镇样例村")
    ):
        concluded(parts, person, {**COLLECT, "present_address": place, "registered_address": place})
    towns = delivering.by_town(of(parts, DeliveryKind.COLLECT))
    assert list(towns)[-1] == OTHERS
    assert set(towns) == {"王家山镇", "宝积镇", OTHERS}


# ---- the command ---------------------------------------------------------------------------------


def test_the_command_writes_the_lists_of_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # GIVEN a book with one letter, one result taken along, and one collected
    monkeypatch.setenv("DESK_DATA", str(tmp_path / "data"))
    parts = make_parts(tmp_path / "data")
    concluded(parts)
    concluded(parts, 1, COLLECT)
    delivering.send_out(
        parts, parts.window.who, of(parts, DeliveryKind.COLLECT), "兴平路街道", "赵送达", DATE
    )
    posted(parts)
    taken = concluded(parts, 2, COLLECT)
    proceedings.act(parts, parts.window.who, matter_id(taken.id, "cert_new"), "hand_over", {})
    parts.store.close()
    # WHEN all papers of the day are asked for, or those of one kind
    out = tmp_path / "all"
    assert main(["papers", "deliveries", "--day", DATE.isoformat(), "--out", str(out)]) == 0
    assert "共3份" in capsys.readouterr().out
    base = "620403-03-20261123"
    assert {path.name for path in out.iterdir()} == {
        f"办理结果交寄清单-{base}-Y1.pdf",
        f"办理结果送达清单-{base}-S1.pdf",
        "证件、文书领取登记表-2026-11-23.pdf",
    }
    one = tmp_path / "one"
    command = ["papers", "deliveries", "--day", DATE.isoformat(), "--kind", "post", "--out", str(one)]
    assert main(command) == 0
    assert [path.name for path in one.iterdir()] == [f"办理结果交寄清单-{base}-Y1.pdf"]
    assert main(["papers", "deliveries", "--day", "2026-11-20", "--out", str(one)]) == 0
    assert "没有送出或领取的" in capsys.readouterr().out


# ---- notices of an end ----------------------------------------------------------------------------


def test_the_notice_of_an_end_is_posted_and_waits_for_nothing_but_the_telling(
    parts: Parts, clock: StillClock
) -> None:
    application, who = concluded(parts), parts.window.who
    care = matter_id(application.id, "care_subsidy")
    proceedings.act(parts, Who("程序", "system"), care, "release", {})
    proceedings.act(parts, DEPARTMENT, care, "close", {"text": "本人不办了"})
    # GIVEN a certificate and the notice of an end for one person THEN they go in one envelope
    (parcel,) = of(parts, DeliveryKind.POST)
    assert parcel.content == "《中华人民共和国残疾人证》、终止办理通知书"
    assert parcel.kept.matters == ("cert_new",)
    delivering.post(parts, who, [(parcel, "1100000000001")], clock.today())
    assert of(parts, DeliveryKind.POST) == ()
    (sent,) = of(parts, DeliveryKind.SENT)
    assert sent.matters == ("cert_new",)
    said = "护理补贴终止办理通知书已邮寄,单号1100000000001"
    assert said in "".join(lines(parts, application))
    listed = delivering.of_day(parts, clock.today())[sent.list_number]
    assert "终止办理通知书" in squeezed(text_of(deliveries.draw_list(parts, sent.list_number, listed)))
    assert [h.id for h in finding.find(parts, "1100000000001").applications] == [application.id]
    # AND the to-do stays until somebody was told
    assert any("已终止" in t.title for t in todos.todos(parts).shown)
    told = {"told_on": clock.today().isoformat(), "way": "4", "reached": "1"}
    proceedings.act(parts, who, care, "tell", told)
    assert not any("已终止" in t.title for t in todos.todos(parts).shown)


def test_whoever_was_told_of_an_end_by_telephone_is_sent_no_notice(parts: Parts) -> None:
    application = concluded(parts, 0, COLLECT)
    care = matter_id(application.id, "care_subsidy")
    proceedings.act(parts, Who("程序", "system"), care, "lapse", {"text": "证件没有办下来"})
    (parcel,) = of(parts, DeliveryKind.COLLECT)
    assert parcel.matters == ("cert_new", "care_subsidy")
    told = {"told_on": parts.clock.today().isoformat(), "way": "2", "reached": "1"}
    proceedings.act(parts, parts.window.who, care, "tell", told)
    (parcel,) = of(parts, DeliveryKind.COLLECT)
    assert parcel.matters == ("cert_new",)


def test_a_stop_after_a_posted_result_has_a_notice_of_its_own(parts: Parts, clock: StillClock) -> None:
    # GIVEN a result that was posted and came, and was stopped later
    application, who = concluded(parts), parts.window.who
    care, first = subsidy(parts, application), clock.today()
    sent = posted(parts)
    delivering.received(parts, who, sent, "张收件", "1", first)
    before = squeezed(text_of(deliveries.draw_list(parts, sent.list_number, [sent])))
    clock.move(9 * _DAY)
    proceedings.act(parts, DEPARTMENT, care, "stop", {"text": "不再符合条件"})
    (parcel,) = of(parts, DeliveryKind.POST)
    assert (parcel.content, parcel.kept.matters) == ("终止办理通知书", ())
    with pytest.raises(RuleError):
        delivering.keep(parts, who, parcel, "4", "装入案卷")
    # WHEN its notice goes out THEN the list of the first day says what it said
    delivering.post(parts, who, [(parcel, "1100000000009")], clock.today())
    assert of(parts, DeliveryKind.POST) == ()
    listed = delivering.of_day(parts, first)[sent.list_number]
    assert squeezed(text_of(deliveries.draw_list(parts, sent.list_number, listed))) == before
    for number in ("1100000000001", "1100000000009"):
        assert [h.id for h in finding.find(parts, number).applications] == [application.id]
    # AND stopped once more it has another one
    proceedings.act(parts, DEPARTMENT, care, "stop", {"text": "又查出一项"})
    assert [d.matters for d in of(parts, DeliveryKind.POST)] == [("care_subsidy",)]


# ---- found by its postal numbers --------------------------------------------------------------------


def test_every_postal_number_that_was_ever_noted_finds_the_application(
    parts: Parts, tmp_path: Path, clock: StillClock
) -> None:
    # GIVEN a letter whose number was corrected, that came back and went out again; and a refusal's own
    first, second = concluded(parts), refused(parts, 1)
    who, today = parts.window.who, clock.today()
    numbers = {first.id: "1100000000001", second.id: "1100000000005"}
    given = [(d, numbers[d.application]) for d in of(parts, DeliveryKind.POST)]
    delivering.post(parts, who, given, today)
    sent = next(d for d in of(parts, DeliveryKind.SENT) if d.application == first.id)
    delivering.renumber(parts, who, sent, "1100000000002", "录错了一位")
    delivering.returned(parts, who, sent, "查无此人", today)
    (again,) = of(parts, DeliveryKind.POST)
    delivering.post(parts, who, [(again, "EA300000003CN")], today)
    # THEN each of them finds it, whole or by its end
    wanted = {
        "1100000000001": first, "1100000000002": first, "EA300000003CN": first, "000005": second,
    }  # fmt: skip
    for number, application in wanted.items():
        assert [h.id for h in finding.find(parts, number).applications] == [application.id], number
    assert isinstance(parts.store, Book)
    assert parts.store.check().unfindable == 0
    # AND a book whose keys are older gets them when it is opened
    parts.store.close()
    with closing(opened_book(tmp_path / "book.db")) as held:
        held.executescript(
            "DELETE FROM find_key; DELETE FROM findable; UPDATE counter SET value = 4 WHERE series = 'keys'"
        )
    later = make_parts(tmp_path, clock)
    for number, application in wanted.items():
        assert [h.id for h in finding.find(later, number).applications] == [application.id], number
    later.store.close()
