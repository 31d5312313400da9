"""After acceptance: the receipt number, whether the receipt came out, and what to tell the applicant."""

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QWidget

from desk_app.domain.applications import Application, MatterState, SendState
from desk_app.services import days
from desk_app.services.parts import LineState
from desk_app.services.printing import printouts, prints
from desk_app.services.printing.print_run import Printout, Stand
from desk_app.ui.counter.accept_summary import apart, follow, limit
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, clear, column
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.style import in_large_type, px, set_property
from desk_app.ui.kit.widgets import Card, button, chip, label, rule
from desk_app.ui.papers.jobs import Asking
from desk_app.ui.papers.panel import PrintPanel
from forms import sentences

_ASKING: Final = Asking("回执打出来了吗?", "打出来了", "再打一份", numbered=True)
_SELECT: Final = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)

_LARGE, _SMALLER = 2.0, 1.4
"""Size of the receipt number, as a factor of the body text; in low windows the smaller."""


_LOW_CARD: Final = 460
"""Height of the card in grid pixels below which everything scrolls: large letters on a small screen."""
_SAID: Final = (Stand.NOTING, Stand.UNNOTED)
"""The clerk said that it came out; the ledger does not have it yet."""


class HandedOut(StrEnum):
    """What became of the receipt."""

    NOT = "not"
    PRINTED = "printed"
    SAVED = "saved"
    LATER = "later"
    """The clerk prints it later: a to-do stands until then."""


class ReceiptBox(QFrame):
    """Prints the receipt and asks whether it came out; number keys answer."""

    changed = Signal()
    """``handed``, or whether the next person may come, is another one."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.setObjectName("receipt-box")
        set_property(self, "role", "question")
        self._case = case
        self.handed = HandedOut.NOT
        self._copies = 0
        self._small = False
        self._title = label("", "title", name="receipt-question")
        paper = Printout(printouts.RECEIPT, _nothing)
        self.panel = PrintPanel(
            case.errands, case.parts.printer, paper, "print-receipt", noted=_teller(case), asking=_ASKING
        )
        self._later = button("先不打,记待办", name="receipt-later")
        self.panel.add_choice(self._later)
        body = self._body = column(self, margins=14, spacing=6)
        body.addWidget(self._title)
        body.addWidget(self.panel)
        self._later.clicked.connect(self._put_off)
        self.panel.printed.connect(self._printed)
        self.panel.handed_out.connect(self._given)
        self.panel.moved.connect(self._moved)
        self._show()

    def turn_to(self, application: Application) -> None:
        """Print this application's receipt from now on."""
        paper = printouts.receipt(self._case.parts, application)
        self.panel.turn_to(paper, prints.count_of(self._case.parts, paper))

    def fit(self, *, small: bool) -> None:
        """Take less room in a low window: the question stands before what the printer says."""
        self._body.setContentsMargins(*map(px, (10, 4, 10, 6) if small else (12, 12, 12, 12)))
        self._body.setSpacing(px(2 if small else 6))
        self._small = small
        self._ask()

    def _ask(self) -> None:
        question = self._question()
        self._title.setText(question)
        self._title.setHidden(self.panel.begin_with(question if self._small else "") and self._small)

    @property
    def waits(self) -> str:
        """Why the next person can not come yet, as one sentence; empty when they can.

        The queue's word that all came out is enough; a to-do asks for what nobody handed out.
        """
        if self.handed is not HandedOut.NOT or self.panel.reported or self.panel.stand in _SAID:
            return ""
        if self.panel.stand is Stand.ENDED:
            return "请先回答:回执打出来了吗?(按 1–4)"
        return "回执还没有打。打印、另存,或选“先不打,记待办”,再叫下一位"

    @property
    def said(self) -> str:
        """What became of the receipt, in a few words; empty while it is not known."""
        match self.handed:
            case HandedOut.PRINTED:
                return f"回执已打 {self._copies} 份"
            case HandedOut.SAVED:
                return "回执已存成文件"
            case HandedOut.LATER:
                return "回执先不打,已记待办"
        return "打印机说打完了" if self.panel.reported else ""

    @Slot()
    def _put_off(self) -> None:
        """Leave it to the to-do that stands since the acceptance."""
        if self.handed is HandedOut.NOT:
            self.handed = HandedOut.LATER
        self.panel.give_up()
        self._show()

    @Slot(int, str)
    def _printed(self, _copy: int, _reason: str) -> None:
        self._copies += 1
        self.handed = HandedOut.PRINTED
        self._show()

    @Slot()
    def _given(self) -> None:
        """Printed and not noted yet, or saved."""
        if self.handed is not HandedOut.PRINTED and self.panel.stand is not Stand.NOTING:
            self.handed = HandedOut.SAVED
        self._show()

    @Slot()
    def _moved(self) -> None:
        if self.handed is HandedOut.LATER and self.panel.stand is Stand.ENDED and not self.panel.reported:
            self.panel.give_up()
        self._show()

    def _show(self) -> None:
        self._ask()
        settled = self.handed is not HandedOut.NOT
        self._later.setHidden(settled or self.panel.stand is Stand.WHY)
        self.panel.press_less(settled)
        self.changed.emit()

    def _question(self) -> str:
        match self.panel.stand:
            case Stand.ENDED | Stand.WHY:
                return self.panel.verdict.title
            case Stand.NOTING:
                return "正在记入台账…"
            case Stand.UNNOTED:
                return "回执打了,还没有记进台账"
            case Stand.SENT | Stand.FOLLOWED | Stand.TAKEN_BACK:
                return "正在打印回执…"
        return self.said or "回执还没有打"


