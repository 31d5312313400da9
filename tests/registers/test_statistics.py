"""统计 of a register that is data alone: every number opens a list of exactly that many records."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget

from desk_app.domain.events import Who
from desk_app.domain.lists import Wanted
from desk_app.services import proceedings
from desk_app.services.lists.statistic_kinds import StatPeriod
from desk_app.ui.kit.chart import BarButton, BarChart, ChartBar, scale
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.statistics.page import StatisticsPage
from desk_app.ui.statistics.sums import SumsCard
from tests.printing.reading import squeezed, text_of
from tests.registers.conftest import Keys

CLERK = Who("演示经办员", "clerk", "", "3")
OTHER = Who("王复核", "clerk", "", "3")
DAY = 24 * 3600


@pytest.fixture
def room(keys: Keys) -> tuple[Keys, StatisticsPage]:
    """A window that shows the statistics of twelve keys lent in two weeks: nine confirmed, four returned."""
    keys.clock.move(-7 * DAY)
    for place in range(12):
        if place == 5:
            keys.clock.move(7 * DAY)
        told = {"holder": "张样例", "key": f"{place}号库"}
        lent = proceedings.begin(keys.parts, CLERK, "keys", "take", told)
        if place < 9:
            proceedings.act(keys.parts, OTHER, lent.id, "confirm", {})
        if place < 4:
            proceedings.act(keys.parts, CLERK, lent.id, "give_back", {})
    keys.open()
    keys.click("rail-statistics")
    keys.turn("of-keys")
    page = keys.window.page("statistics")
    assert isinstance(page, StatisticsPage)
    return keys, page


def listed(keys: Keys) -> int:
    """How many rows the register lists."""
    keys.until(lambda: keys.sees("register-keys"))
    keys.settle()
    return keys.find(ListTable, "register-keys").model().rowCount()


def counts(keys: Keys) -> dict[str, QAbstractButton]:
    found = keys.window.page("statistics").findChildren(QAbstractButton)
    return {b.objectName(): b for b in found if b.isVisible() and b.objectName().startswith("count-")}


def count(keys: Keys, name: str) -> str:
    """The number that stands there; empty while the table is made anew."""
    button = counts(keys).get(name)
    return button.text() if button else ""


def test_every_number_of_the_table_opens_a_list_of_so_many(room: tuple[Keys, StatisticsPage]) -> None:
    keys, _page = room
    keys.click("by-state")
    keys.until(lambda: "count-keys.out-all" in counts(keys))
    told = {name: int(button.text()) for name, button in counts(keys).items()}
    assert sorted(told.values(), reverse=True)[0] == 12
    for name, count in told.items():
        keys.click("rail-statistics")
        keys.click(name)
        assert listed(keys) == count, name


def test_the_figures_open_their_lists(room: tuple[Keys, StatisticsPage]) -> None:
    keys, page = room
    figures = [b for b in page.findChildren(QAbstractButton) if b.objectName().startswith("figure-")]
    assert len(figures) == 4
    opened = {}
    for name in [b.objectName() for b in figures if b.isEnabled()]:
        keys.click("rail-statistics")
        keys.click(name)
        opened[name] = listed(keys)
    assert opened["figure-begun"] == 12
    assert opened["figure-used"] == 4


def test_no_share_is_told_of_fewer_than_ten_and_a_zero_is_no_link(room: tuple[Keys, StatisticsPage]) -> None:
    keys, page = room
    shown = "\n".join(w.text() for w in page.findChildren(QLabel) if w.isVisible())
    assert "%" not in shown
    assert "count-sum-ended" not in counts(keys)
    assert "分母不到10的不算百分比" in shown


def test_a_bar_tells_what_is_done_and_opens_its_week(room: tuple[Keys, StatisticsPage]) -> None:
    keys, page = room
    (chart,) = page.findChildren(BarChart)
    assert [(b.label, b.done, b.left) for b in chart.bars if b.whole] == [("11-16", 4, 1), ("11-23", 0, 7)]
    (bar,) = [b for b in chart.findChildren(BarButton) if b.isVisible() and b.bar.label == "11-16"]
    assert bar.accessibleName() == "11月16日至11月22日借出5,已办完4,其余1"
    # by keyboard: Tab reaches one bar, arrows walk, Enter opens
    reached = [b for b in chart.findChildren(BarButton) if b.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len([b for b in reached if b.isVisible()]) == 1
    bar.setFocus()
    keys.qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert QApplication.focusWidget().accessibleName().startswith("11月23日")
    keys.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    keys.qtbot.keyClick(bar, Qt.Key.Key_Return)
    assert listed(keys) == 5


def test_arrows_walk_the_numbers_and_enter_opens(room: tuple[Keys, StatisticsPage]) -> None:
    keys, page = room
    (table,) = page.findChildren(SumsCard)
    first = table.links[min(table.links)]
    first.setFocus()
    keys.qtbot.keyClick(first, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is table.links[1, 1]
    keys.qtbot.keyClick(table.links[1, 1], Qt.Key.Key_Down)
    assert QApplication.focusWidget().accessibleName() == "合计 办完 4,看名单"
    keys.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert listed(keys) == 4


def test_other_days_count_other_records(room: tuple[Keys, StatisticsPage]) -> None:
    keys, page = room
    keys.click("period-0")
    keys.until(lambda: count(keys, "count-sum-all") == "12")
    page._take_days(date(2026, 11, 16), date(2026, 11, 20))
    keys.settle()
    assert page.period == StatPeriod(date(2026, 11, 16), date(2026, 11, 20))
    (chart,) = page.findChildren(BarChart)
    keys.until(lambda: sum(b.whole for b in chart.bars) == 5)
    assert keys.find(QAbstractButton, "period-own").text() == "11月16日至11月20日"


def test_a_file_is_written_where_the_clerk_says(room: tuple[Keys, StatisticsPage], tmp_path: Path) -> None:
    keys, page = room
    page._ask_file("csv", False)
    (dialog,) = [d for d in page.findChildren(QFileDialog) if d.objectName() == "statistics-file"]
    target = tmp_path / "统计.csv"
    dialog.fileSelected.emit(str(target))
    keys.settle()
    text = target.read_text("utf-8-sig")
    assert "合计,12,4,8,0" in text
    # a place that can not be written is told, and what is there stays
    dialog.fileSelected.emit(str(target / "x.csv"))
    keys.settle()
    keys.until(lambda: any("导出的文件存不下来" in t for t in keys.shown()))


def test_it_stands_below_one_another_where_the_room_is_narrow(room: tuple[Keys, StatisticsPage]) -> None:
    keys, page = room
    keys.window.setMinimumSize(600, 380)
    keys.window.resize(683, 384)
    (table,), (chart,) = page.findChildren(SumsCard), page.findChildren(BarChart)
    keys.until(lambda: _top(table, page) > _top(chart, page) + chart.height())
    assert table.width() <= 683


def _top(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, widget.rect().topLeft()).y()


@pytest.mark.parametrize(
    ("highest", "top", "step"),
    [(0, 1, 1), (3, 3, 1), (4, 4, 1), (5, 6, 2), (28, 30, 10), (186, 200, 50), (999, 1000, 500)],
)
def test_a_scale_counts_by_round_numbers(highest: int, top: int, step: int) -> None:
    assert scale(highest) == (top, step)


def test_a_chart_of_a_year_leaves_labels_out_and_cuts_none(keys: Keys) -> None:
    chart = BarChart()
    keys.qtbot.addWidget(chart)
    chart.resize(460, 300)
    chart.show_bars([ChartBar(f"{n:02d}-01", n, n, "", Wanted("keys")) for n in range(52)])
    chart.show()
    assert 5 < len(chart._labelled()) < 20


def test_the_same_numbers_stand_on_paper(room: tuple[Keys, StatisticsPage]) -> None:
    keys, _page = room
    keys.click("by-state")
    keys.until(lambda: "count-keys.out-all" in counts(keys))
    keys.click("statistics-print")
    paper = keys.paper()
    said = squeezed(text_of(paper.view.pdf))
    for words in ("钥匙登记统计表", "待复核3030", "已借出5050", "已归还44004/4", "合计124804/5"):
        assert words in said, said
    assert "2026年10月1日至11月23日" in said
    keys.put_away(paper)
