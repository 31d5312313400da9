"""The courier between a real book and the real county: everything arrives, each letter once."""

import logging
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from desk_app.clock import SystemClock
from desk_app.county import frame
from desk_app.county.client import HttpCounty
from desk_app.county.courier import Courier, Pauses, Waits
from desk_app.county_server.book import CountyBook
from desk_app.county_server.decide import Ruling
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import MatterState, SendState
from desk_app.domain.events import Event, Subject
from desk_app.domain.letters import Delivered, Letter, NewsBatch, NewsItem
from desk_app.errors import BugError, LetterFault, LineError
from desk_app.services.parts import Clock, County, Parts
from desk_app.services.sockets import Store
from forms import loader
from forms.library import Versions
from tests.county import registers
from tests.county.letters import accept
from tests.county.lines import SECONDS, Lossy, Peer, SilentPeer, Watch, answer, closed_port, say
from tests.fakes import NOW, StillClock, make_parts

FAST = Pauses(first=0.02, letter=0.1, line=0.1, news=0.02)
PATIENT = Pauses(first=600, letter=600, line=600, news=600)
"""Nothing happens of itself: every round but the first is rung for."""


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path / "desk")
    yield made
    made.store.close()


@pytest.fixture
def county(tmp_path: Path) -> Iterator[EmbeddedCounty]:
    made = EmbeddedCounty(tmp_path / "county.db", Versions(loader.shipped()))
    yield made
    made.stop()


@contextmanager
def courier(
    parts: Parts,
    connect: Callable[[], County],
    pauses: Pauses = FAST,
    store: Store | None = None,
    clock: Clock | None = None,
) -> Iterator[tuple[Courier, Watch]]:
    """A courier under way, and what it tells."""
    watch = Watch()
    made = Courier(
        store or parts.store, connect, clock or SystemClock(), watch.on_change, watch.on_line, pauses
    )
    made.start()
    try:
        yield made, watch
    finally:
        assert made.stop()


def book(tmp_path: Path) -> CountyBook:
    return CountyBook(f"sqlite:///{tmp_path}/county.db", create=False)


def received(tmp_path: Path) -> list[str]:
    """Receipt numbers in the county's book, in the order they came."""
    with closing(book(tmp_path)) as held:
        return [c.number for c in held.cases()]


def states(parts: Parts, application_id: str) -> dict[str, str]:
    application = parts.store.applications.one(application_id)
    assert application is not None
    return {m.matter: m.state for m in application.matters}


class Line:
    """A county in memory, for what no real one does; it notes what it is brought."""

    def __init__(self, fail: Callable[[Letter], Exception | None] = lambda _: None) -> None:
        self.brought: list[str] = []
        self.tried: list[str] = []
        self.batches: list[NewsBatch] = []
        self.down: Exception | None = None
        self._fail = fail

    def has_file(self, page_id: str) -> bool:
        return True

    def send_file(self, page_id: str, data: bytes) -> None:
        raise AssertionError

    def send_letter(self, letter: Letter) -> Delivered:
        self.tried.append(letter.id)
        if fault := self._fail(letter):
            raise fault
        self.brought.append(letter.id)
        return Delivered("620403-1", NOW.isoformat())

    def news(self, cursor: int) -> NewsBatch:
        if self.down:
            raise self.down
        return next((b for b in self.batches if b.cursor > cursor), NewsBatch((), cursor))

    def close(self) -> None:
        pass


# ---- the way there and back ----------------------------------------------------------------------


