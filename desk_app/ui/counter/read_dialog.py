"""Holds what was read against the picture: each answer below the very part of the picture it was read off."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desk_app.domain.recognised import PageSpot, ToConfirm
from desk_app.services.recognition import filling
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.page_reading import PageReading
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.fields import make_field
from desk_app.ui.kit.fields.base import Field
from desk_app.ui.kit.layouts import column, row
from desk_app.ui.kit.pictures import scaled
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import button, label

_LARGEST: Final = QSize(2400, 2400)
_WIDE, _HIGH = 560, 72
_GONE: Final = "图片没有留下,请对照证件"
_LEFT: Final = "图片打不开,请对照证件"


class ReadDialog(DeskDialog):
    """The answers that wait for a look, each to be mended here; one button says that all are right."""

    def __init__(self, case: Case, marks: Sequence[ToConfirm], parent: QWidget) -> None:
        super().__init__("read-dialog", "核对读出的内容", parent, 640, 760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._case, self._marks = case, tuple(marks)
        self._strips: dict[ToConfirm, QLabel] = {}
        self.fields: dict[str, Field] = {}
        content = QWidget()
        body = column(content, spacing=14)
        for mark in self._marks:
            body.addWidget(self._row(mark))
        body.addStretch()
        self._sure = button("都对,核对完了", "primary", "Ctrl+Return", name="read-sure")
        self._sure.clicked.connect(self._confirm)
        later = button("以后再核对", "secondary", name="read-later")
        later.clicked.connect(self.close)
        foot = row()
        if originals := self._originals():
            undo = button("用原来的图片", "link", name="read-original")
            undo.clicked.connect(lambda: self._as_handed_in(originals, undo))
            foot.addWidget(undo)
        foot.addStretch()
        foot.addWidget(later)
        foot.addWidget(self._sure)
        self.lay_out(content, foot)
        self._show_pictures()
        first = next((m for m in self._marks if m.doubt), self._marks[0])
        self.fields[first.element].focus_target().setFocus()

    def _row(self, mark: ToConfirm) -> QWidget:
        """The part of the picture, and below it the answer."""
        case, whole = self._case, QWidget()
        strip = label("", "quiet", wrap=True, name=f"read-strip:{mark.element}")
        strip.setFixedHeight(px(_HIGH) if mark.page else strip.sizeHint().height())
        strip.setAccessibleName(f"{mark.title}上的{case.pack.elements[mark.element].label}")
        field = make_field(case, case.pack.elements[mark.element], whole)
        lines = column(whole, spacing=4)
        lines.addWidget(strip)
        lines.addWidget(field)
        if not mark.page:
            strip.setText(_GONE)
        self._strips[mark] = strip
        self.fields[mark.element] = field
        return whole

    # ---- pictures -------------------------------------------------------------------------------------

    def _show_pictures(self) -> None:
        store = self._case.parts.store
        for page in dict.fromkeys(m.page for m in self._marks if m.page):
            self._case.errands.run(
                lambda page=page: scaled(store.pages.read(page), _LARGEST),  # type: ignore[misc]
                while_alive(self, lambda image, page=page: self._show(page, image)),  # type: ignore[misc]
                while_alive(self, lambda _, page=page: self._show(page, QImage())),  # type: ignore[misc]
                lane=Lane.PICTURE,
            )

    def _show(self, page: str, image: QImage) -> None:
        for mark, strip in self._strips.items():
            if mark.page != page:
                continue
            if image.isNull():
                strip.setText(_LEFT)
            else:
                strip.setPixmap(_cut(image, mark.spot, strip.devicePixelRatioF()))

    def _originals(self) -> list[str]:
        reading = PageReading.of(self._case)
        return [p for p in dict.fromkeys(m.page for m in self._marks) if reading.original(p)]

    def _as_handed_in(self, pages: Sequence[str], pressed: QWidget) -> None:
        for page in pages:
            PageReading.of(self._case).exchange(page)
        pressed.hide()

    def _confirm(self) -> None:
        self._case.change(lambda d: filling.confirmed(d, self._marks), "")
        PageReading.of(self._case).changed.emit()
        self.close()


def _cut(image: QImage, spot: PageSpot, ratio: float) -> QPixmap:
    """A part of a picture, as large as there is room for."""
    wide, high = image.width(), image.height()
    left, top = round(spot.left * wide), round(spot.top * high)
    part = QRect(left, top, round(spot.right * wide) - left, round(spot.bottom * high) - top)
    room = QSize(px(_WIDE), px(_HIGH)) * ratio
    cut = image.copy(part).scaled(
        room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    cut.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(cut)
