"""Signing in, locking and the change of shift, in the real window on a real book."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
import shiboken6
import zxingcpp
from PIL import Image
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk_app.domain.clerks import Clerk
from desk_app.services.counter import inform
from desk_app.services.parts import NOBODY, Seat
from desk_app.services.signin import demo, entering, people, seating, second
from desk_app.ui.kit import cover, uptime
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.guard import PACE_MS, InputGuard
from tests.disks import ON_POSIX, full_disk
from tests.fakes import StillClock, make_parts
from tests.ui_shell import hands
from tests.ui_shell.conftest import Desk, write

FIRST, SECOND, THIRD = "演示经办员", "演示负责人", "演示管理员"
OWN = "gan-zhou-2026-x"


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    """A window of the demo hall at which nobody sits."""
    clock = StillClock()
    parts = make_parts(tmp_path, clock)
    window = replace(parts.window, seat=Seat(), demo=True, usual=FIRST, idle_minutes=5)
    parts = replace(parts, window=window)
    seating.prepare(parts, seated=False)
    made = Desk(qtbot, parts, clock)
    yield made
    made.errands.close()
    parts.store.close()


def typed(desk: Desk, text: str, name: str = "sign-in:password") -> None:
    """Write into a line of the page, as an input method does, and press Enter."""
    line = desk.find(QLineEdit, name)
    desk.until(line.isEnabled)
    write(line, text)
    desk.until(line.hasFocus)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def typed_by_keys(desk: Desk, text: str) -> None:
    """Type the password key by key, no quicker than a hand does, and press Enter."""
    line = desk.find(QLineEdit, "sign-in:password")
    line.setFocus()
    desk.until(line.hasFocus)
    QTest.keyClicks(line, text, delay=PACE_MS + 5)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle()


def signed_in(desk: Desk, name: str = FIRST) -> None:
    """Open the window, if it is not open, and sign in."""
    if not hasattr(desk, "window"):
        desk.open()
    desk.click(f"sign-in:{name}")
    desk.click("sign-in:demo")
    desk.until(lambda: not cover.covered())
    desk.settle()


def locked(desk: Desk) -> None:
    """Press Ctrl+L where real keys come in."""
    QTest.keyClick(hands.handle(desk.window), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    desk.until(cover.covered)
    desk.settle()


def problem(desk: Desk) -> str:
    return desk.find(QLabel, "sign-in:problem").text()


def clerk(desk: Desk, name: str = FIRST) -> Clerk:
    found = desk.parts.store.clerks.named(name)
    assert found is not None
    return found


def test_nothing_is_reached_before_somebody_signs_in(hall: Desk) -> None:
    hall.open()
    assert hall.parts.window.who == NOBODY
    line = hall.find(QLineEdit, "sign-in:password")
    hall.until(line.hasFocus)
    window = hands.handle(hall.window)
    for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_L):
        QTest.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F7, Qt.Key.Key_F11, Qt.Key.Key_Escape):
        QTest.keyClick(window, key)
    for _ in range(12):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert hall.window.locker.page is not None
        assert hall.window.locker.page.isAncestorOf(focused)
    assert hall.window.case is None
    assert not any(d.isVisible() for d in hall.window.findChildren(QDialog))
    assert not line.text()


def test_a_wrong_password_is_told_and_the_right_one_lets_in(hall: Desk) -> None:
    hall.open()
    typed(hall, "ganz-falsch-12")
    assert "密码不对" in problem(hall)
    assert cover.covered()
    assert not hall.find(QLineEdit, "sign-in:password").text()
    typed_by_keys(hall, demo.PASSWORD)
    assert not cover.covered()
    assert hall.parts.window.clerk == FIRST
    assert hall.find(QPushButton, "clerk").text() == FIRST


def test_too_many_tries_are_paused_and_told(hall: Desk) -> None:
    hall.open()
    for place in range(5):
        typed(hall, f"ganz-falsch-{place}")
    assert "30秒" in problem(hall)
    typed(hall, demo.PASSWORD)
    assert "请等" in problem(hall)
    assert hall.parts.window.who == NOBODY


def test_caps_lock_is_hinted(hall: Desk) -> None:
    hall.open()
    line = hall.find(QLineEdit, "sign-in:password")
    hall.qtbot.keyClick(line, Qt.Key.Key_A)
    assert not hall.sees("sign-in:caps")
    hall.qtbot.keyEvent(QTest.KeyAction.Click, line, "Q")
    hall.until(lambda: hall.sees("sign-in:caps"))


def test_a_lock_keeps_form_and_focus_and_hides_both(hall: Desk) -> None:
    signed_in(hall)
    hall.window.counter.new_case()
    hall.settle()
    line = hall.pages[0].line
    write(line, "张样例")
    hall.settle()
    line.setCursorPosition(1)
    locked(hall)
    for key in "abc":
        QTest.keyClick(hands.handle(hall.window), key, delay=40)
    hall.settle()
    assert line.text() == "张样例"
    assert hall.find(QLineEdit, "sign-in:password").text() == "abc"
    hall.find(QLineEdit, "sign-in:password").clear()
    typed(hall, demo.PASSWORD)
    hall.until(line.hasFocus)
    assert (line.text(), line.cursorPosition()) == ("张样例", 1)
    assert hall.window.case is not None


def test_an_open_dialog_is_hidden_and_comes_back_as_it_was(hall: Desk) -> None:
    signed_in(hall)
    hall.qtbot.keyClick(hall.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = next(d for d in hall.window.findChildren(QDialog) if d.isVisible())
    search = next(e for e in finder.findChildren(QLineEdit) if e.isVisible())
    write(search, "张")
    hall.settle()
    hall.until(finder.isActiveWindow)  # no key acts in a window that is only about to have the keyboard
    QTest.keyClick(hands.handle(finder), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hall.until(cover.covered)
    hall.settle()
    assert not finder.isVisible()
    hall.until(hall.find(QLineEdit, "sign-in:password").hasFocus)
    typed(hall, demo.PASSWORD)
    assert finder.isVisible()
    assert finder.isModal()
    assert search.text() == "张"


def test_a_window_that_was_closed_leaves_the_dialogs_of_the_next_to_it(hall: Desk) -> None:
    signed_in(hall)
    first = hall.window
    first.close()
    hall.open()
    hall.qtbot.keyClick(hall.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = next(d for d in hall.window.findChildren(QDialog) if d.isVisible())
    hall.until(finder.isActiveWindow)
    QTest.keyClick(hands.handle(finder), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    hall.until(lambda: hall.window.locker.page is not None)
    assert first.locker.page is None


def test_a_lock_that_went_with_its_window_leaves_a_dialog_just_opened_alone(hall: Desk) -> None:
    signed_in(hall)
    locked(hall)
    other = QDialog()
    hall.qtbot.addWidget(other)
    other.show()
    shiboken6.delete(hall.window.locker)
    QCoreApplication.processEvents()
    assert other.isVisible()


def test_a_dialog_opened_late_waits_below_the_lock(hall: Desk) -> None:
    signed_in(hall)
    locked(hall)
    hall.window._find("张")
    hall.settle()
    hall.until(lambda: not any(d.isVisible() for d in hall.window.findChildren(QDialog)))
    typed(hall, demo.PASSWORD)
    assert any(d.isVisible() for d in hall.window.findChildren(QDialog))


def test_the_next_person_takes_the_seat_and_finds_nothing_open(hall: Desk) -> None:
    signed_in(hall)
    hall.window.counter.new_case()
    hall.settle()
    write(hall.pages[0].line, "张样例")
    hall.settle()
    assert hall.window.case is not None
    draft = hall.window.case.draft.id
    hall.window._find("张")
    hall.settle()
    hall.window.locker.shift()
    assert hall.find(QPushButton, f"sign-in:{SECOND}").isChecked()
    hall.click("sign-in:demo")
    hall.until(lambda: not cover.covered())
    hall.settle()
    assert hall.parts.window.clerk == SECOND
    assert hall.window.case is None
    assert not any(d.isVisible() for d in hall.window.findChildren(QDialog))
    kept = hall.parts.store.drafts.one(draft)
    assert kept is not None
    assert kept.clerk == FIRST
    assert hall.find(QPushButton, "clerk").text() == SECOND


def test_a_scan_on_the_lock_page_opens_nothing(hall: Desk) -> None:
    signed_in(hall)
    number = hall.accepted("张样例").number
    locked(hall)
    for key in number:
        QTest.keyClick(hands.handle(hall.window), key)
    QTest.keyClick(hands.handle(hall.window), Qt.Key.Key_Return)
    hall.settle()
    assert cover.covered()
    hall.find(QLineEdit, "sign-in:password").clear()
    typed(hall, demo.PASSWORD)
    assert hall.find(QPushButton, "new-case").isVisible()


def test_what_was_copied_here_goes_with_the_lock(hall: Desk) -> None:
    signed_in(hall)
    QGuiApplication.clipboard().setText("620403")
    locked(hall)
    assert QGuiApplication.clipboard().text() == ""


def test_it_locks_after_minutes_without_a_hand(hall: Desk) -> None:
    signed_in(hall)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    hall.window.locker.look()
    hall.settle()
    assert not cover.covered()
    InputGuard.of(app).touched = uptime.seconds() - 5 * 60
    hall.window.locker.look()
    hall.settle()
    assert cover.covered()
    assert any("自动锁定" in text for text in hall.shown())


def test_work_that_never_ends_keeps_no_window_open(hall: Desk) -> None:
    # GIVEN a printer that does not answer WHEN nobody touches anything
    signed_in(hall)
    app, answers = QApplication.instance(), Event()
    assert isinstance(app, QApplication)
    hall.errands.run(lambda: answers.wait(30), lane=Lane.PRINT)
    InputGuard.of(app).touched = uptime.seconds() - 5 * 60
    hall.window.locker.look()
    # THEN the window locks all the same
    assert cover.covered()
    answers.set()
    hall.settle()


def test_who_is_stopped_meanwhile_is_sent_away(hall: Desk) -> None:
    signed_in(hall)
    hall.parts.store.clerks.change(clerk(hall).id, lambda c: replace(c, active=False))
    hall.window.locker.look()
    hall.settle()
    assert cover.covered()
    assert hall.parts.window.who == NOBODY
    assert any("已停用" in text for text in hall.shown())


def test_signing_out_leaves_an_empty_seat(hall: Desk) -> None:
    signed_in(hall)
    hall.window.topbar.sign_out_wanted.emit()
    hall.settle()
    assert hall.parts.window.who == NOBODY
    signed_in(hall, SECOND)
    assert hall.parts.window.clerk == SECOND


@ON_POSIX
def test_signing_out_empties_the_seat_also_on_a_full_disk(hall: Desk) -> None:
    signed_in(hall)
    with full_disk():
        hall.window.locker.sign_out()
        assert hall.parts.window.who == NOBODY
        assert cover.covered()
        hall.settle()
    assert any("已经退出" in text for text in hall.shown())
    signed_in(hall, SECOND)


def test_a_new_hall_names_its_first_administrator(hall: Desk) -> None:
    hall.parts = replace(hall.parts, window=replace(hall.parts.window, demo=False))
    hall.open()
    for name, text in (("name", "王样甲"), ("password", "gan-zhou-2026-x"), ("again", "gan-zhou-2026-y")):
        write(hall.find(QLineEdit, f"sign-in:{name}"), text)
    hall.click("sign-in:go")
    assert "两遍密码不一样" in problem(hall)
    write(hall.find(QLineEdit, "sign-in:again"), "gan-zhou-2026-x")
    hall.click("sign-in:go")
    hall.until(lambda: not cover.covered())
    assert hall.parts.window.clerk == "王样甲"


def test_what_is_missing_at_the_first_sign_in_is_said(hall: Desk) -> None:
    hall.parts = replace(hall.parts, window=replace(hall.parts.window, demo=False))
    hall.open()
    password = hall.find(QLineEdit, "sign-in:password")
    for name, text, told in (
        ("name", "王样甲", "请填写姓名"),
        ("password", "gan-zhou-2026-x", "请输入密码"),
        ("again", "gan-zhou-2026-x", "请把密码再输一遍"),
    ):
        hall.click("sign-in:go")
        assert problem(hall) == told
        assert hall.window.focusWidget().objectName() == f"sign-in:{name}"
        write(hall.find(QLineEdit, f"sign-in:{name}"), text)
        assert told not in hall.shown()
    # Enter in a line that is filled in goes on to the next one without a word.
    password.clear()
    hall.find(QLineEdit, "sign-in:name").setFocus()
    hall.qtbot.keyClick(hall.find(QLineEdit, "sign-in:name"), Qt.Key.Key_Return)
    assert hall.window.focusWidget() is password
    assert "请输入密码" not in hall.shown()


def test_a_password_somebody_else_set_is_changed_first(hall: Desk) -> None:
    parts = hall.parts
    entering.sign_in(parts, "演示管理员", demo.PASSWORD)
    people.add(parts, "李样乙", ("clerk",), "xi-feng-lie-ma-8")
    entering.sign_out(parts)
    hall.open()
    hall.click("sign-in:李样乙")
    typed(hall, "xi-feng-lie-ma-8")
    assert hall.find(QLabel, "sign-in:title").text() == "换成您自己的密码"
    assert cover.covered()
    for name in ("password", "again"):
        write(hall.find(QLineEdit, f"sign-in:{name}"), "ein-eigenes-wort-9")
    hall.click("sign-in:go")
    hall.until(lambda: not cover.covered())
    assert entering.sign_in(parts, "李样乙", "ein-eigenes-wort-9").person == "李样乙"


def test_a_clock_before_the_last_sign_in_is_told(hall: Desk) -> None:
    entering.sign_in(hall.parts, FIRST, demo.PASSWORD)
    entering.sign_out(hall.parts)
    hall.clock.move(-3600)
    hall.open()
    assert any("比上次登录" in text for text in hall.shown())


def test_an_administrator_adds_a_person_and_stops_them(hall: Desk) -> None:
    signed_in(hall, "演示管理员")
    hall.click("rail-settings")
    hall.click("people")
    dialog = hall.find_dialog("people")
    write(hall.find(QLineEdit, "people:name"), "李样乙")
    write(hall.find(QLineEdit, "people:password"), "kurz")
    hall.click("people:add-clerk")
    assert "至少10个字符" in hall.find(QLabel, "people:said").text()
    write(hall.find(QLineEdit, "people:password"), "xi-feng-lie-ma-8")
    hall.click("people:add-clerk")
    assert clerk(hall, "李样乙").must_change
    hall.click("people:turn-李样乙")
    assert not clerk(hall, "李样乙").active
    dialog.reject()


def test_a_supervisor_gives_a_draft_to_a_colleague(hall: Desk) -> None:
    draft = replace(inform.new_draft(hall.parts), answers={"name": "张样例"}, clerk=FIRST)
    hall.parts.store.drafts.keep(draft)
    signed_in(hall)
    hall.until(lambda: any(f"{FIRST}在办" in text for text in hall.shown()))
    assert hall.window.findChild(QPushButton, f"give-{draft.id}") is None
    entering.sign_in(hall.parts, SECOND, demo.PASSWORD)
    hall.window.counter.begin()
    hall.until(lambda: hall.window.findChild(QPushButton, f"give-{draft.id}") is not None)
    menu = hall.find(QPushButton, f"give-{draft.id}").menu()
    assert [action.text() for action in menu.actions()] == [SECOND, THIRD]
    menu.actions()[1].trigger()
    hall.until(lambda: any(f"{THIRD}在办" in text for text in hall.shown()))
    held = hall.parts.store.drafts.one(draft.id)
    assert held is not None
    assert held.clerk == THIRD


def with_own_people(desk: Desk) -> None:
    """An administrator and a clerk of the hall's own besides the demo people; nobody is signed in."""
    parts = desk.parts
    entering.sign_in(parts, THIRD, demo.PASSWORD)
    for name, roles in (("王样甲", ("clerk", "administrator")), ("李样乙", ("clerk",))):
        made = people.add(parts, name, roles, OWN)
        parts.store.clerks.change(made.id, lambda c: replace(c, must_change=False))
    entering.sign_out(parts)


