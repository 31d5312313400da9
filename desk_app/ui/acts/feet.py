"""The buttons below an act's form; with something typed, giving up is asked once in their place."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget
from shiboken6 import isValid

from desk_app.ui.kit.layouts import FlowLayout, column, row
from desk_app.ui.kit.meant import MeantButton
from desk_app.ui.kit.widgets import button, label


class ActFeet(QWidget):
    """Shows who acts, 取消 and the button that does the act, or the question whether to give up."""

    given_up = Signal()
    """The clerk agreed to lose what was typed."""

    def __init__(self, word: str, clerk: Callable[[], str], *, for_good: bool = False) -> None:
        """``clerk`` gives the name of who acts now; it is asked whenever the feet are shown.

        What is done ``for_good`` has the key of acceptance, not the one that leads on.
        """
        super().__init__()
        self._clerk = clerk
        self._signs = label("", "quiet", name="act:clerk")
        self.go: QPushButton = (
            MeantButton(word, name="act:go")
            if for_good
            else button(word, "primary", "Ctrl+Return", name="act:go")
        )
        self.cancel = button("取消", name="act:cancel")
        self._yes = button("放弃", "danger", name="act:give-up")
        self._no = button("继续填写", name="act:keep")
        self._ways, self._question = QWidget(), QWidget()
        self._from: QWidget | None = None
        ways = row(self._ways)
        ways.addWidget(self._signs, 1)
        ways.addWidget(self.cancel)
        ways.addWidget(self.go)
        asking = FlowLayout(self._question)  # a narrow form takes the answers below the question
        asking.addWidget(label("现在放弃?填好的不会留下。", "strong"))
        asking.addWidget(self._yes)
        asking.addWidget(self._no)
        whole = column(self)
        whole.addWidget(self._ways)
        whole.addWidget(self._question)
        self._question.hide()
        self._yes.clicked.connect(self.given_up)
        self._no.clicked.connect(self.keep)

    def showEvent(self, event: QShowEvent) -> None:
        """Name who acts now: after a lock that may be another than the form was made for."""
        self._signs.setText(f"经办人:{self._clerk()}")
        super().showEvent(event)

    @property
    def asking(self) -> bool:
        """Whether the question is shown."""
        return not self._question.isHidden()

    def ask(self) -> None:
        """Show the question, with the keyboard on the answer that keeps what was typed."""
        if not self.asking:
            self._from = self.window().focusWidget()
            self._ways.hide()
            self._question.show()
        self._no.setFocus()

    @Slot()
    def keep(self) -> None:
        """Take the question away and return the keyboard to where it was."""
        back = self._from
        self.settle()
        if back is not None and isValid(back):
            back.setFocus()

    @Slot()
    def settle(self) -> None:
        """Take the question away and show the buttons again."""
        self._question.hide()
        self._ways.show()

    def stops(self) -> list[QWidget]:
        """The buttons Tab stops at, in order."""
        return [self.cancel, self.go, self._yes, self._no]
