"""``county serve``, ``decide``, ``act`` and ``verify``: receiving end, departments, check of a paper."""

import argparse
import os
import secrets
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app import settings
from desk_app.clock import SystemClock
from desk_app.commands import enrolling, guarding, holders, marking
from desk_app.commands.given import pair, pairs
from desk_app.commands.opening import key_of
from desk_app.commands.telling import tell
from desk_app.devices.keys.demo import FILE_NAME, demo_key
from desk_app.domain.book_key import BookKey
from desk_app.domain.events import Who
from desk_app.domain.settling import Settling
from desk_app.errors import RuleError
from forms import calendar, grounds
from forms.library import Versions
from forms.procedures import COUNTY, DEPARTMENT
from forms.typesetting import typeset

if TYPE_CHECKING:
    from desk_app.county_server.book import CountyBook
    from desk_app.county_server.decide import Done

_PACKS: Final = "各版本事项定义的留底文件夹;默认是数据库文件旁的 packs"
_ROW: Final = (
    "一条说明,列之间用分号:材料=照片;问题=看不清;怎样改=重拍;期限=2026-12-01;依据=…;每条写一次,可写多次"
)
_CLAUSE: Final = "不予批准、终止所依据的条款,印在决定书上,如 残疾人证管理办法第三条"
_GROUNDED: Final = ("refuse", "close")
"""Decisions that rest on a provision."""
_COUNTY: Final = "区县平台"
_SET: Final = "动作问的其他一项,按它的代号;可写多次"
_RESULT: Final = (
    ("certificate", "certificate_number", "残疾人证号;不写的,由评定的类别和等级推算,补办、换领由原证号推算"),
    ("grade", "grade", "残疾等级1至4;不写的,由证号得出"),
    ("issued", "issued_on", "发证日期,如 2026-11-26;不写的,是今天"),
    ("until", "expires_on", "有效期至;新办、换领不写的,是发证满十年,其他的是原证的有效期"),
    ("amount", "amount", "补贴每月多少元,如 120"),
    ("month", "first_month", "补贴从哪个月计发,如 2026-11;不写的,是申请当月"),
    ("registered", "registered_on", "登记日期;不写的,是今天"),
)
"""Options for what a conclusion is asked: option, field, help. Fields of a county's own take ``--set``."""
_ASSESSED: Final = "评定的类别和等级,如 肢体2 或 4:2;多重残疾的每类写一次"
_EXAMPLE: Final = """例子:
  desk-app county decide 620403-03-20261126-000018 cert_new conclude --assessed 肢体2 --assessed 智力3
  desk-app county decide 620403-03-20261126-000018 cert_change conclude --assessed 肢体2 --until 2033-05-10
  desk-app county decide 620403-03-20261126-000018 cert_lost conclude
  desk-app county decide 620403-03-20261126-000018 living_subsidy conclude --amount 120
  desk-app county decide 620403-03-20261126-000018 cert_new correct --text 缺照片 \\
    --row "材料=照片;问题=看不清;怎样改=重拍"

填错的不会写进去,会说明哪里不对;“请核对”的已经写进去,请再看一遍。"""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    county = commands.add_parser(
        "county", help="区县一端:serve 运行区县服务,decide 扮演部门答复,act 办理其他登记"
    )
    verbs = county.add_subparsers(title="动作", metavar="serve|decide|act|verify", required=True)
    _add_serve(verbs)
    _add_decide(verbs)
    _add_act(verbs)
    holders.add(verbs, _book)
    marking.add(verbs, _book)
    enrolling.add(verbs, _book)
    verify = verbs.add_parser(
        "verify",
        help="核对一张回执是不是真的:扫它的二维码",
        description="密钥取自环境变量 DESK_COUNTY_TOKEN;没有就用数据文件夹中演示用的密钥。",
    )
    verify.add_argument("text", help="扫二维码得到的文字")
    verify.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    verify.set_defaults(run=_verify)


def _add_serve(verbs: "argparse._SubParsersAction[Any]") -> None:
    serve = verbs.add_parser(
        "serve",
        help="运行区县服务,直到按 Ctrl+C",
        description="密钥取自环境变量 DESK_COUNTY_TOKEN;没有就新造一个并显示。",
    )
    serve.add_argument(
        "--database", help="数据库地址,如 sqlite:////srv/county.db;默认用数据文件夹中的 county.db"
    )
    serve.add_argument("--host", default="127.0.0.1", help="监听地址(默认 127.0.0.1)")
    serve.add_argument("--port", type=int, default=8765, help="监听端口(默认 8765)")
    serve.add_argument("--packs", type=Path, help=_PACKS)
    serve.set_defaults(run=_serve)