def entered(desk: Desk, name: str, code: str = "") -> None:
    """Sign in with the own password, with a code where one is asked."""
    desk.click(f"sign-in:{name}")
    typed(desk, OWN)
    if code:
        desk.until(lambda: desk.sees("sign-in:code"))
        typed(desk, code, "sign-in:code")


def test_codes_are_turned_on_asked_for_and_taken_away(hall: Desk) -> None:
    with_own_people(hall)
    hall.open()
    entered(hall, "李样乙")
    hall.click("rail-settings")
    hall.click("second")
    secret = hall.find(QWidget, "second:secret").accessibleName().removeprefix("密钥 ").replace(" ", "")
    typed(hall, "000000", "second:code")
    assert "请输入您的密码" in hall.find(QLabel, "second:said").text()
    typed(hall, OWN, "second:password")
    assert "验证码不对" in hall.find(QLabel, "second:said").text()
    assert not clerk(hall, "李样乙").totp
    write(hall.find(QLineEdit, "second:password"), "ganz-falsch-12")
    typed(hall, second.code_at(secret, hall.clock.now()), "second:code")
    assert "密码不对" in hall.find(QLabel, "second:said").text()
    assert not clerk(hall, "李样乙").totp
    typed(hall, OWN, "second:password")
    hall.until(lambda: hall.sees("second:on"))
    hall.find_dialog("second").reject()
    assert clerk(hall, "李样乙").totp == secret
    hall.window.topbar.sign_out_wanted.emit()
    hall.settle()
    hall.clock.move(30)
    entered(hall, "李样乙", "000000")
    assert "验证码不对或已用过" in problem(hall)
    line = hall.find(QLineEdit, "sign-in:code")
    assert not line.text()
    hall.until(line.hasFocus)
    typed(hall, second.code_at(secret, hall.clock.now()), "sign-in:code")
    assert hall.parts.window.clerk == "李样乙"
    hall.window.topbar.sign_out_wanted.emit()
    hall.settle()
    entered(hall, "王样甲")
    hall.click("rail-settings")
    hall.click("people")
    hall.click("people:code-李样乙")
    assert "请输入您自己的密码" in hall.find(QLabel, "people:said").text()
    assert clerk(hall, "李样乙").totp == secret
    write(hall.find(QLineEdit, "people:own"), OWN)
    hall.click("people:code-李样乙")
    assert not clerk(hall, "李样乙").totp
    hall.find_dialog("people").reject()


