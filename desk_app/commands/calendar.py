"""``desk-app calendar``: import and show the working days of a year, which are published each November."""

import argparse
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from desk_app import settings
from desk_app.commands.keeping import keep
from desk_app.commands.telling import tell
from desk_app.errors import DeskError
from desk_app.settings import Settings
from forms import calendar
from forms.sentences import month_day


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("calendar", help="工作日表:import 导入一年,show 查看")
    verbs = parser.add_subparsers(title="动作", metavar="import|show", required=True)
    import_ = verbs.add_parser("import", help="检查并导入一年的放假和调休,重算印了“预计”的期限")
    import_.add_argument("file", type=Path, help="TOML 文件,写法同随程序的 resources/calendars/2026.toml")
    import_.set_defaults(run=_import)
    show = verbs.add_parser("show", help="列出已公布的年份,或某一年放假和调休上班的日子")
    show.add_argument("year", nargs="?", type=int, help="年份")
    show.set_defaults(run=_show)


def _import(options: argparse.Namespace) -> int:
    chosen = settings.load()
    try:
        text = calendar.file_text(options.file)
        year, table = calendar.read(text, options.file.name)
    except calendar.CalendarError as error:
        for fault in error.faults:
            _say(fault)
        _say(f"有{len(error.faults)}处错误,没有导入,原来的工作日表照旧")
        return 1
    keep(chosen.data / calendar.FOLDER / f"{year}.toml", text, "工作日表")
    _say(
        f"已导入{year}年工作日表:放假的工作日{len(table.off)}天,调休上班{len(table.work)}天,依据{table.source}"
    )
    _say(_renew(chosen))
    return 0


def _show(options: argparse.Namespace) -> int:
    data = settings.load().data
    found = calendar.of_desk(data)
    for fault in found.faults:
        _say(fault)
    if options.year is None:
        own = calendar.load(data / calendar.FOLDER).years
        for year, table in sorted(found.years.items()):
            _say(f"{year}年:{table.source}" + ("(本区县导入)" if year in own else ""))
    elif options.year in found.years:
        table = found.years[options.year]
        _say(f"{options.year}年:{table.source}")
        _say(f"放假(周末以外):{_days(table.off)}")
        _say(f"调休上班:{_days(table.work)}")
    else:
        _say(f"{options.year}年还没有工作日表,这一年的日期按法定节假日推算,印“预计”")
    return 0


def _days(days: Iterable[date]) -> str:
    return "、".join(month_day(d) for d in sorted(days)) or "没有"


def _renew(chosen: Settings) -> str:
    """Compute the book's promised days anew, unless a window is open; returns a sentence on the result."""
    if not (chosen.data / "book.db").is_file():
        return "下次开窗起按新表计算"
    from desk_app import bootstrap
    from desk_app.services.applications import deadlines

    try:
        with bootstrap.Desk(chosen) as desk:
            changed = deadlines.renew(desk.parts)
    except DeskError as error:
        return f"窗口程序重新启动后按新表计算,并重算已受理办件的期限({error})"
    return f"已重算{len(changed)}件办件的期限"


def _say(sentence: str) -> None:
    tell(sentence)
