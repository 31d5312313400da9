"""Getting a paper out: printer and button, the job until it has ended, and only then a copy that counts."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QWidget

from desk_app.domain.prints import A4, Job, JobState, Media, Stage
from desk_app.errors import DeskError, WorldError
from desk_app.services.parts import Printer
from desk_app.ui.alive import while_alive
from desk_app.ui.dialogs.print_jobs import Follower, Verdict
from desk_app.ui.errands import Errands, Lane
from desk_app.ui.layouts import column, row
from desk_app.ui.widgets import Strip, button, label

Redraw = Callable[[int, str, tuple[float, float]], bytes]
"""Draws a paper anew: which reprint it is, why, and how many mm an overlay is moved right and down."""

_NO_PRINTER: Final = "没有找到打印机。请接好打印机后再按“打印”,或另存为 PDF 拿到别的电脑打印"
_NO_ROOM: Final = "没有存成,请检查磁盘空间,或换一个文件夹再试"
_CHOOSE: Final = "请选择另一台打印机,再按“打印”"
_TONES: Final = {
    Stage.WAITING: "info",
    Stage.PRINTING: "info",
    Stage.HELD: "caution",
    Stage.DONE: "good",
    Stage.FAILED: "wrong",
    Stage.UNKNOWN: "caution",
}


def write_file(path: Path, data: bytes) -> str:
    """Write a paper to disk and say so; WorldError with what to do when the disk refuses."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise WorldError(_NO_ROOM) from error
    return f"已存为“{path.name}”"


def page_count(pdf: bytes) -> int:
    """How many pages a paper has."""
    held = QByteArray(pdf)  # QBuffer only borrows it
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = document.pageCount()
    document.close()
    return pages


