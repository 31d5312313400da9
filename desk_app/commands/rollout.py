"""``rollout``: a window takes its row of the county's roll-out file, by itself at its first start."""

import argparse
import os
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app import rollout, settings
from desk_app.commands.telling import tell
from forms.typesetting import typeset

if TYPE_CHECKING:
    from desk_app.rollout import WindowRow

_SERVICE: Final = "desk-app"


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("rollout", help="按部署文件设好本窗口:一个文件写全区县的窗口")
    parser.add_argument("file", type=Path, metavar="部署文件", help="TOML,每个窗口一段 [[window]]")
    parser.add_argument("--window", default="", metavar="窗口号", help="不写就按这台电脑的名字找")
    parser.add_argument("--check", action="store_true", help="只检查文件,什么也不写")
    parser.set_defaults(run=_run)


def at_first_start() -> None:
    """Take this computer's row; see ``rollout.at_first_start``."""
    rollout.at_first_start(os.environ, _keep)


def _run(options: argparse.Namespace) -> int:
    found = rollout.rows(options.file)
    if options.check:
        for row in found:
            tell(_told(row))
        return 0
    row = rollout.row_of(found, options.window, platform.node())
    rollout.take(row, settings.home(os.environ), _keep)
    tell(_told(row))
    if row.token:
        tell("窗口密钥已存进系统密钥环;用完请删去部署文件,或把里面的 county_token 去掉")
    return 0


def _keep(url: str, secret: str) -> None:
    from desk_app.devices.keys.keyrings import keep_window_key

    keep_window_key(_SERVICE, url, secret)


def _told(row: "WindowRow") -> str:
    """The window, its computer and what is set, without the secret."""
    kept = ",".join(f"{key} = {value}" for key, value in row.settings.items() if key != "window")
    whose = f"({row.computer})" if row.computer else ""
    secret = ",另有窗口密钥" if row.token else ""
    return typeset(f"窗口 {row.number}{whose}:{kept or '都用默认'}{secret}")
