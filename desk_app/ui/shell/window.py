"""The main window: rail, top bar, messages and rooms, and the connections between them."""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desk_app import rooms
from desk_app.domain.applications import APPLICATION, Application
from desk_app.domain.duties import SHOWN_IN, WORK_TABLE
from desk_app.domain.events import Subject
from desk_app.domain.finding import DRAFT, PERSON
from desk_app.domain.lists import Wanted
from desk_app.domain.proceedings import Proceeding
from desk_app.services import proceedings
from desk_app.services.parts import Parts
from desk_app.ui.counter.page import CounterPage
from desk_app.ui.kit import cover, layouts, style, tab_walk
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.focus import FocusRing, KeyKeeper, close_popups
from desk_app.ui.kit.narrow import is_narrow
from desk_app.ui.kit.room import MakePages, RoomPage, Tools
from desk_app.ui.kit.shortcuts import on_key
from desk_app.ui.shell.accepted_here import AcceptedHere
from desk_app.ui.shell.book_strip import BookStrip
from desk_app.ui.shell.card_reading import CardTaker
from desk_app.ui.shell.keys import KeysDialog
from desk_app.ui.shell.line import CountyLine
from desk_app.ui.shell.locking import Locker
from desk_app.ui.shell.notices import NoticeArea, Notices
from desk_app.ui.shell.rail import Rail, RoomsMenu
from desk_app.ui.shell.scanning import ScanReader
from desk_app.ui.shell.topbar import TopBar
from desk_app.ui.shell.unsaved import UnsavedStrip

if TYPE_CHECKING:
    from desk_app.services.lookup.finding import Hit
    from desk_app.services.todos.todos import Todo
    from desk_app.ui.applications.page import ApplicationsPage
    from desk_app.ui.counter.case import Case
    from desk_app.ui.registers.page import RegistersPage
    from desk_app.ui.settings.page import SettingsPage
    from desk_app.ui.todos.page import TodosPage
    from desk_app.ui.visits.page import VisitsPage

_FIND: Final = "Ctrl+K"
_LEAST: Final = QSize(660, 330)
"""Least size of the window: 1366×768 pixels at 200 % are 683×384, less title bar and desktop's panel."""


