"""Step 6, 受理出证: what will be accepted, which problems are left, and the receipt."""

from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QStackedWidget, QWidget

from desk_app.domain.applications import Application, Draft, in_hand, promise_of
from desk_app.errors import DeskError
from desk_app.services import clock_check, days
from desk_app.services.clock_watch import ClockDoubt
from desk_app.services.counter import intake
from desk_app.services.counter.materials import year_of
from desk_app.services.parts import Parts
from desk_app.services.printing import printouts, prints
from desk_app.services.printing.print_run import Printout
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.links import lead
from desk_app.ui.counter.rows import in_large_type
from desk_app.ui.counter.summary import ProblemStrip
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import VerticalScroll, clear, column, row
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Card, button, chip, label, rule
from desk_app.ui.papers.panel import PrintPanel
from desk_app.ui.papers.view import PaperView
from forms import sentences
from forms.pack import Pack
from forms.schema import Finding, Need, Outcome
from forms.stops import ASSESSING
from forms.typesetting import typeset

_TAKEN: Final = ("现在办理", "good")
_HELD: Final = ("随证待审", "caution", "half")
_REFUSED: Final = ("目前不符合", "plain", "ring")


class Summary(Card):
    """What pressing the button will accept: matters, promised days, materials."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._title = label("", "headline", wrap=True)
        self._matters = column(spacing=8)
        self._days = label("", wrap=True)
        self._materials = label("", wrap=True)
        inner = QWidget()
        body = column(inner, spacing=4)
        body.setContentsMargins(0, 0, px(8), 0)
        body.addWidget(self._title)
        body.addSpacing(px(8))
        body.addLayout(self._matters)
        for title, words in (("时限", self._days), ("材料", self._materials)):
            body.addSpacing(px(12))
            body.addWidget(label(title, "title"))
            body.addWidget(words)
        body.addStretch()
        self.body.addWidget(VerticalScroll(inner))

    def refresh(self) -> None:
        """Show the case in its present state."""
        case, draft = self._case, self._case.draft
        name = case.reading.name or "申请人"
        self._title.setText(f"为{name}受理 {len(draft.chosen)} 项" if draft.chosen else "还没有选要办的事项")
        clear(self._matters)
        for finding in case.findings:
            if finding.matter in draft.chosen:
                self._matters.addWidget(self._matter(finding))
        dates = intake.dates(case.parts, case.pack, case.parts.clock.now())
        guess, year = dates.provisional, case.parts.clock.today().year
        handover = sentences.spoken_day(dates.handover, provisional=dates.handover_provisional, year=year)
        promised = sentences.spoken_day(dates.promised, provisional=guess, year=year)
        self._days.setText(
            f"{_start(case.parts)}{handover}前转交各部门,{promised}前办结。{_apart(case.pack)}"
        )
        needs = case.needs
        held = sum(in_hand(draft, n.material.id) for n in needs)
        told = [f"已收 {held} 样,共 {len(needs)} 样", *_follow(needs, draft)]
        self._materials.setText("\n".join(told))

    def _matter(self, finding: Finding) -> QWidget:
        made = QWidget()
        head = row()
        head.addWidget(label(self._case.pack.matters[finding.matter].title, "strong", wrap=True), 1)
        head.addWidget(chip(*_chip(finding)))
        body = column(made, spacing=2)
        body.addLayout(head)
        body.addWidget(label(finding.next_step, "quiet", wrap=True))
        body.addWidget(rule())
        return made


class Accepted(Card):
    """After acceptance: the receipt number in large type, its printing, and what to tell the applicant."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._number = label("", "strong", name="receipt-number")
        in_large_type(self._number, 2.0)
        by_mouse, by_keys = (
            Qt.TextInteractionFlag.TextSelectableByMouse,
            Qt.TextInteractionFlag.TextSelectableByKeyboard,
        )
        self._number.setTextInteractionFlags(by_mouse | by_keys)
        self._told = column(spacing=8)
        self.panel = PrintPanel(
            case.errands, case.parts.printer, Printout(printouts.RECEIPT, self._draw), "print-receipt"
        )
        documents = button("其他文书…", "link", name="documents-accepted")
        documents.clicked.connect(self._open_documents)
        head = row()
        head.addWidget(label("已受理,回执编号", "title"), 1)
        head.addWidget(documents)
        self.body.addLayout(head)
        self.body.addWidget(self._number)
        self.body.addWidget(self.panel)
        self.body.addSpacing(px(8))
        self.body.addWidget(label("请告诉申请人", "title"))
        self.body.addLayout(self._told)
        self.body.addStretch()

    def show_application(self, application: Application) -> None:
        """Show the number and what the applicant should know, and print its receipt from now on."""
        paper = printouts.receipt(self._case.parts, application)
        self.panel.turn_to(paper, prints.count_of(self._case.parts, paper))
        self._number.setText(application.number)
        self._number.setAccessibleName(f"回执编号 {application.number}")
        clear(self._told)
        for sentence in self._sentences(application):
            self._told.addWidget(label(sentence, wrap=True))

    def take_focus(self) -> None:
        """Put the keyboard on the number, so that it is the first thing read out."""
        self._number.setFocus()

    def _draw(self, _copy: int, _shift: tuple[float, float]) -> bytes:
        raise AssertionError("nothing is printed before the application is accepted")

    @Slot()
    def _open_documents(self) -> None:
        from desk_app.ui.papers.documents import DocumentsDialog

        if self._case.application:
            DocumentsDialog(self._case.parts, self._case.errands, self._case.reading, self).open()

    def _sentences(self, application: Application) -> Iterator[str]:
        pack, dates = self._case.pack, application.dates
        promised = sentences.spoken_day(
            dates.promised, provisional=dates.provisional, year=application.accepted_at.year
        )
        if later := days.later_start(self._case.parts, application.accepted_at):
            start = sentences.spoken_day(later, year=application.accepted_at.year)
            yield f"办公时间以外受理,期限从{start}起算。"
        yield f"{promised}前办结。{_apart(pack)}"
        if any(m.waits_for for m in application.matters):
            yield pack.texts["hold"]
        yield from _follow(self._case.reading.needs, application)
        yield f"查询进度请拨 {self._case.parts.window.hall.phone},报回执编号。"
        yield pack.texts["fee"]


