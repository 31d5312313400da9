"""Several papers as one file, printed at once: each begins on a page of its own, with its own numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from printing import draw as page
from printing import plans
from printing.draw import DrawnPage
from printing.papers import document, form
from printing.sheets import DocumentSheet, FormSheet
from printing.structure import ARTIFACT


@dataclass(frozen=True, slots=True)
class Bundle:
    """Papers of A4 that are data alone, then forms."""

    title: str
    documents: tuple[DocumentSheet, ...] = ()
    forms: tuple[FormSheet, ...] = ()


def draw(bundle: Bundle) -> bytes:
    """The papers as one PDF, of the moment of the first; UnprintableError when a value can not be printed."""
    made = document.made_at(bundle.documents[0]) if bundle.documents else None
    return page.render(list(_pages(bundle)), bundle.title, footer=None, made=made)


def _pages(bundle: Bundle) -> Iterator[DrawnPage]:
    for sheet in bundle.documents:
        yield from _numbered(*document.with_footer(sheet, plans.plan(sheet.paper)))
    for blank in bundle.forms:
        yield from _numbered(form.pages(blank), form.footer(blank))


def _numbered(pages: list[DrawnPage], footer: str | None) -> Iterator[DrawnPage]:
    """The pages of one paper with its footer and their numbers within it."""
    for number, each in enumerate(pages, 1):
        each.put(page.footing(footer or "", number, len(pages), page.A4, page.FOOTER[2]), ARTIFACT)
        yield each
