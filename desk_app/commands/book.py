"""``book``: whether the local book is whole; its backups; what to do when it is not the one it should be."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.commands.telling import tell, told
from desk_app.errors import WorldError

if TYPE_CHECKING:
    from desk_app.commands.choosing import BookAtHand
    from desk_app.storage.book import Book, BookCheck

_YES: Final = "照办"
"""What is typed to go on; anything else changes nothing."""


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    book = commands.add_parser("book", help="本地账本:核对、备份、恢复")
    verbs = book.add_subparsers(title="动作", metavar="动作", required=True)
    check = verbs.add_parser("check", help="核对账本:标记,备份,事件有没有被改动,状态与事件是否一致")
    check.add_argument(
        "--mend",
        action="store_true",
        help="状态与事件不一致的记录按事件改正,查找索引不对的重新生成,坏的图片、录像从备份取回",
    )
    check.set_defaults(run=_check)
    backup = verbs.add_parser("backup", help="现在做一份备份并打开验证;窗口开着也可以")
    backup.add_argument("--to", type=Path, metavar="文件夹", help="存到另一个文件夹,如移动硬盘")
    backup.set_defaults(run=_backup)
    listed = verbs.add_parser("backups", help="有哪些备份:哪天的,多少件,验证过没有")
    listed.add_argument("--in", dest="folder", type=Path, metavar="文件夹", help="看另一个文件夹里的")
    listed.set_defaults(run=_backups)
    restore = verbs.add_parser("restore", help="用一份备份换下现在的账本;换下的另外存放")
    restore.add_argument("source", type=Path, metavar="备份", help="备份文件,如 backups/book-….db")
    _asks(restore, _restore)
    _asks(verbs.add_parser("go-on", help="账本比上次写的旧也接着用它;编号跳过1000个"), _go_on)
    _asks(verbs.add_parser("begin-anew", help="账本不见了或打不开,又没有备份:另起一本,原来的另外存放"), _anew)


def _asks(parser: argparse.ArgumentParser, run: Any) -> None:
    parser.add_argument("--yes", action="store_true", help="不再问,直接照办")
    parser.set_defaults(run=run)


def _sure(options: argparse.Namespace, question: str) -> bool:
    """Whether the administrator wants it; without a terminal nobody can be asked."""
    if options.yes:
        return True
    if not sys.stdin or not sys.stdin.isatty():
        raise WorldError(f"{question}。这里没有人可以问,没有改动;确定要做请加上 --yes")
    if input(told(f"{question}。\n确定请输入“{_YES}”,按回车:")).strip() == _YES:
        return True
    tell("没有改动")
    return False


def _backup(options: argparse.Namespace) -> int:
    from desk_app.commands.choosing import at_hand

    made = at_hand().back_up(options.to)
    tell(made.words)
    print(made.path)
    return 0


def _backups(options: argparse.Namespace) -> int:
    from desk_app.commands.choosing import at_hand
    from desk_app.storage import backups

    folder = options.folder or at_hand().folder
    found = backups.listed(folder)
    for backup in found:
        tell(backup.words)
        print(f"    {backup.path}")
    if not found:
        tell("没有备份:", folder)
    return 0 if found else 1


def _restore(options: argparse.Namespace) -> int:
    from desk_app.commands.choosing import moving_in

    if not options.source.is_file():
        raise WorldError(f"没有这份备份:{options.source}")
    with moving_in(options.source) as book:
        return _restored(options, book)


def _restored(options: argparse.Namespace, book: "BookAtHand") -> int:
    """Put the backup in the place of a book, once it is verified and somebody wants it."""
    from desk_app.commands import guarding
    from desk_app.commands.choosing import ADMINISTRATOR
    from desk_app.storage import backups

    found = backups.verify(options.source, book.key)
    if found.fault:
        raise WorldError(
            f"这份备份不能用:{found.fault}。没有改动任何文件,请用 desk-app book backups 另选一份"
        )
    who = ADMINISTRATOR
    if book.trouble() is None and not book.is_newer():  # a lost, torn or newer one can not tell who may
        who = guarding.enter_book(book.chosen, "book restore")
    question = f"要用 {options.source} 换下现在的账本,这份备份里有{found.applications}件办件,以后办的不在里面"
    if not _sure(options, question):
        return 1
    aside = book.restore(options.source, who)
    left = f"。换下的账本在 {aside},{book.chosen.keep_books}天后删除"
    replaced = left if any(aside.iterdir()) else ""
    tell(f"恢复好了,里面有{found.applications}件办件{replaced}")
    tell("编号已跳过1000个。请打开窗口:区县的反馈全部收到后,编号照常")
    return 0


def _go_on(options: argparse.Namespace) -> int:
    from desk_app.commands.choosing import at_hand, prove
    from desk_app.commands.opening import at_terminal

    book = at_hand()
    book.require_older()  # before anything is asked
    if not _sure(options, "要接着用这份旧的账本,它以后办的件不在里面"):
        return 1
    prove(book, at_terminal(book.chosen))
    book.go_on()
    tell("好了。编号已跳过1000个,请打开窗口:区县的反馈全部收到后,编号照常")
    return 0


def _anew(options: argparse.Namespace) -> int:
    from desk_app.commands.choosing import at_hand, prove
    from desk_app.commands.opening import at_terminal

    book = at_hand()
    book.require_lost()
    if not _sure(options, "要另起一本空的账本,以前的办件这里就看不到了"):
        return 1
    prove(book, at_terminal(book.chosen))
    tell("另起了一本。原来的(如果有)在 ", book.begin_anew())
    return 0


# ---- check ---------------------------------------------------------------------------------------


def _check(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.commands import guarding
    from desk_app.commands.opening import key_of
    from desk_app.devices.keys.main import key_faults
    from desk_app.storage.book import Book

    chosen = settings.load()
    keys = tuple(key_faults(chosen.data, key_of(chosen)))
    with Desk(chosen) as desk:
        book = desk.parts.store
        assert isinstance(book, Book)
        if options.mend:
            guarding.enter_known(desk.parts, "book check --mend")
        _tell_identity(book)
        found = book.check()
        files = found.pictures or found.recordings
        if options.mend and (found.apart or found.unfindable or found.unlisted or files):
            _mend(book, found, chosen.backups or chosen.data / "backups")
            found = book.check()
    _tell_backups()
    for fault in keys:
        tell(fault)
    _tell(found)
    return 0 if found.sound and not (found.pictures or found.recordings or keys) else 1


def _mend(book: "Book", found: "BookCheck", backups: Path) -> None:
    book.mend(found.apart)
    if found.pictures or found.recordings:
        for healed, what in zip(book.heal_from(backups), ("张图片", "个录像、录音"), strict=True):
            if healed:
                tell(f"从备份取回了{healed}{what}")
    if found.apart:
        tell(f"按事件改正了{len(found.apart)}条记录的状态")
    if found.unfindable:
        tell(f"{found.unfindable}条记录的查找索引不对,已重新生成")
    if found.unlisted:
        tell(f"{found.unlisted}条记录在列表里显示得不对,已按事件重新写")


def _tell_identity(book: "Book") -> None:
    mark = book.identity.mark()
    restored = f",恢复过{mark.generation - 1}次" if mark.generation > 1 else ""
    tell(f"账本 {mark.book}{restored},和这台电脑上的标记一致")
    if book.identity.jumps:
        tell("编号跳过了1000个;等区县的反馈全部收到后照常")


def _tell_backups() -> None:
    from desk_app.clock import SystemClock
    from desk_app.commands.choosing import at_hand
    from desk_app.domain.backups import missed
    from desk_app.storage import backups

    book = at_hand()
    found = book.backups()
    tell(missed(found, SystemClock().now()) or f"最近的备份:{found[0].words}")
    if found and backups.same_disk(book.chosen.data, book.folder):
        tell("备份和账本在同一块磁盘上;请把设置“备份文件夹”改到另一块磁盘")


def _tell(found: "BookCheck") -> None:
    tell(f"核对了{found.events}个事件")
    for row in found.damaged:
        tell(f"{row},不显示也不上传;请从备份里恢复")
    if found.pages:
        tell(f"账本文件有{found.pages}页读不出来,没有逐行核对;请从备份里恢复")
    if found.pictures:
        tell(f"有{found.pictures}张图片不见了或读不出来;区县有的打开时自动取回,备份里有的加上 --mend 取回")
    for recording in found.recordings:
        tell(f"录像、录音不见了或打不开:{recording};备份里有的加上 --mend 取回")
    for event in found.broken:
        tell(f"事件 {event} 写下以后被改动过,或它前面的事件被删去")
    for proceeding in found.apart:
        tell(f"记录 {proceeding} 的状态与它的事件不一致;加上 --mend 按事件改正")
    if found.unreadable:
        tell(f"有{found.unreadable}件办件的内容读不出来,列表里不显示它们;请从备份里找回")
    if found.reads_broken:
        tell(f"查阅记录有{found.reads_broken}处被改动过")
    if found.unfindable:
        tell(f"有{found.unfindable}条记录的查找索引不对,查不到它们;加上 --mend 重新生成")
    if found.unlisted:
        tell(f"有{found.unlisted}条记录在列表里显示得不对;加上 --mend 按事件重新写")
    lacking = "图片" * bool(found.pictures) + "录像、录音" * bool(found.recordings)
    whole = f"账本本身完好,{lacking}不全" if lacking else "账本完好"
    tell(whole if found.sound else "账本有问题,请联系技术人员")
