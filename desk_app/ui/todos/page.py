"""待办: what the county's answers ask of the clerk, oldest first."""

from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Subject
from desk_app.services.todos import NEWS, Todo, Todos, put_away, todos
from desk_app.ui.kit import layouts, words
from desk_app.ui.kit.layouts import centred, column
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.room import RoomPage, Tools
from desk_app.ui.kit.widgets import Card, button, label

_MOST_CARDS: Final = 100
_NOTHING: Final = "现在没有待办。部门退回、要求补正或办结后,会自动出现在这里。"


class TodoCard(Card):
    """One thing to do, and the way to it."""

    opened = Signal(object)
    put_away = Signal(object)

    def __init__(self, todo: Todo, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._todo = todo
        line = layouts.row(spacing=16)
        text = column(spacing=4)
        text.addWidget(label(todo.title, "strong", wrap=True))
        if todo.text:
            text.addWidget(label(todo.text, wrap=True))
        text.addWidget(label(f"自 {words.day_time(todo.since, today)}", "quiet"))
        line.addLayout(text, 1)
        if todo.subject.kind != NEWS:
            word = "打开办件" if todo.subject.kind == APPLICATION else "打开记录"
            way = button(word, name=f"open-{todo.proceeding or todo.subject.id}")
            way.setAccessibleName(f"{word} {todo.title}")
            way.clicked.connect(self._open)
            line.addWidget(way, 0, Qt.AlignmentFlag.AlignVCenter)
        if todo.notice is not None:
            away = button("知道了", name=f"away-{todo.notice.id}")
            away.setAccessibleName(f"知道了 {todo.title}")
            away.clicked.connect(self._put_away)
            line.addWidget(away, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self._todo)

    @Slot()
    def _put_away(self) -> None:
        self.put_away.emit(self._todo)


class TodosPage(RoomPage):
    """Cards; the list keeps itself up to date."""

    open_wanted = Signal(object)
    """A Todo that is to be opened."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._errands = tools.parts, tools.errands
        self._todos: Todos | None = None
        self._title = label("待办", "headline")
        self._more = label("", "quiet", wrap=True, name="todos-more")
        self._empty = Empty("rail-todos", _NOTHING, name="todos-empty")
        self._cards = column(spacing=8)
        content = QWidget()
        body = column(content, margins=32, spacing=12)
        body.addWidget(self._title)
        body.addLayout(self._cards)
        body.addWidget(self._more)
        body.addWidget(self._empty, 1)
        body.addStretch(0)
        column(self).addWidget(centred(content, 1080))

    def showEvent(self, event: QShowEvent) -> None:
        """What is due changes with the day, whatever happens."""
        super().showEvent(event)
        self.refresh()

    def refresh(self, _subject: Subject | None = None) -> None:
        """Whatever happened may be a to-do now; of several requests in a row one is enough."""
        self._errands.run(lambda: todos(self._parts), self._show, topic="todos")

    @Slot(object)
    def _put_away(self, todo: Todo) -> None:
        self._errands.run(lambda: put_away(self._parts, todo), lambda _: self.refresh())

    def _show(self, found: Todos) -> None:
        if found == self._todos:
            return
        self._todos = found
        layouts.clear(self._cards)
        for todo in found.shown[:_MOST_CARDS]:
            card = TodoCard(todo, self._parts.clock.today())
            card.opened.connect(self.open_wanted)
            card.put_away.connect(self._put_away)
            self._cards.addWidget(card)
        self._title.setText(f"待办 {found.total} 件" if found.total else "待办")
        left = found.total - _MOST_CARDS
        self._more.setText(f"还有{left}件,办完上面的会接着出现。")
        self._more.setVisible(left > 0)
        self._empty.setVisible(not found.total)
        self.count_changed.emit(found.total)
