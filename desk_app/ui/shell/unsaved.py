"""What is on no disk yet: said as long as it is so, and asked about before the window closes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from desk_app.domain.applications import Draft
from desk_app.ui.kit import words
from desk_app.ui.kit.saver import DraftSaver
from desk_app.ui.kit.widgets import Strip, button
from forms.typesetting import typeset


class UnsavedStrip(Strip):
    """Says whose answers could not be written and why; it can not be closed and goes when all are in."""

    saved = Signal(str, str)
    """Tone and sentence: everything is on disk again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "wrong", parent)
        self.setObjectName("unsaved")
        self._saver: DraftSaver | None = None
        self.asks = True
        """Whether somebody is there to be asked when the window closes."""
        again = button("现在再试", "link", name="save-again")
        again.clicked.connect(self._try_again)
        self.add_link(again)
        self.hide()

    def follow(self, saver: DraftSaver) -> None:
        """Show what this saver could not write."""
        self._saver = saver
        saver.changed.connect(self._show)

    @property
    def unsaved(self) -> tuple[Draft, ...]:
        """The drafts that are on no disk as they stand."""
        return self._saver.unsaved if self._saver else ()

    def may_close(self, window: QWidget) -> bool:
        """Whether the window may close: all is on disk, nobody is there any more, or who is there says so."""
        return not self.unsaved or not self.asks or _close_anyway(self.unsaved, window)

    @Slot()
    def _try_again(self) -> None:
        if self._saver:
            self._saver.try_again()

    @Slot()
    def _show(self) -> None:
        assert self._saver is not None
        was_shown, drafts = not self.isHidden(), self._saver.unsaved
        self.setVisible(bool(drafts))
        if drafts:
            self.show_text(_sentence(drafts, self._saver.reason), "wrong")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, typeset(self.text)))
        elif was_shown:
            self.saved.emit("good", "刚才没有存下的录入,现在都存上了")


def _close_anyway(drafts: Sequence[Draft], parent: QWidget) -> bool:
    """Ask whether to close the window although these drafts would be lost; staying is the easy answer."""
    box = QMessageBox(parent)
    box.setObjectName("close-unsaved")
    box.setWindowTitle(typeset("还有没存下的录入"))
    box.setText(typeset(f"{_whose(drafts)}的录入还没有存到磁盘。现在关掉,没有存下的部分就丢了。"))
    stay = box.addButton("先不关,再试着存", QMessageBox.ButtonRole.RejectRole)
    leave = box.addButton("仍要关掉,放弃这部分", QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    return box.clickedButton() is leave


def _sentence(drafts: Sequence[Draft], reason: str) -> str:
    return f"{_whose(drafts)}的录入还没有存到磁盘:{reason}。程序会一直重试,存上以前请不要关电脑"


def _whose(drafts: Sequence[Draft]) -> str:
    first = words.who(drafts[0].answers) or "一件还没有填姓名的申请"
    return first if len(drafts) == 1 else f"{first}等{len(drafts)}件"
