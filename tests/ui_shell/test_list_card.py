"""办件 and its card: what it hides until somebody asks, its Tab order, its room in large print."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from desk_app.domain.reads import ReadKind
from desk_app.ui.kit import style
from desk_app.ui.kit.lists.view import ListTable
from tests.dressed import dressed
from tests.ui_shell import news
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
    desk.click("purpose:go")
    assert WHOLE not in desk.shown(), "nothing is shown without a purpose"
    desk.click("purpose:text:电话告知")
    desk.click("purpose:go")
    # THEN it is shown, the read is noted, and the keyboard stands where it stood
    desk.until(lambda: WHOLE in desk.shown())
    reads = [(read.how, read.text) for read in desk.parts.store.journal.of(application.subject)]
    assert reads == [(ReadKind.OPENED, ""), (ReadKind.UNMASKED, "用途:电话告知")]
    desk.window.activateWindow()  # no window manager does it here once the dialog is gone
    desk.until(lambda: desk.find(QAbstractButton, "phone-unmask").hasFocus())
    # WHEN another row is chosen and the first one again, THEN the numbers are masked
    for row in (1, 0):
        choose(desk, row)
        desk.until(lambda: MASKED in desk.shown())
        assert WHOLE not in desk.shown()


def walked(desk: Desk, steps: int) -> list[str]:
    """Names of the widgets Tab visits, from the search line on."""
    desk.find(QLineEdit, "search").setFocus()
    names = []
    for _ in range(steps):
        focused = desk.window.focusWidget()
        assert focused is not None
        names.append(focused.objectName())
        desk.qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return names


def test_tab_walks_as_the_page_is_read(desk: Desk) -> None:
    # GIVEN an application with an act to do, its card in view
    application = desk.accepted("王样本")
    news.deliver(desk.parts, application)
    news.tell(desk.parts, application, "cert_new", "conclude")
    desk.open()
    desk.click("rail-applications")
    choose(desk, 0)
    desk.until(lambda: desk.sees("next-act"))
    # WHEN the card was filled anew meanwhile and Tab is pressed from the search line on
    choose(desk, 0)
    names = walked(desk, 32)
    # THEN it visits line by line, then the table, then the card from its links to its last button
    head = ["search", "list-period", "list-counter", "list-export", "transfer", "delivering"]
    assert names[: len(head)] == head
    chips = [c.objectName() for c in desk.window.applications.list.controls.filters.chips if c.isVisible()]
    rest = names[len(head) :]
    assert rest[: len(chips) + 2] == [*chips, "list-more", "applications"]
    card = rest[len(chips) + 2 :]
    assert card.index("phone-unmask") < card.index("hand_over-cert_new") < card.index("next-act")
    assert card.index("next-act") < card.index("receipt-again") < card.index("rail-applications")


@pytest.mark.parametrize(
    ("look", "room"),
    [
        (style.Looks.LARGE, (683, 384)), (style.Looks.LARGE, (1366, 768)),
        (style.Looks.CONTRAST, (1097, 617)), (style.Looks.CONTRAST, (1060, 600)),
    ],
)  # fmt: skip
def test_in_other_looks_nothing_above_the_list_is_cut(
    desk: Desk, look: style.Looks, room: tuple[int, int]
) -> None:
    style.apply(dressed(), look.value)
    desk.accepted("王样本")
    desk.open()
    desk.window.resize(*room)
    desk.window.show_room("applications")
    desk.settle()
    controls = desk.window.applications.list.controls
    # THEN the search line has room for its hint, and every button for its words
    desk.until(lambda: controls.search.width() >= style.px(180))
    for name in (
        "list-period",
        "list-counter",
        "list-export",
        "transfer",
        "delivering",
        "filter:all",
        "list-more",
    ):
        shown = desk.find(QAbstractButton, name)
        place = shown.geometry().translated(shown.parentWidget().mapTo(desk.window, QPoint()))
        assert desk.window.rect().contains(place), name
        desk.until(lambda shown=shown: shown.width() >= shown.sizeHint().width())
    # and Tab visits the buttons as they stand: those that had no room come behind the filters
    names = walked(desk, 14)
    assert names.index("list-counter") < names.index("filter:all") < names.index("list-more")
    assert names.index("list-more") < names.index("transfer") < names.index("applications")
