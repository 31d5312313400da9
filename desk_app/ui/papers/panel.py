"""Getting a paper out: printer and button, the job until it has ended, and only then a copy that counts."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desk_app.domain.prints import A4, OVER, Job, JobState, Media, Stage
from desk_app.errors import DeskError, WorldError
from desk_app.services.parts import Printer
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import column, row
from desk_app.ui.kit.widgets import Strip, button
from desk_app.ui.papers.jobs import Follower, PrintQuestion, drop, page_count
from desk_app.ui.papers.printer_choice import PrinterChoice
from desk_app.ui.papers.stand import LOOKS, Attempt, Stand, Tally

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
    """Paper and printers are known now, and nothing was asked for yet; told once."""

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
        self._enter = False
        self._stand = Stand.UNREADY
        self._tally = Tally(copies)
        self._attempt = Attempt()
        self.printers = PrinterChoice(errands, printer, name)
        self._print = button("打印", "primary", "Ctrl+P", name=name)
        self._save = button("另存为 PDF…", name=f"{name}:save")
        self._cancel = button("取消打印", "link", name=f"{name}:cancel")
        self._insist = button("仍要打印", "link", name=f"{name}:insist")
        self._strip = Strip("", "info")
        self.verdict = PrintQuestion(name)
        self._follower = Follower(errands, printer, self)
        self._build()
        self._show_stand()

    def show_pdf(self, pdf: bytes) -> None:
        """The paper that goes out from now on."""
        self._pdf = pdf
        self._learn()

    def count_copies(self, copies: int) -> None:
        """So many prints of this paper count already."""
        self._tally = Tally(copies)

    @Slot()
    def print_now(self) -> None:
        """Hand the paper to the chosen printer, as soon as paper and printers are known."""
        if not LOOKS[self._stand].free:
            return
        if not (self._pdf and self.printers.count):
            self._to(Stand.WANTED)
            self.printers.ask()
        elif self._tally.counted and not self._attempt.reason:
            self._strip.hide()
            self.verdict.ask_why()
            self._to(Stand.WHY)
        else:
            self._start(self._attempt.reason)

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
        self.printers.ask()

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        for link in (self._insist, self._cancel):
            self._strip.add_link(link)
        self._strip.hide()
        self._print.clicked.connect(self.print_now)
        self._save.clicked.connect(self._choose_file)
        self._cancel.clicked.connect(self._take_back)
        self._insist.clicked.connect(self._print_all_the_same)
        self._follower.changed.connect(self._heard)
        self.printers.answered.connect(self._learn_printers)
        self.printers.failed.connect(self._no_answer)
        self.verdict.clear.connect(self._count)
        self.verdict.again.connect(self._reprint)
        self.verdict.elsewhere.connect(self._go_elsewhere)
        self.verdict.rest.connect(self._go_on)
        self.verdict.dropped.connect(self._let_be)
        line = row()
        line.addWidget(self.verdict, 1)
        line.addWidget(self.printers, 1)
        for each in (self._save, self._print):
            line.addWidget(each, 0, Qt.AlignmentFlag.AlignBottom)
        whole = column(self)
        whole.addWidget(self._strip)
        whole.addLayout(line)

    # ---- where the print stands ---------------------------------------------------------------

    def _to(self, stand: Stand) -> None:
        self._stand = stand
        self._show_stand()

    def _show_stand(self) -> None:
        """Show and allow what the stand does, as far as there are paper, printer and job for it."""
        look = LOOKS[self._stand]
        if not look.asks:
            self.verdict.hide()
        for each in (self.printers, self._print):
            each.setHidden(look.asks)
        self._save.setEnabled(bool(self._pdf))
        self._print.setEnabled(look.free and bool(self._pdf) and self.printers.known)
        self.printers.allow(look.free)
        self._insist.setVisible(look.insists)
        self._cancel.setVisible(look.cancels and self._attempt.job is not None and bool(self._attempt.job.id))

    def _learn(self) -> None:
        """Paper or printers came: what waited for them goes on."""
        self._show_stand()
        if not (self._pdf and self.printers.known):
            return
        if self._stand is Stand.UNREADY:
            self._to(Stand.REST)
            self.ready.emit()
        elif self._stand is Stand.WANTED and self.printers.count:
            self.print_now()

    @Slot()
    def _learn_printers(self) -> None:
        if not self.printers.count:
            self._give_up_waiting(_NO_PRINTER, "caution")
        self._learn()

    @Slot(str)
    def _no_answer(self, what_to_do: str) -> None:
        self._give_up_waiting(what_to_do, "wrong")
        self._learn()

    def _give_up_waiting(self, sentence: str, tone: str) -> None:
        if self._stand is Stand.WANTED:
            self._to(Stand.REST)
        self._says(sentence, tone)

    # ---- a print on its way -------------------------------------------------------------------

    def _start(self, reason: str, part: range | None = None, *, insist: bool = False) -> None:
        """Look whether the printer can, then send; what an earlier job still holds is taken back first."""
        before, self._attempt = self._attempt.job, Attempt(reason, part)
        self._to(Stand.SENT)
        printer, chosen, title, media = self._printer, self.printers.chosen, self._title, self._media
        draw = self._drawing(chosen, reason)

        def hand_over() -> str | tuple[Job, int]:
            drop(printer, before)
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
        pdf, copy, redraw = self._pdf, self._tally.number, self._redraw
        printer, overlay = self._printer, self._overlay

        def draw() -> bytes:
            shift = printer.offset(chosen) if overlay else (0.0, 0.0)
            return redraw(copy, reason, shift) if redraw and (copy or any(shift)) else pdf

        return draw

    def _sent(self, outcome: str | tuple[Job, int]) -> None:
        if isinstance(outcome, str):
            self._to(Stand.BLOCKED)
            self._says(outcome, "caution")
            return
        job, self._attempt.pages = outcome
        self._attempt.job = job
        self._says(job.text, "info")
        self._follower.follow(job)

    def _fail(self, error: DeskError) -> None:
        self._to(Stand.REST)
        self._says(str(error), "wrong")

    @Slot()
    def _print_all_the_same(self) -> None:
        self._start(self._attempt.reason, self._attempt.part, insist=True)

    @Slot(object)
    def _heard(self, state: JobState) -> None:
        self._attempt.begun |= state.stage not in (Stage.WAITING, Stage.FAILED) or state.pages_done > 0
        self._says(state.text, _TONES[state.stage])
        if state.stage in OVER:
            self._ask(state)
        else:
            self._to(Stand.FOLLOWED)

    def _ask(self, state: JobState) -> None:
        if state.stage in (Stage.DONE, Stage.FAILED):
            self._attempt.job = None  # nothing of it is left in the queue
        self.verdict.ask(
            pages=self._attempt.pages,
            done=state.pages_done,
            others=self.printers.count > 1,
            broken=state.stage is not Stage.DONE,
        )
        self._to(Stand.ENDED)
        focus = QApplication.focusWidget()
        if self._enter or (focus is not None and self.isAncestorOf(focus)):
            self.verdict.take_focus()

    @Slot()
    def _take_back(self) -> None:
        job, printer = self._attempt.job, self._printer
        if job is not None:
            self._to(Stand.TAKEN_BACK)
            self._errands.run(
                lambda: printer.cancel(job),
                None,
                while_alive(self, lambda error: self._says(str(error), "caution")),
                lane=Lane.PRINT,
            )

    # ---- what the clerk says of it ------------------------------------------------------------

    @Slot()
    def _count(self) -> None:
        copy, reason = self._tally.number, self._attempt.reason
        self._tally.count()
        self._rest(Attempt())
        self._says(f"已打印完,这是第{copy}次补打" if copy else "已打印完", "good")
        self.printed.emit(copy, reason)
        self.handed_out.emit()

    @Slot(str)
    def _reprint(self, reason: str) -> None:
        self._tally.spoilt += self._attempt.begun
        self._start(reason)

    @Slot()
    def _go_elsewhere(self) -> None:
        self._tally.spoilt += self._attempt.begun
        reason = "换打印机"
        if self.printers.turn_to_other():
            self._start(reason)
            return
        self._rest(Attempt(reason, job=self._attempt.job))
        self._says(_CHOOSE, "info")
        self.printers.take_focus()

    @Slot(int)
    def _go_on(self, page: int) -> None:
        self._start("续打", range(page, self._attempt.pages + 1))

    @Slot()
    def _let_be(self) -> None:
        """Nothing counts; what the queue may still hold is taken back."""
        job, printer = self._attempt.job, self._printer
        self._tally.spoilt += self._attempt.begun
        self._rest(Attempt())
        self._says("这一份没有计入", "info")
        self._errands.run(lambda: drop(printer, job), lane=Lane.PRINT)

    def _rest(self, attempt: Attempt) -> None:
        """Nothing is under way any more; the next print begins from this."""
        self._attempt = attempt
        self._follower.stop()
        self._to(Stand.REST)

    # ---- small things -------------------------------------------------------------------------

    def _saved(self, sentence: str) -> None:
        self._says(sentence, "good")  # the links of a print under way stay
        self.handed_out.emit()

    def _says(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "另存为 PDF", f"{self._title}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.open()
