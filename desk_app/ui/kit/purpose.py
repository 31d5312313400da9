"""做什么用: why whole numbers, or all that is held on a person, are wanted; a short list and free text."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from desk_app.ui.kit import roles
from desk_app.ui.kit.dialogs import DeskDialog, feet
from desk_app.ui.kit.layouts import FlowLayout, column
from desk_app.ui.kit.widgets import button, label
from forms.typesetting import typeset

NUMBERS: Final = ("核对材料", "民政比对", "医保比对", "检查和审计")
"""What whole numbers are usually wanted for."""
REPORT: Final = ("本人查阅", "监护人代为查阅", "本人要求复制", "处理投诉")
"""What a report on a person is usually wanted for (个人信息保护法第四十五、五十条)."""
WHOLE: Final = ("电话告知", "核对材料", "本人当面核对", "检查和审计")
"""What the numbers of one record are usually wanted whole for."""
_MOST: Final = 100


class PurposeField(QWidget):
    """A line for the purpose; each button above it writes a usual one there."""

    def __init__(self, usual: Sequence[str], name: str, spoken: str) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(spoken)
        self.line.setMaxLength(_MOST)
        self.line.setPlaceholderText(typeset("选一个,或写别的"))
        body = column(self, spacing=8)
        body.addWidget(label("做什么用?会记入查阅记录", "quiet"))
        ways = FlowLayout()
        for each in usual:
            made = button(each, "soft", name=f"{name}:{each}")
            made.clicked.connect(partial(self._take, each))
            ways.addWidget(made)
        body.addLayout(ways)
        body.addWidget(self.line)

    @property
    def purpose(self) -> str:
        """What is written, without white space at its ends."""
        return self.line.text().strip()

    def _take(self, purpose: str) -> None:
        self.line.setText(purpose)
        self.line.setFocus()


class PurposeDialog(DeskDialog):
    """Asks for a purpose before something is shown or printed; nothing happens without one."""

    chosen = Signal(str)

    def __init__(self, title: str, told: str, usual: Sequence[str], go: str, parent: QWidget) -> None:
        """``told`` says what is going to be shown; ``go`` is the word of the button that does it."""
        super().__init__("purpose", title, parent, 560)
        self._field = PurposeField(usual, "purpose:text", "做什么用")
        self._said = label("", "problem", wrap=True, name="purpose:said")
        self._said.hide()
        self._go = button(go, "primary", "Ctrl+Return", name="purpose:go")
        cancel = button("取消", name="purpose:cancel")
        content = QWidget()
        body = column(content, spacing=12)
        body.addWidget(label(title, "headline"))
        body.addWidget(label(told, "quiet", wrap=True))
        body.addWidget(self._field)
        body.addStretch()
        self.lay_out(content, feet(cancel, self._go), self._said)
        self.default = self._go
        self._go.clicked.connect(self._choose)
        cancel.clicked.connect(self.reject)
        self._field.line.textChanged.connect(self._said.hide)
        self.finished.connect(self.deleteLater)
        self._field.line.setFocus()

    @Slot()
    def _choose(self) -> None:
        purpose = self._field.purpose
        if not purpose:
            self._said.setText("请选一个用途,或写明做什么用")
            self._said.show()
            roles.announce(self._said, self._said.text())
            self._field.line.setFocus()
            return
        self.accept()
        self.chosen.emit(purpose)


def ask_for_whole(parent: QWidget, chosen: Callable[[str], None]) -> None:
    """Ask what the numbers of a record are wanted whole for; ``chosen`` gets it as it is to be noted."""
    dialog = PurposeDialog("显示完整号码", "显示这一件的完整号码,换一件又遮住。", WHOLE, "显示", parent)
    dialog.chosen.connect(lambda purpose: chosen(f"用途:{purpose}"))
    dialog.open()