def _chip(finding: Finding) -> tuple[str, ...]:
    """Word, tone and shape for a chosen matter: what acceptance makes of it."""
    if finding.outcome is Outcome.NOT:
        return _REFUSED
    return _HELD if finding.waits_for else _TAKEN


def _start(parts: Parts) -> str:
    """From which day it counts when it is accepted now."""
    now = parts.clock.now()
    later = days.later_start(parts, now)
    if later is None:
        return "今天受理,"
    return f"今天{now:%H:%M}是办公时间以外,现在受理从{sentences.spoken_day(later, year=now.year)}起算,"


def _apart(pack: Pack) -> str:
    """What is not counted in the promised days; empty where the county lets the clock run on."""
    return "评定和公示的时间另计。" if pack.stops(ASSESSING) else ""


def _follow(needs: Iterable[Need], holder: Draft | Application) -> Iterator[str]:
    """One sentence for each promised material that is still to come."""
    for need in needs:
        if promise := promise_of(holder, need.material.id):
            day = sentences.spoken_day(promise.until, provisional=promise.provisional, year=year_of(holder))
            yield f"{need.material.title}容缺,请于{day}前补交。"


class ClockQuestion(QFrame):
    """Asks about a clock that can not be right; hidden while it may be. The clerk's tick settles it."""

    settled = Signal()
    """The clerk says that the clock is right."""

    def __init__(self) -> None:
        super().__init__()
        set_property(self, "role", "strip")
        set_property(self, "tone", "caution")
        self.doubts: tuple[ClockDoubt, ...] = ()
        """What is asked about now."""
        self._words = label("", wrap=True, name="clock-doubt")
        self._sure = QCheckBox(typeset("电脑时间正确,照此受理"))
        self._sure.setObjectName("clock-sure")
        self._sure.toggled.connect(self._tick)
        body = column(self, margins=10, spacing=4)
        body.addWidget(self._words)
        body.addWidget(self._sure)
        self.hide()

    def show_doubts(self, found: tuple[ClockDoubt, ...]) -> None:
        """Ask about these; without any the question is gone."""
        self.doubts = found
        self._words.setText(typeset(clock_check.question(found)))
        self._sure.setAccessibleDescription(clock_check.question(found))
        with QSignalBlocker(self._sure):
            self._sure.setChecked(False)
        self.setVisible(bool(found))

    def take_focus(self) -> None:
        """Put the keyboard on the tick box."""
        self._sure.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _tick(self, sure: bool) -> None:
        if sure:
            self.settled.emit()


