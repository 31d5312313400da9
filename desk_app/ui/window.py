"""The main window: rail, top bar, messages and the rooms, wired together."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desk_app.domain.applications import APPLICATION
from desk_app.domain.events import Subject
from desk_app.services.parts import Parts
from desk_app.services.todos import Todo
from desk_app.ui import layouts, style
from desk_app.ui.case import Case
from desk_app.ui.counter import CounterPage, MakePages
from desk_app.ui.dialogs.paper import PaperDialog
from desk_app.ui.errands import Errands
from desk_app.ui.focus import FocusRing, focus_first
from desk_app.ui.keys import KeysDialog
from desk_app.ui.line import Line
from desk_app.ui.lists.applications_page import ApplicationsPage
from desk_app.ui.lists.settings_page import SettingsPage
from desk_app.ui.lists.todos_page import TodosPage
from desk_app.ui.notices import NoticeArea, Notices
from desk_app.ui.rail import Rail, Room
from desk_app.ui.topbar import TopBar

ROOMS: Final = (
    Room("counter", "受理"),
    Room("applications", "办件"),
    Room("todos", "待办"),
    Room("settings", "设置"),
)
_COUNTER, _APPLICATIONS, _TODOS, _SETTINGS = range(len(ROOMS))


class MainWindow(QMainWindow):
    """One clerk's window. Everything that takes time goes through errands; it never blocks."""

    accepted = Signal(object)
    """An Application was accepted just now."""
    letter_written = Signal(str)
    """A letter follows an application of this id; the line may take it now."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        line: Line,
        make_pages: MakePages,
        settings: Sequence[tuple[str, str]] = (),
        *,
        notices: Notices | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("受理窗口")
        self.parts, self.errands = parts, errands
        self.notices = notices or Notices(self)
        self.rail = Rail(ROOMS)
        self.topbar = TopBar(parts.window, parts.clock)
        self.notice_area = NoticeArea(self.notices)
        self.counter = CounterPage(parts, errands, make_pages)
        self.applications = ApplicationsPage(parts, errands)
        self.todos = TodosPage(parts, errands)
        self.settings = SettingsPage(parts, settings)
        self._stack = QStackedWidget()
        self._arrange()
        self._connect(line)
        self._ring = FocusRing(self)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._show_keys)
        self._fit()
        self._open_room(_COUNTER)
        self.notices.open()
        self.counter.begin()
        self.todos.refresh()

    def _arrange(self) -> None:
        for room in (self.counter, self.applications, self.todos, self.settings):
            self._stack.addWidget(room)
        ground = QWidget()
        style.set_property(ground, "role", "ground")
        across = layouts.row(ground, spacing=0)
        across.addWidget(self.rail)
        down = layouts.column(spacing=0)
        for widget in (self.topbar, self.notice_area):
            down.addWidget(widget)
        down.addWidget(self._stack, 1)
        across.addLayout(down, 1)
        self.setCentralWidget(ground)

    @property
    def case(self) -> Case | None:
        """The case on the counter, if one is open."""
        return self.counter.case

    def _connect(self, line: Line) -> None:
        self.errands.failed.connect(self.notices.report)
        line.state_changed.connect(self.topbar.line.show_state)
        line.changed.connect(self._refresh)
        self.rail.chosen.connect(self._open_room)
        self.topbar.told.connect(self.notices.tell)
        self.notice_area.element_wanted.connect(self._mend)
        self._connect_rooms()

    def _connect_rooms(self) -> None:
        self.counter.serving_changed.connect(self.topbar.serve)
        self.counter.notice.connect(self.notices.tell)
        self.counter.failed.connect(self.notices.report)
        self.counter.closed.connect(self.notice_area.clear)
        self.counter.accepted.connect(self.accepted)
        self.counter.accepted.connect(self.applications.take)
        self.applications.paper_wanted.connect(self._show_paper)
        self.applications.notice.connect(self.notices.tell)
        self.applications.handed_over.connect(self.todos.refresh)
        self.applications.supplemented.connect(self.todos.refresh)
        self.applications.supplemented.connect(self.letter_written)
        self.todos.open_wanted.connect(self._open)
        self.todos.count_changed.connect(self._show_todo_count)

    def _fit(self) -> None:
        """1366×768 by choice; never larger than the screen, so that 200 % on a small one still works."""
        room = QGuiApplication.primaryScreen().availableSize()
        self.setMinimumSize(QSize(1180, 700).boundedTo(room))
        self.resize(QSize(1366, 768).boundedTo(room))

    @Slot(int)
    def _open_room(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.rail.show_room(index)
        if index == _COUNTER:
            self.counter.take_keyboard()
        elif room := self._stack.currentWidget():
            focus_first(room)

    @Slot(str)
    def open_application(self, application_id: str) -> None:
        """Show one application in 办件."""
        self._open_room(_APPLICATIONS)
        self.applications.show_application(application_id)

    @Slot(object)
    def _refresh(self, subject: Subject) -> None:
        """Something happened to a record: who shows it reads it again."""
        if subject.kind == APPLICATION:
            self.applications.refresh(subject.id)
        self.todos.refresh()

    @Slot(object)
    def _open(self, todo: Todo) -> None:
        """Show what a to-do is about."""
        if todo.subject.kind == APPLICATION:
            self.open_application(todo.subject.id)

    @Slot(str)
    def _mend(self, element: str) -> None:
        self._open_room(_COUNTER)
        self.counter.show_element(element)

    @Slot(int)
    def _show_todo_count(self, count: int) -> None:
        self.rail.show_count(_TODOS, count)

    @Slot(str, object)
    def _show_paper(self, title: str, pdf: bytes) -> None:
        dialog = PaperDialog(self.errands, title, "paper", self, self.parts.printer)
        dialog.show_pdf(pdf)
        dialog.open()

    @Slot()
    def _show_keys(self) -> None:
        workspace = self.counter.workspace
        shown = workspace is not None and self._stack.currentIndex() == _COUNTER
        dialog = KeysDialog(workspace.offered() if workspace and shown else (), self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything typed is on its way to the disk already; only devices are let go."""
        self.counter.leave()
        super().closeEvent(event)
