"""Signing in: a real book, real hashes; wrong, paused, clock moved, restarted, stopped, second factor."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from desk_app.domain.clerks import ADMINISTRATOR, CLERK_KIND, FREE, PAUSES, SUPERVISOR, Clerk, pause_after
from desk_app.domain.events import Subject
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services.parts import NOBODY, Parts, Seat
from desk_app.services.signin import demo, entering, passwords, people, second
from desk_app.services.signin.entering import CodeWanted, CodeWrong, SignInRefused
from forms.procedures import CLERK
from tests.fakes import StillClock, make_parts

WORD = "gan-zhou-2026-x"
OTHER = "xi-feng-lie-ma-8"


class Boot:
    """A computer's own count of seconds, turned by hand."""

    def __init__(self) -> None:
        self.boot, self.seconds = "first", 1000.0

    def __call__(self) -> tuple[str, float]:
        return self.boot, self.seconds


@pytest.fixture
def parts(tmp_path: Path, clock: StillClock) -> Iterator[Parts]:
    made = empty(make_parts(tmp_path, clock))
    yield made
    made.store.close()


def empty(made: Parts) -> Parts:
    """The parts with nobody at the window."""
    return replace(made, window=replace(made.window, seat=Seat()))


def staffed(parts: Parts) -> Clerk:
    """The first administrator, not signed in."""
    return people.first(parts, "王样甲", WORD)


def notes(parts: Parts, clerk: Clerk) -> list[tuple[ReadKind, str]]:
    return [(r.how, r.text) for r in parts.store.journal.of(Subject(CLERK_KIND, clerk.id))]


def wrong(parts: Parts, boot: Boot, times: int = 1) -> SignInRefused:
    """The refusal of the last of so many wrong passwords."""
    told = SignInRefused("")
    for _ in range(times):
        with pytest.raises(SignInRefused) as caught:
            entering.sign_in(parts, "王样甲", "nicht-das-richtige", counted=boot)
        told = caught.value
    return told


def test_who_signs_in_sits_at_the_window_as_its_clerk(parts: Parts) -> None:
    clerk = staffed(parts)
    assert entering.sign_in(parts, "王样甲", WORD) == parts.window.who
    assert (parts.window.clerk, parts.window.who.role) == ("王样甲", CLERK)
    assert parts.window.seat.has(ADMINISTRATOR)
    assert not parts.window.seat.has(SUPERVISOR)
    entering.sign_out(parts)
    assert parts.window.who == NOBODY
    assert [how for how, _ in notes(parts, clerk)] == [
        ReadKind.PEOPLE,
        ReadKind.SIGNED_IN,
        ReadKind.SIGNED_OUT,
    ]


def test_a_wrong_password_seats_nobody_and_is_noted(parts: Parts) -> None:
    clerk = staffed(parts)
    told = wrong(parts, Boot())
    assert "再错4次" in str(told)
    assert parts.window.who == NOBODY
    assert notes(parts, clerk)[-1] == (ReadKind.REFUSED, "连续第1次")
    assert WORD not in repr(parts.store.clerks.all())
    with pytest.raises(SignInRefused, match="没有这个人"):
        entering.sign_in(parts, "无此人", WORD)


def test_pauses_grow_and_a_right_password_ends_the_count(parts: Parts, clock: StillClock) -> None:
    staffed(parts)
    boot = Boot()
    assert wrong(parts, boot, FREE).seconds == PAUSES[0]
    for seconds in (*PAUSES[1:], PAUSES[-1]):
        with pytest.raises(SignInRefused, match="请等"):
            entering.sign_in(parts, "王样甲", WORD, counted=boot)  # even the right one
        boot.seconds += 4000
        clock.move(4000)
        assert wrong(parts, boot).seconds == seconds
    boot.seconds += 4000
    clock.move(4000)
    entering.sign_in(parts, "王样甲", WORD, counted=boot)
    assert "再错4次" in str(wrong(parts, boot))


