"""``desk-app regions``: import the county's list of places, and look into the one in force."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app import settings
from desk_app.commands.keeping import keep
from desk_app.commands.telling import tell
from desk_app.errors import WorldError

if TYPE_CHECKING:
    from forms.loader import Fault
    from forms.regions import Regions

_MOST_TOLD: Final = 20
"""How many faults are printed; a wrong file has one in every line."""
_MOST_FOUND: Final = 50


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    regions = commands.add_parser("regions", help="区划:import 导入本区县的乡镇和村,show 查看")
    verbs = regions.add_subparsers(title="动作", metavar="import|show", required=True)
    taking = verbs.add_parser("import", help="检查并导入一份区划(CSV,code,name 两列),有错就整份不收")
    taking.add_argument("file", type=Path, help="CSV 文件,UTF-8 编码")
    taking.set_defaults(run=_import)
    show = verbs.add_parser("show", help="看正在使用的区划,或查其中的地名")
    show.add_argument("text", nargs="?", default="", help="地名的任何一部分,或6位以上代码")
    show.set_defaults(run=_show)


def _import(options: argparse.Namespace) -> int:
    from forms import regions

    chosen = settings.load()
    hall = settings.pack_of(chosen).hall
    try:
        found = regions.read(options.file)
    except regions.RegionsError as error:
        return _tell_faults(error.faults)
    if found.county is None or found.county.code != hall.region_code:
        given = f"{found.county.code} {found.county.name}" if found.county else "别处"
        raise WorldError(
            f"这是 {given} 的区划,本大厅属于 {hall.region_code} {hall.region},没有导入。"
            "要换区县,请先换事项定义"
        )
    keep(chosen.data / regions.FILE_NAME, regions.text_of(found), "区划")
    tell(f"已导入{_summary(found)};下次打开窗口时启用")
    return 0


def _show(options: argparse.Namespace) -> int:
    from forms import regions

    chosen = settings.load()
    own = chosen.data / regions.FILE_NAME
    known = regions.in_force(own, settings.pack_of(chosen).hall.region_code)
    if known.fault:
        tell(known.fault)
    if known.county is None:
        tell("还没有本区县的区划,请用 desk-app regions import 导入")
        return 1
    if options.text:
        return _show_hits(known, options.text)
    return _show_all(known, "随程序的一份" if known.fault or not own.exists() else str(own))


def _show_all(known: "Regions", origin: str) -> int:
    tell(f"{_summary(known)};来自{origin}")
    if known.source:
        tell(known.source)
    for town in known.children(known.county) if known.county else ():
        tell(f"{town.code}  {town.place}  {len(known.children(town))}个村社区")
    return 1 if known.fault else 0


def _show_hits(known: "Regions", text: str) -> int:
    hits = known.find(text, _MOST_FOUND)
    for region in hits:
        print(f"{region.code:<12}  {known.address(region)}")
    if not hits:
        tell(f"没有找到“{text}”")
    return 0 if hits else 1


def _summary(found: "Regions") -> str:
    from forms.regions import TOWN, VILLAGE

    lengths = [len(code) for code in found.rows]
    where = found.address(found.county) if found.county else ""
    return f"{where}的区划:{lengths.count(TOWN)}个乡镇街道,{lengths.count(VILLAGE)}个村社区"


def _tell_faults(faults: "Sequence[Fault]") -> int:
    for fault in faults[:_MOST_TOLD]:
        tell(str(fault))
    if len(faults) > _MOST_TOLD:
        tell(f"还有{len(faults) - _MOST_TOLD}处")
    tell(f"有{len(faults)}处错误,一行也没有导入")
    return 1
