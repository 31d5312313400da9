"""Middle of step 2: every matter with its outcome for this person and the reasons."""

from collections.abc import Iterator, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.ui.counter.case import Case
from desk_app.ui.counter.ondemand import OnDemand
from desk_app.ui.kit.layouts import VerticalScroll, column, row
from desk_app.ui.kit.style import px
from desk_app.ui.kit.ticks import on_tick, show_ticked
from desk_app.ui.kit.widgets import Card, button, chip, label
from forms import sentences
from forms.schema import Finding, Matter, Outcome
from forms.typesetting import typeset

_CHIPS: Final[Mapping[Outcome, tuple[str, str, str]]] = {
    Outcome.APPLIES: ("符合", "good", "good"),
    Outcome.MAY: ("可能符合", "caution", "half"),
    Outcome.NOT: ("目前不符合", "plain", "ring"),
}
_UNASKED: Final[Mapping[Outcome, tuple[str, str, str]]] = {
    Outcome.APPLIES: ("免申即享", "good", "good"),
    Outcome.MAY: ("免申即享", "caution", "half"),
    Outcome.NOT: ("目前不符合", "plain", "ring"),
}
_EXCLUDED: Final = ("不能同时办", "plain", "ring")
_OPEN: Final = ("正在办理", "info", "clock")


class _Tick(QCheckBox):
    """A tick box on which Enter means what it means on every choice: it gives it, and then leads on."""

    gone_on = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter ticks what is not ticked, never takes a tick away, and emits ``gone_on``."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            if not self.isChecked():
                self.click()
            self.gone_on.emit()


class MatterCard(Card):
    """One matter: tick box, outcome as word and shape, reasons, clause, next step."""

    ticked = Signal(str, bool)
    gone_on = Signal(str)
    """The clerk is done with this matter: the keyboard is wanted at what comes next."""
    refusal_wanted = Signal()
    """The written answer to a wish that can not be met is to be printed."""

    def __init__(self, matter: Matter) -> None:
        super().__init__()
        self._matter = matter
        self._tick = _Tick(typeset(matter.title))
        self._tick.setObjectName(f"matter:{matter.id}")
        font = self._tick.font()
        font.setBold(True)
        self._tick.setFont(font)
        on_tick(self._tick, lambda on: self.ticked.emit(matter.id, on))
        self._tick.gone_on.connect(lambda: self.gone_on.emit(matter.id))
        self._chip = chip("")
        self._ways = label("", "strong", wrap=True)
        self._why, self._next = label("", wrap=True), label("", wrap=True)
        self._clause = label("", "quiet", wrap=True)
        # Who insists gets a written answer (行政许可法第三十二条): it is chosen, and can not be accepted.
        self._written = button("申请人仍要申请,书面答复", "link", name=f"written:{matter.id}")
        self._written.clicked.connect(lambda: self.ticked.emit(matter.id, True))
        self._print = button("打印不予受理通知书…", "link", name=f"refusal:{matter.id}")
        self._print.clicked.connect(self.refusal_wanted)
        self._build()

    def _build(self) -> None:
        self.body.setContentsMargins(px(14), px(4), px(14), px(10))
        self.body.setSpacing(px(2))
        head = row()
        head.addWidget(
            self._tick if self._matter.collected else label(self._matter.title, "strong", wrap=True), 1
        )
        head.addWidget(self._chip)
        told = column(spacing=2)
        told.setContentsMargins(px(28) if self._matter.collected else 0, 0, 0, 0)
        for each in (self._ways, self._why, self._next, self._clause, self._written, self._print):
            told.addWidget(each)
        self.body.addLayout(head)
        self.body.addLayout(told)

    def show_finding(
        self, finding: Finding, *, chosen: bool, excluded_by: str, opened: bool, refused: bool
    ) -> None:
        """Show the outcome as it is now.

        ``excluded_by`` is the title of a chosen matter that excludes this one; ``opened`` says that the same
        matter was accepted earlier and is still undecided; ``refused``, that it is not taken as it is chosen
        now, though it may apply.
        """
        tickable = chosen or (finding.outcome is not Outcome.NOT and not excluded_by)
        show_ticked(self._tick, chosen)
        self._tick.setEnabled(tickable)
        chips = _CHIPS if self._matter.collected else _UNASKED
        self._chip.show_text(*(_OPEN if opened else _EXCLUDED if excluded_by else chips[finding.outcome]))
        self._ways.setText(f"办理方式:{'、'.join(finding.branches)}")
        self._ways.setVisible(chosen and bool(finding.branches))
        why = f"已选“{excluded_by}”,两项不能同时办理。" if excluded_by else "".join(finding.reasons)
        self._why.setText(why)
        self._tick.setAccessibleDescription(why)
        self._next.setText("" if excluded_by else f"下一步:{finding.next_step}")
        self._clause.setText("" if excluded_by else f"依据:{sentences.clauses(finding)}")
        for each in (self._next, self._clause):
            each.setVisible(not excluded_by)
        barred = finding.outcome is Outcome.NOT and self._matter.collected
        self._written.setVisible(barred and not (chosen or excluded_by or opened))
        self._print.setVisible(refused and chosen and self._matter.collected)

    def take_focus(self) -> bool:
        """Focus the tick box when it can be ticked and is not; returns whether it was."""
        free = self._tick.isVisible() and self._tick.isEnabled() and not self._tick.isChecked()
        if free:
            self._tick.setFocus(Qt.FocusReason.OtherFocusReason)
        return free


