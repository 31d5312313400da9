"""``doctor``: what is installed, found and missing on this computer, and what to do about it."""

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from datetime import date
from importlib import metadata
from typing import Any, Final

from desk_app import release, settings
from desk_app.commands import computer
from desk_app.commands.checked import Checked
from desk_app.commands.telling import tell
from desk_app.errors import DeskError, because

_LIBRARIES: Final = (
    "PySide6-Essentials",
    "PySide6-Addons",
    "SQLAlchemy",
    "reportlab",
    "python-barcode",
    "segno",
    "pillow",
    "fonttools",
    "httpx",
    "starlette",
    "uvicorn",
    "keyring",
    "cryptography",
)
_PATIENCE_MS: Final = 3_000
"""How long a card reader is waited for."""
_TITLES: Final = {
    "program": "程序",
    "window": "Qt",
    "fonts": "中文字体",
    "rare_characters": "生僻字字体",
    "definitions": "事项定义",
    "layouts": "版式",
    "calendar": "工作日表",
    "time": "电脑时间",
    "data": "数据文件夹",
    "devices": "打印机和摄像头",
    "card_reader": "身份证读卡器",
    "scanner": "扫描仪",
    "barcodes": "扫码枪",
    "reading": "识别证件",
    "keys": "数据的密钥",
    "typing": "中文输入",
    "screens": "屏幕",
    "memory": "内存",
    "disk": "磁盘",
    "way_to_the_county": "网络代理",
    "console": "控制台",
}
"""What a check is called that could not be finished."""
_LEAST_FREE: Final = 500_000_000
# Extensions that the fonts of a distribution do not have whole as yet.
_NEWEST: Final = "GHIJ"


def add(commands: "argparse._SubParsersAction[Any]") -> None:
    """Tell argparse about the command."""
    parser = commands.add_parser("doctor", help="检查这台电脑:装了什么、找到什么、缺什么、怎么办")
    parser.set_defaults(run=_run)


def _run(_options: argparse.Namespace) -> int:
    lines = [line for check in _CHECKS for line in _careful(check)]
    for line in lines:
        mark = "正常" if line.well else ("缺少" if line.needed else "没有")
        tell(f"[{mark}] {line.what}:{line.found}" + (f" → {line.to_do}" if line.to_do else ""))
    faults = sum(not line.well and line.needed for line in lines)
    well = "一切正常,可以开窗" if _display() else "一切正常;现在没有显示器,开不了窗"
    tell(well if not faults else f"有{faults}处要处理,见上面标“缺少”的各行")
    return 1 if faults else 0


def _careful(check: Callable[[], Iterator[Checked]]) -> Iterator[Checked]:
    """A check's findings; when it raises, that is a finding as well."""
    try:
        yield from check()
    except (DeskError, ImportError, OSError) as error:
        told = because(error) if isinstance(error, OSError) else str(error)
        yield Checked(False, _TITLES[_name(check)], told, "按提示处理后再运行 desk-app doctor")


def _name(check: Callable[[], Iterator[Checked]]) -> str:
    return check.__name__.strip("_")


