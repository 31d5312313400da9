"""The Qt application of this computer, and what is told before there is a window."""

import os
import sys

from PySide6.QtWidgets import QApplication, QMessageBox

from desk_app.devices.computer import input_method
from desk_app.ui.kit import qt_log
from desk_app.ui.kit.style import Looks
from desk_app.ui.shell.app import TITLE, make_application
from printing import font_files


def made(arguments: list[str], look: str = "NORMAL") -> QApplication:
    """The Qt application with the bundled fonts, so that every computer shows names alike."""
    qt_log.keep()
    input_method.settle(os.environ, sys.platform)
    fonts = (font_files.regular(), font_files.bold(), font_files.hangul())
    return make_application(arguments, fonts, Looks[look])


def tell(sentence: str) -> None:
    """Show in a window of its own why the program can not start; does nothing without a display."""
    if QApplication.platformName() not in ("offscreen", "minimal"):
        QMessageBox.critical(None, TITLE, sentence)
