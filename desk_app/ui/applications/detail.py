"""One accepted application in full: matters, promised days, what happened, what to do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from desk_app.domain import undertaken
from desk_app.domain.applications import Application, MatterCase
from desk_app.domain.deadlines import Deadline, sentence
from desk_app.domain.mending import AskedRow
from desk_app.services.applications.following import Follow
from desk_app.services.lookup import masking
from desk_app.ui.applications.clock import ClockCells
from desk_app.ui.applications.shown import WHOLE, ShownApplication
from desk_app.ui.kit import focus, layouts, style, words
from desk_app.ui.kit.giving import give_button
from desk_app.ui.kit.layouts import VerticalScroll, column
from desk_app.ui.kit.lists.card_parts import Facts, facts_part, timeline_part
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.lists.states import NO_STATE, show_state, state_chip
from desk_app.ui.kit.widgets import Card, button, label, rule
from forms.procedures import Act, State
from forms.sentences import short_date

_LOW: Final = 420
"""Below this height of the card, in grid pixels, its buttons take one line."""
_NOTHING: Final = "在左边选一件,这里显示进展和要做的事。"
_PHONE: Final = "联系电话"


class MatterRow(QWidget):
    """One matter with its state, its result, what is to be mended, and the clerk's acts on it.

    ``act_wanted`` emits the matter's id and the Act.
    """

    act_wanted = Signal(str, object)

    def __init__(
        self,
        matter: MatterCase,
        state: State,
        clock: Deadline | None,
        today: date,
        acts: Sequence[Act],
        asked: Sequence[AskedRow] = (),
        result: str = "",
        parent: QWidget | None = None,
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
        if promised := undertaken.standing(matter.facts, matter.state):
            look = undertaken.tone(matter.facts, matter.state)
            body.addWidget(label(promised, look, wrap=True, name=f"promised-{matter.matter}"))
        if result:
            body.addWidget(label(f"结果:{result}", wrap=True, name=f"result-{matter.matter}"))
        if clock is not None:
            said = sentence(clock, today)
            if not clock.ended:
                body.addWidget(ClockCells(clock, f"cells-{matter.matter}", f"{matter.title} {said}"))
            body.addWidget(label(said, wrap=True, name=f"clock-{matter.matter}"))
        for each in asked:
            body.addWidget(_asked(each, today))
        self._acts = tuple(acts)
        for act in acts:
            body.addWidget(self._button(act, matter.title), 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def first(self) -> str:
        """The word of the act to do next on this matter; empty when there is none."""
        return self._acts[0].word if self._acts else ""

    @Slot()
    def start(self) -> None:
        """Do what a press on the first act's button does."""
        if self._acts:
            self.act_wanted.emit(self._matter, self._acts[0])

    def _button(self, act: Act, title: str) -> QWidget:
        made = button(f"{act.word}…", "link", name=f"{act.code}-{self._matter}")
        made.setAccessibleName(f"{title} {act.word}")
        made.clicked.connect(lambda: self.act_wanted.emit(self._matter, act))
        return made


def _asked(row: AskedRow, today: date) -> QWidget:
    """One row of what is to be mended, in a line: what came, or what is asked and until when."""
    if not row.open:
        return label(f"{row.number}. {row.material}:已交来 {row.came}", "quiet", wrap=True)
    late = row.until is not None and row.until < today
    until = f",{words.day(row.until)}前" if row.until else ""
    text = f"{row.number}. {row.material}:{row.fault},{row.remedy}{until}"
    return label(f"{text},已逾期" if late else text, "problem" if late else "caution", wrap=True)


