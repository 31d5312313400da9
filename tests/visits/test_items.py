"""小专班: the items of a 1+N request, each with its unit and its state; who answers for what (责任清单)."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desk_app.county_server.book import CountyBook
from desk_app.domain.clerks import SUPERVISOR
from desk_app.domain.events import Who
from desk_app.domain.lists import Wanted
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.lists import lists
from desk_app.services.lookup import finding
from desk_app.services.parts import Parts
from desk_app.services.todos import todos
from desk_app.ui.papers.dialog import PaperDialog
from forms import explain, loader
from tests.dressed import dressed
from tests.fakes import CHINA, StillClock, make_parts
from tests.opened import key_beside
from tests.printing.reading import squeezed, text_of
from tests.ui_shell.conftest import Desk
from tests.unit.packs import Folder

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
SWITCH = '[visits]\non = ["quxian"]\noff = ["home"]\nsource = "本区规定"\n'
ASKED = {"name": "石样例", "village": "样例乡冯园村", "wish": "办证和补贴", "channel": "1", "asked_by": "3"}
NAMED = """
[[duty]]
id = "civil"
of = "quxian"
unit = "县民政局"
person = "陈样例"
phone = "0818-0000001"
deputy = "何样例"
source = "本区规定"
demo = true
"""
COUNTY = "visits/quxian/one_plus_n.toml"
ITEM = "visits/quxian/one_plus_n_item.toml"


class Team:
    """A hall with 渠县's programme, and one request that was checked by the town."""

    def __init__(self, folder: Path, more: str = "") -> None:
        county = folder / "county"
        county.mkdir()
        (county / "own.toml").write_text(SWITCH + more, encoding="utf-8")
        self.clock = StillClock(datetime(2026, 12, 8, 9, tzinfo=CHINA))
        self.parts: Parts = make_parts(folder / "desk", self.clock, county)
        who = self.parts.window.who
        self.request = proceedings.begin(self.parts, who, "one_plus_n", "ask", ASKED)
        self.do(self.request, "verify", person="1", services=("care", "licence"))

    def do(self, record: Proceeding, act: str, **given: Any) -> None:
        proceedings.act(self.parts, self.parts.window.who, record.id, act, given)

    @property
    def items(self) -> dict[str, Proceeding]:
        """The items by service, in their places."""
        return {str(p.facts["service"]): p for p in self.parts.store.proceedings.children(self.request.id)}


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    made = Team(tmp_path)
    yield made
    made.parts.store.close()


def test_an_item_is_found_as_its_request(tmp_path: Path) -> None:
    team = Team(tmp_path)
    care, _ = team.parts.store.proceedings.children(team.request.id)
    proceedings.act(team.parts, team.parts.window.who, care.id, "take", {"team_person": "专人样例"})
    for query in ("石样例", "专人样例"):
        (hit,) = finding.find(team.parts, query).records
        assert (hit.id, hit.number) == (team.request.id, team.request.number)
    team.parts.store.close()


def test_each_service_asked_for_becomes_an_item_with_its_units(team: Team) -> None:
    units = {name: list(item.facts["units"]) for name, item in team.items.items()}
    # 五(七) names 县行政审批局, the 清单表 县市监局: both are offered.
    assert units == {"care": ["县民政局"], "licence": ["县行政审批局", "县市监局"]}
    assert [item.facts["name"] for item in team.items.values()] == ["石样例"] * 2
    # WHEN more is found at the home THEN only what is new becomes an item
    team.do(team.request, "add_items", more_services=("care", "housing"))
    assert list(team.items) == ["care", "licence", "housing"]
    # THEN items go on for themselves, and the request shows its own state
    team.do(team.items["care"], "take", team_person="陈样例")
    team.do(team.items["care"], "settle_item", settled="每月110元")
    team.do(team.items["licence"], "not_met", why_not="没有从事个体经营")
    assert {name: item.state for name, item in team.items.items()} == {
        "care": "done",
        "licence": "not_met",
        "housing": "open",
    }
    row = lists.one(team.parts, team.request.id)
    assert row is not None
    assert row.state == ("one_plus_n", "reported")
    # THEN the list of items is counted by unit, and the request tells what its items did
    counted = lists.counts(team.parts, Wanted("one_plus_n_item"), "units")
    assert counted == {"县民政局": 1, "县行政审批局": 1, "县市监局": 1, "县住建局": 1}
    told = [entry.text for entry in ledger.timeline(team.parts, team.request.subject)]
    assert "重度残疾人护理补贴落实:每月110元" in told