def test_the_clock_does_not_shorten_a_pause(parts: Parts, clock: StillClock) -> None:
    staffed(parts)
    boot = Boot()
    wrong(parts, boot, FREE)
    for far in (timedelta(hours=-3), timedelta(days=2)):
        clock.move(far.total_seconds())
        with pytest.raises(SignInRefused, match="请等30秒"):
            entering.sign_in(parts, "王样甲", WORD, counted=boot)
    boot.seconds += 29
    with pytest.raises(SignInRefused, match="请等1秒"):
        entering.sign_in(parts, "王样甲", WORD, counted=boot)
    boot.seconds += 1
    entering.sign_in(parts, "王样甲", WORD, counted=boot)


def test_a_restart_of_the_program_or_the_computer_wins_no_try(tmp_path: Path, clock: StillClock) -> None:
    first = empty(make_parts(tmp_path, clock))
    staffed(first)
    boot = Boot()
    wrong(first, boot, FREE + 0)
    first.store.close()
    again = empty(make_parts(tmp_path, clock))
    assert wrong(again, boot).seconds == PAUSES[0]
    boot.boot, boot.seconds = "second", 5.0  # the computer was started anew, and its clock set back
    clock.move(-7200)
    assert wrong(again, boot).seconds == PAUSES[0] - 5
    clock.move(7200 + 30)
    entering.sign_in(again, "王样甲", WORD, counted=boot)
    again.store.close()


def test_ten_thousand_wrong_passwords_cost_few_hashes(parts: Parts) -> None:
    clerk = staffed(parts)
    boot = Boot()
    for _ in range(10_000 // 20):  # the rest of them would be refused just as these are
        wrong(parts, boot)
    assert parts.store.clerks.all()[0].failures == FREE
    assert len([1 for how, _ in notes(parts, clerk) if how is ReadKind.REFUSED]) == FREE


def test_a_clock_before_the_last_sign_in_is_told(parts: Parts, clock: StillClock) -> None:
    staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    assert entering.clock_warning(parts) == ""
    clock.move(-3600)
    assert "比上次登录" in entering.clock_warning(parts)


def test_who_is_stopped_can_not_sign_in_and_may_not_stay(parts: Parts) -> None:
    staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    second_one = people.add(parts, "李样乙", (CLERK,), OTHER)
    entering.sign_in(parts, "李样乙", OTHER)
    assert second_one.must_change
    assert entering.still_may(parts)
    parts.store.clerks.change(second_one.id, lambda c: replace(c, active=False))
    assert not entering.still_may(parts)
    with pytest.raises(SignInRefused, match="已停用"):
        entering.sign_in(parts, "李样乙", OTHER)


def test_only_an_administrator_changes_people_and_one_stays(parts: Parts) -> None:
    clerk = staffed(parts)
    with pytest.raises(RuleError, match="请管理员登录"):
        people.add(parts, "李样乙", (CLERK,), OTHER)
    entering.sign_in(parts, "王样甲", WORD)
    for change in (
        lambda: people.set_active(parts, clerk.id, active=False),
        lambda: people.set_roles(parts, clerk.id, (CLERK,)),
    ):
        with pytest.raises(RuleError, match="最后一位管理员"):
            change()
    with pytest.raises(RuleError, match="已经有“王样甲”"):
        people.add(parts, "王样甲", (CLERK,), OTHER)
    with pytest.raises(RuleError, match="已经有人员"):
        people.first(parts, "赵样丙", OTHER)
    other = people.add(parts, "李样乙", (SUPERVISOR,), OTHER)
    assert people.set_roles(parts, other.id, (SUPERVISOR, CLERK)).roles == (CLERK, SUPERVISOR)
    assert not people.set_active(parts, other.id, active=False).active


def test_changed_roles_count_at_once(parts: Parts) -> None:
    staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    other = people.add(parts, "李样乙", (CLERK, ADMINISTRATOR), OTHER)
    assert entering.still_may(parts)
    # another program of this hall takes the role away
    mine = parts.store.clerks.named(parts.window.clerk)
    assert mine is not None
    people.require(parts)
    parts.store.clerks.change(mine.id, lambda c: replace(c, roles=(CLERK,)))
    assert entering.still_may(parts)
    with pytest.raises(RuleError, match="管理员"):
        people.require(parts)
    # and who gives one away here has it no more
    entering.sign_in(parts, "李样乙", OTHER)
    parts.store.clerks.change(mine.id, lambda c: replace(c, roles=(CLERK, ADMINISTRATOR)))
    people.set_roles(parts, other.id, (CLERK,))
    with pytest.raises(RuleError, match="管理员"):
        people.require(parts)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("short", "至少10个"),
        ("王样甲-2026-abc", "不要有姓名"),
        ("1234567890", "太常见"),
        ("password123", "太常见"),
        ("aaaaaaaaaaab", "太常见"),
        ("x" * 129, "最多128"),
    ],
)
def test_a_password_keeps_the_rule(word: str, told: str) -> None:
    with pytest.raises(RuleError, match=told):
        passwords.check_rule(word, "王样甲")
    passwords.check_rule(WORD, "王样甲")


