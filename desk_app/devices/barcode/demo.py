"""A barcode scanner without hardware, for the demo hall and for training: real keys of invented codes."""

from datetime import date
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from desk_app.domain.receipts import receipt_number
from desk_app.domain.seals import RECEIPT, Sealed

_PACE_MS: Final = 2
_DAY: Final = date(2026, 11, 20)
_NUMBER: Final = receipt_number("620403", "3", _DAY, 1)
CODES: Final = {
    "演示:回执编号": _NUMBER,
    "演示:改过的回执": Sealed(_NUMBER, RECEIPT, _DAY, "0" * 16).text(),
    "演示:商品条码": "6901234567892",
}


def show(sample: str) -> None:
    """Send the keys of one of ``CODES`` to the window that has the keyboard; nothing for another name."""
    window = QGuiApplication.focusWindow()
    if sample in CODES and window is not None:
        send(window, CODES[sample])


def send(window: QWindow, text: str, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
    """Send a text to a window as a scanner does: at once, stamped as the system stamps keys, and its end."""
    moment = int(monotonic() * 1000)
    keys = [(Qt.Key(ord(c.upper())), c) for c in text]
    if end is not None:
        keys.append((end, ""))
    for place, (key, character) in enumerate(keys):
        shifted = Qt.KeyboardModifier.ShiftModifier if character.isupper() else Qt.KeyboardModifier.NoModifier
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            sent = QKeyEvent(kind, key, shifted, character)
            sent.setTimestamp(moment + _PACE_MS * place)
            QCoreApplication.sendEvent(window, sent)