class MainWindow(QMainWindow):
    """The window of one clerk. Everything slow goes through errands, so it never blocks."""

    accepted = Signal(object)
    """The Application that was accepted just now."""
    letter_written = Signal(object)
    """Subject of a record that was changed; a letter about it may be ready to send."""
    look_chosen = Signal(str)
    """Name of a ``style.Looks`` to keep for the next start."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        line: CountyLine,
        make_pages: MakePages,
        settings: Sequence[tuple[str, str]] = (),
        *,
        notices: Notices | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("受理窗口")
        self.parts, self.errands = parts, errands
        self._tools = Tools(parts, errands, make_pages, settings)
        self._pages: dict[str, RoomPage] = {}
        self.notices = notices or Notices(self)
        laws = proceedings.registers(parts)
        self.rooms = rooms.on_the_rail(registers=bool(laws), programmes=any(p.programme for p in laws))
        self.rail, self.menu = Rail(self.rooms), RoomsMenu(self.rooms)
        self.topbar = TopBar(parts.window, parts.clock)
        self.topbar.lead_with(self.menu)
        self.unsaved = UnsavedStrip()
        self.book_strip = BookStrip()
        self.notice_area = NoticeArea(self.notices)
        self._stack = QStackedWidget()
        self._arrange()
        self._connect(line)
        self._ring = FocusRing(self)
        self._scans = ScanReader(self)
        self._scans.hit_opened.connect(self._open_hit)
        self._scans.several.connect(self._find)
        self.locker = Locker(self)
        self._bind_keys()
        self._fit()
        self.show_room("counter")
        line.state_changed.connect(self.counter.show_line)
        self.notices.open()
        self.counter.begin()
        self.locker.begin()

    def _arrange(self) -> None:
        ground = QWidget()
        style.set_property(ground, "role", "ground")
        across = layouts.row(ground, spacing=0)
        across.addWidget(self.rail)
        down = layouts.column(spacing=0)
        for widget in (self.topbar, self.unsaved, self.book_strip, self.notice_area):
            down.addWidget(widget)
        down.addWidget(self._stack, 1)
        across.addLayout(down, 1)
        self.setCentralWidget(ground)
        self.topbar.set_tab_order()

    def _connect(self, line: CountyLine) -> None:
        self.errands.failed.connect(self.notices.report)
        line.state_changed.connect(self.topbar.line.show_state)
        line.changed.connect(self._refresh)
        self.rail.chosen.connect(self._open_room)
        self.menu.chosen.connect(self._open_room)
        self.topbar.told.connect(self.notices.tell)
        self.topbar.find_wanted.connect(self._find)
        self.notice_area.element_wanted.connect(self._mend)
        self.unsaved.saved.connect(self.notices.tell)
        self._cards = CardTaker(self)

    def _bind_keys(self) -> None:
        on_key(self, "F1", self._show_keys)
        on_key(self, _FIND, self._find)
        on_key(self, cover.KEY, cover.turn)
        KeyKeeper(_FIND, self)  # a line edit of X11 would cut off what stands behind the cursor
        for place in range(len(self.rooms)):
            on_key(self, f"Alt+{place + 1}", partial(self._open_room, place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the rail, or the menu of rooms where the rail has no room or would take too much."""
        super().resizeEvent(event)
        folded = is_narrow(self) or self.height() < self.rail.high
        self.rail.setVisible(not folded)
        self.menu.setVisible(folded)

    def _fit(self) -> None:
        """Size the window for when it is not maximised: 1366×768 pixels, or all that the screen has."""
        room = self.screen().availableSize()
        self.setMinimumSize(_LEAST.boundedTo(room))
        self.resize(QSize(1366, 768).boundedTo(room))

    def event(self, event: QEvent) -> bool:
        """Draw icons for the screen the window is shown on or was brought to, and never be larger than it."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Show, QEvent.Type.DevicePixelRatioChange):
            style.use_screen_of(self)
        elif event.type() == QEvent.Type.ScreenChangeInternal and not self.isMaximized():
            room = self.screen().availableSize()
            self.setMinimumSize(_LEAST.boundedTo(room))
            self.resize(self.size().boundedTo(room))
        return done

    def count_todos(self) -> None:
        """Make the to-do page, which counts them, and look for a card reader, once the window is drawn."""
        self.page("todos")
        self._cards.begin()

    # ---- rooms --------------------------------------------------------------------------------

    def page(self, name: str) -> RoomPage:
        """The page of a room, made when it is first asked for; KeyError when there is no such room."""
        if name not in self._pages:
            place = {room.name: place for place, room in enumerate(self.rooms)}[name]
            module, _, page = self.rooms[place].page.partition(":")
            # By name from the table of rooms: a page is read when it is first opened, and a room of its own
            # needs no line here. test_rooms_register looks that every name leads to a RoomPage.
            made: RoomPage = getattr(import_module(module), page)(self._tools)
            made.notice.connect(self.notices.tell)
            made.changed.connect(self.tell_changed)
            made.list_wanted.connect(self.open_list)
            made.draft_wanted.connect(self.resume_draft)
            made.count_changed.connect(partial(self.rail.show_count, place))
            made.count_changed.connect(partial(self.menu.show_count, place))
            self._pages[name] = made
            self._stack.addWidget(made)
            self._listen(name)
        return self._pages[name]

    def _listen(self, name: str) -> None:
        """Connect the signals that only one room's page has."""
        if name == "counter":
            counter = self.counter
            counter.serving_changed.connect(self.topbar.serve)
            counter.failed.connect(self.notices.report)
            counter.closed.connect(self.notice_area.clear)
            counter.closed.connect(self.let_go)
            counter.accepted.connect(self._take)
            self._accepted = AcceptedHere(self)
            counter.correct_wanted.connect(self._accepted.amend)
            counter.whole_wanted.connect(self._accepted.look_at_whole)
            self.unsaved.follow(counter.saver)
        elif name == "applications":
            self.applications.give_wanted.connect(self.counter.give)
        elif name == "todos":
            self.todos.open_wanted.connect(self._open)
            self.todos.give_wanted.connect(self.counter.give)
            self.todos.refresh()
        elif name == "visits":
            cast("VisitsPage", self.page(name)).record_wanted.connect(self._open_by_id)
        elif name == "settings":
            self.settings.look_chosen.connect(self.look_chosen)

    @property
    def counter(self) -> CounterPage:
        """The counter."""
        return cast(CounterPage, self.page("counter"))

    @property
    def applications(self) -> "ApplicationsPage":
        """The list of applications."""
        return cast("ApplicationsPage", self.page("applications"))

    @property
    def todos(self) -> "TodosPage":
        """The list of to-dos."""
        return cast("TodosPage", self.page("todos"))

    @property
    def registers(self) -> "RegistersPage":
        """The registers; KeyError when the pack has none."""
        return cast("RegistersPage", self.page("registers"))

    @property
    def settings(self) -> "SettingsPage":
        """The settings."""
        return cast("SettingsPage", self.page("settings"))

    @property
    def case(self) -> "Case | None":
        """The case that is open on the counter, or None."""
        return self.counter.case

    def show_room(self, name: str) -> None:
        """Show a room by its name."""
        self._open_room([room.name for room in self.rooms].index(name))

    @Slot(int)
    def _open_room(self, place: int) -> None:
        page = self.page(self.rooms[place].name)
        close_popups()
        self._stack.setCurrentWidget(page)
        self.rail.show_room(place)
        self.menu.show_room(place)
        page.take_keyboard()

    # ---- what happens -------------------------------------------------------------------------

    @Slot(object)
    def _refresh(self, subject: Subject) -> None:
        """Let every page read this record again: it was changed."""
        for page in self._pages.values():
            page.refresh(subject)

    @Slot()
    def let_go(self) -> None:
        """A case was closed: no room shows a card of one person any more."""
        for page in self._pages.values():
            page.let_go()

    @Slot(object)
    def tell_changed(self, subject: Subject) -> None:
        """A record was changed here: refresh the pages and let the courier look for letters."""
        self._refresh(subject)
        self.letter_written.emit(subject)

    @Slot(object)
    def _take(self, application: Application) -> None:
        self._refresh(application.subject)
        self.accepted.emit(application)

    @Slot(str)
    def open_application(self, application_id: str) -> None:
        """Show one application in 办件."""
        self.show_room("applications")
        self.applications.show_application(application_id)

    @Slot(str)
    def resume_draft(self, draft_id: str) -> None:
        """Go on with an unfinished application at the counter."""
        self.show_room("counter")
        self.counter.resume(draft_id)

    @Slot(object)
    def open_list(self, wanted: Wanted) -> None:
        """Show these records in the room that lists their procedure."""
        if wanted.procedure in self._registers():
            self.show_room("registers")
            self.registers.show_wanted(wanted)
        else:
            self.show_room("applications")
            self.applications.show_wanted(wanted)

    @Slot(object)
    def _open(self, todo: "Todo") -> None:
        """Open what a to-do is about: its draft, its record, or its application."""
        if room := SHOWN_IN.get(todo.subject.kind):
            self.show_room(room)
            if todo.subject.kind == WORK_TABLE:
                self.registers.show_works()
        elif todo.subject.kind == DRAFT:
            self.resume_draft(todo.subject.id)
        else:
            wanted, one = todo.proceeding or todo.subject.id, self.parts.store.proceedings.one
            self.errands.run(lambda: one(wanted), lambda found: self._open_found(todo, found))

    @Slot(str)
    def _open_by_id(self, proceeding: str) -> None:
        """Show a record in its register."""
        one = self.parts.store.proceedings.one
        self.errands.run(lambda: one(proceeding), self._open_record)

    def _open_found(self, todo: "Todo", found: Proceeding | None) -> None:
        if todo.subject.kind == APPLICATION and (not found or found.procedure not in self._registers()):
            self.open_application(todo.subject.id)
        else:
            self._open_record(found)

    def _open_record(self, found: Proceeding | None) -> None:
        """Show a record in its register."""
        if found is not None and found.procedure in self._registers():
            self.show_room("registers")
            self.registers.show_record(found)
        else:
            self.notices.tell("caution", "没有找到这条记录,它的登记可能已从业务定义中去掉")

    def _registers(self) -> frozenset[str]:
        return frozenset(law.id for law in proceedings.registers(self.parts))

    @Slot()
    @Slot(str)
    def _find(self, query: str = "") -> None:
        # The window opens without what draws hits.
        from desk_app.ui.finder.dialog import FinderDialog

        if any(d.isVisible() for d in self.findChildren(FinderDialog)):
            return
        dialog = FinderDialog(self.parts, self.errands, self)
        dialog.hit_opened.connect(self._open_hit)
        dialog.finished.connect(dialog.deleteLater)
        dialog.search.setText(query)
        dialog.open()

    @Slot(object)
    def _open_hit(self, hit: "Hit") -> None:
        """Show what was found in its own room; for a person the list of their records."""
        from desk_app.services.lookup import at_hand
        from desk_app.ui.finder.persons import records_of

        if hit.kind in (DRAFT, APPLICATION):
            self.errands.run(
                lambda: at_hand.unreadable(self.parts, hit), lambda told: self._open_sound(hit, told)
            )
        elif hit.kind == PERSON:
            self.errands.run(lambda: records_of(self.parts, hit), self.open_list)
        else:
            self.errands.run(lambda: self.parts.store.proceedings.one(hit.id), self._open_record)

    def _open_sound(self, hit: "Hit", told: str) -> None:
        """Show a draft or an application, or say in its place that it can not be read."""
        if told:
            self.notices.tell("wrong", told)
        elif hit.kind == DRAFT:
            self.resume_draft(hit.id)
        else:
            self.open_application(hit.id)

    @Slot(str)
    def _mend(self, element: str) -> None:
        self.show_room("counter")
        self.counter.show_element(element)

    @Slot()
    def _show_keys(self) -> None:
        page = cast(RoomPage, self._stack.currentWidget())
        dialog = KeysDialog(page.keys(), [room.title for room in self.rooms], self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as the eye does."""
        return tab_walk.step(self, forward=forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Release devices; what was typed is being saved already, and what could not be is asked about."""
        if not self.unsaved.may_close(self):
            event.ignore()
            return
        self.counter.leave()
        self._cards.stop()
        super().closeEvent(event)
