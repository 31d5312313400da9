"""One stored page of a case as a small picture on its material's card."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QLabel

from desk_app.domain.applications import Page as StoredPage
from desk_app.errors import DeskError
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import button


class Thumbnail(QFrame):
    """One stored page as a small picture, with a button to remove it.

    The picture is read when this is first drawn, so that a page with many is seen before any is decoded.
    """

    removed = Signal(object)
    """The Page to remove."""

    def __init__(self, case: Case, page: StoredPage, height: int) -> None:
        super().__init__()
        self.page, self._case, self._height = page, case, height
        self._asked = False
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedHeight(px(height))
        self._picture.setMinimumWidth(px(height) * 5 // 7)
        self._picture.setAccessibleName(page.name)
        self._picture.setToolTip(page.name)
        remove = button("删除", "link", name=f"remove:{page.material}:{page.id[:8]}")
        remove.setAccessibleName(f"删除{page.name}")
        remove.clicked.connect(lambda: self.removed.emit(page))
        whole = column(self, spacing=2)
        whole.addWidget(self._picture)
        whole.addWidget(remove, 0, Qt.AlignmentFlag.AlignHCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ask for the picture, once."""
        super().paintEvent(event)
        if not self._asked:
            self._asked = True
            self._read()

    def _read(self) -> None:
        store, page, height = self._case.parts.store, self.page.id, px(self._height)
        within = QSize(height * 2, height) * self.devicePixelRatioF()
        self._case.errands.run(
            lambda: scaled(store.pages.read(page), within),
            while_alive(self, self._show),
            while_alive(self, self._fail),
            lane=Lane.PICTURE,
        )

    def _show(self, image: QImage) -> None:
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(image))

    def _fail(self, error: DeskError) -> None:
        self._picture.setText("打不开")
        self._picture.setToolTip(str(error))
