"""Step 6, 受理出证: what will be accepted, which problems are left, and the receipt."""

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from desk_app.domain.applications import Application, SendState
from desk_app.domain.events import Event
from desk_app.errors import DeskError, RuleError
from desk_app.services import clock_check
from desk_app.services.clock_watch import ClockDoubt
from desk_app.services.parts import LineState
from desk_app.services.printing import printouts
from desk_app.services.reading import Reading
from desk_app.ui.counter.accept_question import AcceptQuestion
from desk_app.ui.counter.accept_summary import AcceptSummary, asked
from desk_app.ui.counter.accepted import Accepted, ReceiptBox
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.clock_question import ClockQuestion
from desk_app.ui.counter.links import PAPER_KEYS, doubts, lead
from desk_app.ui.counter.summary import ProblemStrip
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import row, show_if
from desk_app.ui.kit.meant import MEANT_KEY
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.rounds import styled
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import Card
from desk_app.ui.papers.view import PaperView
from desk_app.ui.papers.whole import WholePaper

_CHECK_STEP: Final = 4
_LEFT, _PAPER = 430, 300
"""Least widths in grid pixels of what is asked, and of the paper beside it."""
_FORM_TITLE: Final = "将要受理的申请表"


class AcceptPage(StepPage):
    """Asks once, in words; accepts by a key of its own; then prints the receipt and asks whether it came."""

    title = "受理出证"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("accept")
        self._under_way = self._folded = False
        self._shown: Application | None = None
        self._drawn: Reading | None = None
        """What the form that is to be accepted was drawn from."""
        self._strip = ProblemStrip(case.pack)
        self._clock = ClockQuestion()
        self._summary = AcceptSummary(case)
        self._question = AcceptQuestion()
        self._after: Accepted | None = None
        self._made: Accepted | None = None
        """What ``_after`` will be, while it is made in parts."""
        self._mending = (False, False)
        self._line: LineState | None = None
        self._left = QStackedWidget(self)
        self.receipt = PaperView(case.errands, printouts.RECEIPT, zoom=True)
        self._form = PaperView(case.errands, _FORM_TITLE, zoom=True)
        self._build()
        self._connect()

    def build_ahead(self) -> Iterator[None]:
        """What would be accepted now, and what is shown after acceptance."""
        self._summary.refresh()
        yield
        yield from self._make_after()

    def _make_after(self) -> Iterator[None]:
        if self._made is None:
            receipt = ReceiptBox(self.case)
            yield
            if self._made is None:
                self._made = Accepted(self.case, receipt, self._left)
                yield
                yield from styled(self._made)
        assert self._accepted
        yield

    def enter(self) -> None:
        """Show the problems left and the signed form; after acceptance the receipt."""
        if self.case.application is not None:
            if self._left.currentWidget() is not self._accepted:
                self._turn_to(self.case.application)
            self._look_at_delivery()
            return
        self._question.withhold()
        self._question.tell_fault("")
        self._fit()
        self._refresh()
        self._look_at_clock()
        if self._after is None:
            self.behind.begin(self._make_after())
        if self._drawn is not self.case.reading:  # else the paper stands here as it is
            self._drawn = self.case.reading
            self.case.draw_form(while_alive(self, self._form.show_pdf), while_alive(self, self._not_drawn))

    def leave(self) -> None:
        """Nothing is armed while another step is shown."""
        if self.case.application is None and not self._under_way:
            self._question.withhold()

    def footer_actions(self) -> tuple[Action, ...]:
        """The paper, where it does not stand beside."""
        if not self._folded:
            return ()
        words = "看申请表" if self.case.application is None else "看回执"
        return (Action("see-paper", words, "F10", self._zoom, looks=True),)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The key that accepts, or those that say what became of the receipt; and the paper's."""
        if self.case.application is not None:
            return (("1–4", "回执打出来了吗:选第几个"), PAPER_KEYS)
        ready = self._question.isVisible()
        return (*(((MEANT_KEY, "受理"),) if ready else ()), PAPER_KEYS)

    def done(self) -> bool:
        """Whether the application is accepted."""
        return self.case.application is not None

    @property
    def under_way(self) -> bool:
        """Whether an acceptance is under way."""
        return self._under_way

    # ---- after acceptance ---------------------------------------------------------------------

    def lock(self) -> None:
        """Nothing to do: after acceptance this step has no answer that could be changed."""

    def offer_mending(self, *, correct: bool, withdraw: bool) -> None:
        """Show the links 更正 and 撤回, as far as they lead somewhere."""
        self._mending = (correct, withdraw)
        if self._after is not None:
            self._after.offer_mending(correct=correct, withdraw=withdraw)

    def waits(self) -> str:
        """Why the next person can not come yet; empty when they can."""
        return self._accepted.receipt.waits if self.case.application else ""

    def settled(self) -> str:
        """What became of the receipt, in a few words; empty before it is known."""
        return self._accepted.receipt.said if self.case.application else ""

    def show_line(self, line: LineState) -> None:
        """Show the connection to the county beside what was accepted."""
        self._line = line
        if self._after is not None:
            self._after.show_line(line)

    def let_go(self) -> None:
        """The next person comes: the queue's word counts where the clerk gave none."""
        if self._after is not None:
            self._after.receipt.panel.confirm()

    # ---- accepting ----------------------------------------------------------------------------

    @Slot()
    def accept(self) -> None:
        """Accept for good; does nothing while an acceptance is under way, or the clock is asked about."""
        if self._under_way or self.case.application is not None:
            return
        self._under_way = True
        self._question.wait()
        self._fit()
        self.busy.emit(True)
        self.case.accept(while_alive(self, self._refused))
        self._show_waiting()

    def _refused(self, error: DeskError) -> None:
        """Say in one sentence why it was not accepted, and ask again."""
        self._under_way = False
        self.busy.emit(False)
        self._refresh()
        self._look_at_clock()
        if not (isinstance(error, RuleError) and error.problems):  # the list of problems says it itself
            said = f"没有受理成:{str(error).rstrip('。')}。没有用掉回执编号,处理好后再按一次 {MEANT_KEY}。"
            self._question.tell_fault(said)
        self._fit()
        if not self.isVisible():
            self.case.failed.emit(error)

    @Slot(object)
    def _show_accepted(self, application: Application) -> None:
        self._under_way = False
        self._turn_to(application)
        self._accepted.receipt.panel.print_now()
        self.busy.emit(False)
        self.actions_changed.emit()

    def _turn_to(self, application: Application) -> None:
        """Show what was accepted, with its receipt, in place of the question."""
        self._question.withhold()
        self._strip.hide()
        self._clock.show_doubts(())
        self._shown = application
        self._accepted.show_application(application)
        self._left.setCurrentWidget(self._accepted)
        self._fit()
        self.case.draw_receipt(while_alive(self, self._show_receipt))

    def take_keyboard(self) -> bool:
        """Focus what is read out next: the number, before it the question, or what is in its way."""
        if self.case.application is not None:
            self._accepted.take_focus()
        elif not self._question.isHidden():
            self._question.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._strip.take_focus():
            self._clock.take_focus()
        return True

    def _show_receipt(self, pdf: bytes) -> None:
        self.receipt.show_pdf(pdf)
        self._accepted.receipt.panel.show_pdf(pdf)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Number keys answer whether the receipt came out."""
        number = event.key() - Qt.Key.Key_0
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self.case.application is not None and plain and 1 <= number <= 9 and not event.isAutoRepeat():
            self._accepted.receipt.panel.press(number)
        else:
            super().keyPressEvent(event)

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        before = Card(parent=self._left)
        self._before = before.body
        for widget in (self._strip, self._clock):
            before.body.addWidget(widget)
        before.body.addWidget(self._summary, 1)
        before.body.addWidget(self._question)
        self._left.addWidget(before)
        self._question.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.receipt.hide()
        self._whole = row(self, margins=12, spacing=12)
        self._whole.addWidget(self._left, 8)
        self._whole.addWidget(self._form, 7)
        self._whole.addWidget(self.receipt, 7)

    def _connect(self) -> None:
        self._clock.settled.connect(self._settle_clock)
        self._question.meant.connect(self.accept)
        self._question.back_wanted.connect(self._go_back)
        self._strip.element_wanted.connect(self._lead)
        for view in (self._form, self.receipt):
            view.zoom_wanted.connect(self._zoom)
        self.case.changed.connect(self._changed)
        self.case.accepted.connect(self._show_accepted)

    @property
    def _accepted(self) -> Accepted:
        """What is shown after acceptance; made behind the question, or when it is needed."""
        if self._after is None:
            made = self._made or Accepted(self.case, ReceiptBox(self.case), self._left)
            self._made = self._after = made
            correct, withdraw = self._mending
            made.offer_mending(correct=correct, withdraw=withdraw)
            if self._line is not None:
                made.show_line(self._line)
            made.receipt.changed.connect(self.actions_changed)
            made.whole_wanted.connect(self.whole_wanted)
            made.correct_wanted.connect(self.correct_wanted)
            made.withdraw_wanted.connect(self.withdraw_wanted)
            self._left.addWidget(made)
        return self._after

    def event(self, event: QEvent) -> bool:
        """Fold the paper away when the size of the window leaves it no room."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        narrow, low = is_narrow(self), is_low(self)
        folded = narrow or self.width() < px(_LEFT + _PAPER + 3 * 12)
        accepted = self.case.application is not None
        show_if(self._form, not folded and not accepted)
        show_if(self.receipt, not folded and accepted)
        self._whole.setContentsMargins(*(px(0 if narrow else 8 if low else 12),) * 4)
        self._summary.setHidden(low and self._question.faulty)
        self._before.setContentsMargins(*map(px, (12, 6, 12, 6) if low or narrow else (18, 14, 18, 16)))
        if folded is not self._folded:
            self._folded = folded
            self.actions_changed.emit()

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if (application := self.case.application) is not None and application is not self._shown:
            self._shown = application  # it was amended or taken back meanwhile
            self._accepted.tell(application)
            self.case.draw_receipt(while_alive(self, self._show_receipt))
        if not self.isVisible() or self.case.application is not None:
            return
        if self._under_way:
            self._show_waiting()
        else:
            self._refresh()

    def _refresh(self) -> None:
        self._summary.refresh()
        self._ask()

    def _ask(self) -> None:
        """Ask whether to accept; while something is to be mended show what, with a link to each."""
        case = self.case
        problems = [p for p in case.problems if p.blocks]
        ready = not problems and not self._clock.doubts and bool(case.draft.chosen)
        turns, held = ready is self._question.isHidden(), QApplication.focusWidget()
        ours = self.isVisible() and (held is None or self.isAncestorOf(held))
        self._question.setVisible(ready)
        unsure = doubts(case)
        if problems:
            self._strip.show_problems(f"还不能受理,有 {len(problems)} 处要处理:", "wrong", problems)
        elif unsure:
            self._strip.show_problems("请先核对:", "caution", unsure)
        else:
            self._strip.show_problems("", "good")
        if ready:
            self._question.ask(asked(case), len(case.draft.chosen))
        else:
            self._question.withhold()
        if turns and ours:  # what had the keyboard may be gone, and something else is to be done next
            self.take_keyboard()

    def _show_waiting(self) -> None:
        """Say what an acceptance waits for."""
        if not self._under_way:
            return
        awaited = self.case.awaited
        self._question.wait(f"还有{awaited}张图片正在读入,请稍候,读完就受理。" if awaited else "")

    @Slot()
    def _go_back(self) -> None:
        self.step_wanted.emit(_CHECK_STEP)

    # ---- delivery and clock -------------------------------------------------------------------

    def look_again(self) -> None:
        """The accepted application changed somewhere: show anew whether the county has it."""
        if self.case.application is not None:
            self._look_at_delivery()

    def _look_at_delivery(self) -> None:
        application, store = self.case.application, self.case.parts.store
        assert application is not None

        def look() -> Event | None:
            events = store.events.of(application.id)
            return next((e for e in reversed(events) if e.act == "deliver"), None)

        self.case.errands.run(look, while_alive(self, self._show_delivery), topic="delivery")

    def _show_delivery(self, delivered: Event | None) -> None:
        if delivered is not None:
            self._accepted.show_delivered(SendState.DELIVERED, delivered.at)

    def _look_at_clock(self) -> None:
        """Ask about the computer's clock where it can not be right."""
        parts = self.case.parts
        self.case.errands.run(lambda: clock_check.doubts(parts), while_alive(self, self._ask_about_clock))

    def _ask_about_clock(self, found: tuple[ClockDoubt, ...]) -> None:
        if self.case.application is None and not self._under_way:
            self._clock.show_doubts(found)
            self._ask()

    @Slot()
    def _settle_clock(self) -> None:
        self.case.parts.watch.confirm(self._clock.doubts)
        self._clock.show_doubts(())
        self._ask()

    # ---- small things -------------------------------------------------------------------------

    @Slot()
    def _zoom(self) -> None:
        accepted = self.case.application is not None
        view, name = (self.receipt, printouts.RECEIPT) if accepted else (self._form, _FORM_TITLE)
        whole = WholePaper(self.case.errands, name, "accept-zoom", self, "回到受理")
        whole.open()
        whole.show_pdf(view.pdf)

    def _not_drawn(self, error: DeskError) -> None:
        self._drawn = None
        self.notice.emit("wrong", str(error))

    @Slot(str)
    def _lead(self, element: str) -> None:
        lead(self, element)
