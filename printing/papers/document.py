"""Papers that are data alone: a layout file says what is printed, named values fill it.

A file of ``layouts`` with ``[paper]`` describes one: its variables, each with label and invented sample,
and either flowing ``[[block]]`` rows or fixed ``[[box]]`` rows in mm. A county moves or rewords a paper
by laying a file of the same name into its own folder (see ``printing.layout.use``).

Kinds of block: ``title``; ``codes``, a number over its bar code with a QR code at the right; ``section``,
``paragraph``, numbered ``items`` of rows; ``table`` of rows or cells; ``sign``, a line to sign on, or
``sides`` of them, with a box for a ``thumb``; ``seal``; dotted ``lines`` to write on; ``space``; ``foot``.

In footers, tables, codes and boxes no label stands with nothing behind it: of the parts that two spaces or a
new line part, one without any known value is left out. What the clerk is asked for keeps its label, to be
written by hand.
"""

from datetime import date, datetime
from typing import Final

from forms import moments
from forms.typesetting import typeset
from printing import draw as page
from printing import text
from printing.blocks import flowing
from printing.draw import DrawnPage
from printing.errors import AGAIN, UnprintableError
from printing.flow import placed
from printing.plan_shapes import PaperPlan, Variable
from printing.plans import plan
from printing.sheets import DocumentSheet, DocumentValue
from printing.spots import boxed
from printing.values import Values

_SMALL: Final = (7.0, 4.0, 1.5)
_LARGE: Final = (9.0, 15.0, 6.5)
"""Reprint mark on a paper of boxes: type in points, distance in mm from right and lower edge."""


def draw(sheet: DocumentSheet) -> bytes:
    """The paper as PDF; a text too long for its box is printed whole on an attached page.

    Raises UnprintableError when a value can not be printed, LayoutError for a fault of the layout. Every
    reprint is marked as one, except on a pre-printed form.
    """
    return drawn(sheet, plan(sheet.paper))


def drawn(sheet: DocumentSheet, paper: PaperPlan) -> bytes:
    """The paper as PDF by this plan; see ``draw``."""
    pages, footer = with_footer(sheet, paper)
    title, made = typeset(paper.title), made_at(sheet)
    return page.render(pages, title, sheet.sample, footer, paper.size, sheet.shift, made)


def with_footer(sheet: DocumentSheet, paper: PaperPlan) -> tuple[list[DrawnPage], str | None]:
    """The marks of the paper, and the words below its pages; None where nothing is printed there.

    A paper of boxes without such words says on several pages which paper they are of.
    """
    values = Values(sheet, paper)
    drawn, footer = _pages(paper, values), _footer(paper, values)
    if not paper.boxes or footer:
        return drawn, footer
    number = values.said("number")
    return drawn, f"{typeset(paper.title)}  {number}".strip() if len(drawn) > 1 else None


def footer(sheet: DocumentSheet, paper: PaperPlan) -> str:
    """The words below every page by this plan; UnprintableError when they are too long."""
    return _footer(paper, Values(sheet, paper))


_DAYS: Final = ("today", "filed_on", "issued_on")
"""Variables whose day is the paper's own, the first it has."""


def made_at(sheet: DocumentSheet) -> date | None:
    """The moment of what the paper tells; where the paper bears another day, that day."""
    borne = (sheet.values.get(name) for name in _DAYS)
    day = next((day for day in borne if isinstance(day, date)), None)
    moment = sheet.made
    if isinstance(moment, datetime) and day in (None, moments.local(moment).date()):
        return moment
    return day or moment


def pages(sheet: DocumentSheet) -> list[DrawnPage]:
    """The marks of the paper, page by page, by the plan in force."""
    return laid_out(sheet, plan(sheet.paper))


def laid_out(sheet: DocumentSheet, paper: PaperPlan) -> list[DrawnPage]:
    """The marks of the paper, page by page, by this plan."""
    return _pages(paper, Values(sheet, paper))


def _pages(paper: PaperPlan, values: Values) -> list[DrawnPage]:
    drawn = boxed(paper, values) if paper.boxes else flowing(paper, values)
    small = min(paper.size) < page.WIDTH
    if small or (paper.boxes and not paper.footer):
        size, right, low = _SMALL if small else _LARGE
        words = text.Fitted((text.together(text.words(_reprint(paper, values))),), size)
        for each in drawn:
            each.marks += page.set_lines(words, 0, paper.size[1] - low, paper.size[0] - right, 0, "right")
    return drawn


def _reprint(paper: PaperPlan, values: Values) -> str:
    """The words that mark a reprint; empty where its title has them, and on a pre-printed form."""
    titled = any(block.kind == "title" for block in paper.blocks)
    silent = titled or paper.overlay or not values.sheet.copy
    return "" if silent else f"第{values.sheet.copy}次补打"


_COUNTS: Final = "一两三四五六七八九"


def _copies(paper: PaperPlan, footer: str) -> str:
    """How many copies of the paper there are, where several are signed and the footer does not say it."""
    several = 1 < paper.copies <= len(_COUNTS) and "一式" not in footer
    return f"一式{_COUNTS[paper.copies - 1]}份" if several else ""


def _footer(paper: PaperPlan, values: Values) -> str:
    """The words below every page; UnprintableError when they are too long."""
    with placed(paper.source, ("paper", "footer")):
        words = values.line(paper.footer)
        if not paper.boxes or paper.footer:
            words = "  ".join(
                part for part in (words, _copies(paper, words), _reprint(paper, values)) if part
            )
        if min(paper.size) >= page.WIDTH and not page.fits_below(words, paper.size):
            raise UnprintableError("每页最下面一行太长,印不下" + AGAIN)
    return words


# ---- specimens -----------------------------------------------------------------------------------


def specimen(name: str) -> DocumentSheet:
    """A sheet filled with the layout's invented samples."""
    return filled(plan(name))


def filled(paper: PaperPlan) -> DocumentSheet:
    """A sheet filled with this plan's invented samples."""
    values = {v.name: _sample(v) for v in paper.variables}
    return DocumentSheet(paper.id, values, paper.sample_facts, sample=True)


def _sample(variable: Variable) -> DocumentValue:
    if variable.kind == "picture":
        # Only specimens need the painter.
        from printing import specimens

        return specimens.of_layout(str(variable.sample)) if variable.sample else b""
    if isinstance(variable.sample, str):
        return typeset(variable.sample)
    return tuple({key: typeset(said) for key, said in row.items()} for row in variable.sample)
