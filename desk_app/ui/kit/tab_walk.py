"""Tab goes as the eye does: rows from above to below, columns from left to right, one card after another.

Pages are built when they are needed and fold at every size, so the order is looked up when Tab is pressed,
from where things stand then, and not from the order they were made in.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_SLACK: Final = 3
"""Pixels by which neighbours may lie over each other and still count as apart."""


def stops(window: QWidget) -> list[QWidget]:
    """What Tab visits in a window, in the order it stands there."""
    return list(_stops(window, None))


def after(widget: QWidget) -> list[QWidget]:
    """The stops that come after a widget in its window; empty where none does."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    walk = list(_stops(widget.window(), widget))
    return walk[walk.index(widget) + 1 :] if widget in walk else []


def step(window: QWidget, *, forward: bool) -> bool:
    """Give the keyboard to the next stop, or to the one before; False when there is none.

    For ``focusNextPrevChild`` of a window, where the wish of every widget in it arrives.
    """
    # What was left with the key may just have put other widgets there: they take their places first.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    now = window.focusWidget()
    walk = list(_stops(window, now))
    if not walk or walk == [now]:
        return False
    ahead = 1 if forward else -1
    place = walk.index(now) + ahead if now in walk else min(0, ahead)
    wanted = walk[place % len(walk)]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    wanted.setFocus(reason)
    bring_into_view(wanted)
    return True


def _stops(widget: QWidget, now: QWidget | None) -> Iterator[QWidget]:
    """The stops in a widget; ``now`` is one too, also where Tab alone would not come to it."""
    if widget is now or _is_stop(widget):
        yield widget
    inside = {c: list(_stops(c, now)) for c in widget.children() if isinstance(c, QWidget) and _is_there(c)}
    for child in _by_eye([c for c, found in inside.items() if found]):
        yield from inside[child]


def _is_stop(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def _is_there(widget: QWidget) -> bool:
    return widget.isVisible() and not widget.isWindow()


def bring_into_view(widget: QWidget) -> None:
    """Scroll whatever a widget stands in until it is seen."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


# ---- how the eye goes -------------------------------------------------------------------------


def _by_eye(widgets: Sequence[QWidget]) -> Sequence[QWidget]:
    """Neighbours in the order they are read: cut into rows, a single row into columns, and so on."""
    if len(widgets) < 2:
        return widgets
    for cut in (_upright, _across):
        parts = _cut(widgets, cut)
        if len(parts) > 1:
            return [widget for part in parts for widget in _by_eye(part)]
    return sorted(widgets, key=lambda w: (w.y(), w.x()))


def _upright(box: QRect) -> tuple[int, int]:
    return box.top(), box.bottom()


def _across(box: QRect) -> tuple[int, int]:
    return box.left(), box.right()


def _cut(widgets: Sequence[QWidget], span: Callable[[QRect], tuple[int, int]]) -> list[list[QWidget]]:
    """Groups with empty space between them along one direction, in its order."""
    parts: list[list[QWidget]] = []
    end = 0
    for widget in sorted(widgets, key=lambda w: span(w.geometry())):
        first, last = span(widget.geometry())
        if parts and first <= end - _SLACK:
            parts[-1].append(widget)
            end = max(end, last)
        else:
            parts.append([widget])
            end = last
    return parts
