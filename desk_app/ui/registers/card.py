"""The card of one record: its state, its answers, and the acts that can be done to it."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desk_app.services.parts import Parts
from desk_app.services.survey.sheets import SHEET
from desk_app.ui.kit import focus, layouts, style
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, column
from desk_app.ui.kit.lists import due
from desk_app.ui.kit.lists.card_parts import Facts, facts_part, timeline_part
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.lists.states import NO_STATE, show_state, state_chip
from desk_app.ui.kit.widgets import Card, button, label, rule
from desk_app.ui.kit.words import plain_tip
from desk_app.ui.registers import often
from desk_app.ui.registers.packing import PackagePart
from desk_app.ui.registers.pictures import pictures_part
from desk_app.ui.registers.reading import ShownItem, ShownRecord
from desk_app.ui.registers.recordings import recordings_part
from forms.procedures import Act

_PROPOSED: Final = "(建议)"
"""Behind what no source says: a proposal of the program that the county may change."""


class RecordCard(Card):
    """One record: name, state and act buttons stay in place, what is between them scrolls."""

    act_wanted = Signal(object)
    """The Act whose button was pressed."""
    paper_wanted = Signal(object)
    """The RecordPaper to print."""
    picture_wanted = Signal(object)
    """The ActPicture to show large."""
    recording_wanted = Signal(object)
    """The KeptRecording to be saved for another system."""
    upload_wanted = Signal(object)
    """The KeptRecording that was uploaded to another system, which is to be told."""
    record_wanted = Signal(str)
    """Id of a record above or below it that is to be shown."""
    sheet_wanted = Signal(str)
    """Id of the record of a questionnaire that is to be asked, or looked at."""
    unmask_wanted = Signal()
    """The clerk wants to see the record's numbers whole."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("record")
        self._services, self._errands = parts, errands
        self._shown: ShownRecord | None = None
        self._today: date | None = None
        self._name = label("", "headline", wrap=True, name="record-name", verbatim=True)
        self._number = label("", "quiet", name="record-number")
        self._state = state_chip(NO_STATE)
        self._head, self._content, self._acts = QWidget(), QWidget(), QWidget()
        self._rule = rule()
        self._body = column(spacing=12)
        self._buttons = column(self._acts)
        self._hint = Empty("rail-registers", "在左边选一条,这里显示它的情况和要做的事。")
        self._arrange()
        self.show_nothing()

    def _arrange(self) -> None:
        head = layouts.row(self._head)
        names = column(spacing=2)
        names.addWidget(self._name)
        names.addWidget(self._number)
        head.addLayout(names, 1)
        head.addWidget(self._state, 0, Qt.AlignmentFlag.AlignTop)
        inner = column(self._content, spacing=12)
        inner.addLayout(self._body)
        inner.addStretch()
        self._scroll = VerticalScroll(self._content)
        self._scroll.setAccessibleName("记录详情")
        self.body.addWidget(self._hint)
        self.body.addWidget(self._head)
        self.body.addWidget(self._rule)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._acts)

    @property
    def shown(self) -> ShownRecord | None:
        """The record on the card; None when there is none."""
        return self._shown

    @property
    def scroller(self) -> VerticalScroll:
        """What scrolls between its name and its buttons."""
        return self._scroll

    def show_nothing(self) -> None:
        """Nothing is selected."""
        self._shown = None
        self._show(has=False)

    def show_record(self, shown: ShownRecord, today: date) -> None:
        """Show a record; the same again changes nothing on the screen."""
        if shown == self._shown and today == self._today:
            return
        self._shown, self._today = shown, today
        self._name.setText(shown.label)
        number = shown.record.proceeding.number
        self._number.setText(number)
        self._number.setVisible(bool(number) and number != shown.label)
        show_state(self._state, shown.state)
        with focus.kept(self):
            layouts.clear(self._body)
            for part in self._parts(shown, today):
                if self._body.count():
                    self._body.addWidget(rule())
                self._body.addWidget(part)
            layouts.clear(self._buttons)
            if shown.record.procedure.id == SHEET:
                self._offer_sheet(shown.record.proceeding.id)
            self._offer(shown.record.acts)
            self._show(has=True)

    def _show(self, *, has: bool) -> None:
        self._hint.setVisible(not has)
        for part in (self._head, self._rule, self._scroll):
            part.setVisible(has)
        self._acts.setVisible(has and bool(self._buttons.count()))

    def _parts(self, shown: ShownRecord, today: date) -> Iterator[QWidget]:
        if shown.record.clocks:
            yield self._clocks(shown, today)
        if shown.often:
            yield often.part("频次", shown.often)
        if shown.members:
            yield often.part("成员", shown.members)
        if shown.criteria:
            yield self._criteria(shown)
        for title, items in (("属于", shown.above), ("各项", shown.below)):
            if items:
                yield self._items(title, items)
        if shown.facts:
            yield self._facts(shown, shown.facts)
        if shown.pictures:
            wanted = self.picture_wanted.emit
            yield pictures_part(self._services, self._errands, shown.pictures, today, wanted)
        if shown.recordings:
            able = {act.code for act in shown.record.acts}
            save, tell = self.recording_wanted.emit, self.upload_wanted.emit
            yield recordings_part(shown.recordings, today, able, save, tell)
        if shown.papers:
            yield self._papers(shown)
        if shown.packed:
            yield PackagePart(self._services, self._errands, shown.record.proceeding)
        if shown.entries:
            yield timeline_part(shown.entries, today)

    def _clocks(self, shown: ShownRecord, today: date) -> QWidget:
        part = QWidget()
        lines = column(part, spacing=6)
        lines.addWidget(label("期限", "title"))
        law, state = shown.record.procedure, shown.record.proceeding.state
        for clock in shown.record.clocks:
            look = due.look(clock, today)
            shape = QLabel()
            style.set_icon(shape, f"tone-{look.shape}", look.tint, 16)
            shape.setFixedHeight(self.fontMetrics().lineSpacing())  # on one line with the first words
            told = due.sentence(clock, today, self._services.calendar, law.state(state).stops)
            mark = _PROPOSED if clock.clock.proposed else ""
            words = label(f"{clock.clock.title}{mark}:{told}", wrap=True, name=f"clock-{clock.clock.id}")
            words.setToolTip(plain_tip(clock.clock.source))
            line = layouts.row()
            line.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            lines.addLayout(line)
        return part

    def _criteria(self, shown: ShownRecord) -> QWidget:
        """Whom the procedure serves: each criterion with its outcome in words, and where it comes from."""
        part = QWidget()
        lines = column(part, spacing=4)
        lines.addWidget(label("服务对象", "title"))
        for told in shown.criteria:
            mark = _PROPOSED if told.criterion.proposed else ""
            said = f"{told.criterion.title}{mark}:{told.outcome.value}。{told.text}"
            words = label(said, wrap=True, name=f"criterion-{told.criterion.id}")
            words.setToolTip(plain_tip(told.criterion.source))
            lines.addWidget(words)
        return part

    def _items(self, title: str, items: Sequence[ShownItem]) -> QWidget:
        """The records above or below it, each with its state; pressed, it is shown."""
        part = QWidget()
        lines = column(part, spacing=4)
        lines.addWidget(label(title, "title"))
        for item in items:
            line = layouts.row()
            link = button(item.label, "link", name=f"item-{item.id}")
            link.setAccessibleName(f"打开 {item.label},{item.state.word}")
            link.clicked.connect(partial(self.record_wanted.emit, item.id))
            line.addWidget(link)
            line.addStretch(1)
            line.addWidget(state_chip(item.state))
            lines.addLayout(line)
        return part

    def _facts(self, shown: ShownRecord, facts: Facts) -> QWidget:
        part = QWidget()
        lines = column(part, spacing=4)
        lines.addWidget(facts_part(facts, verbatim=True))
        if shown.masked:
            show = button("显示完整号码", "link", name="record-unmask")
            show.clicked.connect(self.unmask_wanted)
            lines.addWidget(show, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _papers(self, shown: ShownRecord) -> QWidget:
        part = QWidget()
        lines = column(part, spacing=4)
        lines.addWidget(label("纸件", "title"))
        for paper in shown.papers:
            mark = _PROPOSED if paper.proposed else ""
            link = button(f"{paper.title}{mark}…", "link", name=f"paper-{paper.id}")
            link.setAccessibleName(f"看和打印 {paper.title}")
            link.clicked.connect(lambda _on=False, wanted=paper: self.paper_wanted.emit(wanted))
            lines.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _offer_sheet(self, proceeding: str) -> None:
        """A questionnaire is asked in a window of its own."""
        made = button("打开调查表", "primary", "F2", name="open-sheet")
        made.clicked.connect(partial(self.sheet_wanted.emit, proceeding))
        self._buttons.addWidget(made)

    def _offer(self, acts: tuple[Act, ...]) -> None:
        """Show the buttons of the acts: the first one filled and with key F2, the others below it."""
        rest = QWidget(self._acts)
        others = FlowLayout(rest)
        for place, act in enumerate(acts):
            first = place == 0
            made = button(f"{act.word}…", "primary" if first else "secondary", "F2" if first else "")
            made.setObjectName(f"act-{act.code}")
            made.setToolTip(plain_tip(act.source))
            made.clicked.connect(lambda _on=False, wanted=act: self.act_wanted.emit(wanted))
            (self._buttons if first else others).addWidget(made)
        if len(acts) > 1:
            self._buttons.addWidget(rest)
        else:
            rest.deleteLater()
