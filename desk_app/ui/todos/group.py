"""A group of to-dos of one urgency below a heading with their count; it can be folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from desk_app.services.parts import Parts
from desk_app.services.todos.todos import Todo
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.rounds import Rounds
from desk_app.ui.kit.widgets import TINTS, button, label
from desk_app.ui.todos.row import TodoRow

_MOST: Final = 15
"""Rows of a group that are made at first; a link makes more."""
_AT_ONCE: Final = 3
"""Rows made in one go; the window answers before the next are made."""


@dataclass(frozen=True, slots=True)
class GroupLook:
    """Name and look of a group."""

    name: str
    title: str
    tone: str
    shape: str
    """Icon ``tone-*``; each shape has one meaning in the whole program."""
    hint: str
    folded: bool = False


class GroupHead(QFrame):
    """The heading of a group; a click anywhere on it emits ``toggled``."""

    toggled = Signal()

    def __init__(self, look: GroupLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._called = look.title
        style.set_property(self, "role", "todo-head")
        style.set_property(self, "tone", look.tone)
        self._shape = QLabel()
        style.set_icon(self._shape, f"tone-{look.shape}", TINTS[look.tone], 17)
        self._title = label("", f"when-{look.tone}", name=f"group-{look.name}")
        self._hint = label(look.hint, "quiet")
        self.fold = button("", "fold", name=f"fold-{look.name}")
        self.fold.clicked.connect(self.toggled)
        line = layouts.row(self, spacing=8)
        line.setContentsMargins(style.px(12), style.px(2), style.px(6), style.px(2))
        for part in (self._shape, self._title, self._hint):
            line.addWidget(part)
        line.addStretch(1)
        line.addWidget(self.fold)

    def call(self, title: str) -> None:
        """Set another title; it is shown by the next ``show_state``."""
        self._called = title

    def show_state(self, count: str, *, open_: bool) -> None:
        """Show how many to-dos there are, and whether the group is open."""
        self._title.setText(f"{self._called} {count}")
        style.set_icon(self.fold, "fold-open" if open_ else "fold-shut", "quiet", 14)
        word = "收起" if open_ else "展开"
        self.fold.setAccessibleName(f"{word}{self._called},{count}件")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Emit ``toggled``."""
        super().mouseReleaseEvent(event)
        self.toggled.emit()


class TodoGroup(QFrame):
    """The rows of one urgency; while folded only the heading is shown."""

    rows_changed = Signal()
    """Rows were added or removed."""

    def __init__(self, look: GroupLook, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self._parts = look, parts
        self._open = not look.folded
        self._todos: tuple[Todo, ...] = ()
        self._count, self._limit = "", _MOST
        self.rows: list[TodoRow] = []
        self._later = Rounds(self)
        style.set_property(self, "role", "card")
        self._head = GroupHead(look)
        self._head.toggled.connect(self.toggle)
        self._body = QWidget()
        self._lines = layouts.column(self._body, spacing=0)
        self._more = button("", "link", name=f"more-{look.name}")
        self._more.clicked.connect(self._show_more)
        whole = layouts.column(self, spacing=0)
        whole.setContentsMargins(1, 1, 1, 1)
        for part in (self._head, self._body, self._more):
            whole.addWidget(part)

    @property
    def todos(self) -> tuple[Todo, ...]:
        """All to-dos of the group in order, also those without a row yet."""
        return self._todos

    def call(self, title: str) -> None:
        """Show another title."""
        self._head.call(title)
        self._say()

    @property
    def walk(self) -> tuple[QWidget, ...]:
        """What Tab may visit, from top to bottom."""
        return (self._head.fold, *self.rows, self._more)

    @property
    def filling(self) -> bool:
        """Whether rows are still being made."""
        return self._later.under_way

    @property
    def open(self) -> bool:
        """Whether its rows are shown."""
        return self._open

    def show_todos(self, todos: Sequence[Todo], count: str, chosen: str = "") -> None:
        """Show these to-dos; ``count`` is the number of all in words.

        Rows down to the one with the key ``chosen`` are there at once, the others after a few rounds of the
        event loop; ``rows_changed`` tells of those.
        """
        self._count = count
        if tuple(todos) != self._todos:
            self._todos = tuple(todos)
            place = next((n for n, todo in enumerate(self._todos) if todo.key == chosen), 0)
            self._fill(place + 1)
        self._say()

    @property
    def _wanted(self) -> tuple[Todo, ...]:
        """The to-dos that have a row, or get one soon."""
        return self._todos[: self._limit] if self._open else ()

    def _fill(self, least: int = 1) -> None:
        layouts.clear(self._lines)
        self.rows = []
        self._make(least)

    def _make(self, count: int) -> None:
        wanted = self._wanted
        for todo in wanted[len(self.rows) :][:count]:
            row = TodoRow(todo, self._parts)
            self.rows.append(row)
            style.set_property(row, "last", todo is wanted[-1])
            self._lines.addWidget(row)
        if len(self.rows) < len(wanted) and not self._later.under_way:
            self._later.begin(self._go_on())

    def _go_on(self) -> Iterator[None]:
        while len(self.rows) < len(self._wanted):
            self._make(_AT_ONCE)
            self.rows_changed.emit()
            yield

    def _say(self) -> None:
        left = len(self._todos) - len(self._wanted)
        self.setVisible(bool(self._todos))
        self._head.show_state(self._count, open_=self._open)
        self._body.setVisible(self._open)
        self._more.setText(f"再看{min(left, _MOST)}件")
        self._more.setVisible(self._open and left > 0)

    @Slot()
    def toggle(self) -> None:
        """Fold or unfold the group."""
        self._open = not self._open
        self._fill()
        self._say()
        self.rows_changed.emit()

    @Slot()
    def _show_more(self) -> None:
        for row in self.rows[-1:]:
            style.set_property(row, "last", False)
        self._limit += _MOST
        self._make(_AT_ONCE)
        self._say()
        self.rows_changed.emit()


class FoldedGroups(QWidget):
    """Two groups, side by side while both are folded, else one below the other."""

    def __init__(self, groups: Sequence[TodoGroup], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = tuple(groups)
        self._narrow = False
        self._across = layouts.row(self)
        self._down = layouts.column(spacing=8)
        for group in self._groups:
            group.rows_changed.connect(self.arrange)
        self._across.addLayout(self._down, 1)
        self.arrange()

    def narrow(self, *, narrow: bool) -> None:
        """Put the groups one below the other where the width is small."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.arrange()

    @Slot()
    def arrange(self) -> None:
        """Place both groups for their present state."""
        beside = not self._narrow and not any(group.open for group in self._groups)
        for group in self._groups:
            self._across.removeWidget(group)
            self._down.removeWidget(group)
        for group in self._groups:
            if beside:
                self._across.addWidget(group, 1, Qt.AlignmentFlag.AlignTop)
            else:
                self._down.addWidget(group)
        self._across.setStretch(0, 0 if beside else 1)
