"""Year-end filing: what is over becomes a 件, what is sorted gets its number, what is open is told.

A concluded record is filed under the row of the county's retention table that covers its procedure; without
a row nothing of it is filed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain import acting
from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Subject
from desk_app.domain.lists import MATTERS, STATE, Course, Order, Row, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.feeding import Beginning
from desk_app.services.lists import export, lists
from desk_app.services.parts import Parts
from desk_app.services.works.table import ARCHIVE
from forms import archives
from forms.sentences import plain_date

_SORTED: Final = "sorted"
_MENTAL: Final = "6"
"""Code of 精神 among the categories of a disability: such a piece is lent by leave of a supervisor."""
_PORTION: Final = 200
"""Records of one transaction: others wait for it."""
_KINDS: Final = {APPLICATION: "case", "survey_sheet": "sheet"}
_OVER: Final = frozenset({Course.DONE, Course.ENDED})
_OPEN: Final = frozenset({Course.RUNNING, Course.STOPPED})
_NOT_FILED: Final = frozenset(f"{ARCHIVE}.{state}" for state in ("waiting", _SORTED, "dropped"))
_FIRST: Final = Order(descending=False)
_SHOWN: Final = 300
"""Records of a register that are not filed which the page names; the others are counted and exported."""
_NAMED: Final = 3
"""Records that can not be taken in that a sentence names."""
_HEADS: Final = ("编号", "题名", "登记", "为什么没有归")
NO_TABLE: Final = "区县还没有写保管期限表([archive]、[[retention]]),不能归档"


@dataclass(frozen=True, slots=True)
class Left:
    """What is not filed at the end of the year, and why."""

    id: str
    number: str
    title: str
    register: str
    why: str


@dataclass(frozen=True, slots=True)
class YearEnd:
    """How far the filing of a year is."""

    year: int
    ready: tuple[str, ...]
    """Ids of the records that are over and have no piece yet."""
    sorted: int
    """How many pieces wait for their number."""
    left: tuple[Left, ...]
    """What is still open, and what was taken in and is not sorted: the first of each."""
    unfiled: int
    """How many of those there are."""
    filed: int
    fault: str = ""
    """Why nothing can be filed at all; empty: it can."""


def of(parts: Parts, year: int) -> YearEnd:
    """How far the filing of a year is. Reads the book; called in a lane."""
    if not parts.pack.retention:
        return YearEnd(year, (), 0, (), 0, 0, NO_TABLE)
    ready = tuple(i for name in _covered(parts) for i in _ready(parts, name, year))
    lefts = [lists.page(parts, wanted, _FIRST, _SHOWN) for wanted in _unfiled(parts, year)]
    left = tuple(_left(parts, row) for found in lefts for row in found.rows)
    by_state = parts.store.lists.counts(_pieces(year), STATE, parts.clock.today())
    filed = sum(count for state, count in by_state.items() if state not in _NOT_FILED)
    waits = by_state.get(f"{ARCHIVE}.{_SORTED}", 0)
    return YearEnd(year, ready, waits, left, sum(found.total for found in lefts), filed)


def take_in(parts: Parts, found: Sequence[str]) -> int:
    """Begin a 件 for each of these records that are over, all of a portion in one transaction; how many.

    RuleError names those that can not be taken in, when all others are.
    """
    faults = list[str]()
    for place in range(0, len(found), _PORTION):
        rows = parts.store.lists.several(found[place : place + _PORTION], parts.clock.today())
        faults += _taken(parts, rows)
    if faults:
        done = f"立了{len(found) - len(faults)}件,还有{len(faults)}件立不了,请先更正"
        raise RuleError(f"{done}:{';'.join(faults[:_NAMED])}")
    return len(found)


def number(parts: Parts, year: int) -> int:
    """Give each sorted piece of a year the next number of its class, a portion in one transaction; how many.

    They are numbered in the order in which their papers were formed. RuleError without a table, at another
    window, when none waits, or when one was numbered meanwhile.
    """
    waits = parts.store.lists.ids(_pieces(year, _SORTED), parts.clock.today())
    if not waits:
        raise RuleError("没有整理好、等编号的")
    found = parts.store.proceedings.several(waits)
    by_day = sorted(found, key=lambda p: (str(p.facts.get("formed_on") or ""), p.number))
    wanted: list[tuple[str, str, dict[str, str]]] = [(piece.id, "file", {}) for piece in by_day]
    for place in range(0, len(wanted), _PORTION):
        proceedings.act_on_each(parts, parts.window.who, wanted[place : place + _PORTION])
    return len(wanted)


def write_left(parts: Parts, found: YearEnd, path: Path) -> None:
    """Write what is not filed, and why, into an xlsx file; noted. WorldError when it can not be written."""

    def note() -> None:
        about, said = Subject(ARCHIVE, str(found.year)), f"导出{found.year}年没有归档的,xlsx"
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, about, said)

    rows = (row for wanted in _unfiled(parts, found.year) for row in _rows(parts, wanted))
    every = (_left(parts, row) for row in rows)
    lines = ((left.number, left.title, left.register, left.why) for left in every)
    export.write_lines(path, f"{found.year}年没有归档的", _HEADS, lines, note)


def _covered(parts: Parts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in parts.pack.retention.values() for name in row.covers))


def _taken(parts: Parts, rows: Sequence[Row]) -> Iterator[str]:
    """Begin the pieces of these records together, where one can not, one by one; the faults in words."""
    try:
        proceedings.act_and_begin(parts, parts.window.who, (), [_beginning(parts, row) for row in rows])
    except RuleError as fault:
        if len(rows) == 1:
            yield f"{rows[0].number} {acting.told(fault)}"
        else:
            yield from (said for row in rows for said in _taken(parts, [row]))


def _rows(parts: Parts, wanted: Wanted) -> Iterator[Row]:
    for portion in parts.store.lists.stream(wanted, _FIRST, parts.clock.today(), _PORTION):
        yield from portion


def _unfiled(parts: Parts, year: int) -> Iterator[Wanted]:
    """What had begun by the end of a year and is open, then the pieces of the year that are not sorted."""
    for name in _covered(parts):
        yield Wanted(name, until=date(year, 12, 31), courses=_OPEN)
    yield _pieces(year, "waiting")


def _pieces(year: int, *states: str) -> Wanted:
    """The pieces of a year in some states."""
    shown = frozenset((ARCHIVE, state) for state in states)
    return Wanted(ARCHIVE, states=shown, values={archives.YEAR: frozenset({str(year)})})


def _ready(parts: Parts, procedure: str, year: int) -> Iterator[str]:
    """Ids of the records of a procedure that were over in a year and have no piece."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    wanted = Wanted(procedure, courses=_OVER, over_since=first, over_until=last)
    over = {identity(record): record for record in parts.store.lists.ids(wanted, parts.clock.today())}
    there = parts.store.proceedings.present(over)
    yield from (record for piece, record in over.items() if piece not in there)


