"""The picture an act requires: chosen from a file or taken by camera, kept at once, shown small beside it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from desk_app.errors import DeskError
from desk_app.services.counter import capture
from desk_app.ui.acts.preview import Preview, open_picture
from desk_app.ui.acts.taken import TakenField
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.camera.scan import ScanDialog
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.fields.base import Answering
from desk_app.ui.kit.file_choice import choose_pictures
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.pictures import read_picture
from forms.schema import Element, Value

_READING: Final = "正在读取图片…"
_FILE: Final = ("从文件…", "从文件换一张…")
_CAMERA: Final = ("用摄像头…", "重拍…")


class PictureField(TakenField):
    """A field for one picture; its answer is the id of the kept page."""

    def __init__(self, case: Answering, errands: Errands, element: Element) -> None:
        self._reading = 0
        super().__init__(case, errands, element)

    # ---- coming in ----------------------------------------------------------------------------

    def add_file(self, path: Path) -> None:
        """Read a picture in the background and keep it in place of the present one."""
        pictures = self.case.parts.pictures
        self._take(lambda: read_picture(pictures, "", path))

    def add_picture(self, data: bytes) -> None:
        """Keep a picture from the camera (its bytes), as ``add_file`` does."""
        self._take(lambda: data)

    def _take(self, read: Callable[[], bytes]) -> None:
        parts = self.case.parts
        self._reading += 1
        self._fault = ""
        self.refresh()
        self._errands.run(
            lambda: capture.keep_picture(parts, read()),
            while_alive(self, self._kept),
            while_alive(self, self._refuse),
            lane=Lane.PICTURE,
        )

    def _kept(self, page: str) -> None:
        self._reading -= 1
        self.value_given.emit(page)
        self.refresh()

    def _refuse(self, error: DeskError) -> None:
        """Show why a picture was not taken; the one shown before stays."""
        self._reading -= 1
        self._fault = str(error)
        self.refresh()

    # ---- as a field ---------------------------------------------------------------------------

    def coming(self) -> str:
        """See ``TakenField.coming``."""
        return _READING if self._reading else ""

    def build_input(self) -> QWidget:
        """The picture small, and beside it the ways to get one and to take it out."""
        name = self.element.id
        self._preview = Preview(self.case.parts, self._errands, self.element.label, f"preview:{name}")
        self._file = self._button("file", "secondary", self._choose_file)
        self._camera = self._button("camera", "secondary", self._open_camera)
        self._scanning = [self._button("scan", "secondary", self._open_scanner)] * self.case.parts.scanner.on
        self._remove = self._button("remove", "link", self._take_out)
        self._name(self._remove, "删除")
        self._preview.clicked.connect(self._enlarge)
        ways = FlowLayout()
        for each in self._scanning:
            self._name(each, "扫描…")
        for each in (self._file, self._camera, *self._scanning, self._remove):
            ways.addWidget(each)
        beside = column()
        beside.addLayout(ways)
        beside.addStretch()
        whole = QWidget()
        line = row(whole, spacing=12)
        line.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(beside, 1)
        return whole

    def focus_target(self) -> QWidget:
        """The button to choose a file, the first way to a picture."""
        return self._file

    def inputs(self) -> list[QWidget]:
        """The small picture and every button that changes it."""
        return [self._preview, self._file, self._camera, *self._scanning, self._remove]

    def mark(self, state: str) -> None:
        """Mark the frame of the picture ``wrong``, ``caution`` or not at all."""
        self._preview.mark(state)

    def show_value(self, value: Value | None) -> None:
        """Show the page of this id; an empty id shows that there is no picture."""
        page = value if isinstance(value, str) else ""
        self._preview.show_page(page)
        self._name(self._file, _FILE[bool(page)])
        self._name(self._camera, _CAMERA[bool(page)])
        self._remove.setVisible(bool(page))

    # ---- small things -------------------------------------------------------------------------

    @Slot()
    def _choose_file(self) -> None:
        title, folder = f"选择{self.element.label}", self.case.parts.folder
        choose_pictures(self, title, folder, self._errands, self._add_files, several=False)

    def _add_files(self, paths: Sequence[Path]) -> None:
        for path in paths[:1]:
            self.add_file(path)

    @Slot()
    def _open_camera(self) -> None:
        dialog = CameraDialog(self.case.parts, self._errands, self.element.label, self, several=False)
        dialog.taken.connect(self.add_picture)
        dialog.open()

    @Slot()
    def _open_scanner(self) -> None:
        scanner, title = self.case.parts.scanner, self.element.label
        dialog = ScanDialog(scanner, self._errands, title, self, several=False)
        dialog.scanned.connect(lambda pages: self.add_picture(pages.data))
        dialog.open()

    @Slot()
    def _take_out(self) -> None:
        self._fault = ""
        self._file.setFocus()
        self.give("")
        self.refresh()

    @Slot()
    def _enlarge(self) -> None:
        open_picture(self.case.parts, self._errands, self.element.label, self._preview.page, self)
