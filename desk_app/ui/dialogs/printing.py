"""Getting a paper out: printer and button, save as PDF, and what is known of it afterwards."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from desk_app.errors import DeskError, WorldError
from desk_app.services.parts import Printer
from desk_app.ui.alive import while_alive
from desk_app.ui.errands import Errands, Lane
from desk_app.ui.layouts import column, row
from desk_app.ui.widgets import Strip, button, label

_NO_PRINTER = "没有找到打印机。请接好打印机后再按“打印”,或另存为 PDF 拿到别的电脑打印"
_NO_ROOM = "没有存成,请检查磁盘空间,或换一个文件夹再试"


def write_file(path: Path, data: bytes) -> str:
    """Write a paper to disk and say so; WorldError with what to do when the disk refuses."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise WorldError(_NO_ROOM) from error
    return f"已存为“{path.name}”"


class PrintPanel(QWidget):
    """Printers of this computer and the two ways out. It says only what the printer part said."""

    handed_out = Signal()
    """The paper went to the print queue or into a file."""
    ready = Signal()
    """Paper and printer are known now; asked for once."""

    def __init__(self, errands: Errands, printer: Printer, title: str, name: str) -> None:
        super().__init__()
        self._errands, self._printer, self._title = errands, printer, title
        self._pdf = b""
        self._asking = self._known = self._told_ready = False
        self._wanted = self._under_way = False
        self.printers = QComboBox()
        self.printers.setObjectName(f"{name}:printer")
        self._print = button("打印", "primary", "Ctrl+P", name=name)
        self._save = button("另存为 PDF…", name=f"{name}:save")
        self._strip = Strip("", "info")
        self._build()
        self._allow()

    def show_pdf(self, pdf: bytes) -> None:
        """The paper that goes out from now on."""
        self._pdf = pdf
        self._allow()
        if self._wanted:
            self.print_now()

    def print_now(self) -> None:
        """Hand the paper to the chosen printer, as soon as paper and printers are known."""
        if self._under_way:
            return
        self._wanted = not (self._pdf and self.printers.count())
        if self._wanted:
            self._ask_printers()
            return
        pdf, printer, title = self._pdf, self.printers.currentText(), self._title
        self._send(lambda: self._printer.send(pdf, printer, title))

    def save_to(self, path: Path) -> None:
        """Write the paper into a file."""
        pdf = self._pdf
        self._send(lambda: write_file(path, pdf))

    def take_focus(self) -> None:
        """Put the keyboard on the best way out there is."""
        (self._print if self._print.isEnabled() else self._save).setFocus()

    def let_enter_press(self) -> None:
        """In a dialog Enter presses the button that has the keyboard."""
        for each in (self._print, self._save):
            each.setAutoDefault(True)

    @property
    def said(self) -> str:
        """What is known of the last attempt."""
        return self._strip.text

    def showEvent(self, event: QShowEvent) -> None:
        """Look for printers when they are needed, not when a case is opened."""
        super().showEvent(event)
        self._ask_printers()

    # ---- inside -------------------------------------------------------------------------------

    def _ask_printers(self) -> None:
        if self._asking or self.printers.count():
            return
        self._asking = True
        self._errands.run(
            self._printer.names,
            while_alive(self, self._show_printers),
            while_alive(self, self._fail),
            lane=Lane.PRINT,
        )

    def _build(self) -> None:
        caption = label("打印机")
        caption.setBuddy(self.printers)
        self._strip.hide()
        self._print.clicked.connect(self.print_now)
        self._save.clicked.connect(self._choose_file)
        line = row()
        line.addWidget(caption)
        line.addWidget(self.printers, 1)
        line.addWidget(self._save)
        line.addWidget(self._print)
        whole = column(self)
        whole.addWidget(self._strip)
        whole.addLayout(line)

    def _send(self, work: Callable[[], str]) -> None:
        self._under_way = True
        self._allow()
        self._errands.run(work, while_alive(self, self._done), while_alive(self, self._fail), lane=Lane.PRINT)

    def _done(self, sentence: str) -> None:
        self._under_way = False
        self._allow()
        self._strip_says(sentence, "good")
        self.handed_out.emit()

    def _fail(self, error: DeskError) -> None:
        self._under_way = self._asking = self._wanted = False
        self._known = True
        self._allow()
        self._strip_says(str(error), "wrong")

    def _show_printers(self, names: tuple[str, ...]) -> None:
        self._asking, self._known = False, True
        self.printers.addItems(names)
        self._allow()
        if not names:
            self._wanted = False
            self._strip_says(_NO_PRINTER, "caution")
        elif self._wanted and self._pdf:
            self.print_now()

    def _allow(self) -> None:
        ready = bool(self._pdf) and not self._under_way
        self._save.setEnabled(ready)
        self._print.setEnabled(ready and self._known)
        self.printers.setEnabled(self.printers.count() > 1)
        if ready and self._known and not self._told_ready:
            self._told_ready = True
            self.ready.emit()

    def _strip_says(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "另存为 PDF", f"{self._title}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()
