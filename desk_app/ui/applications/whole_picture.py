"""One scan of an accepted application, large: the pages before and after, turned for the eye alone."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QTransform
from PySide6.QtWidgets import QPushButton, QWidget

from desk_app.domain.applications import Application
from desk_app.domain.retention import AWAY
from desk_app.errors import DeskError
from desk_app.services.applications import whole
from desk_app.services.applications.whole import ScanGroup, Scanned
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import FlowLayout
from desk_app.ui.kit.picture_sheet import OPENING, PictureSheet
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.widgets import button, label, show_key
from forms.typesetting import typeset

_AS_LARGE: Final = 4000
_LARGEST: Final = QSize(3508, 3508)
_SHUT: Final = "这张图片打不开,请管理员从备份的数据文件夹找回"


class LookDialog(DeskDialog):
    """The pages of one material, one at a time; ← and → look at the others, L and R turn what is shown."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        application: Application,
        group: ScanGroup,
        page: Scanned,
        parent: QWidget,
    ) -> None:
        super().__init__("look", typeset(group.title), parent, _AS_LARGE, _AS_LARGE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._parts, self._errands, self._application = parts, errands, application
        self._group, self._place, self._turned = group, group.pages.index(page), 0
        self.sheet = PictureSheet()
        self._where = label("", "strong", verbatim=True, name="look:where")
        self._before = self._button("上一页", "before", lambda: self._look(-1), "Left")
        self._after = self._button("下一页", "after", lambda: self._look(1), "Right")
        left = self._button("左转", "left", lambda: self._turn(3), "L")
        right = self._button("右转", "right", lambda: self._turn(1), "R")
        close = self._button("关闭", "close", self.close, "Escape")
        self._keys = {Qt.Key.Key_L: left, Qt.Key.Key_R: right}
        foot = QWidget()
        line = FlowLayout(foot, spacing=6)
        for each in (self._where, self._before, self._after, left, right, close):
            line.addWidget(each)
        self.lay_out(self.sheet, foot, scrolls=False)
        self._show()
        close.setFocus()

    def _button(self, text: str, name: str, run: Callable[[], object], key: str) -> QPushButton:
        """A button that shows its key; the dialog itself hears it."""
        made = button(text, name=f"look:{name}")
        show_key(made, key)
        made.setAccessibleDescription(f"按键 {key}")
        made.clicked.connect(lambda _on=False: run())
        return made

    @property
    def page(self) -> Scanned:
        """The page that is shown."""
        return self._group.pages[self._place]

    def _look(self, by: int) -> None:
        place = min(max(self._place + by, 0), len(self._group.pages) - 1)
        if place != self._place:
            self._place, self._turned = place, 0
            self._show()

    def _turn(self, quarters: int) -> None:
        """Turn what is shown; the page itself stays as it is."""
        self._turned = (self._turned + quarters) % 4
        if not self.sheet.image.isNull():
            turned = self.sheet.image.transformed(QTransform().rotate(90 * quarters))
            self.sheet.show_image(turned)

    def _show(self) -> None:
        pages, page = self._group.pages, self.page
        self._where.setText(typeset(f"第{self._place + 1}页,共{len(pages)}页"))
        for each in (self._before, self._after):
            each.setHidden(len(pages) < 2)
        self._before.setEnabled(self._place > 0)
        self._after.setEnabled(self._place < len(pages) - 1)
        self.sheet.setAccessibleName(f"{self._group.title} {page.name}")
        self.sheet.show_image(QImage(), OPENING)
        parts, application, title = self._parts, self._application, self._group.title
        self._errands.run(
            lambda: whole.note_picture(parts, application, title),
            while_alive(self, lambda _: self._read(page)),
            while_alive(self, lambda error: self._fail(page, error)),
        )

    def _read(self, page: Scanned) -> None:
        """The read is noted: now it may be shown."""
        store = self._parts.store
        self._errands.run(
            lambda: scaled(store.pages.read(page.id), _LARGEST),
            while_alive(self, lambda image: self._show_read(page, image)),
            while_alive(self, lambda error: self._fail(page, error)),
            lane=Lane.PICTURE,
        )

    def _show_read(self, page: Scanned, image: QImage) -> None:
        if page == self.page:
            turned = image.transformed(QTransform().rotate(90 * self._turned))
            self.sheet.show_image(turned, "" if not image.isNull() else _SHUT)

    def _fail(self, page: Scanned, error: DeskError) -> None:
        if page == self.page:
            self.sheet.show_image(QImage(), AWAY if str(error) == AWAY else _SHUT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the class; all others are the dialog's."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        pressed = self._keys.get(Qt.Key(event.key()))
        if step:
            self._look(step)
        elif pressed is not None and not event.isAutoRepeat():
            pressed.click()
        else:
            super().keyPressEvent(event)
