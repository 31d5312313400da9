"""Keyboard focus: Tab order, the ring around the focused widget, keys that win over text fields."""

import itertools
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMargins,
    QObject,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import (
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QLineEdit,
    QWidget,
)
from shiboken6 import isValid

from desk_app.ui.kit import style


def focus_first(within: QWidget) -> bool:
    """Focus the first field or button of a page, unless one of them has the focus already.

    Lists beside the fields are passed over. False when there is nothing to focus.
    """
    focused = QApplication.focusWidget()
    if focused is not None and within.isAncestorOf(focused):
        return True
    for widget in within.findChildren(QWidget):
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
        if reachable and widget.isVisibleTo(within) and not isinstance(widget, QAbstractItemView):
            chosen = _chosen(widget)
            chosen.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(chosen, QLineEdit):  # Qt marks all that stands there; the next key would replace it
                chosen.end(False)
            return True
    return False


def close_popups() -> None:
    """Close open lists and menus: what is shown next gets the keys, which an open list would keep."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
        if QApplication.activePopupWidget() is popup:
            return


def _chosen(widget: QWidget) -> QWidget:
    """Of the choices of one question the chosen one, else the widget itself."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    chosen = group.checkedButton() if group is not None and group.exclusive() else None
    return chosen if chosen is not None and chosen.isVisible() and chosen.isEnabled() else widget


@contextmanager
def kept(within: QWidget) -> Iterator[None]:
    """Keep the keyboard where it is while the contents of a card are replaced.

    Afterwards the widget with the name of the one that had it has it, or where there is none the first.
    """
    stood = within.window().focusWidget()
    if stood is None or not within.isAncestorOf(stood):
        yield
        return
    name = stood.objectName()
    yield
    if stood.isHidden() or not stood.isVisibleTo(within):
        # What was put in is only shown, and can only have the keyboard, in the next round of the loop.
        QTimer.singleShot(0, lambda: _focus_again(within, name))


def _focus_again(within: QWidget, name: str) -> None:
    if not isValid(within) or not within.isVisible():
        return
    named = within.findChildren(QWidget, name) if name else []
    again = next((w for w in named if w.isVisible() and w.isEnabled()), None)
    if again is not None:
        again.setFocus(Qt.FocusReason.OtherFocusReason)
    else:
        focus_first(within)


def in_tab_order(widgets: Iterable[QWidget]) -> None:
    """Make Tab visit these widgets in this order."""
    walk = list(widgets)
    for before, after in itertools.pairwise(walk):
        QWidget.setTabOrder(before, after)


class TabPlace(QWidget):
    """Keeps the place in the Tab order of widgets that are made later than those after them; never seen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def hold(self, widgets: Iterable[QWidget]) -> None:
        """Let Tab visit these widgets here, in this order."""
        in_tab_order([self, *widgets])


TAKES_KEYS: Final = "takes-keys"
"""Property of a widget that takes every key while it has the keyboard: no shortcut wins over it."""


class KeyKeeper(QObject):
    """Lets one shortcut of the window win over the focused text field's own use of the key."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = QKeySequence(key)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None and not new.property(TAKES_KEYS):
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the focused widget from claiming the key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            return QKeySequence(event.keyCombination()) == self._key
        return super().eventFilter(watched, event)


_MOVING: Final = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}
)


_PLACE: Final = QEvent.Type(QEvent.registerEventType())


class FocusRing(QWidget):
    """A ring around whatever has the keyboard, anywhere in one window: amber between two dark edges.

    It stays a child of the window, so that it outlives the pages it is shown on.
    """

    WIDTH: Final = 5

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._chain: list[QWidget] = []
        self._whole = QRect()
        self._asked = False
        """Whether it is to be placed anew before the window is painted next."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._chain:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._chain = list(_upwards(new, self.window()))
        for widget in self._chain:
            widget.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move the ring when the focused widget, or a widget around it, moves.

        A page that is laid out moves them many times over; the ring follows once, before anything is painted.
        """
        if not self._asked and event.type() in _MOVING:
            self._asked = True
            QCoreApplication.postEvent(self, QEvent(_PLACE))
        return super().eventFilter(watched, event)

    def customEvent(self, event: QEvent) -> None:
        """Take the place that was asked for."""
        if event.type() == _PLACE:
            self._place()

    def _place(self) -> None:
        self._asked = False
        seen = self._seen()
        self.setVisible(not seen.isEmpty())
        if not seen.isEmpty():
            self.setGeometry(seen)
            self.raise_()
            self.update()

    def _seen(self) -> QRect:
        """The part of the ring that is not hidden by scrolling."""
        # Pages tell of their last events while they are being taken down.
        if not self._chain or not all(map(isValid, self._chain)) or not self._chain[0].isVisible():
            return QRect()
        # At an edge of the window the ring is drawn inside: outside it could not be seen.
        self._whole = seen = self._around(self._chain[0]).intersected(self.window().rect())
        for widget in self._chain[1:]:
            if isinstance(widget.parentWidget(), QAbstractScrollArea):
                seen = seen.intersected(self._around(widget))
        return seen

    def _around(self, widget: QWidget) -> QRect:
        place = QRect(widget.mapTo(self.window(), QPoint()), widget.size())
        return place.marginsAdded(QMargins(*(self.WIDTH,) * 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self._whole.translated(-self.pos()))
        half = self.WIDTH / 2
        for tint, width in (("accent_dark", self.WIDTH), ("focus", self.WIDTH - 2)):
            painter.setPen(QPen(style.colour(tint), width))
            painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), 7, 7)
        painter.end()


def _upwards(widget: QWidget | None, window: QWidget) -> Iterator[QWidget]:
    """The widget and each widget around it, from the inside out, without the window; empty if elsewhere."""
    if widget is None or widget.window() is not window:
        return
    while widget is not None and widget is not window:
        yield widget
        widget = widget.parentWidget()
