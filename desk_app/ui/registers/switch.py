"""Which register is shown: a button for each, or a menu where there are too many for a line."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QWidget

from desk_app.ui.kit import style
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.roles import as_group, one_of
from desk_app.ui.kit.ticks import on_pick, show_ticked
from desk_app.ui.kit.widgets import Button, button
from forms.procedures import Procedure
from forms.typesetting import typeset

_IN_SIGHT: Final = 8
"""Most registers that all stand in sight; more are a menu."""
WORKS_TITLE: Final = "工作明细表"
_WORKS: Final = "register:*works"


class RegisterSwitch(QWidget):
    """Lets choose one of several registers; with a single one there is nothing to choose."""

    chosen = Signal(object)
    """The Procedure whose register is wanted."""
    works_wanted = Signal()
    """The work table is wanted."""

    def __init__(
        self, laws: Sequence[Procedure], parent: QWidget | None = None, *, works: bool = False
    ) -> None:
        super().__init__(parent)
        self._laws, self._works = laws, works
        self._group = QButtonGroup(self)
        self._menu: Button | None = None
        self._line = FlowLayout(self)
        if len(laws) + works > _IN_SIGHT:
            self._menu = self._folded()
            self._line.addWidget(self._menu)
        else:
            self._spread()

    def show_law(self, law: Procedure) -> None:
        """Mark the register that is shown now."""
        self._mark(self._laws.index(law), _title(law), f"register:{law.id}")

    def show_works(self) -> None:
        """Mark the work table as what is shown now."""
        self._mark(len(self._laws), WORKS_TITLE, _WORKS)

    def _mark(self, place: int, title: str, name: str) -> None:
        if self._menu is None:
            show_ticked(self._group.button(place), True)
            return
        self._menu.setText(title)
        self._menu.setAccessibleName(f"登记:{title}")
        for action in self._menu.menu().actions():
            action.setChecked(action.objectName() == name)

    def _spread(self) -> None:
        as_group(self, "登记")
        if self._works:
            table = button(WORKS_TITLE, "choice", name=_WORKS)
            one_of(self._group, table, len(self._laws))
            on_pick(table, self.works_wanted.emit)
            self._line.addWidget(table)
        for place, law in enumerate(self._laws):
            made = button(_title(law), "choice", name=f"register:{law.id}")
            made.setChecked(place == 0)
            one_of(self._group, made, place)
            on_pick(made, partial(self.chosen.emit, law))
            self._line.addWidget(made)

    def _folded(self) -> Button:
        """One button that shows the present register; those of one room stand together in its menu."""
        made = Button("", self)
        made.setObjectName("register-menu")
        style.set_property(made, "role", "menu")
        menu, before = QMenu(made), self._laws[0].room
        if self._works:
            table = menu.addAction(typeset(WORKS_TITLE), self.works_wanted.emit)
            table.setObjectName(_WORKS)
            table.setCheckable(True)
            menu.addSeparator()
        for law in self._laws:
            if law.room != before:
                menu.addSeparator()
                before = law.room
            action = menu.addAction(typeset(_title(law)))
            action.setObjectName(f"register:{law.id}")
            action.setCheckable(True)
            action.triggered.connect(lambda _on=False, wanted=law: self.chosen.emit(wanted))
        made.setMenu(menu)
        return made


def _title(law: Procedure) -> str:
    return f"{law.title}{'(已停用)' if law.resting else ''}"
