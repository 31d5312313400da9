"""Results on their way: what is to be sent, sending, and receipts that come back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk_app.domain.applications import MatterState, matter_id
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import OTHERS, DeliveryKind
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.printing import deliveries
from desk_app.services.todos import todos
from tests.fakes import StillClock
from tests.people import sound_draft
from tests.printing.reading import squeezed, text_of
from tests.unit.parcels import (
    COLLECT,
    DAY,
    POST,
    concluded,
    lines,
    of,
    posted,
    state,
    titles,
)


def test_it_starts_when_a_result_is_there(parts: Parts) -> None:
    posted, collected = concluded(parts), concluded(parts, 1, COLLECT)
    intake.accept(parts, sound_draft(parts, person=2))
    (post,), (collect,) = of(parts, DeliveryKind.POST), of(parts, DeliveryKind.COLLECT)
    assert (post.application, post.recipient, post.phone) == (posted.id, "张收件", "13800000001")
    assert post.town == "兴平路街道"
    assert post.content == "《中华人民共和国残疾人证》"
    assert collect.application == collected.id
    assert of(parts, DeliveryKind.SENT) == ()


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
    clock.move(2 * DAY)
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
    clock.move(DAY)
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
        clock.move(DAY)
    (late,) = (t for t in todos.todos(parts).shown if "送达回执" in t.title)
    assert late.act
    assert late.act.code == "hand_over"
    assert "2026年11月23日送出(邮寄)" in late.text
    assert of(parts, DeliveryKind.SENT)[0].late(clock.today())
    # AND the receipt ends it
    delivering.received(parts, parts.window.who, sent, "张收件", "1", clock.today())
    assert not any("送达回执" in title for title in titles(parts))
