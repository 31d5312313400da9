"""The hits of a search as a list with headings: people, applications, drafts, registers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk_app.domain.applications import APPLICATION
from desk_app.domain.finding import DRAFT, PERSON
from desk_app.services.lists.lists import number_tail
from desk_app.services.lookup.finding import Found, Hit
from desk_app.services.parts import Parts
from desk_app.ui.kit import style
from desk_app.ui.kit.lists.cells import draw_pill, width_of
from desk_app.ui.kit.lists.shown import DRAFT_STATE
from desk_app.ui.kit.lists.states import state_look
from forms.typesetting import typeset

Place = QModelIndex | QPersistentModelIndex
LINE: Final = Qt.ItemDataRole.UserRole
"""The FoundLine of a row."""
_ROOT: Final = QModelIndex()
_TITLES: Final = {PERSON: "人", APPLICATION: "办件", DRAFT: "没写完的"}
_HEAD, _HIT = 28, 40
_MORE: Final = "还有更多,再多输一点"


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A heading, or one hit with its words."""

    title: str
    """The heading, or the name of the hit."""
    hit: Hit | None = None
    note: str = ""
    """Of a hit the masked ends of its numbers; of a heading whether there is more."""
    day: str = ""


def lines(parts: Parts, found: Found) -> tuple[FoundLine, ...]:
    """Headings and hits from top to bottom."""
    today = parts.clock.today()
    groups: list[tuple[str, str, Sequence[Hit]]] = [
        ("people", _TITLES[PERSON], found.people),
        ("applications", _TITLES[APPLICATION], found.applications),
        ("drafts", _TITLES[DRAFT], found.drafts),
    ]
    for kind, held in groupby(sorted(found.records, key=lambda h: h.kind), key=lambda h: h.kind):
        law = parts.pack.procedures.get(kind)
        groups.append(("records", law.title if law else kind, tuple(held)))
    made: list[FoundLine] = []
    for name, title, hits in groups:
        if hits:
            made.append(FoundLine(title, note=_MORE if name in found.more else ""))
            made += [_line(hit, today) for hit in hits]
    return tuple(made)


def _line(hit: Hit, today: date) -> FoundLine:
    tails = [f"…{hit.id_number[-4:]}" if hit.id_number else ""]
    tails.append(f"电话 …{hit.phone[-4:]}" if hit.phone else "")
    tails.append(f"原号 …{hit.earlier[0][-4:]}" if hit.earlier else "")
    tails.append(hit.number if hit.kind not in (APPLICATION, PERSON) else number_tail(hit.number))
    day = hit.began_on
    when = "" if day is None else f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"
    title = hit.label or hit.number or "(没有姓名)"
    return FoundLine(title, hit, "  ".join(t for t in tails if t and t != title), when)


class HitsModel(QAbstractListModel):
    """The lines of a search."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[FoundLine, ...] = ()

    def show_lines(self, found: Sequence[FoundLine]) -> None:
        """Show exactly these lines."""
        self.beginResetModel()
        self._lines = tuple(found)
        self.endResetModel()

    def rowCount(self, parent: Place = _ROOT) -> int:
        """How many lines there are, headings too."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Place) -> Qt.ItemFlag:
        """A heading can not be selected."""
        line = self.line(index.row())
        chosen = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return chosen if line and line.hit else Qt.ItemFlag.NoItemFlags

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title of a line, and its text for screen readers."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = _state(line.hit)
            return ",".join(t for t in (line.title, line.note, state.word if state else "", line.day) if t)
        return None

    def line(self, place: int) -> FoundLine | None:
        """The line at a place, or None."""
        return self._lines[place] if 0 <= place < len(self._lines) else None

    def hits(self) -> tuple[int, ...]:
        """The indexes of all hits, headings left out."""
        return tuple(n for n, line in enumerate(self._lines) if line.hit)


def _state(hit: Hit | None) -> Any:
    if hit is None:
        return None
    return hit.state or (DRAFT_STATE if hit.kind == DRAFT else None)


class HitLines(QStyledItemDelegate):
    """Headings on a band; hits with name, ends of numbers, state and day."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Place) -> QSize:
        """A heading is lower than a hit."""
        line: FoundLine = index.data(LINE)
        return QSize(style.px(200), style.px(_HIT if line.hit else _HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Place) -> None:
        """Draw one line."""
        view: Any = option  # the stubs know no fields of an option
        line: FoundLine = index.data(LINE)
        place = view.rect.adjusted(style.px(14), 0, -style.px(14), 0)
        painter.save()
        if line.hit is None:
            painter.fillRect(view.rect, style.colour("band"))
            _words(painter, view.font, typeset(line.title), place, "accent_dark", bold=True)
            width = _width(view.font, typeset(line.note))
            _words(painter, view.font, typeset(line.note), _at_end(place, width), "quiet")
        else:
            chosen = bool(view.state & QStyle.StateFlag.State_Selected)
            painter.fillRect(view.rect, style.colour("tint_strong" if chosen else "surface"))
            if chosen:
                bar = QRect(view.rect.left(), view.rect.top(), style.px(4), view.rect.height())
                painter.fillRect(bar, style.colour("accent"))
            _draw_hit(painter, view.font, line, place)
        bottom = view.rect.bottom()
        painter.setPen(style.colour("row_line"))
        painter.drawLine(view.rect.left(), bottom, view.rect.right(), bottom)
        painter.restore()


def _draw_hit(painter: QPainter, font: QFont, line: FoundLine, place: QRect) -> None:
    """Draw day and state from the right, then the name, then the note in the room that is left."""
    right = place.right()
    day = _width(font, "0000-00-00")
    _words(painter, font, line.day, QRect(right - day, place.top(), day, place.height()), "quiet")
    right -= day + style.px(10)
    if state := _state(line.hit):
        look, word = state_look(state), typeset(state.word)
        width = width_of(QFontMetrics(font), word, look)
        room = QRect(right - width, place.top(), width, place.height())
        draw_pill(painter, font, word, look, style.icon(f"tone-{look.shape}", look.tint, 16), room)
        right -= width + style.px(10)
    name = min(_width(font, line.title, bold=True), right - place.left())
    _words(
        painter, font, line.title, QRect(place.left(), place.top(), name, place.height()), "text", bold=True
    )
    left = place.left() + name + style.px(12)
    if left < right:
        _words(painter, font, line.note, QRect(left, place.top(), right - left, place.height()), "quiet")


def _at_end(place: QRect, width: int) -> QRect:
    return QRect(place.right() - width, place.top(), width + 1, place.height())


def _font(font: QFont, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setBold(bold)
    return made


def _width(font: QFont, text: str, *, bold: bool = False) -> int:
    return QFontMetrics(_font(font, bold=bold)).horizontalAdvance(text) + 2


def _words(painter: QPainter, font: QFont, text: str, place: QRect, tint: str, *, bold: bool = False) -> None:
    made = _font(font, bold=bold)
    painter.setFont(made)
    painter.setPen(style.colour(tint))
    shown = QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
