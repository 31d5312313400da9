"""另存为: a recording leaves in clear for another system, with progress and a way to stop."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QWidget

from desk_app.domain.events import Subject
from desk_app.errors import DeskError
from desk_app.services import recordings
from desk_app.services.parts import Parts
from desk_app.ui.kit import words
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.going import Bytes, BytesBar
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label
from forms.recordings import Recording

_TOLD: Final = "存出的文件没有加密,交给上传的人;上传以后请把它删去,再登记上传日期和流水号。会记入查阅记录。"
_SAVING: Final = "正在解密、核对、写出…"
_SAVED: Final = "已另存,校验值相符"
_DIGEST: Final = "校验值(SHA-256):"


def save_recording(
    parts: Parts, errands: Errands, about: Subject, recording: Recording, parent: QWidget
) -> None:
    """Ask where a recording of a record is saved, and save it there."""

    def save(target: Path) -> None:
        SavingDialog(parts, errands, about, recording, target, parent).open()

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(documents) if documents and Path(documents).is_dir() else Path.home()
    ending = Path(recording.name).suffix.removeprefix(".")
    choose_place(parent, folder / _plain(recording.name), ending, while_alive(parent, save))


def _plain(name: str) -> str:
    """A name no system takes for a path."""
    return "".join("_" if c in '/\\:*?"<>|' else c for c in name)


class SavingDialog(DeskDialog):
    """Saves a recording from the moment it is opened, and says how it ended."""

    def __init__(
        self,
        parts: Parts,
        errands: Errands,
        about: Subject,
        recording: Recording,
        target: Path,
        parent: QWidget,
    ) -> None:
        super().__init__("saving", "另存录像、录音", parent, 560)
        self._work = Bytes(recording.size)
        self._bar = BytesBar("另存进度")
        self._said = Strip(_SAVING, "info")
        self._said.setObjectName("saving-said")
        self._close = button("停下", name="saving-close")
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("另存录像、录音", "headline"))
        body.addWidget(label(words.breakable(recording.words), wrap=True, verbatim=True))
        body.addWidget(label(f"{_DIGEST}{words.breakable(recording.digest)}", wrap=True, verbatim=True))
        body.addWidget(label(_TOLD, "quiet", wrap=True))
        self.lay_out(content, feet(self._close), self._bar, self._said)
        self._close.clicked.connect(self.reject)
        self.finished.connect(self._work.stop)
        self.finished.connect(self.deleteLater)
        errands.closing.connect(self._work.stop)
        self._bar.follow(self._work)
        self._close.setFocus()
        errands.run(
            partial(recordings.hand_on, parts, about, recording, target, self._work),
            while_alive(self, self._saved),
            while_alive(self, self._failed),
            lane=Lane.FILES,
        )

    def _saved(self, whole: bool) -> None:
        if whole:
            self._over("good", _SAVED)
        else:
            self._over("info", "停下了,没有留下文件。")

    def _failed(self, error: DeskError) -> None:
        self._over("wrong", f"没有另存:{error}")

    def _over(self, tone: str, sentence: str) -> None:
        self._bar.end()
        self._said.show_text(sentence, tone)
        self._close.setText("关闭")
