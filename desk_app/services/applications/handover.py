"""Handing a day's applications over to their departments: the sheet, and the act 流转 (附件2 第十六条).

A day has one sheet for each department, and one more (-2, -3 …) each time a part was handed over before: a
sheet that was handed over goes on listing what was on it. A department that is responsible beside the one
that decides (附件1) has these matters on its sheets too, marked 联办; the act is about the deciding one.
"""

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from desk_app.domain import undertaken
from desk_app.domain.applications import (
    MATTER,
    Application,
    MatterCase,
    MatterState,
    SendState,
    matter_id,
)
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from desk_app.services import law, proceedings, reading
from desk_app.services.counter.materials import looked_at
from desk_app.services.parts import Parts
from desk_app.services.printing import promised
from desk_app.services.printing.drawing import listed
from desk_app.services.reading import Reading
from forms.numbers import shown_phone
from forms.pack import Pack
from forms.sentences import expected_date, plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentValue

TITLE: Final = "部门转办交接单"
_NOBODY: Final = "部门待核对"
"""Stands for the department of a matter nobody knows any more."""
_JOINT: Final = "(联办)"
_SHEET: Final = "sheet"
"""Fact of a matter: the number of the sheet it was handed over on."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One application on a sheet."""

    application: Application
    matters: tuple[MatterCase, ...]
    """The matters that the department decides."""
    joint: tuple[MatterCase, ...] = ()
    """The matters for which it is responsible beside another one."""


@dataclass(frozen=True, slots=True)
class SheetBatch:
    """What one sheet lists."""

    day: date
    """The day of acceptance."""
    department: str
    """Its name in the matters."""
    number: str
    rows: tuple[SheetRow, ...]
    received_by: str = ""
    handed_at: datetime | None = None
    """When it was handed over; None while it waits."""

    def only(self, applications: Collection[str]) -> "SheetBatch":
        """The same sheet with some of its applications, by id."""
        rows = tuple(r for r in self.rows if r.application.id in applications)
        return SheetBatch(self.day, self.department, self.number, rows, self.received_by, self.handed_at)


@dataclass(slots=True)
class _Part:
    """A sheet while it is put together: by application, its own and its joint matters."""

    number: str
    received_by: str = ""
    at: datetime | None = None
    own: dict[str, list[MatterCase]] = field(default_factory=dict)
    joint: dict[str, list[MatterCase]] = field(default_factory=dict)


def sheets(parts: Parts, day: date) -> Iterator[tuple[SheetBatch, bytes]]:
    """Every hand-over sheet of a day, as PDF."""
    for batches_of in batches(parts, day).values():
        yield from ((batch, sheet(parts, batch)) for batch in batches_of)


def batches(parts: Parts, day: date) -> dict[str, tuple[SheetBatch, ...]]:
    """What was accepted on a day, by department in the pack's order: what was handed over, then the rest."""
    found: dict[str, list[SheetRow]] = {n: [] for m in parts.pack.matters for n in parts.pack.responsible(m)}
    for application in parts.store.applications.accepted_on(day):
        for row, department in _rows(law.of(parts, application.pack_digest), application):
            found.setdefault(department, []).append(row)
    return {name: _parted(parts, day, name, rows) for name, rows in found.items() if rows}


def days(parts: Parts) -> tuple[date, ...]:
    """Today, and every earlier day with matters that wait for their hand-over, newest first."""
    today = parts.clock.today()
    earlier = set(parts.store.proceedings.days(MATTER, MatterState.TAKEN)) - {today}
    open_days = (d for d in earlier if any(waiting(b) for each in batches(parts, d).values() for b in each))
    return (today, *sorted(open_days, reverse=True))


def number_of(parts: Parts, day: date, department: str) -> str:
    """The number of a day's first sheet for a department, whatever order the pack has its departments in."""
    known = parts.pack.department(department).number
    own = f"{known}" if known else f"{100 + zlib.crc32(department.encode()) % 900}"
    return f"{parts.window.hall.region_code}-{int(parts.window.number):02d}-{day:%Y%m%d}-J{own}"


