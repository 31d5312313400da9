"""What Qt says goes into our log."""

import logging

from PySide6.QtCore import QtMsgType, qInstallMessageHandler


def keep() -> None:
    """Write Qt's messages to our log from now on."""
    qInstallMessageHandler(_log)


def _log(kind: QtMsgType, _context: object, text: str) -> None:
    """Leaves out what an offscreen platform does not support."""
    if not text.startswith("This plugin does not support"):
        loud = kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
        logging.getLogger("qt").log(logging.WARNING if loud else logging.INFO, text)
