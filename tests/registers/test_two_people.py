"""Four eyes mean two people proved: the second one types their own password, whoever sits at the window."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from desk_app.domain.clerks import CLERK_KIND, FREE, Clerk
from desk_app.domain.events import Subject
from desk_app.domain.proceedings import Proceeding
from desk_app.domain.reads import ReadKind
from desk_app.services.signin import demo, entering, people, second
from desk_app.ui.acts.dialog import ActDialog
from tests.registers.conftest import Keys
from tests.ui_shell.conftest import write

FIRST, OTHER, WORD = "王样甲", "李样乙", "gan-zhou-2026-x"


@pytest.fixture
def lent(keys: Keys) -> Proceeding:
    """A key lent by one of two people who signed in, its card open."""
    parts = keys.parts
    parts.window.seat.leave()
    for made in (people.first(parts, FIRST, WORD), _added(keys)):
        parts.store.clerks.change(made.id, lambda c: replace(c, must_change=False))
    entering.sign_in(parts, FIRST, WORD)
    keys.enter()
    return keys.lend()


def _added(keys: Keys) -> Clerk:
    entering.sign_in(keys.parts, FIRST, WORD)
    return people.add(keys.parts, OTHER, ("clerk",), WORD)


def state(keys: Keys, record: Proceeding) -> str:
    found = keys.parts.store.proceedings.one(record.id)
    assert found is not None
    return found.state


def other(keys: Keys) -> Clerk:
    found = keys.parts.store.clerks.named(OTHER)
    assert found is not None
    return found


def asked(keys: Keys, name: str = OTHER) -> ActDialog:
    """The form of the second act with the second person's name."""
    form = keys.form("act-confirm")
    write(keys.edit(form, "second:person"), name)
    return form


def told(keys: Keys, form: ActDialog, password: str) -> str:
    """What is said below the password when the act is tried with it."""
    write(keys.edit(form, "second:password"), password)
    keys.press(form)
    (found,) = form.findChildren(QLabel, "second:problem")
    return found.text() if found.isVisible() else ""


def test_the_second_person_does_it_by_their_own_password(keys: Keys, lent: Proceeding) -> None:
    form = asked(keys)
    assert "自己的密码" in told(keys, form, "")
    assert "密码不对" in told(keys, form, "ganz-falsch-12")
    assert not keys.edit(form, "second:password").text()
    assert other(keys).failures == 1
    assert state(keys, lent) == "out"
    write(keys.edit(form, "second:password"), WORD)
    keys.press(form)
    keys.until(lambda: keys.sees("act-give_back"))
    event = keys.parts.store.events.of(lent.id)[-1]
    assert (event.act, event.who.person) == ("confirm", OTHER)
    assert keys.parts.window.clerk == FIRST
    notes = keys.parts.store.journal.of(Subject(CLERK_KIND, other(keys).id))
    assert [r.how for r in notes][-2:] == [ReadKind.REFUSED, ReadKind.SECOND]
    assert other(keys).failures == 0


def test_the_same_unknown_stopped_or_paused_person_is_told(keys: Keys, lent: Proceeding) -> None:
    form = asked(keys, FIRST)
    keys.press(form)
    assert "不能是同一个人" in keys.words(form)
    assert not keys.edit(form, "second:password").isVisible()
    write(keys.edit(form, "second:person"), "没有此人")
    assert "没有这个人" in told(keys, form, WORD)
    write(keys.edit(form, "second:person"), OTHER)
    for _ in range(FREE):
        said = told(keys, form, "ganz-falsch-12")
    assert "30秒" in said
    assert "请等" in told(keys, form, WORD)
    keys.parts.store.clerks.change(other(keys).id, lambda c: replace(c, failures=0, pause=None, active=False))
    assert "已停用" in told(keys, form, WORD)
    assert state(keys, lent) == "out"


def test_a_second_person_with_codes_is_asked_for_one(keys: Keys, lent: Proceeding) -> None:
    secret = second.FACTOR.enrol(OTHER).secret
    keys.parts.store.clerks.change(other(keys).id, lambda c: replace(c, totp=secret))
    form = asked(keys)
    assert "6位验证码" in told(keys, form, WORD)
    code = keys.edit(form, "second:code")
    keys.until(code.hasFocus)
    write(code, "000000")
    keys.press(form)
    assert "验证码不对" in keys.words(form)
    write(code, second.code_at(secret, keys.clock.now()))
    keys.press(form)
    keys.until(lambda: state(keys, lent) == "lent")


def test_who_sits_here_as_the_other_one_has_proved_it(keys: Keys, lent: Proceeding) -> None:
    entering.sign_in(keys.parts, OTHER, WORD)
    form = keys.form("act-confirm")
    assert keys.edit(form, "second:person").text() == OTHER
    assert not keys.edit(form, "second:password").isVisible()
    keys.press(form)
    keys.until(lambda: state(keys, lent) == "lent")


def test_a_password_for_one_name_is_not_kept_for_the_next(keys: Keys, lent: Proceeding) -> None:
    form = asked(keys)
    line = keys.edit(form, "second:password")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    write(line, WORD)
    write(keys.edit(form, "second:person"), demo.PEOPLE[0][0])
    assert not line.text()
    assert state(keys, lent) == "out"
