"""The spine in the book: events in any order, twice, with gaps; the chain; deletion by law."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import Application, matter_id
from desk_app.domain.events import Event, Subject, Who
from desk_app.domain.letters import Delivered, NewsBatch, NewsItem, Opening
from desk_app.domain.proceedings import fold
from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.storage.book import Book
from forms import loader
from tests.fakes import NOW, make_parts
from tests.news import item
from tests.opened import opened_book
from tests.people import sound_draft

MATTER = loader.shipped().procedures["matter"]
TOLD = {"department": "残联", "received_by": "李接收"}
CLERK = Who("演示经办员", "clerk")


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def whole(parts: Parts) -> Book:
    assert isinstance(parts.store, Book)
    return parts.store


def feed(taken: list[Application], chance: random.Random, many: int) -> list[NewsItem]:
    """Acts that departments might report on these applications, sensible or not."""
    acts = ("accept", "assess", "resume", "correct", "refuse", "conclude", "close")
    return [
        item(seq, chance.choice(taken).id, chance.choice(("cert_new", "living_subsidy")), chance.choice(acts))
        for seq in range(1, many + 1)
    ]


def test_news_in_any_order_and_twice_lead_where_their_order_leads(parts: Parts) -> None:
    chance = random.Random(random.randrange(2**32))  # --randomly-seed brings it back
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(20)]
    news = feed(taken, chance, 1000)
    # WHEN they come shuffled, every one twice, a tenth of them late
    late = set(chance.sample(range(1000), 100))
    first = [n for n in news if n.seq not in late]
    mixed = chance.sample(first * 2, len(first) * 2) + [n for n in news if n.seq in late]
    applied: list[str] = []
    for at in range(0, len(mixed), 100):
        batch = mixed[at : at + 100]
        changed = parts.store.inbox.apply(NewsBatch(tuple(batch), max(n.seq for n in batch)), NOW)
        applied += [s.id for s in changed]
    # THEN each is here once, and every state column is what its events lead to
    for application in taken:
        for matter in ("cert_new", "living_subsidy"):
            identity = matter_id(application.id, matter)
            events = parts.store.events.of(identity)
            mine = [n.id for n in news if n.event and n.event.proceeding == identity]
            assert sorted(e.id for e in events if e.county) == sorted(mine)
            found, row = fold(MATTER, events), parts.store.proceedings.one(identity)
            assert found is not None
            assert row is not None
            assert (row.state, row.facts, row.since) == (found.state, found.facts, found.since)
            last = max((n for n in news if n.id in mine), key=lambda n: n.seq, default=None)
            if last is not None and last.event is not None:
                assert row.state == (MATTER.act(last.event.act) or MATTER.acts[0]).target
    assert whole(parts).check().sound


def test_an_own_act_takes_its_place_when_the_county_has_it(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    identity = matter_id(application.id, "cert_new")
    told = {"department": "平川区残联", "received_by": "李接收"}
    event = proceedings.act(parts, CLERK, identity, "transfer", told)
    first, second = parts.store.outbox.letters(application.subject)
    assert second.events == (event.id,)
    parts.store.outbox.delivered(first.id, Delivered("N1", ""), NOW)
    parts.store.outbox.delivered(second.id, Delivered("N1", "", "", ((event.id, 7),)), NOW)
    assert [e.county for e in parts.store.events.of(identity)] == [None, 7]
    row = parts.store.proceedings.one(identity)
    assert row is not None
    assert row.state == "transferred"


def test_an_act_the_county_refuses_is_taken_back_and_told(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    identity = matter_id(application.id, "cert_new")
    proceedings.act(parts, CLERK, identity, "transfer", {"department": "残联", "received_by": "李接收"})
    first, second = parts.store.outbox.letters(application.subject)
    parts.store.outbox.delivered(first.id, Delivered("N1", ""), NOW)
    parts.store.outbox.refused(second.id, "区县:现在是“部门已受理”", NOW)
    row = parts.store.proceedings.one(identity)
    assert row is not None
    assert row.state == "taken"
    (todo,) = todos.todos(parts).shown
    assert todo.title == f"{application.number}:区县没有收下一封信"
    todos.put_away(parts, todo)
    assert todos.todos(parts).total == 0


def test_the_same_act_twice_is_told_and_done_once(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    identity = matter_id(application.id, "cert_new")
    told = {"department": "残联", "received_by": "李接收"}
    proceedings.act(parts, CLERK, identity, "transfer", told)
    with pytest.raises(RuleError, match="现在是“已转部门”,不能“转交部门”"):
        proceedings.act(parts, CLERK, identity, "transfer", told)
    assert len(parts.store.events.of(identity)) == 2
    assert len(parts.store.outbox.letters(application.subject)) == 2


@pytest.mark.parametrize(
    ("act", "given", "who", "words"),
    [
        ("transfer", {"department": "残联"}, CLERK, "“转交部门”填得不全或不对"),
        (
            "transfer",
            {"department": "残联", "received_by": "李", "more": "x"},
            CLERK,
            "“转交部门”填得不全或不对",
        ),
        ("accept", {}, CLERK, "“受理”要由部门来做,不能由窗口来做"),
        ("fly", {}, CLERK, "没有“fly”这个动作"),
        ("take", {}, CLERK, "没有“take”这个动作"),
    ],
)
def test_what_can_not_be_done_is_told_and_nothing_is_written(
    parts: Parts, act: str, given: dict[str, str], who: Who, words: str
) -> None:
    application = intake.accept(parts, sound_draft(parts))
    identity = matter_id(application.id, "cert_new")
    with pytest.raises(RuleError, match=words):
        proceedings.act(parts, who, identity, act, given)
    with pytest.raises(RuleError, match="没有这条记录"):
        proceedings.act(parts, who, "nobody", act, given)
    assert len(parts.store.events.of(identity)) == 1


def test_the_chain_notices_a_changed_row_and_lets_a_payload_go(parts: Parts, tmp_path: Path) -> None:
    application = intake.accept(parts, sound_draft(parts))
    proceedings.act(
        parts, CLERK, matter_id(application.id, "cert_new"), "transfer",
        {"department": "残联", "received_by": "李接收"},
    )  # fmt: skip
    last = parts.store.events.of(matter_id(application.id, "cert_new"))[-1]
    with opened_book(tmp_path / "book.db") as db:
        db.execute("DELETE FROM payload WHERE event = ?", (last.id,))  # 个人信息保护法第四十七条
    assert whole(parts).check().broken == ()
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE event SET person = '别人' WHERE id = ?", (last.id,))
    db.close()
    assert whole(parts).check().broken == (last.id,)


def test_a_state_written_by_hand_is_found_and_mended(parts: Parts, tmp_path: Path) -> None:
    application = intake.accept(parts, sound_draft(parts))
    identity = matter_id(application.id, "cert_new")
    with opened_book(tmp_path / "book.db") as db:
        db.execute("UPDATE proceeding SET state = 'concluded' WHERE id = ?", (identity,))
    db.close()
    book = whole(parts)
    assert book.check().apart == (identity,)
    book.mend([identity])
    assert book.check().sound


def test_a_supplement_waits_for_its_application_and_nothing_else_waits_for_it(parts: Parts) -> None:
    one, other = (intake.accept(parts, sound_draft(parts, person=n)) for n in range(2))
    proceedings.act(
        parts, CLERK, matter_id(one.id, "cert_new"), "transfer", {"department": "残联", "received_by": "李"}
    )
    letters = [
        parts.store.outbox.due(),
        parts.store.outbox.due(skip=[x.id for x in parts.store.outbox.letters(one.subject)]),
    ]
    assert [x.subject if x else None for x in letters] == [one.subject, other.subject]
    first, second = parts.store.outbox.letters(one.subject)
    # The application is refused: what follows it goes nowhere, and does not count as waiting.
    parts.store.outbox.refused(first.id, "这是外区县的件", NOW)
    assert parts.store.outbox.waiting() == 1
    found = parts.store.outbox.due()
    assert found is not None
    assert found.id != second.id


def test_a_clock_set_back_parks_no_letter(parts: Parts) -> None:
    intake.accept(parts, sound_draft(parts))
    letter = parts.store.outbox.due()
    assert letter is not None
    parts.store.outbox.failed(letter.id, "没有应答")
    back = replace(parts, clock=type(parts.clock)(NOW - timedelta(days=1000)))  # type: ignore[call-arg]
    found = back.store.outbox.due()
    assert found is not None
    assert (found.id, found.attempts) == (letter.id, 1)


def test_an_event_of_a_procedure_nobody_knows_is_set_aside(parts: Parts) -> None:
    about = Subject("ship", "s1")
    event = Event("e1", NOW, Who("区县", "county"), about, "sail", {}, "p1", county=1)
    opening = Opening("ships", about, loader.shipped().digest)
    parts.store.inbox.apply(NewsBatch((NewsItem(1, "e1", event, opening, raw="{}"),), 1), NOW)
    (aside,) = parts.store.inbox.set_aside()
    assert "没有“ships”这种登记" in aside.reason
    assert parts.store.proceedings.one("p1") is None


# ---- found by trying to break it -----------------------------------------------------------------

KEYS = Path(__file__).parent.parent / "registers" / "keys"
SECOND = Who("王复核", "clerk")


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "keys", forms=KEYS)
    yield made
    made.store.close()


def lent(parts: Parts) -> str:
    """A key lent and confirmed without connection: two letters wait."""
    begun = proceedings.begin(parts, CLERK, "keys", "take", {"holder": "张样例", "key": "车库"})
    proceedings.act(parts, SECOND, begun.id, "confirm", {})
    return begun.id


def state_of(parts: Parts, identity: str) -> str:
    row = parts.store.proceedings.one(identity)
    assert row is not None
    return row.state


def test_letters_delivered_one_by_one_never_turn_a_record_back(keys: Parts) -> None:
    identity = lent(keys)
    proceedings.act(keys, CLERK, identity, "give_back", {})
    for place, letter in enumerate(keys.store.outbox.letters(), 5):
        keys.store.outbox.delivered(letter.id, Delivered("N", "", "", ((letter.events[0], place),)), NOW)
        assert state_of(keys, identity) == "back", "what was done here stays done while letters go one by one"
    assert whole(keys).check().sound


def test_what_the_county_did_not_take_in_can_not_be_gone_on_with(keys: Parts) -> None:
    identity = lent(keys)
    first, _ = keys.store.outbox.letters()
    keys.store.outbox.refused(first.id, "区县没有这种登记", NOW)
    assert state_of(keys, identity) == ""
    record = proceedings.record(keys, CLERK, identity)
    assert record is not None
    assert record.acts == ()
    with pytest.raises(RuleError, match="没有开始,或者没有被收下"):
        proceedings.act(keys, CLERK, identity, "give_back", {})
    assert [t.title for t in todos.todos(keys).shown] == [f"{record.proceeding.number}:区县没有收下一封信"]
    assert whole(keys).check().sound


def test_four_eyes_are_not_cheated_with_a_blank(keys: Parts) -> None:
    begun = proceedings.begin(keys, CLERK, "keys", "take", {"holder": "张样例", "key": "车库"})
    with pytest.raises(RuleError, match="不能是同一个人"):
        proceedings.act(keys, Who(" 演示 经办员", "clerk"), begun.id, "confirm", {})


def test_news_that_contradict_what_is_known_are_set_aside(parts: Parts) -> None:
    application = intake.accept(parts, sound_draft(parts))
    true = item(1, application.id, "cert_new", "accept", text="收到")
    assert true.event is not None
    other = replace(true, seq=2, event=replace(true.event, payload={"text": "别的"}, county=2))
    stranger = item(3, application.id, "cert_new", "assess")
    assert stranger.event is not None
    stranger = replace(stranger, event=replace(stranger.event, subject=Subject("person", "x")))
    about = Subject("key", "k9")
    no_start = Event("e9", NOW, Who("区县", "department"), about, "check_off", {}, "k9", county=4)
    opened = NewsItem(4, "e9", no_start, Opening("keys", about, parts.pack.digest), raw="{}")
    parts.store.inbox.apply(NewsBatch((true, other, stranger, opened), 4), NOW)
    assert {s.reason[:9] for s in parts.store.inbox.set_aside()} >= {"区县的消息说的不是", "业务定义里没有“k"}
    assert parts.store.proceedings.one("k9") is None
    assert state_of(parts, matter_id(application.id, "cert_new")) == "accepted"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE proceeding SET facts = '{' WHERE parent <> ''",
        "UPDATE payload SET body = 'x'",
        "UPDATE letter SET files = '[' WHERE seq = 1",
        "UPDATE proceeding SET procedure = 'lost' WHERE parent <> ''",
    ],
)
def test_one_damaged_row_stops_neither_list_nor_line_nor_start(
    parts: Parts, tmp_path: Path, damage: str
) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    parts.store.close()
    with opened_book(tmp_path / "book.db") as db:
        db.execute(damage)
        db.execute("UPDATE proceeding SET settled = 0")
    db.close()
    again = make_parts(tmp_path)
    assert len(again.store.applications.search()) == 2
    todos.todos(again)
    first = again.store.outbox.due()
    assert first is not None
    assert first.subject in {a.subject for a in taken}
    again.store.close()


def test_a_record_whose_procedure_is_lost_says_so_and_hides_no_other(keys: Parts, tmp_path: Path) -> None:
    lent(keys)
    application = intake.accept(keys, sound_draft(keys))
    keys.store.inbox.apply(NewsBatch((item(1, application.id, "cert_new", "conclude"),), 1), NOW)
    with opened_book(tmp_path / "keys" / "book.db") as db:
        db.execute("UPDATE proceeding SET todo = 1, pack_digest = '' WHERE procedure = 'keys'")
    db.close()
    without = replace(keys, packs=make_parts(tmp_path / "shipped").packs)
    titles = [t.title for t in todos.todos(without).shown]
    assert "通知 张样例 …0029 领取残疾人证新办的结果" in titles
    assert any("现在办不了" in t for t in titles)
