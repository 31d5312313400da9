"""``bench registers``: a centre with 100,000 pieces in its archive and 20,000 devices."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import uuid4

from desk_app.benches.lists import slowest
from desk_app.benches.measuring import Figure, median_ms

if TYPE_CHECKING:
    from desk_app.domain.lists import Wanted
    from desk_app.services.parts import Parts

_Found = TypeVar("_Found")
PIECES: Final = 100_000
"""Pieces of the archive in the book."""
DEVICES: Final = 20_000
"""Labelled devices in the book."""
YEAR: Final = 2_000
"""Records over and pieces sorted in the year that is filed: more than five times a county of 400 pieces."""
_MOVES: Final = 300
"""Moves of the stock of the model that is handed out."""
_PAGE: Final = 100
"""The goal of a page, in milliseconds."""
_ROUNDS: Final = 5
_TABLE: Final = """
[archive]
number = "X043"
category = "WS"
approved = "测速"
window = "3"
source = "测速"

[[retention]]
id = "visits"
title = "上门材料"
term = "D10"
organ = "BGS"
covers = ["home_visit"]
source = "测速"

[[retention]]
id = "rules"
title = "制度"
term = "Y"
source = "测速"
"""


@dataclass(frozen=True, slots=True)
class _Many:
    """The records the many are copies of, each with how many, and a device on its shelf."""

    times: dict[str, int]
    model: str
    device: str


def registers() -> Iterator[Figure]:
    """Lists, due work, the work table, a hand-out and the filing of a year."""
    from desk_app.benches.book import copy, parts_on, rows_of

    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        many = _begun(folder)
        copy(folder, many.times)
        with rows_of(folder) as db:  # what a copy has in its place is nobody's number
            db.execute("DELETE FROM sqlite_stat1")  # no book has one: it is asked as a book is
            db.execute("UPDATE listed SET id_number = '' WHERE procedure <> 'application'")
        parts = parts_on(folder)
        yield from _pages(parts)
        yield from _due(parts)
        yield from _moved(parts, many)
        yield from _filed(parts)
        parts.store.close()


# ---- figures -----------------------------------------------------------------------------------


def _pages(parts: "Parts") -> Iterator[Figure]:
    from desk_app.services.lists import lists

    for register, asked in _asked().items():
        order, offered = lists.order(parts, register), lists.shortcuts(parts, register)
        pages = {n: partial(lists.page, parts, wanted, order) for n, wanted in asked.items()}
        yield slowest(f"registers.{register}", f"{lists.title(parts, register)}:最慢的一页", pages)
        chips = median_ms(partial(lists.shortcut_counts, parts, asked["全部"], offered), _ROUNDS)
        yield Figure(f"registers.{register}.chips", chips, "ms", None, 200, f"{len(offered)}个筛选的件数")


def _asked() -> "dict[str, dict[str, Wanted]]":
    """By register, what is asked of its list."""
    from desk_app.domain.lists import DueKind, Wanted

    piece, device = "archive_item", "device_item"
    return {
        piece: {
            "全部": Wanted(piece),
            "借出": Wanted(piece, states=frozenset({(piece, "lent")})),
            "待归": Wanted(piece, states=frozenset({(piece, "waiting")})),
            "超期": Wanted(piece, due=frozenset({DueKind.OVERDUE})),
            "快到期": Wanted(piece, due=frozenset({DueKind.SOON})),
            "种类": Wanted(piece, values={"kind": frozenset({"visit"})}),
            "哪项工作": Wanted(piece, values={"work": frozenset({"devices"})}),
            "姓名": Wanted(piece, query="张样例"),
        },
        device: {
            "全部": Wanted(device),
            "在库": Wanted(device, states=frozenset({(device, "in_stock")})),
            "待检查": Wanted(device, states=frozenset({(device, "to_check")})),
            "类别": Wanted(device, values={"class": frozenset({"12"})}),
        },
    }


def _due(parts: "Parts") -> Iterator[Figure]:
    from desk_app.services.todos import todos
    from desk_app.services.works import table

    found = todos.todos(parts)
    what = f"待办共{found.total:,}条,读出{len(found.shown)}条"
    yield Figure("registers.todos", median_ms(lambda: todos.todos(parts), _ROUNDS), "ms", None, _PAGE, what)
    rows = median_ms(lambda: table.rows(parts), _ROUNDS)
    yield Figure("registers.works", rows, "ms", None, _PAGE, "工作明细表各项没办完的、到期的、归档的")


def _moved(parts: "Parts", many: _Many) -> Iterator[Figure]:
    """A device leaves the shelf and comes back, its stock with it: both records, one transaction."""
    from desk_app.services import proceedings

    who = parts.window.who
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("broken", {"fault": "轮子"}),
        ("repaired", {}),
        ("disinfect", {}),
    )

    def once() -> None:
        for act, given in ways:
            proceedings.act(parts, who, many.device, act, given)

    spent = median_ms(once, _ROUNDS) / len(ways)
    yield Figure("registers.move", spent, "ms", None, 50, f"动一件,型号的库存账上有{_MOVES:,}笔")


def _filed(parts: "Parts") -> Iterator[Figure]:
    """The filing of a year: what there is to file, taking it in, numbering what is sorted."""
    from desk_app.services.works import filing

    year = parts.clock.today().year
    found = filing.of(parts, year)
    spent = median_ms(lambda: filing.of(parts, year), _ROUNDS)
    what = f"年度归档一页:要立件{len(found.ready):,}件,等编号{found.sorted:,}件,没有归{found.unfiled:,}件"
    yield Figure("registers.filing", spent, "ms", None, _PAGE, what)
    taken, took = _timed(lambda: filing.take_in(parts, found.ready))
    numbered, gave = _timed(lambda: filing.number(parts, year))
    what = f"立{taken:,}件{took:.1f} s,编{numbered:,}个档号{gave:.1f} s"
    yield Figure("registers.filed", took + gave, "s", None, 10, what)
    again = median_ms(lambda: filing.of(parts, year), _ROUNDS)
    yield Figure("registers.filing.after", again, "ms", None, _PAGE, "归完以后的一页")


def _timed(work: Callable[[], _Found]) -> tuple[_Found, float]:
    begin = perf_counter()
    found = work()
    return found, perf_counter() - begin


# ---- the book ----------------------------------------------------------------------------------


def _begun(folder: Path) -> _Many:
    from desk_app.benches import book

    county = folder / "county"
    county.mkdir()
    (county / "retention.toml").write_text(_TABLE, encoding="utf-8")
    (folder / "settings.toml").write_text(f'forms = "{county.as_posix()}"\n', encoding="utf-8")
    parts = book.parts_on(folder)
    model = _began(parts, "device_model", "enter", _MODEL)
    for _ in range(_MOVES):
        _did(parts, model, ("receive", {"stock": "1"}))
    times, device = _devices(parts, model)
    times |= _visits(parts) | _pieces(parts)
    parts.store.close()
    return _Many(times, model, device)


_MODEL: Final[dict[str, Any]] = {
    "title": "护理型轮椅",
    "class": "12",
    "unit": "辆",
    "use_years": "3",
    "least": "1",
    "labelled": True,
}


def _began(parts: "Parts", register: str, act: str, given: Mapping[str, Any], days: int = 0) -> str:
    """A record that began so many days ago."""
    from desk_app.services import proceedings

    at = parts.clock.now() - timedelta(days=days)
    return proceedings.begin(parts, parts.window.who, register, act, given, identity=str(uuid4()), at=at).id


def _did(parts: "Parts", record: str, *acts: tuple[str, dict[str, Any]]) -> str:
    from desk_app.services import proceedings

    for act, given in acts:
        proceedings.act(parts, parts.window.who, record, act, given)
    return record


def _devices(parts: "Parts", model: str) -> tuple[dict[str, int], str]:
    """Devices on the shelf, in repair and to be disinfected, and one more of each that is worked with."""
    known = parts.store.proceedings.one(model)
    assert known is not None
    broken = ("broken", {"fault": "轮子"})
    ways: tuple[tuple[int, tuple[tuple[str, dict[str, Any]], ...]], ...] = (
        (DEVICES * 8 // 10, ()),
        (DEVICES // 10, (broken,)),
        (DEVICES // 10, (broken, ("repaired", {}))),
    )
    made = {}
    for count, way in ways:
        device = _began(parts, "device_item", "enter", {"model": known.number, "serial": "W-1"})
        made[_did(parts, device, ("shelve", {}), *way)] = count
    return made, next(iter(made))


def _visits(parts: "Parts") -> dict[str, int]:
    """Records that are over and have no piece, and some that are open."""
    given = {"name": "张样例", "village": "中和村", "channel": "1", "wish": "办证"}
    over = _did(parts, _began(parts, "home_visit", "request", given, 5), ("withdraw", {}))
    return {over: YEAR, _began(parts, "home_visit", "request", given, 5): YEAR // 100}


def _pieces(parts: "Parts") -> dict[str, int]:
    """Pieces of twenty years: on their shelves, lent, kept long enough; those of this year on their way."""
    this = parts.clock.today().year
    lent = _did(parts, _held(parts, this - 1), ("lend", _LOAN))
    made = {lent: PIECES // 500, _sorted(parts, this): YEAR, _taken(parts, this): YEAR // 10}
    kept = [_held(parts, this - back, term) for back in range(1, 20) for term in ("visits", "rules")]
    rest = PIECES - sum(made.values())
    return made | dict.fromkeys(kept, rest // len(kept))


_LOAN: Final = {
    "borrower": "王样例",
    "borrower_unit": "样例区审计局",
    "purpose": "核对发放",
    "basis": "介绍信8号",
    "approver": "陈样例",
    "pages_out": "12",
}


def _taken(parts: "Parts", year: int, retention: str = "visits") -> str:
    given: dict[str, Any] = {
        "kind": "visit",
        "title": "张样例上门代办材料",
        "name": "张样例",
        "work": "devices",
    }
    given["formed_on"] = f"{year}-01-20"
    filed = {"archive_year": str(year), "retention": retention, "restricted": False}
    return _began(parts, "archive_item", "take_in", given | filed)


def _sorted(parts: "Parts", year: int, retention: str = "visits") -> str:
    filed = {"archive_year": str(year), "retention": retention, "pages": "12", "complete": True}
    return _did(parts, _taken(parts, year, retention), ("sort", filed))


def _held(parts: "Parts", year: int, retention: str = "visits") -> str:
    return _did(parts, _sorted(parts, year, retention), ("file", {}), ("shelve", {"shelf": "A架2层"}))
