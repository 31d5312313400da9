"""The controls above a list: search, ready filters, days, window, and all other conditions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.lists import Order, Row, Wanted
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.focus import in_tab_order
from desk_app.ui.kit.lists import menus, periods
from desk_app.ui.kit.lists import question as asking
from desk_app.ui.kit.lists.chips import FilterLine
from desk_app.ui.kit.lists.menus import CounterMenu
from desk_app.ui.kit.lists.periods import PeriodMenu
from desk_app.ui.kit.lists.question import ALL, ListQuestion
from desk_app.ui.kit.lists.search import search_box

_TYPING_PAUSE_MS: Final = 150
_SEARCH: Final = 180
"""Least width of the search line in grid pixels; buttons that leave it less stand one line lower."""
_APART: Final = "apart"
"""Key of the filter that lists the parts of records, each on a row of its own."""
_PART: Final = "项"


@dataclass(frozen=True, slots=True)
class ShownList:
    """Which records a list page shows, and the words it uses."""

    procedure: str
    title: str
    name: str
    """Object name of its table, from which other names are made."""
    icon: str
    hint: str
    """Placeholder of the search line."""
    nothing: str
    """The sentence while the book has no such record."""
    unit: str = "条"
    also: Callable[[Wanted], tuple[Row, ...]] = lambda _wanted: ()
    """Given the question, rows below all records that are no records yet; called in a lane."""


class ListControls(QWidget):
    """Shows what a list is asked for, and emits ``changed`` when the clerk asks for something else."""

    changed = Signal()
    """Other records, or another order, are asked for."""
    entered = Signal()
    """Enter was pressed in the search line."""

    def __init__(
        self, parts: Parts, errands: Errands, listed: ShownList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._listed = parts, errands, listed
        self.columns = lists.columns(parts, listed.procedure)
        self._shortcuts = {s.id: s for s in lists.shortcuts(parts, listed.procedure)}
        self._plain = ListQuestion(Wanted(listed.procedure), lists.order(parts, listed.procedure))
        self.asked = self._plain
        self.search = search_box(listed.hint, f"查找{listed.title}")
        self.filters = FilterLine()
        self.filters.show_shortcuts(tuple(self._shortcuts.values()))
        self._period = PeriodMenu(parts.clock.today)
        self._counter = CounterMenu(parts.window.number)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._arrange()
        self._connect()
        self._show()

    def _arrange(self) -> None:
        self._added: list[QWidget] = []
        self._places = (0, 0)
        self._head, self._below, self._apart_line = layouts.row(), layouts.row(), layouts.row()
        self._head.addWidget(self.search, 1)
        for widget in (self._period, self._counter):
            self._head.addWidget(widget)
        self._below.addWidget(self.filters, 1)
        self._apart_line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._body = layouts.column(self)
        self._body.addLayout(self._head)
        self._body.addLayout(self._below)
        self._body.addLayout(self._apart_line)
        in_tab_order((self.search, self._period, self._counter, *self.filters.walk))

    def add(self, widget: QWidget) -> None:
        """Put a button at the end of the first line that has room for it: search, filters, one of its own."""
        self._added.append(widget)
        self._place(len(self._added), len(self._added))

    def event(self, event: QEvent) -> bool:
        """Choose which buttons have room whenever the size, or what filters need, changes."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return done

    def _fit(self) -> None:
        """Leave the search line its width, and the filters what is always shown of them."""
        beside = sum(w.sizeHint().width() + self._head.spacing() for w in (self._period, self._counter))
        above = self._fitting(self._added, style.px(_SEARCH) + beside)
        below = above + self._fitting(self._added[above:], self.filters.least)
        if (above, below) != self._places:
            self._place(above, below)

    def _fitting(self, widgets: Sequence[QWidget], taken: int) -> int:
        """How many of these have room in a line of which so many pixels are taken."""
        left, count = self.width() - taken, 0
        for widget in widgets:
            left -= widget.sizeHint().width() + self._head.spacing()
            count += left >= 0
        return count

    def _place(self, above: int, below: int) -> None:
        """The first ``above`` buttons stand beside the search line, up to ``below`` beside filters."""
        self._places = (above, below)
        lines = (self._head, self._below, self._apart_line)
        for place, widget in enumerate(self._added):
            for line in lines:
                line.removeWidget(widget)
            lines[(place >= above) + (place >= below)].addWidget(widget)
        first, rest = self._added[:above], self._added[above:]
        in_tab_order((self.search, self._period, self._counter, *first, *self.filters.walk, *rest))

    def _connect(self) -> None:
        self._typing.timeout.connect(self.take_search)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self.entered)
        self.filters.chosen.connect(self._filter)
        self.filters.taken_off.connect(self._take_off)
        self.filters.menu_wanted.connect(self._fill_menu)
        self._period.chosen.connect(self._hold_to)
        self._counter.chosen.connect(self._at_counter)

    # ---- what is asked --------------------------------------------------------------------------

    @property
    def wanted(self) -> Wanted:
        """The records that are asked for now."""
        return self.asked.wanted(self._parts.clock.today())

    @property
    def _apart(self) -> bool:
        """Whether the rows are parts of the records (matters), as behind a figure of the statistics."""
        return self.asked.base.procedure != self._listed.procedure

    @property
    def unit(self) -> str:
        """What a row is counted in."""
        return _PART if self._apart else self._listed.unit

    @property
    def filtered(self) -> bool:
        """Whether any condition is set."""
        return self.asked.base != self._plain.base or self.asked.shortcut.id != ALL.id

    def count(self, base: Wanted) -> Mapping[str, int]:
        """How many records each ready filter has under the other conditions; called in a lane."""
        today, offered = self._parts.clock.today(), tuple(self._shortcuts.values())
        counted = lists.shortcut_counts(self._parts, base, offered)
        also = {s.id: len(self._listed.also(s.on(base, today))) for s in offered if not (s.states or s.due)}
        return {shortcut: count + also.get(shortcut, 0) for shortcut, count in counted.items()}

    def sentence(self) -> str:
        """The sentence for an empty list: what was asked for."""
        today = self._parts.clock.today()
        return asking.sentence(self._parts, self.asked, self.columns, today, self._listed.title)

    def show_wanted(self, wanted: Wanted) -> None:
        """Ask for these records, e.g. those a figure counts."""
        self.ask(asking.ready(wanted, self.asked.order, tuple(self._shortcuts.values())))

    def show_all(self) -> None:
        """Remove every condition."""
        self.ask(replace(self._plain, order=self.asked.order))

    def sort(self, order: Order) -> None:
        """Ask for the same records in another order."""
        self.ask(replace(self.asked, order=order))

    def hold_to_query(self, query: str) -> None:
        """Ask for those of the present records that match this query."""
        self.ask(self.asked.to(replace(self.asked.base, query=query)))

    def ask(self, asked: ListQuestion) -> None:
        """Make this the question of the list and emit ``changed``."""
        self.asked = asked
        self._typing.stop()
        self._show()
        self.changed.emit()

    def take_search(self) -> None:
        """Search at once for what stands in the line, without waiting for a pause in typing."""
        query = self.search.text().strip()
        if query != self.asked.base.query:
            self.hold_to_query(query)

    def _show(self) -> None:
        asked = self.asked
        if self.search.text().strip() != asked.base.query:
            self.search.blockSignals(True)
            self.search.setText(asked.base.query)
            self.search.blockSignals(False)
        apart = [(_APART, f"每行一{_PART}")] if self._apart else []
        self.filters.show_filters((*apart, *asking.filters(self._parts, asked.base, self.columns)))
        self.filters.show_chosen(asked.chosen)
        self._period.show_period(self.wanted)
        self._counter.show_counter(asked.base.counter)

    @Slot(str)
    def _filter(self, shortcut: str) -> None:
        self.ask(self.asked.by(self._shortcuts.get(shortcut, ALL)))

    @Slot(str)
    def _take_off(self, key: str) -> None:
        if key == _APART:
            self.show_all()
            return
        self.ask(self.asked.to(asking.without(self.asked.base, key)))

    @Slot(object, object)
    def _hold_to(self, first: date | None, last: date | None) -> None:
        shortcut = ALL if self.asked.shortcut.began_today else self.asked.shortcut
        base = periods.held_to(self.asked.base, (first, last))
        self.ask(replace(self.asked, base=base, shortcut=shortcut))

    @Slot(str)
    def _at_counter(self, number: str) -> None:
        self.ask(self.asked.to(replace(self.asked.base, counter=number)))

    @Slot()
    def _fill_menu(self) -> None:
        menus.add_columns(self.filters.menu, self._parts, self.columns, self._count_by, self._narrow)

    def _narrow(self, column: str, code: str) -> None:
        self.ask(self.asked.to(asking.narrowed(self.asked.base, column, code)))

    def _count_by(self, column: str, done: Callable[[Mapping[str, int]], None]) -> None:
        wanted = asking.without(self.wanted, column)
        self._errands.run(lambda: lists.counts(self._parts, wanted, column), done, topic="list-column")
