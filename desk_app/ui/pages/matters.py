"""Middle of step 2: every matter with what the law says to this person, and why."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.ui.case import Case
from desk_app.ui.style import px
from desk_app.ui.widgets import Card, VerticalScroll, button, chip, column, label, row
from forms.schema import Finding, Matter, Outcome

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


class MatterCard(Card):
    """One matter: tick, outcome in word and shape, reasons, clause, next step."""

    ticked = Signal(str, bool)

    def __init__(self, matter: Matter) -> None:
        super().__init__()
        self._matter = matter
        self._tick = QCheckBox(matter.title)
        self._tick.setObjectName(f"matter:{matter.id}")
        font = self._tick.font()
        font.setBold(True)
        self._tick.setFont(font)
        self._tick.clicked.connect(lambda on: self.ticked.emit(matter.id, on))
        self._chip = chip("")
        self._why, self._next = label("", wrap=True), label("", wrap=True)
        self._clause = label("", "quiet", wrap=True)
        self._build()

    def _build(self) -> None:
        self.body.setContentsMargins(px(14), px(4), px(14), px(10))
        self.body.setSpacing(px(2))
        head = row()
        head.addWidget(self._tick if self._matter.collected else label(self._matter.title, "strong"), 1)
        head.addWidget(self._chip)
        told = column(spacing=2)
        told.setContentsMargins(px(28) if self._matter.collected else 0, 0, 0, 0)
        for each in (self._why, self._next, self._clause):
            told.addWidget(each)
        self.body.addLayout(head)
        self.body.addLayout(told)

    def show_finding(self, finding: Finding, *, chosen: bool, excluded_by: str) -> None:
        """Show what the law says now; ``excluded_by`` is the title of a chosen matter in the way."""
        tickable = chosen or (finding.outcome is not Outcome.NOT and not excluded_by)
        self._tick.setChecked(chosen)
        self._tick.setEnabled(tickable)
        chips = _CHIPS if self._matter.collected else _UNASKED
        self._chip.show_text(*(_EXCLUDED if excluded_by else chips[finding.outcome]))
        why = f"已选“{excluded_by}”,两项不能同时办理。" if excluded_by else "".join(finding.reasons)
        self._why.setText(why)
        self._next.setText("" if excluded_by else f"下一步:{finding.next_step}")
        self._clause.setText("" if excluded_by else f"依据:{';'.join(finding.clauses)}")
        for each in (self._next, self._clause):
            each.setVisible(not excluded_by)


class MatterList(QWidget):
    """Cards of what can be taken; what can not is folded away, each with its reason."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self._case = case
        matters = case.parts.pack.matters.values()
        self._cards = {m.id: MatterCard(m) for m in matters}
        self._folded = {m.id: MatterCard(m) for m in matters}
        self._fold = button("", "link", name="matters-fold")
        self._fold.setCheckable(True)
        self._hidden = QWidget()
        self._build()

    def _build(self) -> None:
        inner = QWidget()
        shown, hidden = column(inner), column(self._hidden)
        shown.setContentsMargins(0, 0, px(6), 0)
        for each in self._cards.values():
            each.ticked.connect(self._case.choose)
            shown.addWidget(each)
        for each in self._folded.values():
            hidden.addWidget(each)
        shown.addWidget(self._fold)
        shown.addWidget(self._hidden)
        shown.addStretch()
        self._fold.toggled.connect(self._show_fold)
        column(self).addWidget(VerticalScroll(inner))

    def refresh(self) -> None:
        """Show the findings as they are now."""
        for finding in self._case.findings:
            self._show(finding)
        self._show_fold()

    def _show(self, finding: Finding) -> None:
        matter = finding.matter
        chosen = matter in self._case.draft.chosen
        blocker = self._case.blocked_by(matter)
        excluded_by = self._case.parts.pack.matters[blocker].title if blocker else ""
        away = finding.outcome is Outcome.NOT and not chosen
        shown, other = (
            (self._folded[matter], self._cards[matter])
            if away
            else (self._cards[matter], self._folded[matter])
        )
        shown.show_finding(finding, chosen=chosen, excluded_by="" if away else excluded_by)
        shown.show()
        other.hide()

    @Slot()
    def _show_fold(self, *_: object) -> None:
        count = sum(not c.isHidden() for c in self._folded.values())
        unfolded = self._fold.isChecked()
        self._fold.setText(f"{'收起' if unfolded else '查看'}目前不符合的事项({count})")
        self._fold.setVisible(count > 0)
        self._hidden.setVisible(unfolded and count > 0)
