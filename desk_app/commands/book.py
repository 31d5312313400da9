"""``book check``: whether the local book is whole and every record's state follows from its events."""

import argparse
from typing import Any


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    book = commands.add_parser("book", help="本地账本:check 核对事件链和每条记录的状态")
    verbs = book.add_subparsers(title="动作", metavar="check", required=True)
    check = verbs.add_parser("check", help="核对账本:事件有没有被改动,状态与事件是否一致,有没有读不出的行")
    check.add_argument(
        "--mend", action="store_true", help="状态与事件不一致的记录按事件改正,查找索引不对的重新生成"
    )
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from desk_app import settings
    from desk_app.bootstrap import Desk
    from desk_app.storage.book import Book

    with Desk(settings.load()) as desk:
        book = desk.parts.store
        assert isinstance(book, Book)
        found = book.check()
        if options.mend and (found.apart or found.unfindable or found.unlisted):
            book.mend(found.apart)
            if found.apart:
                print(f"按事件改正了{len(found.apart)}条记录的状态")
            if found.unfindable:
                print(f"{found.unfindable}条记录的查找索引不对,已重新生成")
            if found.unlisted:
                print(f"{found.unlisted}条记录在列表里显示得不对,已按事件重新写")
            found = book.check()
    print(f"核对了{found.events}个事件")
    for event in found.broken:
        print(f"事件 {event} 写下以后被改动过,或它前面的事件被删去")
    for proceeding in found.apart:
        print(f"记录 {proceeding} 的状态与它的事件不一致;加上 --mend 按事件改正")
    if found.unreadable:
        print(f"有{found.unreadable}件办件的内容读不出来,列表里不显示它们;请从备份里找回")
    if found.reads_broken:
        print(f"查阅记录有{found.reads_broken}处被改动过")
    if found.unfindable:
        print(f"有{found.unfindable}条记录的查找索引不对,查不到它们;加上 --mend 重新生成")
    if found.unlisted:
        print(f"有{found.unlisted}条记录在列表里显示得不对;加上 --mend 按事件重新写")
    print("账本完好" if found.sound else "账本有问题,请联系技术人员")
    return 0 if found.sound else 1
