"""The head of the to-dos: filters for all to-dos or those of one room, with counts."""

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desk_app.ui.kit import layouts
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.roles import as_group, one_of
from desk_app.ui.kit.ticks import on_pick
from desk_app.ui.kit.widgets import button, label

_ALL: Final = ""


class RoomFilter(QWidget):
    """Rectangles with counts, one of them chosen and marked by a ticked corner."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = _ALL
        self._counts: list[tuple[str, int]] = []
        self._group = QButtonGroup(self)
        self._line = FlowLayout(self)
        self._line.addWidget(label("待办", "headline"))
        self._buttons = QWidget()
        as_group(self._buttons, "看哪些待办")
        self._choices = FlowLayout(self._buttons)
        self._line.addWidget(self._buttons)

    @property
    def narrowed(self) -> bool:
        """Whether one room is chosen."""
        return self._room != _ALL

    def takes(self, room: str) -> bool:
        """Whether to-dos of this room are to be shown."""
        return self._room in (_ALL, room)

    def show_rooms(self, rooms: Sequence[str], total: int) -> None:
        """Offer one filter for each room in ``rooms`` (the room of each to-do), and one for all.

        The chosen room stays, with a count of 0, when it has no to-do any more.
        """
        counted = Counter(rooms)
        if self.narrowed:
            counted.setdefault(self._room, 0)
        wanted = [(_ALL, total), *counted.items()]
        if wanted == self._counts:
            return
        self._counts = wanted
        layouts.clear(self._choices)
        for place, (room, count) in enumerate(wanted if len(wanted) > 2 else wanted[:1]):
            made = button(f"{room or '全部'} {count}", "choice", name=f"todos-of-{room or 'all'}")
            made.setChecked(room == self._room)
            made.setAccessibleName(f"只看{room},{count}件" if room else f"全部待办,{count}件")
            one_of(self._group, made, place)
            on_pick(made, partial(self._choose, place))
            self._choices.addWidget(made)

    @property
    def walk(self) -> tuple[QWidget, ...]:
        """The filters from left to right."""
        return tuple(self._group.buttons())

    def take_keyboard(self) -> None:
        """Focus the chosen filter."""
        if checked := self._group.checkedButton():
            checked.setFocus()

    def _choose(self, place: int) -> None:
        self._room = self._counts[place][0]
        self.chosen.emit()
