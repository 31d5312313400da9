"""Card readers on USB-HID: the same frames in reports of 64 bytes, over Linux's ``/dev/hidraw*``.

A keyboard is such a device too, so none is ever tried: the settings name it, as ``hid:/dev/hidraw0``.
"""

import os
import sys
from contextlib import suppress
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier, Slot

from desk_app.devices.card_reader.models import LOST, NO_HID, LineHooks, ReaderLine
from desk_app.errors import WorldError, because

_PREFIX: Final = "hid:"
_REPORT: Final = 64
_NUMBER: Final = b"\0"
"""Goes before each report that is sent: the device has one kind of report, without a number."""


class Hid:
    """A ``ReaderWay`` over the raw device."""

    def places(self) -> tuple[str, ...]:
        """See ``ReaderWay.places``."""
        return ()

    def owns(self, place: str) -> bool:
        """See ``ReaderWay.owns``."""
        return place.startswith(_PREFIX)

    def open(self, place: str, hooks: LineHooks) -> ReaderLine:
        """See ``ReaderWay.open``."""
        if sys.platform != "linux":
            raise WorldError(f"{NO_HID.words},{NO_HID.next}")
        return HidLine(place.removeprefix(_PREFIX), hooks)


class HidLine(QObject):
    """One open device."""

    def __init__(self, path: str, hooks: LineHooks) -> None:
        super().__init__(QCoreApplication.instance())
        self._hooks = hooks
        try:
            self._file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            self.deleteLater()
            raise WorldError(
                f"设备{path}打不开:{because(error)}。请插好读卡器,或请管理员给读写权限"
            ) from error
        self._watch = QSocketNotifier(self._file, QSocketNotifier.Type.Read, self)
        self._watch.activated.connect(self._read)

    def write(self, frame: bytes) -> None:
        """See ``ReaderLine.write``."""
        try:
            for at in range(0, len(frame), _REPORT):
                os.write(self._file, _NUMBER + frame[at : at + _REPORT].ljust(_REPORT, b"\0"))
        except OSError:
            self._lose()

    def close(self) -> None:
        """See ``ReaderLine.close``."""
        if self._file < 0:
            return
        self._watch.setEnabled(False)
        with suppress(OSError):
            os.close(self._file)
        self._file = -1
        self.deleteLater()

    @Slot()
    def _read(self) -> None:
        try:
            report = os.read(self._file, _REPORT)
        except BlockingIOError:
            return
        except OSError:
            report = b""
        if report:
            self._hooks.on_bytes(report)
        else:
            self._lose()

    def _lose(self) -> None:
        if self._file >= 0:
            self.close()
            self._hooks.on_lost(LOST)