BACK = {"return_way": "1", "returned_on": "2026-12-08"}


def _served(team: Team) -> None:
    """The request up to the return visit: two items settled, a licence not met, housing still open."""
    team.do(team.request, "add_items", more_services=("certificate", "housing"))
    for name in ("care", "certificate"):
        team.do(team.items[name], "settle_item", settled="办好了")
    team.do(team.items["licence"], "not_met", why_not="没有从事个体经营")
    team.do(team.request, "visit", visited_on="2026-12-08", team="县残联", did=("4",))
    team.do(team.request, "complete")
    team.do(team.request, "settle", settled="县民政局:护理补贴")


def test_each_no_of_a_return_visit_reopens_its_items_by_itself(team: Team, tmp_path: Path) -> None:
    _served(team)
    said = {"certificate_done": True, "policy_done": False, "lacking_words": "钱没有到"}
    # WHEN the policy is said not to be in place, and nothing of the third THEN what it is about is open again
    team.do(team.request, "not_done", **BACK, **said)
    assert {name: item.state for name, item in team.items.items()} == {
        "care": "open",
        "licence": "not_met",
        "certificate": "done",
        "housing": "open",
    }
    told = [entry.text for entry in ledger.timeline(team.parts, team.request.subject)]
    assert "重度残疾人护理补贴没有到位,重新落实:钱没有到" in told
    assert len([text for text in told if "重新落实" in text]) == 1
    # THEN the county has it by the letter of the return visit
    place = f"sqlite:///{tmp_path / 'county.db'}"
    with closing(CountyBook(place, team.parts.law, key=key_beside(place))) as county:
        for letter in team.parts.store.outbox.letters():
            county.receive(letter.id, letter.body.encode(), team.clock.now(), "3")
        held = county.one(team.items["care"].id)
        assert held is not None
        assert (held.state, held.facts["lacking_words"]) == ("open", "钱没有到")
    # WHEN everything is in place at the next return visit THEN all three say so
    team.do(team.request, "settle", settled="县民政局补发")
    team.do(team.items["care"], "settle_item", settled="补发了")
    with pytest.raises(RuleError, match=r"^危房改造还没有落实,不能说都到位"):
        team.do(team.request, "return_visit", **BACK)
    with closing(CountyBook(place, team.parts.law, key=key_beside(place))) as county:
        for letter in team.parts.store.outbox.letters():
            county.receive(letter.id, letter.body.encode(), team.clock.now(), "3")
        town = Who("样例镇残联", "乡镇(街道)残联")
        with pytest.raises(RuleError, match="危房改造还没有落实,不能说都到位"):
            county.act(team.request.id, "return_visit", BACK, town, team.clock.now())
    team.do(team.items["housing"], "settle_item", settled="翻修了")
    team.do(team.request, "return_visit", **BACK)
    found = team.parts.store.proceedings.one(team.request.id)
    assert found is not None
    assert [found.facts[f"{name}_done"] for name in ("certificate", "policy", "wish")] == [True] * 3
    assert team.items["care"].state == "done"


def test_two_noes_reopen_each_item_once(team: Team) -> None:
    _served(team)
    noes = dict.fromkeys(("certificate_done", "policy_done", "wish_done"), False)
    team.do(team.request, "not_done", **BACK, **noes, lacking_words="都没有到位")
    assert [item.state for item in team.items.values()] == ["open"] * 4


def test_the_county_has_the_items_with_the_act_that_brought_them(team: Team, tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path / 'county.db'}"
    with closing(CountyBook(place, team.parts.law, key=key_beside(place))) as county:
        for letter in team.parts.store.outbox.letters():
            county.receive(letter.id, letter.body.encode(), team.clock.now(), "3")
        for item in team.items.values():
            held = county.one(item.id)
            assert held is not None
            assert (held.parent, held.state, held.facts["units"]) == (
                team.request.id,
                "open",
                list(item.facts["units"]),
            )


