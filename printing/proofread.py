"""The faults of a sheet as it would be printed: draws its pages and reads them (``printing.proof``)."""

from dataclasses import replace

from printing import plans, proof
from printing.misprints import Misprint, Proofed
from printing.papers import document, form, notice, receipt
from printing.sheets import DocumentSheet, FormSheet, NoticeSheet, ReceiptSheet

AnySheet = DocumentSheet | FormSheet | NoticeSheet | ReceiptSheet


def faults(sheet: AnySheet) -> tuple[Misprint, ...]:
    """Every typographic fault of a paper with these values; raises what drawing it raises."""
    match sheet:
        case DocumentSheet():
            return _document(sheet)
        case FormSheet():
            whole = Proofed(footer=form.footer(sheet), number=sheet.number, flowing=False)
            return proof.faults(form.pages(sheet), whole)
        case NoticeSheet():
            return proof.faults(notice.pages(sheet), Proofed(footer=""))
        case ReceiptSheet():
            told = Proofed(footer=receipt.footer(sheet), number=sheet.number)
            return proof.faults(receipt.pages(sheet), told)


_LABEL = 7.0
"""Smallest type in points on a label or a card, which has no room for more."""


def _document(sheet: DocumentSheet) -> tuple[Misprint, ...]:
    paper = plans.plan(sheet.paper)
    pages, footer = document.with_footer(sheet, paper)
    number = sheet.values.get("number", "")
    told = Proofed(
        size=paper.size,
        footer=footer,
        number=number if isinstance(number, str) else "",
        flowing=not paper.boxes,
    )
    if min(paper.size) < 105 or paper.overlay:
        told = replace(told, least=_LABEL, edge=0.0)
    return proof.faults(pages, told)
