"""One list page for every kind of record: search, filters, counts, order, portions, export."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.lists import Order, Row, RowsPage, Wanted
from desk_app.domain.reads import ReadKind
from desk_app.errors import DeskError
from desk_app.services import ledger
from desk_app.services.lists import lists
from desk_app.services.parts import Parts
from desk_app.ui.kit import layouts, style
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.lists import shown
from desk_app.ui.kit.lists.bars import Bars
from desk_app.ui.kit.lists.controls import ListControls, ShownList
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.lists.foot import LIST_KEYS, ListFoot
from desk_app.ui.kit.lists.table import RowsModel
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.shortcuts import on_key
from desk_app.ui.kit.widgets import Strip, button

_LOADING_AFTER_MS: Final = 150
_PORTION: Final = lists.FIRST
_MOST_AGAIN: Final = 1000
"""Up to so many rows are all read again when one of them changed."""
_LOW: Final = 480
"""Below this height of the room, in grid pixels, the page has smaller spaces and no foot."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """The rows that were read for one question."""

    wanted: Wanted
    order: Order
    page: RowsPage
    also: tuple[Row, ...]
    """Rows below all records, such as drafts."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows to show; ``also`` only once all records have been read."""
        return self.page.rows if self.page.more else (*self.page.rows, *self.also)


