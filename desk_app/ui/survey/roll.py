"""名单: how far each town and village is, and whom to ask there in the order of the road."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desk_app.domain.events import Subject
from desk_app.domain.survey import SurveyPerson
from desk_app.services.parts import Parts
from desk_app.services.survey import coverage, deeds, people, shelf
from desk_app.services.survey.coverage import Coverage
from desk_app.services.survey.sheets import ASKING, COLLECTED, LOST
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import column, row, show_if
from desk_app.ui.kit.lists.table import CellLook, RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.narrow import is_low, is_narrow
from desk_app.ui.kit.widgets import TINTS, Strip, button, label
from desk_app.ui.survey.deed import DeedDone
from desk_app.ui.survey.opening import Left, open_person, open_village
from desk_app.ui.survey.places import PlacesSide
from desk_app.ui.survey.round_acts import RoundActs

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


class RollDialog(DeskDialog):
    """The places at the left, the people of the chosen one at the right; Enter opens a person's sheet.

    Where there is little width one of the two is seen; a key turns to the other.
    """

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget, left: Left) -> None:
        super().__init__("survey-roll", "动态更新名单", parent, _WIDE, _HIGH)
        self._parts, self._errands, self._told = parts, errands, left
        self._people: Sequence[SurveyPerson] = ()
        self._narrow = self._at_places = False
        self.model: RowsModel[SurveyPerson] = RowsModel(_PEOPLE, lambda p: p.id_number, self)
        self._acts = RoundActs(parts, errands)
        self.side = PlacesSide(self._acts)
        self._table = ListTable(self.model, "roll", "名单")
        self._people_side = QWidget()
        self._said = label("", wrap=True, name="roll-said")
        self._turn = button("乡镇、村…", name="roll-turn", key="F6")
        self._search = QLineEdit()
        self._year = QComboBox()
        self._strip = Strip("", "wrong")
        self._strip.setObjectName("roll-strip")
        self._cautions = Strip("", "caution")
        self._cautions.setObjectName("roll-cautions")
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
        list_ = column(self._people_side, spacing=8)
        head = row(spacing=8)
        head.addWidget(self._said, 1)
        head.addWidget(self._year)
        head.addWidget(self._turn)
        list_.addLayout(head)
        list_.addWidget(self._search)
        list_.addWidget(self._table, 1)
        across.addWidget(self.side, 6)
        across.addWidget(self._people_side, 5)
        for each in (self._strip, self._cautions, self._turn):
            each.hide()
        self._offer_years()
        foot = feet(self._close, self._village, self._ask)
        self.lay_out(content, foot, self._cautions, self._strip, scrolls=False)

    def _offer_years(self) -> None:
        """Offer the years that have a questionnaire; the one that is asked now is chosen."""
        self._year.setObjectName("roll-year")
        self._year.setAccessibleName("哪一年度的名单")
        years = shelf.years(self._parts)
        for year in years:
            self._year.addItem(f"{year}年度", year)
        if years:
            self._year.setCurrentIndex(self._year.findData(shelf.of_year(self._parts, "person").head.year))
        self._year.setHidden(len(years) < 2)

    def _connect(self) -> None:
        self._year.currentIndexChanged.connect(self._year_chosen)
        self._search.textEdited.connect(self._show)
        self.side.chosen.connect(self._place_chosen)
        self.side.entered.connect(self._to_people)
        self._acts.done.connect(self._done)
        self._turn.clicked.connect(self._to_places)
        self._table.entered_row.connect(self._open)
        self._ask.clicked.connect(self._open_current)
        self._village.clicked.connect(self._open_village)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one side alone where there is no room for both."""
        super().resizeEvent(event)
        self._narrow = is_narrow(self)
        self._acts.fold(low=is_low(self))
        self._fold()

    def _fold(self) -> None:
        show_if(self.side, self._at_places or not self._narrow)
        show_if(self._people_side, not (self._at_places and self._narrow))
        show_if(self._turn, self._narrow)

    @Slot()
    def _to_places(self) -> None:
        self._at_places = True
        self._fold()
        self.side.table.setFocus()

    @Slot()
    def _to_people(self) -> None:
        self._at_places = False
        self._fold()
        self._search.setFocus()

    def reject(self) -> None:
        """Close; from the places that stand alone go back to the people first."""
        if self._narrow and self._at_places:
            self._to_people()
        else:
            super().reject()

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

    @property
    def _of(self) -> int | None:
        """The year that is chosen; None without a questionnaire, which the reading then tells."""
        year: int | None = self._year.currentData()
        return year

    @Slot(int)
    def _year_chosen(self, _place: int) -> None:
        self._strip.hide()
        self.side.forget()
        self._read()

    def _read(self) -> None:
        """Read how far every place is, then the people of the chosen one, then what is to be said of all."""
        self._acts.year = year = self._of
        fail = while_alive(self, lambda error: self._say(str(error), "wrong"))
        self._errands.run(
            lambda: self._counted(year), while_alive(self, self._found), fail, topic="survey-roll"
        )

    def _counted(self, year: int | None) -> tuple[Coverage, tuple[str, ...]]:
        """How far every place is, and what is to be said above all; many people are counted once for both."""
        found = coverage.of(self._parts, year)
        return found, deeds.cautions(self._parts, found)

    def _found(self, counted: tuple[Coverage, tuple[str, ...]]) -> None:
        found, sentences = counted
        self._caution(sentences)
        self.setWindowTitle(f"{found.year}年度动态更新名单")
        self.side.show_coverage(found)
        self._acts.show_place(self.side.place)
        self._read_people()

    def _caution(self, sentences: tuple[str, ...]) -> None:
        self._cautions.show_text("\n".join(sentences), "caution")
        show_if(self._cautions, bool(sentences))

    @Slot()
    def _place_chosen(self) -> None:
        self._acts.show_place(self.side.place)
        self._read_people()

    def _read_people(self) -> None:
        (town, _, village), year = self.side.key.partition("/"), self._of
        self._errands.run(
            lambda: people.people(self._parts, year, town, village),
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
        self._said.setText(self._words(len(shown)))
        self._ask.setEnabled(bool(shown))
        place = self.side.place
        self._village.setEnabled(bool(place and place.is_village and self._region))

    def _words(self, shown: int) -> str:
        """What is said above the people."""
        place = self.side.place
        title = place.title.strip() if place else "全部"
        if not self._people:
            return "名单上没有人,先按“列名单…”"
        if not shown and place and not place.is_all:
            return f"{title}没有找到;选“全部”,在所有乡镇、村里找"
        return f"{title}:{shown}人" if shown else "名单上没有找到"

    # ---- opening --------------------------------------------------------------------------------

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        if (person := self.model.at(index.row())) is not None:
            open_person(self._parts, self._errands, person, self, self._changed, self._of)

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
        open_village(self._parts, self._errands, self._region, self, self._changed, self._of)

    def _changed(self, subject: Subject) -> None:
        self._told(subject)
        self._read()

    @Slot(object)
    def _done(self, done: DeedDone) -> None:
        """Something was done with the year, a town or a village."""
        if done.sentence:
            self._say(done.sentence, "good")
        self._changed(done.subject)

    def _say(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()
