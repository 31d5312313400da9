"""Card readers on a serial port, as most are: by a USB converter, or on a port of the computer itself."""

import logging
from typing import Final

from PySide6.QtCore import QCoreApplication, QIODevice, QObject, Slot
from PySide6.QtSerialPort import QSerialPort, QSerialPortInfo

from desk_app.devices.card_reader.models import LOST, LineHooks, ReaderLine
from desk_app.errors import WorldError

_log = logging.getLogger(__name__)
_BAUD: Final = 115_200


class Serial:
    """A ``ReaderWay`` over QSerialPort."""

    def places(self) -> tuple[str, ...]:
        """See ``ReaderWay.places``: ports of USB converters; what is on a built-in port has to be named."""
        ports = (p for p in QSerialPortInfo.availablePorts() if p.hasVendorIdentifier())
        return tuple(p.systemLocation() for p in ports)

    def owns(self, place: str) -> bool:
        """See ``ReaderWay.owns``: every port by its name, also one the system does not list."""
        return not place.startswith("hid:")

    def open(self, place: str, hooks: LineHooks) -> ReaderLine:
        """See ``ReaderWay.open``."""
        return SerialLine(place, hooks)


class SerialLine(QObject):
    """One open port."""

    def __init__(self, place: str, hooks: LineHooks) -> None:
        # Owned by the application: a callback may drop the last reference while Qt still uses the object.
        super().__init__(QCoreApplication.instance())
        self._hooks = hooks
        self._port = QSerialPort(place, self)
        self._port.setBaudRate(_BAUD)
        if not self._port.open(QIODevice.OpenModeFlag.ReadWrite):
            told = _why(place, self._port.error())
            self.deleteLater()
            raise WorldError(told)
        self._port.readyRead.connect(self._read)
        self._port.errorOccurred.connect(self._fail)

    def write(self, frame: bytes) -> None:
        """See ``ReaderLine.write``."""
        self._port.write(frame)

    def close(self) -> None:
        """See ``ReaderLine.close``."""
        if self._port.isOpen():
            self._port.errorOccurred.disconnect(self._fail)
            self._port.close()
            self.deleteLater()

    @Slot()
    def _read(self) -> None:
        self._hooks.on_bytes(bytes(self._port.readAll().data()))

    @Slot(QSerialPort.SerialPortError)
    def _fail(self, error: QSerialPort.SerialPortError) -> None:
        if error in (QSerialPort.SerialPortError.NoError, QSerialPort.SerialPortError.TimeoutError):
            return
        _log.info("serial port lost: %s", error.name)
        self.close()
        self._hooks.on_lost(LOST)


def _why(place: str, error: QSerialPort.SerialPortError) -> str:
    match error:
        case QSerialPort.SerialPortError.DeviceNotFoundError:
            return f"没有接口{place},请插好读卡器"
        case QSerialPort.SerialPortError.PermissionError:
            return f"接口{place}打不开,可能正被别的程序使用,或没有权限(Linux上要在dialout组里)"
    return f"接口{place}打不开,请拔下读卡器再插"
