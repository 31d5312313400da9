"""A kept picture, small as a button and large in front of the window."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desk_app.domain.retention import AWAY
from desk_app.errors import DeskError, WorldError
from desk_app.services.parts import Parts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet, outermost
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import button
from desk_app.ui.kit.words import plain_tip
from forms.typesetting import typeset

_WIDE: Final = 124
_HIGH: Final = 92
_AS_LARGE: Final = 4000
"""Wanted width and height, in grid pixels: all there is room for."""
_NONE: Final = "还没有图片"
_OPENING: Final = "正在打开…"
_SHUT: Final = "打不开"
_AT_COUNTY: Final = "图片在区县,现在取不到"
_LOST: Final = "这张图片在这台电脑上找不到或已损坏,请管理员从备份的数据文件夹找回"
_KEEP: Final = Qt.AspectRatioMode.KeepAspectRatio
_WORDS: Final = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


def _look(parts: Parts, page: str, within: QSize) -> QImage:
    """The picture of a page, no larger than this; WorldError when it can not be shown."""
    try:
        image = scaled(parts.store.pages.read(page), within)
    except WorldError as error:
        raise WorldError(AWAY if str(error) == AWAY else _LOST) from error
    if image.isNull():
        raise WorldError(_LOST)
    return image


def _draw(painter: QPainter, room: QRect, image: QImage) -> None:
    """The picture in the middle of the room, as large as it fits."""
    size = image.size().scaled(room.size() * painter.device().devicePixelRatioF(), _KEEP)
    size /= painter.device().devicePixelRatioF()
    corner = room.center() - QRect(0, 0, size.width(), size.height()).center()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(corner.x(), corner.y(), size.width(), size.height()), image)


class Preview(QPushButton):
    """One kept picture as a small button, to be opened large by a press."""

    def __init__(self, parts: Parts, errands: Errands, title: str, name: str) -> None:
        super().__init__()
        self._parts, self._errands, self._title = parts, errands, title
        self._image = QImage()
        self._words, self._tone = _NONE, "control"
        self.page = ""
        self.setObjectName(name)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setEnabled(False)
        self.setAccessibleName(f"{title} {_NONE}")

    def sizeHint(self) -> QSize:
        """Room for a small picture; without it a button would be one line high."""
        return QSize(px(_WIDE), px(_HIGH))

    def show_page(self, page: str) -> None:
        """Show the page of this id; an empty id shows that there is no picture."""
        if page == self.page:
            return
        self.page, self._image, self._words = page, QImage(), _OPENING if page else _NONE
        self.setEnabled(bool(page))
        self.setCursor(Qt.CursorShape.PointingHandCursor if page else Qt.CursorShape.ArrowCursor)
        self.setAccessibleName(f"{self._title} {'看大图' if page else _NONE}")
        self.setToolTip("看大图" if page else "")
        self.update()
        if page:
            parts, within = self._parts, self.sizeHint() * self.devicePixelRatioF()
            self._errands.run(
                lambda: _look(parts, page, within),
                while_alive(self, lambda image: self._show(page, image)),
                while_alive(self, lambda error: self._fail(page, error)),
                lane=Lane.PICTURE,
            )

    def mark(self, state: str) -> None:
        """Mark it ``wrong``, ``caution`` or not at all."""
        self._tone = state or "control"
        self.update()

    def _show(self, page: str, image: QImage) -> None:
        if page == self.page:  # another one may have been taken meanwhile
            self._image = image
            self.update()

    def _fail(self, page: str, error: DeskError) -> None:
        if page == self.page:
            self._words = _AT_COUNTY if str(error) == AWAY else _SHUT
            self.setToolTip(plain_tip(str(error)))
            self.setAccessibleDescription(str(error))
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture or the words, in a frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = 2 if self._tone != "control" else 1
        half = wide / 2
        painter.setPen(QPen(colour(self._tone), wide))
        painter.setBrush(colour("surface" if self.page else "ground"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), px(5), px(5))
        inside = self.rect().marginsRemoved(self.contentsMargins()).adjusted(px(4), px(4), -px(4), -px(4))
        if self._image.isNull():
            painter.setPen(colour("quiet"))
            painter.drawText(inside, _WORDS, typeset(self._words))
        else:
            _draw(painter, inside, self._image)
        painter.end()


class _Large(QWidget):
    """A picture as large as there is room for, or a sentence why it can not be shown."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._image, self.words = QImage(), _OPENING
        self.setAccessibleName(title)

    @property
    def image(self) -> QImage:
        """What is shown; null while there is nothing to show."""
        return self._image

    def show_image(self, image: QImage) -> None:
        self._image, self.words = image, ""
        self.update()

    def fail(self, error: DeskError) -> None:
        self.words = str(error)
        self.setAccessibleDescription(self.words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("paper_ground"))
        if self._image.isNull():
            painter.setPen(colour("text"))
            painter.drawText(self.rect(), _WORDS, typeset(self.words))
        else:
            _draw(painter, self.rect(), self._image)
        painter.end()


class PictureDialog(DeskDialog):
    """One picture as large as the window behind it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__("picture", title, parent, _AS_LARGE, _AS_LARGE)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.large = _Large(title)
        close = button("关闭", name="picture:close")
        close.clicked.connect(self.close)
        self.lay_out(self.large, feet(close), scrolls=False)
        close.setFocus()


def open_picture(
    parts: Parts,
    errands: Errands,
    title: str,
    page: str,
    parent: QWidget,
    note: Callable[[], None] | None = None,
) -> None:
    """Show a kept picture large. ``note`` notes the read first; when it fails, nothing is shown."""
    if any(d.isVisible() for d in parent.findChildren(PictureDialog)):  # asked for twice, shown once
        return
    dialog = PictureDialog(title, parent)
    within = outermost(parent).size() * dialog.devicePixelRatioF()

    large = dialog.large
    fail = while_alive(large, large.fail)

    def look(_: None = None) -> None:
        show = while_alive(large, large.show_image)
        errands.run(lambda: _look(parts, page, within), show, fail, lane=Lane.PICTURE)

    if note is None:
        look()
    else:
        errands.run(note, while_alive(large, look), fail)
    dialog.open()
