"""Year-end filing: what is over becomes a 件, what is sorted gets its number, what is open is told.

A concluded record is filed under the row of the county's retention table that covers its procedure; without
a row nothing of it is filed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Subject
from desk_app.domain.lists import MATTERS, Course, Order, Row, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger, proceedings
from desk_app.services.lists import export, lists
from desk_app.services.parts import Parts
from desk_app.services.proceedings import Beginning
from desk_app.services.works.table import ARCHIVE
from forms import archives
from forms.archives import Retention
from forms.sentences import plain_date

_SORTED: Final = "sorted"
_MENTAL: Final = "6"
"""Code of 精神 among the categories of a disability: such a piece is lent by leave of a supervisor."""
_PORTION: Final = 500
_KINDS: Final = {APPLICATION: "case", "survey_sheet": "sheet"}
_OVER: Final = frozenset({Course.DONE, Course.ENDED})
_HEADS: Final = ("编号", "题名", "登记", "为什么没有归")
NO_TABLE: Final = "区县还没有写保管期限表([archive]、[[retention]]),不能归档"


@dataclass(frozen=True, slots=True)
class Ready:
    """A record that is over and has no 件 yet, with the row it is filed under."""

    row: Row
    title: str
    kept: Retention


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
    ready: tuple[Ready, ...]
    sorted: tuple[str, ...]
    """Ids of the pieces that wait for their number, in the order they get it."""
    left: tuple[Left, ...]
    """What is still open, and what was taken in and is not sorted."""
    filed: int
    fault: str = ""
    """Why nothing can be filed at all; empty: it can."""


def of(parts: Parts, year: int) -> YearEnd:
    """How far the filing of a year is. Reads the book; called in a lane."""
    if not parts.pack.retention:
        return YearEnd(year, (), (), (), 0, NO_TABLE)
    rows = [row for name in _covered(parts) for row in _rows(parts, name)]
    begun = {p.id: p for p in parts.store.proceedings.several([_identity(row) for row in rows])}
    over = [row for row in rows if row.decided_on and row.decided_on.year == year]
    ready = (_ready(parts, row) for row in over if _identity(row) not in begun)
    mine = [p for p in _pieces(parts) if str(p.facts.get(archives.YEAR)) == str(year)]
    waits = [p for p in mine if p.state == _SORTED]
    by_place = sorted(waits, key=lambda p: (str(p.facts.get("formed_on") or ""), p.number))
    still = [_open(parts, row) for row in rows if row.decided_on is None and row.began_at.year <= year]
    unsorted = [
        Left(p.id, p.number, str(p.facts.get("title")), "一户一档", "已立件,还没有整理")
        for p in mine
        if p.state == "waiting"
    ]
    filed = sum(bool(p.facts.get(archives.NUMBER)) for p in mine)
    return YearEnd(year, tuple(ready), tuple(p.id for p in by_place), (*still, *unsorted), filed)


def take_in(parts: Parts, found: Sequence[Ready]) -> int:
    """Begin a 件 for each record that is over, all of a portion in one transaction; how many."""
    for place in range(0, len(found), _PORTION):
        fresh = [_beginning(parts, each) for each in found[place : place + _PORTION]]
        proceedings.act_and_begin(parts, parts.window.who, (), fresh)
    return len(found)


def number(parts: Parts, pieces: Sequence[str]) -> int:
    """Give each sorted piece the next number of its class, all of them or none; how many.

    RuleError without a table, at another window, or when one was numbered meanwhile.
    """
    if not pieces:
        raise RuleError("没有整理好、等编号的")
    wanted: list[tuple[str, str, dict[str, str]]] = [(piece, "file", {}) for piece in pieces]
    return len(proceedings.act_on_each(parts, parts.window.who, wanted))


def write_left(parts: Parts, found: YearEnd, path: Path) -> None:
    """Write what is not filed, and why, into an xlsx file; noted. WorldError when it can not be written."""

    def note() -> None:
        about, said = Subject(ARCHIVE, str(found.year)), f"导出{found.year}年没有归档的,xlsx"
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, about, said)

    lines = ((left.number, left.title, left.register, left.why) for left in found.left)
    export.write_lines(path, f"{found.year}年没有归档的", _HEADS, lines, note)


def _covered(parts: Parts) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in parts.pack.retention.values() for name in row.covers))


def _rows(parts: Parts, procedure: str) -> Iterator[Row]:
    today = parts.clock.today()
    for portion in parts.store.lists.stream(Wanted(procedure), Order(), today, _PORTION):
        yield from portion


def _pieces(parts: Parts) -> Sequence[Any]:
    return parts.store.proceedings.listed(ARCHIVE, limit=None)


def _identity(row: Row) -> str:
    return str(uuid5(NAMESPACE_URL, f"{ARCHIVE}/{row.id}"))


def _ready(parts: Parts, row: Row) -> Ready:
    kept = archives.row_of(parts.pack.retention, row.procedure)
    assert kept is not None  # only procedures that a row covers are read
    return Ready(row, _title(parts, row), kept)


def _title(parts: Parts, row: Row) -> str:
    law = lists.procedure_of(parts, row.procedure)
    if row.procedure != APPLICATION:
        return f"{row.label}{law.title}材料"
    column = lists.column(parts, APPLICATION, MATTERS)
    matters = [lists.word(parts, column, code) for code in row.values.get(MATTERS, ())] if column else []
    return f"{row.label}{'、'.join(matters)}申请材料"


def _open(parts: Parts, row: Row) -> Left:
    due = _due(row.due_on, parts.clock.today())
    why = f"还在办:{lists.state(parts, row).word}{due}"
    return Left(row.id, row.number, _title(parts, row), lists.title(parts, row.procedure), why)


def _due(day: date | None, today: date) -> str:
    if day is None:
        return ""
    return f",{plain_date(day.isoformat())}{'已' if day < today else ''}到期"


def _beginning(parts: Parts, each: Ready) -> Beginning:
    row, law = each.row, lists.procedure_of(parts, each.row.procedure)
    day = row.decided_on or parts.clock.today()
    given = {
        "kind": _KINDS.get(row.procedure, "visit" if law.programme else "record"),
        "title": each.title,
        "work": law.works[0] if law.works else "",
        "name": row.label if row.id_number else "",
        "id_number": row.id_number,
        "origin": row.number,
        "formed_on": day.isoformat(),
        archives.YEAR: str(day.year),
        archives.TABLE: each.kept.id,
        "restricted": _restricted(parts, row),
    }
    return Beginning(ARCHIVE, "take_in", given, _identity(row))


def _restricted(parts: Parts, row: Row) -> bool:
    """Whether the record tells of a mental disability."""
    found = parts.store.applications.one(row.id) if row.procedure == APPLICATION else None
    told = (found.answers.get("categories"), found.answers.get("apply_categories")) if found else ()
    return any(_MENTAL in codes for codes in told if isinstance(codes, list | tuple | str))
