"""Guards callbacks of errands against a widget that was deleted before the answer came."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

_T = TypeVar("_T")


def while_alive(asker: QObject, callback: Callable[[_T], None]) -> Callable[[_T], None]:
    """The callback, wrapped so that it does nothing once ``asker`` is deleted."""

    def call(result: _T) -> None:
        if isValid(asker):
            callback(result)

    return call
