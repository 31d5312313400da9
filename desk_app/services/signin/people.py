"""Who may sign in: the first administrator, adding, stopping, new passwords, the second factor."""

from collections.abc import Collection
from dataclasses import replace
from uuid import uuid4

from desk_app.domain.clerks import ADMINISTRATOR, CLERK_KIND, ROLES, Clerk
from desk_app.domain.events import Subject, Who
from desk_app.domain.reads import ReadKind
from desk_app.errors import RuleError
from desk_app.services import ledger, printable
from desk_app.services.parts import Parts
from desk_app.services.signin import counting, entering, passwords
from desk_app.services.signin.second import FACTOR, Enrolment, SecondFactor
from forms.procedures import CLERK

_LONGEST = 20
"""Most characters of a name: it stands on papers beside others."""


def first(parts: Parts, name: str, password: str) -> Clerk:
    """Add the first administrator, who also works at the window; RuleError when there is somebody already."""
    if not entering.is_new(parts):
        raise RuleError("已经有人员了,新的人员请管理员登录后在“设置”里添加")
    made = _made(parts, name, (CLERK, ADMINISTRATOR), "", password)
    parts.store.clerks.add(made)
    _note(parts, Who(made.name, CLERK, parts.window.hall.name, parts.window.number), made, "首位管理员")
    return made


def add(parts: Parts, name: str, roles: Collection[str], password: str, unit: str = "") -> Clerk:
    """Add a person with a first password, to be changed at the first sign-in."""
    require(parts)
    made = replace(_made(parts, name, tuple(roles), unit, password), must_change=True)
    parts.store.clerks.add(made)
    _note(parts, parts.window.who, made, f"添加,{made.role_words}")
    return made


def reset(parts: Parts, clerk_id: str, password: str) -> Clerk:
    """Give a person a new password, end their pause and second factor; they change it at the next sign-in."""
    require(parts)
    found = _one(parts, clerk_id)
    passwords.check_rule(password, found.name)
    phc, now = passwords.hashed(password), parts.clock.now()

    def build(clerk: Clerk) -> Clerk:
        fresh = replace(clerk, password=phc, changed_at=now, must_change=True, totp="", code_step=0)
        return replace(fresh, failures=0, pause=None)

    made = parts.store.clerks.change(clerk_id, build)
    _note(parts, parts.window.who, made, "重设密码")
    return made


def restore_administrator(parts: Parts, name: str, password: str) -> Clerk:
    """Let a person be an administrator again by a new password, without pause, codes or an earlier stop.

    For a hall whose last administrator forgot the password, lost the telephone or left: the caller has seen
    the proof, the printed recovery key. RuleError for somebody unknown, a demo's person or a weak password.
    """
    found = _named(parts, name)
    if found.demo:
        raise RuleError("演示人员在登录页按 F2 进入,没有什么要恢复")
    passwords.check_rule(password, found.name)
    phc, now = passwords.hashed(password), parts.clock.now()

    def build(clerk: Clerk) -> Clerk:
        roles = _checked((*clerk.roles, ADMINISTRATOR))
        fresh = replace(clerk, password=phc, changed_at=now, must_change=False, totp="", code_step=0)
        return replace(fresh, roles=roles, active=True, failures=0, pause=None)

    made = parts.store.clerks.change(found.id, build)
    _note(parts, entering.who_of(parts, made), made, f"凭恢复密钥重设密码,{made.role_words}")
    return made


def set_active(parts: Parts, clerk_id: str, *, active: bool) -> Clerk:
    """Stop a person from signing in, or let them again; the last administrator can not be stopped."""
    require(parts)
    _keep_one(parts, clerk_id, stays=active)
    made = parts.store.clerks.change(clerk_id, lambda c: replace(c, active=active))
    _note(parts, parts.window.who, made, "启用" if active else "停用")
    return made


def set_roles(parts: Parts, clerk_id: str, roles: Collection[str]) -> Clerk:
    """Give a person other roles; they count at once, also for whoever gives them to themselves."""
    require(parts)
    chosen = _checked(roles)
    _keep_one(parts, clerk_id, stays=ADMINISTRATOR in chosen)
    made = parts.store.clerks.change(clerk_id, lambda c: replace(c, roles=chosen))
    _note(parts, parts.window.who, made, f"角色改为{made.role_words}")
    entering.still_may(parts)
    return made


def change_password(parts: Parts, name: str, old: str, new: str) -> Clerk:
    """Let a person change their own password; the old one counts as a try like at the sign-in."""
    found = _named(parts, name)
    passwords.check_rule(new, name)
    if new == old:
        raise RuleError("新密码和原来的一样,请换一个")
    tried = entering.password_of(parts, found, old, counting.count)
    phc, now = passwords.hashed(new), parts.clock.now()
    made = parts.store.clerks.change(
        tried.id,
        lambda c: replace(c, password=phc, changed_at=now, must_change=False, failures=0, pause=None),
    )
    _note(parts, entering.who_of(parts, made), made, "改了自己的密码")
    return made