def _program() -> Iterator[Checked]:
    yield Checked(
        True, "程序", f"desk-app {release.name()},Python {platform.python_version()},{platform.platform()}"
    )
    for name in _LIBRARIES:
        try:
            yield Checked(True, name, metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Checked(False, name, "没有安装", "重新运行 installer/run.sh")


def _window() -> Iterator[Checked]:
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QGuiApplication

    yield Checked(True, "Qt", str(qVersion()))
    display = _display()
    to_do = "" if display else "没有显示器时用 desk-app walkthrough"
    yield Checked(bool(display), "显示器", display or "没有", to_do, needed=False)
    if not display:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication.instance() or QGuiApplication([])


def _display() -> str:
    """Where a window would be shown; empty where none can be."""
    named = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or ""
    return named or ("有" if sys.platform in ("win32", "darwin") else "")


def _fonts() -> Iterator[Checked]:
    from printing import font_files

    for name, path in (("中文字体", font_files.regular()), ("中文粗体", font_files.bold())):
        yield Checked(
            path.is_file(), name, str(path), "" if path.is_file() else "运行 python -m printing.fonts"
        )


def _rare_characters() -> Iterator[Checked]:
    """Which fonts complement the bundled one, and how much of each block can be printed."""
    from printing import fonts, system_fonts

    chain = dict.fromkeys(file.path.name for file in system_fonts.files() if file.rare())
    shares = {block: have / of for block, (have, of) in fonts.coverage().items()}
    well = all(share > 0.99 for block, share in shares.items() if block[-1] not in _NEWEST)
    found = "、".join(chain) or "没有"
    yield Checked(well, "生僻字字体", found, "" if well else system_fonts.how_to_install(), needed=False)
    told = "、".join(f"{block} {int(share * 1000) / 10:g}%" for block, share in shares.items())
    yield Checked(True, "能印的汉字", told)


def _definitions() -> Iterator[Checked]:
    from desk_app.services import printable

    versions = settings.versions_of(settings.load())
    if told := settings.fault(versions):
        yield Checked(False, "事项定义", told)
    pack = versions.current
    for told in printable.of_pack(pack):
        yield Checked(False, "事项定义", told, "请管理员改正,再运行 desk-app doctor")
    yield Checked(True, "事项定义", f"{pack.title},版本 {pack.version}")


def _layouts() -> Iterator[Checked]:
    """Findings on the layout of every paper, each read and drawn once, the county's own among them."""
    from printing import checks, folders

    chosen = settings.load()
    folders.lay(chosen.forms / "layouts" if chosen.forms else None)
    found = list(checks.every(settings.versions_of(chosen).current))
    for each in found:
        if each.faults:
            told = each.told.removeprefix("版式 ")
            yield Checked(False, "版式", told, "请管理员改正,再运行 desk-app doctor")
    sound = [each for each in found if not each.faults]
    own = ",本地版式:" + "、".join(each.name for each in sound if each.own)
    yield Checked(True, "版式", f"{len(sound)}种纸件画得出来" + own * any(each.own for each in sound))


def _calendar() -> Iterator[Checked]:
    from desk_app.clock import SystemClock
    from forms import calendar

    found = calendar.of_desk(settings.load().data)
    yield Checked(True, "工作日表", f"{found.text()};其他年份的日期印“预计”")
    for fault in found.faults:
        yield Checked(False, "工作日表", fault, "请用 desk-app calendar import 重新导入这一年")
    if year := missing_year(set(found.years), SystemClock().today()):
        to_do = "国务院办公厅的通知公布后,用 desk-app calendar import 导入"
        yield Checked(False, "工作日表", f"{year}年还没有", to_do, needed=False)


def missing_year(published: Collection[int], today: date) -> int | None:
    """The first year without a table that should be here: this year, from November also the next."""
    due = [today.year, today.year + 1] if today.month >= 11 else [today.year]
    return next((year for year in due if year not in published), None)


def _time() -> Iterator[Checked]:
    from desk_app.clock import SystemClock, zone_note
    from forms import moments

    settings.versions_of(settings.load())
    now, note = SystemClock().now(), zone_note()
    yield Checked(not note, "电脑时间", note or f"{moments.wall(now)},大厅的时区", needed=False)
    if now.date() < moments.RELEASED:
        told = f"比程序发布日({moments.RELEASED.year}年{moments.RELEASED.month}月)早"
        yield Checked(False, "电脑时间", told, "请校准电脑的日期和时间")


def _data() -> Iterator[Checked]:
    from forms.recordings import sized

    chosen = settings.load()
    chosen.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    probe = chosen.data / ".probe"
    probe.write_bytes(b"")
    probe.unlink()
    free = shutil.disk_usage(chosen.data).free
    kept = sum(p.stat().st_size for p in (chosen.data / "recordings").rglob("*") if p.is_file())
    yield Checked(True, "数据文件夹", str(chosen.data))
    enough = free >= _LEAST_FREE
    told = sized(free) + (f",录像、录音占{sized(kept)}" if kept else "")
    yield Checked(enough, "剩余空间", told, "" if enough else "请清理磁盘,至少留 0.5 GB")
    county = chosen.county_url or "内置的演示区县服务"
    yield Checked(True, "区县服务", county, "" if chosen.county_url else "正式使用请设 DESK_COUNTY_URL")


def _is_demo(chosen: settings.Settings) -> bool:
    """Whether devices that nothing is set of are demo ones here."""
    return settings.versions_of(chosen).current.hall.demo and not chosen.county_url


def _devices() -> Iterator[Checked]:
    from desk_app.devices.camera.main import camera_of
    from desk_app.devices.printer.main import SystemPrinter

    printers = SystemPrinter().names()
    yield Checked(
        bool(printers),
        "打印机",
        "、".join(printers) or "没有找到",
        "" if printers else "可以先另存为PDF",
        needed=False,
    )
    chosen = settings.load()
    cameras = camera_of(chosen.camera, demo=_is_demo(chosen)).names()
    yield Checked(
        bool(cameras),
        "摄像头",
        "、".join(cameras) or "没有找到",
        "" if cameras else "可以从文件添加照片",
        needed=False,
    )


def _card_reader() -> Iterator[Checked]:
    from desk_app.devices.card_reader.main import looked_for, reader_of

    chosen = settings.load()
    found = looked_for(reader_of(chosen.card_reader, demo=_is_demo(chosen)), _PATIENCE_MS)
    yield Checked(found.ready, "身份证读卡器", found.words, found.next, needed=False)


def _scanner() -> Iterator[Checked]:
    from desk_app.devices.scanner.main import SystemScanner

    chosen = settings.load()
    scanner = SystemScanner(chosen.scanner, chosen.scan_folder, demo=_is_demo(chosen))
    found, _, to_do = scanner.state().partition(",")
    yield Checked(bool(scanner.on and found.startswith("可以用")), "扫描仪", found, to_do, needed=False)


def _barcodes() -> Iterator[Checked]:
    from desk_app.devices.barcode.main import KeyboardScanner

    scanner = KeyboardScanner()
    yield Checked(bool(scanner.found), "扫码枪", scanner.state(), needed=False)


def _reading() -> Iterator[Checked]:
    from desk_app.devices.reading.main import OfflineReader

    reader = OfflineReader(on=settings.load().reading)
    yield Checked(not reader.missing(), "识别证件", reader.state(), needed=False)


def _keys() -> Iterator[Checked]:
    import keyring

    from desk_app.commands.opening import is_demo
    from desk_app.devices.keys.main import standing

    chosen = settings.load()
    found = standing(chosen.data, demo=is_demo(chosen, settings.versions_of(chosen)))
    yield Checked(found.well, "数据的密钥", found.sentence, found.to_do)
    backend = keyring.get_keyring()
    name = f"{type(backend).__module__}.{type(backend).__name__}"
    usable = "fail" not in name and "null" not in name
    to_do = "" if usable else "密钥可以用环境变量 DESK_COUNTY_TOKEN 给出"
    yield Checked(usable, "系统钥匙串", name, to_do, needed=False)


_CHECKS: Final = (
    _program,
    _window,
    _fonts,
    _rare_characters,
    _definitions,
    _layouts,
    _calendar,
    _time,
    _data,
    _devices,
    _card_reader,
    _scanner,
    _barcodes,
    _reading,
    _keys,
    *computer.CHECKS,
)
