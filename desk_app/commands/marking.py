"""``county mark`` and ``county holds``: notes on a certificate, and what the county holds of a person."""

import argparse
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.clock import SystemClock
from desk_app.commands.telling import tell
from desk_app.domain.applications import masked_number
from desk_app.domain.events import Who
from desk_app.errors import RuleError
from forms import numbers
from forms.procedures import COUNTY

if TYPE_CHECKING:
    from desk_app.county_server.book import CountyBook

Opener = Callable[[argparse.Namespace, str], "CountyBook"]
_WORDS: Final = "freeze 冻结、restore 恢复、move_away 迁出、return 迁回、reinstate 撤销办错的注销"


def add(verbs: "argparse._SubParsersAction[Any]", book: Opener) -> None:
    """Tell argparse about the commands; ``book`` opens the county's book of the options."""
    mark = verbs.add_parser(
        "mark",
        help="登记一本残疾人证冻结、恢复、迁出、迁回,或撤销办错的注销",
        description="窗口下次问到这个人时就知道;只对现在的证,状态不合的不登记。",
    )
    _add_person(mark)
    mark.add_argument("act", help=_WORDS)
    mark.add_argument("--reason", required=True, help="原因,写给窗口看")
    mark.add_argument("--who", default="区县平台", help="办理人(默认“区县平台”)")
    mark.set_defaults(run=lambda options: _mark(options, book))
    holds = verbs.add_parser("holds", help="区县记录里一个人持有什么:残疾人证、补贴、登记、正在办的事项")
    _add_person(holds)
    holds.add_argument("--unmask", action="store_true", help="证号写全,不遮住")
    holds.set_defaults(run=lambda options: _holds(options, book))


def _add_person(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("id_number", help="身份证号,更正过的写哪一个都可以")
    verb.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    verb.add_argument("--packs", type=Path, help="各版本事项定义的留底文件夹;默认是数据库文件旁的 packs")


def _person(options: argparse.Namespace) -> str:
    number = numbers.tidy_id(options.id_number)
    if fault := numbers.id_fault(number, SystemClock().today()):
        raise RuleError(fault)
    return number


def _mark(options: argparse.Namespace, open_book: Opener) -> int:
    from desk_app.county_server.marks import WORDS

    number, who = _person(options), Who(options.who, COUNTY)
    with closing(open_book(options, "county mark")) as book:
        marked = book.mark(number, options.act, options.reason, who, SystemClock().now())
    tell(f"残疾人证{masked_number(marked)}已{WORDS[options.act]},原因:{options.reason.strip()}")
    return 0


def _holds(options: argparse.Namespace, open_book: Opener) -> int:
    from desk_app.services.counter import holding

    number = _person(options)
    with closing(open_book(options, "county holds")) as book:
        history, pack, promised = book.history(number), book.law.packs.current, book.promised(number)
    today = SystemClock().today()
    lines = holding.of(pack, history, history, today).lines
    for line in lines:
        shown = line.number if options.unmask else line.masked
        words = ",".join(filter(None, (line.state.word, line.text)))
        tell(" ".join(filter(None, (line.title, shown, words))))
    for said in promised:
        tell(said)
    if not (history.matters or history.marks):
        tell("区县没有这个人的记录")
    elif not lines and not promised:
        tell("办过的事项都已结束,现在没有残疾人证、补贴、登记,也没有正在办的事项")
    return 0
