"""Step 2: F7 opens 办事指南; F8 with nobody and nothing typed opens it too, in place of an empty notice."""

from PySide6.QtWidgets import QDialog, QWidget

from desk_app.ui.papers.guide import GuideSheetsDialog
from tests.people import id_number
from tests.ui_pages.conftest import NOTICE, Desk


def run(desk: Desk, name: str) -> None:
    """Do what a footer button of the page does."""
    (action,) = [a for a in desk.page.footer_actions() if a.name == name]
    action.run()


def dialogs(desk: Desk, name: str) -> list[QWidget]:
    return [d for d in desk.page.findChildren(QDialog, name) if d.isVisible()]


def test_step_2_offers_it_with_its_key(desk: Desk) -> None:
    desk.take_sound()
    desk.go(NOTICE)
    assert [(a.name, a.key, a.looks) for a in desk.page.footer_actions()] == [
        ("print-guide", "F7", True),
        ("print-notice", "F8", True),
    ]
    run(desk, "print-guide")
    assert isinstance(desk.dialog("print-guide"), GuideSheetsDialog)


def test_an_empty_visit_prints_no_notice_of_nobody(desk: Desk) -> None:
    desk.take_empty()
    desk.go(NOTICE)
    run(desk, "print-notice")
    assert isinstance(desk.dialog("print-guide"), GuideSheetsDialog)
    assert dialogs(desk, "print-notice") == []


def test_as_soon_as_something_is_known_the_notice_opens(desk: Desk) -> None:
    desk.take_empty()
    desk.case.answer("id_number", id_number())
    desk.go(NOTICE)
    run(desk, "print-notice")
    desk.dialog("print-notice")
    assert dialogs(desk, "print-guide") == []
