"""One accepted application in full: matters, promised days, what happened, what to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desk_app.domain.applications import Application, Entry, MatterCase, MatterState, status
from desk_app.ui import style, widgets, words
from desk_app.ui.lists.states import show_state, state_chip
from desk_app.ui.widgets import Card, Confirm, VerticalScroll, button, column, label


@dataclass(frozen=True, slots=True)
class Shown:
    """What the card shows: an application and its ledger lines."""

    application: Application
    entries: tuple[Entry, ...]


class MatterRow(QWidget):
    """One matter and where it stands; a concluded one can be handed over."""

    hand_over_wanted = Signal(str)

    def __init__(self, matter: MatterCase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._matter = matter.matter
        body = column(self, spacing=4)
        head = widgets.row()
        title = label(matter.title, "strong", wrap=True)
        title.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        head.addWidget(title, 1)
        head.addWidget(state_chip(matter.state), 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(head)
        if matter.note:
            body.addWidget(label(matter.note, "quiet", wrap=True))
        if matter.state is MatterState.CONCLUDED:
            confirm = Confirm(
                "登记送达本人",
                "已交到本人手中?",
                yes="是,登记",
                no="还没有",
                name=f"hand-over-{matter.matter}",
                role="primary",
            )
            confirm.confirmed.connect(self._hand_over)
            body.addWidget(confirm, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _hand_over(self) -> None:
        self.hand_over_wanted.emit(self._matter)


class DetailCard(Card):
    """The card beside the list."""

    receipt_wanted = Signal(object)
    hand_over_wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("detail")
        self._shown: Shown | None = None
        self._name = label("", "headline")
        self._state = state_chip("已送达")
        self._numbers = label("", "quiet", wrap=True)
        self._numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._receipt = button("重打回执", name="receipt-again")
        self._receipt.clicked.connect(self._want_receipt)
        self._body = column(spacing=12)
        self._content = QWidget()
        self._hint = label("在左边选一件,这里显示进展和要做的事。", "quiet", wrap=True)
        self._arrange()
        self.show_nothing()

    def _arrange(self) -> None:
        head = widgets.row()
        head.addWidget(self._name, 1)
        head.addWidget(self._state)
        inner = column(self._content, spacing=12)
        inner.addLayout(head)
        inner.addWidget(self._numbers)
        inner.addLayout(self._body)
        inner.addStretch()
        self._scroll = VerticalScroll(self._content)
        self._scroll.setAccessibleName("办件详情")
        self.body.addWidget(self._hint)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._receipt)
        self.body.setAlignment(self._hint, Qt.AlignmentFlag.AlignTop)

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
        show_state(self._state, status(application))
        self._numbers.setText("\n".join(_numbers(application)))
        widgets.clear(self._body)
        for part in self._parts(shown, today):
            self._body.addWidget(part)
        self._show(has=True)

    def _show(self, *, has: bool) -> None:
        self._hint.setVisible(not has)
        self._scroll.setVisible(has)
        self._receipt.setVisible(has)

    def _parts(self, shown: Shown, today: date) -> Sequence[QWidget]:
        return (
            _rule(),
            *self._matters(shown.application),
            _rule(),
            _section("期限", _dates(shown.application, today)),
            _rule(),
            _section("经过", [_told(e, today) for e in shown.entries]),
        )

    def _matters(self, application: Application) -> Sequence[QWidget]:
        made = [MatterRow(m) for m in application.matters]
        for matter in made:
            matter.hand_over_wanted.connect(self._want_hand_over)
        return made

    @Slot()
    def _want_receipt(self) -> None:
        if self._shown is not None:
            self.receipt_wanted.emit(self._shown.application)

    @Slot(str)
    def _want_hand_over(self, matter: str) -> None:
        if self._shown is not None:
            self.hand_over_wanted.emit(self._shown.application, matter)


def _numbers(application: Application) -> Sequence[str]:
    phone = str(application.answers.get("phone", ""))
    tail = words.tail(application.answers)
    lines = (
        ("证件尾号", tail),
        ("联系电话", phone),
        ("回执编号", application.number),
        ("办件编号", application.office_number or "区县收到后给出"),
    )
    return [f"{title}:{value}" for title, value in lines if value]


def _dates(application: Application, today: date) -> Sequence[str]:
    dates = application.dates
    mark = "预计" if dates.provisional else ""
    return (
        f"受理:{words.day_time(application.accepted_at, today)},经办 {application.clerk}",
        f"转交部门:{mark}{words.day(dates.handover)}前",
        f"承诺办结:{mark}{words.day(dates.promised)}前(评定、公示另计)",
    )


def _told(entry: Entry, today: date) -> str:
    return f"{words.day_time(entry.at, today)} {entry.act} · {entry.who}\n{entry.text}"


def _section(title: str, lines: Sequence[str]) -> QWidget:
    part = QWidget()
    body = QVBoxLayout(part)
    body.setContentsMargins(0, 0, 0, 0)
    body.setSpacing(style.px(6))
    body.addWidget(label(title, "title"))
    for line in lines:
        body.addWidget(label(line, "quiet", wrap=True))
    return part


def _rule() -> QFrame:
    rule = QFrame()
    style.set_property(rule, "role", "rule")
    return rule
