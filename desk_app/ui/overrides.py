"""An error in what Qt calls is told, and never the end of the program.

Before Python 3.12 an error that C raised (a widget that is deleted, a wrong number, a missing index) is no
object until somebody catches it. PySide 6.11 takes it for one when it comes out of a Python override of
Qt's own method while Python waits for Qt, and the program dies. Caught once and raised again it is an object.
"""

import sys
from collections.abc import Callable
from functools import cache, wraps
from types import FunctionType
from typing import Any, Final

from PySide6.QtCore import QObject

_NEEDED: Final = sys.version_info < (3, 12)


def guard() -> None:
    """From now on every class made of a Qt class raises errors as objects in the methods Qt calls."""
    if _NEEDED:
        QObject.__init_subclass__ = classmethod(_made)  # type: ignore[assignment,method-assign]


def _made(made: type[QObject], /, **more: Any) -> None:
    super(QObject, made).__init_subclass__(**more)
    qt = next(base for base in made.__mro__ if base.__module__.startswith("PySide6."))
    for name, method in list(vars(made).items()):
        if isinstance(method, FunctionType) and hasattr(qt, name) and name not in _slots(qt):
            setattr(made, name, _raising_objects(method))


@cache
def _slots(qt: type[Any]) -> set[str]:
    """Methods that signals are connected to: PySide counts their parameters, and Qt seldom calls them."""
    told = qt.staticMetaObject
    return {bytes(told.method(place).name().data()).decode() for place in range(told.methodCount())}


def _raising_objects(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except Exception:
            raise  # by now it is an object

    return call
