"""``desk-app archive``: a piece as one file that is checked without this program, and the centre's year."""

import argparse
import os
from pathlib import Path
from typing import Any

from desk_app.commands.filing import write_pdf
from desk_app.commands.telling import tell


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    verbs = commands.add_parser("archive", help="档案和中心的一年:电子档案包、年度报告").add_subparsers(
        title="动作", metavar="动作", required=True
    )
    packing = verbs.add_parser(
        "package",
        help="一件档案存成电子档案包:各页按校验值,目录有签名",
        description="包里有目录、办理经过和各页原图,不用本程序也能核对。取用记入查阅记录。窗口开着也可以用。",
    )
    packing.add_argument("number", help="这一件的编号(DA-…)")
    packing.add_argument("--purpose", required=True, metavar="用途", help="写明用途,记入查阅记录")
    packing.add_argument("--out", type=Path, help="存成哪个文件(.zip)或存进哪个文件夹;默认当前文件夹")
    packing.set_defaults(run=_package)
    report = verbs.add_parser(
        "report",
        help="中心的年度报告:工作明细表的每一行、各登记的数字",
        description="存成 PDF,`--out` 写 .xlsx 的存成表格连图。没有个人的信息。窗口开着也可以用。",
    )
    report.add_argument("--year", type=int, metavar="年度", help="如 2026;默认今年")
    report.add_argument("--out", type=Path, help="存成哪个文件(.pdf 或 .xlsx)或存进哪个文件夹;默认当前文件夹")
    report.set_defaults(run=_report)


def _package(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services import linked
    from desk_app.services.works import package
    from desk_app.services.works.table import ARCHIVE

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "archive package")
        found = linked.numbered(desk.parts, ARCHIVE, options.number.strip().upper())
        path = options.out or Path()
        if os.path.isdir(path):
            path = path / package.name_of(found)
        tell(package.write(desk.parts, found.id, path, f"用途:{options.purpose}").sentence)
    return 0


def _report(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.works import year

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "archive report")
        chosen, path = options.year or desk.parts.clock.today().year, options.out or Path()
        if os.path.isdir(path):
            path = path / f"{chosen}年{year.TITLE}.pdf"
        if path.suffix.lower() == ".xlsx":
            year.write(desk.parts, year.of(desk.parts, chosen), path)
        else:
            write_pdf(path, year.sheet(desk.parts, chosen))
    tell("年度报告:", path)
    return 0
