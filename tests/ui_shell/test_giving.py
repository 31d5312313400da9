"""转给: a supervisor gives a draft to a colleague where it stands: in the list and in the to-dos too."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desk_app.domain.applications import Draft
from desk_app.domain.clerks import ADMINISTRATOR, SUPERVISOR
from desk_app.domain.events import Subject, Who
from desk_app.domain.finding import DRAFT
from desk_app.domain.reads import ReadKind
from desk_app.services.signin import demo, people, seating
from desk_app.ui.kit import cover
from desk_app.ui.todos.page import TodosPage
from forms.procedures import CLERK
from tests.fakes import StillClock, make_parts
from tests.ui_shell import hands
from tests.ui_shell.conftest import Desk, write
from tests.ui_shell.test_signing_in import locked, typed

HOLDER, LEADER, OTHER = (name for name, _ in demo.PEOPLE)
NEXT, WORD = "王样甲", "gan-zhou-2026-x"


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A window of the demo hall with a draft of its clerk; its supervisor sits there."""
    parts = make_parts(tmp_path, StillClock())
    parts = replace(parts, window=replace(parts.window, demo=True))
    seating.prepare(parts, seated=False)
    made = Desk(qtbot, parts, parts.clock)  # type: ignore[arg-type]
    made.keep_draft(clerk=HOLDER)
    sit(made, LEADER, CLERK, SUPERVISOR)
    yield made
    made.errands.close()
    parts.store.close()


def sit(desk: Desk, name: str, *roles: str) -> None:
    seat = desk.parts.window.seat
    seat.give(Who(name, CLERK, seat.who.unit, seat.who.window), roles)


def the_draft(desk: Desk) -> Draft:
    (draft,) = desk.parts.store.drafts.all()
    return draft


def chosen(desk: Desk, pressed: str, name: str) -> None:
    """Press the button and choose a colleague from the menu that comes."""
    desk.click(pressed)
    desk.until(lambda: bool(menus(desk, pressed)))
    (menu,) = menus(desk, pressed)
    assert HOLDER not in [action.text() for action in menu.actions()]
    next(a for a in menu.actions() if a.text() == name).trigger()
    menu.hide()
    desk.until(lambda: the_draft(desk).clerk == name)
    desk.settle()


def menus(desk: Desk, pressed: str) -> list[QMenu]:
    return [m for m in desk.window.findChildren(QMenu, f"{pressed}:menu") if m.isVisible()]


def shown_gives(desk: Desk) -> list[QPushButton]:
    every = desk.window.findChildren(QPushButton)
    return [b for b in every if b.objectName().startswith("give-") and b.isVisible()]


def to_dos(desk: Desk) -> None:
    """Show the to-dos with the unfinished ones unfolded."""
    desk.window.show_room("todos")
    desk.settle()
    desk.click("fold-drafts")


def listed(desk: Desk) -> None:
    """Select the draft in the list of applications."""
    desk.window.show_room("applications")
    desk.settle()
    desk.window.applications.list.show_record(the_draft(desk).id)
    desk.settle()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_in_the_to_dos(hall: Desk) -> None:
    hall.open()
    to_dos(hall)
    chosen(hall, f"give-{the_draft(hall).id}", OTHER)
    hall.until(lambda: any(f"{OTHER}在办" in text for text in hall.shown()))
    note = hall.parts.store.journal.of(Subject(DRAFT, the_draft(hall).id))[-1]
    assert (note.how, note.who.person) == (ReadKind.HANDED_OVER, LEADER)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_on_the_card_in_the_list_of_applications(hall: Desk) -> None:
    hall.open()
    listed(hall)
    chosen(hall, "give-selected", OTHER)
    hall.until(lambda: hall.window.applications.list.row is not None)
    row = hall.window.applications.list.row
    assert row is not None
    hall.until(lambda: the_draft(hall).clerk == OTHER)


