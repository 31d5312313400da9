"""``county serve``, ``decide`` and ``verify``: the receiving end, the departments' part, a paper checked."""

import argparse
import os
import secrets
import sys
from pathlib import Path
from typing import Any, Final

from desk_app import settings
from desk_app.domain.letters import NewsKind
from forms.library import Versions

_KINDS = {
    "accept": NewsKind.ACCEPTED,
    "assess": NewsKind.ASSESSING,
    "resume": NewsKind.RESUMED,
    "correct": NewsKind.CORRECTION,
    "refuse": NewsKind.REFUSED,
    "conclude": NewsKind.CONCLUDED,
}

_PACKS: Final = "各版本事项定义的留底文件夹;默认是数据库文件旁的 packs"


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    county = commands.add_parser("county", help="区县一端:serve 运行区县服务,decide 扮演部门答复")
    verbs = county.add_subparsers(title="动作", metavar="serve|decide|verify", required=True)
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
    decide = verbs.add_parser("decide", help="扮演部门,对一个事项给出答复")
    decide.add_argument("number", help="回执编号或办件编号")
    decide.add_argument("matter", help="事项,如 cert_new、living_subsidy")
    decide.add_argument("decision", choices=sorted(_KINDS), help="答复")
    decide.add_argument("--text", default="", help="给窗口的话;要求补正和不予受理时必填")
    decide.add_argument("--grade", default="", choices=["", "1", "2", "3", "4"], help="证件办结时的残疾等级")
    decide.add_argument("--certificate", default="", help="证件办结时的残疾人证号")
    decide.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    decide.add_argument("--packs", type=Path, help=_PACKS)
    decide.set_defaults(run=_decide)
    verify = verbs.add_parser(
        "verify",
        help="核对一张回执是不是真的:扫它的二维码",
        description="密钥取自环境变量 DESK_COUNTY_TOKEN;没有就用数据文件夹中演示用的密钥。",
    )
    verify.add_argument("text", help="扫二维码得到的文字")
    verify.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    verify.set_defaults(run=_verify)


def _database(given: str | None) -> str:
    return given or f"sqlite:///{settings.load().data / 'county.db'}"


def _versions(options: argparse.Namespace) -> Versions:
    """The county's pack in force and those kept beside its database; a broken one is told."""
    given = options.packs or _beside(_database(options.database))
    versions = settings.versions_of(settings.load(), given)
    if told := settings.fault(versions):
        print(told, file=sys.stderr, flush=True)
    return versions


def _beside(database: str) -> Path | None:
    """``packs`` in the folder of a database that is a file; None for a database server."""
    kind, _, path = database.partition(":///")
    return Path(path).parent / "packs" if kind.startswith("sqlite") and path else None


def _serve(options: argparse.Namespace) -> int:
    from desk_app.county_server.serve import serve

    versions = _versions(options)
    settings.keep_versions(versions)
    token = os.environ.get("DESK_COUNTY_TOKEN", "")
    if not token:
        token = secrets.token_urlsafe(24)
        print(f"窗口密钥(设为窗口的 DESK_COUNTY_TOKEN):{token}", flush=True)
    print(f"区县服务 http://{options.host}:{options.port}", flush=True)
    serve(_database(options.database), options.host, options.port, token, versions)
    return 0


def _decide(options: argparse.Namespace) -> int:
    from desk_app.county_server.decide import decide

    lines = decide(
        _database(options.database),
        options.number,
        options.matter,
        _KINDS[options.decision],
        options.text,
        grade=options.grade,
        certificate_number=options.certificate,
        versions=_versions(options),
    )
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _verify(options: argparse.Namespace) -> int:
    from desk_app.county_server.papers import check
    from desk_app.devices.keys.local import local_key

    key = os.environ.get("DESK_COUNTY_TOKEN", "") or local_key(settings.load().data)
    verdict = check(_database(options.database), options.text, key)
    print(verdict.sentence)
    return 0 if verdict.genuine else 1
