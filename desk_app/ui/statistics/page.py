"""统计: what began in a period, counted by a column, of any kind of record; figures open their lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QMenu, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.lists import ListColumn
from desk_app.errors import DeskError
from desk_app.services import proceedings
from desk_app.services.lists import export, statistics
from desk_app.services.lists.statistic_kinds import Statistics, StatPeriod
from desk_app.services.parts import Parts
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.dialogs import keep_on_screen
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.layouts import VerticalScroll, column
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.statistics.figures import FigureCards
from desk_app.ui.statistics.head import StatisticsHead
from desk_app.ui.statistics.sums import SumsCard
from desk_app.ui.statistics.weeks import WeeksCard
from forms.sentences import day_span
from forms.typesetting import typeset

_NARROW: Final = 960
"""Below this width of the room, in grid pixels, chart and table stand one below the other."""
_CHART: Final = 492
_LEAST: Final = 320
"""Least width of the chart beside the table, in grid pixels."""
_BESIDE: Final = 1
"""With more shares than these in each line, the table has no room beside the chart."""
_OWN: Final = "own"
_QUARTER: Final = 1
"""Place, among the periods, of the one that is shown first."""
_FILES: Final = (
    ("导出 xlsx…", export.XLSX, False),
    ("给外单位的 xlsx(少于 5 的不写)…", export.XLSX, True),
    ("导出 CSV…", export.CSV, False),
)


@dataclass(frozen=True, slots=True)
class _Found:
    """The statistics of one question, and the columns they can be counted by."""

    statistics: Statistics
    divisions: tuple[ListColumn, ...]


class StatisticsPage(RoomPage):
    """Counts anew when it is shown, and while it is shown whenever a record changes."""

    EDGE = 16

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._kinds = kinds(tools.parts)
        self._procedure = self._kinds[0][0]
        self._period: StatPeriod | None = None
        self._place = _QUARTER
        self._by: dict[str, str] = {}
        self._found: Statistics | None = None
        self._divisions: tuple[ListColumn, ...] = ()
        self._awaited, self._placed = False, (False, False)
        self._head = StatisticsHead()
        self._export = button("导出…", "primary", name="statistics-export")
        self._print = button("打印", key="Ctrl+P", name="statistics-print")
        self._print.setAccessibleName("打印这些数字")
        self._figures, self._weeks, self._sums = FigureCards(), WeeksCard(), SumsCard()
        self._note = label("", "quiet", wrap=True, name="statistics-note")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        menu = QMenu(self)
        for words_, kind, outside in _FILES:
            action = menu.addAction(typeset(words_))
            action.setObjectName(f"export-{kind}{'-outside' if outside else ''}")
            action.triggered.connect(partial(self._ask_file, kind, outside))
        self._export.setMenu(menu)
        head = layouts.row(spacing=16)
        head.addWidget(self._head, 1)
        head.addWidget(self._print, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._export, 0, Qt.AlignmentFlag.AlignTop)
        content = QWidget()
        body = column(content, spacing=10)
        body.addLayout(head)
        body.addWidget(self._figures)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._both.setSpacing(style.px(10))
        self._both.addWidget(self._weeks, 2)
        self._both.addWidget(self._sums, 3)
        body.addLayout(self._both, 1)
        body.addWidget(self._note)
        column(self, margins=16).addWidget(VerticalScroll(content))
        self._weeks.setMinimumWidth(style.px(_LEAST))
        self._weeks.setMaximumWidth(style.px(_CHART))

    def _connect(self) -> None:
        self._head.chosen.connect(self._answer)
        self._print.clicked.connect(self._open_paper)
        for part in (self._figures, self._weeks, self._sums):
            part.chosen.connect(self.list_wanted)

    # ---- what the window asks -----------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Count anew."""
        super().showEvent(event)
        self._count()

    def take_keyboard(self) -> None:
        """Focus the questions in the head."""
        self._awaited = not self._head.take_keyboard()

    def refresh(self, subject: Subject) -> None:
        """A record was changed: count anew if the page is shown."""
        del subject
        if self.isVisible():
            self._count()

    def keys(self) -> Sequence[tuple[str, str]]:
        """Keys that work on this page beside those of the window, and what they do."""
        return (
            ("← → ↑ ↓", "在图和表的数字之间走"),
            ("Return", "看这个数字后面的名单"),
            ("Ctrl+P", "打印这些数字"),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put chart and table side by side where the width allows it."""
        super().resizeEvent(event)
        self._head.narrow(narrow=is_narrow(self) or is_low(self))
        self._walk()
        self._place_table()

    def _place_table(self) -> None:
        """Put the table beside the chart; below it in a narrow window, above it where its lines are wide."""
        narrow, way = self.width() < style.px(_NARROW), QBoxLayout.Direction
        placed = (narrow, self._found is not None and len(self._found.shares) > _BESIDE)
        if placed != self._placed:
            self._placed = placed
            alone = narrow or placed[1]
            self._both.setDirection(
                way.BottomToTop if placed[1] else way.TopToBottom if narrow else way.LeftToRight
            )
            self._weeks.setMinimumWidth(0 if alone else style.px(_LEAST))
            self._weeks.setMaximumWidth(self.maximumWidth() if alone else style.px(_CHART))
            self._figures.narrow(narrow=narrow)

    # ---- asking -------------------------------------------------------------------------------

    @property
    def period(self) -> StatPeriod:
        """First and last day that are counted: of a period, or as the clerk chose them."""
        return self._period or statistics.periods(self._parts.clock.today())[self._place]

    @Slot(str, str)
    def _answer(self, question: str, answer: str) -> None:
        if question == "of":
            self._procedure = answer
        elif question == "by":
            self._by[self._procedure] = answer
        elif answer == _OWN:
            self._ask_days()
            self._offer_again()
            return
        else:
            self._period, self._place = None, int(answer)
        self._count()

    def _ask_days(self) -> None:
        # The calendar of the dialog is not needed for the page itself.
        from desk_app.ui.kit.lists.periods import DaysDialog

        shown = self.period
        dialog = DaysDialog((shown.since, shown.until), self._parts.clock.today(), self.window())
        dialog.chosen.connect(self._take_days)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(object, object)
    def _take_days(self, since: date, until: date) -> None:
        self._period = StatPeriod(since, until)
        self._count()

    def _count(self) -> None:
        parts, procedure, period = self._parts, self._procedure, self.period
        by = self._by.get(procedure, "")

        def count() -> _Found:
            offered = statistics.divisions(parts, procedure, period)
            return _Found(statistics.table(parts, procedure, period, by), offered)

        self._errands.run(count, self._show, topic="statistics")

    # ---- showing ------------------------------------------------------------------------------

    def _show(self, found: _Found) -> None:
        shown = found.statistics
        self._divisions = found.divisions
        if shown == self._found:
            return
        stood = self._has_keyboard()
        self._found = shown
        self._place_table()
        self._offer_again()
        self._figures.show_figures(shown.figures)
        self._weeks.show_weeks(shown)
        self._sums.show_sums(shown)
        self._walk()
        self._note.setText(shown.note)
        if self._awaited:
            self.take_keyboard()
        elif stood:
            # What was taken out of the page is gone, and what was put in is shown, in the next round.
            QTimer.singleShot(0, self._stand_again)

    def _has_keyboard(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused) and focused.isVisible()

    @Slot()
    def _stand_again(self) -> None:
        """Focus the period when the number that had the keyboard counts nothing now and opens nothing."""
        if self.isVisible() and not self._has_keyboard():
            self._head.stand_on("period")

    def _offer_again(self) -> None:
        """Mark what is shown now, also after a question was opened and cancelled."""
        if self._found is None:
            return
        named = [(str(n), p.title) for n, p in enumerate(statistics.periods(self._parts.clock.today()))]
        own = _span(self._period, self._parts.clock.today()) if self._period else "自选日期…"
        period = _OWN if self._period else str(self._place)
        questions = (
            ("of", self._kinds),
            ("period", (*named, (_OWN, own))),
            ("by", tuple((c.id, f"按{c.title}") for c in self._divisions)),
        )
        self._head.offer(questions, (self._procedure, period, self._found.by.id), named="统计")
        self._walk()

    def _walk(self) -> None:
        """Make Tab visit the page from top to bottom, also what was put in just now."""
        both = (self._sums, self._weeks) if self._placed[1] else (self._weeks, self._sums)
        inside = [w for part in (self._figures, *both) for w in part.findChildren(QWidget)]
        stops = [w for w in inside if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        in_tab_order((*self._head.walk, self._print, self._export, *stops))

    # ---- giving out ---------------------------------------------------------------------------

    @Slot()
    def _open_paper(self) -> None:
        # The dialog of papers comes with the first print.
        from desk_app.services.lists import statistics_paper
        from desk_app.ui.papers.run import open_paper

        if self._found is not None:
            named = dict(self._kinds)[self._procedure]
            paper = statistics_paper.printout(self._parts, self._found, named)
            open_paper(self._parts, self._errands, paper, self, lambda: None)

    def _ask_file(self, kind: str, outside: bool) -> None:
        if self._found is None:
            return
        found = self._found
        name = f"统计 {found.title} {found.period.since:%Y%m%d}-{found.period.until:%Y%m%d}.{kind}"
        dialog = QFileDialog(self, "导出统计", name, f"{kind} (*.{kind})")
        dialog.setObjectName("statistics-file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kind)
        dialog.fileSelected.connect(partial(self._write, found, kind, outside))
        dialog.finished.connect(dialog.deleteLater)
        keep_on_screen(dialog)
        dialog.open()

    def _write(self, found: Statistics, kind: str, outside: bool, path: str) -> None:
        parts, who = self._parts, self._parts.window.who
        self._errands.run(
            lambda: export.write_statistics(parts, who, found, Path(path), kind, outside=outside),
            lambda _: self.notice.emit("good", f"已导出到 {path}"),
            self._tell,
        )

    def _tell(self, error: DeskError) -> None:
        self.notice.emit("caution", str(error))


def kinds(parts: Parts) -> tuple[tuple[str, str], ...]:
    """Id and words of every procedure that can be counted: matters of applications, then registers."""
    laws = parts.pack.procedures.values()
    matters = [(law.id, "办件事项") for law in laws if law.parent and not law.register]
    return (*matters, *((law.id, law.title) for law in proceedings.registers(parts)))


def _span(period: StatPeriod, today: date) -> str:
    return day_span(period.since, period.until, today.year)
