"""The accessible action of a control does what a click does, on every page; and a double click is one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton, QScrollArea

from desk_app.domain.applications import Draft
from tests.people import sound_draft
from tests.ui_pages.conftest import ACCEPT, CAPTURE, CONFIRM, FILL, NOTICE, SITUATION, Desk
from tests.ui_shell.hands import click

_PAGES: Final = (SITUATION, NOTICE, FILL, CAPTURE, CONFIRM, ACCEPT)
_ONCE: Final = datetime(2026, 1, 1, tzinfo=UTC)
_OPENS: Final = ("file:", "camera:", "accept")
"""Beginnings of names of buttons that open something of the system, or accept for good."""


def draft_with_questions(desk: Desk) -> Draft:
    """A draft whose pages have as much on them as possible, the interview not finished."""
    draft = sound_draft(desk.parts)
    left = {e: v for e, v in draft.answers.items() if e not in ("certificate_state", "other_benefits")}
    return replace(draft, answers=left)


def ticks(desk: Desk) -> list[str]:
    """Names of the checkable controls on the page that can be worked."""
    found = desk.page.findChildren(QAbstractButton)
    return [b.objectName() for b in found if b.isCheckable() and b.isVisible() and b.isEnabled()]


def buttons(desk: Desk) -> list[str]:
    """Names of the other buttons that do something on the page itself."""
    found = desk.page.findChildren(QPushButton)
    return [
        b.objectName()
        for b in found
        if not b.isCheckable() and b.isVisible() and b.isEnabled() and b.objectName()
        and not b.objectName().startswith(_OPENS)
    ]  # fmt: skip


def named(desk: Desk, name: str) -> QAbstractButton:
    return next(b for b in desk.page.findChildren(QAbstractButton, name) if b.isVisible())


def told(draft: Draft) -> Draft:
    """What a draft says, without its moment and what only became known."""
    return replace(draft, updated_at=_ONCE, records={}, certificates=(), known_as=(), known_by=())


def anew(desk: Desk, draft: Draft, page: int) -> None:
    """The draft as it was, on this page."""
    desk.case.change(lambda _: draft)
    desk.go(page)


def press(desk: Desk, name: str, times: int = 1) -> None:
    """Scroll to a control and click there so often, as quickly as a double click; the mouse stays there."""
    control = named(desk, name)
    places: list[QPoint] = []

    def stands() -> bool:
        places.append(control.mapTo(desk.stack, QPoint()))
        return len(places) > 5 and len(set(map(QPoint.toTuple, places[-5:]))) == 1

    desk.until(stands)  # what was done before may still be moving the page
    around = control.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(control)
        around = around.parentWidget()
    QApplication.processEvents()
    place = QPoint(min(12, control.width() // 2), control.height() // 2)
    at = control.mapTo(desk.stack, place)
    hit = desk.stack.childAt(at)
    if hit is not control and (hit is None or not control.isAncestorOf(hit)):
        pytest.fail(f"{name} can not be scrolled to")
    click(control, times, place)


def act(desk: Desk, name: str) -> None:
    """Work a control by the first action a screen reader is offered for it."""
    control = named(desk, name)
    interface = QAccessible.queryAccessibleInterface(control)
    assert interface is not None
    actions = interface.actionInterface()
    assert actions is not None
    wanted = "Toggle" if control.isCheckable() else "Press"
    assert wanted in actions.actionNames(), name
    actions.doAction(wanted)
    if wanted == "Press":  # it is shown pressed for a tenth of a second first
        desk.until(lambda: not control.isDown())


@pytest.fixture(params=_PAGES, ids=["situation", "notice", "fill", "capture", "confirm", "accept"])
def page(request: pytest.FixtureRequest) -> int:
    step: int = request.param
    return step


def effects(
    desk: Desk, draft: Draft, page: int, names: Sequence[str], way: Callable[[str], None]
) -> dict[str, object]:
    """What came of each control worked this way, each on the page as it was at first."""
    found: dict[str, object] = {}
    for name in names:
        anew(desk, draft, page)
        way(name)
        desk.settle()
        # Ticks stand as the case says, not only as the control shows.
        found[name] = (told(desk.case.draft), desk.stack.currentIndex(), _shown(desk, name))
        for dialog in desk.stack.findChildren(QDialog):
            dialog.close()
    return found


def _note(pressed: list[str], name: str, _on: bool = False) -> None:
    pressed.append(name)


def _shown(desk: Desk, name: str) -> bool | None:
    seen = [b for b in desk.page.findChildren(QAbstractButton, name) if b.isVisible()]
    return seen[0].isChecked() if seen else None


def test_a_toggle_by_a_screen_reader_does_what_a_click_does(desk: Desk, page: int) -> None:
    draft = draft_with_questions(desk)
    desk.take(draft)
    desk.go(page)
    names = ticks(desk)
    clicked = effects(desk, draft, page, names, partial(press, desk))
    toggled = effects(desk, draft, page, names, partial(act, desk))
    assert [name for name in names if toggled[name] != clicked[name]] == []
    if page in (NOTICE, FILL, CAPTURE):
        assert names
        assert len({str(effect) for effect in clicked.values()}) > 1


def test_a_double_click_on_a_tick_is_one_click(desk: Desk, page: int) -> None:
    draft = draft_with_questions(desk)
    desk.take(draft)
    desk.go(page)
    names = ticks(desk)[:40]
    once = effects(desk, draft, page, names, partial(press, desk))
    twice = effects(desk, draft, page, names, lambda name: press(desk, name, 2))
    assert [name for name in names if twice[name] != once[name]] == []


def test_a_double_click_on_a_button_is_one_click(desk: Desk, page: int) -> None:
    desk.take(draft_with_questions(desk))
    desk.go(page)
    draft = desk.case.draft
    for name in buttons(desk):
        anew(desk, draft, page)
        if not any(b.isVisible() for b in desk.page.findChildren(QAbstractButton, name)):
            continue
        pressed: list[str] = []
        everything = desk.stack.findChildren(QAbstractButton)
        for each in everything:
            each.clicked.connect(partial(_note, pressed, each.objectName()))
        press(desk, name, 2)
        assert pressed == [name]
        desk.settle()
        for dialog in desk.stack.findChildren(QDialog):
            dialog.close()


def test_every_button_can_be_pressed_by_its_action(desk: Desk, page: int) -> None:
    desk.take(draft_with_questions(desk))
    desk.go(page)
    draft = desk.case.draft
    for name in buttons(desk)[:6]:
        anew(desk, draft, page)
        pressed: list[str] = []
        named(desk, name).clicked.connect(partial(_note, pressed, name))
        act(desk, name)
        desk.until(lambda seen=pressed: bool(seen))
        assert pressed == [name]
        for dialog in desk.stack.findChildren(QDialog):
            dialog.close()


def test_an_answer_is_given_by_actions_alone(desk: Desk) -> None:
    desk.take(draft_with_questions(desk))
    desk.go(NOTICE)
    question = desk.case.question
    assert question is not None
    first = next(n for n in ticks(desk) if n.startswith(f"{question.id}:"))
    act(desk, first)
    assert question.id in desk.case.draft.answers
