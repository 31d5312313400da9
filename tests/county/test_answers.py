"""The county's replies are read piece by piece: answers, refusals, news."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from desk_app.county import answers
from desk_app.county.strict import WireError
from desk_app.domain.events import Event
from desk_app.domain.letters import Opening
from forms.schema import Problem
from tests.county import registers
from tests.fakes import NOW

Spoil = Callable[[dict[str, Any]], Any]


def test_answer_and_refusal_come_back_the_same() -> None:
    answer = answers.LetterAnswer(
        "l1", "0" * 64, "620403-20261123-000015", NOW.isoformat(), "请更新窗口", {"e1": 7}
    )
    assert answers.read_answer(answers.write_answer(answer)) == answer
    assert json.loads(answers.write_answer(answer))["office_number"] == answer.number
    refusal = answers.Refusal("请改正。", (Problem("name", "请录入姓名"), Problem("phone", "请录入电话")))
    assert answers.read_refusal(answers.write_refusal(refusal)) == refusal
    assert refusal.sentence == "请改正:请录入姓名;请录入电话"


def told(*places: int) -> list[tuple[Event, Opening | None]]:
    return [
        (
            registers.event(f"n{i}", "approve", county=i, payload={"text": "好"}),
            registers.opening() if i == 3 else None,
        )
        for i in places
    ]


def test_news_come_back_the_same() -> None:
    batch = answers.read_news(answers.write_news(told(3, 5), 5))
    assert [(i.seq, i.id, i.fault) for i in batch.items] == [(3, "n3", ""), (5, "n5", "")]
    assert batch.items[0].opening == registers.opening()
    assert batch.items[1].opening is None
    assert batch.items[0].event == registers.event("n3", "approve", payload={"text": "好"})
    assert batch.cursor == 5
    assert answers.read_item(batch.items[1].raw) == batch.items[1]


@pytest.mark.parametrize(("order", "cursor"), [((5, 3), 5), ((3, 3), 3), ((3, 5), 4)])
def test_news_out_of_order_are_refused(order: tuple[int, ...], cursor: int) -> None:
    with pytest.raises(WireError, match="次序"):
        answers.read_news(answers.write_news(told(*order), cursor))


@pytest.mark.parametrize(
    ("version", "words"), [(1, "第1版格式"), (3, "第3版格式"), (None, "没有写明格式版本")]
)
def test_news_of_another_version_are_refused_naming_both(version: Any, words: str) -> None:
    with pytest.raises(answers.VersionError, match=f"{words},这里的程序用第2版"):
        answers.read_news(json.dumps({"version": version, "events": [], "cursor": 0}))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda row: row.pop("act"), "缺少“act”"),
        (lambda row: row.update(at="yesterday"), "“at”不是时间"),
        (lambda row: row.update(payload="text"), "“payload”应为一组项目"),
        (lambda row: row.update(payload={"text": "\ud800"}), "不能保存的字符"),
        (lambda row: row.update(who=None), "“who”应为一组项目"),
        (lambda row: row.update(opening=7), "“opening”应为一组项目"),
        (lambda row: row.pop("id"), "缺少“id”"),
        (lambda row: row.update(seq="5"), "“seq”应为不小于零的整数"),
        (lambda row: row.clear(), "缺少“seq”"),
    ],
)
def test_a_piece_of_news_that_can_not_be_read_holds_up_no_other(spoil: Spoil, fault: str) -> None:
    row = json.loads(answers.write_news(told(3, 5, 7), 7))
    spoil(row["events"][1])
    batch = answers.read_news(json.dumps(row))
    assert [bool(i.event) for i in batch.items] == [True, False, True]
    bad = batch.items[1]
    assert fault in bad.fault
    assert "已另外存放" in bad.fault
    bad.raw.encode()
    again = answers.read_item(bad.raw)
    assert (again.id, again.fault, again.event) == (bad.id, bad.fault, None)
    assert batch.cursor == 7


@pytest.mark.parametrize("item", [None, 7, "张", [], {"x": "\ud800"}])
def test_anything_at_all_can_stand_among_the_news(item: Any) -> None:
    row = json.loads(answers.write_news(told(3, 5), 5))
    row["events"].insert(1, item)
    batch = answers.read_news(json.dumps(row))
    assert [bool(i.event) for i in batch.items] == [True, False, True]
    assert batch.items[1].id == answers.read_item(batch.items[1].raw).id


def test_an_older_desk_reads_the_answers_and_news_of_a_newer_county() -> None:
    answer = answers.LetterAnswer("l", "0" * 64, "1", NOW.isoformat())
    row = json.loads(answers.write_answer(answer)) | {"since": "next version"}
    assert answers.read_answer(json.dumps(row)) == answer
    news = json.loads(answers.write_news(told(3), 3))
    news["events"][0]["colour"] = "red"
    assert answers.read_news(json.dumps(news)).items[0].fault == ""
