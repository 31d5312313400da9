"""What proves who somebody is, and what is asked before whole numbers leave: codes, people, purposes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from desk_app.domain.clerks import ADMINISTRATOR, SUPERVISOR, Clerk
from desk_app.domain.events import Who
from desk_app.services.signin import demo
from desk_app.ui.acts.dialog import ActDialog
from desk_app.walkthrough.scene import Showing
from desk_app.walkthrough.shot import shot
from forms.procedures import CLERK

_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
"""Of nobody's telephone."""


@contextmanager
def _with_codes(scene: Showing) -> Iterator[None]:
    """Who sits here is asked for codes within the block."""
    found = scene.parts.store.clerks.named(scene.parts.window.clerk)
    assert found is not None
    scene.parts.store.clerks.change(found.id, lambda c: replace(c, totp=_SECRET))
    try:
        yield
    finally:
        scene.parts.store.clerks.change(found.id, lambda c: replace(c, totp="", failures=0, pause=None))


@shot("sign-in-code", "SignInPage")
def _code(scene: Showing) -> None:
    with _with_codes(scene):
        scene.window.locker.lock()
        scene.write("sign-in:password", demo.PASSWORD)
        scene.key(Qt.Key.Key_Return)
        scene.until(scene.find(QLineEdit, "sign-in:code").isVisible, "问验证码")


@shot("second-on", "SecondDialog")
def _second_on(scene: Showing) -> None:
    scene.room("settings")
    with _with_codes(scene):
        scene.press("second")


@shot("people-administrator", "PeopleDialog")
def _administrator(scene: Showing) -> None:
    """An administrator's people page: somebody has codes, somebody was stopped."""
    scene.room("settings")
    seat, now, clerks = scene.parts.window.seat, scene.parts.clock.now(), scene.parts.store.clerks
    for name, totp, active in (("王样甲", _SECRET, True), ("古丽·阿不都热依木·样例", "", False)):
        if clerks.named(name) is None:
            clerks.add(Clerk(str(uuid4()), name, (CLERK,), "", "", now, now, totp=totp, active=active))
    roles = tuple(seat.roles)
    seat.give(seat.who, (*roles, ADMINISTRATOR))
    try:
        scene.press("people")
    finally:
        seat.give(seat.who, roles)


@shot("act-second-proof", "ActDialog")
def _proof(scene: Showing) -> None:
    """The second of four eyes is somebody else: their password is asked, and was wrong."""
    scene.room("registers")
    waiting = next(p for p in scene.parts.store.proceedings.listed("loans") if p.state == "out")
    scene.window.registers.show_record(waiting)
    scene.settle()
    seat = scene.parts.window.seat
    who, roles = seat.who, tuple(seat.roles)
    seat.take(who, roles)  # as somebody who signed in
    try:
        scene.press("act-confirm")
        dialog = scene.dialog("ActDialog")
        assert isinstance(dialog, ActDialog)
        scene.write("second:person", next(n for n, _ in demo.PEOPLE if n != who.person), dialog)
        scene.write("second:password", "not-the-right-one", dialog)
        scene.until(lambda: dialog.armed, "可以按了")
        scene.press("act:go", dialog)
        scene.until(scene.find(QLabel, "second:problem", dialog).isVisible, "说明为什么不行")
    finally:
        seat.give(who, roles)


@shot("export-whole", "ExportDialog")
def _export_whole(scene: Showing) -> None:
    scene.room("applications")
    scene.press("list-export")
    scene.press("export-whole")


@shot("finder-person", "FinderDialog")
def _person(scene: Showing) -> None:
    """One person is found by their number: what they hold, and the report on them."""
    scene.room("todos")
    number = str(scene.parts.store.applications.search()[0].answers["id_number"])
    scene.window.topbar.find_wanted.emit()
    scene.write("finder-search", number)
    scene.until(scene.find(QAbstractButton, "finder-report").isVisible, "这个人的卡片")


@contextmanager
def _leading(scene: Showing) -> Iterator[None]:
    """Whoever leads sits here within the block."""
    seat = scene.parts.window.seat
    who, roles = seat.who, tuple(seat.roles)
    seat.give(Who("演示负责人", CLERK, who.unit, who.window), (CLERK, SUPERVISOR))
    try:
        yield
    finally:
        seat.give(who, roles)


@shot("todos-supervisor", "todos")
def _todos_supervisor(scene: Showing) -> None:
    """What is unfinished may be given to a colleague from the to-dos."""
    with _leading(scene):
        scene.room("todos")
        scene.window.todos.refresh()
        scene.settle()
        scene.press("fold-drafts")
        scene.find(QAbstractButton, "give-adult").setFocus()
        scene.settle()


@shot("draft-supervisor", "applications")
def _draft_supervisor(scene: Showing) -> None:
    """… and from the list of applications."""
    with _leading(scene):
        scene.room("applications")
        scene.window.applications.list.show_record("adult")
        scene.settle()
