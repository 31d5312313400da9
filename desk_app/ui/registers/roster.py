"""导入名册: the roster of the people whom the rules are asked about."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.services.parts import Parts
from desk_app.services.roster import bringing, law
from desk_app.services.roster.bringing import RosterPreview
from desk_app.services.tables.brought import Opened
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.lists.bring import BringDialog

_NOT_KEPT: Final = "只读一遍,不留底;有一行有错就一行也不导入,除非勾选只要没有问题的行。"


class RosterDialog(BringDialog[RosterPreview]):
    """The import of a roster. ``done`` gets how many rows were taken."""

    def __init__(self, parts: Parts, errands: Errands, parent: QWidget, done: Callable[[int], None]) -> None:
        super().__init__(errands, _Roster(parts), parent, done)


class _Roster:
    """How a roster is brought."""

    name, title, word, about = "roster", "导入名册", "导入", _NOT_KEPT
    whole = "这是全册:以前导入、这次没有的人从名册里去掉"

    def __init__(self, parts: Parts) -> None:
        self._parts, self.columns = parts, law.columns(parts)

    def look(self, path: Path, sheet: str) -> Opened:
        """Open the file."""
        return bringing.look(self._parts, path, sheet)

    def preview(self, file: Opened, places: Mapping[str, int]) -> RosterPreview:
        """Read its lines."""
        return bringing.preview(self._parts, file, places)

    def bare(self) -> None:
        """Nothing comes without a file."""

    def write_faults(self, seen: RosterPreview, path: Path) -> int:
        """Write the lines to be mended."""
        return bringing.write_faults(self._parts, seen, path)

    def bring(self, seen: RosterPreview, *, good_only: bool, whole: bool) -> int:
        """Keep the rows."""
        return bringing.bring(self._parts, seen, good_only=good_only, whole=whole)
