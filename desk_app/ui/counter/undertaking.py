"""Step 4, 告知承诺: a card for each proof that the applicant may replace by a signed promise."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.domain import undertaken
from desk_app.domain.applications import Draft
from desk_app.domain.undertaken import Undertaken
from desk_app.errors import DeskError
from desk_app.services.printing import printouts, prints
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.columns import Columns
from desk_app.ui.counter.links import MATERIAL
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.papers.dialog import PaperDialog
from forms.county_rows import Undertaking
from forms.schema import Problem
from forms.typesetting import typeset

CHANGED = "undertaken"
"""What ``Case.changed`` says when a promise was chosen, signed or given up."""


class UndertakingCard(MaterialCard):
    """One proof: chosen or not, its sheet printed, signed and scanned back or kept on paper."""

    def __init__(self, case: Case, row: Undertaking, parent: QWidget | None = None) -> None:
        self.row = row
        super().__init__(case, undertaken.sheet_of(row.id), f"{row.proof}(可以告知承诺)", parent=parent)
        self._wanted = self._tick("promise", "申请人自愿承诺,不交证明")
        self._kept = self._tick("promise-kept", "扫描不了,纸件已收")
        self._print = button("打印承诺书…", "secondary", name=f"promise-print:{row.id}")
        self._anew = button("作废,重新签", "link", name=f"promise-anew:{row.id}")
        self._wanted.toggled.connect(self._promise)
        self._kept.toggled.connect(self._keep)
        self._print.clicked.connect(self._open_sheet)
        self._anew.clicked.connect(self._sign_anew)
        for each, words in ((self._print, "打印承诺书"), (self._anew, "承诺书作废,重新签")):
            each.setAccessibleName(f"{row.proof} {words}")
        self.body.insertWidget(2, self._wanted)
        self.body.insertWidget(3, self._ways())
        in_tab_order([self._wanted, self._print, self._kept, self._anew, self._file, self._camera])

    def refresh(self) -> None:
        """Show how the promise stands."""
        draft, facts = self._case.draft, self._case.facts
        chosen = undertaken.of(draft, self.row.id)
        void = chosen is not None and undertaken.is_void(self.row, chosen, facts)
        here = chosen is not None and undertaken.is_here(draft, chosen)
        self.show_state(*_state(chosen, here=here, void=void), self._note_of(chosen, here=here))
        for tick, on in ((self._wanted, chosen is not None), (self._kept, bool(chosen and chosen.kept))):
            tick.blockSignals(True)
            tick.setChecked(on)
            tick.blockSignals(False)
            tick.setEnabled(self._open)
        going = chosen is not None and self._open
        self._print.setVisible(going and not here)
        self._kept.setVisible(
            going and not void and not any(p.material == self.material for p in draft.pages)
        )
        self._anew.setVisible(going and here)
        self._strip.setVisible(chosen is not None)
        for each in (self._file, self._camera):
            each.setVisible(going and not void)

    def take_focus(self) -> None:
        """Focus what is next: the choice, the sheet to print, or to sign anew."""
        ways = (self._anew, self._print, self._wanted)
        next(w for w in ways if not w.isHidden()).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _tick(self, name: str, words: str) -> QCheckBox:
        made = QCheckBox(typeset(words))
        made.setObjectName(f"{name}:{self.row.id}")
        made.setAccessibleName(f"{self.row.proof} {words}")
        return made

    def _ways(self) -> QWidget:
        made = QWidget()
        flow = FlowLayout(made, spacing=12)
        for each in (self._print, self._kept, self._anew):
            flow.addWidget(each)
        return made

    def _note_of(self, chosen: Undertaken | None, *, here: bool) -> str:
        row, matter = self.row, self._case.pack.matters[self.row.matter].title
        if chosen is None:
            checked = f"受理后{row.days}个工作日内由{row.checker}核查"
            return f"{matter}:由申请人自己选,{checked};不愿承诺的带证明来"
        if here:
            return f"{matter}:{row.content}"
        return f"{matter}:打印后念给本人听,签字或按手印(不能写的由代书人、见证人签),再扫描"

    @Slot(bool)
    def _promise(self, on: bool) -> None:
        self._case.change(lambda d: undertaken.toggled(d, self.row.id, on=on), CHANGED)
        if on:
            self._print.setFocus()

    @Slot(bool)
    def _keep(self, on: bool) -> None:
        self._case.change(lambda d: undertaken.kept(d, self.row.id, on=on), CHANGED)

    @Slot()
    def _sign_anew(self) -> None:
        def anew(draft: Draft) -> Draft:
            gone = undertaken.toggled(draft, self.row.id, on=False)
            return undertaken.toggled(gone, self.row.id, on=True)

        self._case.change(anew, CHANGED)
        self._print.setFocus()

    @Slot()
    def _open_sheet(self) -> None:
        """Open the very sheet that will be signed."""
        case, row = self._case, self.row
        paper = printouts.promise_sheet(case.parts, case.reading, row)
        count = prints.count_of(case.parts, paper)
        name = f"promise-{row.id}"
        dialog = PaperDialog(case.errands, paper.title, name, self, case.parts.printer, paper, count)
        dialog.open()
        case.errands.run(
            lambda: paper.draw(0, (0.0, 0.0)),
            while_alive(dialog, dialog.show_pdf),
            while_alive(dialog, self._not_drawn),
            lane=Lane.PAPER,
        )

    def _not_drawn(self, error: DeskError) -> None:
        self._say(str(error))


class UndertakingCards(QWidget):
    """The cards of all proofs that can be promised now; hidden where there are none."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.setObjectName("undertakings")
        self._case, self._cards = case, dict[str, UndertakingCard]()
        self._under_way = False
        self._grid = Columns(width=372, most=3, across=12, top=False)
        body = column(self, spacing=8)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(label("可以承诺代替的证明(自愿)", "title", wrap=True))
        body.addWidget(self._grid)
        case.changed.connect(self._changed)
        self.hide()

    def problems(self) -> list[Problem]:
        """What is still to be signed, or is void."""
        return [p for p in self._case.problems if p.blocks and p.element.startswith(undertaken.SHEET)]

    def show_element(self, element: str) -> bool:
        """Give the keyboard to the card of an element; False where it is none of these."""
        self.refresh()
        sheet = element.removeprefix(MATERIAL)
        card = self._cards.get(sheet.removeprefix(undertaken.SHEET))
        if card is None or not sheet.startswith(undertaken.SHEET):
            return False
        card.take_focus()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Show the present state."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show the cards of the proofs that can be promised as the draft is now."""
        case, draft = self._case, self._case.draft
        rows = undertaken.offered(case.pack, case.facts, draft.chosen, draft.records)
        if case.application is not None:
            rows = tuple(row for row in rows if undertaken.of(draft, row.id))
        for row in rows:
            if row.id not in self._cards:
                self._cards[row.id] = UndertakingCard(case, row, self._grid)
            self._cards[row.id].refresh()
        self._grid.show_widgets([(self._cards[row.id], False) for row in rows])
        self.setVisible(bool(rows))

    @Slot(str)
    def _changed(self, _what: str) -> None:
        case = self._case
        if not self._under_way and case.application is None:
            self._under_way = True
            try:
                self._stamp()
            finally:
                self._under_way = False
        if self.isVisible():  # else the page shows it, after the cards of the materials
            self.refresh()

    def _stamp(self) -> None:
        """Bind what was signed just now to what it says of the person."""
        case = self._case
        if case.draft.undertaken:
            made = undertaken.stamped(case.pack, case.facts, case.draft)
            if made != case.draft:
                case.change(lambda _draft: made, CHANGED)


def _state(chosen: Undertaken | None, *, here: bool, void: bool) -> tuple[str, str]:
    """Words and tone of the chip."""
    if chosen is None:
        return "没有承诺", "plain"
    if void:
        return "作废,要重签", "wrong"
    return ("已签好", "good") if here else ("等签字", "caution")
