"""Step 1 by pictures: cards and pages of whatever kind, each put where it belongs, then held against them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from desk_app.ui.camera.dialog import CameraDialog
from desk_app.ui.counter.base import Action, StepPage
from desk_app.ui.counter.page_reading import PageReading, TakenPicture
from desk_app.ui.counter.read_dialog import ReadDialog
from desk_app.ui.kit.file_choice import choose_pictures
from desk_app.ui.kit.pictures import checked, read_picture

_TITLE: Final = "证件和户口簿的图片"
_UNKNOWN: Final = "“{name}”没有认出是什么证件,没有填入;请手工录入,图片到第4步再加"
_READING: Final = "{count} 张图片在后台识别,可以接着录入"
_READ: Final = "读出 {count} 项,待核对:按 F7 对照图片"


class ByPicture:
    """Takes pictures for the step it stands on; several at once."""

    def __init__(self, page: StepPage) -> None:
        self._page, self._case = page, page.case
        self._reading = PageReading.of(page.case)
        self._waits = 0
        self._reading.changed.connect(page.actions_changed)

    def actions(self) -> tuple[Action, ...]:
        """The ways to give pictures; none where nothing can be read, or after acceptance."""
        if not self._reading.possible or self._case.application is not None:
            return ()
        waits = len(self._case.draft.unconfirmed)
        look = Action("picture-look", f"核对读出的 {waits} 项…", "F7", self.look)
        return (
            *(look,) * bool(waits),
            Action("picture-file", "证件图片…", "F3", self._choose),
            Action("picture-camera", "拍证件…", "F4", self._open_camera),
        )

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take picture files, as from the file dialog."""
        pictures = self._case.parts.pictures
        self._page.notice.emit("info", _READING.format(count=len(paths)))
        for path in paths:
            self._take(lambda path=path: read_picture(pictures, "", path), path.name)  # type: ignore[misc]

    def _take(self, get: Callable[[], bytes], name: str) -> None:
        self._waits += 1
        self._reading.take(get, name, lambda found: self._taken(found, name), self._over)

    def _taken(self, found: TakenPicture, name: str) -> None:
        if told := self._reading.told(found):
            self._page.notice.emit("caution", told)
        elif not found.read.kind:
            self._page.notice.emit("caution", _UNKNOWN.format(name=name))
        self._over()

    def look(self) -> None:
        """Open what was read beside its pictures; never by itself, for the clerk may be typing."""
        if marks := self._case.draft.unconfirmed:
            ReadDialog(self._case, marks, self._page).open()

    def _over(self) -> None:
        self._waits -= 1
        waits = len(self._case.draft.unconfirmed)
        if not self._waits and waits:
            self._page.notice.emit("caution", _READ.format(count=waits))

    def _choose(self) -> None:
        case = self._case
        choose_pictures(
            self._page, f"选择{_TITLE}", case.parts.folder, case.errands, self.take_files, several=True
        )

    def _open_camera(self) -> None:
        case = self._case
        dialog = CameraDialog(case.parts, case.errands, _TITLE, self._page, several=True)
        dialog.taken.connect(
            lambda data: self._take(
                lambda: checked(case.parts.pictures, "", data), f"拍照 {case.parts.clock.now():%H:%M:%S}.jpg"
            )
        )
        dialog.open()
