"""上门安排: the homes of today on one paper, village by village."""

from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.visits import day, plan_paper
from tests.fakes import make_parts
from tests.printing.reading import squeezed, text_of


def test_the_homes_of_today_stand_on_paper_village_by_village(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    who, today = parts.window.who, parts.clock.today().isoformat()
    with pytest.raises(RuleError, match="今天没有约上门的"):
        plan_paper.printout(parts, day.read(parts).route)
    for name, village, time in (
        ("冯样例", "样例乡中和村", "14:00"),
        ("任样例", "样例乡毛河村", "10:40"),
        ("贺样例", "样例乡中和村", "09:30"),
    ):
        asked = {"name": name, "village": village, "wish": "护理补贴", "channel": "4", "phone": "13800000001"}
        visit = proceedings.begin(parts, who, "home_visit", "request", asked).id
        proceedings.act(parts, who, visit, "assign", {"doer": "刘样例"})
        agreed = {"visit_on": today, "visit_time": time, "to_prepare": "身份证"}
        proceedings.act(parts, who, visit, "agree", agreed)
    route = day.read(parts).route
    read = squeezed(text_of(plan_paper.sheet(parts, route)))
    assert "共3户、2个村" in read
    assert read.index("贺样例") < read.index("冯样例") < read.index("任样例")
    assert "13800000001" in read
    assert plan_paper.printout(parts, route).title == "上门安排"
    parts.store.close()
