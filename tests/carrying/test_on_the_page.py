"""What is out stands on the page of home visits, and is taken back there with a reason by who leads."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.clerks import SUPERVISOR
from desk_app.services.visits import day
from tests.carrying.conftest import Field
from tests.dressed import dressed
from tests.ui_shell.conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _said(desk: Desk) -> str:
    card = desk.find(QWidget, "visits-card-away")
    return "\n".join(w.text() for w in card.findChildren(QLabel) if w.isVisible())


def test_a_package_is_seen_and_taken_back(qtbot: QtBot, field: Field) -> None:
    dressed()
    visit = field.visit()
    field.out("51", visit)
    (package,) = day.read(field.hall).out
    seat = field.hall.window.seat
    desk = Desk(qtbot, field.hall, field.clocks["3"])
    desk.open()
    desk.click("rail-visits")
    desk.until(lambda: desk.sees("visits-card-away") and "张样例" in _said(desk))
    assert "在51号窗口的电脑上" in _said(desk)
    assert not desk.sees(f"take-back-{package.package}")
    # WHEN somebody who leads sits here THEN it can be taken back, and not without a reason
    seat.give(seat.who, (SUPERVISOR,))
    desk.click("rail-todos")
    desk.click("rail-visits")
    desk.until(lambda: desk.sees(f"take-back-{package.package}"))
    desk.click(f"take-back-{package.package}")
    dialog = desk.find_dialog("reason")
    desk.click("reason-go")
    desk.until(lambda: any("请写明原因" in w.text() for w in dialog.findChildren(QLabel)))
    line = dialog.findChild(QLineEdit, "reason-line")
    assert line is not None
    line.setText("换人去办")
    desk.click("reason-go")
    desk.until(lambda: not field.hall.store.carrying.leases())
    desk.until(lambda: not desk.sees("visits-card-away"))
    (kept,) = field.hall.store.carrying.leases(out=False)
    assert kept.reason == "换人去办"
    # WHEN the laptop comes home all the same THEN its outcome stands beside and is decided here
    field.do("3", visit, "finish", done="说清了政策", visited_on="2026-11-23")
    field.do("51", visit, "take_in", taken="身份证复印件", visited_on="2026-11-23")
    assert field.back("51").beside == 1
    desk.click("rail-todos")
    desk.click("rail-visits")
    desk.until(lambda: desk.sees(f"settle-{visit.id}-hall"))
    desk.click(f"settle-{visit.id}-hall")
    desk.find_dialog("reason").findChild(QLineEdit, "reason-line").setText("问过本人")  # type: ignore[union-attr]
    desk.click("reason-go")
    desk.until(lambda: not field.hall.store.carrying.marked())
    assert field.state("3", visit) == "served"
    QApplication.closeAllWindows()
    desk.errands.close()
