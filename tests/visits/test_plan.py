"""上门安排: the homes of a day on one paper, village by village."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.errors import RuleError
from desk_app.services import proceedings
from desk_app.services.visits import day, plan_paper, route
from tests.fakes import make_parts
from tests.printing.reading import squeezed, text_of


def test_the_homes_of_today_stand_on_paper_village_by_village(tmp_path: Path) -> None:
    parts = make_parts(tmp_path)
    who, today = parts.window.who, parts.clock.today().isoformat()
    with pytest.raises(RuleError, match="没有约上门的"):
        plan_paper.printout(parts, day.coming(parts)[0])
    tomorrow = (parts.clock.today() + timedelta(days=1)).isoformat()
    for name, village, time, on in (
        ("冯样例", "样例乡中和村", "下午2点", today),
        ("任样例", "样例乡毛河村", "10:40", today),
        ("贺样例", "样例乡中和村", "9:30", today),
        ("石样例", "样例乡中和村", "", tomorrow),
    ):
        asked = {"name": name, "village": village, "wish": "护理补贴", "channel": "4", "phone": "13800000001"}
        visit = proceedings.begin(parts, who, "home_visit", "request", asked).id
        proceedings.act(parts, who, visit, "assign", {"doer": "刘样例"})
        agreed = {"visit_on": on, "visit_time": time, "to_prepare": "身份证"}
        proceedings.act(parts, who, visit, "agree", agreed)
    planned, after = day.coming(parts)
    assert planned.route == day.read(parts).route
    assert [stop.name for stop in after.route] == ["石样例"]
    read = squeezed(text_of(plan_paper.sheet(parts, planned)))
    assert "共3户、2个村" in read
    assert read.index("贺样例") < read.index("冯样例") < read.index("任样例")
    assert "13800000001" in read
    assert plan_paper.printout(parts, planned).title == "上门安排"
    # The plan of tomorrow, printed today, names the day it is for
    (day_of,) = re.findall(r"2026年11月\d+日(?=共1户)", squeezed(text_of(plan_paper.sheet(parts, after))))
    assert day_of == "2026年11月24日"
    parts.store.close()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("9:30", "10:40"),
        ("上午", "下午两点"),
        ("上午9点半,先打电话", "9:40"),
        ("11:50", "下午1点"),
        ("下午", "14:00"),
        ("16:00", ""),
    ],
)
def test_times_as_people_write_them_have_their_order(earlier: str, later: str) -> None:
    assert route.minutes(earlier) < route.minutes(later)
