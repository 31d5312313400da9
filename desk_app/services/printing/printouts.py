"""Every paper that can be printed: its title, what its prints are counted on, and how it is drawn.

A paper is the same printout wherever it is printed from, so its prints are counted together.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Final

from desk_app.domain import undertaken
from desk_app.domain.applications import Application, Draft
from desk_app.domain.events import Subject
from desk_app.errors import WorldError
from desk_app.services import proceedings, reading
from desk_app.services.applications import handover
from desk_app.services.applications.handover import SheetBatch
from desk_app.services.parts import Parts
from desk_app.services.printing import documents, notices, papers, prints, record_papers, remedies
from desk_app.services.printing.print_run import Printout
from desk_app.services.printing.prints import ENQUIRY
from desk_app.services.printing.record_papers import RecordPaper
from desk_app.services.proceedings import Record
from desk_app.services.reading import Reading
from forms.county_rows import Undertaking
from forms.schema import Document

RECEIPT: Final = prints.RECEIPT
NOTICE: Final = "一次性告知书"
NOTICE_LARGE: Final = "一次性告知书(大字版)"
FORM: Final = "申请表"
PROMISE_SHEET: Final = "告知承诺书"
SHEET: Final = "sheet"
"""Kind of subject the prints of a hand-over sheet are noted on; its id is the sheet's number."""


def notice(parts: Parts, read: Reading, large: bool = False) -> Printout:
    """The 一次性告知书; the large print counts as a paper of its own."""
    return Printout(
        NOTICE_LARGE if large else NOTICE,
        lambda copy, _shift: papers.notice(parts, read, large, copy),
        _ledger(read.holder),
    )


def form(parts: Parts, read: Reading) -> Printout:
    """The unified form, to be signed."""
    return Printout(FORM, lambda copy, _shift: papers.form(parts, read, copy), _ledger(read.holder))


def receipt(parts: Parts, application: Application) -> Printout:
    """The 受理回执."""
    return Printout(
        RECEIPT,
        lambda copy, _shift: papers.receipt(parts, _as_now(parts, application), copy),
        application.subject,
    )


def document(
    parts: Parts, subject: documents.Subject, paper: Document, given: Callable[[], Mapping[str, str]]
) -> Printout:
    """A paper beside notice, form and receipt; ``given`` returns the answers each time it is drawn.

    One handed out before acceptance (不予受理, 补正) is noted too, also when the draft is given up.
    """
    read = reading.of(parts, subject)
    counter = paper.counter is not None and isinstance(read.holder, Draft)
    return Printout(
        paper.title,
        lambda copy, shift: documents.draw(parts, subject, paper.id, given(), copy, shift),
        Subject(ENQUIRY, read.holder.id) if counter else _ledger(read.holder),
        media=documents.media(paper.drawn_by),
        overlay=documents.overlay(paper.drawn_by),
        about=_about(read, paper) if counter else {},
        kept=lambda: remedies.kept(given()),
    )


def promise_sheet(parts: Parts, read: Reading, row: Undertaking) -> Printout:
    """The 告知承诺书 of one proof, to be signed."""
    return Printout(
        f"{PROMISE_SHEET}({row.proof})",
        lambda copy, shift: documents.draw(parts, read, undertaken.PAPER, {}, copy, shift, row.id),
        _ledger(read.holder),
    )


def _about(read: Reading, paper: Document) -> dict[str, str]:
    """Whom a paper handed out at the counter was for, and for which matters."""
    titles = "、".join(t.case.title for t in notices.of_draft(read, paper.counter))
    return {"applicant": read.name, "about": titles}


def of_record(parts: Parts, record: Record, paper: RecordPaper) -> Printout:
    """A paper of a register's record, drawn from the record as it is at that moment."""
    identity = record.proceeding.id
    return Printout(
        paper.title,
        lambda copy, shift: record_papers.draw(parts, _now(parts, identity), paper.id, copy, shift),
        record_papers.subject_of(record),
        identity,
        paper.media,
        paper.overlay,
    )


def of_records(parts: Parts, records: Sequence[Record], paper: RecordPaper) -> Printout:
    """A paper on which several records stand; prints for the same of them are counted together."""
    ids = [record.proceeding.id for record in records]

    def drawn(copy: int, shift: tuple[float, float]) -> bytes:
        first, *others = (_now(parts, each) for each in ids)
        return record_papers.draw(parts, first, paper.id, copy, shift, others)

    same = sha256("|".join(sorted(ids)).encode()).hexdigest()[:16]
    numbers = "、".join(record.proceeding.number for record in records)
    about = Subject(paper.id, same)
    return Printout(
        paper.title, drawn, about, media=paper.media, overlay=paper.overlay, about={"about": numbers}
    )


def hand_over_sheet(parts: Parts, batch: SheetBatch) -> Printout:
    """A hand-over sheet; counted by its number."""
    return Printout(
        handover.TITLE,
        lambda copy, _shift: handover.sheet(parts, batch, copy),
        Subject(SHEET, batch.number),
    )


def _ledger(holder: Draft | Application) -> Subject | None:
    """The subject under which prints are noted; None for a draft, which has no ledger."""
    return holder.subject if isinstance(holder, Application) else None


def _as_now(parts: Parts, application: Application) -> Application:
    """The application as it stands now: answers may have been corrected while its paper lay on the screen."""
    return parts.store.applications.one(application.id) or application


def _now(parts: Parts, proceeding: str) -> Record:
    found = proceedings.record(parts, parts.window.who, proceeding)
    if found is None:
        raise WorldError("没有这条记录,请刷新后再看")
    return found
