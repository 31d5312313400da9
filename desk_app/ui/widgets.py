"""Small widgets every screen shares: words, buttons with their key, chips, strips, wrapping rows."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desk_app.ui import style
from forms.typesetting import typeset

_KEYCAPS: Final = {"Return": "⏎", "Left": "←", "Right": "→", "Escape": "Esc"}
_SHAPES: Final = {"good": "good", "caution": "caution", "wrong": "wrong", "info": "info", "plain": "ring"}
TINTS: Final = {
    "good": "good",
    "caution": "caution",
    "wrong": "wrong",
    "info": "accent_dark",
    "plain": "quiet",
}
"""The colour of each tone's shape and words."""


class Words(QLabel):
    """Plain words, never read as markup, shown with Chinese punctuation; ``text`` gives what was set."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)

    def text(self) -> str:
        """The words as they were set."""
        return self._text

    def setText(self, text: str) -> None:
        """Show these words."""
        self._text = text
        super().setText(typeset(text))


class Button(QPushButton):
    """A push button whose words are shown with Chinese punctuation; ``text`` gives what was set."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(False)
        self.setText(text)

    def text(self) -> str:
        """The words as they were set."""
        return self._text

    def setText(self, text: str) -> None:
        """Show these words."""
        self._text = text
        super().setText(typeset(text))


def label(text: str, role: str = "", *, wrap: bool = False, name: str = "", verbatim: bool = False) -> QLabel:
    """Words of ours, or with ``verbatim`` what a person wrote, shown as it was given.

    Roles: headline, title, strong, quiet, problem, caution.
    """
    made = QLabel() if verbatim else Words()
    made.setText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    if role:
        style.set_property(made, "role", role)
    if name:
        made.setObjectName(name)
    return made


def button(text: str, role: str = "secondary", key: str = "", *, name: str = "") -> QPushButton:
    """A push button that shows its key as a badge.

    Roles: primary, secondary, link, danger, choice. A choice is checkable and only shows its number;
    every other button is also pressed by ``key`` (as Qt writes it, e.g. ``Ctrl+Return``).
    """
    made = ChoiceButton(text) if role == "choice" else Button(text)
    style.set_property(made, "role", role)
    if key:
        show_key(made, key)
    if key and role != "choice":
        bind(made, key)
    if name:
        made.setObjectName(name)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made


def bind(on: QAbstractButton, key: str) -> None:
    """Let a key press a button at once, while it can be seen (its own shortcut waits 100 ms)."""
    QShortcut(QKeySequence(key), on).activated.connect(on.click)
    on.setAccessibleDescription(f"按键 {key}")


def show_key(on: QPushButton, key: str) -> None:
    """Draw a key's badge beside a button's words: before those of a choice, after all others."""
    role = on.property("role")
    badge = key_badge(key, "surface" if role == "primary" else "quiet")
    on.setIcon(QIcon(badge))
    on.setIconSize(badge.deviceIndependentSize().toSize())
    if role != "choice":
        on.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def key_badge(key: str, tint: str) -> QPixmap:
    """A small picture of a key, e.g. ``Ctrl ⏎``, with a gap on both sides."""
    text = " ".join(_KEYCAPS.get(part, part) for part in key.split("+"))
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * 0.8)
    metrics = QFontMetrics(font)
    gap, height = style.px(4), style.px(20)
    width = max(height - 1, metrics.horizontalAdvance(text) + style.px(8))
    pixmap = style.blank(width + 2 * gap, height)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QPen(style.colour(tint), 1))
    box = QRectF(gap + 0.5, 0.5, width - 1, height - 1)
    painter.setOpacity(0.65)
    painter.drawRoundedRect(box, 3, 3)
    painter.setOpacity(1)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


class ChoiceButton(Button):
    """One answer of several; the chosen one carries a ticked corner beside its border and bold words."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, then the tick in its lower right corner when chosen."""
        super().paintEvent(event)
        if self.isChecked():
            self._draw_corner()

    def _draw_corner(self) -> None:
        side = style.px(17)
        right, bottom = float(self.width() - 1), float(self.height() - 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.colour("accent"))
        painter.drawPolygon(
            [QPointF(right, bottom - side), QPointF(right, bottom), QPointF(right - side, bottom)]
        )
        painter.setPen(QPen(style.colour("surface"), 1.6))
        a, b, c = (0.52, 0.27), (0.38, 0.14), (0.12, 0.46)
        points = [QPointF(right - side * x, bottom - side * y) for x, y in (a, b, c)]
        painter.drawPolyline(points)
        painter.end()