def waiting(batch: SheetBatch) -> tuple[tuple[Application, MatterCase], ...]:
    """The matters of a batch that are taken and can be handed over, with their applications."""
    if batch.handed_at is not None:
        return ()
    return tuple((row.application, case) for row in batch.rows for case in row.matters if _waits(row, case))


def transfer(
    parts: Parts,
    who: Who,
    day: date,
    department: str,
    received_by: str,
    only: Collection[str] | None = None,
) -> int:
    """Note that a department took over a day's matters, and who gave and received them; returns how many.

    ``only`` are the ids of the applications that go now; the others follow on a sheet of their own. All are
    noted, or none. It ends the three days of 第十六条 and begins the department's ten of 第十九条. RuleError
    when the receiver's name is missing, or when none is chosen.
    """
    found = batches(parts, day).get(department, ())
    goes = {
        matter_id(application.id, case.matter): batch.number
        for batch in found
        for application, case in waiting(batch)
        if only is None or application.id in only
    }
    if only is not None and not goes:
        raise RuleError("请勾选这次转交的办件;已经转交的不用再登记")
    told = {"department": department, "given_by": who.person, "received_by": received_by}
    given = {case: {**told, _SHEET: number} for case, number in goes.items()}
    return len(proceedings.act_on_all(parts, who, "transfer", given, channel="paper"))


# ---- what is on which sheet ----------------------------------------------------------------------


def _rows(pack: Pack, application: Application) -> Iterator[tuple[SheetRow, str]]:
    """An application once for each of its departments: what that one decides, and what it shares."""
    cases = [(case, pack.responsible(case.matter) or (_NOBODY,)) for case in application.matters]
    for name in dict.fromkeys(department for _, those in cases for department in those):
        own = tuple(case for case, those in cases if those[0] == name and _goes(case))
        joint = tuple(case for case, those in cases if name in those[1:] and _goes(case))
        if own or joint:
            yield SheetRow(application, own, joint), name


def _goes(case: MatterCase) -> bool:
    """Whether a matter is on the sheet: not when it was taken back before it was handed over."""
    return case.state != MatterState.WITHDRAWN or bool(case.facts.get(_SHEET))


def _waits(row: SheetRow, case: MatterCase) -> bool:
    return case.state == MatterState.TAKEN and row.application.sent != SendState.REFUSED


def _parted(parts: Parts, day: date, department: str, rows: Sequence[SheetRow]) -> tuple[SheetBatch, ...]:
    """The rows of a day on the sheets of a department, those that were handed over first."""
    handed = _handed(parts, rows)
    rest = _Part(_next(number_of(parts, day, department), [part.number for part in handed]))
    every = {part.number: part for part in handed}
    for row in rows:
        for case in row.matters:
            waits = _waits(row, case)
            part = rest if waits else every.get(_sheet(case)) or _seen(row, handed, rest)
            part.own.setdefault(row.application.id, []).append(case)
        for case in row.joint:
            _seen(row, handed, rest).joint.setdefault(row.application.id, []).append(case)
    made = (_batch(day, department, part, rows) for part in (*handed, rest))
    return tuple(batch for batch in made if batch.rows)


def _sheet(case: MatterCase) -> str:
    return str(case.facts.get(_SHEET, ""))


def _handed(parts: Parts, rows: Sequence[SheetRow]) -> list[_Part]:
    """The sheets that matters of these rows were handed over on, in their order, still empty."""
    first = {_sheet(c): matter_id(r.application.id, c.matter) for r in rows for c in r.matters if _sheet(c)}
    found = []
    for number, proceeding in first.items():
        events = [e for e in parts.store.events.of(proceeding) if e.act == "transfer" and not e.void]
        if events:
            found.append(_Part(number, str(events[-1].payload.get("received_by", "")), events[-1].at))
    return sorted(found, key=lambda part: (part.at, part.number))


def _seen(row: SheetRow, handed: Sequence[_Part], rest: _Part) -> _Part:
    """The sheet that lists what is not handed over itself: the first one that was given after it came in."""
    accepted = row.application.accepted_at
    return next((part for part in handed if part.at and part.at >= accepted), rest)


def _next(base: str, used: Sequence[str]) -> str:
    """The number of the next sheet: the day's first one, then -2, -3 …"""
    numbers = [1 if n == base else _count(n, base) for n in used]
    last = max((n for n in numbers if n), default=0)
    return f"{base}-{last + 1}" if last else base


