"""Guards callbacks of errands against a widget that was deleted before the answer came."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from shiboken6 import isValid

_T = TypeVar("_T")


def while_alive(asker: QObject, callback: Callable[[_T], None]) -> Callable[[_T], None]:
    """The callback, wrapped so that it does nothing once ``asker`` is deleted."""

    def call(result: _T) -> None:
        if isValid(asker):
            callback(result)

    return call


def is_gone(callback: Callable[..., Any]) -> bool:
    """Whether a method, also one with some arguments given, belongs to an object of Qt that was deleted."""
    while isinstance(callback, partial):
        callback = callback.func
    owner = getattr(callback, "__self__", None)
    return isinstance(owner, QObject) and not isValid(owner)
