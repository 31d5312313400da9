"""Looks at a visible window or dialog as a clerk would, and says what is wrong with how it stands there.

Words cut or elided, things that overlap or stand outside, sideways scrolling, small targets, faint words,
controls without a name or with the wrong role, a Tab order that jumps. Nothing is changed by looking.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

from PIL import Image
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QScrollBar,
    QSizeGrip,
    QStyle,
    QStyleOptionFrame,
    QToolButton,
    QWidget,
)

from desk_app.ui.kit import style, tab_walk
from desk_app.ui.kit.cover import Cover
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.fields.search import SearchEdit
from desk_app.ui.kit.focus import FocusRing
from desk_app.ui.kit.lists.table import COLUMN, ShownColumn
from desk_app.ui.shell.window import MainWindow
from desk_app.walkthrough import contrast, reading_order
from desk_app.walkthrough.painted import DrawnWords, visible, words_of
from forms.schema import Kind

TARGET: Final = 36
"""Least side of what is clicked, in grid pixels."""
LINK: Final = 24
"""The same for links within text."""
_LINKS: Final = frozenset(
    {"link", "number-link", "sum-link", "figure-link", "foot-menu", "fold", "heading-link"}
)
_MARK: Final = "…"
_SINGLE: Final = (Kind.CHOICE, Kind.FLAG)
_SLACK: Final = 1.5
"""Pixels that rounding may take."""
_EDGE: Final = 2
"""Pixels by which the edges of neighbours may lie over each other: both are rounded, and lines are shared."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong on the screen."""

    kind: str
    """What was looked for: the name of a check in ``KINDS``."""
    where: str
    """Object names from the window to the widget, classes for those without a name."""
    text: str
    """What is wrong, with figures; the words it is about."""


@dataclass(frozen=True, slots=True)
class View:
    """One window as it stands: its visible widgets, what each draws, and a picture of all."""

    top: QWidget
    widgets: tuple[QWidget, ...]
    words: tuple[tuple[QWidget, DrawnWords], ...]
    picture: Image.Image


def view(top: QWidget) -> View:
    """Everything that is to be looked at in a window that is shown."""
    widgets = tuple(w for w in visible(top) if not isinstance(w, FocusRing) and not w.size().isEmpty())
    words = tuple((w, piece) for w in widgets for piece in words_of(w))
    return View(top, widgets, words, contrast.picture_of(top))


def faults(seen: View) -> tuple[Flaw, ...]:
    """All that is wrong with a view, check by check, each thing once."""
    found = (Flaw(kind, path(widget), text) for kind, look in KINDS.items() for widget, text in look(seen))
    return tuple(dict.fromkeys(found))


def path(widget: QWidget) -> str:
    """The names of a widget and of those around it that have one, from the outside in."""
    names = [widget.objectName() or type(widget).__name__]
    above = widget.parentWidget()
    while above is not None and not widget.isWindow():
        if above.objectName() and not above.objectName().startswith("qt_"):
            names.append(above.objectName())
        above = None if above.isWindow() else above.parentWidget()
    return "/".join(reversed(names))


_Found = Iterator[tuple[QWidget, str]]


# ---- words ------------------------------------------------------------------------------------


def elided(seen: View) -> _Found:
    """Words that were drawn with … at their end; cells of columns that may be cut are passed over."""
    for widget, words in seen.words:
        if words.text.endswith(_MARK) and words.text not in _full(widget, words):
            yield widget, words.text


def _full(widget: QWidget, words: DrawnWords) -> str:
    """All that a widget was given to draw, for one that may be cut what it draws."""
    if isinstance(view := widget.parentWidget(), QAbstractItemView):
        return _row_words(view, words)
    if isinstance(widget, QLineEdit):
        return f"{widget.text()}\n{widget.placeholderText()}"
    if isinstance(widget, QLabel):
        return QLabel.text(widget)
    return QAbstractButton.text(widget) if isinstance(widget, QAbstractButton) else ""


def _row_words(view: QAbstractItemView, words: DrawnWords) -> str:
    """The words of the row at this place; of a cell that may be cut what is drawn of it."""
    index = view.indexAt(words.box.center().toPoint())
    model, told = index.model(), []
    for place in range(model.columnCount(index.parent()) if model else 0):
        cell = index.siblingAtColumn(place)
        text, column = str(cell.data() or ""), cell.data(COLUMN)
        loose = isinstance(column, ShownColumn) and not column.whole
        told.append(words.text if loose and words.text.rstrip(_MARK) in f"{column.prefix}{text}" else text)
    return "\n".join(told)


