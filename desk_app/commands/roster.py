"""``desk-app people import`` and ``people match``: a roster is brought in, the rules go through everybody."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.commands.telling import tell
from desk_app.errors import RuleError
from forms.numbers import half_width

if TYPE_CHECKING:
    from desk_app.services.parts import Parts
    from desk_app.services.roster.bringing import RosterPreview
    from desk_app.services.roster.matching import Matched
    from desk_app.services.tables.brought import Opened

_SHOWN: Final = 50
"""Lines with faults that are printed; all of them stand in the file of ``--faults``."""


def add(verbs: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the commands."""
    taken = verbs.add_parser(
        "import",
        help="导入名册(xlsx 或 CSV),供政策找人",
        description="列按列名自动对上,对不上的用 --column 指明。有一行有错就一行也不导入,除非写 --good-only。"
        "按数字存的身份证号(1.1E+17)后几位已经丢失,不导入。只读文件,不留底。",
    )
    taken.add_argument("file", type=Path, help="名册文件")
    taken.add_argument("--sheet", default="", help="xlsx 的哪个工作表;默认第一个有内容的")
    taken.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="项目=列名",
        help="哪一列是什么,如 身份证号=证件编号;可写多次",
    )
    taken.add_argument("--good-only", action="store_true", help="只导入没有问题的行")
    taken.add_argument("--whole", action="store_true", help="这是全册:以前导入、这次没有的人从名册里去掉")
    taken.add_argument("--faults", type=Path, metavar="FILE", help="要改的行另存成 xlsx")
    taken.add_argument("--check", action="store_true", help="只核对,不导入")
    taken.set_defaults(run=_import)
    match = verbs.add_parser(
        "match",
        help="政策找人:按规则找出看来符合、还没有享受的人",
        description="看名册里和在本窗口办过的每一个人。找到的列在“登记”的“政策找人”里,由窗口问过本人再办,不自动决定。",
    )
    match.add_argument("--out", type=Path, metavar="FILE", help="找到的人另存成 xlsx 或 csv,号码遮住")
    match.set_defaults(run=_match)
    needs = verbs.add_parser(
        "needs",
        help="需求名单:找到的人按事项发给责任部门核对,再逐行收回",
        description="--to:每个事项一个 xlsx,号码完整,用途记入查阅记录。--back:部门填好的表,"
        "有一行有错就都不收,同一张表收两次只算一次。回复记在那个人的经过里,不自动决定。",
    )
    ways = needs.add_mutually_exclusive_group(required=True)
    ways.add_argument("--to", type=Path, metavar="DIR", help="发出:存到这个文件夹")
    ways.add_argument("--back", type=Path, metavar="FILE", help="收回:部门填好的 xlsx 或 CSV")
    needs.add_argument("--purpose", default="请责任部门核对是否应享未享", help="号码做什么用")
    needs.set_defaults(run=_needs)


def _import(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.roster import bringing

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "people import")
        file = bringing.look(desk.parts, options.file, options.sheet)
        seen = bringing.preview(desk.parts, file, _places(desk.parts, file, options.column))
        _show(desk.parts, seen)
        if options.faults and seen.faults:
            bringing.write_faults(desk.parts, seen, options.faults)
            tell("要改的行在 ", options.faults)
        if options.check:
            tell(f"可以导入{len(seen.rows)}人,要改的{len(seen.faults)}行;只核对,没有导入")
            return int(bool(seen.faults))
        count = bringing.bring(desk.parts, seen, good_only=options.good_only, whole=options.whole)
        tell(f"导入{count}人,没有导入{len(seen.faults)}行;名册里现在有{desk.parts.store.roster.count()}人")
    return int(bool(seen.faults))


def _places(parts: "Parts", file: "Opened", given: list[str]) -> dict[str, int]:
    """The proposed layout with the columns that are named; RuleError for a name there is not."""
    from desk_app.commands.given import pairs
    from desk_app.services.roster import law

    asks = {name: ask.id for ask in law.columns(parts) for name in (ask.id, ask.label)}
    headings = [half_width(heading) for heading in file.layout.headings]
    places = dict(file.layout.places)
    for name, heading in pairs(given).items():
        if name not in asks:
            raise RuleError(f"没有“{name}”这一项,可用:{'、'.join(ask.label for ask in law.columns(parts))}")
        if half_width(heading) not in headings:
            raise RuleError(f"表里没有“{heading}”这一列,有:{'、'.join(filter(None, file.layout.headings))}")
        places[asks[name]] = headings.index(half_width(heading))
    return places


def _show(parts: "Parts", seen: "RosterPreview") -> None:
    from desk_app.services.roster import law

    layout = seen.file.layout
    here = (ask for ask in law.columns(parts) if ask.id in layout.places)
    laid = (f"{ask.label}←{layout.headings[layout.places[ask.id]]}" for ask in here)
    tell(f"列名在第{layout.head.number}行:{'、'.join(laid)}")
    for note in seen.notes:
        tell(note)
    for read in seen.faults[:_SHOWN]:
        tell(f"第{read.line.number}行:{';'.join(read.faults)}", error=True)
    if len(seen.faults) > _SHOWN:
        tell(f"……还有{len(seen.faults) - _SHOWN}行,用 --faults 另存", error=True)


def _match(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.domain.lists import Wanted
    from desk_app.services.lists import export, lists
    from desk_app.services.roster import law, matching

    def told(found: "Matched") -> None:
        if not found.over and found.looked % (20 * matching.PORTION) == 0:
            tell(f"看了{found.looked}人……")

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "people match")
        found = matching.run(desk.parts, told)
        tell(found.sentence)
        if options.out:
            wanted = Wanted(law.of(desk.parts).id)
            kind = export.CSV if options.out.suffix.lower() == ".csv" else export.XLSX
            order = lists.order(desk.parts, wanted.procedure)
            export.write(desk.parts, desk.parts.window.who, wanted, order, options.out, kind)
            tell("名单在 ", options.out)
    return 0


def _needs(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.roster import needs

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "people needs", options.purpose)
        if options.to:
            for need, path, count in needs.send(desk.parts, options.to, options.purpose):
                tell(f"{need.department}:{need.title},{count}人,", path)
            return 0
        seen = needs.look(desk.parts, options.back)
        for line, fault in seen.faults:
            tell(f"第{line}行:{fault}", error=True)
        count = len(needs.take(desk.parts, seen))
        tell(f"收下{count}行,还没有填的{seen.waiting}行,以前收过的{seen.known}行")
    return 0
