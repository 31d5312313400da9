"""The picture an act requires: chosen from a file or taken by camera, kept at once, shown small beside it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desk_app.errors import DeskError
from desk_app.services.counter import capture
from desk_app.ui.acts.preview import Preview, open_picture
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.camera.scan import ScanDialog
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import keep_on_screen
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.fields.base import Answering, Field
from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.pictures import read_picture
from desk_app.ui.kit.style import set_property
from desk_app.ui.kit.widgets import button
from forms.schema import Element, Problem, Value

_PICTURES: Final = "图片和PDF (*.pdf *.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.gif)"
_READING: Final = "正在读取图片…"
_FILE: Final = ("从文件…", "从文件换一张…")
_CAMERA: Final = ("用摄像头…", "重拍…")


class PictureField(Field):
    """A field for one picture; its answer is the id of the kept page."""

    def __init__(self, case: Answering, errands: Errands, element: Element) -> None:
        self._errands = errands
        self._reading = 0
        self._fault = ""
        super().__init__(case, element)
        self.setAcceptDrops(True)

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

    @property
    def problem(self) -> Problem | None:
        """As of every field; while a picture is being read, that it has to be waited for."""
        return Problem(self.element.id, _READING) if self._reading else super().problem

    def show_problem(self, problem: Problem | None) -> None:
        """Show what is wrong with the last picture at once, before any other fault of the field."""
        super().show_problem(None if self._reading else problem)
        words = _READING if self._reading else self._fault
        if words:
            self.mark("wrong" if self._fault else "")
            set_property(self._message, "role", "problem" if self._fault else "quiet")
            self._message.setText(words)
            self._message.show()
            self._file.setAccessibleDescription(words)

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

    def _button(self, name: str, role: str, run: Callable[[], None]) -> QPushButton:
        made = button("", role, name=f"{name}:{self.element.id}")
        made.clicked.connect(run)
        return made

    def _name(self, on: QPushButton, text: str) -> None:
        on.setText(text)
        on.setAccessibleName(f"{self.element.label} {text}")

    @Slot()
    def _choose_file(self) -> None:
        dialog = QFileDialog(self, f"选择{self.element.label}", "", _PICTURES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._add_files)
        keep_on_screen(dialog)
        dialog.open()

    def _add_files(self, paths: Sequence[str]) -> None:
        for path in paths[:1]:
            self.add_file(Path(path))

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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept a file that is dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first of the dropped files."""
        self._add_files([u.toLocalFile() for u in event.mimeData().urls() if u.isLocalFile()])
        event.acceptProposedAction()
