"""Results that can never be delivered leave lists and to-dos, with a reason."""

import pytest

from desk_app.domain.applications import MatterState, matter_id
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.applications import delivering
from desk_app.services.applications.delivering import DeliveryKind
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from tests.fakes import StillClock
from tests.unit.parcels import (
    COLLECT,
    DAY,
    DEPARTMENT,
    concluded,
    lines,
    of,
    posted,
    replaced,
    state,
    subsidy,
    titles,
)


def test_a_certificate_that_is_gone_meanwhile_goes_nowhere(parts: Parts, clock: StillClock) -> None:
    replaced(parts, clock)
    (old,) = of(parts, DeliveryKind.POST)
    assert "已经换发或补办" in old.problem
    with pytest.raises(RuleError, match="已经换发或补办"):
        delivering.send_out(parts, parts.window.who, [old], "兴平路街道", "赵送达", clock.today())


@pytest.mark.parametrize("answers", [None, COLLECT], ids=["post", "collect"])
def test_nobody_is_called_to_collect_a_certificate_that_is_void(
    parts: Parts, clock: StillClock, answers: dict[str, str] | None
) -> None:
    first = replaced(parts, clock, answers)
    (todo,) = (t for t in todos.todos(parts).shown if t.proceeding == matter_id(first.id, "cert_new"))
    assert todo.title.startswith("收回作废 张样例")
    assert "已经换发或补办" in todo.text
    assert todo.act
    assert todo.act.code == "keep_result"


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
        clock.move(DAY)
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
