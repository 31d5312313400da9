"""Every page of the matrix as a strict printer reads it: lines, signatures, sizes, greys, edges."""

from collections import Counter

import pytest

from printing import plans, proof
from printing.marks import DrawnPage
from printing.misprints import Proofed
from tests.papers import truth
from tests.papers.matrix import Shot
from tests.papers.test_matrix import LAYOUTS, layout

pytestmark = pytest.mark.timeout(400)
SMALL = frozenset({"archive_label", "certificate_page"})
"""Labels and overlays, whose type may go down to 7 points and whose edges are those of their own stock."""


def proofed(shot: Shot) -> Proofed:
    """What a paper is, for the lint."""
    if layout(shot) not in LAYOUTS:
        return Proofed(footer=shot.footer, flowing=shot.paper != "form")
    plan = plans.plan(layout(shot))
    small = layout(shot) in SMALL
    return Proofed(
        plan.size,
        shot.footer,
        flowing=not plan.boxes,
        least=7.0 if small else 9.0,
        edge=0.5 if small else 5.0,
    )


def parts_of(shot: Shot) -> tuple[tuple[DrawnPage, ...], ...]:
    """The pages of each paper in one file: of what each department gives, one page each here."""
    row = truth.row(shot.record, shot.paper)
    return tuple((page,) for page in shot.marks) if row and row.each_department else (shot.marks,)


@pytest.mark.parametrize("paper", ["receipt", "form", "notice", "notice_large", *LAYOUTS])
def test_no_page_has_a_fault_of_typography(shots: tuple[Shot, ...], paper: str) -> None:
    found = Counter[str]()
    for shot in (s for s in shots if layout(s) == paper and not s.fault):
        for pages in parts_of(shot):
            found.update({f"{shot.name}: {fault}" for fault in proof.faults(pages, proofed(shot))})
    assert not found, "\n".join(found)
