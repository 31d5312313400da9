"""名单: everybody who is asked in a year, village by village along the road, and how far they are."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.survey import SurveyPerson
from desk_app.services.parts import Parts
from desk_app.services.survey import people
from desk_app.services.survey.sheets import ASKING, COLLECTED, LOST
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists.table import CellLook, RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.widgets import TINTS, Strip, button, label
from desk_app.ui.survey.opening import Left, open_person

_STATES: Final = {
    "": ("未采集", CellLook("ring", TINTS["plain"], "plain")),
    ASKING: ("采集中", CellLook("half", TINTS["info"], "info")),
    COLLECTED: ("已采集", CellLook("good", TINTS["good"], "good")),
    LOST: ("失访", CellLook("cut", TINTS["plain"], "plain")),
}
_COLUMNS: Final[tuple[ShownColumn[SurveyPerson], ...]] = (
    ShownColumn("姓名", lambda p: p.name, strong=True, telling=True),
    ShownColumn("尾号", lambda p: p.id_number[-4:], prefix="尾号 "),
    ShownColumn("乡镇、村(社区)", lambda p: p.address, whole=False, line=2),
    ShownColumn("第几户", lambda p: str(p.place or ""), line=0),
    ShownColumn("情况", lambda p: _STATES[p.state][0], lambda p: _STATES[p.state][1], end=True),
)


class RollDialog(DeskDialog):
    """The people of this year; Enter opens the sheet of the one that is chosen."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget, left: Left) -> None:
        super().__init__("survey-roll", "动态更新名单", parent, 900, 640)
        self._parts, self._errands, self._told = parts, errands, left
        self._people: Sequence[SurveyPerson] = ()
        self._said = label("", wrap=True, name="roll-said")
        self._search = QLineEdit()
        self._search.setObjectName("roll-search")
        self._search.setAccessibleName("在名单里找")
        self._search.setPlaceholderText("姓名、村、证号后几位")
        self.model: RowsModel[SurveyPerson] = RowsModel(_COLUMNS, lambda p: p.id_number, self)
        self._table = ListTable(self.model, "roll", "名单")
        self._strip = Strip("", "wrong")
        self._ask = button("打开调查表", "primary", "F2", name="roll-ask")
        self._close = button("关闭", name="roll-close")
        self._arrange()
        self._read()

    def _arrange(self) -> None:
        content = QWidget()
        body = column(content, spacing=8)
        body.addWidget(self._said)
        body.addWidget(self._search)
        body.addWidget(self._table, 1)
        self._strip.hide()
        self.lay_out(content, feet(self._close, self._ask), self._strip, scrolls=False)
        self._search.textEdited.connect(self._show)
        self._table.entered_row.connect(self._open)
        self._ask.clicked.connect(self._open_current)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)
        self._search.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ goes from the search into the list; Enter in the search opens the first that was found."""
        if self._search.hasFocus() and event.key() == Qt.Key.Key_Down:
            self._table.setFocus()
            self._table.selectRow(0)
        elif self._search.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        else:
            super().keyPressEvent(event)

    def _read(self) -> None:
        self._errands.run(
            lambda: people.people(self._parts),
            while_alive(self, self._found),
            while_alive(self, lambda error: self._refuse(str(error))),
            topic="survey-roll",
        )

    def _found(self, found: Sequence[SurveyPerson]) -> None:
        self._people = found
        self._show()

    @Slot()
    def _show(self) -> None:
        """Show whom the search finds, and how far all of these are."""
        words = self._search.text().split()
        shown = [p for p in self._people if all(w in f"{p.name}{p.address}{p.id_number}" for w in words)]
        self.model.show_rows(shown)
        self._said.setText(told(shown))
        self._ask.setEnabled(bool(shown))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if (person := self.model.at(index.row())) is not None:
            open_person(self._parts, self._errands, person, self, self._changed)

    @Slot()
    def _open_current(self) -> None:
        row = self._table.currentIndex().row()
        self._open(self.model.index(max(row, 0), 0))

    def _changed(self, subject: Subject) -> None:
        self._told(subject)
        self._read()

    def _refuse(self, sentence: str) -> None:
        self._strip.show_text(sentence, "wrong")
        self._strip.show()


def told(shown: Sequence[SurveyPerson]) -> str:
    """How far these people are, in one sentence."""
    if not shown:
        return "名单上没有人。"
    count = Counter(p.state for p in shown)
    left = len(shown) - count[COLLECTED] - count[LOST]
    return f"{len(shown)}人:已采集{count[COLLECTED]},失访{count[LOST]},采集中{count[ASKING]},还有{left}"
