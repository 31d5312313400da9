"""``updates``: whether a stick with a new release is what its makers signed; signs one for others."""

import argparse
import platform
import shlex
import sys
from pathlib import Path
from typing import Any, Final

from desk_app import release, settings
from desk_app.commands.telling import tell
from desk_app.errors import WorldError

_PLACES: Final = (Path("/etc/desk-app/root.json"), Path(sys.prefix, "share", "desk-app", "root.json"))
"""Where the keys stand that this computer trusts; the administrator's file first."""
_KEPT: Final = "updates"
"""Folder in the state folder for what was seen of sticks."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("updates", help="核对优盘上的新版本;给优盘签名")
    verbs = parser.add_subparsers(title="做什么", metavar="做什么", required=True)
    checked = verbs.add_parser("check", help="核对优盘:签名、日期、每个文件,是不是比本机的新;不安装")
    checked.add_argument("stick", type=Path, help="优盘的文件夹")
    checked.add_argument("--trust", type=Path, metavar="文件", help="信任的签名人(root.json),默认用本机存的")
    checked.add_argument("--machine", default=platform.machine(), help="处理器,默认是本机的")
    checked.set_defaults(run=_check)
    signed = verbs.add_parser("sign", help="发优盘的单位用:给 packages 里的程序包签名")
    signed.add_argument("stick", type=Path, help="优盘的文件夹")
    signed.add_argument("--keys", type=Path, required=True, help="密钥的文件夹,没有就新建;不要放在优盘上")
    signed.set_defaults(run=_sign)


def _check(options: argparse.Namespace) -> int:
    from desk_app.updates import checking, index

    kept = settings.load().state / _KEPT
    found = checking.check(options.stick, _root(options.trust), kept, options.machine)
    mine = release.name()
    tell(f"优盘上是 {found.release},本机是 {mine};签名、日期和{len(found.files)}个文件都对")
    if index.order(found.release) < index.order(mine):
        raise WorldError("优盘比本机的程序旧,不用装;要退回旧版本,请照“安装和升级”一页的三步")
    if found.release == mine:
        tell("本机已经是这个版本,不用装")
        return 0
    packages = [shlex.quote(str(path)) for path in found.files if path.suffix == ".deb"]
    tell("请管理员(root)运行下面这一行,装好以后照常打开窗口:")
    print(f"apt-get install -y {' '.join(packages)}")
    return 0


def _root(given: Path | None) -> bytes:
    """What this computer trusts."""
    places = (given,) if given else _PLACES
    path = next((each for each in places if each.is_file()), None)
    if path is None:
        raise WorldError(f"本机没有存签名人的公钥({places[0]}),请照“安装和升级”一页放好")
    return path.read_bytes()


def _sign(options: argparse.Namespace) -> int:
    from desk_app.clock import SystemClock
    from desk_app.updates import signing

    if not (options.stick / "packages").is_dir():
        raise WorldError(f"{options.stick} 里没有 packages 文件夹,请先把程序包放进去")
    signed = signing.sign(options.stick, options.keys, SystemClock().now())
    tell(f"已签名:{signed},有效{signing.EXPIRES.days}天;窗口信任的公钥是 {options.keys / signing.ROOT}")
    return 0
