"""The menus beside a list's filters: the window, and the codes of each column that has few."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from desk_app.domain import lists as ids
from desk_app.domain.lists import ListColumn
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit import style
from desk_app.ui.kit.lists.chips import told
from desk_app.ui.kit.widgets import Button
from forms.typesetting import typeset

_MOST: Final = 40
"""Codes of one column a menu offers, the most frequent ones."""
Count = Callable[[str, Callable[[Mapping[str, int]], None]], None]
"""Counts the records of a list by a column, away from the main thread, and gives the answer back."""


class CounterMenu(Button):
    """A button with a menu: 本窗口 or 全部窗口."""

    chosen = Signal(str)
    """Number of the window, or an empty text for all windows."""

    def __init__(self, number: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("list-counter")
        style.set_property(self, "role", "menu")
        menu = QMenu(self)
        self._offered = (("全部窗口", ""), ("本窗口", number))
        for title, value in self._offered:
            action = menu.addAction(title)
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, wanted=value: self.chosen.emit(wanted))
        self.setMenu(menu)
        self.show_counter("")

    def show_counter(self, counter: str) -> None:
        """Show of which window records are listed."""
        title = next((t for t, value in self._offered if value == counter), f"{counter}号窗口")
        self.setText(title)
        self.setAccessibleName(f"窗口:{title}")
        for action, (_, value) in zip(self.menu().actions(), self._offered, strict=True):
            action.setChecked(value == counter)


def add_columns(
    menu: QMenu,
    parts: Parts,
    columns: Sequence[ListColumn],
    count: Count,
    chosen: Callable[[str, str], None],
) -> None:
    """Add a menu for each column whose codes can be chosen; they are counted when it is opened.

    ``chosen`` is called with the column's id and the code.
    """
    for column in (c for c in columns if c.divides and c.id != ids.COUNTER):
        inner = menu.addMenu(typeset(column.title))
        inner.menuAction().setObjectName(f"menu-column:{column.id}")
        inner.addAction("正在数…").setEnabled(False)
        fill = partial(_fill, inner, parts, column, chosen)
        inner.aboutToShow.connect(partial(count, column.id, fill))


def _fill(
    menu: QMenu,
    parts: Parts,
    column: ListColumn,
    chosen: Callable[[str, str], None],
    counts: Mapping[str, int],
) -> None:
    menu.clear()
    often = sorted(counts.items(), key=lambda pair: -pair[1])[:_MOST]
    for code, number in often:
        action = menu.addAction(typeset(f"{lists.word(parts, column, code)} {told(number)}"))
        action.setObjectName(f"menu-code:{column.id}:{code}")
        action.triggered.connect(lambda _on=False, code=code: chosen(column.id, code))
    if not often:
        menu.addAction("都没有填").setEnabled(False)
