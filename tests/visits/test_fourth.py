"""A fourth programme (无障碍改造) comes as a folder of data: no line of Python knows it."""

from pathlib import Path

from desk_app.services import proceedings
from desk_app.services.todos import todos
from desk_app.services.visits import day
from forms import explain, loader
from tests.fakes import make_parts

COUNTY = Path(__file__).parent / "county"
ASKED = {"name": "张样例", "village": "样例镇", "service": "rebuilding", "opinion": "门槛高,轮椅进不了门"}


def test_it_is_checked_read_out_and_walked_from_the_referral_to_the_file(tmp_path: Path) -> None:
    pack = loader.checked(COUNTY)
    told = "\n".join(explain.lines(pack, pack.programmes["barrier_free"]))
    assert "无障碍改造服务:县残联,没有写责任人" in told
    parts = make_parts(tmp_path / "desk", None, COUNTY)
    who = parts.window.who
    home = proceedings.begin(parts, who, "barrier_free_home", "refer", ASKED)
    assert list(home.facts["units"]) == ["县残联", "综合服务中心"]
    (todo,) = [t for t in todos.todos(parts).shown if t.proceeding == home.id]
    assert todo.title == "再次审核评估 张样例"
    for act, given in (("grant", {}), ("rebuild", {"done": "坡道、扶手"})):
        proceedings.act(parts, who, home.id, act, given)
    assert next(c.count for c in day.read(parts).counts if c.id == "return") == 1
    proceedings.act(parts, who, home.id, "file", {})
    kept = parts.store.proceedings.one(home.id)
    assert kept is not None
    assert kept.state == "filed"
    parts.store.close()
