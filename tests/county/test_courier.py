"""The courier between a real book and the real county: everything arrives, each letter once."""

import random
import threading
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.county.client import HttpCounty
from desk_app.county.courier import Pauses, Waits
from desk_app.county_server.decide import Ruling
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import MatterState, SendState
from desk_app.errors import BugError, LetterFault, LineError
from desk_app.services.parts import County, Parts
from forms import loader
from forms.library import Versions
from tests.county.couriers import FAST, PATIENT, Line, book, courier, received, states
from tests.county.letters import accept
from tests.county.lines import Lossy, Peer, answer, closed_port, say
from tests.fakes import NOW, StillClock
from tests.opened import key_beside, page_name

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
            held.decide(sent.office_number, Ruling("cert_new", "conclude", {"assessed": "肢体2"}), NOW)
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
    """A line that keeps a copy of everything sent over it."""

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
    (lost,) = (tmp_path / "desk" / "pages").rglob(page_name(letter.files[0]))
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
    """A clock that ran ahead and was then set back must not hold letters until that day."""
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
        EmbeddedCounty(
            tmp_path / "county.db", Versions(other), key=key_beside(tmp_path / "county.db")
        ) as line,
        courier(parts, lambda: HttpCounty(*line)) as (_, watch),
    ):
        watch.until_line(lambda s: s.online and not s.waiting)
    (letter,) = parts.store.outbox.letters(application.subject)
    assert letter.state == SendState.REFUSED
    assert "这是620403的件,本区县是620402" in letter.answer
    assert watch.subjects == [application.subject]
    assert received(tmp_path) == []
