"""Printing a paper: printer and button, the job until its end, and the question whether it is clear.

The rules are ``services.print_run``; this is what a clerk sees and presses of them.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget
from shiboken6 import isValid

from desk_app.domain.prints import Job, JobState
from desk_app.errors import DeskError
from desk_app.services.parts import Printer
from desk_app.services.printing import print_desk
from desk_app.services.printing.print_run import (
    Cancel,
    Handed,
    LetGo,
    LookForPrinters,
    Note,
    Order,
    Outcome,
    Printout,
    PrintRun,
    Refused,
    Send,
    Stand,
    Step,
)
from desk_app.services.printing.prints import LooseCount, PrintCount
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import keep_on_screen
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import Strip, button, show_key
from desk_app.ui.papers.jobs import Asking, Follower, PrintQuestion, page_count
from desk_app.ui.papers.printer_choice import PrinterChoice, SaveButton
from desk_app.ui.papers.saving import write_file
from desk_app.ui.papers.stand import LOOKS


class PrintPanel(QWidget):
    """Printers and the buttons to print and to save. One print at a time, followed until it has ended."""

    printed = Signal(int, str)
    """A print was found clear and is noted: number of the reprint (0 for the first), and its reason."""
    handed_out = Signal()
    """The paper was printed and found clear, or saved into a file."""
    free = Signal(bool)
    """Whether no print is under way now."""
    moved = Signal()
    """``stand`` is another one."""
    ready = Signal()
    """Paper and printers are known, and no print was asked for yet; emitted once."""

    def __init__(
        self,
        errands: Errands,
        printer: Printer,
        paper: Printout,
        name: str,
        count: PrintCount | None = None,
        noted: Callable[[], None] | None = None,
        asking: Asking | None = None,
    ) -> None:
        """``count`` counts the prints; without one this panel counts them alone.

        ``noted`` is called after each print that was noted, also when the panel is deleted by then.
        ``asking`` are other words of the question; when they are numbered, ``press`` takes number keys.
        """
        super().__init__()
        self._errands, self._printer, self._paper = errands, printer, paper
        self._count, self._noted = count or LooseCount(), noted
        self._run = PrintRun(noted=count is None or count.noted)
        self._pdf = b""
        self._enter = False
        self.printers = PrinterChoice(errands, printer, name)
        self._print = button("打印", "primary", "Ctrl+P", name=name)
        self._save: QPushButton = SaveButton(f"{name}:save")
        self._cancel = button("取消打印", "link", name=f"{name}:cancel")
        self._insist = button("仍要打印", "link", name=f"{name}:insist")
        self._note_again = button("再记一次", "link", name=f"{name}:note")
        self._strip = Strip("", "info")
        self._numbered = asking is not None and asking.numbered
        self._others: list[QPushButton] = []
        self.verdict = PrintQuestion(name, asking or Asking())
        self._follower = Follower(errands, printer, self)
        self._build()
        self._show_run()

    def show_pdf(self, pdf: bytes) -> None:
        """Set the paper to print and save; empty while it is being drawn anew."""
        self._pdf = pdf
        self._take(self._run.paper_is(bool(pdf)))

    def turn_to(self, paper: Printout, count: PrintCount) -> None:
        """Print another paper, with its own count, from now on; allowed only while ``free`` is true."""
        step = self._run.turned(count.noted)
        for order in step.orders:  # they are of the paper before, and its count
            self._do(order)
        self._paper, self._count, self._run = paper, count, step.run

    @property
    def pdf(self) -> bytes:
        """The paper that is printed and saved; empty while it is being drawn."""
        return self._pdf

    @Slot()
    def print_now(self) -> None:
        """Print the paper on the chosen printer, as soon as paper and printers are known."""
        self._take(self._run.press())

    def save_to(self, path: Path) -> None:
        """Write the paper into a file; allowed in every state of printing."""
        pdf = self._pdf
        self._errands.run(
            lambda: write_file(path, pdf),
            while_alive(self, self._saved),
            while_alive(self, lambda error: self._says(str(error), "wrong")),
            lane=Lane.PAPER,
        )

    @Slot()
    def let_go(self) -> None:
        """Called when the panel's dialog is closed."""
        self._take(self._run.closed())

    def add_choice(self, choice: QPushButton) -> None:
        """Add one more way on at the end, with the next number key."""
        self._others.append(choice)
        self._ways.addWidget(choice)
        show_key(choice, str(len(self._others) + 3))

    def press(self, number: int) -> bool:
        """Press what has this number key now; False when nothing has it."""
        keys = dict(enumerate(self.verdict.choices, 1))
        if self._run.stand is not Stand.WHY:
            keys |= dict(enumerate((self._save, *self._others), 3))
        wanted = keys.get(number)
        if wanted is None or wanted.isHidden() or not wanted.isEnabled():
            return False
        wanted.click()
        return True

    def press_less(self, on: bool) -> None:
        """Whether printing is no longer what comes next: its button is not filled then."""
        set_property(self._print, "role", "secondary" if on else "primary")
        show_key(self._print, "Ctrl+P")

    @property
    def stand(self) -> Stand:
        """How far the print is."""
        return self._run.stand

    @property
    def reported(self) -> bool:
        """Whether the queue says that all came out, and the clerk was not heard yet."""
        return self._run.stand is Stand.ENDED and not self._run.broken

    @Slot()
    def confirm(self) -> None:
        """Take the queue's word that the print came out, as if the clerk had given it."""
        if self.reported:
            self._clear()

    @Slot()
    def give_up(self) -> None:
        """Print nothing now: a job in the queue is taken back, a question about it is closed."""
        if self._run.stand is Stand.FOLLOWED:
            self._take(self._run.take_back())
        elif self._run.stand in (Stand.WHY, Stand.ENDED):
            self._take(self._run.drop())

    def take_focus(self) -> None:
        """Focus the print button, or the save button while nothing can be printed."""
        (self._print if self._print.isEnabled() else self._save).setFocus()

    def let_enter_press(self) -> None:
        """In a dialog: make Enter press the focused button."""
        self._enter = True
        for each in (self._print, self._save):
            each.setAutoDefault(True)

    @property
    def said(self) -> str:
        """The message about the last print or file; empty when there is none."""
        return self._strip.text

    def begin_with(self, words: str) -> bool:
        """Say these words before the message; returns whether there is one."""
        self._strip.begin_with(words)
        return not self._strip.isHidden()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the printers when the panel is first shown, not when a case is opened."""
        super().showEvent(event)
        self.printers.ask()

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        for link in (self._insist, self._cancel, self._note_again):
            self._strip.add_link(link)
        self._strip.hide()
        self._connect()
        whole = column(self)
        whole.addWidget(self._strip)
        self._ways = FlowLayout()
        if self._numbered:
            show_key(self._save, "3")
            for each in (self.printers, self._print, self.verdict, self._save):
                self._ways.addWidget(each)
            whole.addLayout(self._ways)
            return
        line = row()
        line.addWidget(self.verdict, 1)
        line.addWidget(self.printers, 1)
        for button_ in (self._save, self._print):
            line.addWidget(button_, 0, Qt.AlignmentFlag.AlignBottom)
        whole.addLayout(line)

    def _connect(self) -> None:
        self._print.clicked.connect(self.print_now)
        self._save.clicked.connect(self._choose_file)
        self._cancel.clicked.connect(lambda: self._take(self._run.take_back()))
        self._insist.clicked.connect(lambda: self._take(self._run.insist()))
        self._note_again.clicked.connect(lambda: self._take(self._run.clear()))
        self._follower.changed.connect(self._heard)
        self.printers.answered.connect(lambda: self._take(self._run.printers_are(self.printers.count)))
        self.printers.failed.connect(lambda fault: self._take(self._run.printers_are(0, fault)))
        self.verdict.clear.connect(self._clear)
        self.verdict.why_wanted.connect(lambda: self._take(self._run.ask_why()))
        self.verdict.again.connect(lambda reason: self._take(self._run.again(reason)))
        self.verdict.elsewhere.connect(self._go_elsewhere)
        self.verdict.rest.connect(lambda page: self._take(self._run.go_on(page)))
        self.verdict.dropped.connect(lambda: self._take(self._run.drop()))

    # ---- where the print stands ---------------------------------------------------------------

    def _take(self, step: Step) -> None:
        """Make a step's run the present one: show it and carry out its orders."""
        before, self._run = self._run, step.run
        if (self._run.said, self._run.tone) != (before.said, before.tone):
            self._says(self._run.said, self._run.tone)
        self._show_run()
        if self._run.stand is not before.stand:
            self._arrive(before.stand)
            self.moved.emit()
        for order in step.orders:
            self._do(order)

    def _show_run(self) -> None:
        """Show and enable what the present stand allows, as far as paper, printer and job are known."""
        look, job = LOOKS[self._run.stand], self._run.attempt.job
        if not look.asks:
            self.verdict.hide()
        for each in (self.printers, self._print):
            each.setHidden(look.asks)
        self._save.setEnabled(bool(self._pdf))
        self._print.setEnabled(look.free and self._run.paper and self._run.known)
        self.printers.allow(look.free)
        self._insist.setVisible(look.insists)
        self._cancel.setVisible(look.cancels and job is not None and bool(job.id))
        self._note_again.setVisible(look.notes)
        if self._numbered:
            self._save.setHidden(self._run.stand is Stand.WHY)

    def _arrive(self, before: Stand) -> None:
        """On reaching a new stand: show its question, or emit that all is ready."""
        run = self._run
        self.free.emit(LOOKS[run.stand].free)
        if run.stand is Stand.WHY:
            self._ask(self.verdict.ask_why)
        elif run.stand is Stand.ENDED:
            self._follower.stop()
            self._ask(self._ask_whether)
        elif run.stand is Stand.REST:
            self._follower.stop()
            if before is Stand.UNREADY:
                self.ready.emit()

    def _ask_whether(self) -> None:
        attempt = self._run.attempt
        self.verdict.ask(
            pages=attempt.pages,
            done=attempt.last.pages_done,
            others=self.printers.count > 1,
            broken=self._run.broken,
        )

    def _ask(self, ask: Callable[[], None]) -> None:
        """Show a question; its answer is focused when the focus was on this panel."""
        focus = QApplication.focusWidget()
        mine = self._enter or (focus is not None and self.isAncestorOf(focus))
        ask()
        if mine and self.isVisible():
            self.verdict.take_focus()

    # ---- what is to be done -------------------------------------------------------------------

    def _do(self, order: Order) -> None:
        match order:
            case LookForPrinters():
                self.printers.ask()
            case Send():
                self._send(order)
            case Cancel(job):
                self._cancel_job(job)
            case Note():
                self._note(order)
            case LetGo():
                printer, count = self._printer, self._count
                self._errands.run(lambda: print_desk.let_go(printer, count, order), lane=Lane.PRINT)

    def _send(self, order: Send) -> None:
        printer, count, paper, pdf = self._printer, self._count, self._paper, self._pdf
        chosen = self.printers.chosen

        def work() -> Outcome:
            return print_desk.hand_over(printer, count, paper, order, chosen, page_count, pdf)

        def failed(error: DeskError) -> None:
            self._came(Refused(str(error)))

        self._errands.run(work, while_alive(self, self._came), while_alive(self, failed), lane=Lane.PRINT)

    def _came(self, outcome: Outcome) -> None:
        self._take(self._run.came(outcome))
        if isinstance(outcome, Handed):
            self._follower.follow(outcome.job)

    @Slot(object)
    def _heard(self, state: JobState) -> None:
        self._take(self._run.heard(state))

    def _cancel_job(self, job: Job) -> None:
        printer = self._printer
        self._errands.run(
            lambda: printer.cancel(job),
            None,
            while_alive(self, lambda error: self._take(self._run.not_taken_back(str(error)))),
            lane=Lane.PRINT,
        )

    @Slot()
    def _clear(self) -> None:
        self._take(self._run.clear())
        self.handed_out.emit()

    def _note(self, order: Note) -> None:
        """Note a print that counts; a failure is told here, or by the window when the panel is not shown."""
        count, errands, noted = self._count, self._errands, self._noted

        def done(_: None) -> None:
            if isValid(self):
                self._take(self._run.counted())
                self.printed.emit(order.claim.copy, order.reason)
            if noted and count.noted:
                noted()

        def failed(error: DeskError) -> None:
            there = isValid(self) and self.isVisible()
            if isValid(self):
                self._take(self._run.not_counted(str(error)))
            if not there:
                errands.failed.emit(error)

        errands.run(lambda: count.note(order.claim, order.reason), done, failed)

    @Slot()
    def _go_elsewhere(self) -> None:
        chosen = self.printers.turn_to_other()
        self._take(self._run.elsewhere(chosen))
        if not chosen:
            self.printers.take_focus()

    # ---- small things -------------------------------------------------------------------------

    def _saved(self, sentence: str) -> None:
        self._says(sentence, "good")  # the links of a print under way stay
        self._errands.run(self._count.saved, lambda _: noted() if (noted := self._noted) else None)
        self.handed_out.emit()

    def _says(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, "另存为 PDF", f"{self._paper.title}.pdf", "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        keep_on_screen(dialog)
        dialog.open()
