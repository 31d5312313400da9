"""The hand-over sheet of a batch: what a department takes over of one day's applications (附件2 第十六条)."""

from collections.abc import Iterator, Sequence
from datetime import date
from importlib import import_module

from desk_app.domain.applications import Application, MatterCase
from desk_app.errors import WorldError
from desk_app.services import law
from desk_app.services.parts import Parts
from forms.sentences import plain_date
from forms.typesetting import typeset
from printing.errors import UnprintableError
from printing.sheets import DocumentSheet, DocumentValue

Row = tuple[Application, tuple[MatterCase, ...]]
_MOST = 1000


def sheets(parts: Parts, day: date) -> Iterator[tuple[str, bytes]]:
    """Department and its hand-over sheet as PDF, for every department a day's applications go to."""
    for place, (department, batch) in enumerate(batches(parts, day).items(), 1):
        yield department, _drawn(parts, day, place, department, batch)


def batches(parts: Parts, day: date) -> dict[str, list[Row]]:
    """What was accepted on a day, by department in order of the pack: each application with its matters."""
    accepted = [a for a in parts.store.applications(limit=_MOST) if a.accepted_at.date() == day]
    found: dict[str, list[Row]] = {m.department: [] for m in parts.pack.matters.values()}
    for application in reversed(accepted):
        pack = law.of(parts, application.pack_digest)
        for department in dict.fromkeys(pack.matters[m.matter].department for m in application.matters):
            own = (m for m in application.matters if pack.matters[m.matter].department == department)
            found.setdefault(department, []).append((application, tuple(own)))
    return {department: rows for department, rows in found.items() if rows}


def _drawn(parts: Parts, day: date, place: int, department: str, batch: Sequence[Row]) -> bytes:
    hall = parts.window.hall
    number = f"{hall.region_code}-{int(parts.window.number):02d}-{day:%Y%m%d}-J{place}"
    values: dict[str, DocumentValue] = {
        "number": number,
        "check": number,
        "hall": hall.name,
        "department": department,
        "today": parts.clock.today(),
        "count": str(len(batch)),
        "rows": tuple(_row(application, matters) for application, matters in batch),
    }
    draw = import_module("printing.papers.document").draw
    try:
        return bytes(draw(DocumentSheet("handover", values)))
    except UnprintableError as error:
        raise WorldError(str(error)) from error


def _row(application: Application, matters: Sequence[MatterCase]) -> dict[str, str]:
    papers = len({p.material for p in application.pages} | set(application.seen))
    return {
        "number": application.number,
        "name": application.name,
        "matter": typeset("、".join(m.title for m in matters)),
        "materials": f"{papers}件{len(application.pages)}页",
        "accepted": plain_date(application.accepted_at.date().isoformat()),
        "promised": plain_date(application.dates.promised.isoformat()),
    }
