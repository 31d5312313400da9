"""The 2-inch frame over a picture, moved and scaled by mouse or keys; advice on the photo never blocks."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
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

from desk_app.domain import portraits
from desk_app.domain.portraits import Portrait
from desk_app.domain.recognised import PageSpot
from desk_app.errors import DeskError
from desk_app.services.parts import Crop, Pictures
from desk_app.services.recognition.socket import PageReader
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import VerticalScroll, clear, column, row
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import Strip, button, label

RATIO: Final = 35 / 49
"""Width to height of a 2-inch photo."""
_PREVIEW: Final = QSize(1200, 1200)
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


def best_frame(picture: QSizeF) -> QRectF:
    """The largest 35:49 frame of a picture, with little cut off above the head."""
    height = min(picture.height(), picture.width() / RATIO)
    size = QSizeF(height * RATIO, height)
    spare = picture - size
    return QRectF(QPointF(spare.width() / 2, spare.height() * _HEADROOM), size)


def resized(frame: QRectF, factor: float, picture: QSizeF) -> QRectF:
    """The frame larger or smaller about its centre, still 35:49 and inside the picture."""
    largest = best_frame(picture).height()
    height = max(largest * _SMALLEST, min(largest, frame.height() * factor))
    made = QRectF(QPointF(), QSizeF(height * RATIO, height))
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

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("crop:frame")
        self.setAccessibleName("2寸照片选框")
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
        self._set_frame(best_frame(self._picture))

    def show_frame(self, spot: PageSpot) -> None:
        """Put the frame about a part of the picture."""
        picture = self._picture
        frame = QRectF(
            QPointF(spot.left * picture.width(), spot.top * picture.height()),
            QPointF(spot.right * picture.width(), spot.bottom * picture.height()),
        )
        height = min(frame.height(), best_frame(picture).height())
        made = QRectF(frame.topLeft(), QSizeF(height * RATIO, height))
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
        self._frame = frame
        self.update()
        self.changed.emit()

    def move_frame(self, by: QPointF) -> None:
        """Move the frame by so many pixels of the picture."""
        self._set_frame(kept_inside(self._frame.translated(by), self._picture))

    def scale_frame(self, factor: float) -> None:
        """Make the frame larger or smaller about its centre."""
        self._set_frame(resized(self._frame, factor, self._picture))

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
        painter.drawEllipse(_head(self._frame))


def _head(frame: QRectF) -> QRectF:
    """The outline where a head usually is in a 2-inch photo, drawn as a guide only."""
    width, height = frame.width() * 0.5, frame.height() * 0.5
    return QRectF(frame.center().x() - width / 2, frame.top() + frame.height() * 0.13, width, height)


class CropDialog(DeskDialog):
    """Lets the clerk choose the 2-inch part of a picture; shows advice that does not block."""

    chosen = Signal(object)
    """The frame as a Box, in fractions of the picture."""

    def __init__(
        self, errands: Errands, pictures: Pictures, reader: PageReader, data: bytes, parent: QWidget
    ) -> None:
        super().__init__("crop", "裁剪2寸照片", parent, 880, 600)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._errands, self._pictures, self._data = errands, pictures, data
        self._reader = reader
        self._face: Portrait | None = None
        self._looked = False
        """Whether a face was looked for, found or not."""
        self.view = CropView()
        self._told = column(spacing=8)
        self._ok = button("确定", "primary", "Ctrl+Return", name="crop:ok")
        self._cancel = button("取消", name="crop:cancel")
        self._pause = QTimer(self, singleShot=True, interval=250)
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        told = QWidget()
        side = column(told, spacing=12)
        side.addWidget(label("看一看", "title"))
        side.addLayout(self._told)
        side.addStretch()
        side.addWidget(
            label(
                "拖动或方向键移动,滚轮或 + - 缩放。轮椅头枕、闭眼、深色眼镜都可以,由您决定。",
                "quiet",
                wrap=True,
            )
        )
        feet = row()
        feet.addWidget(self._cancel)
        feet.addWidget(self._ok, 1)
        aside = QWidget()
        aside.setFixedWidth(px(270))
        beside = column(aside)
        beside.addWidget(VerticalScroll(told), 1)
        beside.addLayout(feet)
        whole = row(self, margins=16, spacing=16)
        whole.addWidget(self.view, 1)
        whole.addWidget(aside)

    def _connect(self) -> None:
        self._ok.setEnabled(False)
        self.default = self._ok
        self._ok.clicked.connect(self._accept)
        self._cancel.clicked.connect(self.close)
        self.view.changed.connect(self._pause.start)
        self._pause.timeout.connect(self._judge)

    def _load(self) -> None:
        pictures, data = self._pictures, self._data
        self._errands.run(
            lambda: scaled(pictures.page(data), _PREVIEW),
            while_alive(self, self._show),
            while_alive(self, self._fail),
            lane=Lane.PICTURE,
        )

    def _show(self, image: QImage) -> None:
        self.view.show_image(image)
        self._ok.setEnabled(True)
        self.view.setFocus()
        self._find_face(image.size())

    def _find_face(self, size: QSize) -> None:
        """Put the frame about the face, unless the clerk moved it first."""
        reader, data, before = self._reader, self._data, self.view.box
        if reader.missing():
            return

        def found(face: Portrait | None) -> None:
            self._face, self._looked = face, True
            if face is not None and self.view.box == before:
                self.view.show_frame(portraits.frame(face, size.width(), size.height()))
            self._judge()

        self._errands.run(
            lambda: reader.portrait(data),
            while_alive(self, found),
            while_alive(self, lambda _error: None),  # then the frame is put by hand, as ever
            lane=Lane.READING,
        )

    def _judge(self) -> None:
        pictures, data, box = self._pictures, self._data, self.view.box
        self._errands.run(
            lambda: pictures.advice(pictures.photo(data, box)),
            while_alive(self, self._advise),
            while_alive(self, self._fail),
            lane=Lane.PICTURE,
            topic=f"advice-{id(self)}",
        )

    def _advise(self, sentences: Sequence[str]) -> None:
        self._ok.setEnabled(True)
        if self._looked:
            box = self.view.box
            spot = PageSpot(box.left, box.top, box.right, box.bottom)
            sentences = (*sentences, *portraits.advice(self._face, spot))
        self._tell(sentences or ("清晰度、亮度和底色都合适。",), "caution" if sentences else "good")

    def _fail(self, error: DeskError) -> None:
        self._ok.setEnabled(False)
        self._tell((str(error),), "wrong")

    def _tell(self, sentences: Sequence[str], tone: str) -> None:
        clear(self._told)
        for sentence in sentences:
            told = Strip(sentence, tone)
            told.setObjectName("advice")
            self._told.addWidget(told)

    @Slot()
    def _accept(self) -> None:
        self.chosen.emit(self.view.box)
        self.close()
