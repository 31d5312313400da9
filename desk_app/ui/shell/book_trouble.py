"""The dialog of an administrator when the book is not the one that was last written here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desk_app.domain.backups import Backup
from desk_app.domain.standing import DISTANCE, BookTrouble
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label
from forms.typesetting import typeset

_MOST_ROWS: Final = 4
"""Backups that are shown at once; the list scrolls."""


class BookWay(StrEnum):
    """What an administrator chose."""

    RESTORE = "restore"
    ELSEWHERE = "elsewhere"
    """Restore a backup of another folder."""
    GO_ON = "go_on"
    BEGIN_ANEW = "begin_anew"
    QUIT = "quit"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice, with the backup to restore."""

    way: BookWay
    backup: Backup | None = None


class BookTroubleDialog(DeskDialog):
    """Says what is wrong with the book and offers every way on; closing it changes nothing."""

    def __init__(
        self, trouble: BookTrouble, found: Sequence[Backup], fault: str = "", parent: QWidget | None = None
    ) -> None:
        """``found`` are the backups, newest first; ``fault`` is why the last choice did not work."""
        super().__init__("book-trouble", "账本不对,请管理员处理", parent, 640)
        self.chosen = Chosen(BookWay.QUIT)
        self._trouble, self._backups = trouble, tuple(found)
        content = QWidget()
        lines = column(content, spacing=8)
        lines.addWidget(Strip(typeset(f"{trouble.what}。没有改动任何文件"), "wrong"))
        if fault:
            lines.addWidget(Strip(typeset(fault), "caution"))
        lines.addWidget(
            label(
                typeset(
                    "从备份恢复后,备份以后办的件不在里面;"
                    f"编号会跳过{DISTANCE}个,不会和已发出的重复。现在的文件另外存放,到期才删去"
                ),
                wrap=True,
            )
        )
        lines.addWidget(label("备份" if self._backups else "备份文件夹里没有备份", "title"))
        self.list = self._listed()
        lines.addWidget(self.list)
        self.list.setVisible(bool(self._backups))
        elsewhere = button("从别的文件夹恢复…", "link", name="restore-elsewhere")
        elsewhere.clicked.connect(self._elsewhere)
        lines.addWidget(elsewhere, 0, Qt.AlignmentFlag.AlignLeft)
        self.lay_out(content, feet(*self._buttons()))

    def _listed(self) -> QListWidget:
        shown = QListWidget()
        shown.setObjectName("backups")
        shown.setAccessibleName("备份")
        for backup in self._backups:
            shown.addItem(QListWidgetItem(typeset(backup.words)))
        shown.setCurrentRow(0)
        rows = min(max(len(self._backups), 1), _MOST_ROWS)
        shown.setFixedHeight(rows * max(shown.sizeHintForRow(0), 0) + 2 * shown.frameWidth())
        return shown

    def _buttons(self) -> list[QWidget]:
        leave = button("退出程序", name="quit")
        leave.clicked.connect(self.reject)
        anew = button("另起一本空的", name="begin-anew")
        anew.clicked.connect(self._begin_anew)
        ways: list[QWidget] = [leave, anew]
        if self._trouble.can_go_on:
            go_on = button("接着用这份旧的", name="go-on")
            go_on.clicked.connect(self._go_on)
            ways.append(go_on)
        if self._backups:
            restore = button("恢复选中的备份", "primary", name="restore")
            restore.clicked.connect(self._restore)
            ways.append(restore)
        leave.setFocus()
        return ways

    @Slot()
    def _restore(self) -> None:
        self._choose(BookWay.RESTORE, self._backups[max(self.list.currentRow(), 0)])

    @Slot()
    def _elsewhere(self) -> None:
        self._choose(BookWay.ELSEWHERE)

    @Slot()
    def _go_on(self) -> None:
        self._choose(BookWay.GO_ON)

    @Slot()
    def _begin_anew(self) -> None:
        self._choose(BookWay.BEGIN_ANEW)

    def _choose(self, way: BookWay, backup: Backup | None = None) -> None:
        self.chosen = Chosen(way, backup)
        self.accept()
