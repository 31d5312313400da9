"""``desk-app visits``: records go out with a laptop in one encrypted file, and come home."""

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.commands.telling import tell
from desk_app.errors import RuleError, WorldError

if TYPE_CHECKING:
    from desk_app.domain.carrying import CarriedIn, PackageLetGo
    from desk_app.settings import Settings

_THEN: Final = "窗口带入以后会给一个清除码,请在这台电脑上用 desk-app visits let-go 清除码,清除这些人的资料"
_TWICE: Final = (
    "回执编号{numbers}在窗口已是另一件,外出电脑的资料大概被复制到过另一台电脑:这几件没有带入,其余的带入了。"
    "请凭两张纸质回执核对,没有带入的在窗口重新受理;那台电脑先不清除"
)
_SAME: Final = (
    "登记编号{numbers}窗口里另有一条(备份恢复以后重了号):两条都在,是两件事,请按姓名分清;"
    "命令里写编号分不开的,写提示里的记录号"
)
_TABLE: Final = "calendar-"
"""How the names of tables of working days begin in a parcel."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    visits = commands.add_parser(
        "visits",
        help="上门:带出 carry-out,带回 carry-in,清除 let-go,收回 take-back,定结果 settle,在外的 away",
        description="外出电脑是自己编号的一个窗口。带出的记录在大厅只能看,带回或收回以后再办。"
        "文件用单独的口令加密,口令当面说,不写在电脑上。",
    )
    which = "carry-out|carry-in|let-go|take-back|settle|away|list-out|list-in"
    verbs = visits.add_subparsers(title="动作", metavar=which, required=True)
    out = verbs.add_parser("carry-out", help="带出:写成一个加密的文件;在外出电脑上不写编号,就是带回")
    out.add_argument("number", nargs="*", help="登记的编号;在外出电脑上不写")
    out.add_argument("--to", type=Path, required=True, metavar="FILE", help="存成的文件")
    out.add_argument("--window", default="", help="外出电脑的窗口号,例如51")
    out.add_argument("--back-by", type=date.fromisoformat, metavar="DAY", help="哪天带回;默认下一个工作日")
    out.set_defaults(run=_out)
    taken = verbs.add_parser("carry-in", help="带入:外出电脑拿到要办的,大厅收回办好的;同一个文件只算一次")
    taken.add_argument("file", type=Path, help="carry-out 写的文件")
    taken.set_defaults(run=_in)
    gone = verbs.add_parser("let-go", help="清除:带回以后,外出电脑上不再留下这些人的资料")
    gone.add_argument("code", help="窗口带入时给的清除码,8位数")
    gone.set_defaults(run=_let_go)
    back = verbs.add_parser("take-back", help="收回:电脑丢了、换人去办,不等带回就在大厅接着办")
    back.add_argument("number", help="登记的编号;一同带出的都收回")
    back.add_argument("--reason", required=True, help="原因")
    back.set_defaults(run=_take_back)
    settle = verbs.add_parser("settle", help="定结果:同一步有两个结果取哪一个,时间待核的核对过了")
    settle.add_argument("number", help="登记的编号")
    settle.add_argument("--keep", choices=("hall", "carried"), default="hall", help="取大厅的,还是带回的")
    settle.add_argument("--reason", required=True, help="怎样核实的")
    settle.set_defaults(run=_settle)
    away = verbs.add_parser("away", help="现在带在外面的:在哪台电脑、谁带的、哪天带回")
    away.set_defaults(run=_away)
    _add_lists(verbs)


def _add_lists(verbs: "argparse._SubParsersAction[Any]") -> None:
    sent = verbs.add_parser(
        "list-out", help="发表格:每个乡镇、村、部门一个 xlsx,一行一条等它办的,新找到的人填在空行,填好发回"
    )
    sent.add_argument("--to", type=Path, required=True, metavar="DIR", help="存到这个文件夹")
    sent.add_argument("--purpose", default="请乡镇、村填报", help="姓名和电话做什么用")
    sent.set_defaults(run=_list_out)
    back = verbs.add_parser("list-in", help="收表格:填好的一行就是办一步;有一行有错就都不收,收两次只算一次")
    back.add_argument("file", type=Path, help="填好的 xlsx 或 CSV")
    back.add_argument("--check", action="store_true", help="只核对,不登记")
    back.set_defaults(run=_list_in)


def _out(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.visits import carrying

    chosen = settings.load()
    with Desk(chosen) as desk:
        guarding.enter(desk.parts, "visits carry-out")
        phrase = _new_phrase()
        if options.number:
            wanted = (options.window, options.to, phrase, options.back_by, tuple(_tables(chosen)))
            found = carrying.carry_out(desk.parts, options.number, *wanted)
        else:
            found = carrying.carry_back(desk.parts, options.to, phrase)
    tell(f"带出{len(found)}件:", options.to)
    if not options.number:
        tell(_THEN)
    return 0


def _in(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import clerks, guarding
    from desk_app.services.visits import carrying

    chosen = settings.load()
    with Desk(chosen) as desk:
        guarding.enter(desk.parts, "visits carry-in")
        done = carrying.carry_in(desk.parts, options.file, clerks.asked("外出包的口令", secret=True))
    for line in (*_said(done), *_kept(chosen, options.file.parent, done)):
        tell(line)
    return 0


def _said(done: "CarriedIn") -> Iterator[str]:
    if done.again:
        yield "这个文件已经带入过,没有再添"
    else:
        yield from _taken(done)
    if done.same:
        yield _SAME.format(numbers="、".join(done.same))
    if done.twice:
        yield _TWICE.format(numbers="、".join(done.twice))
    if done.code:
        yield f"窗口都有了。请在{done.journey.window}号外出电脑上清除:desk-app visits let-go {done.code}"


def _taken(done: "CarriedIn") -> Iterator[str]:
    yield f"带入{len(done.records)}件记录,新的经过{done.events}条"
    if done.applications:
        yield f"上门受理的办件{len(done.applications)}件:{'、'.join(done.applications)}"
    if done.letters:
        yield f"还没有送区县的信{done.letters}封,有线路时送一次"
    if done.beside:
        yield f"有{done.beside}处和大厅的结果不一样,两个都留着,请在待办里定"
    if done.doubtful:
        yield f"有{done.doubtful}处时间待核,外出电脑的时钟可能不对,请在待办里核实"


def _kept(chosen: "Settings", folder: Path, done: "CarriedIn") -> Iterator[str]:
    """Keep tables of working days the laptop lacks, and blank papers beside the file."""
    from forms import calendar, files

    for name, content in done.papers:
        if name.startswith(_TABLE):
            year, _ = calendar.read(content.decode(), name)
            place = chosen.data / calendar.FOLDER / f"{year}.toml"
            if year in calendar.of_desk(chosen.data).years:
                continue
        else:
            place = folder / Path(name).name
        files.write(place, content)
        yield f"空白纸件 {place}" if not name.startswith(_TABLE) else f"工作日表 {place.name}"


def _tables(chosen: "Settings") -> Iterator[tuple[str, bytes]]:
    """The tables of working days the county imported."""
    from forms import calendar

    for path in sorted((chosen.data / calendar.FOLDER).glob("*.toml")):
        try:
            yield f"{_TABLE}{path.name}", path.read_bytes()
        except OSError as error:
            raise WorldError(f"读不到工作日表 {path}") from error


def _let_go(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.visits import carrying

    chosen = settings.load()
    with Desk(chosen) as desk:
        guarding.enter(desk.parts, "visits let-go")
        gone = carrying.let_go(desk.parts, options.code)
    told = f"记录{gone.records}件、办件{gone.applications}件、人员{gone.people}名,连同图片和信"
    tell(f"已从这台电脑清除:{told}。窗口都有")
    for line in _without(chosen, gone):
        tell(line)
    return 0


def _without(chosen: "Settings", gone: "PackageLetGo") -> Iterator[str]:
    """Make a backup without what was let go of, in place of those that hold it."""
    from desk_app.commands.choosing import at_hand

    if count := at_hand(chosen).renew_backups(gone.since):
        yield f"带入以后做的{count}份备份也删了,换成现在的一份"
    yield "移动硬盘、U盘上的外出包没有口令打不开;不用了请删去"


def _take_back(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.visits import carrying

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "visits take-back")
        lease = carrying.take_back(desk.parts, options.number, options.reason)
    tell(f"已收回:原来{lease.told}。以后带回来的另外标明,不会盖掉大厅办的")
    return 0


def _settle(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.visits import carrying

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "visits settle")
        carried = options.keep == "carried"
        count = carrying.settle(desk.parts, options.number, options.reason, carried=carried)
    tell(f"已定,不算的{count}条仍看得见")
    return 0


def _away(_options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding

    with Desk(settings.load(), beside=True) as desk:
        guarding.enter(desk.parts, "visits away")
        for lease in desk.parts.store.carrying.leases():
            found = desk.parts.store.proceedings.one(lease.proceeding)
            number = found.number if found else lease.proceeding
            tell(f"{number} {lease.told},应在{lease.back_by}带回 {lease.whose}")
    return 0


def _list_out(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.lists import unit_tables

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "visits list-out", options.purpose)
        count = 0
        for unit, path, rows in unit_tables.send(desk.parts, options.to, options.purpose):
            count += 1
            tell(f"{unit},{rows}条,", path)
    if not count:
        tell("没有等乡镇、村、部门办的")
    return 0


def _list_in(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.services.lists import unit_tables

    with Desk(settings.load()) as desk:
        guarding.enter(desk.parts, "visits list-in")
        seen = unit_tables.look(desk.parts, options.file)
        for line, fault in seen.faults:
            tell(f"第{line}行:{fault}", error=True)
        if options.check:
            tell(f"可以登记{len(seen.answers)}条,要改的{len(seen.faults)}行;只核对,没有登记")
            return int(bool(seen.faults))
        count = len(unit_tables.take(desk.parts, seen))
        tell(f"登记{count}条,还没有填的{seen.waiting}行,以前收过的{seen.known}行")
    return 0


def _new_phrase() -> str:
    """A new passphrase, typed twice; RuleError when the two are not the same."""
    from desk_app.commands import clerks
    from desk_app.domain import passphrases

    phrase = clerks.asked(f"给外出包的口令({passphrases.ADVICE})", secret=True)
    if clerks.asked("再输一遍", secret=True) != phrase:
        raise RuleError("两遍口令不一样,没有带出")
    return phrase
