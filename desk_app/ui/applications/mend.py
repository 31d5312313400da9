"""Takes in what comes for a 补正通知书, row by row: a card for each row with its pages, paper and remark."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QWidget

from desk_app.domain.applications import Application, Draft, HandedIn, MatterCase
from desk_app.domain.events import Event
from desk_app.domain.mending import OTHER, AskedRow
from desk_app.errors import DeskError
from desk_app.services.applications import mending
from desk_app.services.applications.mending import Answer
from desk_app.services.parts import Parts
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.material import MaterialCard
from desk_app.ui.kit import words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.fields.lines import Edit
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.ticks import on_tick, show_ticked
from desk_app.ui.kit.widgets import Card, button, chip, label

_WAYS = ((HandedIn.ORIGINAL, "收到纸质原件"), (HandedIn.COPY, "收到复印件"))


def asks(asked: AskedRow) -> str:
    """What a row asks for, in one line: fault, remedy, day."""
    until = f"{words.day(asked.until)}前" if asked.until else ""
    told = (("问题", asked.fault), ("怎样改", asked.remedy), ("期限", until))
    return ";".join(f"{name}:{text}" for name, text in told if text)


class OpenRow(QWidget):
    """One row that waits: pages from file or camera, or paper that was handed in, and a remark."""

    changed = Signal()

    def __init__(self, case: Case, asked: AskedRow, material: str, today_late: bool) -> None:
        super().__init__()
        self.setObjectName(f"mend:{asked.number}")
        self._case, self._asked, self._material, self._late = case, asked, material, today_late
        title = f"{asked.number}. {asked.material}"
        self._card = MaterialCard(case, material, title)
        self._papers = [(way, self._tick(way, text)) for way, text in _WAYS]
        self._remark = Edit()
        self._remark.setObjectName(f"mend:{asked.number}:remark")
        self._remark.setAccessibleName(f"{title} 说明")
        self._remark.setMaxLength(100)
        ways = QWidget()
        flow = FlowLayout(ways, spacing=12)
        for _, tick in self._papers:
            flow.addWidget(tick)
        column(self).addWidget(self._card)
        self._card.body.addWidget(ways)
        self._card.body.addWidget(label("说明(可以不写)", "quiet"))
        self._card.body.addWidget(self._remark)
        self.show_state()

    def _tick(self, way: HandedIn, text: str) -> QCheckBox:
        made = QCheckBox(text)
        made.setObjectName(f"mend:{self._asked.number}:{way.value}")
        made.setAccessibleName(f"{self._asked.material} {text}")
        on_tick(made, lambda on: self._choose(way, on=on))
        return made

    def _choose(self, way: HandedIn, *, on: bool) -> None:
        """Tick one form of paper, the other one off."""
        for other, tick in self._papers:
            show_ticked(tick, on and other is way)
        self.show_state()
        self.changed.emit()

    @property
    def answer(self) -> Answer:
        """What came for this row so far."""
        paper = next((way for way, tick in self._papers if tick.isChecked()), None)
        pages = tuple(p for p in self._case.draft.pages if p.material == self._material)
        return Answer(self._asked.number, pages, paper, " ".join(self._remark.text().split()))

    def show_state(self) -> None:
        """Show whether something came."""
        came = self.answer.words
        waits = ("已逾期", "wrong") if self._late else ("待补正", "caution")
        state = (came, "good") if came else waits
        self._card.show_state(*state, asks(self._asked))

    def take_focus(self) -> None:
        """Focus the first way to answer."""
        self._card.take_focus()


class MendDialog(DeskDialog):
    """Every row of the last 补正通知书 of a matter; what came is sent on, the other rows stay open."""

    mended = Signal(str)
    """A sentence for the clerk: what was taken in, and what is still open."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        application: Application,
        case: MatterCase,
        asked: Sequence[AskedRow],
        parent: QWidget,
    ) -> None:
        super().__init__("mend", "补正材料", parent, 640)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts, self._errands = parts, errands
        self._application, self._matter = application, case
        # Only a tray for pages: the book keeps no draft of an application that is accepted.
        tray = Draft(application.id, {}, (), (), 0, application.pack_digest, parts.clock.now())
        self._case = Case(parts, errands, tray, self)
        self._asked = tuple(asked)
        self._under_way = False
        self.rows = [self._row(each) for each in asked if each.open]
        self._problem = label("", "problem", wrap=True, name="mend:problem")
        self._send = button("收下并送部门", "primary", "Ctrl+Return", name="mend:send")
        self._cancel = button("取消", name="mend:cancel")
        self._build()
        self._case.changed.connect(self._show)
        self._case.failed.connect(self._fail)
        self._show()
        if self.rows:
            self.rows[0].take_focus()

    def _row(self, asked: AskedRow) -> OpenRow:
        """A row's card; its pages are kept apart under the row's own name unless it is a known material's."""
        named = [mending.material_of(self._parts, self._application, r) for r in self._asked]
        mine = mending.material_of(self._parts, self._application, asked)
        alone = mine != OTHER and named.count(mine) == 1
        today = self._parts.clock.today()
        late = asked.until is not None and asked.until < today
        made = OpenRow(self._case, asked, mine if alone else f"row-{asked.number}", late)
        made.changed.connect(self._show)
        return made

    def _build(self) -> None:
        inside = QWidget()
        body = column(inside, spacing=14)
        body.addWidget(label(f"{self._application.name},{self._matter.title}", "title", wrap=True))
        told = "收到几条登记几条,可以分几次;全部补齐后转部门审核,受理日期不变。"
        body.addWidget(label(told, "quiet", wrap=True))
        waiting = iter(self.rows)
        for asked in self._asked:
            body.addWidget(next(waiting) if asked.open else _answered(asked))
        body.addStretch()
        self.lay_out(inside, feet(self._cancel, self._send), self._problem)
        self._problem.hide()
        self._send.clicked.connect(self._hand_in)
        self._cancel.clicked.connect(self.close)

    @Slot()
    def _show(self) -> None:
        for each in self.rows:
            each.show_state()
        self._send.setEnabled(bool(self._answers()) and not self._under_way)

    def _answers(self) -> tuple[Answer, ...]:
        return tuple(a for r in self.rows if (a := r.answer).words)

    @Slot()
    def _hand_in(self) -> None:
        self._under_way = True
        self._send.setEnabled(False)
        self._errands.run(
            _taken(self._parts, self._application.id, self._matter.matter, self._answers()),
            while_alive(self, self._done),
            while_alive(self, self._fail),
        )

    def _done(self, events: Sequence[Event]) -> None:
        self._case.give_up()
        rest = len(self.rows) - len(events)
        then = f",还有{rest}条没有补" if rest else ",已补齐,随后送部门审核"
        self.mended.emit(f"已收下{len(events)}条补正材料{then}")
        self.close()

    @Slot(object)
    def _fail(self, error: DeskError) -> None:
        self._under_way = False
        self._problem.setText(str(error))
        self._problem.show()
        self._show()


def _taken(
    parts: Parts, application: str, matter: str, answers: Sequence[Answer]
) -> Callable[[], Sequence[Event]]:
    """Takes the answers in, one after another; each stays when a later one fails."""
    who = parts.window.who
    return lambda: [mending.hand_in(parts, application, matter, answer, who) for answer in answers]


def _answered(asked: AskedRow) -> QWidget:
    """A row that was answered before."""
    made = Card()
    head = row()
    head.addWidget(label(f"{asked.number}. {asked.material}", "strong", wrap=True), 1)
    head.addWidget(chip("已交来", "good"), 0, Qt.AlignmentFlag.AlignTop)
    made.body.addLayout(head)
    day = f",{words.day(asked.came_on)}" if asked.came_on else ""
    made.body.addWidget(label(f"{asked.came}{day}", "quiet", wrap=True))
    return made