def identity(record: str) -> str:
    """The id of the piece of a record."""
    return str(uuid5(NAMESPACE_URL, f"{ARCHIVE}/{record}"))


def _title(parts: Parts, row: Row) -> str:
    law = lists.procedure_of(parts, row.procedure)
    if row.procedure != APPLICATION:
        return f"{row.label}{law.title}材料"
    column = lists.column(parts, APPLICATION, MATTERS)
    matters = [lists.word(parts, column, code) for code in row.values.get(MATTERS, ())] if column else []
    return f"{row.label}{'、'.join(matters)}申请材料"


def _left(parts: Parts, row: Row) -> Left:
    if row.procedure == ARCHIVE:
        return Left(row.id, row.number, row.label, "一户一档", "已立件,还没有整理")
    due = _due(row.due_on, parts.clock.today())
    why = f"还在办:{lists.state(parts, row).word}{due}"
    return Left(row.id, row.number, _title(parts, row), lists.title(parts, row.procedure), why)


def _due(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f",{plain_date(day.isoformat())}{'已' if day < today else ''}到期"


def _beginning(parts: Parts, row: Row) -> Beginning:
    law, kept = lists.procedure_of(parts, row.procedure), archives.row_of(parts.pack.retention, row.procedure)
    assert kept is not None  # only procedures that a row covers are read
    day = row.decided_on or parts.clock.today()
    given = {
        "kind": _KINDS.get(row.procedure, "visit" if law.programme else "record"),
        "title": _title(parts, row),
        "work": law.works[0] if law.works else "",
        "name": row.label if row.id_number else "",
        "id_number": row.id_number,
        "origin": row.number,
        "formed_on": day.isoformat(),
        archives.YEAR: str(day.year),
        archives.TABLE: kept.id,
        "restricted": _restricted(parts, row),
    }
    return Beginning(ARCHIVE, "take_in", given, identity(row.id))


def _restricted(parts: Parts, row: Row) -> bool:
    """Whether the record tells of a mental disability."""
    found = parts.store.applications.one(row.id) if row.procedure == APPLICATION else None
    told = (found.answers.get("categories"), found.answers.get("apply_categories")) if found else ()
    return any(_MENTAL in codes for codes in told if isinstance(codes, list | tuple | str))
