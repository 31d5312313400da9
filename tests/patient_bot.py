"""pytest-qt's bot, which by itself gives up after five seconds, with the patience of the tests."""

from collections.abc import Callable
from typing import Any

from pytestqt.exceptions import TimeoutError as WaitedInVain
from pytestqt.qtbot import QtBot

from tests.patience import PATIENCE_MS

__all__ = ["PatientBot", "WaitedInVain"]


class PatientBot(QtBot):
    """What the fixture ``qtbot`` gives."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Wait until a condition is true, or asserts nothing wrong any more; ``WaitedInVain`` without."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:
        """Wait at the end of the block until a signal was sent; ``WaitedInVain`` without."""
        return super().waitSignal(signal, timeout=timeout, **more)
