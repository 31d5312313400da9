"""The camera dialog: live picture, one key to take it; without a camera a sentence saying what to do."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from desk_app.errors import WorldError
from desk_app.services.parts import Parts
from desk_app.ui.camera.frame_view import best_frame, head_of
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands
from desk_app.ui.kit.layouts import row
from desk_app.ui.kit.style import colour, px
from desk_app.ui.kit.widgets import Strip, button, label

_NO_CAMERA: Final = "没有找到摄像头。请接好,接好后这里自动出现画面;或者用手机、扫描仪拍好,再点“从文件…”加入。"
_WAITING: Final = "正在打开摄像头…"
_DARK: Final = "画面全黑,请打开镜头盖、开灯,或换一个摄像头"
_BLACK: Final = 16
"""Lightness that no point of a picture reaches which is of nothing."""
_POINTS: Final = 8
"""Points across and down that are looked at."""
_DARK_FRAMES: Final = 15
"""Black frames in a row after which it is said: a camera begins with some."""
_LOOK_MS: Final = 1_000
"""How often it is seen which cameras are there."""


class _Live(QWidget):
    """The newest frame, as large as it fits; over it the frame of a photo, where one is taken."""

    def __init__(self, ratio: float | None) -> None:
        """``ratio`` is the photo's width to its height; None where pages are taken."""
        super().__init__()
        self.setAccessibleName("摄像头画面")
        self._ratio, self._frame = ratio, QImage()

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
            shown = QRectF(corner.width(), corner.height(), size.width(), size.height())
            painter.drawImage(shown, self._frame)
            if self._ratio is not None:
                self._paint_photo(painter, shown, self._ratio)
        painter.end()

    def _paint_photo(self, painter: QPainter, shown: QRectF, ratio: float) -> None:
        """Where the photo is cut by itself, and where a head should be in it."""
        frame = best_frame(QSizeF(shown.size()), ratio).translated(shown.topLeft())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour("focus"), 2))
        painter.drawRect(frame)
        painter.setPen(QPen(colour("focus"), 1.5, Qt.PenStyle.DashLine))
        painter.drawEllipse(head_of(frame))

    def sizeHint(self) -> QSize:
        return QSize(px(640), px(420))


class CameraDialog(DeskDialog):
    """Takes one or several pictures; the camera is released however the dialog ends.

    A camera that is pulled out and put back goes on by itself.
    """

    taken = Signal(bytes)
    """One picture as JPEG bytes."""
    _frame_came = Signal(object)
    _image_came = Signal(bytes)
    _fault_came = Signal(str)

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        title: str,
        parent: QWidget,
        *,
        several: bool,
        portrait: bool = False,
    ) -> None:
        """``portrait`` is for a photo: the place of the head is shown."""
        super().__init__("camera", f"拍摄{title}", parent, 720, 560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._camera, self._habits, self._errands = parts.camera, parts.cameras, errands
        self._several, self._count, self._dark = several, 0, 0
        self._names: tuple[str, ...] = ()
        self._cameras = QComboBox()
        self._live = _Live(parts.pictures.profile.ratio if portrait else None)
        self._strip = Strip("", "info")
        self._take = button("拍照", "primary", "Space", name="camera:take")
        self._turn = button("转画面", name="camera:turn")
        self._again = button("重新打开", name="camera:again")
        self._close = button("关闭", name="camera:close")
        self._watch = QTimer(self, interval=_LOOK_MS)
        self._build()
        self._connect()
        self._offer(self._camera.names())
        self._watch.start()
        (self._take if self._take.isEnabled() else self._close).setFocus()

    def _build(self) -> None:
        caption = label("摄像头")
        caption.setBuddy(self._cameras)
        self._cameras.setObjectName("camera:which")
        self._strip.hide()
        feet = row()
        feet.addWidget(caption)
        feet.addWidget(self._cameras, 1)
        for each in (self._turn, self._again, self._close, self._take):
            feet.addWidget(each)
        self.lay_out(self._live, feet, self._strip, scrolls=False)
        self._again.hide()

    def _connect(self) -> None:
        # The part may call from any thread; these signals bring its calls to the main one.
        self._frame_came.connect(self._show)
        self._image_came.connect(self._took)
        self._fault_came.connect(self._failed)
        self._cameras.activated.connect(self._start)
        self._watch.timeout.connect(lambda: self._offer(self._camera.names()))
        self._take.clicked.connect(self._shoot)
        self._turn.clicked.connect(self._turn_on)
        self._again.clicked.connect(self._start)
        self._close.clicked.connect(self.close)
        self.finished.connect(self._let_go)

    # ---- which one ------------------------------------------------------------------------------------

    def _offer(self, names: tuple[str, ...]) -> None:
        """Offer the cameras that are there now; one that came back is opened again."""
        before, self._names = self._names, names
        if names and names == before:
            return
        wanted = self._cameras.currentText() or self._habits.last
        self._cameras.clear()
        self._cameras.addItems(names)
        self._cameras.setCurrentIndex(max(0, self._cameras.findText(wanted)))
        self._cameras.setEnabled(len(names) > 1)
        for each in (self._take, self._turn):
            each.setEnabled(bool(names))
        self._live.setVisible(bool(names))
        if not names:
            self._say(_NO_CAMERA, "caution")
        elif self._cameras.currentText() not in before or self._cameras.currentText() != wanted:
            self._start()

    @Slot()
    def _start(self, *_: object) -> None:
        name = self._cameras.currentText()
        self._camera.stop()
        self._strip.hide()
        self._again.hide()
        self._take.setEnabled(True)
        self._dark = 0
        self._camera.start(name, self._frame_came.emit, self._fault_came.emit)
        self._turn_to(self._habits.turn(name))

    @Slot()
    def _turn_on(self) -> None:
        self._turn_to((self._habits.turn(self._cameras.currentText()) + 1) % 4)

    def _turn_to(self, quarters: int) -> None:
        """Turn the picture of this camera, from now on and at every later start."""
        name, habits = self._cameras.currentText(), self._habits
        self._camera.turn(quarters)
        self._errands.run(lambda: habits.note(name, quarters))

    @Slot()
    def _let_go(self, *_: object) -> None:
        self._watch.stop()
        self._camera.stop()

    # ---- the picture ----------------------------------------------------------------------------------

    @Slot(object)
    def _show(self, frame: QImage) -> None:
        self._live.show_frame(frame)
        self._dark = self._dark + 1 if _is_black(frame) else 0
        if self._dark == _DARK_FRAMES:
            self._say(_DARK, "caution")
        elif not self._dark and self._strip.text == _DARK:
            self._strip.hide()

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

    def tell(self, sentence: str) -> None:
        """Say what could be better in a page that was taken here."""
        self._say(sentence, "caution")

    @Slot(str)
    def _failed(self, sentence: str) -> None:
        self._take.setEnabled(True)
        self._again.show()
        self._say(sentence, "wrong")

    def _say(self, sentence: str, tone: str) -> None:
        self._strip.show_text(sentence, tone)
        self._strip.show()


def _is_black(frame: QImage) -> bool:
    """Whether a picture shows nothing but black, by a few of its points."""
    few = frame.scaled(_POINTS, _POINTS).convertToFormat(QImage.Format.Format_Grayscale8)
    return max(bytes(few.constBits())) < _BLACK
