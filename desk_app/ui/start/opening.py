"""The dialog that opens a book: its passphrase, or the recovery key from the cupboard."""

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.domain.key_asking import KeyGiven, OpeningWay
from desk_app.ui.kit import layouts
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Strip, button, label
from forms.typesetting import typeset

_SECOND: Final = 1000
_WIDE: Final = 620


def secret_edit(name: str, told: str) -> QLineEdit:
    """A field that does not show what is typed."""
    made = QLineEdit()
    made.setObjectName(name)
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setAccessibleName(typeset(told))
    return made


class OpenBookDialog(DeskDialog):
    """Takes one try; ``given`` is what was typed when it is accepted."""

    def __init__(
        self, told: str, ways: Collection[OpeningWay], pause: float, parent: QWidget | None = None
    ) -> None:
        super().__init__("open-book", "打开数据", parent, _WIDE, 400)
        self.given: KeyGiven | None = None
        self._left = int(pause + 0.999)
        self._ways = tuple(ways)
        self._edits: dict[OpeningWay, QLineEdit] = {}
        self._pause = label("", "caution", wrap=True, name="open-book:pause")
        self._open = button("打开", "primary", name="open-book:open")
        self._open.clicked.connect(self._take)
        self._build(told)
        self.default = self._open
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._count)
        self._show_pause()
        if self._left:
            self._clock.start()

    def _build(self, told: str) -> None:
        content = QWidget()
        body = column(content, spacing=10)
        if told:
            body.addWidget(Strip(told, "caution"))
        if OpeningWay.PASSPHRASE in self._ways:
            phrase = secret_edit("open-book:passphrase", "口令")
            self._edits[OpeningWay.PASSPHRASE] = phrase
            body.addWidget(label("口令", "strong"))
            body.addWidget(phrase)
        if OpeningWay.RECOVERY in self._ways:
            body.addWidget(label(self._recovery_words(), "strong"))
            body.addWidget(label("八组,每组五个字符;大小写、空格和横线都不要紧。", "quiet", wrap=True))
            typed = QLineEdit()
            typed.setObjectName("open-book:recovery")
            typed.setAccessibleName("恢复密钥")
            self._edits[OpeningWay.RECOVERY] = typed
            body.addWidget(typed)
        for edit in self._edits.values():
            edit.textChanged.connect(self._show_pause)
        leave = button("退出", name="open-book:leave")
        leave.clicked.connect(self.reject)
        again = button("密钥环已解锁,重试", name="open-book:again")
        again.clicked.connect(self._again)
        if OpeningWay.AGAIN not in self._ways:
            again.hide()
        body.addStretch()
        self.lay_out(content, feet(leave, again, self._open), self._pause)
        if self._edits:
            next(iter(self._edits.values())).setFocus()

    def _recovery_words(self) -> str:
        return "或者:柜子里的恢复密钥" if OpeningWay.PASSPHRASE in self._ways else "柜子里的恢复密钥"

    def _count(self) -> None:
        self._left = max(0, self._left - 1)
        self._show_pause()
        if not self._left:
            self._clock.stop()

    def _show_pause(self) -> None:
        self._pause.setText(f"口令输错的次数多了,{self._left}秒后可以再试" if self._left else "")
        self._pause.setVisible(bool(self._left))
        self._open.setEnabled(self._ready() is not None)

    def _ready(self) -> KeyGiven | None:
        """What can be tried now: a recovery key at any time, a passphrase after the pause."""
        for way in (OpeningWay.RECOVERY, OpeningWay.PASSPHRASE):
            edit = self._edits.get(way)
            if edit and edit.text().strip() and not (way is OpeningWay.PASSPHRASE and self._left):
                return KeyGiven(way, edit.text())
        return None

    def _take(self) -> None:
        if found := self._ready():
            self.given = found
            self.accept()

    def _again(self) -> None:
        self.given = KeyGiven(OpeningWay.AGAIN)
        self.accept()


class WaitDialog(DeskDialog):
    """Says what is waited for; it closes by itself."""

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__("wait-for-key", "请稍候", parent, _WIDE)
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(label(f"{told}……", wrap=True, name="wait-for-key:told"))
        self.lay_out(content, layouts.row())

    def reject(self) -> None:
        """Esc does not end the waiting: its bound does."""