def test_codes_are_turned_off_by_password_and_code_and_on_again_with_a_new_telephone(hall: Desk) -> None:
    with_own_people(hall)
    old = second.FACTOR.enrol("李样乙")
    people.enrolled(hall.parts, "李样乙", OWN, old, second.code_at(old.secret, hall.clock.now()))
    hall.open()
    hall.clock.move(30)
    entered(hall, "李样乙", second.code_at(old.secret, hall.clock.now()))
    hall.click("rail-settings")
    hall.click("second")
    hall.clock.move(30)
    write(hall.find(QLineEdit, "second:code"), second.code_at(old.secret, hall.clock.now()))
    typed(hall, "ganz-falsch-12", "second:password")
    assert "密码不对" in hall.find(QLabel, "second:said").text()
    assert clerk(hall, "李样乙").totp == old.secret
    typed(hall, OWN, "second:password")
    hall.until(lambda: hall.sees("second:ended"))
    assert not clerk(hall, "李样乙").totp
    secret = hall.find(QWidget, "second:secret").accessibleName().removeprefix("密钥 ").replace(" ", "")
    assert secret != old.secret
    write(hall.find(QLineEdit, "second:password"), OWN)
    typed(hall, second.code_at(secret, hall.clock.now()), "second:code")
    assert clerk(hall, "李样乙").totp == secret
    hall.find_dialog("second").reject()


def test_the_picture_is_read_by_a_telephone(hall: Desk) -> None:
    signed_in(hall)
    hall.click("rail-settings")
    hall.click("second")
    shot = hall.find(QWidget, "second:picture").grab().toImage()
    shot = shot.convertToFormat(QImage.Format.Format_Grayscale8)
    held = Image.frombuffer(
        "L", (shot.width(), shot.height()), bytes(shot.constBits()), "raw", "L", shot.bytesPerLine(), 1
    )
    (found,) = zxingcpp.read_barcodes(held)
    assert found.text.startswith("otpauth://totp/")
    secret = hall.find(QWidget, "second:secret").accessibleName().removeprefix("密钥 ").replace(" ", "")
    assert f"secret={secret}" in found.text
    hall.find_dialog("second").reject()
