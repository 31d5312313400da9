"""How far each town and village of a year is, and what is done with the chosen one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QItemSelection, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QWidget

from desk_app.services.survey.coverage import Coverage, CoverageLine
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.lists.table import CellLook, RowsModel, ShownColumn
from desk_app.ui.kit.lists.view import ListTable
from desk_app.ui.kit.widgets import TINTS, label


@dataclass(frozen=True, slots=True)
class RollPlace:
    """One line of the table of places: everywhere, a town, or a village."""

    line: CoverageLine
    of: Coverage

    @property
    def key(self) -> str:
        """Town and village in one; a slash alone for everywhere."""
        return f"{self.line.town}/{self.line.village}"

    @property
    def title(self) -> str:
        """Its name, a village standing in."""
        if self.is_all:
            return "全部"
        return (
            f"\u3000{self.line.village or '没有写村'}" if self.is_village else self.line.town or "没有写乡镇"
        )

    @property
    def is_all(self) -> bool:
        """Whether it is the whole county."""
        return self.line is self.of.whole

    @property
    def is_village(self) -> bool:
        """Whether it is a village."""
        return any(self.line is line for line in self.of.villages)

    @property
    def look(self) -> CellLook:
        """How its name is written."""
        return CellLook("", "text", strong=not self.is_village)

    @property
    def left(self) -> int:
        """How many are still to be asked."""
        return self.line.untouched + self.line.asking


_PLACES: Final[tuple[ShownColumn[RollPlace], ...]] = (
    ShownColumn("乡镇、村", lambda p: p.title, lambda p: p.look, whole=False),
    ShownColumn("名单", lambda p: str(p.line.listed), prefix="名单 "),
    ShownColumn("已采集", lambda p: str(p.line.collected), line=2, prefix="已采集 "),
    ShownColumn("失访", lambda p: str(p.line.lost), line=2, prefix="失访 "),
    ShownColumn("还有", lambda p: str(p.left), prefix="还有 ", end=True),
    ShownColumn("登记率", lambda p: p.line.registered.words, line=2, prefix="登记率 "),
    ShownColumn(
        "入户率",
        lambda p: p.of.at_home(p.line).words,
        lambda p: CellLook("caution", TINTS["caution"]) if p.of.short(p.line) else None,
        line=2,
        prefix="入户率 ",
    ),
)


class PlacesSide(QWidget):
    """The table of places, with how its rates are reckoned below."""

    chosen = Signal()
    """Another place is the current one."""
    entered = Signal()
    """Enter was pressed on the current one, or it was clicked twice."""

    def __init__(self, below: QWidget) -> None:
        """``below`` stands under the table: what is done with a place."""
        super().__init__()
        self.model: RowsModel[RollPlace] = RowsModel(_PLACES, lambda p: p.key, self)
        self.table = ListTable(self.model, "roll-places", "乡镇、村")
        self._ground = label("", "quiet", wrap=True, name="roll-ground")
        self._key = ""
        down = column(self, spacing=6)
        down.addWidget(self.table, 1)
        down.addWidget(self._ground)
        down.addWidget(below)
        self.table.selectionModel().selectionChanged.connect(self._choose)
        self.table.entered_row.connect(self._enter)

    @property
    def place(self) -> RollPlace | None:
        """The current place; None before there are any."""
        return self.model.at(self.table.currentIndex().row())

    @property
    def key(self) -> str:
        """Town and village of the place that was chosen last; empty before."""
        return self._key

    def forget(self) -> None:
        """Forget which place was chosen: another year is shown next."""
        self._key = ""
        self.table.clearSelection()

    def show_coverage(self, found: Coverage) -> None:
        """Show how far every place is; the chosen one stays chosen.

        At first it is the first village where somebody is left: there a collector's day begins.
        """
        self.model.show_rows(list(_places(found)))
        self._ground.setText(found.ground)
        if not found.whole.listed:  # nobody chose it
            self._key = ""
            return
        chosen = self.model.row_of(self._key) if self._key else None
        if chosen is None:
            open_ones = (n for n, p in enumerate(self.model.rows) if p.is_village and p.left)
            chosen = next(open_ones, 0)
        self.table.selectRow(chosen)

    @Slot(QItemSelection, QItemSelection)
    def _choose(self, *_: object) -> None:
        if (place := self.place) is not None and place.key != self._key:
            self._key = place.key
            self.chosen.emit()

    @Slot(QModelIndex)
    def _enter(self, _index: QModelIndex) -> None:
        self.entered.emit()


def _places(found: Coverage) -> Iterator[RollPlace]:
    """Everywhere, then each town with its villages."""
    yield RollPlace(found.whole, found)
    for town in found.towns:
        yield RollPlace(town, found)
        yield from (RollPlace(line, found) for line in found.villages if line.town == town.town)
