"""The work table with what the book holds of each work: its registers, what is open and due, its archive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final

from desk_app.domain.duties import WORK_TABLE, BookDuty
from desk_app.domain.lists import Course, DueKind, Wanted
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from forms.works import Work

ARCHIVE: Final = "archive_item"
"""The register of what is filed."""
OF_WORK: Final = "work"
"""Its column that says which work a piece belongs to."""
_OPEN: Final = frozenset({Course.RUNNING, Course.STOPPED})
_DUE: Final = frozenset({DueKind.OVERDUE, DueKind.TODAY, DueKind.SOON})
_NAMED: Final = 3
"""Works that the to-do tells; the others are counted."""


@dataclass(frozen=True, slots=True)
class WorkFigure:
    """So many records, and the list that has them."""

    count: int
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class WorkRegister:
    """One register a work is done in."""

    title: str
    every: Wanted
    open: WorkFigure
    due: WorkFigure
    """Those overdue, due today, or warned."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One row of the table as the page shows it."""

    work: Work
    registers: tuple[WorkRegister, ...]
    open: int
    due: int
    filed: WorkFigure | None
    """What of it is in the archive's register; None where this pack has no such register."""


def rows(parts: Parts) -> tuple[WorkRow, ...]:
    """Every row of the work table, in its order. Reads the book; called in a lane."""
    filed: Mapping[str, int] | None = None
    if ARCHIVE in parts.pack.procedures:
        filed = parts.store.lists.counts(Wanted(ARCHIVE), OF_WORK, parts.clock.today())
    return tuple(_row(parts, work, filed) for work in parts.pack.works.values())


def _row(parts: Parts, work: Work, pieces: Mapping[str, int] | None) -> WorkRow:
    laws = (law for law in proceedings.registers(parts) if work.id in law.works)
    found = tuple(_register(parts, law.id, law.title) for law in laws)
    filed = None
    if pieces is not None:
        filed = WorkFigure(pieces.get(work.id, 0), Wanted(ARCHIVE, values=_of(work)))
    return WorkRow(work, found, sum(f.open.count for f in found), sum(f.due.count for f in found), filed)


def _of(work: Work) -> Mapping[str, frozenset[str]]:
    return {OF_WORK: frozenset({work.id})}


def _register(parts: Parts, procedure: str, title: str) -> WorkRegister:
    still, near = Wanted(procedure, courses=_OPEN), Wanted(procedure, due=_DUE)
    return WorkRegister(title, Wanted(procedure), _figure(parts, still), _figure(parts, near))


def _figure(parts: Parts, wanted: Wanted) -> WorkFigure:
    return WorkFigure(parts.store.lists.count(wanted, parts.clock.today()), wanted)


def unnamed(parts: Parts) -> Iterator[BookDuty]:
    """A to-do while somebody is lacking in the table (责任人)."""
    works = parts.pack.works.values()
    lacking = [f"{w.title}({p.unit})" for w in works for p in w.posts if p.named is None]
    if lacking:
        more = "等" if len(lacking) > _NAMED else ""
        yield BookDuty(
            WORK_TABLE,
            f"工作明细表还有{len(lacking)}处没有写责任人",
            f'{"、".join(lacking[:_NAMED])}{more}。请在区县事项定义里用 [[duty]] 写明(of = "works")',
            datetime.combine(parts.clock.today(), time(), parts.clock.now().tzinfo),
            WORK_TABLE,
        )
