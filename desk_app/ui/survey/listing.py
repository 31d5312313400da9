"""列名单: who is asked in a year, by last year, by new certificates, and by a list that is brought."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from desk_app.services.parts import Parts
from desk_app.services.survey import listed
from desk_app.services.survey.listed import DrawnList
from desk_app.services.tables.brought import Opened
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.lists.bring import BringDialog

_ABOUT: Final = (
    "上年在册的、9月30日前办出证的自动列入,死亡、迁出、注销的去掉;有名册的再选文件。"
    "名册只读一遍,不留底;有一行有错就一行也不列入,除非勾选只要没有问题的行。可以再列:已经采集的不动。"
)


class ListingDialog(BringDialog[DrawnList]):
    """Draws the people of the year. ``done`` gets how many there are."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        parent: QWidget,
        done: Callable[[int], None],
        year: int | None = None,
    ) -> None:
        super().__init__(errands, _YearList(parts, year), parent, done)


class _YearList:
    """How the list of a year is brought."""

    name, title, word, about, whole = "listing", "列名单", "列入", _ABOUT, ""

    def __init__(self, parts: Parts, year: int | None) -> None:
        self._parts, self._year, self.columns = parts, year, listed.columns(parts)

    def look(self, path: Path, sheet: str) -> Opened:
        """Open the file."""
        return listed.look(self._parts, path, sheet)

    def preview(self, file: Opened, places: Mapping[str, int]) -> DrawnList:
        """Read its lines, and draw whom they and last year tell."""
        return listed.drawn(self._parts, listed.preview(self._parts, file, places), self._year)

    def bare(self) -> DrawnList:
        """Whom last year and the certificates tell."""
        return listed.drawn(self._parts, None, self._year)

    def write_faults(self, seen: DrawnList, path: Path) -> int:
        """Write the lines to be mended."""
        return listed.write_faults(self._parts, seen, path)

    def bring(self, seen: DrawnList, *, good_only: bool, whole: bool) -> int:  # noqa: ARG002
        """Keep the people; ``whole`` makes no difference."""
        return listed.bring(self._parts, seen, good_only=good_only)
