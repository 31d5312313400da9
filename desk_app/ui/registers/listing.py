"""The list of one register: its columns come from what its acts ask."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QModelIndex, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.ui.kit import layouts, words
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists import due
from desk_app.ui.kit.lists.empty import Empty
from desk_app.ui.kit.lists.foot import LIST_KEYS, ListFoot
from desk_app.ui.kit.lists.search import search_box
from desk_app.ui.kit.lists.states import state_look, state_word
from desk_app.ui.kit.lists.table import RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.widgets import button
from desk_app.ui.registers import reading
from desk_app.ui.registers.reading import RegisterRow
from forms.procedures import CLERK, Act, Procedure
from forms.schema import Kind

_TYPING_PAUSE_MS: Final = 150


def columns(law: Procedure, today: Callable[[], date]) -> tuple[ShownColumn[RegisterRow], ...]:
    """Number, label, what is asked, state, since when, and the day of the clock that ends first."""
    made: list[ShownColumn[RegisterRow]] = []
    if law.prefix:
        made.append(ShownColumn("编号", lambda r: r.proceeding.number, line=2, end=True))
    if title := reading.label_title(law):
        made.append(ShownColumn(title, lambda r: r.label, whole=False, strong=True))
    for place, ask in enumerate(reading.columns(law)):
        loose = ask.kind in (Kind.TEXT, Kind.CHOICES) or bool(ask.rows)
        made.append(ShownColumn(ask.label, lambda r, p=place: r.cells[p], whole=not loose, line=2))  # type: ignore[misc]
    made.append(
        ShownColumn("状态", lambda r: state_word(r.state), look=lambda r: state_look(r.state), end=True)
    )
    made.append(ShownColumn("自", lambda r: words.short_time(r.proceeding.since, today()), line=0))
    if law.clocks:
        made.append(
            ShownColumn(
                "到期",
                lambda r: due.short(r.clock, today()) if r.clock else "",
                look=lambda r: due.look(r.clock, today()) if r.clock else None,
            )
        )
    return tuple(made)


class RegisterList(QWidget):
    """Search, what can be begun, and the records, newest first."""

    chosen = Signal(str)
    """Id of the proceeding of the row that is chosen."""
    opened = Signal()
    """The chosen row was opened with Enter or a click."""
    reload_wanted = Signal()
    start_wanted = Signal(object)
    """The Act that begins a record."""

    def __init__(self, law: Procedure, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.law = law
        self.loaded = False
        self.model = RowsModel(columns(law, today), lambda row: row.proceeding.id, self)
        self.search = search_box("编号,或登记内容的一部分", f"查找{law.title}")
        self.table = ListTable(self.model, f"register-{law.id}", law.title)
        self.starts = [a for a in law.acts if a.start and CLERK in a.roles]
        self._foot = ListFoot((*LIST_KEYS, ("F2", "做下一步")), "register-count")
        self._empty = Empty("rail-registers", name="register-empty")
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._arrange()
        self._typing.timeout.connect(self.reload_wanted)
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._to_the_rows)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.opened.connect(self.opened)

    def _arrange(self) -> None:
        head = layouts.row(spacing=12)
        head.addWidget(self.search, 1)
        for place, act in enumerate(self.starts):
            head.addWidget(self._start(act, "" if place else "F5"))
        whole = column(self)
        whole.addLayout(head)
        whole.addWidget(self._empty, 1)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._foot)

    def _start(self, act: Act, key: str) -> QWidget:
        made = button(f"{act.word}…", key=key, name=f"start-{act.code}")
        made.setToolTip(act.source)
        made.clicked.connect(lambda: self.start_wanted.emit(act))
        return made

    @property
    def query(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def show_rows(self, rows: Sequence[RegisterRow]) -> None:
        """List these records, or say what to do where there are none."""
        self.loaded = True
        self.model.show_rows(rows)
        more = ",只列最近的;请查找更早的" if len(rows) >= reading.LIMIT else ""
        self._foot.say(f"共{len(rows)}条{more}" if rows else "")
        self._foot.setVisible(bool(rows))
        self._empty.say(self._nothing())
        self._empty.setVisible(not rows)
        self.table.setVisible(bool(rows))

    def select(self, proceeding: str) -> bool:
        """Choose the row of a record; whether it is listed."""
        place = self.model.row_of(proceeding)
        if place is None:
            return False
        if self.table.currentIndex().row() != place:
            self.table.selectRow(place)
        return True

    @property
    def selected(self) -> str:
        """Id of the record that is chosen, or an empty text."""
        row = self.model.at(self.table.currentIndex().row())
        return row.proceeding.id if row else ""

    def _nothing(self) -> str:
        if self.query:
            return "没有找到。换编号或登记内容的一部分再试。"
        way = f"点“{self.starts[0].word}…”登记第一条。" if self.starts else "有了会自动出现在这里。"
        return f"“{self.law.title}”还没有记录。{way}"

    @Slot(QModelIndex)
    def _choose(self, index: QModelIndex) -> None:
        if row := self.model.at(index.row()):
            self.chosen.emit(row.proceeding.id)

    @Slot()
    def _to_the_rows(self) -> None:
        """Enter in the search goes to what was found; the only row found is chosen."""
        if self.model.rowCount() == 1 and not self._typing.isActive():
            self.table.selectRow(0)
        self.table.setFocus()
