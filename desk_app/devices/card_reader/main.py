"""The reader part that bootstrap plugs in; QtSerialPort is loaded when somebody listens first."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from desk_app.devices.card_reader.demo import DemoReader
from desk_app.devices.card_reader.models import OFF, UNLOADABLE
from desk_app.services.parts import CardReader, NoReader, ReaderHooks, ReaderState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desk_app.devices.card_reader.models import ReaderWay
    from desk_app.devices.card_reader.session import ReaderSession, Times

_log = logging.getLogger(__name__)
AUTO: Final = "auto"
OFF_WORD: Final = "off"
DEMO: Final = "demo"


def reader_of(setting: str, *, demo: bool) -> CardReader:
    """The reader that the setting names: ``auto``, ``off``, ``demo`` or a place; empty goes by ``demo``."""
    chosen = setting or (DEMO if demo else AUTO)
    if chosen == DEMO:
        return DemoReader()
    return NoReader(OFF) if chosen == OFF_WORD else SdtReader("" if chosen == AUTO else chosen)


def looked_for(reader: CardReader, patience_ms: int) -> ReaderState:
    """How a reader is once it was looked for, or has not answered for so long; runs Qt's loop meanwhile."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, nothing = QEventLoop(), lambda _told: None
    QTimer.singleShot(patience_ms, loop.quit)
    reader.listen(ReaderHooks(nothing, nothing, lambda _state: loop.quit()))
    loop.exec()
    found = reader.state
    reader.stop()
    return found


class SdtReader:
    """Socket ``CardReader`` for readers that speak SDT, serial before HID."""

    samples: tuple[str, ...] = ()

    def __init__(
        self, place: str = "", ways: Sequence[ReaderWay] | None = None, times: Times | None = None
    ) -> None:
        """``place`` is a port or ``hid:`` and a device; empty: it is looked for."""
        self._place, self._given, self._times = place, ways, times
        self._session: ReaderSession | None = None
        self._fixed: ReaderState | None = None

    @property
    def state(self) -> ReaderState:
        """See ``CardReader.state``."""
        if self._session is not None:
            return self._session.state
        return self._fixed or OFF

    def listen(self, hooks: ReaderHooks) -> None:
        """See ``CardReader.listen``."""
        self.stop()
        try:
            from desk_app.devices.card_reader.session import ReaderSession

            ways = self._given or _ways()
        except ImportError as error:
            _log.warning("QtSerialPort cannot be loaded: %s", error)
            self._fixed = UNLOADABLE
            hooks.on_state(UNLOADABLE)
            return
        self._session = ReaderSession(ways, self._place, hooks, self._times)

    def lay(self, sample: str) -> None:
        """See ``CardReader.lay``: a real reader has no samples."""

    def stop(self) -> None:
        """See ``CardReader.stop``; a second call does nothing."""
        session, self._session = self._session, None
        if session is not None:
            session.close()


def _ways() -> tuple[ReaderWay, ...]:
    from desk_app.devices.card_reader.hid import Hid
    from desk_app.devices.card_reader.serial import Serial

    return Serial(), Hid()