class ListPage(QWidget):
    """Search, filters, rows and foot of one list. It reads the book only when ``reload`` is called."""

    chosen = Signal(object)
    """The Row that became the current one; None when there is none any more."""
    opened = Signal(object)
    """The Row was opened with Enter or a click."""
    entered = Signal(object)
    """The Row was opened with Enter or a double click, not by standing on it alone."""

    def __init__(
        self, parts: Parts, errands: Errands, listed: ShownList, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._listed = parts, errands, listed
        self.controls = ListControls(parts, errands, listed)
        columns = shown.shown_columns(parts, listed.procedure)
        self._orders = shown.orders(parts, listed.procedure)
        self.loaded = self._reading = self._more = self._enter = self._low = False
        self._total = self._records = self._read = self._reach = 0
        self._searched = self._stands = self._sought = ""
        self.model: RowsModel[Row] = RowsModel(columns, lambda row: row.id, self)
        self._make()
        self._arrange()
        self._connect()
        self._show_order()

    def _make(self) -> None:
        listed = self._listed
        self.table = ListTable(self.model, listed.name, listed.title)
        self._export = button("导出…", name="list-export")
        style.set_icon(self._export, "export", "quiet", 16)
        self._export.setAccessibleName(f"导出{listed.title}")
        self._foot = ListFoot(LIST_KEYS, f"{listed.name}-count")
        self._empty = Empty(listed.icon, name=f"{listed.name}-empty")
        self._bars = Bars()
        self._fault = Strip(tone="caution")
        self._fault.setObjectName("list-fault")
        self._again = button("再试", "link", name="list-again")
        self._fault.add_link(self._again)
        self._fault.hide()
        self._late = QTimer(self, singleShot=True, interval=_LOADING_AFTER_MS)

    def _arrange(self) -> None:
        self.controls.add(self._export)
        self._faces = QStackedWidget()
        for face in (self.table, self._empty, self._bars):
            self._faces.addWidget(face)
        frame = QFrame()
        style.set_property(frame, "role", "list")
        inner = layouts.column(frame, spacing=0)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self._faces, 1)
        inner.addWidget(self._foot)
        self._body = layouts.column(self, spacing=8)
        self._body.addWidget(self.controls)
        self._body.addWidget(self._fault)
        self._body.addWidget(frame, 1)

    def _connect(self) -> None:
        self._late.timeout.connect(self._show_bars)
        on_key(self, "Ctrl+F", self.start_search)
        self.controls.changed.connect(self._asked)
        self.controls.entered.connect(self._enter_pressed)
        self.controls.search.rows_wanted.connect(self._walk_down)
        self.table.selectionModel().currentRowChanged.connect(self._stand)
        self.table.opened.connect(self._open)
        self.table.entered_row.connect(self._enter_row)
        self.table.order_wanted.connect(self._head_clicked)
        self.table.more_wanted.connect(self._read_more)
        self._foot.order_wanted.connect(self.controls.sort)
        self.controls.filters.menu_wanted.connect(self._offer_orders)
        self._again.clicked.connect(self.reload)
        self._empty.way_wanted.connect(self.controls.show_all)
        self._export.clicked.connect(self._open_export)

    # ---- what is asked --------------------------------------------------------------------------

    @property
    def row(self) -> Row | None:
        """The current row; None when there is none."""
        return self.model.at(self.table.currentIndex().row())

    @property
    def total(self) -> int:
        """How many records the list has, read or not."""
        return self._total

    def show_wanted(self, wanted: Wanted) -> None:
        """List these records, e.g. those a figure counts."""
        self.controls.show_wanted(wanted)

    def show_record(self, record: str) -> None:
        """Make a record the current row, whatever was asked for before."""
        self._sought = record
        self.controls.show_all()

    def let_go(self) -> None:
        """Stand on no record, and search for nobody."""
        self._sought = ""
        if self.controls.asked.base.query:
            self.controls.show_all()
        self.table.setCurrentIndex(QModelIndex())
        self._tell(None)

    @Slot()
    def start_search(self) -> None:
        """Focus the search line and select its text."""
        self.controls.search.setFocus()
        self.controls.search.selectAll()

    @Slot()
    def _asked(self) -> None:
        self._show_order()
        self.table.scrollToTop()
        self._read = self._reach = 0
        self.reload()

    def _show_order(self) -> None:
        order = self.controls.asked.order
        place = next((n for n, c in enumerate(self.model.columns) if c.id == order.column), -1)
        self.table.show_order(place, descending=order.descending)
        self._foot.show_order(self._orders, order)

    @Slot(int)
    def _head_clicked(self, place: int) -> None:
        if column := self.model.columns[place].id:
            self.controls.sort(shown.order_by(column, self.controls.asked.order))
        else:
            self._show_order()  # the arrow stays where it was

    # ---- reading ------------------------------------------------------------------------------

    def _ask(self, limit: int, after: int, done: Callable[[_Answer], None]) -> None:
        wanted, order = self.controls.wanted, self.controls.asked.order
        self._reading = True
        self._errands.run(
            lambda: self._answer(wanted, order, limit, after),
            done,
            self._failed,
            topic=f"list-{self._listed.name}",
        )

    @Slot()
    def reload(self) -> None:
        """Read rows and counts again; current row and scroll position are kept."""
        if not self.model.rowCount():
            self._late.start()
        self._ask(max(self._reach, _PORTION), 0, self._show)

    def refresh(self, record: str) -> None:
        """A record changed: read rows and counts again, or of very many rows the changed one alone."""
        if self._read <= _MOST_AGAIN:
            self.reload()
            return
        self._errands.run(lambda: lists.one(self._parts, record), self._put)
        self._count()

    def _put(self, row: Row | None) -> None:
        if row is not None:
            self.model.put(row)

    @Slot()
    def _read_more(self) -> None:
        """Read the next portion of rows: the last ones are near."""
        if self._more and not self._reading:
            self._reach = self._read + _PORTION
            self._ask(_PORTION, self._read, self._add)

    @Slot()
    def _show_bars(self) -> None:
        self._faces.setCurrentWidget(self._bars)

    def _answer(self, wanted: Wanted, order: Order, limit: int, after: int) -> _Answer:
        """Run in a lane: the rows of a question. A search is noted once, without its words."""
        if wanted.query and wanted.query != self._searched:
            about = Subject("register", wanted.procedure)
            ledger.note_read(self._parts, self._parts.window.who, ReadKind.SEARCHED, about)
        self._searched = wanted.query
        page = lists.page(self._parts, wanted, order, limit, after)
        return _Answer(wanted, order, page, self._listed.also(wanted))

    def _is_old(self, answer: _Answer) -> bool:
        """Whether something else was asked for after this answer's question."""
        return (answer.wanted, answer.order) != (self.controls.wanted, self.controls.asked.order)

    def _show(self, answer: _Answer) -> None:
        if self._is_old(answer):
            return
        self.loaded = True
        stands = self._stands
        self._take(answer, len(answer.page.rows))
        self.model.show_rows(answer.rows)
        self._face()
        self._stand_again(stands)
        self.table.look_ahead()  # the end may have been reached while this was read
        self._count()
        if self._enter:
            self._to_the_rows()

    def _count(self) -> None:
        base = self.controls.asked.base
        self._errands.run(
            lambda: self.controls.count(base),
            self.controls.filters.show_counts,
            topic=f"list-counts-{self._listed.name}",
        )

    def _add(self, answer: _Answer) -> None:
        if not self._is_old(answer):
            self._take(answer, self._read + len(answer.page.rows))
            self.model.add_rows(answer.rows)
            self._face()
            self.table.look_ahead()

    def _take(self, answer: _Answer, read: int) -> None:
        self._reading = False
        self._late.stop()
        self._fault.hide()
        self._read, self._more = read, answer.page.more
        self._reach = max(self._reach, read)
        self._records = answer.page.total
        self._total = self._records + len(answer.also)

    def _face(self) -> None:
        """Show the rows, or in their place a sentence with a link."""
        rows, typing = self.model.rowCount() > 0, self.table.hasFocus()
        self._foot.setVisible(rows and not self._low)
        self._faces.setCurrentWidget(self.table if rows else self._empty)
        self._foot.say(f"{self._total:,} {self.controls.unit}" if rows else "")
        if not rows and self.controls.filtered:
            self._empty.say(self.controls.sentence(), "看全部")
            if typing:
                self._empty.take_keyboard()
        elif not rows:
            self._empty.say(self._listed.nothing)

    def _failed(self, error: DeskError) -> None:
        """Show a strip with the error; rows that are shown stay."""
        self._reading = self._enter = False
        self._late.stop()
        self._fault.show_text(f"列表没有读出来:{error}", "caution")
        self._fault.show()
        self._faces.setCurrentWidget(self.table if self.model.rowCount() else self._empty)
        if not self.model.rowCount():
            self._empty.say("现在读不到,请点上面的“再试”。")

    # ---- rows ---------------------------------------------------------------------------------

    def select(self, record: str) -> bool:
        """Make a record's row the current one; returns whether it is listed."""
        place = self.model.row_of(record)
        if place is None:
            return False
        if self.table.currentIndex().row() != place:
            self.table.selectRow(place)
        return True

    def _stand_again(self, stands: str) -> None:
        """After reading, make the sought record the current row, else the one that was before."""
        sought, self._sought = self._sought, ""
        if sought:
            if self.select(sought):
                self._tell(self.row)
            else:
                self._errands.run(lambda: lists.one(self._parts, sought), self._show_far)
        elif stands and not self.select(stands):
            self.table.setCurrentIndex(QModelIndex())
            self._tell(None)

    def _show_far(self, row: Row | None) -> None:
        """Show a sought record that was not read with the others: search its number, else show its card."""
        if row is None:
            return
        if row.number and self.controls.asked.base.query != row.number:
            self._sought = row.id
            self.controls.hold_to_query(row.number)
        else:
            self._tell(row)

    @Slot(QModelIndex)
    def _stand(self, index: QModelIndex) -> None:
        row = self.model.at(index.row())
        if row is not None and row.id != self._stands:
            self._tell(row)

    def _tell(self, row: Row | None) -> None:
        self._stands = row.id if row else ""
        self.chosen.emit(row)

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if row := self.model.at(index.row()):
            self.opened.emit(row)

    @Slot(QModelIndex)
    def _enter_row(self, index: QModelIndex) -> None:
        if row := self.model.at(index.row()):
            self.entered.emit(row)

    @Slot()
    def _enter_pressed(self) -> None:
        """Search at once and focus the rows found; an only row is opened."""
        self.controls.take_search()
        self._enter = self._reading
        if not self._reading:
            self._to_the_rows()

    @Slot()
    def _walk_down(self) -> None:
        """From the search line to the current row, or to the first."""
        if self.model.rowCount():
            if self.row is None:
                self.table.selectRow(0)
            self.table.setFocus()

    def _to_the_rows(self) -> None:
        self._enter = False
        if self.model.rowCount() == 1:
            self.table.selectRow(0)
            self.opened.emit(self.model.at(0))
        if self.model.rowCount():
            self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low room leave the foot to the rows; its order of the rows is then offered in 更多."""
        super().resizeEvent(event)
        self._low = self.height() < style.px(_LOW)
        self._body.setSpacing(style.px(4 if self._low else 8))
        self._foot.setVisible(self.model.rowCount() > 0 and not self._low)

    @Slot()
    def _offer_orders(self) -> None:
        if self._low:
            self._foot.add_orders(self.controls.filters.menu)

    @Slot()
    def _open_export(self) -> None:
        # The list opens without what writes files.
        from desk_app.ui.kit.lists.export import ExportDialog

        asked = (self.controls.wanted, self.controls.asked.order)
        listed = replace(self._listed, unit=self.controls.unit)
        dialog = ExportDialog(self._parts, self._errands, listed, *asked, self._records, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
