"""更正: pick answers, type what is right and why, have it signed, and see before what would follow."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.domain.amending import ANOTHER_PERSON
from desk_app.domain.applications import Application
from desk_app.errors import DeskError, RuleError
from desk_app.services.applications import amending
from desk_app.services.applications.amending import Change, Foreseen, FormPart
from desk_app.services.parts import Parts
from desk_app.services.printing import amendment
from desk_app.services.printing.print_run import Printout
from desk_app.ui.acts.feet import ActFeet
from desk_app.ui.acts.picture import PictureField
from desk_app.ui.applications.amend_answers import PAGE, AmendAnswers, signed_sheet
from desk_app.ui.applications.amend_rows import AnswerList, ChangeCard
from desk_app.ui.kit import focus, layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import Strip, button, label
from desk_app.ui.kit.words import plain_tip
from desk_app.ui.papers.run import open_paper
from forms.schema import Problem
from forms.typesetting import typeset

_TOLD = "申请人在确认单上签字后生效;受理日期和期限不变,各部门看得到更正前后的内容。"
_UNSIGNED = "请先打印更正确认单给申请人签字,再扫描签好的一页,或勾“扫描不了,纸件已收”"
_PRINTED_BEFORE = "确认单打印以后内容又改过,请重新打印、签字"


class AmendDialog(DeskDialog):
    """Corrects an accepted application; nothing is written before its button, and not without a signature."""

    amended = Signal(str)
    """A sentence for the clerk: what was corrected."""

    def __init__(
        self, parts: Parts, errands: Errands, application: Application, now: Foreseen, parent: QWidget
    ) -> None:
        """``now`` is what no amendment at all leads to (``amending.foresee``)."""
        super().__init__("amend", "更正", parent, 760, 680)
        self._parts, self._errands, self._application = parts, errands, application
        self.answers = AmendAnswers(parts, errands, application, now, self)
        self._under_way = False
        self._printed: tuple[Change, ...] | None = None
        self.list = AnswerList(self.answers, self._blocks())
        self.cards: list[ChangeCard] = []
        self._feet = ActFeet("更正", lambda: parts.window.clerk)
        self._strip = Strip("", "wrong")
        self._build()
        self.answers.changed.connect(self._feet.settle)
        self.answers.foreseen_changed.connect(self._show_foreseen)
        self.answers.failed.connect(self._refuse)
        self.finished.connect(self.deleteLater)
        self.list.take_focus()

    def _blocks(self) -> tuple[FormPart, ...]:
        return amending.blocks(self._parts, self._application, self.answers.foreseen.after)

    # ---- building -------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        body = column(inside, spacing=10)
        application = self._application
        body.addWidget(label(f"更正 {application.name} 的申请", "headline", wrap=True))
        body.addWidget(label(f"回执编号 {application.number}。{_TOLD}", "quiet", wrap=True))
        body.addWidget(self.list)
        self._changes = layouts.column(spacing=10)
        body.addLayout(self._changes)
        self._more = QWidget()
        self._more_line = FlowLayout(self._more)
        body.addWidget(self._more)
        self._effects_title = label("更正以后", "strong")
        self._effects = layouts.column(spacing=4)
        body.addWidget(self._effects_title)
        body.addLayout(self._effects)
        body.addWidget(self._signing())
        body.addStretch()
        self._more.hide()
        self._effects_title.hide()
        self._strip.hide()
        self.lay_out(inside, self._feet, self._strip)
        # Its content grows and shrinks with every press: the width stays the same all the while.
        self.scroller.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.picked.connect(self.pick)
        self._feet.go.clicked.connect(self._carry_out)
        self._feet.cancel.clicked.connect(self.reject)
        self._feet.given_up.connect(self._give_up)
        self._walk()

    def _signing(self) -> QWidget:
        """The sheet to be signed, and how it came back."""
        self._sign = QWidget()
        whole = column(self._sign, spacing=8)
        whole.addWidget(label("申请人签字", "strong"))
        self._paper = button("打印更正确认单…", name="amend:paper")
        self._paper.clicked.connect(self._print)
        self._page = PictureField(self.answers, self._errands, signed_sheet())
        self._page.value_given.connect(lambda value: self.answers.answer(PAGE, value))
        self._page.refresh()
        self._kept = QCheckBox(typeset("扫描不了,纸件已收"))
        self._kept.setObjectName("amend:kept")
        line = FlowLayout()
        line.addWidget(self._paper)
        whole.addLayout(line)
        whole.addWidget(self._page)
        whole.addWidget(self._kept)
        self._sign.hide()
        return self._sign

    def _walk(self) -> None:
        """Make Tab follow the eye."""
        cards = [s for card in self.cards for s in card.stops()]
        signing = [self._paper, *self._page.stops(), self._kept]
        focus.in_tab_order((*self.list.stops(), *cards, *signing, *self._feet.stops()))

    # ---- picking --------------------------------------------------------------------------

    @Slot(str)
    def pick(self, element: str) -> None:
        """Correct this answer too, or go to it when it is picked already."""
        card = next((c for c in self.cards if c.element.id == element), None)
        if card is None and element in self.answers.pack.elements:
            self.answers.pick(element)
            card = ChangeCard(self.answers, self.answers.pack.elements[element])
            card.dropped.connect(self._drop)
            self.cards.append(card)
            self._changes.addWidget(card)
            card.show()  # before it gets the keyboard; the layout would show it later
            self._sign.show()
            self._walk()
        if card is not None:
            card.take_focus()
            shown = card
            # Its place is known once it is laid out.
            QTimer.singleShot(0, card, lambda: self.scroller.ensureWidgetVisible(shown))

    @Slot(str)
    def _drop(self, element: str) -> None:
        card = next(c for c in self.cards if c.element.id == element)
        self.cards.remove(card)
        self._changes.removeWidget(card)
        card.hide()
        card.deleteLater()
        self.answers.drop(element)
        self._sign.setVisible(bool(self.cards))
        self._walk()
        self.list.take_focus()

    # ---- what would follow ----------------------------------------------------------------

    @Slot()
    def _show_foreseen(self) -> None:
        found = self.answers.foreseen
        self.list.show_blocks(self._blocks())
        layouts.clear(self._effects)
        for sentence in found.told:
            self._effects.addWidget(label(sentence, "caution", wrap=True))
        self._effects_title.setVisible(bool(found.told))
        self._show_more()
        if self._strip.text != _PRINTED_BEFORE:
            self._strip.hide()
        if told := next((p.message for p in found.problems if p.message == ANOTHER_PERSON), ""):
            self._say(told)

    def _show_more(self) -> None:
        """The further answers an amendment asks for, each to be picked by a press."""
        layouts.clear(self._more_line)
        lacking = list(self._lacking())
        if lacking:
            self._more_line.addWidget(label("更正后还要填:", "problem"))
        for problem in lacking:
            element = self.answers.pack.elements[problem.element]
            made = button(element.label, name=f"amend:more:{element.id}")
            made.setToolTip(plain_tip(typeset(problem.message)))
            made.clicked.connect(lambda _on=False, wanted=element.id: self.pick(wanted))
            self._more_line.addWidget(made)
        self._more.setVisible(bool(lacking))

    def _lacking(self) -> Iterator[Problem]:
        picked = {"", *self.answers.elements}
        told: set[str] = set()
        for problem in self.answers.foreseen.problems if self.cards else ():
            if problem.element not in picked | told and problem.element in self.answers.pack.elements:
                told.add(problem.element)
                yield problem

    # ---- the paper ------------------------------------------------------------------------

    @Slot()
    def _print(self) -> None:
        """Draw the sheet for the amendments as they stand; a fault is shown instead."""
        self._when_settled(self._print_settled)

    def _print_settled(self) -> None:
        if self._wrong():
            return
        parts, application, found = self._parts, self._application, self.answers.foreseen
        self._printed = self.answers.changes
        self._errands.run(
            lambda: amendment.to_sign(parts, application, found),
            while_alive(self, self._open_paper),
            while_alive(self, self._refuse),
        )

    def _open_paper(self, paper: Printout) -> None:
        self._strip.hide()
        open_paper(self._parts, self._errands, paper, self, lambda: None)

    # ---- the press that counts ------------------------------------------------------------

    @Slot()
    def _carry_out(self) -> None:
        if not self._under_way:
            self._when_settled(self._carry_out_settled)

    def _when_settled(self, then: Callable[[], None]) -> None:
        """Go on once it is known what the amendments as they stand would lead to."""
        for card in self.cards:
            card.field.tell_problems()
        if self.answers.settled:
            then()
            return

        def go_on() -> None:
            self.answers.foreseen_changed.disconnect(go_on)
            if self.answers.settled:
                then()

        self.answers.foreseen_changed.connect(go_on)
        self.answers.look()

    def _wrong(self) -> bool:
        """Whether something keeps the amendments from being made; it is shown."""
        if wrong := [card for card in self.cards if card.tell_problems()]:
            wrong[0].go_to_fault()
            return True
        problems = self.answers.foreseen.problems
        if not self.cards or problems:
            self._say(problems[0].message if problems else "还没有选要更正的内容,请先选一项")
            return True
        return False

    def _carry_out_settled(self) -> None:
        if self._wrong() or self._under_way:
            return
        if self._printed is not None and self._printed != self.answers.changes:
            self._say(_PRINTED_BEFORE)
            self._paper.setFocus()
            return
        if self._page.problem or not (self.answers.page or self._kept.isChecked()):
            self._say(self._page.problem.message if self._page.problem else _UNSIGNED)
            self._paper.setFocus()
            return
        self._wait(under_way=True)
        parts, identity, changes = self._parts, self._application.id, self.answers.changes
        page, who = self.answers.page, parts.window.who
        self._errands.run(
            lambda: amending.carry_out(parts, identity, changes, page, who),
            while_alive(self, self._finish),
            while_alive(self, self._refuse),
        )

    def _wait(self, *, under_way: bool) -> None:
        self._under_way = under_way
        self._feet.go.setEnabled(not under_way)
        self._feet.cancel.setEnabled(not under_way)

    def _finish(self, _event: object) -> None:
        self._wait(under_way=False)
        labels = "、".join(card.element.label for card in self.cards)
        self.accept()
        self.amended.emit(f"已更正{labels},随后送区县")

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self._wait(under_way=False)
        self._say(str(error), "wrong" if isinstance(error, RuleError) else "caution")

    def _say(self, sentence: str, tone: str = "wrong") -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()

    @Slot()
    def _give_up(self) -> None:
        super().reject()

    def reject(self) -> None:
        """Close, after asking when something was typed; does nothing while it is being done."""
        if self._under_way:
            return
        if self._feet.asking:
            self._feet.keep()
        elif self.cards:
            self._feet.ask()
        else:
            super().reject()


def open_amendment(
    parts: Parts,
    errands: Errands,
    application_id: str,
    parent: QWidget,
    done: Callable[[str], None],
    failed: Callable[[DeskError], None] | None = None,
) -> None:
    """Open 更正 for an application; ``done`` gets a sentence once it was corrected.

    Where it can not be corrected any more, nothing opens and the reason goes to ``failed`` (RuleError).
    """

    def look() -> tuple[Application, Foreseen]:
        application = parts.store.applications.one(application_id)
        if application is None:
            raise RuleError("没有这件申请,请刷新后再看")
        if told := amending.why_not(parts, application):
            raise RuleError(told)
        return application, amending.foresee(parts, application, ())

    def show(found: tuple[Application, Foreseen]) -> None:
        if any(d.isVisible() for d in parent.findChildren(AmendDialog)):  # asked for twice, shown once
            return
        dialog = AmendDialog(parts, errands, *found, parent)
        dialog.amended.connect(done)
        dialog.open()

    errands.run(look, while_alive(parent, show), failed and while_alive(parent, failed))
