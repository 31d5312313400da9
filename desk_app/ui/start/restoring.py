"""The dialogs of a computer without data: begin anew, or take a backup in."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desk_app.domain.backups import Backup
from desk_app.domain.standing import DISTANCE
from desk_app.errors import DeskError
from desk_app.ui.kit import layouts
from desk_app.ui.kit.alive import while_alive
from desk_app.ui.kit.dialogs import DeskDialog, feet, keep_on_screen
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label
from forms.typesetting import typeset

_WIDE: Final = 640
_ROWS: Final = 4
"""Backups that are shown at once; the list scrolls."""
_TYPING_MS: Final = 400
_NEW: Final = "这个窗口第一次使用:设密钥,打印恢复密钥,登记管理员。"
_BACK: Final = (
    "换了电脑,或原来的数据丢了:要有备份文件夹(如移动硬盘),和柜子里的恢复密钥或原来的口令。"
    "恢复以后,原来的电脑不能再用。"
)
_TOLD: Final = f"备份以后办的件不在里面;编号会跳过{DISTANCE}个,不会和已发出的重复。"
_COMES: Final = "窗口号、设置和密钥说明随备份一起回来。"


class FirstWay(StrEnum):
    """How a computer without data begins."""

    NEW = "new"
    RESTORE = "restore"
    QUIT = "quit"


class FirstStartDialog(DeskDialog):
    """Asks how to begin; closing it begins nothing. ``way`` is the answer."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """``folder`` is where the data will be."""
        super().__init__("first-start", "第一次启动", parent, _WIDE)
        self.way = FirstWay.QUIT
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label("这台电脑上还没有窗口的数据", "headline"))
        for title, told in (("新建", _NEW), ("从备份恢复", _BACK)):
            body.addWidget(label(title, "strong"))
            body.addWidget(label(told, wrap=True))
        body.addWidget(label(f"数据文件夹：{folder}", "quiet", wrap=True, verbatim=True))
        body.addStretch()
        leave = button("退出", name="first-start:leave")
        back = button("从备份恢复", name="first-start:restore")
        new = button("新建", "primary", name="first-start:new")
        leave.clicked.connect(self.reject)
        back.clicked.connect(lambda: self._take(FirstWay.RESTORE))
        new.clicked.connect(lambda: self._take(FirstWay.NEW))
        self.lay_out(content, feet(leave, back, new))
        new.setFocus()

    def _take(self, way: FirstWay) -> None:
        self.way = way
        self.accept()


class RestoreDialog(DeskDialog):
    """Shows the backups of a folder that is typed or chosen; ``chosen`` is the one to restore."""

    def __init__(
        self,
        look: Callable[[Path], Sequence[Backup]],
        errands: Errands,
        folder: str = "",
        fault: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """``look`` gives the backups in a folder, newest first, and is called in a lane.

        ``folder`` is looked at first; ``fault`` is why the last one could not be restored.
        """
        super().__init__("restore", "从备份恢复", parent, _WIDE, 460)
        self._look, self._errands = look, errands
        self._found: tuple[Backup, ...] = ()
        self.chosen: Backup | None = None
        self.path = QLineEdit(folder)
        self.path.setObjectName("restore:folder")
        self.path.setAccessibleName("备份文件夹")
        self.path.setPlaceholderText(typeset("插上移动硬盘,选备份文件夹"))
        self.list = QListWidget()
        self.list.setObjectName("restore:backups")
        self.list.setAccessibleName("备份")
        self._said = label("", "quiet", wrap=True, name="restore:said")
        self._go = button("恢复选中的备份", "primary", name="restore:go")
        self._later = QTimer(self, singleShot=True, interval=_TYPING_MS)
        self._build(fault)
        self._later.timeout.connect(self._ask)
        self.path.textChanged.connect(self._typed)
        self._go.clicked.connect(self._take)
        self.list.itemDoubleClicked.connect(self._take)
        self.default = self._go
        self._ask()

    @property
    def folder(self) -> str:
        """The folder that is shown."""
        return self.path.text().strip()

    def _build(self, fault: str) -> None:
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(label("从备份恢复", "headline"))
        if fault:
            body.addWidget(Strip(typeset(fault), "caution"))
        body.addWidget(label(_TOLD, wrap=True))
        body.addWidget(label(_COMES, "quiet", wrap=True))
        body.addWidget(label("备份文件夹", "strong"))
        line = layouts.row()
        choose = button("选文件夹…", name="restore:choose")
        choose.clicked.connect(self._choose)
        line.addWidget(self.path, 1)
        line.addWidget(choose)
        body.addLayout(line)
        body.addWidget(self.list)
        body.addWidget(self._said)
        body.addStretch()
        leave = button("上一步", name="restore:leave")
        leave.clicked.connect(self.reject)
        self.lay_out(content, feet(leave, self._go))
        self.path.setFocus()

    @Slot()
    def _choose(self) -> None:
        start = self.folder if self.folder and Path(self.folder).is_dir() else str(Path.home())
        dialog = QFileDialog(self, typeset("选备份文件夹"), start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, "选定")
        dialog.setLabelText(QFileDialog.DialogLabel.Reject, "取消")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.path.setText)
        keep_on_screen(dialog)
        dialog.open()

    @Slot()
    def _typed(self) -> None:
        self._later.start()

    @Slot()
    def _ask(self) -> None:
        """Look into the folder; what was asked for another one is wanted no more."""
        self._later.stop()
        folder, look = self.folder, self._look
        self._errands.run(
            lambda: tuple(look(Path(folder))) if folder else (),
            while_alive(self, lambda found: self._show(folder, found)),
            while_alive(self, self._fail),
            lane=Lane.FILES,
            topic="backups",
        )

    def _show(self, folder: str, found: tuple[Backup, ...]) -> None:
        if folder != self.folder:
            return
        self._found = found
        self.list.clear()
        for backup in found:
            self.list.addItem(QListWidgetItem(typeset(backup.words)))
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(found))
        rows = min(len(found), _ROWS)
        self.list.setFixedHeight(rows * max(self.list.sizeHintForRow(0), 0) + 2 * self.list.frameWidth())
        self._say("" if found or not folder else f"{folder} 里没有备份,请选有 book-….db 的那个文件夹")

    def _fail(self, error: DeskError) -> None:
        self._found = ()
        self.list.hide()
        self._say(str(error))

    def _say(self, told: str) -> None:
        self._said.setText(told)
        self._said.setVisible(bool(told))
        self._go.setEnabled(bool(self._found))

    @Slot()
    def _take(self) -> None:
        if self._found:
            self.chosen = self._found[max(self.list.currentRow(), 0)]
            self.accept()
