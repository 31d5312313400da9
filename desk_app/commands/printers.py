"""``desk-app printers``: printers here, what prevents printing, and each one's offset for overlays."""

import argparse
import os
import re
import sys
import time
from typing import Final

from desk_app import settings
from desk_app.commands.telling import tell
from desk_app.devices.printer import offsets
from desk_app.devices.printer.main import SystemPrinter
from desk_app.domain.prints import A4, Media, Stage
from desk_app.errors import WorldError
from desk_app.services.printing import print_desk

_PACE: Final = 0.3


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("printers", help="列出打印机,打校准页,记下套打的偏移")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--calibrate", metavar="打印机", help="打一张校准页,并等它打完")
    what.add_argument("--offset", nargs=3, metavar=("打印机", "右", "下"), help="记下套打偏移,毫米,精确到0.1")
    parser.add_argument("--size", metavar="宽x高", help="校准页的纸,毫米,如 130x90;不写是A4")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    start_qt()
    folder = settings.load().data
    printer = SystemPrinter(folder=folder)
    if options.offset:
        name, *amounts = options.offset
        offsets.keep(folder, name, *map(_amount, amounts))
        if name not in printer.names():
            _say(f"现在没有找到打印机 {name},请核对名字是否照 desk-app printers 列出的写")
        _say(f"{name}:{_told(printer, name)}")
        return 0
    if options.calibrate:
        return _calibrate(printer, options.calibrate, _media(options.size))
    return _list(printer, _media(options.size))


def _list(printer: SystemPrinter, media: Media) -> int:
    names = printer.names()
    for name in names:
        _say(f"{name}:{printer.preflight(name, media) or '可以打印'};{_told(printer, name)}")
    if not names:
        _say("没有找到打印机。请接好打印机后再试;文书总可以另存为PDF")
    return 0 if names else 1


def _calibrate(printer: SystemPrinter, name: str, media: Media) -> int:
    from printing.papers import calibration

    if obstacle := printer.preflight(name, media):
        raise WorldError(obstacle)
    pdf = calibration.draw(name, printer.offset(name), (media.width_mm, media.height_mm))
    job = printer.send(pdf, name, "calibration", media)
    _say(job.text)
    state = print_desk.follow(printer, job, lambda now: _say(now.text), lambda: time.sleep(_PACE))
    return 0 if state.stage in (Stage.DONE, Stage.UNKNOWN) else 1


def _told(printer: SystemPrinter, name: str) -> str:
    right, down = printer.offset(name)
    return f"套打偏移 向右{right:.1f} 向下{down:.1f} 毫米"


def _amount(text: str) -> float:
    if not re.fullmatch(r"[+-]?\d{1,3}(\.\d)?", text):
        raise WorldError(f"偏移应为毫米数,最多一位小数,如 2.0 或 -3.0,现在是“{text}”")
    return float(text)


def _media(size: str | None) -> Media:
    if size is None:
        return A4
    found = re.fullmatch(r"(\d{2,4}(?:\.\d)?)[x×](\d{2,4}(?:\.\d)?)", size)
    if found is None:
        raise WorldError(f"纸的大小应写成 宽x高 毫米,如 130x90,现在是“{size}”")
    return Media(float(found[1]), float(found[2]))


def start_qt() -> None:
    """Start a Qt application: without CUPS, Qt lists the printers and needs one."""
    from PySide6.QtGui import QGuiApplication

    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QGuiApplication.instance() or QGuiApplication([])


def _say(sentence: str) -> None:
    tell(sentence)