class FollowRow(QWidget):
    """One promised material that has not come, with a button to take it in."""

    wanted = Signal(str)

    def __init__(self, follow: Follow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._material = follow.material
        body = column(self, spacing=4)
        body.addWidget(label(follow.sentence, "problem" if follow.overdue else "caution", wrap=True))
        supplement = button("补交材料…", name=f"supplement-{follow.material}")
        supplement.setAccessibleName(f"{follow.title} 补交材料")
        supplement.clicked.connect(self.start)
        body.addWidget(supplement, 0, Qt.AlignmentFlag.AlignLeft)

    first = "补交材料"

    @Slot()
    def start(self) -> None:
        """Do what a press on the button does."""
        self.wanted.emit(self._material)


class DetailCard(Card):
    """The card beside the list."""

    receipt_wanted = Signal(object)
    act_wanted = Signal(object, str, object)
    """Application, matter, and the Act to be done to it."""
    supplement_wanted = Signal(object, str)
    documents_wanted = Signal(object)
    whole_wanted = Signal(object)
    """The clerk wants to look at the whole application: form, scans, papers, letters."""
    unmask_wanted = Signal()
    """The clerk wants to see the telephone number whole, or masked again."""
    resume_wanted = Signal()
    """The clerk goes on with the unfinished application that is selected."""
    give_wanted = Signal(object)
    """The button: the unfinished application that is selected is to be given to a colleague."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("detail")
        self._shown: ShownApplication | None = None
        self._name = label("", "headline")
        self._state = state_chip(NO_STATE)
        self._next = button("", "primary", "F2", name="next-act")
        self._next.clicked.connect(self._start_next)
        self._first: MatterRow | FollowRow | None = None
        self._receipt = button("重打回执", name="receipt-again")
        self._receipt.clicked.connect(self._want_receipt)
        self._documents = button("文书…", name="documents-of")
        self._documents.setAccessibleName("打印其他文书")
        self._documents.clicked.connect(self._want_documents)
        self._whole = button("整件查看…", name="whole-of")
        self._whole.setAccessibleName("整件查看:表、材料、纸件、信件")
        self._whole.clicked.connect(self._want_whole)
        self._body = column(spacing=12)
        self._content = QWidget()
        self._hint = Empty("rail-todos", _NOTHING, "detail-hint")
        self._hint.way_wanted.connect(self.resume_wanted)
        self._give = give_button("selected", "")
        self._give.clicked.connect(lambda: self.give_wanted.emit(self._give))
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
        self._hint.add(self._give)
        self.body.addWidget(self._scroll, 1)
        papers = layouts.row()
        papers.addWidget(self._whole, 1)
        papers.addWidget(self._receipt, 1)
        papers.addWidget(self._documents, 1)
        self._foot = layouts.column()
        self._foot.addWidget(self._next)
        self._foot.addLayout(papers)
        self.body.addLayout(self._foot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put all buttons in one line where the card is low."""
        super().resizeEvent(event)
        low = self.height() < style.px(_LOW)
        direction = QBoxLayout.Direction.LeftToRight if low else QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(direction)

    @property
    def application(self) -> Application | None:
        """The application on the card."""
        return self._shown.application if self._shown else None

    @property
    def plain(self) -> bool:
        """Whether the telephone number on the card is shown whole."""
        return self._shown is not None and self._shown.plain

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._hint.say(_NOTHING)
        self._give.hide()
        self._shown = self._first = None
        self._name.setText("")
        layouts.clear(self._body)
        self._show(has=False)

    def show_draft(self, *, give: bool = False) -> None:
        """An application is selected that is still being filled in; ``give`` offers it to a colleague."""
        self.show_nothing()
        self._give.setVisible(give)
        self._hint.say("这件还没有受理,填到一半。", "接着办(Enter)")

    def show_application(self, shown: ShownApplication, today: date) -> None:
        """Show an application; the same again changes nothing on the screen."""
        if shown == self._shown:
            return
        self._shown = shown
        application = shown.application
        self._name.setText(application.name or "(没有姓名)")
        show_state(self._state, shown.state)
        with focus.kept(self):
            layouts.clear(self._body)
            parts = self._parts(shown, today)
            for part in parts:
                self._body.addWidget(part)
            offered = (p for p in parts if isinstance(p, MatterRow | FollowRow) and p.first)
            self._first = next(offered, None)
            self._next.setText(f"{self._first.first}…" if self._first else "")
            self._show(has=True)
        self._walk()

    def _walk(self) -> None:
        """Make Tab visit what scrolls first, then the buttons below it."""
        inside = [w for w in self._content.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        focus.in_tab_order((self._scroll, *inside, self._next, self._whole, self._receipt, self._documents))

    @Slot()
    def _start_next(self) -> None:
        """Scroll to the row whose act is next and start that act."""
        if self._first is not None:
            self._scroll.ensureWidgetVisible(self._first)
            self._first.start()

    def _show(self, *, has: bool) -> None:
        self._hint.setVisible(not has)
        self._scroll.setVisible(has)
        self._receipt.setVisible(has)
        self._whole.setVisible(has)
        self._next.setVisible(has and self._first is not None)
        self._documents.setVisible(has and self._shown is not None and bool(self._shown.documents))

    def _parts(self, shown: ShownApplication, today: date) -> Sequence[QWidget]:
        return (
            facts_part(_numbers(shown), verbatim=True, beside=self._unmask(shown)),
            *self._own_acts(shown),
            rule(),
            *self._matters(shown, today),
            *self._follows(shown),
            *self._backs(shown),
            rule(),
            facts_part(_dates(shown, today), "期限"),
            rule(),
            timeline_part(shown.entries, today),
        )

    def _unmask(self, shown: ShownApplication) -> Mapping[str, QWidget]:
        """The link beside the telephone number, where there is one that can be masked."""
        if masking.phone(shown.phone) == shown.phone:
            return {}
        made = button("遮住" if shown.plain else "显示", "link", name="phone-unmask")
        made.setAccessibleName("遮住联系电话" if shown.plain else "显示完整联系电话")
        made.clicked.connect(self.unmask_wanted)
        return {_PHONE: made}

    def _own_acts(self, shown: ShownApplication) -> Sequence[QWidget]:
        """Buttons for the acts on the application as a whole, such as 作废."""
        made = []
        for act in shown.acts.get(WHOLE, ()):
            offered = button(f"{act.word}…", name=f"{act.code}-application")
            offered.clicked.connect(lambda _on=False, wanted=act: self._want_act(WHOLE, wanted))
            made.append(offered)
        return made

    def _matters(self, shown: ShownApplication, today: date) -> Sequence[QWidget]:
        made = [
            MatterRow(
                m,
                shown.states[m.matter],
                shown.clocks.get(m.matter),
                today,
                shown.acts.get(m.matter, ()),
                shown.mending.get(m.matter, ()),
                shown.results.get(m.matter, ""),
            )
            for m in shown.application.matters
        ]
        for matter in made:
            matter.act_wanted.connect(self._want_act)
        return made

    def _follows(self, shown: ShownApplication) -> Sequence[QWidget]:
        made = [FollowRow(f) for f in shown.follows]
        for follow in made:
            follow.wanted.connect(self._want_supplement)
        return made

    def _backs(self, shown: ShownApplication) -> Sequence[QWidget]:
        """Links for the acts that take something back: below all that leads on."""
        if not shown.backs:
            return ()
        ways = QWidget()
        line = layouts.FlowLayout(ways)
        for act in shown.backs:
            offered = button(f"{act.word}…", "link", name=f"{act.code}-application")
            offered.clicked.connect(lambda _on=False, wanted=act: self._want_act(WHOLE, wanted))
            line.addWidget(offered)
        return (ways,)

    @Slot(str)
    def _want_supplement(self, material: str) -> None:
        if self._shown is not None:
            self.supplement_wanted.emit(self._shown.application, material)

    @Slot()
    def _want_receipt(self) -> None:
        if self._shown is not None:
            self.receipt_wanted.emit(self._shown.application)

    @Slot()
    def _want_whole(self) -> None:
        if self._shown is not None:
            self.whole_wanted.emit(self._shown.application)

    @Slot()
    def _want_documents(self) -> None:
        if self._shown is not None:
            self.documents_wanted.emit(self._shown.application)

    @Slot(str, object)
    def _want_act(self, matter: str, act: Act) -> None:
        if self._shown is not None:
            self.act_wanted.emit(self._shown.application, matter, act)


def _numbers(shown: ShownApplication) -> Facts:
    application = shown.application
    other = (("联系", shown.turn_to),) if shown.turn_to not in ("", application.name) else ()
    return (
        ("证件尾号", words.tail(application.answers) or "没有填"),
        *other,
        (_PHONE, (shown.phone if shown.plain else masking.phone(shown.phone)) or "没有填"),
        ("回执编号", application.number),
        ("办件编号", application.office_number or "区县收到后给出"),
    )


def _dates(shown: ShownApplication, today: date) -> Facts:
    application, dates = shown.application, shown.application.dates
    mark = "预计" if dates.provisional else ""
    apart = "(停表的日子另计)" if any(s.stops for s in shown.states.values()) else ""
    return (
        ("受理", f"{words.day_time(application.accepted_at, today)},{application.clerk}"),
        (
            "转交部门",
            f"{'预计' if dates.handover_provisional else ''}{short_date(dates.handover, today.year)}前",
        ),
        ("承诺办结", f"{mark}{short_date(dates.promised, today.year)}前{apart}"),
    )
