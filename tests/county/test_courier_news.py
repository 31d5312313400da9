"""The courier brings the county's news home and survives any unforeseen fault."""

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from desk_app.clock import SystemClock
from desk_app.county import frame
from desk_app.county.client import HttpCounty
from desk_app.county.courier import Courier, Pauses
from desk_app.county_server.serve import EmbeddedCounty
from desk_app.domain.applications import MatterState, SendState
from desk_app.domain.events import Event, Subject
from desk_app.domain.letters import NewsBatch, NewsItem
from desk_app.services.parts import County, Parts
from desk_app.services.sockets import Store
from tests.county import registers
from tests.county.couriers import FAST, Line, courier, states
from tests.county.letters import accept
from tests.county.lines import SilentPeer, Watch
from tests.fakes import NOW
from tests.opened import opened_book
from tests.patience import PATIENCE_S

# ---- news ----------------------------------------------------------------------------------------


def piece(seq: int, event: Event | None, fault: str = "", raw: str = "{}") -> NewsItem:
    return NewsItem(seq, event.id if event else f"x{seq}", event, None, raw, fault)


def decided(application_id: str, seq: int, act: str) -> NewsItem:
    """A piece of news about one matter of an application."""
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
    """A store whose inbox raises an unforeseen error for one piece of news."""

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
    with opened_book(tmp_path / "desk" / "book.db") as held:
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
        assert peer.asked.wait(PATIENCE_S)
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
