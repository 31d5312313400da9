"""责任清单 as a paper and as a table: services, units, and the person who answers there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.services import ledger
from desk_app.services.lists import export
from desk_app.services.parts import Parts
from desk_app.services.printing import documents
from desk_app.services.printing.drawing import drawn
from desk_app.services.printing.print_run import Printout
from forms.programmes import Duty, Programme
from forms.typesetting import typeset
from printing.sheets import DocumentSheet, DocumentValue

PAPER: Final = "duty_list"
"""Name of its layout, and kind of subject its prints and exports are noted under."""
TITLE: Final = "责任清单"
_NOBODY: Final = "没有写"
_HEADS: Final = (
    *("服务事项", "主要任务", "责任单位", "配合单位", "落实单位", "由谁负责"),
    *("责任人(建议)", "电话(建议)", "副手(建议)", "副手电话(建议)", "完成时限", "出处"),
)
"""Headings of the table; what no source has is marked."""


def printout(parts: Parts, programme: Programme) -> Printout:
    """The list of one programme as a paper; each day's prints are counted together."""
    return Printout(
        f"{TITLE}({programme.short})",
        lambda copy, _shift: sheet(parts, programme, copy),
        Subject(PAPER, f"{programme.id}/{parts.clock.today():%Y%m%d}"),
        media=documents.media(PAPER),
    )


def sheet(parts: Parts, programme: Programme, copy: int = 0) -> bytes:
    """The paper as PDF; ``copy`` is the reprint's number. WorldError when a letter can not be printed."""
    # The sheet brings the drawing library; the page is opened without it.
    from printing.papers import document

    duties, now = programme.duties, parts.clock.now()
    values: dict[str, DocumentValue] = {
        "title": programme.title,
        "document": programme.source,
        "hall": parts.window.hall.name,
        "today": now.date(),
        "lacking": str(sum(duty.named is None for duty in duties)),
        "rows": tuple({k: typeset(v) for k, v in _row(duty).items()} for duty in duties),
    }
    return drawn(document.draw, DocumentSheet(PAPER, values, copy=copy, made=now))


def write(parts: Parts, programme: Programme, path: Path) -> None:
    """Write the list into an xlsx file, a line a unit; noted. WorldError when it can not be written."""

    def note() -> None:
        subject = Subject(PAPER, programme.id)
        ledger.note_read(parts, parts.window.who, ReadKind.EXPORTED, subject, f"导出{TITLE},xlsx")

    export.write_lines(path, TITLE, _HEADS, map(_line, programme.duties), note)


def _row(duty: Duty) -> dict[str, str]:
    service, named = duty.service, duty.named
    units = (
        ("责任", "、".join(service.responsible)),
        ("配合", "、".join(service.supporting)),
        ("落实", service.carried_out_by),
    )
    return {
        "service": service.title,
        "duty": service.duty,
        "units": "\n".join(f"{word}:{said}" for word, said in units if said),
        "unit": duty.unit,
        "person": "\n".join(_said(named.person, named.phone)) if named else _NOBODY,
        "deputy": "\n".join(_said(named.deputy, named.deputy_phone)) if named else "",
        "term": service.term,
    }


def _said(*words: str) -> Iterator[str]:
    return (word for word in words if word)


def _line(duty: Duty) -> tuple[str, ...]:
    service, named = duty.service, duty.named
    people = (named.person, named.phone, named.deputy, named.deputy_phone) if named else (_NOBODY, "", "", "")
    units = ("、".join(service.responsible), "、".join(service.supporting), service.carried_out_by)
    return (service.title, service.duty, *units, duty.unit, *people, service.term, service.source)
