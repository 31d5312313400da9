"""The frame of letters: what one end writes the other reads unchanged; anything else is refused."""

import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk_app.county import answers, frame, shapes, strict
from desk_app.county.strict import WireError
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Envelope
from tests.county import registers
from tests.county.letters import accept
from tests.fakes import NOW, make_parts

OLD = Path(__file__).parent.parent / "old_data" / "county-1.sql"
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
FACTS = st.dictionaries(TEXT, TEXT | st.booleans() | st.lists(TEXT, max_size=4).map(tuple), max_size=8)
NAMES = st.text("abcxyz_", min_size=1, max_size=12)
SCALARS = (
    TEXT
    | st.booleans()
    | st.none()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
)
PAYLOADS = st.dictionaries(
    NAMES,
    SCALARS | st.lists(SCALARS, max_size=3) | st.lists(st.dictionaries(NAMES, TEXT), max_size=3),
    max_size=5,
)

GOLDEN = (
    '{"events":[{"act":"ask","at":"2026-11-23T09:15:00+08:00","cause":"","channel":"window","id":"e1",'
    '"opening":{"number":"FJ-03-2026-0001","pack_digest":"d1","parent":"","place":0,"procedure":"loan",'
    '"subject":{"id":"of-loan-1","kind":"person"}},"payload":{"count":2,"device":"轮椅","urgent":false},'
    '"proceeding":"loan-1","subject":{"id":"of-loan-1","kind":"person"},'
    '"touches":[{"id":"item-9","kind":"item"}],'
    '"who":{"person":"演示经办员","role":"clerk","unit":"样例大厅","window":"3"}},'
    '{"act":"note","at":"2026-11-23T09:15:00+08:00","cause":"e1","channel":"window","id":"e2",'
    '"payload":{"rows":[{"item":"一","remedy":"二"}]},"proceeding":"loan-1",'
    '"subject":{"id":"of-loan-1","kind":"person"},"touches":[],'
    '"who":{"person":"演示经办员","role":"clerk","unit":"样例大厅","window":"3"}}],'
    '"files":["' + "0" * 64 + '"],"id":"letter-1","subject":{"id":"loan-1","kind":"loan"},"version":2}'
)


