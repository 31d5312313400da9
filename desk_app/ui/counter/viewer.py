"""Looks at the pages of one material large: turn, put in order, replace, take out."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from desk_app.domain.applications import Page as StoredPage
from desk_app.errors import DeskError
from desk_app.services.counter import capture
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.page_reading import PageReading
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.guard import QUICK
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.picture_sheet import PictureSheet
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import button, label, show_key
from forms.typesetting import typeset

_EMPTY: Final = "这份材料的图片都删除了"
_LARGEST: Final = QSize(4000, 4000)
"""Pixels a page is decoded to at most; a page is kept with at most 3508 on its longer side."""
_STEP: Final = 64


class PageViewer(DeskDialog):
    """The pages of a material, one at a time, from the one that was pressed.

    ← and → look at the pages before and after, Alt with them moves the page, + and - show it at 100 % or
    fitted, L and R turn it by a quarter, O puts a straightened one as it was handed in, and back, Delete
    takes it out. The draft holds every change at once.
    """

    replaced = Signal(object)
    """The Page in whose place another picture is wanted."""

    def __init__(self, case: Case, page: StoredPage, title: str, parent: QWidget) -> None:
        super().__init__("page-viewer", typeset(title), parent, 1100, 900)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._case, self._material, self._shown = case, page.material, ""
        self._page: StoredPage | None = page
        self._place = 0
        self._gone: tuple[StoredPage, int] | None = None
        self._turns: list[tuple[StoredPage, int]] = []
        """Pages to be turned, with the quarters; the first is under way."""
        self.sheet = PictureSheet()
        self._window = QScrollArea()
        self._window.setWidgetResizable(True)
        self._window.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._window.setWidget(self.sheet)
        self._where = label("", "strong", name="viewer:where")
        self._back = self._button("上一页", "back", lambda: self._look(-1), "Left")
        self._on = self._button("下一页", "on", lambda: self._look(1), "Right")
        self._size = self._button("", "size", self._resize_sheet)
        self._left = self._button("左转", "left", lambda: self._turn(3), "L")
        self._right = self._button("右转", "right", lambda: self._turn(1), "R")
        self._other = self._button("", "other", self._exchange, "O")
        self._replace = self._button("换一张…", "replace", self._ask_other)
        self._remove = self._button("删除", "remove", self._take_out, "Delete")
        self._undo = self._button("撤销删除", "undo", self._bring_back)
        self._close = self._button("关闭", "close", self.close, "Escape")
        for each in (self._back, self._on, self._size, self._left, self._right):
            each.setProperty(QUICK, True)
        self._arrange()
        case.changed.connect(self._changed)
        self._refresh()
        self._close.setFocus()

    @property
    def page(self) -> StoredPage | None:
        """The page that is shown; None when the last one was taken out."""
        return self._page

    # ---- building -----------------------------------------------------------------------------

    def _button(self, text: str, name: str, run: Callable[[], object], key: str = "") -> QPushButton:
        """A button; its key is only shown on it, the dialog itself hears it."""
        made = button(text, "secondary", name=f"viewer:{name}")
        if key:
            show_key(made, key)
            made.setAccessibleDescription(f"按键 {key}")
        made.clicked.connect(run)
        return made

    def _arrange(self) -> None:
        foot = QWidget()
        line = FlowLayout(foot, spacing=6)
        kept = (self._left, self._right, self._other, self._replace, self._remove, self._undo)
        for each in (self._where, self._back, self._on, self._size, *kept, self._close):
            line.addWidget(each)
        whole = QWidget()
        column(whole, spacing=0).addWidget(self._window)
        self.lay_out(whole, foot, scrolls=False)

    # ---- the page -----------------------------------------------------------------------------

    def _own(self) -> list[StoredPage]:
        return [p for p in self._case.draft.pages if p.material == self._material]

    @Slot(str)
    def _changed(self, _what: str) -> None:
        self._refresh()

    def _refresh(self) -> None:
        own, open_ = self._own(), self._case.application is None
        if self._page not in own:  # turned, replaced or taken out elsewhere: what stands there now
            self._page = own[min(self._place, len(own) - 1)] if own else None
        place = self._place = own.index(self._page) if self._page else -1
        self._where.setText(f"第 {place + 1} 页,共 {len(own)} 页" if own else "没有图片")
        for each in (self._back, self._on):
            each.setHidden(len(own) < 2)
        self._back.setEnabled(place > 0)
        self._on.setEnabled(0 <= place < len(own) - 1)
        for each in (self._left, self._right, self._replace, self._remove):
            each.setVisible(open_)
            each.setEnabled(self._page is not None)
        photo = self._material == capture.PHOTO  # its frame belongs to the picture it was cut from
        for each in (self._left, self._right, self._replace):
            each.setVisible(open_ and not photo)
        self._offer_other(self._page if open_ else None)
        self._undo.setVisible(open_ and self._gone is not None)
        self._size.setText("100 %" if self.sheet.fitted else "适合窗口")
        show_key(self._size, "+" if self.sheet.fitted else "-")
        self._show(self._page)

    def _offer_other(self, page: StoredPage | None) -> None:
        """Offer the other of the two pictures of a page that was straightened."""
        reading = PageReading.of(self._case)
        original = page is not None and reading.original(page.id) is not None
        flat = page is not None and reading.straightened(page.id) is not None
        self._other.setText("用原图" if original else "用拉平的")
        show_key(self._other, "O")
        self._other.setVisible(original or flat)

    def _show(self, page: StoredPage | None) -> None:
        wanted = page.id if page else ""
        if page is None:
            self.sheet.show_image(QImage(), _EMPTY)
        elif wanted != self._shown:
            store = self._case.parts.store
            self.sheet.setAccessibleName(page.name)
            self._case.errands.run(
                lambda: scaled(store.pages.read(page.id), _LARGEST),
                while_alive(self, lambda image: self._show_read(page, image)),
                while_alive(self, lambda error: self._fail(page, error)),
                lane=Lane.PICTURE,
            )
        self._shown = wanted

    def _show_read(self, page: StoredPage, image: QImage) -> None:
        if page.id == self._shown:  # another one may be wanted by now
            self.sheet.show_image(image, "" if not image.isNull() else "这张图片打不开,请换一张")

    def _fail(self, page: StoredPage, error: DeskError) -> None:
        if page.id == self._shown:
            self.sheet.show_image(QImage(), str(error))

    # ---- what can be done with it -------------------------------------------------------------

    def _look(self, by: int) -> None:
        own = self._own()
        if self._page in own:
            self._page = own[min(max(own.index(self._page) + by, 0), len(own) - 1)]
            self._refresh()

    def _move(self, by: int) -> None:
        if page := self._page:
            self._case.change(lambda d: capture.move_page(d, page, by))

    def _resize_sheet(self) -> None:
        self.sheet.fitted = not self.sheet.fitted
        self.sheet.measure()
        self._refresh()

    def _turn(self, quarters: int) -> None:
        """Turn the page that is seen; presses that come while one is still being turned wait their turn."""
        if self._page is not None and self._case.application is None:
            self._turns.append((self._page, quarters))
            if len(self._turns) == 1:
                self._turn_first()

    def _turn_first(self) -> None:
        case, (page, quarters) = self._case, self._turns[0]

        def done(new: StoredPage) -> None:
            self._turns = [(new if p == page else p, by) for p, by in self._turns[1:]]
            if self._page == page:
                self._page = new
            case.change(lambda d: capture.put_in_place(d, page, new))
            if self._turns:
                self._turn_first()

        def failed(error: DeskError) -> None:
            self._turns.clear()
            case.failed.emit(error)

        work = partial(capture.turned, case.parts, page, quarters)
        case.take_in(work, while_alive(self, done), while_alive(self, failed))

    def _exchange(self) -> None:
        if (page := self._page) and (now := PageReading.of(self._case).exchange(page.id)):
            self._page = now
            self._refresh()

    def _ask_other(self) -> None:
        if self._page:
            self.replaced.emit(self._page)

    def _take_out(self) -> None:
        if (page := self._page) is None or self._case.application is not None:
            return
        own = self._own()
        place = own.index(page)
        self._gone = (page, place)
        others = own[:place] + own[place + 1 :]
        self._page = others[min(place, len(others) - 1)] if others else None
        self._case.remove_page(page)
        self._undo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self) -> None:
        if self._gone is not None:
            page, place = self._gone
            self._gone, self._page = None, page
            self._case.change(lambda d: capture.restore_page(d, page, place))
            self._remove.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the class; the arrows scroll a page at 100 % up and down."""
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        upright = {Qt.Key.Key_Up: -_STEP, Qt.Key.Key_Down: _STEP}.get(Qt.Key(event.key()), 0)
        deeds = {
            Qt.Key.Key_L: self._left,
            Qt.Key.Key_R: self._right,
            Qt.Key.Key_O: self._other,
            Qt.Key.Key_Delete: self._remove,
            (Qt.Key.Key_Plus if self.sheet.fitted else Qt.Key.Key_Minus): self._size,
        }
        if sideways and event.isAutoRepeat() and alt:
            return
        if sideways:
            (self._move if alt else self._look)(sideways)
        elif upright:
            bar = self._window.verticalScrollBar()
            bar.setValue(bar.value() + px(upright))
        elif (pressed := deeds.get(Qt.Key(event.key()))) and not event.isAutoRepeat():
            if pressed.isVisible():
                pressed.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture to the new room."""
        super().resizeEvent(event)
        self.sheet.update()
