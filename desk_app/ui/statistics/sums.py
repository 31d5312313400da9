"""The table of the statistics: one line for each code, the sum last; numbers open their lists."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from desk_app.services.lists.statistic_kinds import Counted, StatColumn, Statistics, StatRow
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.chart import OURS
from desk_app.ui.kit.narrow import is_narrow
from desk_app.ui.kit.widgets import Button, Card, label

_MOST: Final = 60
"""Lines that are shown; an export has all."""
_LEAST: Final = 72
_MOST_WIDE: Final = 132
"""Least and greatest width of the heading of a share, in grid pixels."""
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class NumberLink(Button):
    """A number that opens a list. Arrow keys are left to the table, which moves the focus by them."""

    def __init__(self, text: str, row: int, column: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.place = (row, column)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space presses; arrows and Enter go to the table."""
        if event.key() in OURS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class SumsCard(Card):
    """The lines and their sum. Tab reaches one number, arrows move between them, Enter opens its list."""

    chosen = Signal(object)
    """The Wanted behind the number that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.body.setContentsMargins(0, style.px(4), 0, style.px(4))
        self._lines = layouts.column(spacing=0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self._links: dict[tuple[int, int], NumberLink] = {}
        self._held: Statistics | None = None
        self._close = False
        """Whether many columns stand in a narrow window: less room for the words and between the columns."""

    @property
    def links(self) -> dict[tuple[int, int], NumberLink]:
        """The numbers that open a list, by (line, column)."""
        return self._links

    def show_sums(self, found: Statistics) -> None:
        """Show the lines of these statistics."""
        kept = next((place for place, link in self._links.items() if link.hasFocus()), None)
        layouts.clear(self._lines)
        self._links = {}
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(style.px(16), 0, style.px(16), 0)
        grid.setVerticalSpacing(0)
        self._close = bool(found.shares) and is_narrow(self)
        grid.setHorizontalSpacing(style.px(4 if self._close else 8 if found.shares else 14))
        grid.setColumnStretch(0, 1)
        self._held = found
        self._head(grid, found)
        shown = found.rows[:_MOST]
        for place, row in enumerate(shown, 1):
            self._line(grid, place, row, found)
        self._line(grid, len(shown) + 1, found.total, found, strong=True)
        self._lines.addWidget(table)
        if left := len(found.rows) - len(shown):
            self._lines.addWidget(label(f"还有{left}行,导出的表里都有。", "quiet"))
        self._rove(kept if kept in self._links else None, take=kept is not None)

    def _head(self, grid: QGridLayout, found: Statistics) -> None:
        titles = [found.by.title, *(column.title for column in found.columns)]
        for place, title in enumerate(titles):
            made = label(title, "quiet", wrap=bool(found.shares))
            made.setAlignment(Qt.AlignmentFlag.AlignVCenter if place == 0 else _RIGHT)
            made.setMinimumSize(style.px(32 if self._close else 40), style.px(38))
            grid.addWidget(made, 0, place)
        if found.with_pace:
            made = label("按期/该办结", "quiet")
            made.setAlignment(_RIGHT)
            grid.addWidget(made, 0, len(titles), 1, 2)
        for place, told in enumerate((*found.times, *found.shares), _beyond(found)):
            grid.addWidget(_titled(told), 0, place)
        grid.addWidget(_rule("rule"), 1, 0, 1, _width(found))

    def _line(
        self, grid: QGridLayout, place: int, row: StatRow, found: Statistics, *, strong: bool = False
    ) -> None:
        at = place * 2
        word = label(
            row.word, "strong" if strong else "", wrap=True, name=f"line-{_name(row, strong=strong)}"
        )
        word.setMinimumSize(style.px(56 if self._close else 110), style.px(40))
        grid.addWidget(word, at, 0)
        for column, (told, text, behind) in enumerate(_cells(row, found)):
            cell = self._cell((place, column), row, told, text, behind, strong=strong)
            to = column + 1 if column < len(found.columns) else column - len(found.columns) + _beyond(found)
            grid.addWidget(cell, at, to, _RIGHT)
        if found.with_pace:
            self._pace(grid, at, len(found.columns) + 1, row, strong=strong)
        below = "row-rule" if place <= len(found.rows[:_MOST]) - 1 or strong else "sum-rule"
        if not strong:
            grid.addWidget(_rule(below), at + 1, 0, 1, _width(found))

    def _cell(
        self,
        place: tuple[int, int],
        row: StatRow,
        told: StatColumn,
        text: str,
        behind: Counted,
        *,
        strong: bool,
    ) -> QWidget:
        if not behind.opens:
            return label(text, "strong" if strong else "")
        link = NumberLink(text, *place)
        style.set_property(link, "role", "sum-link" if strong else "number-link")
        link.setObjectName(f"{told.kind}-{_name(row, strong=strong)}-{told.id}")
        made_of = f"({told.made_of})" if told.made_of else ""
        link.setAccessibleName(f"{row.word} {told.title}{made_of} {text},看名单")
        link.clicked.connect(partial(self.chosen.emit, behind.wanted))
        self._links[place] = link
        return link

    def _pace(self, grid: QGridLayout, at: int, column: int, row: StatRow, *, strong: bool) -> None:
        kept = label(f"{row.timely}/{row.due}" if row.due else "—", "strong" if strong else "")
        share = label(f"{row.share}%" if row.share else "", "strong")
        share.setMinimumWidth(style.px(58))
        for place, made in enumerate((kept, share)):
            made.setAlignment(_RIGHT)
            grid.addWidget(made, at, column + place)

    # ---- by keyboard --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows focus the next number in that direction, Enter opens the focused one's list."""
        now = next((link for link in self._links.values() if link.hasFocus()), None)
        if now is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            now.click()
        elif (to := self._next(now.place, Qt.Key(event.key()))) is not None:
            self._rove(to, take=True)
        else:
            super().keyPressEvent(event)

    def _next(self, place: tuple[int, int], key: Qt.Key) -> tuple[int, int] | None:
        row, column = place
        links = self._links
        reach = {
            Qt.Key.Key_Right: sorted(p for p in links if p[0] == row and p[1] > column),
            Qt.Key.Key_Left: sorted((p for p in links if p[0] == row and p[1] < column), reverse=True),
            Qt.Key.Key_Down: sorted(p for p in links if p[1] == column and p[0] > row),
            Qt.Key.Key_Up: sorted((p for p in links if p[1] == column and p[0] < row), reverse=True),
            Qt.Key.Key_Home: sorted(links),
            Qt.Key.Key_End: sorted(links, reverse=True),
        }
        return next(iter(reach.get(key, ())), None)

    def _rove(self, to: tuple[int, int] | None, *, take: bool) -> None:
        """Make one number the only one Tab reaches, and focus it if ``take``."""
        to = to or min(self._links, default=None)
        for place, link in self._links.items():
            on = Qt.FocusPolicy.StrongFocus if place == to else Qt.FocusPolicy.ClickFocus
            link.setFocusPolicy(on)
        if to is not None and take:
            self._links[to].setFocus()


