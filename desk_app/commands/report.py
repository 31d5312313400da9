"""``desk-app papers report``: the ledger (台账) or the figures of a unit and a period, paper or xlsx."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk_app.commands.filing import file_name, write_pdf
from desk_app.commands.telling import tell

if TYPE_CHECKING:
    from desk_app.services.parts import Parts


def add(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command, one of ``papers``."""
    report = verbs.add_parser(
        "report",
        help="台账和报表:一个单位、一期的台账或统计表,存成 PDF 或 xlsx",
        description="同“登记”“上门”页的“台账和报表”。不写名称时列出有哪些、各有哪些单位和期间。"
        "取用记入查阅记录。窗口开着也可以用。",
    )
    report.add_argument("name", nargs="?", default="", help="台账或报表的名称或 id;不写就列出")
    report.add_argument("--unit", default="", metavar="单位", help="哪个单位;默认全部单位")
    report.add_argument(
        "--period", default="", metavar="期间", help="如 2026年第4季度、2026年12月;默认这一季"
    )
    report.add_argument(
        "--out", type=Path, help="存成哪个文件(.pdf 或 .xlsx)或存进哪个文件夹;默认当前文件夹的 PDF"
    )
    report.set_defaults(run=_report)


def _report(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.lists import reports

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "papers report")
        if not options.name:
            return _list(desk.parts)
        told = reports.chosen(desk.parts, options.name, options.unit, options.period)
        path = options.out or Path()
        if os.path.isdir(path):
            path = path / file_name(f"{told.name}.pdf")
        if path.suffix.lower() == ".xlsx":
            reports.write(desk.parts, told, path)
        else:
            write_pdf(path, reports.draw(desk.parts, told))
    tell(f"{told.report.title}:", path)
    return 0


def _list(parts: "Parts") -> int:
    """Print what there is, each with its units and periods; returns the exit code."""
    from desk_app.services.lists import reports

    for law, report in reports.offered(parts):
        tell(f"{report.id}  {report.title}({law.title})")
        tell(f"    单位(--unit):{'、'.join(unit.title for unit in reports.units(parts, law, report))}")
        periods = reports.periods(report, parts.clock.today())
        tell(f"    期间(--period):{'、'.join(period.title for period in periods)}")
    return 0