def _add_decide(verbs: "argparse._SubParsersAction[Any]") -> None:
    decide = verbs.add_parser(
        "decide",
        help="扮演部门,对申请的一个事项给出答复",
        description="其他登记(辅具、志愿者等)用 desk-app county act。",
        epilog=_EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    decide.add_argument("number", help="回执编号或办件编号")
    decide.add_argument("matter", help="事项,如 cert_new、living_subsidy")
    decide.add_argument(
        "decision",
        help="答复,事项流程中部门的动作:accept assess resume correct refuse conclude close;"
        "承诺:check_fact recheck_fact settle_untrue",
    )
    decide.add_argument("--text", default="", help="给窗口的话;要求补正、不予批准和终止时必填")
    decide.add_argument("--clause", default="", help=_CLAUSE)
    decide.add_argument("--row", action="append", default=[], help=_ROW)
    result = decide.add_argument_group("办结的结果(conclude)")
    result.add_argument("--assessed", action="append", default=[], metavar="类别等级", help=_ASSESSED)
    for option, field, told in _RESULT:
        result.add_argument(f"--{option}", dest=field, default="", metavar="…", help=told)
    decide.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help=_SET)
    decide.add_argument("--who", default=_COUNTY, help="作出决定的人(默认“区县平台”)")
    decide.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    decide.add_argument("--packs", type=Path, help=_PACKS)
    decide.set_defaults(run=_decide)


def _add_act(verbs: "argparse._SubParsersAction[Any]") -> None:
    act = verbs.add_parser(
        "act",
        help="区县对任何一种登记办一步,窗口随后收到",
        description="登记用编号或内部编号指明;能办哪些动作由业务定义的流程决定,写错时会列出。",
    )
    act.add_argument("number", help="登记的编号或内部编号")
    act.add_argument("act", help="流程中的动作代码")
    act.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="动作问的一项;可写多次"
    )
    act.add_argument("--text", default="", help="说明,同 --set text=…")
    act.add_argument("--row", action="append", default=[], help=_ROW)
    act.add_argument("--role", default=COUNTY, help=f"以什么身份办:{COUNTY}(默认)或 {DEPARTMENT}")
    act.add_argument("--who", default=_COUNTY, help="办理人(默认“区县平台”)")
    act.add_argument("--unit", default="", help="办理人的单位")
    act.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    act.add_argument("--packs", type=Path, help=_PACKS)
    act.set_defaults(run=_act)


def _database(given: str | None) -> str | Path:
    return given or settings.load().data / "county.db"


def _versions(options: argparse.Namespace) -> Versions:
    """The county's pack in force and those kept beside its database; prints a warning for a broken one."""
    given = options.packs or _beside(_database(options.database))
    versions = settings.versions_of(settings.load(), given)
    if told := settings.fault(versions):
        tell(told, error=True)
    return versions


def _file(database: str | Path) -> Path | None:
    """A database that is a file; None for a database server."""
    if isinstance(database, Path):
        return database
    kind, _, path = database.partition(":///")
    return Path(path) if kind.startswith("sqlite") and path else None


def _folder(database: str | Path) -> Path | None:
    """The folder of a database that is a file; None for a database server."""
    file = _file(database)
    return file.parent if file else None


def _beside(database: str | Path) -> Path | None:
    """The folder ``packs`` beside a database that is a file; None for a database server."""
    folder = _folder(database)
    return folder / "packs" if folder else None


def _key(database: str | Path, *, make: bool = False) -> BookKey | None:
    """The key beside a database that is a file; None for a database server, which encrypts for itself.

    One that is not there yet is made only with ``make``: a mistyped path gets no folder and no key.
    """
    file = _file(database)
    if file is None:
        return None
    chosen = settings.load()
    if file.parent.absolute() == chosen.data.absolute():
        return key_of(chosen)  # the embedded county of this window
    return demo_key(file.parent) if make or file.exists() else None


def _book(options: argparse.Namespace, command: str) -> "CountyBook":
    """The county's book for a command; where it is this window's embedded one, its people are asked first."""
    from desk_app.county_server.book import CountyBook

    if _folder(_database(options.database)) == settings.load().data:
        guarding.enter_book(settings.load(), command)
    law = Settling(_versions(options), calendar.of_desk(settings.load().data))
    place = _database(options.database)
    return CountyBook(place, law, key=_key(place), create=False)


