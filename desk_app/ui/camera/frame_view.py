"""The frame of a photo over a picture, moved and scaled by mouse or keys."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desk_app.domain.recognised import PageSpot
from desk_app.services.parts import Crop
from desk_app.ui.kit.style import colour, px

RATIO: Final = 35 / 49
"""Width to height of a 2-inch photo."""
_HEADROOM: Final = 0.25
_SMALLEST: Final = 0.15
"""Least height of the frame, as a part of the picture's height."""
_STEP: Final = 0.01
_KEYS: Final = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}
_SCALES: Final = {Qt.Key.Key_Plus: 1.03, Qt.Key.Key_Equal: 1.03, Qt.Key.Key_Minus: 1 / 1.03}


def best_frame(picture: QSizeF, ratio: float = RATIO) -> QRectF:
    """The largest frame of a photo's shape of a picture, with little cut off above the head."""
    height = min(picture.height(), picture.width() / ratio)
    size = QSizeF(height * ratio, height)
    spare = picture - size
    return QRectF(QPointF(spare.width() / 2, spare.height() * _HEADROOM), size)


def resized(frame: QRectF, factor: float, picture: QSizeF, ratio: float = RATIO) -> QRectF:
    """The frame larger or smaller about its centre, still of its shape and inside the picture."""
    largest = best_frame(picture, ratio).height()
    height = max(largest * _SMALLEST, min(largest, frame.height() * factor))
    made = QRectF(QPointF(), QSizeF(height * ratio, height))
    made.moveCenter(frame.center())
    return kept_inside(made, picture)


def kept_inside(frame: QRectF, picture: QSizeF) -> QRectF:
    """The frame moved back into the picture."""
    left = max(0.0, min(frame.left(), picture.width() - frame.width()))
    top = max(0.0, min(frame.top(), picture.height() - frame.height()))
    return QRectF(QPointF(left, top), frame.size())


class CropView(QWidget):
    """The picture with its frame. Drag or arrow keys move it, the wheel or + and - scale it."""

    changed = Signal()

    def __init__(self, ratio: float = RATIO) -> None:
        """``ratio`` is the photo's width to its height."""
        super().__init__()
        self._ratio = ratio
        self.setObjectName("crop:frame")
        self.setAccessibleName("照片选框")
        self.setAccessibleDescription("方向键移动,加号减号缩放")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(px(240), px(200))
        self._image = QImage()
        self._frame = QRectF()
        self._grip: QPointF | None = None

    @property
    def box(self) -> Crop:
        """The frame in fractions of the picture."""
        width, height, f = self._image.width(), self._image.height(), self._frame
        return Crop(f.left() / width, f.top() / height, f.right() / width, f.bottom() / height)

    def show_image(self, image: QImage) -> None:
        """Show a picture with the best frame on it."""
        self._image = image
        self._set_frame(best_frame(self._picture, self._ratio))

    def show_frame(self, spot: PageSpot) -> None:
        """Put the frame about a part of the picture."""
        picture = self._picture
        frame = QRectF(
            QPointF(spot.left * picture.width(), spot.top * picture.height()),
            QPointF(spot.right * picture.width(), spot.bottom * picture.height()),
        )
        height = min(frame.height(), best_frame(picture, self._ratio).height())
        made = QRectF(frame.topLeft(), QSizeF(height * self._ratio, height))
        self._set_frame(kept_inside(made, picture))

    @property
    def _picture(self) -> QSizeF:
        return QSizeF(self._image.size())

    @property
    def _scale(self) -> float:
        if self._image.isNull():
            return 1.0
        return min(self.width() / self._image.width(), self.height() / self._image.height())

    @property
    def _origin(self) -> QPointF:
        spare = QSizeF(self.size()) - self._picture * self._scale
        return QPointF(spare.width() / 2, spare.height() / 2)

    def _set_frame(self, frame: QRectF) -> None:
        if self._image.isNull():  # it is still being read: there is nothing to cut from
            return
        self._frame = frame
        self.update()
        self.changed.emit()

    def move_frame(self, by: QPointF) -> None:
        """Move the frame by so many pixels of the picture."""
        self._set_frame(kept_inside(self._frame.translated(by), self._picture))

    def scale_frame(self, factor: float) -> None:
        """Make the frame larger or smaller about its centre."""
        self._set_frame(resized(self._frame, factor, self._picture, self._ratio))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, plus and minus scale."""
        key = Qt.Key(event.key())
        if key in _KEYS:
            self.move_frame(_KEYS[key] * self._picture.height() * _STEP)
        elif key in _SCALES:
            self.scale_frame(_SCALES[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scales."""
        self.scale_frame(1.0 + event.angleDelta().y() / 120 * 0.04)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag the frame."""
        self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the frame."""
        if self._grip is not None:
            self.move_frame((event.position() - self._grip) / self._scale)
            self._grip = event.position()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """End dragging."""
        self._grip = None

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, dimmed outside the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), colour("text"))
        if not self._image.isNull():
            painter.translate(self._origin)
            painter.scale(self._scale, self._scale)
            painter.drawImage(0, 0, self._image)
            self._paint_frame(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter) -> None:
        outside = QPainterPath()
        outside.addRect(QRectF(QPointF(), self._picture))
        inside = QPainterPath()
        inside.addRect(self._frame)
        painter.fillPath(outside - inside, QColor(0, 0, 0, 140))
        pen = QPen(colour("focus"), 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(self._frame)
        pen.setStyle(Qt.PenStyle.DashLine)
        pen.setWidthF(1.2)
        painter.setPen(pen)
        painter.drawEllipse(head_of(self._frame))


def head_of(frame: QRectF) -> QRectF:
    """The outline where a head usually is in a photo, drawn as a guide only."""
    width, height = frame.width() * 0.5, frame.height() * 0.5
    return QRectF(frame.center().x() - width / 2, frame.top() + frame.height() * 0.13, width, height)
