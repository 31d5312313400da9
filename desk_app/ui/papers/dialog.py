"""A paper in a dialog: shown page by page, then printed or saved."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desk_app.services.parts import Printer
from desk_app.services.printing.print_run import Printout
from desk_app.services.printing.prints import PrintCount
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.widgets import button
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.papers.view import SAMPLE, PaperView


class PaperDialog(DeskDialog):
    """One paper, large. Call ``open`` first, then ``show_pdf`` as soon as the paper is drawn."""

    handed_out = Signal()
    """The paper was printed and found clear, or saved into a file."""
    printed = Signal(int, str)
    """A print was found clear: number of the reprint (0 for the first print), and its reason."""

    def __init__(
        self,
        errands: Errands,
        title: str,
        name: str,
        parent: QWidget,
        printer: Printer | None = None,
        paper: Printout | None = None,
        count: PrintCount | None = None,
        noted: Callable[[], None] | None = None,
    ) -> None:
        """Without ``printer`` and ``paper`` it is only shown; the others are as for ``PrintPanel``."""
        super().__init__(name, title, parent, 920, 1200)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = PaperView(errands, title, mark=SAMPLE)
        self.panel: PrintPanel | None = None
        if printer and paper:
            self.panel = PrintPanel(errands, printer, paper, "paper-print", count, noted)
        self._build(name)

    def show_pdf(self, pdf: bytes) -> None:
        """Show this paper and allow it to be printed and saved."""
        self.view.show_pdf(pdf)
        if self.panel:
            self.panel.show_pdf(pdf)

    def _build(self, name: str) -> None:
        close = button("关闭", name=f"{name}:close")
        close.clicked.connect(self.close)
        feet = row()
        if self.panel:
            self.panel.handed_out.connect(self.handed_out)
            self.panel.printed.connect(self.printed)
            self.panel.ready.connect(self.panel.take_focus)
            self.finished.connect(self.panel.let_go)
            self.panel.let_enter_press()
            feet.addWidget(self.panel, 1, Qt.AlignmentFlag.AlignBottom)
        else:
            feet.addStretch()
        feet.addWidget(close, 0, Qt.AlignmentFlag.AlignBottom)
        self.lay_out(self.view, feet, scrolls=False)
