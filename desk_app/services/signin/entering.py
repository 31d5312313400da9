"""Who sits at the window: signing in, locking, unlocking, change of shift, signing out."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from desk_app.domain.clerks import (
    AT_THE_WINDOW,
    CLERK_KIND,
    FREE,
    Clerk,
    CountedMoment,
    SignInPause,
    pause_after,
)
from desk_app.domain.events import Subject, Who
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger
from desk_app.services.parts import NOBODY, Parts
from desk_app.services.signin import counting, passwords
from desk_app.services.signin.counting import Count
from desk_app.services.signin.second import FACTOR, SecondFactor
from forms import moments
from forms.procedures import CLERK

# By how much they differ is not told: it would tell a guesser of a code that is right in a while.
_CLOCKS: Final = "。总是不对时核对手机和电脑的时间,差一分钟就对不上"
_LEAST_BACK: Final = timedelta(minutes=10)
"""By so much the clock may stand before the last sign-in without a word."""


class SignInRefused(RuleError):
    """Somebody may not sign in now; the sentence says why and what to do."""

    def __init__(self, sentence: str, seconds: int = 0) -> None:
        """``seconds`` is how long nothing is tried; 0 when it can be tried at once."""
        super().__init__(sentence)
        self.seconds = seconds


class CodeWanted(SignInRefused):
    """The password is right; the code of the second factor is missing."""


class CodeWrong(SignInRefused):
    """The password is right; the code is wrong or was used."""


def people(parts: Parts) -> tuple[Clerk, ...]:
    """Those who may sign in at this window, by the time they were added."""
    return tuple(c for c in parts.store.clerks.all() if _may(parts, c))


def is_new(parts: Parts) -> bool:
    """Whether nobody can sign in here: the first administrator is to be named."""
    return not any(not c.demo or parts.window.demo for c in parts.store.clerks.all())


def sign_in(
    parts: Parts,
    name: str,
    password: str,
    code: str = "",
    *,
    how: ReadKind = ReadKind.SIGNED_IN,
    factor: SecondFactor = FACTOR,
    counted: Count = counting.count,
) -> Who:
    """Seat a person at the window and note it; SignInRefused says why not. Takes some 0.3 s for the hash.

    A try counts in the book before the password is looked at, so that ending the program wins no try.
    """
    clerk = verify(parts, name, password, code, factor=factor, counted=counted)
    who = who_of(parts, clerk)
    _note(parts, who, how, clerk.id)
    parts.window.seat.take(who, clerk.roles)
    return who


def verify(
    parts: Parts,
    name: str,
    password: str,
    code: str = "",
    *,
    factor: SecondFactor = FACTOR,
    counted: Count = counting.count,
) -> Clerk:
    """The person whose name, password and code these are; SignInRefused otherwise. Nobody is seated."""
    now = counting.moment(parts, counted)
    found = parts.store.clerks.named(name.strip())
    if found is None:
        passwords.matches(password, passwords.UNKNOWN)  # as slow as for a name there is
        raise SignInRefused("没有这个人,请核对姓名,或请管理员添加")
    tried = password_of(parts, found, password, lambda: (now.boot, now.mark))
    step = 0
    if tried.totp:
        if not code.strip():
            parts.store.clerks.change(
                found.id, lambda c: replace(c, failures=found.failures, pause=found.pause)
            )
            raise CodeWanted("请再输入手机上的6位验证码")
        step = factor.accepted(tried.totp, code, now.at, tried.code_step)
        if not step:
            raise _wrong(parts, tried, "验证码不对或已用过", CodeWrong, _CLOCKS)
    return parts.store.clerks.change(found.id, lambda c: _right(parts, c, now, step))


def password_of(parts: Parts, clerk: Clerk, password: str, counted: Count) -> Clerk:
    """The person with this try counted, when it is their password; SignInRefused when it is not."""
    now = counting.moment(parts, counted)
    tried = parts.store.clerks.change(clerk.id, lambda c: _try(parts, c, now))
    if not passwords.matches(password, tried.password):
        raise _wrong(parts, tried, "密码不对")
    return tried


def _try(parts: Parts, clerk: Clerk, now: CountedMoment) -> Clerk:
    """The person with one more try counted; SignInRefused while they may not try."""
    _check_may(parts, clerk)
    if clerk.pause and (left := clerk.pause.left(now)):
        raise SignInRefused(
            f"密码错了{clerk.failures}次,请等{counting.span(left)}再试,或请管理员重设密码", left
        )
    failures = clerk.failures + 1
    seconds = pause_after(failures)
    return replace(clerk, failures=failures, pause=SignInPause(now, seconds) if seconds else None)


def _right(parts: Parts, clerk: Clerk, now: CountedMoment, step: int) -> Clerk:
    _check_may(parts, clerk)
    return replace(clerk, failures=0, pause=None, signed_in_at=now.at, code_step=max(step, clerk.code_step))


def _wrong(
    parts: Parts, clerk: Clerk, what: str, kind: type[SignInRefused] = SignInRefused, hint: str = ""
) -> SignInRefused:
    """What is told of a wrong password or code, which is noted."""
    seconds = clerk.pause.seconds if clerk.pause else 0
    locked = f",停{counting.span(seconds)}" if seconds else ""
    _note(parts, who_of(parts, clerk), ReadKind.REFUSED, clerk.id, f"连续第{clerk.failures}次{locked}")
    if seconds:
        return kind(f"{what},已连续错{clerk.failures}次,请等{counting.span(seconds)}再试{hint}", seconds)
    return kind(f"{what},请重新输入;再错{FREE - clerk.failures}次要等一会儿才能再试{hint}")


def _may(parts: Parts, clerk: Clerk) -> bool:
    return clerk.active and (parts.window.demo or not clerk.demo) and clerk.has(*AT_THE_WINDOW)


def _check_may(parts: Parts, clerk: Clerk) -> None:
    if not clerk.active:
        raise SignInRefused(f"“{clerk.name}”已停用,不能登录,请联系管理员")
    if clerk.demo and not parts.window.demo:
        raise SignInRefused(f"“{clerk.name}”是演示人员,这个大厅已接区县,请用自己的姓名登录")
    if not clerk.has(*AT_THE_WINDOW):
        raise SignInRefused(f"“{clerk.name}”的角色是{clerk.role_words},不在窗口办理,请联系管理员")


def who_of(parts: Parts, clerk: Clerk) -> Who:
    """A person as they act here: whatever their roles are, at the counter they are its clerk."""
    return Who(clerk.name, CLERK, clerk.unit or parts.window.hall.name, parts.window.number)


def _note(parts: Parts, who: Who, how: ReadKind, clerk_id: str, text: str = "") -> None:
    ledger.note_read(parts, who, how, Subject(CLERK_KIND, clerk_id), text)


def note(parts: Parts, how: ReadKind, text: str = "") -> None:
    """Note what who sits here did about themselves: a lock, a sign-out."""
    who = parts.window.who
    found = parts.store.clerks.named(who.person)
    _note(parts, who, how, found.id if found else "", text)


def lock(parts: Parts, *, idle: bool = False) -> None:
    """Note that the window is covered until a password is typed; who sits there stays."""
    note(parts, ReadKind.LOCKED, "空闲" if idle else "")


def sign_out(parts: Parts) -> None:
    """Leave the seat empty, and note that who sat here went; WorldError when the disk takes no note.

    The seat is empty then all the same: whoever wants to go is never kept in.
    """
    if parts.window.who != NOBODY:
        try:
            note(parts, ReadKind.SIGNED_OUT)
        finally:
            parts.window.seat.leave()


def still_may(parts: Parts) -> bool:
    """Whether who sits here may still: nobody stopped or removed them meanwhile. Their roles of now count."""
    who, seat = parts.window.who, parts.window.seat
    if who == NOBODY or seat.given:
        return True
    found = parts.store.clerks.named(who.person)
    if found is None or not _may(parts, found):
        return False
    seat.refresh(who, found.roles)
    return True


def clock_warning(parts: Parts) -> str:
    """A sentence when the clock stands before the last sign-in here; empty otherwise."""
    last = parts.store.clerks.latest()
    now = parts.clock.now()
    if last is None or last.signed_in_at is None or last.signed_in_at - now <= _LEAST_BACK:
        return ""
    then = moments.wall(last.signed_in_at)
    return f"电脑时间{moments.wall(now)},比上次登录({then})还早,请先校准电脑的日期和时间"
