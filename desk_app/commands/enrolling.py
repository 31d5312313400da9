"""Makes this window's key known to the county, and the county's commands for it."""

import argparse
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desk_app import settings
from desk_app.clock import SystemClock
from desk_app.commands.telling import tell
from desk_app.domain.enrolment import EnrolmentRequest, warning
from desk_app.domain.events import Who
from desk_app.settings import Settings
from forms import moments
from forms.procedures import COUNTY

if TYPE_CHECKING:
    from desk_app.commands.marking import Opener
    from desk_app.county.client import HttpCounty
    from desk_app.domain.book_key import BookKey


def enrolled(chosen: Settings, key: "BookKey", region: str, line: "Callable[[], HttpCounty]") -> str:
    """Ask the county about this window's key; the sentence for the clerk, empty when all is well.

    LineError when there is no answer, WorldError when the key itself can not be used.
    """
    from desk_app.devices.keys.window import window_own_key

    own = window_own_key(chosen.data, key)
    request = EnrolmentRequest(region, chosen.window, own.public, SystemClock().now())
    with closing(line()) as county:
        answer = county.enrol(replace(request, signature=own.sign(request.message())))
    return warning(answer, own.public) if answer else ""


def add(verbs: "argparse._SubParsersAction[Any]", book: "Opener") -> None:
    """Tell argparse about ``county windows``; ``book`` opens the county's book of the options."""
    windows = verbs.add_parser(
        "windows",
        help="列出登记了密钥的窗口;--revoke 注销一个",
        description="窗口换了电脑或密钥丢了,先打电话核对指纹,再注销旧的登记;新的在它下次连上时登记。",
    )
    windows.add_argument("--revoke", metavar="窗口号", default="", help="注销这个窗口号现在的密钥")
    windows.add_argument("--region", default="", help="区划代码;不写是本大厅的")
    windows.add_argument("--reason", default="", help="注销的原因,必填")
    windows.add_argument("--who", default="区县平台", help="办理人(默认“区县平台”)")
    windows.add_argument("--database", help="数据库地址;默认用数据文件夹中的 county.db")
    windows.add_argument("--packs", help=argparse.SUPPRESS)
    windows.set_defaults(run=lambda options: _windows(options, book))


def _windows(options: argparse.Namespace, open_book: "Opener") -> int:
    command = "county windows" + " --revoke" * bool(options.revoke)
    with closing(open_book(options, command)) as book:
        if options.revoke:
            region = options.region or settings.pack_of(settings.load()).hall.region_code
            who, now = Who(options.who, COUNTY), SystemClock().now()
            gone = book.revoke(region, options.revoke, options.reason, who, now)
            tell(f"已注销窗口 {gone.window} 的密钥,指纹 {gone.fingerprint}")
            return 0
        for key in book.window_keys():
            state = f"{moments.wall(key.revoked_at)}注销:{key.reason}" if key.revoked_at else "有效"
            since = moments.wall(key.enrolled_at)
            tell(f"{key.region} 窗口 {key.window} 指纹 {key.fingerprint} {since}登记 {state}")
    return 0
