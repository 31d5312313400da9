"""The chart of the statistics: one bar a week, decided records filled, the others hatched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desk_app.domain.lists import Wanted
from desk_app.services.lists.statistic_kinds import Bar, Statistics
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.chart import BarChart, ChartBar
from desk_app.ui.kit.widgets import Card, label
from forms.sentences import day_span

_MOST: Final = 27
"""Most bars that have room for their figures; the weeks of a longer period are added up by months."""


class WeeksCard(Card):
    """Title, legend with sums, and the bars."""

    chosen = Signal(object)
    """The Wanted behind the bar that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = label("", "title", name="weeks-title")
        self._filled, self._hatched, self._by = label(""), label(""), label("", "quiet")
        legend = layouts.FlowLayout(spacing=10)
        for picture, text in ((_square(hatched=False), self._filled), (_square(hatched=True), self._hatched)):
            part = QWidget()
            line = layouts.row(part, spacing=6)
            shape = QLabel()
            shape.setPixmap(picture)
            line.addWidget(shape)
            line.addWidget(text)
            legend.addWidget(part)
        legend.addWidget(self._by)
        self.chart = BarChart()
        self.chart.chosen.connect(self.chosen)
        self.body.addWidget(self._title)
        self.body.addLayout(legend)
        self.body.addWidget(self.chart, 1)

    def show_weeks(self, found: Statistics) -> None:
        """Show the weeks of these statistics."""
        begun, over = found.columns[0].title, found.columns[1].title
        bars = _bars(found.bars)
        monthly = len(bars) < len(found.bars)
        per, unit = "每月" if monthly else "每周", {"项": "项数", "件": "件数", "条": "条数"}[found.unit]
        self._title.setText(f"{per}{begun}的{unit}")
        self._filled.setText(f"到今天已{over} {sum(bar.done for bar in bars)}")
        self._hatched.setText(f"其余 {sum(bar.left for bar in bars)}")
        self._by.setText("每周算在第一天所在的月" if monthly else "每周第一天")
        self.chart.setAccessibleName(self._title.text())
        self.chart.show_bars([_shown(bar, begun, over, found.taken_at.year) for bar in bars])


@dataclass(frozen=True, slots=True)
class _Span:
    """One or more weeks drawn as one bar: counts, and the records behind them."""

    label: str
    done: int
    left: int
    wanted: Wanted


def _bars(bars: Sequence[Bar]) -> Sequence[_Span]:
    if len(bars) <= _MOST:
        return [_week(bar) for bar in bars]
    months: dict[tuple[int, int], list[Bar]] = {}
    for bar in bars:
        months.setdefault((bar.begins.year, bar.begins.month), []).append(bar)
    one = len({year for year, _ in months}) == 1
    return [
        _month(f"{month}月" if one else f"{year % 100:02d}-{month:02d}", held)
        for (year, month), held in months.items()
    ]


def _week(bar: Bar) -> _Span:
    return _Span(f"{bar.begins:%m-%d}", bar.done.count, bar.open.count, _whole(bar))


def _whole(bar: Bar) -> Wanted:
    """All records that began in a week, decided or not."""
    return replace(bar.done.wanted, courses=frozenset())


def _month(label_: str, bars: Sequence[Bar]) -> _Span:
    first, last = bars[0].done.wanted, bars[-1].done.wanted
    wanted = replace(first, until=last.until, courses=frozenset())
    done, left = sum(b.done.count for b in bars), sum(b.open.count for b in bars)
    return _Span(label_, done, left, wanted)


def _shown(bar: _Span, begun: str, over: str, year: int) -> ChartBar:
    since, until = bar.wanted.since, bar.wanted.until
    assert since is not None
    assert until is not None
    days = day_span(since, until, year)
    said = f"{days}{begun}{bar.done + bar.left},已{over}{bar.done},其余{bar.left}"
    return ChartBar(bar.label, bar.done, bar.left, said, bar.wanted)


def _square(*, hatched: bool) -> QPixmap:
    side = style.px(14)
    made = style.blank(side, side)
    painter = QPainter(made)
    box = QRectF(0.5, 0.5, side - 1, side - 1)
    painter.setPen(QPen(style.colour("accent"), 1))
    painter.setBrush(style.hatch("accent") if hatched else style.colour("accent"))
    painter.drawRect(box)
    painter.end()
    return made