def outside(seen: View) -> _Found:
    """Words that go beyond the edges of what draws them, or stand so low in it that they are cut."""
    for widget, words in seen.words:
        room = _room(widget)
        over = max(room.left() - words.box.left(), words.box.right() - room.right())
        low = max(room.top() - words.box.top(), words.box.bottom() - room.bottom())
        if over > _SLACK:
            yield widget, f"{words.text}:左右少{over:.0f}像素"
        # The line is higher than its signs: what is cut of it must be more than empty space.
        elif low > words.box.height() * 0.18 and not isinstance(widget.parentWidget(), QAbstractScrollArea):
            yield widget, f"{words.text}:上下少{low:.0f}像素"


def _room(widget: QWidget) -> QRectF:
    if not isinstance(widget, QLineEdit):
        return QRectF(widget.rect())
    option = QStyleOptionFrame()
    widget.initStyleOption(option)
    inner = widget.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, widget)
    return QRectF(inner.marginsRemoved(widget.textMargins())).adjusted(1, 0, -1, 0)


def squeezed(seen: View) -> _Found:
    """Wrapped labels and tick boxes that have less room than their words need."""
    for widget in seen.widgets:
        if isinstance(widget, QLabel) and widget.wordWrap() and QLabel.text(widget):
            need = widget.heightForWidth(widget.width())
            if need > widget.height() + _SLACK:
                yield widget, f"{QLabel.text(widget)}:高{widget.height()},要{need}"
        elif isinstance(widget, QCheckBox) and widget.width() + _SLACK < widget.minimumSizeHint().width():
            yield widget, f"{widget.text()}:宽{widget.width()},要{widget.minimumSizeHint().width()}"


def faint(seen: View) -> _Found:
    """Words whose contrast is too low; those of what can not be used now are passed over."""
    for widget, words in seen.words:
        if widget.isEnabled():
            yield from ((widget, text) for text in contrast.too_faint(widget, words, seen.picture, seen.top))


# ---- places -----------------------------------------------------------------------------------


def overlapping(seen: View) -> _Found:
    """Neighbours that lie over each other."""
    for parent in seen.widgets:
        if isinstance(parent, QAbstractItemView | QAbstractSpinBox | QComboBox | QLineEdit):
            continue
        beside = [w for w in parent.children() if isinstance(w, QWidget) and _stands(w)]
        for one, other in combinations(beside, 2):
            shared = one.geometry().intersected(other.geometry())
            if min(shared.width(), shared.height()) > _EDGE:
                size = f"{shared.width()}×{shared.height()}"
                yield one, f"和“{other.objectName() or type(other).__name__}”重叠{size}"


def _stands(widget: QWidget) -> bool:
    """Whether a widget takes room of its own: no ring, no badge over a button, no corner of a window."""
    lets_through = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    over = isinstance(widget, FocusRing | QSizeGrip) or lets_through
    return widget.isVisible() and not widget.isWindow() and not widget.size().isEmpty() and not over


def words_overlapping(seen: View) -> _Found:
    """Words that stand on words of another widget."""
    placed = [(w, piece, _in_window(w, piece, seen.top)) for w, piece in seen.words]
    placed = [each for each in placed if not each[2].isEmpty()]
    placed.sort(key=lambda each: each[2].top())
    for place, (widget, piece, box) in enumerate(placed):
        for other, beside, there in placed[place + 1 :]:
            if there.top() > box.bottom():
                break
            if other is not widget and _covers(box.intersected(there), box, there):
                yield widget, f"{piece.text} / {beside.text}"


def _in_window(widget: QWidget, words: DrawnWords, top: QWidget) -> QRectF:
    """Where words are seen in the window; empty when they are hidden or scrolled away."""
    seen = words.box.intersected(QRectF(widget.visibleRegion().boundingRect()))
    return seen.translated(widget.mapTo(top, QPoint()))


def _covers(shared: QRectF, one: QRectF, other: QRectF) -> bool:
    return shared.width() > 2 and shared.height() > 0.35 * min(one.height(), other.height())


def off(seen: View) -> _Found:
    """What stands outside the widget it is part of, and so can not be seen or reached."""
    for widget in seen.widgets:
        parent = widget.parentWidget()
        if widget is seen.top or parent is None or not _stands(widget) or _scrolls(parent):
            continue
        out = _beyond(widget.geometry(), parent.rect())
        if out > _SLACK:
            yield widget, f"出界{out}像素"


def _scrolls(parent: QWidget) -> bool:
    """Whether a widget is a viewport, which shows a part of what it holds."""
    return isinstance(parent.parentWidget(), QAbstractScrollArea)


