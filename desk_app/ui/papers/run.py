"""One paper about one record, from its drawing to the print that counts; every caller gets the same rules."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Subject
from desk_app.domain.prints import A4, Media
from desk_app.services import prints
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.papers.dialog import PaperDialog

Draw = Callable[[int, tuple[float, float]], bytes]
"""Draws a paper: which reprint it is (0 the first), and what the printer is off in mm."""


@dataclass(frozen=True, slots=True)
class PaperRun:
    """A paper that is to be looked at, printed and noted."""

    title: str
    subject: Subject
    """What its prints are counted and noted on."""
    draw: Draw
    media: Media = A4
    overlay: bool = False
    proceeding: str = ""
    """The record whose paper it is, where several may be about one subject."""


def open_paper(
    parts: Parts, errands: Errands, run: PaperRun, parent: QWidget, noted: Callable[[Subject], None]
) -> None:
    """Draw the paper and show it with its ways out; ``noted`` follows each print that was noted.

    What was printed before counts: the next print asks why, and the paper says which one it is.
    """

    def look() -> tuple[bytes, int]:
        return run.draw(0, (0.0, 0.0)), _copies(parts, run)

    def show(found: tuple[bytes, int]) -> None:
        if not any(d.isVisible() for d in parent.findChildren(PaperDialog)):  # asked for twice, shown once
            _dialog(parts, errands, run, parent, noted, *found).open()

    errands.run(look, while_alive(parent, show), lane=Lane.PAPER)


def _copies(parts: Parts, run: PaperRun) -> int:
    return prints.copies(parts, run.subject, run.title, run.proceeding)


def _dialog(
    parts: Parts,
    errands: Errands,
    run: PaperRun,
    parent: QWidget,
    noted: Callable[[Subject], None],
    pdf: bytes,
    copies: int,
) -> PaperDialog:
    dialog = PaperDialog(
        errands,
        run.title,
        "paper",
        parent,
        parts.printer,
        media=run.media,
        copies=copies,
        redraw=lambda copy, _why, shift: run.draw(copy, shift),
        overlay=run.overlay,
    )

    def note(copy: int, reason: str) -> None:
        errands.run(
            lambda: prints.note_print(parts, run.subject, run.title, copy, reason, proceeding=run.proceeding),
            while_alive(parent, lambda _: noted(run.subject)),
        )

    dialog.printed.connect(note)
    dialog.show_pdf(pdf)
    return dialog
