"""Whether Tab follows the eye: down each column of a page, the columns from left to right."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

_MOST = 400
"""Stops after which a walk is given up: Tab would go round forever."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A widget at which Tab stops, and its place in the window with nothing scrolled."""

    name: str
    place: QRect

    @property
    def said(self) -> str:
        """Name and place, for the message of a test."""
        return f"{self.name}@{self.place.x()},{self.place.y()}"


def walk(within: QWidget, start: QWidget) -> list[Stop]:
    """Where Tab stops from ``start`` on, until it leaves ``within`` or comes round; keys are pressed."""
    start.setFocus()
    seen: list[QWidget] = []
    while len(seen) < _MOST:
        now = QApplication.focusWidget()
        if now is None or now in seen or not (now is within or within.isAncestorOf(now)):
            break
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    return [_stop(widget, within) for widget in seen]


def against_the_eye(stops: list[Stop]) -> list[str]:
    """The steps of a walk that go back: up within a column, or to a column at the left.

    Two stops are in one column when they overlap from left to right; on one line when from top to bottom.
    """
    return [f"{a.said} → {b.said}" for a, b in _pairs(stops) if _goes_back(a.place, b.place)]


def _stop(widget: QWidget, within: QWidget) -> Stop:
    """A widget where it stands while nothing is scrolled."""
    at = QRect(widget.mapTo(within.window(), QPoint()), widget.size())
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QAbstractScrollArea):
            at.translate(above.horizontalScrollBar().value(), above.verticalScrollBar().value())
        above = above.parentWidget()
    return Stop(widget.objectName() or widget.accessibleName() or type(widget).__name__, at)


def _pairs(stops: list[Stop]) -> Iterator[tuple[Stop, Stop]]:
    return itertools.pairwise(stops)


def _goes_back(a: QRect, b: QRect) -> bool:
    if a.contains(b) or b.contains(a):
        return False
    one_line = min(a.bottom(), b.bottom()) - max(a.top(), b.top()) > min(a.height(), b.height()) // 2
    if one_line:
        return b.left() < a.left()
    one_column = min(a.right(), b.right()) > max(a.left(), b.left())
    if one_column:
        return b.top() < a.top()
    # To another column, at the right and from its top on; or to the next line, from its left on.
    return b.right() < a.left() and b.bottom() < a.top()
