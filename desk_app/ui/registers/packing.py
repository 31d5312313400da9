"""电子档案包: a piece of the archive saved as one file that can be checked without this program."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from desk_app.domain.proceedings import Proceeding
from desk_app.errors import DeskError
from desk_app.services.parts import Parts
from desk_app.services.works import package
from desk_app.services.works.package import Packed
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.file_choice import choose_place
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.purpose import PurposeDialog
from desk_app.ui.kit.widgets import Strip, button, label

_USUAL: Final = ("移交档案室", "移交档案馆", "查档", "检查和审计")
"""What a package is usually wanted for."""


class PackagePart(QWidget):
    """The button on the card of a piece, and how the last saving ended."""

    def __init__(
        self, parts: Parts, errands: Errands, found: Proceeding, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._errands, self._found = parts, errands, found
        self._said = Strip("", "info")
        self._said.setObjectName("package-said")
        self._said.hide()
        lines = column(self, spacing=4)
        lines.addWidget(label("电子档案包", "title"))
        save = button("存电子档案包…", "link", name="package-save")
        save.clicked.connect(self._ask)
        lines.addWidget(save, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self._said)

    @Slot()
    def _ask(self) -> None:
        """Ask what for, then where; whole numbers are in it."""
        told = "目录、办理经过和各页原图,带校验值和签名;证件号不遮住,会记入查阅记录。"
        dialog = PurposeDialog("存电子档案包", told, _USUAL, "存", self.window())
        dialog.chosen.connect(while_alive(self, self._place))
        dialog.open()

    def _place(self, purpose: str) -> None:
        save = while_alive(self, partial(self._save, purpose))
        choose_place(self, Path(package.name_of(self._found)), "zip", save)

    def _save(self, purpose: str, path: Path) -> None:
        self._errands.run(
            partial(package.write, self._parts, self._found.id, path, f"用途:{purpose}"),
            while_alive(self, self._saved),
            while_alive(self, self._failed),
            lane=Lane.FILES,
        )

    def _saved(self, packed: Packed) -> None:
        self._tell("caution" if packed.lacking else "good", packed.sentence)

    def _failed(self, error: DeskError) -> None:
        self._tell("wrong", f"没有存:{error}")

    def _tell(self, tone: str, sentence: str) -> None:
        self._said.show_text(sentence, tone)
        self._said.show()
