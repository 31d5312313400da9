"""The recovery key on paper: large groups, what it is for, who keeps it; one page A4, for the cupboard."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from printing import layout, plans, text
from printing.papers import document
from printing.plan_shapes import PaperPlan
from printing.sheets import DocumentSheet, DocumentValue

NAME: Final = "recovery_key"
"""The layout; the shipped one always stands, since a county's own might leave out a group."""


def draw(groups: Sequence[str], book: str, made: str, office: str, window: str, *, voids: bool) -> bytes:
    """The sheet as PDF: eight groups, whose book it is, and its day as written in Chinese.

    ``voids``: every earlier sheet is void. Nothing is written to a file, and no group stays in a cache of
    this package. UnprintableError when a character of the office has no letter in any font.
    """
    values: Mapping[str, DocumentValue] = {
        **{f"group{number}": group for number, group in enumerate(groups, 1)},
        "book": book,
        "made": made,
        "office": office,
        "window": f"{window}号窗口",
    }
    plan = cast(PaperPlan, plans.at(NAME, layout.LAYOUTS / f"{NAME}.toml"))
    try:
        return document.drawn(DocumentSheet(NAME, values, {"voids": voids}), plan)
    finally:
        text.forget()
