"""统计 of applications in the real window: a number opens exactly that many matters in 办件."""

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QAbstractButton, QDateEdit, QLabel

from desk_app.ui.kit.lists.view import ListTable
from tests import news
from tests.ui_shell.conftest import Desk


def _rows(desk: Desk) -> int:
    desk.until(lambda: desk.window.page("applications").isVisible())
    desk.settle()
    (table,) = [t for t in desk.window.page("applications").findChildren(ListTable) if t.isVisible()]
    return table.model().rowCount()


def test_each_number_of_matters_opens_so_many(desk: Desk) -> None:
    # GIVEN four applications of three matters each, one of which is concluded, one refused
    taken = [desk.accepted() for _ in range(4)]
    for application, act in zip(taken, ("conclude", "refuse"), strict=False):
        news.tell(desk.parts, application, "cert_new", act, desk.clock.now(), text="见通知")
    desk.open()
    desk.click("rail-statistics")
    desk.until(lambda: desk.sees("count-sum-all"))
    page = desk.window.page("statistics")
    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible()]
    told = {
        b.objectName(): int(b.text()) for b in buttons if b.objectName().startswith("count-") and b.text()
    }
    # THEN the lines add up
    assert told["count-sum-all"] == 12
    lines = [n for name, n in told.items() if name.endswith("-all") and name != "count-sum-all"]
    assert sum(lines) == 12
    # WHEN a number is asked for, THEN the list has so many rows
    for name, count in told.items():
        desk.click("rail-statistics")
        desk.click(name)
        assert _rows(desk) == count, name


def test_what_happens_while_it_is_in_sight_is_counted(desk: Desk) -> None:
    desk.accepted()
    desk.open()
    desk.click("rail-statistics")
    desk.until(lambda: desk.sees("count-sum-all"))
    assert desk.find(QAbstractButton, "count-sum-all").text() == "3"
    more = desk.accepted()
    desk.line.changed.emit(more.subject)
    desk.until(lambda: desk.find(QAbstractButton, "count-sum-all").text() == "6")


def test_a_slip_in_the_year_asks_for_no_chart_of_thousands_of_years(desk: Desk) -> None:
    desk.accepted()
    desk.open()
    desk.click("rail-statistics")
    desk.click("period-own")
    dialog = desk.find_dialog("list-days")
    for edit, year in zip(dialog.findChildren(QDateEdit), (1026, 9999), strict=True):
        edit.setDate(QDate(year, 1, 1))
        assert 1990 <= edit.date().year() <= 2027
    dialog.findChild(QAbstractButton, "list-days-take").click()
    desk.settle()
    assert desk.find(QAbstractButton, "count-sum-all").text() == "3"


def test_a_matter_behind_a_figure_has_its_card_and_a_way_back_to_all(desk: Desk) -> None:
    # GIVEN two applications of three matters each, and the list of the matters in work
    for _ in range(2):
        desk.accepted("王样本")
    desk.open()
    desk.click("rail-statistics")
    desk.click("count-sum-all")
    assert _rows(desk) == 6
    assert desk.find(QLabel, "applications-count").text() == "6 项"
    # WHEN a row is chosen, THEN its application is on the card with what comes next
    (table,) = [t for t in desk.window.page("applications").findChildren(ListTable) if t.isVisible()]
    table.selectRow(0)
    desk.until(lambda: desk.sees("next-act"))
    # WHEN the clerk wants whole applications again
    apart = next(b for b in desk.window.findChildren(QAbstractButton) if b.text().startswith("每行一项"))
    desk.qtbot.mouseClick(apart, Qt.MouseButton.LeftButton)
    desk.until(lambda: _rows(desk) == 2)
    assert desk.find(QLabel, "applications-count").text() == "2 件"


@pytest.mark.parametrize("name", ["count-sum-all", "figure-begun", "bar-11-23", "period-own"])
def test_the_keyboard_stays_on_the_page_when_what_it_stands_on_goes(desk: Desk, name: str) -> None:
    # GIVEN applications of today, and the keyboard on one of their numbers
    desk.accepted()
    desk.open()
    desk.click("rail-statistics")
    desk.find(QAbstractButton, name).setFocus()
    # WHEN days are asked for in which nothing began
    desk.click("period-own")
    dialog = desk.find_dialog("list-days")
    for edit, day in zip(dialog.findChildren(QDateEdit), (1, 31), strict=True):
        edit.setDate(QDate(2020, 1, day))
    desk.find(QAbstractButton, name).setFocus()
    dialog.findChild(QAbstractButton, "list-days-take").click()
    desk.until(lambda: not desk.sees("count-sum-all"))
    # THEN it stands on the period that is shown
    desk.until(lambda: desk.find(QAbstractButton, "period-own") is desk.window.focusWidget())


@pytest.mark.parametrize("name", ["count-sum-all", "figure-begun"])
def test_a_press_that_leaves_the_keyboard_elsewhere_does_not_lose_it(desk: Desk, name: str) -> None:
    # GIVEN an application of last month, and the keyboard on its number in this quarter
    desk.accepted()
    desk.clock.move(10 * 24 * 3600)
    desk.open()
    desk.click("rail-statistics")
    desk.find(QAbstractButton, name).setFocus()
    # WHEN this month is pressed without the keyboard moving there, as a screen reader presses
    desk.find(QAbstractButton, "period-0").click()
    desk.until(lambda: not desk.sees("count-sum-all"))
    # THEN it stands on the page
    page = desk.window.page("statistics")
    desk.until(lambda: page.isAncestorOf(desk.window.focusWidget()))
