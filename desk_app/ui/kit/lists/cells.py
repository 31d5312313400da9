"""Draws the cells of a list: words with a shape, states as pills, or a row on two lines."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.ui.kit import style
from desk_app.ui.kit.lists.table import CellLook, Drawn, Index, RowsModel

ROW: Final = 40
TWO_LINES: Final = 58
_SIDE: Final = 12
"""Between a cell's edge and its words."""
_SHAPE: Final = 16
_GAP: Final = 6
_PILL_SIDE: Final = 9
_LEAD: Final = 128
"""Width in grid pixels of a cell that is drawn before both lines."""
_SHORT, _SHORT_LEAD = 520, 96
"""Width of a row up to which that cell is narrower, and how wide it is then."""
_GROUNDS: Final = {
    "good": ("good_ground", "good_line", "good_text"),
    "caution": ("caution_ground", "caution_line", "caution"),
    "wrong": ("wrong_ground", "wrong_line", "wrong"),
    "info": ("tint", "info_line", "accent_dark"),
    "plain": ("ground", "line", "quiet"),
}
"""Ground, border and words of a pill by its tone."""


def width_of(metrics: QFontMetrics, text: str, look: CellLook | None) -> int:
    """Width in pixels of a cell's words and shape, without the space at its sides."""
    width = metrics.horizontalAdvance(text) + 1
    if look and look.shape:
        width += style.px(_SHAPE + _GAP)
    return width + (style.px(2 * _PILL_SIDE) if look and look.tone else 0)


def _draw_ground(painter: QPainter, option: Any, index: Index) -> None:
    """Draw a cell's background (selection, hover); an option bears no words before ``initStyleOption``."""
    option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
    if index.column() == 0 and option.state & QStyle.StateFlag.State_Selected:
        bar = QRect(option.rect.left(), option.rect.top(), style.px(4), option.rect.height())
        painter.fillRect(bar, style.colour("accent"))


class Cells(QStyledItemDelegate):
    """Draws each column of a ``RowsModel`` as a cell of its own."""

    def __init__(self, rows: RowsModel[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One row high."""
        return QSize(style.px(ROW), style.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the background, then shape and words, as a pill where the look has a tone."""
        view: Any = option  # the stubs know no fields of an option
        _draw_ground(painter, view, index)
        place = view.rect.adjusted(style.px(_SIDE), 0, -style.px(_SIDE) // 2, -1)
        painter.save()
        _draw_cell(painter, view.font, self._rows.drawn(index.row(), index.column()), place)
        painter.restore()


class TwoLines(QStyledItemDelegate):
    """Draws a whole row of a ``RowsModel`` on two lines: name and state above, the rest below."""

    def __init__(self, rows: RowsModel[Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines high, as wide as the list."""
        return QSize(style.px(200), style.px(TWO_LINES))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the background, then the words of all columns."""
        view: Any = option  # the stubs know no fields of an option
        _draw_ground(painter, view, index)
        inside = view.rect.adjusted(style.px(_SIDE), style.px(5), -style.px(_SIDE), -style.px(5))
        cells = [self._rows.drawn(index.row(), n) for n in range(self._rows.columnCount())]
        painter.save()
        for cell in (c for c in cells if c.column.lead):
            _draw_cell(painter, view.font, cell, QRect(inside))
            wide = style.px(_LEAD if view.rect.width() > style.px(_SHORT) else _SHORT_LEAD)
            inside.setLeft(inside.left() + max(wide, _width(view.font, cell) + style.px(_SIDE)))
        half = inside.height() // 2
        for line, top in ((1, inside.top()), (2, inside.top() + half)):
            _draw_line(painter, view.font, cells, line, QRect(inside.left(), top, inside.width(), half))
        painter.restore()


def _draw_line(painter: QPainter, font: QFont, cells: Sequence[Drawn], line: int, place: QRect) -> None:
    """Draw one of a row's two lines: first the cells at its right end, then the others, cut where needed."""
    standing = [c for c in cells if c.column.line == line and not c.column.lead and c.text]
    left, right = place.left(), place.right()
    for cell in reversed([c for c in standing if c.column.end]):
        width = min(_width(font, cell), right - left)
        _draw_cell(painter, font, cell, QRect(right - width, place.top(), width, place.height()), line)
        right -= width + style.px(12)
    others = [c for c in standing if not c.column.end]
    for cell, width in zip(others, shared([_width(font, c) for c in others], right - left), strict=True):
        if width > 0:
            _draw_cell(painter, font, cell, QRect(left, place.top(), width, place.height()), line)
        left += width + style.px(12)


def shared(wanted: Sequence[int], room: int) -> list[int]:
    """Widths of cells beside one another, all in pixels: where the room is short the widest alone gives way.

    A long name is cut, then, and not the last digits that tell two people of that name apart.
    """
    widths = list(wanted)
    over = sum(widths) + style.px(12) * max(0, len(widths) - 1) - room
    if over > 0 and widths:
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[widest] = max(0, widths[widest] - over)
    return widths


def _font(font: QFont, cell: Drawn) -> QFont:
    if not cell.strong:
        return font
    made = QFont(font)
    made.setBold(True)
    return made


def _words(cell: Drawn, line: int) -> str:
    """The words of a cell; on a row of two lines with the column's prefix, since headings are missing."""
    return f"{cell.column.prefix}{cell.text}" if line else cell.text


def _width(font: QFont, cell: Drawn) -> int:
    return width_of(QFontMetrics(_font(font, cell)), _words(cell, cell.column.line), cell.look)


def _draw_cell(painter: QPainter, font: QFont, cell: Drawn, place: QRect, line: int = 0) -> None:
    """Draw shape and words of a cell; ``line`` is 1 or 2 in a row of two lines, else 0."""
    look = cell.look
    made, words = _font(font, cell), _words(cell, line)
    if look and look.tone:
        draw_pill(painter, made, words, look, cell.icon, place)
    else:
        tint = style.colour(look.tint if look else "quiet" if line == 2 else "text")
        _draw_words(painter, made, words, cell.icon, place, tint)


def draw_pill(
    painter: QPainter, font: QFont, words: str, look: CellLook, icon: QIcon | None, place: QRect
) -> None:
    """Draw a state as a rounded pill in its tone's colours, no higher than ``place``."""
    ground, line, text = (style.colour(name) for name in _GROUNDS[look.tone])
    made = QFont(font)
    made.setPointSizeF(font.pointSizeF() * 0.93)
    metrics = QFontMetrics(made)
    wanted = width_of(metrics, words, look)
    height = min(style.px(24), place.height())
    box = QRectF(place.left(), 0, min(wanted, place.width()), height)
    box.moveTop(place.top() + (place.height() - height) / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
    inner = box.toRect().adjusted(style.px(_PILL_SIDE), 0, -style.px(_PILL_SIDE) + 1, 0)
    _draw_words(painter, made, words, icon, inner, text)


def _draw_words(
    painter: QPainter, font: QFont, words: str, icon: QIcon | None, place: QRect, tint: Any
) -> None:
    left = place.left()
    if icon:
        side = style.px(_SHAPE)
        icon.paint(painter, QRect(left, place.center().y() - side // 2 + 1, side, side))
        left += style.px(_SHAPE + _GAP)
    painter.setPen(tint)
    painter.setFont(font)
    room = QRect(left, place.top(), place.right() - left + 1, place.height())
    shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
