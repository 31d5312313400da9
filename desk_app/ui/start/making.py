"""The dialogs of a book's first start: a passphrase where there is no keyring, then the recovery key."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desk_app.domain import passphrases, recovery
from desk_app.domain.recovery import RecoverySheet
from desk_app.errors import DeskError
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.errands import Errands, Lane
from desk_app.ui.kit.layouts import column
from desk_app.ui.kit.widgets import Card, Strip, button, label
from desk_app.ui.start.opening import secret_edit

_WIDE: Final = 640
_IN_A_ROW: Final = 4


class NewPassphraseDialog(DeskDialog):
    """A passphrase typed twice; ``phrase`` is it when the dialog is accepted."""

    def __init__(self, told: str, parent: QWidget | None = None) -> None:
        super().__init__("new-passphrase", "设口令", parent, _WIDE, 420)
        self.phrase = ""
        self._first = secret_edit("new-passphrase:first", "口令")
        self._second = secret_edit("new-passphrase:second", "再输一次")
        self._fault = label("", "problem", wrap=True, name="new-passphrase:fault")
        self._take = button("就用这个口令", "primary", name="new-passphrase:take")
        self._take.clicked.connect(self._done)
        self.default = self._take
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(Strip(told, "info"))
        body.addWidget(label(f"{passphrases.ADVICE}。", "quiet", wrap=True))
        for words, edit in (("口令", self._first), ("再输一次", self._second)):
            body.addWidget(label(words, "strong"))
            body.addWidget(edit)
            edit.textChanged.connect(self._judge)
        leave = button("退出", name="new-passphrase:leave")
        leave.clicked.connect(self.reject)
        body.addStretch()
        self.lay_out(content, feet(leave, self._take), self._fault)
        self._judge()
        self._first.setFocus()

    def _judge(self) -> None:
        first, second = self._first.text(), self._second.text()
        told = passphrases.fault(first) if first else ""
        if not told and second and not first.startswith(second):
            told = "两次输入的不一样"
        self._fault.setText(told)
        self._take.setEnabled(bool(first) and not told and first == second)

    def _done(self) -> None:
        if self._take.isEnabled():
            self.phrase = self._first.text()
            self.accept()


class RecoveryDialog(DeskDialog):
    """Shows and prints a recovery key; accepted only when two of its groups were typed back."""

    def __init__(
        self,
        sheet: RecoverySheet,
        put_out: Callable[[RecoverySheet], str],
        errands: Errands,
        parent: QWidget | None = None,
    ) -> None:
        """``put_out`` prints the sheet and says where it is; it is called in a lane of ``errands``."""
        super().__init__("recovery-key", "恢复密钥", parent, _WIDE, 480)
        self._sheet, self._put_out, self._errands = sheet, put_out, errands
        self._said = label("", "quiet", wrap=True, name="recovery-key:said")
        self._card = self._groups()
        self._read = QWidget()
        self._asked = QWidget()
        self._edits = {place: self._edit(place) for place in recovery.ASKED_BACK}
        self._next = button("已经打印或抄好,下一步", "primary", name="recovery-key:next")
        self._back = button("再看一遍", name="recovery-key:back")
        self._done = button("已收好", "primary", name="recovery-key:done")
        self._print = button("打印", name="recovery-key:print")
        self._build()
        self._turn(asking=False)

    def _build(self) -> None:
        content = QWidget()
        body = column(content, spacing=10)
        body.addWidget(label("只有它能在忘了口令、换了电脑、密钥环坏了时打开数据。", "strong", wrap=True))
        told = "请打印或抄下来,交给单位指定的保管人,锁进柜子。程序不保存它,以后也不能再看。"
        above = column(self._read, spacing=10)
        above.addWidget(label(told, wrap=True))
        if self._sheet.voids:
            above.addWidget(Strip("收好以后,以前打印的恢复密钥全部作废,请找出来销毁。", "caution"))
        above.addWidget(self._card)
        body.addWidget(self._read)
        asked = column(self._asked, spacing=6)
        asked.addWidget(label("请照纸上输入下面两组,看看有没有抄错。", wrap=True))
        for place, edit in self._edits.items():
            asked.addWidget(label(f"第{place + 1}组", "strong"))
            asked.addWidget(edit)
        body.addWidget(self._asked)
        body.addStretch()
        self._next.clicked.connect(lambda: self._turn(asking=True))
        self._back.clicked.connect(lambda: self._turn(asking=False))
        self._done.clicked.connect(self._finish)
        self._print.clicked.connect(self._start_print)
        leave = button("退出", name="recovery-key:leave")
        leave.clicked.connect(self.reject)
        self.lay_out(content, feet(leave, self._print, self._back, self._next, self._done), self._said)

    def _groups(self) -> Card:
        card, grid = Card(), QGridLayout()
        for number, group in enumerate(self._sheet.groups):
            row, at = divmod(number, _IN_A_ROW)
            grid.addWidget(label(f"第{number + 1}组", "quiet"), 2 * row, at)
            shown = label(group, "headline", verbatim=True, name=f"recovery-key:group{number + 1}")
            shown.setAccessibleName(f"第{number + 1}组 {' '.join(group)}")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            grid.addWidget(shown, 2 * row + 1, at)
        card.body.addLayout(grid)
        return card

    def _edit(self, place: int) -> QLineEdit:
        made = QLineEdit()
        made.setObjectName(f"recovery-key:typed{place + 1}")
        made.setAccessibleName(f"第{place + 1}组")
        made.textChanged.connect(self._judge)
        return made

    def _turn(self, *, asking: bool) -> None:
        """Show the key, or ask it back: never both."""
        shown: tuple[QWidget, ...] = (self._read, self._print, self._next)
        hidden: tuple[QWidget, ...] = (self._asked, self._back, self._done)
        for each in (*shown, *hidden):
            each.setVisible((each in hidden) is asking)
        self.default = self._done if asking else self._next
        self._said.setText("")
        (next(iter(self._edits.values())) if asking else self._print).setFocus()
        self._judge()

    def _wrong(self) -> list[int]:
        return [p for p, e in self._edits.items() if recovery.tidy(e.text()) != self._sheet.groups[p]]

    def _judge(self) -> None:
        wrong = self._wrong()
        self._done.setEnabled(not wrong)
        full = [p for p in wrong if len(recovery.tidy(self._edits[p].text())) >= len(self._sheet.groups[p])]
        if self._asked.isVisibleTo(self):
            named = "、".join(f"第{p + 1}组" for p in full)
            self._said.setText(f"{named}不对,请对照纸上改正" if full else "")

    def _finish(self) -> None:
        if not self._wrong():
            self.accept()

    def _start_print(self) -> None:
        self._print.setEnabled(False)
        self._said.setText("正在送打印机……")
        self._errands.run(lambda: self._put_out(self._sheet), self._printed, self._refused, lane=Lane.PRINT)

    def _printed(self, said: str) -> None:
        self._print.setEnabled(True)
        self._said.setText(said)

    def _refused(self, error: DeskError) -> None:
        self._printed(f"{error}。没有打印机的,请照屏幕抄在纸上")
