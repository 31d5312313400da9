"""Answers of errands that may come back after the widget that asked is gone."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

_T = TypeVar("_T")


def while_alive(asker: QObject, callback: Callable[[_T], None]) -> Callable[[_T], None]:
    """The callback, called only as long as ``asker`` exists."""

    def call(result: _T) -> None:
        if isValid(asker):
            callback(result)

    return call
