"""Layouts on the 8-px grid: columns, rows, wrapping rows, vertical scrolling."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desk_app.ui.kit import style

_AROUND: Final = 12
"""Grid pixels above or below what is brought in view."""
TOGETHER: Final = "together"
"""Property of a widget that is brought into view whole when a part of it gets the keyboard."""


def column(parent: QWidget | None = None, *, margins: int = 0, spacing: int = 8) -> QVBoxLayout:
    """A vertical layout on the 8-px grid."""
    made = QVBoxLayout(parent) if parent else QVBoxLayout()
    _measure(made, margins, spacing)
    return made


def row(parent: QWidget | None = None, *, margins: int = 0, spacing: int = 8) -> QHBoxLayout:
    """A horizontal layout on the 8-px grid."""
    made = QHBoxLayout(parent) if parent else QHBoxLayout()
    _measure(made, margins, spacing)
    return made


def _measure(layout: QLayout, margins: int, spacing: int) -> None:
    layout.setContentsMargins(*(style.px(margins),) * 4)
    layout.setSpacing(style.px(spacing))


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; its widgets are hidden and deleted by the event loop."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


@contextmanager
def laid_out_once(within: QWidget) -> Iterator[None]:
    """Lay a widget out when the block ends, once for everything that is put in, shown or hidden in it.

    Qt lays out every widget around one that is shown, up to the window, each time one is shown.
    """
    layout = within.layout()
    if layout is None or not layout.isEnabled():  # an outer block does it
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.invalidate()
        if within.isVisible():
            layout.activate()


def show_if(widget: QWidget, shown: bool) -> None:
    """Show or hide a widget. Told again what it was never told but is, Qt would lay out all around it."""
    if widget.isHidden() is shown:
        widget.setVisible(shown)


def paint_later(widget: QWidget) -> None:
    """Paint what changes in a widget now in the next round of the event loop, so that keys come between."""
    widget.setUpdatesEnabled(False)
    QTimer.singleShot(0, widget, lambda: widget.setUpdatesEnabled(True))


class FlowLayout(QLayout):
    """Items from left to right, wrapping to the next row at the right edge."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8, upright: int = 0) -> None:
        """Narrower than ``upright`` grid pixels each item has a row of its own, as wide as the whole."""
        self._heights: dict[int, int] = {}  # first, for Qt already asks while it is made
        self._upright = upright
        super().__init__(parent)
        self.setContentsMargins(QMargins())
        self.setSpacing(style.px(spacing))
        self._items: list[QLayoutItem] = []

    def invalidate(self) -> None:
        """Forget the heights that were computed: an item was added, removed or changed."""
        self._heights.clear()
        super().invalidate()

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at an index, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at an index out, or None."""
        self._heights.clear()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None: it never asks for more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at this width."""
        if width not in self._heights:  # Qt asks many times while it arranges a page
            rows = self._rows(width)
            self._heights[width] = sum(map(_height, rows)) + self.spacing() * max(0, len(rows) - 1)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Place the items in this rectangle."""
        super().setGeometry(rect)
        y = rect.y()
        for line in self._rows(rect.width()):
            x, height = rect.x(), _height(line)
            for item, size in line:
                item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()

    def sizeHint(self) -> QSize:
        """The size of all items in one row."""
        shown = [i.sizeHint() for i in self._items if not i.isEmpty()]
        gaps = self.spacing() * max(0, len(shown) - 1)
        return QSize(sum(s.width() for s in shown) + gaps, max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        """The size of the largest item."""
        shown = [i.minimumSize() for i in self._items if not i.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def _rows(self, width: int) -> "list[_Row]":
        rows: list[_Row] = []
        left = 0
        whole = width < style.px(self._upright)
        for item in (i for i in self._items if not i.isEmpty()):
            hint = item.sizeHint()
            size = QSize(width if whole else min(hint.width(), max(width, 1)), hint.height())
            if size.width() < hint.width() and item.hasHeightForWidth():
                size.setHeight(item.heightForWidth(size.width()))
            if not rows or whole or size.width() > left:
                rows.append([])
                left = width
            rows[-1].append((item, size))
            left -= size.width() + self.spacing()
        return rows


_Row = list[tuple[QLayoutItem, QSize]]


def _height(line: _Row) -> int:
    return max(size.height() for _, size in line)


class VerticalScroll(QScrollArea):
    """Shows a column as wide as itself; scrolls only vertically, and brings what has the keyboard in view."""

    rearranged = Signal()
    """The content was arranged anew and may need another width."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.grown = False
        """Whether it is as high as its content, within a column that scrolls as a whole."""
        if not content.property("role"):
            style.set_property(content, "role", "scrolled")
        content.setParent(self)
        self._content: QWidget | None = content
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def event(self, event: QEvent) -> bool:
        """Take the content in when this is first styled.

        Qt measures, and so styles, a content at once; done before this stands in its page, it would be
        styled again with every parent this gets.
        """
        if event.type() == QEvent.Type.Polish and self._content is not None:
            content, self._content = self._content, None
            self.setWidget(content)
        return super().event(event)

    @property
    def content(self) -> QWidget | None:
        """The column that scrolls, taken in already or not."""
        return self.widget() or self._content

    def grow(self, on: bool) -> None:
        """Be as high as the content and leave scrolling to the column around, or scroll again."""
        if on is self.grown:
            return
        self.grown = on
        policy = self.sizePolicy()
        policy.setHeightForWidth(on)
        self.setSizePolicy(policy)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if on else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(bar)
        self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """The height of the content at this width, once this grows with it."""
        content = self.widget() or self._content
        if not self.grown or content is None:
            return super().heightForWidth(width)
        layout = content.layout()
        high = layout.hasHeightForWidth() if layout else content.hasHeightForWidth()
        return content.heightForWidth(width) if high else content.sizeHint().height()

    def minimumSizeHint(self) -> QSize:
        """As Qt has it; while this grows its height follows from its width alone."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), 0) if self.grown else hint

    def least_width(self) -> int:
        """Pixels the content needs across, with the scroll bar beside it."""
        content = self.widget() or self._content
        bar = self.verticalScrollBar().sizeHint().width()
        return bar + (content.minimumSizeHint().width() if content is not None else 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the column around when the content needs another height or width.

        When the content has become higher or lower, what has the keyboard stays in view if it was.
        """
        before = self._seen() if event.type() == QEvent.Type.Resize and watched is self.widget() else None
        done = super().eventFilter(watched, event)
        if before is not None:
            QTimer.singleShot(0, self, lambda: self._keep(before))
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            if self.grown:
                self.updateGeometry()
            self.rearranged.emit()
        return done

    def _seen(self) -> QWidget | None:
        """What has the keyboard, if a part of it is in view."""
        content, focused = self.widget(), QApplication.focusWidget()
        if content is None or focused is None or self.grown or not content.isAncestorOf(focused):
            return None
        return focused if not focused.visibleRegion().isEmpty() else None

    def _keep(self, focused: QWidget) -> None:
        if isValid(focused) and focused.hasFocus():
            self._follow(None, focused)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep in view what has the keyboard."""
        super().resizeEvent(event)
        self._follow(None, QApplication.focusWidget())

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        content = self.widget()
        if new is None or content is None or self.grown or not content.isAncestorOf(new):
            return
        if QApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # what is being pressed is in view, and would slip from under the mouse
        room = self.viewport().height() - style.px(_AROUND)
        self._bring_in_view(_whole(new, content, room), new)

    def _bring_in_view(self, whole: QWidget, focused: QWidget) -> None:
        """Scroll as little as needed to see the whole; of what is too high the top with what is focused."""
        content = self.widget()
        room, margin = self.viewport().height(), style.px(_AROUND)
        wanted = whole if whole.height() + margin <= room else focused
        self.ensureWidgetVisible(wanted, 0, margin)
        if content is None or wanted is whole:
            return
        top = whole.mapTo(content, QPoint()).y()
        end = focused.mapTo(content, QPoint(0, focused.height())).y() + margin
        bar = self.verticalScrollBar()
        bar.setValue(max(min(bar.value(), top), end - room))


def _whole(widget: QWidget, within: QWidget, room: int) -> QWidget:
    """What must be seen together with a widget: the field it stands in with label and message, or itself.

    Where a field stands in something that has to be seen whole too, that, if it is no higher than ``room``.
    """
    found: QWidget | None = None
    each: QWidget | None = widget
    while each is not None and each is not within:
        if each.property(TOGETHER) and (found is None or each.height() <= room):
            found = each
        each = each.parentWidget()
    return found or widget


def centred(content: QWidget, width: int) -> VerticalScroll:
    """A scrolling column, centred, at most ``width`` pixels wide at 100 %."""
    content.setMaximumWidth(style.px(width))
    content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    style.set_property(content, "role", "scrolled")
    holder = QWidget()
    across = row(holder)
    across.addStretch(1)
    across.addWidget(content, 1000)
    across.addStretch(1)
    return VerticalScroll(holder)
