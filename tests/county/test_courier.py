"""The courier between a real book and the real county: everything arrives, each letter once."""

import logging
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from desk_app.clock import SystemClock
from desk_app.county.client import HttpCounty
from desk_app.county.courier import Courier, Pauses
from desk_app.county_server.decide import decide
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.county_server.store import CountyBook
from desk_app.domain.applications import MatterState, SendState
from desk_app.domain.letters import NewsKind
from desk_app.services.parts import County, Parts
from forms import loader
from forms.library import Versions
from tests.county.letters import accept
from tests.county.lines import SECONDS, Lossy, Peer, SilentPeer, Watch, answer, closed_port, say
from tests.fakes import make_parts

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
    parts: Parts, connect: Callable[[], County], pauses: Pauses = FAST
) -> Iterator[tuple[Courier, Watch]]:
    """A courier under way, and what it tells."""
    watch = Watch()
    made = Courier(parts.store, connect, SystemClock(), watch.on_change, watch.on_line, pauses)
    made.start()
    try:
        yield made, watch
    finally:
        assert made.stop()


def received(tmp_path: Path) -> list[str]:
    """Receipt numbers in the county's book, in the order they came."""
    book = CountyBook(f"sqlite:///{tmp_path}/county.db", create=False)
    try:
        return [c.number for c in book.cases()]
    finally:
        book.close()


def test_a_letter_and_its_pages_arrive_and_news_come_home(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path
) -> None:
    application, _ = accept(parts, b"one", b"two")
    with courier(parts, lambda: HttpCounty(*county.start(), window="3")) as (_, watch):
        watch.until_line(lambda s: s.online and not s.waiting)
        assert watch.lines[-1].text == ""
        sent = parts.store.application(application.id)
        assert sent is not None
        assert sent.sent is SendState.DELIVERED
        decide(f"sqlite:///{tmp_path}/county.db", sent.office_number, "cert_new", NewsKind.CONCLUDED, "", "2")
        watch.until(lambda: _states(parts, application.id)["care_subsidy"] is MatterState.ACCEPTED)
        assert _states(parts, application.id)["cert_new"] is MatterState.CONCLUDED
        assert watch.applications.count(application.id) == 2
    assert received(tmp_path) == [application.number]


def _states(parts: Parts, application_id: str) -> dict[str, MatterState]:
    application = parts.store.application(application_id)
    assert application is not None
    return {m.matter: m.state for m in application.matters}


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
    book = CountyBook(f"sqlite:///{tmp_path}/county.db")
    offices = {c.number: c.office_number for c in book.cases()}
    book.close()
    assert offices == {a.number: a.office_number for a in parts.store.applications()}


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


def test_a_new_letter_rings_the_courier_out(parts: Parts, county: EmbeddedCounty) -> None:
    with courier(parts, lambda: HttpCounty(*county.start()), PATIENT) as (runner, watch):
        watch.until_line(lambda s: s.online)
        application, _ = accept(parts)
        runner.wake()
        watch.until(lambda: application.id in watch.applications)


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
    (waiting,) = parts.store.letters(stuck.id)
    assert (waiting.state, waiting.attempts) == (SendState.WAITING, 1)
    assert waiting.answer == state.text
    assert waiting.next_try is not None


def test_a_refused_letter_keeps_the_countys_words_and_the_others_go_on(parts: Parts, tmp_path: Path) -> None:
    pack = loader.shipped()
    other = replace(pack, hall=replace(pack.hall, region_code="620402"))
    application, _ = accept(parts)
    with (
        EmbeddedCounty(tmp_path / "county.db", Versions(other)) as line,
        courier(parts, lambda: HttpCounty(*line)) as (
            _,
            watch,
        ),
    ):
        watch.until_line(lambda s: s.online and not s.waiting)
    (letter,) = parts.store.letters(application.id)
    assert letter.state is SendState.REFUSED
    assert "这是620403的件,本区县是620402" in letter.answer
    assert watch.applications == [application.id]
    assert received(tmp_path) == []


def test_a_wrong_key_stops_all_letters_until_it_is_mended(parts: Parts, county: EmbeddedCounty) -> None:
    application, _ = accept(parts)
    url, token = county.start()
    key = ["wrong"]
    with courier(parts, lambda: HttpCounty(url, key[0]), replace(FAST, letter=600)) as (runner, watch):
        state = watch.until_line(lambda s: not s.online)
        assert "密钥" in state.text
        (letter,) = parts.store.letters(application.id)
        assert letter.attempts == 0
        key[0] = token
        runner.wake()
        watch.until_line(lambda s: s.online and not s.waiting)


def test_a_county_out_of_order_keeps_the_letter_waiting(parts: Parts) -> None:
    accept(parts)
    with Peer(say(answer(500, b""))) as peer, courier(parts, lambda: HttpCounty(peer.url, "k")) as (_, watch):
        state = watch.until_line(lambda s: not s.online)
        assert "出了故障" in state.text
        watch.until(lambda: parts.store.letters()[0].attempts >= 2)
    assert parts.store.waiting() == 1


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


@pytest.mark.warns
def test_a_desk_that_can_not_read_its_own_book_goes_on_when_it_can(
    parts: Parts, county: EmbeddedCounty, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    accept(parts)
    with sqlite3.connect(tmp_path / "desk" / "book.db") as book:
        book.execute("ALTER TABLE letter RENAME TO mislaid")
        with courier(parts, lambda: HttpCounty(*county.start())) as (_, watch):
            watch.until(lambda: "unforeseen WorldError" in caplog.text)
            book.execute("ALTER TABLE mislaid RENAME TO letter")
            watch.until_line(lambda s: s.online and not s.waiting)


@pytest.mark.warns
def test_a_listener_that_breaks_does_not_break_the_courier(parts: Parts, county: EmbeddedCounty) -> None:
    numbers = [accept(parts, b"page %d" % i)[0].number for i in range(2)]
    watch = Watch()

    def on_change(application: str) -> None:
        watch.on_change(application)
        raise ZeroDivisionError

    runner = Courier(
        parts.store, lambda: HttpCounty(*county.start()), SystemClock(), on_change, watch.on_line, FAST
    )
    runner.start()
    watch.until(lambda: len(watch.applications) == len(numbers))
    assert runner.stop()
    assert {letter.state for letter in parts.store.letters()} == {SendState.DELIVERED}


def test_stopping_breaks_off_a_call_that_hangs(parts: Parts) -> None:
    accept(parts)
    with SilentPeer() as peer, courier(parts, lambda: HttpCounty(peer.url, "k", timeout=60)) as (runner, _):
        assert peer.asked.wait(SECONDS)
        begun = monotonic()
        assert runner.stop()
        assert monotonic() - begun < 3
    assert parts.store.letters()[0].attempts == 0


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
