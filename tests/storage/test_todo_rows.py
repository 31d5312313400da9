"""The TodoRows socket on a real book: what was put off, who waits, what comes due, what was done."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desk_app.domain.applications import matter_id
from desk_app.domain.events import Who
from desk_app.domain.put_offs import PutOff
from desk_app.services import proceedings
from desk_app.services.counter import intake
from desk_app.services.parts import Parts
from desk_app.services.todos import board as todo_board
from tests import news
from tests.fakes import NOW, make_parts
from tests.people import sound_draft

CLERK = Who("演示经办员", "clerk", "", "3")
OTHER_WINDOW = Who("别的经办员", "clerk", "", "4")
TODAY = NOW.date()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    made = make_parts(tmp_path)
    yield made
    made.store.close()


def put_off(key: str, *, days: int = 0, times: int = 1) -> PutOff:
    at = NOW + timedelta(days=days)
    return PutOff(key, at.date() + timedelta(days=1), "没人接", "演示经办员", at, times)


def test_the_last_time_it_was_put_off_is_kept(parts: Parts) -> None:
    rows = parts.store.todos
    rows.keep(put_off("a"))
    rows.keep(put_off("a", days=1, times=2))
    rows.keep(put_off("b"))
    assert rows.put_offs(["a", "c"]) == {"a": put_off("a", days=1, times=2)}
    assert rows.put_offs([]) == {}


def test_what_is_long_past_is_forgotten(parts: Parts) -> None:
    rows = parts.store.todos
    rows.keep(put_off("old"))
    rows.keep(put_off("new", days=91))
    assert rows.put_offs(["old"]) == {"old": put_off("old")}
    rows.keep(put_off("newer", days=92))
    assert set(rows.put_offs(["old", "new", "newer"])) == {"new", "newer"}


def test_who_waits_is_counted_whole_and_read_in_part_the_oldest_first(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(3)]
    count, found = parts.store.todos.quiet("matter", ("held", "assessing"), TODAY, 4)
    assert (count, len(found)) == (6, 4)
    assert [p.began_at for p in found] == sorted(p.began_at for p in found)
    # one whose clock warns is none of them
    news.tell(parts, taken[0], "cert_new", "accept", NOW)
    later = TODAY + timedelta(days=60)
    assert parts.store.todos.quiet("matter", ("accepted",), TODAY, 4)[0] == 1
    assert parts.store.todos.quiet("matter", ("accepted",), later, 4)[0] == 0


def test_due_days_count_open_clocks_alone(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    handover = date(2026, 11, 26)
    assert parts.store.todos.due(["matter"], [handover, TODAY]) == {handover: 2}
    news.tell(parts, taken[0], "cert_new", "refuse", NOW, text="x")
    assert parts.store.todos.due(["matter"], [handover]) == {handover: 1}
    assert parts.store.todos.due(["application"], [TODAY]) == {}


def test_only_this_windows_deeds_of_the_day_are_done(parts: Parts) -> None:
    taken = [intake.accept(parts, sound_draft(parts, person=n)) for n in range(2)]
    told = {"department": "残联", "received_by": "李接收"}
    for application, who in zip(taken, (CLERK, OTHER_WINDOW), strict=True):
        proceedings.act(parts, who, matter_id(application.id, "cert_new"), "transfer", told)
    acts = [(procedure, act) for procedure, act, _ in parts.store.todos.done(TODAY, "3")]
    assert acts.count(("matter", "transfer")) == 1
    assert parts.store.todos.done(TODAY + timedelta(days=1), "3") == []
    board = todo_board.board(parts)
    assert (board.done.count, board.done.last) == (1, NOW)  # to take in begins something and is no to-do


def test_the_board_is_the_same_while_nothing_happens(parts: Parts) -> None:
    intake.accept(parts, sound_draft(parts))
    assert todo_board.board(parts) == todo_board.board(parts)
