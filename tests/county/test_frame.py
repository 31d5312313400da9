"""The format of both ends: what is written is read back the same, and nothing else is read at all."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.county import wire
from desk_app.domain.letters import News, NewsBatch, NewsKind
from forms.schema import Problem
from tests.county.letters import accept
from tests.fakes import NOW, make_parts

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
FACTS = st.dictionaries(TEXT, TEXT | st.booleans() | st.lists(TEXT, max_size=4).map(tuple), max_size=8)


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The letter of an application accepted at the window."""
    parts = make_parts(tmp_path_factory.mktemp("desk"))
    text = accept(parts)[1].body
    parts.store.close()
    return text


def test_a_letter_says_what_was_accepted(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    application, letter = accept(parts)
    body = wire.read_letter(letter.body)
    assert (body.id, body.number) == (application.id, application.number)
    assert body.answers == application.answers
    assert body.answers["apply_categories"] == ("4",)
    assert body.answers["holds_certificate"] is False
    assert body.pages == application.pages
    assert body.accepted_at == NOW
    assert (body.region_code, body.window, body.clerk) == ("620403", "3", "演示经办员")
    held = {f.matter for f in body.findings if f.waits_for == "cert_new"}
    assert held >= {"living_subsidy", "care_subsidy"}
    assert wire.write_letter(body) == letter.body


def test_a_letter_is_canonical(letter: str) -> None:
    assert "张样例" in letter
    assert list(json.loads(letter)) == sorted(json.loads(letter))
    assert "\n" not in letter


@given(FACTS)
def test_answers_of_every_kind_come_back_the_same(facts: dict[str, Any]) -> None:
    assert wire.read_facts(wire.write_facts(facts)) == facts


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists) | st.binary())
def test_whatever_is_no_letter_is_a_wire_error(value: Any) -> None:
    text = value if isinstance(value, bytes) else json.dumps(value)
    for read in (wire.read_letter, wire.read_answer, wire.read_refusal, wire.read_news):
        with pytest.raises(wire.WireError):
            read(text)


def _without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.pop(key) and None


def _with(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row.update({key: value})


def _page(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row["pages"][0].update({key: value})


def _finding(key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda row: row["findings"][0].update({key: value})


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_with("version", 2), "版本2不认识"),
        (_without("version"), "版本None不认识"),
        (_with("extra", 1), "不认识的项目“extra”"),
        (_without("number"), "缺少“number”"),
        (_with("id", ""), "“id”应有1至100个字"),
        (_with("id", "x" * 101), "“id”应有1至100个字"),
        (_with("number", 7), "“number”应为文字"),
        (_with("answers", []), "“answers”应为一组项目"),
        (_with("answers", {"age": 39}), "“age”应为文字"),
        (_with("answers", {"age": None}), "“age”应为文字"),
        (_with("answers", {"apply_categories": [4]}), "“apply_categories”应为文字"),
        (_with("answers", {"name": "张\0三"}), "不能保存的字符"),
        (_with("answers", {"name": "张\ud800"}), "不能保存的字符"),
        (_with("answers", {"na\0me": "张"}), "不能保存的字符"),
        (_with("chosen", "cert_new"), "“chosen”应为文字列表"),
        (_with("chosen", ["cert_new", "cert_new"]), "重复"),
        (_with("findings", {}), "“findings”应为列表"),
        (_with("findings", ["cert_new"]), "“findings”应为一组项目"),
        (_finding("outcome", "也许"), "可用:符合、可能符合、不符合"),
        (_finding("waits_for", None), "“waits_for”应为文字"),
        (_page("id", "../../etc/passwd"), "64位小写十六进制"),
        (_page("id", "A" * 64), "64位小写十六进制"),
        (_page("size", -1), "不小于零的整数"),
        (_page("size", True), "不小于零的整数"),
        (_page("size", 1.5), "不小于零的整数"),
        (_page("size", 2**64), "不小于零的整数"),
        (_with("seen", None), "“seen”应为文字列表"),
        (_with("accepted_at", "昨天"), "不是时间"),
        (_with("accepted_at", "2026-11-23T09:15:00"), "没有注明时区"),
        (_with("window", ""), "“window”应有"),
        (_with("pack_digest", ""), "“pack_digest”应有"),
    ],
)
def test_a_letter_that_is_not_as_agreed_is_refused_by_name(
    letter: str, spoil: Callable[[dict[str, Any]], None], words: str
) -> None:
    row = json.loads(letter)
    spoil(row)
    with pytest.raises(wire.WireError, match=words):
        wire.read_letter(json.dumps(row))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "不是完整的 JSON"),
        (b"\xff\xfe\x00", "不是完整的 JSON"),
        (b'{"version":1', "不是完整的 JSON"),
        (b"[" * 100_000, "不是完整的 JSON"),
        (b'{"version":' + b"9" * 5000 + b"}", "不是完整的 JSON"),
        (b'{"version":1,"version":1}', "“version”出现了两次"),
        (b'{"version":NaN}', "不能用数值 NaN"),
        (b"[]", "应为一组项目"),
    ],
)
def test_a_text_that_is_no_json_of_ours_is_refused(text: bytes, words: str) -> None:
    with pytest.raises(wire.WireError, match=words):
        wire.read_letter(text)


def test_answer_refusal_and_news_come_back_the_same() -> None:
    answer = wire.Answer("620403-20261123-000015", "2026-11-23T09:20:00+08:00", "请更新窗口")
    assert wire.read_answer(wire.write_answer(answer)) == answer
    refusal = wire.Refusal("请改正。", (Problem("name", "请录入姓名"), Problem("phone", "请录入电话")))
    assert wire.read_refusal(wire.write_refusal(refusal)) == refusal
    assert refusal.sentence == "请改正:请录入姓名;请录入电话"
    news = tuple(News(f"n{i}", i, "a", "cert_new", NewsKind.ACCEPTED, "", NOW) for i in (3, 5))
    assert wire.read_news(wire.write_news(NewsBatch(news, 5))) == NewsBatch(news, 5)


@pytest.mark.parametrize(("order", "cursor"), [((5, 3), 5), ((3, 3), 3), ((3, 5), 4)])
def test_news_out_of_order_are_refused(order: tuple[int, ...], cursor: int) -> None:
    news = tuple(News(f"n{i}", i, "a", "cert_new", NewsKind.ACCEPTED, "", NOW) for i in order)
    with pytest.raises(wire.WireError, match="次序"):
        wire.read_news(wire.write_news(NewsBatch(news, cursor)))


def test_an_older_desk_reads_the_answer_of_a_newer_county() -> None:
    row = json.loads(wire.write_answer(wire.Answer("1", datetime.now().astimezone().isoformat())))
    assert wire.read_answer(json.dumps(row | {"since": "next version"})).office_number == "1"
