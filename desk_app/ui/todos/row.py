"""One to-do in a row: last day, what and why, what was tried, which room, and the button of its act."""

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QLabel, QSizePolicy, QWidget

from desk_app.services.parts import Parts
from desk_app.services.todos.todos import DRAFT, Todo, Urgency
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.giving import give_button
from desk_app.ui.kit.widgets import button, label
from desk_app.ui.todos import told

_WHEN: Final = 76
_TRIED: Final = 190
_ROOM: Final = 64
_DEED: Final = 132
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_TONES: Final = {Urgency.OVERDUE: "wrong", Urgency.TODAY: "caution"}


class TitleLink(QAbstractButton):
    """What is to be done and why, wrapped onto lines; a click opens the record."""

    def __init__(self, todo: Todo, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(f"打开 {todo.title}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        body = layouts.column(self, spacing=2)
        self.title = label(todo.title, "strong", wrap=True)
        self.why = label(todo.text, "quiet", wrap=True)
        for line in (self.title, self.why):
            line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            body.addWidget(line)
        self.why.setVisible(bool(todo.text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Nothing: its label draws the words."""


class TodoRow(QFrame):
    """One to-do. The row takes the focus as a whole; only the chosen row's button is filled."""

    chosen = Signal(object)
    """This row: it was clicked or reached by the keyboard."""
    opened = Signal(object)
    """The Todo whose record is to be opened."""
    stepped = Signal(int)
    """Choose the row this many places further down; further up when negative."""
    done = Signal(object)
    """The Todo whose act is to be done."""
    give_wanted = Signal(object)
    """This row: its draft is to be given to a colleague."""

    def __init__(self, todo: Todo, parts: Parts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.todo = todo
        self._narrow = False
        self.wired = False
        """Whether the page has connected this row's signals."""
        today = parts.clock.today()
        style.set_property(self, "role", "todo")
        self.setObjectName(f"todo-{told.identity(todo)}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.link = TitleLink(todo, f"open-{told.identity(todo)}")
        self.link.setEnabled(told.opens(todo))
        self.deed = button(told.deed(todo), "soft", name=told.deed_name(todo))
        self.give = give_button(todo.subject.id, todo.title) if todo.subject.kind == DRAFT else None
        self._tried, self._room = _tried(todo, today), label(told.room(todo, parts), "quiet")
        self._arrange(todo, today)
        said = (told.when(todo, today), todo.title, todo.text, self._tried.text(), self._room.text())
        self.setAccessibleName(",".join(part for part in said if part))
        self.setAccessibleDescription(f"F2 {self.deed.text()}")
        self.link.clicked.connect(self._open)
        self.deed.clicked.connect(self._do)
        self.show_chosen(chosen=False)

    def _arrange(self, todo: Todo, today: date) -> None:
        when = label(told.in_column(told.when(todo, today)), _TONES.get(todo.urgency, ""))
        when.setObjectName("todo-when")
        style.set_property(when, "role", f"when-{_TONES.get(todo.urgency, 'plain')}")
        when.setFixedWidth(style.px(_WHEN))
        self._tried.setFixedWidth(style.px(_TRIED))
        self._room.setMinimumWidth(style.px(_ROOM))
        self._room.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.deed.setAccessibleName(f"{self.deed.text()} {todo.title}")
        self.deed.setMinimumWidth(style.px(_DEED))
        self.setMinimumHeight(style.px(48))
        line = layouts.row(self, spacing=12)
        line.setContentsMargins(style.px(8), style.px(5), style.px(10), style.px(5))
        line.addWidget(when)
        line.addWidget(self.link, 1)
        for part in (self._tried, self._room, self.give, self.deed):
            if part is not None:
                line.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        if self.give is not None:
            self.give.clicked.connect(lambda: self.give_wanted.emit(self))
            self.offer(give=False)

    def offer(self, *, give: bool) -> None:
        """Offer to give its draft to a colleague, or not: that is for some roles alone."""
        if self.give is not None:
            self.give.setVisible(give)

    def narrow(self, *, narrow: bool) -> None:
        """With little room, show what was tried behind the reason and leave the room's name out."""
        if narrow is self._narrow:
            return
        self._narrow = narrow
        text, tried = self.todo.text, self._tried.text()
        with layouts.laid_out_once(self):
            self._tried.setVisible(not narrow)
            self._room.setVisible(not narrow)
            self.deed.setMinimumWidth(style.px(96 if narrow else _DEED))
            self.link.why.setText(f"{text.rstrip('。')}。{tried}" if narrow and tried else text)

    def show_chosen(self, *, chosen: bool) -> None:
        """Fill the button of the chosen row; Tab reaches this row and its button only."""
        style.set_property(self, "chosen", chosen)
        style.set_property(self.deed, "role", "primary" if chosen else "soft")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
        self.deed.setFocusPolicy(Qt.FocusPolicy.TabFocus if chosen else Qt.FocusPolicy.NoFocus)
        if self.give is not None:
            self.give.setFocusPolicy(self.deed.focusPolicy())
        if chosen:
            self.setTabOrder(self, self.deed)
            if self.give is not None:
                self.setTabOrder(self.deed, self.give)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Emit ``chosen``: the row was reached by keyboard or mouse."""
        super().focusInEvent(event)
        self.chosen.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ emit ``stepped``."""
        if step := _STEPS.get(Qt.Key(event.key())):
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Emit ``opened``."""
        super().mouseDoubleClickEvent(event)
        self._open()

    @Slot()
    def _open(self) -> None:
        self.chosen.emit(self)
        if told.opens(self.todo):
            self.opened.emit(self.todo)

    @Slot()
    def _do(self) -> None:
        self.chosen.emit(self)
        self.done.emit(self.todo)


def _tried(todo: Todo, today: date) -> QLabel:
    made = label(told.tried(todo, today), "quiet", wrap=True, verbatim=True)
    made.setAlignment(Qt.AlignmentFlag.AlignVCenter)
    return made