def test_who_is_no_supervisor_is_offered_nothing_anywhere(hall: Desk) -> None:
    sit(hall, OTHER, CLERK)
    hall.open()
    hall.window.counter.begin()
    hall.settle()
    assert shown_gives(hall) == []
    listed(hall)
    assert shown_gives(hall) == []
    to_dos(hall)
    assert hall.sees(f"do-{the_draft(hall).id}")
    assert shown_gives(hall) == []


def test_another_person_at_the_window_sees_what_their_role_allows(hall: Desk) -> None:
    hall.open()
    to_dos(hall)
    assert shown_gives(hall) != []
    sit(hall, OTHER, CLERK)
    page = hall.window.todos
    assert isinstance(page, TodosPage)
    page.let_go()
    hall.until(lambda: shown_gives(hall) == [])


def test_what_is_open_at_the_counter_is_set_aside_first(hall: Desk) -> None:
    hall.open()
    hall.window.resume_draft(the_draft(hall).id)
    hall.until(lambda: hall.window.case is not None)
    hall.settle()
    held = the_draft(hall).clerk
    hall.window.counter.give(the_draft(hall).id, OTHER)
    hall.until(lambda: any("先暂存再转" in text for text in hall.shown()))
    hall.settle()
    assert the_draft(hall).clerk == held


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_from_hand_to_hand_each_signed_in_by_their_own_password(hall: Desk) -> None:
    sit(hall, LEADER, ADMINISTRATOR)
    people.add(hall.parts, NEXT, [CLERK], WORD)
    hall.parts.window.seat.leave()
    hall.open()
    comes(hall, HOLDER, demo.PASSWORD)
    hall.window.resume_draft(the_draft(hall).id)
    hall.until(lambda: hall.window.case is not None)
    hall.settle()
    relieves(hall, LEADER, demo.PASSWORD)
    gives_on_the_start_page(hall, NEXT)
    relieves(hall, NEXT, WORD, "an-own-word-2026")
    hall.until(lambda: any(f"{NEXT}在办" in text for text in hall.shown()))
    hall.click(f"resume-{the_draft(hall).id}")
    hall.until(lambda: hall.window.case is not None)
    hall.settle()
    assert hall.parts.window.clerk == the_draft(hall).clerk == NEXT
    notes = hall.parts.store.journal.of(Subject(DRAFT, the_draft(hall).id))
    handed = [(n.who.person, n.text) for n in notes if n.how is ReadKind.HANDED_OVER]
    assert handed == [(LEADER, f"把{HOLDER}的转给{NEXT}")]


def gives_on_the_start_page(hall: Desk, name: str) -> None:
    """There the menu is the button's own, opened by the mouse."""
    button = hall.find(QPushButton, f"give-{the_draft(hall).id}")
    hall.click(button.objectName())
    menu = button.menu()
    assert isinstance(menu, QMenu)
    hall.until(menu.isVisible)
    next(a for a in menu.actions() if a.text() == name).trigger()
    menu.hide()
    hall.until(lambda: the_draft(hall).clerk == name)
    hall.settle()


def comes(hall: Desk, name: str, word: str, own: str = "") -> None:
    """Choose a name and type the password, and an own one where that is asked."""
    hall.click(f"sign-in:{name}")
    typed(hall, word)
    if own:
        for line in ("password", "again"):
            write(hall.find(QLineEdit, f"sign-in:{line}"), own)
        hall.click("sign-in:go")
    hall.until(lambda: not cover.covered())
    hall.settle()
    assert hall.parts.window.clerk == name


def relieves(hall: Desk, name: str, word: str, own: str = "") -> None:
    """The change of shift, in two keys."""
    hall.window.activateWindow()
    hall.until(hall.window.isActiveWindow)
    locked(hall)
    QTest.keyClick(hands.handle(hall.window), Qt.Key.Key_F4)
    hall.settle()
    comes(hall, name, word, own)