class AcceptPage(StepPage):
    """Accepts the application for good by one press, then prints the receipt."""

    title = "受理出证"

    def __init__(self, case: Case, parent: QWidget | None = None) -> None:
        super().__init__(case, parent)
        self.setObjectName("accept")
        self._under_way = False
        self._strip = ProblemStrip(case.pack)
        self._clock = ClockQuestion()
        self._clock.settled.connect(self._settle_clock)
        self._summary = Summary(case)
        self._accepted = Accepted(case)
        self._left = QStackedWidget()
        self.receipt = PaperView(case.errands, printouts.RECEIPT)
        self._form = PaperView(case.errands, "将要受理的申请表")
        self._build()
        self._strip.element_wanted.connect(self._lead)
        case.changed.connect(self._changed)
        case.accepted.connect(self._show_accepted)
        case.failed.connect(self._failed)

    def enter(self) -> None:
        """Show the problems left and the signed form; after acceptance the receipt."""
        self._refresh()
        if self.case.application is None:
            self._look_at_clock()
            self.case.draw_form(while_alive(self, self._form.show_pdf), while_alive(self, self._tell))

    def next_action(self) -> Action | None:
        """The button that accepts; None once the application is accepted."""
        if self.case.application is not None:
            return None
        text = "正在受理…" if self._under_way else "受理并打印回执"
        return Action("accept", text, "Ctrl+Return", self.accept)

    @Slot()
    def accept(self) -> None:
        """Accept for good; does nothing while an acceptance is under way, or the clock is asked about."""
        if self._clock.doubts:
            self._clock.take_focus()
            return
        if not self._under_way and self.case.application is None:
            self._under_way = True
            self.actions_changed.emit()
            self.case.accept()
            self._show_strip()

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        self._left.addWidget(self._summary)
        self._left.addWidget(self._accepted)
        self.receipt.hide()
        sides = row(spacing=12)
        sides.addWidget(self._left, 1)
        sides.addWidget(self._form, 1)
        sides.addWidget(self.receipt, 1)
        whole = column(self, margins=12, spacing=12)
        whole.addWidget(self._strip)
        whole.addWidget(self._clock)
        whole.addLayout(sides, 1)

    # ---- following the case -------------------------------------------------------------------

    @Slot(str)
    def _changed(self, _what: str) -> None:
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        if self.case.application is not None:
            self._show_accepted(self.case.application)
            return
        self._summary.refresh()
        self._show_strip()

    def _show_strip(self) -> None:
        if awaited := self.case.awaited:
            self._strip.show_problems(f"还有{awaited}张图片正在读入,请稍候,读完就受理。", "info")
            return
        problems = [p for p in self.case.problems if p.blocks]
        if self._clock.doubts and not problems:
            self._strip.show_problems("", "good")
        elif problems:
            self._strip.show_problems(f"还不能受理,有 {len(problems)} 处要处理:", "wrong", problems)
        else:
            self._strip.show_problems("可以受理。受理后内容不能再改。", "good")

    @Slot(object)
    def _show_accepted(self, application: Application) -> None:
        first = self._under_way
        self._under_way = False
        self._strip.hide()
        self._clock.show_doubts(())
        self._accepted.show_application(application)
        self._left.setCurrentWidget(self._accepted)
        self._form.hide()
        self.receipt.show()
        if first:
            self._accepted.take_focus()
            self._accepted.panel.print_now()
        self.case.draw_receipt(while_alive(self, self._show_receipt))
        self.actions_changed.emit()

    def _show_receipt(self, pdf: bytes) -> None:
        self.receipt.show_pdf(pdf)
        self._accepted.panel.show_pdf(pdf)

    @Slot(object)
    def _failed(self, _error: DeskError) -> None:
        if self._under_way:
            self._under_way = False
            self._refresh()
            self._look_at_clock()
            self.actions_changed.emit()

    def _look_at_clock(self) -> None:
        """Ask about the computer's clock where it can not be right."""
        parts = self.case.parts
        self.case.errands.run(lambda: clock_check.doubts(parts), while_alive(self, self._ask_about_clock))

    def _ask_about_clock(self, found: tuple[ClockDoubt, ...]) -> None:
        if self.case.application is None:
            self._clock.show_doubts(found)
            self._show_strip()

    @Slot()
    def _settle_clock(self) -> None:
        self.case.parts.watch.confirm(self._clock.doubts)
        self._clock.show_doubts(())
        self._show_strip()

    def _tell(self, error: DeskError) -> None:
        self.notice.emit("wrong", str(error))

    @Slot(str)
    def _lead(self, element: str) -> None:
        lead(self, element)
