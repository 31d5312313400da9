"""One material of step 4: its pages, the ways to add more, and why the last one was refused."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desk_app.domain.applications import Page as StoredPage
from desk_app.domain.scanning import ScannedPages
from desk_app.errors import DeskError, WorldError
from desk_app.services.counter import capture
from desk_app.services.counter.capture import PHOTO, PhotoChoice
from desk_app.ui.camera.crop import CropDialog
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.camera.scan import ScanDialog
from desk_app.ui.counter.case import Case
from desk_app.ui.counter.incoming import IncomingPages
from desk_app.ui.counter.page_strip import PageStrip
from desk_app.ui.counter.paper_choices import PaperChoices
from desk_app.ui.counter.read_off import ReadOffLine
from desk_app.ui.counter.refused import Refused, told
from desk_app.ui.counter.viewer import PageViewer
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.file_choice import choose_pictures
from desk_app.ui.kit.layouts import TOGETHER, row
from desk_app.ui.kit.pictures import checked, read_file, read_picture
from desk_app.ui.kit.roles import announce
from desk_app.ui.kit.style import px
from desk_app.ui.kit.widgets import Card, button, chip, label
from forms.schema import Need

_SEVERAL: Final = "照片只要一张,请只选一个文件"
_HEIGHT: Final = 84
_CAMERA: Final = "拍照"
"""Begins the name of a picture of the camera."""


class MaterialCard(Card):
    """Takes pictures of one material from files, the camera, or dropped onto it."""

    def __init__(
        self, case: Case, material: str, title: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent=parent)
        self.setObjectName(f"material:{material}")
        self.setProperty(TOGETHER, True)
        self._case, self.material, self._title = case, material, title
        self._original, self._original_name = b"", ""
        """The picture a photo is cut from, once it is in hand."""
        self._reading = 0
        self._refused: list[Refused] = []
        """Of the files that come in together."""
        self._chip = chip("")
        self._note = label(note, "quiet", wrap=True)
        self._strip = PageStrip(case, _HEIGHT)
        self._incoming = IncomingPages(case, material)
        self._problem = label("", "problem", wrap=True, name=f"problem:{material}")
        self._file = self._button("从文件…", "file", "secondary", self._choose_files)
        self._camera = self._button("用摄像头…", "camera", "secondary", self._open_camera)
        self._scan = self._button("扫描…", "scan", "secondary", self._open_scanner)
        self._crop = self._button("调整裁剪", "crop", "link", self._cut_anew)
        self._why = label("", "quiet", wrap=True, name=f"why:{material}")
        self._read = ReadOffLine(case, material)
        self._papers = PaperChoices(case, material, title)
        self.setAcceptDrops(True)
        self._build()
        self._connect()

    # ---- for pages ----------------------------------------------------------------------------

    def add_file(self, path: Path, *, crop: bool = False, instead: StoredPage | None = None) -> None:
        """Read a file in the background and keep its pages, or one ``instead`` of another page.

        ``crop`` opens the crop dialog for a photo.
        """
        pictures, material = self._case.parts.pictures, self.material
        self._begin()
        if material != PHOTO and instead is None:
            self._incoming.add(path.name, lambda: read_file(path))
            return
        self._case.take_in(
            lambda: read_picture(pictures, material, path),
            while_alive(self, lambda data: self._take(data, path.name, crop=crop, instead=instead)),
            while_alive(self, lambda error: self._refuse(error, path.name)),
        )

    def add_picture(self, data: bytes, *, crop: bool = False, name: str = "") -> None:
        """Keep a picture from the camera (its bytes), or a scanned one of this name, as ``add_file`` does."""
        pictures, material = self._case.parts.pictures, self.material
        name = name or f"{_CAMERA} {self._case.parts.clock.now():%H:%M:%S}.jpg"
        self._begin()
        if material != PHOTO:
            self._incoming.add(name, lambda: data)
            return
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
        pages = tuple(p for p in self._case.draft.pages if p.material == self.material)
        self._strip.show_pages(pages)
        self._read.refresh()
        cut = next((p.cut for p in pages if p.cut), None)
        self._crop.setVisible(bool(pages and (self._original or cut)) and self._open)
        self._why.setText(cut.words if cut else "")
        self._why.setVisible(bool(self._why.text()))
        for each in (self._file, self._camera):
            each.setVisible(self._open)
        self._scan.setVisible(self._open and self._scans)

    @property
    def _open(self) -> bool:
        """Whether it can still be changed: the application was not accepted."""
        return self._case.application is None

    @property
    def _scans(self) -> bool:
        """Whether pages can come from a scanner; of a photo one that was printed."""
        return self._case.parts.scanner.on

    def take_focus(self) -> None:
        """Focus the first button that adds a page; of what the applicant has with them, the first tick."""
        if self.material in self._case.draft.brought:
            self._papers.take_focus()
        else:
            self._file.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def awaits_more(self) -> bool:
        """Whether the keyboard is where pages are added, and not in a dialog of that."""
        at_adding = self.window().focusWidget() in (self._file, self._camera, self._scan)
        return at_adding and QApplication.activeModalWidget() is None

    def forget_removed(self) -> None:
        """The clerk is gone from the page: what was removed can not be brought back from here any more."""
        self._strip.forget_removed()

    def show_papers(self, need: Need) -> None:
        """Offer the ways without a picture: the paper was shown or handed in, or follows later (容缺)."""
        self._papers.show_need(need)

    # ---- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        head = row()
        head.addWidget(label(self._title, "strong", wrap=True), 1)
        head.addWidget(self._chip)
        feet = row()
        for each in (self._file, self._camera, self._scan):
            feet.addWidget(each)
        if not self._scans:  # shown it would be before it has its place: a window of its own
            self._scan.hide()
        feet.addStretch()
        self._problem.hide()
        self._crop.hide()
        self._why.hide()
        self.body.setContentsMargins(px(14), px(10), px(14), px(8))
        self.body.addLayout(head)
        self.body.addWidget(self._note)
        pictures = row()
        pictures.addWidget(self._strip, 1)
        pictures.addWidget(self._crop, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(pictures)
        self.body.addWidget(self._why)
        self.body.addWidget(self._incoming)
        self.body.addWidget(self._problem)
        self.body.addWidget(self._read)
        self.body.addLayout(feet)
        self.body.addWidget(self._papers)
        self.body.addStretch()
        self._papers.hide()

    def _button(self, text: str, name: str, role: str, run: Callable[[], None]) -> QPushButton:
        made = button(text, role, name=f"{name}:{self.material}")
        made.setAccessibleName(f"{self._title} {text}")
        made.clicked.connect(run)
        return made

    # ---- pages --------------------------------------------------------------------------------

    def _connect(self) -> None:
        case, strip = self._case, self._strip
        self._incoming.refused.connect(self._note_refused)
        self._incoming.ended.connect(self._done)
        strip.opened.connect(self._look_at)
        strip.removed.connect(case.remove_page)
        strip.moved.connect(lambda page, by: case.change(lambda d: capture.move_page(d, page, by)))
        strip.back_wanted.connect(lambda page, at: case.change(lambda d: capture.restore_page(d, page, at)))

    @Slot(object)
    def _look_at(self, page: StoredPage) -> None:
        viewer = PageViewer(self._case, page, self._title, self)
        viewer.replaced.connect(lambda wanted: self._replace(wanted, viewer))
        viewer.open()

    def _replace(self, page: StoredPage, above: QWidget) -> None:
        """Choose another picture for the place of a page; the dialog stands above another one."""

        def take(paths: Sequence[Path]) -> None:
            for path in paths[:1]:
                self.add_file(path, instead=page)

        self._choose(take, several=False, above=above)

    # ---- coming in ----------------------------------------------------------------------------

    def _begin(self) -> None:
        if not self._reading:
            self._refused = []
            self._say("")
        self._reading += 1
        self._strip.show_reading(reading=True)

    def _done(self) -> None:
        self._reading -= 1
        self._strip.show_reading(reading=self._reading > 0)
        if not self._reading and self._refused:
            self._tell_refused()

    def _tell_refused(self) -> None:
        """Say which files were not taken, all of them; on another page by a notice, else nobody knows."""
        words = told(self._refused)
        if self.isVisible():
            announce(self, words)
        else:
            self._case.failed.emit(WorldError(f"“{self._title}”的图片没有收下,{words}"))

    def _take(self, data: bytes, name: str, *, crop: bool, instead: StoredPage | None = None) -> None:
        self._done()
        if instead is not None:
            self._put_in_place(instead, data, name)
            return
        self._original, self._original_name = data, name
        if crop:
            self._open_crop()
        else:
            self._case.set_photo(data, name)

    def _put_in_place(self, old: StoredPage, data: bytes, name: str) -> None:
        case = self._case

        def put(new: StoredPage) -> None:
            self._done()
            case.come_in(capture.put_in_place(case.draft, old, new))

        self._begin()
        case.take_in(
            lambda: capture.new_page(case.parts, self.material, data, name),
            while_alive(self, put),
            while_alive(self, lambda error: self._refuse(error, name)),
        )

    def _refuse(self, error: DeskError, name: str = "") -> None:
        self._note_refused(name, str(error))
        self._done()

    def _note_refused(self, name: str, why: str) -> None:
        self._refused.append((name, why))
        self._say(told(self._refused))

    def _say(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    @Slot()
    def _choose_files(self) -> None:
        self._choose(self._add_files, several=self.material != PHOTO)

    def _choose(
        self, take: Callable[[Sequence[Path]], None], *, several: bool, above: QWidget | None = None
    ) -> None:
        title, case = f"选择{self._title}的图片", self._case
        choose_pictures(above or self, title, case.parts.folder, case.errands, take, several=several)

    def _add_files(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.add_file(path, crop=True)

    @Slot()
    def _open_camera(self) -> None:
        case, photo = self._case, self.material == PHOTO
        dialog = CameraDialog(case.parts, case.errands, self._title, self, several=not photo, portrait=photo)
        self._read.said.connect(dialog.tell)
        dialog.taken.connect(lambda data: self.add_picture(data, crop=True))
        dialog.open()

    @Slot()
    def _open_scanner(self) -> None:
        several = self.material != PHOTO
        dialog = ScanDialog(self._case.parts.scanner, self._case.errands, self._title, self, several=several)
        dialog.scanned.connect(self._add_scanned)
        dialog.open()

    @Slot(object)
    def _add_scanned(self, pages: ScannedPages) -> None:
        if self.material == PHOTO:
            self.add_picture(pages.data, crop=True, name=pages.name)
            return
        self._begin()
        self._incoming.add(pages.name, lambda: pages.data)

    @Slot()
    def _cut_anew(self) -> None:
        """Cut the photo again, from the picture as it was handed in."""
        case = self._case
        page = next((p for p in case.draft.pages if p.material == self.material and p.cut), None)
        if self._original or page is None or page.cut is None:
            self._open_crop()
            return
        whole, name = page.cut.id, page.name

        def open_(data: bytes) -> None:
            self._original, self._original_name = data, name
            self._open_crop()

        case.errands.run(
            lambda: case.parts.store.pages.read(whole),
            while_alive(self, open_),
            while_alive(self, lambda error: self._say(str(error))),
            lane=Lane.PICTURE,
        )

    def _open_crop(self) -> None:
        parts, again = self._case.parts, self._original_name.startswith(_CAMERA)
        dialog = CropDialog(
            self._case.errands, parts.pictures, parts.page_reader, self._original, self, again=again
        )
        dialog.chosen.connect(self._cropped)
        dialog.retake_wanted.connect(self._open_camera)
        self._case.hold()  # an acceptance waits for the photo until it is cropped, or is not wanted
        dialog.finished.connect(self._case.release)
        dialog.open()

    @Slot(bytes, object)
    def _cropped(self, data: bytes, how: PhotoChoice) -> None:
        self._original = data
        self._case.set_photo(data, self._original_name, how)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files that are dragged here."""
        if event.mimeData().hasUrls() and self._open:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the dropped files; of the photo only one, and none after acceptance."""
        paths = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        event.acceptProposedAction()
        if self.material == PHOTO and len(paths) > 1:
            self._say(_SEVERAL)
        elif self._open:
            self._add_files(paths)

    # ---- keys ---------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F3 chooses files, F4 opens the camera, F6 the scanner, Ctrl+Z brings back the page just removed."""
        keys = {Qt.Key.Key_F3: self._file, Qt.Key.Key_F4: self._camera}
        if self._scans:
            keys[Qt.Key.Key_F6] = self._scan
        pressed = keys.get(Qt.Key(event.key()))
        if event.isAutoRepeat() or not self._open:
            super().keyPressEvent(event)
        elif pressed is not None:
            pressed.click()
        elif not (event.matches(QKeySequence.StandardKey.Undo) and self._strip.undo()):
            super().keyPressEvent(event)