def _cells(row: StatRow, found: Statistics) -> Iterator[tuple[StatColumn, str, Counted]]:
    """The numbers of a line from left to right, each with the list behind it."""
    for told in found.columns:
        yield told, str(row.cells[told.id].count), row.cells[told.id]
    for told in found.times:
        yield told, str(row.times[told.id].times), row.times[told.id].behind
    for told in found.shares:
        yield told, row.shares[told.id].text, row.shares[told.id].behind


def _beyond(found: Statistics) -> int:
    """The column of the grid behind those that add up and what was done in time."""
    return 1 + len(found.columns) + (2 if found.with_pace else 0)


def _width(found: Statistics) -> int:
    return _beyond(found) + len(found.times) + len(found.shares)


def _titled(told: StatColumn) -> QWidget:
    """The heading of a column: its title, and below it what is divided by what."""
    made = label("\n".join(filter(None, (told.title, told.made_of))), "quiet", wrap=True)
    made.setAlignment(_RIGHT)
    made.setMinimumSize(style.px(_LEAST), style.px(38))
    made.setMaximumWidth(style.px(_MOST_WIDE))
    return made


def _name(row: StatRow, *, strong: bool) -> str:
    return "sum" if strong else row.code or "none"


def _rule(role: str) -> QFrame:
    made = QFrame()
    style.set_property(made, "role", role)
    made.setFixedHeight(style.px(2 if role == "sum-rule" else 1))
    return made
