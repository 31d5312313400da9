"""``bench visits``: the page of the day with many home visits."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from desk_app.benches.measuring import Figure, median_ms

if TYPE_CHECKING:
    from desk_app.services.parts import Parts

COUNT: Final = 20_000
"""Records of home visits in the book."""
_PAGE: Final = 100
"""The goal of the page, in milliseconds."""
_STATISTICS: Final = 200
"""The goal of a quarter's statistics, in milliseconds."""
_TODAY: Final = 12
"""Homes visited today."""
_SWITCH: Final = '[visits]\non = ["quxian", "yinchuan"]\nsource = "测速"\n'
_VILLAGES: Final = ("中和村", "毛河洛村", "双铺村")


def visits() -> Iterator[Figure]:
    """The page of the day in a book of many visits, of all three programmes."""
    from desk_app.benches.book import parts_on
    from desk_app.services.visits import day

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        _fill(folder)
        parts = parts_on(folder)
        found = day.read(parts)
        what = f"{COUNT:,}件上门,今天{len(found.route)}户,到期{found.total}件,读出{len(found.due)}件"
        yield Figure("visits.page", median_ms(lambda: day.read(parts)), "ms", None, _PAGE, what)
        yield _statistics(parts)
        parts.store.close()


def _statistics(parts: "Parts") -> Figure:
    """A quarter's statistics of one of the registers: acts, closed periods and rates in each line."""
    from desk_app.services.lists import statistics

    quarter = statistics.periods(parts.clock.today())[1]
    found = statistics.table(parts, "door_service", quarter, "service")
    what = (
        f"一个季度的统计:{found.total.cells['all'].count:,}条,上门{found.total.times['visits'].times:,}人次"
    )
    spent = median_ms(lambda: statistics.table(parts, "door_service", quarter, "service"))
    return Figure("visits.statistics", spent, "ms", None, _STATISTICS, what)


def _fill(folder: Path) -> None:
    from desk_app.benches import book

    county = folder / "county"
    county.mkdir()
    (county / "own.toml").write_text(_SWITCH, encoding="utf-8")
    (folder / "settings.toml").write_text(f'forms = "{county.as_posix()}"\n', encoding="utf-8")
    parts = book.parts_on(folder)
    many = tuple(_records(parts))
    for place in range(_TODAY):
        _agreed(parts, place)
    parts.store.close()
    book.copy(folder, dict.fromkeys(many, COUNT // len(many)))


def _begun(parts: "Parts", procedure: str, act: str, days: int, **given: Any) -> str:
    """A record that began so many days ago."""
    from desk_app.services import proceedings

    who, at = parts.window.who, parts.clock.now() - timedelta(days=days)
    told = {"name": "张样例", "village": "中和村", "channel": "1", **given}
    return proceedings.begin(parts, who, procedure, act, told, identity=str(uuid4()), at=at).id


def _did(parts: "Parts", record: str, *acts: tuple[str, dict[str, Any]]) -> str:
    from desk_app.services import proceedings

    for act, given in acts:
        proceedings.act(parts, parts.window.who, record, act, given)
    return record


def _records(parts: "Parts") -> Iterator[str]:
    """One of each kind of record that is copied: asked for, late, at its department, over, going on."""
    today = parts.clock.today().isoformat()
    later = (parts.clock.today() + timedelta(days=3)).isoformat()
    out = (("assign", {"doer": "刘样例"}), ("agree", {"visit_on": later}))
    seen: dict[str, Any] = {"visited_on": today}
    for days in (0, 20):
        yield _begun(parts, "home_visit", "request", days, wish="办证", cannot_come=True)
    ways: tuple[tuple[tuple[str, dict[str, Any]], ...], ...] = (
        (),
        (("leave", {}), ("take_in", {**seen, "taken": "身份证"})),
        (("leave", {}), ("finish", {**seen, "done": "办证"})),
    )
    for ended in ways:
        yield _did(parts, _begun(parts, "home_visit", "request", 5, wish="办证"), *out, *ended)
    yield _begun(parts, "one_plus_n", "ask", 60, wish="办证", asked_by="2")
    going = ("begin_service", {"plan": "每周一次"})
    child = _begun(parts, "door_service", "ask", 40, service="child_rehab")
    yield _did(parts, child, *out, going, ("serve", {"served_on": today, "served_words": "训练"}))
    yield _begun(parts, "door_service", "ask", 9, service="legal")


def _agreed(parts: "Parts", place: int) -> None:
    """A home that is visited today."""
    today = parts.clock.today().isoformat()
    given = {"visit_on": today, "visit_time": f"{9 + place % 8:02d}:00"}
    village = _VILLAGES[place % len(_VILLAGES)]
    visit = _begun(parts, "home_visit", "request", 2, wish="办证", village=village)
    _did(parts, visit, ("assign", {"doer": "刘样例"}), ("agree", given))