def enrolled(
    parts: Parts, name: str, password: str, enrolment: Enrolment, code: str, factor: SecondFactor = FACTOR
) -> Clerk:
    """Ask a person for codes from now on, once their password and the first code of the new secret are right.

    A wrong password counts as at the sign-in. RuleError for a wrong code, for a person who has codes already,
    and for demo people.
    """
    found = _named(parts, name)
    if found.demo:
        raise RuleError("演示人员的密码是公开的,不开验证码;请添加自己的人员再开")
    step = factor.accepted(enrolment.secret, code, parts.clock.now(), 0)
    if not step:
        raise RuleError("验证码不对,请看手机上现在的6位数;总是不对时核对手机和电脑的时间")
    themselves(parts, name, password)

    def build(clerk: Clerk) -> Clerk:
        if clerk.totp:
            raise RuleError("登录验证码已经开着;换手机时先取消原来的")
        return replace(clerk, totp=enrolment.secret, code_step=step)

    made = parts.store.clerks.change(found.id, build)
    _note(parts, parts.window.who, made, "开了验证码")
    return made


def given_up(parts: Parts, name: str, password: str, code: str, factor: SecondFactor = FACTOR) -> Clerk:
    """Ask a person for no codes any more, as they wish who still have the telephone.

    A wrong password or code counts as at the sign-in; SignInRefused says why not.
    """
    tried = entering.verify(parts, name, password, code, factor=factor)
    made = parts.store.clerks.change(tried.id, lambda c: replace(c, totp="", code_step=0))
    _note(parts, parts.window.who, made, "取消了自己的验证码")
    return made


def take_second(parts: Parts, clerk_id: str, password: str) -> Clerk:
    """Ask a person for no codes any more, as an administrator does for others who lost their telephone.

    ``password`` is the administrator's own; a wrong one counts as at the sign-in.
    """
    require(parts)
    found = _one(parts, clerk_id)
    if found.name == parts.window.clerk:
        raise RuleError("自己的手机丢了,要请另一位管理员取消验证码")
    themselves(parts, parts.window.clerk, password)
    made = parts.store.clerks.change(clerk_id, lambda c: replace(c, totp="", code_step=0))
    _note(parts, parts.window.who, made, "取消验证码")
    return made


def themselves(parts: Parts, name: str, password: str) -> Clerk:
    """The person, who types their password once more before the way they sign in, or another's, changes.

    SignInRefused for a wrong one, which counts as at the sign-in. Takes some 0.3 s for the hash.
    """
    found = _named(parts, name)
    if not password:
        raise RuleError("请输入您自己的密码")
    tried = entering.password_of(parts, found, password, counting.count)
    return parts.store.clerks.change(tried.id, lambda c: replace(c, failures=0, pause=None))


def require(parts: Parts, *roles: str) -> None:
    """RuleError unless who sits here has one of these roles, an administrator's without any."""
    wanted = roles or (ADMINISTRATOR,)
    if not parts.window.seat.has(*wanted):
        able = "或".join(ROLES[role] for role in wanted)
        raise RuleError(f"这一步要由{able}来做,请{able}登录")


def _made(parts: Parts, name: str, roles: Collection[str], unit: str, password: str) -> Clerk:
    plain = " ".join(name.split())
    if not plain or not all(c.isprintable() for c in plain):
        raise RuleError("请填写姓名")
    if len(plain) > _LONGEST:
        raise RuleError(f"姓名最多{_LONGEST}个字")
    if fault := printable.fault("姓名", plain) or printable.fault("单位", unit):
        raise RuleError(fault)
    chosen = _checked(roles)
    passwords.check_rule(password, plain)
    now = parts.clock.now()
    return Clerk(str(uuid4()), plain, chosen, unit.strip(), passwords.hashed(password), now, now)


def _checked(roles: Collection[str]) -> tuple[str, ...]:
    if unknown := [role for role in roles if role not in ROLES]:
        raise RuleError(f"没有“{unknown[0]}”这个角色,可用:{'、'.join(ROLES)}")
    if not roles:
        raise RuleError("请至少选一个角色")
    return tuple(role for role in ROLES if role in roles)


def _named(parts: Parts, name: str) -> Clerk:
    found = parts.store.clerks.named(name)
    if found is None:
        raise RuleError("没有这个人,请重新登录")
    return found


def _one(parts: Parts, clerk_id: str) -> Clerk:
    found = parts.store.clerks.one(clerk_id)
    if found is None:
        raise RuleError("没有这个人,请重新打开人员列表")
    return found


def _keep_one(parts: Parts, clerk_id: str, *, stays: bool) -> None:
    """RuleError when nobody would be left who can add people."""
    others = (c for c in entering.people(parts) if c.id != clerk_id)
    if not stays and not any(c.has(ADMINISTRATOR) for c in others):
        raise RuleError("这是最后一位管理员,请先添加另一位管理员")


def _note(parts: Parts, who: Who, clerk: Clerk, text: str) -> None:
    ledger.note_read(parts, who, ReadKind.PEOPLE, Subject(CLERK_KIND, clerk.id), f"{clerk.name}:{text}")
