"""Rounds open their records by the calendar, once each, also for months when the window was closed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from desk_app.domain.people import Organisation
from desk_app.services import proceedings, rounds
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from tests.fakes import CHINA, StillClock, make_parts

VISIT = """
[procedure]
id = "visit"
title = "走访登记"
subject = "organisation"
source = "走访办法(虚构)"
label = "{name}"
prefix = "ZF"
demo = true

[[state]]
code = "due"
word = "待走访"
tone = "caution"
shape = "ring"
open = true

[[state]]
code = "done"
word = "已走访"
tone = "good"
shape = "good"

[[act]]
code = "open"
word = "到期"
start = true
to = "due"
roles = ["system"]

[[act.asks]]
id = "name"
label = "对象"

[[act.asks]]
id = "turn"
label = "月份"

[[act.asks]]
id = "due"
label = "期限"
kind = "date"

[[act]]
code = "visit"
word = "走访"
from = ["due"]
to = "done"
roles = ["clerk"]

[[clock]]
id = "by"
title = "走访"
last_day = "due"
unit = "calendar"
stoppable = false
starts = ["open"]
ends = ["visit"]
warn = 3
warning = "走访{name}|{due}前走访"

[[round]]
id = "monthly"
title = "每月走访"
act = "open"
each = "organisation"
every = "month-day"
on = 10
"""


@pytest.fixture
def clock() -> StillClock:
    return StillClock(datetime(2026, 11, 2, 9, tzinfo=CHINA))


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    (tmp_path / "pack" / "procedures").mkdir(parents=True)
    (tmp_path / "pack" / "procedures" / "visit.toml").write_text(VISIT, encoding="utf-8")
    made = make_parts(tmp_path / "desk", clock, tmp_path / "pack")
    for name in ("甲院", "乙院"):
        made.store.organisations.keep(Organisation(name, name))
    yield made
    made.store.close()


def names(parts: Parts) -> list[tuple[str, str]]:
    found = parts.store.proceedings.listed("visit")
    return sorted((str(p.facts["turn"]), str(p.facts["name"])) for p in found)


def test_each_member_has_its_record_once_a_month(parts: Parts) -> None:
    assert rounds.open_due(parts) == 4, "that of the month before too"
    assert rounds.open_due(parts) == 0
    both = ("乙院", "甲院")
    assert names(parts) == [(turn, name) for turn in ("2026-10", "2026-11") for name in both]
    assert len({p.number for p in parts.store.proceedings.listed("visit")}) == 4


def test_a_window_that_was_shut_for_a_month_makes_up_for_it(parts: Parts, clock: StillClock) -> None:
    rounds.open_due(parts)
    clock.moment = datetime(2027, 1, 2, 9, tzinfo=CHINA)
    rounds.open_due(parts)
    assert {turn for turn, _ in names(parts)} == {"2026-10", "2026-11", "2026-12", "2027-01"}


def test_its_last_day_is_warned_of_and_told(parts: Parts, clock: StillClock) -> None:
    rounds.open_due(parts)
    clock.moment = datetime(2026, 11, 7, 9, tzinfo=CHINA)
    titles = [t.title for t in todos.todos(parts).shown]
    assert titles.count("走访甲院") == 2
    assert any(t.text == "2026年11月10日前走访" for t in todos.todos(parts).shown)


def test_what_many_owe_alike_is_one_to_do_that_leads_from_one_to_the_next(
    parts: Parts, clock: StillClock
) -> None:
    for name in "丙丁戊己":
        parts.store.organisations.keep(Organisation(f"{name}院", f"{name}院"))
    clock.moment = datetime(2026, 11, 7, 9, tzinfo=CHINA)
    rounds.open_due(parts)
    found = todos.todos(parts)
    assert [t.title for t in found.shown] == ["走访登记:还差6个"] * 2, "October's and November's"
    assert found.total == 2
    assert found.shown[0].text.startswith("2026年10月10日前走访。还差")
    # WHEN the first is done THEN five are left, each for itself
    first = found.shown[0]
    assert first.act is not None
    proceedings.act(parts, parts.window.who, first.proceeding, first.act.code, {})
    now = [t.title for t in todos.todos(parts).shown]
    assert (len(now), now.count("走访登记:还差6个")) == (6, 1)


def test_two_windows_that_open_the_same_turn_open_the_same_record(parts: Parts, tmp_path: Path) -> None:
    other = make_parts(tmp_path / "other", StillClock(parts.clock.now()), tmp_path / "pack")
    other = replace(other, window=replace(other.window, number="4"))
    other.store.organisations.keep(Organisation("甲院", "甲院"))
    for each in (parts, other):
        rounds.open_due(each)
    one, two = ({p.id for p in x.store.proceedings.listed("visit")} for x in (parts, other))
    assert two < one
    other.store.close()
