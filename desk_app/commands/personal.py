"""``desk-app people``: what is held on a person, corrections and deletions they ask for, and the roster."""

import argparse
from contextlib import suppress
from pathlib import Path
from typing import Any

from desk_app.commands import roster
from desk_app.commands.telling import tell
from desk_app.errors import WorldError


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    people = commands.add_parser(
        "people",
        help="申请人的权利:report 个人信息清单,correct 更正,delete 删除;"
        "名册:import 导入,match 政策找人,needs 需求名单",
        description="report、correct、delete:个人信息保护法第四十四至四十七条;每一次都记下来。",
    )
    which = "report|correct|delete|import|match|needs"
    verbs = people.add_subparsers(title="动作", metavar=which, required=True)
    roster.add(verbs)
    report = verbs.add_parser("report", help="本窗口持有这个人的什么、为什么、谁看过、给了谁、保存多久")
    correct = verbs.add_parser("correct", help="更正姓名、电话或身份证号;已受理的内容在窗口里用“更正”")
    delete = verbs.add_parser("delete", help="删除可以删除的;必须保存的说明理由")
    for verb in (report, correct, delete):
        verb.add_argument("number", help="身份证号或回执编号")
    report.add_argument("--purpose", default="本人查阅", help="做什么用,记入查阅记录")
    report.add_argument("--out", type=Path, metavar="FILE", help="写成 PDF;不写就在屏幕上列出")
    for name, help_ in (("name", "姓名"), ("phone", "电话"), ("id-number", "身份证号")):
        correct.add_argument(f"--{name}", default="", help=f"正确的{help_}")
    for verb in (correct, delete):
        verb.add_argument("--reason", required=True, help="申请人的要求或原因")
    report.set_defaults(run=_report)
    correct.set_defaults(run=_correct)
    delete.set_defaults(run=_delete)


def _report(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.retention import paper, rights
    from forms import files

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "people report")
        found = rights.report(desk.parts, options.number, options.purpose)
        if options.out:
            files.write(options.out, paper.sheet(desk.parts, found))
            print(options.out)
            return 0
    for line in found.held:
        since = f",{line.since:%Y-%m-%d}起" if line.since else ""
        tell(f"{line.what}{since};{line.why};{line.until}")
    for given in found.given:
        tell(f"{given.at:%Y-%m-%d %H:%M} 提供给{given.whom}:{given.what}({given.how})")
    for read in (*found.reads, *found.changed):
        tell(f"{read.at:%Y-%m-%d %H:%M} {read.who} {read.how} {read.what}")
    return 0


def _correct(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.retention import rights

    wanted = {"name": options.name, "phone": options.phone, "id_number": options.id_number}
    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "people correct")
        person = rights.of_number(desk.parts, options.number)
        said = rights.correct(desk.parts, person, options.reason, **wanted)
    tell(f"已更正:{'、'.join(said)}")
    return 0


def _delete(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.retention import rights

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "people delete")
        with suppress(WorldError):  # what a full disk left of the time before
            desk.parts.store.pages.settle()
        done = rights.erase(desk.parts, rights.of_number(desk.parts, options.number), options.reason)
    for line in done.gone:
        tell(f"已删除:{line}")
    for line in done.kept:
        tell(f"要保存:{line}")
    return 0
