"""``bench lists``: pages, counts, statistics and exports of a full book."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from desk_app.benches.measuring import Figure, median_ms

if TYPE_CHECKING:
    from desk_app.domain.lists import Wanted
    from desk_app.services.parts import Parts

_PAGE: Final = 100
"""The goal of a page, in milliseconds."""
_ROUNDS: Final = 5
_EXPORT: Final = """
import sys
from pathlib import Path
from desk_app.benches.book import parts_on
from desk_app.domain.lists import Order, Wanted
from desk_app.services.lists import export
parts = parts_on(Path(sys.argv[1]))
wanted = Wanted("application", query=sys.argv[4])
export.write(parts, parts.window.who, wanted, Order(), Path(sys.argv[2]), sys.argv[3])
parts.store.close()
print(peak())
"""
_PEAK: Final = """
def peak():
    # What a process reports of itself may hold the memory of the one that started it; this does not.
    with open("/proc/self/status") as told:
        return next(int(line.split()[1]) for line in told if line.startswith("VmHWM"))
"""


def pages(parts: "Parts", folder: Path, count: int) -> Iterator[Figure]:
    """Figures of a book of ``count`` applications in a folder."""
    yield from _pages(parts, count)
    yield from _counts(parts)
    yield from _exports(folder, count)


def _pages(parts: "Parts", count: int) -> Iterator[Figure]:
    from desk_app.domain.lists import Order, Wanted
    from desk_app.services.lists import lists

    every, order = Wanted("application"), lists.order(parts, "application")

    def page(wanted: Wanted, by: Order, after: int = 0) -> Callable[[], object]:
        return lambda: lists.page(parts, wanted, by, after=after)

    first = median_ms(page(every, order), _ROUNDS)
    yield Figure("lists.page", first, "ms", None, _PAGE, f"办件第一页,{count:,}件,按期限")
    last = median_ms(page(every, order, count - 200), _ROUNDS)
    yield Figure("lists.page.last", last, "ms", None, _PAGE, "滚到最后一页")
    yield slowest("lists.page.filtered", "最慢的筛选", {n: page(w, order) for n, w in _filters().items()})
    columns = [c.id for c in lists.columns(parts, "application")]
    orders = {column: page(every, Order(column, descending=False)) for column in columns}
    yield slowest("lists.page.sorted", "最慢的排序", orders)


def slowest(name: str, what: str, asked: Mapping[str, Callable[[], object]]) -> Figure:
    """The figure of the slowest of several works, given by name."""
    times = {each: median_ms(work, _ROUNDS) for each, work in asked.items()}
    worst = max(times, key=lambda each: times[each])
    return Figure(name, times[worst], "ms", None, _PAGE, f"{len(times)}种里{what}:{worst}")


def _filters() -> "dict[str, Wanted]":
    from desk_app.domain.lists import DueKind, Wanted

    one = "application"
    return {
        "乡镇": Wanted(one, values={"township": frozenset({"620403003"})}),
        "没有的乡镇": Wanted(one, values={"township": frozenset({"620403999"})}),
        "事项": Wanted(one, values={"matters": frozenset({"cert_new"})}),
        "没有的事项": Wanted(one, values={"matters": frozenset({"cert_lost"})}),
        "窗口和经办人": Wanted(one, counter="3", clerk="经办员4"),
        "待补正": Wanted(one, states=frozenset({("matter", "correction")})),
        "超期": Wanted(one, due=frozenset({DueKind.OVERDUE})),
        "停表": Wanted(one, due=frozenset({DueKind.STOPPED})),
        "姓名": Wanted(one, query="张样例"),
        "没有的人": Wanted(one, query="查无此人"),
    }


def _counts(parts: "Parts") -> Iterator[Figure]:
    from desk_app.domain.lists import Wanted
    from desk_app.services.lists import lists, statistics

    offered = lists.shortcuts(parts, "application")
    chips = median_ms(lambda: lists.shortcut_counts(parts, Wanted("application"), offered), _ROUNDS)
    yield Figure("lists.chips", chips, "ms", None, 200, f"{len(offered)}个筛选的件数")
    period = statistics.periods(parts.clock.today())[1]
    quarter = median_ms(lambda: statistics.table(parts, "matter", period), _ROUNDS)
    yield Figure("lists.statistics", quarter, "ms", None, 200, "一个季度的统计,含图和表")


def _exports(folder: Path, count: int) -> Iterator[Figure]:
    for kind in ("xlsx", "csv"):
        begin = perf_counter()
        most = _exported_kb(folder, kind)
        yield Figure(f"lists.export.{kind}", perf_counter() - begin, "s", None, 60, f"导出{count:,}件,含启动")
        if most:
            more = (most - _exported_kb(folder, kind, "查无此人")) / 1024
            yield Figure(f"lists.export.{kind}.memory", more, "MB", None, 60, "比导出一张空表多用的内存")


def _exported_kb(folder: Path, kind: str, query: str = "") -> int:
    """Peak memory, in kB, of an export in a process of its own; 0 when it can not be measured."""
    told = _PEAK if sys.platform == "linux" else "def peak():\n    return 0\n"
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run(
            [sys.executable, "-c", told + _EXPORT, str(folder), str(Path(out, f"list.{kind}")), kind, query],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    return int(done.stdout)