def _beyond(box: QRect, room: QRect) -> int:
    sides = (room.left() - box.left(), room.top() - box.top())
    return max(*sides, box.right() - room.right(), box.bottom() - room.bottom())


def sideways(seen: View) -> _Found:
    """What scrolls from left to right, or would have to."""
    for widget in seen.widgets:
        if isinstance(widget, QScrollBar) and widget.orientation() is Qt.Orientation.Horizontal:
            if widget.maximum() > widget.minimum():
                yield widget, "要左右滚动"
        elif isinstance(widget, QScrollArea) and (content := widget.widget()) is not None:
            over = content.width() - widget.viewport().width()
            if over > _SLACK and content.isVisible():
                yield content, f"比看得见的宽{over}像素"


def too_large(seen: View) -> _Found:
    """A window or dialog that is larger than its screen, or reaches beyond its edges."""
    room, size = seen.top.screen().availableGeometry(), seen.top.size()
    if size.width() > room.width() or size.height() > room.height():
        yield seen.top, f"{_told(size)},屏幕只有{_told(room.size())}"


def _told(size: QSize) -> str:
    return f"{size.width()}×{size.height()}"


# ---- hands and helpers ------------------------------------------------------------------------


def small(seen: View) -> _Found:
    """Targets for the mouse that are smaller than a hand that is not steady can hit."""
    for widget in seen.widgets:
        if not isinstance(widget, QAbstractButton | QLineEdit | QComboBox) or _is_part(widget):
            continue
        least = style.px(LINK if widget.property("role") in _LINKS else TARGET)
        if min(widget.width(), widget.height()) < least - _SLACK:
            yield widget, f"{_told(widget.size())},至少要{least}"


def _is_part(widget: QWidget) -> bool:
    """Whether Qt itself put a widget into a larger one, as the clear button of a line."""
    return isinstance(widget.parentWidget(), QLineEdit | QAbstractSpinBox | QComboBox | QAbstractItemView)


def nameless(seen: View) -> _Found:
    """What Tab visits and a screen reader has no name for."""
    for widget in _walk(seen.top):
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name):
            yield widget, "没有名称"


def roles(seen: View) -> _Found:
    """Search fields that are no combo boxes and single choices that are no radio buttons."""
    for widget in seen.widgets:
        wanted = _role(widget)
        holder = widget.parentWidget()
        if wanted is QAccessible.Role.ComboBox and holder is not None and _is_told(holder, wanted):
            continue  # as with Qt's own, what holds the line is the combo box
        interface: Any = QAccessible.queryAccessibleInterface(widget) if wanted else None
        if interface is not None and interface.role() != wanted:
            yield widget, f"是{interface.role().name},应为{wanted.name}" if wanted else ""


def _is_told(widget: QWidget, role: QAccessible.Role) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is not None and interface.role() == role


def _role(widget: QWidget) -> QAccessible.Role | None:
    if isinstance(widget, SearchEdit):
        return QAccessible.Role.ComboBox
    # Qt's own tool buttons can not be radio buttons for a screen reader.
    if isinstance(widget, QAbstractButton) and widget.isCheckable() and not isinstance(widget, QToolButton):
        group = widget.group()
        if widget.autoExclusive() or (group is not None and group.exclusive()) or _one_of(widget):
            return QAccessible.Role.RadioButton
    return None


def _one_of(widget: QWidget) -> bool:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Field):
        above = above.parentWidget()
    return isinstance(above, Field) and above.element.kind in _SINGLE


def _walk(top: QWidget) -> list[QWidget]:
    """What Tab visits in its order: as the program's own windows step, or as Qt does in any other."""
    if isinstance(top, MainWindow | DeskDialog | Cover):
        return [stop for stop in tab_walk.stops(top) if stop is not top]  # a cover only keeps the keyboard
    return reading_order.tab_stops(top)


def jumping(seen: View) -> _Found:
    """The first place where Tab goes back to what the eye saw before, and every group it comes back to."""
    stops = _walk(seen.top)
    for before, after in list(reading_order.jumps(stops, seen.top))[:1]:
        yield after, f"Tab从“{path(before)}”跳回来"
    for stop, group in list(reading_order.returns(stops, seen.top))[:1]:
        yield stop, f"Tab离开“{path(group)}”后又回来"


KINDS: Final[dict[str, Callable[[View], _Found]]] = {
    "elided": elided,
    "outside": outside,
    "squeezed": squeezed,
    "faint": faint,
    "overlapping": overlapping,
    "words-overlapping": words_overlapping,
    "off": off,
    "sideways": sideways,
    "too-large": too_large,
    "small": small,
    "nameless": nameless,
    "roles": roles,
    "jumping": jumping,
}
"""The checks by name."""