class MatterList(QWidget):
    """Cards of the matters that can be chosen; those that can not are folded away below, with reasons."""

    refusal_wanted = Signal()
    gone_on = Signal(str)
    """The clerk is done with this matter (its id)."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        self._fold = button("", "link", name="matters-fold")
        self._fold.setCheckable(True)
        self._fold.hide()
        self._away = QWidget()
        shown, away = column(), column(self._away)
        order = tuple(case.pack.matters)
        self._cards = OnDemand(shown, order, self._made)
        self._folded = OnDemand(away, order, self._made)
        inner = QWidget()
        body = column(inner)
        body.setContentsMargins(0, 0, px(6), 0)
        body.addLayout(shown)
        body.addWidget(self._fold)
        body.addWidget(self._away)
        body.addStretch()
        column(self).addWidget(VerticalScroll(inner))
        self._fold.toggled.connect(self.refresh)

    def _made(self, matter: str) -> MatterCard:
        made = MatterCard(self._case.pack.matters[matter])
        made.ticked.connect(self._case.choose)
        made.refusal_wanted.connect(self.refusal_wanted)
        made.gone_on.connect(self.gone_on)
        return made

    def take_focus(self, after: str = "") -> bool:
        """Focus the first matter that can be ticked and is not, ``after`` another; False without any."""
        order = [f.matter for f in self._case.reading.told]
        rest = self._case.reading.told[order.index(after) + 1 if after in order else 0 :]
        matter = next((f.matter for f in rest if self._free(f)), "")
        if matter and self._cards.get(matter) is None:
            self.refresh()
        return bool(matter) and self._cards[matter].take_focus()

    def _free(self, finding: Finding) -> bool:
        """Whether a matter can be ticked and is not."""
        matter = finding.matter
        open_to_all = self._case.pack.matters[matter].collected and finding.outcome is not Outcome.NOT
        return open_to_all and matter not in self._case.draft.chosen and not self._blocker(matter)

    @Slot()
    def refresh(self, *_: object) -> None:
        """Show the findings as they are now."""
        for _part in self.refreshing():
            pass

    def refreshing(self) -> Iterator[None]:
        """Show the findings as they are now, in parts: a card that was not there before is one."""
        chosen = self._case.draft.chosen
        kept = {*chosen, *self._case.open_matters}
        told = self._case.reading.told
        away = {f.matter for f in told if f.outcome is Outcome.NOT and f.matter not in kept}
        unfolded = self._fold.isChecked()
        for finding in told:
            if finding.matter not in away:
                new = self._cards.get(finding.matter) is None
                self._show(self._cards[finding.matter], finding, self._blocker(finding.matter))
                if new:
                    yield
            elif unfolded:
                self._show(self._folded[finding.matter], finding, "")
        self._cards.show_only(f.matter for f in told if f.matter not in away)
        self._folded.show_only(away if unfolded else ())
        self._fold.setText(f"{'收起' if unfolded else '查看'}目前不符合的事项({len(away)})")
        self._fold.setVisible(bool(away))
        self._away.setVisible(bool(away) and unfolded)

    def _show(self, card: MatterCard, finding: Finding, excluded_by: str) -> None:
        chosen = finding.matter in self._case.draft.chosen
        opened = finding.outcome is Outcome.NOT and finding.matter in self._case.open_matters
        blocker = "" if opened else excluded_by
        refused = self._case.reading.finding(finding.matter).outcome is Outcome.NOT
        card.show_finding(finding, chosen=chosen, excluded_by=blocker, opened=opened, refused=refused)

    def _blocker(self, matter: str) -> str:
        """Title of the chosen matter that excludes this one, or an empty text."""
        blocker = self._case.blocked_by(matter)
        return self._case.pack.matters[blocker].title if blocker else ""