def test_a_letter_and_its_pages_arrive_and_news_come_home(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    application, _ = accept(parts, b"one", b"two")
    with courier(parts, lambda: HttpCounty(*county.start(), window="3")) as (_, watch):
        watch.until_line(lambda s: s.online and not s.waiting)
        assert watch.lines[-1].text == ""
        sent = parts.store.applications.one(application.id)
        assert sent is not None
        assert sent.sent == SendState.DELIVERED
        with closing(book(tmp_path)) as held:
            held.decide(sent.office_number, Ruling("cert_new", "conclude", {"grade": "2"}), NOW)
        watch.until(lambda: states(parts, application.id)["care_subsidy"] == MatterState.ACCEPTED)
        assert states(parts, application.id)["cert_new"] == MatterState.CONCLUDED
        assert set(watch.subjects) == {application.subject}
    assert received(tmp_path) == [application.number]


def test_with_a_third_of_the_replies_lost_each_letter_is_once_at_the_county(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    numbers = [accept(parts, b"page %d" % i)[0].number for i in range(12)]
    url, token = county.start()
    # By chance, not in turn: a steady beat could fall on every letter's reply for ever.
    chance = random.Random(3)
    lossy = Lossy(url, lambda _request: chance.random() < 1 / 3)
    with Peer(lossy) as proxy, courier(parts, lambda: HttpCounty(proxy.url, token)) as (_, watch):
        watch.until_line(lambda s: not s.waiting)
    assert lossy.lost > 5
    assert sorted(received(tmp_path)) == numbers
    with closing(book(tmp_path)) as held:
        offices = {c.number: c.office_number for c in held.cases()}
    assert offices == {a.number: a.office_number for a in parts.store.applications.search()}


def test_a_county_that_dies_between_storing_and_answering_has_the_letter_once(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    application, _ = accept(parts)
    url, token = county.start()
    died = threading.Event()

    def die(request: bytes) -> bool:
        if not request.startswith(b"POST"):
            return False
        county.stop()
        died.set()
        return True

    with Peer(Lossy(url, die)) as proxy:

        def connect() -> County:
            return HttpCounty(*county.start()) if died.is_set() else HttpCounty(proxy.url, token)

        with courier(parts, connect) as (_, watch):
            watch.until_line(lambda s: s.online and not s.waiting)
    assert died.is_set()
    assert received(tmp_path) == [application.number]


def test_a_cache_on_the_way_marks_nothing_as_delivered(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    """It answers every letter after the first with what the county said to the first."""
    numbers = [accept(parts, b"page %d" % i)[0].number for i in range(4)]
    url, token = county.start()
    kept: list[bytes] = []
    off = threading.Event()
    plain = Lossy(url, lambda _request: False)

    def cache(line: Any, request: bytes) -> None:
        if not request.startswith(b"POST") or off.is_set():
            plain(line, request)
        elif kept:
            line.sendall(kept[0])
        else:
            plain(_Tee(line, kept), request)

    with Peer(cache) as proxy, courier(parts, lambda: HttpCounty(proxy.url, token)) as (runner, watch):
        watch.until_line(lambda s: s.waiting == 3 and "答复说的是另一封信" in s.text)
        assert received(tmp_path) == numbers[:1]
        off.set()
        runner.wake()
        watch.until_line(lambda s: not s.waiting)
    assert received(tmp_path)[0] == numbers[0]
    assert sorted(received(tmp_path)) == numbers


class _Tee:
    """A line that keeps a copy of what is said on it."""

    def __init__(self, line: Any, kept: list[bytes]) -> None:
        self._line, self._kept = line, kept

    def sendall(self, data: bytes) -> None:
        self._kept.append(data)
        self._line.sendall(data)


# ---- a dead line ---------------------------------------------------------------------------------


def test_a_dead_line_is_told_and_letters_go_when_it_is_back(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    numbers = [accept(parts, b"page %d" % i)[0].number for i in range(3)]
    alive = threading.Event()
    with closed_port() as port:

        def connect() -> County:
            return (
                HttpCounty(*county.start()) if alive.is_set() else HttpCounty(f"http://127.0.0.1:{port}", "k")
            )

        with courier(parts, connect) as (_, watch):
            state = watch.until_line(lambda s: not s.online)
            assert state.waiting == 3
            assert "连不上区县" in state.text
            alive.set()
            watch.until_line(lambda s: s.online and not s.waiting)
    assert sorted(received(tmp_path)) == numbers


def test_a_dead_line_is_not_tried_without_pause(parts: Parts) -> None:
    accept(parts)
    tried: list[int] = []
    with closed_port() as port:

        def connect() -> County:
            tried.append(len(tried))
            return HttpCounty(f"http://127.0.0.1:{port}", "k")

        with courier(parts, connect, PATIENT) as (runner, watch):
            watch.until_line(lambda s: not s.online)
            runner.wake()
            watch.until(lambda: len(tried) > 1)
        assert len(tried) == 2


def test_a_dead_line_is_counted_against_no_letter(parts: Parts) -> None:
    accept(parts)
    line = Line(lambda _: LineError("连不上"))
    line.down = LineError("连不上")
    with courier(parts, lambda: line) as (_, watch):
        watch.until(lambda: len(line.tried) > 3)
        assert not watch.lines[-1].online
    assert parts.store.outbox.letters()[0].attempts == 0


def test_a_new_letter_rings_the_courier_out(parts: Parts, county: EmbeddedCounty) -> None:
    with courier(parts, lambda: HttpCounty(*county.start()), PATIENT) as (runner, watch):
        watch.until_line(lambda s: s.online)
        application, _ = accept(parts)
        runner.wake()
        watch.until(lambda: application.subject in watch.subjects)


def test_a_wrong_key_stops_all_letters_until_it_is_mended(parts: Parts, county: EmbeddedCounty) -> None:
    application, _ = accept(parts)
    url, token = county.start()
    key = ["wrong"]
    with courier(parts, lambda: HttpCounty(url, key[0]), replace(FAST, letter=600)) as (runner, watch):
        state = watch.until_line(lambda s: not s.online)
        assert "密钥" in state.text
        (letter,) = parts.store.outbox.letters(application.subject)
        assert letter.attempts == 0
        key[0] = token
        runner.wake()
        watch.until_line(lambda s: s.online and not s.waiting)


def test_a_county_out_of_order_keeps_the_letter_waiting(parts: Parts) -> None:
    accept(parts)
    with Peer(say(answer(500, b""))) as peer, courier(parts, lambda: HttpCounty(peer.url, "k")) as (_, watch):
        state = watch.until_line(lambda s: not s.online)
        assert "出了故障" in state.text
    assert parts.store.outbox.waiting() == 1


# ---- one letter that fails -----------------------------------------------------------------------


def test_one_letter_that_can_not_go_does_not_hold_up_the_others(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    stuck, letter = accept(parts, b"lost page")
    (lost,) = (p for p in (tmp_path / "desk" / "pages").rglob("*") if letter.files[0] in p.name)
    lost.unlink()
    numbers = [accept(parts, b"page %d" % i)[0].number for i in range(2)]
    slow = replace(FAST, first=600, letter=600)
    with courier(parts, lambda: HttpCounty(*county.start()), slow) as (_, watch):
        state = watch.until_line(lambda s: s.online and s.waiting == 1 and bool(s.text))
    assert sorted(received(tmp_path)) == numbers
    (waiting,) = parts.store.outbox.letters(stuck.subject)
    assert (waiting.state, waiting.attempts) == (SendState.WAITING, 1)
    assert waiting.answer == state.text


@pytest.mark.warns
@pytest.mark.parametrize(
    "fault",
    [
        LetterFault("收不下"),
        LineError("在15秒内没有答复"),
        KeyError("unforeseen"),
        BugError("程序出了一个错"),
    ],
    ids=["its own", "perhaps the line's", "unforeseen", "our own"],
)
def test_whatever_is_wrong_with_a_letter_the_others_pass_it(parts: Parts, fault: Exception) -> None:
    bad = accept(parts)[1]
    good = {accept(parts, b"page %d" % i)[1].id for i in range(3)}
    line = Line(lambda letter: fault if letter.id == bad.id else None)
    with courier(parts, lambda: line, replace(FAST, first=600, letter=600)) as (_, watch):
        watch.until_line(lambda s: s.online and s.waiting == 1 and bool(s.text))
    assert set(line.brought) == good
    assert line.tried.count(bad.id) == 1
    (waiting,) = parts.store.outbox.letters(bad.subject)
    assert (waiting.state, waiting.attempts) == (SendState.WAITING, 1)


def test_a_letter_that_fails_waits_longer_each_time_and_goes_at_once_when_rung_for(parts: Parts) -> None:
    letter = accept(parts)[1]
    mended = threading.Event()
    line = Line(lambda _: None if mended.is_set() else LetterFault("业务定义不认识"))
    with courier(parts, lambda: line, replace(PATIENT, news=0.01)) as (runner, watch):
        watch.until(lambda: parts.store.outbox.letters()[0].attempts == 1)
        mended.set()
        runner.wake()
        watch.until_line(lambda s: not s.waiting)
    assert line.tried == [letter.id] * 2


def test_pauses_hang_on_no_clock_on_the_wall(parts: Parts) -> None:
    """A window whose clock ran ahead and was set back once kept its letters until that day came."""
    accept(parts)
    clock = StillClock(datetime(2029, 1, 1, tzinfo=NOW.tzinfo))
    failing = iter([LetterFault("先放着")])
    line = Line(lambda _: next(failing, None))
    with courier(parts, lambda: line, clock=clock) as (_, watch):
        watch.until(lambda: parts.store.outbox.letters()[0].attempts >= 1)
        clock.moment = NOW
        watch.until_line(lambda s: s.online and not s.waiting)


def test_waits_are_counted_in_seconds_that_pass() -> None:
    now = [100.0]
    waits = Waits(Pauses(first=10, letter=40, news=5), lambda: now[0])
    waits.put_off("a")
    assert waits.waiting() == {"a"}
    assert 0 < waits.next() <= 5
    now[0] += 10
    assert waits.waiting() == frozenset()
    for _ in range(5):
        waits.put_off("a")
    now[0] += 19  # half of the longest pause at least
    assert waits.waiting() == {"a"}
    now[0] += 21
    assert waits.waiting() == frozenset()
    waits.put_off("a")
    waits.over()
    assert waits.waiting() == frozenset()
    assert waits.failing
    waits.done("a")
    assert not waits.failing


def test_a_refused_letter_keeps_the_countys_words_and_the_others_go_on(parts: Parts, tmp_path: Path) -> None:
    pack = loader.shipped()
    other = replace(pack, hall=replace(pack.hall, region_code="620402"))
    application, _ = accept(parts)
    with (
        EmbeddedCounty(tmp_path / "county.db", Versions(other)) as line,
        courier(parts, lambda: HttpCounty(*line)) as (_, watch),
    ):
        watch.until_line(lambda s: s.online and not s.waiting)
    (letter,) = parts.store.outbox.letters(application.subject)
    assert letter.state == SendState.REFUSED
    assert "这是620403的件,本区县是620402" in letter.answer
    assert watch.subjects == [application.subject]
    assert received(tmp_path) == []


# ---- news ----------------------------------------------------------------------------------------


def piece(seq: int, event: Event | None, fault: str = "", raw: str = "{}") -> NewsItem:
    return NewsItem(seq, event.id if event else f"x{seq}", event, None, raw, fault)


def decided(application_id: str, seq: int, act: str) -> NewsItem:
    """News of one matter of an application."""
    about = Subject("application", application_id)
    who = replace(registers.CLERK_3, role="department", window="")
    event = Event(f"n{seq}", NOW, who, about, act, {"text": "好"}, f"{application_id}/cert_new")
    return piece(seq, event)


def test_news_that_can_not_be_read_are_set_aside_and_the_later_ones_arrive(parts: Parts) -> None:
    application, _ = accept(parts)
    line = Line()
    later = decided(application.id, 3, "accept")
    line.batches = [NewsBatch((decided(application.id, 1, "correct"), piece(2, None, "读不懂"), later), 3)]
    with courier(parts, lambda: line) as (_, watch):
        watch.until(lambda: states(parts, application.id)["cert_new"] == MatterState.ACCEPTED)
    assert [(s.seq, s.reason) for s in parts.store.inbox.set_aside()] == [(2, "读不懂")]
    assert parts.store.inbox.cursor() == 3


class _Poisoned:
    """A store whose inbox breaks on one piece of news, in a way nobody foresaw."""

    def __init__(self, store: Store, poison: str, *, for_good: bool = False) -> None:
        self._store, self._poison, self._for_good = store, poison, for_good
        self.inbox = self

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name, None)
        return found if found is not None else getattr(self._store.inbox, name)

    def apply(self, batch: NewsBatch, now: datetime) -> frozenset[Subject]:
        for item in batch.items:
            if item.id == self._poison and (item.event is not None or self._for_good):
                raise ZeroDivisionError
        return self._store.inbox.apply(batch, now)


@pytest.mark.warns
def test_poison_news_are_passed_by_even_where_our_own_book_breaks_on_them(parts: Parts) -> None:
    application, _ = accept(parts)
    line = Line()
    acts = ("correct", "assess", "accept")
    line.batches = [NewsBatch(tuple(decided(application.id, i, a) for i, a in enumerate(acts, 1)), 3)]
    poisoned: Any = _Poisoned(parts.store, "n2")
    with courier(parts, lambda: line, store=poisoned) as (_, watch):
        watch.until(lambda: states(parts, application.id)["cert_new"] == MatterState.ACCEPTED)
    assert [s.seq for s in parts.store.inbox.set_aside()] == [2]
    assert parts.store.inbox.cursor() == 3


@pytest.mark.warns
def test_news_that_can_not_even_be_set_aside_are_told_and_letters_still_go(parts: Parts) -> None:
    application, letter = accept(parts)
    line = Line()
    line.batches = [NewsBatch((decided(application.id, 1, "accept"),), 1)]
    poisoned: Any = _Poisoned(parts.store, "n1", for_good=True)
    with courier(parts, lambda: line, store=poisoned) as (_, watch):
        state = watch.until_line(lambda s: "消息现在处理不了" in s.text)
        assert not state.online
    assert line.brought == [letter.id]


def test_what_was_set_aside_is_tried_again_at_the_next_start(parts: Parts) -> None:
    application, _ = accept(parts)
    item = decided(application.id, 1, "accept")
    assert item.event is not None
    raw = frame.event_row(item.event) | {"seq": 1}
    unread = piece(1, None, "上一版程序读不懂", frame.strict.dump(raw))
    parts.store.inbox.apply(NewsBatch((replace(unread, id="n1"),), 1), NOW)
    assert len(parts.store.inbox.set_aside()) == 1
    with courier(parts, Line) as (_, watch):
        watch.until(lambda: states(parts, application.id)["cert_new"] == MatterState.ACCEPTED)
    assert parts.store.inbox.set_aside() == ()


def test_an_endless_feed_leaves_letters_their_turn(parts: Parts) -> None:
    class Endless(Line):
        def news(self, cursor: int) -> NewsBatch:
            return NewsBatch((piece(cursor + 1, None, "读不懂"),), cursor + 1)

    line = Endless()
    with courier(parts, lambda: line) as (runner, watch):
        watch.until(lambda: parts.store.inbox.cursor() > 60)
        letter = accept(parts)[1]
        runner.wake()
        watch.until(lambda: line.brought == [letter.id])


# ---- the unforeseen ------------------------------------------------------------------------------


@pytest.mark.warns
def test_the_unforeseen_is_logged_without_peoples_data_and_the_courier_goes_on(
    parts: Parts, county: EmbeddedCounty, caplog: pytest.LogCaptureFixture
) -> None:
    accept(parts)
    failures = iter([KeyError("张样例"), ZeroDivisionError("张样例")])

    def connect() -> County:
        for failure in failures:
            raise failure
        return HttpCounty(*county.start())

    with caplog.at_level(logging.ERROR), courier(parts, connect) as (_, watch):
        watch.until_line(lambda s: s.online and not s.waiting)
    assert "unforeseen KeyError < " in caplog.text
    assert "张样例" not in caplog.text
    assert any("程序出了一个错" in s.text for s in watch.lines)


@pytest.mark.warns
def test_a_desk_that_can_not_read_its_own_book_goes_on_when_it_can(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    accept(parts)
    with sqlite3.connect(tmp_path / "desk" / "book.db") as held:
        held.execute("ALTER TABLE letter RENAME TO mislaid")
        with courier(parts, lambda: HttpCounty(*county.start())) as (_, watch):
            watch.until(lambda: "unforeseen BugError" in caplog.text)
            held.execute("ALTER TABLE mislaid RENAME TO letter")
            watch.until_line(lambda s: s.online and not s.waiting)


@pytest.mark.warns
def test_a_listener_that_breaks_does_not_break_the_courier(parts: Parts, county: EmbeddedCounty) -> None:
    numbers = [accept(parts, b"page %d" % i)[0].number for i in range(2)]
    watch = Watch()

    def on_change(subject: Subject) -> None:
        watch.on_change(subject)
        raise ZeroDivisionError

    runner = Courier(
        parts.store, lambda: HttpCounty(*county.start()), SystemClock(), on_change, watch.on_line, FAST
    )
    runner.start()
    watch.until(lambda: len(set(watch.subjects)) == len(numbers))
    assert runner.stop()
    assert {letter.state for letter in parts.store.outbox.letters()} == {SendState.DELIVERED}


def test_stopping_breaks_off_a_call_that_hangs(parts: Parts) -> None:
    accept(parts)
    with SilentPeer() as peer, courier(parts, lambda: HttpCounty(peer.url, "k", timeout=60)) as (runner, _):
        assert peer.asked.wait(SECONDS)
        begun = monotonic()
        assert runner.stop()
        assert monotonic() - begun < 3
    assert parts.store.outbox.letters()[0].attempts == 0


def test_a_courier_that_never_set_out_can_be_stopped(parts: Parts) -> None:
    def connect() -> County:
        raise AssertionError

    watch = Watch()
    assert Courier(parts.store, connect, SystemClock(), watch.on_change, watch.on_line).stop()


def test_pauses_grow_to_their_bound_and_are_spread() -> None:
    pauses = Pauses()
    for failures, least, most in ((0, 1, 2), (1, 2, 4), (5, 32, 64), (50, 150, 300)):
        found = {pauses.after(failures, pauses.letter) for _ in range(50)}
        assert least <= min(found) <= max(found) <= most
        assert len(found) > 1
