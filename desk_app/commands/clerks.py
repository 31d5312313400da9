"""``clerks``: who may sign in here; and who works, asked before a command reads people's data."""

import argparse
import getpass
import sys
from typing import TYPE_CHECKING, Any, Final

from desk_app.commands.telling import tell
from desk_app.errors import RuleError
from forms.typesetting import typeset

if TYPE_CHECKING:
    from desk_app.domain.clerks import Clerk
    from desk_app.services.parts import Parts

_ROLES: Final = "clerk、supervisor、administrator 等"


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    clerks = commands.add_parser("clerks", help="本窗口的人员:添加、列出、重设密码、停用")
    verbs = clerks.add_subparsers(title="动作", metavar="动作", required=True)
    made = verbs.add_parser("add", help="添加一人;第一人是管理员,以后由管理员来做")
    made.add_argument("name", help="姓名")
    made.add_argument("--role", action="append", help=f"{_ROLES},默认 clerk")
    made.add_argument("--unit", default="", help="单位,空着用大厅名称")
    made.set_defaults(run=_add)
    lost = "管理员都登录不了时(忘了密码、丢了手机、调走):凭柜子里的恢复密钥让一人重新成为管理员"
    recovered = verbs.add_parser("recover", help=lost)
    recovered.add_argument("name", help="姓名")
    recovered.set_defaults(run=_recover)
    listed = verbs.add_parser("list", help="列出人员、角色和状态")
    listed.set_defaults(run=_list)
    for verb, told in (("reset", "重设一人的密码"), ("disable", "停用一人"), ("enable", "重新启用一人")):
        each = verbs.add_parser(verb, help=told)
        each.add_argument("name", help="姓名")
        each.set_defaults(run=_change, verb=verb)
    given = verbs.add_parser("roles", help="改一人的角色,马上生效")
    given.add_argument("name", help="姓名")
    given.add_argument("--role", action="append", required=True, help=f"{_ROLES};可写多次,没写到的不留")
    given.set_defaults(run=_roles)


def sign_in(parts: "Parts") -> None:
    """Ask in the terminal who works, unless somebody sits there already; RuleError when it is refused."""
    from desk_app.services.parts import NOBODY
    from desk_app.services.signin import entering
    from desk_app.services.signin.entering import CodeWanted

    if parts.window.who != NOBODY:
        return
    if entering.is_new(parts):
        raise RuleError("这个大厅还没有登记人员,请先用 desk-app clerks add 姓名 登记管理员")
    usual = parts.window.usual
    known = any(c.name == usual for c in entering.people(parts))
    name = (asked(f"姓名(直接回车是{usual})") or usual) if known else asked("姓名")
    password = asked(f"{name}的密码", secret=True)
    try:
        entering.sign_in(parts, name, password)
    except CodeWanted:
        entering.sign_in(parts, name, password, asked("验证码"))


def asked(words: str, *, secret: bool = False) -> str:
    """What is typed; the question stays out of what the command prints. RuleError where nobody can type."""
    try:
        if secret:
            return getpass.getpass(typeset(f"{words}: "))
        print(typeset(f"{words}: "), end="", file=sys.stderr, flush=True)
        return input().strip()
    except EOFError as error:
        raise RuleError("这个命令要登录,请在终端里用") from error


def _new_password(name: str) -> str:
    password = asked(f"给{name}的密码(至少10个字符)", secret=True)
    if asked("再输一遍", secret=True) != password:
        raise RuleError("两遍密码不一样,没有存")
    return password


def _administrator(parts: "Parts") -> None:
    """Ask for an administrator: a demo's seat is no administrator."""
    parts.window.seat.leave()
    sign_in(parts)


def _add(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.services.signin import entering, people

    with Desk(settings.load(), beside=True, seated=False) as desk:
        if entering.is_new(desk.parts):
            made = people.first(desk.parts, options.name, _new_password(options.name))
        else:
            _administrator(desk.parts)
            password = _new_password(options.name)
            made = people.add(desk.parts, options.name, options.role or ["clerk"], password, options.unit)
    tell(f"添加了{made.name}({made.role_words})")
    return 0


def _list(_options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk

    with Desk(settings.load(), beside=True, seated=False) as desk:
        people = desk.parts.store.clerks.all()
    for each in people:
        tell(f"{each.name} {each.role_words} {_state(each)}")
    if not people:
        tell("还没有登记人员:打开窗口登记管理员,或用 desk-app clerks add 姓名")
    return 0


def _state(clerk: "Clerk") -> str:
    told = "演示" if clerk.demo else ""
    told += "验证码" if clerk.totp else ""
    return f"{'在用' if clerk.active else '已停用'} {told}".strip()


def _recover(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.devices.keys.main import require_sheet
    from desk_app.services.signin import people

    chosen = settings.load()
    with Desk(chosen, beside=True, seated=False) as desk:
        name = _known(desk.parts, options.name).name
        require_sheet(chosen.data, asked("恢复密钥(最后打印的一张,八组)"))
        made = people.restore_administrator(desk.parts, name, _new_password(name))
    tell(f"{made.name}现在是{made.role_words},用新密码登录;已记入查阅记录")
    return 0


def _known(parts: "Parts", name: str) -> "Clerk":
    """The person of this name; RuleError when there is none."""
    found = parts.store.clerks.named(name)
    if found is None:
        raise RuleError(f"没有“{name}”,用 desk-app clerks list 看有谁")
    return found


def _change(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.services.signin import people

    with Desk(settings.load(), beside=True, seated=False) as desk:
        parts = desk.parts
        found = _known(parts, options.name)
        _administrator(parts)
        if options.verb == "reset":
            people.reset(parts, found.id, _new_password(found.name))
        else:
            people.set_active(parts, found.id, active=options.verb == "enable")
    done = {"reset": "密码重设好了,下次登录时自己再改", "disable": "已停用", "enable": "已启用"}
    tell(f"{options.name}:{done[options.verb]}")
    return 0


def _roles(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.services.signin import people

    with Desk(settings.load(), beside=True, seated=False) as desk:
        found = _known(desk.parts, options.name)
        _administrator(desk.parts)
        made = people.set_roles(desk.parts, found.id, options.role)
    tell(f"{made.name}现在是{made.role_words}")
    return 0
