"""Whether Tab goes as the eye does: from above to below, from left to right, one card after another."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def tab_stops(top: QWidget) -> list[QWidget]:
    """What Tab visits in a window, in its order, from the beginning of its focus chain."""
    found: list[QWidget] = []
    widget: QWidget | None = top
    # Not once more, up to the window itself: PySide takes what it returns here for a child of the widget
    # that was asked, and lets it die with that one. findChildren sets this right for all but the window.
    for _ in range(sum(w.window() is top for w in top.findChildren(QWidget))):
        widget = widget.nextInFocusChain() if widget else None
        if widget and _stops_at(widget):
            found.append(widget)
    top.findChildren(QWidget)
    return found


def _stops_at(widget: QWidget) -> bool:
    tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tabbed and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def jumps(stops: Sequence[QWidget], top: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    """Every two neighbours in Tab's order of which the second stands before the first for the eye."""
    for before, after in pairwise(stops):
        first, second = _apart(before, after, top)
        if _stands_before(second, first):
            yield before, after


def returns(stops: Sequence[QWidget], top: QWidget) -> Iterator[tuple[QWidget, QWidget]]:
    """Every stop that goes back into a group which Tab had left, with that group.

    Begun at whatever place, Tab goes round: the first and the last piece of a group count as one.
    """
    groups = {group for stop in stops for group in _around(stop, top)}
    for group in groups:
        inside = [group.isAncestorOf(stop) for stop in stops]
        entries = [n for n, here in enumerate(inside) if here and not inside[n - 1]]
        if len(entries) > 1:
            yield stops[entries[1]], group


def _around(stop: QWidget, top: QWidget) -> Iterator[QWidget]:
    above = stop.parentWidget()
    while above is not None and above is not top:
        yield above
        above = above.parentWidget()


def _apart(one: QWidget, other: QWidget, top: QWidget) -> tuple[QRect, QRect]:
    """The places of the two largest groups that hold one of the two widgets each and not the other."""
    return _place(_largest_without(one, other), top), _place(_largest_without(other, one), top)


def _largest_without(one: QWidget, other: QWidget) -> QWidget:
    found = one
    while (
        (above := found.parentWidget()) is not None and not above.isAncestorOf(other) and above is not other
    ):
        found = above
    return found


def _place(widget: QWidget, top: QWidget) -> QRect:
    return QRect(widget.mapTo(top, QPoint()), widget.size())


def _stands_before(this: QRect, that: QRect) -> bool:
    """Whether the eye comes to ``this`` before ``that``; groups that lie over each other never do."""
    slack = min(this.height(), that.height()) // 3
    if this.bottom() <= that.top() + slack:
        return this.left() < that.right()  # above, and not in a column further right
    level = this.top() < that.bottom() - slack and that.top() < this.bottom() - slack
    return level and this.right() <= that.left() + slack
