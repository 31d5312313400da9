"""Papers that are data alone: what stands on them is a layout file, what is said are named values.

A file of ``layouts`` with ``[paper]`` describes one: its variables, each with label and invented sample,
and either flowing ``[[block]]`` rows or fixed ``[[box]]`` rows in mm. A county moves or rewords a paper
by laying a file of the same name into its own folder (see ``printing.layout.use``).

Kinds of block: ``title``; ``codes``, a number over its bar code with a QR code at the right; ``section``,
``paragraph``, numbered ``items`` of rows; ``table`` of rows or cells; ``sign``, a line to sign on, or
``sides`` of them, with a box for a ``thumb``; ``seal``; dotted ``lines`` to write on; ``space``; ``foot``.
"""

from forms.typesetting import typeset
from printing import draw as page
from printing import text
from printing.blocks import flowing
from printing.draw import DrawnPage
from printing.errors import AGAIN, UnprintableError
from printing.plan_shapes import PaperPlan, Variable
from printing.plans import plan
from printing.sheets import DocumentSheet, DocumentValue
from printing.spots import boxed
from printing.values import Values


def draw(sheet: DocumentSheet) -> bytes:
    """The paper as PDF. UnprintableError before anything is drawn; a text too long goes overleaf, whole."""
    paper = plan(sheet.paper)
    values = Values(sheet, paper)
    pages = _pages(paper, values)
    footer = _footer(paper, values)
    if paper.boxes and not paper.footer and len(pages) == 1:
        footer = None
    return page.render(pages, typeset(paper.title), sheet.sample, footer, paper.size, sheet.shift)


def pages(sheet: DocumentSheet) -> list[DrawnPage]:
    """The marks of the paper, page by page."""
    paper = plan(sheet.paper)
    return _pages(paper, Values(sheet, paper))


def _pages(paper: PaperPlan, values: "Values") -> list[DrawnPage]:
    return boxed(paper, values) if paper.boxes else flowing(paper, values)


def _footer(paper: PaperPlan, values: "Values") -> str | None:
    """What stands below every page, whole."""
    words = values.line(paper.footer)
    if not text.fit(text.words(words), *page.FOOTER).whole:
        raise UnprintableError(f"每页最下面一行太长,{page.FOOTER[0]:g}毫米宽印不下" + AGAIN)
    return words


# ---- specimens -----------------------------------------------------------------------------------


def specimen(name: str) -> DocumentSheet:
    """A sheet of the layout's invented samples: what the paper looks like filled."""
    paper = plan(name)
    values = {v.name: _sample(v) for v in paper.variables}
    return DocumentSheet(name, values, paper.sample_facts, sample=True)


def _sample(variable: Variable) -> DocumentValue:
    if variable.kind == "picture":
        # Only specimens need the painter.
        from printing import specimens

        return specimens.of_layout(str(variable.sample)) if variable.sample else b""
    if isinstance(variable.sample, str):
        return typeset(variable.sample)
    return tuple({key: typeset(said) for key, said in row.items()} for row in variable.sample)
