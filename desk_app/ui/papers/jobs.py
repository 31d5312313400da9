"""A print job until its end, and the question after it: whether it is clear, and if not, what then."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QPushButton, QSpinBox, QWidget

from desk_app.domain.prints import OVER, Job, JobState, Stage
from desk_app.errors import DeskError
from desk_app.services.parts import Printer
from desk_app.services.printing.print_run import Watch
from desk_app.ui.kit import style
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout, row
from desk_app.ui.kit.widgets import button, label, show_key

REASONS: Final = ("卡纸", "模糊", "打偏", "缺页", "其他")
_PRESSES: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_PACE: Final = 700
"""Milliseconds from one request about a job to the next."""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    held = QByteArray(pdf)  # QBuffer only borrows it
    buffer = QBuffer(held)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = document.pageCount()
    document.close()
    return pages


class Follower(QObject):
    """Asks about a job in the print lane until it has ended; stops with the widget it belongs to."""

    changed = Signal(object)
    """A new JobState; the last one is that of the job's end."""

    def __init__(self, errands: Errands, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._errands, self._printer = errands, printer
        self._job: Job | None = None
        self._watch = Watch()
        self._told: JobState | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PACE)
        self._timer.timeout.connect(self._ask)

    def follow(self, job: Job) -> None:
        """Ask about this job from now on."""
        self._job, self._watch, self._told = job, Watch(), None
        self._ask()

    def stop(self) -> None:
        """Stop asking."""
        self._job = None
        self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        job = self._job
        if job is not None:
            self._ask_of(job)

    def _ask_of(self, job: Job) -> None:
        def heard(state: JobState) -> None:
            self._heard(job, state)

        def unheard(error: DeskError) -> None:
            self._heard(job, JobState(Stage.UNKNOWN, 0, str(error)))

        self._errands.run(
            lambda: self._printer.state(job),
            while_alive(self, heard),
            while_alive(self, unheard),
            lane=Lane.PRINT,
        )

    def _heard(self, job: Job, state: JobState) -> None:
        if job is not self._job:
            return
        self._watch, means = self._watch.heard(state)
        if means.stage in OVER:
            self._job = None
        else:
            self._timer.start()
        if means != self._told:
            self._told = means
            self.changed.emit(means)


@dataclass(frozen=True, slots=True)
class Asking:
    """The words in which a print is asked about."""

    question: str = "打印清楚吗?"
    yes: str = "是"
    again: str = "重打"
    numbered: bool = False
    """Whether number keys answer; the question then stands elsewhere (``PrintQuestion.title``)."""


class PrintQuestion(QWidget):
    """Asks 打印清楚吗? and, if not, the reason for the next print."""

    clear = Signal()
    why_wanted = Signal()
    """Print again; the reason is asked first."""
    again = Signal(str)
    """Print again, for this reason."""
    elsewhere = Signal()
    """Print again on another printer."""
    rest = Signal(int)
    """Print again from this page on."""
    dropped = Signal()
    """Do not print again; nothing is counted."""

    def __init__(self, name: str, asking: Asking = Asking()) -> None:
        super().__init__()
        self._asking = asking
        self.title = ""
        """The question that is asked, or was last."""
        self._question = label("", "strong")
        if asking.numbered:
            self._question.hide()
        self._yes = button(asking.yes, "primary", name=f"{name}:yes")
        self._again = button(asking.again, name=f"{name}:again")
        self._elsewhere = button("换打印机打", name=f"{name}:elsewhere")
        self._drop = button("不打了", "link", name=f"{name}:drop")
        self._reasons = QWidget()
        self._choices = {reason: button(reason, name=f"{name}:{reason}") for reason in REASONS}
        self._rest = QWidget()
        self._page = QSpinBox()
        self._page.setObjectName(f"{name}:page")
        self._page.setMinimumWidth(style.px(72))
        self._page.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._page.setAccessibleName("从第几页续打")
        self._build(name)
        self.hide()

    def ask(self, *, pages: int, done: int, others: bool, broken: bool) -> None:
        """Ask about a print of this many pages, of which the queue passed ``done`` on to the printer."""
        style.set_property(self._yes, "role", "secondary" if broken else "primary")
        self._rest.setVisible(broken and pages > 1)
        self._page.setRange(1, max(1, pages))
        self._page.setValue(max(1, done))
        self._show(why=False)
        self._elsewhere.setVisible(others)
        self._drop.setVisible(broken)

    def ask_why(self) -> None:
        """Ask for the reason of the reprint."""
        self._show(why=True)

    @property
    def choices(self) -> tuple[QPushButton, ...]:
        """What number keys press, from 1: the reasons while they are asked for, else the two answers."""
        asked = (self._yes, self._again) if self._reasons.isHidden() else tuple(self._choices.values())
        return () if self.isHidden() else asked

    def take_focus(self) -> None:
        """Focus the most likely answer, or the first reason."""
        (self._choices[REASONS[0]] if self._yes.isHidden() else self._yes).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ignore a key that was held down already when the question came."""
        if isinstance(event, QKeyEvent) and event.isAutoRepeat() and event.key() in _PRESSES:
            return True
        return super().eventFilter(watched, event)

    def _show(self, *, why: bool) -> None:
        for widget in (self._yes, self._again, self._elsewhere):
            widget.setVisible(not why)
        for each in (self._reasons, self._drop):
            each.setVisible(why)
        if why:
            self._rest.hide()
        self.title = "为什么再打一次?" if why else self._asking.question
        self._question.setText(self.title)
        self.show()

    def _build(self, name: str) -> None:
        self._yes.clicked.connect(self.clear)
        self._again.clicked.connect(self.why_wanted)
        self._elsewhere.clicked.connect(self.elsewhere)
        self._drop.clicked.connect(self.dropped)
        reasons = row(self._reasons)
        for reason, choice in self._choices.items():
            choice.clicked.connect(lambda _on=False, said=reason: self.again.emit(said))
            reasons.addWidget(choice)
        go_on = button("续打", name=f"{name}:rest")
        go_on.clicked.connect(lambda: self.rest.emit(self._page.value()))
        rest = row(self._rest)
        for widget in (label("从第"), self._page, label("页"), go_on):
            rest.addWidget(widget)
        line = FlowLayout(self)
        for part in (self._question, self._yes, self._again, self._elsewhere):
            line.addWidget(part)
        for group in (self._reasons, self._rest, self._drop):
            line.addWidget(group)
        for each in self.findChildren(QPushButton):
            each.installEventFilter(self)
        if self._asking.numbered:
            for number, each in enumerate((self._yes, self._again), 1):
                show_key(each, str(number))
            for number, each in enumerate(self._choices.values(), 1):
                show_key(each, str(number))
