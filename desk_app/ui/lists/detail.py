"""One accepted application in full: matters, promised days, what happened, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from desk_app.domain.applications import Application, Entry, MatterCase
from desk_app.domain.deadlines import Deadline, sentence
from desk_app.services.following import Follow
from desk_app.ui import layouts, style, words
from desk_app.ui.layouts import VerticalScroll, column
from desk_app.ui.lists.empty import Empty
from desk_app.ui.lists.states import NO_STATE, show_state, state_chip
from desk_app.ui.widgets import Card, Confirm, button, label
from forms.procedures import State
from forms.schema import Document


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card shows: an application, its ledger lines, and the clocks of its matters."""

    application: Application
    state: State
    states: Mapping[str, State]
    """Of its matters, by matter."""
    hand_over: frozenset[str]
    """Matters whose result can be handed over now."""
    entries: tuple[Entry, ...]
    clocks: Mapping[str, Deadline]
    follows: tuple[Follow, ...] = ()
    """Promised materials that have not come yet."""
    documents: tuple[Document, ...] = ()
    """Other papers that can be printed now."""


class MatterRow(QWidget):
    """One matter and where it stands; a concluded one can be handed over."""

    hand_over_wanted = Signal(str)

    def __init__(
        self, matter: MatterCase, state: State, clock: str, hand_over: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._matter = matter.matter
        body = column(self, spacing=4)
        head = layouts.row()
        title = label(matter.title, "strong", wrap=True)
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head.addWidget(title, 1)
        head.addWidget(state_chip(state), 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(head)
        if matter.note:
            body.addWidget(label(matter.note, "quiet", wrap=True))
        if clock:
            body.addWidget(label(clock, wrap=True, name=f"clock-{matter.matter}"))
        if hand_over:
            confirm = Confirm(
                "登记送达本人",
                "已交到本人手中?",
                yes="是,登记",
                no="还没有",
                name=f"hand-over-{matter.matter}",
                role="primary",
            )
            confirm.confirmed.connect(self._hand_over)
            body.addWidget(confirm)

    @Slot()
    def _hand_over(self) -> None:
        self.hand_over_wanted.emit(self._matter)


class FollowRow(QWidget):
    """One promised material that has not come, and the way to take it in."""

    wanted = Signal(str)

    def __init__(self, follow: Follow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._material = follow.material
        body = column(self, spacing=4)
        body.addWidget(label(follow.sentence, "problem" if follow.overdue else "caution", wrap=True))
        supplement = button("补交材料…", name=f"supplement-{follow.material}")
        supplement.setAccessibleName(f"{follow.title} 补交材料")
        supplement.clicked.connect(self._want)
        body.addWidget(supplement, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._material)


class DetailCard(Card):
    """The card beside the list."""

    receipt_wanted = Signal(object)
    hand_over_wanted = Signal(object, str)
    supplement_wanted = Signal(object, str)
    documents_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("detail")
        self._shown: Shown | None = None
        self._name = label("", "headline")
        self._state = state_chip(NO_STATE)
        self._receipt = button("重打回执", name="receipt-again")
        self._receipt.clicked.connect(self._want_receipt)
        self._documents = button("文书…", name="documents-of")
        self._documents.setAccessibleName("打印其他文书")
        self._documents.clicked.connect(self._want_documents)
        self._body = column(spacing=12)
        self._content = QWidget()
        self._hint = Empty("rail-todos", "在左边选一件,这里显示进展和要做的事。")
        self._arrange()
        self.show_nothing()

    def _arrange(self) -> None:
        head = layouts.row()
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        inner = column(self._content, spacing=12)
        inner.addLayout(head)
        inner.addLayout(self._body)
        inner.addStretch()
        self._scroll = VerticalScroll(self._content)
        self._scroll.setAccessibleName("办件详情")
        self.body.addWidget(self._hint)
        self.body.addWidget(self._scroll, 1)
        papers = layouts.row()
        papers.addWidget(self._receipt, 1)
        papers.addWidget(self._documents, 1)
        self.body.addLayout(papers)

    @property
    def application(self) -> Application | None:
        """The application on the card."""
        return self._shown.application if self._shown else None

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._shown = None
        self._show(has=False)

    def show_application(self, shown: Shown, today: date) -> None:
        """Show an application; the same again changes nothing on the screen."""
        if shown == self._shown:
            return
        self._shown = shown
        application = shown.application
        self._name.setText(application.name or "(没有姓名)")
        show_state(self._state, shown.state)
        layouts.clear(self._body)
        for part in self._parts(shown, today):
            self._body.addWidget(part)
        self._show(has=True)

    def _show(self, *, has: bool) -> None:
        self._hint.setVisible(not has)
        self._scroll.setVisible(has)
        self._receipt.setVisible(has)
        self._documents.setVisible(has and self._shown is not None and bool(self._shown.documents))

    def _parts(self, shown: Shown, today: date) -> Sequence[QWidget]:
        return (
            _facts(_numbers(shown.application), verbatim=True),
            _rule(),
            *self._matters(shown, today),
            *self._follows(shown),
            _rule(),
            _facts(_dates(shown.application, today), "期限"),
            _rule(),
            _timeline(shown.entries, today),
        )

    def _matters(self, shown: Shown, today: date) -> Sequence[QWidget]:
        lines = {m: sentence(clock, today) for m, clock in shown.clocks.items()}
        made = [
            MatterRow(m, shown.states[m.matter], lines.get(m.matter, ""), m.matter in shown.hand_over)
            for m in shown.application.matters
        ]
        for matter in made:
            matter.hand_over_wanted.connect(self._want_hand_over)
        return made

    def _follows(self, shown: Shown) -> Sequence[QWidget]:
        made = [FollowRow(f) for f in shown.follows]
        for follow in made:
            follow.wanted.connect(self._want_supplement)
        return made

    @Slot(str)
    def _want_supplement(self, material: str) -> None:
        if self._shown is not None:
            self.supplement_wanted.emit(self._shown.application, material)

    @Slot()
    def _want_receipt(self) -> None:
        if self._shown is not None:
            self.receipt_wanted.emit(self._shown.application)

    @Slot()
    def _want_documents(self) -> None:
        if self._shown is not None:
            self.documents_wanted.emit(self._shown.application)

    @Slot(str)
    def _want_hand_over(self, matter: str) -> None:
        if self._shown is not None:
            self.hand_over_wanted.emit(self._shown.application, matter)


Facts = Sequence[tuple[str, str]]


def _numbers(application: Application) -> Facts:
    return (
        ("证件尾号", words.tail(application.answers) or "没有填"),
        ("联系电话", str(application.answers.get("phone", "")) or "没有填"),
        ("回执编号", application.number),
        ("办件编号", application.office_number or "区县收到后给出"),
    )


def _dates(application: Application, today: date) -> Facts:
    dates = application.dates
    mark = "预计" if dates.provisional else ""
    return (
        ("受理", f"{words.day_time(application.accepted_at, today)},{application.clerk}"),
        ("转交部门", f"{mark}{words.day(dates.handover)}前"),
        ("承诺办结", f"{mark}{words.day(dates.promised)}前(评定、公示另计)"),
    )


def _facts(facts: Facts, title: str = "", *, verbatim: bool = False) -> QWidget:
    """Names and values in two columns; values can be copied with the mouse."""
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(style.px(12))
    grid.setVerticalSpacing(style.px(6))
    grid.setColumnStretch(1, 1)
    if title:
        grid.addWidget(label(title, "title"), 0, 0, 1, 2)
    for line, (name, value) in enumerate(facts, 1):
        shown = label(value, wrap=True, verbatim=verbatim)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(name, "quiet"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, line, 1)
    return part


def _timeline(entries: Sequence[Entry], today: date) -> QWidget:
    """What happened, the newest first."""
    part = QWidget()
    body = column(part)
    body.addWidget(label("经过", "title"))
    for entry in reversed(entries):
        body.addWidget(label(f"{words.day_time(entry.at, today)}  {entry.act}  {entry.who}", "quiet"))
        body.addWidget(label(entry.text, wrap=True))
    return part


def _rule() -> QFrame:
    rule = QFrame()
    style.set_property(rule, "role", "rule")
    return rule