def _count(number: str, base: str) -> int:
    """The count behind a sheet's number; 0 for one that is not of this base."""
    text = number.removeprefix(f"{base}-")
    return int(text) if text != number and text.isdecimal() else 0


def _batch(day: date, department: str, part: _Part, rows: Sequence[SheetRow]) -> SheetBatch:
    ids = [row.application for row in rows if row.application.id in part.own.keys() | part.joint.keys()]
    listed = tuple(SheetRow(a, tuple(part.own.get(a.id, ())), tuple(part.joint.get(a.id, ()))) for a in ids)
    return SheetBatch(day, department, part.number, listed, part.received_by, part.at)


# ---- the paper -----------------------------------------------------------------------------------


def sheet(parts: Parts, batch: SheetBatch, copy: int = 0) -> bytes:
    """The hand-over sheet of a batch as PDF; ``copy`` is which reprint it is.

    What was handed over bears the day and the receiver's name of that moment, whenever it is printed.
    """
    office = parts.pack.department(batch.department)
    given = batch.handed_at.date() if batch.handed_at else parts.clock.today()
    matters = sum(len(row.matters) + len(row.joint) for row in batch.rows)
    values: dict[str, DocumentValue] = {
        "number": batch.number,
        "check": batch.number,
        "hall": typeset(f"{parts.window.hall.name}{parts.window.number}号窗口"),
        "department": office.whole,
        "phone": shown_phone(office.phone),
        "officer": batch.received_by or office.officer,
        "today": given,
        "count": str(len(batch.rows)),
        "matter_count": str(matters),
        "rows": tuple(_row(parts, row) for row in batch.rows),
    }
    return listed("handover", values, copy)


def _titled(case: MatterCase) -> str:
    """A matter by its title, with what a sheet's own receiver and day do not say of it.

    What was handed over from its own card is on no sheet of its own: its receiver is named.
    """
    if case.state == MatterState.WITHDRAWN:
        return f"{case.title}(已撤回)"
    receiver = "" if _sheet(case) else str(case.facts.get("received_by", ""))
    return f"{case.title}(已另行转交,{receiver}接收)" if receiver else case.title


def _promised(row: SheetRow) -> Iterator[str]:
    """What was promised in place of a proof and how it stands, for whoever decides or shares the matter."""
    for case in (*row.matters, *row.joint):
        if said := undertaken.standing(case.facts, case.state):
            yield said


def _row(parts: Parts, row: SheetRow) -> dict[str, str]:
    application = row.application
    read = reading.of(parts, application)
    mine = {m.matter for m in (*row.matters, *row.joint)}
    asked = {n.material.id for n in read.needs if mine & set(n.matters)}
    pages = [p for p in application.pages if p.material in asked]
    papers = len({p.material for p in pages} | {m for m in application.seen if m in asked})
    counted = f"{papers}件{len(pages)}页" if pages else f"{papers}件,没有扫描页"
    titles = {m.id: m.title for m in law.of(parts, application.pack_digest).materials}
    looked = (
        f"{titles.get(e.material, e.material)}:电子(核验:{looked_at(e)})"
        for e in application.electronic
        if e.material in asked
    )
    matters = (*map(_titled, row.matters), *(_titled(m) + _JOINT for m in row.joint))
    return {
        "number": application.number,
        "name": application.name,
        "matter": typeset("、".join(matters)),
        "materials": typeset(";".join((counted, *looked, *_promised(row)))),
        "accepted": plain_date(application.accepted_at.date().isoformat()),
        "promised": _by_when(read, row),
    }


def _by_when(read: Reading, row: SheetRow) -> str:
    """The last day of what a department decides itself, in words; no day over a stopped clock."""
    application = row.application
    groups = promised.of(read)
    own = {m.matter for m in (row.matters or row.joint)}
    if own <= {m for m, _ in groups.elsewhere}:
        return typeset("由户籍地办理,不承诺")
    if own <= {m for m, _ in groups.waiting}:
        return typeset("等证件结果,停止计时")
    return expected_date(application.dates.promised, provisional=application.dates.provisional)
