"""Kinds of result in a pack: each fault is told with its line; a county's own kind works from end to end."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desk_app.county_server.book import CountyBook
from desk_app.errors import RuleError
from desk_app.services.applications import results
from forms import loader
from tests.fakes import NOW, StillClock, make_parts
from tests.holders import ID, VALID, told
from tests.law.world import World
from tests.opened import key_beside
from tests.unit.packs import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "own")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("matters.toml", 'gives = "subsidy"', 'gives = "subsidie"', "没有这种结果“subsidie”"),
        ("matters.toml", 'gives = "registration"', 'gives = "certificate"', "要写 number"),
        ("matters.toml", "prevails = true", "years = 3", "years 只写在结果是发证的事项里"),
        ("matters.toml", "years = 10", "years = -10", "现在是-10"),
        ("results.toml", "most = 5000", "most = -1", "小于最少1"),
        ("matters.toml", 'meanwhile = "2"', 'meanwhile = "x"', "里没有“x”"),
        ("results.toml", "{first_month}", "{first_moon}", "不问“first_moon”"),
        ("results.toml", "[每月{amount}元]", "[每月{amount}元", "没有成对"),
        ("results.toml", "[{registered_on}登记]", "[{registered_by}登记]", "不问“registered_by”"),
    ],
)
def test_a_fault_of_a_result_is_told_with_its_line(
    folder: Folder, name: str, old: str, new: str, said: str
) -> None:
    line = folder.line(name, old)
    folder.change(name, old, new)
    assert [(f.file, f.line) for f in folder.faults() if said in f.message] == [(name, line)]


def test_what_an_effect_needs_can_not_be_left_out(folder: Folder) -> None:
    folder.change("results.toml", 'id = "registered_on"', 'id = "registered"')
    assert any("要问“registered_on”" in f.message for f in folder.faults())


OWN = """
[[result]]
id = "training"
title = "培训登记"
effect = "nothing"
source = "invented"

[[result.asks]]
id = "course"
label = "课程"
required = true

[[result.asks]]
id = "begins_on"
label = "开课日期"
kind = "date"
"""


@pytest.fixture
def here(folder: Folder, tmp_path: Path) -> Iterator[World]:
    """A window and a county whose 就业帮扶 gives a kind of result that only this county has."""
    folder.change("results.toml", "", OWN)
    folder.change("matters.toml", 'gives = "registration"', 'gives = "training"')
    clock = StillClock(NOW)
    desk = make_parts(tmp_path / "desk", clock, folder.path)
    with (
        closing(desk.store),
        closing(
            CountyBook(tmp_path / "county.db", desk.law, key=key_beside(tmp_path / "county.db"))
        ) as county,
    ):
        yield World(desk, desk, county, clock)


def test_a_kind_of_a_countys_own_is_asked_checked_and_told(here: World) -> None:
    taken = here.accept(told(VALID, f"{ID}43"), ("employment",))
    with pytest.raises(RuleError, match="请填写课程"):
        here.decide(taken, "employment", "conclude")
    with pytest.raises(RuleError, match="的结果不填登记日期"):
        here.decide(taken, "employment", "conclude", course="盲人按摩", registered_on="2026-11-23")
    here.decide(taken, "employment", "conclude", course="盲人按摩", begins_on="20261201")
    said = results.said(here.desk, here.at_desk(taken))
    assert said == {"employment": "课程盲人按摩、开课日期2026年12月1日"}


def test_the_shipped_kinds_have_no_fault() -> None:
    assert loader.checked() == loader.shipped()
