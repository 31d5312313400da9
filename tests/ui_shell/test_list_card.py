"""The card of 办件: what it hides until somebody asks."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from desk_app.domain.reads import ReadKind
from desk_app.ui.kit.lists.view import ListTable
from tests.ui_shell.conftest import Desk

WHOLE = "13809430000"
MASKED = "138****0000"


def choose(desk: Desk, row: int) -> None:
    """Make a row the current one and wait for its card."""
    table = desk.find(ListTable, "applications")
    table.selectRow(row)
    desk.settle()
    desk.until(lambda: desk.sees("receipt-again"))


def test_the_telephone_is_masked_until_somebody_asks_and_that_is_noted(desk: Desk) -> None:
    # GIVEN two applications, the card of one of them in view
    desk.accepted("王样本")
    desk.accepted("李样例")
    desk.open()
    desk.click("rail-applications")
    choose(desk, 0)
    application = desk.window.applications.detail.application
    assert application is not None
    assert MASKED in desk.shown()
    assert WHOLE not in desk.shown()
    # WHEN the clerk asks for the whole number by keyboard
    link = desk.find(QAbstractButton, "phone-unmask")
    assert link.accessibleName() == "显示完整联系电话"
    link.setFocus()
    desk.qtbot.keyClick(link, Qt.Key.Key_Space)
    # THEN it is shown, the read is noted, and the keyboard stands where it stood
    desk.until(lambda: WHOLE in desk.shown())
    reads = [read.how for read in desk.parts.store.journal.of(application.subject)]
    assert reads == [ReadKind.OPENED, ReadKind.UNMASKED]
    desk.until(lambda: desk.find(QAbstractButton, "phone-unmask").hasFocus())
    # WHEN another row is chosen and the first one again, THEN the numbers are masked
    for row in (1, 0):
        choose(desk, row)
        desk.until(lambda: MASKED in desk.shown())
        assert WHOLE not in desk.shown()