class PrintPanel(QWidget):
    """Printers of this computer and the two ways out. One print at a time, followed until it has ended.

    ``copies`` is how many prints of this paper count already: the next one is a reprint and needs a reason.
    ``redraw`` draws a reprint with its number, and an ``overlay`` moved as the printer was calibrated.
    """

    printed = Signal(int, str)
    """A print was found clear and counts: which reprint it is (0 the first), and why it was printed."""
    handed_out = Signal()
    """The paper is in hand: printed and found clear, or saved into a file."""
    ready = Signal()
    """Paper and printer are known now; asked for once."""

    def __init__(
        self,
        errands: Errands,
        printer: Printer,
        title: str,
        name: str,
        *,
        media: Media = A4,
        copies: int = 0,
        redraw: Redraw | None = None,
        overlay: bool = False,
    ) -> None:
        super().__init__()
        self._errands, self._printer, self._title = errands, printer, title
        self._media, self._redraw, self._overlay = media, redraw, overlay
        self._pdf = b""
        self._asking = self._known = self._told_ready = False
        self._wanted = self._under_way = self._begun = self._enter = False
        self._copy, self._counted, self._reason = copies, copies > 0, ""
        self._job: Job | None = None
        self._pages = 0
        self._part: range | None = None
        self.printers = QComboBox()
        self.printers.setObjectName(f"{name}:printer")
        self._print = button("打印", "primary", "Ctrl+P", name=name)
        self._save = button("另存为 PDF…", name=f"{name}:save")
        self._cancel = button("取消打印", "link", name=f"{name}:cancel")
        self._insist = button("仍要打印", "link", name=f"{name}:insist")
        self._strip = Strip("", "info")
        self.verdict = Verdict(name)
        self._choice = QWidget()
        self._follower = Follower(errands, printer, self)
        self._build()
        self._allow()

    def show_pdf(self, pdf: bytes) -> None:
        """The paper that goes out from now on."""
        self._pdf = pdf
        self._allow()
        if self._wanted:
            self.print_now()

    def count_copies(self, copies: int) -> None:
        """So many prints of this paper count already."""
        self._copy, self._counted = copies, copies > 0

    @Slot()
    def print_now(self) -> None:
        """Hand the paper to the chosen printer, as soon as paper and printers are known."""
        if self._under_way:
            return
        self._wanted = not (self._pdf and self.printers.count())
        if self._wanted:
            self._ask_printers()
        elif self._counted and not self._reason:
            self._hold()
            self._strip.hide()
            self.verdict.ask_why()
            self._arrange()
        else:
            self._start(self._reason)

    def save_to(self, path: Path) -> None:
        """Write the paper into a file; a printer that is stuck does not stand in the way."""
        pdf = self._pdf
        self._errands.run(
            lambda: write_file(path, pdf),
            while_alive(self, self._saved),
            while_alive(self, lambda error: self._says(str(error), "wrong")),
            lane=Lane.PAPER,
        )

    def take_focus(self) -> None:
        """Put the keyboard on the best way out there is."""
        (self._print if self._print.isEnabled() else self._save).setFocus()

    def let_enter_press(self) -> None:
        """In a dialog Enter presses the button that has the keyboard."""
        self._enter = True
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

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        caption = label("打印机")
        caption.setBuddy(self.printers)
        for link in (self._insist, self._cancel):
            self._strip.add_link(link)
        self._strip.hide()
        self._print.clicked.connect(self.print_now)
        self._save.clicked.connect(self._choose_file)
        self._cancel.clicked.connect(self._take_back)
        self._insist.clicked.connect(lambda: self._start(self._reason, self._part, insist=True))
        self._follower.changed.connect(self._heard)
        self.verdict.clear.connect(self._count)
        self.verdict.again.connect(self._reprint)
        self.verdict.elsewhere.connect(self._go_elsewhere)
        self.verdict.rest.connect(self._go_on)
        self.verdict.dropped.connect(self._let_be)
        choice = row(self._choice)
        choice.addWidget(caption)
        choice.addWidget(self.printers, 1)
        line = row()
        line.addWidget(self.verdict, 1)
        line.addWidget(self._choice, 1)
        for each in (self._save, self._print):
            line.addWidget(each, 0, Qt.AlignmentFlag.AlignBottom)
        whole = column(self)
        whole.addWidget(self._strip)
        whole.addLayout(line)

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

    # ---- a print on its way -------------------------------------------------------------------

    def _start(self, reason: str, part: range | None = None, *, insist: bool = False) -> None:
        """Look whether the printer can, then send; what an earlier job still holds is taken back first."""
        self._hold()
        self._reason, self._part = reason, part
        before, self._job = self._job, None
        printer, chosen, title, media = self._printer, self.printers.currentText(), self._title, self._media
        draw = self._drawing(chosen, reason)

        def hand_over() -> str | tuple[Job, int]:
            _drop(printer, before)
            if not insist and (obstacle := printer.preflight(chosen, media)):
                return obstacle
            pdf = draw()
            return printer.send(pdf, chosen, title, media, part), page_count(pdf)

        self._says("正在交给打印机…", "info")
        self._errands.run(
            hand_over, while_alive(self, self._sent), while_alive(self, self._fail), lane=Lane.PRINT
        )

    def _drawing(self, chosen: str, reason: str) -> Callable[[], bytes]:
        """How the paper of this print is made, in the print lane."""
        pdf, copy, redraw = self._pdf, self._copy, self._redraw
        printer, overlay = self._printer, self._overlay

        def draw() -> bytes:
            shift = printer.offset(chosen) if overlay else (0.0, 0.0)
            return redraw(copy, reason, shift) if redraw and (copy or any(shift)) else pdf

        return draw

    def _sent(self, outcome: str | tuple[Job, int]) -> None:
        if isinstance(outcome, str):
            self._under_way = False
            self._allow()
            self._says(outcome, "caution")
            self._insist.show()
            return
        self._job, self._pages = outcome
        self._begun = False
        self._says(self._job.text, "info")
        self._follower.follow(self._job)

    @Slot(object)
    def _heard(self, state: JobState) -> None:
        moves = state.stage in (Stage.WAITING, Stage.PRINTING, Stage.HELD)
        self._begun |= state.stage not in (Stage.WAITING, Stage.FAILED) or state.pages_done > 0
        self._says(state.text, _TONES[state.stage])
        self._cancel.setVisible(moves and self._job is not None and bool(self._job.id))
        if not moves:
            self._ask(state)

    def _ask(self, state: JobState) -> None:
        if state.stage in (Stage.DONE, Stage.FAILED):
            self._job = None  # nothing of it is left in the queue
        self.verdict.ask(
            pages=self._pages,
            done=state.pages_done,
            others=self.printers.count() > 1,
            broken=state.stage is not Stage.DONE,
        )
        self._arrange()
        focus = QApplication.focusWidget()
        if self._enter or (focus is not None and self.isAncestorOf(focus)):
            self.verdict.take_focus()

    @Slot()
    def _take_back(self) -> None:
        job, printer = self._job, self._printer
        if job is not None:
            self._cancel.hide()
            self._errands.run(
                lambda: printer.cancel(job),
                None,
                while_alive(self, lambda error: self._says(str(error), "caution")),
                lane=Lane.PRINT,
            )

    # ---- what the clerk says of it ------------------------------------------------------------

    @Slot()
    def _count(self) -> None:
        copy, reason = self._copy, self._reason
        self._rest()
        self._job, self._begun = None, False
        self._copy, self._counted, self._reason = copy + 1, True, ""
        self._says(f"已打印完,这是第{copy}次补打" if copy else "已打印完", "good")
        self.printed.emit(copy, reason)
        self.handed_out.emit()

    @Slot(str)
    def _reprint(self, reason: str) -> None:
        self._copy += self._spoilt()
        self._start(reason)

    @Slot()
    def _go_elsewhere(self) -> None:
        self._copy += self._spoilt()
        self._reason = "换打印机"
        if self.printers.count() == 2:
            self.printers.setCurrentIndex(1 - self.printers.currentIndex())
            self._start(self._reason)
            return
        self._rest()
        self._says(_CHOOSE, "info")
        self.printers.setFocus()

    @Slot(int)
    def _go_on(self, page: int) -> None:
        self._start("续打", range(page, self._pages + 1))

    @Slot()
    def _let_be(self) -> None:
        """Nothing counts; what the queue may still hold is taken back."""
        job, printer = self._job, self._printer
        self._job, self._reason = None, ""
        self._copy += self._spoilt()
        self._rest()
        self._says("这一份没有计入", "info")
        self._errands.run(lambda: _drop(printer, job), lane=Lane.PRINT)

    def _spoilt(self) -> bool:
        """Whether the last print may have left paper behind: then the next one bears the next number."""
        spoilt, self._begun = self._begun, False
        return spoilt

    # ---- small things -------------------------------------------------------------------------

    def _hold(self) -> None:
        """From now on one print is under way."""
        self._under_way = True
        self.verdict.hide()
        self._allow()

    def _rest(self) -> None:
        """Nothing is under way any more."""
        self._under_way = False
        self._follower.stop()
        self.verdict.hide()
        self._allow()

    def _saved(self, sentence: str) -> None:
        self._strip.show_text(sentence, "good")  # the links of a print under way stay
        self._strip.show()
        self.handed_out.emit()

    def _fail(self, error: DeskError) -> None:
        self._asking = self._wanted = False
        self._known = True
        self._rest()
        self._says(str(error), "wrong")

    def _show_printers(self, names: tuple[str, ...]) -> None:
        self._asking, self._known = False, True
        self.printers.addItems(names)
        self._allow()
        if not names:
            self._wanted = False
            self._says(_NO_PRINTER, "caution")
        elif self._wanted and self._pdf:
            self.print_now()

    def _allow(self) -> None:
        free = not self._under_way
        self._arrange()
        self._save.setEnabled(bool(self._pdf))
        self._print.setEnabled(bool(self._pdf) and free and self._known)
        self.printers.setEnabled(free and self.printers.count() > 1)
        if self._pdf and free and self._known and not self._told_ready:
            self._told_ready = True
            self.ready.emit()

    def _arrange(self) -> None:
        """The question stands where printer and button do when there is none."""
        asking = not self.verdict.isHidden()
        for each in (self._choice, self._print):
            each.setHidden(asking)

    def _says(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        for link in (self._insist, self._cancel):
            link.hide()
        self._strip.show()

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "另存为 PDF", f"{self._title}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()


def _drop(printer: Printer, job: Job | None) -> None:
    """Take back what an unclear job may still hold, so that nothing comes out twice."""
    if job is not None and job.id:
        try:
            printer.cancel(job)
        except WorldError:
            return  # it has ended, or the service is away: its paper is not in the queue any more