def test_who_answers_is_told_and_who_is_missing_is_a_to_do(tmp_path: Path) -> None:
    team = Team(tmp_path, NAMED)
    told = "\n".join(explain.lines(team.parts.pack, team.parts.pack.programmes["quxian"]))
    assert "重度残疾人护理补贴:县民政局,陈样例 0818-0000001;副手何样例(演示)" in told
    assert "残情鉴定:县卫健局,没有写责任人" in told
    # Whoever leads is told: 15 lines of service and unit, of which 县民政局 answers for four
    seat = team.parts.window.seat
    assert not [t for t in todos.todos(team.parts).shown if "责任清单" in t.title]
    seat.give(seat.who, (SUPERVISOR,))
    (todo,) = [t for t in todos.todos(team.parts).shown if "责任清单" in t.title]
    assert todo.title == "1+N 上门服务:责任清单还有11项没有写责任人"
    team.parts.store.close()


def test_the_card_leads_to_its_items_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    dressed()
    team = Team(tmp_path, NAMED)
    desk = Desk(qtbot, team.parts, team.clock)
    window = desk.open()
    desk.click("rail-registers")
    window.registers.show_record(team.request)
    item = team.items["care"]
    desk.until(lambda: desk.sees(f"item-{item.id}"))
    desk.click(f"item-{item.id}")
    desk.until(lambda: desk.sees(f"item-{team.request.id}"))
    assert desk.find(QLabel, "record-name").text() == "石样例 重度残疾人护理补贴"
    # THEN the list of duties can be read on the page of home visits
    desk.click("rail-visits")
    desk.click("visits-duties")
    duties = desk.find_dialog("duties")
    assert "陈样例" in duties.findChild(QLabel, "duty-care-0").text()
    assert duties.findChild(QWidget, "duty-assessment-0") is not None
    # and printed, and written into a table
    desk.click("duties-print-quxian")
    desk.until(lambda: any(d.view.pdf for d in window.findChildren(PaperDialog)))
    (paper,) = window.findChildren(PaperDialog)
    said = text_of(paper.view.pdf)
    assert "重度残疾人护理补贴" in said
    assert "陈样例0818-0000001何样例长期坚持" in said
    assert squeezed("还没有写责任人的:11项") in said
    paper.close()
    desk.click("duties-export-quxian")
    (dialog,) = duties.findChildren(QFileDialog, "duties-file")
    dialog.fileSelected.emit(str(tmp_path / "责任清单.xlsx"))
    desk.until((tmp_path / "责任清单.xlsx").is_file)
    duties.close()
    QApplication.closeAllWindows()
    desk.errands.close()
    team.parts.store.close()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A whole copy of the shipped pack."""
    return Folder(tmp_path / "pack")


@pytest.mark.parametrize(
    ("name", "old", "new", "holding", "said"),
    [
        (COUNTY, 'each = "services"\n', "", 'brings = "one_plus_n_item"', "要一起写"),
        (COUNTY, 'each = "services"', 'each = "service"', 'each = "service"', "没有问多选题“service”"),
        (COUNTY, 'brings = "one_plus_n_item"', 'brings = "village_survey"', "village_survey", "上级(parent)"),
        (COUNTY, '["served", "returned", "lacking"]', '["serve"]', 'from = ["serve"]', "“serve”"),
        (COUNTY, 'items = ["licence", ', 'items = ["licenses", ', "licenses", "licenses"),
        (COUNTY, 'act = "reopen"', 'act = "re_open"', 'act = "re_open"', "下一级没有动作“re_open”"),
        (COUNTY, '[["wish_done = no"]]', '[["wish = no"]]', "wish = no", "不能写进条件"),
        (ITEM, '"县残联", "system"]', '"县残联"]', "", "它的 roles 要有 system"),
        (ITEM, 'roles = ["system"]', 'roles = ["clerk"]', "", "要有一个由程序(system)开始的动作"),
        ("county.toml", "", NAMED.replace("县民政局", "县民正局"), "县民正局", "没有“县民正局”"),
        ("county.toml", "", NAMED.replace('"quxian"', '"quxain"'), "quxain", "没有上门服务“quxain”"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_file_and_line(
    folder: Folder, name: str, old: str, new: str, holding: str, said: str
) -> None:
    folder.change(name, old, new)
    found = [f for f in folder.faults() if said in f.message]
    assert found
    assert not holding or found[0].line == folder.line(found[0].file, holding)


def test_the_shipped_programme_brings_items_for_every_service() -> None:
    pack = loader.shipped()
    assert {s.id for s in pack.programmes["quxian"].services} == {
        code for code, _ in pack.codes["quxian_services"].units
    }
