"""上门: the day of home visits: route, what is due, what is owed again and again, figures to be told."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QMenu, QWidget

from desk_app.domain.events import Event, Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.errors import RuleError
from desk_app.services.lists import lists
from desk_app.services.todos.todos import Todo
from desk_app.services.visits import day, duty_paper, plan_paper, sampling
from desk_app.services.visits.day import Day
from desk_app.services.visits.route import Planned
from desk_app.ui.kit import style, words
from desk_app.ui.kit.layouts import FlowLayout, VerticalScroll, column, laid_out_once
from desk_app.ui.kit.roles import as_group, one_of
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.shortcuts import WITHIN, on_key
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.kit.words import plain_tip
from desk_app.ui.visits.away import AwayCard
from desk_app.ui.visits.parts import Counts, DebtCard, DueCard, Lines, ReportCard, RouteCard
from forms.procedures import CLERK, Act, Procedure
from forms.programmes import Programme, Sample

_NARROW: Final = 1040
"""Below this width of the room, in grid pixels, the cards stand one below the other."""
_ALL: Final = ""


class VisitsPage(RoomPage):
    """The day of all programmes in force, or of one of them; it reads again when a record changes."""

    EDGE = 16
    record_wanted = Signal(str)
    """Id of the record that is to be shown in its register."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._programme = _ALL
        self._day: Day | None = None
        self._beside = False
        self._starts = tuple(self._offered())
        self._counts = Counts()
        self._route = RouteCard("route", "今天的路线", "今天没有约。")
        self._due = DueCard("due", "到期", "没有到期的。")
        self._debts = DebtCard("debts", "频次欠账", "没有欠的。")
        self._reports = ReportCard("reports", "报表", "没有要报的。")
        self._away = AwayCard(self._parts, self._errands)
        self._away.then(self._settled)
        self._arrange()
        self._connect()
        on_key(self, "F2", self._do_first, WITHIN)

    def _offered(self) -> "Sequence[tuple[Procedure, Act]]":
        """The acts by which a clerk begins a visit, one of each programme in force."""
        kept = {sample.record for _, sample in sampling.samples(self._parts)}
        laws = [law for law in day.procedures(self._parts) if law.id not in kept]
        return [(law, act) for law in laws for act in lists.starts(self._parts, law.id, CLERK)[:1]]

    def _arrange(self) -> None:
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(style.px(12))
        self._content, self._side = content, QWidget()
        side = column(self._side, spacing=12)
        side.addWidget(self._away)
        side.addWidget(self._debts)
        side.addWidget(self._reports)
        side.addStretch(1)
        everything = QWidget()
        down = column(everything, spacing=10)
        shown = day.shown(self._parts)
        short = {p.id: p.short if p.switched_on else f"{p.short}(已停用)" for p in shown}
        down.addWidget(self._head(short))
        if len(shown) > 1:
            down.addWidget(self._choice([(_ALL, "全部"), *short.items()]))
        down.addWidget(self._counts)
        down.addWidget(content, 1)
        column(self, margins=16).addWidget(VerticalScroll(everything))
        self._place(beside=True)

    def _head(self, short: Mapping[str, str]) -> QWidget:
        made = QWidget()
        head = FlowLayout(made, spacing=8)
        head.addWidget(label("上门", "headline"))
        for place, (law, act) in enumerate(self._starts):
            which = f":{short[law.programme]}" if len(self._starts) > 1 else ""
            begin = button(f"{act.word}{which}…", "secondary" if place else "primary", "" if place else "F4")
            begin.setObjectName(f"begin-{law.id}")
            begin.setToolTip(plain_tip(act.source))
            begin.clicked.connect(partial(self._begin, law, act))
            head.addWidget(begin)
        self._plan = button("打印安排…", key="F5", name="visits-plan")
        self._plan.clicked.connect(self._choose_plan)
        head.addWidget(self._plan)
        if any(p.duties for p in day.programmes(self._parts)):
            duties = button("责任清单…", name="visits-duties")
            duties.clicked.connect(self._show_duties)
            head.addWidget(duties)
        if any(law.reports for law in day.procedures(self._parts)):
            told = button("台账和报表…", name="visits-reports")
            told.clicked.connect(self._open_reports)
            head.addWidget(told)
        for of, sample in sampling.samples(self._parts):
            draw = button(f"{sample.title}…", name=f"visits-{sample.id}")
            draw.setToolTip(plain_tip(sample.source))
            draw.clicked.connect(partial(self._open_sample, of, sample))
            head.addWidget(draw)
        if any(law.sheets for law in day.procedures(self._parts)):
            for name, title, wanted in (
                ("visits-list-out", "发表格…", self._send_tables),
                ("visits-list-in", "收表格…", self._take_table),
            ):
                key = button(title, name=name)
                key.setToolTip(
                    plain_tip("给乡镇、村、部门的表格:一行一条等它办的,新找到的人填在空行,填好收回来")
                )
                key.clicked.connect(wanted)
                head.addWidget(key)
        return made

    def _choice(self, offered: Sequence[tuple[str, str]]) -> QWidget:
        made, group = QWidget(), QButtonGroup(self)
        line = FlowLayout(made, spacing=8)
        as_group(made, "哪一套")
        for place, (programme, short) in enumerate(offered):
            each = button(short, "choice", name=f"programme:{programme or 'all'}")
            each.setChecked(programme == self._programme)
            one_of(group, each, place)
            on_pick(each, partial(self._choose, programme))
            line.addWidget(each)
        return made

    def _connect(self) -> None:
        self._counts.wanted.connect(self.list_wanted)
        cards: tuple[Lines, ...] = (self._route, self._due, self._away, self._debts, self._reports)
        for card in cards:
            card.opened.connect(self.record_wanted)
            card.done.connect(self._do)
            card.wanted.connect(self.list_wanted)

    def _place(self, *, beside: bool) -> None:
        """Put the cards beside each other, or one below the other."""
        self._beside = beside
        cards = (self._due, self._route, self._side) if not beside else (self._route, self._due, self._side)
        for place, card in enumerate(cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, 0 if beside else place, place if beside else 0)
        for place, share in enumerate((5, 6, 4) if beside else (1, 0, 0)):
            self._grid.setColumnStretch(place, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand the cards one below the other where there is no room beside each other."""
        super().resizeEvent(event)
        beside = self.width() >= style.px(_NARROW)
        if beside is not self._beside:
            self._place(beside=beside)

    # ---- what the window asks -----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what was read, then read again: what is due changes with the day."""
        super().showEvent(event)
        self._draw()
        self.refresh()

    def refresh(self, _subject: Subject | None = None) -> None:
        """A record was changed: read the day again; several requests in a row cause one reading."""
        programme = self._programme
        self._errands.run(lambda: day.read(self._parts, programme), self._show, topic="visits")

    def let_go(self) -> None:
        """The person at the counter left: no name stays behind while another room is shown."""
        if not self.isVisible():
            self._day = None
        self.refresh()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that work on this page beside those of the window, and what they do."""
        begin = [("F4", self._starts[0][1].word)] if self._starts else []
        return (*begin, ("F5", "打印今天和以后几天的安排"), ("F2", "办最急的一件"))

    # ---- showing and doing ----------------------------------------------------------------------

    @Slot(object)
    def _show(self, found: Day) -> None:
        self._day = found
        if self._programme == _ALL:
            self.count_changed.emit(found.total)
        self._draw()

    def _draw(self) -> None:
        found = self._day
        if found is None or not self.isVisible():
            return
        today = self._parts.clock.today()
        with laid_out_once(self._content):
            self._counts.show_counts(found.counts)
            self._route.show_stops(self._parts, found.route)
            self._due.show_todos(found.due, found.total, today)
            self._away.show_away(found.out, found.to_settle, today)
            self._away.setVisible(bool(found.out or found.to_settle))
            self._debts.show_debts(found.debts, today)
            self._reports.show_reports(found.reports, today)

    def _settled(self) -> None:
        self.notice.emit("good", "已记下,原因在经过里")
        self.refresh()

    def _choose(self, programme: str) -> None:
        self._programme = programme
        self.refresh()

    @Slot()
    def _do_first(self) -> None:
        if self._day is not None and (first := next(iter(self._day.due), None)):
            self._do(first)

    @Slot(object)
    def _do(self, todo: Todo) -> None:
        """Open the form of a to-do's act, or its record where there is none."""
        from desk_app.ui.acts.dialog import open_act

        act = todo.act
        if act is None:
            self.record_wanted.emit(todo.proceeding)
            return

        def done(event: Event) -> None:
            self.notice.emit("good", act.noted())
            self.changed.emit(event.subject)

        open_act(self._parts, self._errands, todo.proceeding, act, self, done, todo.given)

    @Slot()
    def _choose_plan(self) -> None:
        programme = self._programme
        self._errands.run(lambda: day.coming(self._parts, programme), self._offer_plans, topic="visits-plan")

    def _offer_plans(self, found: Sequence[Planned]) -> None:
        """Print the plan of the one day that somebody is visited on; of several the clerk chooses which."""
        some = [planned for planned in found if planned.route] or list(found[:1])
        if len(some) == 1:
            self._print_plan(some[0])
            return
        menu = QMenu(self._plan)
        menu.setObjectName("visits-plans")
        for planned in some:
            told = f"{words.weekday(planned.day)} {len(planned.route)}户"
            menu.addAction(told, partial(self._print_plan, planned))
        menu.popup(self._plan.mapToGlobal(self._plan.rect().bottomLeft()))

    def _print_plan(self, planned: Planned) -> None:
        from desk_app.ui.papers.run import open_paper

        try:
            made = plan_paper.printout(self._parts, planned)
        except RuleError as nobody:
            self.notice.emit("info", str(nobody))
            return
        open_paper(self._parts, self._errands, made, self, self.refresh)

    @Slot()
    def _open_reports(self) -> None:
        from desk_app.ui.acts.reports import ReportsDialog  # read when a report is wanted

        laws = [law for law in day.procedures(self._parts) if law.reports]
        ReportsDialog(self._parts, self._errands, laws, self, self.notice.emit).open()

    @Slot()
    def _send_tables(self) -> None:
        from desk_app.ui.visits import tables  # read when a table goes out or comes back

        tables.send(self._parts, self._errands, self, self.notice.emit)

    @Slot()
    def _take_table(self) -> None:
        from desk_app.ui.visits import tables

        tables.take(self._parts, self._errands, self, self.notice.emit, self.refresh)

    @Slot()
    def _show_duties(self) -> None:
        from desk_app.ui.visits.duties import DutiesDialog

        chosen = [p for p in day.programmes(self._parts) if self._programme in (_ALL, p.id) and p.duties]
        dialog = DutiesDialog(chosen, self)
        dialog.print_wanted.connect(partial(self._print_duties, dialog))
        dialog.export_wanted.connect(self._write_duties)
        dialog.open()

    def _print_duties(self, above: QWidget, of: Programme) -> None:
        from desk_app.ui.papers.run import open_paper

        open_paper(self._parts, self._errands, duty_paper.printout(self._parts, of), above, self.refresh)

    @Slot(object, str)
    def _write_duties(self, of: Programme, path: str) -> None:
        self._errands.run(
            lambda: duty_paper.write(self._parts, of, Path(path)),
            lambda _: self.notice.emit("good", f"已导出到 {path}"),
            lambda error: self.notice.emit("caution", str(error)),
        )

    def _open_sample(self, of: Programme, sample: Sample) -> None:
        from desk_app.ui.visits.sampling import SampleDialog

        def drawn(kept: Proceeding) -> None:
            self.notice.emit("good", f"已抽取,编号 {kept.number}")
            self.changed.emit(kept.subject)
            self.record_wanted.emit(kept.id)

        SampleDialog(self._parts, self._errands, (of, sample), self, drawn).open()

    def _begin(self, law: Procedure, act: Act) -> None:
        from desk_app.ui.acts.dialog import open_start

        def begun(found: Proceeding) -> None:
            self.notice.emit("good", act.noted(found.number))
            self.changed.emit(found.subject)

        open_start(self._parts, self._errands, law, act, self, begun)