def _serve(options: argparse.Namespace) -> int:
    from desk_app.county_server.serve import serve

    versions = _versions(options)
    settings.keep_versions(versions)
    token = os.environ.get("DESK_COUNTY_TOKEN", "")
    if not token:
        token = secrets.token_urlsafe(24)
        tell("窗口密钥(设为窗口的 DESK_COUNTY_TOKEN):", token)
    tell(f"区县服务 http://{options.host}:{options.port}")
    days = calendar.of_desk(settings.load().data)
    place = _database(options.database)
    if key := _key(place, make=True):
        where = f"{_folder(place)}/{FILE_NAME}"
        tell("区县数据库已加密,密钥在它旁边(演示做法,请一起备份):", where)
    serve(place, options.host, options.port, token, versions, days, key=key)
    return 0


def _decide(options: argparse.Namespace) -> int:
    from desk_app.county_server.decide import Ruling

    values = _given(options)
    if options.decision in _GROUNDED and not _grounded(values):
        values |= ask_ground(grounds.choices(_versions(options).current, options.matter))
    ruling = Ruling(options.matter, options.decision, values, options.who)
    with closing(_book(options, "county decide")) as book:
        return _say(book.decide(options.number, ruling, SystemClock().now()))


def _given(options: argparse.Namespace) -> dict[str, Any]:
    """What a decision was given, by field; RuleError for one that was given twice."""
    named: dict[str, Any] = {field: getattr(options, field) for _, field, _ in _RESULT}
    named |= {"text": options.text.strip(), "clause": options.clause.strip()}
    named |= {"assessed": "、".join(options.assessed)}
    named = {field: said for field, said in named.items() if said} | {"rows": _rows(options.row)}
    more = pairs(options.set)
    if twice := sorted(named.keys() & more.keys()):
        raise RuleError(f"“{twice[0]}”写了两次,只留一个")
    return named | more


def _grounded(values: Mapping[str, Any]) -> bool:
    """Whether a decision names a provision, for the whole or in one of its rows."""
    rows = values.get("rows") or ()
    return bool(values.get("clause")) or any(row.get("clause") or row.get("依据") for row in rows)


def ask_ground(choices: tuple[str, ...]) -> dict[str, str]:
    """The provision, asked of whoever decides: one of these by its number, or another in words.

    Nothing where nobody sits there or nothing is typed: the paper then only names what was to be met.
    """
    listed = "\n".join(f"  {n} {clause}" for n, clause in enumerate(choices, 1))
    told = "没有写依据的条款;不写的,决定书上只列受理条件。这个事项的条款:"
    if not sys.stdin.isatty():
        tell(f"{told}\n{listed}\n下次请加上 --clause …", error=True)
        return {}
    try:
        said = input(typeset(f"{told}\n{listed}\n请写序号或条款(直接回车不写):")).strip()
    except EOFError:
        said = ""
    if said.isdecimal():
        said = choices[int(said) - 1] if 0 < int(said) <= len(choices) else ""
    return {"clause": said} if said else {}


def _act(options: argparse.Namespace) -> int:
    values: dict[str, Any] = dict(pairs(options.set))
    values |= {"text": options.text.strip()} if options.text else {}
    values |= {"rows": _rows(options.row)} if options.row else {}
    who = Who(options.who, options.role, options.unit)
    with closing(_book(options, "county act")) as book:
        return _say(book.act(options.number, options.act, values, who, SystemClock().now()))


def _say(done: "Iterable[Done]") -> int:
    for each in done:
        tell(each.sentence)
    return 0


def _rows(given: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    """Rows of ``column=value`` between semicolons, a column by its id or heading; RuleError otherwise."""
    cut = (row.replace(";", ";").replace("=", "=").split(";") for row in given)
    return tuple(dict(pair(cell) for cell in cells if cell.strip()) for cells in cut)


def _own_seal() -> str:
    from desk_app.devices.keys.local import local_key

    chosen = settings.load()
    return local_key(chosen.data, key_of(chosen))


def _verify(options: argparse.Namespace) -> int:
    from desk_app.county_server.papers import check

    seal_key = os.environ.get("DESK_COUNTY_TOKEN", "") or _own_seal()
    place = _database(options.database)
    verdict = check(place, options.text, seal_key, key=_key(place))
    tell(verdict.sentence)
    return 0 if verdict.genuine else 1
