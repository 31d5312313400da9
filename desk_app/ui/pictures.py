"""Pictures of a case on the screen: read, checked and scaled away from the main thread."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QLabel

from desk_app.domain.applications import Page as StoredPage
from desk_app.errors import DeskError, WorldError
from desk_app.services.capture import PHOTO
from desk_app.services.parts import Pictures
from desk_app.ui.alive import while_alive
from desk_app.ui.case import Case
from desk_app.ui.layouts import column
from desk_app.ui.style import px
from desk_app.ui.widgets import button

_UNREADABLE = "这个文件读不出来,请检查U盘或文件夹后再选一次"


def read_picture(pictures: Pictures, material: str, path: Path) -> bytes:
    """The bytes of a picture fit for this material; WorldError with what to do otherwise."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise WorldError(_UNREADABLE) from error
    return checked(pictures, material, data)


def checked(pictures: Pictures, material: str, data: bytes) -> bytes:
    """The same bytes, if this material can be made of them; WorldError with what to do otherwise."""
    if material == PHOTO:
        pictures.photo(data, None)
    else:
        pictures.size(data)
    return data


def scaled(data: bytes, within: QSize) -> QImage:
    """A picture no larger than this, upright; may be called in any thread."""
    buffer = QBuffer()
    buffer.setData(data)
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size().scaled(within, Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() < reader.size().width():
        reader.setScaledSize(size)
    return reader.read()


class Thumbnail(QFrame):
    """One stored page, small, with a way to take it out."""

    removed = Signal(object)
    """The Page to take out."""

    def __init__(self, case: Case, page: StoredPage, height: int) -> None:
        super().__init__()
        self.page = page
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
        store, ratio = case.parts.store, self.devicePixelRatioF()
        within = QSize(px(height) * 2, px(height)) * ratio
        case.errands.run(
            lambda: scaled(store.pages.read(page.id), within),
            while_alive(self, self._show),
            while_alive(self, self._fail),
        )

    def _show(self, image: QImage) -> None:
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._picture.setPixmap(QPixmap.fromImage(image))

    def _fail(self, error: DeskError) -> None:
        self._picture.setText("打不开")
        self._picture.setToolTip(str(error))
