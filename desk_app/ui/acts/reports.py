"""台账和报表: which form of a register, whose records, of which period; then printed or written as xlsx."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from desk_app.services.lists import lists, reports
from desk_app.services.lists.reports import ReportTold, ReportUnit
from desk_app.services.lists.statistic_kinds import StatPeriod
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.roles import as_group, one_of
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.kit.words import plain_tip
from desk_app.ui.papers.run import open_paper
from forms.procedures import Procedure
from forms.report_kinds import UnitReport
from forms.sentences import day_span

Tell = Callable[[str, str], None]
"""Gets a tone and a sentence."""


class ReportsDialog(DeskDialog):
    """Chooses a report; ``tell`` gets what came of writing it."""

    printed = Signal()
    """A report was printed."""

    def __init__(
        self, parts: Parts, errands: Errands, laws: Sequence[Procedure], parent: QWidget, tell: Tell
    ) -> None:
        super().__init__("reports", "台账和报表", parent, 640, 480)
        self._parts, self._errands, self._tell = parts, errands, tell
        self._offered = [(law, report) for law in laws for report in law.reports]
        self._law, self._report = self._offered[0]
        self._forms, self._times = QButtonGroup(self), QButtonGroup(self)
        self._units, self._periods = QComboBox(), QWidget()
        self._units.setObjectName("reports-unit")
        self._units.setAccessibleName("哪个单位")
        self._line = FlowLayout(self._periods, spacing=8)
        as_group(self._periods, "哪一期")
        self._told = label("", "quiet", wrap=True, name="reports-told")
        self._known: Sequence[ReportUnit] = ()
        self._period: StatPeriod | None = None
        self._arrange()
        self._turn(self._law, self._report)

    def _arrange(self) -> None:
        content, choice = QWidget(), QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("台账和报表", "headline"))
        line = FlowLayout(choice, spacing=8)
        as_group(choice, "哪一种")
        for place, (law, report) in enumerate(self._offered):
            made = button(report.title, "choice", name=f"report:{report.id}")
            made.setToolTip(plain_tip(report.source))
            made.setChecked(place == 0)
            one_of(self._forms, made, place)
            on_pick(made, partial(self._turn, law, report))
            line.addWidget(made)
        for each in (choice, label("单位"), self._units, label("期间"), self._periods, self._told):
            body.addWidget(each)
        body.addStretch(1)
        close = button("关闭", name="reports-close")
        write = button("导出…", name="reports-write")
        go = button("看和打印…", "primary", name="reports-print")
        self.lay_out(content, feet(close, write, go))
        self.default = go
        go.clicked.connect(self._print)
        write.clicked.connect(self._ask_place)
        close.clicked.connect(self.reject)
        self._units.currentIndexChanged.connect(self._count)
        self.finished.connect(self.deleteLater)
        self._forms.button(0).setFocus()

    def _turn(self, law: Procedure, report: UnitReport) -> None:
        """Offer the units and periods of another report."""
        self._law, self._report = law, report
        while item := self._line.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        offered = reports.periods(report, self._parts.clock.today())
        for place, period in enumerate(offered):
            made = button(period.title, "choice", name=f"reports-period:{place}")
            made.setChecked(place == 0)
            one_of(self._times, made, place)
            on_pick(made, partial(self._choose, period))
            self._line.addWidget(made)
        self._period = offered[0]
        self._errands.run(
            lambda: reports.units(self._parts, law, report), while_alive(self, self._offer), topic="reports"
        )

    def _offer(self, units: Sequence[ReportUnit]) -> None:
        self._known = units
        self._units.clear()
        self._units.addItems([unit.title for unit in units])

    def _choose(self, period: StatPeriod) -> None:
        self._period = period
        self._count()

    @property
    def _chosen(self) -> ReportTold | None:
        place = self._units.currentIndex()
        if self._period is None or not 0 <= place < len(self._known):
            return None
        return ReportTold(self._law, self._report, self._known[place], self._period)

    @Slot()
    def _count(self) -> None:
        """Tell from when to when, and how many records that is."""
        if (told := self._chosen) is not None:
            self._errands.run(
                lambda: lists.counts(self._parts, told.wanted),
                while_alive(self, lambda found: self._say(told, sum(found.values()))),
                topic="reports-count",
            )

    def _say(self, told: ReportTold, count: int) -> None:
        days = day_span(told.period.since, told.period.until)
        mark = "。各列是建议,有表样的照表样" if told.report.proposed else ""
        cut = ",以后的并入下一期" if told.report.cut_off and "月" not in told.period.title else ""
        self._told.setText(f"{days}登记的,共{count}条{cut}{mark}。")

    @Slot()
    def _print(self) -> None:
        if (told := self._chosen) is not None:
            self._errands.run(
                lambda: reports.printout(self._parts, told),
                while_alive(
                    self,
                    lambda made: open_paper(self._parts, self._errands, made, self, self.printed.emit),
                ),
            )

    @Slot()
    def _ask_place(self) -> None:
        if (told := self._chosen) is not None:
            choose_place(self, Path(f"{told.name}.xlsx"), "xlsx", partial(self._write, told))

    def _write(self, told: ReportTold, path: Path) -> None:
        self._errands.run(
            lambda: reports.write(self._parts, told, path),
            lambda _: self._tell("good", f"已导出到 {path}"),
            lambda error: self._tell("caution", str(error)),
            lane=Lane.FILES,
        )
