"""The dialog that cuts a photo out of a picture; what could be better is shown and never blocks."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from desk_app.domain import portraits
from desk_app.domain.photo_advice import SHORT, PhotoAdvice, PhotoPoint
from desk_app.domain.portraits import Portrait
from desk_app.domain.recognised import PageSpot
from desk_app.errors import DeskError
from desk_app.services.counter.capture import PhotoChoice
from desk_app.services.parts import Pictures
from desk_app.services.recognition.socket import PageReader
from desk_app.ui.camera import advice_pictures
from desk_app.ui.camera.frame_view import CropView
from desk_app.ui.kit import style
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import VerticalScroll, clear, column, row
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import Strip, button, label

_PREVIEW: Final = QSize(1200, 1200)
_LONGEST: Final = 100
"""Characters of a reason."""
_REASONS: Final = ("头枕、护具取不下", "闭眼或眼疾", "坐不正、卧床", "常戴眼镜", "本人不愿重拍")
_HOW: Final = "拖动或方向键移动,滚轮或 + - 缩放。轮椅头枕、闭眼、深色眼镜都可以,由您决定。"


class CropDialog(DeskDialog):
    """Lets the clerk choose the part of a picture that becomes the photo; its advice never blocks."""

    chosen = Signal(bytes, object)
    """The picture, turned as it was turned here, and the PhotoChoice."""
    retake_wanted = Signal()

    def __init__(
        self,
        errands: Errands,
        pictures: Pictures,
        reader: PageReader,
        data: bytes,
        parent: QWidget,
        *,
        again: bool = False,
    ) -> None:
        """``again`` is for a picture of the camera: another one may be taken."""
        super().__init__("crop", f"裁剪{pictures.profile.title}照片", parent, 880, 600)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._errands, self._pictures, self._data = errands, pictures, data
        self._reader = reader
        self._face: Portrait | None = None
        self._looked = False
        """Whether a face was looked for, found or not."""
        self._coming, self._owed = True, 0
        """Whether another picture than the one that is seen is on its way; quarters to turn it by then."""
        self._advice: tuple[PhotoAdvice, ...] = ()
        self.view = CropView(pictures.profile.ratio)
        self._told = column(spacing=8)
        self._why = QComboBox()
        self._asked = QWidget(self)
        self._left = button("左转", "link", name="crop:left")
        self._right = button("右转", "link", name="crop:right")
        self._ok = button("确定", "primary", "Ctrl+Return", name="crop:ok")
        self._cancel = button("取消", name="crop:cancel")
        self._again = button("重拍", name="crop:again")
        self._again.setVisible(again)
        self._pause = QTimer(self, singleShot=True, interval=250)
        self._build()
        self._connect()
        self._load()

    def _build(self) -> None:
        told = QWidget()
        side = column(told, spacing=12)
        side.addWidget(label("看一看", "title"))
        side.addLayout(self._told)
        side.addWidget(self._asked)
        side.addStretch()
        side.addWidget(label(_HOW, "quiet", wrap=True))
        turns = row()
        turns.addWidget(self._left)
        turns.addWidget(self._right)
        turns.addStretch()
        feet = row()
        for each in (self._cancel, self._again):
            feet.addWidget(each)
        feet.addWidget(self._ok, 1)
        aside = QWidget()
        aside.setFixedWidth(px(300))
        beside = column(aside)
        beside.addWidget(VerticalScroll(told), 1)
        beside.addLayout(turns)
        beside.addLayout(feet)
        whole = row(self, margins=16, spacing=16)
        whole.addWidget(self.view, 1)
        whole.addWidget(aside)
        self._build_reason()

    def _build_reason(self) -> None:
        caption = label("为什么仍用这张(可不填,和照片一起留存)", "quiet", wrap=True)
        caption.setBuddy(self._why)
        self._why.setObjectName("crop:why")
        self._why.setEditable(True)
        self._why.addItems(("", *_REASONS))
        if (line := self._why.lineEdit()) is not None:
            line.setMaxLength(_LONGEST)
            line.setAccessibleName(caption.text())
        asked = column(self._asked, spacing=4)
        asked.addWidget(caption)
        asked.addWidget(self._why)
        self._asked.hide()

    def _connect(self) -> None:
        self._ok.setEnabled(False)
        self.default = self._ok
        self._ok.clicked.connect(self._accept)
        self._cancel.clicked.connect(self.close)
        self._again.clicked.connect(self._take_again)
        self._left.clicked.connect(lambda: self._turn(3))
        self._right.clicked.connect(lambda: self._turn(1))
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
        self._coming = False
        self.view.show_image(image)
        self._ok.setEnabled(True)
        self.view.setFocus()
        if self._owed:
            self._turn_on()
        else:
            self._find_face(image.size())

    def _turn(self, quarters: int) -> None:
        """Turn the picture, which is kept as it lies then; every press counts, however quick."""
        self._owed = (self._owed + quarters) % 4
        if not self._coming:
            self._turn_on()

    def _turn_on(self) -> None:
        pictures, data, quarters = self._pictures, self._data, self._owed
        self._owed = 0

        def turned(made: bytes) -> None:
            self._data, self._face, self._looked = made, None, False
            self._load()

        if not quarters:
            return
        self._coming = True
        self._ok.setEnabled(False)  # what is seen is not what would be taken
        self._errands.run(
            lambda: pictures.turned(data, quarters),
            while_alive(self, turned),
            while_alive(self, self._fail),
            lane=Lane.PICTURE,
        )

    def _find_face(self, size: QSize) -> None:
        """Put the frame about the face, unless the clerk moved it first."""
        reader, data, before = self._reader, self._data, self.view.box
        ratio = self._pictures.profile.ratio
        if reader.missing():
            return

        def found(face: Portrait | None) -> None:
            if data is not self._data:  # turned meanwhile
                return
            self._face, self._looked = face, True
            if face is not None and not face.turn and self.view.box == before:
                self.view.show_frame(portraits.frame(face, size.width(), size.height(), ratio))
            self._judge()

        self._errands.run(
            lambda: reader.portrait(data),
            while_alive(self, found),
            while_alive(self, lambda _error: None),  # then the frame is put by hand, as ever
            lane=Lane.FACE,
        )

    def _judge(self) -> None:
        pictures, data, box = self._pictures, self._data, self.view.box
        self._errands.run(
            lambda: pictures.advice(data, box),
            while_alive(self, self._advise),
            while_alive(self, lambda error: None if self._coming else self._fail(error)),
            lane=Lane.PICTURE,
            topic=f"advice-{id(self)}",
        )

    def _advise(self, found: Sequence[PhotoAdvice]) -> None:
        if self._coming:
            return
        self._ok.setEnabled(True)
        if self._looked and not any(each.point is PhotoPoint.EMPTY for each in found):
            box = self.view.box
            spot = PageSpot(box.left, box.top, box.right, box.bottom)
            found = (*portraits.advice(self._face, spot), *found)
        self._advice = tuple(found)
        clear(self._told)
        for each in found:
            self._told.addWidget(_drawn(each))
        if not found:
            self._say("清晰度、亮度和底色都合适。", "good")
        self._asked.setVisible(bool(found))

    def _fail(self, error: DeskError) -> None:
        self._coming, self._owed = False, 0
        self._ok.setEnabled(False)
        clear(self._told)
        self._say(str(error), "wrong")
        self._asked.hide()

    def _say(self, sentence: str, tone: str) -> None:
        told = Strip(sentence, tone)
        told.setObjectName("advice")
        self._told.addWidget(told)

    @Slot()
    def _take_again(self) -> None:
        self.close()
        self.retake_wanted.emit()

    @Slot()
    def _accept(self) -> None:
        told = tuple(dict.fromkeys(SHORT[each.point] for each in self._advice))
        why = self._why.currentText().strip() if told else ""
        self.chosen.emit(self._data, PhotoChoice(self.view.box, told, why))
        self.close()


def _drawn(advice: PhotoAdvice) -> QWidget:
    """A piece of advice: a drawn pair of what is meant, and the sentence."""
    made = QWidget()
    made.setObjectName("advice")
    picture = QLabel(made)
    style.draw(picture, partial(advice_pictures.pair, advice.point))
    line = row(made)
    line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(Strip(advice.words, "caution"), 1, Qt.AlignmentFlag.AlignTop)
    return made
