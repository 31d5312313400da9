"""Handing a day's applications over to their departments: the sheet, and the act 流转 (附件2 第十六条)."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from desk_app.domain.applications import (
    MATTER,
    Application,
    MatterCase,
    MatterState,
    SendState,
    matter_id,
)
from desk_app.domain.events import Who
from desk_app.services import law, proceedings
from desk_app.services.counter.materials import looked_at
from desk_app.services.parts import Parts
from desk_app.services.printing.drawing import drawn
from forms.pack import Pack
from forms.sentences import expected_date, plain_date
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

Row = tuple[Application, tuple[MatterCase, ...]]
TITLE: Final = "部门转办交接单"
_NOBODY: Final = "部门待核对"
"""Stands for the department of a matter nobody knows any more."""


def sheets(parts: Parts, day: date) -> Iterator[tuple[str, bytes]]:
    """The hand-over sheet as PDF, by department, for every department a day's applications go to."""
    for department, batch in batches(parts, day).items():
        yield department, sheet(parts, day, department, batch)


def batches(parts: Parts, day: date) -> dict[str, list[Row]]:
    """What was accepted on a day, by department in the pack's order: each application with its matters."""
    found: dict[str, list[Row]] = {m.department: [] for m in parts.pack.matters.values()}
    for application in parts.store.applications.accepted_on(day):
        pack = law.of(parts, application.pack_digest)
        for department in dict.fromkeys(_department(pack, m) for m in application.matters):
            own = tuple(m for m in application.matters if _department(pack, m) == department and _goes(m))
            found.setdefault(department, []).extend([(application, own)] if own else [])
    return {department: rows for department, rows in found.items() if rows}


def _department(pack: Pack, case: MatterCase) -> str:
    """The department of a matter; a pack that stands in for a lost one may not have it."""
    known = pack.matters.get(case.matter)
    return known.department if known else _NOBODY


def _titled(case: MatterCase) -> str:
    return f"{case.title}(已撤回)" if case.state == MatterState.WITHDRAWN else case.title


def _goes(case: MatterCase) -> bool:
    """Whether a matter is on the sheet: not when it was taken back before it was handed over."""
    return case.state != MatterState.WITHDRAWN or bool(case.facts.get("sheet"))


def days(parts: Parts) -> tuple[date, ...]:
    """Today, and every earlier day with matters that wait for their hand-over, newest first."""
    today = parts.clock.today()
    earlier = set(parts.store.proceedings.days(MATTER, MatterState.TAKEN)) - {today}
    open_days = (d for d in earlier if any(waiting(b) for b in batches(parts, d).values()))
    return (today, *sorted(open_days, reverse=True))


def number_of(parts: Parts, day: date, department: str) -> str:
    """The number of a day's sheet for a department, the same whenever it is printed."""
    departments = list(dict.fromkeys(m.department for m in parts.pack.matters.values()))
    place = departments.index(department) + 1 if department in departments else len(departments) + 1
    return f"{parts.window.hall.region_code}-{int(parts.window.number):02d}-{day:%Y%m%d}-J{place}"


def waiting(batch: Sequence[Row]) -> tuple[tuple[Application, MatterCase], ...]:
    """The matters of a batch that are taken and can be handed over, with their applications."""
    return tuple(
        (application, case)
        for application, cases in batch
        for case in cases
        if case.state == MatterState.TAKEN and application.sent != SendState.REFUSED
    )


def transfer(parts: Parts, who: Who, day: date, department: str, received_by: str) -> int:
    """Note that a department took over a day's matters, and who gave and received them; returns how many.

    It ends the three days of 第十六条 and begins the department's ten of 第十九条. RuleError when the
    receiver's name is missing.
    """
    told = {
        "department": department,
        "given_by": who.person,
        "received_by": received_by,
        "sheet": number_of(parts, day, department),
    }
    found = waiting(batches(parts, day).get(department, ()))
    for application, case in found:
        proceedings.act(parts, who, matter_id(application.id, case.matter), "transfer", told, channel="paper")
    return len(found)


def sheet(parts: Parts, day: date, department: str, batch: Sequence[Row], copy: int = 0) -> bytes:
    """The hand-over sheet of a day's batch for one department as PDF; ``copy`` is which reprint it is."""
    # The sheet brings the drawing library; the start does not wait for it.
    from printing.papers import document

    number = number_of(parts, day, department)
    values: dict[str, DocumentValue] = {
        "number": number,
        "check": number,
        "hall": parts.window.hall.name,
        "department": department,
        "today": parts.clock.today(),
        "count": str(len(batch)),
        "rows": tuple(_row(parts, application, matters) for application, matters in batch),
    }
    return drawn(document.draw, DocumentSheet("handover", values, copy=copy))


def _row(parts: Parts, application: Application, matters: Sequence[MatterCase]) -> dict[str, str]:
    papers = len({p.material for p in application.pages} | set(application.seen))
    titles = {m.id: m.title for m in law.of(parts, application.pack_digest).materials}
    looked = (
        f"{titles.get(e.material, e.material)}:电子(核验:{looked_at(e)})" for e in application.electronic
    )
    return {
        "number": application.number,
        "name": application.name,
        "matter": typeset("、".join(_titled(m) for m in matters)),
        "materials": typeset(";".join((f"{papers}件{len(application.pages)}页", *looked))),
        "accepted": plain_date(application.accepted_at.date().isoformat()),
        "promised": expected_date(application.dates.promised, provisional=application.dates.provisional),
    }
