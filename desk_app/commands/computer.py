"""``doctor`` on the computer itself: typing, screens, memory, disk, the way to the county, the console."""

import os
import sys
from collections.abc import Iterator
from typing import Final

from desk_app import settings
from desk_app.commands.checked import Checked

_LEAST_WIDTH, _LEAST_HEIGHT = 1366, 768
"""Pixels of a screen, by its scale, that the window is laid out for."""
_ENDS: Final = "中文"


def typing() -> Iterator[Checked]:
    """Whether Chinese can be typed."""
    from desk_app.devices.computer import input_method

    well, found, to_do = input_method.sentence(os.environ, sys.platform)
    yield Checked(well, "中文输入", found, to_do, needed=False)


def screens() -> Iterator[Checked]:
    """Every screen with its size and scale; none where there is no display."""
    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.platformName() in ("offscreen", "minimal"):
        return
    for screen in QGuiApplication.screens():
        size, scale = screen.geometry(), screen.devicePixelRatio()
        seen = size.width() * scale, size.height() * scale
        enough = seen[0] >= _LEAST_WIDTH and seen[1] >= _LEAST_HEIGHT
        to_do = "" if enough else f"请把分辨率调到{_LEAST_WIDTH}×{_LEAST_HEIGHT}以上"
        found = f"{screen.name()} {seen[0]:.0f}×{seen[1]:.0f},缩放{scale * 100:.0f}%"
        yield Checked(enough, "屏幕", found, to_do, needed=False)


def memory() -> Iterator[Checked]:
    """How much memory there is, and is left."""
    from desk_app.devices.computer import memory as computers
    from forms.recordings import sized

    found = computers.found()
    if not found.total:
        return
    told = sized(found.total) + (f",能用的还有{sized(found.free)}" if found.free else "")
    small = ";内存小,识别组件用完10秒就退出" if found.small else ""
    to_do = "请关掉不用的程序(浏览器页面占得最多),或加内存" if found.tight else ""
    yield Checked(not found.tight, "内存", told + small, to_do, needed=False)


def disk() -> Iterator[Checked]:
    """How long the disk takes until a write is kept; every acceptance waits for it."""
    from desk_app.devices.computer import disk as disks

    folder = settings.load().data
    took = disks.time_to_keep(folder)
    slow = took >= disks.SLOW_S
    to_do = "每次受理都要等它;请检查磁盘健康,或把数据文件夹放到固态硬盘" if slow else ""
    yield Checked(not slow, "磁盘", f"存稳一次约{max(1, round(took * 1000))}毫秒", to_do, needed=False)


def way_to_the_county() -> Iterator[Checked]:
    """Through which proxy the line to the county goes, and whether it can."""
    from urllib.request import getproxies, proxy_bypass

    from desk_app.devices.computer import proxy

    chosen = settings.load()
    host = chosen.county_url.partition("://")[2].partition("/")[0].partition(":")[0]
    given = chosen.county_proxy
    if not host or given == "direct":
        return
    address = given or ("" if proxy_bypass(host) else proxy.named(getproxies()))
    if not address:
        yield Checked(True, "网络代理", "没有,直连")
    elif proxy.is_usable(address):
        yield Checked(True, "网络代理", proxy.shown(address))
    else:
        to_do = "只能用HTTP代理;请改正电脑的代理设置,或设 DESK_COUNTY_PROXY=direct 直连"
        yield Checked(False, "网络代理", f"{proxy.shown(address)},用不了", to_do)


def console() -> Iterator[Checked]:
    """Whether the console shows what commands print."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        _ENDS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        yield Checked(False, "控制台", f"{encoding},显示不出中文", "请设 PYTHONUTF8=1 再运行", needed=False)


CHECKS: Final = (typing, screens, memory, disk, way_to_the_county, console)