def test_one_changes_the_own_password_with_the_old_one(parts: Parts) -> None:
    staffed(parts)
    with pytest.raises(SignInRefused, match="密码不对"):
        people.change_password(parts, "王样甲", "nicht-das-richtige", OTHER)
    with pytest.raises(RuleError, match="一样"):
        people.change_password(parts, "王样甲", WORD, WORD)
    people.change_password(parts, "王样甲", WORD, OTHER)
    with pytest.raises(SignInRefused):
        entering.sign_in(parts, "王样甲", WORD)
    entering.sign_in(parts, "王样甲", OTHER)


def test_a_reset_ends_pause_and_code(parts: Parts) -> None:
    clerk = staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    other = people.add(parts, "李样乙", (CLERK,), OTHER)
    parts.store.clerks.change(other.id, lambda c: replace(c, totp="JBSWY3DPEHPK3PXP", failures=9))
    assert people.reset(parts, other.id, "ein-neues-wort-7").must_change
    entering.sign_in(parts, "李样乙", "ein-neues-wort-7")
    assert notes(parts, clerk)[-1][0] is ReadKind.SIGNED_IN


def test_a_code_is_asked_after_the_password_and_counts_once(parts: Parts, clock: StillClock) -> None:
    staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    enrolment = second.FACTOR.enrol("王样甲")
    with pytest.raises(RuleError, match="验证码不对"):
        people.enrolled(parts, "王样甲", WORD, enrolment, "000 00")
    people.enrolled(parts, "王样甲", WORD, enrolment, second.code_at(enrolment.secret, clock.now()))
    clock.move(60)
    code = second.code_at(enrolment.secret, clock.now())
    with pytest.raises(CodeWanted):
        entering.sign_in(parts, "王样甲", WORD)
    assert parts.store.clerks.all()[0].failures == 0
    entering.sign_in(parts, "王样甲", WORD, code)
    with pytest.raises(SignInRefused, match="已用过"):
        entering.sign_in(parts, "王样甲", WORD, code)


def test_demo_people_sign_in_only_in_the_demo(parts: Parts) -> None:
    demo.add_people(parts)
    assert parts.store.clerks.all() == ()
    shown = replace(parts, window=replace(parts.window, demo=True))
    demo.add_people(shown)
    demo.add_people(shown)
    assert [c.name for c in entering.people(shown)] == [name for name, _ in demo.PEOPLE]
    assert entering.sign_in(shown, "演示经办员", demo.PASSWORD).person == "演示经办员"
    with pytest.raises(SignInRefused, match="演示人员"):
        entering.sign_in(parts, "演示经办员", demo.PASSWORD)
    assert entering.is_new(parts)
    assert not entering.is_new(shown)


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (7, 120), (10, 3600), (99, 3600)])
def test_pause_after(failures: int, seconds: int) -> None:
    assert pause_after(failures) == seconds


