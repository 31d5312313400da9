"""The camera dialog: live picture, one key to take it; without a camera a sentence saying what to do."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.errors import WorldError
from desk_app.services.parts import Camera
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import Strip, button, label

_NO_CAMERA: Final = "没有找到摄像头。请接好后重新打开这个窗口,或者用手机、扫描仪拍好,再点“从文件…”加入。"
_WAITING: Final = "正在打开摄像头…"


class _Live(QWidget):
    """The newest frame, as large as it fits."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("摄像头画面")
        self._frame = QImage()

    def show_frame(self, frame: QImage) -> None:
        self._frame = frame
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("text"))
        if self._frame.isNull():
            painter.setPen(colour("surface"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, _WAITING)
        else:
            size = self._frame.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            corner = (self.size() - size) / 2
            painter.drawImage(
                QRectF(corner.width(), corner.height(), size.width(), size.height()), self._frame
            )
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(px(640), px(420))


class CameraDialog(DeskDialog):
    """Takes one or several pictures; the camera is released however the dialog ends."""

    taken = Signal(bytes)
    """One picture as JPEG bytes."""
    _frame_came = Signal(object)
    _image_came = Signal(bytes)
    _fault_came = Signal(str)

    def __init__(self, camera: Camera, title: str, parent: QWidget, *, several: bool) -> None:
        super().__init__("camera", f"拍摄{title}", parent, 720, 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._camera, self._several, self._count = camera, several, 0
        self._cameras = QComboBox()
        self._live = _Live()
        self._strip = Strip("", "info")
        self._take = button("拍照", "primary", "Space", name="camera:take")
        self._close = button("关闭", name="camera:close")
        self._build()
        self._connect()
        self._offer(camera.names())
        (self._take if self._take.isEnabled() else self._close).setFocus()

    def _build(self) -> None:
        caption = label("摄像头")
        caption.setBuddy(self._cameras)
        self._strip.hide()
        feet = row()
        feet.addWidget(caption)
        feet.addWidget(self._cameras, 1)
        feet.addWidget(self._close)
        feet.addWidget(self._take)
        self.lay_out(self._live, feet, self._strip, scrolls=False)

    def _connect(self) -> None:
        # The part may call from any thread; these signals bring its calls to the main one.
        self._frame_came.connect(self._live.show_frame)
        self._image_came.connect(self._took)
        self._fault_came.connect(self._failed)
        self._cameras.activated.connect(self._start)
        self._take.clicked.connect(self._shoot)
        self._close.clicked.connect(self.close)
        self.finished.connect(lambda _: self._camera.stop())

    def _offer(self, names: tuple[str, ...]) -> None:
        self._cameras.addItems(names)
        self._cameras.setEnabled(len(names) > 1)
        self._take.setEnabled(bool(names))
        self._live.setVisible(bool(names))
        if names:
            self._start()
        else:
            self._say(_NO_CAMERA, "caution")

    @Slot()
    def _start(self, *_: object) -> None:
        self._camera.stop()
        self._strip.hide()
        self._take.setEnabled(True)
        self._camera.start(self._cameras.currentText(), self._frame_came.emit, self._fault_came.emit)

    @Slot()
    def _shoot(self) -> None:
        self._take.setEnabled(False)
        try:
            self._camera.capture(self._image_came.emit)
        except WorldError as error:
            self._failed(str(error))

    @Slot(bytes)
    def _took(self, data: bytes) -> None:
        self._count += 1
        self._take.setEnabled(True)
        self.taken.emit(data)
        if self._several:
            self._say(f"已拍 {self._count} 张,翻页后可以接着拍", "good")
            self._close.setText("拍完了")
        else:
            self.close()

    @Slot(str)
    def _failed(self, sentence: str) -> None:
        self._take.setEnabled(True)
        self._say(sentence, "wrong")

    def _say(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()
