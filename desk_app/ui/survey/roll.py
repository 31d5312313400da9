"""名单: how far each town and village is, and whom to ask there in the order of the road."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.survey import SurveyPerson
from desk_app.services.parts import Parts
from desk_app.services.survey import coverage, people
from desk_app.services.survey.coverage import Coverage, CoverageLine
from desk_app.services.survey.sheets import ASKING, COLLECTED, LOST
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column, row, show_if
from desk_app.ui.kit.lists.table import CellLook, RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.narrow import is_narrow
from desk_app.ui.kit.widgets import TINTS, Strip, button, label
from desk_app.ui.survey.opening import Left, open_person, open_village

_WIDE, _HIGH = 1240, 680
_STATES: Final = {
    "": ("未采集", CellLook("ring", TINTS["plain"], "plain")),
    ASKING: ("采集中", CellLook("half", TINTS["info"], "info")),
    COLLECTED: ("已采集", CellLook("good", TINTS["good"], "good")),
    LOST: ("失访", CellLook("cut", TINTS["plain"], "plain")),
}
_PEOPLE: Final[tuple[ShownColumn[SurveyPerson], ...]] = (
    ShownColumn("姓名", lambda p: p.name, strong=True, telling=True),
    ShownColumn("尾号", lambda p: p.id_number[-4:], prefix="尾号 "),
    ShownColumn("村(社区)", lambda p: p.village or "没有写", whole=False, line=2),
    ShownColumn("户", lambda p: str(p.place or ""), line=0),
    ShownColumn("情况", lambda p: _STATES[p.state][0], lambda p: _STATES[p.state][1], end=True),
)


@dataclass(frozen=True, slots=True)
class _Place:
    """One line of the table of places: everywhere, a town, or a village."""

    line: CoverageLine
    of: Coverage

    @property
    def key(self) -> str:
        return f"{self.line.town}/{self.line.village}"

    @property
    def title(self) -> str:
        if not (self.line.town or self.line.village) and self.line is self.of.whole:
            return "全部"
        return (
            f"\u3000{self.line.village or '没有写村'}" if self.is_village else self.line.town or "没有写乡镇"
        )

    @property
    def is_village(self) -> bool:
        return any(self.line is line for line in self.of.villages)

    @property
    def look(self) -> CellLook:
        return CellLook("", "text", strong=not self.is_village)

    @property
    def left(self) -> int:
        return self.line.untouched + self.line.asking


_PLACES: Final[tuple[ShownColumn[_Place], ...]] = (
    ShownColumn("乡镇、村", lambda p: p.title, lambda p: p.look, whole=False),
    ShownColumn("名单", lambda p: str(p.line.listed)),
    ShownColumn("已采集", lambda p: str(p.line.collected)),
    ShownColumn("失访", lambda p: str(p.line.lost)),
    ShownColumn("还有", lambda p: str(p.left)),
    ShownColumn("登记率", lambda p: p.line.registered.words),
    ShownColumn(
        "入户率",
        lambda p: p.of.at_home(p.line).words,
        lambda p: CellLook("caution", TINTS["caution"]) if p.of.short(p.line) else None,
    ),
)


class RollDialog(DeskDialog):
    """The places at the left, the people of the chosen one at the right; Enter opens a person's sheet."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget, left: Left) -> None:
        super().__init__("survey-roll", "动态更新名单", parent, _WIDE, _HIGH)
        self._parts, self._errands, self._told = parts, errands, left
        self._people: Sequence[SurveyPerson] = ()
        self._chosen = ""
        self.places: RowsModel[_Place] = RowsModel(_PLACES, lambda p: p.key, self)
        self.model: RowsModel[SurveyPerson] = RowsModel(_PEOPLE, lambda p: p.id_number, self)
        self._where = ListTable(self.places, "roll-places", "乡镇、村")
        self._table = ListTable(self.model, "roll", "名单")
        self._side = QWidget()
        self._ground = label("", "quiet", wrap=True, name="roll-ground")
        self._said = label("", wrap=True, name="roll-said")
        self._search = QLineEdit()
        self._strip = Strip("", "wrong")
        self._ask = button("打开调查表", "primary", "F2", name="roll-ask")
        self._village = button("村(社区)表…", name="roll-village")
        self._close = button("关闭", name="roll-close")
        self._arrange()
        self._connect()
        self._read()
        self._search.setFocus()

    # ---- building -------------------------------------------------------------------------------

    def _arrange(self) -> None:
        self._search.setObjectName("roll-search")
        self._search.setAccessibleName("在名单里找")
        self._search.setPlaceholderText("姓名、村、证号后几位")
        content = QWidget()
        across = row(content, spacing=12)
        side = column(self._side, spacing=6)
        side.addWidget(self._where, 1)
        side.addWidget(self._ground)
        list_ = column(spacing=8)
        list_.addWidget(self._said)
        list_.addWidget(self._search)
        list_.addWidget(self._table, 1)
        across.addWidget(self._side, 6)
        across.addLayout(list_, 5)
        self._strip.hide()
        self.lay_out(content, feet(self._close, self._village, self._ask), self._strip, scrolls=False)

    def _connect(self) -> None:
        self._search.textEdited.connect(self._show)
        self._where.selectionModel().selectionChanged.connect(self._choose)
        self._table.entered_row.connect(self._open)
        self._ask.clicked.connect(self._open_current)
        self._village.clicked.connect(self._open_village)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the table of places out where there is no room beside the people."""
        super().resizeEvent(event)
        show_if(self._side, not is_narrow(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ goes from the search into the list; Enter in the search opens the first that was found."""
        if self._search.hasFocus() and event.key() == Qt.Key.Key_Down:
            self._table.setFocus()
            self._table.selectRow(0)
        elif self._search.hasFocus() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open_current()
        else:
            super().keyPressEvent(event)

    # ---- reading --------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read how far every place is, then the people of the chosen one."""
        self._errands.run(
            lambda: coverage.of(self._parts),
            while_alive(self, self._found),
            while_alive(self, lambda error: self._refuse(str(error))),
            topic="survey-roll",
        )

    def _found(self, found: Coverage) -> None:
        self.places.show_rows(list(_places(found)))
        self._ground.setText(found.ground)
        chosen = self.places.row_of(self._chosen) if self._chosen else None
        if chosen is None:  # a collector's day begins in the first village where somebody is left
            open_ones = (n for n, p in enumerate(self.places.rows) if p.is_village and p.left)
            chosen = next(open_ones, 0)
        self._where.selectRow(chosen)
        self._read_people()

    @Slot(QItemSelection, QItemSelection)
    def _choose(self, *_: object) -> None:
        place = self.places.at(self._where.currentIndex().row())
        if place is not None and place.key != self._chosen:
            self._chosen = place.key
            self._read_people()

    def _read_people(self) -> None:
        town, _, village = self._chosen.partition("/")
        self._errands.run(
            lambda: people.people(self._parts, None, town, village),
            while_alive(self, self._show_people),
            topic="survey-roll-people",
        )

    def _show_people(self, found: Sequence[SurveyPerson]) -> None:
        self._people = found
        self._show()

    @Slot()
    def _show(self) -> None:
        """Show whom the search finds."""
        words = self._search.text().split()
        shown = [p for p in self._people if all(w in f"{p.name}{p.address}{p.id_number}" for w in words)]
        self.model.show_rows(shown)
        place = self.places.at(self._where.currentIndex().row())
        title = (place.title.strip() if place else "") or "全部"
        self._said.setText(f"{title}:{len(shown)}人" if self._people else "名单上没有人,请先导入名册")
        self._ask.setEnabled(bool(shown))
        self._village.setEnabled(bool(place and place.is_village and self._region))

    # ---- opening --------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if (person := self.model.at(index.row())) is not None:
            open_person(self._parts, self._errands, person, self, self._changed)

    @Slot()
    def _open_current(self) -> None:
        """Open the chosen person; without one the first who is still to be asked."""
        here = self._table.currentIndex().row()
        if here < 0:
            still = (n for n, p in enumerate(self.model.rows) if p.state in ("", ASKING))
            here = next(still, 0)
        self._open(self.model.index(here, 0))

    @property
    def _region(self) -> str:
        """The code of the village that is chosen; empty where the regions do not have it."""
        return next((p.region for p in self._people if p.region), "")

    @Slot()
    def _open_village(self) -> None:
        open_village(self._parts, self._errands, self._region, self, self._changed)

    def _changed(self, subject: Subject) -> None:
        self._told(subject)
        self._read()

    def _refuse(self, sentence: str) -> None:
        self._strip.show_text(sentence, "wrong")
        self._strip.show()


def _places(found: Coverage) -> Iterator[_Place]:
    """Everywhere, then each town with its villages."""
    yield _Place(found.whole, found)
    for town in found.towns:
        yield _Place(town, found)
        yield from (_Place(line, found) for line in found.villages if line.town == town.town)
