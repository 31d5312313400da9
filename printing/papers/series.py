"""Several sheets of one small paper in one print: labels, one on each page."""

from collections.abc import Sequence

from forms.typesetting import typeset
from printing import draw as page
from printing.papers import document
from printing.plans import plan
from printing.sheets import DocumentSheet


def draw(sheets: Sequence[DocumentSheet]) -> bytes:
    """The sheets one after another as one PDF, of the moment of the first; all are of one layout.

    There is at least one.

    Raises as ``document.draw``.
    """
    first = sheets[0]
    paper = plan(first.paper)
    pages = [drawn for sheet in sheets for drawn in document.laid_out(sheet, paper)]
    title, made = typeset(paper.title), document.made_at(first)
    return page.render(pages, title, first.sample, None, paper.size, first.shift, made)