def test_codes_are_taken_away_by_another_administrator_and_noted(parts: Parts, clock: StillClock) -> None:
    staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    other = people.add(parts, "李样乙", (CLERK,), OTHER)
    with_codes(parts, clock, "王样甲")
    secret = with_codes(parts, clock, "李样乙", OTHER)
    with pytest.raises(RuleError, match="已经开着"):
        with_codes(parts, clock, "李样乙", OTHER)
    with pytest.raises(RuleError, match="另一位管理员"):
        people.take_second(parts, parts.store.clerks.all()[0].id, WORD)
    for wrong, told in (("", "请输入您自己的密码"), (OTHER, "密码不对")):
        with pytest.raises(RuleError, match=told):
            people.take_second(parts, other.id, wrong)
    people.take_second(parts, other.id, WORD)
    assert notes(parts, other)[-1] == (ReadKind.PEOPLE, "李样乙:取消验证码")
    clock.move(60)
    assert entering.sign_in(parts, "李样乙", OTHER).person == "李样乙"
    with pytest.raises(RuleError, match="管理员"):
        people.take_second(parts, other.id, OTHER)
    assert secret not in repr(parts.store.clerks.all())


def with_codes(parts: Parts, clock: StillClock, name: str, password: str = WORD) -> str:
    """The secret of codes that a person has from now on."""
    enrolment = second.FACTOR.enrol(name)
    people.enrolled(parts, name, password, enrolment, second.code_at(enrolment.secret, clock.now()))
    return enrolment.secret


def test_codes_are_turned_on_by_the_own_password_which_counts_as_at_the_sign_in(
    parts: Parts, clock: StillClock
) -> None:
    clerk = staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    for wrong in range(FREE):
        with pytest.raises(SignInRefused, match="密码不对"):
            with_codes(parts, clock, "王样甲", f"ganz-falsch-{wrong}")
    with pytest.raises(SignInRefused, match="请等"):
        with_codes(parts, clock, "王样甲")
    assert not parts.store.clerks.all()[0].totp
    assert notes(parts, clerk)[-1] == (ReadKind.REFUSED, f"连续第{FREE}次,停30秒")


def test_who_has_the_telephone_turns_the_codes_off_by_password_and_code(
    parts: Parts, clock: StillClock
) -> None:
    clerk = staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    secret = with_codes(parts, clock, "王样甲")
    clock.move(60)
    code = second.code_at(secret, clock.now())
    with pytest.raises(SignInRefused, match="密码不对"):
        people.given_up(parts, "王样甲", OTHER, code)
    with pytest.raises(CodeWanted):
        people.given_up(parts, "王样甲", WORD, "")
    with pytest.raises(CodeWrong):
        people.given_up(parts, "王样甲", WORD, "000000")
    assert parts.store.clerks.all()[0].failures == 2
    assert not people.given_up(parts, "王样甲", WORD, code).totp
    assert notes(parts, clerk)[-1] == (ReadKind.PEOPLE, "王样甲:取消了自己的验证码")
    assert parts.store.clerks.all()[0].failures == 0
    entering.sign_in(parts, "王样甲", WORD)


def test_wrong_codes_pause_as_wrong_passwords_do(parts: Parts, clock: StillClock) -> None:
    staffed(parts)
    entering.sign_in(parts, "王样甲", WORD)
    with_codes(parts, clock, "王样甲")
    boot = Boot()
    for _ in range(FREE - 1):
        with pytest.raises(CodeWrong, match=r"验证码不对或已用过.*核对手机和电脑的时间"):
            entering.sign_in(parts, "王样甲", WORD, "000000", counted=boot)
    with pytest.raises(CodeWrong) as caught:
        entering.sign_in(parts, "王样甲", WORD, "000000", counted=boot)
    assert caught.value.seconds == PAUSES[0]


def test_demo_people_have_no_codes(parts: Parts, clock: StillClock) -> None:
    shown = replace(parts, window=replace(parts.window, demo=True))
    demo.add_people(shown)
    with pytest.raises(RuleError, match="演示人员"):
        with_codes(shown, clock, "演示经办员")


def test_the_picture_says_the_address_in_the_right_size() -> None:
    enrolment = second.FACTOR.enrol("王样甲")
    rows = enrolment.dots()
    assert {len(row) for row in rows} == {len(rows)}
    assert enrolment.grouped.replace(" ", "") == enrolment.secret
    assert [len(group) for group in enrolment.grouped.split()] == [4] * 8
    assert enrolment.secret not in repr(enrolment)
