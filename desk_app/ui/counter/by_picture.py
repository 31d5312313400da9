"""Step 1 by pictures: cards and pages of whatever kind, each put where it belongs, then held against them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from desk_app.domain.scanning import ScannedPages
from desk_app.errors import DeskError
from desk_app.services.counter import capture
from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.camera.scan import ScanDialog
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.page_reading import MOST_READ, PageReading, TakenPicture
from desk_app.ui.counter.read_dialog import ReadDialog
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Lane
from desk_app.ui.kit.file_choice import choose_pictures
from desk_app.ui.kit.pictures import read_file

_TITLE: Final = "证件和户口簿的图片"
_UNKNOWN: Final = "“{name}”没有认出是什么证件,没有填入;请手工录入,图片到第4步再加"
_MANY: Final = "“{name}”有{count}页,这里一次最多识别{most}页,没有收;请到第4步加进材料"
_READING: Final = "{count} 张图片在后台识别,可以接着录入"
_READ: Final = "读出 {count} 项,待核对:按 F7 对照图片"


class ByPicture:
    """Takes pictures for the step it stands on; several at once, and each page of a file for itself."""

    def __init__(self, page: StepPage) -> None:
        self._page, self._case = page, page.case
        self._reading = PageReading.of(page.case)
        self._waits, self._known = 0, False
        """Pictures under way; whether of those that come together one was known: else nothing was read."""
        self._better: dict[str, None] = {}
        """What could be better in the pictures that come together."""
        self._reading.changed.connect(page.actions_changed)

    def actions(self) -> tuple[Action, ...]:
        """The ways to give pictures; none where nothing can be read, or after acceptance."""
        if not self._reading.possible or self._case.application is not None:
            return ()
        waits = len(self._case.draft.unconfirmed)
        look = Action("picture-look", f"核对{waits}项…", "F7", self.look)
        scan = Action("picture-scan", "扫描…", "F5", self._open_scanner)
        return (
            *(look,) * bool(waits),
            Action("picture-file", "图片…", "F3", self._choose),
            Action("picture-camera", "拍照…", "F4", self._open_camera),
            *(scan,) * self._case.parts.scanner.on,
        )

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take picture files, as from the file dialog."""
        self._page.notice.emit("info", _READING.format(count=len(paths)))
        for path in paths:
            self._take(partial(read_file, path), path.name)

    def _take(self, get: Callable[[], bytes], name: str) -> None:
        """Take a file; its pages are counted first, and read one by one."""
        pictures, case = self._case.parts.pictures, self._case
        self._waits += 1

        def opened() -> tuple[bytes, int]:
            data = get()
            return data, pictures.pages(data)

        def unusable(error: DeskError) -> None:
            case.failed.emit(error)
            self._over()

        case.errands.run(
            opened,
            while_alive(self._page, lambda found: self._read_each(*found, name)),
            while_alive(self._page, unusable),
            lane=Lane.PICTURE,
        )

    def _read_each(self, data: bytes, count: int, name: str) -> None:
        if count > MOST_READ:
            self._page.notice.emit("caution", _MANY.format(name=name, count=count, most=MOST_READ))
            self._over()
            return
        self._waits += count - 1
        for number in range(count):
            called = capture.page_name(name, number) if count > 1 else name
            self._reading.take(
                partial(self._case.parts.pictures.page, data, number),
                called,
                partial(self._taken, name=called),
                self._over,
            )

    def _taken(self, found: TakenPicture, name: str) -> None:
        if told := self._reading.told(found):
            self._page.notice.emit("caution", told)
        elif not found.read.kind:
            self._page.notice.emit("caution", _UNKNOWN.format(name=name))
        else:
            self._known = True
            self._better |= dict.fromkeys(found.read.advice)
        self._over()

    def look(self) -> None:
        """Open what was read beside its pictures; never by itself, for the clerk may be typing."""
        if marks := self._case.draft.unconfirmed:
            ReadDialog(self._case, marks, self._page).open()

    def _over(self) -> None:
        self._waits -= 1
        if self._waits:
            return
        waits, better, known = len(self._case.draft.unconfirmed), tuple(self._better), self._known
        self._better, self._known = {}, False
        if waits and known:  # else it would stand in the place of why a picture was not taken
            self._page.notice.emit("caution", ";".join((_READ.format(count=waits), *better)))

    # ---- the ways in ----------------------------------------------------------------------------------

    def _choose(self) -> None:
        case = self._case
        choose_pictures(
            self._page, f"选择{_TITLE}", case.parts.folder, case.errands, self.take_files, several=True
        )

    def _open_camera(self) -> None:
        case = self._case
        dialog = CameraDialog(case.parts, case.errands, _TITLE, self._page, several=True)
        dialog.taken.connect(
            lambda data: self._take(lambda: data, f"拍照 {case.parts.clock.now():%H:%M:%S}.jpg")
        )
        dialog.open()

    def _open_scanner(self) -> None:
        dialog = ScanDialog(self._case.parts.scanner, self._case.errands, _TITLE, self._page)
        dialog.scanned.connect(self._take_scanned)
        dialog.open()

    def _take_scanned(self, pages: ScannedPages) -> None:
        self._take(lambda: pages.data, pages.name)
