"""One paper in a dialog, from its drawing to the print that counts."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.printing import prints
from desk_app.services.printing.print_run import Printout
from desk_app.services.printing.prints import PrintCount
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.papers.dialog import PaperDialog


def open_paper(
    parts: Parts,
    errands: Errands,
    paper: Printout,
    parent: QWidget,
    noted: Callable[[], None],
    failed: Callable[[DeskError], None] | None = None,
) -> None:
    """Draw a paper and show it in a dialog; ``noted`` is called after each print that was noted.

    ``failed`` gets why it can not be drawn; without it the window says so.
    """

    def look() -> tuple[bytes, PrintCount]:
        return paper.draw(0, (0.0, 0.0)), prints.count_of(parts, paper)

    def show(found: tuple[bytes, PrintCount]) -> None:
        if any(d.isVisible() for d in parent.findChildren(PaperDialog)):  # asked for twice, shown once
            return
        pdf, count = found
        told = while_alive(parent, lambda _: noted())
        dialog = PaperDialog(
            errands, paper.title, "paper", parent, parts.printer, paper, count, lambda: told(None)
        )
        dialog.show_pdf(pdf)
        dialog.open()

    fail = while_alive(parent, failed) if failed else None
    errands.run(look, while_alive(parent, show), fail, lane=Lane.PAPER)
