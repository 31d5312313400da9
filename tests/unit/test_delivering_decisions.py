"""Refusals and notices of an end are posted, brought and collected as results are."""

import pytest

from desk_app.domain.applications import MatterState, matter_id
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import DeliveryKind
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.services.todos import todos
from desk_app.services.todos.todos import Todo
from tests.fakes import StillClock
from tests.printing.reading import squeezed, text_of
from tests.unit.parcels import (
    COLLECT,
    DAY,
    DEPARTMENT,
    concluded,
    lines,
    of,
    posted,
    refused,
    state,
    subsidy,
)


def todo_of(parts: Parts, proceeding: str) -> Todo:
    return next(t for t in todos.todos(parts).shown if t.proceeding == proceeding)


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
    clock.move(DAY)
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
    clock.move(9 * DAY)
    proceedings.act(parts, DEPARTMENT, care, "stop", {"text": "不再符合条件"})
    (parcel,) = of(parts, DeliveryKind.POST)
    assert (parcel.content, parcel.kept.matters) == ("终止办理通知书", ())
    with pytest.raises(RuleError):
        delivering.keep(parts, who, parcel, "4", "装入案卷")
    # WHEN its notice goes out THEN the list of the first day says what it said
    assert "通知书已于" not in todo_of(parts, care).text, "what was posted was the result"
    delivering.post(parts, who, [(parcel, "1100000000009")], clock.today())
    assert of(parts, DeliveryKind.POST) == ()
    assert todo_of(parts, care).text.endswith(";通知书已于2026年12月2日邮寄,单号1100000000009,交给张收件")
    listed = delivering.of_day(parts, first)[sent.list_number]
    assert squeezed(text_of(deliveries.draw_list(parts, sent.list_number, listed))) == before
    for number in ("1100000000001", "1100000000009"):
        assert [h.id for h in finding.find(parts, number).applications] == [application.id]
    # AND stopped once more it has another one
    proceedings.act(parts, DEPARTMENT, care, "stop", {"text": "又查出一项"})
    assert [d.matters for d in of(parts, DeliveryKind.POST)] == [("care_subsidy",)]