class Accepted(Card):
    """After acceptance: delivery, the receipt number in large type, its printing, what to tell, mending."""

    whole_wanted = Signal()
    correct_wanted = Signal()
    withdraw_wanted = Signal()

    def __init__(self, case: Case, receipt: ReceiptBox, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._case = case
        self._line: LineState | None = None
        self._delivered: datetime | None = None
        self._title = label("", "headline", name="accepted-title")
        self._delivery = chip("正在送区里", "info", "up")
        self._delivery.setObjectName("accepted-delivery")
        self._number = label("", "strong", wrap=True, name="receipt-number")
        self._small = self._offered = False
        in_large_type(self._number, _LARGE)
        self._number.setTextInteractionFlags(_SELECT)
        self._told = column(spacing=4)
        self._told_title = label("请告诉申请人", "title", wrap=True)
        self.receipt = receipt
        self._documents = button("其他文书…", "link", name="documents-accepted")
        self._documents.clicked.connect(self._open_documents)
        self._whole = button("整件查看…", "link", name="whole-accepted")
        self._whole.clicked.connect(self.whole_wanted)
        self._correct = button("更正…", "link", name="correct-accepted")
        self._withdraw = button("撤回…", "link", name="withdraw-accepted")
        self._limit = label("", "quiet", wrap=True, name="withdraw-limit")
        self._correct.clicked.connect(self.correct_wanted)
        self._withdraw.clicked.connect(self.withdraw_wanted)
        self._build()
        self.offer_mending(correct=False, withdraw=False)

    def _build(self) -> None:
        inner = QWidget()
        body = column(inner, spacing=8)
        body.setContentsMargins(0, 0, px(8), 0)
        head = FlowLayout(spacing=8)
        for widget in (self._title, self._delivery, self._whole, self._documents):
            head.addWidget(widget)
        body.addLayout(head)
        self._caption = label("回执编号", "quiet")
        body.addWidget(self._caption)
        body.addWidget(self._number)
        body.addWidget(self.receipt)
        body.addWidget(self._told_title)
        body.addLayout(self._told)
        body.addStretch()
        self._mending = QWidget()
        mending = FlowLayout(self._mending, spacing=4)
        for widget in (label("写错了:"), self._correct, self._withdraw, self._limit):
            mending.addWidget(widget)
        self._inner = body
        self._foot = QWidget()
        foot = column(self._foot, spacing=4)
        foot.addWidget(rule())
        foot.addWidget(label("受理的内容现在只能看。", "quiet", wrap=True, name="accepted-locked"))
        foot.addWidget(self._mending)
        self.body.addWidget(VerticalScroll(inner), 1)
        self.body.addWidget(self._foot)

    def event(self, event: QEvent) -> bool:
        """In a low or narrow window show the question first: the number is smaller, what is below scrolls."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.StyleChange):
            self._fit(small=is_low(self) or is_narrow(self) or self.height() < px(_LOW_CARD))
        return done

    def _fit(self, *, small: bool) -> None:
        self._caption.setHidden(small)
        self.body.setContentsMargins(*map(px, (12, 4, 8, 4) if small else (16, 14, 12, 14)))
        self._inner.setSpacing(px(4 if small else 8))
        self.receipt.fit(small=small)
        if small is not self._small:
            self._small = small
            in_large_type(self._number, _SMALLER if small else _LARGE)
            if small:
                self._inner.addWidget(self._foot)
            else:
                self.body.addWidget(self._foot)

    # ---- for the page -------------------------------------------------------------------------

    def show_application(self, application: Application) -> None:
        """Show the number and what the applicant should know, and print its receipt from now on."""
        self.receipt.turn_to(application)
        self.tell(application)
        self._show_delivery()

    def tell(self, application: Application) -> None:
        """Show the number and what the applicant should know, as the application stands."""
        back = sum(m.state == MatterState.WITHDRAWN for m in application.matters)
        since = f",其中 {back} 项已撤回" if back else ""
        self._title.setText(f"已受理 {len(application.matters)} 项{since}")
        self._number.setText(application.number)
        self._number.setAccessibleName(f"回执编号 {application.number}")
        self._told_title.setText(f"请告诉{application.name or '申请人'}")
        self._mending.setVisible(self._offered and not application.gone)
        clear(self._told)
        for number, sentence in enumerate(self._sentences(application), 1):
            self._told.addWidget(label(f"{number}. {sentence}", wrap=True))

    def take_focus(self) -> None:
        """Put the keyboard on the number, so that it is the first thing read out."""
        self._number.setFocus()

    def offer_mending(self, *, correct: bool, withdraw: bool) -> None:
        """Show the links by which an accepted application is mended, as far as they lead somewhere."""
        self._whole.setVisible(correct or withdraw)
        self._correct.setVisible(correct)
        self._withdraw.setVisible(withdraw)
        until = limit(self._case) if withdraw else ""
        self._limit.setText(until)
        self._limit.setVisible(bool(until))
        self._offered = correct or withdraw
        self._mending.setVisible(self._offered)

    def show_line(self, line: LineState) -> None:
        """Show the connection to the county beside the title, as long as the letter waits."""
        self._line = line
        self._show_delivery()

    def show_delivered(self, state: str, at: datetime | None) -> None:
        """Show whether the county has the letter: the application's state, and since when."""
        self._delivered = at if state != SendState.WAITING else None
        self._show_delivery()

    def _show_delivery(self) -> None:
        if self._delivered is not None:
            self._delivery.show_text(f"区里已收到 {self._delivered:%H:%M}", "info", "good")
        elif self._line is not None and not self._line.online:
            waiting = max(1, self._line.waiting)
            self._delivery.show_text(f"离线,{waiting} 件待送", "caution", "cut")
        else:
            self._delivery.show_text("正在送区里", "info", "up")

    @Slot()
    def _open_documents(self) -> None:
        from desk_app.ui.papers.documents import DocumentsDialog

        if self._case.application:
            DocumentsDialog(self._case.parts, self._case.errands, self._case.reading, self).open()

    def _sentences(self, application: Application) -> Iterator[str]:
        if application.gone:
            yield "申请的事项都已撤回,不再办理;需要时可以随时重新申请。"
            return
        pack, dates = self._case.pack, application.dates
        promised = sentences.spoken_day(
            dates.promised, provisional=dates.provisional, year=application.accepted_at.year
        )
        if later := days.later_start(self._case.parts, application.accepted_at):
            start = sentences.spoken_day(later, year=application.accepted_at.year)
            yield f"办公时间以外受理,期限从{start}起算。"
        yield f"{promised}前办结。{apart(pack, application.chosen)}"
        if any(m.waits_for and m.state == MatterState.HELD for m in application.matters):
            yield pack.texts["hold"]
        yield from follow(self._case.reading.needs, application)
        yield f"查询进度请拨 {self._case.parts.window.hall.phone},报回执编号。"
        yield pack.texts["fee"]


def _teller(case: Case) -> Callable[[], None]:
    """Tells that a print or a file of the receipt was noted, also when the page is gone by then."""

    def tell() -> None:
        if case.application is not None:
            case.recorded.emit(case.application.subject)

    return tell


def _nothing(_copy: int, _shift: tuple[float, float]) -> bytes:
    raise AssertionError("nothing is printed before the application is accepted")
