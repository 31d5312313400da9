"""Visits that end otherwise: somebody died or moved away, wants none, or says 否 and is asked once more."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.lists import still_open
from desk_app.services.parts import Parts
from desk_app.services.roster import bringing
from desk_app.services.todos import todos
from forms import asked, loader
from forms.procedures import CLERK
from tests.fakes import CHINA, StillClock, make_parts
from tests.roster.tables import HEADINGS, book, line, number
from tests.unit.test_rights import cut
from tests.visits.settled import settle_items

SWITCH = '[visits]\non = ["quxian", "yinchuan"]\nsource = "本区规定"\n'
ASKED = {"name": "石样例", "village": "冯园村", "wish": "办证和补贴", "channel": "1", "asked_by": "3"}
BACK = {"return_way": "2", "lacking_words": "钱没有到"}


class Hall:
    """A hall with all three programmes; Tuesday 2026-12-01."""

    def __init__(self, folder: Path) -> None:
        county = folder / "county"
        county.mkdir()
        (county / "own.toml").write_text(SWITCH, encoding="utf-8")
        self.clock = StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))
        self.parts: Parts = make_parts(folder / "desk", self.clock, county)

    def checked(self) -> str:
        """A request that the town checked, with an item nobody has taken on and one that is under way."""
        who = self.parts.window.who
        request = proceedings.begin(self.parts, who, "one_plus_n", "ask", ASKED).id
        self.do(request, "verify", person="1", services=("care", "living"))
        self.do(self.parts.store.proceedings.children(request)[1].id, "take", team_person="陈样例")
        return request

    def served(self) -> str:
        """A request that was visited and settled."""
        request = self.checked()
        self.do(request, "visit", visited_on="2026-12-01", team="县残联", did=("1",))
        self.do(request, "complete")
        self.do(request, "settle", settled="护理补贴")
        return request

    def do(self, record: str, act: str, **given: Any) -> None:
        proceedings.act(self.parts, self.parts.window.who, record, act, given)

    def states(self, request: str) -> list[str]:
        """The state of a request, and those of its items."""
        found = self.parts.store.proceedings.one(request)
        assert found is not None
        return [found.state, *(item.state for item in self.parts.store.proceedings.children(request))]

    def asks(self) -> list[str]:
        return [todo.title for todo in todos.todos(self.parts).shown]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    made = Hall(tmp_path)
    yield made
    made.parts.store.close()


def test_whoever_died_or_moved_away_is_asked_after_no_more(hall: Hall) -> None:
    request = hall.served()
    hall.do(request, "gone", gone_how="1", gone_words="村里说的")
    assert hall.states(request) == ["gone", "dropped", "dropped"]
    hall.clock.moment = datetime(2027, 3, 1, 9, tzinfo=CHINA)
    assert hall.asks() == []


def test_every_open_visit_of_a_person_can_end_so() -> None:
    for procedure in (p for p in loader.shipped().procedures.values() if p.programme and p.act("gone")):
        for state in (s for s in procedure.states if s.open):
            assert "gone" in {act.code for act in procedure.offers(state.code, CLERK)}, state.code


def test_a_visit_begun_before_there_was_such_an_end_can_end_so_too(tmp_path: Path) -> None:
    # GIVEN a request with two items, begun while files of before were in force
    own = tmp_path / "own" / "visits"
    for place, act, state in (
        ("quxian/one_plus_n.toml", "gone", "gone"),
        ("quxian/one_plus_n_item.toml", "drop", "dropped"),
        ("home/pack.toml", "", ""),
    ):
        text = (loader.DEFINITIONS / "visits" / place).read_text(encoding="utf-8")
        before = cut(cut(cut(text, "act", act), "state", state), "table", "visit_gone")
        assert not re.search('visit_gone|code = "(gone|drop)"', before)
        (own / place).parent.mkdir(parents=True, exist_ok=True)
        (own / place).write_text(before, encoding="utf-8")
    (tmp_path / "own" / "own.toml").write_text(SWITCH, encoding="utf-8")
    clock = StillClock(datetime(2026, 12, 1, 9, tzinfo=CHINA))
    parts = make_parts(tmp_path / "desk", clock, tmp_path / "own")
    who = parts.window.who
    request = proceedings.begin(parts, who, "one_plus_n", "ask", ASKED).id
    proceedings.act(parts, who, request, "verify", {"person": "1", "services": ("care", "living")})
    # THEN it is offered, done under the pack it began with, and its items are asked of no unit
    card = proceedings.record(parts, who, request)
    assert card is not None
    assert "gone" in [act.code for act in card.acts]
    proceedings.act(parts, who, request, "gone", {"gone_how": "1"})
    found = (parts.store.proceedings.one(request), *parts.store.proceedings.children(request))
    assert [one.state for one in found if one] == ["gone", "dropped", "dropped"]
    parts.store.close()


@pytest.mark.parametrize(("act", "given"), [("withdraw", {}), ("not_for", {"why_not": "不是重度肢体残疾人"})])
def test_items_of_a_visit_that_nobody_wants_are_asked_of_no_unit(
    hall: Hall, act: str, given: dict[str, str]
) -> None:
    request = hall.checked()
    hall.do(request, act, **given)
    # What its unit has begun with goes on: that is the unit's to end.
    assert hall.states(request)[1:] == ["dropped", "handling"]


def test_what_was_not_in_place_is_asked_once_more_when_it_is_done(hall: Hall) -> None:
    request = hall.served()
    for said in ({}, dict.fromkeys(("certificate_done", "policy_done", "wish_done"), True)):
        with pytest.raises(RuleError) as refused:
            hall.do(request, "not_done", returned_on="2026-12-01", **BACK, **said)
        assert [p.message for p in refused.value.problems] == [
            "三句里至少有一句是“否”;都到位的,登记“回访,都到位”"
        ]
    hall.do(request, "not_done", returned_on="2026-12-01", **BACK, policy_done=False)
    assert hall.asks() == ["落实 石样例"]
    hall.do(request, "settle", settled="补发了")
    hall.clock.moment = datetime(2026, 12, 30, 9, tzinfo=CHINA)
    assert hall.asks() == ["再回访 石样例"]
    settle_items(hall.parts, request)
    hall.do(request, "return_visit", return_way="2", returned_on="2026-12-30")
    hall.clock.moment = datetime(2027, 3, 1, 9, tzinfo=CHINA)
    assert hall.asks() == []


@pytest.mark.parametrize(("day", "told"), [("2025-12-01", True), ("2027-01-04", False), ("2062-12-01", True)])
def test_a_slip_of_the_year_is_told_and_taken_all_the_same(day: str, told: bool) -> None:
    pack = loader.shipped()
    procedure = pack.procedures["home_visit"]
    act = procedure.act("agree")
    assert act is not None
    found = asked.problems(pack, procedure, act, {"visit_on": day}, date(2026, 12, 1))
    assert [(p.blocks, "请核对年份" in p.message) for p in found] == [(False, True)] * told


def test_who_asks_is_told_of_other_programmes_and_of_whoever_is_not_there_any_more(
    hall: Hall, tmp_path: Path
) -> None:
    path = book(tmp_path / "a.xlsx", HEADINGS, line(2, 人员状态="死亡"), line(3, 人员状态="迁出"))
    bringing.bring(hall.parts, bringing.preview(hall.parts, bringing.look(hall.parts, path)))
    law = hall.parts.pack.procedures["home_visit"]
    assert [still_open.before(hall.parts, law, number(n), "张样例") for n in (1, 2, 3)] == [
        "",
        "名册写着这个人已去世,请先核实",
        "名册写着这个人已迁出,请先核实",
    ]
    hall.checked()
    told = still_open.before(hall.parts, law, "", "石样例")
    assert told.startswith("“1+N”上门服务:同名的人还有没办完的")
