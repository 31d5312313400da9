"""One material of step 4: its pages, the ways to add more, and why the last one was refused."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from desk_app.domain.applications import Page as StoredPage
from desk_app.errors import DeskError
from desk_app.services.counter.capture import PHOTO
from desk_app.services.parts import Crop
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.paper_choices import PaperChoices
from desk_app.ui.counter.thumbnail import Thumbnail
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.layouts import FlowLayout, row
from desk_app.ui.kit.pictures import checked, read_picture
from desk_app.ui.kit.style import px, set_property
from desk_app.ui.kit.widgets import Card, button, chip, label
from forms.schema import Need

_PICTURES: Final = "图片 (*.jpg *.jpeg *.png *.bmp *.tif *.tiff *.webp *.gif)"
_HEIGHT: Final = 92
_PHOTO_HEIGHT: Final = 126


class MaterialCard(Card):
    """Takes pictures of one material from files, the camera, or dropped onto it."""

    def __init__(
        self, case: Case, material: str, title: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName(f"material:{material}")
        self._case, self.material, self._title = case, material, title
        self._original = b""
        self._original_name = ""
        self._pages: tuple[StoredPage, ...] | None = None
        self._chip = chip("")
        self._note = label(note, "quiet", wrap=True)
        self._thumbs = FlowLayout(spacing=8)
        self._problem = label("", "problem", wrap=True, name=f"problem:{material}")
        self._file = self._button("从文件…", "file", "secondary", self._choose_files)
        self._camera = self._button("用摄像头…", "camera", "secondary", self._open_camera)
        self._crop = self._button("调整裁剪", "crop", "link", self._open_crop)
        self._papers = PaperChoices(case, material, title)
        self.setAcceptDrops(True)
        self._build()

    # ---- for pages ----------------------------------------------------------------------------

    def add_file(self, path: Path, *, crop: bool = False) -> None:
        """Read a picture in the background and keep it; ``crop`` opens the crop dialog for a photo."""
        pictures, material = self._case.parts.pictures, self.material
        self._begin()
        self._case.take_in(
            lambda: read_picture(pictures, material, path),
            while_alive(self, lambda data: self._take(data, path.name, crop=crop)),
            while_alive(self, self._refuse),
        )

    def add_picture(self, data: bytes, *, crop: bool = False) -> None:
        """Keep a picture from the camera (its bytes), as ``add_file`` does."""
        pictures, material = self._case.parts.pictures, self.material
        name = f"拍照 {self._case.parts.clock.now():%H:%M:%S}.jpg"
        self._begin()
        self._case.take_in(
            lambda: checked(pictures, material, data),
            while_alive(self, lambda sound: self._take(sound, name, crop=crop)),
            while_alive(self, self._refuse),
        )

    def show_state(self, words: str, tone: str, note: str) -> None:
        """Show the state of the material and what is expected of it."""
        self._chip.show_text(words, tone)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._show_pages(tuple(p for p in self._case.draft.pages if p.material == self.material))

    def take_focus(self) -> None:
        """Focus the first button that adds a page."""
        self._file.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_papers(self, need: Need) -> None:
        """Offer the ways without a picture: the paper was shown or handed in, or follows later (容缺)."""
        self._papers.show_need(need)

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        head = row()
        head.addWidget(label(self._title, "strong", wrap=True), 1)
        head.addWidget(self._chip)
        feet = row()
        for each in (self._file, self._camera):
            feet.addWidget(each)
        feet.addStretch()
        self._problem.hide()
        self._crop.hide()
        self.body.setContentsMargins(px(14), px(10), px(14), px(8))
        self.body.addLayout(head)
        self.body.addWidget(self._note)
        pictures = row()
        pictures.addLayout(self._thumbs, 1)
        pictures.addWidget(self._crop, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(pictures)
        self.body.addWidget(self._problem)
        self.body.addStretch()
        self.body.addLayout(feet)
        self.body.addWidget(self._papers)
        self._papers.hide()

    def _button(self, text: str, name: str, role: str, run: Callable[[], None]) -> QPushButton:
        made = button(text, role, name=f"{name}:{self.material}")
        made.setAccessibleName(f"{self._title} {text}")
        made.clicked.connect(run)
        return made

    # ---- pages --------------------------------------------------------------------------------

    def _show_pages(self, pages: tuple[StoredPage, ...]) -> None:
        if pages == self._pages:
            return
        kept = {t.page: t for t in self._thumbnails()}
        for page, shown in kept.items():
            if page not in pages:
                self._thumbs.removeWidget(shown)
                shown.hide()
                shown.deleteLater()
        for page in pages:
            if page not in kept:
                self._add_thumbnail(page)
        self._pages = pages
        self._crop.setVisible(bool(pages and self._original))

    def _thumbnails(self) -> list[Thumbnail]:
        items = (self._thumbs.itemAt(i) for i in range(self._thumbs.count()))
        return [w for w in (i.widget() for i in items if i) if isinstance(w, Thumbnail)]

    def _add_thumbnail(self, page: StoredPage) -> None:
        made = Thumbnail(self._case, page, _PHOTO_HEIGHT if self.material == PHOTO else _HEIGHT)
        made.removed.connect(self._case.remove_page)
        self._thumbs.addWidget(made)

    # ---- coming in ----------------------------------------------------------------------------

    def _begin(self) -> None:
        set_property(self._problem, "role", "quiet")
        self._say("正在读取图片…")

    def _take(self, data: bytes, name: str, *, crop: bool) -> None:
        self._say("")
        if self.material != PHOTO:
            self._case.add_page(self.material, data, name)
            return
        self._original, self._original_name = data, name
        if crop:
            self._open_crop()
        else:
            self._case.set_photo(data, name)

    def _refuse(self, error: DeskError) -> None:
        set_property(self._problem, "role", "problem")
        self._say(str(error))

    def _say(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    @Slot()
    def _choose_files(self) -> None:
        dialog = QFileDialog(self, f"选择{self._title}的图片", "", _PICTURES)
        several = QFileDialog.FileMode.ExistingFiles
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile if self.material == PHOTO else several)
        dialog.filesSelected.connect(self._add_files)
        dialog.open()

    def _add_files(self, paths: Sequence[str]) -> None:
        for path in paths:
            self.add_file(Path(path), crop=True)

    @Slot()
    def _open_camera(self) -> None:
        dialog = CameraDialog(self._case.parts.camera, self._title, self, several=self.material != PHOTO)
        dialog.taken.connect(lambda data: self.add_picture(data, crop=True))
        dialog.open()

    @Slot()
    def _open_crop(self) -> None:
        dialog = CropDialog(self._case.errands, self._case.parts.pictures, self._original, self)
        dialog.chosen.connect(self._cropped)
        self._case.hold()  # an acceptance waits for the photo until it is cropped, or is not wanted
        dialog.finished.connect(self._case.release)
        dialog.open()

    def _cropped(self, box: Crop) -> None:
        self._case.set_photo(self._original, self._original_name, box)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files that are dragged here."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files; a photo is only one."""
        paths = [u.toLocalFile() for u in event.mimeData().urls() if u.isLocalFile()]
        self._add_files(paths[:1] if self.material == PHOTO else paths)
        event.acceptProposedAction()
