"""The pages of one material in a row that never grows: what does not fit is behind one button."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from desk_app.domain.applications import Page as StoredPage
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.thumbnail import Thumbnail
from desk_app.ui.kit.focus import TabPlace
from desk_app.ui.kit.layouts import column, row
from desk_app.ui.kit.narrow import is_low
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import button, label

_EMPTY: Final = "还没有图片,也可以把图片文件拖到这里"
_READING: Final = "正在读取图片…"


class _Gone(QFrame):
    """Stands in the place of a page that was just taken out, with the way to have it back."""

    back_wanted = Signal()

    def __init__(self, page: StoredPage, height: int) -> None:
        super().__init__()
        self.page = page
        self.back = button("撤销", "link", name=f"restore:{page.material}")
        self.back.setAccessibleName(f"撤销,找回{page.name}")
        self.back.clicked.connect(self.back_wanted)
        said = label("已删除", "quiet")
        said.setFixedSize(px(height) * 5 // 7, px(height))
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = column(self, spacing=2)
        whole.addWidget(said)
        whole.addWidget(self.back, 0, Qt.AlignmentFlag.AlignHCenter)


class PageStrip(QWidget):
    """The pages of a material in their order, as many as there is room for."""

    opened = Signal(object)
    removed = Signal(object)
    """The Page to look at, or to remove."""
    moved = Signal(object, int)
    """A Page, and by how many places to the right."""
    back_wanted = Signal(object, int)
    """A Page that was removed shall be there again, at this place among its material's."""

    def __init__(self, case: Case, height: int) -> None:
        super().__init__()
        self._case, self._height = case, height
        self._pages: tuple[StoredPage, ...] = ()
        self._gone: tuple[int, _Gone] | None = None
        self._tiles: list[Thumbnail] = []
        self._tabs = TabPlace(self)
        self._said = label(_EMPTY, "quiet", wrap=True)
        self._more = button("", "link", name="more-pages")
        self._more.clicked.connect(lambda: self.opened.emit(self._pages[len(self._shown())]))
        self._line = row(self)
        self._line.addWidget(self._said, 1, Qt.AlignmentFlag.AlignTop)
        self._line.addStretch(0)
        self._line.addWidget(self._more)
        self._more.hide()
        self._fit_height()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Room for one page and the button for the others."""
        return QSize(px(self._height) * 2, self.height())

    def show_pages(self, pages: tuple[StoredPage, ...]) -> None:
        """Show these pages; widgets of those that stay are kept."""
        if pages == self._pages:
            return
        stood = next((i for i, t in enumerate(self._tiles) if t.isAncestorOf(self.focusWidget() or self)), -1)
        focused = self._pages[stood] if stood >= 0 else None
        if len(pages) >= len(self._pages) + (self._gone is not None):
            self._forget_gone()
        kept = {t.page: t for t in self._tiles}
        for page, tile in kept.items():
            if page not in pages:
                self._line.removeWidget(tile)
                tile.hide()
                tile.deleteLater()
        self._pages = pages
        self._tiles = [kept.get(page) or self._tile(page) for page in pages]
        self._arrange()
        if focused is not None and pages:  # another page in its place, or the next one, has the keyboard then
            place = pages.index(focused) if focused in pages else min(stood, len(pages) - 1)
            self._tiles[place].picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_reading(self, *, reading: bool) -> None:
        """Say that pictures are being read, while there is none."""
        self._said.setText(_READING if reading else _EMPTY)

    def forget_removed(self) -> None:
        """A page that was removed can not be brought back from here any more."""
        self._forget_gone()
        self._arrange()

    # ---- tiles --------------------------------------------------------------------------------

    def _tile(self, page: StoredPage) -> Thumbnail:
        made = Thumbnail(self._case, page, self._height, self)
        made.opened.connect(self.opened)
        made.removed.connect(self._remove)
        made.moved.connect(self.moved)
        made.taken_up.connect(self._drop)
        return made

    def _drop(self, page_id: str, onto: StoredPage) -> None:
        dragged = next((p for p in self._pages if p.id == page_id), None)
        if dragged is not None:
            self.moved.emit(dragged, self._pages.index(onto) - self._pages.index(dragged))

    def _remove(self, page: StoredPage) -> None:
        """Take a page out; where it stood is the way to have it back, for the next press too."""
        place = self._pages.index(page)
        self._forget_gone()
        gone = _Gone(page, self._height)
        gone.back_wanted.connect(lambda: self._bring_back(page, place))
        self._gone = (place, gone)
        self.removed.emit(page)
        if self._gone is not None:
            gone.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def undo(self) -> bool:
        """Bring back the page that was removed last; False when there is none."""
        if self._gone is None:
            return False
        place, gone = self._gone
        self._bring_back(gone.page, place)
        return True

    def _bring_back(self, page: StoredPage, place: int) -> None:
        self._forget_gone()
        self.back_wanted.emit(page, place)
        tile = next((t for t in self._tiles if t.page == page), None)
        if tile is not None:
            tile.picture.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_gone(self) -> None:
        if self._gone is not None:
            _, gone = self._gone
            self._gone = None
            self._line.removeWidget(gone)
            gone.hide()
            gone.deleteLater()

    # ---- the row ------------------------------------------------------------------------------

    def _all(self) -> list[QWidget]:
        tiles: list[QWidget] = list(self._tiles)
        if self._gone is not None:
            place, gone = self._gone
            tiles.insert(min(place, len(tiles)), gone)
        return tiles

    def _arrange(self) -> None:
        self._fit_height()
        tiles = self._all()
        for place, tile in enumerate(tiles):
            self._line.removeWidget(tile)
            self._line.insertWidget(place, tile)
        room = self._room()
        for place, tile in enumerate(tiles):
            tile.setVisible(place < room)
        hidden = len(tiles) - room
        self._more.setText(f"还有 {hidden} 页")
        self._more.setVisible(hidden > 0)
        self._said.setVisible(not tiles)
        self._tabs.hold(_stops([*tiles[:room], self._more]))

    def _fit_height(self) -> None:
        """As high with pages as without, so that nothing moves; where height is scarce only its sentence."""
        empty = not self._all() and is_low(self)
        said = self._said.heightForWidth(max(self.width(), px(self._height)))
        high = said if empty else px(self._height) + px(2) + self._more.sizeHint().height()
        if high != self.minimumHeight():
            self.setFixedHeight(high)

    def _room(self) -> int:
        """How many tiles fit, with the button where they are not all."""
        wide, gap = px(self._height) * 5 // 7 + self._line.spacing(), self._line.spacing()
        count, width = len(self._all()), max(self.width(), 1) + gap
        if count * wide <= width:
            return count
        self._more.setText(f"还有 {count} 页")
        return max(1, (width - self._more.sizeHint().width() - gap) // wide)

    def _shown(self) -> Sequence[Thumbnail]:
        return [t for t in self._tiles if not t.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many pages as fit now."""
        super().resizeEvent(event)
        self._arrange()


def _stops(tiles: Sequence[QWidget]) -> list[QWidget]:
    """Where Tab stops within tiles, in order."""
    stops: list[QWidget] = []
    for tile in tiles:
        if isinstance(tile, Thumbnail):
            stops += [tile.picture, tile.remove]
        else:
            stops.append(tile.back if isinstance(tile, _Gone) else tile)
    return stops