class Chip(QFrame):
    """A short state in a pill: shape and word carry the meaning, the tone only helps."""

    def __init__(
        self, text: str, tone: str = "plain", shape: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._shape = QLabel(self)
        self._text = label("")
        row = QHBoxLayout(self)
        row.setContentsMargins(style.px(8), style.px(1), style.px(10), style.px(1))
        row.setSpacing(style.px(5))
        row.addWidget(self._shape)
        row.addWidget(self._text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        style.set_property(self, "role", "chip")
        self.show_text(text, tone, shape)

    @property
    def text(self) -> str:
        """The words on the chip."""
        return self._text.text()

    def show_text(self, text: str, tone: str = "plain", shape: str = "") -> None:
        """Say something else; ``shape`` names an icon in place of the tone's own."""
        style.set_property(self, "tone", tone)
        self._shape.setPixmap(style.icon_pixmap(f"tone-{shape or _SHAPES[tone]}", TINTS[tone], 14))
        self._text.setText(text)
        self.setAccessibleName(text)


def chip(text: str, tone: str = "plain", shape: str = "") -> Chip:
    """A chip; tones: good, caution, wrong, info, plain; shapes: good, caution, wrong, info, ring, half."""
    return Chip(text, tone, shape)


class Strip(QFrame):
    """A full-width message with its shape, and links that say what to do."""

    def __init__(self, text: str = "", tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape = QLabel(self)
        self._text = label("", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(style.px(12), style.px(6), style.px(12), style.px(6))
        self._row.setSpacing(style.px(8))
        # On one line with the first line of words, however many follow.
        self._shape.setFixedHeight(self._text.fontMetrics().lineSpacing())
        self._row.addWidget(self._shape, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addWidget(self._text, 1)
        style.set_property(self, "role", "strip")
        self.show_text(text, tone)

    @property
    def text(self) -> str:
        """The sentence on the strip."""
        return self._text.text()

    def show_text(self, text: str, tone: str) -> None:
        """Say something else; tones as for chips."""
        style.set_property(self, "tone", tone)
        self._shape.setPixmap(style.icon_pixmap(f"tone-{_SHAPES[tone]}", TINTS[tone], 20))
        self._text.setText(text)
        self.setAccessibleName(text)

    def add_link(self, link: QPushButton) -> None:
        """Put a button at the right end."""
        self._row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)


class Card(QFrame):
    """A white card; ``body`` is its column."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_property(self, "role", "card")
        self.body = column(self, margins=16, spacing=8)
        if title:
            self.body.addWidget(label(title, "title"))


class FlowLayout(QLayout):
    """Left to right, wrapping to the next row when the width ends."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self.setContentsMargins(QMargins())
        self.setSpacing(style.px(spacing))
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at an index, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at an index out, or None."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It never asks for more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at this width."""
        rows = self._rows(width)
        return sum(_height(r) for r in rows) + self.spacing() * max(0, len(rows) - 1)

    def setGeometry(self, rect: QRect) -> None:
        """Place the items in this room."""
        super().setGeometry(rect)
        y = rect.y()
        for line in self._rows(rect.width()):
            x, height = rect.x(), _height(line)
            for item, size in line:
                item.setGeometry(QRect(QPoint(x, y + (height - size.height()) // 2), size))
                x += size.width() + self.spacing()
            y += height + self.spacing()

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        shown = [i.sizeHint() for i in self._items if not i.isEmpty()]
        gaps = self.spacing() * max(0, len(shown) - 1)
        return QSize(sum(s.width() for s in shown) + gaps, max((s.height() for s in shown), default=0))

    def minimumSize(self) -> QSize:
        """Room for the widest item."""
        shown = [i.minimumSize() for i in self._items if not i.isEmpty()]
        return QSize(max((s.width() for s in shown), default=0), max((s.height() for s in shown), default=0))

    def _rows(self, width: int) -> "list[_Row]":
        rows: list[_Row] = []
        left = 0
        for item in (i for i in self._items if not i.isEmpty()):
            hint = item.sizeHint()
            size = QSize(min(hint.width(), max(width, 1)), hint.height())
            if not rows or size.width() > left:
                rows.append([])
                left = width
            rows[-1].append((item, size))
            left -= size.width() + self.spacing()
        return rows


_Row = list[tuple[QLayoutItem, QSize]]


def _height(line: _Row) -> int:
    return max(size.height() for _, size in line)


class VerticalScroll(QScrollArea):
    """Shows a column as wide as itself and scrolls only up and down."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if not content.property("role"):
            style.set_property(content, "role", "scrolled")
        self.setWidget(content)


class Confirm(QWidget):
    """A button that asks once, in its own place, before it lets something go for good.

    Without a ``question`` the two answers say enough.
    """

    confirmed = Signal()
    asking = Signal(bool)
    """Whether the question stands there now."""

    def __init__(
        self,
        text: str,
        question: str,
        *,
        yes: str,
        no: str,
        name: str,
        role: str = "danger",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask = button(text, "link", name=name)
        self._question = label(question, "strong")
        self._yes = button(yes, role, name=f"confirm-{name}")
        self._no = button(no, name=f"keep-{name}")
        self._answers = QWidget(self)
        answers = row(self._answers)
        answers.addWidget(self._yes)
        answers.addWidget(self._no)
        line = FlowLayout(self)  # a narrow card takes the buttons below the question
        for widget in (self._ask, self._question, self._answers):
            line.addWidget(widget)
        self._ask.clicked.connect(self._open)
        self._no.clicked.connect(self._close)
        self._yes.clicked.connect(self._agree)
        self._show(asking=False)

    def _show(self, *, asking: bool) -> None:
        self._ask.setVisible(not asking)
        self._question.setVisible(asking and bool(self._question.text()))
        self._answers.setVisible(asking)
        self.asking.emit(asking)

    @Slot()
    def _open(self) -> None:
        self._show(asking=True)
        self._no.setFocus()

    @Slot()
    def _close(self) -> None:
        self._show(asking=False)
        self._ask.setFocus()

    @Slot()
    def _agree(self) -> None:
        self._show(asking=False)
        self.confirmed.emit()


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
    """Take everything out of a layout and delete the widgets when the loop comes round."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)


def centred(content: QWidget, width: int) -> VerticalScroll:
    """A scrolling column in the middle of the room, at most ``width`` pixels wide at 100 %."""
    content.setMaximumWidth(style.px(width))
    content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    style.set_property(content, "role", "scrolled")
    holder = QWidget()
    across = row(holder)
    across.addStretch(1)
    across.addWidget(content, 1000)
    across.addStretch(1)
    return VerticalScroll(holder)


def focus_first(within: QWidget) -> bool:
    """Give the keyboard to the first field or button of a page, unless one of them has it.

    Lists beside the fields are passed over. False when there is nothing to focus.
    """
    focused = QApplication.focusWidget()
    if focused is not None and within.isAncestorOf(focused):
        return True
    for widget in within.findChildren(QWidget):
        reachable = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled()
        if reachable and widget.isVisibleTo(within) and not isinstance(widget, QAbstractItemView):
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    return False


def in_tab_order(widgets: Iterable[QWidget]) -> None:
    """Let Tab walk these widgets in this order."""
    walk = list(widgets)
    for before, after in itertools.pairwise(walk):
        QWidget.setTabOrder(before, after)


class KeyKeeper(QObject):
    """Lets one key of the window win over what a text field would do with it."""

    def __init__(self, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._key = QKeySequence(key)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    @Slot(QWidget, QWidget)
    def _follow(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None:
            old.removeEventFilter(self)
        if new is not None:
            new.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do not let the field claim the key."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            return QKeySequence(event.keyCombination()) == self._key
        return super().eventFilter(watched, event)


_MOVING: Final = frozenset(
    {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}
)


class FocusRing(QWidget):
    """A 3-px ring around whatever has the keyboard, anywhere in one window.

    It stays a child of the window, so that it outlives the pages it is shown on.
    """

    WIDTH: Final = 3

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._chain: list[QWidget] = []
        self._whole = QRect()
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
        """Go along when the widget, or anything it stands in, moves."""
        if event.type() in _MOVING:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        seen = self._seen()
        self.setVisible(not seen.isEmpty())
        if not seen.isEmpty():
            self.setGeometry(seen)
            self.raise_()
            self.update()

    def _seen(self) -> QRect:
        """What can be seen of the ring: nothing hangs out of a scrolled page."""
        # Pages tell of their last events while they are being taken down.
        if not self._chain or not all(map(isValid, self._chain)) or not self._chain[0].isVisible():
            return QRect()
        self._whole = seen = self._around(self._chain[0])
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
        painter.setPen(QPen(style.colour("focus"), self.WIDTH))
        half = self.WIDTH / 2
        whole = QRectF(self._whole.translated(-self.pos()))
        painter.drawRoundedRect(whole.adjusted(half, half, -half, -half), 7, 7)
        painter.end()


def _upwards(widget: QWidget | None, window: QWidget) -> Iterator[QWidget]:
    """A widget of this window and all it stands in, up to the window itself."""
    if widget is None or widget.window() is not window:
        return
    while widget is not None and widget is not window:
        yield widget
        widget = widget.parentWidget()
