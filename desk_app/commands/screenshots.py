"""``screenshots``: every page and dialog on every screen, and what is wrong with how it stands there."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from desk_app.errors import RuleError, WorldError, because
from forms.typesetting import typeset

if TYPE_CHECKING:
    from desk_app.walkthrough.shooting import Screen, Taken

_LOOKS: Final = ("NORMAL", "LARGE", "CONTRAST")
_SCALES: Final = (100, 125, 150, 175, 200)
_SIZES: Final = ("1366x768", "1920x1080")
_LEFT_OUT: Final = {("1366x768", 175, "LARGE"), ("1366x768", 200, "LARGE")}
"""Screens that are only taken when they are asked for: large type on them is left to smaller scales."""
_WORDS: Final = {
    "elided": "字被省略",
    "outside": "字出了框",
    "squeezed": "字没有地方",
    "faint": "字看不清",
    "overlapping": "部件重叠",
    "words-overlapping": "字压字",
    "off": "在界外",
    "sideways": "要左右滚动",
    "too-large": "比屏幕大",
    "small": "点击处太小",
    "nameless": "没有名称",
    "roles": "角色不对",
    "jumping": "Tab 顺序跳",
    "broken": "没有拍成",
}


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser(
        "screenshots",
        help="给每个页面和对话框在各种屏幕上截图,并检查排版",
        description="用虚构的账本,不碰本机数据。每种屏幕一个文件夹;问题都在 faults.json,有问题时退出码为 1。",
    )
    parser.add_argument("--out", type=Path, required=True, help="截图文件夹")
    parser.add_argument("--page", action="append", metavar="NAME", help="只拍这些(可写几次);默认全部")
    parser.add_argument("--look", action="append", choices=_LOOKS, help="只用这种显示;默认三种")
    parser.add_argument("--scale", action="append", type=int, help="只用这个缩放(百分数);默认 100 至 200")
    parser.add_argument(
        "--size", action="append", metavar="WxH", help="只用这个屏幕;默认 1366x768、1920x1080"
    )
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from desk_app.walkthrough import shooting
    from desk_app.walkthrough.shots import SHOTS

    names, screens = _names(options.page or [], list(SHOTS)), list(_screens(options))
    _make(options.out)
    taken: list[Taken] = []
    try:
        with shooting.book() as filled:
            for place, screen in enumerate(screens, 1):
                for each in shooting.take(screen, names, filled, options.out):
                    taken.append(each)
                    _progress(f"{screen.name} {place}/{len(screens)} {each.shot}")
    finally:
        _progress("")
        tell(taken, options.out)
    return 1 if any(each.faults for each in taken) else 0


def _names(asked: Sequence[str], known: Sequence[str]) -> list[str]:
    """The shots that are wanted, in the order they are taken; RuleError names what is not known."""
    if unknown := [name for name in asked if name not in known]:
        raise RuleError(f"没有这个页面:{'、'.join(unknown)}。可用:{'、'.join(known)}")
    return [name for name in known if not asked or name in asked]


def _screens(options: argparse.Namespace) -> "Iterator[Screen]":
    from desk_app.walkthrough.shooting import Screen

    asked = options.size or options.scale or options.look
    every = product(options.size or _SIZES, options.scale or _SCALES, options.look or _LOOKS)
    for size, scale, look in every:
        if asked or (size, scale, look) not in _LEFT_OUT:
            yield Screen(*_size(size), scale, look)


def _size(text: str) -> tuple[int, int]:
    wide, _, high = text.lower().partition("x")
    if not (wide.isdecimal() and high.isdecimal()):
        raise RuleError(f"“{text}”不是屏幕大小,请写成 1366x768 这样")
    return int(wide), int(high)


def _make(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"截图文件夹 {out} 不能创建:{because(error)}。请换一个 --out") from error


def _progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def tell(taken: "Sequence[Taken]", out: Path, say: Callable[[str], None] = print) -> None:
    """Write ``faults.json`` and list what is wrong, the same fault of several screens once."""
    rows = [{"screen": each.screen, "shot": each.shot, **asdict(f)} for each in taken for f in each.faults]
    (out / "faults.json").write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
    for line in summary(taken):
        say(line)


def summary(taken: "Sequence[Taken]") -> Iterator[str]:
    """The faults as lines: kind, place and words, with the screens and shots where each was seen."""
    seen: dict[tuple[str, str, str], list[str]] = {}
    for each in taken:
        for fault in each.faults:
            seen.setdefault((fault.kind, fault.where, fault.text), []).append(f"{each.screen}/{each.shot}")
    for (kind, where, text), places in seen.items():
        more = f" 等{len(places)}处" if len(places) > 1 else ""
        yield typeset(f"{_WORDS.get(kind, kind)} ") + f"{kind} {where}: {text} [{places[0]}{more}]"
    counts = Counter(kind for kind, _, _ in seen)
    told = "、".join(f"{_WORDS.get(kind, kind)}{count}" for kind, count in counts.most_common())
    yield typeset(f"拍了{len(taken)}张," + (f"有{len(seen)}处问题:{told}" if seen else "没有看到问题"))