def envelope() -> Envelope:
    first = registers.event(
        "e1",
        "ask",
        payload={"device": "轮椅", "urgent": False, "count": 2},
        touches=(Subject("item", "item-9"),),
    )
    second = registers.event("e2", "note", payload={"rows": ({"item": "一", "remedy": "二"},)}, cause="e1")
    opens = (("loan-1", registers.opening(digest="d1")),)
    return Envelope("letter-1", Subject("loan", "loan-1"), (first, second), opens, ("0" * 64,))


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The letter of an application accepted at the window."""
    parts = make_parts(tmp_path_factory.mktemp("desk"))
    text = accept(parts)[1].body
    parts.store.close()
    return text


@pytest.fixture(scope="module")
def old() -> dict[str, str]:
    """Letters of version 1 as the first release wrote them."""
    book = sqlite3.connect(":memory:")
    book.executescript(OLD.read_text(encoding="utf-8"))
    application = book.execute("SELECT body FROM applications ORDER BY office_number").fetchone()[0]
    supplement = book.execute("SELECT body FROM supplements").fetchone()[0]
    book.close()
    return {"application": application, "supplement": supplement}


# ---- the envelope --------------------------------------------------------------------------------


def test_an_envelope_is_this_very_text() -> None:
    assert frame.write(envelope(), "620403") == GOLDEN
    parcel = frame.read(GOLDEN)
    assert (parcel.id, parcel.subject, parcel.version) == ("letter-1", Subject("loan", "loan-1"), 2)
    assert parcel.files == ("0" * 64,)
    assert parcel.openings == {"loan-1": registers.opening(digest="d1")}
    first, second = parcel.events
    assert first == envelope().events[0]
    assert second.payload == {"rows": [{"item": "一", "remedy": "二"}]}
    assert frame.digest(GOLDEN.encode()) == sha256(GOLDEN.encode()).hexdigest()


def test_the_letter_of_an_application_says_what_was_accepted(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    application, letter = accept(parts)
    parcel = frame.read(letter.body)
    body = parcel.application
    assert body is not None
    assert (parcel.id, parcel.subject) == (letter.id, application.subject)
    assert [e.id for e in parcel.events] == list(letter.events)
    assert (body.id, body.number) == (application.id, application.number)
    assert body.answers == application.answers
    assert body.answers["apply_categories"] == ("4",)
    assert body.answers["holds_certificate"] is False
    assert body.pages == application.pages
    assert body.accepted_at == NOW
    assert (body.region_code, body.window, body.clerk) == ("620403", "3", "演示经办员")
    held = {f.matter for f in body.findings if f.waits_for == "cert_new"}
    assert held >= {"living_subsidy", "care_subsidy"}


def test_a_letter_is_canonical(letter: str) -> None:
    assert "张样例" in letter
    assert list(json.loads(letter)) == sorted(json.loads(letter))
    assert "\n" not in letter


@given(FACTS)
def test_answers_of_every_kind_come_back_the_same(facts: dict[str, Any]) -> None:
    assert shapes.read_facts(shapes.write_facts(facts)) == facts


@given(PAYLOADS)
def test_payloads_of_every_kind_come_back_the_same(payload: dict[str, Any]) -> None:
    event = Event("e", NOW, Who("一"), Subject("person", "p"), "note", payload)
    written = frame.write(Envelope("l", Subject("loan", "x"), (event,)), "620403")
    (back,) = frame.read(written).events
    assert back == event


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists) | st.binary())
def test_whatever_is_no_letter_is_a_wire_error(value: Any) -> None:
    text = value if isinstance(value, bytes) else json.dumps(value)
    for read in (frame.read, answers.read_answer, answers.read_refusal, answers.read_news):
        with pytest.raises(WireError):
            read(text)


Spoil = Callable[[dict[str, Any]], Any]


def _without(key: str) -> Spoil:
    return lambda row: row.pop(key)


def _with(key: str, value: Any) -> Spoil:
    return lambda row: row.update({key: value})


def _in(part: str, key: str, value: Any) -> Spoil:
    return lambda row: row[part].update({key: value})


def _event(key: str, value: Any) -> Spoil:
    return lambda row: row["events"][0].update({key: value})


def _page(key: str, value: Any) -> Spoil:
    return lambda row: row["application"]["pages"][0].update({key: value})


def _finding(key: str, value: Any) -> Spoil:
    return lambda row: row["application"]["findings"][0].update({key: value})


def _deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_with("version", 3), "第3版格式,这里的程序用第2版"),
        (_with("version", True), "没有写明格式版本,这里的程序用第2版"),
        (_with("version", 2.0), "没有写明格式版本"),
        (_without("version"), "没有写明格式版本"),
        (_with("extra", 1), "不认识的项目“extra”"),
        (_without("events"), "缺少“events”"),
        (_with("events", []), "应有1至500件事"),
        (_with("events", [{}]), "缺少“payload”"),
        (_with("id", ""), "“id”应有1至100个字"),
        (_with("id", 7), "“id”应为文字"),
        (_with("subject", {"kind": "application"}), "缺少“id”"),
        (_with("subject", {"kind": "person", "id": "x"}), "说的不是它带来的那件申请"),
        (_with("files", []), "“files”里没有列全图片"),
        (_with("files", ["A" * 64]), "64位小写十六进制"),
        (_with("files", "x"), "“files”应为文字列表"),
        (_with("application", []), "“application”应为一组项目"),
        (_event("extra", 1), "不认识的项目“extra”"),
        (_event("id", "x" * 101), "“id”应有1至100个字"),
        (_event("at", "昨天"), "“at”不是时间"),
        (_event("at", "2026-11-23T09:15:00"), "没有注明时区"),
        (_event("at", "0001-01-01T00:00:00+14:00"), "“at”的年份不对"),
        (_event("who", {"person": "", "role": "clerk", "unit": ""}), "缺少“window”"),
        (_event("who", {"person": "", "role": "", "unit": "", "window": ""}), "“role”应有1至100个字"),
        (_event("touches", [{"kind": "a", "id": "b"}] * 2), "重复的或太多的"),
        (_event("payload", {"text": "张\0三"}), "不能保存的字符"),
        (_event("payload", {"te\0xt": ""}), "不能保存的字符"),
        (_event("payload", {"text": "张\ud800"}), "不能保存的字符"),
        (_event("payload", {"text": "x" * 20_001}), "“text”太长"),
        (_event("payload", {"n": 2**64}), "“n”的数太大"),
        (_event("payload", {"x": _deep(7)}), "“x”套得太深"),
        (_event("payload", {"": 1}), "项目名应有1至100个字"),
        (_event("payload", []), "“payload”应为一组项目"),
        (_event("opening", {"procedure": "x"}), "缺少“subject”"),
        (_in("application", "extra", 1), "不认识的项目“extra”"),
        (_in("application", "answers", []), "“answers”应为一组项目"),
        (_in("application", "answers", {"age": 39}), "“age”应为文字"),
        (_in("application", "answers", {"age": None}), "“age”应为文字"),
        (_in("application", "answers", {"apply_categories": [4]}), "“apply_categories”应为文字"),
        (_in("application", "answers", {"name": "张\0三"}), "不能保存的字符"),
        (_in("application", "answers", {"na\0me": "张"}), "不能保存的字符"),
        (_in("application", "chosen", "cert_new"), "“chosen”应为文字列表"),
        (_in("application", "chosen", ["cert_new", "cert_new"]), "重复"),
        (_in("application", "clerk", "x" * 101), "“clerk”最多100个字"),
        (_in("application", "findings", {}), "“findings”应为列表"),
        (_finding("outcome", "也许"), "可用:符合、可能符合、不符合"),
        (_finding("waits_for", None), "“waits_for”应为文字"),
        (_page("id", "../../etc/passwd"), "64位小写十六进制"),
        (_page("size", -1), "不小于零的整数"),
        (_page("size", True), "不小于零的整数"),
        (_page("size", 2**64), "不小于零的整数"),
        (_in("application", "accepted_at", "2026-11-23T09:15:00"), "没有注明时区"),
        (_in("application", "window", ""), "“window”应有"),
        (_in("application", "pack_digest", ""), "“pack_digest”应有"),
    ],
)
def test_a_letter_that_is_not_as_agreed_is_refused_by_name(letter: str, spoil: Spoil, words: str) -> None:
    row = json.loads(letter)
    spoil(row)
    with pytest.raises(WireError, match=words):
        frame.read(json.dumps(row))


def test_one_event_is_not_told_twice_in_a_letter(letter: str) -> None:
    row = json.loads(letter)
    row["events"] *= 2
    with pytest.raises(WireError, match="重复的编号"):
        frame.read(json.dumps(row))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "不是完整的 JSON"),
        (b"\xff\xfe\x00", "不是完整的 JSON"),
        ('{"version":2}'.encode("utf-16"), "不是完整的 JSON"),
        ('{"version":2}'.encode("utf-32"), "不是完整的 JSON"),
        (b'{"version":1', "不是完整的 JSON"),
        (b"[" * 100_000, "不是完整的 JSON"),
        (b'{"version":' + b"9" * 5000 + b"}", "不是完整的 JSON"),
        (b'{"version":2,"version":2}', "“version”出现了两次"),
        (b'{"version":NaN}', "不能用数值 NaN"),
        (b'{"version":1e999}', "不能用数值 1e999"),
        (b"[]", "应为一组项目"),
        (b" " * 1_000_001, "超过1兆"),
    ],
)
def test_a_text_that_is_no_json_of_ours_is_refused(text: bytes, words: str) -> None:
    with pytest.raises(WireError, match=words):
        frame.read(text)


# ---- version 1 -----------------------------------------------------------------------------------


def test_an_application_of_version_1_is_read_as_the_same_envelope_every_time(old: dict[str, str]) -> None:
    parcel = frame.read(old["application"])
    assert parcel.version == 1
    assert parcel.application is not None
    assert parcel.id == ""
    (event,) = parcel.events
    assert (event.act, event.proceeding, event.subject) == ("accept", parcel.application.id, parcel.subject)
    assert event.at == parcel.application.accepted_at
    assert (event.who.person, event.who.role, event.who.window) == ("演示经办员", "clerk", "3")
    assert event.payload["number"] == parcel.application.number
    assert parcel.files == tuple(p.id for p in parcel.application.pages)
    assert frame.read(old["application"].encode()) == parcel


def test_a_supplement_of_version_1_is_read_as_the_same_envelope_every_time(old: dict[str, str]) -> None:
    parcel = frame.read(old["supplement"])
    assert parcel.supplement is not None
    (event,) = parcel.events
    assert (event.act, event.proceeding) == ("supplement", parcel.supplement.application)
    assert event.payload == {"material": "household", "title": "household", "pages": 1}
    assert frame.read(old["supplement"]) == parcel
    other = json.loads(old["supplement"]) | {"clerk": "别人"}
    assert frame.read(json.dumps(other)).events[0].id != event.id


@pytest.mark.parametrize(("key", "words"), [("extra", "不认识的项目“extra”"), ("version", "第9版格式")])
def test_version_1_is_read_as_strictly(old: dict[str, str], key: str, words: str) -> None:
    for text in old.values():
        with pytest.raises(WireError, match=words):
            frame.read(json.dumps(json.loads(text) | {key: 9}))


def test_moments_keep_their_zone() -> None:
    row = {"at": (NOW + timedelta(days=1)).isoformat()}
    assert strict.moment(row, "at").utcoffset() == timedelta(hours=8)
