"""One stored page of a case as a small picture on its material's card."""

from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QSizePolicy, QWidget

from desk_app.domain.applications import Page as StoredPage
from desk_app.errors import DeskError
from desk_app.ui.counter.case import Case
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import button
from desk_app.ui.kit.words import plain_tip
from forms.typesetting import typeset

PAGE: Final = "application/x-desk-page"
"""The kind of what is dragged: a stored page, as ``material:id``."""
_ALT: Final = Qt.KeyboardModifier.AltModifier
_SIDEWAYS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class PagePicture(QAbstractButton):
    """The picture of a page: a press looks at it large, Alt with ← or → moves it, and so does dragging.

    It is read when this is first drawn, so that a page with many is seen before any is decoded.
    """

    opened = Signal()
    moved = Signal(int)
    """So many places to the right."""
    unwanted = Signal()
    """The Delete key was pressed."""

    def __init__(self, case: Case, page: StoredPage, height: int) -> None:
        super().__init__()
        self._case, self._page, self._height = case, page, height
        self._image = QPixmap()
        self._words, self._asked = "", False
        self._pressed_at = QPoint()
        self.setObjectName(f"page:{page.material}:{page.id[:8]}")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"看大图 {page.name}")
        self.setAccessibleDescription("Alt 加左右键换次序,Delete 删除")
        self.setToolTip(plain_tip(page.name, verbatim=True))
        self.clicked.connect(self.opened)

    def sizeHint(self) -> QSize:
        """Room for an upright page."""
        return QSize(px(self._height) * 5 // 7, px(self._height))

    # ---- the picture --------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture, and ask for it the first time."""
        if not self._asked:
            self._asked = True
            self._read()
        painter = QPainter(self)
        painter.setPen(QPen(colour("control"), 1))
        painter.setBrush(colour("ground"))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._image.isNull():
            painter.setPen(colour("quiet"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, typeset(self._words))
        else:
            size = self._image.deviceIndependentSize()
            corner = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawPixmap(QRectF(*corner, size.width(), size.height()), self._image, QRectF())
        painter.end()

    def _read(self) -> None:
        store, page = self._case.parts.store, self._page.id
        within = (self.sizeHint() - QSize(4, 4)) * self.devicePixelRatioF()
        self._case.errands.run(
            lambda: scaled(store.pages.read(page), within),
            while_alive(self, self._show),
            while_alive(self, self._fail),
            lane=Lane.PICTURE,
        )

    def _show(self, image: QImage) -> None:
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._image = QPixmap.fromImage(image)
        self.update()

    def _fail(self, error: DeskError) -> None:
        self._words = "打不开"
        self.setToolTip(plain_tip(str(error)))
        self.setAccessibleDescription(str(error))
        self.update()

    # ---- keys and dragging --------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of the window have the keys that move the page."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and _by(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter looks at the page, Alt with ← or → moves it, Delete takes it out."""
        if event.isAutoRepeat():
            return
        if by := _by(event):
            self.moved.emit(by)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a drag may begin."""
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the page."""
        way = (event.position().toPoint() - self._pressed_at).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and way >= QApplication.startDragDistance():
            self.setDown(False)
            drag = QDrag(self)
            data = QMimeData()
            data.setData(PAGE, f"{self._page.material}:{self._page.id}".encode())
            drag.setMimeData(data)
            drag.setPixmap(self._image)
            drag.exec(Qt.DropAction.MoveAction)
            return
        super().mouseMoveEvent(event)


def _by(event: QKeyEvent) -> int:
    """By how many places a key moves a page."""
    return _SIDEWAYS.get(Qt.Key(event.key()), 0) if event.modifiers() & _ALT else 0


class Thumbnail(QFrame):
    """One stored page as a small picture with its 删除 below; another page can be dropped onto it."""

    opened = Signal(object)
    removed = Signal(object)
    """The Page to look at, or to remove."""
    moved = Signal(object, int)
    """The Page, and by how many places to the right."""
    taken_up = Signal(str, object)
    """Id of a page of the same material that was dropped here, and this Page."""

    def __init__(self, case: Case, page: StoredPage, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.picture = PagePicture(case, page, height)
        self.remove = button("删除", "link", name=f"remove:{page.material}:{page.id[:8]}")
        self.remove.setAccessibleName(f"删除{page.name}")
        self.picture.opened.connect(lambda: self.opened.emit(page))
        self.picture.moved.connect(lambda by: self.moved.emit(page, by))
        for asked in (self.remove.clicked, self.picture.unwanted):
            asked.connect(lambda *_: self.removed.emit(page))
        self.setAcceptDrops(True)
        whole = column(self, spacing=2)
        whole.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignHCenter)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept another page of the same material."""
        if dropped(event.mimeData(), self.page.material):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Let the dropped page take this one's place."""
        if (page := dropped(event.mimeData(), self.page.material)) and page != self.page.id:
            event.acceptProposedAction()
            self.taken_up.emit(page, self.page)


def dropped(data: QMimeData, material: str) -> str:
    """The id of the page of a material that is dragged; empty for anything else."""
    whose, _, page = bytes(data.data(PAGE).data()).decode().partition(":")
    return page if whose == material else ""
