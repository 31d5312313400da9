"""``walkthrough``: one whole application through the real window; leaves its papers and screenshots."""

import argparse
import os
from pathlib import Path
from typing import Any


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser(
        "walkthrough",
        help="用真窗口办一件完整的申请,留下三张纸、每步截图和 result.json",
        description="案例文件的写法见设置页的“样例案卷”;样例在 resources/samples。没有显示器也能运行。",
    )
    parser.add_argument("--case", type=Path, help="案例文件(TOML);默认用随程序的第一个样例")
    parser.add_argument("--out", type=Path, default=Path("out"), help="结果文件夹(默认 out)")
    parser.add_argument("--mask", action="store_true", help="截图上遮住个人信息、纸件和图片")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desk_app.walkthrough import run

    return run.walk(options.case, options.out, mask=options.mask)
